# SPDX-License-Identifier: Apache-2.0
"""What the vsphere transport offers the engines: virtual machines, tasks, captures, imports, copies, subscriptions; in both dialects."""
import base64
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import http.server
import functools
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'servers'))
sys.path.insert(0, str(HERE.parent.parent / 'bindings' / 'python' / 'src'))
import vcenter  # noqa: E402
import vmimage  # noqa: E402
from vsphere_packages import make_packages  # noqa: E402

CALLS = os.environ.get('VSPHERE_CALLS', 'vsphere_calls')


class Calls(unittest.TestCase):
    server_options = {}

    @classmethod
    def setUpClass(cls):
        cls.work = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-vsphere-'))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        cls.packages = make_packages(cls.work / 'packages')
        cls.server = vcenter.VCenter(cls.work / 'server', **cls.server_options)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.number = 0

    def setUp(self):
        self.server.reset()
        Calls.number += 1
        self.library = f'library-{Calls.number}'
        filled = self.server.fill(1, 1, name=self.library)
        key, found = next(iter(filled.items()))
        self.library, self.library_id, self.item = key, found['id'], found['items'][0]

    def call(self, *arguments, status=0):
        done = subprocess.run([CALLS, self.server.vsphere_url, str(self.server.ca), *arguments], capture_output=True, text=True,
                              check=False, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (status, ''), done.stdout)
        return [line.split('\t') for line in done.stdout.splitlines()]

    def registry(self):
        options = vmimage.Options(user=self.server.user, password=self.server.password, ca_file=self.server.ca)
        registry = vmimage.Registry(f'vsphere://{self.server.host}:{self.server.port}', options=options)
        self.addCleanup(registry.close)
        return registry

    def images(self, library):
        return {i.display_name: i for i in self.registry().images(library=library)}

    def test_virtual_machines(self):
        found = {line[1]: line for line in self.call('vms')}
        self.assertLessEqual({vm['name'] for vm in self.server.vms}, set(found))
        for vm in self.server.vms:
            for name in (vm['id'], 'VirtualMachine:' + vm['id'], vm['name'], vm['inventory_path'], vm['uuid'], vm['instance_uuid']):
                self.assertEqual(self.call('find-vm', name), [[vm['id']]], name)
        for name in ('vm-99999', 'nobody', '/DC0/vm/nobody', '00000000-0000-0000-0000-000000000000', '/DC0/host'):
            self.assertRegex(self.call('find-vm', name, status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')

    def test_capture(self):
        self.server.settings(capture_ms=600)
        vm = self.server.vms[0]
        (item, task), = self.call('capture', vm['id'], self.library_id, 'captured', 'act-1')
        self.assertNotEqual(task, '-')
        info, = self.call('wait-task', task)
        self.assertEqual(info[1:], ['success', 'com.vmware.ovfs.LibraryItem.capture', 'act-1', 'ContentLibraryItem', f'clibitem-{item}'])
        self.assertEqual(self.call('find-task', 'act-1'), [info])
        self.assertTrue(self.images(self.library)['captured'].is_ready)
        self.assertRegex(self.call('find-task', 'act-none', status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')

    def test_capture_that_fails(self):
        self.server.settings(capture_ms=10, capture_fail='the disk is full')
        self.addCleanup(self.server.settings, capture_fail='')
        self.assertIn('the disk is full', self.call('capture', self.server.vms[0]['id'], self.library_id, 'no', 'act-2', status=1)[0][0])
        self.assertRegex(self.call('capture', 'vm-99999', self.library_id, 'no', 'act-3', status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')
        self.assertNotIn('no', self.images(self.library))

    def test_clone(self):
        vm, folder = self.server.vms[0], next(p['id'] for p in self.server.places['Folder'] if p['name'] == 'vm')
        (task,), = self.call('clone', vm['id'], folder, f'template-{Calls.number}', 'uid-1')
        info, = self.call('wait-task', task)
        self.assertEqual((info[1], info[4]), ('success', 'VirtualMachine'))
        found = {line[1]: line for line in self.call('vms')}
        self.assertEqual(found[f'template-{Calls.number}'][5], '1')
        (task,), = self.call('clone', vm['id'], folder, f'template-{Calls.number}', 'uid-1')
        self.assertRegex(self.call('wait-task', task, status=1)[0][0], '^VMIMAGE_E_FAILED')
        self.assertRegex(self.call('task', 'task-99999', status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')

    def test_import(self):
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(self.packages['iso'].parent))
        handler.func.log_message = lambda *_: None
        with http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler) as web:
            threading.Thread(target=web.serve_forever, daemon=True).start()
            url = f'http://127.0.0.1:{web.server_port}'
            self.call('import', self.library_id, url + '/disc.iso', 'pulled')
            self.call('import', self.library_id, url + '/archive.ova')
            self.assertRegex(self.call('import', self.library_id, url + '/nothing.iso', status=1)[0][0], '^VMIMAGE_E_')
            self.assertRegex(self.call('import', self.library_id, url + '/disc.iso', 'bad', '0' * 64, status=1)[0][0], '^VMIMAGE_E_')
            self.assertRegex(self.call('import', self.library_id, url + '/disc.txt', status=1)[0][0], '^VMIMAGE_E_UNSUPPORTED')
            web.shutdown()
        images = self.images(self.library)
        self.assertEqual(len(images), 3, images)
        self.assertTrue(images['archive'].is_ready and images['pulled'].is_ready)

    def test_copy(self):
        other = self.server.fill(1, 0, name=self.library + '-copies')
        target = next(iter(other.values()))['id']
        self.call('copy', self.item, target, '-')
        self.call('copy', self.item, target, 'other name')
        self.assertRegex(self.call('copy', self.item, target, 'other name', status=1)[0][0], '^VMIMAGE_E_EXISTS')
        self.assertEqual(len(self.images(next(iter(other)))), 2)

    def test_subscription(self):
        self.call('set-published', self.library_id, '-')
        published = next(one for one in self.registry().libraries() if one.id == self.library_id)
        (follower,), = self.call('subscribe', self.library + '-follower', published.publish_url, self.server.place('Datastore'), '-')
        self.call('sync-library', follower)
        item, = self.registry().items(library=follower)
        self.call('sync-item', item.id)
        self.call('evict-item', item.id)
        self.call('evict-library', follower)
        (subscriber,), = self.call('add-subscriber', self.library_id, follower)
        self.assertEqual([line[:2] for line in self.call('subscribers', self.library_id)], [[subscriber, follower]])
        self.call('publish-library', self.library_id)
        self.call('publish-item', self.item)
        self.call('remove-subscriber', self.library_id, subscriber)
        self.assertEqual(self.call('subscribers', self.library_id), [])
        self.call('delete-library', follower)
        self.assertRegex(self.call('delete-library', follower, status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')


class Sharing(Calls):
    """In the newer dialect only. What else the namespace has stays."""
    test_virtual_machines = test_capture = test_capture_that_fails = test_clone = None
    test_import = test_copy = test_subscription = None

    def api(self, method, path, body=None, **headers):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=self.server.ca)))
        request = urllib.request.Request(self.server.url + '/api' + path, method=method, data=json.dumps(body or {}).encode(),
                                         headers={'Content-Type': 'application/json', **headers})
        with opener.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def test_share(self):
        login = base64.b64encode(f'{self.server.user}:{self.server.password}'.encode()).decode()
        session = {'vmware-api-session-id': self.api('POST', '/session', Authorization=f'Basic {login}')}
        path = '/vcenter/namespaces/instances'
        self.api('POST', path, {'namespace': 'ns1', 'cluster': self.server.place('ClusterComputeResource'),
                                'vm_service_spec': {'content_libraries': [], 'vm_classes': ['small']}}, **session)
        second = next(iter(self.server.fill(1, 0, name=self.library + '-2').values()))['id']
        shared = lambda: self.api('GET', f'{path}/ns1', **session)  # noqa: E731
        ids = lambda: [one['content_library'] for one in shared()['content_libraries']]  # noqa: E731
        for library, verb, expected in ((self.library_id, 'yes', [self.library_id]), (second, 'yes', [self.library_id, second]),
                                        (second, 'yes', [self.library_id, second]), (self.library_id, 'no', [second]),
                                        (self.library_id, 'no', [second])):
            self.call('share', 'ns1', library, verb)
            self.assertEqual(sorted(ids()), sorted(expected))
            self.assertEqual(shared()['vm_service_spec']['vm_classes'], ['small'])
        self.assertRegex(self.call('share', 'nowhere', second, 'yes', status=1)[0][0], '^VMIMAGE_E_NOT_FOUND')


class OlderCalls(Calls):
    server_options = dict(rest_only=True, api_version='7.0.0.0')


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
    except vcenter.NoGo as why:
        print(f'skipped: {why}')
        sys.exit(77)
    unittest.main()
