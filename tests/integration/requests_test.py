# SPDX-License-Identifier: Apache-2.0
"""Requests on a real API server: in every version what is written is taken and read back equal; changed, watched, followed to the end, refused.

The controller is played by this test: it changes the status as VM Operator does.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'tests' / 'servers'), str(TOP / 'bindings' / 'python' / 'src')]
import gotools  # noqa: E402
import kubernetes  # noqa: E402
import kubernetes_crds  # noqa: E402
import vmimage  # noqa: E402
from vmimage import EventKind, GroupPublishRequest, ImportRequest, PublishRequest, RequestState  # noqa: E402

REGISTRY, VMOP = kubernetes_crds.REGISTRY, kubernetes_crds.VMOP
NOW = '2026-03-01T00:00:00Z'
VERSIONS = {
    PublishRequest: [f'{VMOP}/v1alpha{n}' for n in range(1, 7)],
    GroupPublishRequest: [f'{VMOP}/v1alpha5', f'{VMOP}/v1alpha6'],
    ImportRequest: [f'{REGISTRY}/v1alpha1', f'{REGISTRY}/v1alpha2'],
}
PATHS = {PublishRequest: 'virtualmachinepublishrequests', GroupPublishRequest: 'virtualmachinegrouppublishrequests',
         ImportRequest: 'contentlibraryitemimportrequests'}


def full(kind, name):
    """A request with every field that a program can set."""
    common = {'labels': {'team': 'a'}, 'annotations': {'note.example.com/x': 'y'}, 'ttl_seconds': 60}
    if kind is PublishRequest:
        return kind(name, source='vm-1', library='cl-1', item_name='golden', description='text', backoff_limit=5, **common)
    if kind is GroupPublishRequest:
        return kind(name, source='group', library='cl-1', virtual_machines=['vm-1', 'vm-2'], **common)
    return kind(name, url='https://images.example.com/a.ova', library='cl-1', item_name='golden', description='text', type='OVF',
                checksum='00ff', algorithm='SHA512', certificate='PEM', **common)


def body(request, version):
    """What a program said, in a version."""
    data = request.to_dict(version)
    return data['spec'], data['metadata']['labels'], data['metadata']['annotations']


class Case(unittest.TestCase):
    real = False

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix='requests-test-')
        cls.addClassCleanup(cls.holder.cleanup)
        cls.cluster = kubernetes.Kubernetes(cls.holder.name).__enter__()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.install_crds(real=cls.real)

    def registry(self, user='admin', place='k8s:/team-a', **options):
        options = vmimage.Options(kubeconfig=self.cluster.kubeconfig(user), **options)
        registry = vmimage.Registry(place, options=options)
        self.addCleanup(registry.close)
        return registry

    def setUp(self):
        for versions in VERSIONS.values():
            plural = next(path for kind, path in PATHS.items() if VERSIONS[kind] is versions)
            self.cluster.request('DELETE', f'/apis/{versions[-1]}/namespaces/team-a/{plural}')


class EveryVersion(Case):
    def test_written_and_read_back(self):
        for kind, versions in VERSIONS.items():
            for version in versions:
                with self.subTest(kind=kind.__name__, version=version):
                    registry = self.registry(api_versions=[version])
                    own = full(kind, f'r-{version[-1]}')
                    made = registry.send(own)
                    self.assertEqual(made.api_version, version)
                    self.assertEqual(made.namespace, 'team-a')
                    self.assertIsNotNone(made.uid)
                    got = registry.get_request(kind, own.name)
                    self.assertEqual(got, made)
                    self.assertEqual(body(got, version), body(own, version))
                    # The same in the newest version: nothing was lost on the way.
                    newest = self.registry().get_request(kind, own.name)
                    self.assertEqual(body(newest, versions[-1]), body(own, versions[-1]))
                    changed = registry.update(got.changed(ttl_seconds=120))
                    self.assertEqual(changed.ttl_seconds, 120)
                    status = registry.update(changed.with_condition('Complete', 'False', NOW, reason='Waits', message='text'), status=True)
                    if version == f'{REGISTRY}/v1alpha1':
                        # The registry's own conversion takes the status from its annotation: what is written in this version is lost.
                        self.assertNotIn('Complete', status.conditions)
                    else:
                        self.assertEqual(status.conditions['Complete'].reason, 'Waits')
                        self.assertEqual(registry.get_request(kind, own.name).conditions['Complete'].message, 'text')
                    registry.delete_request(kind, own.name)
                    with self.assertRaises(vmimage.NotFoundError):
                        registry.get_request(kind, own.name)

    def test_status_of_all_fields(self):
        """What a controller writes comes to the program, in each version."""
        conditions = [{'type': 'Complete', 'status': 'True', 'reason': 'True', 'message': '', 'lastTransitionTime': NOW}]
        statuses = {
            PublishRequest: {'attempts': 2, 'imageName': 'vmi-1', 'ready': True, 'startTime': NOW, 'completionTime': NOW, 'lastAttemptTime': NOW,
                             'sourceRef': {'name': 'vm-1'}, 'targetRef': {'item': {'name': 'golden'}, 'location': {'name': 'cl-1'}}},
            GroupPublishRequest: {'startTime': NOW, 'completionTime': NOW, 'images': [
                {'source': 'vm-1', 'publishRequestName': 'g-1', 'imageName': 'vmi-1', 'conditions': conditions}]},
            ImportRequest: {'startTime': NOW, 'completionTime': NOW, 'itemName': 'clitem-1', 'fileUploadStatus': {
                'sessionUUID': 's-1', 'fileUploads': [{'name': 'f', 'transferStatus': 'Transferring', 'size': 10, 'bytesTransferred': 4}]}},
        }
        for kind, versions in VERSIONS.items():
            made = self.registry().send(full(kind, 'status')).to_dict()
            made['status'] = dict(statuses[kind], conditions=conditions)
            path = f'/apis/{versions[-1]}/namespaces/team-a/{PATHS[kind]}/status/status'
            code, answer = self.cluster.request('PUT', path, made)
            self.assertEqual(code, 200, answer)
            for version in versions:
                with self.subTest(kind=kind.__name__, version=version):
                    got = self.registry(api_versions=[version]).get_request(kind, 'status')
                    self.assertIs(got.state, RequestState.COMPLETE)
                    self.assertEqual(got.start_time, NOW)
                    if kind is PublishRequest:
                        self.assertEqual((got.image_name, got.attempts, got.is_ready, got.target_ref_item_name, got.source_ref_name),
                                         ('vmi-1', 2, True, 'golden', 'vm-1'))
                    elif kind is GroupPublishRequest:
                        self.assertEqual([(i.source, i.name) for i in got.images], [('vm-1', 'vmi-1')])
                    else:
                        self.assertEqual((got.item_name, got.uploads[0].status, got.uploads[0].bytes), ('clitem-1', 'Transferring', 4))


class Changes(Case):
    def test_lists(self):
        registry = self.registry()
        for name in ('b', 'a', 'c'):
            registry.send(PublishRequest(name, source='vm', library='cl-1' if name != 'c' else 'cl-2', labels={'n': name}))
        self.registry(place='k8s:/team-b').send(PublishRequest('z', source='vm', library='cl-1'))
        names = lambda **filters: [r.name for r in registry.publish_requests(**filters)]
        self.assertEqual(names(), ['a', 'b', 'c'])
        self.assertEqual(names(namespace='*')[-1], 'z')
        self.assertEqual(names(selector='n in (a,c)'), ['a', 'c'])
        self.assertEqual(names(library='cl-2'), ['c'])
        self.assertEqual(names(name='b'), ['b'])
        self.assertEqual(names(complete=True), [])
        self.assertEqual([r.name for r in registry.group_publish_requests()] + [r.name for r in registry.import_requests()], [])

    def test_the_server_makes_the_name(self):
        made = self.registry().send(PublishRequest(generate_name='web-', source='vm', library='cl-1'))
        self.assertRegex(made.name, '^web-.....$')
        with self.assertRaisesRegex(vmimage.InvalidError, 'no name'):
            self.registry().send(PublishRequest(source='vm', library='cl-1'))

    def test_conflicts(self):
        registry = self.registry()
        first = registry.send(full(PublishRequest, 'p'))
        with self.assertRaises(vmimage.ExistsError):
            registry.send(full(PublishRequest, 'p'))
        registry.update(first.changed(ttl_seconds=1))
        with self.assertRaisesRegex(vmimage.ConflictError, 'has been modified') as caught:
            registry.update(first.changed(ttl_seconds=2))
        self.assertEqual(caught.exception.http_status, 409)
        with self.assertRaises(vmimage.ConflictError):
            registry.delete_request(PublishRequest, 'p', resource_version=first.resource_version)
        with self.assertRaises(vmimage.ConflictError):
            registry.delete_request(PublishRequest, 'p', uid='00000000-0000-0000-0000-000000000000')
        with self.assertRaises(vmimage.NotFoundError):
            registry.update(full(PublishRequest, 'other').changed())
        self.assertEqual(registry.get_request(PublishRequest, 'p').ttl_seconds, 1)
        registry.delete_request(PublishRequest, 'p', uid=first.uid, propagation='Background')

    def test_apply(self):
        registry = self.registry()
        made = registry.update(PublishRequest('p', source='vm', library='cl-1', ttl_seconds=1), apply=True)
        self.assertEqual(made.ttl_seconds, 1)
        self.cluster.kubectl('patch', 'vmpub', 'p', '-n', 'team-a', '--type=merge', '-p', '{"spec":{"ttlSecondsAfterFinished":5}}')
        with self.assertRaisesRegex(vmimage.ConflictError, 'ttlSecondsAfterFinished'):
            registry.update(PublishRequest('p', source='vm', library='cl-1', ttl_seconds=9), apply=True)
        forced = registry.update(PublishRequest('p', source='vm', library='cl-1', ttl_seconds=9), apply=True, force=True)
        self.assertEqual(forced.ttl_seconds, 9)

    def test_patch(self):
        registry = self.registry()
        self.cluster.put_object({'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'VirtualMachineImage',
                                 'metadata': {'name': 'vmi-0123456789abcdef0', 'namespace': 'team-a', 'labels': {'old': 'x'}}, 'spec': {}})
        patch = [{'op': 'test', 'path': '/metadata/labels/old', 'value': 'x'}, {'op': 'add', 'path': '/metadata/labels/new', 'value': 'y'}]
        changed = registry.patch('VirtualMachineImage', 'vmi-0123456789abcdef0', patch)
        self.assertEqual(changed['metadata']['labels'], {'old': 'x', 'new': 'y'})
        self.assertEqual(registry.get_image('vmi-0123456789abcdef0').labels['new'], 'y')
        dry = registry.patch('VirtualMachineImage', 'vmi-0123456789abcdef0', [{'op': 'remove', 'path': '/metadata/labels/new'}], dry_run=True)
        self.assertNotIn('new', dry['metadata']['labels'])
        self.assertEqual(registry.get_image('vmi-0123456789abcdef0').labels['new'], 'y')
        with self.assertRaises(vmimage.InvalidError):
            registry.patch('VirtualMachineImage', 'vmi-0123456789abcdef0', [{'op': 'test', 'path': '/metadata/labels/old', 'value': 'z'}])
        with self.assertRaises(vmimage.NotFoundError):
            registry.patch('VirtualMachineImage', 'vmi-0', [])
        with self.assertRaises(vmimage.UnsupportedError):
            registry.patch('Pod', 'x', [])

    def test_dry_run(self):
        registry = self.registry()
        self.assertIsNotNone(registry.send(full(ImportRequest, 'i'), dry_run=True).uid)
        self.assertEqual(list(registry.import_requests()), [])


class Refusals(Case):
    def test_forbidden(self):
        registry = self.registry('narrow')
        self.assertEqual(list(registry.publish_requests()), [])
        with self.assertRaises(vmimage.ForbiddenError) as caught:
            registry.send(full(PublishRequest, 'p'))
        text = str(caught.exception)
        for word in ('narrow', 'create', 'virtualmachinepublishrequests', 'team-a', 'kubectl auth can-i create'):
            self.assertIn(word, text)
        with self.assertRaisesRegex(vmimage.ForbiddenError, 'cannot delete'):
            registry.delete_request(PublishRequest, 'p')
        with self.assertRaisesRegex(vmimage.ForbiddenError, 'cannot list'):
            list(registry.publish_requests(namespace='team-b'))

    def test_invalid(self):
        registry = self.registry()
        with self.assertRaisesRegex(vmimage.InvalidError, 'Not A Name') as caught:
            registry.send(full(PublishRequest, 'Not A Name'))
        self.assertEqual(caught.exception.http_status, 422)

    def test_admission(self):
        registry = self.registry()
        with self.assertRaisesRegex(vmimage.InvalidError, 'spec.target.location.name: Required value') as caught:
            registry.send(PublishRequest('p', source='vm'), check=True)
        self.assertEqual(caught.exception.http_status, 422)
        self.assertEqual(list(registry.publish_requests()), [])
        registry.send(full(PublishRequest, 'p'), check=True)

    def test_namespaces(self):
        with self.assertRaises(vmimage.NotFoundError):
            self.registry(place='k8s:/nowhere').send(full(PublishRequest, 'p'))
        with self.assertRaisesRegex(vmimage.InvalidError, 'namespace'):
            self.registry(place='k8s:/*').send(full(PublishRequest, 'p'))

    def test_versions_that_are_not_there(self):
        with self.assertRaisesRegex(vmimage.UnsupportedError, 'no version that has VirtualMachineGroupPublishRequest'):
            self.registry(api_versions=[f'{VMOP}/v1alpha4']).send(full(GroupPublishRequest, 'g'))
        with self.assertRaisesRegex(vmimage.UnsupportedError, 'v1alpha9'):
            list(self.registry(api_versions=[f'{VMOP}/v1alpha9']).publish_requests())


class Following(Case):
    def status(self, name, conditions, kind='vmpub', **more):
        """The controller."""
        patch = {'status': dict(more, conditions=[
            {'type': type, 'status': status, 'reason': reason, 'message': message, 'lastTransitionTime': NOW}
            for type, status, reason, message in conditions])}
        self.cluster.kubectl('patch', kind, name, '-n', 'team-a', '--subresource=status', '--type=merge', '-p', json.dumps(patch))

    def until(self, job, wanted):
        """Events up to the condition that is told."""
        seen, end = [], time.monotonic() + 30
        while not seen or seen[-1][1:3] != wanted:
            self.assertLess(time.monotonic(), end, seen)
            self.assertTrue(job.step(1), seen)
            for event in job.events():
                condition = event.condition
                seen.append((event.kind, condition.type, condition.reason) if condition is not None else (event.kind, None, None))
        return seen

    def test_to_the_end(self):
        registry = self.registry()
        registry.send(full(PublishRequest, 'p'))
        job = registry.follow(PublishRequest, 'p')
        uploading = ('Uploaded', 'False', 'Uploading', 'Uploading item to content library.')
        self.status('p', [('SourceValid', 'True', 'True', ''), uploading])
        seen = self.until(job, ('Uploaded', 'Uploading'))
        self.assertEqual(seen[0][0], EventKind.ADDED)
        self.assertEqual(seen[-2:], [(EventKind.CONDITION, 'SourceValid', 'True'), (EventKind.CONDITION, 'Uploaded', 'Uploading')])
        self.status('p', [('SourceValid', 'True', 'True', ''), ('Uploaded', 'True', 'True', ''), ('Complete', 'True', 'True', '')],
                    ready=True, imageName='vmi-0123456789abcdef0')
        events = list(job)
        self.assertEqual([e.condition.type for e in events if e.condition is not None], ['Uploaded', 'Complete'])
        self.assertEqual(events[-1].object.image_name, 'vmi-0123456789abcdef0')
        # One that is over when it is looked at.
        self.assertTrue(any(e.condition is not None and e.condition.type == 'Complete' for e in registry.follow(PublishRequest, 'p')))

    def test_to_a_failure(self):
        registry = self.registry()
        registry.send(full(PublishRequest, 'p'))
        job = registry.follow(PublishRequest, 'p')
        message = 'publish attempts limit has been reached: 3'
        self.status('p', [('Complete', 'False', 'Fatal', message)], attempts=3)
        with self.assertRaisesRegex(vmimage.FailedError, message) as caught:
            list(job)
        self.assertEqual(caught.exception.reason, 'Fatal')

    def test_import(self):
        registry = self.registry()
        registry.send(full(ImportRequest, 'i'))
        job = registry.follow(ImportRequest, 'i')
        upload = {'fileUploads': [{'name': 'f', 'transferStatus': 'Transferring', 'size': 10, 'bytesTransferred': 4}], 'sessionUUID': 's'}
        kind = f'contentlibraryitemimportrequests.v1alpha2.{REGISTRY}'
        self.status('i', [('TemplateUploaded', 'False', 'UploadInProgress', 'x')], kind=kind, fileUploadStatus=upload)
        self.until(job, ('TemplateUploaded', 'UploadInProgress'))
        self.assertEqual(job.progress, (4, 10))
        self.status('i', [('TemplateUploaded', 'False', 'UploadFailure', 'broken')], kind=kind, fileUploadStatus=upload)
        with self.assertRaisesRegex(vmimage.FailedError, 'broken'):
            list(job)

    def test_deleted(self):
        registry = self.registry()
        registry.send(full(PublishRequest, 'p'))
        registry.send(full(PublishRequest, 'other'))
        job = registry.follow(PublishRequest, 'p')
        self.status('p', [('Complete', 'False', 'HasNotBeenUploaded', 'x')])
        self.status('other', [('Complete', 'True', 'True', '')])
        self.until(job, ('Complete', 'HasNotBeenUploaded'))
        registry.delete_request(PublishRequest, 'p')
        with self.assertRaisesRegex(vmimage.NotFoundError, 'deleted before it was complete'):
            list(job)
        with self.assertRaisesRegex(vmimage.NotFoundError, 'no publish request'):
            list(registry.follow(PublishRequest, 'p'))

    def test_watch(self):
        registry = self.registry()
        registry.send(full(PublishRequest, 'a'))
        job = registry.watch_requests(PublishRequest)
        seen = []

        def until(count):
            end = time.monotonic() + 30
            while len(seen) < count:
                self.assertLess(time.monotonic(), end, seen)
                self.assertTrue(job.step(1))
                seen.extend((e.kind, e.text) for e in job.events())

        until(2)
        self.assertEqual(seen, [(EventKind.ADDED, 'a'), (EventKind.SYNCED, None)])
        registry.send(full(PublishRequest, 'b'))
        self.status('b', [('Complete', 'False', 'X', 'x')])
        registry.delete_request(PublishRequest, 'a')
        until(5)
        self.assertEqual(seen[2:], [(EventKind.ADDED, 'b'), (EventKind.MODIFIED, 'b'), (EventKind.REMOVED, 'a')])


class Command(Case):
    def run_command(self, *arguments, status=0, place='k8s:/team-a'):
        program = os.environ.get('VMIMAGE', 'vmimage')
        config = ['--kubeconfig', self.cluster.kubeconfig('admin')] if place.startswith('k8s:') else []
        done = subprocess.run([program, *arguments, '-r', place, *config], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return done.stdout if status == 0 else done.stderr

    def test_requests(self):
        full_name = self.run_command('publish', 'web', '--library', 'cl-1', '--name', 'golden')
        self.assertRegex(full_name, r'^virtualmachinepublishrequest\.vmoperator\.vmware\.com/web-.....\n$')
        name = full_name.strip().split('/')[1]
        self.run_command('import', 'https://h/a.ova', '--library', 'cl-1')
        listed = json.loads(self.run_command('requests', '-o', 'json'))['items']
        self.assertEqual([item['kind'] for item in listed], ['VirtualMachinePublishRequest', 'ContentLibraryItemImportRequest'])
        columns = lambda text: [line.split()[0] for line in text.splitlines()]
        self.assertEqual(columns(self.run_command('requests', 'publish')), columns(self.cluster.kubectl('get', 'vmpub', '-n', 'team-a')))
        self.assertRegex(self.run_command('requests', '-o', 'wide'), rf'{name} .* Pending +web +cl-1')
        message = 'publish attempts limit has been reached: 3'
        patch = {'status': {'conditions': [{'type': 'Complete', 'status': 'False', 'reason': 'Fatal', 'message': message, 'lastTransitionTime': NOW}]}}
        self.cluster.kubectl('patch', 'vmpub', name, '-n', 'team-a', '--subresource=status', '--type=merge', '-p', json.dumps(patch))
        self.assertIn(f'Complete False Fatal: {message}', self.run_command('request', name))
        self.assertIn(message, self.run_command('request', name, '--follow', status=1))
        self.run_command('cancel', name)
        self.assertIn('not found', self.run_command('request', name, status=1))
        self.assertIn('has no requests', self.run_command('requests', place=self.holder.name, status=4))
        self.assertIn('--library', self.run_command('publish', 'web', status=2))


@unittest.skipIf(kubernetes_crds.real_folder() is None, 'the CRDs that VM Operator ships are not at hand')
class EveryVersionOfTheRealKinds(EveryVersion):
    real = True

    def test_value_that_is_refused(self):
        with self.assertRaisesRegex(vmimage.InvalidError, 'spec.target.item.type') as caught:
            self.registry().send(ImportRequest('i', url='https://h/a.ova', library='cl', type='TAR'))
        self.assertEqual(caught.exception.http_status, 422)
        self.assertIn('Unsupported value', caught.exception.reason)


class WithoutKinds(unittest.TestCase):
    def test_no_group(self):
        with tempfile.TemporaryDirectory(prefix='requests-test-') as folder, kubernetes.Kubernetes(folder) as cluster:
            options = vmimage.Options(kubeconfig=cluster.kubeconfig('admin'))
            with vmimage.Registry('k8s:/team-a', options=options) as registry:
                for act in (lambda: list(registry.publish_requests()), lambda: registry.send(full(PublishRequest, 'p')),
                            lambda: registry.follow(ImportRequest, 'i')):
                    with self.assertRaisesRegex(vmimage.UnsupportedError, 'CRDs are not installed') as caught:
                        act()
                    self.assertIn('kubectl api-resources', str(caught.exception))


if __name__ == '__main__':
    try:
        kubernetes.programs()
    except gotools.NoGo as reason:
        print(f'skipped: {reason}')
        sys.exit(77)
    os.environ.setdefault('VMIMAGE_LIBRARY', 'libvmimage.so.0')
    unittest.main()
