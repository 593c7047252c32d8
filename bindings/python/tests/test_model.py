# SPDX-License-Identifier: Apache-2.0
"""Images, items and libraries: every attribute, and what can be done with an object."""
import copy
import gc
import json
import pickle
import tempfile
import threading
import unittest

from support import IMAGE, ITEM, LIBRARY, UUID, VMI_ID, write_iso, write_ova, write_ovf

import vmimage
from vmimage._attributes import Attribute

OWNED = {"generation": 3, "deletion_time": "2026-03-05T10:00:00Z", "finalizers": ("a/b",),
         "owners": (vmimage.Owner("g/v1", "K", "o", "u9", True),)}


def owned(source):
    """An object that is being deleted, with an owner: not what the other tests want."""
    return {**source, "metadata": {
        **source["metadata"], "generation": 3, "deletionTimestamp": "2026-03-05T10:00:00Z", "finalizers": ["a/b"],
        "ownerReferences": [{"apiVersion": "g/v1", "kind": "K", "name": "o", "uid": "u9", "controller": True}]}}


READY = vmimage.Condition("Ready", "True", "True", None, "2026-02-01T10:00:00Z", None, None, True)


def attributes_of(kind):
    return {name for name, value in vars(kind).items() if isinstance(value, Attribute)}


class Common:
    """What holds for objects of each kind; the classes below say which."""
    kind = source = expected = None
    bare = {}

    def setUp(self):
        self.object = self.kind.from_dict(self.source)

    def test_with_condition(self):
        changed = self.object.with_condition("Seen", "False", "2026-02-02T11:00:00+01:00", reason="Why", message="so")
        self.assertEqual(changed.conditions["Seen"],
                         vmimage.Condition("Seen", "False", "Why", "so", "2026-02-02T10:00:00Z", None, None, False))
        self.assertNotIn("Seen", self.object.conditions)
        self.assertNotIn("Seen", changed.with_condition("Seen", None, "2026-02-02T10:00:00Z").conditions)
        with self.assertRaises(vmimage.InvalidError):
            self.object.with_condition("Seen", "Maybe", "2026-02-02T10:00:00Z")

    def test_every_attribute(self):
        self.assertEqual(attributes_of(self.kind), set(self.expected))
        for name, value in self.expected.items():
            with self.subTest(name):
                self.assertEqual(getattr(self.object, name), value)

    def test_lists_of_the_kind(self):
        listed = {"apiVersion": "v1", "kind": "List", "items": [self.source, self.source]}
        self.assertEqual(self.kind.list_from_json(json.dumps(listed)), [self.object, self.object])
        self.assertEqual(self.kind.list_from_json(json.dumps(self.source).encode()), [self.object])
        with self.assertRaises(vmimage.ParseError):
            self.kind.list_from_json("{")

    def test_absent_values(self):
        empty = self.kind.from_dict({"apiVersion": self.source["apiVersion"], "kind": self.source["kind"],
                                     "metadata": {"name": "x"}})
        for name in attributes_of(self.kind):
            with self.subTest(name):
                value = getattr(empty, name)
                if name in ("name", "kind", "api_version") or name in self.bare:
                    self.assertEqual(value, {"name": "x", **self.bare}.get(name, self.source.get(
                        {"api_version": "apiVersion"}.get(name, name))))
                elif isinstance(value, (tuple, bool)):
                    self.assertFalse(value)
                elif value is not None:
                    self.assertEqual(len(value), 0)

    def test_attributes_are_documented_and_fixed(self):
        for name in attributes_of(self.kind):
            with self.subTest(name):
                self.assertRegex(getattr(self.kind, name).__doc__, r"\w.*\.$|\w.*:$|\w")
                with self.assertRaises(AttributeError):
                    setattr(self.object, name, 1)
        with self.assertRaises(AttributeError):
            self.object.something = 1
        with self.assertRaises(TypeError):
            self.kind()

    def test_labels_and_annotations(self):
        for name in ("labels", "annotations"):
            wanted = self.source["metadata"][name]
            mapping = getattr(self.object, name)
            self.assertEqual(dict(mapping), wanted)
            self.assertEqual(mapping.as_dict(), wanted)
            self.assertEqual(list(mapping), sorted(wanted))
            self.assertEqual(len(mapping), len(wanted))
            self.assertEqual(repr(mapping), repr({k: wanted[k] for k in sorted(wanted)}))
            self.assertIsNone(mapping.get("nothing"))
            self.assertNotIn("nothing", mapping)
            with self.assertRaises(KeyError):
                mapping["nothing"]

    def test_views_keep_their_object(self):
        labels, conditions = self.kind.from_dict(self.source).labels, self.kind.from_dict(self.source).conditions
        gc.collect()
        self.assertEqual(dict(labels), self.source["metadata"]["labels"])
        self.assertTrue(conditions["Ready"])

    def test_conditions(self):
        conditions = self.object.conditions
        types = [c["type"] for c in self.source["status"]["conditions"]]
        self.assertEqual(list(conditions), types)
        self.assertEqual(len(conditions), len(types))
        self.assertEqual([c.type for c in conditions.all()], types)
        self.assertTrue(conditions["Ready"].is_true)
        self.assertIn("'Ready': 'True'", repr(conditions))
        with self.assertRaises(KeyError):
            conditions["Nothing"]

    def test_json(self):
        text = self.object.to_json()
        self.assertEqual(text, self.kind.from_json(text.encode()).to_json())
        self.assertEqual(self.object.to_dict()["metadata"]["name"], self.source["metadata"]["name"])
        older = self.source["apiVersion"].rsplit("/", 1)[0] + "/v1alpha1"
        self.assertEqual(self.object.to_dict(older)["apiVersion"], older)
        with self.assertRaises(vmimage.InvalidError):
            self.object.to_json("example.com/v9")

    def test_bad_json(self):
        with self.assertRaises(vmimage.ParseError) as caught:
            self.kind.from_json('{\n"kind": ]')
        self.assertEqual(caught.exception.line, 2)
        self.assertIsInstance(caught.exception, ValueError)
        for bad in ("", "[]", '{"kind":"Pod","apiVersion":"v1"}', b"\xff\xfe", json.dumps(self.source) + "\0"):
            with self.assertRaises(vmimage.Error):
                self.kind.from_json(bad)
        with self.assertRaises(TypeError):
            self.kind.from_json(None)

    def test_equality_and_copies(self):
        other = self.kind.from_dict(self.source)
        changed = self.kind.from_dict({**self.source, "metadata": {**self.source["metadata"], "uid": "other"}})
        self.assertEqual(self.object, other)
        self.assertEqual(hash(self.object), hash(other))
        self.assertNotEqual(self.object, changed)
        self.assertNotEqual(self.object, 5)
        self.assertIs(copy.copy(self.object), self.object)
        self.assertIs(copy.deepcopy([self.object])[0], self.object)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(self.object, protocol)), self.object)

    def test_repr(self):
        self.assertRegex(repr(self.object), rf"<vmimage\.{self.kind.__name__} {self.source['metadata']['name']} '.*' \w+ ready>")

    def test_threads_share_objects(self):
        """Read by four threads, released by the last."""
        objects = [self.kind.from_dict(self.source) for _ in range(50)]
        said, failures = [], []

        def read(held):
            try:
                while held:
                    o = held.pop()
                    said.append((o.name, dict(o.labels), o.conditions["Ready"].is_true, o.to_json()))
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=read, args=(list(objects),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        objects.clear()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(said), 200)
        self.assertEqual(len({repr(s) for s in said}), 1)


class Images(Common, unittest.TestCase):
    kind, source = vmimage.Image, owned(IMAGE)
    bare = {"id": "x"}
    expected = {
        "api_version": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachineImage", "name": VMI_ID, "id": VMI_ID,
        "namespace": "team", "uid": "0e1f", "resource_version": "42", "creation_time": "2026-03-01T10:00:00Z", **OWNED,
        "labels": {"tier": "gold", "arch": "x86"}, "annotations": {"note": "größe ✓"},
        "conditions": {
            "Ready": vmimage.Condition("Ready", "True", "True", None, "2026-03-01T11:00:00Z", None, 7, True),
            "Synced": vmimage.Condition("Synced", "False", "Late", "wait", "2026-03-01T12:00:00Z", None, None, False)},
        "is_ready": True, "display_name": "Ubuntu – Größe", "type": "OVF", "firmware": "efi", "hardware_version": 19,
        "os_id": "94", "os_type": "ubuntu64Guest", "os_version": "24.04", "product": "Ubuntu", "vendor": "Canonical",
        "version": "24.04", "full_version": "24.04.1", "provider_api_version": "imageregistry.vmware.com/v1alpha2",
        "provider_kind": "ContentLibraryItem", "provider_name": "clitem-1", "provider_item_id": UUID, "content_version": "3",
        "disks": (vmimage.Disk("disk-0", 16 << 30, "16Gi", "16Gi", "SCSI", 0, 1),
                  vmimage.Disk("disk-1", None, None, None, "IDE", -1, None)),
        "properties": (vmimage.Property("hostname", "string", "vm"), vmimage.Property("port", "int(1..5)", None)),
        "system_properties": (vmimage.SystemProperty("vmware-system.x", "1"),
                              vmimage.SystemProperty("vmware-system.y", None)),
        "capabilities": ("cloud-init", "nvidia"),
    }

    def test_unknown_fields_survive(self):
        self.assertIn('"later":{"unknown":9007199254740993}', self.object.to_json())

    def test_repr_without_a_name(self):
        image = vmimage.Image.from_dict({"apiVersion": IMAGE["apiVersion"], "kind": IMAGE["kind"], "metadata": {"name": "vmi-1"}})
        self.assertEqual(repr(image), "<vmimage.Image vmi-1 not ready>")

    def test_severity(self):
        image = vmimage.Image.from_dict({
            "apiVersion": "vmoperator.vmware.com/v1alpha1", "kind": "VirtualMachineImage", "metadata": {"name": "vmi-1"},
            "status": {"conditions": [{"type": "Ready", "status": "False", "severity": "Error",
                                       "lastTransitionTime": "2026-03-01T11:00:00Z"}]}})
        self.assertEqual(image.conditions["Ready"].severity, "Error")
        self.assertFalse(image.conditions["Ready"])


class StatusLabels(unittest.TestCase):
    def test_from_the_status(self):
        image = vmimage.Image.from_dict({**IMAGE, "metadata": {"name": VMI_ID, "labels": {"tier": "gold"}}})
        labels = image.with_status_labels().labels
        self.assertEqual((labels["tier"], labels["image.vmoperator.vmware.com/type"]), ("gold", image.type))
        self.assertEqual(dict(image.labels), {"tier": "gold"})


class Items(Common, unittest.TestCase):
    kind, source = vmimage.Item, owned(ITEM)
    expected = {
        "api_version": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibraryItem", "name": "clitem-0a0044d7c690bcbea",
        "namespace": "team", "uid": "u2", "resource_version": "8", "creation_time": "2026-02-01T10:00:00Z", **OWNED,
        "labels": {"a": "b"}, "annotations": {"c": "d"},
        "conditions": {"Ready": vmimage.Condition("Ready", "True", "True", None, "2026-02-01T10:00:00Z", None, None, True)},
        "is_ready": True, "id": UUID, "library_name": "cl-1", "display_name": "ubuntu", "description": "a system", "type": "OVF",
        "version": "1", "content_version": "2", "source_id": "s-1", "last_modified_time": "2026-02-02T10:00:00Z",
        "last_sync_time": "2026-02-03T10:00:00Z", "certificate_status": "Verified",
        "certificates": ("Zmlyc3Q=", "c2Vjb25k"), "size": 3000000000, "cached": True, "security_compliance": False,
        "files": (vmimage.File("a.ovf", 1024, "5", "ds:///a.ovf", True), vmimage.File("a.vmdk", None, None, None, None)),
    }


class Libraries(Common, unittest.TestCase):
    kind, source = vmimage.Library, owned(LIBRARY)
    expected = {
        "api_version": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibrary", "name": "cl-1", "namespace": "team",
        "uid": "u3", "resource_version": "9", "creation_time": "2026-01-01T10:00:00Z", **OWNED, "labels": {"k": "v"},
        "annotations": {"n": "o"},
        "conditions": {"Ready": vmimage.Condition("Ready", "True", "True", None, "2026-01-01T10:00:00Z", None, None, True)},
        "is_ready": True, "id": "l-1", "display_name": "Images", "description": "ours", "type": "ContentLibrary",
        "naming_strategy": "FromItemID", "storage_class": "fast", "state": "Active", "version": "4",
        "last_modified_time": "2026-01-02T10:00:00Z", "last_sync_time": "2026-01-03T10:00:00Z",
        "publish_url": "https://h/lib.json", "subscription_url": "https://s/lib.json", "server_guid": "vc-1",
        "security_policy_id": "p-1", "allow_publish": True, "allow_import": False, "allow_delete": None, "published": True,
        "automatic_sync": True, "on_demand": False,
        "storage": (vmimage.Storage("Datastore", "ds-1"), vmimage.Storage("Other", None)),
    }


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_descriptor(self):
        path = write_ovf(self.folder)
        image = vmimage.Image.from_file(path)
        self.assertEqual((image.type, image.display_name, image.os_type, image.hardware_version),
                         ("OVF", "ubuntu", "ubuntu64Guest", 19))
        self.assertEqual(image.disks[0].capacity, 16 << 30)
        self.assertEqual(image.properties, (vmimage.Property("hostname", "string", "vm"),))
        self.assertEqual(vmimage.Image.from_file(str(path)), image)
        self.assertTrue(vmimage.is_vmi_id(image.id))

    def test_archive_and_disc(self):
        self.assertEqual(vmimage.Image.from_file(write_ova(self.folder)).product, "Ubuntu")
        disc = vmimage.Image.from_file(write_iso(self.folder), context=vmimage.Context(log=None))
        self.assertEqual((disc.type, disc.display_name), ("ISO", "SETUP_DISC"))

    def test_missing(self):
        path = self.folder + "/nothing.ovf"
        with self.assertRaises(FileNotFoundError) as caught:
            vmimage.Image.from_file(path)
        error = caught.exception
        self.assertIsInstance(error, vmimage.PathNotFoundError)
        self.assertIsInstance(error, LookupError)
        self.assertEqual(error.errno, 2)
        self.assertEqual(error.filename, error.subject)
        self.assertIn("nothing.ovf", str(error))

    def test_broken(self):
        path = write_ovf(self.folder, "broken")
        path.write_text("<Envelope>\n<References>\n</Envelope>\n")
        with self.assertRaises(vmimage.ParseError) as caught:
            vmimage.Image.from_file(path)
        self.assertEqual(caught.exception.line, 3)
        self.assertIn("broken.ovf:3:", str(caught.exception))
        path.write_bytes(b"what is this")
        with self.assertRaises(vmimage.Error):
            vmimage.Image.from_file(path)
        with self.assertRaisesRegex(ValueError, "NUL"):
            vmimage.Image.from_file("a\0b")

    def test_limit(self):
        with self.assertRaises(vmimage.LimitError):
            vmimage.Image.from_file(write_ovf(self.folder), context=vmimage.Context(limits={"descriptor_bytes": 100}))


if __name__ == "__main__":
    unittest.main()
