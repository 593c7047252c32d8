# SPDX-License-Identifier: Apache-2.0
"""vmimage versions, newest and lock, and the example program that pins and checks."""
import json
import os
import stat
import unittest

from support import FolderTest, run, run_on_terminal

VENDOR = 'Vendor of photon'


class Versions(FolderTest):
    def setUp(self):
        super().setUp()
        for version in ('4.0', '5.0', '10.0', '11.0-rc1'):
            self.add(f'photon-{version}/photon-{version}.ovf', id='photon', version=version, product='Photon')
        for version in ('20.04', '22.04', '24.04'):
            self.add(f'ubuntu-{version}.iso', volume=f'ubuntu-{version}')

    def id_of(self, name):
        return self.images()[name][0]['metadata']['name']

    def newest(self, *arguments):
        done = self.run_in_folder('newest', *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return done.stdout

    def test_versions(self):
        done = self.run_in_folder('versions', '--no-headers')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        rows = [[cell for cell in line.split('  ') if cell] for line in done.stdout.splitlines()]
        self.assertEqual([(row[0], row[1].strip()) for row in rows],
                         [(f'{VENDOR}/Photon', v) for v in ('11.0-rc1', '10.0', '5.0', '4.0')] +
                         [('ubuntu', v) for v in ('24.04', '22.04', '20.04')])
        self.assertRegex(self.run_in_folder('versions').stdout, r'^FAMILY +VERSION +NAME +DISPLAY NAME +CONTENT VERSION +READY\n')

    def test_versions_of_one_family(self):
        for family in ('Photon', f'{VENDOR}/Photon'):
            done = self.run_in_folder('versions', family, '-o', 'json')
            names = [image['status']['name'] for image in json.loads(done.stdout)['items']]
            self.assertEqual(names, ['photon-11.0-rc1', 'photon-10.0', 'photon-5.0', 'photon-4.0'])
        done = self.run_in_folder('versions', 'ubuntu', '-o', 'name')
        self.assertEqual(done.stdout.splitlines()[0], f'virtualmachineimage.vmoperator.vmware.com/{self.id_of("ubuntu-24.04")}')
        done = self.run_in_folder('versions', 'ubunut')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertEqual(done.stderr, "vmimage: no image belongs to the family 'ubunut'; did you mean 'ubuntu'?\n")
        self.assertEqual(self.run_in_folder('versions', '--type', 'ISO', '-o', 'name').stdout.count('\n'), 3)

    def test_narrow_terminal(self):
        shown, errors, status = run_on_terminal(60, '-r', str(self.folder), 'versions')
        self.assertEqual((errors, status), ('', 0))
        self.assertTrue(all(len(line) <= 60 for line in shown.splitlines()), shown)

    def test_newest(self):
        self.assertEqual(self.newest('Photon'), f'VirtualMachineImage/{self.id_of("photon-10.0")}\n')
        self.assertEqual(self.newest('Photon', '--constraint', '<10'), f'VirtualMachineImage/{self.id_of("photon-5.0")}\n')
        self.assertEqual(self.newest('Photon', '--constraint=>=11-rc1'), f'VirtualMachineImage/{self.id_of("photon-11.0-rc1")}\n')
        self.assertEqual(json.loads(self.newest('ubuntu', '--constraint', '>=20.04,<24', '-o', 'json'))['status']['name'],
                         'ubuntu-22.04')

    def test_newest_refusals(self):
        done = self.run_in_folder('newest', 'Photon', '--constraint', '>11')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('no version satisfies ">11"; there are 4, the newest is 11.0-rc1', done.stderr)
        done = self.run_in_folder('newest', 'Foton')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertEqual(done.stderr, "vmimage: no image belongs to the family 'Foton'; did you mean 'Photon'?\n")
        done = self.run_in_folder('newest', 'nothing')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        done = self.run_in_folder('newest', 'Photon', '--constraint', '5.0 |')
        self.assertEqual((done.returncode, done.stdout), (2, ''))
        self.assertIn('has "|" at position 5', done.stderr)
        self.assertEqual(self.run_in_folder('newest').returncode, 2)
        self.assertEqual(self.run_in_folder('images', '--constraint', '1').returncode, 2)
        self.add('other/other.ovf', id='other', version='1', product='Photon')
        done = self.run_in_folder('newest', 'Photon')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn(f'write "Vendor of other/Photon" or "{VENDOR}/Photon"', done.stderr)

    def test_completion_of_families(self):
        self.assertEqual(self.run_in_folder('__names', 'families').stdout, f'{VENDOR}/Photon\nubuntu\n')


class Locks(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()
        self.lock = self.folder.parent / f'{self.folder.name}.lock'
        self.addCleanup(lambda: self.lock.unlink(missing_ok=True))

    def write(self, *names):
        done = self.run_in_folder('lock', *names, '--file', str(self.lock))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def check(self, *more):
        done = self.run_in_folder('lock', '--check', str(self.lock), *more)
        self.assertEqual(done.stderr, '')
        return done.returncode, done.stdout

    def test_text(self):
        done = self.run_in_folder('lock', 'web', 'database')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        data = json.loads(done.stdout)
        self.assertEqual(data['lockVersion'], 1)
        self.assertEqual(list(data['images']), ['database', 'web'])
        web = self.images()['web'][0]
        self.assertEqual(data['images']['web']['id'], web['metadata']['name'])
        self.assertEqual(data['images']['web']['item'], web['status']['providerItemID'])
        self.assertEqual(data['images']['web']['files']['disk.vmdk']['size'], 7)
        self.assertEqual(done.stdout, json.dumps(data, indent=2) + '\n')
        self.write('web', 'database')
        self.assertEqual(self.lock.read_text(), done.stdout)
        self.write('database', 'web')
        self.assertEqual(self.lock.read_text(), done.stdout)

    def test_file(self):
        self.write('web')
        self.assertEqual(list(self.folder.parent.glob(f'{self.lock.name}*')), [self.lock])
        self.lock.chmod(0o640)
        link = self.folder / 'link'
        link.symlink_to(self.lock)
        done = self.run_in_folder('lock', 'database', '--file', str(link))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertTrue(link.is_symlink())
        self.assertEqual(stat.S_IMODE(self.lock.stat().st_mode), 0o640)
        self.assertIn('database', self.lock.read_text())
        self.lock.write_text('mine')
        done = self.run_in_folder('lock', 'web', 'nothing', 'appliance', '--file', str(self.lock))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nothing', done.stderr)
        self.assertIn('appliance', done.stderr)
        self.assertEqual(self.lock.read_text(), 'mine')
        done = self.run_in_folder('lock', 'web', '--file', f'{__file__}/lock')
        self.assertEqual((done.returncode, done.stdout), (4, ''))
        self.assertIn(f'cannot write {__file__}/lock: Not a directory', done.stderr)

    def test_check(self):
        self.write('web', 'database')
        self.assertEqual(self.check(), (0, ''))
        self.assertEqual(self.check('-o', 'json')[0], 0)
        (self.folder / 'web' / 'disk.vmdk').write_bytes(b'contents and more')
        (self.folder / 'database' / 'database.ovf').unlink()
        status, text = self.check()
        self.assertEqual(status, 1)
        self.assertRegex(text, r'(?m)^NAME +CHANGE +FIELD +WAS +IS *\n')
        self.assertRegex(text, r'(?m)^database +removed')
        self.assertRegex(text, r'(?m)^web +changed +files\[disk.vmdk\].size +7 +17 *$')
        status, text = self.check('-o', 'json')
        rows = json.loads(text)
        self.assertEqual((status, rows['kind']), (1, 'List'))
        self.assertEqual([list(row) for row in rows['items']], [sorted(row) for row in rows['items']])
        self.assertIn({'change': 'changed', 'field': 'files[disk.vmdk].size', 'is': '17', 'was': '7', 'name': 'web',
                       'kind': 'VirtualMachineImage'}, rows['items'])
        self.assertIn({'change': 'removed', 'name': 'database', 'kind': 'VirtualMachineImage'}, rows['items'])
        self.assertEqual(self.check('-o', 'name'), (1, 'database\nweb\n'))

    def test_standard_input(self):
        text = self.run_in_folder('lock', 'web').stdout
        done = self.run_in_folder('lock', '--check', '-', input=text)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def test_bad_files(self):
        done = self.run_in_folder('lock', '--check', str(self.lock))
        self.assertEqual((done.returncode, done.stdout), (4, ''))
        self.assertIn(f'cannot open {self.lock}: No such file', done.stderr)
        self.lock.write_text('{"lockVersion":1,\n"images":{"a":{"id":7}}}')
        done = self.run_in_folder('lock', '--check', str(self.lock))
        self.assertEqual(done.returncode, 4)
        self.assertEqual(done.stderr, f'vmimage: {self.lock}: lock: images[a].id: a text that is not empty is expected\n')
        done = self.run_in_folder('lock', '--check', str(self.folder))
        self.assertEqual(done.returncode, 4)
        self.assertIn('Is a directory', done.stderr)
        done = self.run_in_folder('lock', '--check', '/dev/zero')
        self.assertEqual(done.returncode, 4)
        self.assertIn('is larger than', done.stderr)

    def test_usage(self):
        for arguments in (['lock'], ['lock', 'web', '--check', 'x'], ['lock', '--check', 'x', '--file', 'y'],
                          ['lock', '--check', 'x', '-n', 'team'], ['lock', 'web', '-o', 'table'], ['get', 'web', '--file', 'x']):
            done = self.run_in_folder(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ''), arguments)

    def test_example(self):
        program = os.path.join(os.environ['EXAMPLES'], 'pin-and-check')
        pinned = run(str(self.folder), 'web', 'database', program=program)
        self.assertEqual((pinned.returncode, pinned.stderr), (0, ''))
        done = run(str(self.folder), program=program, input=pinned.stdout)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))
        (self.folder / 'database' / 'database.ovf').unlink()
        done = run(str(self.folder), program=program, input=pinned.stdout)
        self.assertEqual((done.returncode, done.stdout), (1, 'database: is not there any more\n'))
        self.assertEqual(run(program=program).returncode, 2)


if __name__ == '__main__':
    unittest.main()
