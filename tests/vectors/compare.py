#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# compare.py [--data DIR]... [--own] [RUNNER]: runs the vector runner over every vector and compares its answers with the expected ones:
# those of the tree (tests/vectors/cases), and those of ../shared/data when there is such a folder; --own: of the tree only.
# RUNNER is build/tests/vectors/vectors by default. Each folder's count is printed, also when it is 0; the last line is
# "N passed, M failed, K skipped". An answer may differ from VM Operator's own where that can't be stored in an API server (two disks of
# one name, a label that is none) or where it panics; each such vector is named as an exception, and what it should be is checked.
import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
SHOWN = 20
LABEL_VALUE = re.compile(r'([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?')
LABEL_KEY = re.compile(r'(?=.{1,317}$)((?=[^/]{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?')


def timeless(value):
    # When an object was deleted is the moment at which the answer was made.
    if 'deletionTimestamp' in value:
        value['deletionTimestamp'] = '1970-01-01T00:00:00Z'
    return value


def read(path):
    # Numbers with a point stay texts: nothing may be lost in comparing.
    return json.loads(path.read_text(), parse_float=str, object_hook=timeless)


class Vector:
    def __init__(self, name, arguments, expected, partial=False):
        self.name = name
        self.arguments = [str(a) for a in arguments]
        self.expected = expected
        self.partial = partial  # only what is expected is compared


def same_names(disks):
    names = [d.get('name') for d in disks if isinstance(d, dict)]
    return len(names) != len(set(names))


def amend(expected, got, reasons):
    """Both sides without what VM Operator answers but no API server accepts; why, in reasons."""
    if isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            return expected, got
        pairs = [amend(e, g, reasons) for e, g in zip(expected, got)]
        return [p[0] for p in pairs], [p[1] for p in pairs]
    if not isinstance(expected, dict) or not isinstance(got, dict):
        return expected, got
    expected, got = dict(expected), dict(got)
    for key, value in expected.items():
        if key == 'disks' and isinstance(value, list) and same_names(value) and isinstance(got.get(key), list) and not same_names(got[key]):
            reasons.append('two disks of one name')
            expected[key] = [{k: v for k, v in d.items() if k != 'name'} for d in value]
            got[key] = [{k: v for k, v in d.items() if k != 'name'} for d in got[key]]
        elif key == 'labels' and isinstance(value, dict):
            good = {k: v for k, v in value.items() if LABEL_KEY.fullmatch(k) and LABEL_VALUE.fullmatch(str(v))}
            if len(good) != len(value):
                reasons.append('a label that is none')
                expected[key] = good or None
                got[key] = got.get(key) or None
        elif key == 'error' and isinstance(value, str) and 'panic' in value:
            if got.get('error') and 'panic' not in got['error']:
                reasons.append('an error instead of a panic')
                return {}, {}
        elif key in got:
            expected[key], got[key] = amend(value, got[key], reasons)
    return expected, got


def ask(runner, vector):
    """None when the answer is right, else what is wrong; and the reasons of an exception."""
    try:
        done = subprocess.run([str(runner), *vector.arguments], capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return 'no answer within a minute', []
    if done.returncode != 0:
        return f'status {done.returncode}: {done.stderr.strip()[:300]}', []
    try:
        got = json.loads(done.stdout, parse_float=str)
    except ValueError as reason:
        return f'the answer is no JSON: {reason}', []
    expected = vector.expected
    if vector.partial:
        got = {key: got.get(key) for key in expected}
    if got == expected:
        return None, []
    reasons = []
    wrap = vector.arguments[0] == 'labels'
    a, b = amend({'labels': expected} if wrap else expected, {'labels': got} if wrap else got, reasons)
    if a == b and reasons:
        return None, reasons
    return difference(expected, got), []


def difference(expected, got, path=''):
    """The first place where two answers differ."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in sorted(set(expected) | set(got)):
            if key not in got:
                return f'{path}/{key}: missing, should be {json.dumps(expected[key])[:200]}'
            if key not in expected:
                return f'{path}/{key}: is {json.dumps(got[key])[:200]}, should not be there'
            if expected[key] != got[key]:
                return difference(expected[key], got[key], f'{path}/{key}')
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, (e, g) in enumerate(zip(expected, got)):
            if e != g:
                return difference(e, g, f'{path}/{i}')
    return f'{path}: is {json.dumps(got)[:300]}, should be {json.dumps(expected)[:300]}'


def answers(folder, kind):
    for path in sorted(folder.glob('*.in.json')):
        name = path.name[:-len('.in.json')]
        yield Vector(name, [kind, path], read(folder / f'{name}.out.json'))


def conversions(folder):
    for path in sorted(folder.glob('*.in.json')):
        name = path.name[:-len('.in.json')]
        for target in sorted(folder.glob(f'{name}.v*.json')):
            version = target.name[len(name) + 1:-len('.json')]
            yield Vector(f'{name}.{version}', ['convert', path, version], read(target))


def resolutions(folder):
    if (folder / 'expected.json').exists():
        for case in read(folder / 'expected.json'):
            yield Vector(f'{case["namespace"]}/{case["name"]}', ['resolve', folder / 'db.json', case['namespace'], case['name']], case['result'])


def labels(folder, scratch):
    if (folder / 'expected.json').exists():
        for n, case in enumerate(read(folder / 'expected.json')):
            path = scratch / f'labels-{folder.parent.parent.name}-{n}.json'
            path.write_text(json.dumps(case['in'] if 'labels' in case['in'] else case['in'].get('status', case['in'])))
            yield Vector(f'labels-{n}', ['labels', path], case['out'])


def descriptors(folder):
    """FILE.ovf with FILE.json, the whole answer, or with FILE.status.json and FILE.labels.json."""
    for path in sorted(folder.glob('*.ovf')):
        whole = path.with_suffix('.json')
        if whole.exists():
            yield Vector(path.stem, ['ovf', path], read(whole))
            continue
        status = read(path.with_suffix('.status.json'))
        found = {'status': status.get('status', {}) if 'error' in status else status, 'labels': read(path.with_suffix('.labels.json')),
                 'error': None}
        if 'error' in status:
            found.update(error=status['error'], stage=status.get('stage'))
        yield Vector(path.stem, ['ovf', path], found, partial=True)


def folders(root, scratch):
    """(name, vectors) of each folder of a collection."""
    cases = root / 'cases' if (root / 'cases').is_dir() else root
    yield 'ovf', list(descriptors(root / 'ovf'))
    yield 'ovf-edge', list(descriptors(root / 'ovf-edge'))
    yield 'item', list(answers(cases / 'item', 'item'))
    yield 'publish', list(answers(cases / 'publish', 'publish'))
    yield 'webhook', list(answers(cases / 'webhook', 'webhook'))
    yield 'convert', list(conversions(cases / 'convert'))
    yield 'resolve', list(resolutions(cases / 'resolve'))
    yield 'labels', list(labels(cases / 'labels', scratch))


def run_folder(runner, title, vectors, pool):
    passed = failed = 0
    for vector, (problem, reasons) in zip(vectors, pool.map(lambda v: ask(runner, v), vectors)):
        if problem is None:
            passed += 1
            if reasons:
                print(f'exception {title}/{vector.name}: {", ".join(sorted(set(reasons)))}')
        else:
            failed += 1
            if failed <= SHOWN:
                print(f'FAIL {title}/{vector.name}: {problem}')
    print(f'{title}: {len(vectors)} vectors, {passed} agree' + (f', {failed} do not' if failed else ''), flush=True)
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', action='append', type=pathlib.Path, default=[])
    parser.add_argument('--own', action='store_true')
    parser.add_argument('runner', nargs='?', type=pathlib.Path, default=TOP / 'build' / 'tests' / 'vectors' / 'vectors')
    options = parser.parse_args()
    shared = TOP / '..' / 'shared' / 'data'
    collections = [('own', HERE / 'cases')]
    if not options.own:
        collections += [(str(d.resolve()), d) for d in options.data or ([shared] if shared.is_dir() else [])]
    if not options.runner.exists():
        sys.exit(f'{options.runner}: there is no vector runner; build first')
    total = [0, 0, 0]
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, root in collections:
            for folder, vectors in folders(root, pathlib.Path(scratch)):
                passed, failed = run_folder(options.runner, f'{name}/{folder}', vectors, pool)
                total[0] += passed
                total[1] += failed
    if sum(total) == 0:
        print('FAIL no vectors at all')
        total[1] = 1
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] else 0


sys.exit(main())
