# SPDX-License-Identifier: Apache-2.0
"""The vsphere transport against vCenters for tests, through the Python package: in both dialects of REST, and against the plain simulator.
After each test nothing may be left on the server: no session of an upload or a download, no half an item."""
import base64
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'servers'))
sys.path.insert(0, str(HERE.parent.parent / 'bindings' / 'python' / 'src'))
os.environ.update({name: '' for name in list(os.environ) if name.startswith('GOVC_')})
import vcenter  # noqa: E402
import vmimage  # noqa: E402
from vsphere_packages import make_packages  # noqa: E402

PROGRAM = os.environ.get('VMIMAGE', 'vmimage')


class Case(unittest.TestCase):
    """A server for the class, a library for the test."""
    server_options = {}
    plain = False

    @classmethod
    def setUpClass(cls):
        cls.work = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-vsphere-'))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        cls.packages = make_packages(cls.work / 'packages')
        cls.server = vcenter.VCenter(cls.work / 'server', **cls.server_options)
        cls.enterClassContext(cls.server) if hasattr(cls, 'enterClassContext') else cls._enter()

    @classmethod
    def _enter(cls):
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)

    def setUp(self):
        self.server.reset()
        self.library = re.sub(r'\W', '-', self.id())[-60:]
        self.options = self.make_options()
        self.root = f'vsphere://{self.server.host}:{self.server.port}'
        self.url = f'{self.root}/{self.library}'
        self.addCleanup(self.expect_nothing_left)
        self.make_library(self.library)

    def make_options(self, **more):
        given = dict(user=self.server.user, password=self.server.password, ca_file=self.server.ready.get('ca'))
        return vmimage.Options(**dict(given, **more))

    def make_library(self, name):
        """As its owner would with other tools."""
        return self.rest('POST', '/content/local-library', {'create_spec': {'name': name, 'type': 'LOCAL', 'storage_backings': [
            {'type': 'DATASTORE', 'datastore_id': self.server.place('Datastore')}]}})

    def open(self, url=None, **options):
        registry = vmimage.Registry(url or self.url, options=self.make_options(**options) if options else self.options)
        self.addCleanup(registry.close)
        return registry

    def rest(self, method, path, body=None):
        """A call of the test's own, in the older dialect, which every server has."""
        context = ssl.create_default_context(cafile=self.server.ready.get('ca')) if self.server.ready.get('ca') else None
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
        if not hasattr(self, 'token'):
            login = urllib.request.Request(self.server.url + '/rest/com/vmware/cis/session', method='POST', headers={
                'Authorization': 'Basic ' + base64.b64encode(f'{self.server.user}:{self.server.password}'.encode()).decode()})
            with opener.open(login, timeout=30) as answer:
                self.token = json.load(answer)['value']
        request = urllib.request.Request(self.server.url + '/rest/com/vmware' + path, method=method,
                                         data=json.dumps(body).encode() if body is not None else None,
                                         headers={'vmware-api-session-id': self.token, 'Content-Type': 'application/json'})
        with opener.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text).get('value') if text else None

    def expect_nothing_left(self):
        self.server.reset()
        self.__dict__.pop('token', None)
        for kind in ('update-session', 'download-session'):
            left = self.rest('GET', f'/content/library/item/{kind}') or []
            states = [self.rest('GET', f'/content/library/item/{kind}/id:{session}') for session in left]
            for session in left:
                self.rest('DELETE', f'/content/library/item/{kind}/id:{session}')
            self.assertEqual(states, [], kind)

    def names(self):
        with vmimage.Registry(self.url, options=self.options) as registry:
            return sorted(item.display_name for item in registry.items())


class Reading(Case):
    def test_objects(self):
        with self.open() as registry:
            self.assertEqual((registry.transport, registry.url), ('vsphere', self.url))
            item = registry.add(self.packages['ovf'], description='the first one')
            registry.add(self.packages['ova'])
            registry.add(self.packages['iso'], 'a disc')
            library, = registry.libraries()
            self.assertEqual((library.display_name, library.type), (self.library, 'ContentLibrary'))
            found = {one.display_name: one for one in registry.items()}
            self.assertEqual(sorted(found), ['a disc', 'archive', 'tiny'])
            self.assertEqual((found['tiny'].id, found['tiny'].description, found['tiny'].type), (item.id, 'the first one', 'OVF'))
            self.assertEqual(sorted(file.name for file in found['tiny'].files), ['tiny-disk1.vmdk', 'tiny.mf', 'tiny.ovf'])
            self.assertEqual(found['a disc'].type, 'ISO')
            images = {one.display_name: one for one in registry.images()}
            for name in ('archive', 'tiny'):
                self.assertEqual((images[name].os_type, images[name].hardware_version, images[name].is_ready),
                                 ('other26xLinux64Guest', 13, True), name)
            self.assertEqual(images['a disc'].type, 'ISO')
            self.assertEqual(registry.get_image(images['tiny'].id).display_name, 'tiny')

    def test_all_libraries(self):
        other = self.make_library(self.library + '-2')
        self.addCleanup(self.rest, 'DELETE', f'/content/local-library/id:{other}')
        with self.open() as registry:
            registry.add(self.packages['iso'], 'one')
        with self.open(self.root) as registry:
            names = [library.display_name for library in registry.libraries()]
            self.assertIn(self.library, names)
            self.assertIn(self.library + '-2', names)
            self.assertEqual([item.display_name for item in registry.items(library=self.library)], ['one'])
            with self.assertRaises(vmimage.AmbiguousError):
                registry.remove('one')

    def test_file(self):
        with self.open() as registry:
            item = registry.add(self.packages['iso'], 'disc')
            expected = self.packages['iso'].read_bytes()
            with registry.open_file(item, self.packages['iso'].name) as stream:
                self.assertEqual(stream.size, len(expected))
                self.assertEqual(stream.read(), expected)
                for offset in (len(expected) - 10, 0, 40):  # the plain simulator has no ranges
                    stream.seek(offset)
                    self.assertEqual(stream.read(), expected[offset:])
            with self.assertRaises(vmimage.NotFoundError):
                registry.open_file(item, 'nothing.iso').read()

    def test_requests(self):
        """At most five for a descriptor, and none for one that was read before."""
        with self.open() as registry:
            registry.add(self.packages['ovf'])
            list(registry.images())
        with self.open() as registry:
            self.server.reset_counts()
            list(registry.images())
            first = self.server.counts()['counts']
            self.server.reset_counts()
            list(registry.images())
            second = self.server.counts()['counts']
        about = [name for name in first if 'download' in name or '/data/' in name or 'static' in name]
        self.assertLessEqual(sum(first[name] for name in about), 5, first)
        self.assertEqual([name for name in second if 'download' in name or '/data/' in name], [])

    def test_cache_in_files(self):
        with self.open() as registry:
            registry.add(self.packages['ovf'])
        for times in range(2):
            context = vmimage.Context(cache_directory=self.work / 'cache')
            with vmimage.Registry(self.url, options=self.options, context=context) as registry:
                self.server.reset_counts()
                self.assertEqual([(i.display_name, i.hardware_version) for i in registry.images()], [('tiny', 13)])
                asked = [name for name in self.server.counts()['counts'] if 'download' in name]
                self.assertEqual(bool(asked), times == 0, asked)

    def watch(self, job, change, expected):
        """What is told after a change, up to the event that is expected."""
        change()
        seen = []
        for event in job:
            seen.append((event.kind.name, event.item.display_name if event.item else None))
            if seen[-1] == expected:
                break
        return [one for one in seen if one[0] != 'MODIFIED' or one == expected]

    def test_watch(self):
        """A library's own version and time don't move with its items: each kind of change is seen all the same."""
        other = self.open()
        other.add(self.packages['iso'], 'before')
        with self.open(poll_interval=0.1) as registry, registry.watch_items() as job:
            self.assertEqual(self.watch(job, lambda: None, ('SYNCED', None)), [('ADDED', 'before'), ('SYNCED', None)])
            library, = other.libraries()
            for change, expected in (
                    (lambda: other.add(self.packages['ovf'], 'after'), ('ADDED', 'after')),
                    (lambda: other.replace('after', self.packages['ova']), ('MODIFIED', 'after')),
                    (lambda: other.describe('before', 'a disc'), ('MODIFIED', 'before')),
                    (lambda: other.rename('before', 'renamed'), ('MODIFIED', 'renamed')),
                    (lambda: other.remove('after'), ('REMOVED', 'after'))):
                if self.plain and expected == ('MODIFIED', 'after'):
                    continue  # the plain simulator counts no contents
                self.assertEqual(self.watch(job, change, expected)[-1], expected)
            again, = other.libraries()
            self.assertEqual((again.version, again.last_modified_time), (library.version, library.last_modified_time))

    def test_watch_that_sees_nothing(self):
        """What did not move is not fetched: no files, no descriptors."""
        if self.plain:
            self.skipTest('the plain simulator counts nothing')
        with self.open() as other:
            for n in range(5):
                other.add(self.packages['iso'], f'disc {n}')
        with self.open(poll_interval=0.05) as registry, registry.watch_items() as job:
            for event in job:
                if event.kind.name == 'SYNCED':
                    break
            self.server.reset_counts()
            with self.assertRaises(TimeoutError):
                job.wait(0.5)
            counts = self.server.counts()['counts']
        self.assertEqual([path for path in counts if 'storage' in path or 'file' in path or 'session' in path], [], counts)
        self.assertTrue(any('/item/' in path for path in counts), counts)

    def test_session_that_ends(self):
        """Whenever it is: what was under way is asked again."""
        with self.open() as registry:
            registry.add(self.packages['ovf'])
        for after in range(1, 9):
            with self.open() as registry:
                self.server.expire(after=after)
                self.assertEqual([(i.display_name, i.is_ready) for i in registry.images()], [('tiny', True)], after)
                self.server.reset()

    def test_connections(self):
        with self.open() as registry:
            for n in range(12):
                registry.add(self.packages['iso'], f'disc {n}')
        self.server.latency(20)
        with self.open(connections=3) as registry:
            self.assertEqual(len(list(registry.items())), 12)


class Writing(Case):
    def test_changes(self):
        with self.open() as registry:
            item = registry.add(self.packages['ovf'], 'first')
            with self.assertRaises(vmimage.ExistsError):
                registry.add(self.packages['ovf'], 'first')
            registry.rename('first', 'zweites ü')
            registry.describe('zweites ü', 'a text')
            registry.rename('zweites ü', 'zweites ü')
            found, = registry.items()
            self.assertEqual((found.id, found.display_name, found.description), (item.id, 'zweites ü', 'a text'))
            registry.describe(found.id, '')
            with self.assertRaises(vmimage.InvalidError):
                registry.replace(found.id, self.packages['iso'])
            again = registry.replace(found.name, self.packages['ovf'])
            self.assertEqual(again.id, item.id)
            if not self.plain:
                self.assertLess(int(item.content_version), int(again.content_version))
            registry.remove('zweites ü')
            with self.assertRaises(vmimage.NotFoundError):
                registry.remove('zweites ü')
            with self.assertRaises(vmimage.NotFoundError):
                registry.replace('nobody', self.packages['ovf'])
            for name in ('', 'x' * 81):
                with self.assertRaises(vmimage.InvalidError):
                    registry.add(self.packages['iso'], name)
        self.assertEqual(self.names(), [])

    def test_init(self):
        name = self.library + '-new'
        environment = self.server.environment()
        url = f'vsphere:/{name}?datastore={self.server.places["Datastore"][0]["name"]}'
        done = subprocess.run([PROGRAM, '-r', url, 'init'], env=environment, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        done = subprocess.run([PROGRAM, '-r', url, 'init'], env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn('already', done.stderr)
        done = subprocess.run([PROGRAM, '-r', 'vsphere:', 'libraries'], env=environment, capture_output=True, text=True, check=False)
        self.assertIn(name, done.stdout)

    def test_bad_manifest(self):
        with self.open() as registry, self.assertRaises(vmimage.IntegrityError):
            registry.add(self.packages['lies'])
        self.assertEqual(self.names(), [])


class Faults(Case):
    """Each call fails in each way. What is listed then is right or missing with a reason, and nothing is left behind."""
    listing = {
        'libraries': r'/content/library(/|$)', 'items': r'/item\?library_id', 'item': r'/item/(id:)?[0-9a-f-]{36}$', 'storage': r'/storage',
        'create': r'/download-session$', 'prepare': r'action=prepare', 'data': r'/data/', 'close': r'/download-session/'}
    upload = {
        'find': r'/item\?~?action=find', 'create': r'/library/item$', 'session': r'/update-session$', 'add': r'action=add|/update-session/[^/]*/file$',
        'put': r'/data/', 'validate': r'action=validate', 'complete': r'action=complete', 'look': r'/update-session/(id:)?[0-9a-f-]{36}$'}
    ways = {
        'forbidden': dict(status=403), 'server error': dict(status=500), 'html': dict(body_kind='html'), 'null': dict(body_kind='null'),
        'empty': dict(body_kind='empty'), 'garbage': dict(body_kind='garbage'), 'dropped': dict(action='drop', at='before', times=1),
        'body dropped': dict(action='drop', at='body', times=1)}

    def setUp(self):
        super().setUp()
        with self.open() as registry:
            registry.add(self.packages['ovf'])

    def test_listing(self):
        for place, path in self.listing.items():
            for way, rule in self.ways.items():
                if place == 'close' and way in ('null', 'empty'):
                    continue  # the server says that it is done
                with self.subTest(place=place, way=way):
                    self.server.reset()
                    with self.open() as registry:
                        self.server.fail(path=path, **(dict(rule, method='DELETE') if place == 'close' else rule))
                        try:
                            found = [(i.display_name, i.is_ready) for i in registry.images()]
                        except vmimage.Error as error:
                            self.check_error(error)
                            found = []
                        for name, ready in found:
                            self.assertIn(name, ('tiny', None) if not ready else ('tiny',))
                    self.expect_nothing_left()

    def test_upload(self):
        for place, path in self.upload.items():
            for way, rule in self.ways.items():
                with self.subTest(place=place, way=way):
                    self.server.reset()
                    with self.open() as registry:
                        self.server.fail(path=path, method='POST|PUT|GET', **rule)
                        try:
                            registry.add(self.packages['iso'], 'new')
                            done = True
                        except vmimage.Error as error:
                            self.check_error(error)
                            done = False
                        self.server.clear_rules()
                        names = self.names()
                        if 'new' in names:
                            registry.remove('new')
                        self.assertEqual(names, ['new', 'tiny'] if done else ['tiny'])
                    self.expect_nothing_left()

    def test_busy(self):
        """Told when to come again, it does."""
        for status in (429, 503):
            with self.open() as registry:
                self.server.fail(path=r'/storage', status=status, headers={'Retry-After': '0'})
                self.assertEqual([i.is_ready for i in registry.images()], [True])

    def test_gone_meanwhile(self):
        with self.open() as registry:
            registry.add(self.packages['iso'], 'going')
            self.server.fail(path=self.listing['item'], status=404, skip=0)
            self.assertEqual(len(list(registry.items())), 1)

    def test_interrupted(self):
        with self.open() as registry:
            registry.set_deadline(1)
            self.server.fail(path=r'/data/', action='stall', at='head', times=0)
            with self.assertRaises(vmimage.DeadlineError):
                list(registry.images())
            self.server.clear_rules()
            registry.set_deadline(1)
            self.server.fail(path=r'/data/', method='PUT', action='stall', at='before', times=0)
            with self.assertRaises(vmimage.DeadlineError):
                registry.add(self.packages['iso'], 'new')
        self.server.clear_rules()
        self.assertEqual(self.names(), ['tiny'])

    def check_error(self, error):
        self.assertGreater(len(str(error)), 20, error)
        self.assertNotIn(self.server.password + '"', str(error))
        self.assertNotRegex(str(error), r'Basic |session-id: ')


class Opening(Case):
    def refused(self, kind, url=None, says='', **options):
        with self.assertRaises(kind) as caught:
            vmimage.Registry(url or self.root, options=self.make_options(**options))
        self.assertIn(says, str(caught.exception))
        self.assertNotIn('geheim', str(caught.exception))

    def test_refused(self):
        self.refused(vmimage.UnauthenticatedError, password='geheim', says='user name and password')
        self.refused(vmimage.UnreachableError, 'vsphere://127.0.0.1:1', password='geheim')
        self.refused(vmimage.UnreachableError, 'vsphere://no.host.invalid', password='geheim')
        self.refused(vmimage.NotFoundError, self.root + '/no-such-library', says='no-such-library')
        self.refused(vmimage.InvalidError, 'vsphere://u:geheim@host:99999999')
        self.refused(vmimage.InvalidError, 'vsphere://u:geheim@')
        self.refused(vmimage.InvalidError, 'vsphere://u:geheim@host/a/b')
        self.refused(vmimage.InvalidError, 'vsphere:')

    def test_no_password(self):
        with self.assertRaises(vmimage.UnauthenticatedError):
            vmimage.Registry(self.root, options=vmimage.Options(ca_file=self.server.ready.get('ca')))

    def test_password_in_the_url(self):
        options = vmimage.Options(ca_file=self.server.ready.get('ca'))
        with vmimage.Registry(self.server.vsphere_url, options=options) as registry:
            self.assertNotIn(self.server.password + '@', registry.url)
            list(registry.libraries())

    def test_trust(self):
        ready = self.server.ready
        self.refused(vmimage.TLSError, ca_file=None)
        self.refused(vmimage.TLSError, ca_file=None, fingerprint='00' * 32)
        for options in (dict(fingerprint=ready['sha256']), dict(fingerprint=ready['sha1']), dict(insecure=True)):
            with vmimage.Registry(self.root, options=self.make_options(ca_file=None, **options)) as registry:
                list(registry.libraries())

    def test_environment(self):
        known = self.work / 'known_hosts'
        known.write_text(f'{self.server.host}:{self.server.port} {self.server.ready["sha1"]}\n')
        base = {k: v for k, v in self.server.environment().items() if k != 'GOVC_TLS_CA_CERTS'}
        for more, status in ((dict(GOVC_TLS_CA_CERTS=self.server.ca), 0), (dict(GOVC_TLS_KNOWN_HOSTS=str(known)), 0),
                             (dict(GOVC_INSECURE='1'), 0), ({}, 3), (dict(GOVC_INSECURE='1', GOVC_PASSWORD='wrong'), 3)):
            done = subprocess.run([PROGRAM, '-r', 'vsphere:', 'libraries'], env=dict(base, **more), capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, status, done.stderr)


class OlderReading(Reading):
    server_options = dict(rest_only=True, http2=False)


class OlderWriting(Writing):
    server_options = dict(rest_only=True)


class OlderFaults(Faults):
    server_options = dict(rest_only=True)


class PlainReading(Reading):
    server_options, plain = dict(plain=True), True


class PlainWriting(Writing):
    server_options, plain = dict(plain=True), True


class Expired(Case):
    server_options = dict(expired=True)

    def setUp(self):
        self.root = f'vsphere://{self.server.host}:{self.server.port}'

    def test_refused(self):
        with self.assertRaises(vmimage.TLSError):
            vmimage.Registry(self.root, options=self.make_options())


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
    except vcenter.NoGo as why:
        print(f'skipped: {why}')
        sys.exit(77)
    unittest.main()
