# SPDX-License-Identifier: Apache-2.0
# generate.py OUTPUT-FOLDER: writes from the public headers what the tests of this folder need for every function, so that a new one can't
# be forgotten:
#   wrap.h    a wrapper around each function: it notes the call and checks status, error and outputs by the rules of the API;
#             and for each kind of object a visitor that calls all its getters
#   misuse.h  a call with NULL arguments for each function
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'scripts'))
import headers  # noqa: E402



def declare(f):
    return ', '.join(p.text for p in f.parameters) or 'void'


def names(f):
    return ', '.join(p.name for p in f.parameters)


def wrapper(n, f):
    out = [f'static inline {f.result} fault_{f.name}({declare(f)})', '{']
    outputs = [p for p in f.parameters if p.output]
    if f.fallible:
        out.append('    vmimage_status fault_status;')
        out.append('')
        out.append(f'    fault_called({n});')
        for p in outputs:
            out.append(f'    if ({p.name} != NULL)\n        *{p.name} = fault_poison;')
        error = next(p.name for p in f.parameters if p.type == 'vmimage_error **')
        out.append(f'    fault_status = {f.name}({names(f)});')
        for p in outputs:
            out.append(f'    if ({p.name} != NULL)\n        fault_output("{f.name}", fault_status, *{p.name});')
        out.append(f'    fault_returned("{f.name}", fault_status, {error});')
        out.append('    return fault_status;')
    else:
        out.append(f'    fault_called({n});')
        out.append(f'    {"" if f.result == "void" else "return "}{f.name}({names(f)});')
    return out + ['}', f'#define {f.name} fault_{f.name}', '']


def saw(f, call):
    if f.result == 'const char *':
        return f'fault_saw_text({call})'
    if f.result.endswith('*'):
        return f'fault_saw_number({call} != NULL)'
    return f'fault_saw_number((uint64_t){call})'


def visitor(kind, getters):
    """Calls every getter of a kind of object; each with the indexes 0 to 3 and each key that the fixtures have."""
    out = [f'static inline void fault_visit_{kind}(const vmimage_{kind} *object)', '{']
    for f in getters:
        rest = [p.type for p in f.parameters[1:]]
        if rest == []:
            out.append(f'    {saw(f, f"{f.name}(object)")};')
        elif rest == ['size_t']:
            out.append(f'    for (size_t i = 0; i < 4; i++)\n        {saw(f, f"{f.name}(object, i)")};')
        elif rest == ['const char *']:
            out.append(f'    for (size_t i = 0; fault_keys[i] != NULL; i++)\n        {saw(f, f"{f.name}(object, fault_keys[i])")};')
    return out + ['}', '']


def getters_by_kind(functions):
    found = {}
    for f in functions:
        m = f.parameters and re.fullmatch(r'const vmimage_(\w+) \*', f.parameters[0].type)
        rest = [p.type for p in f.parameters[1:]]
        if m and not f.fallible and rest in ([], ['size_t'], ['const char *']):
            found.setdefault(m.group(1), []).append(f)
    return found


def wrap(functions):
    out = ['/* Written by tests/fault/generate.py. */', '#ifndef VMIMAGE_TESTS_FAULT_WRAP_H', '#define VMIMAGE_TESTS_FAULT_WRAP_H', '']
    out += [f'#define FAULT_FUNCTIONS {len(functions)}', '', '#ifdef FAULT_NAMES',
            'const char *const fault_names[FAULT_FUNCTIONS] = {'] + [f'    "{f.name}",' for f in functions] + ['};', '#endif', '']
    for n, f in enumerate(functions):
        out += wrapper(n, f)
    for kind, getters in getters_by_kind(functions).items():
        out += visitor(kind, getters)
    return '\n'.join(out + ['#endif', ''])


def optional(f, p):
    """Whether an argument may be NULL: the comment says "@name NULL" or "@name ... may be NULL", or, of the only argument beside the
    handle, "NULL takes ... away", "NULL (the default)", "NULL: ...", "NULL for the ..."."""
    if p.type == 'vmimage_error **' or p.name in ('name_space', 'data') or (p.name == 'options' and p is not f.parameters[0]):
        return True
    text = ' '.join([f.summary] + [' '.join(b) for b in f.body])
    if re.search(rf'@{p.name} NULL|@{p.name}\b[^.]*?may be NULL|@{p.name}\b[^.]*?; NULL gives|@{p.name}[^.]*, or NULL', text):
        return True
    others = [q for q in f.parameters[1:] if q.pointer and q.type != 'vmimage_error **' and not q.output]
    return others == [p] and re.search(r'NULL takes|NULL \(the default\)|(^|\W)NULL: ', text) is not None


def value(f, p, null):
    """An argument that is in order, from the fixture, or NULL."""
    if null:
        return 'NULL'
    if p.type == 'vmimage_error **':
        return '&error'
    if p.output:
        return f'&out_{p.name}'
    if p.array:
        return 'scratch'
    if p.type == 'const char *':
        return f'misuse_text("{p.name}")'
    if p.type == 'vmimage_release_fn':
        return 'misuse_release'
    if p.type == 'vmimage_verify_progress_fn':
        return 'misuse_progress'
    if p.type.endswith('_fn'):
        return 'misuse_log'
    if p.type == 'void *':
        return 'scratch'
    m = re.fullmatch(r'(?:const )?vmimage_(\w+) \*', p.type)
    if m:
        return f'misuse_{m.group(1)}'
    m = re.fullmatch(r'const vmimage_(\w+) \*const \*', p.type)
    if m:
        return f'misuse_{m.group(1)}_list'
    m = re.fullmatch(r'(u?int\d+_t|size_t|vmimage_status)( \*)?', p.type)
    if m:
        return f'&number_{m.group(1)}' if m.group(2) else '1'
    raise SystemExit(f'tests/fault/generate.py: no argument of type {p.type} for {f.name}')


def misuse_call(f, which):
    """One block: the call with the argument `which` NULL (None: all of them)."""
    out = ['    {']
    for p in f.parameters:
        if p.output:
            out.append(f'        {p.type[:-1].rstrip()} out_{p.name} = fault_poison;')
    out.append('        vmimage_error *error = NULL;')
    arguments = ', '.join(value(f, p, p.pointer and not p.type == 'vmimage_error **' and (p is which or (which is None and not p.output)))
                          for p in f.parameters)
    label = f'{f.name}: {which.name if which else "all"} NULL'
    out.append(f'        misuse_refused("{label}", {f.name}({arguments}), &error);')
    for p in f.parameters:
        if p.output and p is not which:
            out.append(f'        misuse_nothing("{label}", out_{p.name});')
        elif p.output:
            out.append(f'        (void)out_{p.name};')
    return out + ['    }']


def empty_answer(f):
    text = ' '.join([f.summary] + [' '.join(b) for b in f.body])
    if f.result.endswith('*'):
        return 'NULL'
    if 'VMIMAGE_UNSET' in text:
        return 'VMIMAGE_UNSET'
    if re.search(r'(^|\W)-1 (when|for|with)', text):
        return '-1'
    return '0'


def misuse(functions):
    out = ['/* Written by tests/fault/generate.py. */', 'static void misuse_fallible(void)', '{']
    count = 0
    for f in functions:
        if not f.fallible:
            continue
        required = [p for p in f.parameters if p.pointer and not optional(f, p)]
        for which in ([None] if any(not p.output for p in required) else []) + required:
            out += misuse_call(f, which)
            count += 1
    out += ['}', '', 'static void misuse_getters(void)', '{']
    for f in functions:
        if f.fallible or f.result == 'void' or not f.parameters or not f.parameters[0].pointer or f.name == 'vmimage_context_limit':
            continue
        arguments = ', '.join('NULL' if p.pointer else '0' for p in f.parameters)
        out.append(f'    misuse_answer("{f.name}", {f.name}({arguments}) == {empty_answer(f)});')
        count += 1
    for f in functions:
        if f.result == 'void' and f.parameters and f.parameters[0].pointer:
            out.append(f'    {f.name}({", ".join("NULL" if p.pointer else "0" for p in f.parameters)});')
    return '\n'.join(out + ['}', '', f'#define MISUSE_CALLS {count}', ''])


def main():
    folder = pathlib.Path(sys.argv[1])
    functions = headers.functions()
    missing = headers.exported() ^ {f.name for f in functions}
    if missing or not functions:
        raise SystemExit(f'lib/libvmimage.map and the headers differ: {", ".join(sorted(missing))}')
    (folder / 'wrap.h').write_text(wrap(functions))
    (folder / 'misuse.h').write_text(misuse(functions))


main()
