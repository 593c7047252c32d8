# SPDX-License-Identifier: Apache-2.0
"""Runs all tests of this folder and then looks whether every function of the library was used by them.

    VMIMAGE_LIBRARY=.../libvmimage.so.0 python3 tests/run.py [-v]

The package is the one that Python finds; run from the tree, it is the tree's.
"""
import faulthandler
import importlib.util
import pathlib
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parent


def main():
    faulthandler.enable()
    sys.dont_write_bytecode = True
    if importlib.util.find_spec("vmimage") is None:
        sys.path.insert(0, str(TESTS.parent / "src"))
    sys.path.insert(0, str(TESTS))
    suite = unittest.defaultTestLoader.discover(str(TESTS), pattern="test_*.py")
    result = unittest.TextTestRunner(verbosity=2 if "-v" in sys.argv else 1).run(suite)
    from vmimage import _api
    from vmimage._native import lib
    print(f"package {pathlib.Path(_api.__file__).parent}, library {lib.path}")
    unused = sorted(f for f in _api.FUNCTIONS if f not in lib.__dict__)
    missing = sorted(f for f in _api.FUNCTIONS if not hasattr(lib.cdll, f))
    print(f"{len(_api.FUNCTIONS)} functions declared, {len(missing)} not in the library, {len(unused)} used by no test")
    if unused:
        print("used by no test:", *unused, sep="\n  ")
    for name in missing:
        print("not in the library:", name)
    return 0 if result.wasSuccessful() and result.testsRun and not missing and not unused else 1


if __name__ == "__main__":
    sys.exit(main())
