# SPDX-License-Identifier: Apache-2.0
"""The vCenter of the tests does what its README says, as seen by govc and by plain HTTP: else what is tested with it is worth nothing."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import vcenter  # noqa: E402


class ServerTest(unittest.TestCase):
    """One server for each test."""

    def start(self, **options):
        holder = tempfile.TemporaryDirectory(prefix='vcenter-test-')
        self.addCleanup(holder.cleanup)
        server = vcenter.VCenter(holder.name, **options)
        self.addCleanup(server.__exit__)
        return server.__enter__()

    def govc(self, server, *arguments, status=0):
        run = subprocess.run([vcenter.govc(), *arguments], env=server.environment(), text=True, capture_output=True, check=False)
        self.assertEqual(run.returncode, status, f'{arguments}: {run.stdout}{run.stderr}')
        return run.stdout if status == 0 else run.stderr


class Plain(ServerTest):
    def test_simulator_and_knobs(self):
        server = self.start(plain=True)
        self.assertIn('DC0_H0_VM0', self.govc(server, 'ls', '/DC0/vm'))
        self.assertEqual(server.counts()['counts']['SOAP Login'], 1)
        server.fail(soap='Login', status=503)
        self.assertIn('503', self.govc(server, 'ls', status=1))
        self.govc(server, 'ls')
        self.assertEqual(server.rules()[0]['hits'], 1)
        with self.assertRaises(ValueError):
            server.fail(path='(', status=500)

    def test_wrong_password(self):
        server = self.start(plain=True)
        server.password = 'no'
        self.assertIn('Login failure', self.govc(server, 'ls', status=1))


if __name__ == '__main__':
    try:
        vcenter.program('vcenter')
        vcenter.govc()
    except vcenter.NoGo as missing:
        print(f'skipped: {missing}')
        sys.exit(77)
    unittest.main()
