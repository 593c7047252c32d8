# SPDX-License-Identifier: Apache-2.0
"""Contexts: limits, cache directory, and log lines that reach Python whatever it does with them."""
import gc
import logging
import sys
import unittest
import weakref

from support import run_python

import vmimage
from vmimage import _api, _context
from vmimage._errors import call, calls
from vmimage._native import lib


def send(context, level, module, message):
    """What the library does when it has a line: call the function that the context gave it."""
    context._callback(None, level, module, message)


class Settings(unittest.TestCase):
    def test_options(self):
        self.assertEqual(vmimage.Context().options, frozenset())
        self.assertEqual(vmimage.Context(options=[vmimage.Option.OVF_CAPABILITIES]).options, {vmimage.Option.OVF_CAPABILITIES})
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Context(options=[99])

    def test_limits(self):
        context = vmimage.Context(limits={vmimage.Limit.JSON_DEPTH: 7, "archive_members": 5})
        self.assertEqual(context.limit(vmimage.Limit.JSON_DEPTH), 7)
        self.assertEqual(context.limits[vmimage.Limit.ARCHIVE_MEMBERS], 5)
        self.assertEqual(set(context.limits), set(vmimage.Limit))
        self.assertEqual(context.limit(vmimage.Limit.DESCRIPTOR_BYTES), 12582912)
        self.assertEqual(vmimage.Context(limits={"json_depth": 0}).limit(vmimage.Limit.JSON_DEPTH), 64)
        with self.assertRaises(KeyError):
            vmimage.Context(limits={"nothing": 1})
        with self.assertRaises(vmimage.InvalidError):
            vmimage.Context(limits={999: 1})
        with self.assertRaises(OverflowError):
            vmimage.Context(limits={"json_depth": -1})

    def test_cache_directory(self):
        self.assertIsNone(vmimage.Context().cache_directory)
        self.assertEqual(vmimage.Context(cache_directory="/tmp/größe").cache_directory, "/tmp/größe")
        self.assertEqual(vmimage.Context(cache_directory=b"/tmp/\xff").cache_directory, "/tmp/\udcff")

    def test_repr_and_lifetime(self):
        context = vmimage.Context()
        self.assertIn("vmimage.Context", repr(context))
        gone = weakref.ref(context)
        del context
        self.assertIsNone(gone())


class Log(unittest.TestCase):
    def test_function(self):
        lines = []
        context = vmimage.Context(log=lambda *line: lines.append(line))
        send(context, 3, b"dir", "größe".encode())
        send(context, 1, b"", b"\xff")
        self.assertEqual(lines, [(vmimage.LogLevel.INFO, "dir", "größe"), (vmimage.LogLevel.ERROR, "", "\udcff")])

    def test_logger(self):
        context = vmimage.Context(log=logging.getLogger("somewhere"), log_level=vmimage.LogLevel.DEBUG)
        with self.assertLogs("somewhere", logging.DEBUG) as caught:
            send(context, 2, b"ovf", b"100% odd")
            send(context, 4, b"ovf", b"step")
        self.assertEqual([(r.name, r.levelno, r.getMessage()) for r in caught.records],
                         [("somewhere.ovf", logging.WARNING, "100% odd"), ("somewhere.ovf", logging.DEBUG, "step")])

    def test_the_default_goes_to_the_vmimage_logger_and_prints_nothing(self):
        context = vmimage.Context()
        with self.assertLogs("vmimage", logging.WARNING) as caught:
            send(context, 2, b"ovf", b"odd")
        self.assertEqual(caught.records[0].name, "vmimage.ovf")
        done = run_python("import vmimage\nc = vmimage.Context()\nc._callback(None, 1, b'm', b'given up')\n")
        self.assertEqual((done.stdout, done.stderr), ("", ""))

    def test_level_follows_the_logger(self):
        logger = logging.getLogger("levels")
        for theirs, ours in ((logging.DEBUG, 4), (logging.INFO, 3), (logging.WARNING, 2), (logging.ERROR, 1),
                             (logging.CRITICAL, 0)):
            logger.setLevel(theirs)
            self.assertEqual(_context._level_of(logger), ours)

    def test_no_log(self):
        self.assertIsNone(vmimage.Context(log=None)._callback)


class Failures(unittest.TestCase):
    """A log function that raises: the exception is neither lost nor does it unwind C."""

    def failing(self, error):
        def log(level, module, message):
            raise error
        return vmimage.Context(log=log)

    def test_in_a_call_it_is_raised_afterwards(self):
        context = self.failing(KeyError("first"))

        def function(error):
            send(context, 3, b"m", b"one")
            send(context, 3, b"m", b"two")
            return 0

        with self.assertRaisesRegex(KeyError, "first"):
            call(function)
        self.assertIsNone(calls.raised)
        self.assertEqual(calls.depth, 0)

    def test_in_a_call_that_fails_both_are_seen(self):
        context = self.failing(KeyboardInterrupt())

        def function(error):
            send(context, 3, b"m", b"one")
            return int(vmimage.Status.NOT_FOUND)

        with self.assertRaises(KeyboardInterrupt) as caught:
            call(function)
        self.assertIsInstance(caught.exception.__cause__, vmimage.NotFoundError)

    def test_outside_of_a_call_it_goes_to_unraisablehook(self):
        context = self.failing(ValueError("outside"))
        seen, hook = [], sys.unraisablehook
        sys.unraisablehook = lambda what: seen.append(repr(what.exc_value))
        try:
            send(context, 3, b"m", b"one")
        finally:
            sys.unraisablehook = hook
        self.assertEqual(seen, ["ValueError('outside')"])

    def test_the_function_lives_as_long_as_the_context(self):
        lines = []
        context = vmimage.Context(log=lambda *line: lines.append(line))
        gc.collect()
        send(context, 3, b"m", b"one")
        self.assertEqual(len(lines), 1)

    def test_the_end_of_a_closure(self):
        """What a binding needs that does not keep its closure beside every handle: the library says when it is over."""
        ended = []
        end = _api.vmimage_release_fn(ended.append)
        log = _api.vmimage_log_fn(lambda *line: None)
        context = lib.vmimage_context_new()
        call(lib.vmimage_context_set_log, context, 3, log, 42)
        call(lib.vmimage_context_set_log_release, context, end)
        again = lib.vmimage_context_ref(context)
        lib.vmimage_context_unref(context)
        self.assertEqual(ended, [])
        lib.vmimage_context_unref(again)
        self.assertEqual(ended, [42])


if __name__ == "__main__":
    unittest.main()
