# SPDX-License-Identifier: Apache-2.0
"""A folder that real tools made: every attribute of everything in it is read, and agrees with its JSON."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from support import TOP

import vmimage
from vmimage._attributes import Attribute

TOOLS = ("qemu-img", "xorriso")


@unittest.skipUnless(all(shutil.which(tool) for tool in TOOLS), f"needs {' and '.join(TOOLS)}")
class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.work.name) / "samples"
        # Without what a sanitizer puts before this process: the tools are not ours.
        environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        subprocess.run([sys.executable, str(TOP / "scripts" / "make-samples"), str(cls.folder)], check=True, timeout=60,
                       env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.registry = vmimage.Registry(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.registry.close()
        cls.work.cleanup()

    def read_all(self, thing):
        return {name: getattr(thing, name) for name, value in vars(type(thing)).items() if isinstance(value, Attribute)}

    def test_images(self):
        images = list(self.registry.images())
        self.assertGreaterEqual(len(images), 7)
        self.assertEqual({image.type for image in images}, {"OVF", "ISO"})
        for image in images:
            with self.subTest(repr(image)):
                values, source = self.read_all(image), json.loads(image.to_json())
                self.assertEqual(values["id"], source["metadata"]["name"])
                self.assertEqual(values["display_name"], source["status"].get("name"))
                self.assertEqual([d.name for d in values["disks"]], [d["name"] for d in source["status"].get("disks", [])])
                self.assertEqual([c.status for c in values["conditions"].all()],
                                 [c["status"] for c in source["status"]["conditions"]])
                self.assertEqual(dict(values["labels"]), source["metadata"].get("labels", {}))
                self.assertEqual(vmimage.Image.from_json(image.to_json()), image)
                for version in range(1, 7):
                    self.assertTrue(image.to_dict(f"vmoperator.vmware.com/v1alpha{version}")["status"])

    def test_one_is_broken(self):
        broken = list(self.registry.images(ready=False))
        self.assertEqual([image.display_name for image in broken], ["broken"])
        self.assertRegex(broken[0].conditions["Ready"].message, r"broken\.ovf:\d+: ")

    def test_items(self):
        for item in self.registry.items(ready=True):
            with self.subTest(repr(item)):
                values = self.read_all(item)
                self.assertTrue(values["files"])
                self.assertEqual(values["size"], sum(file.size or 0 for file in values["files"]))
                self.assertEqual(self.registry.get_image(vmimage.vmi_id(item.id)).id, vmimage.vmi_id_from_item_name(item.name))

    def test_libraries(self):
        library, = self.registry.libraries()
        self.assertEqual(self.read_all(library)["display_name"], "samples")

    def test_database_has_two_disks(self):
        image = self.registry.resolve("database")
        self.assertEqual(len(image.disks), 2)
        self.assertTrue(all(disk.capacity and disk.controller_type for disk in image.disks))
        for disk in image.disks:
            self.assertEqual(vmimage.parse_quantity(disk.limit), disk.capacity)

    def test_two_have_one_name(self):
        names = [image.display_name for image in self.registry.images()]
        twice = {name for name in names if names.count(name) > 1}
        self.assertEqual(len(twice), 1)
        with self.assertRaises(vmimage.AmbiguousError) as caught:
            self.registry.resolve(twice.pop())
        self.assertEqual(len(caught.exception.candidates), 2)


if __name__ == "__main__":
    unittest.main()
