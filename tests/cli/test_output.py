# SPDX-License-Identifier: Apache-2.0
"""Where the output goes: full disks, closed pipes, narrow terminals, and names that a terminal would obey."""
import json
import os
import signal
import subprocess
import unicodedata
import unittest

from support import PROGRAM, FolderTest, ovf, run, run_on_terminal

LONG = 'an-image-with-a-display-name-that-is-longer-than-any-terminal-is-wide-and-then-some-more'


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


class Failures(FolderTest):
    def setUp(self):
        super().setUp()
        self.add_usual()

    def test_full_disk(self):
        for arguments in (['images'], ['images', '-o', 'json'], ['images', '-o', 'name'], ['get', 'web'], ['-h'], ['--version'],
                          ['id', 'e1968c25-dd84-4506-8dc7-9beacb6b688e'], ['inspect', str(self.folder / 'web/web.ovf')]):
            with open('/dev/full', 'w') as full:
                done = self.run_in_folder(*arguments, stdout=full)
            self.assertEqual(done.returncode, 4, arguments)
            self.assertIn('cannot write to standard output: No space left on device', done.stderr)

    def test_closed_output(self):
        done = subprocess.run(['sh', '-c', 'exec "$@" >&-', 'sh', PROGRAM, '-r', str(self.folder), 'images'],
                              stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn('cannot write to standard output', done.stderr)

    def test_closed_error_output_loses_no_data(self):
        done = subprocess.run(['sh', '-c', 'exec "$@" 2>&-', 'sh', PROGRAM, '-r', str(self.folder), 'images'],
                              stdout=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 6))

    def closed_pipe(self, ignored):
        ours, its = os.pipe()
        os.close(ours)
        before = (lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN)) if ignored else None
        try:
            return self.run_in_folder('images', stdout=its, restore_signals=not ignored, preexec_fn=before)
        finally:
            os.close(its)

    def test_closed_pipe(self):
        self.assertEqual(self.closed_pipe(ignored=False).returncode, -13)
        done = self.closed_pipe(ignored=True)
        self.assertEqual(done.returncode, 4)
        self.assertIn('Broken pipe', done.stderr)


class Terminals(FolderTest):
    def setUp(self):
        super().setUp()
        self.add('web.ovf', id='web', version='1.0', os='ubuntu64Guest')
        self.add(LONG + '/long.ovf', id='long', version='2.0', os='vmwarePhoton64Guest', os_id=36)
        self.add('データベース/データベース.ovf', id='wide', version='3.0')
        self.add('cafe\u0301.ovf', id='accent')
        # An item that is a folder of its own is named after the folder or the descriptor: both are long.
        (self.folder / LONG / 'long.ovf').rename(self.folder / LONG / (LONG + '.ovf'))

    def shown(self, columns, *arguments, **more):
        text, errors, status = run_on_terminal(columns, '-r', str(self.folder), *arguments, **more)
        self.assertEqual(status, 0, errors)
        return text.splitlines()

    def test_tables_fit(self):
        for what in ('images', 'items', 'libraries'):
            for columns in (200, 132, 100, 80, 60, 44):
                for line in self.shown(columns, what):
                    self.assertLessEqual(width(line), columns, line)

    def test_what_matters_stays(self):
        for columns in (100, 80, 60, 44):
            lines = self.shown(columns, 'images')
            self.assertEqual(len(lines), 5)
            self.assertIn('NAME', lines[0])
            self.assertIn('READY', lines[0])
            self.assertNotIn('HARDWARE VERSION', lines[0])
            for line in lines[1:]:
                self.assertRegex(line, r'^vmi-[0-9a-f]{17} .* True$')
        self.assertIn(' HW ', self.shown(90, 'images')[0])
        self.assertTrue(any('…' in line for line in self.shown(80, 'images')))
        self.assertTrue(any('…' in line for line in self.shown(44, 'images')))

    def test_nothing_is_cut_that_fits(self):
        self.assertEqual(self.shown(400, 'images'), self.run_in_folder('images').stdout.splitlines())

    def test_columns_line_up_with_wide_characters(self):
        lines = self.shown(400, 'images')
        at = width(lines[0][:lines[0].index('TYPE')])
        for line in lines[1:]:
            self.assertEqual(width(line[:line.index('OVF')]), at, line)

    def test_columns_variable(self):
        self.assertEqual(self.shown(200, 'images', env={'COLUMNS': '60'}), self.shown(60, 'images'))
        self.assertEqual(self.shown(60, 'images', env={'COLUMNS': 'many'}), self.shown(60, 'images'))

    def test_nothing_is_cut_in_a_pipe_or_when_wide(self):
        self.assertIn(LONG, self.run_in_folder('images', env={'COLUMNS': '40'}).stdout)
        self.assertTrue(any(LONG in line for line in self.shown(60, 'images', '-o', 'wide')))

    def test_description_fits(self):
        for line in self.shown(64, 'get', 'web'):
            self.assertLessEqual(width(line), 64, line)


class Names(FolderTest):
    def add_named(self, name):
        path = os.path.join(os.fsencode(self.folder), name)
        with open(path, 'w') as f:
            f.write(ovf(id='x'))
        return path

    def test_control_characters(self):
        self.add_named(b'red\x1b[31m\x07.ovf')
        self.add_named('turn\u202earound\u009b2J\u061c\u2066.ovf'.encode())
        for arguments in (['images'], ['images', '-o', 'wide'], ['items'], ['__names', 'images']):
            done = self.run_in_folder(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotRegex(done.stdout + done.stderr, '[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u061c\u2066]')
        self.assertNotRegex(self.run_in_folder('__names', 'images').stdout, 'turn')
        self.assertIn('red\\x1b[31m\\x07', self.run_in_folder('images').stdout)
        self.assertRegex(self.run_in_folder('images').stdout, r'turn\\u\{202e\}around\\\S+2J')

    def test_json_keeps_them_as_escapes(self):
        text = 'red\x1b[31m clear\u009b2J\x7f "\\ \u202e'
        escaped = ''.join(f'&#{ord(c)};' if ord(c) > 126 or c in '"\\' else c for c in text.replace('\x1b', ''))
        self.add('web.ovf', product=escaped)
        done = self.run_in_folder('images', '-o', 'json')
        self.assertNotRegex(done.stdout, '[\x00-\x09\x0b-\x1f\x7f-\x9f]')
        self.assertIn('\\u009b2J\\u007f', done.stdout)
        product = json.loads(done.stdout)['items'][0]['status']['productInfo']['product']
        self.assertEqual(product, text.replace('\x1b', ''))
        self.assertNotRegex(self.run_in_folder('get', 'web').stdout, '[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]')

    def test_bytes_that_are_no_utf8(self):
        self.add_named(b'caf\xe9.ovf')
        self.add('good.ovf')
        done = self.run_in_folder('images')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(' good ', done.stdout)
        (done.stdout + done.stderr).encode()  # fails when a byte of the name came through
        done = run('inspect', os.path.join(os.fsencode(self.folder), b'caf\xe9.ovf'))
        (done.stdout + done.stderr).encode()
        done = run('inspect', os.path.join(os.fsencode(self.folder), b'gone\xe9\x1b.ovf'))
        self.assertEqual(done.returncode, 1)
        (done.stdout + done.stderr).encode()
        self.assertNotIn('\x1b', done.stderr)
        self.assertIn('gone\\xe9', done.stderr)


if __name__ == '__main__':
    unittest.main()
