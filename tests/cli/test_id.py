# SPDX-License-Identifier: Apache-2.0
"""vmimage id."""
import unittest

from support import run


class Id(unittest.TestCase):
    def test_known_uuids(self):
        done = run('id', 'e1968c25-dd84-4506-8dc7-9beacb6b688e', '6a4c41d7-67f8-47de-a9b5-a9d3b4ec0f88')
        self.assertEqual(done.stdout, 'vmi-0a0044d7c690bcbea\nvmi-31ee3a867a00f68bc\n')
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_bad_ones_are_reported_and_the_good_ones_printed(self):
        done = run('id', 'nonsense', 'e1968c25-dd84-4506-8dc7-9beacb6b688e', 'e1968c25-dd84-4506-8dc7-9beacb6b688')
        self.assertEqual(done.stdout, 'vmi-0a0044d7c690bcbea\n')
        self.assertEqual(done.returncode, 2)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 2, done.stderr)
        self.assertIn('nonsense', lines[0])
        self.assertIn('e1968c25-dd84-4506-8dc7-9beacb6b688"', lines[1])

    def test_control_characters_of_the_argument_do_not_reach_the_terminal(self):
        done = run('id', '\x1b[31mred')
        self.assertEqual(done.returncode, 2)
        self.assertNotIn('\x1b', done.stderr)

    def test_needs_an_argument(self):
        done = run('id')
        self.assertEqual((done.returncode, done.stdout), (2, ''))
        self.assertIn('UUID', done.stderr)

    def test_output_formats_do_not_apply(self):
        self.assertEqual(run('id', '-o', 'json', 'e1968c25-dd84-4506-8dc7-9beacb6b688e').returncode, 2)
        self.assertEqual(run('id', '-o', 'name', 'e1968c25-dd84-4506-8dc7-9beacb6b688e').stdout, 'vmi-0a0044d7c690bcbea\n')


if __name__ == '__main__':
    unittest.main()
