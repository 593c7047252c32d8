# SPDX-License-Identifier: Apache-2.0
"""Files of items as file objects."""
import io
import os
import pathlib
import tempfile
import unittest

from support import write_folder

import vmimage


class Streams(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        write_folder(folder.name)
        self.registry = vmimage.Registry(folder.name)
        self.addCleanup(self.registry.close)
        self.iso = next(self.folder.rglob("*.iso"))
        self.item = next(i for i in self.registry.items() if i.type == "ISO")
        self.name = self.item.files[0].name

    def test_reads_as_a_file(self):
        wanted = self.iso.read_bytes()
        with self.registry.open_file(self.item, self.name) as stream:
            self.assertEqual((stream.name, stream.size, stream.mode), (self.name, len(wanted), "rb"))
            self.assertTrue(stream.readable() and stream.seekable() and not stream.writable())
            self.assertEqual(stream.read(0), b"")
            self.assertEqual(stream.read(5), wanted[:5])
            self.assertEqual(stream.tell(), 5)
            self.assertEqual(stream.readall(), wanted[5:])
            self.assertEqual(stream.read(5), b"")
            self.assertEqual(stream.seek(-7, os.SEEK_END), len(wanted) - 7)
            self.assertEqual(stream.seek(2, os.SEEK_CUR), len(wanted) - 5)
            self.assertEqual(stream.read(), wanted[-5:])
            self.assertEqual(stream.seek(32768), 32768)
            self.assertEqual(io.BufferedReader(stream).read(6), wanted[32768:32774])
        self.assertTrue(stream.closed)

    def test_refusals(self):
        with self.assertRaises(vmimage.NotFoundError):
            self.registry.open_file(self.item, "other")
        stream = self.registry.open_file(self.item, self.name)
        with self.assertRaises(vmimage.InvalidError):
            stream.seek(stream.size + 1)
        with self.assertRaises(ValueError):
            stream.seek(-1)
        with self.assertRaises(ValueError):
            stream.seek(0, 7)
        self.registry.interrupt()
        with self.assertRaises(vmimage.CancelledError):
            stream.read(1)
        self.assertEqual(stream.tell(), 0)
        stream.close()
        stream.close()
        with self.assertRaises(ValueError):
            stream.read(1)

    def test_outlives_the_registry(self):
        stream = self.registry.open_file(self.item, self.name)
        self.registry.close()
        self.assertEqual(len(stream.read()), self.iso.stat().st_size)
        with self.assertRaises(vmimage.MisuseError):
            self.registry.open_file(self.item, self.name)


if __name__ == "__main__":
    unittest.main()
