# SPDX-License-Identifier: Apache-2.0
"""The vCenter of the tests does what its README says, as seen by plain HTTP in both dialects: else what is tested with it is worth nothing."""
import functools
import hashlib
import html
import http.server
import io
import pathlib
import re
import sys
import tarfile
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import vcenter  # noqa: E402
from vcenter_rest import Client, Refused  # noqa: E402

OVF = (b'<?xml version="1.0"?><Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">'
       b'<References><File ovf:href="a-1.vmdk" ovf:id="f1"/></References></Envelope>')
VMDK = b'KDMV' + b'\3\0\0\0' + b'\1\0\3\0' + bytes(500) + bytes(1024)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def wait(condition, seconds=10):
    """The first value of condition() that is true."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError('waited too long')
        time.sleep(0.02)
    return value


class Both(unittest.TestCase):
    """One server for all tests of a class; each test runs in both dialects."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix='vcenter-test-')
        cls.addClassCleanup(cls.holder.cleanup)
        cls.server = vcenter.VCenter(cls.holder.name)
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.__enter__()

    def clients(self):
        """A client of each dialect in turn."""
        for dialect in ('rest', 'api'):
            yield self.client(dialect)

    def client(self, dialect='api', login=True):
        c = Client(self.server, dialect, login)
        self.addCleanup(c.close)
        return c

    def refused(self, status, kind, function, *arguments, **named):
        with self.assertRaises(Refused) as caught:
            function(*arguments, **named)
        self.assertEqual((caught.exception.status, caught.exception.kind), (status, kind))
        return caught.exception.value

    def name(self, c, base):
        return f'{base}-{"rest" if c.rest else "api"}'


class Libraries(Both):
    def test_session(self):
        for c in self.clients():
            path = '/rest/com/vmware/cis/session' if c.rest else '/api/session'
            self.assertEqual(c.call('GET', path)['user'], 'user')
            c.call('DELETE', path)
            value = self.refused(401, 'UNAUTHENTICATED', c.call, 'GET', c.path('library'))
            self.assertEqual('type' in value, c.rest)
            self.refused(401, 'UNAUTHENTICATED', c.login, 'wrong')

    def test_library(self):
        for c in self.clients():
            name = self.name(c, 'Lib')
            identifier = c.create_library(name, description='d')
            got = c.library(identifier)
            self.assertEqual((got['name'], got['description'], got['type'], got['version']), (name, 'd', 'LOCAL', '1'))
            self.assertIn(identifier, c.call('GET', c.path('local-library')))
            self.assertNotIn(identifier, c.call('GET', c.path('subscribed-library')))
            self.assertEqual(c.call('POST', c.path('library', action='find'), c.body('spec', {'name': name.upper()})), [identifier])
            self.refused(400, 'INVALID_ARGUMENT', c.call, 'POST', c.path('library', action='find'), c.body('spec', {}))
            c.call('PATCH', c.path('local-library', identifier), c.body('update_spec', {'name': name + '2', 'version': '1'}))
            again = c.library(identifier)
            self.assertEqual((again['name'], again['version'], again['description']), (name + '2', '2', 'd'))
            self.assertGreaterEqual(again['last_modified_time'], got['last_modified_time'])
            self.refused(400, 'INVALID_ARGUMENT', c.call, 'PATCH', c.path('local-library', identifier), c.body('update_spec', {'version': '1'}))
            self.refused(404, 'NOT_FOUND', c.call, 'GET', c.path('subscribed-library', identifier))
            self.refused(400, 'INVALID_ARGUMENT', c.create_library, 'x', storage_backings=[])
            c.call('DELETE', c.path('local-library', identifier))
            self.refused(404, 'NOT_FOUND', c.library, identifier)
            self.refused(404, 'NOT_FOUND', c.call, 'GET', c.path('library/item', library_id=identifier))

    def test_token_makes_a_repeat_harmless(self):
        for c in self.clients():
            body = c.body('create_spec', {'name': 't', 'storage_backings': [{'type': 'DATASTORE', 'datastore_id': self.server.place('Datastore')}]})
            if c.rest:
                body['client_token'] = 'r-1'
            ids = {c.call('POST', c.path('local-library'), body, {} if c.rest else {'Client-Token': 'a-1'}) for _ in range(2)}
            self.assertEqual(len(ids), 1)

    def test_items(self):
        for c in self.clients():
            library = c.create_library(self.name(c, 'items'))
            self.assertEqual(c.items(library), {})
            identifier = c.create_item(library, 'one', 'ovf', description='x')
            got = c.item(identifier)
            self.assertEqual((got['content_version'], got['metadata_version'], got['version'], got['size']), ('1', '1', '1', 0))
            change = c.library(library)
            c.call('PATCH', c.path('library/item', identifier), c.body('update_spec', {'name': 'uno', 'description': ''}))
            got = c.item(identifier)
            self.assertEqual((got['name'], got['description'], got['content_version'], got['metadata_version'], got['version']),
                             ('uno', '', '1', '2', '2'))
            self.assertEqual(c.library(library), change)  # a library's version and time are those of its own properties
            self.refused(400, 'ALREADY_EXISTS', c.create_item, library, 'UNO')
            self.refused(400, 'INVALID_ARGUMENT', c.create_item, library, '../x')
            self.refused(404, 'NOT_FOUND', c.create_item, 'nothing', 'x')
            self.assertEqual(c.call('POST', c.path('library/item', action='find'), c.body('spec', {'library_id': library, 'name': 'Uno'})), [identifier])
            c.call('DELETE', c.path('library/item', identifier))
            self.refused(404, 'NOT_FOUND', c.item, identifier)

    def test_copy(self):
        for c in self.clients():
            library = c.create_library(self.name(c, 'copy'))
            one = c.create_item(library, 'one', 'ovf', description='d')
            c.upload(one, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
            two = c.call('POST', c.path('library/item', one, 'copy'), c.body('destination_create_spec', {'library_id': library, 'name': 'two'}))
            wait(lambda: len(c.files(two)) == 2)
            self.assertEqual((c.item(two)['description'], c.download(two, 'a.ovf')), ('d', (200, OVF)))
            self.refused(400, 'ALREADY_EXISTS', c.call, 'POST', c.path('library/item', one, 'copy'),
                         c.body('destination_create_spec', {'library_id': library, 'name': 'one'}))


class Transfers(Both):
    def item_(self, c, name, kind='ovf'):
        return c.create_item(c.create_library(self.name(c, name)), 'a', kind)

    def test_push(self):
        for c in self.clients():
            item = self.item_(c, 'push')
            session = c.begin(item)
            self.refused(500, 'RESOURCE_BUSY', c.begin, item)
            for name, content in (('a.ovf', OVF), ('a-1.vmdk', VMDK)):
                place = c.add(session, name, source_type='PUSH', size=len(content), checksum_info={'algorithm': 'SHA256', 'checksum': sha256(content)})
                self.assertEqual(place['status'], 'WAITING_FOR_TRANSFER')
                self.refused(400, 'NOT_ALLOWED_IN_CURRENT_STATE', c.update, session, 'complete')
                self.assertEqual(c.send('PUT', place['upload_endpoint']['uri'], content)[0], 200)
                self.assertEqual(c.update_files(session)[name]['status'], 'READY')
            self.assertEqual((c.files(item), c.item(item)['content_version']), ({}, '1'))
            c.update(session, 'keep-alive')
            c.update(session, 'complete')
            self.assertEqual(c.update(session)['state'], 'DONE')
            got = c.item(item)
            self.assertEqual((got['content_version'], got['metadata_version'], got['size']), ('2', '1', len(OVF) + len(VMDK)))
            files = c.files(item)
            self.assertEqual({n: (f['size'], f['version'], f['checksum_info']['checksum']) for n, f in files.items()},
                             {'a.ovf': (len(OVF), '1', sha256(OVF)), 'a-1.vmdk': (len(VMDK), '1', sha256(VMDK))})
            c.upload(item, {'a.ovf': OVF + b'\n'})
            self.assertEqual((c.files(item)['a.ovf']['version'], c.item(item)['content_version'], len(c.files(item))), ('2', '3', 2))

    def test_push_that_is_wrong(self):
        for c in self.clients():
            item = self.item_(c, 'wrong')
            session = c.begin(item)
            good = {'algorithm': 'SHA256', 'checksum': sha256(OVF)}
            for content, size, name in ((OVF + b'x', None, 'a.ovf'), (OVF[:-1], len(OVF), 'a.ovf'), (b'not a disk' * 9, None, 'd.vmdk')):
                spec = {'size': size} if size else {}
                place = c.add(session, name, source_type='PUSH', checksum_info=good if name == 'a.ovf' else None, **spec)
                self.assertEqual(c.send('PUT', place['upload_endpoint']['uri'], content)[0], 200)
                found = c.update_files(session)[name]
                self.assertEqual(found['status'], 'ERROR')
                self.assertTrue(found['error_message']['default_message'])
            self.refused(400, 'NOT_ALLOWED_IN_CURRENT_STATE', c.update, session, 'complete')
            self.refused(400, 'INVALID_ARGUMENT', c.add, session, 'x', source_type='PUSH', checksum_info={'algorithm': 'CRC', 'checksum': '1'})
            c.update(session, 'cancel')
            self.assertEqual((c.update(session)['state'], c.files(item)), ('CANCELED', {}))
            c.call('DELETE', c.path('library/item/update-session', session))
            self.refused(404, 'NOT_FOUND', c.update, session)
            folder = pathlib.Path(self.server.places['Datastore'][0]['path'])
            self.assertEqual(list(folder.glob(f'contentlib-*/{item}/*')), [])  # nothing stays on the datastore

    def test_missing_reference(self):
        for c in self.clients():
            item = self.item_(c, 'missing')
            session = c.upload(item, {'a.ovf': OVF}, complete=False)
            path = c.path('library/item/updatesession/file', session, 'validate') if c.rest \
                else c.path('library/item/update-session', session) + '/file?action=validate'
            self.assertEqual(c.call('POST', path)['missing_files'], ['a-1.vmdk'])
            self.refused(400, 'NOT_ALLOWED_IN_CURRENT_STATE', c.update, session, 'complete')

    def test_ova_is_unpacked(self):
        for c in self.clients():
            packed = io.BytesIO()
            with tarfile.open(fileobj=packed, mode='w', format=tarfile.USTAR_FORMAT) as tar:
                for name, content in (('a.ovf', OVF), ('a-1.vmdk', VMDK)):
                    info = tarfile.TarInfo(name)
                    info.size = len(content)
                    tar.addfile(info, io.BytesIO(content))
            item = self.item_(c, 'ova')
            c.upload(item, {'a.ova': packed.getvalue()})
            self.assertEqual(set(c.files(item)), {'a.ovf', 'a-1.vmdk'})

    def test_pull(self):
        folder = pathlib.Path(self.holder.name) / 'web'
        folder.mkdir()
        (folder / 'x.iso').write_bytes(b'content')
        with web(folder) as base:
            for c in self.clients():
                item = self.item_(c, 'pull', 'iso')
                for name, extra, state in (('gone.iso', {}, 'ERROR'), ('x.iso', {'checksum_info': {'checksum': '0' * 40}}, 'ERROR'), ('x.iso', {}, 'DONE')):
                    session = c.begin(item)
                    c.add(session, name, source_type='PULL', source_endpoint={'uri': f'{base}/{name}'}, **extra)
                    try:
                        c.update(session, 'complete')
                    except Refused:
                        self.assertEqual((state, c.update_files(session)[name]['status']), ('ERROR', 'ERROR'))
                        c.update(session, 'cancel')
                        continue
                    self.assertEqual(wait(lambda: (s := c.update(session)['state']) != 'ACTIVE' and s), state)  # pylint: disable=cell-var-from-loop
                self.assertEqual(c.download(item, 'x.iso'), (200, b'content'))

    def test_download(self):
        for c in self.clients():
            item = self.item_(c, 'down')
            c.upload(item, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
            self.assertEqual(c.download(item, 'a-1.vmdk'), (200, VMDK))
            self.assertEqual(c.download(item, 'a-1.vmdk', {'Range': 'bytes=0-3'}), (206, b'KDMV'))
            self.refused(404, 'NOT_FOUND', c.download, item, 'nothing')
            self.refused(404, 'NOT_FOUND', c.download, 'nothing', 'x')
            session = c.call('POST', c.path('library/item/download-session'), c.body('create_spec', {'library_item_id': item}))
            uri = f'{self.server.url}/cls/data/{session}/a.ovf'
            self.assertEqual(c.send('GET', uri)[0], 404)  # not prepared
            stranger = self.client(login=False)
            self.assertEqual(stranger.send('GET', uri)[0], 401)
            self.assertEqual(c.send('PUT', uri, b'')[0], 405)
            storage = c.call('GET', c.path('library/item/storage', library_item_id=item) if c.rest else c.path('library/item', item) + '/storage')
            self.assertTrue(storage[0]['storage_uris'][0].startswith(self.server.places['Datastore'][0]['path']))


class web:
    """A web server over a folder."""

    def __init__(self, folder):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=str(folder)))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f'http://127.0.0.1:{self.server.server_address[1]}'

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Captures(Both):
    def info(self, task):
        return {key: html.unescape((re.findall(rf'<{key}(?: [^>]*)?>([^<]*)</{key}>', task) or [''])[0]) or None for key in
                ('descriptionId', 'state', 'result', 'progress', 'activationId', 'entityName', 'localizedMessage')}

    def test_capture(self):
        vm = self.server.vm('web-1')
        for c in self.clients():
            c.soap_login()
            library = c.create_library(self.name(c, 'capture'))
            self.server.settings(capture_ms=600, capture_queue_ms=300)
            answer, activation = [], self.name(c, 'act')
            caller = threading.Thread(target=lambda: answer.append(  # pylint: disable=cell-var-from-loop
                self.client('rest' if c.rest else 'api').capture(vm['id'], library, 'cap', activation, ['EXTRA_CONFIG'])))
            caller.start()
            look = lambda: [self.info(t) for t in c.tasks(f'<activationId>{activation}</activationId>')]  # noqa: E731
            seen = [wait(look)[0]['state']]
            while seen[-1] not in ('success', 'error'):
                one = look()[0]
                if one['state'] != seen[-1]:
                    seen.append(one['state'])
                if one['state'] == 'running' and one['progress'] in ('20', '40'):
                    self.assertEqual(c.files(next(iter(c.items(library).values()))['id']), {})
            caller.join()
            self.server.settings(capture_ms=20, capture_queue_ms=0)
            self.assertEqual(seen, ['queued', 'running', 'success'])
            self.assertTrue(answer[0]['succeeded'])
            identifier = answer[0]['ovf_library_item_id']
            self.assertEqual(look()[0], {'descriptionId': 'com.vmware.ovfs.LibraryItem.capture', 'state': 'success', 'progress': '100',
                                         'result': 'clibitem-' + identifier, 'activationId': activation, 'entityName': 'web-1', 'localizedMessage': None})
            got = c.item(identifier)
            self.assertEqual((got['type'], got['content_version']), ('ovf', '2'))
            self.assertEqual(set(c.files(identifier)), {'cap.ovf', 'cap-1.vmdk', 'cap-2.vmdk'})
            descriptor = c.download(identifier, 'cap.ovf')[1].decode()
            for part in ('vmw:osType="ubuntu64Guest"', 'vmw:value="efi"', 'VirtualSCSI', 'vmware.nvme.controller', 'VmxNet3',
                         'vmw:value="web &amp; &lt;proxy&gt;"', 'ovf:capacity="42949672960"', 'ovf:href="cap-2.vmdk"', 'vmx-21'):
                self.assertIn(part, descriptor)
            self.assertEqual(c.download(identifier, 'cap-1.vmdk')[1][:4], b'KDMV')
            self.assertNotIn('ExtraConfig', self.descriptor(c, library, 'plain'))
            self.assertIn('vmware.vtpm', self.descriptor(c, library, 'tpm', 'win-1'))

    def descriptor(self, c, library, name, vm='web-1'):
        made = c.capture(self.server.vm(vm)['id'], library, name)
        return c.download(made['ovf_library_item_id'], name + '.ovf')[1].decode()

    def test_capture_that_fails(self):
        vm = self.server.vm('old-1')['id']
        self.server.settings(capture_ms=20, capture_queue_ms=0)
        for c in self.clients():
            c.soap_login()
            library = c.create_library(self.name(c, 'fails'))
            self.refused(404, 'NOT_FOUND', c.capture, 'vm-none', library, 'x')
            self.refused(404, 'NOT_FOUND', c.capture, vm, 'nothing', 'x')
            c.create_item(library, 'twice')
            for name, activation, text in (('twice', 'a', 'exists already'), ('bad', 'b', 'No space left')):
                self.server.settings(capture_fail='No space left' if name == 'bad' else '')
                activation = self.name(c, activation)
                answer = c.capture(vm, library, name, activation)
                self.server.settings(capture_fail='')
                self.assertFalse(answer['succeeded'])
                self.assertIn(text, answer['error']['errors'][0]['error']['messages'][0]['default_message'])
                task = self.info(c.tasks(f'<activationId>{activation}</activationId>')[0])
                self.assertEqual(task['state'], 'error')
                self.assertIn(text, task['localizedMessage'])
            self.assertEqual(set(c.items(library)), {'twice'})

    def test_cancel(self):
        for c in self.clients():
            c.soap_login()
            library = c.create_library(self.name(c, 'cancel'))
            activation, answer = self.name(c, 'stop'), []
            self.server.settings(capture_ms=3000)
            caller = threading.Thread(target=lambda: answer.append(  # pylint: disable=cell-var-from-loop
                self.client().capture(self.server.vm('old-1')['id'], library, 'x', activation)))
            caller.start()
            task = wait(lambda: c.tasks(f'<activationId>{activation}</activationId>'))[0]  # pylint: disable=cell-var-from-loop
            c.soap('CancelTask', ('Task', re.search(r'<key>([^<]*)', task).group(1)))
            caller.join()
            self.server.settings(capture_ms=20)
            self.assertFalse(answer[0]['succeeded'])
            self.assertEqual(c.items(library), {})

    def test_tasks_of_soap_calls(self):
        c = self.client()
        c.soap_login()
        vm, folder = self.server.vm('old-1')['id'], self.server.place('Folder', 'vm')
        for _ in range(2):
            c.soap('CloneVM_Task', ('VirtualMachine', vm), f'<folder type="Folder">{folder}</folder><name>clone-1</name><spec><location/>'
                   '<template>false</template><powerOn>false</powerOn></spec>', operation='my-operation')
        found = wait(lambda: (t := [self.info(x) for x in c.tasks('<activationId>my-operation</activationId>')]) and t[-1]['state'] != 'running' and t)
        self.assertEqual([(t['descriptionId'], t['state']) for t in found], [('VirtualMachine.clone', 'success'), ('VirtualMachine.clone', 'error')])
        self.assertEqual(found[1]['localizedMessage'], "The name 'clone-1' already exists.")
        self.assertEqual(c.tasks('<activationId>other</activationId>'), [])
        self.assertEqual(len(c.tasks('<activationId>my-operation</activationId><state>error</state>')), 1)
        make = lambda: c.soap('CreateCollectorForTasks', ('TaskManager', 'TaskManager'), '<filter/>')  # noqa: E731
        made = [re.search(r'<returnval[^>]*>([^<]*)<', make()).group(1) for _ in range(32)]
        self.refused(500, 'InvalidState', make)
        c.soap('DestroyCollector', ('TaskHistoryCollector', made[0]))
        make()
        c.soap('DestroyCollector', ('TaskHistoryCollector', made[1]))
        self.assertGreater(len(c.tasks(f'<entity><entity type="VirtualMachine">{vm}</entity><recursion>self</recursion></entity>')), 1)


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
    except vcenter.NoGo as missing:
        print(f'skipped: {missing}')
        sys.exit(77)
    unittest.main()
