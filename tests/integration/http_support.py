# SPDX-License-Identifier: Apache-2.0
"""What the tests of the HTTP client share: the program that runs requests, and certificates made with the openssl command."""
import hashlib
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'servers'))

CLIENT = os.environ.get('HTTP_CLIENT', '')
# How much longer the program's own work takes than usual: under a sanitizer, as the gates say. Waits are not scaled, only allowances.
SLOWNESS = float(os.environ.get('VMIMAGE_TEST_SLOWNESS') or 1)
REPEATABLE, ONCE, NO_REDIRECT, SECRET, NO_LOGIN, RESUME, PATIENT = 1, 2, 4, 8, 16, 32, 64


class Result(dict):
    """What the program printed for one request; body as bytes."""

    def __getattr__(self, name):
        return self[name]


class Run:
    """The program, run once: results of the requests, counts, log."""

    def __init__(self, *urls, environment=None, timeout=60, **settings):
        arguments = []
        for name, value in settings.items():
            for one in value if isinstance(value, list) else [value]:
                arguments.append(f'{name.replace("_", "-")}={one}')
        kept = {k: v for k, v in os.environ.items() if not k.lower().endswith('_proxy')}
        done = subprocess.run([CLIENT, *arguments, *urls], capture_output=True, timeout=timeout, check=False,
                              env={**kept, **(environment or {})})
        self.output = done.stdout.decode('latin-1') + done.stderr.decode('latin-1')
        if done.returncode != 0:
            raise AssertionError(f'http_client ended with {done.returncode}: {self.output}')
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.step = next((line['step'] for line in lines if 'step' in line), None)
        self.results = [Result(line) for line in lines if 'status' in line]
        for result in self.results:
            result['status'] = result['status'].replace('VMIMAGE_', '')
            if 'body' in result:
                result['body'] = result['body'].encode('latin-1')
        counts = next((line for line in lines if 'requests' in line), {})
        self.requests, self.connections = counts.get('requests'), counts.get('connections')
        self.log = done.stderr.decode()


def run(*urls, **settings):
    """One request: its result, with the run as .run."""
    done = Run(*urls, **settings)
    assert len(done.results) == 1, done.output
    done.results[0]['run'] = done
    return done.results[0]


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-http-'))
        self.addCleanup(shutil.rmtree, self.folder)

    def same(self, got, wanted):
        """Bodies, which a message of unittest would show as a whole."""
        self.assertTrue(got == wanted, f'{len(got)} bytes where {len(wanted)} belong, the same up to '
                        f'{next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))}')

    def check(self, result, status, http=None, says=(), hides=()):
        """The status of a result, and what its message says and does not say."""
        self.assertEqual(result.status, status, result)
        if http is not None:
            self.assertEqual(result.http_status, http, result)
        for text in [says] if isinstance(says, str) else says:
            self.assertIn(text, result.message)
        for text in [hides] if isinstance(hides, str) else hides:
            self.assertNotIn(text, result['run'].output if 'run' in result else str(result))


class Certificates:
    """A private authority and certificates of it, in a folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.ca = self._authority('ca')
        self.other_ca = self._authority('other')

    def _openssl(self, *arguments):
        subprocess.run(['openssl', *arguments], check=True, capture_output=True, cwd=self.folder)

    def _authority(self, name):
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj',
                      f'/CN={name}', '-keyout', f'{name}.key', '-out', f'{name}.pem')
        return str(self.folder / f'{name}.pem')

    def issue(self, name, names='IP:127.0.0.1,DNS:localhost', days=30, self_signed=False):
        """PATH of a PEM with certificate and key."""
        (self.folder / f'{name}.ext').write_text(f'subjectAltName={names}\n')
        self._openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', f'/CN={name}',
                      '-keyout', f'{name}.key', '-out', f'{name}.csr')
        signer = ['-signkey', f'{name}.key'] if self_signed else ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
        self._openssl('x509', '-req', '-in', f'{name}.csr', *signer, '-days', str(days), '-extfile', f'{name}.ext', '-out', f'{name}.crt')
        both = self.folder / f'{name}.pem'
        both.write_text((self.folder / f'{name}.crt').read_text() + (self.folder / f'{name}.key').read_text())
        return str(both)

    @staticmethod
    def context(path, client_ca=None, **settings):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(path)
        if client_ca:
            made.verify_mode = ssl.CERT_REQUIRED
            made.load_verify_locations(client_ca)
        for name, value in settings.items():
            setattr(made, name, value)
        return made

    @staticmethod
    def digest(path, algorithm='sha256'):
        text = pathlib.Path(path).read_text()
        end = '-----END CERTIFICATE-----\n'
        digest = hashlib.new(algorithm, ssl.PEM_cert_to_DER_cert(text[:text.index(end) + len(end)])).hexdigest().upper()
        return ':'.join(digest[i:i + 2] for i in range(0, len(digest), 2))


def main():
    if not CLIENT:
        print('HTTP_CLIENT does not say where the program is')
        sys.exit(77)
    unittest.main()
