# SPDX-License-Identifier: Apache-2.0
"""Registries: what a folder lists, filters, errors, threads, interruption, closing."""
import logging
import os
import pathlib
import signal
import tempfile
import threading
import time
import unittest

from support import write_folder, write_ovf

import vmimage


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        write_folder(self.folder)
        self.registry = vmimage.Registry(self.folder)

    def tearDown(self):
        self.registry.close()

    def names(self, **filters):
        return sorted(image.display_name for image in self.registry.images(**filters))

    def test_what_it_is(self):
        self.assertEqual(self.registry.transport, "directory")
        self.assertTrue(self.registry.url.startswith("dir:"))
        self.assertIn(vmimage.Capability.IMAGES, self.registry.capabilities)
        self.assertIn(vmimage.Capability.DERIVED, self.registry.capabilities)
        self.assertIsInstance(self.registry.context, vmimage.Context)
        self.assertEqual(repr(self.registry), f"<vmimage.Registry {self.registry.url}>")

    def test_images(self):
        self.assertEqual(self.names(), ["SETUP_DISC", "photon", "ubuntu"])
        for image in self.registry.images():
            self.assertTrue(vmimage.is_vmi_id(image.id))
            self.assertTrue(image.is_ready, image.conditions)

    def test_items_and_libraries(self):
        libraries = list(self.registry.libraries())
        self.assertEqual(len(libraries), 1)
        items = list(self.registry.items())
        self.assertEqual(len(items), 3)
        self.assertEqual({item.library_name for item in items}, {libraries[0].name})
        self.assertEqual(sorted(item.type for item in items), ["ISO", "OVF", "OVF"])
        self.assertEqual({f.name for item in items for f in item.files} & {"setup.iso", "photon.ova"}, {"setup.iso", "photon.ova"})

    def test_filters(self):
        library = next(self.registry.libraries())
        self.assertEqual(self.names(type="iso"), ["SETUP_DISC"])
        self.assertEqual(self.names(name="photon"), ["photon"])
        self.assertEqual(self.names(os="UBUNTU64GUEST"), ["photon", "ubuntu"])
        self.assertEqual(self.names(capability="nothing"), [])
        self.assertEqual(self.names(ready=False), [])
        self.assertEqual(len(self.names(ready=True)), 3)
        self.assertEqual(len(self.names(library=library.id)), 3)
        self.assertEqual(self.names(selector="no-such-label"), [])
        self.assertEqual(len(self.names(selector="!no-such-label")), 3)
        self.assertEqual(len(list(self.registry.items(type="OVF", ready=True, library=library.name))), 2)
        self.assertEqual(len(list(self.registry.libraries(library=library.name))), 1)
        self.assertEqual(len(self.names(namespace=None)), 3)
        self.assertEqual(len(self.names(namespace="any")), 3)

    def test_bad_filters(self):
        with self.assertRaises(vmimage.InvalidError) as caught:
            self.registry.images(selector="a in (")
        self.assertIn("a in (", str(caught.exception))
        with self.assertRaises(vmimage.NotFoundError):
            list(self.registry.images(library="nowhere"))
        with self.assertRaises(TypeError):
            self.registry.images(type=5)
        with self.assertRaises(TypeError):
            self.registry.images(colour="red")

    def test_iterators(self):
        images = self.registry.images()
        self.assertIs(iter(images), images)
        self.assertEqual(len(list(images)), 3)
        self.assertEqual(list(images), [])
        with self.assertRaises(StopIteration):
            next(images)
        first, second = self.registry.images(), self.registry.images()
        self.assertEqual(next(first), next(second))

    def test_iterators_are_snapshots(self):
        images = self.registry.images()
        (pathlib.Path(self.folder) / "setup.iso").unlink()
        self.registry.close()
        self.assertEqual(len(list(images)), 3)

    def test_get(self):
        for image in self.registry.images():
            self.assertEqual(self.registry.get_image(image.id), image)
            self.assertEqual(self.registry.resolve(image.display_name), image)
            self.assertEqual(self.registry.resolve(image.id, prefer_namespace=True), image)
        for item in self.registry.items():
            self.assertEqual(self.registry.get_item(item.id), item)
            self.assertEqual(self.registry.get_item(item.name), item)
        for library in self.registry.libraries():
            self.assertEqual(self.registry.get_library(library.id), library)
            self.assertEqual(self.registry.get_library(library.display_name), library)

    def test_not_found(self):
        for call in (self.registry.get_image, self.registry.get_item, self.registry.get_library, self.registry.resolve):
            with self.assertRaises(LookupError) as caught:
                call("vmi-00000000000000000")
            self.assertIs(type(caught.exception), vmimage.NotFoundError)
            self.assertIn("vmi-00000000000000000", str(caught.exception))

    def test_ambiguous(self):
        """A folder inside is an item too, named like the folder."""
        inside = pathlib.Path(self.folder) / "photon"
        inside.mkdir()
        write_ovf(inside, "anything")
        ids = {image.id for image in self.registry.images(name="photon")}
        self.assertEqual(len(ids), 2)
        with self.assertRaises(vmimage.AmbiguousError) as caught:
            self.registry.resolve("photon")
        error = caught.exception
        self.assertEqual({candidate.name for candidate in error.candidates}, ids)
        self.assertEqual({candidate.display_name for candidate in error.candidates}, {"photon"})
        self.assertIn("multiple VM images exist for", error.reason)
        self.assertEqual(error.subject, "photon")

    def test_a_broken_item_hides_no_other(self):
        (pathlib.Path(self.folder) / "broken.ovf").write_text("<Envelope>\n<References>\n</Envelope>\n")
        broken = [image for image in self.registry.images() if not image.is_ready]
        self.assertEqual(len(list(self.registry.images())), 4)
        self.assertEqual(len(broken), 1)
        self.assertIn("broken.ovf:3", broken[0].conditions["Ready"].message)

    def test_closing(self):
        with vmimage.Registry(pathlib.Path(self.folder)) as registry:
            self.assertFalse(registry.closed)
            image = next(registry.images())
        self.assertTrue(registry.closed)
        registry.close()
        registry.interrupt()
        self.assertIn("closed", repr(registry))
        self.assertTrue(image.id)
        with self.assertRaisesRegex(vmimage.MisuseError, "the registry is closed"):
            registry.images()
        self.assertTrue(registry.url)

    def test_missing_folder(self):
        with self.assertRaises(FileNotFoundError) as caught:
            vmimage.Registry(self.folder + "/nothing")
        self.assertIsInstance(caught.exception, vmimage.PathNotFoundError)
        self.assertIn("nothing", str(caught.exception))
        self.assertEqual(caught.exception.operation, "open registry")
        self.assertEqual(caught.exception.filename, self.folder + "/nothing")

    def test_bad_urls(self):
        with self.assertRaises(vmimage.UnsupportedError):
            vmimage.Registry("gopher://host")
        with self.assertRaisesRegex(ValueError, "NUL"):
            vmimage.Registry("a\0b")
        with self.assertRaises(TypeError):
            vmimage.Registry(5)

    def test_a_path_is_never_a_url(self):
        strange = pathlib.Path(self.folder) / "dir:x"
        strange.mkdir()
        write_ovf(strange)
        here = os.getcwd()
        os.chdir(self.folder)
        try:
            with vmimage.Registry(pathlib.Path("dir:x")) as registry:
                self.assertEqual([i.display_name for i in registry.images()], ["ubuntu"])
        finally:
            os.chdir(here)

    def test_names_that_are_no_utf8(self):
        try:
            os.rename(os.path.join(self.folder, "setup.iso"), os.path.join(os.fsencode(self.folder), b"set\xffup.iso").decode(
                "utf-8", "surrogateescape"))
        except OSError:
            self.skipTest("this file system takes UTF-8 only")
        broken = [image for image in self.registry.images() if not image.is_ready]
        self.assertEqual([image.display_name for image in broken], [r"set\xffup"])
        self.assertIn("not valid UTF-8", broken[0].conditions["Ready"].message)

    def test_deadline(self):
        self.registry.set_deadline(60)
        self.registry.set_deadline(0.5)
        self.registry.set_deadline(None)
        with self.assertRaises(vmimage.InvalidError):
            self.registry.set_deadline(-1)
        with self.assertRaises(OverflowError):
            self.registry.set_deadline(1e30)
        vmimage.Registry(self.folder, deadline=10).close()

    def test_interrupt(self):
        self.registry.interrupt()
        with self.assertRaises(vmimage.CancelledError) as caught:
            list(self.registry.images())
        self.assertEqual(caught.exception.status, vmimage.Status.CANCELLED)
        self.assertEqual(len(list(self.registry.images())), 3)

    def test_interrupt_from_a_signal(self):
        before = signal.signal(signal.SIGUSR1, lambda *_: self.registry.interrupt())
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            with self.assertRaises(vmimage.CancelledError):
                list(self.registry.images())
        finally:
            signal.signal(signal.SIGUSR1, before)


class Threads(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        write_folder(self.folder)
        # A folder without an image is worth a line in the log.
        (pathlib.Path(self.folder) / "nothing").mkdir()
        self.failures = []

    def run_all(self, *works):
        def guarded(work):
            try:
                work()
            except BaseException as error:
                self.failures.append(error)

        threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive())
        self.assertEqual(self.failures, [])

    def test_two_registries_share_a_context(self):
        lines = []
        context = vmimage.Context(log=lambda *line: lines.append(line), log_level=vmimage.LogLevel.DEBUG)

        def work():
            with vmimage.Registry(self.folder, context=context) as registry:
                for _ in range(30):
                    self.assertEqual(len(list(registry.images())), 3)

        self.run_all(work, work)
        self.assertTrue(lines, "a folder is listed without a line in the log")

    def test_one_registry_in_two_threads(self):
        registry = vmimage.Registry(self.folder)

        def work():
            for _ in range(30):
                self.assertEqual(len(list(registry.images())), 3)

        self.run_all(work, work)

    def test_one_iterator_in_two_threads(self):
        with vmimage.Registry(self.folder) as registry:
            images, seen = registry.images(), []

            def work():
                for image in images:
                    seen.append(image.id)

            self.run_all(work, work)
            self.assertEqual(len(set(seen)), 3)
            self.assertEqual(len(seen), 3)

    def test_closed_while_another_thread_lists(self):
        registry = vmimage.Registry(self.folder)
        started = threading.Event()

        def work():
            try:
                while True:
                    list(registry.images())
                    started.set()
            except vmimage.MisuseError:
                return

        def close():
            started.wait(30)
            registry.close()

        self.run_all(work, close)

    def test_interrupting_a_call_that_runs(self):
        """The call waits in the log function while another thread interrupts it."""
        running, interrupted = threading.Event(), threading.Event()

        def log(level, module, message):
            running.set()
            interrupted.wait(30)

        registry = vmimage.Registry(self.folder, context=vmimage.Context(log=log, log_level=vmimage.LogLevel.DEBUG))

        def listing():
            with self.assertRaises(vmimage.CancelledError):
                list(registry.images())

        def interrupting():
            running.wait(30)
            registry.interrupt()
            interrupted.set()

        self.run_all(listing, interrupting)
        self.assertEqual(len(list(registry.images())), 3)

    def test_the_deadline_of_a_call_that_runs(self):
        context = vmimage.Context(log=lambda *line: time.sleep(0.2), log_level=vmimage.LogLevel.DEBUG)
        with vmimage.Registry(self.folder, context=context, deadline=0.1) as registry:
            with self.assertRaises(TimeoutError) as caught:
                list(registry.images())
            self.assertIsInstance(caught.exception, vmimage.DeadlineError)

    def test_the_log_function_may_not_use_the_registry_that_logs(self):
        held = []

        def log(level, module, message):
            if held:
                held[0].images()

        context = vmimage.Context(log=log, log_level=vmimage.LogLevel.DEBUG)
        held.append(vmimage.Registry(self.folder, context=context))
        with self.assertRaisesRegex(vmimage.MisuseError, "can't be used by a function that it called"):
            list(held[0].images())
        del held[:]

    def test_what_the_log_function_raises_comes_out_of_the_call(self):
        def log(level, module, message):
            raise KeyError(message)

        context = vmimage.Context(log=log, log_level=vmimage.LogLevel.DEBUG)
        with self.assertRaises(KeyError):
            with vmimage.Registry(self.folder, context=context) as registry:
                list(registry.images())

    def test_lines_go_to_logging(self):
        with self.assertLogs("vmimage", logging.DEBUG) as caught:
            with vmimage.Registry(self.folder) as registry:
                list(registry.images())
        self.assertTrue(all(record.name.startswith("vmimage.") for record in caught.records))


if __name__ == "__main__":
    unittest.main()
