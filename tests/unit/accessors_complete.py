#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Every accessor of the model objects is named in accessors_test.c, or made by the macros of metadata_test.c for each kind: one that is
# added to a header and forgotten there fails this test.
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
tested = (HERE / 'accessors_test.c').read_text()
by_kind = set(re.findall(r'vmimage_##kind##(_\w+)', (HERE / 'metadata_test.c').read_text()))
count, missing = 0, []
for header in ('condition', 'image', 'item', 'library'):
    text = (HERE.parent.parent / 'include' / 'vmimage' / f'{header}.h').read_text()
    for name in re.findall(r'VMIMAGE_API[^;(]*?(vmimage_\w+)\(', text):
        if re.search(r'_(from|to)_(json|file)$|^vmimage_(images|items|libraries)_', name):
            continue
        count += 1
        if not re.search(rf'\b{name}\b', tested) and name.removeprefix(f'vmimage_{header}') not in by_kind:
            missing.append(name)
for name in missing:
    print(f'{name}: not in accessors_test.c')
print(f'{count} accessors, {len(missing)} missing')
sys.exit(1 if missing or count < 100 else 0)
