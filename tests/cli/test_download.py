# SPDX-License-Identifier: Apache-2.0
"""Items brought to this machine and written as libraries: download, export, and the example that downloads."""
import hashlib
import json
import os
import signal
import subprocess
import unittest

from support import PROGRAM, FolderTest, run

EXAMPLE = os.path.join(os.environ['EXAMPLES'], 'download-item')


class Download(FolderTest):
    def setUp(self):
        super().setUp()
        self.library = self.folder / 'library'
        run('init', '-r', str(self.library), '--name', 'golden')
        self.ova, self.disc = self.add('box.ova', id='box'), self.add('setup.iso', volume='SETUP')
        added = run('add', '-r', str(self.library), '--manifest', str(self.ova), str(self.disc)).stdout.split()
        self.vmi = added[0]
        self.out = self.folder / 'out'

    def of_library(self, *arguments, **more):
        return run('-r', str(self.library), *arguments, **more)

    def test_download(self):
        done = self.of_library('download', 'box', str(self.out))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        files = dict(reversed(line.split('  ')) for line in done.stdout.splitlines())
        self.assertEqual(sorted(files), sorted(os.listdir(self.out)))
        self.assertTrue(any(name.endswith('.mf') for name in files))
        for name, digest in files.items():
            content = (self.out / name).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), digest)
            self.assertEqual(content, (self.library / 'box' / name).read_bytes())
        again = self.of_library('download', self.vmi, str(self.out), '-o', 'json')
        wanted = [{'name': n, 'size': (self.out / n).stat().st_size, 'sha256': d} for n, d in files.items()]
        self.assertEqual(json.loads(again.stdout), {'folder': str(self.out), 'files': wanted})
        self.assertEqual(self.of_library('download', 'box', str(self.out), '-o', 'name').stdout.split(), list(files))
        self.out.mkdir(exist_ok=True)
        done = self.of_library('download', 'setup', cwd=str(self.out))
        self.assertEqual(done.returncode, 0)
        self.assertTrue((self.out / 'setup.iso').exists())

    def test_what_is_there_and_what_is_wrong(self):
        self.out.mkdir()
        (self.out / 'setup.iso').write_bytes(b'other')
        done = self.of_library('download', 'setup', str(self.out))
        self.assertEqual((done.returncode, done.stdout), (4, ''))
        self.assertIn('setup.iso: is there already', done.stderr)
        self.assertEqual(self.of_library('download', 'setup', str(self.out), '--replace', '--resume').returncode, 0)
        self.assertEqual((self.out / 'setup.iso').read_bytes(), self.disc.read_bytes())
        self.assertEqual(self.of_library('download', 'nothing').returncode, 1)
        ovf = next((self.library / 'box').glob('*.ovf'))
        ovf.write_bytes(ovf.read_bytes().replace(b'Product', b'product'))
        done = self.of_library('download', 'box', str(self.folder / 'new'))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('manifest', done.stderr)
        self.assertFalse((self.folder / 'new').exists())
        self.assertEqual(self.of_library('download').returncode, 2)

    def test_an_interruption_leaves_nothing(self):
        with open(self.library / 'setup' / 'setup.iso', 'r+b') as file:
            file.truncate(3 << 30)
        items = json.loads((self.library / 'items.json').read_text())
        next(i for i in items['items'] if i['name'] == 'setup')['files'][0]['size'] = 3 << 30
        (self.library / 'items.json').write_text(json.dumps(items))
        self.out.mkdir()
        with subprocess.Popen([PROGRAM, '-r', str(self.library), 'download', 'setup', str(self.out)], stderr=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            while not os.listdir(self.out) and process.poll() is None:
                pass
            process.send_signal(signal.SIGINT)
            said = process.communicate()
        self.assertEqual((process.returncode, said[0]), (4, ''))
        self.assertIn('interrupted', said[1])
        self.assertEqual(os.listdir(self.out), [])

    def test_progress_is_for_terminals(self):
        self.assertNotIn('%', self.of_library('download', 'setup', str(self.folder / 'new')).stderr)

    def test_export(self):
        done = self.of_library('export', str(self.out))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, 'added box\nadded setup\n', ''))
        there, here = (json.loads((f / 'items.json').read_text())['items'] for f in (self.library, self.out))
        for key in ('id', 'name', 'contentVersion', 'version', 'type', 'description', 'created'):
            self.assertEqual([i[key] for i in there], [i[key] for i in here], key)
        self.assertEqual(json.loads((self.out / 'lib.json').read_text())['id'], json.loads((self.library / 'lib.json').read_text())['id'])
        self.assertEqual(run('resolve', '-r', str(self.out), 'box').stdout, self.of_library('resolve', 'box').stdout)
        self.of_library('remove', 'setup')
        self.of_library('replace', 'box', str(self.ova), '--manifest')
        done = self.of_library('export', str(self.out), '--remove', '-o', 'json')
        items = [(i['action'], i['name']) for i in json.loads(done.stdout)['items']]
        self.assertEqual(items, [('modified', 'box'), ('removed', 'setup')])
        self.assertEqual(self.of_library('export', str(self.out), '--remove').stdout, '')

    def test_export_of_a_plain_folder(self):
        (self.folder / 'broken.iso').write_bytes(b'no disc')
        done = run('export', '-r', str(self.folder), str(self.out), '--type', 'ISO')
        self.assertEqual((done.returncode, done.stdout), (1, 'added SETUP\n'))
        self.assertIn('broken', done.stderr)
        self.assertEqual(run('items', '-r', str(self.out), '-o', 'name').stdout, run(
            'items', '-r', str(self.folder), '-o', 'name', '--ready', '--type', 'ISO').stdout)

    def test_example(self):
        done = run(str(self.library), 'box', str(self.out), program=EXAMPLE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(line[66:] for line in done.stdout.splitlines()), sorted(os.listdir(self.out)))
        self.assertRegex(done.stderr, r'\d+ of \d+ bytes')
        self.assertEqual(run(str(self.library), 'nothing', str(self.out), program=EXAMPLE).returncode, 1)


if __name__ == '__main__':
    unittest.main()
