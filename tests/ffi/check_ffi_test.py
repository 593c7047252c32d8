#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scripts/check-ffi refuses what it has to refuse: for each of its rules one bad header and the good one beside it."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPT = TOP / "scripts" / "check-ffi"

START = """#ifndef VMIMAGE_SAMPLE_H
#define VMIMAGE_SAMPLE_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef int32_t vmimage_status;
typedef struct vmimage_error vmimage_error;
typedef struct vmimage_thing vmimage_thing;
"""
END = """
#ifdef __cplusplus
}
#endif
#endif
"""
NEW = "/** New.\n *\n * Ownership: new reference; release with vmimage_thing_unref().\n * Since: 0.1\n */\n"

# Rule: bad samples. Each is a whole declaration.
BAD = {
    "varargs": ["VMIMAGE_API int32_t vmimage_f(const char *format, ...);"],
    "function-like-macro": ["#define VMIMAGE_MAX(a, b) ((a) > (b) ? (a) : (b))", "#define VMIMAGE_LONG(a) \\\n    (a)"],
    "static-inline": ["static inline int32_t vmimage_f(void) { return 1; }", "inline int32_t vmimage_f(void) { if (1) { return 1; } return 2; }",
                      "static int32_t vmimage_f(void);"],
    "struct-by-value": ["VMIMAGE_API void vmimage_f(vmimage_thing thing);", "VMIMAGE_API vmimage_thing vmimage_f(void);",
                        "VMIMAGE_API void vmimage_f(struct vmimage_thing thing);"],
    "bit-field": ["struct vmimage_s { uint32_t a : 1; };", "typedef struct { uint32_t size; uint32_t a: 3; } vmimage_s;"],
    "union": ["union vmimage_u { int32_t a; };", "typedef union { int32_t a; } vmimage_u;",
              "VMIMAGE_API void vmimage_f(union u *value);", "struct vmimage_s { union u *x; };"],
    "public-struct": ["struct vmimage_s { int32_t a; };", "typedef struct vmimage_s { uint32_t size; } vmimage_s;",
                      "typedef struct { uint32_t size; } vmimage_s;"],
    "enum-type": ["enum vmimage_e { VMIMAGE_A = 1 };\nVMIMAGE_API void vmimage_f(enum vmimage_e value);",
                  "typedef enum { VMIMAGE_A = 1 } vmimage_e;\nVMIMAGE_API vmimage_e vmimage_f(void);",
                  "typedef enum { VMIMAGE_A = 1 } vmimage_e;\nVMIMAGE_API void vmimage_f(vmimage_e *value);"],
    "unfixed-integer": [f"VMIMAGE_API {t} vmimage_f(void);" for t in (
        "int", "long", "unsigned long", "long long", "short", "unsigned", "char", "unsigned char", "float", "long double")]
        + ["VMIMAGE_API void vmimage_f(long *value);", "typedef long vmimage_number;"],
    "platform-type": [f"VMIMAGE_API void vmimage_f({t}value);" for t in (
        "off_t ", "time_t ", "ssize_t ", "bool ", "_Bool ", "FILE *", "va_list ", "wchar_t ", "const time_t *", "intptr_t ")]
        + ["struct vmimage_s { bool a; };"],
    "callback-data": ["typedef void (*vmimage_fn)(int32_t level);",
                      "typedef void (*vmimage_fn)(void *data, int32_t level);\nVMIMAGE_API void vmimage_f(vmimage_fn function);"],
    "inline-callback": ["VMIMAGE_API void vmimage_f(void (*function)(void *data), void *data);"],
    "enum-value": ["enum { VMIMAGE_A, VMIMAGE_B = 1 };", "enum { VMIMAGE_A = 1 << 3 };"],
    "macro-value": ["#define VMIMAGE_TWICE (2 * 3)", "#define VMIMAGE_NOTHING", "#define VMIMAGE_TYPE int32_t"],
    "variable": ["VMIMAGE_API const char *vmimage_v;", "extern int32_t vmimage_v;"],
    "not-exported": ["int32_t vmimage_f(void);", "extern int32_t vmimage_f(void);"],
    "name": ["VMIMAGE_API int32_t other_f(void);", "#define OTHER 1", "enum { OTHER = 1 };"],
    "unnamed-parameter": ["VMIMAGE_API void vmimage_f(int32_t);", "VMIMAGE_API void vmimage_f(const char *);"],
    "error-last": ["VMIMAGE_API vmimage_status vmimage_f(const char *a, const char *b);",
                   "VMIMAGE_API vmimage_status vmimage_f(vmimage_error **error, const char *b);"],
    "ownership": ["VMIMAGE_API vmimage_thing *vmimage_f(void);",
                  "/** New. */\nVMIMAGE_API vmimage_status vmimage_f(vmimage_thing **thing, vmimage_error **error);"],
    "unknown-type": ["VMIMAGE_API void vmimage_f(vmimage_other *other);", "VMIMAGE_API void vmimage_f(struct stat *other);",
                     "VMIMAGE_API void vmimage_f(void a);", "typedef vmimage_other vmimage_alias;"],
    "unknown-form": ["_Static_assert(1 == 1, \"x\");", "VMIMAGE_API int32_t (vmimage_f)(void);", "int32_t vmimage_a, vmimage_b"],
}

GOOD = NEW + """VMIMAGE_API vmimage_thing *vmimage_thing_ref(vmimage_thing *thing);
/** Release.
 *
 * Ownership: the reference is consumed.
 */
VMIMAGE_API vmimage_thing *vmimage_thing_unref(vmimage_thing *thing);
/** A line; printf(...) in a comment, a struct { int a : 1; } too. */
typedef void (*vmimage_line_fn)(void *data, int32_t level, const char *message);
VMIMAGE_API vmimage_status vmimage_thing_set_log(vmimage_thing *thing, vmimage_line_fn line, void *data,
                                                 vmimage_error **error);
/** The end of the data. */
typedef void (*vmimage_end_fn)(void *data);
VMIMAGE_API void vmimage_thing_set_end(vmimage_thing *thing, vmimage_end_fn end);
/**
 * Make a thing.
 *
 * Ownership: *@thing is a new reference, NULL on failure; release with
 * vmimage_thing_unref().
 * Errors: VMIMAGE_E_INVALID, VMIMAGE_E_NO_MEMORY.
 * Threads: any.
 * Since: 0.3
 */
VMIMAGE_API vmimage_status vmimage_thing_make(const char *const *names, size_t count, char id[VMIMAGE_SIZE],
                                              int64_t *value, vmimage_thing **thing, vmimage_error **error);
#define VMIMAGE_SIZE 0x16
#define VMIMAGE_TEXT "0.1" /**< a text */
#define VMIMAGE_UNSET INT32_MIN
enum {
    VMIMAGE_A = -1, /**< one */
    VMIMAGE_B = 0x2
};
VMIMAGE_API void vmimage_nothing(void);
VMIMAGE_API double vmimage_ratio(uint64_t a, const void *bytes, const uint8_t *more);
"""


class Samples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.header = pathlib.Path(folder.name) / "sample.h"

    def check(self, body, *options):
        self.header.write_text(START + body + END)
        return subprocess.run([sys.executable, str(SCRIPT), *options, str(self.header)], capture_output=True, text=True,
                              check=False)

    def rules(self):
        done = subprocess.run([sys.executable, "-c", "import runpy, sys; print(*runpy.run_path(sys.argv[1])['RULES'])",
                               str(SCRIPT)], capture_output=True, text=True, check=True)
        return done.stdout.split()

    def test_every_rule_has_samples(self):
        self.assertEqual(set(self.rules()), set(BAD))

    def test_bad_samples(self):
        for rule, samples in BAD.items():
            for sample in samples:
                with self.subTest(rule=rule, sample=sample):
                    done = self.check(sample, "--json", "-")
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertEqual(done.stdout, "", "a refused header is not described")
                    self.assertRegex(done.stderr, rf"(?m)^\S*sample\.h:\d+: {rule}: .+: .+$")

    def test_lines(self):
        done = self.check("\n\nVMIMAGE_API int32_t vmimage_a(void);\n/* what\n * it does */\nVMIMAGE_API int vmimage_b(void);\n")
        self.assertIn(f"sample.h:{START.count(chr(10)) + 6}: unfixed-integer: vmimage_b() returns: int", done.stderr)

    def test_good_sample(self):
        done = self.check(GOOD, "--json", "-")
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        api = json.loads(done.stdout)
        self.assertEqual({c["name"]: c["value"] for c in api["constants"]},
                         {"VMIMAGE_SIZE": 22, "VMIMAGE_TEXT": "0.1", "VMIMAGE_UNSET": -2**31, "VMIMAGE_A": -1, "VMIMAGE_B": 2})
        self.assertEqual([h["name"] for h in api["handles"]], ["vmimage_error", "vmimage_thing"])
        self.assertEqual([c["name"] for c in api["callbacks"]], ["vmimage_line_fn", "vmimage_end_fn"])
        functions = {f["name"]: f for f in api["functions"]}
        self.assertEqual(len(functions), 7)
        make = functions["vmimage_thing_make"]
        self.assertEqual([(p["name"], p["type"], p["direction"], p["ownership"]) for p in make["parameters"]], [
            ("names", "const char *const *", "in", None), ("count", "size_t", "in", None), ("id", "char", "out", None),
            ("value", "int64_t *", "out", None), ("thing", "vmimage_thing **", "out", "new reference"),
            ("error", "vmimage_error **", "out", "new reference")])
        self.assertEqual((make["since"], make["threads"], make["release"]), ("0.3", "any.", "vmimage_thing_unref"))
        self.assertEqual(make["errors_named"], ["VMIMAGE_E_INVALID", "VMIMAGE_E_NO_MEMORY"])
        self.assertEqual(make["description"], "Make a thing.")
        self.assertEqual(functions["vmimage_thing_ref"]["returns"]["ownership"], "new reference")
        self.assertEqual(functions["vmimage_thing_unref"]["parameters"][0]["ownership"], "consumed")

    def test_the_headers_of_the_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder) / "api.json"
            done = subprocess.run([sys.executable, str(SCRIPT), "--json", str(target)], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, r"check-ffi: \d+ headers, \d{3,} functions, .*: all can be bound")
            api = json.loads(target.read_text())
        exported = set((TOP / "lib/libvmimage.map").read_text().replace(";", " ").split())
        self.assertEqual({f["name"] for f in api["functions"]}, {w for w in exported if w.startswith("vmimage_")})
        for function in api["functions"]:
            if function["returns"]["pointers"]:
                self.assertIn(function["returns"]["ownership"], ("borrowed", "new reference", "none"), function["name"])
            self.assertTrue(function["description"], function["name"])
            self.assertTrue(function["since"], function["name"])


if __name__ == "__main__":
    unittest.main()
