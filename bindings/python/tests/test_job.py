# SPDX-License-Identifier: Apache-2.0
"""Jobs: stepped, waited for, cancelled; their events."""
import ctypes
import unittest

from vmimage import _api
from vmimage._native import lib


class NoJob(unittest.TestCase):
    def test_null_has_empty_answers(self):
        done, total = ctypes.c_uint64(7), ctypes.c_uint64(7)
        lib.vmimage_job_progress(None, ctypes.byref(done), ctypes.byref(total))
        self.assertEqual((done.value, total.value), (0, 0))
        lib.vmimage_job_cancel(None)
        self.assertEqual((lib.vmimage_job_fd(None), lib.vmimage_job_status(None)), (-1, 0))
        for name in ("image", "item", "library", "error", "text", "kind", "time"):
            self.assertFalse(getattr(lib, f"vmimage_event_{name}")(None))

    def test_null_is_misuse(self):
        misuse = _api.CONSTANTS["VMIMAGE_E_MISUSE"]
        event = ctypes.POINTER(_api.vmimage_event)()
        self.assertEqual(lib.vmimage_job_step(None, 0, None), misuse)
        self.assertEqual(lib.vmimage_job_wait(None, 0, None), misuse)
        self.assertEqual(lib.vmimage_job_next_event(None, ctypes.byref(event), None), misuse)


if __name__ == "__main__":
    unittest.main()
