# SPDX-License-Identifier: Apache-2.0
"""The declarations agree with the C headers, the enumerations too, and the right library is found."""
import ctypes
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from support import TOP, run_python

import vmimage
from vmimage import _api, _enums
from vmimage._native import lib, version_text

SCALARS = {
    "int32_t": ctypes.c_int32, "uint32_t": ctypes.c_uint32, "int64_t": ctypes.c_int64, "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t, "double": ctypes.c_double, "uint8_t": ctypes.c_uint8, "int8_t": ctypes.c_int8,
    "int16_t": ctypes.c_int16, "uint16_t": ctypes.c_uint16, "vmimage_status": ctypes.c_int32,
}


def read_headers():
    """The headers as C says them, by a parser of the test's own: [(name, result, [parameter])]."""
    out = []
    for path in sorted((TOP / "include" / "vmimage").rglob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for result, name, parameters in re.findall(r"^VMIMAGE_API\s+([\w\s*]+?)(\w+)\(([^;]*)\);", text, re.M):
            parts = [] if parameters.strip() == "void" else [" ".join(p.split()) for p in parameters.split(",")]
            out.append((name, " ".join(result.split()), parts))
    return out


def read_constants():
    out = {}
    for path in sorted((TOP / "include" / "vmimage").rglob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for name, value in re.findall(r"\b(VMIMAGE_\w+)\s*=\s*(-?\d+)", text):
            out[name] = int(value)
        for name, value in re.findall(r"^#define\s+(VMIMAGE_\w+)\s+(\S.*)$", text, re.M):
            if name != "VMIMAGE_API" and not name.endswith("_H"):
                out[name] = {"INT32_MIN": -2**31, "UINT64_MAX": 2**64 - 1}.get(value) or (int(value) if value.isdigit() else value.strip('"'))
    return out


def expected_type(said, constants):
    """The ctypes class for a C type with or without a parameter's name."""
    array = re.search(r"\[(\w+)\]$", said)
    if array:
        return ctypes.c_char * constants[array.group(1)]
    stars = said.count("*")
    base = [w for w in re.split(r"[\s*]+", said) if w not in ("", "const")][0]
    if base == "void":
        return None if stars == 0 else ctypes.c_void_p
    if base == "char":
        kind, stars = ctypes.c_char_p, stars - 1
    else:
        kind = SCALARS.get(base) or getattr(_api, base)
    for _ in range(stars):
        kind = ctypes.POINTER(kind)
    return kind


class Declarations(unittest.TestCase):
    def setUp(self):
        self.functions = read_headers()
        self.constants = read_constants()

    def test_every_function_is_declared_and_no_other(self):
        self.assertGreater(len(self.functions), 200)
        self.assertEqual({name for name, _, _ in self.functions}, set(_api.FUNCTIONS))

    def test_types_are_those_of_the_headers(self):
        for name, result, parameters in self.functions:
            with self.subTest(name):
                restype, argtypes, _ = _api.FUNCTIONS[name]
                wanted = expected_type(result, self.constants)
                if name == "vmimage_string_data":
                    wanted = ctypes.POINTER(ctypes.c_char)
                self.assertIs(restype, wanted)
                self.assertEqual([expected_type(p, self.constants) for p in parameters], list(argtypes))

    def test_log_functions(self):
        self.assertEqual((_api.vmimage_release_fn._restype_, _api.vmimage_release_fn._argtypes_), (None, (ctypes.c_void_p,)))
        self.assertIs(_api.vmimage_log_fn._restype_, None)
        self.assertEqual(_api.vmimage_log_fn._argtypes_,
                         (ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_char_p))

    def test_constants(self):
        self.assertEqual(self.constants, _api.CONSTANTS)

    def test_the_file_is_what_the_generator_writes(self):
        subprocess.run([sys.executable, str(TOP / "bindings/python/update-api"), "--check"], check=True)

    def test_enumerations_have_every_constant(self):
        wanted = {_enums.Status: {}}
        for name, value in self.constants.items():
            for prefix, kind in _enums.PREFIXES.items():
                if name.startswith(prefix):
                    wanted.setdefault(kind, {})[name[len(prefix):]] = value
                    break
            else:
                if name in ("VMIMAGE_OK", "VMIMAGE_DONE"):
                    wanted[_enums.Status][name[len("VMIMAGE_"):]] = value
                else:
                    self.assertRegex(name, "_SIZE$|_UNSET$|_MAX$|_UNKNOWN$|_VERSION_(NUMBER|STRING)$")
        for kind, members in wanted.items():
            self.assertEqual(members, {m.name: m.value for m in kind}, kind)
            self.assertIn(kind.__name__, vmimage.__all__)

    def test_every_status_has_an_exception(self):
        from vmimage._errors import BY_STATUS
        self.assertEqual({s for s in vmimage.Status if s < 0}, set(BY_STATUS))
        self.assertEqual(len(set(BY_STATUS.values())), len(BY_STATUS))
        for status, kind in BY_STATUS.items():
            self.assertTrue(issubclass(kind, vmimage.Error))
            self.assertEqual(kind.status, status)
            self.assertIn(kind.__name__, vmimage.__all__)

    def test_status_names_are_those_of_the_library(self):
        for status in vmimage.Status:
            prefix = "VMIMAGE_" if status >= 0 else "VMIMAGE_E_"
            self.assertEqual(vmimage.status_name(status), prefix + status.name)
        self.assertEqual(vmimage.status_name(-999), "VMIMAGE_E_UNKNOWN")

    def test_all_names_exist(self):
        for name in vmimage.__all__:
            self.assertTrue(hasattr(vmimage, name), name)
        self.assertEqual(vmimage.__all__, sorted(vmimage.__all__, key=lambda n: (n[0].islower(), n)))


class Loading(unittest.TestCase):
    def test_version(self):
        self.assertEqual(vmimage.library_version(), version_text(lib.vmimage_version()))
        self.assertEqual(version_text(1002003), "1.2.3")
        self.assertGreaterEqual(lib.vmimage_version(), _api.CONSTANTS["VMIMAGE_VERSION_NUMBER"])
        self.assertEqual(vmimage.__version__, _api.CONSTANTS["VMIMAGE_VERSION_STRING"])
        project = (TOP / "bindings/python/pyproject.toml").read_text(encoding="utf-8")
        self.assertIn(f'\nversion = "{vmimage.__version__}"\n', project)

    def import_with(self, library, expect):
        code = ("import os, sys\nos.environ['VMIMAGE_LIBRARY'] = sys.argv[1]\n"
                "try:\n    import vmimage\nexcept ImportError as e:\n    print('ImportError', e)\n")
        self.assertRegex(run_python(code, library).stdout, expect)

    def test_a_library_that_is_not_there(self):
        self.import_with("/nonexistent/libvmimage.so.0", r"ImportError VMIMAGE_LIBRARY: .*nonexistent")

    def test_another_library(self):
        self.import_with("libc.so.6", r"ImportError libc.so.6 is no libvmimage")

    def test_an_older_and_another_library(self):
        compiler = next((c for c in ("cc", "gcc", "clang") if any(
            os.access(os.path.join(p, c), os.X_OK) for p in os.environ["PATH"].split(os.pathsep))), None)
        if compiler is None:
            self.skipTest("there is no C compiler here")
        with tempfile.TemporaryDirectory() as folder:
            for version, said in ((1, r"is libvmimage 0\.0\.1, but this package needs 0\."),
                                  (1000000, r"is libvmimage 1\.0\.0, but this package needs")):
                target = pathlib.Path(folder) / f"lib{version}.so"
                subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", str(target)],
                               input=f"unsigned vmimage_version(void) {{ return {version}; }}", text=True, check=True)
                self.import_with(str(target), said)

    def test_nothing_found(self):
        code = ("import os, ctypes, ctypes.util\nos.environ.pop('VMIMAGE_LIBRARY', None)\n"
                "ctypes.util.find_library = lambda name: None\n"
                "def refuse(name, *a, **k):\n    raise OSError(name + ': no such file')\n"
                "ctypes.CDLL = refuse\n"
                "try:\n    import vmimage\nexcept ImportError as e:\n    print(e)\n")
        self.assertRegex(run_python(code).stdout,
                         r"libvmimage is not installed where the loader looks .*set VMIMAGE_LIBRARY")

    def test_what_the_linker_finds(self):
        code = ("import os, ctypes, ctypes.util\npath = os.environ.pop('VMIMAGE_LIBRARY')\n"
                "CDLL = ctypes.CDLL\n"
                "def load(name, *a, **k):\n    if name == 'libvmimage.so.0':\n        raise OSError('no')\n    return CDLL(name, *a, **k)\n"
                "ctypes.CDLL = load\nctypes.util.find_library = lambda name: path if name == 'vmimage' else None\n"
                "import vmimage\nprint(vmimage.vmi_id('e1968c25-dd84-4506-8dc7-9beacb6b688e'))\n")
        if "VMIMAGE_LIBRARY" not in os.environ:
            self.skipTest("VMIMAGE_LIBRARY is not set")
        self.assertEqual(run_python(code).stdout, "vmi-0a0044d7c690bcbea\n")

    def test_functions_that_do_not_exist(self):
        with self.assertRaises(AttributeError):
            lib.vmimage_nothing
        code = ("from vmimage import _api\n_api.FUNCTIONS['vmimage_later'] = (None, (), '')\n"
                "from vmimage._native import lib\n"
                "try:\n    lib.vmimage_later\nexcept ImportError as e:\n    print(e)\n")
        self.assertIn("lacks vmimage_later; it does not fit this package", run_python(code).stdout)

    def test_calls_give_the_lock_of_the_interpreter_away(self):
        self.assertNotIsInstance(lib.cdll, ctypes.PyDLL)

    def test_pointers_of_another_type_are_refused(self):
        with self.assertRaises(ctypes.ArgumentError):
            lib.vmimage_image_kind(ctypes.POINTER(_api.vmimage_item)())

    def test_features(self):
        self.assertIs(vmimage.feature_supported(vmimage.Feature.DIRECTORY), True)
        self.assertIs(vmimage.feature_supported(99), False)

    def test_references(self):
        """The ref functions, which Python has no need of: one more reference, and both are given back."""
        kinds = [name[len("vmimage_"):-len("_ref")] for name in _api.FUNCTIONS if name.endswith("_ref")]
        self.assertGreater(len(kinds), 9)
        for kind in kinds:
            with self.subTest(kind):
                null = ctypes.POINTER(getattr(_api, f"vmimage_{kind}"))()
                self.assertFalse(getattr(lib, f"vmimage_{kind}_ref")(null))
                self.assertFalse(getattr(lib, f"vmimage_{kind}_unref")(null))
        context = lib.vmimage_context_new()
        self.assertEqual(ctypes.addressof(lib.vmimage_context_ref(context).contents), ctypes.addressof(context.contents))
        self.assertFalse(lib.vmimage_context_unref(context))
        self.assertFalse(lib.vmimage_context_unref(context))


if __name__ == "__main__":
    unittest.main()
