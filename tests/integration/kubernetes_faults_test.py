# SPDX-License-Identifier: Apache-2.0
"""
Answers that no API server should give, and those that one gives on a bad day, each from a small server that follows a script: what
the command says, that it tries again where that is safe, and that it tells nothing twice.
"""
import http.server
import json
import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = os.environ.get('VMIMAGE', 'vmimage')
VMOP = 'vmoperator.vmware.com'
GROUP = {'kind': 'APIGroup', 'name': VMOP, 'versions': [{'groupVersion': f'{VMOP}/v1alpha6', 'version': 'v1alpha6'}]}


def image(name, display, version='1', **more):
    return {'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'VirtualMachineImage',
            'metadata': {'name': name, 'namespace': 'team-a', 'resourceVersion': version}, 'spec': {},
            'status': dict({'name': display}, **more)}


def listing(*items, **meta):
    return {'apiVersion': f'{VMOP}/v1alpha6', 'kind': 'VirtualMachineImageList', 'metadata': dict({'resourceVersion': '9'}, **meta),
            'items': list(items)}


def status(code, reason, message, **details):
    return {'kind': 'Status', 'apiVersion': 'v1', 'status': 'Failure', 'message': message, 'reason': reason, 'code': code,
            'details': details}


class Answer:
    """One answer: a status, headers and a body, of which `cut` bytes are sent before the connection is closed; hold: kept open."""

    def __init__(self, body=b'', code=200, cut=None, hold=False, **headers):
        self.body = json.dumps(body).encode() if not isinstance(body, bytes) else body
        self.code, self.cut, self.hold, self.headers = code, cut, hold, headers


class Script:
    """A server that gives the answers of each collection in their order, the last one again and again."""

    def __init__(self, own, shared=None):
        script = self
        self.answers = {'virtualmachineimages': list(own), 'clustervirtualmachineimages': list(shared or [Answer(listing())])}
        self.asked = queue.Queue()
        self.lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):  # noqa: N802
                script.asked.put(self.path)
                self.give(script.choose(self.path))

            def give(self, answer):
                self.send_response(answer.code)
                for name, value in answer.headers.items():
                    self.send_header(name.replace('_', '-'), value)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Transfer-Encoding', 'chunked')
                self.end_headers()
                body = answer.body if answer.cut is None else answer.body[:answer.cut]
                try:
                    if body:
                        self.wfile.write(b'%x\r\n' % (len(body) + (answer.cut is not None)) + body)
                except OSError: # who asked has had enough
                    self.close_connection = True
                    return
                if answer.hold:
                    self.wfile.flush()
                    script.stop.wait(30)
                if answer.cut is not None or answer.hold:
                    self.close_connection = True
                    return
                self.wfile.write(b'\r\n0\r\n\r\n' if body else b'0\r\n\r\n')

            def log_message(self, *_):
                pass

        self.stop = threading.Event()
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}'

    def choose(self, path):
        if path == f'/apis/{VMOP}':
            return Answer(GROUP)
        with self.lock:
            answers = self.answers[path.split('?')[0].split('/')[-1]]
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def paths(self):
        found = []
        while not self.asked.empty():
            found.append(self.asked.get())
        return found

    def close(self):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


class FaultTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix='kubernetes-test-')
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def script(self, *own, shared=None):
        script = Script(own, shared)
        self.addCleanup(script.close)
        return script

    def environment(self, script):
        config = {'clusters': [{'name': 'c', 'cluster': {'server': script.url}}],
                  'contexts': [{'name': 'x', 'context': {'cluster': 'c', 'namespace': 'team-a'}}], 'current-context': 'x'}
        path = self.folder / 'config'
        path.write_text(json.dumps(config), encoding='ascii')
        return dict(os.environ, KUBECONFIG=str(path), no_proxy='127.0.0.1')

    def run_command(self, script, *arguments, timeout='20'):
        return subprocess.run([PROGRAM, '-r', 'k8s:', '--timeout', timeout, *arguments], env=self.environment(script), text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)

    def listed(self, script):
        done = self.run_command(script, 'images', '-o', 'json')
        self.assertEqual(done.returncode, 0, done.stderr)
        items = json.loads(done.stdout)
        return [each['metadata']['name'] for each in (items['items'] if items['kind'].endswith('List') else [items])]

    def refused(self, script, text, code=None, **options):
        done = self.run_command(script, 'images', **options)
        self.assertNotEqual(done.returncode, 0)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(text, done.stderr)
        self.assertEqual(done.stdout, '')

    def test_refusals(self):
        for code, reason, text, wanted in [
                (401, 'Unauthorized', 'does not accept the credentials of nobody', 3),
                (403, 'Forbidden', 'the message', 3), (409, 'Conflict', 'the message', None),
                (422, 'Invalid', 'the message; spec.x: is wrong', None)]:
            with self.subTest(code=code):
                causes = [{'reason': 'FieldValueInvalid', 'message': 'is wrong', 'field': 'spec.x'}] if code == 422 else []
                body = status(code, reason, 'the message', causes=causes)
                self.refused(self.script(Answer(body, code)), text, wanted)

    def test_no_such_kind(self):
        self.refused(self.script(Answer(b'404 page not found\n', 404)),
                     'VM Operator\'s CRDs are not installed, or not all; to see it: kubectl get crd virtualmachineimages.' + VMOP)

    def test_it_comes_back(self):
        good = Answer(listing(image('vmi-1', 'one')))
        for bad in (Answer(status(429, 'TooManyRequests', 'slow down', retryAfterSeconds=1), 429, Retry_After='1'),
                    Answer(status(503, 'ServiceUnavailable', 'starting'), 503, Retry_After='0'), Answer(b'', cut=0)):
            with self.subTest(code=bad.code):
                self.assertEqual(self.listed(self.script(bad, good)), ['vmi-1'])

    def test_it_stays_away(self):
        busy = Answer(status(429, 'TooManyRequests', 'slow down'), 429, Retry_After='60')
        self.refused(self.script(busy), '', timeout='2')
        self.refused(self.script(Answer(status(500, 'InternalError', 'out of order'), 500)), 'out of order (HTTP status 500)')

    def test_a_list_that_is_cut(self):
        """Wherever the cut is, in a chunk, in a string, between two objects: the list is there once, and nothing of it twice."""
        body = json.dumps(listing(image('vmi-1', 'one "quoted"'), image('vmi-2', 'two'))).encode()
        marks = [1, 20, body.index(b'one') + 1, body.index(b'\\"') + 1, body.index(b'vmi-2') + 2, body.index(b', {"apiVersion"'),
                 len(body) - 2, len(body)]
        for cut in marks:
            with self.subTest(cut=cut):
                script = self.script(Answer(body, cut=cut), Answer(body, cut=cut), Answer(body))
                self.assertEqual(self.listed(script), ['vmi-1', 'vmi-2'])
        self.refused(self.script(Answer(body, cut=100)), '')

    def test_pages(self):
        first, second = Answer(listing(image('vmi-1', 'one'), **{'continue': 'a+b'})), Answer(listing(image('vmi-2', 'two')))
        script = self.script(first, second)
        self.assertEqual(self.listed(script), ['vmi-1', 'vmi-2'])
        self.assertIn('continue=a%2Bb', ' '.join(script.paths()))
        expired = Answer(status(410, 'Expired', 'The provided continue parameter is too old'), 410)
        self.assertEqual(self.listed(self.script(first, expired, first, second)), ['vmi-1', 'vmi-2'])

    def test_bodies_that_are_none(self):
        for body, text in [(b'', 'ends in the middle'), (b'<html>hello</html>', 'an object is missing'), (b'{"kind":"List"}', 'is no list of'),
                           (b'{"items":[1]}', 'an object is missing'), (b'{"items":[]} more', 'something after the object'),
                           (b'{"items":[{"kind":"VirtualMachineImage","apiVersion":"' + VMOP.encode() + b'/v1alpha6","metadata":{"name":"\xff"}}]}', ''),
                           (json.dumps(listing(dict(image('vmi-bad', 'x'), status={'name': 7}))).encode(), 'VirtualMachineImage team-a/vmi-bad')]:
            with self.subTest(body=body[:30]):
                self.refused(self.script(Answer(body)), text)

    def test_big_objects(self):
        """Up to the limit of the library; more is refused, and not held in memory."""
        big = listing(image('vmi-big', 'x', ovfProperties=[{'key': 'k', 'type': 'string', 'default': 'x' * (5 << 20)}]))
        self.assertEqual(self.listed(self.script(Answer(big))), ['vmi-big'])
        huge = listing(image('vmi-huge', 'x', firmware='x' * (80 << 20)))
        self.refused(self.script(Answer(huge)), 'bytes')

    def test_older_versions(self):
        script = self.script(Answer(listing()))
        script.choose = lambda path: Answer(dict(GROUP, versions=[{'version': 'v9'}])) if path == f'/apis/{VMOP}' else Answer(listing())
        self.refused(script, f'has {VMOP} in version v9, which this library (up to v1alpha6) does not know')

    # ---- watches ----

    def watch(self, script):
        process = subprocess.Popen([PROGRAM, '-r', 'k8s:', 'watch', 'images', '-o', 'json'], env=self.environment(script),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def following():
            for line in process.stdout:
                event = json.loads(line)
                if event['type'] != 'ERROR':
                    return event['type'], event['object'].get('metadata', {}).get('name')
            return None
        return following

    @staticmethod
    def events(*events):
        return b''.join(json.dumps({'type': kind, 'object': body}).encode() + b'\n' for kind, body in events)

    END = ('BOOKMARK', {'kind': 'VirtualMachineImage', 'metadata': {'resourceVersion': '5', 'annotations': {'k8s.io/initial-events-end': 'true'}}})

    def quiet(self):
        """The collection of the cluster: nothing in it."""
        return [Answer(self.events(self.END), hold=True)]

    def test_a_watch_that_is_cut(self):
        one, two, new = image('vmi-1', 'one', '1'), image('vmi-2', 'two', '6'), image('vmi-1', 'one again', '7')
        start = self.events(('ADDED', one), self.END)
        more = self.events(('ADDED', two), ('MODIFIED', new))
        for cut in (len(start), len(start) + 10, len(start) + more.index(b'\n') + 1, len(start) + more.index(b'\n') + 30):
            with self.subTest(cut=cut):
                told = cut > len(start) + more.index(b'\n')
                again = self.events(('MODIFIED', new)) if told else more
                script = self.script(Answer(start + more, cut=cut), Answer(again, hold=True), shared=self.quiet())
                following = self.watch(script)
                # The collection of the cluster may be listed before or after that.
                self.assertEqual([event for event in (following() for _ in range(4)) if event[0] != 'BOOKMARK'],
                                 [('ADDED', 'vmi-1'), ('ADDED', 'vmi-2'), ('MODIFIED', 'vmi-1')])
                asked = [path for path in script.paths() if '/namespaces/' in path]
                self.assertIn('sendInitialEvents=true', asked[0])
                self.assertIn('resourceVersion=6' if told else 'resourceVersion=5', asked[1])

    def test_a_position_that_is_forgotten(self):
        gone = Answer(status(410, 'Expired', 'too old resource version'), 410)
        late = self.events(('ERROR', status(410, 'Expired', 'too old resource version')))
        start = Answer(self.events(('ADDED', image('vmi-1', 'one', '1')), ('ADDED', image('vmi-2', 'two', '2')), self.END), cut=1 << 20)
        fresh = self.events(('ADDED', image('vmi-2', 'two', '2')), ('ADDED', image('vmi-3', 'three', '8')), self.END)
        for forgotten in (gone, Answer(late)):
            script = self.script(start, forgotten, Answer(fresh, hold=True), shared=self.quiet())
            following = self.watch(script)
            self.assertEqual([following() for _ in range(5)], [('ADDED', 'vmi-1'), ('ADDED', 'vmi-2'), ('BOOKMARK', None),
                                                               ('ADDED', 'vmi-3'), ('DELETED', 'vmi-1')])

    def test_servers_without_streamed_lists(self):
        refusal = Answer(status(422, 'Invalid', 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the '
                                                'WatchList feature gate is enabled'), 422)
        changes = Answer(self.events(('DELETED', image('vmi-1', 'one', '10'))), hold=True)
        script = self.script(refusal, Answer(listing(image('vmi-1', 'one'))), changes,
                             shared=[refusal, Answer(listing()), Answer(b'', hold=True)])
        following = self.watch(script)
        self.assertEqual([following() for _ in range(3)], [('ADDED', 'vmi-1'), ('BOOKMARK', None), ('DELETED', 'vmi-1')])
        self.assertTrue(any('resourceVersion=9' in path for path in script.paths()))

    def test_bookmarks_move_the_position(self):
        start = self.events(self.END, ('BOOKMARK', {'metadata': {'resourceVersion': '77'}}))
        script = self.script(Answer(start, cut=1 << 20), Answer(self.events(('ADDED', image('vmi-1', 'one', '78'))), hold=True),
                             shared=self.quiet())
        following = self.watch(script)
        self.assertEqual([following() for _ in range(2)], [('BOOKMARK', None), ('ADDED', 'vmi-1')])
        self.assertTrue(any('resourceVersion=77' in path for path in script.paths()))


if __name__ == '__main__':
    unittest.main()
