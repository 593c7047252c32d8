# SPDX-License-Identifier: Apache-2.0
# check.py BUILD-FOLDER: installs a build into the prefix that it was set up with, then builds and runs a program of somebody else there:
# with pkg-config, with pkg-config --static, with CMake both ways. Ends with the first thing that does not work.
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run(*command, env=None, **more):
    print('$', ' '.join(map(str, command)), flush=True)
    return subprocess.run([str(c) for c in command], env={**os.environ, **(env or {})}, check=True, text=True, **more)


def flags(libdir, *arguments):
    done = run('pkg-config', *arguments, 'vmimage', env={'PKG_CONFIG_PATH': str(libdir / 'pkgconfig')}, capture_output=True)
    return done.stdout.split()


def needed(program):
    return run('readelf', '-d', program, capture_output=True).stdout


def check_static(program):
    if 'libvmimage' in needed(program):
        raise SystemExit(f'{program} needs libvmimage.so: it is not static')
    run(program)


def by_pkg_config(work, libdir):
    shared, static = work / 'by-pkg-config', work / 'by-pkg-config-static'
    run('gcc', HERE / 'program.c', '-o', shared, *flags(libdir, '--cflags', '--libs'))
    if 'libvmimage.so.0' not in needed(shared):
        raise SystemExit(f'{shared} does not need libvmimage.so.0')
    run(shared, env={'LD_LIBRARY_PATH': str(libdir)})
    # The archive, and what it needs as shared libraries: a distribution has no static forms of all that libcurl itself needs.
    private = run('pkg-config', '--print-requires-private', 'vmimage', capture_output=True,
                  env={'PKG_CONFIG_PATH': str(libdir / 'pkgconfig')}).stdout
    needed_by_archive = run('pkg-config', '--libs', *[line.split()[0] for line in private.splitlines() if line.strip()],
                            capture_output=True).stdout.split()
    libraries = ['-l:libvmimage.a' if f == '-lvmimage' else f for f in flags(libdir, '--cflags', '--libs')]
    run('gcc', HERE / 'program.c', '-o', static, *libraries, *needed_by_archive, '-lm')
    check_static(static)


def by_cmake(work, prefix):
    folder = work / 'cmake'
    run('cmake', '-G', 'Ninja', '-S', HERE, '-B', folder, f'-DCMAKE_PREFIX_PATH={prefix}')
    run('cmake', '--build', folder)
    run(folder / 'shared')
    check_static(folder / 'static')


def check_files(prefix, libdir):
    manual = prefix / 'share' / 'man'
    for path in (libdir / 'libvmimage.so', libdir / 'libvmimage.so.0', libdir / 'libvmimage.a', prefix / 'include/vmimage/vmimage.h',
                 manual / 'man3/vmimage_image.3', manual / 'man3/vmimage_image_id.3', manual / 'man7/vmimage-errors.7'):
        if not path.exists():
            raise SystemExit(f'{path} is not installed')


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    options = {o['name']: o['value'] for o in json.loads(
        run(os.environ.get('MESON', 'meson'), 'introspect', '--buildoptions', build, capture_output=True).stdout)}
    prefix = pathlib.Path(options['prefix'])
    libdir = prefix / options['libdir']
    if not prefix.is_relative_to(build):
        raise SystemExit(f'the prefix {prefix} is not inside the build folder: nothing is installed elsewhere by a test')
    work = build / 'programs'
    shutil.rmtree(prefix, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    run(os.environ.get('MESON', 'meson'), 'install', '-C', build, '--no-rebuild', stdout=subprocess.DEVNULL)
    check_files(prefix, libdir)
    by_pkg_config(work, libdir)
    by_cmake(work, prefix)
    # Moved elsewhere, the tree still serves CMake.
    moved = build / 'moved'
    shutil.rmtree(moved, ignore_errors=True)
    prefix.rename(moved)
    shutil.rmtree(work / 'cmake')
    by_cmake(work, moved)


main()
