# SPDX-License-Identifier: Apache-2.0
"""Packages compared with their manifests and signatures."""
import datetime
import hashlib
import pathlib
import re
import tempfile
import threading
import unittest

from support import TOP, write_ovf

import vmimage
from vmimage import CertificateWarning, CheckedRule, Result, RuleVerdict, Verdict


def fixture(name):
    """A text of the C tests: the manifest and the signature of a package of v.ovf and a.vmdk."""
    source = (TOP / "tests/fault/verify_cases.c").read_text(encoding="utf-8")
    body = re.search(rf"const char {name}\[\] =(.*?);\n", source, re.S)
    assert body is not None
    return "".join(re.findall(r'"(.*)"', body.group(1))).replace("\\n", "\n")


class Verifications(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = pathlib.Path(write_ovf(self.folder))
        self.disk = self.folder / "disk.vmdk"
        self.manifest = self.path.with_suffix(".mf")
        self.write_manifest()

    def write_manifest(self):
        self.manifest.write_text("".join(
            f"SHA256({p.name})= {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in (self.path, self.disk)))

    def test_good(self):
        report = vmimage.Verify(strict=True, require_manifest=True).file(self.path)
        self.assertEqual((report.result, report.kind, report.manifest), (Result.PASSED, "OVF", self.manifest.name))
        self.assertEqual([(f.name, f.verdict) for f in report.files], [(self.path.name, Verdict.OK), ("disk.vmdk", Verdict.OK)])
        self.assertEqual(report.files[1].expected, report.files[1].actual)
        self.assertEqual((report.signature, report.signer, report.certificate_warnings, report.problems),
                         ("NotAvailable", None, CertificateWarning(0), ()))
        self.assertIsNone(report.fingerprint)
        self.assertEqual(repr(report), "<vmimage.VerifyReport OVF PASSED>")

    def test_rules(self):
        (self.folder / "policy.json").write_text('{"version": 1, "types": ["OVF"], "maxDisks": 0}')
        rules = vmimage.Rules.from_file(self.folder / "policy.json")
        self.assertEqual(rules.names, ("types", "maxDisks"))
        report = vmimage.Verify(rules=rules).file(self.path)
        self.assertEqual(report.result, Result.FAILED)
        self.assertEqual(report.rules[0], CheckedRule("types", RuleVerdict.PASSED, 'type "OVF"'))
        self.assertEqual((report.rules[1].name, report.rules[1].verdict), ("maxDisks", RuleVerdict.FAILED))
        self.assertEqual(report.problems, (f'policy, rule "maxDisks": {report.rules[1].message}',))
        self.assertEqual(vmimage.Verify().file(self.path).rules, ())
        with self.assertRaisesRegex(vmimage.InvalidError, "typ: there is no rule"):
            vmimage.Rules.from_json('{"version": 1, "typ": ["OVF"]}')
        with self.assertRaises(vmimage.PathNotFoundError):
            vmimage.Rules.from_json('{"version": 1, "trustedRoots": ["none.pem"]}', self.folder)
        with self.assertRaises(vmimage.PathNotFoundError):
            vmimage.Rules.from_file(self.folder / "none.json")
        with self.assertRaises(TypeError):
            vmimage.Verify(rules="policy.json")  # type: ignore[arg-type]

    def test_bad(self):
        self.disk.write_bytes(b"DISK")
        report = vmimage.Verify().file(self.path, context=vmimage.Context(log=None))
        self.assertEqual((report.result, report.files[1].verdict), (Result.FAILED, Verdict.MISMATCH))
        self.assertIn("do not match the content of file(s): disk.vmdk", report.problems[0])
        self.disk.unlink()
        self.assertEqual(vmimage.Verify().file(self.path).files[1].verdict, Verdict.MISSING)

    def test_without_manifest(self):
        self.manifest.unlink()
        report = vmimage.Verify().file(self.path)
        self.assertEqual((report.result, report.problems, len(report.warnings)), (Result.UNCHECKED, (), 1))
        self.assertIn("nothing was compared", report.warnings[0])
        self.assertEqual(vmimage.Verify(require_manifest=True).file(self.path).result, Result.FAILED)

    def test_item(self):
        with vmimage.Registry(self.folder) as registry:
            self.assertEqual(vmimage.Verify().item(registry, "ubuntu").result, Result.PASSED)
            with self.assertRaises(vmimage.NotFoundError):
                vmimage.Verify().item(registry, "nothing")

    def test_signature(self):
        signature = fixture("fault_signature")
        roots = signature[signature.index("-----BEGIN"):]
        manifest = fixture("fault_manifest")
        (self.folder / "v.ovf").write_text("<Envelope/>")
        (self.folder / "v.mf").write_text(manifest)
        (self.folder / "v.cert").write_text(signature)
        time = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
        report = vmimage.Verify(roots=roots, time=time).file(self.folder / "v.ovf")
        self.assertEqual((report.signature, report.signature_algorithm), ("VerificationFailure", "SHA256"))
        self.assertEqual((report.signer, report.issuer), ("O=fixtures,CN=signer",) * 2)
        self.assertEqual(report.certificate_warnings, CertificateWarning.SELF_SIGNED)
        self.assertLess(report.not_before, report.not_after)
        (self.folder / "roots.pem").write_text(roots)
        self.assertEqual(vmimage.Verify(roots=self.folder / "roots.pem", time=time).file(self.folder / "v.ovf").signature,
                         report.signature)
        with self.assertRaises(vmimage.ParseError):
            vmimage.Verify(roots=b"no certificate")
        self.assertTrue(vmimage.Verify(require_signature=True).file(self.path).problems)

    def test_progress(self):
        seen = []
        vmimage.Verify(progress=lambda *step: seen.append(step)).file(self.path)
        self.assertEqual([name for name, _, _ in seen], [self.path.name, "disk.vmdk"])
        self.assertEqual(seen[-1][1], seen[-1][2])

    def test_what_a_progress_function_raises(self):
        def stop(name, done, total):
            raise KeyError(name)

        verify = vmimage.Verify(progress=stop)
        with self.assertRaises(KeyError):
            verify.file(self.path)
        with self.assertRaises(KeyError):
            verify.file(self.path)

    def test_a_progress_function_can_not_verify(self):
        verify = vmimage.Verify(progress=lambda *step: verify.file(self.path))
        with self.assertRaises(vmimage.MisuseError):
            verify.file(self.path)

    def test_interrupt(self):
        verify = vmimage.Verify()
        thread = threading.Thread(target=verify.interrupt)
        thread.start()
        thread.join()
        with self.assertRaises(vmimage.CancelledError):
            verify.file(self.path)
        self.assertEqual(verify.file(self.path).result, Result.PASSED)
