# SPDX-License-Identifier: Apache-2.0
"""Server programs that are built with Go: once, into the user's cache, under the hash of what they are built from."""
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile


class NoGo(Exception):
    """There is no Go that is new enough, or the modules can't be had; the message says which."""


def _hash(folder):
    digest = hashlib.sha256()
    for path in sorted(folder.rglob('*')):
        if path.is_file() and path.suffix in ('.go', '.mod', '.sum'):
            digest.update(str(path.relative_to(folder)).encode() + b'\0' + path.read_bytes() + b'\0')
    return digest.hexdigest()[:16]


def build(name, folder, programs, flags=()):
    """
    Build the packages of `programs` ({program: package}) of the module in `folder`; gives the folder with the programs.
    VMIMAGE_SERVERS names the folder of the cache in place of the user's.
    """
    folder = pathlib.Path(folder)
    cache = pathlib.Path(os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache')
    cache = pathlib.Path(os.environ.get('VMIMAGE_SERVERS') or cache / 'libvmimage' / 'servers')
    target = cache / f'{name}-{_hash(folder)}'
    if all((target / program).is_file() for program in programs):
        return target
    go = shutil.which('go')
    if go is None:
        raise NoGo(f'{name}: the test server is built with Go, which is not installed')
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / f'{name}.lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not all((target / program).is_file() for program in programs):
            _build(go, folder, programs, flags, target)
    return target


def _build(go, folder, programs, flags, target):
    environment = dict(os.environ, CGO_ENABLED='0', GOFLAGS='-buildvcs=false -mod=readonly')
    with tempfile.TemporaryDirectory(dir=target.parent) as new:
        for program, package in programs.items():
            done = subprocess.run([go, 'build', '-p', '2', '-trimpath', *flags, '-o', os.path.join(new, program), package],
                                  cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if done.returncode != 0:
                raise NoGo(f'{target.name}: {program} can\'t be built: {done.stdout.decode(errors="replace")[-2000:]}')
        shutil.rmtree(target, ignore_errors=True)
        os.chmod(new, 0o755)
        os.rename(new, target)
        os.mkdir(new)
