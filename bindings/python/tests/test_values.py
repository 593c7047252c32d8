# SPDX-License-Identifier: Apache-2.0
"""Functions without an object."""
import unittest
import uuid

from support import UUID, VMI_ID

import vmimage


class Identity(unittest.TestCase):
    def test_vmi_id(self):
        self.assertEqual(vmimage.vmi_id(UUID), VMI_ID)
        self.assertEqual(vmimage.vmi_id(uuid.UUID(UUID)), VMI_ID)
        self.assertEqual(vmimage.vmi_id_from_provider_item(UUID), VMI_ID)
        self.assertEqual(vmimage.vmi_id_from_provider_item("vm-42"), vmimage.vmi_id_from_provider_item("vm42"))
        self.assertTrue(vmimage.is_vmi_id(VMI_ID))
        self.assertFalse(vmimage.is_vmi_id("vmi-1"))
        self.assertFalse(vmimage.is_vmi_id(VMI_ID + "\0"))

    def test_names(self):
        self.assertEqual(vmimage.item_name(UUID), "clitem-0a0044d7c690bcbea")
        self.assertEqual(vmimage.library_name(UUID), "cl-0a0044d7c690bcbea")
        self.assertEqual(vmimage.vmi_id_from_item_name("clitem-abc"), "vmi-abc")
        with self.assertRaises(vmimage.InvalidError) as caught:
            vmimage.vmi_id_from_item_name("item-abc")
        self.assertTrue(caught.exception.reason)

    def test_uuid(self):
        self.assertIsNone(vmimage.check_uuid(UUID))
        self.assertEqual(vmimage.check_uuid(UUID[:-1]), "has 35 characters instead of 36")

    def test_errors(self):
        for call in (vmimage.vmi_id, vmimage.item_name, vmimage.library_name):
            with self.assertRaises(vmimage.InvalidError) as caught:
                call("nothing")
            error = caught.exception
            self.assertEqual(error.status, vmimage.Status.INVALID)
            self.assertIn("nothing", str(error))
            self.assertEqual(error.subject, "nothing")
            self.assertIsInstance(error, ValueError)
        with self.assertRaises(vmimage.InvalidError):
            vmimage.vmi_id_from_provider_item("")

    def test_texts_that_c_would_cut_off(self):
        with self.assertRaisesRegex(ValueError, "uuid holds a NUL character"):
            vmimage.vmi_id(UUID + "\0 and more")
        with self.assertRaisesRegex(TypeError, "uuid must be str, not int"):
            vmimage.vmi_id(5)
        with self.assertRaises(vmimage.MisuseError):
            vmimage.vmi_id(None)


class Values(unittest.TestCase):
    def test_quantities(self):
        self.assertEqual(vmimage.parse_quantity("1Gi"), 1 << 30)
        self.assertEqual(vmimage.parse_quantity("1.5"), 2)
        self.assertEqual(vmimage.canonical_quantity("1024Mi"), "1Gi")
        self.assertEqual(vmimage.quantity_from_bytes(17179869184), "16Gi")
        self.assertEqual(vmimage.quantity_from_bytes(5000000), "5M")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.parse_quantity("many")
        with self.assertRaises(vmimage.Error):
            vmimage.canonical_quantity("1Zi1")
        with self.assertRaisesRegex(OverflowError, "size must be from"):
            vmimage.quantity_from_bytes(1 << 63)

    def test_labels(self):
        self.assertTrue(vmimage.is_label_value(""))
        self.assertTrue(vmimage.is_label_value("a.b"))
        self.assertFalse(vmimage.is_label_value("a b"))
        self.assertFalse(vmimage.is_label_value("a\0"))
        self.assertTrue(vmimage.is_label_key("example.com/a"))
        self.assertFalse(vmimage.is_label_key(""))

    def test_hardware_and_guests(self):
        self.assertEqual(vmimage.hardware_version("vmx-19"), 19)
        self.assertIsNone(vmimage.hardware_version("pentium"))
        self.assertEqual(vmimage.guest_id_from_cim(94), "ubuntu64Guest")
        self.assertIsNone(vmimage.guest_id_from_cim(-5, "9"))
        self.assertEqual(vmimage.cim_from_guest_id("ubuntu64Guest"), 94)
        self.assertIsNone(vmimage.cim_from_guest_id("nothingGuest"))
        with self.assertRaises(OverflowError):
            vmimage.guest_id_from_cim(1 << 40)


if __name__ == "__main__":
    unittest.main()
