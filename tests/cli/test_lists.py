# SPDX-License-Identifier: Apache-2.0
"""vmimage libraries, items and images: every format, the filters, and folders as they really are."""
import json
import os
import re
import subprocess
import time
import unittest

from support import NOBODY, PROGRAM, FolderTest, iso, ovf, run


def rows(text):
    """The cells of a table; columns are separated by three blanks at least."""
    return [re.split(r' {3,}', line) for line in text.splitlines()]


class Images(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()

    def test_table(self):
        done = self.run_in_folder('images')
        self.assertEqual(done.returncode, 0)
        head = done.stdout.splitlines()[0]
        self.assertEqual(rows(head)[0], ['NAME', 'DISPLAY NAME', 'TYPE', 'IMAGE VERSION', 'OS NAME', 'OS VERSION',
                                         'HARDWARE VERSION', 'CAPABILITIES', 'READY'])
        self.assertEqual(len(done.stdout.splitlines()), 6)
        line = next(line for line in done.stdout.splitlines() if ' web ' in line)
        self.assertRegex(line, r'^vmi-[0-9a-f]{17}   web +OVF +1\.0 +ubuntu64Guest +19 +True$')
        line = next(line for line in done.stdout.splitlines() if ' ISO ' in line)
        self.assertRegex(line, r'^vmi-[0-9a-f]{17}   appliance +ISO +True$')

    def test_capabilities_of_the_descriptor(self):
        listed = 'ovf:key="capabilities.image.vmoperator.vmware.com" ovf:type="string" ovf:value="cloud-init,sriov-net"'
        (self.folder / 'web' / 'web.ovf').write_text(ovf(id='web').replace('ovf:key="secret" ovf:type="string"', listed))
        self.assertNotIn('cloud-init', self.run_in_folder('images').stdout)
        done = self.run_in_folder('images', '--ovf-capabilities', '--capability', 'sriov-net', '--no-headers')
        self.assertRegex(done.stdout, r'^vmi-[0-9a-f]{17}   web .* cloud-init,sriov-net   (True|False)\n$')
        done = self.run_in_folder('images', '--ovf-capabilities', '-l', 'capability.image.vmoperator.vmware.com/cloud-init', '-o', 'name')
        self.assertEqual(len(done.stdout.splitlines()), 1)

    def test_columns_stand_under_their_titles(self):
        lines = self.run_in_folder('images').stdout.splitlines()
        for title in ('DISPLAY NAME', 'TYPE', 'READY'):
            at = lines[0].index(title)
            for line in lines[1:]:
                self.assertNotEqual(line[at], ' ', line)
                self.assertEqual(line[at - 3:at], '   ', line)

    def test_no_headers(self):
        whole = self.run_in_folder('images').stdout.splitlines()
        bare = self.run_in_folder('images', '--no-headers').stdout.splitlines()
        self.assertEqual([line.split() for line in bare], [line.split() for line in whole[1:]])

    def test_wide(self):
        done = self.run_in_folder('images', '-o', 'wide')
        for title in ('DISKS', 'CONTENT VERSION', 'PROVIDER ITEM', 'REASON'):
            self.assertIn(title, done.stdout.splitlines()[0])
        self.assertIn('16Gi', next(line for line in done.stdout.splitlines() if ' web ' in line))
        self.assertRegex(done.stdout, r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
        self.assertEqual(done.stderr, '')

    def test_broken_item_is_listed_with_its_reason_and_hides_no_other(self):
        done = self.run_in_folder('images')
        line = next(line for line in done.stdout.splitlines() if ' broken ' in line)
        self.assertTrue(line.endswith(' False'), line)
        self.assertRegex(done.stderr, r'\Avmimage: not ready: vmi-[0-9a-f]{17} \(broken\): .*broken\.ovf.*\n\Z')
        self.assertEqual(sum(line.endswith('True') for line in done.stdout.splitlines()), 4)
        both = self.run_in_folder('images', stderr=subprocess.STDOUT)
        self.assertEqual(both.stdout, done.stdout + done.stderr)
        wide = self.run_in_folder('images', '-o', 'wide')
        self.assertIn('broken.ovf', next(line for line in wide.stdout.splitlines() if ' broken ' in line))

    def test_json(self):
        done = self.run_in_folder('images', '-o', 'json')
        self.assertTrue(done.stdout.startswith('{\n    "apiVersion": "v1",\n    "items": [\n        {\n            "'))
        self.assertTrue(done.stdout.endswith('\n}\n'))
        listed = json.loads(done.stdout)
        self.assertEqual((listed['kind'], len(listed['items'])), ('List', 5))
        # The form is that of an ordinary JSON printer with four blanks: nothing of it is lost or doubled.
        self.assertEqual(json.dumps(listed, indent=4, ensure_ascii=False) + '\n', done.stdout)
        web = self.images()['web'][0]
        self.assertEqual(web['apiVersion'], 'vmoperator.vmware.com/v1alpha6')
        self.assertEqual(web['kind'], 'VirtualMachineImage')
        self.assertEqual(web['status']['productInfo']['version'], '1.0')
        self.assertEqual(web['status']['disks'][0]['limit'], '16Gi')

    def test_name(self):
        done = self.run_in_folder('images', '-o', 'name')
        for line in done.stdout.splitlines():
            self.assertRegex(line, r'\Avirtualmachineimage\.vmoperator\.vmware\.com/vmi-[0-9a-f]{17}\Z')
        self.assertEqual((len(done.stdout.splitlines()), done.stderr), (5, ''))

    def test_filters(self):
        for arguments, names in ((['--type', 'iso'], {'appliance'}), (['--os', 'debian12_64Guest'], {'database'}),
                                 (['--os', '101'], {'appliance'}), (['--not-ready'], {'broken'}), (['--name', 'web'], {'web'}),
                                 (['--ready'], {'web', 'database', 'appliance'}), (['--capability', 'none'], set()),
                                 (['--library', self.folder.name], {'web', 'database', 'appliance', 'broken'})):
            self.assertEqual(set(self.images(*arguments)), names, arguments)

    def test_nothing_is_written(self):
        before = sorted((p, p.stat().st_mtime_ns) for p in self.folder.rglob('*'))
        for arguments in (['images'], ['items', '-o', 'json'], ['libraries'], ['get', 'web'], ['resolve', 'web']):
            self.run_in_folder(*arguments)
        self.assertEqual(sorted((p, p.stat().st_mtime_ns) for p in self.folder.rglob('*')), before)


class Items(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()

    def test_table(self):
        done = self.run_in_folder('items')
        self.assertEqual(rows(done.stdout)[0], ['NAME', 'TYPE', 'DISPLAYNAME', 'LIBRARYNAME', 'READY', 'CACHED', 'SIZE',
                                                'SECURITYCOMPLIANT', 'AGE'])
        web = next(row for row in rows(done.stdout) if row[2] == 'web')
        self.assertRegex(web[0], r'\Aclitem-[0-9a-f]{17}\Z')
        self.assertRegex(web[3], r'\Acl-[0-9a-f]{17}\Z')
        self.assertEqual(web[4:6], ['True', 'true'])
        self.assertRegex(web[6], r'\A[0-9.]+Ki\Z')
        rescue = next(row for row in rows(done.stdout) if row[1] == 'ISO')
        self.assertEqual(rescue[6], '36Ki')
        self.assertRegex(done.stderr, r'not ready: clitem-[0-9a-f]{17} \(broken\): .*broken\.ovf')

    def test_wide_names_the_image(self):
        done = self.run_in_folder('items', '-o', 'wide')
        line = next(line for line in done.stdout.splitlines() if ' web ' in line)
        image = re.search(r'vmi-[0-9a-f]{17}', line).group(0)
        self.assertEqual(self.images()['web'][0]['metadata']['name'], image)

    def test_json_and_name(self):
        listed = json.loads(self.run_in_folder('items', '-o', 'json').stdout)
        self.assertEqual({item['kind'] for item in listed['items']}, {'ContentLibraryItem'})
        self.assertEqual(len(listed['items']), 5)
        names = self.run_in_folder('items', '-o', 'name').stdout.split()
        self.assertEqual(names, ['contentlibraryitem.imageregistry.vmware.com/' + item['metadata']['name']
                                 for item in listed['items']])

    def test_of_a_library(self):
        # As names: the table has ages in it, which change while the test runs.
        whole = self.run_in_folder('items', '-o', 'name')
        library = json.loads(self.run_in_folder('libraries', '-o', 'json').stdout)['items'][0]
        for name in (library['metadata']['name'], self.folder.name, library['spec']['id']):
            self.assertEqual(self.run_in_folder('items', name, '-o', 'name').stdout, whole.stdout)
            self.assertEqual(self.run_in_folder('items', '--library', name, '-o', 'name').stdout, whole.stdout)
        done = self.run_in_folder('items', 'nowhere')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nowhere', done.stderr)

    def test_filters(self):
        for arguments, count in ((['--type', 'ISO'], 1), (['--ready'], 4), (['--not-ready'], 1), (['--name', 'appliance'], 2)):
            self.assertEqual(len(self.run_in_folder('items', '-o', 'name', *arguments).stdout.splitlines()), count, arguments)


    def test_sizes_and_ages(self):
        now = time.time()
        for name, age, shown in (('a', 100, r'1\d\ds'), ('b', 330, r'5m\d+s'), ('c', 7300, '12[12]m'), ('d', 18660, '5h1[12]m'),
                                 ('e', 30 * 3600 + 60, '30h'), ('f', 76 * 3600 + 60, '3d4h'), ('g', 100 * 86400, '100d'),
                                 ('h', 900 * 86400, '2y170d')):
            path = self.folder / f'{name}.iso'
            iso(path, name)
            with open(path, 'ab') as f:
                f.truncate(50000)
            os.utime(path, (now - age, now - age))
            row = next(row for row in rows(self.run_in_folder('items', '--no-headers').stdout) if row[2] == name)
            self.assertEqual(row[6], '48.8Ki')
            self.assertRegex(row[8], rf'\A{shown}\Z')


class Libraries(FolderTest):
    def test_every_format(self):
        self.add_usual()
        done = self.run_in_folder('libraries')
        self.assertEqual(done.stdout.split('\n')[0].split(), ['NAME', 'DISPLAYNAME', 'ALLOWPUBLISH', 'ALLOWIMPORT', 'AGE'])
        self.assertRegex(done.stdout.splitlines()[1], rf'^cl-[0-9a-f]{{17}}   {self.folder.name}\b')
        self.assertIn(' ID ', self.run_in_folder('libraries', '-o', 'wide').stdout.splitlines()[0])
        library = json.loads(self.run_in_folder('libraries', '-o', 'json').stdout)['items'][0]
        self.assertEqual((library['kind'], library['status']['name']), ('ContentLibrary', self.folder.name))
        self.assertEqual(self.run_in_folder('libraries', '-o', 'name').stdout,
                         f'contentlibrary.imageregistry.vmware.com/{library["metadata"]["name"]}\n')


class Folders(FolderTest):
    def test_empty(self):
        for what in ('images', 'items'):
            done = self.run_in_folder(what)
            self.assertEqual((done.returncode, done.stdout), (0, ''))
            self.assertIn(f'no {what} found in', done.stderr)
            self.assertIn(str(self.folder), done.stderr)
            done = self.run_in_folder(what, '-o', 'json')
            self.assertEqual(json.loads(done.stdout)['items'], [])
            self.assertEqual(json.dumps(json.loads(done.stdout), indent=4) + '\n', done.stdout)
            self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_missing(self):
        done = run('-r', str(self.folder / 'nowhere'), 'images')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nowhere', done.stderr)

    def test_file_instead_of_a_folder(self):
        done = run('-r', str(self.add('web.ovf')), 'images')
        self.assertIn(done.returncode, (2, 4))
        self.assertIn('web.ovf', done.stderr)
        self.assertEqual(done.stdout, '')

    @unittest.skipIf(os.geteuid() == 0 and not os.access('/', os.X_OK), 'needs a user without rights')
    def test_forbidden(self):
        self.add('web.ovf')
        self.folder.chmod(0)
        self.addCleanup(self.folder.chmod, 0o700)
        if os.geteuid() != 0:
            done = self.run_in_folder('images')
        else:
            try:
                done = self.run_in_folder('images', user=NOBODY, group=NOBODY)
            except PermissionError:
                self.skipTest(f'{PROGRAM} is out of reach for a user without rights')
            if done.returncode == 127:
                self.skipTest('the library is out of reach for a user without rights')
        self.assertEqual((done.returncode, done.stdout), (3, ''))
        self.assertIn(str(self.folder), done.stderr)


if __name__ == '__main__':
    unittest.main()
