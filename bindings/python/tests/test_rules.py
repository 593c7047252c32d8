# SPDX-License-Identifier: Apache-2.0
"""Conversion of whole objects, from each form that Python has them in."""
import json
import unittest

from support import IMAGE

import vmimage


class Convert(unittest.TestCase):
    def test_versions(self):
        for data in (IMAGE, json.dumps(IMAGE), json.dumps(IMAGE).encode()):
            for version in ("v1alpha5", "vmoperator.vmware.com/v1alpha5"):
                converted = json.loads(vmimage.convert(data, version))
                self.assertEqual(converted["apiVersion"], "vmoperator.vmware.com/v1alpha5")
                self.assertEqual(converted["status"]["name"], IMAGE["status"]["name"])
        self.assertEqual(json.loads(vmimage.convert(IMAGE, "v1alpha1"))["status"]["imageName"], IMAGE["status"]["name"])

    def test_errors(self):
        with self.assertRaises(vmimage.InvalidError):
            vmimage.convert(IMAGE, "v9")
        with self.assertRaises(vmimage.InvalidError):
            vmimage.convert({"apiVersion": "v1", "kind": "Pod"}, "v1")
        with self.assertRaises(vmimage.ParseError):
            vmimage.convert("{", "v1alpha5")
        with self.assertRaises(vmimage.MisuseError):
            vmimage.convert(IMAGE, None)
        with self.assertRaises(TypeError):
            vmimage.convert(None, "v1alpha5")
        with self.assertRaises(vmimage.Error):
            vmimage.convert('"\ud800"', "v1alpha5")


if __name__ == "__main__":
    unittest.main()
