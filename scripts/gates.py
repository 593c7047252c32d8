# SPDX-License-Identifier: Apache-2.0
# The gates behind scripts/test, in the order in which they run. Each is a function with a line that says what it checks; a gate
# that fails does not stop the others. Counting: every meson test and every vector is one, every other gate is one.
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from gate_runner import Skip, TOP, gate, main

WARNINGS = ['-Dwarning_level=2', '-Dwerror=true']
MESON = os.environ.get('MESON', 'meson')
DATA = pathlib.Path(os.environ.get('VMIMAGE_DATA', TOP / '..' / 'shared' / 'data')).resolve()
SLOW_SUITES = ['fault', 'fuzz', 'integration']


def build(run, name, *options, targets=(), env=None):
    """A build folder of its own under build/gates, set up once and built."""
    folder = run.work / name
    wanted = ' '.join(options)
    marker = folder / 'gate-options'
    if not (folder / 'build.ninja').exists() or not marker.exists() or marker.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        run([MESON, 'setup', str(folder), *WARNINGS, *options], env=env)
        marker.write_text(wanted)
    run(['ninja', '-C', str(folder), *targets])
    return folder


def meson_tests(run, folder, *arguments, env=None, logbase='testlog'):
    """meson test, counted test by test. A run without tests is a failure."""
    done = run([MESON, 'test', '-C', str(folder), '--no-rebuild', '--print-errorlogs', '--logbase', logbase, *arguments],
               env=env, check=False)
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    log = next(iter(sorted((folder / 'meson-logs').glob(f'{logbase}*.json'), key=lambda p: p.stat().st_mtime, reverse=True)), None)
    for line in log.read_text().splitlines() if log else []:
        test = json.loads(line)
        kind = {'OK': 'passed', 'EXPECTEDFAIL': 'passed', 'SKIP': 'skipped'}.get(test['result'], 'failed')
        counts[kind] += 1
        if kind != 'passed':
            run.note(f'{kind}: {test["name"]} ({test["result"]})')
        # unittest ends well when a tool is missing and some of its tests were left out: those count as skipped.
        for left_out in re.findall(r'^OK \(.*?skipped=(\d+)\)', test.get('stdout', '') + '\n' + test.get('stderr', ''), re.M):
            counts['skipped'] += int(left_out)
            run.note(f'skipped: {left_out} inside {test["name"]}')
    if sum(counts.values()) == 0 or (done != 0 and counts['failed'] == 0):
        counts['failed'] += 1
        run.note('meson test ran no test, or failed as a whole')
    run.count(**counts)


def abi_build(run):
    """Without optimisation: else the compiler makes one function of two with the same body, and one of them has no debug information."""
    return build(run, 'abi', '-Dbuildtype=debug', '-Dtests=false', '-Dcli=disabled', '-Ddocs=disabled', env={'CC': 'gcc'})


def script(run, name, *arguments):
    run([sys.executable, str(TOP / 'scripts' / name), *arguments])


@gate('gcc', 'build with gcc -Wall -Wextra -Wconversion -Wshadow -Werror, and all its tests')
def gcc(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    meson_tests(run, folder, *[a for s in SLOW_SUITES for a in ('--no-suite', s)])


@gate('clang', 'build with clang and the same warnings')
def clang(run):
    build(run, 'clang', env={'CC': 'clang'})


@gate('vectors', 'the vectors of the tree, and those of ../shared/data when they are there')
def vectors(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    data = ['--data', str(DATA)] if DATA.is_dir() else []
    if not data:
        run.note(f'skipped: no folder {DATA}: the vectors of the tree only')
        run.count(skipped=1)
    run([sys.executable, str(TOP / 'tests' / 'vectors' / 'compare.py'), *data, str(folder / 'tests' / 'vectors' / 'vectors')],
        check=False)
    found = re.findall(r'^(\d+) passed, (\d+) failed, (\d+) skipped$', run.output(), re.M)
    if not found:
        run.fail('no summary line of tests/vectors/compare.py')
    run.count(*(int(n) for n in found[-1]))
    for line in run.output().split('\n'):
        if re.match(r'^\S+: \d+ (vectors|passed)|^(FAIL|skipped|exception)', line):
            run.note(line)


@gate('fault', 'allocation failure at every point of every public function; misuse')
def fault(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    meson_tests(run, folder, '--suite', 'fault', logbase='fault')


@gate('integration', 'against real servers, started on this machine')
def integration(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    meson_tests(run, folder, '--suite', 'integration', '--no-suite', 'slow', logbase='integration')


@gate('slow', 'tests of tests: each check of the conformance suite is shown an answer that it must refuse')
def slow(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    meson_tests(run, folder, '--suite', 'slow', logbase='slow')


@gate('asan', 'tests under the address and undefined-behaviour sanitizers, leaks counted')
def asan(run):
    env = {'CC': 'gcc', 'CK_FORK': 'no', 'ASAN_OPTIONS': 'detect_leaks=1:abort_on_error=1:detect_stack_use_after_return=1',
           'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1'}
    folder = build(run, 'asan', '-Db_sanitize=address,undefined', '-Db_lundef=false', env=env)
    # Python can't load a library that has the sanitizer: what is tested through the binding gets the plain one here.
    plain = build(run, 'gcc', env={'CC': 'gcc'}) / 'lib' / 'libvmimage.so.0'
    env.update(VMIMAGE_LIBRARY=str(plain), VMIMAGE_TEST_SLOWNESS='4')
    meson_tests(run, folder, *[a for s in ('python', 'fuzz', 'slow') for a in ('--no-suite', s)], '-t', '4', env=env)


@gate('fuzz-corpus', 'every input of the fuzz corpora, under the sanitizers')
def fuzz_corpus(run):
    env = {'CC': 'gcc', 'ASAN_OPTIONS': 'detect_leaks=1:abort_on_error=1', 'UBSAN_OPTIONS': 'halt_on_error=1'}
    folder = build(run, 'asan', '-Db_sanitize=address,undefined', '-Db_lundef=false', env=env)
    meson_tests(run, folder, '--suite', 'fuzz', '-t', '4', env=env, logbase='corpus')


@gate('tsan', 'contexts, errors, objects and registries used from several threads, under the thread sanitizer')
def tsan(run):
    env = {'CC': 'gcc', 'CK_FORK': 'no', 'TSAN_OPTIONS': 'halt_on_error=1:second_deadlock_stack=1'}
    folder = build(run, 'tsan', '-Db_sanitize=thread', '-Db_lundef=false', targets=['tests/unit/threads_test'], env=env)
    meson_tests(run, folder, 'threads', '-t', '4', env=env)


@gate('valgrind', 'unit tests and examples under valgrind: no error, no leak')
def valgrind(run):
    if shutil.which('valgrind') is None:
        raise Skip('valgrind is not here')
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    wrapper = 'valgrind -q --leak-check=full --errors-for-leak-kinds=definite,possible --error-exitcode=9'
    meson_tests(run, folder, '--suite', 'unit', '--suite', 'examples', '--wrapper', wrapper, '-t', '10', env={'CK_FORK': 'no'},
                logbase='valgrind')


@gate('locales', 'unit tests with a decimal comma and with a dotless i')
def locales(run):
    if shutil.which('localedef') is None or not pathlib.Path('/usr/share/i18n/locales/tr_TR').exists():
        raise Skip('there are no locale sources here (package locales)')
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    where = run.work / 'locales'
    where.mkdir(exist_ok=True)
    preload = where / 'setlocale.so'
    run(['gcc', '-shared', '-fPIC', '-o', str(preload), str(TOP / 'tests' / 'locale' / 'setlocale.c')])
    for name in ('tr_TR', 'fr_FR'):
        if not (where / f'{name}.UTF-8').is_dir():
            run(['localedef', '-i', name, '-f', 'UTF-8', str(where / f'{name}.UTF-8')])
        env = {'LC_ALL': f'{name}.UTF-8', 'LOCPATH': str(where), 'LD_PRELOAD': str(preload), 'VMIMAGE_TEST_LOCALE': f'{name}.UTF-8'}
        wrapper = 'env ' + ' '.join(f'{k}={v}' for k, v in env.items())
        meson_tests(run, folder, '--suite', 'unit', '--wrapper', wrapper, logbase=f'locale-{name}')


@gate('options', 'each transport that can be turned off turned off, and all of them: builds, passes, links nothing that only they need')
def options(run):
    off = {transport: f'-D{transport}=disabled' for transport in ('kubernetes', 'vsphere', 'http')}
    without = {'kubernetes': ([off['kubernetes']], 'yaml'), 'vsphere': ([off['vsphere']], None), 'http': ([off['http']], None),
               'minimal': ([*off.values(), '-Dcli=disabled'], 'yaml|curl')}
    for name, (settings, unwanted) in without.items():
        folder = build(run, f'without-{name}', *settings, '-Dbuildtype=debug', '-Doptimization=0', '-Ddocs=disabled', env={'CC': 'gcc'})
        needed = subprocess.run(['readelf', '-d', str(folder / 'lib' / 'libvmimage.so')], capture_output=True, text=True, check=True).stdout
        for library in re.findall(r'NEEDED.*\[(.*)\]', needed):
            if unwanted is not None and re.match(f'lib({unwanted})', library):
                run.fail(f'libvmimage.so without {name} needs {library}')
        meson_tests(run, folder, '--suite', 'unit', logbase=f'without-{name}')


@gate('install', 'an installed prefix: programs by pkg-config, by CMake, and statically')
def install(run):
    # libdir: without dpkg-dev Meson takes Debian for a machine with lib64, where Debian's CMake does not look.
    folder = build(run, 'installed', '-Dtests=false', '-Dlibdir=lib', f'-Dprefix={run.work / "installed" / "prefix"}', env={'CC': 'gcc'})
    run([sys.executable, str(TOP / 'tests' / 'install' / 'check.py'), str(folder)])


@gate('abi', 'the ABI equals its baseline (abidiff)')
def abi(run):
    script(run, 'update-abi', '--check', str(abi_build(run)))


@gate('symbols', 'exported symbols = map = headers = man pages')
def symbols(run):
    script(run, 'update-map', '--check')
    script(run, 'check-symbols', str(build(run, 'gcc', env={'CC': 'gcc'})))


@gate('headers', 'public headers alone in C99, C11, C17, C++17 with gcc and clang; their comments are complete')
def headers(run):
    script(run, 'check-headers')


@gate('ffi', 'everything public can be bound from other languages')
def ffi(run):
    script(run, 'check-ffi')


@gate('layers', 'includes go down only')
def layers(run):
    script(run, 'check-layers')


@gate('sizes', 'functions fit a screen, files hold one idea')
def sizes(run):
    script(run, 'check-sizes')


@gate('banned', 'functions that the library must not call; notes of unfinished work')
def banned(run):
    script(run, 'check-banned')


@gate('man', 'man pages are fresh, pass mandoc, name every function and every status code')
def man(run):
    script(run, 'update-man', '--check')
    script(run, 'check-man')


@gate('man-examples', 'the programs inside the man pages compile without a warning and run')
def man_examples(run):
    script(run, 'check-man-examples', str(build(run, 'gcc', env={'CC': 'gcc'})))


@gate('format', 'clang-format has nothing to change')
def clang_format(run):
    out = subprocess.run(['clang-format', '--version'], capture_output=True, text=True, check=False).stdout
    major = re.search(r'version (\d+)', out)
    if major is None or major.group(1) != '14':
        raise Skip(f'the tree is formatted by clang-format 14; here is {out.strip() or "none"}')
    listed = subprocess.run(['git', 'ls-files', '*.c', '*.h'], cwd=TOP, capture_output=True, text=True, check=False).stdout.split()
    if not listed:
        run.fail('git lists no sources')
    run(['clang-format', '--dry-run', '--Werror', *listed])


@gate('shell', 'shellcheck of every shell script')
def shell(run):
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard'], cwd=TOP, capture_output=True, text=True,
                            check=False).stdout.split('\n')
    scripts = [f for f in listed if f and (TOP / f).is_file() and re.match(rb'#!.*\b(ba)?sh\b|# shellcheck', (TOP / f).read_bytes()[:80])]
    if not scripts:
        run.fail('no shell scripts found')
    run(['shellcheck', '-x', *scripts])


@gate('python', 'the Python package, installed from the tree, and its tests')
def python(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    check = TOP / 'bindings' / 'python' / 'check'
    run([str(check), str(folder)])


@gate('wraps', 'the wrap files for machines without system packages are well-formed and named in the build')
def wraps(run):
    script(run, 'check-wraps')


@gate('gates', 'the checks above find the faults that they look for')
def gates(run):
    folder = build(run, 'gcc', env={'CC': 'gcc'})
    run([sys.executable, str(TOP / 'tests' / 'gates' / 'check.py'), str(folder), str(abi_build(run))])


if __name__ == '__main__':
    sys.exit(main())
