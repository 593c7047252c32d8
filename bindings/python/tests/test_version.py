# SPDX-License-Identifier: Apache-2.0
"""Versions, constraints, families, the newest image, drift and locks."""
import copy
import json
import tempfile
import unittest

from support import IMAGE, ITEM, write_folder

import vmimage
from vmimage import Change


def image(**product):
    data = copy.deepcopy(IMAGE)
    data["metadata"]["name"] = product.pop("name", data["metadata"]["name"])
    data["status"]["productInfo"] = product
    return vmimage.Image.from_dict(data)


class Versions(unittest.TestCase):
    def test_order(self):
        self.assertEqual(vmimage.compare_versions("1.9", "1.10"), -1)
        self.assertEqual(vmimage.compare_versions("v1.2", "1.2.0"), 0)
        self.assertEqual(vmimage.compare_versions("1", None), 1)
        self.assertEqual(sorted(["1.10", "1.9", "1.10-rc1"], key=vmimage.version_key), ["1.9", "1.10-rc1", "1.10"])
        self.assertEqual(vmimage.compare_content_versions("9", "10"), -1)
        self.assertTrue(vmimage.is_prerelease("1.2.3-4"))
        self.assertFalse(vmimage.is_prerelease("1.2.3"))

    def test_constraints(self):
        constraint = vmimage.Constraint(">=22.04,<24")
        self.assertIn("22.04.3", constraint)
        self.assertNotIn("24.04", constraint)
        self.assertFalse(constraint.matches(None))
        self.assertEqual(str(constraint), ">=22.04,<24")
        self.assertEqual(repr(constraint), "vmimage.Constraint('>=22.04,<24')")
        with self.assertRaisesRegex(vmimage.InvalidError, "at position 4 where"):
            vmimage.Constraint("1.2|3")

    def test_families(self):
        old, new = image(product="P", vendor="V", version="1.9"), image(product="P", vendor="V", version="1.10")
        self.assertEqual((old.family, old.family_version), ("V/P", "1.9"))
        self.assertTrue(vmimage.in_family(old, "P"))
        self.assertFalse(vmimage.in_family(old, "Q"))
        self.assertEqual(sorted([new, old], key=vmimage.family_key), [old, new])
        self.assertEqual(vmimage.newest([new, old], "V/P"), new)
        self.assertEqual(vmimage.newest([new, old], "P", "<1.10"), old)
        with self.assertRaises(vmimage.NotFoundError):
            vmimage.newest([new, old], "P", vmimage.Constraint(">2"))
        with self.assertRaises(TypeError):
            vmimage.newest([1], "P")


class Drifts(unittest.TestCase):
    def test_images(self):
        old, new, other = image(version="1"), image(version="2"), image(name="vmi-1")
        self.assertEqual(vmimage.drift([old], [old]), ())
        changed, added = vmimage.drift([old], [new, other])
        self.assertEqual((changed.change, changed.field, changed.was, changed.now, changed.namespace),
                         (Change.CHANGED, "status.productInfo.version", "1", "2", "team"))
        self.assertEqual((added.change, added.name, added.field), (Change.ADDED, "vmi-1", None))
        self.assertEqual(vmimage.drift([], []), ())

    def test_items(self):
        data = copy.deepcopy(ITEM)
        data["status"]["fileInfo"][1]["sizeInBytes"] = "7"
        differences = vmimage.drift([vmimage.Item.from_dict(ITEM)], [vmimage.Item.from_dict(data)])
        self.assertEqual([d.field for d in differences], ["status.fileInfo[a.vmdk].sizeInBytes"])
        with self.assertRaises(TypeError):
            vmimage.drift([vmimage.Item.from_dict(ITEM)], [vmimage.Image.from_dict(IMAGE)])


class Locks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        write_folder(folder.name)
        self.registry = vmimage.Registry(folder.name)
        self.addCleanup(self.registry.close)
        self.image = next(i for i in self.registry.images(ready=True))

    def test_newest(self):
        self.assertEqual(self.registry.newest(self.image.family), self.image)
        with self.assertRaises(vmimage.NotFoundError):
            self.registry.newest(self.image.family, ">999", type=self.image.type)

    def test_lock(self):
        lock = vmimage.Lock()
        lock.add(self.registry, self.image.id)
        pin, = lock.pins
        self.assertEqual((pin.name, pin.id, pin.kind), (self.image.id, self.image.id, self.image.kind))
        self.assertEqual((pin.item_id, pin.namespace), (self.image.provider_item_id, None))
        item = self.registry.get_item(pin.item_id)
        self.assertEqual({f.name: f.size for f in pin.files}, {f.name: f.size or 0 for f in item.files})
        self.assertEqual({f.name: f.version for f in pin.files}, {f.name: f.version for f in item.files})
        self.assertEqual(lock.check(self.registry), ())
        self.assertIn(pin.id, repr(lock))
        self.assertEqual(str(vmimage.Lock.from_json(lock.to_json())), str(lock))
        data = json.loads(str(lock))
        data["images"][pin.name]["contentVersion"] = "none"
        data["images"]["gone"] = {"id": "vmi-1", "kind": "VirtualMachineImage"}
        gone, changed = vmimage.Lock.from_json(json.dumps(data)).check(self.registry)
        self.assertEqual((gone.change, gone.name), (Change.REMOVED, "gone"))
        self.assertEqual((changed.field, changed.was, changed.now), ("contentVersion", "none", pin.content_version))

    def test_lock_from_lists(self):
        one, other = vmimage.Lock(), vmimage.Lock()
        one.add(self.registry, self.image.id)
        other.add_from(self.registry.images(), self.registry.items(), self.image.id)
        self.assertEqual(str(one), str(other))
        with self.assertRaises(TypeError):
            other.add_from(self.registry.items(), [], self.image.id)

    def test_failures(self):
        lock = vmimage.Lock()
        with self.assertRaises(vmimage.NotFoundError):
            lock.add(self.registry, "nothing")
        self.assertEqual(lock.pins, ())
        with self.assertRaisesRegex(vmimage.ParseError, r"lock: images\[a\].id: is missing"):
            vmimage.Lock.from_json('{"lockVersion":1,"images":{"a":{"kind":"k"}}}')


if __name__ == "__main__":
    unittest.main()
