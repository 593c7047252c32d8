# SPDX-License-Identifier: Apache-2.0
"""Exceptions: what they carry, which of Python's own they also are, and that they travel."""
import pickle
import unittest

from support import IMAGE

import vmimage
from vmimage import _errors


def image(name, display_name, namespace=None):
    metadata = {"name": name, **({} if namespace is None else {"namespace": namespace})}
    kind = "ClusterVirtualMachineImage" if namespace is None else "VirtualMachineImage"
    return vmimage.Image.from_dict({"apiVersion": IMAGE["apiVersion"], "kind": kind, "metadata": metadata,
                                    "status": {"name": display_name}})


class Resolve(unittest.TestCase):
    def setUp(self):
        self.images = [image("vmi-1", "photon", "team"), image("vmi-2", "twice", "team"), image("vmi-3", "twice"),
                       image("vmi-4", "only", "other"), image("vmi-5", "cluster")]

    def test_found(self):
        self.assertEqual(vmimage.resolve(self.images, "photon", "team"), self.images[0])
        self.assertEqual(vmimage.resolve(iter(self.images), "vmi-5", "team").kind, "ClusterVirtualMachineImage")
        self.assertEqual(vmimage.resolve(self.images, "twice", "team", prefer_namespace=True).name, "vmi-2")
        self.assertEqual(vmimage.resolve(self.images, "cluster").name, "vmi-5")

    def test_ambiguous(self):
        with self.assertRaises(vmimage.AmbiguousError) as caught:
            vmimage.resolve(self.images, "twice", "team")
        error = caught.exception
        self.assertEqual(error.candidates, (
            vmimage.Candidate("VirtualMachineImage", "team", "vmi-2", "twice"),
            vmimage.Candidate("ClusterVirtualMachineImage", None, "vmi-3", "twice")))
        self.assertEqual(error.reason, 'multiple VM images exist for "twice" in namespace and cluster scope')
        self.assertEqual(error.status, vmimage.Status.AMBIGUOUS)
        self.assertIsInstance(error, LookupError)

    def test_not_found(self):
        with self.assertRaises(LookupError) as caught:
            vmimage.resolve(self.images, "only", "team")
        error = caught.exception
        self.assertIs(type(error), vmimage.NotFoundError)
        self.assertEqual(error.candidates, ())
        self.assertEqual(error.reason, 'no VM image exists for "only" in namespace or cluster scope')
        self.assertIn("only", str(error))

    def test_bad_arguments(self):
        with self.assertRaises(vmimage.NotFoundError):
            vmimage.resolve([], "photon")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.resolve(self.images, "")
        with self.assertRaisesRegex(TypeError, "images must hold vmimage.Image"):
            vmimage.resolve([self.images[0], "photon"], "photon")

    def test_pickle(self):
        with self.assertRaises(vmimage.AmbiguousError) as caught:
            vmimage.resolve(self.images, "twice", "team")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertIs(type(again), vmimage.AmbiguousError)
        self.assertEqual(str(again), str(caught.exception))
        self.assertEqual(again.candidates, caught.exception.candidates)
        self.assertEqual(again.reason, caught.exception.reason)


class Classes(unittest.TestCase):
    def test_relatives(self):
        for kind, relative in (
                (vmimage.InvalidError, ValueError), (vmimage.ParseError, ValueError), (vmimage.NotFoundError, LookupError),
                (vmimage.AmbiguousError, LookupError), (vmimage.PathNotFoundError, FileNotFoundError),
                (vmimage.ForbiddenError, PermissionError), (vmimage.UnreachableError, ConnectionError),
                (vmimage.DeadlineError, TimeoutError), (vmimage.InputOutputError, OSError),
                (vmimage.NoMemoryError, MemoryError), (vmimage.MisuseError, RuntimeError)):
            with self.subTest(kind.__name__):
                error = kind("what", subject="x", line=3)
                self.assertIsInstance(error, relative)
                self.assertEqual((str(error), error.subject, error.line, error.reason), ("what", "x", 3, None))
                again = pickle.loads(pickle.dumps(error))
                self.assertEqual((type(again), str(again), again.subject), (kind, "what", "x"))

    def test_all_travel(self):
        for kind in _errors.BY_STATUS.values():
            again = pickle.loads(pickle.dumps(kind("what", retry_after=1.5)))
            self.assertEqual((type(again), again.args, again.retry_after), (kind, ("what",), 1.5))

    def test_a_detail_that_errors_do_not_have(self):
        with self.assertRaises(TypeError):
            vmimage.Error("what", colour="red")

    def test_without_an_error_object(self):
        """The library had no memory to say more, or has a code that this package does not know."""
        import ctypes
        null = ctypes.POINTER(_errors._api.vmimage_error)()
        error = _errors.from_pointer(vmimage.Status.NO_MEMORY, null)
        self.assertIs(type(error), vmimage.NoMemoryError)
        self.assertEqual(str(error), "VMIMAGE_E_NO_MEMORY")
        error = _errors.from_pointer(-999, null)
        self.assertIs(type(error), vmimage.Error)
        self.assertEqual(error.status, -999)

    def test_details(self):
        with self.assertRaises(vmimage.InvalidError) as caught:
            vmimage.vmi_id("nothing")
        error = caught.exception
        self.assertIsNone(error.http_status)
        self.assertIsNone(error.retry_after)
        self.assertIsNone(error.line)
        self.assertEqual(error.candidates, ())
        self.assertEqual(error.args, (str(error),))


if __name__ == "__main__":
    unittest.main()
