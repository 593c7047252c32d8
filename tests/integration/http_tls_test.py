# SPDX-License-Identifier: Apache-2.0
"""The HTTP client and TLS: whom it trusts, what it says otherwise, and what it shows of itself."""
import pathlib
import shutil
import ssl
import sys
import tempfile
import unittest
import warnings

import http_support
import nginx
from fault_proxy import Answer, FaultOrigin, ForwardProxy
from http_support import SECRET, SLOWNESS, Case, Certificates, Run, run


class Tls(Case):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.mkdtemp(prefix='vmimage-tls-')
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.made = Certificates(cls.place)
        cls.good = cls.made.issue('good')

    def server(self, certificate=None, answers=None, **settings):
        made = FaultOrigin(answers or {'/a': Answer(body=b'x')}, tls=self.made.context(certificate or self.good, **settings))
        made.__enter__()
        self.addCleanup(made.__exit__)
        return made

    def test_roots(self):
        server = self.server()
        self.check(run(server.url + '/a', ca=self.made.ca), 'OK')
        self.check(run(server.url + '/a', ca_text=pathlib.Path(self.made.ca).read_text()), 'OK')
        # The server's own certificate is as good as that of its authority.
        self.check(run(server.url + '/a', ca=self.made.folder / 'good.crt'), 'OK')
        for settings in ({}, {'ca': self.made.other_ca}, {'ca_text': pathlib.Path(self.made.other_ca).read_text()}):
            self.check(run(server.url + '/a', **settings), 'E_TLS', says=['unknown authority', 'CA file', 'fingerprint'])

    def test_a_file_that_is_none(self):
        self.check(run(self.server().url + '/a', ca=self.made.folder / 'good.ext'), 'E_INVALID', says='PEM')

    def test_each_trouble_has_its_words(self):
        own = self.made.issue('own', self_signed=True)
        old = self.made.issue('old', days=-1)
        other = self.made.issue('other-name', names='DNS:other.example')
        self.check(run(self.server(own).url + '/a', ca=self.made.ca), 'E_TLS', says=['self-signed', 'CA file', 'fingerprint'])
        self.check(run(self.server(old).url + '/a', ca=self.made.ca), 'E_TLS', says=['expired', 'clock'])
        self.check(run(self.server(other).url + '/a', ca=self.made.ca), 'E_TLS', says=['another name', 'fingerprint'])
        self.assertEqual(run(self.server(own).url + '/a', ca=self.made.folder / 'own.crt').status, 'OK')

    def test_trust_is_not_tried_again(self):
        server = self.server()
        result = run(server.url + '/a')
        self.assertEqual(result['run'].requests, 1)
        self.assertLess(result.took, 240 * SLOWNESS)

    def test_a_fingerprint_is_enough(self):
        wrong = self.made.issue('wrong', names='DNS:nobody.example', days=-1, self_signed=True)
        server = self.server(wrong)
        sha256, sha1 = self.made.digest(wrong), self.made.digest(wrong, 'sha1')
        for pin in (sha256, sha1, sha256.lower(), sha256.replace(':', ''), 'sha256:' + sha256, sha1.replace(':', '').lower()):
            self.check(run(server.url + '/a', fingerprint=pin), 'OK')

    def test_a_fingerprint_is_needed(self):
        """With one, chain and name don't count."""
        server = self.server()
        other = self.made.digest(self.made.ca)
        for settings in ({}, {'ca': self.made.ca}, {'insecure': 1}):
            for pin in (other, self.made.digest(self.made.ca, 'sha1')):
                result = run(server.url + '/a', fingerprint=pin, **settings)
                self.check(result, 'E_TLS', says=['fingerprint', self.made.digest(self.good), self.made.digest(self.good, 'sha1')])
        self.assertEqual(server.requests, [])

    def test_a_fingerprint_counts_after_a_redirect(self):
        elsewhere = self.server(self.made.issue('elsewhere'))
        server = self.server(answers={'/a': Answer(302, headers=[f'Location: {elsewhere.url}/a'])})
        self.check(run(server.url + '/a', fingerprint=self.made.digest(self.good)), 'E_TLS')
        self.assertEqual(elsewhere.requests, [])

    def test_unverified_is_said_once(self):
        server = self.server()
        done = Run(server.url + '/a', insecure=1, log=1, repeat=3)
        self.assertEqual([r.status for r in done.results], ['OK'] * 3)
        self.assertEqual(done.log.count('not verified'), 1)
        self.assertNotIn('not verified', Run(server.url + '/a', ca=self.made.ca, log=1).log)

    def test_old_versions_are_not_spoken(self):
        # The machine's own settings would refuse them as well.
        settings = self.folder / 'openssl.cnf'
        settings.write_text('openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1\n'
                            'CipherString = DEFAULT@SECLEVEL=0\n')
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            context = self.made.context(self.good)
            context.set_ciphers('ALL:@SECLEVEL=0')
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with FaultOrigin({'/a': Answer()}, tls=context) as server:
            self.check(run(server.url + '/a', ca=self.made.ca, tries=2, environment={'OPENSSL_CONF': str(settings)}), 'E_TLS',
                       says='TLS 1.2')
        self.check(run(self.server(maximum_version=ssl.TLSVersion.TLSv1_2).url + '/a', ca=self.made.ca), 'OK')

    def test_no_tls_there(self):
        with FaultOrigin({'/a': Answer()}) as server:
            self.check(run(server.url.replace('http:', 'https:') + '/a', ca=self.made.ca), 'E_TLS')

    def test_client_certificates(self):
        server = self.server(client_ca=self.made.ca)
        me = self.made.issue('me')
        crt, key = self.made.folder / 'me.crt', self.made.folder / 'me.key'
        self.assertNotEqual(run(server.url + '/a', ca=self.made.ca, tries=1).status, 'OK')
        self.check(run(server.url + '/a', ca=self.made.ca, certificate=me), 'OK')
        self.check(run(server.url + '/a', ca=self.made.ca, certificate=crt, key=key), 'OK')
        self.check(run(server.url + '/a', ca=self.made.ca, certificate_text=crt.read_text(), key_text=key.read_text()), 'OK')
        self.check(run(server.url + '/a', ca=self.made.ca, certificate=crt, key=self.made.folder / 'ca.key'), 'E_INVALID',
                   says='belong together')

    def test_another_name_in_tls(self):
        server = self.server(self.made.issue('cluster', names='DNS:kube.example'))
        self.check(run(server.url + '/a', ca=self.made.ca), 'E_TLS')
        result = run(server.url + '/a', ca=self.made.ca, server_name='kube.example')
        self.check(result, 'OK')
        self.assertEqual(result.url, server.url + '/a')
        self.assertEqual(server.requests[-1].headers['host'], f'127.0.0.1:{server.port}')
        self.check(run(server.url + '/a', ca=self.made.ca, server_name='other.example'), 'E_TLS', says='another name')

    def test_down_to_http(self):
        with FaultOrigin({'/a': Answer(body=b'plain')}) as plain:
            server = self.server(answers={'/a': Answer(302, headers=[f'Location: {plain.url}/a'])})
            result = run(server.url + '/a', ca=self.made.ca, user='u', password='p', header='X-Key: k', flags=SECRET, log=1)
        self.check(result, 'OK')
        self.assertNotIn('authorization', plain.requests[0].headers)
        self.assertNotIn('x-key', plain.requests[0].headers)
        self.assertIn('not encrypted', result['run'].log)

    def test_through_a_tunnel(self):
        server = self.server()
        with ForwardProxy('pu', 'hidden') as proxy:
            right = proxy.url.replace('://', '://pu:hidden@')
            self.check(run(server.url + '/a', ca=self.made.ca, proxy=right, user='u', password='p', header='X-Key: k'), 'OK')
            self.assertEqual([r.method for r in proxy.requests], ['CONNECT'])
            self.assertNotIn('authorization', proxy.requests[0].headers)
            self.assertNotIn('x-key', proxy.requests[0].headers)
            self.assertNotIn('proxy-authorization', server.requests[0].headers)
            self.check(run(server.url + '/a', ca=self.made.ca, proxy=proxy.url.replace('://', '://pu:hidwrong@'), log=1, tries=1),
                       'E_FORBIDDEN', 407, says='proxy', hides=['hidden', 'hidwrong'])
            self.check(run(server.url + '/a', fingerprint=self.made.digest(self.good), proxy=right), 'OK')

    def test_cuts_in_the_handshake(self):
        from fault_proxy import FaultProxy
        server = self.server()
        proxies = [FaultProxy(('127.0.0.1', server.port), cut=n, times=1) for n in range(0, 900, 45)]
        for proxy in proxies:
            proxy.__enter__()
            self.addCleanup(proxy.__exit__)
        done = Run(*[p.url.replace('http:', 'https:') + '/a' for p in proxies], ca=self.made.ca, mode='step', connections=64, timeout=30)
        self.assertEqual([(r.status, r.body) for r in done.results], [('OK', b'x')] * len(proxies))


@unittest.skipIf(nginx.available(), 'nginx is not here')
class Multiplexed(Case):
    def test_many_requests_on_one_connection(self):
        root = self.folder / 'root'
        root.mkdir()
        for n in range(64):
            (root / str(n)).write_text(f'{n}' * 1000)
        with nginx.Nginx(self.folder / 'nginx', root, tls=True, http2=True) as server:
            done = Run(*[f'{server.url}/{n}' for n in range(64)], ca=server.ca, mode='poll', connections=16)
            self.assertEqual(sorted(r.body for r in done.results), sorted((f'{n}' * 1000).encode() for n in range(64)))
            self.assertEqual((done.requests, done.connections), (64, 1))
            seen = [r for r in server.requests() if r.server == 'main']
            self.assertEqual({r.protocol for r in seen}, {'HTTP/2.0'})
            self.assertEqual(len({r.connection for r in seen}), 1)


if __name__ == '__main__':
    if not shutil.which('openssl'):
        print('there is no openssl command')
        sys.exit(77)
    http_support.main()
