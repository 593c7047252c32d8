# SPDX-License-Identifier: Apache-2.0
"""The main job on real input: a folder that scripts/make-samples makes with qemu-img, xorriso and tar."""
import json
import os
import shutil
import subprocess
import unittest

from support import TOP, FolderTest, run

SCRIPT = str(TOP / 'scripts/make-samples')
TOOLS = ('qemu-img', 'xorriso', 'tar')


@unittest.skipUnless(all(map(shutil.which, TOOLS)), 'needs ' + ', '.join(TOOLS))
class Samples(FolderTest):
    def setUp(self):
        super().setUp()
        self.folder = self.folder / 'samples'
        self.make(check=True)

    def make(self, check=False):
        return subprocess.run([SCRIPT, str(self.folder)], capture_output=True, text=True, timeout=60, check=check)

    def test_images(self):
        images = self.images()
        self.assertEqual(sorted(images), ['RESCUE_2026', 'broken', 'database', 'photon-5.0', 'photon-5.1', 'ubuntu-24.04'])
        self.assertEqual(sorted(i['status']['type'] for i in images['ubuntu-24.04']), ['ISO', 'OVF'])
        self.assertEqual([d['limit'] for d in images['database'][0]['status']['disks']], ['8Gi', '100Gi'])
        self.assertEqual(images['photon-5.1'][0]['status']['productInfo']['fullVersion'], '5.1-1')
        self.assertEqual(images['photon-5.1'][0]['status']['hardwareVersion'], 15)
        ready = {name: {c['type']: c['status'] for c in found[0]['status']['conditions']}['Ready'] for name, found in images.items()}
        self.assertEqual([name for name, status in ready.items() if status != 'True'], ['broken'])

    def test_capacities_are_those_of_the_disks(self):
        for name, file in (('photon-5.0', 'photon-5.0-disk1.vmdk'), ('photon-5.1', 'photon-5.1-disk1.vmdk')):
            info = json.loads(subprocess.run(['qemu-img', 'info', '--output=json', str(self.folder / file)],
                                             capture_output=True, check=True).stdout)
            limit = self.images()[name][0]['status']['disks'][0]['limit']
            self.assertEqual(f'{info["virtual-size"] >> 30}Gi', limit)

    def test_inspect_every_file(self):
        good = sorted(str(p) for p in self.folder.rglob('*') if p.suffix in ('.ovf', '.ova', '.iso') and p.stem != 'broken')
        done = run('inspect', '-o', 'json', *good)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(len(json.loads(done.stdout)['items']), 6)

    def test_inspect_a_disk(self):
        path = str(self.folder / 'photon-5.0-disk1.vmdk')
        done = run('inspect', path)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        for line in (r'File kind: +VMDK', r'Disk format: +streamOptimized, version \d', r'Capacity: +16Gi',
                     r'Grains: +64Ki, compressed', r'File size: +[0-9.]+Mi'):
            self.assertRegex(done.stdout, rf'(?m)^{line}$')
        done = run('inspect', '-o', 'json', path, str(self.folder / 'rescue.iso'))
        self.assertEqual((done.returncode, len(json.loads(done.stdout)['items'])), (4, 1))
        self.assertIn('is a disk', done.stderr)

    def test_made_again_it_is_the_same_and_nothing_else_is_overwritten(self):
        before = self.run_in_folder('images', '-o', 'name').stdout
        self.make(check=True)
        self.assertEqual(self.run_in_folder('images', '-o', 'name').stdout, before)
        os.remove(self.folder / '.made-by-make-samples')
        done = self.make()
        self.assertEqual(done.returncode, 1)
        self.assertIn('something else', done.stderr)
        self.assertTrue((self.folder / 'photon-5.0.ovf').exists())


if __name__ == '__main__':
    unittest.main()
