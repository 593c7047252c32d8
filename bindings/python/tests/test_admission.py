# SPDX-License-Identifier: Apache-2.0
"""Admission: every setter changes an answer, and refusals are answers."""
import json
import unittest

import vmimage

REQUEST = {
    "apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachinePublishRequest",
    "metadata": {"name": "publish", "namespace": "team"},
    "spec": {"source": {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachine", "name": "vm1"},
             "target": {"item": {"name": "new"},
                        "location": {"apiVersion": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibrary", "name": "cl-1"}}},
}
LIBRARY = {
    "apiVersion": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibrary", "metadata": {"name": "cl-1", "namespace": "team"},
    "spec": {"id": "l-1", "allowPublish": True},
}
MACHINE = {
    "apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachine", "metadata": {"name": "vm1", "namespace": "team"},
    "spec": {"className": "small"},
}


class Requests(unittest.TestCase):
    def test_allowed(self):
        answer = vmimage.Admission(REQUEST, objects=[LIBRARY]).validate()
        self.assertTrue(answer.allowed, answer)
        self.assertTrue(answer)
        self.assertEqual(answer.code, 200)
        self.assertIsNone(answer.patch)

    def test_refused(self):
        changed = {**REQUEST, "spec": {**REQUEST["spec"], "source": {**REQUEST["spec"]["source"], "kind": "Pod"}}}
        admission = vmimage.Admission(json.dumps(changed), objects=[json.dumps(LIBRARY).encode()])
        answer = admission.validate()
        self.assertFalse(answer)
        self.assertEqual(answer.code, 422)
        self.assertIn("spec.source.kind", answer.reason)
        self.assertEqual(admission.validate(), answer)

    def test_a_change(self):
        changed = {**REQUEST, "spec": {**REQUEST["spec"], "target": {**REQUEST["spec"]["target"], "item": {"name": "other"}}}}
        self.assertFalse(vmimage.Admission(changed, old=REQUEST, objects=[LIBRARY]).validate())
        self.assertTrue(vmimage.Admission(REQUEST, old=REQUEST, objects=[LIBRARY]).validate())

    def test_mutation(self):
        answer = vmimage.Admission(REQUEST).mutate()
        self.assertTrue(answer.allowed)
        self.assertIsNone(vmimage.Admission(REQUEST, old=REQUEST).mutate().patch)

    def test_a_group_is_filled_in_from_the_cluster(self):
        group = {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachineGroupPublishRequest",
                 "metadata": {"name": "group", "namespace": "team"}, "spec": {"target": "cl-1"}}
        member = {"name": "vm1", "kind": "VirtualMachine", "conditions": [
            {"type": "GroupLinked", "status": "True", "reason": "True", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}
        cluster = {"apiVersion": "vmoperator.vmware.com/v1alpha6", "kind": "VirtualMachineGroup",
                   "metadata": {"name": "group", "namespace": "team"}, "status": {"members": [member]}}
        answer = vmimage.Admission(group, objects=[cluster]).mutate()
        self.assertTrue(answer.allowed)
        self.assertIn({"op": "add", "path": "/spec/virtualMachines", "value": ["vm1"]}, answer.patch)
        self.assertFalse(vmimage.Admission(group).mutate().allowed)
        self.assertTrue(vmimage.Admission(group).mutate().message)


class Machines(unittest.TestCase):
    """A VM without an image is for privileged users, when the gate says so."""

    def allowed(self, **who):
        return vmimage.Admission(MACHINE, **who).validate().allowed

    def test_who_asks(self):
        gates = vmimage.AdmissionGate.IMPORT | vmimage.AdmissionGate.RESTORE
        self.assertFalse(self.allowed())
        self.assertFalse(self.allowed(privileged=True))
        self.assertFalse(self.allowed(gates=gates))
        self.assertTrue(self.allowed(privileged=True, gates=gates))

    def test_groups(self):
        """An annotation of the quota is for privileged users and for the administrators of the SSO domain."""
        request = {**REQUEST, "metadata": {**REQUEST["metadata"], "annotations": {"vmware-system-vcfa-storage-quota": "true"}}}
        group = "sso:SupervisorProviderAdministrators@vsphere.local"
        for who, said in (({}, False), ({"privileged": True}, True), ({"groups": [group]}, False),
                          ({"groups": [group], "sso_domain": "other"}, False),
                          ({"groups": ["x", group], "sso_domain": "vsphere.local"}, True)):
            with self.subTest(who):
                self.assertEqual(vmimage.Admission(request, objects=[LIBRARY], **who).validate().allowed, said)


class Errors(unittest.TestCase):
    def test_bad_objects(self):
        with self.assertRaises(vmimage.ParseError):
            vmimage.Admission("{")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Admission({"apiVersion": "v1", "kind": "Pod"})
        with self.assertRaises(vmimage.ParseError):
            vmimage.Admission(REQUEST, old="[")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Admission(REQUEST, gates=1 << 20)
        with self.assertRaises(TypeError):
            vmimage.Admission(REQUEST, groups=[5])


if __name__ == "__main__":
    unittest.main()
