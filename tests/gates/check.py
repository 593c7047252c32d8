# SPDX-License-Identifier: Apache-2.0
# check.py BUILD-FOLDER ABI-BUILD-FOLDER: do the gates look? Puts a fault of each kind into a copy of the tree; the check that is to find it must fail and
# say where, and must pass on the copy without the fault.
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD, ABI_BUILD = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
LONG = 'int vmimage__long(int x);\nint vmimage__long(int x)\n{\n' + '    x++;\n' * 90 + '    return x;\n}\n'


def append(text):
    return lambda old: old + text


def replace(pattern, by, count=1):
    def change(old):
        new = re.sub(pattern, by, old, count=count)
        if new == old:
            sys.exit(f'{pattern}: nothing to replace; the fault of a check is gone')
        return new
    return change


# check and its arguments, file, change, what its output has to name
FAULTS = [
    (['check-layers'], 'lib/base/buf.c', append('#include "model/id.h"\n'), 'lies above base'),
    (['check-layers'], 'lib/model/labels.c', append('#include <expat.h>\n'), 'expat.h'),
    (['check-layers'], 'lib/model/labels.c', append('#include <unistd.h>\n'), 'no I/O'),
    (['check-layers'], 'lib/model/labels.c', append('#include <stdio.h>\nint vmimage__x(void);\nint vmimage__x(void)\n{\n    return fclose(stdin);\n}\n'), 'no I/O'),
    (['check-banned'], 'lib/base/buf.c', append('int vmimage__x(void)\n{\n    return tolower(1);\n}\n'), 'tolower'),
    (['check-sizes'], 'lib/base/buf.c', append(LONG), 'function of'),
    (['check-sizes'], 'lib/base/buf.c', append('/* . */\n' * 801), 'lines'),
    (['check-banned'], 'lib/base/buf.c', append('void vmimage__x(void)\n{\n    puts("x");\n}\n'), 'puts'),
    (['check-banned'], 'lib/base/buf.c', append('void *vmimage__x(void)\n{\n    return malloc(1);\n}\n'), 'malloc'),
    (['check-banned'], 'lib/base/buf.c', append('/* TO' + 'DO: the rest */\n'), 'unfinished'),
    (['check-headers', '--comments'], 'include/vmimage/id.h', replace(r' \* Threads: any.\n', ''), 'Threads'),
    (['check-headers', '--comments'], 'include/vmimage/id.h', replace(r' \* Errors: [^*]*', ' * '), 'Errors'),
    (['check-headers', '--comments'], 'include/vmimage/id.h', replace(r' \* Ownership: [^\n]*\n', ''), 'Ownership'),
    (['check-headers'], 'include/vmimage/id.h', replace(r'#include <vmimage/base.h>\n', ''), 'id.h'),
    (['check-headers'], 'include/vmimage/id.h', replace(r'#include <vmimage/base.h>\n', '#include <vmimage/base.h>\n// C99 takes it\nextern int new;\n'), 'g\\+\\+'),
    (['update-map', '--check'], 'lib/libvmimage.map', replace(r'    vmimage_version;\n', ''), 'stale'),
    (['check-symbols', BUILD], 'lib/libvmimage.map', replace(r'    vmimage_version;\n', ''), 'vmimage_version'),
    (['check-symbols', BUILD], 'man/man3/vmimage_version.3', replace(r'\.Nm vmimage_version_string', '.Nm vmimage_version_stirng'), 'vmimage_version_string'),
    (['update-abi', '--check', ABI_BUILD], 'tests/abi/libvmimage.abi', replace(r"(name='vmimage_version'.*\n\s*<return type-id=')\w+", r'\g<1>48b5725f'), 'vmimage_version'),
    (['update-man', '--check'], 'include/vmimage/id.h', replace(r'The VMI ID of the library item', 'The VMI ID of an item'), 'vmimage_id.3'),
    (['check-man'], 'man/man7/vmimage-errors.7', replace(r'\.It Dv VMIMAGE_E_BUSY', '.It Dv VMIMAGE_E_BUSSY'), 'VMIMAGE_E_BUSY'),
    (['check-man'], 'man/man7/vmimage-errors.7', replace(r'Pq -13', 'Pq -14'), 'VMIMAGE_E_BUSY'),
    (['check-man'], 'man/man7/vmimage-abi.7', append('.Zz\n'), 'vmimage-abi.7'),
    (['check-man'], 'man/man7/vmimage-abi.7', replace(r'\.Xr libvmimage 7', '.Xr libvmimages 7'), 'libvmimages'),
    (['check-man-examples', BUILD], 'man/examples/vmimage_id.c', replace(r'VMIMAGE_ID_SIZE', 'VMIMAGE_ID_SIZES'), 'vmimage_id'),
    (['check-man-examples', BUILD], 'man/examples/vmimage_id.c', replace(r'return 0;', 'return 7;'), 'status 7'),
    (['check-wraps'], 'subprojects/expat.wrap', replace(r'source_hash = ..', 'source_hash = '), 'SHA-256'),
    (['check-wraps'], 'subprojects/expat.wrap', replace(r'expat = expat_dep', 'expats = expat_dep'), 'dependency expat'),
    (['check-ffi'], 'include/vmimage/id.h', replace(r'VMIMAGE_API int32_t', 'VMIMAGE_API long'), 'id.h'),
]


def copy_tree(target):
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', '-z'], cwd=TOP, capture_output=True, text=True, check=True)
    for name in listed.stdout.split('\0'):
        if name and (TOP / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, target / name)
    subprocess.run(['git', 'init', '-q', str(target)], check=True)


def run(tree, command):
    done = subprocess.run([sys.executable, str(tree / 'scripts' / command[0]), *map(str, command[1:])], capture_output=True, text=True,
                          cwd=tree, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    wrong = []
    clean = {}
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        for command, name, change, named in FAULTS:
            key = ' '.join(map(str, command))
            if key not in clean:
                clean[key] = run(tree, command)
                if clean[key][0] != 0:
                    wrong.append(f'{key}: fails on the tree as it is:\n{clean[key][1][-2000:]}')
            path = tree / name
            before = path.read_text()
            path.write_text(change(before))
            status, output = run(tree, command)
            path.write_text(before)
            if status == 0 or not re.search(named, output):
                wrong.append(f'{key}: does not see the fault put into {name} (wants "{named}"):\n{output[-500:]}')
    for line in wrong:
        print(line)
    print(f'{len(FAULTS)} faults, {len(wrong)} not found')
    return 1 if wrong else 0


sys.exit(main())
