# SPDX-License-Identifier: Apache-2.0
"""Packages signed and packed by the tools that people use: openssl, sha256sum, tar. Each verdict of `vmimage verify`."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ['VMIMAGE']
OVF = '''<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
<References><File ovf:id="f" ovf:href="disk one.vmdk" ovf:size="300000"/></References>
<VirtualSystem ovf:id="v"><Info>i</Info><VirtualHardwareSection><Info>h</Info></VirtualHardwareSection></VirtualSystem>
</Envelope>
'''
CONFIGURATION = '''[ca]
default_ca = it
[it]
database = {0}/index.txt
new_certs_dir = {0}
serial = {0}/serial
default_md = sha256
policy = any
email_in_dn = no
[any]
commonName = supplied
[ca_extensions]
basicConstraints = critical,CA:TRUE
[leaf_extensions]
basicConstraints = CA:FALSE
'''


def openssl(*arguments, **more):
    return subprocess.run(['openssl', *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more).stdout


class Authority:
    """A root, an intermediate one, and signers of every kind; made once for all tests."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / 'ca.cnf').write_text(CONFIGURATION.format(folder))
        (self.folder / 'index.txt').touch()
        (self.folder / 'index.txt.attr').write_text('unique_subject = no\n')
        (self.folder / 'serial').write_text('1000\n')
        self.self_signed('root', 'rsa')
        self.self_signed('stranger', 'rsa')
        self.issue('middle', 'root', extensions='ca_extensions')
        self.issue('good', 'root')
        self.issue('below', 'middle')
        self.issue('curve', 'root', kind='ec')
        self.issue('late', 'root', start='20200101000000Z', end='20210101000000Z')
        self.issue('early', 'root', start='20900101000000Z', end='20910101000000Z')
        self.self_signed('alone', 'ec')

    def path(self, name):
        return self.folder / name

    def key(self, name, kind):
        if kind == 'rsa':
            openssl('genrsa', '-out', self.path(name + '.key'), '2048')
        else:
            openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', self.path(name + '.key'))

    def self_signed(self, name, kind):
        self.key(name, kind)
        openssl('req', '-x509', '-new', '-key', self.path(name + '.key'), '-out', self.path(name + '.pem'), '-days', '1000',
                '-subj', f'/CN={name}')

    def issue(self, name, issuer, kind='rsa', extensions='leaf_extensions', start='20240101000000Z', end='20800101000000Z'):
        self.key(name, kind)
        openssl('req', '-new', '-key', self.path(name + '.key'), '-out', self.path(name + '.csr'), '-subj', f'/CN={name}')
        openssl('ca', '-batch', '-notext', '-config', self.path('ca.cnf'), '-cert', self.path(issuer + '.pem'),
                '-keyfile', self.path(issuer + '.key'), '-in', self.path(name + '.csr'), '-out', self.path(name + '.pem'),
                '-startdate', start, '-enddate', end, '-extensions', extensions)


class SignedTest(unittest.TestCase):
    """A package in a folder of its own, and how to sign it."""

    @classmethod
    def setUpClass(cls):
        cls.keys = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.keys.cleanup)
        cls.authority = Authority(cls.keys.name)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path('a.ovf').write_text(OVF)
        self.path('disk one.vmdk').write_bytes(bytes(range(250)) * 1200)
        self.write_manifest()

    def path(self, name):
        return self.folder / name

    def write_manifest(self, tool='sha256sum', form='SHA256(%s)= %s\n'):
        lines = []
        for name in ('a.ovf', 'disk one.vmdk'):
            digest = subprocess.run([tool, name], cwd=self.folder, check=True, stdout=subprocess.PIPE).stdout.decode().split()[0]
            lines.append(form % (name, digest))
        self.path('a.mf').write_text(''.join(lines))

    def sign(self, signer, *chain, digest='sha256', line=None):
        """As an author does it: what openssl prints, then the certificates."""
        text = openssl('dgst', '-' + digest, '-sign', self.authority.path(signer + '.key'), '-hex', 'a.mf', cwd=self.folder).decode()
        if line is not None:
            text = line + text.split('= ', 1)[1]
        for name in (signer, *chain):
            text += self.authority.path(name + '.pem').read_text()
        self.path('a.cert').write_text(text)

    def verify(self, *arguments, file='a.ovf', status=0):
        done = subprocess.run([PROGRAM, 'verify', '-o', 'json', self.path(file), *map(str, arguments)], check=False, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, status, (done.stdout + done.stderr).decode())
        self.assertEqual(done.stderr, b'')
        return json.loads(done.stdout)

    def verdicts(self, report):
        return [f['verdict'] for f in report['files']]

    def root(self, name='root'):
        return ('--ca', self.authority.path(name + '.pem'))

    # ---- signatures ----


class Trust(SignedTest):
    def test_rsa_below_a_root(self):
        for digest in ('sha1', 'sha256', 'sha512'):
            self.sign('good', digest=digest)
            report = self.verify(*self.root(), '--require-signature', '--strict')
            self.assertEqual((report['result'], report['signature']['status']), ('passed', 'Verified'))
            self.assertEqual(report['signature']['algorithm'], digest.upper())
            self.assertEqual((report['signature']['signer'], report['signature']['issuer']), ('CN=good', 'CN=root'))
            self.assertEqual((report['signature']['notBefore'], report['signature']['notAfter']),
                             ('2024-01-01T00:00:00Z', '2080-01-01T00:00:00Z'))
            self.assertEqual(report['signature']['warnings'], [])

    def test_the_line_of_the_standard(self):
        self.sign('good', line='SHA256(a.mf)= ')
        self.assertEqual(self.verify(*self.root())['signature']['status'], 'Verified')
        self.sign('good', line='SHA256(b.mf)= ')
        self.assertEqual(self.verify(*self.root(), status=1)['signature']['status'], 'VerificationFailure')
        self.sign('good', line='SHA512(a.mf)= ')
        self.assertEqual(self.verify(*self.root(), status=1)['signature']['status'], 'VerificationFailure')

    def test_elliptic_curve(self):
        self.sign('curve')
        self.assertEqual(self.verify(*self.root())['signature']['status'], 'Verified')

    def test_intermediate(self):
        self.sign('below', 'middle')
        self.assertEqual(self.verify(*self.root())['signature']['status'], 'Verified')
        self.sign('below')
        report = self.verify(*self.root(), status=1)
        self.assertEqual((report['signature']['status'], report['signature']['warnings']), ('Untrusted', ['UNTRUSTED_CERTIFICATE']))
        self.assertIn('unable to get local issuer', report['problems'][0])
        self.assertEqual(self.verify(*self.root('middle'))['signature']['status'], 'Verified')

    def test_signed_by_what_is_no_authority(self):
        self.authority.issue('child', 'good')
        self.sign('child', 'good')
        self.assertEqual(self.verify(*self.root(), status=1)['signature']['status'], 'Untrusted')

    def test_time(self):
        for signer, warning, says in (('late', 'EXPIRED_CERTIFICATE', 'has expired'),
                                      ('early', 'NOT_YET_VALID_CERTIFICATE', 'not yet valid')):
            self.sign(signer)
            report = self.verify(*self.root(), status=1)
            self.assertEqual((report['signature']['status'], report['signature']['warnings']), ('Untrusted', [warning]))
            self.assertIn(says, report['problems'][0])
            self.assertEqual(self.verify()['signature']['warnings'], [warning, 'UNTRUSTED_CERTIFICATE'])

    def test_self_signed(self):
        self.sign('alone')
        report = self.verify()
        self.assertEqual((report['result'], report['signature']['status']), ('passed', 'Untrusted'))
        self.assertEqual(report['signature']['warnings'], ['SELF_SIGNED_CERTIFICATE', 'UNTRUSTED_CERTIFICATE'])
        self.assertEqual(self.verify('--require-signature', status=1)['result'], 'failed')
        self.assertEqual(self.verify(*self.root('alone'), '--require-signature')['signature']['status'], 'Verified')

    def test_another_root(self):
        self.sign('good')
        self.assertEqual(self.verify(*self.root('stranger'), status=1)['signature']['status'], 'Untrusted')
        self.assertEqual(self.verify()['result'], 'passed')

    def test_changed_after_it_was_signed(self):
        self.sign('good')
        text = self.path('a.cert').read_text()
        start = text.index('= ') + 2
        for at in (start, start + 255, start + 511):
            self.path('a.cert').write_text(text[:at] + ('1' if text[at] == '0' else '0') + text[at + 1:])
            self.assertEqual(self.verify(*self.root(), status=1)['signature']['status'], 'VerificationFailure')
        self.path('a.cert').write_text(text.replace(self.authority.path('good.pem').read_text(), self.authority.path('curve.pem').read_text()))
        self.assertEqual(self.verify(*self.root(), status=1)['signature']['status'], 'VerificationFailure')
        self.path('a.cert').write_text(text)
        self.path('a.mf').write_text(self.path('a.mf').read_text() + '\n')
        report = self.verify(*self.root(), status=1)
        self.assertEqual(report['signature']['status'], 'VerificationFailure')
        self.assertEqual(self.verdicts(report), ['ok', 'ok'])

    def test_good_signature_of_other_files(self):
        self.sign('good')
        disk = bytearray(self.path('disk one.vmdk').read_bytes())
        for at in (0, 150000, 299999):
            disk[at] ^= 1
            self.path('disk one.vmdk').write_bytes(disk)
            report = self.verify(*self.root(), status=1)
            self.assertEqual((report['signature']['status'], self.verdicts(report)), ('VerificationFailure', ['ok', 'mismatch']))
            disk[at] ^= 1

    # ---- manifests ----

    def test_tools(self):
        tagged = subprocess.run(['sha256sum', '--tag', 'a.ovf', 'disk one.vmdk'], cwd=self.folder, check=True, stdout=subprocess.PIPE)
        printed = [openssl('dgst', '-' + kind, 'a.ovf', 'disk one.vmdk', cwd=self.folder) for kind in ('sha1', 'sha256', 'sha512')]
        for text in (tagged.stdout, *printed):
            self.path('a.mf').write_bytes(text)
            self.assertEqual(self.verdicts(self.verify()), ['ok', 'ok'])
        self.path('a.mf').write_bytes(tagged.stdout)
        self.assertIn('The provided manifest file is invalid: Invalid OVF checksum algorithm: SHA256 .',
                      self.verify('--strict', status=1)['problems'][0])
        self.path('a.mf').write_bytes(printed[1])
        self.assertIn('Invalid OVF checksum algorithm: SHA2-256.', self.verify('--strict', status=1)['problems'][0])

    def test_strict_forms(self):
        for tool, form in (('sha1sum', 'SHA1(%s)= %s\n'), ('sha256sum', 'SHA256(%s)= %s\n'), ('sha512sum', 'SHA512(%s)= %s\n')):
            self.write_manifest(tool, form)
            self.assertEqual(self.verify('--strict', '--require-manifest')['result'], 'passed')
            self.write_manifest(tool, form.replace('\n', '\r\n'))
            self.assertEqual(self.verify()['result'], 'passed')
            self.assertEqual(self.verify('--strict', status=1)['result'], 'failed')

    # ---- archives ----

    def test_archives(self):
        self.sign('good')
        orders = (['a.ovf', 'a.mf', 'a.cert', 'disk one.vmdk'], ['a.ovf', 'disk one.vmdk', 'a.mf', 'a.cert'],
                  ['a.ovf', 'a.mf', 'disk one.vmdk', 'a.cert'])
        for form in ('ustar', 'gnu', 'pax'):
            for order in orders:
                subprocess.run(['tar', '--format=' + form, '-cf', 'b.ova', *order], cwd=self.folder, check=True)
                report = self.verify(*self.root(), '--strict', '--require-signature', file='b.ova')
                self.assertEqual((report['kind'], report['result'], self.verdicts(report)), ('OVA', 'passed', ['ok', 'ok']))
        archive = bytearray(self.path('b.ova').read_bytes())
        at = archive.index(bytes(range(250))) + 200000
        archive[at] ^= 0x80
        self.path('b.ova').write_bytes(archive)
        report = self.verify(*self.root(), file='b.ova', status=1)
        self.assertEqual((report['signature']['status'], self.verdicts(report)), ('VerificationFailure', ['ok', 'mismatch']))

    def test_archive_that_lacks_a_file(self):
        subprocess.run(['tar', '--format=ustar', '-cf', 'b.ova', 'a.ovf', 'a.mf'], cwd=self.folder, check=True)
        self.assertEqual(self.verdicts(self.verify(file='b.ova', status=1)), ['ok', 'missing'])


class Policies(SignedTest):
    """The rules of a policy file that are about who signed."""

    def setUp(self):
        super().setUp()
        self.rules = self.path('rules')
        self.rules.mkdir()
        shutil.copy(self.authority.path('root.pem'), self.rules / 'ca.pem')

    def policy(self, **rules):
        (self.rules / 'p.json').write_text(json.dumps(dict(version=1, **rules)))
        done = subprocess.run([PROGRAM, 'verify', str(self.path('a.ovf')), '-o', 'json', '--policy', str(self.rules / 'p.json')],
                              capture_output=True, text=True, check=False)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        said = json.loads(done.stdout)
        self.assertEqual(done.returncode, 1 if said['result'] == 'failed' else 0)
        return {rule['name']: rule['verdict'] for rule in said['rules']}, done.returncode, said

    def fingerprint(self, name):
        return openssl('x509', '-in', self.authority.path(name + '.pem'), '-noout', '-fingerprint', '-sha256').decode().strip().partition('=')[2]

    def test_signers(self):
        self.sign('good')
        roots = dict(trustedRoots=['ca.pem'])
        self.assertEqual(self.policy(signers=[dict(commonName='good')], **roots)[:2],
                         ({'trustedRoots': 'passed', 'signers': 'passed'}, 0))
        self.assertEqual(self.policy(signers=[dict(commonName='bad'), dict(subject='CN=good')], **roots)[1], 0)
        self.assertEqual(self.policy(signers=[dict(commonName='goo')], **roots)[:2], ({'trustedRoots': 'passed', 'signers': 'failed'}, 1))
        # A name is worth nothing when nobody vouches for it, the digest of a certificate is.
        self.assertEqual(self.policy(signers=[dict(commonName='good')])[:2], ({'signers': 'failed'}, 1))
        verdicts, status, said = self.policy(signers=[dict(fingerprint=self.fingerprint('good'))])
        self.assertEqual((verdicts, status), ({'signers': 'passed'}, 0))
        self.assertEqual(said['signature']['fingerprint'], self.fingerprint('good').replace(':', '').lower())
        self.assertEqual(self.policy(signers=[dict(fingerprint=self.fingerprint('below'))])[1], 1)
        self.assertEqual(self.policy(signers=[dict(commonName='bad', fingerprint=self.fingerprint('good'))])[1], 1)

    def test_roots(self):
        self.sign('alone')
        self.assertEqual(self.policy(trustedRoots=['ca.pem'])[:2], ({'trustedRoots': 'failed'}, 1))
        self.sign('below', 'middle')
        self.assertEqual(self.policy(trustedRoots=['ca.pem'], requireSignature=True, requireManifest=True)[:2], (
            {'requireManifest': 'passed', 'requireSignature': 'passed', 'trustedRoots': 'passed'}, 0))
        self.path('a.cert').unlink()
        self.assertEqual(self.policy(trustedRoots=['ca.pem'])[:2], ({'trustedRoots': 'not applicable'}, 0))
        self.assertEqual(self.policy(trustedRoots=['ca.pem'], requireSignature=True)[1], 1)

    def test_sha1_is_refused(self):
        self.write_manifest('sha1sum', 'SHA1(%s)= %s\n')
        self.assertEqual(self.policy(digests=dict(forbid=['SHA1']))[:2], ({'digests': 'failed'}, 1))
        self.write_manifest()
        self.assertEqual(self.policy(digests=dict(forbid=['SHA1']))[:2], ({'digests': 'passed'}, 0))

    def test_files_that_are_none(self):
        for text, said in (('{', 'p.json:1'), ('{"version": 1, "sigers": []}', 'p.json: sigers: there is no rule')):
            (self.rules / 'p.json').write_text(text)
            done = subprocess.run([PROGRAM, 'verify', str(self.path('a.ovf')), '--policy', str(self.rules / 'p.json')],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ''))
            self.assertIn(said, done.stderr)

    def test_table(self):
        (self.rules / 'p.json').write_text('{"version": 1, "types": ["ISO"], "requireManifest": true}')
        done = subprocess.run([PROGRAM, 'verify', str(self.path('a.ovf')), '--policy', str(self.rules / 'p.json')],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r'RULE +VERDICT +FOUND\nrequireManifest +passed +manifest: a.mf\ntypes +failed +type "OVF" is not allowed')
        self.assertIn('policy, rule "types": type "OVF" is not allowed', done.stderr)


if __name__ == '__main__':
    if shutil.which('openssl') is None:
        print('openssl is not installed')
        sys.exit(77)
    unittest.main()
