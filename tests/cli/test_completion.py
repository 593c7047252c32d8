# SPDX-License-Identifier: Apache-2.0
"""Completion in bash: the script is sourced and asked as bash would ask it."""
import shutil
import subprocess
import unittest

from support import PROGRAM, TOP, FolderTest, run

ASK = '''
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_vmimage
((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"
'''


@unittest.skipUnless(shutil.which('bash'), 'needs bash')
class Completion(FolderTest):
    def complete(self, *words):
        """What bash would offer for the last word."""
        done = subprocess.run(['bash', '-c', ASK, 'bash', str(TOP / 'completion/vmimage.bash'), PROGRAM, *words],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.folder, timeout=60, check=False)
        self.assertEqual(done.stderr.replace('compopt: not currently executing completion function', '').strip(), '')
        return done.stdout.splitlines()

    def test_commands(self):
        self.assertEqual(self.complete(''), ['id', 'inspect', 'libraries', 'items', 'images', 'get', 'resolve', 'verify', 'versions', 'newest', 'lock', 'watch',
                                            'init', 'add', 'replace', 'rename', 'describe', 'remove', 'download', 'export', 'help'])
        self.assertEqual(self.complete('im'), ['images'])
        self.assertEqual(self.complete('-o', 'json', 're'), ['resolve', 'replace', 'rename', 'remove'])
        self.assertEqual(self.complete('help', 'ins'), ['inspect'])

    def test_options(self):
        self.assertIn('--registry', self.complete('--re'))
        self.assertEqual(self.complete('images', '--ca'), ['--ca', '--capability'])
        self.assertEqual(self.complete('items', '--ca'), ['--ca'])
        self.assertEqual(self.complete('verify', '--re'), ['--registry', '--require-manifest', '--require-signature'])
        self.assertEqual(self.complete('get', '--no-h'), ['--no-headers'])

    def test_every_offered_option_is_one(self):
        for command in ('items', 'images', 'get', 'inspect', 'libraries', 'resolve', 'verify', 'id', 'versions', 'newest', 'lock', 'watch',
                        'init', 'add', 'replace'):
            told = run(command, '-h').stdout + run('-h').stdout
            for option in self.complete(command, '--'):
                self.assertIn(option, told, command)

    def test_values(self):
        self.assertEqual(self.complete('images', '-o', ''), ['table', 'wide', 'json', 'name'])
        self.assertEqual(self.complete('images', '--output', '=', 'js'), ['json'])
        self.assertEqual(self.complete('images', '--output', '='), ['table', 'wide', 'json', 'name'])
        self.assertEqual(self.complete('images', '--type', 'I'), ['ISO'])
        (self.folder / 'inner').mkdir()
        self.assertEqual(self.complete('-r', 'in'), ['inner'])

    def test_files(self):
        for name in ('a.ova', 'a.OVF', 'a.iso', 'a.txt', 'b.ova'):
            (self.folder / name).touch()
        (self.folder / 'a.d').mkdir()
        self.assertEqual(sorted(self.complete('inspect', 'a')), ['a.OVF', 'a.d', 'a.iso', 'a.ova'])
        self.assertEqual(sorted(self.complete('add', 'b')), ['b.ova'])
        self.assertEqual(sorted(self.complete('replace', 'web', 'b')), ['b.ova'])

    def test_names_come_from_the_registry_that_is_meant(self):
        self.add('web.ovf')
        self.add('other/our web.ovf')
        elsewhere = self.folder / 'elsewhere'
        elsewhere.mkdir()
        (self.folder / 'database.ovf').rename(elsewhere / 'database.ovf') if (self.folder / 'database.ovf').exists() else None
        self.assertEqual(self.complete('get', 'we'), ['web'])
        self.assertEqual(self.complete('remove', 'we'), ['web'])
        offered = self.complete('resolve', 'vmi-')
        self.assertTrue(offered)
        for name in offered:
            self.assertRegex(name, r'\Avmi-[0-9a-f]{17}\Z')
        self.assertEqual(self.complete('-r', str(elsewhere), 'get', 'we'), [])
        self.assertEqual(self.complete('items', self.folder.name[:-1]), [self.folder.name])
        self.assertEqual(self.complete('images', '--library', self.folder.name[:-1]), [self.folder.name])

    def test_names_with_blanks_are_escaped(self):
        self.add('our web.ovf')
        self.assertEqual(self.complete('get', 'our'), ['our\\ web'])
        self.assertEqual(self.complete('get', 'our\\ w'), ['our\\ web'])
        self.assertEqual(self.complete('get', '"our w'), ['our web'])

    def test_a_registry_that_is_not_there_offers_nothing(self):
        self.assertEqual(self.complete('-r', f'{__file__}/nowhere', 'get', ''), [])


if __name__ == '__main__':
    unittest.main()
