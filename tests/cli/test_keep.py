# SPDX-License-Identifier: Apache-2.0
"""Keeping a library: init, add, replace, rename, describe, remove, as a user runs them and on files that real tools made."""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from support import NOBODY, PROGRAM, TOP, FolderTest, run, run_on_terminal

EXAMPLE = os.path.join(os.environ['EXAMPLES'], 'keep-library')
TOOLS = ('qemu-img', 'xorriso', 'tar')


class Keep(FolderTest):
    def setUp(self):
        super().setUp()
        self.library = self.folder / 'library'
        done = self.keep('init', '--name', 'golden', '--description', 'the good ones')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.id = done.stdout.strip()

    def keep(self, *arguments, **more):
        return run('-r', str(self.library), *arguments, **more)

    def done(self, *arguments):
        """The lines of a command that must succeed."""
        done = self.keep(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ''), arguments)
        return done.stdout.splitlines()

    def read(self, name='lib.json'):
        return json.loads((self.library / name).read_text())

    def items(self):
        return {item['name']: item for item in self.read('items.json')['items']}

    def test_init(self):
        self.assertEqual(self.read()['id'], 'urn:uuid:' + self.id)
        self.assertEqual((self.read()['name'], self.read()['description'], self.read()['version']), ('golden', 'the good ones', '1'))
        done = self.keep('init')
        self.assertEqual(done.returncode, 4)
        self.assertIn('is a library already', done.stderr)
        done = run('init', '-o', 'json', '-r', str(self.folder / 'other'))
        self.assertEqual(json.loads(done.stdout)['items'][0]['status']['name'], 'other')

    def test_a_life(self):
        ova, disc = self.add('box.ova', id='box'), self.add('setup.iso', volume='SETUP')
        added = self.done('add', str(ova), str(disc))
        self.assertEqual(self.done('images', '-o', 'name'), [f'virtualmachineimage.vmoperator.vmware.com/{vmi}' for vmi in added])
        before = self.items()['box']
        self.assertEqual(self.done('replace', 'box', str(self.add('new.ova', id='new', version='2.0'))), [])
        self.assertEqual(self.done('rename', 'box', 'crate'), [])
        self.assertEqual(self.done('describe', 'crate', 'a crate'), [])
        item = self.items()['crate']
        self.assertEqual((item['id'], item['created'], item['description']), (before['id'], before['created'], 'a crate'))
        self.assertEqual((item['version'], item['contentVersion'], self.read()['version']), ('5', '3', '6'))
        self.assertEqual(self.done('remove', 'crate'), [])
        self.assertEqual(sorted(p.name for p in self.library.iterdir()), ['items.json', 'lib.json', 'setup'])

    def test_formats(self):
        item, = json.loads(self.keep('add', '-o', 'json', '--name', 'a box', '--description', 'd', str(self.add('box.ova'))).stdout)['items']
        self.assertEqual((item['status']['name'], item['status']['contentVersion']), ('a box', '2'))

    def test_usage(self):
        path = str(self.add('box.ova'))
        for arguments in (['add'], ['add', '--name', 'x', path, path], ['add', '--name', 'x' * 81, path], ['rename', 'box'],
                          ['remove', '--name', 'x', 'box'], ['init', 'folder'], ['items', '--description', 'x']):
            self.assertEqual(self.keep(*arguments).returncode, 2, arguments)
        done = self.keep('add', str(self.folder / 'none.ova'), path)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (1, 1))
        self.assertIn('none.ova', done.stderr)
        self.assertEqual(self.keep('remove', 'none').returncode, 1)
        done = run('-r', str(self.folder), 'add', path)
        self.assertEqual(done.returncode, 4)
        self.assertIn('init', done.stderr)

    @unittest.skipIf(os.geteuid() != 0, 'needs another user')
    def test_not_allowed(self):
        self.folder.chmod(0o755)
        path = str(self.add('box.ova'))
        done = self.keep('add', path, user=NOBODY)
        self.assertEqual(done.returncode, 3)
        self.assertIn('permission denied', done.stderr)
        self.assertEqual(self.read()['version'], '1')

    def test_terminated_while_it_waits(self):
        """Another writer holds the library: the command ends soon after the signal and changes nothing."""
        held = open(self.library / '.vmimage-lock', 'w')
        self.addCleanup(held.close)
        fcntl.flock(held, fcntl.LOCK_EX)
        done = self.keep('--timeout', '0.2', 'add', str(self.add('box.ova')))
        self.assertEqual(done.returncode, 4)
        self.assertIn('is writing to the library', done.stderr)
        waiting = subprocess.Popen([PROGRAM, '-r', str(self.library), 'add', str(self.folder / 'box.ova')], stderr=subprocess.PIPE,
                                   encoding='utf-8')
        time.sleep(0.3)
        waiting.send_signal(signal.SIGTERM)
        self.assertIn('interrupted', waiting.communicate(timeout=5)[1])
        self.assertEqual(waiting.returncode, 4)
        self.assertEqual(self.read()['version'], '1')

    def test_terminal(self):
        path = str(self.add('box.ova'))
        self.assertEqual(run_on_terminal(80, '-r', str(self.library), 'add', path)[2], 0)

    def test_example(self):
        done = run(str(self.folder / 'kept'), str(self.add('box.ova')), program=EXAMPLE)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(run('-r', str(self.folder / 'kept'), 'items', '-o', 'name').stdout.count('\n'), 1)
        self.assertEqual(run(str(self.folder / 'kept'), program=EXAMPLE).returncode, 1)

    @unittest.skipUnless(all(map(shutil.which, TOOLS)), 'needs ' + ', '.join(TOOLS))
    def test_samples(self):
        """The same images from the library as from the folder of the files; an OVA as tar unpacks it."""
        samples = self.folder / 'samples'
        subprocess.run([str(TOP / 'scripts/make-samples'), str(samples)], capture_output=True, timeout=60, check=True)
        files = sorted(str(p) for p in samples.rglob('*') if p.suffix in ('.ova', '.ovf', '.iso') and p.name != 'broken.ovf')
        self.assertEqual(len(self.done('add', *files)), len(files))
        kept = {i['status']['name']: i['status'] for i in json.loads(self.keep('images', '-o', 'json').stdout)['items']}
        for path in files:
            alone = json.loads(run('inspect', '-o', 'json', path).stdout)['status']
            status = kept[os.path.splitext(os.path.basename(path))[0]]
            for key in ('type', 'firmware', 'hardwareVersion', 'osInfo', 'productInfo', 'disks', 'ovfProperties'):
                self.assertEqual(status.get(key), alone.get(key), (path, key))
        out = self.folder / 'out'
        out.mkdir()
        ova = next(p for p in files if p.endswith('.ova'))
        subprocess.run(['tar', '-xf', ova, '-C', str(out)], check=True)
        item = self.library / os.path.splitext(os.path.basename(ova))[0]
        self.assertEqual({p.name: p.read_bytes() for p in out.iterdir()},
                         {p.name: p.read_bytes() for p in item.iterdir() if p.name != 'item.json'})


if __name__ == '__main__':
    unittest.main()
