# SPDX-License-Identifier: Apache-2.0
"""vmimage inspect."""
import json
import os
import unittest

from support import FolderTest, ovf, run


class Inspect(FolderTest):
    def test_each_kind_of_file(self):
        done = run('inspect', str(self.add('web.ovf', id='web')))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertRegex(done.stdout, r'(?m)^Display name: +web$')
        self.assertRegex(done.stdout, r'(?m)^  \S.* +16Gi +SCSI 0:0$')
        done = run('inspect', str(self.add('box.ova', id='inner', os='windows2019srv_64Guest', os_id=112)))
        self.assertRegex(done.stdout, r'(?m)^Display name: +box$')
        self.assertRegex(done.stdout, r'(?m)^Guest OS: +windows2019srv_64Guest')
        done = run('inspect', str(self.add('disc.iso', volume='RESCUE_1')))
        self.assertRegex(done.stdout, r'(?m)^Display name: +RESCUE_1$')
        self.assertRegex(done.stdout, r'(?m)^Type: +ISO$')

    def test_files_in_it(self):
        done = run('inspect', str(self.add('box.ova')))
        self.assertRegex(done.stdout, r'(?m)^File: +/.*/box\.ova\nFile kind: +OVA$')
        self.assertRegex(done.stdout, r'(?m)^Files:\n  NAME +SIZE\n  machine\.ovf +2\.\dKi\n  disk\.vmdk +7$')
        self.add('alone.ovf')
        (self.folder / 'disk.vmdk').unlink()
        done = run('inspect', str(self.folder / 'alone.ovf'))
        self.assertRegex(done.stdout, r'(?m)^  disk\.vmdk +7 +missing$')

    def test_json_of_one_and_of_several(self):
        one, two = str(self.add('one.ovf')), str(self.add('two.ova'))
        single = json.loads(run('inspect', '-o', 'json', one).stdout)
        self.assertEqual((single['kind'], single['status']['name']), ('VirtualMachineImage', 'one'))
        several = json.loads(run('inspect', '-o', 'json', one, two).stdout)
        self.assertEqual(several['kind'], 'List')
        self.assertEqual([image['status']['name'] for image in several['items']], ['one', 'two'])
        self.assertEqual(several['items'][0], single)

    def test_table_and_name(self):
        files = [str(self.add('one.ovf')), str(self.add('two.ova'))]
        lines = run('inspect', '-o', 'table', *files).stdout.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertIn('DISPLAY NAME', lines[0])
        self.assertEqual(len(run('inspect', '-o', 'name', *files).stdout.splitlines()), 2)

    def test_the_id_is_that_in_a_folder(self):
        path = str(self.add('web.ovf', id='web'))
        self.assertEqual(run('inspect', '-o', 'name', path).stdout, self.run_in_folder('images', '-o', 'name').stdout)

    def test_bad_files_are_reported_and_hide_no_other(self):
        good = str(self.add('good.ovf', id='good'))
        bad = self.folder / 'bad.ovf'
        bad.write_text(ovf()[:1500])
        text = self.folder / 'notes.txt'
        text.write_text('nothing to see\n')
        done = run('inspect', str(bad), good, str(text), str(self.folder / 'nowhere.ova'))
        self.assertEqual(done.returncode, 4)
        self.assertRegex(done.stdout, r'(?m)^Display name: +good$')
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 3, done.stderr)
        self.assertRegex(lines[0], r'bad\.ovf:\d+')
        self.assertIn('notes.txt', lines[1])
        self.assertIn('nowhere.ova', lines[2])

    def test_a_refused_descriptor_is_shown_and_reported(self):
        path = self.folder / 'refused.ovf'
        path.write_text(ovf(gib='many'))
        done = run('inspect', str(path))
        self.assertEqual(done.returncode, 4)
        self.assertRegex(done.stdout, r'(?m)^Ready: +False')
        self.assertRegex(done.stderr, r'refused\.ovf:\d+: .*"many"')

    def test_statuses(self):
        done = run('inspect', str(self.folder / 'nowhere.ova'))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        done = run('inspect', '-o', 'json', str(self.folder / 'nowhere.ova'))
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        done = run('inspect', str(self.folder))
        self.assertEqual((done.returncode, done.stdout), (4, ''))
        self.assertIn(str(self.folder), done.stderr)

    def test_reads_what_a_pipe_would_hang_on(self):
        os.mkfifo(self.folder / 'pipe.ova')
        done = run('inspect', str(self.folder / 'pipe.ova'))
        self.assertEqual((done.returncode, done.stdout), (4, ''))


if __name__ == '__main__':
    unittest.main()
