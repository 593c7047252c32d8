# SPDX-License-Identifier: Apache-2.0
"""Packages: each kind of file, what is in it, the image that it gives, errors."""
import gc
import pathlib
import struct
import tempfile
import unittest
import weakref

from support import write_iso, write_ova, write_ovf

import vmimage
from vmimage._attributes import Attribute


def write_vmdk(folder):
    """A sparse VMDK's header and its descriptor."""
    descriptor = b'# Disk DescriptorFile\nversion=1\ncreateType="streamOptimized"\nddb.adapterType = "lsilogic"\n'
    header = struct.pack("<4sIIQQQQIQQQ", b"KDMV", 3, 0x30001, 4096, 128, 1, 2, 512, 0, 3, 128)
    header += b"\0" + b"\n \r\n" + struct.pack("<H", 1)
    path = pathlib.Path(folder) / "disk.vmdk"
    path.write_bytes(header.ljust(512, b"\0") + descriptor.ljust(1024, b"\0") + bytes(128 * 512))
    return path


class Packages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_ovf(self):
        package = vmimage.Package(write_ovf(self.folder))
        self.assertEqual((package.kind, package.volume, package.disk), ("OVF", None, None))
        self.assertEqual([(f.name, f.is_present) for f in package.files], [("ubuntu.ovf", True), ("disk.vmdk", True)])
        self.assertEqual(package.files[1].size, 4)
        self.assertEqual(package.image.display_name, "ubuntu")
        self.assertEqual(package.ovf.product, "Ubuntu")
        self.assertEqual(repr(package), "<vmimage.Package OVF 'ubuntu.ovf'>")
        (pathlib.Path(self.folder) / "disk.vmdk").unlink()
        self.assertFalse(vmimage.Package(self.folder + "/ubuntu.ovf").files[1].is_present)
        self.assertIsNone(vmimage.Package(self.folder + "/ubuntu.ovf").refusal)

    def test_refusal(self) -> None:
        path = write_ovf(self.folder)
        with open(path, "r+", encoding="utf-8") as file:
            content = file.read().replace("<ProductSection>", '<ProductSection><Property ovf:key="n" ovf:type="uint8" ovf:value="many"/>', 1)
            file.seek(0)
            file.write(content)
        package = vmimage.Package(path)
        assert package.refusal is not None and package.image is not None
        self.assertIsInstance(package.refusal, vmimage.InvalidError)
        self.assertIn("many", str(package.refusal))
        self.assertFalse(package.image.is_ready)
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Image.from_file(path)

    def test_ova(self):
        package = vmimage.Package(write_ova(self.folder))
        self.assertEqual(package.kind, "OVA")
        self.assertEqual([(f.name, f.is_present) for f in package.files], [("photon.ovf", True), ("disk.vmdk", True)])
        self.assertEqual(package.image.display_name, "photon")

    def test_iso(self):
        package = vmimage.Package(write_iso(self.folder), context=vmimage.Context(log=None))
        self.assertEqual((package.kind, package.volume, package.ovf, package.disk), ("ISO", "SETUP_DISC", None, None))
        self.assertEqual(package.image.type, "ISO")
        self.assertEqual([f.name for f in package.files], ["setup.iso"])

    def test_vmdk(self):
        package = vmimage.Package(write_vmdk(self.folder))
        self.assertEqual((package.kind, package.image, package.ovf), ("VMDK", None, None))
        self.assertEqual(package.disk, vmimage.DiskHeader(
            "streamOptimized", 3, 4096 * 512, 128 * 512, True, "streamOptimized", "lsilogic"))

    def test_descriptor_of_a_disk(self):
        path = pathlib.Path(self.folder) / "x.vmdk"
        path.write_text('# Disk DescriptorFile\ncreateType="vmfs"\nRW 2048 VMFS "x-flat.vmdk"\nddb.adapterType = "lsilogic"\n')
        self.assertEqual(vmimage.Package(path).disk, vmimage.DiskHeader(
            "descriptor", 1, 1 << 20, None, False, "vmfs", "lsilogic"))
        with self.assertRaises(vmimage.UnsupportedError):
            vmimage.Image.from_file(path)

    def test_a_package_gives_the_image_of_the_file(self):
        for path in (write_ovf(self.folder), write_ova(self.folder), write_iso(self.folder)):
            self.assertEqual(vmimage.Package(str(path)).image, vmimage.Image.from_file(path))

    def test_parts_outlive_their_package(self):
        context = vmimage.Context(log=lambda *line: None)
        package = vmimage.Package(write_ova(self.folder), context=context)
        image, ovf = package.image, package.ovf
        kept = weakref.ref(context)
        del package, context
        gc.collect()
        self.assertIsNotNone(kept(), "a descriptor keeps the context, whose log function it may call")
        self.assertEqual((image.display_name, ovf.vendor), ("photon", "Canonical"))
        self.assertEqual(ovf.to_image().product, "Ubuntu")

    def test_errors(self):
        with self.assertRaises(FileNotFoundError):
            vmimage.Package(self.folder + "/nothing.ovf")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Package(self.folder)
        path = pathlib.Path(self.folder) / "x"
        path.write_bytes(b"no image at all")
        with self.assertRaises(vmimage.UnsupportedError):
            vmimage.Package(path)
        path.write_bytes(write_ova(self.folder).read_bytes()[:700])
        with self.assertRaises(vmimage.Error) as caught:
            vmimage.Package(path)
        self.assertIn(str(path), str(caught.exception))
        with self.assertRaises(AttributeError):
            vmimage.Package(write_ovf(self.folder)).kind = "OVA"

    def test_attributes_are_documented(self):
        for name, value in vars(vmimage.Package).items():
            if isinstance(value, Attribute):
                self.assertTrue(value.__doc__, name)


if __name__ == "__main__":
    unittest.main()
