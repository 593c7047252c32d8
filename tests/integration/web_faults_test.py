# SPDX-License-Identifier: Apache-2.0
"""Libraries on servers that stall, cut and are busy: what is waited for, what is the matter of one item, and what ends the call."""
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import web_test  # noqa: E402
from fault_proxy import Answer, FaultOrigin  # noqa: E402

OVF = web_test.OVF


def archive(name):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode='w', format=tarfile.GNU_FORMAT) as tar:
        for member, data in ((f'{name}.ovf', OVF.format(name=name, disk=f'{name}.vmdk', version='1').encode()), (f'{name}.vmdk', bytes(30000))):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return made.getvalue()


class Cut(Answer):
    """Ends after so many bytes of the body."""

    def __init__(self, count, *arguments, **options):
        super().__init__(*arguments, **options)
        self.count = count

    def bytes_for(self, request):
        head, body = super().bytes_for(request)
        self.cut = len(head) + self.count
        return head, body


class Faults(unittest.TestCase):
    def setUp(self):
        self.box = archive('box')
        plain = OVF.format(name='plain', disk='plain.vmdk', version='1').encode()
        library = {'vcspVersion': '2', 'version': '1', 'contentVersion': '1', 'name': 'l', 'itemsHref': 'items.json',
                   'id': 'urn:uuid:11111111-2222-4333-8444-555555555555', 'created': '2026-01-01T00:00Z'}
        items = {'items': [
            {'id': f'urn:uuid:11111111-2222-4333-8444-00000000000{n}', 'name': name, 'type': 'vcsp.ovf', 'version': '1', 'contentVersion': '1',
             'created': '2026-01-01T00:00Z', 'selfHref': f'{name}/item.json', 'files': files}
            for n, (name, files) in enumerate((
                ('box', [{'name': 'box.ova', 'size': len(self.box), 'hrefs': ['box/box.ova']}]),
                ('plain', [{'name': 'plain.ovf', 'size': len(plain), 'hrefs': ['plain/plain.ovf']},
                           {'name': 'plain.vmdk', 'size': 5, 'hrefs': ['plain/plain.vmdk']}])))]}
        self.answers = {'/lib.json': Answer(200, json.dumps(library).encode()), '/items.json': Answer(200, json.dumps(items).encode()),
                        '/box/box.ova': Answer(206, self.box, ranges=True), '/plain/plain.ovf': Answer(200, plain),
                        '/plain/plain.vmdk': Answer(200, b'plain')}

    def images(self, origin, *options):
        done = subprocess.run([web_test.PROGRAM, 'images', '-o', 'json', '-r', origin.url, *options], capture_output=True, text=True,
                              check=False, timeout=100)
        return done, {i['status']['name']: i['status']['conditions'][-1]['status'] for i in json.loads(done.stdout or '{"items": []}')['items']}

    def test_good(self):
        with FaultOrigin(self.answers) as origin:
            done, images = self.images(origin)
        self.assertEqual((done.returncode, done.stderr, images), (0, '', {'box': 'True', 'plain': 'True'}))

    def test_opening_has_a_deadline(self):
        for fault in ({'stall': 0}, {'stall': 40}, {'stall': 200}):
            self.answers['/lib.json'] = Answer(200, b' ' * 1000, **fault)
            with FaultOrigin(self.answers) as origin:
                started = time.monotonic()
                done, images = self.images(origin, '--timeout', '0.7')
                self.assertEqual((done.returncode, images), (3, {}), done.stderr)
                self.assertIn('deadline', done.stderr)
                self.assertGreater(time.monotonic() - started, 0.6)
                self.assertLess(time.monotonic() - started, 15)

    def test_a_text_that_is_being_made(self):
        making = Answer(503, json.dumps({'status': 'pending', 'progress': 3, 'message': ''}).encode(), ['Content-Type: application/json'])
        for path in ('/lib.json', '/items.json'):
            good = self.answers[path]
            with FaultOrigin({**self.answers, path: [making, making, good]}) as origin:
                done, images = self.images(origin, '--timeout', '60')
                self.assertEqual((done.returncode, images), (0, {'box': 'True', 'plain': 'True'}), done.stderr)
                self.assertGreaterEqual(len([r for r in origin.requests if r.path == path]), 3)
            with FaultOrigin({**self.answers, path: making}) as origin:
                done, _ = self.images(origin, '--timeout', '3')
                self.assertEqual(done.returncode, 3, done.stderr)

    def test_archive_that_is_cut_is_taken_up(self):
        for cut in (3000, 700, 512, 5):
            whole = Answer(206, self.box, ranges=True)
            self.answers['/box/box.ova'] = [Cut(cut, 206, self.box, ranges=True), Cut(cut, 206, self.box, ranges=True), whole]
            with FaultOrigin(self.answers) as origin:
                done, images = self.images(origin)
                self.assertEqual((done.returncode, images), (0, {'box': 'True', 'plain': 'True'}), (cut, done.stderr))
                self.assertEqual(len([r for r in origin.requests if r.path == '/box/box.ova']), 1 if cut == 3000 else 3)

    def test_always_cut(self):
        """It is the matter of that item."""
        for path, name in (('/box/box.ova', 'box'), ('/plain/plain.ovf', 'plain')):
            good = self.answers[path]
            with FaultOrigin({**self.answers, path: Cut(0, good.status, good.body, ranges=good.ranges)}) as origin:
                done, images = self.images(origin)
            self.assertEqual((done.returncode, images), (0, {'box': 'True', 'plain': 'True', name: 'False'}), done.stderr)
        self.answers['/box/box.ova'] = Cut(600, 206, self.box, ranges=True)
        with FaultOrigin(self.answers) as origin:
            self.assertEqual(self.images(origin)[1], {'box': 'True', 'plain': 'True'})


if __name__ == '__main__':
    unittest.main()
