# SPDX-License-Identifier: Apache-2.0
"""Packages: every kind of file, what is in it, and files that are none."""
import pathlib
import tempfile
import unittest

from support import needs, write_iso, write_ova, write_ovf

import vmimage


@needs("vmimage_package_open")
class Packages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_descriptor(self):
        path = write_ovf(self.folder)
        package = vmimage.Package.open(path)
        size = path.stat().st_size
        self.assertEqual(package.kind, "OVF")
        self.assertEqual(package.files, (vmimage.PackageFile("ubuntu.ovf", size, True), vmimage.PackageFile("disk.vmdk", 4, True)))
        self.assertEqual(package.image, vmimage.Image.from_file(path))
        self.assertEqual(package.ovf.product, "Ubuntu")
        self.assertEqual((package.volume, package.disk_format, package.disk_capacity), (None, None, None))
        (pathlib.Path(self.folder) / "disk.vmdk").unlink()
        self.assertEqual(vmimage.Package.open(str(path)).files[1], vmimage.PackageFile("disk.vmdk", 4, False))

    def test_archive(self):
        package = vmimage.Package.open(write_ova(self.folder), context=vmimage.Context(log=None))
        self.assertEqual(repr(package), "<vmimage.Package OVA>")
        self.assertEqual([file.name for file in package.files], ["photon.ovf", "disk.vmdk"])
        image = package.image
        del package
        self.assertEqual(image.display_name, "photon")

    def test_disc(self):
        package = vmimage.Package.open(write_iso(self.folder))
        self.assertEqual((package.kind, package.volume, package.ovf), ("ISO", "SETUP_DISC", None))
        self.assertEqual(package.image.type, "ISO")

    def test_disk(self):
        path = pathlib.Path(self.folder) / "x.vmdk"
        path.write_text('# Disk DescriptorFile\ncreateType="vmfs"\nRW 2048 VMFS "x-flat.vmdk"\nddb.adapterType = "lsilogic"\n')
        package = vmimage.Package.open(path)
        self.assertEqual((package.kind, package.image, package.disk_format), ("VMDK", None, "descriptor"))
        self.assertEqual((package.disk_version, package.disk_capacity, package.disk_grain_size), (1, 1 << 20, None))
        self.assertEqual((package.disk_is_compressed, package.disk_create_type, package.disk_adapter_type),
                         (False, "vmfs", "lsilogic"))
        with self.assertRaises(vmimage.UnsupportedError):
            vmimage.Image.from_file(path)

    def test_references(self):
        package = vmimage.Package.open(write_iso(self.folder))
        again = vmimage.Package._adopt(vmimage.Package._lib.vmimage_package_ref(package._pointer))
        del package
        self.assertEqual(again.kind, "ISO")

    def test_errors(self):
        with self.assertRaises(FileNotFoundError):
            vmimage.Package.open(self.folder + "/nothing.ova")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Package.open(self.folder)


if __name__ == "__main__":
    unittest.main()
