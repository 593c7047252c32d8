# SPDX-License-Identifier: Apache-2.0
"""Watches of a cluster: every change once, none lost and none twice, whatever happens to the server meanwhile."""
import json
import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'tests' / 'servers'), str(TOP / 'bindings' / 'python' / 'src')]
import gotools  # noqa: E402
import kubernetes  # noqa: E402
import kubernetes_crds  # noqa: E402

VMOP = kubernetes_crds.VMOP
PROGRAM = os.environ.get('VMIMAGE', 'vmimage')
IMAGES = f'/apis/{VMOP}/v1alpha6/namespaces/team-a/virtualmachineimages'


def image(name, display, labels=None):
    return {'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'VirtualMachineImage',
            'metadata': {'name': name, 'namespace': 'team-a', 'labels': labels or {}}, 'spec': {}, 'status': {'name': display}}


class Watcher:
    """The command, and the events that it prints."""

    def __init__(self, cluster, *arguments, user='reader'):
        environment = dict(os.environ, KUBECONFIG=cluster.kubeconfig(user))
        self.process = subprocess.Popen([PROGRAM, '-r', 'k8s:/team-a', 'watch', 'images', '-o', 'json', *arguments],
                                        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.events = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.events.put((time.monotonic(), json.loads(line)))

    def next(self, seconds=20):
        """(type, name) of the next event that is not about an error."""
        end = time.monotonic() + seconds
        while True:
            _, event = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if event['type'] != 'ERROR':
                return event['type'], event['object'].get('metadata', {}).get('name')

    def rest(self, seconds=0.5):
        """What comes within some time."""
        found = []
        try:
            while True:
                found.append(self.next(seconds))
        except queue.Empty:
            return found

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class WatchTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix='kubernetes-test-')
        cls.addClassCleanup(cls.holder.cleanup)
        cls.cluster = kubernetes.Kubernetes(cls.holder.name).__enter__()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.install_crds()

    def setUp(self):
        for item in self.cluster.request('GET', IMAGES)[1]['items']:
            self.remove(item['metadata']['name'])
        for name in ('vmi-1', 'vmi-2'):
            self.cluster.put_object(image(name, name.upper(), {'n': name}))

    def watch(self, *arguments, **options):
        watcher = Watcher(self.cluster, *arguments, **options)
        self.addCleanup(watcher.close)
        return watcher

    def remove(self, name):
        self.assertEqual(self.cluster.request('DELETE', f'{IMAGES}/{name}')[0], 200)

    def rename(self, name, display, **labels):
        item = self.cluster.request('GET', f'{IMAGES}/{name}')[1]
        item['status'] = {'name': display}
        item['metadata']['labels'] = labels or item['metadata'].get('labels', {})
        status, item = self.cluster.request('PUT', f'{IMAGES}/{name}/status' if not labels else f'{IMAGES}/{name}', item)
        self.assertEqual(status, 200, item)

    def synced(self, watcher, *names):
        self.assertEqual(sorted(watcher.next() for _ in names), [('ADDED', name) for name in names])
        self.assertEqual(watcher.next()[0], 'BOOKMARK')

    def test_changes(self):
        watcher = self.watch()
        self.synced(watcher, 'vmi-1', 'vmi-2')
        self.cluster.create(IMAGES, image('vmi-3', 'x'))
        self.assertEqual(watcher.next(), ('ADDED', 'vmi-3'))
        self.rename('vmi-1', 'another')
        self.assertEqual(watcher.next(), ('MODIFIED', 'vmi-1'))
        self.remove('vmi-2')
        self.assertEqual(watcher.next(), ('DELETED', 'vmi-2'))
        self.assertEqual(watcher.rest(), [])

    def test_who_leaves_the_selection_is_gone(self):
        watcher = self.watch('-l', 'n=vmi-1')
        self.synced(watcher, 'vmi-1')
        self.rename('vmi-1', 'same', n='other')
        self.assertEqual(watcher.next(), ('DELETED', 'vmi-1'))
        self.rename('vmi-2', 'same', n='vmi-1')
        self.assertEqual(watcher.next(), ('ADDED', 'vmi-2'))

    def test_many_at_once(self):
        watcher = self.watch()
        self.synced(watcher, 'vmi-1', 'vmi-2')
        names = [f'vmi-many{n:03}' for n in range(300)]
        for name in names:
            self.cluster.create(IMAGES, image(name, 'x'))
        self.assertEqual([watcher.next() for _ in names], [('ADDED', name) for name in names])
        for name in names:
            self.remove(name)
        self.assertEqual([watcher.next() for _ in names], [('DELETED', name) for name in names])
        self.assertEqual(watcher.rest(), [])

    def test_the_server_is_away_for_a_while(self):
        watcher = self.watch()
        self.synced(watcher, 'vmi-1', 'vmi-2')
        self.cluster.stop_server()
        self.assertTrue(self.cluster.start_server())
        self.cluster.create(IMAGES, image('vmi-3', 'x'))
        self.assertEqual(watcher.next(), ('ADDED', 'vmi-3'))
        self.assertEqual(watcher.rest(), [])

    def test_what_happened_while_nobody_looked(self):
        """The position of the watch is then too old for the new server: a fresh list, and only what is different is told."""
        watcher = self.watch()
        self.synced(watcher, 'vmi-1', 'vmi-2')
        self.cluster.stop_server()
        port = self.cluster.port
        self.assertTrue(self.cluster.start_server(kubernetes.free_port()))
        self.remove('vmi-2')
        self.rename('vmi-1', 'another')
        self.cluster.create(IMAGES, image('vmi-3', 'x'))
        self.cluster.stop_server()
        self.assertTrue(self.cluster.start_server(port))
        self.assertEqual(sorted(watcher.next() for _ in range(3)), [('ADDED', 'vmi-3'), ('DELETED', 'vmi-2'), ('MODIFIED', 'vmi-1')])
        self.assertEqual(watcher.rest(), [])

    def test_who_may_see_only_the_namespace(self):
        watcher = self.watch(user='narrow')
        self.synced(watcher, 'vmi-1', 'vmi-2')

    def test_who_may_not(self):
        watcher = self.watch(user='nobody')
        self.assertEqual(watcher.process.wait(20), 3)
        self.assertIn(b'User "nobody" cannot', watcher.process.stderr.read())

    def test_latency(self):
        """An event is there before the request that made it is answered, or soon after."""
        watcher = self.watch()
        self.synced(watcher, 'vmi-1', 'vmi-2')
        times = []
        for n in range(20):
            self.cluster.create(IMAGES, image(f'vmi-t{n}', 'x'))
            answered = time.monotonic()
            arrived, event = watcher.events.get(timeout=10)
            self.assertEqual(event['type'], 'ADDED')
            times.append(arrived - answered)
        print(f'event after the answer: median {sorted(times)[10] * 1000:.1f} ms', file=sys.stderr)
        self.assertLess(sorted(times)[10], 0.25)


if __name__ == '__main__':
    try:
        kubernetes.programs()
    except gotools.NoGo as reason:
        print(f'skipped: {reason}')
        sys.exit(77)
    unittest.main()
