# SPDX-License-Identifier: Apache-2.0
"""
Runs the conformance program on a registry of each kind: fills a place, writes down what is in it, starts what serves it.

    run.py SERVER...          directory, plain-http, https, ...: a name of SERVERS
    run.py --change FOLDER VERB ARGUMENTS     what the program calls to have the place changed by somebody else

A further transport adds a class with fill(), url, options and capabilities to SERVERS.
"""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'servers'), str(HERE.parent / 'integration')]
import fixture  # noqa: E402
import nginx  # noqa: E402
import vcenter  # noqa: E402
import vcenter_rest  # noqa: E402

PROGRAM = os.environ.get('VMIMAGE', 'vmimage')
CONFORMANCE = os.environ.get('CONFORMANCE', 'conformance')

LIBRARIES, ITEMS, IMAGES, DERIVED, KEEP, WATCH, FILES = 1, 2, 4, 8, 16, 32, 64


def vmimage(folder, *arguments):
    """Output of the command on a folder, which must succeed."""
    done = subprocess.run([PROGRAM, '-r', str(folder), '--no-progress', *map(str, arguments)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f'vmimage {" ".join(map(str, arguments))}: {done.stderr.strip()}')
    return done.stdout.strip()


class Directory:
    """A folder that the command keeps."""
    unavailable = staticmethod(lambda: None)
    keep_url = None
    transport = 'directory'
    capabilities = LIBRARIES | ITEMS | IMAGES | DERIVED | KEEP | WATCH | FILES
    options = {}
    wrong_options = None

    def __init__(self, work):
        self.work, self.folder = work, work / 'library'

    def __enter__(self):
        self.url, self.full_url = str(self.folder), f'dir:{self.folder}'
        self.changed = self.url
        self.missing_url = str(self.work / 'not-there')
        return self

    def __exit__(self, *_):
        pass

    def fill(self, packages, mains):
        """Puts the packages in; returns the library and the items as the fixture describes them."""
        vmimage(self.folder, 'init', '--name', fixture.LIBRARY['name'], '--description', fixture.LIBRARY['description'])
        for package in packages:
            vmimage(self.folder, 'add', '--name', package['key'] if package['name'] == 'twin' else package['name'],
                    '--description', package['description'], mains[package['key']])
        self._edit(packages)
        return self._read(packages, mains)

    def _edit(self, packages):
        """What the command refuses to do: two items of one name, and a descriptor that is damaged, of the same size."""
        listed = json.loads((self.folder / 'items.json').read_text())
        for item, package in zip(self._by_order(listed['items']), packages):
            own = self.folder / item['selfHref']
            if item['name'] != package['name']:
                item['name'] = package['name']
                one = json.loads(own.read_text())
                one['name'] = package['name']
                own.write_text(json.dumps(one))
            if package.get('broken'):
                descriptor = next(own.parent.glob('*.ovf'))
                text = descriptor.read_bytes()
                descriptor.write_bytes(text[:len(text) // 2] + b'<' * (len(text) - len(text) // 2))
        (self.folder / 'items.json').write_text(json.dumps(listed))

    @staticmethod
    def _by_order(items):
        """In the order of being added: descriptions are told apart, names are not."""
        order = {p['description']: n for n, p in enumerate(fixture.PACKAGES)}
        return sorted(items, key=lambda i: order[i.get('description', '')])

    def _read(self, packages, mains):
        lib = json.loads((self.folder / 'lib.json').read_text())
        identifier = lib['id'].rpartition(':')[2]
        library = dict(id=identifier, object=fixture.object_name('cl-', identifier), name=lib['name'], description=lib['description'],
                       version=lib['version'])
        items = []
        for item, package in zip(self._by_order(json.loads((self.folder / 'items.json').read_text())['items']), packages):
            identifier, own = item['id'].rpartition(':')[2], self.folder / item['selfHref']
            items.append(dict(package, id=identifier, object=fixture.object_name('clitem-', identifier), type=fixture.image_type(package),
                              item_version=item['version'], content_version=item['contentVersion'], main=mains[package['key']],
                              files=[(f['name'], own.parent / f['name']) for f in item['files']]))
        return library, items


class Http(Directory):
    """The same folder, served by nginx."""
    unavailable = staticmethod(nginx.available)
    transport = 'http'
    capabilities = LIBRARIES | ITEMS | IMAGES | DERIVED | WATCH | FILES
    server_options = {}

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        self.server = nginx.Nginx(self.work / 'nginx', self.folder, **self.server_options)
        self.server.__enter__()
        self.url = self.full_url = self.server.url + '/lib.json'
        self.changed = str(self.folder)
        self.missing_url = self.server.url + '/nowhere/lib.json'
        self.options = {'poll': 200}
        if self.server.tls:
            self.options = dict(self.options, ca=self.server.ca)
        if self.server.auth is not None:
            self.wrong_options = dict(self.options, user=self.server.auth[0], password='falsch-7')
            self.options = dict(self.options, user=self.server.auth[0], password=self.server.auth[1])
        else:
            self.wrong_options = None
        return self

    def __exit__(self, *_):
        self.server.stop()


class Https(Http):
    server_options = dict(tls=True, http2=True, auth=('vcsp', 'a secret, with = signs'))


class VSphere:
    """A vCenter that is filled through REST by the test's own client. No library has two items of one name: the second is in another."""
    transport = 'vsphere'
    capabilities = LIBRARIES | ITEMS | IMAGES | DERIVED | KEEP | WATCH | FILES
    dialect, server_options = 'api', {}
    other = dict(name='Second – zweite', description='where the second of two is')

    @staticmethod
    def unavailable():
        try:
            vcenter.program('vcenter')
        except vcenter.NoGo as reason:
            return str(reason)
        return None

    def __init__(self, work):
        self.work = work
        self.server = vcenter.VCenter(work / 'vcenter', **self.server_options)

    def __enter__(self):
        server = self.server.__enter__()
        self.url = self.full_url = f'vsphere://{server.host}:{server.port}'
        self.missing_url = self.url + '/no-such-library'
        self.keep_url = f'{self.url}/{urllib.parse.quote(fixture.LIBRARY["name"])}'
        self.changed = f'vsphere://{server.user}:{server.password}@{server.host}:{server.port}/{urllib.parse.quote(fixture.LIBRARY["name"])}'
        self.options = dict(ca=server.ca, user=server.user, password=server.password, poll=200)
        self.wrong_options = dict(self.options, password='falsch-7')
        # The command that changes the place.
        os.environ['GOVC_TLS_CA_CERTS'] = server.ca
        return self

    def __exit__(self, *_):
        self.server.__exit__()

    def fill(self, packages, mains):
        """As Directory's."""
        client = vcenter_rest.Client(self.server, self.dialect)
        libraries = [client.create_library(one['name'], description=one['description']) for one in (fixture.LIBRARY, self.other)]
        made = {}
        for package in packages:
            files = self._files(package, mains[package['key']])
            item = client.create_item(libraries[package['key'] == 'twin2'], package['name'], fixture.image_type(package).lower(),
                                      description=package['description'])
            client.upload(item, {name: path.read_bytes() for name, path in files})
            made[package['key']] = item, files
        facts = [self._library(client.library(identifier)) for identifier in libraries]
        items = []
        for package in packages:
            identifier, files = made[package['key']]
            got = client.item(identifier)
            items.append(dict(package, id=identifier, object=fixture.object_name('clitem-', identifier), type=fixture.image_type(package),
                              item_version=got['version'], content_version=got['content_version'], main=mains[package['key']],
                              files=files, library=facts[package['key'] == 'twin2'], item_ready=True))
        client.close()
        return facts[0], items

    def _files(self, package, main):
        """What an item is made of; vCenter unpacks archives."""
        if package['kind'] == 'iso':
            return [(main.name, main)]
        folder = main.parent
        if package['kind'] == 'ova':
            folder = self.work / 'unpacked' / package['key']
            with tarfile.open(main) as archive:
                archive.extractall(folder, filter='data')
        files = [(path.name, path) for path in sorted(folder.iterdir()) if path.suffix in ('.ovf', '.vmdk')]
        if package.get('broken'):
            descriptor = next(path for _, path in files if path.suffix == '.ovf')
            text = descriptor.read_bytes()
            descriptor.write_bytes(text[:len(text) // 2] + b'<' * (len(text) - len(text) // 2))
        return files

    @staticmethod
    def _library(got):
        return dict(id=got['id'], object=fixture.object_name('cl-', got['id']), name=got['name'], description=got['description'],
                    version=got['version'])


class OldVSphere(VSphere):
    """A vCenter that has the older dialect of REST only."""
    dialect, server_options = 'rest', dict(rest_only=True)


class PlainVSphere(VSphere):
    """The unchanged simulator."""
    dialect, server_options = 'rest', dict(plain=True)


SERVERS = {'directory': Directory, 'http': Http, 'https': Https, 'vsphere': VSphere, 'vsphere-rest': OldVSphere,
           'vsphere-plain': PlainVSphere}


def options_text(options):
    return '\n'.join(f'{k}={v}' for k, v in options.items())


def change(folder, verb, *arguments):
    """Somebody else changes the place; prints the ID of the image that it is about."""
    if verb == 'add':
        print(vmimage(folder, 'add', '--name', arguments[1], arguments[0]))
    elif verb in ('replace', 'rename', 'remove', 'describe'):
        vmimage(folder, verb, *arguments)
    else:
        sys.exit(f'unknown change {verb}')


@contextlib.contextmanager
def filled(kind, work):
    """A place of this kind with the packages in it; gives a function that asks the conformance program about it."""
    mains = {}
    samples = fixture.tools()
    for package in fixture.PACKAGES:
        mains[package['key']] = fixture.make(work / 'packages', package, samples)
    spare = fixture.make(work / 'packages', dict(fixture.PACKAGES[2], key='extra'), samples)
    with SERVERS[kind](work) as server:
        library, items = server.fill(fixture.PACKAGES, mains)
        place = dict(url=server.full_url, transport=server.transport, capabilities=server.capabilities, missing=server.missing_url,
                     wrong_options=options_text(server.wrong_options) if server.wrong_options is not None else None, package=spare,
                     keep=server.keep_url)
        described, changer = work / 'fixture', work / 'change'
        described.write_text('\n'.join(fixture.expectations(place, library, items)) + '\n')
        changer.write_text('#!/bin/sh\nunset LD_PRELOAD SABOTAGE\n'
                           f'exec "{sys.executable}" "{os.path.abspath(__file__)}" --change "{server.changed}" "$@"\n')
        changer.chmod(0o755)
        command = [*os.environ.get('CONFORMANCE_WRAPPER', '').split(), CONFORMANCE, server.url, '--fixture', str(described),
                   '--changer', str(changer), '--options', options_text(server.options)]
        yield lambda *more, **settings: subprocess.run([*command, *more], check=False, timeout=600, stdin=subprocess.DEVNULL,
                                                       text=True, **settings)


def main(arguments):
    if arguments[:1] == ['--change']:
        change(*arguments[1:])
        return 0
    status = 0
    for kind in arguments:
        lacking = SERVERS[kind].unavailable()
        if lacking is not None:
            print(f'skipped: {kind}: {lacking}')
            return 77
        work = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-conformance-'))
        try:
            with filled(kind, work) as ask:
                status = max(status, ask().returncode)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return status


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
