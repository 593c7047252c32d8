# SPDX-License-Identifier: Apache-2.0
"""Jobs: stepped, waited for, cancelled; their events; in event loops of Python."""
import asyncio
import ctypes
import datetime
import pathlib
import select
import selectors
import tempfile
import threading
import time
import unittest

from support import write_folder, write_iso, write_ova

import vmimage
from vmimage import EventKind, _api
from vmimage._native import lib


class NoJob(unittest.TestCase):
    def test_null_has_empty_answers(self):
        done, total = ctypes.c_uint64(7), ctypes.c_uint64(7)
        lib.vmimage_job_progress(None, ctypes.byref(done), ctypes.byref(total))
        self.assertEqual((done.value, total.value), (0, 0))
        lib.vmimage_job_cancel(None)
        self.assertEqual((lib.vmimage_job_fd(None), lib.vmimage_job_status(None)), (-1, 0))
        for name in ("image", "item", "library", "error", "text", "kind", "time", "condition"):
            self.assertFalse(getattr(lib, f"vmimage_event_{name}")(None))

    def test_null_is_misuse(self):
        misuse = _api.CONSTANTS["VMIMAGE_E_MISUSE"]
        event = ctypes.POINTER(_api.vmimage_event)()
        self.assertEqual(lib.vmimage_job_step(None, 0, None), misuse)
        self.assertEqual(lib.vmimage_job_wait(None, 0, None), misuse)
        self.assertEqual(lib.vmimage_job_next_event(None, ctypes.byref(event), None), misuse)


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "in").mkdir()
        write_folder(self.folder / "in")
        self.keeper = vmimage.Registry.init(self.folder / "lib", "golden")
        self.addCleanup(self.keeper.close)
        self.keeper.add(write_ova(self.folder, "photon"), "photon")
        self.registry = vmimage.Registry(self.folder / "lib")
        self.addCleanup(self.registry.close)

    def next_of(self, job, kind, timeout=10):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for event in job.events():
                if event.kind == kind:
                    return event
            job.step(0.2)
        self.fail(f"no {kind!r} came")

    def test_iteration(self):
        before = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
        seen = []
        with self.registry.watch_images() as job:
            for event in job:
                seen.append((event.kind, event.text))
                self.assertGreater(event.time, before)
                if event.kind == EventKind.SYNCED:
                    self.assertIsNone(event.object)
                    self.keeper.rename("photon", "neutron")
                elif event.kind == EventKind.MODIFIED:
                    self.assertEqual(event.image.display_name, "neutron")
                    self.assertIsInstance(event.object, vmimage.Image)
                    self.keeper.remove("neutron")
                elif event.kind == EventKind.REMOVED:
                    self.assertEqual(event.image.display_name, "neutron")
                    self.assertIn("REMOVED neutron", repr(event))
                    break
            self.assertEqual(job.progress, (0, 0))
            self.assertFalse(job.ended)
        self.assertEqual(seen, [(EventKind.ADDED, "photon"), (EventKind.SYNCED, None), (EventKind.MODIFIED, "neutron"),
                                (EventKind.REMOVED, "neutron")])
        self.assertTrue(job.closed)
        job.close()
        job.cancel()
        self.assertIn("closed", repr(job))
        with self.assertRaises(ValueError):
            job.fileno()
        with self.assertRaises(vmimage.MisuseError):
            job.step()

    def test_other_kinds(self):
        with self.registry.watch_items(name="photon") as items, self.registry.watch_libraries() as libraries:
            event = self.next_of(items, EventKind.ADDED)
            self.assertEqual((event.item.display_name, event.image, event.library, event.error), ("photon", None, None, None))
            self.assertEqual(self.next_of(libraries, EventKind.ADDED).library.display_name, "golden")

    def test_an_error_goes_on(self):
        with self.registry.watch_images(library="silver") as job:
            event = self.next_of(job, EventKind.ERROR)
            self.assertIsInstance(event.error, vmimage.NotFoundError)
            self.assertIn("silver", event.text)
            self.keeper.rename(None, "silver")
            self.assertEqual(self.next_of(job, EventKind.ADDED).text, "photon")

    def test_selectors(self):
        with self.registry.watch_images() as job, selectors.DefaultSelector() as selector:
            selector.register(job, selectors.EVENT_READ)
            kinds = []
            while EventKind.SYNCED not in kinds:
                self.assertTrue(selector.select(10))
                self.assertTrue(job.step())
                kinds += [event.kind for event in job.events()]
            self.assertFalse(selector.select(0))
            self.keeper.add(write_iso(self.folder), "setup")
            self.assertTrue(selector.select(10))
            self.assertEqual(self.next_of(job, EventKind.ADDED).text, "setup")

    def test_asyncio(self):
        async def follow(job):
            loop, found = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

            def ready():
                job.step()
                for event in job.events():
                    if event.kind == EventKind.SYNCED:
                        loop.call_later(0.05, self.keeper.rename, "photon", "neutron")
                    elif event.kind == EventKind.MODIFIED:
                        found.set_result(event.text)

            loop.add_reader(job, ready)
            try:
                return await asyncio.wait_for(found, 10)
            finally:
                loop.remove_reader(job)

        with self.registry.watch_images() as job:
            self.assertEqual(asyncio.run(follow(job)), "neutron")

    def test_wait_and_cancel(self):
        with self.registry.watch_images() as job:
            with self.assertRaises(vmimage.DeadlineError):
                job.wait(0.15)
            with self.assertRaises(ValueError):
                job.wait(-1)
            self.assertEqual(len(list(job.events())), 2)
            self.assertEqual(job.progress, (1, 0))
            timer = threading.Timer(0.1, job.cancel)
            timer.start()
            with self.assertRaises(vmimage.CancelledError) as caught:
                job.wait()
            self.assertEqual(caught.exception.operation, "watch images")
            self.assertTrue(job.ended)
            self.assertTrue(select.select([job], [], [], 0)[0])
            with self.assertRaises(vmimage.CancelledError):
                job.step()
            timer.join()

    def test_cancel_ends_the_iteration(self):
        job = self.registry.watch_images()
        timer = threading.Timer(0.1, job.cancel)
        timer.start()
        kinds = []
        with self.assertRaises(vmimage.CancelledError):
            for event in job:
                kinds.append(event.kind)
        self.assertEqual(kinds, [EventKind.ADDED, EventKind.SYNCED])
        timer.join()

    def test_the_registry_may_be_used_meanwhile(self):
        with self.registry.watch_images() as job:
            waiting = threading.Thread(target=lambda: self.next_of(job, EventKind.REMOVED))
            waiting.start()
            self.assertEqual(len(list(self.registry.images())), 1)
            self.assertEqual([i.id for i in self.registry.stream_images()], [i.id for i in self.registry.images()])
            self.keeper.remove("photon")
            waiting.join(10)
            self.assertFalse(waiting.is_alive())

    def test_it_outlives_the_registry(self):
        job = self.registry.watch_images()
        self.registry.close()
        self.assertEqual(self.next_of(job, EventKind.ADDED).text, "photon")


if __name__ == "__main__":
    unittest.main()
