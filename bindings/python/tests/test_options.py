# SPDX-License-Identifier: Apache-2.0
"""Options of a place: what is refused, and that registries take them."""
import pathlib
import tempfile
import unittest

import vmimage


class OptionsTest(unittest.TestCase):
    def test_a_registry_takes_them(self):
        with tempfile.TemporaryDirectory() as folder:
            options = vmimage.Options(user="vcsp", password="secret", ca_file=pathlib.Path("/ca.pem"), proxy="",
                                      fingerprint="01" * 20, certificate="/me.pem", key="/me.key", insecure=True, connections=4,
                                      poll_interval=0.5, deadline=30, kubeconfig="/config", kubernetes_context="stage")
            with vmimage.Registry(folder, options=options) as registry:
                del options
                self.assertEqual(list(registry.items()), [])

    def test_what_can_not_be_is_refused(self):
        for wrong in ({"password": "secret"}, {"user": "a:b"}, {"fingerprint": "0123"}, {"connections": 257}, {"connections": -1},
                      {"poll_interval": -1}, {"deadline": -1}, {"key": "/me.key"}):
            with self.assertRaises(vmimage.InvalidError, msg=str(wrong)) as caught:
                vmimage.Options(**wrong)
            self.assertNotIn("secret", str(caught.exception))

    def test_numbers_are_not_cut_off(self):
        with self.assertRaises(OverflowError):
            vmimage.Options(connections=1 << 40)

    def test_other_objects_are_no_options(self):
        with self.assertRaises(TypeError):
            vmimage.Registry(".", options=3)


if __name__ == "__main__":
    unittest.main()
