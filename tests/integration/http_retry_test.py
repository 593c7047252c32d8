# SPDX-License-Identifier: Apache-2.0
"""The HTTP client when a try fails: what is repeated and what never, how long it waits, and bodies that go on after a cut."""
import email.utils
import time

import http_support
from fault_proxy import Answer, FaultOrigin, FaultProxy
from http_support import ONCE, REPEATABLE, RESUME, SLOWNESS, Case, Run, run

BODY = bytes(range(97, 123)) * 2
HEAD = ['ETag: "e1"']


def cut_at_every_byte(good, **changes):
    """A path for each N: its first answer ends after N bytes, the next one is good."""
    probe = type('R', (), {'headers': {}, 'method': 'GET'})
    whole = len(b''.join(good.bytes_for(probe)))
    answers = {}
    for n in range(whole):
        first = Answer(good.status, good.body, good.headers, cut=n, ranges=good.ranges, length=good.length, chunked=good.chunked)
        answers[f'/{n}'] = [first, changes.get('then', good)]
    return answers


class Repeats(Case):
    def test_statuses_that_pass(self):
        for number in (408, 429, 502, 503, 504):
            with FaultOrigin({'/a': [Answer(number), Answer(number), Answer(body=BODY)]}) as server:
                result = run(server.url + '/a')
                self.check(result, 'OK')
                self.assertEqual((result.body, len(server.requests), result.heads, result.head_status), (BODY, 3, 1, 200))
                self.assertEqual(result['run'].requests, 3)

    def test_statuses_that_stay(self):
        for number in (400, 401, 403, 404, 409, 410, 500, 501):
            with FaultOrigin({'/a': [Answer(number), Answer()]}) as server:
                run(server.url + '/a')
                self.assertEqual(len(server.requests), 1, number)

    def test_as_often_as_was_said(self):
        for tries in (1, 2, 4):
            with FaultOrigin({'/a': Answer(503)}) as server:
                self.check(run(server.url + '/a', tries=tries), 'E_BUSY', 503)
                self.assertEqual(len(server.requests), tries)
        with FaultOrigin({'/a': Answer(503, headers=['Retry-After: 0'])}) as server:
            run(server.url + '/a')
            self.assertEqual(len(server.requests), 5)

    def test_what_must_not_be_sent_twice(self):
        with FaultOrigin({'/a': [Answer(503), Answer()], '/b': [Answer(cut=0), Answer()], '/c': [Answer(cut=20), Answer()]}) as server:
            for path in '/a', '/b', '/c':
                for settings in ({'method': 'POST', 'body': 'x'}, {'method': 'POST'}, {'method': 'PATCH', 'body': 'x'},
                                 {'method': 'GET', 'flags': ONCE}, {'method': 'PUT', 'body': 'x', 'flags': ONCE}):
                    server.set(path, [Answer(503) if path == '/a' else Answer(cut=0 if path == '/b' else 20), Answer()])
                    before = len(server.requests)
                    self.assertNotEqual(run(server.url + path, **settings).status, 'OK', settings)
                    self.assertEqual(len(server.requests) - before, 1, settings)
                server.set(path, [Answer(503) if path == '/a' else Answer(cut=0 if path == '/b' else 20), Answer()])
                self.check(run(server.url + path, method='POST', body='x', flags=REPEATABLE), 'OK')

    def test_a_kept_connection_that_has_ended(self):
        """curl would send the request again by itself."""
        for body in ({'body': 'x'}, {}):
            with FaultOrigin({'/a': [Answer(body=b'1'), Answer(cut=0), Answer(body=b'3')]}) as server:
                done = Run(server.url + '/a', method='POST', repeat=2, **body)
                self.assertEqual([r.status for r in done.results], ['OK', 'E_UNREACHABLE'])
                self.assertEqual(len(server.requests), 2)
        with FaultOrigin({'/a': [Answer(body=b'1'), Answer(cut=0), Answer(body=b'3')]}) as server:
            done = Run(server.url + '/a', repeat=2)
            self.assertEqual([r.body for r in done.results], [b'1', b'3'])

    def test_no_connection_is_no_request(self):
        # A POST as well: nobody can have seen it.
        result = run('http://127.0.0.1:1/', method='POST', body='x', tries=3)
        self.check(result, 'E_UNREACHABLE')
        self.assertEqual(result['run'].requests, 3)
        self.assertEqual(run('http://127.0.0.1:1/', method='POST', body='x', flags=ONCE, tries=3)['run'].requests, 3)

    def test_retry_after_is_waited_for(self):
        with FaultOrigin({'/a': [Answer(429, headers=['Retry-After: 1']), Answer()]}) as server:
            self.check(run(server.url + '/a'), 'OK')
            first, second = server.requests
            self.assertGreaterEqual(second.time - first.time, 0.99)
            self.assertLess(second.time - first.time, 3.5)
        date = int(time.time()) + 3  # made right before its request: it is a time of day, which other work may reach
        with FaultOrigin({'/a': [Answer(429, headers=[f'Retry-After: {email.utils.formatdate(date, usegmt=True)}']), Answer()]}) as server:
            self.check(run(server.url + '/a'), 'OK')
            first, second = server.requests
            came = second.time + time.time() - time.monotonic()
            self.assertGreaterEqual(came, date - 0.01)
            self.assertLess(came, date + 3)
            self.assertGreater(second.time - first.time, 1)

    def test_retry_after_beyond_the_deadline_fails_at_once(self):
        with FaultOrigin({'/a': Answer(503, headers=['Retry-After: 30']), '/b': Answer(503, headers=['Retry-After: 7000'])}) as server:
            result = run(server.url + '/a', deadline=5000)
            self.check(result, 'E_BUSY', 503)
            self.assertEqual(result.retry_after, 30000)
            self.assertLess(result.took, 200 * SLOWNESS)
            result = run(server.url + '/b')
            self.assertEqual((result.status, result.retry_after), ('E_BUSY', 7000000))
            self.assertLess(result.took, 200 * SLOWNESS)
            self.assertEqual(len(server.requests), 2)

    def test_it_waits_longer_and_longer_and_at_random(self):
        with FaultOrigin({'/a': Answer(503)}) as server:
            begun = time.monotonic()
            Run(*[f'{server.url}/a'] * 16, mode='step', connections=16, tries=4)
            took = time.monotonic() - begun
            times = sorted(r.time for r in server.requests)
        self.assertEqual(len(times), 64)
        self.assertLess(took, 0.25 + 0.5 + 1 + 0.3 * SLOWNESS)
        # Sixteen of them: at least one has waited long, and they don't come in one flock.
        self.assertGreater(took, 0.85)
        self.assertGreater(len({round(t, 2) for t in times}), 16)

    def test_cuts_before_the_answer(self):
        for fault in (Answer(cut=0), Answer(reset=True), Answer(cut=30)):
            with FaultOrigin({'/a': [fault, Answer(body=BODY)]}) as server:
                self.assertEqual(run(server.url + '/a').body, BODY)

    def test_a_server_that_always_cuts(self):
        with FaultOrigin({'/a': Answer(cut=0)}) as server:
            result = run(server.url + '/a', tries=3)
            self.check(result, 'E_UNREACHABLE', says='before the answer')
            self.assertGreater(result.retry_after, 0)
            self.assertEqual(len(server.requests), 3)


class EveryByte(Case):
    """A cut after each number of bytes of an exchange."""

    def every(self, good, then=None, **settings):
        answers = cut_at_every_byte(good, **({'then': then} if then else {}))
        with FaultOrigin(answers) as server:
            done = Run(*[server.url + path for path in answers], mode='poll', connections=64, **settings)
            self.assertEqual(server.faults, len(answers))
        self.assertEqual(len(done.results), len(answers))
        return {int(r.subject.rsplit('/', 1)[1]) if r.subject else int(r.url.rsplit('/', 1)[1]): r for r in done.results}

    def test_a_collected_body_is_complete(self):
        for result in self.every(Answer(body=BODY)).values():
            self.assertEqual((result.status, result.body), ('OK', BODY))

    def test_resumed(self):
        for headers in (HEAD, ['Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT']):
            for n, result in self.every(Answer(body=BODY, headers=headers, ranges=True), sink=1, flags=RESUME).items():
                self.assertEqual((result.status, result.body), ('OK', BODY), n)

    def test_resumed_without_ranges(self):
        for n, result in self.every(Answer(body=BODY, headers=HEAD), sink=1, flags=RESUME).items():
            self.assertEqual((result.status, result.body), ('OK', BODY), n)

    def test_resumed_into_another_file(self):
        other = Answer(body=BODY[::-1], headers=['ETag: "e2"'], ranges=True)
        whole = self.every(Answer(body=BODY, headers=HEAD, ranges=True), then=other, sink=1, flags=RESUME)
        ends = {r.status for r in whole.values()}
        self.assertEqual(ends, {'OK', 'E_INTEGRITY'})
        for result in whole.values():
            if result.status == 'OK':
                self.assertEqual(result.body, BODY[::-1])
            else:
                self.assertEqual(result.body, BODY[:len(result.body)])

    def test_without_a_validator_nothing_is_put_together(self):
        for result in self.every(Answer(body=BODY, ranges=True), sink=1, flags=RESUME).values():
            self.assertIn((result.status, result.body) if result.status == 'OK' else result.status, (('OK', BODY), 'E_UNREACHABLE'))

    def test_not_resumed(self):
        for result in self.every(Answer(body=BODY, headers=HEAD, ranges=True), sink=1).values():
            if result.status == 'OK':
                self.assertEqual(result.body, BODY)
            else:
                self.assertEqual(result.status, 'E_UNREACHABLE')
                self.assertEqual(result.body, BODY[:len(result.body)])
                self.assertGreater(len(result.body), 0)

    def test_chunks(self):
        for sink in ({}, {'sink': 1, 'flags': RESUME}):
            for result in self.every(Answer(body=BODY, headers=HEAD, chunked=True), **sink).values():
                if result.status == 'OK':
                    self.assertEqual(result.body, BODY)
                else:  # of unknown length: whether the whole file is the same can't be known
                    self.assertIn(result.status, ('E_INTEGRITY', 'E_UNREACHABLE'))
                    self.assertEqual(result.body, BODY[:len(result.body)])

    def test_through_a_proxy_that_cuts(self):
        with FaultOrigin({'/a': Answer(body=BODY, headers=HEAD, ranges=True)}) as server:
            proxies = [FaultProxy(('127.0.0.1', server.port), cut=n, times=1) for n in range(0, 160, 7)]
            for proxy in proxies:
                proxy.__enter__()
                self.addCleanup(proxy.__exit__)
            done = Run(*[p.url + '/a' for p in proxies], mode='step', connections=64, sink=1, flags=RESUME)
        self.assertEqual([(r.status, r.body) for r in done.results], [('OK', BODY)] * len(proxies))


class Resuming(Case):
    def test_many_cuts_of_one_file(self):
        body = bytes(range(256)) * 400
        with FaultOrigin({'/a': Answer(body=body, headers=HEAD, ranges=True, cut=9000)}) as server:
            # Each connection brings less than 9,000 bytes: far more tries than there may be in vain.
            server.set('/a', lambda request: Answer(body=body, headers=HEAD, ranges=True, cut=9000))
            result = run(server.url + '/a', sink=1, flags=RESUME, tries=3)
        self.check(result, 'OK')
        self.same(result.body, body)
        self.assertGreater(len(server.requests), 10)
        self.assertEqual(result.heads, 1)
        self.assertEqual((result.answer, result.content_length, result.etag), (200, len(body), '"e1"'))
        sent = server.requests[1].headers
        self.assertEqual(sent['if-range'], '"e1"')
        self.assertRegex(sent['range'], r'^bytes=\d+-$')

    def test_conditions_of_the_first_try_are_left_out(self):
        with FaultOrigin({'/a': [Answer(body=BODY, headers=HEAD, cut=80), Answer(body=BODY, headers=HEAD, ranges=True)]}) as server:
            self.check(run(server.url + '/a', sink=1, flags=RESUME, etag='"old"'), 'OK')
        self.assertEqual(server.requests[0].headers['if-none-match'], '"old"')
        self.assertNotIn('if-none-match', server.requests[1].headers)

    def resume(self, second, first=None, **settings):
        first = first or Answer(body=BODY, headers=HEAD, cut=100)
        with FaultOrigin({'/a': [first, second]}) as server:
            result = run(server.url + '/a', sink=1, flags=RESUME, **settings)
            self.requests = server.requests
        self.assertEqual(result.body, BODY[:len(result.body)])
        self.assertGreater(len(result.body), 0)
        return result

    def test_parts_that_are_wrong(self):
        part = ['ETag: "e1"']
        self.check(self.resume(Answer(206, b'x' * 10, part + ['Content-Range: bytes 0-9/52'])), 'E_PROTOCOL', says='another part')
        self.check(self.resume(Answer(206, b'x' * 10, part)), 'E_PROTOCOL', says='another part')
        for value in ('bytes 9-1/52', 'bytes x', 'items 1-2/3', 'bytes 30-51/40', 'bytes */52', 'bytes 99999999999999999999-1/2'):
            self.check(self.resume(Answer(206, b'x' * 10, part + [f'Content-Range: {value}'])), 'E_PROTOCOL')

    def wrong_part(self, etag, total):
        def answer(request):
            first = int(request.headers['range'][6:-1])
            return Answer(206, b'x' * (total - first), [etag, f'Content-Range: bytes {first}-{total - 1}/{total}'])
        return answer

    def test_another_file(self):
        for etag, total in (('ETag: "e2"', len(BODY)), ('ETag: "e1"', len(BODY) + 5)):
            first = Answer(body=BODY, headers=HEAD, cut=100)
            with FaultOrigin({'/a': [first, 0]}) as server:
                answers = [first, self.wrong_part(etag, total)]
                server.set('/a', lambda request: answers[min(len(server.requests), 2) - 1] if len(server.requests) == 1
                           else answers[1](request))
                result = run(server.url + '/a', sink=1, flags=RESUME)
            self.check(result, 'E_INTEGRITY', says='another file')
            self.assertEqual(result.body, BODY[:len(result.body)])
        self.check(self.resume(Answer(body=BODY + b'1', headers=HEAD)), 'E_INTEGRITY')
        self.check(self.resume(Answer(body=BODY, headers=['ETag: "e2"'])), 'E_INTEGRITY')
        self.check(self.resume(Answer(body=BODY)), 'E_INTEGRITY')

    def test_416(self):
        at_end = len(b''.join(Answer(body=BODY, headers=HEAD, length=len(BODY) + 1).bytes_for(type('R', (), {'headers': {}, 'method': 'GET'}))))
        # The file is as long as what has come, though another length was said.
        self.check(self.resume(Answer(416, headers=[f'Content-Range: bytes */{len(BODY) - 20}'])), 'E_PROTOCOL', 416)
        chunked = Answer(raw=b'HTTP/1.1 200 OK\r\nETag: "e1"\r\nTransfer-Encoding: chunked\r\n\r\n34\r\n' + BODY + b'\r\n', close=True)
        result = self.resume(Answer(416, headers=[f'Content-Range: bytes */{len(BODY)}']), first=chunked)
        self.check(result, 'OK')
        self.assertEqual((result.body, result.answer), (BODY, 200))
        self.assertGreater(at_end, 0)

    def test_gone_meanwhile(self):
        self.check(self.resume(Answer(404)), 'E_NOT_FOUND', 404)

    def test_a_part_that_ends_early(self):
        def answer(request):
            if 'range' not in request.headers:
                return Answer(body=BODY, headers=HEAD, cut=100)
            first = int(request.headers['range'][6:-1])
            return Answer(206, BODY[first:first + 3], HEAD + [f'Content-Range: bytes {first}-{min(first + 3, len(BODY)) - 1}/{len(BODY)}'])
        with FaultOrigin({'/a': answer}) as server:
            self.assertEqual(run(server.url + '/a', sink=1, flags=RESUME).body, BODY)

    def test_lies_about_the_length(self):
        with FaultOrigin({'/long': Answer(body=BODY, length=len(BODY) + 10, close=True), '/short': Answer(body=BODY, length=10, close=True)}) as server:
            for sink in ({}, {'sink': 1}):
                self.check(run(server.url + '/long', tries=1, **sink), 'E_UNREACHABLE', says='cut')
                result = run(server.url + '/short', tries=1, **sink)
                self.assertEqual((result.status, result.body), ('OK', BODY[:10]))
                # The bytes too many are not taken for the next answer.
                done = Run(server.url + '/short', repeat=2)
                self.assertEqual([r.body for r in done.results], [BODY[:10]] * 2)


class Offsets(Case):
    def test_a_part(self):
        with FaultOrigin({'/a': Answer(body=BODY, headers=HEAD, ranges=True)}) as server:
            result = run(server.url + '/a', offset=10, etag='"e1"')
            self.assertEqual((result.status, result.body, result.content_length), ('OK', BODY[10:], len(BODY)))
            self.assertEqual(server.requests[0].headers['range'], 'bytes=10-')
            self.assertEqual(server.requests[0].headers['if-range'], '"e1"')
            self.assertEqual(run(server.url + '/a', offset=10, etag='W/"e1"').body, BODY[10:])
            self.assertNotIn('if-range', server.requests[1].headers)
            self.assertEqual(run(server.url + '/a', offset=10, limit=len(BODY) - 10).body, BODY[10:])
            self.check(run(server.url + '/a', offset=10, limit=len(BODY) - 11), 'E_LIMIT')
            self.check(run(server.url + '/a', offset=len(BODY)), 'E_PROTOCOL', 416)
            self.check(run(server.url + '/a', offset=10, etag='"e0"'), 'E_INTEGRITY')

    def test_cuts(self):
        def answer(request):
            return Answer(body=BODY, headers=HEAD, ranges=True, cut=120 if len(server.requests) == 1 else None)
        with FaultOrigin({'/a': answer}) as server:
            result = run(server.url + '/a', offset=10, sink=1, flags=RESUME)
            self.assertEqual((result.status, result.body), ('OK', BODY[10:]))
            self.assertEqual(len(server.requests), 2)

    def test_a_server_without_ranges(self):
        with FaultOrigin({'/a': Answer(body=BODY, headers=HEAD), '/b': Answer(206, BODY, ['Content-Range: bytes 0-51/52'])}) as server:
            self.check(run(server.url + '/a', offset=10), 'E_UNSUPPORTED')
            self.check(run(server.url + '/b'), 'E_PROTOCOL')


if __name__ == '__main__':
    http_support.main()
