# SPDX-License-Identifier: Apache-2.0
"""The test cluster does what its description says: users may what they may, both groups convert, the server can be restarted."""
import json
import os
import pathlib
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'tests' / 'servers'), str(TOP / 'bindings' / 'python' / 'src')]
import gotools  # noqa: E402
import kubernetes  # noqa: E402
import kubernetes_crds  # noqa: E402

REGISTRY, VMOP = kubernetes_crds.REGISTRY, kubernetes_crds.VMOP
LIBRARY = {'apiVersion': f'{REGISTRY}/v1alpha1', 'kind': 'ContentLibrary', 'metadata': {'name': 'cl-1', 'namespace': 'team-a'},
           'spec': {'uuid': 'an-id', 'writable': True}}
IMAGE = {'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'VirtualMachineImage',
         'metadata': {'name': 'vmi-00000000000000001', 'namespace': 'team-a'},
         'spec': {'providerRef': {'apiVersion': f'{REGISTRY}/v1alpha2', 'kind': 'ContentLibraryItem', 'name': 'clitem-1'}},
         'status': {'name': 'photon', 'type': 'OVF', 'hardwareVersion': 19}}


class ServerTest(unittest.TestCase):
    real = False

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix='kubernetes-test-')
        cls.addClassCleanup(cls.holder.cleanup)
        cls.cluster = kubernetes.Kubernetes(cls.holder.name).__enter__()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.install_crds(real=cls.real)

    def setUp(self):
        for item in (LIBRARY, IMAGE):
            self.cluster.request('DELETE', f'{self.cluster.path_of(item)}/{item["metadata"]["name"]}')

    def test_conversion(self):
        self.cluster.put_object(LIBRARY)
        self.cluster.put_object(IMAGE)
        read = lambda kind: json.loads(self.cluster.kubectl('get', kind, '-n', 'team-a', '-o', 'json'))['items'][0]
        new = read(f'contentlibraries.v1alpha2.{REGISTRY}')
        self.assertEqual((new['spec']['id'], new['spec']['allowPublish']), ('an-id', True))
        self.assertEqual(read(f'contentlibraries.v1alpha1.{REGISTRY}')['spec']['uuid'], 'an-id')
        self.assertEqual(read(f'virtualmachineimages.v1alpha1.{VMOP}')['status']['imageName'], 'photon')
        self.assertEqual(read(f'virtualmachineimages.v1alpha6.{VMOP}')['status'], IMAGE['status'])

    def test_columns(self):
        self.cluster.put_object(IMAGE)
        lines = self.cluster.kubectl('get', 'vmi', '-A').splitlines()
        self.assertRegex(lines[0], '^NAMESPACE +NAME +DISPLAY NAME +TYPE +IMAGE VERSION +OS NAME +OS VERSION +HARDWARE VERSION +CAPABILITIES')
        self.assertRegex(lines[1], '^team-a +vmi-00000000000000001 +photon +OVF +19')

    def test_users(self):
        for user, how, space, right in [
                ('reader', 'token', 'team-b', True), ('reader', 'certificate', 'team-b', True),
                ('narrow', 'token', 'team-a', True), ('narrow', 'certificate-data', 'team-a', True),
                ('narrow', 'token', 'team-b', False), ('nobody', 'token', 'team-a', False)]:
            with self.subTest(user=user, how=how, space=space):
                config = self.cluster.kubeconfig(user, how=how)
                done = self.cluster.kubectl('get', 'vmi', '-n', space, kubeconfig=config, check=False)
                self.assertEqual(done.returncode == 0, right, done.stderr)
                self.assertEqual('is forbidden' in done.stderr, not right)
        done = self.cluster.kubectl('create', 'ns', 'new', kubeconfig=self.cluster.kubeconfig('reader'), check=False)
        self.assertIn('is forbidden', done.stderr)

    def test_restart(self):
        self.cluster.put_object(IMAGE)
        self.cluster.stop_server()
        with self.assertRaises(OSError):
            self.cluster.request('GET', '/readyz', raw=True)
        self.assertTrue(self.cluster.start_server())
        self.assertIn('photon', self.cluster.kubectl('get', 'vmi', '-A'))


@unittest.skipIf(kubernetes_crds.real_folder() is None, 'the CRDs that VM Operator ships are not at hand')
class RealDefinitionsTest(ServerTest):
    real = True


if __name__ == '__main__':
    try:
        kubernetes.programs()
    except gotools.NoGo as reason:
        print(f'skipped: {reason}')
        sys.exit(77)
    os.environ.setdefault('VMIMAGE_LIBRARY', 'libvmimage.so.0')
    unittest.main()
