# SPDX-License-Identifier: Apache-2.0
"""The vCenter of the tests: publishing, subscriptions, templates, trust and namespaces, by plain HTTP and as govc sees them."""
import base64
import json
import os
import pathlib
import subprocess
import sys
import unittest

from vcenter_server_test import OVF, VMDK, Both, wait, web

import vcenter  # found by the import above


class Govc(Both):
    def govc(self, *arguments, status=0):
        run = subprocess.run([vcenter.govc(), *arguments], env=self.server.environment(), text=True, capture_output=True, check=False)
        self.assertEqual(run.returncode, status, f'{arguments}: {run.stdout}{run.stderr}')
        return run.stdout if status == 0 else run.stderr


class Publishing(Govc):
    def published(self, c, name, **more):
        library = c.create_library(self.name(c, name), publish_info=dict({'published': True, 'authentication_method': 'NONE'}, **more))
        return library, c.library(library)['publish_info']['publish_url']

    def test_vcsp(self):
        for c in self.clients():
            library, url = self.published(c, 'pub')
            item = c.create_item(library, 'img', 'ovf')
            base = url.removesuffix('lib.json')
            get = lambda path, **named: c.send('GET', base + path, **named)  # noqa: E731  pylint: disable=cell-var-from-loop
            before = json.loads(get('lib.json')[1])
            self.assertEqual(json.loads(get('items.json')[1]), {'items': []})
            c.upload(item, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
            after = json.loads(get('lib.json')[1])
            self.assertEqual((after['id'], after['vcspVersion'], after['contentVersion'], after['itemsHref']), ('urn:uuid:' + library, '2', '1', 'items.json'))
            self.assertGreater(int(after['version']), int(before['version']))
            one = json.loads(get('items.json')[1])['items'][0]
            self.assertEqual(json.loads(get(one['selfHref'])[1]), one)
            self.assertEqual((one['name'], one['type'], one['version'], one['contentVersion']), ('img', 'vcsp.ovf', '2', '2'))
            disk = next(f for f in one['files'] if f['name'] == 'a-1.vmdk')
            self.assertEqual((disk['size'], get(disk['hrefs'][0])[1]), (len(VMDK), VMDK))
            self.assertIsInstance(disk['generationNum'], int)
            c.call('PATCH', c.path('local-library', library), c.body('update_spec', {'publish_info': {
                'published': True, 'authentication_method': 'BASIC', 'password': 's3cret'}}))
            self.assertNotIn('password', c.library(library)['publish_info'])
            self.assertEqual(get('lib.json')[0], 401)
            self.assertEqual(get('lib.json', headers={'Authorization': 'Basic ' + base64.b64encode(b'vcsp:s3cret').decode()})[0], 200)
            self.refused(400, 'INVALID_ARGUMENT', c.call, 'PATCH', c.path('local-library', library),
                         c.body('update_spec', {'publish_info': {'password': 'new', 'current_password': 'wrong'}}))
            c.call('PATCH', c.path('local-library', library), c.body('update_spec', {'publish_info': {'published': False}}))
            self.assertEqual(get('lib.json')[0], 404)

    def subscribe(self, c, name, url, **more):
        info = dict({'subscription_url': url, 'authentication_method': 'NONE', 'on_demand': True}, **more)
        return c.create_library(self.name(c, name), subscribed=True, subscription_info=info)

    def sync(self, c, library):
        before = c.library(library)['last_sync_time']
        c.call('POST', c.path('subscribed-library', library, 'sync'))
        wait(lambda: c.library(library)['last_sync_time'] != before)

    def test_subscribe(self):
        for c in self.clients():
            library, url = self.published(c, 'source', authentication_method='BASIC', password='s3cret')
            item = c.create_item(library, 'img', 'ovf', description='d')
            c.upload(item, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
            self.refused(500, 'RESOURCE_INACCESSIBLE', self.subscribe, c, 'none', url)
            named = {'authentication_method': 'BASIC', 'user_name': 'vcsp', 'password': 's3cret'}
            sub = self.subscribe(c, 'sub', url, ssl_thumbprint=self.server.sha1, **named)
            copy = wait(lambda: (i := c.items(sub)) and i['img']['size'] and i)['img']
            self.assertEqual((copy['source_id'], copy['cached'], copy['size'], copy['description']), (item, False, len(OVF), 'd'))
            self.assertEqual({n: (f['size'], f['cached']) for n, f in c.files(copy['id']).items()}, {'a.ovf': (len(OVF), True), 'a-1.vmdk': (0, False)})
            self.assertNotIn('password', c.library(sub)['subscription_info'])
            self.refused(400, 'INVALID_ELEMENT_TYPE', c.create_item, sub, 'x')
            self.refused(400, 'INVALID_ELEMENT_TYPE', c.begin, copy['id'])
            c.call('POST', c.path('library/subscribed-item', copy['id'], 'sync'), {'force_sync_content': True})
            wait(lambda: c.item(copy['id'])['cached'])
            self.assertEqual(c.download(copy['id'], 'a-1.vmdk'), (200, VMDK))
            c.call('POST', c.path('library/subscribed-item', copy['id'], 'evict'))
            self.assertEqual((c.item(copy['id'])['cached'], c.item(copy['id'])['size'], len(c.files(copy['id']))), (False, 0, 2))
            c.upload(item, {'a.ovf': OVF + b' '})
            c.create_item(library, 'second')
            self.sync(c, sub)
            self.assertEqual(c.item(copy['id'])['content_version'], '3')
            c.call('DELETE', c.path('library/item', item))
            self.sync(c, sub)
            self.assertEqual(c.items(sub), {})
            whole = self.subscribe(c, 'whole', self.published(c, 'other')[1], on_demand=False)
            self.refused(400, 'NOT_ALLOWED_IN_CURRENT_STATE', c.call, 'POST', c.path('subscribed-library', whole, 'evict'))
            self.refused(400, 'INVALID_ARGUMENT', self.subscribe, c, 'bad', 'ftp://x/lib.json')
            self.refused(500, 'RESOURCE_INACCESSIBLE', self.subscribe, c, 'pin', url, ssl_thumbprint='00:11', **named)

    def test_subscribe_to_a_folder_on_a_web_server(self):
        program = os.environ.get('VMIMAGE')
        if not program:
            self.skipTest('VMIMAGE is not set')
        folder = pathlib.Path(self.holder.name) / 'folder'
        folder.mkdir()
        (folder.parent / 'disc.iso').write_bytes(bytes(32768) + b'\1CD001\1' + bytes(2041))
        for arguments in (['init'], ['add', folder.parent / 'disc.iso']):
            subprocess.run([program, '-r', folder, *arguments], check=True, capture_output=True)
        with web(folder) as base:
            for c in self.clients():
                sub = self.subscribe(c, 'dir', base + '/lib.json', on_demand=False)
                got = wait(lambda: (i := c.items(sub)) and next(iter(i.values()))['cached'] and i)  # pylint: disable=cell-var-from-loop
                self.assertEqual([(n, i['type'], i['size']) for n, i in got.items()], [('disc', 'iso', 34816)])

    def test_subscriptions(self):
        for c in self.clients():
            library, url = self.published(c, 'to-push')
            sub = self.subscribe(c, 'pushed', url)
            wait(lambda: 'last_sync_time' in c.library(sub))  # pylint: disable=cell-var-from-loop
            spec = {'subscribed_library': {'target': 'USE_EXISTING', 'location': 'LOCAL', 'subscribed_library': sub, 'placement': {
                'folder': self.server.place('Folder', 'vm'), 'resource_pool': self.server.place('ResourcePool')}}}
            path = c.path('library/subscriptions', library) if c.rest else c.path('library', library) + '/subscriptions'
            sid = c.call('POST', path, c.body('spec', spec))
            listed = c.call('GET', c.path('library/subscriptions', library=library) if c.rest else path)
            self.assertEqual([(s['subscription'], s['subscribed_library']) for s in listed], [(sid, sub)])
            item = c.create_item(library, 'img', 'iso')
            c.upload(item, {'x.iso': b'content'})
            self.govc('library.clone', '-vm', 'old-1', '-pool', '/DC0/host/DC0_C0/Resources', '-ds', 'LocalDS_0', self.name(c, 'to-push'), self.name(c, 'tm'))
            c.call('POST', c.path('local-library', library, 'publish'), {})
            got = wait(lambda: len(i := c.items(sub)) == 2 and i)  # pylint: disable=cell-var-from-loop
            self.assertEqual({i['type'] for i in got.values()}, {'iso', 'vm-template'})
            one = c.call('POST', path + '?~action=get', {'subscription': sid}) if c.rest else c.call('GET', f'{path}/{sid}')
            self.assertEqual(one['subscribed_library_location'], 'LOCAL')


class Templates(Govc):
    def test_templates(self):
        place = ['-pool', '/DC0/host/DC0_C0/Resources', '-ds', 'LocalDS_0']
        for c in self.clients():
            library = self.name(c, 'tmpl')
            identifier = c.create_library(library)
            self.govc('library.clone', '-vm', 'web-1', *place, library, self.name(c, 'vt'))
            item = c.items(identifier)[self.name(c, 'vt')]
            self.assertEqual((item['type'], item['content_version']), ('vm-template', '1'))
            path = ('/rest' if c.rest else '/api') + '/vcenter/vm-template/library-items/' + item['id']
            info = c.call('GET', path)
            self.assertEqual((info['guest_OS'], info['cpu']['count'], info['memory']['size_MiB'], len(info['disks']), isinstance(info['disks'], list)),
                             ('ubuntu64Guest', 2, 4096, 2, c.rest))
            self.assertEqual(c.call('GET', path + '/versions')[0]['vm_template'], info['vm_template'])
            self.assertIn('true', self.govc('collect', '-s', 'VirtualMachine:' + info['vm_template'], 'config.template'))
            spec = {'name': self.name(c, 'deployed'), 'placement': {'folder': self.server.place('Folder', 'vm'), 'resource_pool': self.server.place('ResourcePool')}}
            self.assertTrue(c.call('POST', path + '?action=deploy', c.body('spec', spec)).startswith('vm-'))
            out = c.call('POST', path + '/check-outs?action=check-out', c.body('spec', dict(spec, name=self.name(c, 'out'))))
            self.assertEqual(c.call('GET', path + '/check-outs'), [{'vm': out}])
            self.assertEqual(c.call('POST', f'{path}/check-outs/{out}?action=check-in', c.body('spec', {'message': 'm'})), '2')
            self.assertEqual(c.call('GET', path)['vm_template'], out)
            c.call('DELETE', c.path('library/item', item['id']))
            self.assertNotIn(out, self.govc('ls', '-i', '/DC0/vm'))

    def test_inventory(self):
        found = json.loads(self.govc('vm.info', '-json', 'templates/tmpl-photon'))['virtualMachines'][0]
        self.assertTrue(found['config']['template'])
        self.assertEqual(found['config']['instanceUuid'], self.server.vm('tmpl-photon')['instance_uuid'])
        c = self.client()
        c.soap_login()
        vm = self.server.vm('win-1')['id']
        text = c.soap('RetrievePropertiesEx', ('PropertyCollector', 'propertyCollector'), '<specSet><propSet><type>VirtualMachine</type>'
                      f'<pathSet>config</pathSet></propSet><objectSet><obj type="VirtualMachine">{vm}</obj></objectSet></specSet><options/>')
        self.assertEqual([text.count(f'type="{kind}"') for kind in ('VirtualVmxnet3', 'VirtualTPM', 'VirtualDisk', 'ParaVirtualSCSIController')],
                         [2, 1, 1, 1])
        self.assertIn('<firmware>efi</firmware>', text)

    def test_capture_and_deploy_with_govc(self):
        c = self.client()
        library = c.create_library('deploy')
        c.capture(self.server.vm('old-1')['id'], library, 'cap')
        self.govc('library.deploy', '-pool', '/DC0/host/DC0_C0/Resources', '-ds', 'LocalDS_0', 'deploy/cap', 'from-ovf')
        self.assertIn('from-ovf', self.govc('vm.info', 'from-ovf'))

    def test_files_with_govc(self):
        folder = pathlib.Path(self.holder.name) / 'govc'
        folder.mkdir()
        (folder / 'a.ovf').write_bytes(OVF)
        (folder / 'a-1.vmdk').write_bytes(VMDK)
        self.govc('library.create', '-ds', 'LocalDS_0', '-d', 'text', 'g')
        self.govc('library.import', 'g', str(folder / 'a.ovf'))
        self.assertEqual(sorted(self.govc('library.ls', 'g/*/*').split()), ['/g/a/a-1.vmdk', '/g/a/a.ovf'])
        self.assertEqual(json.loads(self.govc('library.info', '-json', 'g/a'))[0]['size'], len(OVF) + len(VMDK))
        (folder / 'out').mkdir()
        self.govc('library.export', 'g/a', str(folder / 'out'))
        self.assertEqual((folder / 'out' / 'a-1.vmdk').read_bytes(), VMDK)
        self.govc('library.rm', 'g/a')
        self.govc('library.rm', 'g')
        self.assertNotIn('/g', self.govc('library.ls').split())


class Trust(Govc):
    def test_policies_and_certificates(self):
        c = self.client()
        policy = c.call('GET', '/api/content/security-policies')[0]
        self.assertEqual(policy['name'], 'OVF default policy')
        self.refused(404, 'NOT_FOUND', c.create_library, 'p', security_policy_id='nothing')
        library = c.create_library('policy', security_policy_id=policy['policy'])
        item = c.create_item(library, 'a', 'ovf')
        c.upload(item, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
        self.assertEqual((c.item(item)['security_compliance'], c.item(item)['certificate_verification_info']['status']), (False, 'NOT_AVAILABLE'))
        c.upload(item, {'a.cert': b'x'})
        self.assertTrue(c.item(item)['security_compliance'])
        text = pathlib.Path(self.server.ca).read_text(encoding='ascii')
        c.call('POST', '/api/content/trusted-certificates', {'cert_text': text})
        self.refused(400, 'ALREADY_EXISTS', c.call, 'POST', '/api/content/trusted-certificates', {'cert_text': text})
        self.refused(400, 'INVALID_ARGUMENT', c.call, 'POST', '/api/content/trusted-certificates', {'cert_text': 'x'})
        one = c.call('GET', '/api/content/trusted-certificates')['certificates'][0]
        self.assertEqual(c.call('GET', '/api/content/trusted-certificates/' + one['certificate'])['cert_text'], text)
        c.call('DELETE', '/api/content/trusted-certificates/' + one['certificate'])
        self.assertEqual(c.call('GET', '/api/content/trusted-certificates')['certificates'], [])

    def test_usage(self):
        c = self.client()
        library = c.create_library('used')
        usage = c.call('POST', f'/api/content/library/{library}/usages', {'resource_urn': 'urn:x'})
        self.refused(400, 'RESOURCE_IN_USE', c.call, 'DELETE', c.path('local-library', library))
        self.assertEqual(c.call('GET', f'/api/content/library/{library}/usages/{usage}')['resource_urn'], 'urn:x')
        c.call('DELETE', c.path('local-library', library, 'force-delete'))

    def test_namespaces(self):
        c = self.client()
        one, two = c.create_library('ns-1'), c.create_library('ns-2')
        base = '/api/vcenter/namespaces/instances'
        c.call('POST', base, {'namespace': 'team', 'cluster': self.server.place('ClusterComputeResource'),
                              'vm_service_spec': {'content_libraries': [one], 'vm_classes': ['small']}})
        get = lambda: c.call('GET', base + '/team')  # noqa: E731
        c.call('PATCH', base + '/team', {'content_libraries': [{'content_library': two, 'writable': True}]})
        self.assertEqual(get()['vm_service_spec'], {'content_libraries': [one], 'vm_classes': ['small']})
        c.call('PATCH', base + '/team', {'vm_service_spec': {'content_libraries': [one, two]}})
        self.assertEqual(get()['vm_service_spec'], {'content_libraries': [one, two], 'vm_classes': ['small']})
        self.assertEqual(get()['content_libraries'], [{'content_library': two, 'writable': True}])
        self.refused(404, 'NOT_FOUND', c.call, 'PATCH', base + '/other', {})
        self.refused(404, 'NOT_FOUND', c.call, 'PATCH', base + '/team', {'content_libraries': [{'content_library': 'nothing'}]})
        self.assertTrue(c.call('GET', '/api/vcenter/namespace-management/supervisors/summaries')['items'][0]['supervisor'])
        self.assertIn('team', self.govc('namespace.ls'))
        c.call('DELETE', base + '/team')
        self.assertEqual(c.call('GET', base), [])

    def test_what_the_simulator_answers(self):
        self.govc('tags.category.create', 'os')
        self.govc('tags.create', '-c', 'os', 'linux')
        self.assertIn('linux', self.govc('tags.ls'))


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
        vcenter.govc()
    except vcenter.NoGo as missing:
        print(f'skipped: {missing}')
        sys.exit(77)
    unittest.main()
