# SPDX-License-Identifier: Apache-2.0
"""The example programs: what they print."""
import hashlib
import json
import os
import subprocess
import unittest

from support import FolderTest, run

UUID = 'e1968c25-dd84-4506-8dc7-9beacb6b688e'


def example(name, *arguments, **more):
    return run(*arguments, program=os.path.join(os.environ['EXAMPLES'], name), **more)


class Examples(FolderTest):
    def test_vmi_id(self):
        done = example('vmi-id', UUID)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, 'vmi-0a0044d7c690bcbea\n', ''))
        done = example('vmi-id', 'nonsense')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nonsense', done.stderr)

    def test_list_images(self):
        self.add_usual()
        done = example('list-images', str(self.folder))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 5)
        web = self.images()['web'][0]['metadata']['name']
        self.assertIn(f'{web}  web  ubuntu64Guest  ready', lines)
        self.assertEqual(sum(line.endswith('not ready') for line in lines), 1)
        done = example('list-images', str(self.folder / 'nowhere'))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nowhere', done.stderr)

    def test_resolve_name(self):
        self.add_usual()
        done = example('resolve-name', str(self.folder), 'web')
        web = self.images()['web'][0]['metadata']['name']
        self.assertEqual((done.returncode, done.stdout), (0, f'VirtualMachineImage/{web}\n'))
        done = example('resolve-name', str(self.folder), 'appliance')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        for image in self.images()['appliance']:
            self.assertIn(f'  VirtualMachineImage/{image["metadata"]["name"]}\n', done.stderr)
        self.assertEqual(example('resolve-name').returncode, 2)

    def test_convert_image(self):
        image = {'apiVersion': 'vmoperator.vmware.com/v1alpha6', 'kind': 'VirtualMachineImage', 'metadata': {'name': 'vmi-1'},
                 'status': {'name': 'photon', 'type': 'OVF'}}
        done = example('convert-image', 'vmoperator.vmware.com/v1alpha1', input=json.dumps(image))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        old = json.loads(done.stdout)
        self.assertEqual((old['apiVersion'], old['status']['imageName']), ('vmoperator.vmware.com/v1alpha1', 'photon'))
        done = example('convert-image', input='{"kind": ')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertTrue(done.stderr.startswith('convert-image: '))

    def test_verify_before_use(self):
        path = self.add('web.ovf')
        done = example('verify-before-use', str(path))
        self.assertEqual((done.returncode, done.stdout), (1, 'do not use it\n'))
        self.assertIn('there is no manifest (web.mf)', done.stderr)
        (self.folder / 'web.mf').write_text(''.join(
            f'SHA256({n})= {hashlib.sha256((self.folder / n).read_bytes()).hexdigest()}\n' for n in ('web.ovf', 'disk.vmdk')))
        done = example('verify-before-use', str(path))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, 'use it\n', ''))
        (self.folder / 'disk.vmdk').write_bytes(b'c0ntent')
        self.assertEqual(example('verify-before-use', str(path)).returncode, 1)
        self.assertEqual(example('verify-before-use', str(path), str(path)).returncode, 1)

    def test_inspect_file(self):
        done = example('inspect-file', str(self.add('web.ova', id='inner', version='4.5')))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        for line in (r'name +web', r'type +OVF', r'guest +ubuntu64Guest', r'firmware +efi', r'version +4\.5',
                     r'disk +Hard Disk 1, 17179869184 bytes', r'property +hostname \(string\)'):
            self.assertRegex(done.stdout, rf'(?m)^{line}$')
        done = example('inspect-file', str(self.folder / 'nowhere'))
        self.assertEqual((done.returncode, done.stdout), (1, ''))

    def test_follow_images(self):
        self.add_usual()
        program = os.path.join(os.environ['EXAMPLES'], 'follow-images')
        process = subprocess.Popen([program, str(self.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)

        def until(wanted):
            seen = []
            while not seen or seen[-1] != wanted:
                seen.append(process.stdout.readline().rstrip('\n'))
                self.assertNotEqual(seen[-1], '', seen)
            return seen

        seen = until('5 images')
        self.assertEqual(len(seen), 6)
        self.assertIn('there: web', seen)
        self.add('late.ova', id='late')
        until('there: late')
        process.stdin.write('late\n')
        process.stdin.flush()
        until(f'late is {self.images()["late"][0]["metadata"]["name"]}')
        (self.folder / 'late.ova').unlink()
        until('gone: late')
        output, errors = process.communicate(timeout=20)
        self.assertEqual((process.returncode, output, errors), (0, '', ''))
        self.assertEqual(example('follow-images', str(self.folder / 'nowhere')).returncode, 1)


if __name__ == '__main__':
    unittest.main()
