# SPDX-License-Identifier: Apache-2.0
"""Libraries that are kept: made, added to, changed, and refused."""
import json
import os
import pathlib
import tempfile
import unittest

from support import write_folder

import vmimage


class Keep(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.files = pathlib.Path(folder.name) / "files"
        self.files.mkdir()
        write_folder(str(self.files))
        self.folder = pathlib.Path(folder.name) / "library"
        self.registry = vmimage.Registry.init(self.folder, "golden", "the good ones")
        self.addCleanup(self.registry.close)
        self.ova = next(self.files.rglob("*.ova"))
        self.iso = next(self.files.rglob("*.iso"))

    def version(self):
        return json.loads((self.folder / "lib.json").read_text())["version"]

    def test_init(self):
        library = next(self.registry.libraries())
        self.assertEqual((library.display_name, library.description, library.version), ("golden", "the good ones", "1"))
        self.assertIn(vmimage.Capability.KEEP, self.registry.capabilities)
        with self.assertRaises(vmimage.ExistsError):
            vmimage.Registry.init(self.folder)
        with vmimage.Registry.init(str(self.folder) + "-2", deadline=60) as other:
            self.assertEqual(next(other.libraries()).display_name, "library-2")

    def test_manifests(self):
        item = self.registry.add(self.ova, "box", manifest=True)
        self.assertTrue(any(f.name.endswith(".mf") for f in item.files))
        self.assertTrue(any(f.name.endswith(".mf") for f in self.registry.replace("box", self.ova, manifest=True).files))
        self.assertFalse(any(f.name.endswith(".mf") for f in self.registry.add(self.ova, "crate").files))

    def test_a_life(self):
        self.assertEqual(self.registry.bytes_copied, (0, 0))
        item = self.registry.add(self.ova, "box", "a box")
        done, total = self.registry.bytes_copied
        self.assertTrue(done == total > 0)
        self.assertEqual((item.display_name, item.description, item.content_version), ("box", "a box", "2"))
        self.assertTrue(item.is_ready)
        again = self.registry.replace("box", str(self.ova))
        self.assertEqual((again.id, again.content_version), (item.id, "3"))
        self.registry.rename(item.id, "crate")
        self.registry.describe("crate", "")
        self.assertEqual(self.registry.get_item("crate").id, item.id)
        self.registry.rename(None, "silver")
        self.registry.describe(None, "less good")
        self.assertEqual(next(self.registry.libraries()).display_name, "silver")
        self.assertEqual(self.version(), "7")
        self.registry.remove("crate")
        self.assertEqual(list(self.registry.items()), [])
        self.assertEqual(sorted(os.listdir(self.folder)), ["items.json", "lib.json"])
        self.registry.close()
        self.assertEqual(self.registry.bytes_copied, (0, 0))

    def test_refusals(self):
        self.registry.add(self.iso, "disc")
        for call in (lambda: self.registry.add(self.ova, "disc"), lambda: self.registry.rename("none", "x"),
                     lambda: self.registry.replace("disc", self.ova), lambda: self.registry.rename("disc", "x" * 81),
                     lambda: self.registry.add(self.files / "none.ova"), lambda: self.registry.remove("none")):
            with self.assertRaises((vmimage.ExistsError, vmimage.NotFoundError, vmimage.InvalidError)):
                call()
        self.assertEqual(self.version(), "2")
        with vmimage.Registry(self.files) as plain, self.assertRaises(vmimage.UnsupportedError):
            plain.add(self.iso, "disc")
        with self.assertRaises(vmimage.MisuseError):
            self.registry.remove(None)
        self.registry.interrupt()
        with self.assertRaises(vmimage.CancelledError):
            self.registry.add(self.ova)
        self.assertEqual(self.version(), "2")


if __name__ == "__main__":
    unittest.main()
