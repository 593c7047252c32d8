# SPDX-License-Identifier: Apache-2.0
"""The HTTP client: answers and what they are called, redirects and secrets, limits, many at once, interruptions, uploads, proxies."""
import base64
import gzip
import time

import http_support
from fault_proxy import Answer, FaultOrigin, FaultProxy, ForwardProxy
from http_support import NO_LOGIN, NO_REDIRECT, ONCE, SECRET, SLOWNESS, Case, Run, run

BODY = bytes(range(256)) * 40


def authorization(user, password):
    return 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode()


class Answers(Case):
    def test_body_headers_and_kept_connections(self):
        head = ['ETag: "e1"', 'Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT', 'Content-Type: text/x', 'X-Some: one', 'x-some: two']
        with FaultOrigin({'/a': Answer(body=BODY, headers=head)}) as server:
            done = Run(server.url + '/a', repeat=5, show='X-SOME')
        for result in done.results:
            self.assertEqual((result.status, result.answer), ('OK', 200))
            self.same(result.body, BODY)
            self.assertEqual((result.etag, result.modified, result.type, result.header),
                             ('"e1"', 'Tue, 24 Nov 2026 10:00:00 GMT', 'text/x', 'two'))
            self.assertEqual((result.content_length, result.heads, result.head_status), (len(BODY), 1, 200))
        self.assertEqual((server.connections, done.connections, done.requests), (1, 1, 5))

    def test_what_is_sent(self):
        with FaultOrigin({'/a': Answer()}) as server:
            run(server.url + '/a', agent='cli/1', etag='"x"', modified='Tue, 24 Nov 2026 10:00:00 GMT', header=['X-One: 1', 'X-Two: 2'])
        sent = server.requests[0].headers
        self.assertEqual(sent['user-agent'], 'libvmimage/0.1.0 cli/1')
        self.assertEqual((sent['if-none-match'], sent['if-modified-since']), ('"x"', 'Tue, 24 Nov 2026 10:00:00 GMT'))
        self.assertEqual((sent['x-one'], sent['x-two']), ('1', '2'))
        for absent in ('accept-encoding', 'authorization', 'range', 'expect'):
            self.assertNotIn(absent, sent)

    def test_statuses(self):
        wanted = {400: 'E_INVALID', 401: 'E_UNAUTHENTICATED', 403: 'E_FORBIDDEN', 404: 'E_NOT_FOUND', 405: 'E_UNSUPPORTED',
                  407: 'E_FORBIDDEN', 408: 'E_TIMEOUT', 409: 'E_CONFLICT', 410: 'E_NOT_FOUND', 412: 'E_CONFLICT', 413: 'E_LIMIT',
                  418: 'E_PROTOCOL', 422: 'E_INVALID', 429: 'E_BUSY', 500: 'E_PROTOCOL', 501: 'E_UNSUPPORTED', 502: 'E_PROTOCOL',
                  503: 'E_BUSY', 504: 'E_TIMEOUT', 304: 'OK', 204: 'OK', 201: 'OK', 300: 'E_PROTOCOL', 302: 'E_PROTOCOL'}
        page = b'<html><h1>No</h1>\n<p>because   of\tit</p>'
        answers = {f'/{n}': Answer(n, b'' if n in (204, 304) else page, ['Content-Type: text/html']) for n in wanted}
        with FaultOrigin(answers) as server:
            for number, status in wanted.items():
                result = run(f'{server.url}/{number}?token=hidden', tries=1)
                self.check(result, status, number if status != 'OK' else 0, hides='hidden')
                self.assertEqual(result.answer, number)
                if status != 'OK':
                    self.assertEqual(result.reason, 'No because of it')

    def test_a_long_reason_is_cut(self):
        with FaultOrigin({'/a': Answer(500, b'x\0' * 500000, ['Content-Type: text/plain'])}) as server:
            result = run(server.url + '/a')
        self.assertLess(len(result.reason), 2100)
        self.assertEqual(len(result.body), 65536)

    def test_head_and_other_methods(self):
        with FaultOrigin({'/a': Answer(body=BODY)}) as server:
            result = run(server.url + '/a', method='HEAD', limit=10)
            self.check(result, 'OK')
            self.assertEqual((result.content_length, result.body), (len(BODY), b''))
            self.check(run(server.url + '/a', method='DELETE'), 'OK')
            self.check(run(server.url + '/a', method='PATCH', body='{}', header='Content-Type: application/json'), 'OK')
        self.assertEqual([r.method for r in server.requests], ['HEAD', 'DELETE', 'PATCH'])
        self.assertEqual(server.requests[2].body, b'{}')
        self.assertEqual(server.requests[2].headers['content-type'], 'application/json')

    def test_informational_heads_and_trailers(self):
        raw = (b'HTTP/1.1 103 Early Hints\r\nETag: "no"\r\n\r\nHTTP/1.1 200 OK\r\nETag: "yes"\r\nTransfer-Encoding: chunked\r\n\r\n'
               b'3\r\nabc\r\n0\r\nETag: "late"\r\n\r\n')
        with FaultOrigin({'/a': Answer(raw=raw)}) as server:
            result = run(server.url + '/a')
        self.check(result, 'OK')
        self.assertEqual((result.etag, result.body, result.heads), ('"yes"', b'abc', 1))

    def test_what_is_no_http(self):
        with FaultOrigin({'/a': Answer(raw=b'SSH-2.0-OpenSSH\r\n', close=True)}) as server:
            self.check(run(server.url + '/a', tries=1), 'E_PROTOCOL')

    def test_compression_when_asked_for(self):
        with FaultOrigin({'/a': Answer(body=gzip.compress(BODY), headers=['Content-Encoding: gzip'])}) as server:
            self.same(run(server.url + '/a', header='Accept-Encoding: gzip').body, BODY)
            self.assertEqual(run(server.url + '/a').body[:2], b'\x1f\x8b')
        self.assertEqual(server.requests[0].headers['accept-encoding'], 'gzip')

    def test_what_can_not_be_asked_for(self):
        for url in ('ftp://127.0.0.1/x', 'file:///etc/passwd', 'http://', 'no url', 'http://a b/', 'https://u:secret@[/'):
            with self.subTest(url):
                result = Run(f'subject=x', 'mode=perform', url) if not url.startswith('http') else Run(url)
                if result.results:
                    self.assertEqual(result.results[0].status, 'E_INVALID')
                self.assertNotIn('secret', result.output)
        self.check(run('http://127.0.0.1/', header='X: a\r\nY: b'), 'E_INVALID')
        self.check(run('http://127.0.0.1/', method='GE T'), 'E_INVALID')
        self.check(run('http://127.0.0.1/', etag='"a"\r\nX: y'), 'E_INVALID')

    def test_settings_that_can_not_be_used(self):
        self.check(run('http://127.0.0.1/', ca=self.folder / 'none'), 'E_INVALID', says=['none', 'CA file'])
        self.check(run('http://127.0.0.1/', certificate=self.folder / 'none'), 'E_INVALID', says='client certificate')
        self.check(run('http://127.0.0.1/', fingerprint='12:34'), 'E_INVALID', says='fingerprint')
        self.check(run('http://127.0.0.1/', proxy='gopher://u:hidden@p'), 'E_INVALID', says='proxy', hides='hidden')


class Secrets(Case):
    def test_credentials_of_the_client_and_of_the_url(self):
        with FaultOrigin({'/a': Answer()}) as server:
            run(server.url + '/a', user='vcsp', password='pä')
            run(server.url.replace('://', '://u%40x:p%3A1@') + '/a', user='vcsp', password='p')
            run(server.url + '/a', user='vcsp', password='p', flags=NO_LOGIN)
            run(server.url + '/a', user='vcsp', password='p', header='Authorization: Bearer t')
        self.assertEqual([r.headers.get('authorization') for r in server.requests],
                         [authorization('vcsp', 'pä'), authorization('u@x', 'p:1'), None, 'Bearer t'])

    def test_no_secret_is_shown(self):
        with FaultOrigin({'/a': Answer(404), '/b': Answer(302, headers=['Location: http://u:hid3@127.0.0.1:1/?hid4'])}) as server:
            place = server.url.replace('://', '://user:hid1@')
            for url in (place + '/a?hid2=1', place + '/b?hid2#hid2', place.replace(str(server.port), '1') + '/?hid2'):
                result = Run(url, tries=1, log=1, password='hid5', user='u', proxy='')
                self.assertNotRegex(result.output, 'hid[0-9]', url)
                self.assertNotEqual(result.results[0].status, 'OK')

    def test_a_password_without_encryption_is_said_once(self):
        with FaultOrigin({'/a': Answer()}) as server:
            done = Run(server.url + '/a', user='u', password='hidden', repeat=3, log=1)
        self.assertEqual(done.log.count('without encryption'), 1)
        self.assertNotIn('hidden', done.output)

    def test_a_redirect_elsewhere_gets_no_credentials(self):
        with FaultOrigin({'/end': Answer(body=b'end')}) as other:
            home = FaultOrigin({'/end': Answer(body=b'home')})
            home.set('/away', Answer(302, headers=[f'Location: {other.url}/end']))
            home.set('/here', Answer(302, headers=['Location: /end']))
            other.set('/back', Answer(302, headers=[f'Location: {home.url}/end']))
            home.set('/round', Answer(302, headers=[f'Location: {other.url}/back']))
            with home:
                common = {'user': 'u', 'password': 'p', 'header': ['X-Key: k', 'Cookie: c']}
                self.assertEqual(run(home.url + '/away', **common).body, b'end')
                self.assertEqual(run(home.url + '/away', flags=SECRET, **common).url, other.url + '/end')
                self.assertEqual(run(home.url + '/here', flags=SECRET, **common).body, b'home')
                self.assertEqual(run(home.url + '/round', flags=SECRET, **common).body, b'home')
        sent = [r.headers for r in other.requests]
        for headers in sent:
            self.assertNotIn('authorization', headers)
            self.assertNotIn('cookie', headers)
        self.assertEqual(sent[0]['x-key'], 'k')
        for headers in sent[1:]:
            self.assertNotIn('x-key', headers)
        at_home = [r.headers for r in home.requests]
        self.assertEqual(at_home[3]['authorization'], authorization('u', 'p'))
        self.assertEqual(at_home[3]['x-key'], 'k')
        # Back where it came from: another has said what to ask for, so the secrets stay away.
        self.assertNotIn('authorization', at_home[5])
        self.assertNotIn('x-key', at_home[5])

    def test_a_body_with_secrets_does_not_go_elsewhere(self):
        with FaultOrigin({'/end': Answer()}) as other:
            with FaultOrigin({'/a': Answer(307, headers=[f'Location: {other.url}/end'])}) as server:
                self.check(run(server.url + '/a', method='POST', body='b', flags=SECRET), 'E_PROTOCOL', says=other.url)
                self.check(run(server.url + '/a', method='POST', body='b', user='u', password='p'), 'E_PROTOCOL')
                self.assertEqual(other.requests, [])
                self.check(run(server.url + '/a', method='POST', body='b'), 'OK')
        self.assertEqual(other.requests[0].body, b'b')


class Redirects(Case):
    def test_methods(self):
        wanted = {(301, 'GET'): 'GET', (301, 'POST'): 'GET', (302, 'POST'): 'GET', (303, 'POST'): 'GET', (303, 'PUT'): 'GET',
                  (307, 'POST'): 'POST', (308, 'PUT'): 'PUT', (302, 'HEAD'): 'HEAD', (301, 'PUT'): 'PUT', (303, 'HEAD'): 'HEAD'}
        with FaultOrigin({f'/{n}': Answer(n, headers=['Location: end?x=1']) for n in (301, 302, 303, 307, 308)}) as server:
            server.set('/end', Answer(body=b'end'))
            for (number, method), then in wanted.items():
                body = {'body': 'some'} if method in ('POST', 'PUT') else {}
                self.check(run(f'{server.url}/{number}', method=method, **body), 'OK')
                last = server.requests[-1]
                self.assertEqual((last.method, last.path, last.body), (then, '/end?x=1', b'some' if then in ('POST', 'PUT') else b''))

    def test_places_that_are_not_gone_to(self):
        for place in ('file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://x', 'javascript:1', 'http://', 'dict://127.0.0.1:11211/x'):
            with FaultOrigin({'/a': Answer(302, headers=[f'Location: {place}'])}) as server:
                result = run(server.url + '/a', tries=1)
                self.assertIn(result.status, ('E_PROTOCOL',), place)
                self.assertIn('sends on to', result.message)

    def test_at_most_ten(self):
        with FaultOrigin({f'/{n}': Answer(302, headers=[f'Location: /{n - 1}']) for n in range(1, 12)}) as server:
            server.set('/0', Answer(body=b'end'))
            self.assertEqual(run(server.url + '/10').body, b'end')
            self.check(run(server.url + '/11'), 'E_PROTOCOL', says='more than 10 times')
            server.set('/loop', Answer(301, headers=['Location: /loop']))
            before = len(server.requests)
            self.check(run(server.url + '/loop'), 'E_PROTOCOL')
            self.assertEqual(len(server.requests) - before, 11)

    def test_as_an_answer(self):
        with FaultOrigin({'/a': Answer(302, headers=['Location: /b'])}) as server:
            result = run(server.url + '/a', flags=NO_REDIRECT, show='Location')
        self.check(result, 'E_PROTOCOL', 302)
        self.assertEqual((result.header, result.heads), ('/b', 1))

    def test_the_head_is_told_at_the_end_only(self):
        with FaultOrigin({'/a': Answer(302, headers=['Location: /b']), '/b': Answer(body=b'x')}) as server:
            result = run(server.url + '/a')
        self.assertEqual((result.heads, result.head_status, result.url), (1, 200, server.url + '/b'))


class Limits(Case):
    def test_body(self):
        answers = {'/known': Answer(body=b'x' * 100), '/chunks': Answer(body=b'x' * 100, chunked=True),
                   '/end': Answer(body=b'x' * 100, length=False)}
        with FaultOrigin(answers) as server:
            for path in answers:
                for sink in ({}, {'sink': 1}):
                    self.assertEqual(run(server.url + path, limit=100, **sink).body, b'x' * 100)
                    result = run(server.url + path, limit=99, **sink)
                    self.check(result, 'E_LIMIT', says=' 99 ')
                    self.assertLessEqual(len(result.body), 99)

    def test_compressed_body(self):
        with FaultOrigin({'/a': Answer(body=gzip.compress(bytes(10 ** 7)), headers=['Content-Encoding: gzip'])}) as server:
            self.check(run(server.url + '/a', header='Accept-Encoding: gzip', limit=100000), 'E_LIMIT')

    def test_head(self):
        answers = {'/large': Answer(headers=['X: ' + 'y' * 70000]), '/many': Answer(headers=[f'X-{n}: 1' for n in range(300)]),
                   '/allowed': Answer(headers=['X: ' + 'y' * 60000]),
                   '/hints': Answer(raw=b'HTTP/1.1 100 Continue\r\n\r\n' * 4000 + b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')}
        with FaultOrigin(answers) as server:
            self.check(run(server.url + '/large'), 'E_LIMIT', says='head')
            self.check(run(server.url + '/many'), 'E_LIMIT', says='head')
            self.check(run(server.url + '/hints'), 'E_LIMIT', says='head')
            self.check(run(server.url + '/allowed'), 'OK')
            self.assertEqual(sum(r.path == '/large' for r in server.requests), 1)

    def test_the_writer_s_own_failure(self):
        with FaultOrigin({'/a': Answer(body=BODY)}) as server:
            self.check(run(server.url + '/a', sink=1, refuse_at=100), 'E_IO', says='the sink is full')
            self.assertEqual(len(server.requests), 1)


class Many(Case):
    def test_64_at_once_over_8_connections(self):
        for mode in ('step', 'poll'):
            with FaultOrigin({f'/{n}': Answer(body=b'%d' % n, delay=0.02) for n in range(64)}) as server:
                done = Run(*[f'{server.url}/{n}' for n in range(64)], mode=mode, connections=8)
            self.assertEqual(sorted(int(r.body) for r in done.results), list(range(64)))
            self.assertEqual({r.status for r in done.results}, {'OK'})
            self.assertLessEqual(server.open_most, 8)
            self.assertEqual(server.busy_most, 8)
            self.assertEqual((done.requests, done.connections), (64, 8))

    def test_more_places_than_connections(self):
        servers = [FaultOrigin({'/a': Answer(body=b'x', delay=0.05)}) for _ in range(6)]
        for server in servers:
            server.__enter__()
            self.addCleanup(server.__exit__)
        done = Run(*[s.url + '/a' for s in servers], mode='step', connections=2)
        self.assertEqual([r.body for r in done.results], [b'x'] * 6)
        self.assertGreaterEqual(done.results[-1].took, 140)

    def test_failures_among_them(self):
        with FaultOrigin({'/a': Answer(body=b'x'), '/b': Answer(404), '/c': Answer(cut=10)}) as server:
            done = Run(server.url + '/a', server.url + '/b', server.url + '/c', 'http://127.0.0.1:1/', mode='poll', tries=2)
        self.assertEqual(sorted(r.status for r in done.results), ['E_NOT_FOUND', 'E_UNREACHABLE', 'E_UNREACHABLE', 'OK'])

    def test_pauses(self):
        body = bytes(range(251)) * 8000
        with FaultOrigin({'/a': Answer(body=body)}) as server:
            for mode in ('step', 'poll'):
                done = Run(server.url + '/a', server.url + '/a', sink=1, pause=3, mode=mode)
                for result in done.results:
                    self.same(result.body, body)
                    self.assertGreater(result.pauses, 3)


class Time(Case):
    def test_interruption_from_another_thread(self):
        with FaultOrigin({'/a': Answer(delay=30), '/b': Answer(body=b'x', stall=20)}) as server:
            for path in '/a', '/b':
                result = run(server.url + path, interrupt=200)
                self.check(result, 'E_CANCELLED')
                self.assertLess(result.took, 200 + 80 * SLOWNESS)
            # While it waits for the next try.
            server.set('/c', Answer(503, headers=['Retry-After: 20']))
            result = run(server.url + '/c', interrupt=200)
            self.check(result, 'E_CANCELLED')
            self.assertLess(result.took, 200 + 80 * SLOWNESS)
            self.assertEqual(Run(server.url + '/a', mode='step', interrupt=200).step, 'interrupted by the program')

    def test_deadline(self):
        with FaultOrigin({'/a': Answer(body=BODY, stall=200), '/b': Answer(delay=30), '/c': Answer(503)}) as server:
            for path in '/a', '/b':
                result = run(server.url + path, deadline=300)
                self.check(result, 'E_TIMEOUT')
                self.assertTrue(290 <= result.took < 300 + 100 * SLOWNESS, result.took)
            result = run(server.url + '/c', deadline=300, tries=50)
            self.assertIn(result.status, ('E_BUSY', 'E_TIMEOUT'))
            self.assertLess(result.took, 300 + 100 * SLOWNESS)
            self.assertIn('deadline', Run(server.url + '/a', mode='poll', deadline=300).step)

    def test_stall(self):
        with FaultOrigin({'/a': Answer(body=BODY, stall=200), '/b': Answer(delay=20)}) as server:
            result = run(server.url + '/a', stall=200, tries=1)
            self.check(result, 'E_UNREACHABLE', says='has sent nothing')
            self.assertTrue(190 <= result.took < 200 + 250 * SLOWNESS, result.took)
            self.check(run(server.url + '/b', stall=200, tries=1), 'E_UNREACHABLE', says='has sent nothing')
            # The next try does better.
            server.set('/a', [Answer(body=BODY, stall=200), Answer(body=BODY)])
            self.same(run(server.url + '/a', stall=200).body, BODY)

    def test_slow_is_no_stall(self):
        with FaultOrigin({'/a': Answer(body=b'0123456789', drip=0.1), '/b': Answer(delay=0.7, body=b'x')}) as server:
            self.assertEqual(run(server.url + '/a', stall=400, tries=1).body, b'0123456789')
            self.check(run(server.url + '/b', stall=300, tries=1), 'E_UNREACHABLE')
            self.assertEqual(run(server.url + '/b', stall=300, tries=1, flags=http_support.PATIENT).body, b'x')

    def test_a_paused_transfer_is_no_stall(self):
        with FaultOrigin({f'/{n}': Answer(body=b'x' * 200000, delay=0.15 * n) for n in range(6)}) as server:
            done = Run(*[f'{server.url}/{n}' for n in range(6)], sink=1, pause=2, mode='step', stall=5000, tries=1)
        self.assertEqual({r.status for r in done.results}, {'OK'})


class Uploads(Case):
    def test_pieces(self):
        size = 300000
        wanted = bytes(ord('a') + i % 26 for i in range(size))
        with FaultOrigin({'/a': Answer(201), '/b': Answer(307, headers=['Location: /a']), '/c': [Answer(503), Answer(200)]}) as server:
            self.check(run(server.url + '/a', method='PUT', upload=size), 'OK')
            self.same(server.requests[-1].body, wanted)
            self.assertEqual(server.requests[-1].headers['content-length'], str(size))
            self.check(run(server.url + '/a', method='PUT', upload=size, chunked=1), 'OK')
            self.same(server.requests[-1].body, wanted)
            result = run(server.url + '/b', method='PUT', upload=size)
            self.assertEqual((result.status, result.rewinds), ('OK', 1))
            self.same(server.requests[-1].body, wanted)
            result = run(server.url + '/c', method='PUT', upload=size)
            self.assertEqual((result.status, result.rewinds), ('OK', 1))
            self.same(server.requests[-1].body, wanted)
            # What can't begin again is sent once.
            server.set('/c', [Answer(503), Answer(200)])
            self.check(run(server.url + '/c', method='PUT', upload=size, no_rewind=1), 'E_BUSY')
            self.check(run(server.url + '/b', method='PUT', upload=size, no_rewind=1), 'E_PROTOCOL')

    def test_a_source_that_breaks(self):
        with FaultOrigin({'/a': Answer(201)}) as server:
            self.check(run(server.url + '/a', method='PUT', upload=300000, read_error=1), 'E_IO', says='the source is broken')
            self.check(run(server.url + '/a', method='PUT', upload=300000, read_end=1000), 'E_INTEGRITY', says='1000 of 300000')
        self.assertEqual(server.requests, [])

    def test_a_body_of_nothing(self):
        with FaultOrigin({'/a': Answer(201)}) as server:
            self.check(run(server.url + '/a', method='POST'), 'OK')
        self.assertEqual(server.requests[0].headers['content-length'], '0')
        self.assertNotIn('transfer-encoding', server.requests[0].headers)


class Proxies(Case):
    def test_forwarding(self):
        with FaultOrigin({'/a': Answer(body=b'x')}) as server, ForwardProxy() as proxy:
            self.assertEqual(run(server.url + '/a', proxy=proxy.url, user='u', password='p').body, b'x')
            self.assertEqual(proxy.requests[0].path, server.url + '/a')
            self.assertNotIn('proxy-authorization', proxy.requests[0].headers)
            self.assertEqual(server.requests[0].headers['authorization'], authorization('u', 'p'))

    def test_environment(self):
        with FaultOrigin({'/a': Answer(body=b'x')}) as server, ForwardProxy() as proxy:
            run(server.url + '/a', environment={'http_proxy': proxy.url})
            self.assertEqual(len(proxy.requests), 1)
            run(server.url + '/a', environment={'http_proxy': proxy.url}, proxy='')
            run(server.url + '/a', environment={'http_proxy': proxy.url, 'no_proxy': '127.0.0.1'})
            self.assertEqual(len(proxy.requests), 1)
            run(server.url + '/a', environment={'no_proxy': '*'}, proxy=proxy.url)
            self.assertEqual(len(proxy.requests), 2)

    def test_password(self):
        with FaultOrigin({'/a': Answer(body=b'x')}) as server, ForwardProxy('pu', 'hidden') as proxy:
            right = proxy.url.replace('://', '://pu:hidden@')
            self.assertEqual(run(server.url + '/a', proxy=right).body, b'x')
            self.assertNotIn('proxy-authorization', server.requests[0].headers)
            self.check(run(server.url + '/a', proxy=proxy.url.replace('://', '://pu:hidwrong@'), log=1), 'E_FORBIDDEN', 407, says='proxy',
                       hides=['hidden', 'hidwrong'])

    def test_a_proxy_that_is_not_there(self):
        self.check(run('http://127.0.0.1:1/', proxy='http://u:hidden@127.0.0.1:1', tries=1, log=1), 'E_UNREACHABLE', hides='hidden')
        self.check(run('http://127.0.0.1:1/', proxy='http://u:hidden@no-such-host.invalid', tries=1), 'E_UNREACHABLE', says='proxy',
                   hides='hidden')


class Damage(Case):
    def test_each_byte_damaged(self):
        """Whatever is damaged: an end, and no more bytes than were sent."""
        with FaultOrigin({'/a': Answer(body=b'0123456789', headers=['ETag: "e"'], close=True)}) as server:
            whole = len(b''.join(Answer(body=b'0123456789', headers=['ETag: "e"'], close=True).bytes_for(
                type('R', (), {'headers': {}, 'method': 'GET'}))))
            proxies = [FaultProxy(('127.0.0.1', server.port), corrupt=n) for n in range(whole)]
            for proxy in proxies:
                proxy.__enter__()
                self.addCleanup(proxy.__exit__)
            began = time.monotonic()
            done = Run(*[p.url + '/a' for p in proxies], mode='step', connections=64, tries=1, stall=1000)
            self.assertEqual(len(done.results), whole)
            self.assertLess(time.monotonic() - began, 10)
        for result in done.results:
            self.assertIn(result.status, ('OK', 'E_PROTOCOL', 'E_UNREACHABLE', 'E_NOT_FOUND', 'E_INTEGRITY'))
            self.assertLessEqual(len(result.body), whole)


if __name__ == '__main__':
    http_support.main()
