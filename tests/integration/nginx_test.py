# SPDX-License-Identifier: Apache-2.0
"""The web server of the tests does what its description says: else what is tested with it is worth nothing."""
import base64
import hashlib
import http.client
import os
import pathlib
import socket
import ssl
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import nginx  # noqa: E402


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class NginxTest(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory(prefix='nginx-test-')
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)
        self.root = self.folder / 'root'
        (self.root / 'sub').mkdir(parents=True)
        (self.root / 'lib.json').write_text('{"a": 1}')
        (self.root / 'sub' / 'ö name.bin').write_bytes(bytes(range(256)) * 40)

    def server(self, **options):
        return nginx.Nginx(self.folder / 'server', self.root, **options)

    def get(self, url, server, headers=None, client=False):
        """(status, body, headers) of one request, redirects not followed."""
        handlers = [NoRedirect(), urllib.request.ProxyHandler({})]
        if server.tls:
            context = ssl.create_default_context(cafile=server.ca)
            if client:
                context.load_cert_chain(server.client_certificate, server.client_key)
            handlers.append(urllib.request.HTTPSHandler(context=context))
        opener = urllib.request.build_opener(*handlers)
        try:
            with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=10) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    def test_files_and_log(self):
        with self.server() as server:
            status, body, headers = self.get(server.url + '/lib.json', server)
            self.assertEqual((status, body, headers['Content-Type']), (200, b'{"a": 1}', 'application/json'))
            self.assertIsNotNone(headers['ETag'])
            path = '/sub/' + urllib.parse.quote('ö name.bin')
            self.assertEqual(self.get(server.url + path, server, {'Range': 'bytes=256-259'})[:2], (206, b'\0\1\2\3'))
            self.assertEqual(self.get(server.url + '/lib.json', server, {'If-None-Match': headers['ETag']})[0], 304)
            self.assertEqual(self.get(server.url + '/gone', server)[0], 404)
            log = server.requests(4)
            self.assertEqual([(r.server, r.method, r.uri, r.status) for r in log], [
                ('main', 'GET', '/lib.json', 200), ('main', 'GET', path, 206), ('main', 'GET', '/lib.json', 304), ('main', 'GET', '/gone', 404)])
            self.assertEqual((log[0].bytes, log[1].bytes, log[1].range, log[0].authorization), (8, 4, 'bytes=256-259', ''))
            server.forget()
            kept = http.client.HTTPConnection('127.0.0.1', server.port, timeout=10)
            for _ in range(3):
                kept.request('GET', '/lib.json')
                kept.getresponse().read()
            kept.close()
            self.get(server.url + '/lib.json', server)
            connections = [r.connection for r in server.requests(4)]
            self.assertEqual((len(set(connections[:3])), len(set(connections))), (1, 2))

    def test_redirects(self):
        with self.server(redirects={'/from': '/to', '/away': 'http://192.0.2.1/x'}) as server:
            where = {path: self.get(server.url + path, server)[2]['Location']
                     for path in ('/redirect/sub/a', '/found/lib.json', '/elsewhere/lib.json', '/loop/x', '/away')}
            self.assertEqual(where['/redirect/sub/a'], server.url + '/sub/a')
            self.assertEqual(where['/found/lib.json'], server.url + '/lib.json')
            self.assertEqual(where['/elsewhere/lib.json'], server.other_url + '/lib.json')
            self.assertTrue(where['/loop/x'].endswith('/loop/x'))
            self.assertEqual(where['/away'], 'http://192.0.2.1/x')
            self.assertEqual(self.get(server.other_url + '/lib.json', server)[0], 200)
            self.assertEqual(server.requests(6)[-1].server, 'other')
            for status in (403, 429, 503):
                answer = self.get(f'{server.url}/status/{status}', server)
                self.assertEqual(answer[:2], (status, f'<html>status {status}</html>'.encode()))

    def test_password(self):
        with self.server(auth=('vcsp', 'geheim')) as server:
            self.assertEqual(self.get(server.url + '/lib.json', server)[0], 401)
            for password, status in (('geheim', 200), ('wrong', 401)):
                token = base64.b64encode(f'vcsp:{password}'.encode()).decode()
                self.assertEqual(self.get(server.url + '/lib.json', server, {'Authorization': 'Basic ' + token})[0], status)
            log = server.requests(3)
            self.assertEqual([(r.authorization, r.user) for r in log], [('', ''), ('Basic', 'vcsp'), ('Basic', 'vcsp')])
            self.assertNotIn('geheim', (self.folder / 'server' / 'access.log').read_text())
            self.assertEqual(self.get(server.other_url + '/lib.json', server)[0], 200)

    def test_tls(self):
        with self.server(tls=True, http2=True) as server:
            self.assertTrue(server.url.startswith('https://'))
            self.assertEqual(self.get(server.url + '/lib.json', server)[0], 200)
            self.assertEqual(self.get(server.other_url + '/lib.json', server)[0], 200)
            with self.assertRaises(urllib.error.URLError):
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(server.url + '/lib.json', timeout=10)
            context = ssl.create_default_context(cafile=server.ca)
            context.set_alpn_protocols(['h2', 'http/1.1'])
            with socket.create_connection(('127.0.0.1', server.port), timeout=10) as plain:
                with context.wrap_socket(plain, server_hostname='127.0.0.1') as secure:
                    self.assertEqual(secure.selected_alpn_protocol(), 'h2')
                    digest = hashlib.sha256(secure.getpeercert(binary_form=True)).hexdigest()
            self.assertEqual(server.fingerprint.replace(':', '').lower(), digest)

    def test_bad_certificates(self):
        for kind, text in (('expired', 'expired'), ('other-host', 'IP address mismatch|match')):
            with self.subTest(kind), nginx.Nginx(self.folder / kind, self.root, tls=True, certificate=kind) as server:
                with self.assertRaisesRegex(urllib.error.URLError, text):
                    self.get(server.url + '/lib.json', server)

    def test_client_certificate(self):
        with self.server(mtls=True) as server:
            self.assertEqual(self.get(server.url + '/lib.json', server)[0], 400)
            self.assertEqual(self.get(server.url + '/lib.json', server, client=True)[0], 200)

    def test_proxy(self):
        with self.server() as server:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({'http': server.proxy}))
            old = os.environ.pop('no_proxy', None), os.environ.pop('NO_PROXY', None)
            try:
                with opener.open(server.url + '/lib.json', timeout=10) as answer:
                    self.assertEqual(answer.read(), b'{"a": 1}')
            finally:
                for name, value in zip(('no_proxy', 'NO_PROXY'), old):
                    if value is not None:
                        os.environ[name] = value
            self.assertEqual(sorted(r.server for r in server.requests(2)), ['main', 'proxy'])

    def test_it_ends(self):
        with self.server() as server:
            process = server.process
            server.stop()
            self.assertIsNotNone(process.poll())
            with self.assertRaises(OSError):
                self.get(server.url + '/lib.json', server)
        with self.assertRaisesRegex(RuntimeError, 'nonsense_directive'), self.server(extra='nonsense_directive;'):
            self.fail('it must not start')


if __name__ == '__main__':
    if nginx.available() is not None:
        print(f'skipped: {nginx.available()}')
        sys.exit(77)
    unittest.main()
