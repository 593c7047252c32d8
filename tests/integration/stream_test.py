# SPDX-License-Identifier: Apache-2.0
"""Images while a server still tells of them are the same as those of a list that is whole."""
import pathlib
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'tests' / 'servers'), str(TOP / 'bindings' / 'python' / 'src')]
import gotools  # noqa: E402
import kubernetes  # noqa: E402
import kubernetes_crds  # noqa: E402
import vcenter  # noqa: E402
import vmimage  # noqa: E402


def names(images):
    return sorted((image.namespace or '', image.display_name) for image in images)


class Case(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix='stream-test-')
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)


class VCenterTest(Case):
    def test_the_same_and_no_session_is_left(self):
        with vcenter.VCenter(self.folder / 'vc') as server:
            server.fill(libraries=2, items=40, name='lib')
            options = vmimage.Options(ca_file=server.ca)
            with vmimage.Registry(server.vsphere_url, options=options) as registry:
                whole = names(registry.images())
                self.assertEqual(len(whole), 80)
                self.assertEqual(names(registry.stream_images()), whole)
                self.assertEqual(names(registry.stream_images(library='lib-2', name='image-00007')), [('', 'image-00007')])
            server.reset_counts()
            with vmimage.Registry(server.vsphere_url, options=options) as registry:
                self.assertIsNotNone(next(iter(registry.stream_images())))
            seen = server.counts()['counts']
            made = seen['POST /api/content/library/item/download-session']
            self.assertLess(made, 60)
            self.assertGreaterEqual(seen['DELETE /api/content/library/item/download-session/{id}'], made)


class ClusterTest(Case):
    def image(self, cluster, name, space=None):
        kind = 'VirtualMachineImage' if space else 'ClusterVirtualMachineImage'
        meta = {'name': f'vmi-{name}', 'namespace': space} if space else {'name': f'vmi-{name}'}
        cluster.put_object({'apiVersion': f'{kubernetes_crds.VMOP}/v1alpha6', 'kind': kind, 'metadata': meta, 'spec': {},
                            'status': {'name': name, 'type': 'OVF'}})

    def open(self, cluster, user, where):
        return vmimage.Registry('k8s:' + where, options=vmimage.Options(kubeconfig=cluster.kubeconfig(user)))

    def test_the_same_for_everyone(self):
        with kubernetes.Kubernetes(self.folder) as cluster:
            cluster.install_crds()
            for number in range(20):
                self.image(cluster, f'a-{number}', 'team-a')
                self.image(cluster, f'b-{number}', 'team-b')
            self.image(cluster, 'shared')
            for user, where, count in (('admin', 'test/*', 41), ('admin', 'test/team-a', 21), ('narrow', 'test/team-a', 20)):
                with self.open(cluster, user, where) as registry:
                    whole = names(registry.images())
                    self.assertEqual(len(whole), count)
                    self.assertEqual(names(registry.stream_images()), whole)
                    self.assertEqual(names(registry.stream_images(name='a-3')), [('team-a', 'a-3')])
            with self.open(cluster, 'admin', 'test/*') as registry:
                one, other = registry.stream_images(), registry.stream_images()
                self.assertEqual(next(one).id, next(other).id)
                self.assertEqual(len(list(one)), 40)
            with self.open(cluster, 'nobody', 'test/team-a') as registry:
                with self.assertRaises(vmimage.Error):
                    list(registry.stream_images())
            with self.open(cluster, 'admin', 'test/*') as registry:
                cluster.stop_server()
                with self.assertRaises(vmimage.Error):
                    list(registry.stream_images())


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
        kubernetes.programs()
    except gotools.NoGo as why:
        print(why)
        sys.exit(77)
    unittest.main()
