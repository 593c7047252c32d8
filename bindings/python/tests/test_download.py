# SPDX-License-Identifier: Apache-2.0
"""Items brought to this machine."""
import hashlib
import os
import pathlib
import tempfile
import unittest

from support import write_folder

import vmimage


class Downloads(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "in"
        self.folder.mkdir()
        write_folder(str(self.folder))
        self.out = pathlib.Path(folder.name) / "out"
        self.registry = vmimage.Registry(self.folder)
        self.addCleanup(self.registry.close)
        self.iso = next(self.folder.rglob("*.iso"))
        self.item = next(i for i in self.registry.items() if i.type == "ISO")
        self.name = self.item.files[0].name

    def test_download(self):
        told = []
        files = self.registry.download(self.item, self.out, progress=lambda done, total: told.append((done, total)))
        size = self.iso.stat().st_size
        self.assertEqual(files, {self.name: hashlib.sha256(self.iso.read_bytes()).hexdigest()})
        self.assertEqual((self.out / self.name).read_bytes(), self.iso.read_bytes())
        self.assertEqual(told[-1], (size, size))
        self.assertEqual(self.registry.download(self.item, str(self.out)), files)
        (self.out / self.name).write_bytes(b"other")
        with self.assertRaises(vmimage.ExistsError):
            self.registry.download(self.item, self.out)
        self.assertEqual(self.registry.download(self.item, self.out, replace=True, resume=True), files)
        self.assertEqual(os.listdir(self.out), [self.name])

    def test_export(self):
        told = []
        events = self.registry.export(self.out, type="ISO", progress=lambda done, total: told.append((done, total)))
        self.assertEqual([(e.kind, e.item.id) for e in events], [(vmimage.EventKind.ADDED, self.item.id)])
        self.assertEqual(told[-1][0], told[-1][1])
        with vmimage.Registry(self.out) as out:
            self.assertEqual([i.id for i in out.items()], [self.item.id])
        self.assertEqual(self.registry.export(str(self.out), type="ISO", remove=True), [])
        with vmimage.Registry.init(str(self.out) + "-empty") as empty:
            events = empty.export(self.out, remove=True)
            self.assertEqual([(e.kind, e.text) for e in events], [(vmimage.EventKind.REMOVED, self.item.display_name)])

    def test_an_end_before_the_end(self):
        def refuse(done, total):
            raise KeyError("enough")

        with self.assertRaises(KeyError):
            self.registry.download(self.item, self.out, progress=refuse)
        self.assertFalse(self.out.exists() and os.listdir(self.out))
        job = self.registry.start_download(self.item, self.out)
        job.cancel()
        with self.assertRaises(vmimage.CancelledError):
            job.wait()
        job.close()
        self.assertFalse(self.out.exists())


if __name__ == "__main__":
    unittest.main()
