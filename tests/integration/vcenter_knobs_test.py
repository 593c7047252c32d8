# SPDX-License-Identifier: Apache-2.0
"""The vCenter of the tests: TLS, faults, latency, expiry, counts, and the unchanged simulator with the same knobs."""
import http.client
import json
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

from vcenter_server_test import OVF, VMDK, wait

from vcenter_rest import Client, Refused, vcenter


class One(unittest.TestCase):
    """A server for each test, with options."""

    def start(self, **options):
        holder = tempfile.TemporaryDirectory(prefix='vcenter-test-')
        self.addCleanup(holder.cleanup)
        server = vcenter.VCenter(holder.name, **options)
        self.addCleanup(server.__exit__)
        return server.__enter__()

    def client(self, server, dialect='api', login=True):
        c = Client(server, dialect, login)
        self.addCleanup(c.close)
        return c

    def govc(self, server, *arguments, status=0):
        run = subprocess.run([vcenter.govc(), *arguments], env=server.environment(), text=True, capture_output=True, check=False)
        self.assertEqual(run.returncode, status, f'{arguments}: {run.stdout}{run.stderr}')
        return run.stdout if status == 0 else run.stderr


class Connections(One):
    def test_certificate(self):
        server = self.start()
        pem = ssl.get_server_certificate((server.host, server.port))
        for digest, printed in (('sha256', server.sha256), ('sha1', server.sha1)):
            shown = subprocess.run(['openssl', 'x509', '-noout', '-fingerprint', '-' + digest], input=pem, text=True, capture_output=True, check=True)
            self.assertEqual(shown.stdout.strip().split('=')[1], printed)
        self.client(server)

    def test_expired(self):
        with self.assertRaisesRegex(ssl.SSLError, 'expired'):
            self.client(self.start(expired=True))

    def test_other_host(self):
        with self.assertRaisesRegex(ssl.SSLError, '(?i)ip address mismatch'):
            self.client(self.start(certificate_host='vcenter.example'))

    def test_client_certificate(self):
        server = self.start(client_certificate_needed=True)
        self.client(server)
        bare = http.client.HTTPSConnection(server.host, server.port, context=ssl.create_default_context(cafile=server.ca))
        self.addCleanup(bare.close)
        with self.assertRaises((ssl.SSLError, OSError)):
            bare.request('GET', '/api/session')
            bare.getresponse()

    def test_protocols(self):
        curl = shutil.which('curl')
        if not curl or 'HTTP2' not in subprocess.run([curl, '-V'], text=True, capture_output=True, check=True).stdout:
            self.skipTest('no curl with HTTP/2')
        for options, version in (({}, '2'), ({'http2': False}, '1.1'), ({'tls': False}, '1.1')):
            server = self.start(**options)
            run = subprocess.run([curl, '-s', '-o', '/dev/null', '-w', '%{http_version}', '--noproxy', '*',
                                  *(['--cacert', server.ca] if options.get('tls', True) else []), server.url + '/api/session'],
                                 text=True, capture_output=True, check=True)
            self.assertEqual(run.stdout, version)

    def test_older_server(self):
        server = self.start(rest_only=True, api_version='6.7.3')
        self.client(server, 'rest').create_library('x')
        with self.assertRaises(json.JSONDecodeError):  # the 404 is no JSON
            self.client(server, 'api')
        self.assertIn('6.7.3', self.govc(server, 'about'))

    def test_end(self):
        for stop in (lambda p: p.stdin.close(), lambda p: p.send_signal(signal.SIGTERM)):
            server = self.start()
            stop(server.process)
            self.assertEqual(server.process.wait(10), 0)
            self.assertEqual(list(server.folder.glob('govcsim-*')), [])

    def test_same_seed(self):
        self.assertEqual(*[self.start(seed=7).fill(1, 3, name='same') for _ in range(2)])


class Knobs(One):
    def test_latency_and_counts(self):
        server = self.start()
        c = self.client(server)
        server.reset_counts()
        server.latency(80)
        begin = time.monotonic()
        c.call('GET', '/api/content/library')
        self.assertGreater(time.monotonic() - begin, 0.08)
        server.latency(0)
        library = c.create_library('x')
        c.library(library)
        counts = server.counts()
        self.assertEqual(counts['counts'], {'GET /api/content/library': 1, 'POST /api/content/local-library': 1, 'GET /api/content/library/{id}': 1})
        self.assertEqual((counts['protocols'], counts['peak'], counts['open']), ({'HTTP/1.1': 3}, 1, 1))
        self.assertEqual([r['status'] for r in server.requests()], [200, 201, 200])

    def test_nth_call(self):
        server = self.start()
        c = self.client(server)
        server.fail(path='/content/library$', method='GET', skip=1, times=2, status=503, headers={'Retry-After': '3'}, body='{"error_type":"SERVICE_UNAVAILABLE"}')
        self.assertEqual([c.send('GET', '/api/content/library')[0] for _ in range(4)], [200, 503, 503, 200])
        self.assertEqual((server.rules()[0]['seen'], server.rules()[0]['hits']), (4, 2))
        server.clear_rules()
        for kind, begin, length in (('html', b'<!DOCTYPE', 100), ('null', b'{"value":null}', 14), ('empty', b'', 0), ('huge', b'{"value":[', 60 << 20), ('garbage', b'{"va', 10)):
            server.fail(path='/content/library$', body_kind=kind)
            status, text, _ = c.send('GET', '/api/content/library')
            self.assertEqual(status, 200)
            self.assertTrue(text.startswith(begin) and len(text) >= length)

    def test_cuts(self):
        server = self.start()
        c = self.client(server)
        library = c.create_library('cut')
        for at, error in (('before', http.client.RemoteDisconnected), ('head', http.client.IncompleteRead), ('body', http.client.IncompleteRead)):
            server.fail(path='/content/library$', action='drop', at=at)
            with self.assertRaises(error):
                c.send('GET', '/api/content/library')
        server.fail(path='/local-library$', action='drop', perform=True)
        with self.assertRaises(http.client.RemoteDisconnected):
            c.create_library('made all the same')
        self.assertEqual(len(c.call('GET', '/api/content/library')), 2)
        server.fail(path='/content/library$', action='truncate')
        self.assertEqual(c.send('GET', '/api/content/library')[0:2], (200, json.dumps(c.call('GET', '/api/content/library'), separators=(',', ':'))[:39].encode()))
        item = c.create_item(library, 'up')
        session = c.begin(item)
        place = c.add(session, 'x.iso', source_type='PUSH')
        server.fail(path='/cls/data/', method='PUT', action='drop', request_bytes=1000)
        with self.assertRaises((http.client.HTTPException, OSError)):
            c.send('PUT', place['upload_endpoint']['uri'], bytes(8 << 20))
        self.assertEqual(c.update_files(session)['x.iso']['status'], 'WAITING_FOR_TRANSFER')
        self.assertEqual(c.files(item), {})
        server.close_connections()
        with self.assertRaises((http.client.HTTPException, OSError)):
            c.send('GET', '/api/content/library')

    def test_stalls(self):
        server = self.start()
        c = self.client(server)
        for at in ('before', 'head', 'body'):
            server.fail(path='/content/library$', action='stall', at=at)
            c.connection.timeout = 0.4
            c.connection.close()
            with self.assertRaises(TimeoutError):
                c.send('GET', '/api/content/library')
        c.call('GET', '/api/content/library')

    def test_expiry(self):
        server = self.start()
        c, d = self.client(server), self.client(server, 'rest')
        server.expire()
        for one in (c, d):
            with self.assertRaises(Refused) as caught:
                one.call('GET', one.path('library'))
            self.assertEqual(caught.exception.kind, 'UNAUTHENTICATED')
            one.login()
            one.call('GET', one.path('library'))
        server.expire(after=2, times=1)
        self.assertEqual([c.send('GET', '/api/content/library')[0] for _ in range(3)], [200, 200, 401])
        c.login()
        self.assertEqual([c.send('GET', '/api/content/library')[0] for _ in range(4)], [200] * 4)
        c.soap_login()
        server.expire()
        c.login()
        with self.assertRaises(Refused) as caught:
            c.soap('CurrentTime', ('ServiceInstance', 'ServiceInstance'))
        self.assertEqual(caught.exception.kind, 'NotAuthenticated')
        c.soap_login()

    def test_soap_faults(self):
        server = self.start()
        server.fail(soap='Login', status=503)
        self.assertIn('503', self.govc(server, 'ls', status=1))
        self.govc(server, 'ls')
        with self.assertRaisesRegex(ValueError, 'missing closing'):
            server.fail(path='(', status=500)
        with self.assertRaisesRegex(ValueError, 'reply, drop'):
            server.fail(path='x', action='explode')

    def test_slow_transfers(self):
        server = self.start()
        c = self.client(server)
        item = c.create_item(c.create_library('slow'), 'a', 'ovf')
        server.settings(complete_ms=200, prepare_ms=200, put_refuses=True)
        session = c.upload(item, {'a.ovf': OVF, 'a-1.vmdk': VMDK})
        self.assertEqual((c.update(session)['state'], c.files(item)), ('ACTIVE', {}))
        wait(lambda: c.update(session)['state'] == 'DONE')
        down = c.call('POST', '/api/content/library/item/download-session', {'library_item_id': item})
        path = f'/api/content/library/item/download-session/{down}/file'
        self.assertEqual(c.call('POST', path + '?action=prepare', {'file_name': 'a.ovf'})['status'], 'PREPARING')
        wait(lambda: c.call('GET', path + '?file_name=a.ovf')['status'] == 'PREPARED')
        session = c.begin(item)
        place = c.add(session, 'a.ovf', source_type='PUSH', checksum_info={'algorithm': 'MD5', 'checksum': '0' * 32})
        self.assertEqual(c.send('PUT', place['upload_endpoint']['uri'], OVF)[0], 400)

    def test_fill(self):
        server = self.start()
        begin = time.monotonic()
        made = server.fill(2, 500, name='big', descriptor=20000)
        self.assertLess(time.monotonic() - begin, 20)
        c = self.client(server)
        items = c.call('GET', c.path('library/item', library_id=made['big-2']['id']))
        self.assertEqual(items, made['big-2']['items'])
        name = c.item(items[3])['name']
        self.assertEqual(set(c.files(items[3])), {name + '.ovf', name + '-disk1.vmdk'})
        text = c.download(items[3], name + '.ovf')[1]
        self.assertGreater(len(text), 19000)
        self.assertEqual(len(re.findall(rb'<Property ', text)), len(re.findall(rb'</Property>', text)))


class Peer(One):
    def test_govmomi_list(self):
        server = self.start()
        server.fill(1, 40, name='bench')
        for options in (['-workers', '1'], ['-workers', '8', '-descriptors', '-parse']):
            run = subprocess.run([vcenter.program('govmomi_list'), *options, 'bench'], env=server.environment(), text=True, capture_output=True, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertEqual(json.loads(run.stdout)['items'], 40)


class Plain(One):
    def test_simulator(self):
        server = self.start(plain=True)
        self.assertIn('DC0_H0_VM0', self.govc(server, 'ls', '/DC0/vm'))
        self.govc(server, 'library.create', '-ds', 'LocalDS_0', 'x')
        c = self.client(server, 'rest')
        self.assertEqual(len(c.call('GET', c.path('library'))), 1)
        self.assertEqual(c.send('POST', '/api/session')[0], 404)
        server.fail(path='/content/library$', status=500)
        self.assertEqual(c.send('GET', c.path('library'))[0], 500)
        server.expire()
        self.assertEqual(c.send('GET', c.path('library'))[0], 401)
        server.password = 'no'
        self.assertIn('Login failure', self.govc(server, 'ls', status=1))


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
        vcenter.govc()
    except vcenter.NoGo as missing:
        print(f'skipped: {missing}')
        sys.exit(77)
    unittest.main()
