# SPDX-License-Identifier: Apache-2.0
"""A cluster as a registry: what the command shows is what kubectl shows, for everyone who may see it and for nobody else."""
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'tests' / 'servers'), str(TOP / 'bindings' / 'python' / 'src')]
import gotools  # noqa: E402
import kubernetes  # noqa: E402
import kubernetes_crds  # noqa: E402

REGISTRY, VMOP = kubernetes_crds.REGISTRY, kubernetes_crds.VMOP
PROGRAM = os.environ.get('VMIMAGE', 'vmimage')
READY = {'type': 'Ready', 'status': 'True', 'reason': 'True', 'message': '', 'lastTransitionTime': '2026-01-02T03:04:05Z'}


def library(name, space, **spec):
    cluster = space is None
    return {'apiVersion': f'{REGISTRY}/v1alpha2', 'kind': 'ClusterContentLibrary' if cluster else 'ContentLibrary',
            'metadata': dict({'name': name}, **({} if cluster else {'namespace': space})),
            'spec': dict({'id': f'id-{name}'}, **spec), 'status': {'name': f'Library {name}'}}


def item(name, space, of, **status):
    cluster = space is None
    return {'apiVersion': f'{REGISTRY}/v1alpha2', 'kind': 'ClusterContentLibraryItem' if cluster else 'ContentLibraryItem',
            'metadata': dict({'name': f'clitem-{name}'}, **({} if cluster else {'namespace': space})),
            'spec': {'id': f'id-{name}', 'libraryName': of},
            'status': dict({'name': name, 'type': 'OVF', 'sizeInBytes': '4096', 'conditions': [READY]}, **status)}


def image(name, space, display, labels=None, **status):
    cluster = space is None
    meta = {'name': f'vmi-{name}', 'labels': labels or {}}
    return {'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'ClusterVirtualMachineImage' if cluster else 'VirtualMachineImage',
            'metadata': meta if cluster else dict(meta, namespace=space),
            'spec': {'providerRef': {'apiVersion': f'{REGISTRY}/v1alpha2', 'kind': 'ContentLibraryItem', 'name': f'clitem-{name}'}},
            'status': dict({'name': display, 'type': 'OVF', 'conditions': [READY]}, **status)}


OBJECTS = [
    library('lib-a', 'team-a', allowPublish=True), library('lib-b', 'team-b'), library('lib-c', None),
    item('one', 'team-a', 'lib-a'), item('two', 'team-a', 'lib-a'), item('three', 'team-b', 'lib-b'), item('four', None, 'lib-c'),
    image('one', 'team-a', 'photon', {'os': 'photon'}, hardwareVersion=19, osInfo={'type': 'vmwarePhoton64Guest', 'id': '100'},
          productInfo={'version': '5.0'}, capabilities=['cloud-init', 'nic']),
    image('two', 'team-a', 'ubuntu "24.04" <server> & more', {'os': 'ubuntu'}),
    image('three', 'team-b', 'photon', {'os': 'photon'}),
    image('four', None, 'photon on the cluster'), image('five', None, 'twice'), image('six', None, 'twice'),
    image('seven', 'team-b', 'photon on the cluster'),
]


def filled(value):
    """Without what Go's types write although it is empty."""
    if isinstance(value, dict):
        kept = {key: filled(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, {})}
    return value


class ClusterTest(unittest.TestCase):
    real = False

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix='kubernetes-test-')
        cls.addClassCleanup(cls.holder.cleanup)
        cls.cluster = kubernetes.Kubernetes(cls.holder.name).__enter__()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.install_crds(real=cls.real)
        for each in OBJECTS:
            cls.cluster.put_object(each)

    def run_command(self, *arguments, config=None, **environment):
        environment = dict({key: value for key, value in os.environ.items() if not key.startswith('VMIMAGE_')},
                           KUBECONFIG=str(config or self.cluster.kubeconfig('admin')), HOME=self.holder.name, **environment)
        return subprocess.run([PROGRAM, *arguments], env=environment, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)

    def show(self, *arguments, **options):
        done = self.run_command(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def names(self, *arguments, **options):
        """As kubectl writes them, "virtualmachineimage.vmoperator.vmware.com/NAME", without the group."""
        return [re.sub(r'\.[a-z.]+/', '/', name) for name in self.show(*arguments, '-o', 'name', **options).split()]

    def refuse(self, status, text, *arguments, **options):
        done = self.run_command(*arguments, **options)
        self.assertEqual((done.returncode, done.stdout), (status, ''), done.stderr)
        self.assertIn(text, done.stderr)
        return done.stderr

    def file(self, config, name='kubeconfig'):
        path = pathlib.Path(self.holder.name) / name
        path.write_text(config if isinstance(config, str) else json.dumps(config), encoding='utf-8')
        return str(path)


class ListTest(ClusterTest):
    KINDS = [('images', ['vmi', 'cvmi']), ('items', ['libitem', 'clibitem']), ('libraries', ['lib', 'clib'])]

    def kubectl_items(self, kinds, *scope):
        found = []
        for kind in kinds:
            cluster = kind.startswith('c')
            found += json.loads(self.cluster.kubectl('get', kind, *([] if cluster else scope), '-o', 'json'))['items']
        return found

    def test_the_same_objects(self):
        for command, kinds in self.KINDS:
            for ours, theirs in ((['-n', 'team-a'], ['-n', 'team-a']), (['-A'], ['-A'])):
                with self.subTest(command=command, scope=ours):
                    got = json.loads(self.show('-r', 'k8s:', command, *ours, '-o', 'json'))['items']
                    wanted = self.kubectl_items(kinds, *theirs)
                    key = lambda each: (each['metadata'].get('namespace', ''), each['kind'], each['metadata']['name'])
                    self.assertEqual(sorted(map(key, got)), sorted(map(key, wanted)))
                    for mine, other in zip(sorted(got, key=key), sorted(wanted, key=key)):
                        self.assertEqual(filled(mine['status']), filled(other['status']))
                        self.assertEqual(filled(mine['spec']), filled(other['spec']))
                        self.assertEqual(mine['metadata']['uid'], other['metadata']['uid'])

    def test_namespaces(self):
        names = lambda *arguments: self.names(*arguments, 'images')
        shared = [f'clustervirtualmachineimage/vmi-{name}' for name in ('five', 'four', 'six')]
        own = [f'virtualmachineimage/vmi-{name}' for name in ('one', 'two')]
        self.assertEqual(sorted(names('-r', 'k8s:/team-a')), sorted(shared + own))
        self.assertEqual(sorted(names('-r', 'k8s:test/team-a')), sorted(shared + own))
        self.assertEqual(sorted(names('-r', 'k8s:/team-b', '-n', 'team-a')), sorted(shared + own))
        self.assertEqual(names('-r', 'k8s:'), shared)
        self.assertEqual(len(names('-r', 'k8s:/*')), 7)
        self.assertEqual(len(names('-r', 'k8s:', '-A')), 7)
        config = self.cluster.kubeconfig('admin', namespace='team-b')
        self.assertEqual(len(self.names('-r', 'k8s:', 'images', config=config)), 5)

    def test_filters(self):
        names = lambda *arguments: sorted(self.names('-r', 'k8s:/*', *arguments))
        self.assertEqual(names('images', '-l', 'os=photon'), ['virtualmachineimage/vmi-one', 'virtualmachineimage/vmi-three'])
        self.assertEqual(names('images', '-l', 'os in (ubuntu,x),!y'), ['virtualmachineimage/vmi-two'])
        self.assertEqual(names('images', '--library', 'Library lib-a'), ['virtualmachineimage/vmi-one', 'virtualmachineimage/vmi-two'])
        self.assertEqual(names('items', '--library', 'lib-b'), ['contentlibraryitem/clitem-three'])
        self.assertEqual(names('images', '--capability', 'nic'), ['virtualmachineimage/vmi-one'])
        self.refuse(1, 'nowhere', '-r', 'k8s:/*', 'images', '--library', 'nowhere')

    def test_resolve(self):
        resolve = lambda name, space='team-a': self.show('-r', 'k8s:', '-n', space, 'resolve', name).strip()
        self.assertEqual(resolve('photon'), 'VirtualMachineImage/vmi-one')
        self.assertEqual(resolve('photon', 'team-b'), 'VirtualMachineImage/vmi-three')
        self.assertEqual(resolve('ubuntu "24.04" <server> & more'), 'VirtualMachineImage/vmi-two')
        self.assertEqual(resolve('photon on the cluster'), 'ClusterVirtualMachineImage/vmi-four')
        self.assertEqual(resolve('vmi-four'), 'ClusterVirtualMachineImage/vmi-four')
        self.assertEqual(resolve('vmi-two'), 'VirtualMachineImage/vmi-two')
        for name, space, reason in [
                ('photon on the cluster', 'team-b', 'multiple VM images exist for "photon on the cluster" in namespace and cluster scope'),
                ('twice', 'team-a', 'multiple VM images exist for "twice" in cluster scope'),
                ('none', 'team-a', 'no VM image exists for "none" in namespace or cluster scope'),
                ('vmi-three', 'team-a', 'no VM image exists for "vmi-three" in namespace or cluster scope')]:
            self.refuse(1, reason, '-r', 'k8s:', '-n', space, 'resolve', name)


class UserTest(ClusterTest):
    def test_ways_in(self):
        ca = pathlib.Path(self.cluster.ca)
        relative = os.path.relpath(ca, self.holder.name)
        plain = self.cluster.config('reader', how='none')
        token = kubernetes.USERS['reader'][0]
        token_file = self.file(token + '\n', 'token')
        plugin = pathlib.Path(self.holder.name) / 'plugin'
        answer = {'kind': 'ExecCredential', 'apiVersion': 'client.authentication.k8s.io/v1', 'status': {'token': token}}
        plugin.write_text(f'#!/bin/sh\necho \'{json.dumps(answer)}\'\n', encoding='ascii')
        plugin.chmod(0o755)
        pair = {'clientCertificateData': pathlib.Path(self.cluster.authority.certificate('reader')).read_text(encoding='ascii'),
                'clientKeyData': pathlib.Path(self.cluster.authority.key('reader')).read_text(encoding='ascii')}
        self.file(json.dumps(dict(answer, status=pair)), 'pair.json')
        execute = {'apiVersion': 'client.authentication.k8s.io/v1', 'interactiveMode': 'Never'}
        ways = {
            'token': {'token': token}, 'token file': {'tokenFile': 'token'}, 'old token, new file': {'token': 'old', 'tokenFile': token_file},
            'certificate': {'client-certificate': self.cluster.authority.certificate('reader'), 'client-key': self.cluster.authority.key('reader')},
            'plug-in': {'exec': dict(execute, command='./plugin')},
            'plug-in with a certificate': {'exec': dict(execute, command='cat', args=[str(pathlib.Path(self.holder.name) / 'pair.json')])},
            'as another': {'token': kubernetes.USERS['admin'][0], 'as': 'reader', 'as-groups': ['readers', 'system:authenticated']},
        }
        for way, user in ways.items():
            with self.subTest(way=way):
                plain['users'][0]['user'] = user
                plain['clusters'][0]['cluster'] = {'server': self.cluster.url, 'certificate-authority': relative}
                self.assertIn('vmi-one', self.show('-r', 'k8s:/team-a', 'images', config=self.file(plain)))

    def test_servers(self):
        config = self.cluster.config('reader')
        authority = config['clusters'][0]['cluster']['certificate-authority-data']
        cluster = config['clusters'][0]['cluster']
        cluster.update({'server': self.cluster.url.replace('127.0.0.1', 'localhost'), 'tls-server-name': 'api.test'})
        self.assertIn('vmi-one', self.show('-r', 'k8s:/team-a', 'images', config=self.file(config)))
        cluster['tls-server-name'] = 'other.test'
        self.refuse(3, 'certificate', '-r', 'k8s:/team-a', 'images', config=self.file(config))
        config['clusters'][0]['cluster'] = {'server': self.cluster.url}
        self.refuse(3, 'certificate', '-r', 'k8s:/team-a', 'images', config=self.file(config))
        config['clusters'][0]['cluster']['insecure-skip-tls-verify'] = True
        self.assertIn('vmi-one', self.show('-r', 'k8s:/team-a', 'images', config=self.file(config)))
        config['clusters'][0]['cluster'] = {'server': 'https://127.0.0.1:1', 'certificate-authority-data': authority}
        self.refuse(3, '127.0.0.1', '-r', 'k8s:/team-a', 'images', '--timeout', '5', config=self.file(config))

    def test_who_may_not(self):
        narrow, nobody = self.cluster.kubeconfig('narrow'), self.cluster.kubeconfig('nobody')
        self.assertEqual(self.names('-r', 'k8s:/team-a', 'images', config=narrow),
                         ['virtualmachineimage/vmi-one', 'virtualmachineimage/vmi-two'])
        self.assertEqual(self.show('-r', 'k8s:/team-a', 'resolve', 'vmi-one', config=narrow).strip(), 'VirtualMachineImage/vmi-one')
        said = self.refuse(3, 'User "narrow" cannot list resource "virtualmachineimages"', '-r', 'k8s:/team-b', 'images', config=narrow)
        self.assertIn('kubectl auth can-i list virtualmachineimages.vmoperator.vmware.com -n team-b --context test', said)
        # Half of the images is no answer to what a name stands for.
        self.refuse(3, 'User "narrow" cannot list resource "clustervirtualmachineimages"', '-r', 'k8s:/team-a', 'resolve', 'photon', config=narrow)
        self.refuse(3, 'User "nobody" cannot list resource "contentlibraries"', '-r', 'k8s:/team-a', 'libraries', config=nobody)

    def test_refused_credentials(self):
        payload = base64.urlsafe_b64encode(b'{"exp":1700000000}').decode().rstrip('=')
        for token, text in (('wrong', 'does not accept the credentials of user "reader" of '),
                            (f'e30.{payload}.x', 'the token expired at 2023-11-14T22:13:20Z; log in again')):
            config = self.cluster.config('reader', how='none', extra={'token': token})
            said = self.refuse(3, text, '-r', 'k8s:/team-a', 'images', config=self.file(config))
            self.assertNotIn(token, said)

    def test_plugins_that_fail(self):
        execute = {'apiVersion': 'client.authentication.k8s.io/v1', 'interactiveMode': 'Never'}
        for command, arguments, text in [
                ('vmimage-none', [], 'there is no such program'), ('false', [], 'failed with exit status 1'),
                ('echo', ['junk'], 'did not print an ExecCredential'), ('sleep', ['60'], 'the deadline')]:
            with self.subTest(command=command):
                config = self.cluster.config('reader', how='none', extra={'exec': dict(execute, command=command, args=arguments)})
                done = self.run_command('-r', 'k8s:/team-a', 'images', '--timeout', '2', config=self.file(config))
                self.assertNotEqual(done.returncode, 0)
                if command != 'sleep':
                    self.assertIn(text, done.stderr)

    def test_configurations_that_are_wrong(self):
        good = self.cluster.config('reader')
        none = str(pathlib.Path(self.holder.name) / 'none')
        self.refuse(1, 'no kubeconfig: not there: ', '-r', 'k8s:', 'images', config=none)
        self.refuse(1, 'no context "other"; there are: "test"', '-r', 'k8s:other', 'images')
        self.refuse(4, 'kubeconfig:1: bad YAML', '-r', 'k8s:', 'images', config=self.file('{'))
        good['contexts'][0]['context']['user'] = 'other'
        self.refuse(1, 'needs the user "other", which no kubeconfig file defines', '-r', 'k8s:', 'images', config=self.file(good))
        good = self.cluster.config('reader', how='none', extra={'client-certificate': 'none.pem', 'client-key': 'none.pem'})
        self.refuse(1, 'users[0].user.client-certificate: ', '-r', 'k8s:', 'images', config=self.file(good))


class AbsentTest(unittest.TestCase):
    def test_no_definitions(self):
        with tempfile.TemporaryDirectory(prefix='kubernetes-test-') as folder, kubernetes.Kubernetes(folder) as cluster:
            environment = dict(os.environ, KUBECONFIG=cluster.kubeconfig('admin'))
            run = lambda: subprocess.run([PROGRAM, '-r', 'k8s:', 'images'], env=environment, text=True, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, check=False, timeout=60)
            done = run()
            self.assertNotEqual(done.returncode, 0)
            self.assertIn('has no API group vmoperator.vmware.com: VM Operator\'s CRDs are not installed; to see it: kubectl '
                          'api-resources --api-group=vmoperator.vmware.com --context test', done.stderr)
            # Only old versions, and only one of the kinds.
            cluster.install_crds(only={'VirtualMachineImage': ['v1alpha2', 'v1alpha3'], 'ClusterVirtualMachineImage': ['v1alpha2', 'v1alpha3']})
            old = dict(image('old', 'default', 'an old one'), apiVersion=f'{VMOP}/v1alpha3')
            cluster.put_object(old)
            done = run()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('an old one', done.stdout)


@unittest.skipIf(kubernetes_crds.real_folder() is None, 'the CRDs that VM Operator ships are not at hand')
class RealDefinitionsTest(ListTest):
    real = True


if __name__ == '__main__':
    try:
        kubernetes.programs()
    except gotools.NoGo as reason:
        print(f'skipped: {reason}')
        sys.exit(77)
    unittest.main()
