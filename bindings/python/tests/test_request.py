# SPDX-License-Identifier: Apache-2.0
"""Requests to a cluster as objects: made, changed, read back; what other places say to them. Sending is tested against a real API server."""
import copy
import json
import tempfile
import unittest

import vmimage
from vmimage._native import lib

NOW = "2026-05-06T07:08:09Z"
VMOP = "vmoperator.vmware.com/v1alpha6"
META = {"name": "one", "namespace": "team", "uid": "5b1f7c1e-8a44-4c7e-9d2f-30c2a1f0e9d7", "resourceVersion": "12", "generation": 3,
        "creationTimestamp": NOW, "deletionTimestamp": NOW, "labels": {"a": "b"}, "annotations": {"c": "d"}, "finalizers": ["x/y"],
        "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": "u-1", "controller": True}]}
DONE = [{"type": "Complete", "status": "True", "lastTransitionTime": NOW}]
PUBLISH = {"apiVersion": VMOP, "kind": "VirtualMachinePublishRequest", "metadata": META,
           "spec": {"source": {"name": "web"}, "target": {"item": {"name": "base", "description": "text"}, "location": {"name": "images"}},
                    "ttlSecondsAfterFinished": 60, "backoffLimit": 2},
           "status": {"imageName": "vmi-0123456789abcdef0", "ready": True, "attempts": 1, "startTime": NOW, "lastAttemptTime": NOW,
                      "completionTime": NOW, "conditions": DONE, "sourceRef": {"name": "web"},
                      "targetRef": {"item": {"name": "base"}, "location": {"name": "images"}}}}
GROUP = {"apiVersion": VMOP, "kind": "VirtualMachineGroupPublishRequest", "metadata": META,
         "spec": {"source": "group", "target": "images", "virtualMachines": ["web", "db"], "ttlSecondsAfterFinished": 60},
         "status": {"completionTime": NOW, "conditions": DONE,
                    "images": [{"source": "web", "publishRequestName": "p", "imageName": "vmi-0123456789abcdef0"}]}}
IMPORT = {"apiVersion": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibraryItemImportRequest", "metadata": META,
          "spec": {"source": {"url": "https://images.test/a.ovf", "checksum": {"algorithm": "SHA256", "value": "ab" * 32}},
                   "target": {"item": {"name": "base", "type": "OVF"}, "library": "images"}, "ttlSecondsAfterFinished": 60},
          "status": {"completionTime": NOW, "startTime": NOW, "conditions": DONE, "itemName": "clitem-1", "fileUploadStatus": {
              "sessionUUID": "s-1", "fileUploads": [{"name": "a.ovf", "transferStatus": "error", "errorMessage": "no", "size": 9,
                                                     "bytesTransferred": 4}]}}}
CASES = ((vmimage.PublishRequest, PUBLISH), (vmimage.GroupPublishRequest, GROUP), (vmimage.ImportRequest, IMPORT))
FIELDS = {vmimage.PublishRequest: {"source": "vm", "library": "lib", "item_name": "item", "backoff_limit": 4},
          vmimage.GroupPublishRequest: {"source": "group", "library": "lib", "virtual_machines": ["one", "two"]},
          vmimage.ImportRequest: {"url": "https://images.test/b.iso", "library": "lib", "item_name": "item", "type": "ISO",
                                  "checksum": "cd" * 32, "algorithm": "SHA256", "certificate": "PEM"}}


def attributes(kind):
    return [name for name in dir(kind) if not name.startswith("_") and not callable(getattr(kind, name))]


class Objects(unittest.TestCase):
    def test_what_json_says_is_read(self):
        for kind, data in CASES:
            with self.subTest(kind.__name__):
                request = kind.from_json(json.dumps(data))
                values = {name: getattr(request, name) for name in attributes(kind)}
                self.assertEqual((values["name"], values["namespace"], values["kind"]), ("one", "team", data["kind"]))
                self.assertEqual((dict(values["labels"]), dict(values["annotations"])), ({"a": "b"}, {"c": "d"}))
                self.assertEqual([getattr(lib, f"vmimage_{kind._prefix}_{what}_value")(request._pointer, 0)
                                  for what in ("label", "annotation")], [b"b", b"d"])
                self.assertEqual((values["generation"], values["ttl_seconds"]), (3, 60))
                self.assertEqual(list(values["finalizers"]), ["x/y"])
                self.assertEqual([owner.name for owner in values["owners"]], ["owner"])
                self.assertEqual(request.state, vmimage.RequestState.COMPLETE)
                self.assertEqual(request.conditions["Complete"].status, "True")
                self.assertEqual(len(list(request.conditions)), 1)
                self.assertEqual(request.to_dict()["spec"], data["spec"])
                self.assertIn("one", repr(request))

    def test_uploads_of_an_import(self):
        upload, = vmimage.ImportRequest.from_json(json.dumps(IMPORT)).uploads
        self.assertEqual(upload, vmimage.Upload("a.ovf", "error", "no", 9, 4))

    def test_lists(self):
        for kind, data in CASES:
            with self.subTest(kind.__name__):
                other = copy.deepcopy(data)
                other["metadata"]["name"] = "two"
                items = kind.list_from_json(json.dumps({"apiVersion": "v1", "kind": "List", "items": [data, other]}))
                self.assertEqual([request.name for request in items], ["one", "two"])

    def test_made_and_changed(self):
        for kind, fields in FIELDS.items():
            with self.subTest(kind.__name__):
                made = kind(None, generate_name="made-", namespace="team", labels={"k": "v"}, annotations={"n": "w"}, ttl_seconds=5, **fields)
                self.assertEqual((made.generate_name, made.namespace, made.ttl_seconds, made.labels["k"]), ("made-", "team", 5, "v"))
                self.assertEqual(made.state, vmimage.RequestState.PENDING)
                changed = made.changed(name="named", labels={"k": None})
                self.assertEqual((changed.name, dict(changed.labels), made.name, dict(made.labels)), ("named", {}, None, {"k": "v"}))
                done = changed.with_condition("Complete", "True", NOW)
                self.assertEqual((done.state, changed.state), (vmimage.RequestState.COMPLETE, vmimage.RequestState.PENDING))
                self.assertIn("lib", json.dumps(made.to_dict()["spec"]))


class Places(unittest.TestCase):
    def test_a_folder_carries_out_no_requests(self):
        with tempfile.TemporaryDirectory() as folder, vmimage.Registry(folder) as registry:
            self.assertFalse(registry.capabilities & vmimage.Capability.REQUESTS)
            calls = [registry.publish_requests, registry.group_publish_requests, registry.import_requests,
                     lambda: registry.patch("VirtualMachineImage", "vmi-1", [])]
            for kind, data in CASES:
                request = kind.from_json(json.dumps(data))
                calls += [lambda k=kind: registry.get_request(k, "one", "team"), lambda r=request: registry.send(r),
                          lambda r=request: registry.update(r), lambda k=kind: registry.delete_request(k, "one", "team"),
                          lambda k=kind: registry.watch_requests(k), lambda k=kind: registry.follow(k, "one", "team")]
            for call in calls:
                with self.assertRaises(vmimage.UnsupportedError) as caught:
                    call()
                self.assertIn("directory", str(caught.exception))

    def test_a_version_of_the_api(self):
        vmimage.Options(api_versions=["vmoperator.vmware.com/v1alpha5"])
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Options(api_versions=["v1"])


if __name__ == "__main__":
    unittest.main()
