# SPDX-License-Identifier: Apache-2.0
"""vmimage get and resolve."""
import json
import unittest

from support import FolderTest, run


class Get(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()

    def test_description(self):
        done = self.run_in_folder('get', 'web')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        text = done.stdout
        for line in (r'Name: +vmi-[0-9a-f]{17}', r'Display name: +web', r'Type: +OVF', r'Ready: +True', r'Product: +Web',
                     r'Vendor: +Vendor of web', r'Version: +1\.0 \(1\.0-build7\)', r'Guest OS: +ubuntu64Guest \(CIM 94\)',
                     r'Firmware: +efi', r'Hardware version: +19', r'Provider item: +[0-9a-f-]{36}', r'Content version: +\S+',
                     r'Disks:', r'Properties:', r'  hostname +string +host-of-web', r'Conditions:', r'  Ready +True'):
            self.assertRegex(text, rf'(?m)^{line}$')
        self.assertRegex(text, r'(?m)^  \S.* +16Gi +SCSI 0:0$')
        self.assertNotIn('secret', text)

    def test_by_id_is_the_same(self):
        image = self.images()['web'][0]['metadata']['name']
        self.assertEqual(self.run_in_folder('get', image).stdout, self.run_in_folder('get', 'web').stdout)

    def test_json_is_one_object(self):
        done = self.run_in_folder('get', 'web', '-o', 'json')
        image = json.loads(done.stdout)
        self.assertEqual(image, self.images()['web'][0])
        self.assertEqual(json.dumps(image, indent=4, ensure_ascii=False) + '\n', done.stdout)

    def test_table_and_name(self):
        lines = self.run_in_folder('get', 'web', '-o', 'table').stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn('DISPLAY NAME', lines[0])
        self.assertIn('DISKS', self.run_in_folder('get', 'web', '-o', 'wide').stdout)
        self.assertEqual(self.run_in_folder('get', 'web', '-o', 'name').stdout,
                         'virtualmachineimage.vmoperator.vmware.com/' + self.images()['web'][0]['metadata']['name'] + '\n')

    def test_broken_one_says_why(self):
        done = self.run_in_folder('get', 'broken')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r'(?m)^Ready: +False: .*broken\.ovf')

    def test_not_found(self):
        for name in ('nothing', 'vmi-00000000000000000', 'WEB', 'web '):
            done = self.run_in_folder('get', name)
            self.assertEqual((done.returncode, done.stdout), (1, ''), name)
            self.assertIn(name, done.stderr)

    def test_empty_name(self):
        self.assertEqual(self.run_in_folder('get', '').returncode, 2)

    def test_ambiguous(self):
        for command in ('get', 'resolve'):
            done = self.run_in_folder(command, 'appliance')
            self.assertEqual((done.returncode, done.stdout), (1, ''))
            lines = done.stderr.splitlines()
            self.assertIn('multiple VM images exist for "appliance"', lines[0])
            more = {'OVF': 'OVF  3.0', 'ISO': 'ISO'}
            expected = sorted(f'  VirtualMachineImage/{image["metadata"]["name"]}  "appliance"  {more[image["status"]["type"]]}'
                              for image in self.images()['appliance'])
            self.assertEqual(sorted(lines[1:3]), expected)


class Resolve(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()
        self.id = self.images()['web'][0]['metadata']['name']

    def test_by_display_name_and_by_id(self):
        for name in ('web', self.id):
            done = self.run_in_folder('resolve', name)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, f'VirtualMachineImage/{self.id}\n', ''))

    def test_formats(self):
        self.assertEqual(json.loads(self.run_in_folder('resolve', 'web', '-o', 'json').stdout), self.images()['web'][0])
        self.assertEqual(self.run_in_folder('resolve', 'web', '-o', 'name').stdout,
                         f'virtualmachineimage.vmoperator.vmware.com/{self.id}\n')

    def test_not_found_in_the_words_of_vm_operator(self):
        done = self.run_in_folder('resolve', 'nothing')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('no VM image exists for "nothing" in namespace or cluster scope', done.stderr)

    def test_missing_folder(self):
        self.assertEqual(run('-r', str(self.folder / 'nowhere'), 'resolve', 'web').returncode, 1)


if __name__ == '__main__':
    unittest.main()
