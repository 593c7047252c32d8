#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# crd_fields.py RUNNER LIST: makes an object of every kind and served version with a value for every field that the CRDs list, and checks
# that it comes back from being read and written in that version. LIST is ../shared/data/crds/FIELDS-AND-VERSION-DIFFS.txt, which is no
# part of this tree: without it the test is skipped (status 77), and says how many fields it did not look at: 0 known.
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TIME = '2026-01-02T03:04:05Z'


def versions(path):
    """(kind, group, version, {field: line}) of each served version: the list gives the first whole, the others as differences."""
    kind = group = version = None
    fields = {}
    for line in path.read_text().splitlines():
        if line.startswith('#####'):
            if version:
                yield kind, group, version, dict(fields)
            version, fields = None, {}
        elif line.startswith('group '):
            group = line.split()[1]
            kind = re.search(r'"kind": "(\w+)"', line).group(1)
        elif line.startswith('-- '):
            if version:
                yield kind, group, version, dict(fields)
            version = line.split()[1]
        elif re.match(r' {3}([+~-] | \w)', line):
            mark, rest = line[3], line[3:].lstrip(' +~-')
            name = rest.split(' ')[0]
            if mark == '-':
                del fields[name]
            else:
                fields[name] = rest[len(name) + 1:].split(' WAS ')[0]
    if version:
        yield kind, group, version, dict(fields)


def value(name, line):
    kind = line.split(' ')[0]
    if kind == 'boolean':
        return True
    if kind == 'integer':
        return 2147483647 if 'int32' in line else 9007199254740993
    if 'date-time' in line:
        return TIME
    if 'int-or-string' in line:
        return '17Gi'
    values = re.search(r'enum=(\[.*?\])', line)
    return json.loads(values.group(1))[-1] if values else 'v-' + re.sub(r'\W+', '-', name)


def build(fields):
    """The value of each object, by the fields below it."""
    made = {}
    for name, line in sorted(fields.items()):
        target = made
        parts = re.findall(r'[^.\[\]{}]+|\[\]|\{\}', name)
        for i, part in enumerate(parts):
            key = {'[]': 0, '{}': 'v-key'}.get(part, part)
            last = i + 1 == len(parts)
            below = None if last else parts[i + 1]
            if isinstance(target, list):
                if not target:
                    target.append(None)
                have = target[0]
            else:
                have = target.get(key)
            if have is None:
                kind = line.split(' ')[0]
                have = [] if below == '[]' or (last and kind == 'array') else {} if below or kind == 'object' else value(name, line)
                if isinstance(target, list):
                    target[0] = have
                else:
                    target[key] = have
            target = have
    # In a map of properties each is found under its own key.
    for properties in [made.get('spec', {}).get('ovfEnv', {})]:
        for key, one in list(properties.items()):
            properties[one['key']] = properties.pop(key)
    return made


def missing(given, written, path=''):
    if isinstance(given, dict) and isinstance(written, dict):
        return [m for k in given for m in ([f'{path}.{k}'] if k not in written else missing(given[k], written[k], f'{path}.{k}'))]
    if isinstance(given, list) and isinstance(written, list) and len(given) == len(written):
        return [m for i, (g, w) in enumerate(zip(given, written)) for m in missing(g, w, f'{path}[{i}]')]
    return [] if given == written else [f'{path}: {given!r} became {written!r}']


def main():
    runner, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if not path.exists():
        print(f'skipped: {path} is not there; 0 fields looked at')
        sys.exit(77)
    count = bad = objects = 0
    for kind, group, version, fields in versions(path):
        given = {'apiVersion': f'{group}/{version}', 'kind': kind, 'metadata': {'name': 'x'}, **build(fields)}
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            json.dump(given, file)
            file.flush()
            # The runner writes every time as the same one: here there is but one to begin with.
            done = subprocess.run([runner, 'convert', file.name, version], capture_output=True, text=True, check=False)
        objects += 1
        count += len(fields)
        wrong = [done.stderr.strip()] if done.returncode else missing(
            json.loads(json.dumps(given).replace(TIME, '1970-01-01T00:00:00Z')), json.loads(done.stdout))
        for line in wrong:
            bad += 1
            print(f'{kind} {version}: {line}')
    print(f'{objects} objects, {count} fields, {bad} lost')
    sys.exit(1 if bad or objects < 34 else 0)


main()
