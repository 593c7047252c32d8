# SPDX-License-Identifier: Apache-2.0
"""vmimage verify; what openssl signs is in tests/trust."""
import hashlib
import json
import unittest

from support import FolderTest, run, run_on_terminal


class Verify(FolderTest):
    def setUp(self):
        super().setUp()
        self.path = self.add('web.ovf', id='web')
        self.write_manifest()

    def write_manifest(self):
        names = ('web.ovf', 'disk.vmdk')
        self.digests = [hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in names]
        (self.folder / 'web.mf').write_text(''.join(f'SHA256({n})= {d}\n' for n, d in zip(names, self.digests)))

    def test_good(self):
        done = run('verify', str(self.path), '--strict', '--require-manifest')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertRegex(done.stdout, r'(?m)^FILE +SIZE +DIGEST +VERDICT\nweb\.ovf +\S+ +SHA256 +ok\ndisk\.vmdk +7 +SHA256 +ok$')
        self.assertRegex(done.stdout, r'(?m)^Signature: +NotAvailable$')
        self.assertRegex(done.stdout, r'(?m)^Result: +passed$')
        self.assertNotIn('FILE', run('verify', str(self.path), '--no-headers').stdout)
        self.assertIn(self.digests[1], run('verify', str(self.path), '-o', 'wide').stdout)

    def test_item(self):
        done = self.run_in_folder('verify', 'web')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        done = self.run_in_folder('verify', 'nothing')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nothing', done.stderr)

    def test_bad(self):
        (self.folder / 'disk.vmdk').write_bytes(b'c0ntent')
        done = run('verify', str(self.path))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r'(?m)^disk\.vmdk +7 +SHA256 +mismatch$')
        self.assertRegex(done.stdout, r'(?m)^Result: +failed$')
        self.assertIn('do not match the content of file(s): disk.vmdk', done.stderr)

    def test_json(self):
        (self.folder / 'disk.vmdk').unlink()
        done = run('verify', str(self.path), '-o', 'json')
        self.assertEqual((done.returncode, done.stderr), (1, ''))
        report = json.loads(done.stdout)
        self.assertEqual((report['kind'], report['result'], report['manifest']), ('OVF', 'failed', 'web.mf'))
        self.assertEqual([(f['name'], f['verdict'], f['actual']) for f in report['files']],
                         [('web.ovf', 'ok', self.digests[0]), ('disk.vmdk', 'missing', None)])
        self.assertEqual(report['signature']['status'], 'NotAvailable')
        self.assertEqual(len(report['problems']), 1)

    def test_without_manifest(self):
        box = str(self.add('box.ova'))
        done = run('verify', box)
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r'(?m)^Manifest: +none$')
        self.assertRegex(done.stdout, r'(?m)^Result: +unchecked$')
        self.assertIn('warning', done.stderr)
        self.assertEqual(run('verify', box, '--require-manifest').returncode, 1)
        self.assertEqual(run('verify', box, '--require-signature').returncode, 1)

    def test_what_can_not_be_verified(self):
        self.assertEqual(run('verify', str(self.folder / 'nowhere.ovf')).returncode, 1)
        notes = self.folder / 'notes.ova'
        notes.write_bytes(b'x' * 2000)
        self.assertEqual(run('verify', str(notes)).returncode, 4)
        box = self.add('box.ova')
        box.write_bytes(box.read_bytes()[:1500])
        self.assertEqual(run('verify', str(box)).returncode, 1)

    def test_usage(self):
        self.assertEqual(run('verify').returncode, 2)
        self.assertEqual(run('verify', str(self.path), '-o', 'name').returncode, 2)
        self.assertEqual(run('verify', str(self.path), '--ca', str(self.path)).returncode, 2)
        self.assertEqual(run('images', '--strict').returncode, 2)

    def test_progress_is_gone_at_the_end(self):
        shown, errors, status = run_on_terminal(80, 'verify', str(self.path))
        self.assertEqual((errors, status), ('', 0))
        self.assertIn('passed', shown)


if __name__ == '__main__':
    unittest.main()
