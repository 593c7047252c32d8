# SPDX-License-Identifier: Apache-2.0
"""OVF descriptors: everything in one, the image that it gives, errors with their lines."""
import gc
import threading
import unittest
import weakref

from support import OVF

import vmimage
from vmimage._attributes import Attribute


class Descriptors(unittest.TestCase):
    def setUp(self):
        self.ovf = vmimage.Ovf.parse(OVF)

    def test_every_attribute(self):
        expected = {
            "system_id": "vm", "system_name": "vm", "system_count": 1, "product": "Ubuntu", "vendor": "Canonical",
            "version": "24.04", "full_version": "24.04.1",
            "files": (vmimage.OvfFile("f1", "disk.vmdk", vmimage.HrefLocation.INSIDE, 4, None, None),),
            "disks": (vmimage.OvfDisk("d1", "f1", None, "16", "byte * 2^30"),),
        }
        self.assertEqual({n for n, v in vars(vmimage.Ovf).items() if isinstance(v, Attribute)}, set(expected))
        for name, value in expected.items():
            with self.subTest(name):
                self.assertEqual(getattr(self.ovf, name), value)
        self.assertEqual(self.ovf.disk_bytes(0), 16 << 30)
        self.assertEqual(repr(self.ovf), "<vmimage.Ovf 'vm'>")

    def test_files(self):
        text = OVF.replace('ovf:href="disk.vmdk"', 'ovf:href="../disk.vmdk" ovf:compression="gzip" ovf:chunkSize="7"')
        file = vmimage.Ovf.parse(text.encode()).files[0]
        self.assertEqual((file.location, file.compression, file.chunk_size), (vmimage.HrefLocation.OUTSIDE, "gzip", 7))

    def test_image(self):
        image = self.ovf.to_image()
        self.assertEqual((image.type, image.os_type, image.hardware_version, image.product),
                         ("OVF", "ubuntu64Guest", 19, "Ubuntu"))
        self.assertEqual(image.disks[0].capacity, 16 << 30)
        self.assertEqual(image.disks[0].controller_type, "SCSI")
        self.assertEqual(image.properties, (vmimage.Property("hostname", "string", "vm"),))
        self.assertIsNone(image.display_name)

    def test_errors(self):
        with self.assertRaises(vmimage.ParseError) as caught:
            vmimage.Ovf.parse("<Envelope>\n<References>\n</Envelope>", name="bad.ovf")
        self.assertEqual(caught.exception.line, 3)
        self.assertIn("bad.ovf:3:", str(caught.exception))
        self.assertTrue(caught.exception.reason)
        with self.assertRaises(vmimage.NotFoundError):
            self.ovf.disk_bytes(5)
        with self.assertRaises(OverflowError):
            self.ovf.disk_bytes(-1)
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Ovf.parse(OVF.replace('capacity="16"', 'capacity="many"')).disk_bytes(0)
        with self.assertRaises(vmimage.LimitError):
            vmimage.Ovf.parse(OVF, context=vmimage.Context(limits={"descriptor_elements": 3}))
        with self.assertRaises(vmimage.Error):
            vmimage.Ovf.parse("\ud800")
        with self.assertRaises(TypeError):
            vmimage.Ovf()

    def test_the_log_function_lives_as_long_as_the_descriptor(self):
        text = OVF.replace("</DiskSection>", "".join(
            f'<Disk ovf:diskId="d{i}" ovf:capacity="1"/>' for i in range(2, 5)) + "</DiskSection>")
        context = vmimage.Context(log=lambda *line: None, log_level=vmimage.LogLevel.DEBUG)
        ovf = vmimage.Ovf.parse(text, context=context)
        kept = weakref.ref(context)
        del context
        gc.collect()
        self.assertIsNotNone(kept())
        self.assertTrue(ovf.to_image().disks)
        del ovf
        self.assertIsNone(kept())

    def test_threads(self):
        said = []
        threads = [threading.Thread(target=lambda: said.append(self.ovf.to_image().to_json())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(said), 4)
        self.assertEqual(len(set(said)), 1)


if __name__ == "__main__":
    unittest.main()
