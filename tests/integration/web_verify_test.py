# SPDX-License-Identifier: Apache-2.0
"""Items of a library on a web server verified in place: the same verdicts as in the folder, each file read once, nothing written."""
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import unittest

import web_test
from web_test import nginx, run, write_ovf


class Verify(web_test.WebTest):
    def setUp(self):
        super().setUp()
        self.ovf = write_ovf(self.folder / 'a', 'photon')
        self.disk = self.folder / 'a' / 'photon-disk.vmdk'
        self.disk.write_bytes(bytes(range(256)) * 20000)

    def manifest(self, *names):
        lines = (f'SHA256({n})= {hashlib.sha256((self.folder / "a" / n).read_bytes()).hexdigest()}\n' for n in names)
        (self.folder / 'a' / 'photon.mf').write_text(''.join(lines))

    def make_library(self, *names):
        if names:
            self.manifest(*names)
        run('init', '-r', self.library)
        run('add', self.ovf, '-r', self.library)

    def report(self, server, *options, status=0):
        return json.loads(run('verify', 'photon', '-o', 'json', '-r', server.url + '/depot/library', *options, status=status).stdout)

    def verdicts(self, report):
        return [(f['name'], f['verdict']) for f in report['files']]

    def test_good(self):
        self.make_library('photon.ovf', 'photon-disk.vmdk')
        with self.server() as server:
            report = self.report(server, '--require-manifest')
            folder = json.loads(run('verify', 'photon', '-o', 'json', '-r', self.library).stdout)
            self.assertEqual({k: v for k, v in report.items() if k != 'subject'}, {k: v for k, v in folder.items() if k != 'subject'})
            self.assertEqual(self.verdicts(report), [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'ok')])
            self.assertEqual(len([r for r in server.requests() if r.uri.endswith('.vmdk')]), 1)

    def test_without_manifest(self):
        self.make_library()
        with self.server() as server:
            self.assertEqual(self.verdicts(self.report(server)), [('photon.ovf', 'unchecked'), ('photon-disk.vmdk', 'unchecked')])
            self.assertEqual(self.report(server, '--require-manifest', status=1)['result'], 'failed')
        (self.library / 'photon' / 'photon-disk.vmdk').unlink()
        with self.server() as server:
            report = self.report(server, status=1)
        self.assertEqual(self.verdicts(report), [('photon.ovf', 'unchecked'), ('photon-disk.vmdk', 'missing')])

    def test_changed_disk(self):
        self.make_library('photon.ovf', 'photon-disk.vmdk')
        disk = self.library / 'photon' / 'photon-disk.vmdk'
        data = bytearray(disk.read_bytes())
        data[3000000] ^= 1
        disk.write_bytes(data)
        with self.server() as server:
            report = self.report(server, status=1)
        self.assertEqual(self.verdicts(report), [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'mismatch')])
        self.assertEqual(report['files'][1]['actual'], hashlib.sha256(data).hexdigest())

    def test_another_size(self):
        self.make_library('photon.ovf', 'photon-disk.vmdk')
        with open(self.library / 'photon' / 'photon-disk.vmdk', 'ab') as file:
            file.write(b'more')
        with self.server() as server:
            report = self.report(server, status=1)
        self.assertEqual(self.verdicts(report), [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'wrong size')])
        self.assertIn('5120004 bytes', report['problems'][0])

    def test_missing_files(self):
        self.make_library('photon.ovf', 'photon-disk.vmdk')
        (self.library / 'photon' / 'photon-disk.vmdk').unlink()
        with self.server() as server:
            report = self.report(server, status=1)
            self.assertEqual(self.verdicts(report), [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'missing')])
            self.assertIn('is missing', report['problems'][0])
        (self.library / 'photon' / 'photon.mf').unlink()
        with self.server() as server:
            self.assertIsNone(self.report(server, status=1)['manifest'])
        (self.library / 'photon' / 'photon.ovf').unlink()
        with self.server() as server:
            run('verify', 'photon', '-r', server.url + '/depot/library', status=1)

    def test_signature(self):
        key, pem, other = (self.folder / n for n in ('key', 'signer.pem', 'other.pem'))
        for path, name in ((pem, 'signer'), (other, 'other')):
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key if path == pem else self.folder / 'key2',
                            '-out', path, '-days', '30', '-subj', f'/CN={name}'], check=True, capture_output=True)
        self.manifest('photon.ovf', 'photon-disk.vmdk')
        signed = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', key, '-hex', 'photon.mf'], cwd=self.folder / 'a', check=True,
                                capture_output=True, text=True).stdout.rpartition(' ')[2]
        (self.folder / 'a' / 'photon.cert').write_text(f'SHA256(photon.mf)= {signed}{pem.read_text()}')
        self.make_library()
        with self.server() as server:
            self.assertEqual(self.report(server, '--ca', pem, '--require-signature')['signature']['status'], 'Verified')
            self.assertEqual(self.report(server, '--ca', other, '--require-signature', status=1)['signature']['status'], 'Untrusted')
            manifest = self.library / 'photon' / 'photon.mf'
            manifest.write_text(manifest.read_text().replace('photon.ovf', 'photon.OVF'))
            self.assertEqual(self.report(server, '--ca', pem, status=1)['signature']['status'], 'VerificationFailure')

    def publish_archive(self, change=False):
        """An archive that is the item's only file, as some publishers have it."""
        self.make_library('photon.ovf', 'photon-disk.vmdk')
        folder = self.library / 'photon'
        items = json.loads((self.library / 'items.json').read_text())
        item = items['items'][0]
        archive = folder / 'photon.ova'
        with tarfile.open(archive, 'w', format=tarfile.GNU_FORMAT) as tar:
            for name in ('photon.ovf', 'photon.mf', 'photon-disk.vmdk'):
                data = bytearray((self.folder / 'a' / name).read_bytes())
                if change and name.endswith('.vmdk'):
                    data[-1] ^= 1
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(bytes(data)))
        item['files'] = [{'name': 'photon.ova', 'size': archive.stat().st_size, 'href': 'photon/photon.ova', 'etag': 'a'}]
        for path in list(folder.iterdir()):
            if path != archive:
                path.unlink()
        (self.library / 'items.json').write_text(json.dumps(items))

    def test_archive(self):
        self.publish_archive()
        with self.server(tls=True) as server:
            report = self.report(server, '--insecure')
        self.assertEqual((report['kind'], self.verdicts(report)), ('OVA', [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'ok')]))

    def test_changed_archive(self):
        self.publish_archive(change=True)
        with self.server() as server:
            self.assertEqual(self.verdicts(self.report(server, status=1)), [('photon.ovf', 'ok'), ('photon-disk.vmdk', 'mismatch')])


if __name__ == '__main__':
    why = nginx.available()
    if why is not None:
        print(f'skipped: {why}')
        sys.exit(77)
    unittest.main()
