# SPDX-License-Identifier: Apache-2.0
"""The command line itself: options wherever they stand, help, suggestions, and every way to get it wrong."""
import json
import unittest

from support import FolderTest, run

UUID = 'e1968c25-dd84-4506-8dc7-9beacb6b688e'
COMMANDS = ['id', 'inspect', 'libraries', 'items', 'images', 'get', 'resolve']


class Wrong(unittest.TestCase):
    def refused(self, *arguments, says):
        done = run(*arguments)
        self.assertEqual(done.returncode, 2, (arguments, done.stdout, done.stderr))
        self.assertEqual(done.stdout, '')
        for text in [says] if isinstance(says, str) else says:
            self.assertIn(text, done.stderr)
        return done

    def test_no_command(self):
        self.refused(says=['no command', 'vmimage -h'])

    def test_unknown_command_with_the_nearest(self):
        self.refused('imagse', says="did you mean 'images'?")
        self.refused('insepct', says="did you mean 'inspect'?")
        self.refused('lib', says="did you mean 'libraries'?")
        self.refused('show', 'x', says="did you mean 'get'?")
        self.refused('rm', 'x', says="did you mean 'remove'?")
        done = self.refused('zzzzzzzz', says="unknown command 'zzzzzzzz'")
        self.assertNotIn('did you mean', done.stderr)

    def test_unknown_option_with_the_nearest(self):
        self.refused('images', '--selektor', 'a=b', says="did you mean '--selector'?")
        self.refused('images', '--no-header', says="did you mean '--no-headers'?")
        self.refused('images', '--no-pro', says="did you mean '--no-progress'?")
        self.refused('images', '-z', says="unknown option '-z'")
        self.refused('--registri=x', 'images', says="did you mean '--registry'?")

    def test_unknown_format(self):
        self.refused('images', '-o', 'yaml', says=["'yaml'", 'table, wide, json and name'])
        self.refused('images', '-o', 'jsno', says="did you mean 'json'")

    def test_values(self):
        self.refused('images', '-r', says='--registry needs a value')
        self.refused('images', '--no-headers=1', says='--no-headers takes no value')
        for bad in ('', '0', '-1', 'x', '1x', '1.', '.5', '1e3', '1,5', '0.0', '1.2345'):
            self.refused('images', '--timeout', bad, says='--timeout')

    def test_arguments(self):
        self.refused('get', says="'get' needs NAME")
        self.refused('get', 'a', 'b', says="does not take 'b'")
        self.refused('images', 'a', says="does not take 'a'")
        self.refused('inspect', says='FILE')
        self.refused('items', 'a', '--library', 'b', says='once')

    def test_options_of_other_commands(self):
        self.refused('libraries', '--os', 'x', says="--os does not apply to 'libraries'")
        self.refused('--capability', 'x', 'items', says="--capability does not apply to 'items'")
        self.refused('get', '--ready', 'x', says="--ready does not apply to 'get'")

    def test_namespace_or_all(self):
        self.refused('images', '-n', 'a', '-A', says='exclude')

    def test_filters_of_lists(self):
        for command in (['get', 'a'], ['resolve', 'a'], ['inspect', 'a'], ['id', UUID]):
            self.refused(*command, '-l', 'a=b', says='-l applies to lists')
            self.refused(*command, '-A', says='-A applies to lists')

    def test_server_options(self):
        for option in (['--context', 'c'], ['--kubeconfig', 'f'], ['--ca', 'f'], ['--fingerprint', 'f'], ['--insecure'], ['--user', 'u'],
                       ['--password-file', 'f']):
            self.refused('images', *option, says=[option[0], 'server', 'folder'])
        self.refused('images', '-r', 'https://127.0.0.1:1/', '--kubeconfig', 'f', says=['--kubeconfig', 'clusters'])
        self.refused('images', '-r', 'https://127.0.0.1:1/', '--fingerprint', 'xyz', says='xyz')
        self.refused('images', '-r', 'https://', says='has no host')
        self.refused('images', '--context', says='--context needs a value')

    def test_selector(self):
        self.refused('images', '-r', '/', '-l', 'a in (b', says='a in (b')

    def test_transports_that_are_not_there(self):
        for url in ('ftp://host', 'gopher:hole'):
            self.refused('images', '-r', url, says=url.split(':')[0])


class Help(unittest.TestCase):
    def test_general(self):
        for arguments in (['-h'], ['--help'], ['help']):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ''))
            for command in COMMANDS:
                self.assertRegex(done.stdout, rf'(?m)^  {command}\b')
            self.assertNotIn('__names', done.stdout)

    def test_each_command(self):
        for command in COMMANDS:
            for arguments in ([command, '-h'], ['-h', command], ['help', command]):
                done = run(*arguments)
                self.assertEqual((done.returncode, done.stderr), (0, ''), arguments)
                self.assertTrue(done.stdout.startswith(f'Usage: vmimage {command}'), done.stdout)

    def test_filters_are_in_the_help_of_their_command(self):
        self.assertIn('--capability', run('images', '-h').stdout)
        self.assertNotIn('--capability', run('items', '-h').stdout)

    def test_lines_fit_ninety_columns(self):
        for arguments in [['-h']] + [[command, '-h'] for command in COMMANDS]:
            for line in run(*arguments).stdout.splitlines():
                self.assertLessEqual(len(line), 90, line)

    def test_version(self):
        done = run('--version')
        self.assertRegex(done.stdout, r'\Avmimage \d+\.\d+\.\d+ \(libvmimage \d+\.\d+\.\d+\)\n\Z')
        self.assertEqual(done.returncode, 0)


class Right(FolderTest):
    def setUp(self):
        super().setUp()
        self.add('web.ovf', id='web')

    def test_before_and_after_the_command(self):
        folder = str(self.folder)
        expected = run('-r', folder, '-o', 'name', 'images')
        self.assertRegex(expected.stdout, r'\Avirtualmachineimage\.vmoperator\.vmware\.com/vmi-[0-9a-f]{17}\n\Z')
        for arguments in (['images', '-r', folder, '-o', 'name'], ['-r' + folder, 'images', '-oname'],
                          ['--registry=' + folder, '--output=name', 'images'],
                          ['images', '--registry', folder, '-vo', 'name'],
                          ['images', '-r', folder, '-o', 'json', '-o', 'name']):
            self.assertEqual(run(*arguments).stdout, expected.stdout, arguments)

    def test_double_dash_ends_the_options(self):
        done = run('-r', str(self.folder), 'get', '--', '-h')
        self.assertEqual(done.returncode, 1)
        self.assertIn('"-h"', done.stderr)

    def test_registry_from_the_environment_and_the_current_folder(self):
        expected = run('-r', str(self.folder), 'images').stdout
        self.assertIn('web', expected)
        self.assertEqual(run('images', env={'VMIMAGE_REGISTRY': str(self.folder)}, cwd='/').stdout, expected)
        self.assertEqual(run('images', cwd=self.folder).stdout, expected)
        self.assertEqual(run('images', env={'VMIMAGE_REGISTRY': ''}, cwd=self.folder).stdout, expected)
        self.assertEqual(run('-r', f'dir:{self.folder}', 'images', env={'VMIMAGE_REGISTRY': f'{__file__}/nowhere'}).stdout, expected)

    def test_log_goes_to_standard_error(self):
        quiet = run('-r', str(self.folder), 'images')
        loud = run('-r', str(self.folder), 'images', '-vv')
        self.assertEqual(loud.stdout, quiet.stdout)
        self.assertEqual(quiet.stderr, '')
        (self.folder / 'broken.ovf').write_text('<')
        quiet = run('-r', str(self.folder), 'images', '-o', 'name')
        loud = run('-r', str(self.folder), 'images', '-o', 'name', '-v')
        self.assertEqual((loud.stdout, quiet.stderr), (quiet.stdout, ''))
        self.assertRegex(loud.stderr, r'(?m)^vmimage: warning: \w+: .*broken\.ovf')

    def test_timeout_and_progress_are_accepted(self):
        done = run('-r', str(self.folder), 'images', '--timeout', '2.5', '--no-progress', '-n', 'somewhere')
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_timeout_ends_a_call(self):
        for n in range(3000):
            (self.folder / f'{n}.ovf').symlink_to('web.ovf')
        done = run('-r', str(self.folder), 'images', '--timeout', '0.001')
        self.assertEqual((done.returncode, done.stdout), (3, ''), done.stderr)

    def test_selector_filters(self):
        kept = run('-r', str(self.folder), 'images', '-o', 'json', '-l', 'image.vmoperator.vmware.com/type=OVF')
        gone = run('-r', str(self.folder), 'images', '-o', 'json', '-l', 'image.vmoperator.vmware.com/type!=OVF')
        self.assertEqual(len(json.loads(kept.stdout)['items']), 1, kept.stderr)
        self.assertEqual(len(json.loads(gone.stdout)['items']), 0)


if __name__ == '__main__':
    unittest.main()
