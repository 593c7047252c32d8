# SPDX-License-Identifier: Apache-2.0
"""The item reconcilers: what each setting changes, and that a pass which fails is a result."""
import datetime
import unittest

from support import ITEM, OVF, UUID, VMI_ID, run_python

import vmimage

NOW = "2026-05-06T07:08:09Z"
FINALIZER = "vmoperator.vmware.com/contentlibraryitem"


def item(name="clitem-0a0044d7c690bcbea", finalizers=(FINALIZER,), **status):
    metadata = {**ITEM["metadata"], "name": name, "finalizers": list(finalizers)}
    return vmimage.Item.from_dict({**ITEM, "metadata": metadata, "status": {
        **ITEM["status"], "securityCompliance": True, **status}})


class Reconcile(unittest.TestCase):
    def test_first_pass_adds_the_finalizer(self):
        result = vmimage.reconcile(item(finalizers=()), now=NOW)
        self.assertEqual(result.action, vmimage.Action.ADD_FINALIZER)
        self.assertEqual(result.finalizers, (FINALIZER,))
        self.assertIsNone(result.image)
        self.assertEqual(result.item.to_dict()["metadata"]["finalizers"], [FINALIZER])

    def test_create_update_keep(self):
        descriptor = vmimage.Ovf.parse(OVF)
        first = vmimage.reconcile(item(), now=NOW, descriptor=descriptor, version=2)
        self.assertEqual(first.action, vmimage.Action.CREATE)
        self.assertIsNone(first.error)
        self.assertEqual((first.image.id, first.image.display_name, first.image.product), (VMI_ID, "ubuntu", "Ubuntu"))
        self.assertEqual(first.image.conditions["Ready"].last_transition_time, NOW)
        self.assertEqual(first.image.provider_item_id, UUID)
        self.assertEqual(len(first.events), 1)
        self.assertTrue(first.events[0].startswith("Normal "), first.events)
        again = vmimage.reconcile(item(), image=first.image, descriptor=descriptor, version=2)
        self.assertEqual(again.action, vmimage.Action.KEEP)
        newer = vmimage.reconcile(item(contentVersion="9"), image=first.image, descriptor=descriptor, version=2, now=NOW)
        self.assertEqual((newer.action, newer.image.content_version), (vmimage.Action.UPDATE, "9"))

    def test_names_that_are_no_items(self):
        result = vmimage.reconcile(item("other-1"), now=NOW)
        self.assertEqual(result.action, vmimage.Action.SKIP)
        self.assertIn("clitem", result.skip_reason)

    def test_content_error(self):
        result = vmimage.reconcile(item(), now=NOW, content_error="the server is gone", version=2)
        self.assertIn("the server is gone", result.error)
        self.assertFalse(result.image.is_ready)
        self.assertIn("the server is gone", result.image.conditions["Ready"].message)
        self.assertTrue(result.events[0].startswith("Warning "))

    def test_cache(self):
        """With the gate the content comes through a cache object, which the pass asks for."""
        result = vmimage.reconcile(item(), now=NOW, gates=vmimage.Gate.FAST_DEPLOY)
        self.assertEqual(result.cache["kind"], "VirtualMachineImageCache")
        self.assertEqual(result.cache["spec"]["providerID"], UUID)
        self.assertFalse(result.image.is_ready)
        self.assertIsNone(vmimage.reconcile(item(), now=NOW).cache)
        cache = {**result.cache, "status": {
            "conditions": [{"type": "Ready", "status": "True", "reason": "True", "message": "", "lastTransitionTime": NOW},
                           {"type": "VirtualMachineImageCacheHardwareReady", "status": "True", "reason": "True", "message": "",
                            "lastTransitionTime": NOW}],
            "ovf": {"configMapName": "map", "providerVersion": ITEM["status"]["contentVersion"]}}}
        if not vmimage.feature_supported(vmimage.Feature.KUBERNETES):
            with self.assertRaises(vmimage.UnsupportedError):
                vmimage.reconcile(item(), cache=cache, config_map="{}")
            return
        wrong = vmimage.reconcile(item(), now=NOW, gates=vmimage.Gate.FAST_DEPLOY, cache=cache, config_map="[")
        self.assertTrue(wrong.error)
        right = vmimage.reconcile(item(), now=NOW, gates=vmimage.Gate.FAST_DEPLOY, cache=cache,
                                  config_map="virtualsystem:\n  id: vm\n")
        self.assertIsNone(right.error)
        self.assertIn("not found", vmimage.reconcile(item(), now=NOW, gates=vmimage.Gate.FAST_DEPLOY, cache=cache).error)

    def test_times(self):
        when = datetime.datetime(2026, 5, 6, 9, 8, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
        for now in (NOW, when):
            image = vmimage.reconcile(item(), now=now, descriptor=vmimage.Ovf.parse(OVF)).image
            self.assertEqual(image.conditions["Ready"].last_transition_time, NOW)
        before = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        image = vmimage.reconcile(item(), descriptor=vmimage.Ovf.parse(OVF)).image
        self.assertGreaterEqual(image.conditions["Ready"].last_transition_time, before)

    def test_errors(self):
        with self.assertRaises(vmimage.InvalidError):
            vmimage.reconcile(item(), now="yesterday")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.reconcile(item(), version=3)
        with self.assertRaises(vmimage.InvalidError):
            vmimage.reconcile(item(), gates=1 << 20)
        with self.assertRaises(vmimage.ParseError):
            vmimage.reconcile(item(), cache="{")
        with self.assertRaises(TypeError):
            vmimage.reconcile(ITEM)

    def test_results_outlive_the_question(self):
        code = ("import sys, gc, vmimage, support, test_reconcile as t\n"
                "r = vmimage.reconcile(t.item(), descriptor=vmimage.Ovf.parse(support.OVF))\ngc.collect()\n"
                "print(r.image.product, r.item.name)\n")
        self.assertEqual(run_python(code).stdout, "Ubuntu clitem-0a0044d7c690bcbea\n")


if __name__ == "__main__":
    unittest.main()
