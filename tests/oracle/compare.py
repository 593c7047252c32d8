#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# compare.py [--count N] [--seed N] [--keep DIR] ORACLE RUNNER [SEEDS...]: gives random OVF descriptors to VM Operator's decoder (ORACLE, the program of this
# folder) and to the library (RUNNER, the vector runner) and compares the answers. SEEDS are folders with descriptors to start from.
# Answers may differ in what an API server would refuse (names of disks given twice, labels that are none) and where VM Operator panics.
import argparse
import concurrent.futures
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import generate

BATCH = 500
NAME = r'[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?'
KEY = re.compile(r'((?=[^/]{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?' + NAME)
VALUE = re.compile(f'({NAME})?')


def expected(answer):
    labels = answer.get('labels')
    if labels is not None:
        answer['labels'] = {k: v for k, v in labels.items() if KEY.fullmatch(k) and VALUE.fullmatch(v)} or None
    return answer


def agree(want, got):
    got.pop('annotations', None)
    if want.get('error') and want['error'].startswith('panic'):
        return bool(got.get('error'))
    if all((a.get('error') or '').startswith('parsing time') for a in (want, got)):
        want['error'] = got['error'] = 'parsing time'  # what Go says of it in detail is not ours
    names = [d['name'] for d in want['status'].get('disks', [])]
    if names and got['status'].get('disks') and len(names) == len(got['status']['disks']):
        mine = [d['name'] for d in got['status']['disks']]
        if len(set(mine)) != len(mine):
            return False
        for a, b in zip(want['status']['disks'], got['status']['disks']):
            if b['name'] == a['name'] or re.fullmatch(re.escape(a['name']) + r'(_\d+)+', b['name']):
                b['name'] = a['name']
    return want == got


def ask(runner, path):
    done = subprocess.run([runner, 'ovf', path], capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        return {'crash': done.returncode, 'stderr': done.stderr.decode(errors='replace')[-2000:]}
    return json.loads(done.stdout)


def batch(options, r, seeds, number, folder):
    paths = []
    for i in range(min(BATCH, options.count - number)):
        path = pathlib.Path(folder) / f'{number + i}.ovf'
        path.write_bytes(generate.descriptor(r, seeds))
        paths.append(str(path))
    oracle = subprocess.run([options.oracle], input='\n'.join(paths), capture_output=True, text=True, check=True).stdout.split('\n')
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda p: ask(options.runner, p), paths))
    counts = {'accepted': 0, 'not read': 0, 'not made an image': 0, 'differ': 0}
    for path, line, got in zip(paths, oracle, answers):
        want = expected(json.loads(line))
        counts['accepted' if not want['error'] else 'not read' if want['stage'] == 'parse' else 'not made an image'] += 1
        if 'crash' in got or not agree(want, got):
            counts['differ'] += 1
            kept = pathlib.Path(options.keep) / pathlib.Path(path).name
            kept.write_bytes(pathlib.Path(path).read_bytes())
            print(f'{kept}\n  want {json.dumps(want)[:1500]}\n  got  {json.dumps(got)[:1500]}')
        pathlib.Path(path).unlink()
    return counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--count', type=int, default=2000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--keep', default='.', help='where descriptors go that are answered differently')
    parser.add_argument('oracle')
    parser.add_argument('runner')
    parser.add_argument('seeds', nargs='*')
    options = parser.parse_args()
    r = random.Random(options.seed)
    seeds = [p.read_bytes() for folder in options.seeds for p in sorted(pathlib.Path(folder).glob('*.ovf'))]
    seeds = [s for s in seeds if len(s) < 60000]
    totals = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(0, options.count, BATCH):
            for key, n in batch(options, r, seeds, number, folder).items():
                totals[key] = totals.get(key, 0) + n
    print(f'seed {options.seed}: {options.count} descriptors, {", ".join(f"{n} {key}" for key, n in totals.items())}')
    return 1 if totals['differ'] else 0


if __name__ == '__main__':
    sys.exit(main())
