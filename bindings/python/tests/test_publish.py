# SPDX-License-Identifier: Apache-2.0
"""Publishing: questions one at a time, what is to be submitted, what a group creates."""
import datetime
import unittest

import vmimage

UID = "5b1f7c1e-8a44-4c7e-9d2f-30c2a1f0e9d7"
NOW = "2026-05-06T07:08:09Z"
ASK = vmimage.PublishQuestion


def request(**status):
    return {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachinePublishRequest",
            "metadata": {"name": "pub", "namespace": "team", "uid": UID, "finalizers": ["vmoperator.vmware.com/virtualmachinepublishrequest"]},
            "spec": {"source": {"name": "web"}, "target": {"item": {"name": "base"}, "location": {"name": "images"}}, "backoffLimit": 3},
            "status": status}


ATTEMPT = {"attempts": 1, "startTime": NOW, "lastAttemptTime": NOW, "sourceRef": {"name": "web"},
           "targetRef": {"item": {"name": "base"}, "location": {"name": "images"}}}
MACHINE = {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachine", "metadata": {"name": "web", "namespace": "team"},
           "status": {"uniqueID": "vm-7"}}


def library(kind="ContentLibrary", labels=None, storage_class=""):
    return {"apiVersion": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibrary",
            "metadata": {"name": "images", "namespace": "team", "labels": labels or {}},
            "spec": {"id": "lib-1", "allowPublish": True, "libraryType": kind, "storageClass": storage_class},
            "status": {"name": "Team", "conditions": [{"type": "Ready", "status": "True"}]}}


class Publish(unittest.TestCase):
    def test_capture(self):
        step = vmimage.PublishStep(request(), objects=[MACHINE, library()])
        first = step.run(NOW)
        self.assertEqual((first.question, first.request, first.submission), (ASK.LIBRARY_ITEM, None, None))
        self.assertEqual(first.calls, (vmimage.PublishCall(ASK.LIBRARY_ITEM, None, "lib-1", "base", None, None),))
        step.answer(ASK.LIBRARY_ITEM)
        done = step.run(datetime.datetime(2026, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc))
        self.assertEqual(done.question, ASK.NOTHING)
        self.assertEqual(done.submission, vmimage.Submission(
            vmimage.PublishSubmit.CAPTURE, f"{UID}-1", "lib-1", "images", "vm-7", "web", "base",
            f"virtualmachinepublishrequest.vmoperator.vmware.com: {UID}\n", None))
        self.assertEqual((done.requeue_after, done.error, done.final, done.remove), (60, None, False, False))
        self.assertEqual(done.request["status"]["lastAttemptTime"], NOW)

    def test_clone(self):
        machine = {**MACHINE, "status": {"uniqueID": "vm-7", "crypto": {"encrypted": ["Disks"]}, "volumes": [{"crypto": {}}]}}
        target = library("Inventory", {"vmware-system-vcfa-storage-quota": ""}, "fast")
        policy = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "fast"}, "parameters": {"storagePolicyID": "p"}}
        step = vmimage.PublishStep(request(), objects=[machine, target, policy], gates=vmimage.Gate.INVENTORY_LIBRARY)
        self.assertEqual(step.run(NOW).question, ASK.ENCRYPTION)
        step.set_encrypts(True)
        self.assertEqual(step.run(NOW).question, ASK.STORAGE)
        step.set_storage(3 << 30)
        done = step.run(NOW)
        self.assertEqual(done.request["metadata"]["annotations"]["vcfa.storage.quota.check.vmware.com/requested-capacity"], "3Gi")

    def test_task_and_item(self):
        step = vmimage.PublishStep(request(**ATTEMPT), objects=[MACHINE, library()])
        step.add_task("error", description_id="com.vmware.ovfs.LibraryItem.capture", activation_id=f"{UID}-1", message="duplicate")
        step.answer(ASK.TASKS)
        step.add_item("base", "item-1", description=f"virtualmachinepublishrequest.vmoperator.vmware.com: {UID}\n")
        step.answer(ASK.LIBRARY_ITEM)
        done = step.run(NOW)
        self.assertEqual({c["type"]: c["status"] for c in done.request["status"]["conditions"]},
                         {"SourceValid": "True", "TargetValid": "True", "Uploaded": "True"})
        self.assertEqual(done.requeue_after, 10)

    def test_result_of_a_task(self):
        step = vmimage.PublishStep(request(**ATTEMPT), objects=[MACHINE, library()])
        step.add_task("success", description_id="com.vmware.ovfs.LibraryItem.capture", result=("Folder", "group-1"))
        step.answer(ASK.TASKS)
        done = step.run(NOW)
        self.assertEqual(len(done.events), 1)
        self.assertTrue(done.events[0].startswith("Warning PublishFailure "))

    def test_failed_answer(self):
        step = vmimage.PublishStep(request(**ATTEMPT), objects=[library()])
        step.answer(ASK.TASKS, "vCenter is away")
        self.assertEqual(step.run(NOW).error, "failed to get tasks: vCenter is away")

    def test_group(self):
        group = {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachineGroupPublishRequest",
                 "metadata": {"name": "nightly", "namespace": "team", "uid": "g",
                              "finalizers": ["vmoperator.vmware.com/virtualmachinegrouppublishrequest"]},
                 "spec": {"source": "shop", "target": "images", "virtualMachines": ["web"]}}
        done = vmimage.PublishStep(group).run(NOW)
        self.assertEqual([c["spec"]["target"]["item"]["name"] for c in done.created], ["nightly-web"])
        self.assertEqual(done.removed, ())

    def test_wrong_use(self):
        with self.assertRaises(vmimage.InvalidError):
            vmimage.PublishStep({"apiVersion": "v1", "kind": "Pod"})
        step = vmimage.PublishStep(request())
        with self.assertRaises(vmimage.InvalidError):
            step.run("yesterday")
        with self.assertRaises(vmimage.InvalidError):
            step.add_item("a", "b", type=7)


if __name__ == "__main__":
    unittest.main()
