# SPDX-License-Identifier: Apache-2.0
"""Items of a library on a real web server brought to this machine, also when the line is cut in the middle, and libraries made of them."""
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import fault_proxy  # noqa: E402
import nginx  # noqa: E402

PROGRAM = os.environ['VMIMAGE']
SIZE = 24 << 20
OVF = '''<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References><File ovf:id="f" ovf:href="disk.vmdk" ovf:size="{size}"/></References>
  <VirtualSystem ovf:id="box"><Info>v</Info><VirtualHardwareSection><Info>h</Info></VirtualHardwareSection></VirtualSystem>
</Envelope>
'''


def run(*arguments, status=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != status:
        raise AssertionError(f'{arguments}: status {done.returncode}: {done.stdout}{done.stderr}')
    return done


class DownloadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.top = pathlib.Path(folder.name)
        # A worker of nginx may be another user.
        cls.top.chmod(0o755)
        package = cls.top / 'package'
        package.mkdir()
        cls.disk = os.urandom(SIZE)
        (package / 'disk.vmdk').write_bytes(cls.disk)
        (package / 'box.ovf').write_text(OVF.format(size=SIZE))
        cls.library = cls.top / 'library'
        run('init', '-r', cls.library, '--name', 'golden')
        run('add', '-r', cls.library, '--manifest', package / 'box.ovf')
        manager = nginx.Nginx(cls.top / 'nginx', cls.library)
        cls.server = manager.__enter__()
        cls.addClassCleanup(manager.__exit__, None, None, None)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=self.top)
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / 'out'

    def check_whole(self):
        self.assertEqual(sorted(os.listdir(self.out)), ['box.mf', 'box.ovf', 'disk.vmdk'])
        self.assertEqual((self.out / 'disk.vmdk').read_bytes(), self.disk)

    def test_download(self):
        done = run('download', '-r', self.server.url + '/lib.json', 'box', self.out, '-o', 'json')
        self.check_whole()
        files = {f['name']: f for f in json.loads(done.stdout)['files']}
        self.assertEqual(files['disk.vmdk'], {'name': 'disk.vmdk', 'size': SIZE, 'sha256': hashlib.sha256(self.disk).hexdigest()})

    def proxied(self, **faults):
        host, port = self.server.url.split('//')[1].split(':')
        return fault_proxy.FaultProxy((host, int(port)), **faults)

    def test_cut_in_the_middle(self):
        """Each connection ends after some bytes: what is missing is asked for, and the digest is right in the end."""
        with self.proxied(cut=9 << 20) as proxy:
            run('download', '-r', proxy.url + '/lib.json', 'box', self.out)
        self.check_whole()

    def test_a_server_that_goes_away(self):
        with self.proxied() as proxy:
            url = proxy.url
            run('items', '-r', url + '/lib.json')
        done = run('download', '-r', url + '/lib.json', 'box', self.out, '--timeout', 5, status=3)
        self.assertNotEqual(done.stderr, '')
        self.assertFalse(self.out.exists() and os.listdir(self.out))

    def test_changed_on_the_way(self):
        disk = next(self.library.glob('box*/disk.vmdk'))
        wrong = bytearray(self.disk)
        wrong[SIZE // 2] ^= 1
        times = disk.stat()
        disk.write_bytes(wrong)
        try:
            done = run('download', '-r', self.server.url + '/lib.json', 'box', self.out, status=1)
        finally:
            disk.write_bytes(self.disk)
            os.utime(disk, ns=(times.st_atime_ns, times.st_mtime_ns))
        self.assertIn('manifest', done.stderr)
        self.assertFalse(self.out.exists())

    def test_killed_and_resumed(self):
        arguments = [PROGRAM, 'download', '-r', self.server.url + '/lib.json', 'box', str(self.out), '--resume']
        for number in range(4):
            with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:
                time.sleep(0.01 + 0.02 * number)
                process.send_signal(signal.SIGKILL)
        run(*arguments[1:])
        self.check_whole()
        with subprocess.Popen(arguments[:-2] + [str(self.out) + '2'], stdout=subprocess.DEVNULL) as process:
            time.sleep(0.03)
            process.send_signal(signal.SIGKILL)
        run(*arguments[1:-2], str(self.out) + '2')
        self.assertEqual(sorted(os.listdir(str(self.out) + '2')), sorted(os.listdir(self.out)))

    def test_export(self):
        done = run('export', '-r', self.server.url + '/lib.json', self.out)
        self.assertEqual(done.stdout, 'added box\n')
        there, here = (json.loads((f / 'lib.json').read_text()) for f in (self.library, self.out))
        self.assertEqual((there['id'], there['name']), (here['id'], here['name']))
        self.assertEqual(run('verify', '-r', self.out, 'box').returncode, 0)
        self.assertEqual(run('export', '-r', self.server.url + '/lib.json', self.out).stdout, '')


if __name__ == '__main__':
    why = nginx.available()
    if why is not None:
        print(f'skipped: {why}')
        sys.exit(77)
    unittest.main()
