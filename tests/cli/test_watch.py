# SPDX-License-Identifier: Apache-2.0
"""vmimage watch: events as lines, for people and for programs, and the ways in which it ends."""
import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import time
import unittest

from support import PROGRAM, ova, run, run_on_terminal

TIMEOUT = 20


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.library = self.folder / 'lib'
        ova(self.folder / 'web.ova', id='web')
        ova(self.folder / 'db.ova', id='db')
        run('init', '-r', self.library, '--name', 'golden')
        run('add', '-r', self.library, self.folder / 'web.ova')

    def start(self, *arguments, **options):
        options.setdefault('stdout', subprocess.PIPE)
        process = subprocess.Popen([PROGRAM, 'watch', '-r', str(self.library), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, **options)
        self.addCleanup(self.stop, process)
        return process

    @staticmethod
    def stop(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def line(self, process):
        """One line as soon as it is there: nothing waits in a buffer."""
        self.assertTrue(select.select([process.stdout], [], [], TIMEOUT)[0], 'no line came')
        return os.read(process.stdout.fileno(), 1 << 20).decode()

    def events(self, process, count):
        found, text = [], ''
        while len(found) < count:
            text += self.line(process)
            *lines, text = text.split('\n')
            found += [json.loads(line) for line in lines]
        self.assertEqual((len(found), text), (count, ''))
        return found

    def test_json_lines(self):
        process = self.start('images')
        added, synced = self.events(process, 2)
        self.assertEqual((added['type'], added['object']['status']['name']), ('ADDED', 'web'))
        listed = json.loads(run('images', '-r', self.library, '-o', 'json').stdout)
        self.assertEqual(added['object'], listed['items'][0])
        self.assertEqual(synced['type'], 'BOOKMARK')
        self.assertEqual(synced['object']['metadata']['annotations'], {'k8s.io/initial-events-end': 'true'})
        self.assertEqual(synced['object']['kind'], added['object']['kind'])
        self.assertEqual(synced['object']['apiVersion'], added['object']['apiVersion'])
        run('rename', '-r', self.library, 'web', 'server')
        modified, = self.events(process, 1)
        self.assertEqual((modified['type'], modified['object']['status']['name']), ('MODIFIED', 'server'))
        run('remove', '-r', self.library, 'server')
        removed, = self.events(process, 1)
        self.assertEqual(removed['type'], 'DELETED')
        self.assertEqual(removed['object']['metadata']['name'], added['object']['metadata']['name'])
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual((process.wait(TIMEOUT), process.stderr.read()), (0, b''))

    def test_lines_for_people(self):
        process = self.start('items', '-o', 'table')
        text = ''
        while 'web' not in text:
            text += self.line(process)
        self.assertRegex(text, r'^EVENT     NAME  .*DISPLAY NAME\nADDED     clitem-\w{17}  web\n$')
        (next(self.library.glob('web/*.vmdk'))).unlink()
        run('describe', '-r', self.library, 'web', 'x')
        self.assertRegex(self.line(process), r'^MODIFIED  clitem-\w+  web  not ready: .*\n$')
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(TIMEOUT), 0)
        done = run('watch', 'items', '-r', self.library, '-o', 'name', '--timeout', '0.3')
        self.assertRegex(done.stdout, r'^ADDED     contentlibraryitem\.imageregistry\.vmware\.com/clitem-\w+\n$')
        done = run('watch', 'libraries', '-r', self.library, '-o', 'wide', '--no-headers', '--timeout', '0.3')
        self.assertRegex(done.stdout, r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  ADDED     cl-\w+ +golden\n$')

        shown, errors, status = run_on_terminal(80, 'watch', 'images', '-r', str(self.library), '--timeout', '0.3')
        self.assertRegex(shown, r'^EVENT     NAME  .*DISPLAY NAME\nADDED     vmi-\w{17} +web  not ready: .*\n$')
        self.assertEqual((errors, status), ('', 0))

    def test_filters_and_timeout(self):
        before = time.monotonic()
        done = run('watch', 'images', '-r', self.library, '--name', 'none', '--timeout', '0.5')
        self.assertGreater(time.monotonic() - before, 0.4)
        self.assertEqual([json.loads(line)['type'] for line in done.stdout.splitlines()], ['BOOKMARK'])
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        for arguments in (('--name', 'web'), ('-l', '!none'), ('-n', 'any'), ('--type', 'OVF', '--ready')):
            done = run('watch', 'images', '-r', self.library, *arguments, '--timeout', '0.3')
            self.assertEqual(len(done.stdout.splitlines()), 2, arguments)

    def test_an_error_is_told_and_passes(self):
        process = self.start('images')
        self.events(process, 2)
        self.library.rename(self.folder / 'away')
        failed, = self.events(process, 1)
        self.assertEqual((failed['type'], failed['object']['kind']), ('ERROR', 'Status'))
        self.assertIn('the folder is gone', failed['object']['message'])
        (self.folder / 'away').rename(self.library)
        run('add', '-r', self.library, self.folder / 'db.ova')
        self.assertEqual(self.events(process, 1)[0]['type'], 'ADDED')
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(TIMEOUT), 0)
        self.assertIn(b'the folder is gone', process.stderr.read())

    def test_the_reader_goes(self):
        process = self.start('images')
        self.events(process, 2)
        process.stdout.close()
        self.assertEqual((process.wait(TIMEOUT), process.stderr.read()), (0, b''))
        process.stdout = None

    def test_a_full_disk(self):
        with open('/dev/full', 'wb') as full:
            process = self.start('images', stdout=full)
            self.assertEqual(process.wait(TIMEOUT), 4)
        self.assertIn(b'No space left', process.stderr.read())

    def test_mistakes(self):
        done = run('watch', 'requests', '-r', self.library)
        self.assertEqual(done.returncode, 2)
        self.assertIn("not 'requests'", done.stderr)
        self.assertEqual(run('watch', 'images', '-r', self.folder / 'none').returncode, 1)


if __name__ == '__main__':
    unittest.main()
