/*
 * SPDX-License-Identifier: Apache-2.0
 * Manifests: every spelling, what is refused and how vCenter would say it, the strict form; digests.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>

#include "format/manifest.h"

#define SHA1_ABC "a9993e364706816aba3e25717850c26c9cd0d89d"
#define SHA256_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SHA512_ABC                                                                                                     \
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"                                                 \
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
#define INVALID "The provided manifest file is invalid: "

static struct vm_manifest manifest;

static vmimage_status read_text(const char *text, vmimage_error **error)
{
    vmimage__manifest_release(&manifest);
    return vmimage__manifest_read(&manifest, text, strlen(text), 100, "x.mf", error);
}

static void done(void)
{
    vmimage__manifest_release(&manifest);
}

static void good(const char *text, const char *name, enum vm_digest_kind kind, const char *refusal)
{
    vmimage_error *error = NULL;
    vmimage_status status = read_text(text, &error);
    char hex[VM_DIGEST_HEX];
    size_t count = 0;
    const struct vm_manifest_entry *entry;

    ck_assert_msg(status == VMIMAGE_OK, "%s", error != NULL ? vmimage_error_message(error) : "no error");
    entry = vmimage__manifest_find(&manifest, name, &count);
    ck_assert_msg(entry != NULL, "%s is not in %s", name, text);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq((int)entry->kind, (int)kind);
    vmimage__digest_to_hex(kind, entry->value, hex);
    ck_assert_str_eq(hex, kind == VM_SHA1 ? SHA1_ABC : kind == VM_SHA256 ? SHA256_ABC : SHA512_ABC);
    if (refusal == NULL)
        ck_assert_ptr_null(manifest.refusal);
    else
        ck_assert_str_eq(manifest.refusal, refusal);
}

START_TEST(strict)
{
    good("SHA256(a.ovf)= " SHA256_ABC "\n", "a.ovf", VM_SHA256, NULL);
    good("SHA1(a.ovf)= " SHA1_ABC "\n", "a.ovf", VM_SHA1, NULL);
    good("SHA512(a.ovf)= " SHA512_ABC, "a.ovf", VM_SHA512, NULL);
    good("SHA256(a (1)=b).ovf)= " SHA256_ABC "\n", "a (1)=b).ovf", VM_SHA256, NULL);
}
END_TEST

START_TEST(sloppy)
{
    good("SHA256 (a.ovf) = " SHA256_ABC "\n", "a.ovf", VM_SHA256, INVALID "Invalid OVF checksum algorithm: SHA256 .");
    good("SHA2-256(a.ovf)= " SHA256_ABC "\n", "a.ovf", VM_SHA256, INVALID "Invalid OVF checksum algorithm: SHA2-256.");
    good("sha256(./a.ovf)= " SHA256_ABC "\n", "a.ovf", VM_SHA256, INVALID "Invalid OVF checksum algorithm: sha256.");
    good("SHA256(a.ovf)= " SHA256_ABC "\n\n", "a.ovf", VM_SHA256, INVALID "Invalid OVF manifest entry: .");
    ck_assert_uint_eq(manifest.refusal_line, 2);
    good("SHA1(a.ovf)=" SHA1_ABC "\n", "a.ovf", VM_SHA1,
         INVALID "Invalid OVF manifest entry: SHA1(a.ovf)=" SHA1_ABC ".");
    good("SHA1(a.ovf)=  " SHA1_ABC " \n", "a.ovf", VM_SHA1,
         INVALID "Invalid OVF manifest entry: SHA1(a.ovf)=  " SHA1_ABC " .");
    good("SHA1(a.ovf)= " SHA1_ABC "\r\n", "a.ovf", VM_SHA1,
         INVALID "Invalid OVF manifest entry: SHA1(a.ovf)= " SHA1_ABC "\\x0d.");
    good("SHA1(a.ovf)= A9993E364706816ABA3E25717850C26C9CD0D89D\n", "a.ovf", VM_SHA1,
         INVALID "Invalid OVF manifest entry: SHA1(a.ovf)= A9993E364706816ABA3E25717850C26C9CD0D89D.");
    good("\tSHA-1(a.ovf)= " SHA1_ABC "\n", "a.ovf", VM_SHA1, INVALID "Invalid OVF checksum algorithm: SHA-1.");
}
END_TEST

static void bad(const char *text, vmimage_status wanted, uint64_t line, const char *says)
{
    vmimage_error *error = NULL;
    vmimage_status status = read_text(text, &error);

    ck_assert_msg(status == wanted, "%s: %s", text, vmimage_status_name(status));
    ck_assert_uint_eq(vmimage_error_line(error), line);
    ck_assert_msg(strstr(vmimage_error_message(error), says) != NULL, "%s", vmimage_error_message(error));
    ck_assert_str_eq(vmimage_error_subject(error), "x.mf");
    vmimage_error_unref(error);
}

START_TEST(refused)
{
    bad("SHA1(a)= " SHA1_ABC "\nhello\n", VMIMAGE_E_PARSE, 2, "x.mf:2: is no line of the form");
    bad("SHA1 a)= " SHA1_ABC "\n", VMIMAGE_E_PARSE, 1, "no line");
    bad("(a= " SHA1_ABC "\n", VMIMAGE_E_PARSE, 1, "no line");
    bad("(", VMIMAGE_E_PARSE, 1, "no line");
    bad(")", VMIMAGE_E_PARSE, 1, "no line");
    bad(")SHA1(a= " SHA1_ABC "\n", VMIMAGE_E_PARSE, 1, "no line");
    bad("SHA1(a) " SHA1_ABC "\n", VMIMAGE_E_PARSE, 1, "no line");
    bad("MD5(a)= 00000000000000000000000000000000\n", VMIMAGE_E_PARSE, 1, "\"MD5\"");
    bad("SHA3-256(a)= " SHA256_ABC "\n", VMIMAGE_E_PARSE, 1, "\"SHA3-256\"");
    bad("SHA256(a)= " SHA1_ABC "\n", VMIMAGE_E_PARSE, 1, "no digest of its kind");
    bad("SHA1(a)= g9993e364706816aba3e25717850c26c9cd0d89d\n", VMIMAGE_E_PARSE, 1, "no digest of its kind");
    bad("SHA1(a)= \n", VMIMAGE_E_PARSE, 1, "no digest of its kind");
    bad("SHA1(../a)= " SHA1_ABC "\n", VMIMAGE_E_INVALID, 1, "\"../a\" has \"..\" in it");
    bad("SHA1(/a)= " SHA1_ABC "\n", VMIMAGE_E_INVALID, 1, "is absolute");
    bad("SHA1()= " SHA1_ABC "\n", VMIMAGE_E_INVALID, 1, "is empty");
    bad("SHA1(a)= " SHA1_ABC "\nSHA1(a)= 0000000000000000000000000000000000000000\n", VMIMAGE_E_INVALID, 2,
        "a second, different digest for \"a\"");
}
END_TEST

START_TEST(bounds)
{
    static const char nul[] = "SHA1\0SHA1(a)= " SHA1_ABC "\n";
    static char text[2 * VM_MANIFEST_LINE_MAX];
    vmimage_error *error = NULL;

    memset(text, 'a', sizeof(text) - 1);
    bad(text, VMIMAGE_E_LIMIT, 1, "longer than 8192");
    vmimage__manifest_release(&manifest);
    ck_assert_int_eq(
        vmimage__manifest_read(&manifest, "SHA1(a)= " SHA1_ABC "\nSHA1(b)= " SHA1_ABC "\n", 100, 1, "x.mf", &error),
        VMIMAGE_E_LIMIT);
    vmimage_error_unref(error);
    vmimage__manifest_release(&manifest);
    ck_assert_int_eq(vmimage__manifest_read(&manifest, nul, sizeof(nul) - 1, 100, "x.mf", NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq((int)vmimage__digest_from_name("sha-1\0", 6), VM_DIGESTS);
    ck_assert_int_eq(read_text("", NULL), VMIMAGE_OK);
    ck_assert_uint_eq(manifest.count, 0);
}
END_TEST

START_TEST(several_digests)
{
    size_t count = 0;
    const struct vm_manifest_entry *entry;

    ck_assert_int_eq(read_text("SHA512(b)= " SHA512_ABC "\nSHA1(a)= " SHA1_ABC "\nSHA1(b)= " SHA1_ABC
                               "\nSHA1(b)= " SHA1_ABC "\n",
                               NULL),
                     VMIMAGE_OK);
    entry = vmimage__manifest_find(&manifest, "b", &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_int_eq((int)entry[0].kind, VM_SHA1);
    ck_assert_int_eq((int)entry[2].kind, VM_SHA512);
    ck_assert_ptr_nonnull(manifest.refusal); /* a name appears once */
    ck_assert_ptr_null(vmimage__manifest_find(&manifest, "c", &count));
}
END_TEST

START_TEST(written)
{
    struct vm_buf buf = VM_BUF_INIT(10000);
    struct vm_source source;
    struct vm_digests values;

    vmimage__source_memory(&source, "xabcx", 5, "memory");
    ck_assert_int_eq(vmimage__digest_source(&source, 1, 3, 7, NULL, &values, NULL), VMIMAGE_OK);
    for (int kind = 0; kind < VM_DIGESTS; kind++)
        vmimage__manifest_write(&buf, "a b", (enum vm_digest_kind)kind, values.value[kind]);
    ck_assert_str_eq(vmimage__buf_str(&buf),
                     "SHA1(a b)= " SHA1_ABC "\nSHA256(a b)= " SHA256_ABC "\nSHA512(a b)= " SHA512_ABC "\n");
    vmimage__buf_release(&buf);
    ck_assert_int_eq(vmimage__digest_source(&source, 1, 5, 7, NULL, &values, NULL), VMIMAGE_E_IO);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, NULL, done);
    tcase_add_test(tcase, strict);
    tcase_add_test(tcase, sloppy);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, bounds);
    tcase_add_test(tcase, several_digests);
    tcase_add_test(tcase, written);
}

UNIT_MAIN("manifest", cases)
