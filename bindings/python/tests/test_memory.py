# SPDX-License-Identifier: Apache-2.0
"""Handles are released: after 20,000 rounds the process is as large as before, also when the interpreter ends in the middle."""
import gc
import json
import os
import tempfile
import unittest
import weakref

from support import IMAGE, UUID, run_python, write_folder

import vmimage
from vmimage import _model

ROUNDS = 20000
#: What a round may leave behind on average, in bytes, and the noise of the allocator.
NOISE = 1 << 20


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@unittest.skipUnless(os.path.exists("/proc/self/statm"), "there is no /proc/self/statm here")
@unittest.skipIf("asan" in os.environ.get("LD_PRELOAD", ""), "the address sanitizer keeps what is released for a while")
class Leaks(unittest.TestCase):
    def check(self, step, rounds=ROUNDS):
        for _ in range(rounds // 10):
            step()
        gc.collect()
        before = resident()
        for _ in range(rounds):
            step()
        gc.collect()
        grown = resident() - before
        self.assertLess(grown, NOISE, f"{grown} bytes more after {rounds} rounds")

    def test_contexts(self):
        log = print
        self.check(lambda: vmimage.Context(log=log, cache_directory="/tmp/" + "x" * 100, limits={"json_depth": 9}))

    def test_texts(self):
        self.check(lambda: (vmimage.vmi_id(UUID), vmimage.vmi_id_from_item_name("clitem-" + "0" * 200)))

    def test_errors(self):
        def step():
            try:
                vmimage.vmi_id("no uuid " * 20)
            except vmimage.InvalidError as error:
                return str(error)
            raise AssertionError

        self.check(step)

    def test_objects(self):
        source = json.dumps(IMAGE)

        def step():
            image = vmimage.Image.from_json(source)
            return image.display_name, image.labels, image.conditions["Ready"], image.disks, image.to_json()

        self.check(step)

    def test_candidates(self):
        images = [vmimage.Image.from_json(json.dumps(IMAGE)) for _ in range(3)]

        def step():
            try:
                vmimage.resolve(images, IMAGE["status"]["name"], "team")
            except vmimage.AmbiguousError as error:
                return error.candidates
            raise AssertionError

        self.check(step)

    def test_registries(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)

            def step():
                with vmimage.Registry(folder) as registry:
                    return [image.id for image in registry.images(type="OVF", selector="!x")], next(registry.libraries())

            self.check(step, 1000)


class Lifetimes(unittest.TestCase):
    def test_an_object_made_by_hand_is_nothing(self):
        with self.assertRaises(TypeError):
            _model.Image()
        half_made = _model.Image.__new__(_model.Image)
        half_made.__del__()
        del half_made

    def test_release_is_done_once(self):
        context = vmimage.Context()
        context._release()
        context._release()
        context.__del__()

    def test_objects_go_with_their_last_name(self):
        image = vmimage.Image.from_dict(IMAGE)
        gone = weakref.ref(image)
        labels = image.labels
        del image
        self.assertIsNotNone(gone())
        del labels
        self.assertIsNone(gone())

    def test_cycles_are_collected(self):
        image = vmimage.Image.from_dict(IMAGE)
        ring = {"image": image}
        ring["self"] = ring
        gone = weakref.ref(image)
        del image, ring
        gc.collect()
        self.assertIsNone(gone())

    def test_objects_outlive_their_registry(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)
            context = vmimage.Context(log=lambda *line: None)
            registry = vmimage.Registry(folder, context=context)
            images = registry.images()
            gone = weakref.ref(context)
            del context
            registry.close()
            del registry
            first = next(images)
            self.assertIsNotNone(gone(), "an iterator keeps the context, whose log function it may call")
            del images
            self.assertIsNone(gone())
            self.assertTrue(first.id.startswith("vmi-"))


class Exit(unittest.TestCase):
    """The interpreter ends while objects are alive: no crash, no message."""

    def end(self, code, *arguments, expect=0):
        done = run_python("import sys, vmimage\n" + code, *arguments, expect=expect)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_with_globals_alive(self):
        self.end("context = vmimage.Context(log=print)\nsys.modules['keep'] = context\n")

    def test_in_a_cycle(self):
        self.end("class A: pass\na = A(); a.a = a; a.c = vmimage.Context(log=lambda *l: a)\n")

    def test_with_an_exception_that_holds_objects(self):
        done = run_python("import vmimage\ndef f():\n    c = vmimage.Context()\n    vmimage.vmi_id('no')\nf()\n", expect=1)
        self.assertIn("vmimage._errors.InvalidError: \"no\" is no UUID", done.stderr)

    def test_with_an_open_registry_and_a_started_iterator(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)
            code = ("c = vmimage.Context(log=lambda *line: None, log_level=vmimage.LogLevel.DEBUG)\n"
                    "r = vmimage.Registry(sys.argv[1], context=c)\ni = iter(r.images())\nfirst = next(i)\n"
                    "labels = first.labels\nprint(first.type)\n")
            self.assertIn(self.end(code, folder), ("OVF\n", "ISO\n"))
            self.assertIn(self.end(code + "sys.exit()\n", folder), ("OVF\n", "ISO\n"))

    def test_while_a_daemon_thread_lists(self):
        with tempfile.TemporaryDirectory() as folder:
            write_folder(folder)
            code = ("import threading, time\nstarted = threading.Event()\n"
                    "def work():\n    r = vmimage.Registry(sys.argv[1], context=vmimage.Context(log=lambda *l: None, log_level=4))\n"
                    "    while True:\n        for i in r.images():\n            started.set()\n"
                    "threading.Thread(target=work, daemon=True).start()\nstarted.wait(30)\n")
            for _ in range(3):
                self.end(code, folder)


if __name__ == "__main__":
    unittest.main()
