/*
 * SPDX-License-Identifier: Apache-2.0
 * Packages compared with their manifests: the verdict of each file, names that lead out of the package, policies, progress and
 * interruption. Signatures of real keys are in tests/trust.
 */
#include "unit.h"

#include <pthread.h>
#include <vmimage/vmimage.h>

#include "folder.h"
#include "format/manifest.h"

static vmimage_verify *verify;
static vmimage_verify_report *report;
static vmimage_error *error;

static void start(void)
{
    folder_make();
    verify = vmimage_verify_new();
    folder_text("a.ovf", ovf_text("p", "disk.vmdk", 7));
    folder_text("disk.vmdk", "content");
}

static void end(void)
{
    report = vmimage_verify_report_unref(report);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void add_line(struct vm_buf *buf, const char *name, const char *text, enum vm_digest_kind kind)
{
    struct vm_source source;
    struct vm_digests values;

    vmimage__source_memory(&source, text, strlen(text), name);
    ck_assert_int_eq(vmimage__digest_source(&source, 0, source.size, 1U << kind, NULL, &values, NULL), VMIMAGE_OK);
    vmimage__manifest_write(buf, name, kind, values.value[kind]);
}

/* A manifest of a.ovf and disk.vmdk as they are at first, and a text after it. */
static void write_manifest(const char *more)
{
    struct vm_buf buf = VM_BUF_INIT(100000);

    add_line(&buf, "a.ovf", ovf_text("p", "disk.vmdk", 7), VM_SHA256);
    add_line(&buf, "disk.vmdk", "content", VM_SHA1);
    vmimage__buf_add_str(&buf, more);
    folder_text("a.mf", vmimage__buf_str(&buf));
    vmimage__buf_release(&buf);
}

static void check(const char *name, int32_t result)
{
    report = vmimage_verify_report_unref(report);
    ck_assert_msg(vmimage_verify_file(verify, NULL, folder_name(name), &report, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    ck_assert_msg(vmimage_verify_report_result(report) == result, "%d: %s", vmimage_verify_report_result(report),
                  vmimage_verify_report_problem_count(report) != 0 ? vmimage_verify_report_problem(report, 0) : "");
}

static void verdict(const char *name, int32_t wanted)
{
    for (size_t i = 0; i < vmimage_verify_report_file_count(report); i++) {
        if (strcmp(vmimage_verify_report_file_name(report, i), name) != 0)
            continue;
        ck_assert_msg(vmimage_verify_report_file_verdict(report, i) == wanted, "%s: %d", name,
                      vmimage_verify_report_file_verdict(report, i));
        return;
    }
    ck_abort_msg("%s is not in the report", name);
}

static void says(const char *text)
{
    for (size_t i = 0; i < vmimage_verify_report_problem_count(report); i++) {
        if (strstr(vmimage_verify_report_problem(report, i), text) != NULL)
            return;
    }
    ck_abort_msg("no problem says: %s", text);
}

START_TEST(good)
{
    write_manifest("");
    ck_assert_int_eq(vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_STRICT | VMIMAGE_VERIFY_REQUIRE_MANIFEST, NULL),
                     VMIMAGE_OK);
    check("a.ovf", VMIMAGE_RESULT_PASSED);
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 2);
    verdict("a.ovf", VMIMAGE_VERDICT_OK);
    verdict("disk.vmdk", VMIMAGE_VERDICT_OK);
    ck_assert_str_eq(vmimage_verify_report_file_algorithm(report, 1), "SHA1");
    ck_assert_str_eq(vmimage_verify_report_file_expected(report, 1), vmimage_verify_report_file_actual(report, 1));
    ck_assert_uint_eq(vmimage_verify_report_file_size(report, 1), 7);
    ck_assert_uint_eq(vmimage_verify_report_file_expected_size(report, 1), 7);
    ck_assert_str_eq(vmimage_verify_report_signature(report), "NotAvailable");
    ck_assert_str_eq(vmimage_verify_report_manifest(report), "a.mf");
    ck_assert_uint_eq(vmimage_verify_report_warning_count(report), 0);
}
END_TEST

START_TEST(corrupted)
{
    write_manifest("");
    folder_text("disk.vmdk", "c0ntent");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("a.ovf", VMIMAGE_VERDICT_OK);
    verdict("disk.vmdk", VMIMAGE_VERDICT_MISMATCH);
    says("The checksum(s) from the provided manifest file do not match the content of file(s): disk.vmdk");
    ck_assert_str_ne(vmimage_verify_report_file_expected(report, 1), vmimage_verify_report_file_actual(report, 1));
    folder_text("a.ovf", "<Envelope"); /* no descriptor any more: a finding */
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("a.ovf", VMIMAGE_VERDICT_MISMATCH);
    folder_text("a.ovf", "nothing like it");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    ck_assert_int_eq(unlink(folder_name("disk.vmdk")), 0);
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("disk.vmdk", VMIMAGE_VERDICT_MISSING);
}
END_TEST

START_TEST(sizes)
{
    folder_text("disk.vmdk", "contents");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("disk.vmdk", VMIMAGE_VERDICT_WRONG_SIZE);
    verdict("a.ovf", VMIMAGE_VERDICT_UNCHECKED);
    says("has 8 bytes, but the descriptor says 7");
}
END_TEST

START_TEST(without_manifest)
{
    check("a.ovf", VMIMAGE_RESULT_UNCHECKED);
    verdict("disk.vmdk", VMIMAGE_VERDICT_UNCHECKED);
    ck_assert_ptr_null(vmimage_verify_report_file_actual(report, 1));
    ck_assert_ptr_null(vmimage_verify_report_manifest(report));
    ck_assert_int_eq(vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_REQUIRE_MANIFEST, NULL), VMIMAGE_OK);
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("there is no manifest (a.mf), but one is required");
    ck_assert_int_eq(vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_REQUIRE_SIGNATURE, NULL), VMIMAGE_OK);
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("there is no signature (a.cert), but one is required");
    ck_assert_int_eq(vmimage_verify_set_policy(verify, 8, NULL), VMIMAGE_E_INVALID);
}
END_TEST

START_TEST(not_covered)
{
    struct vm_buf buf = VM_BUF_INIT(100000);

    add_line(&buf, "a.ovf", ovf_text("p", "disk.vmdk", 7), VM_SHA256);
    folder_text("a.mf", vmimage__buf_str(&buf));
    vmimage__buf_release(&buf);
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("disk.vmdk", VMIMAGE_VERDICT_NOT_COVERED);
    says("No manifest entry found for: 'disk.vmdk'");
}
END_TEST

START_TEST(manifests)
{
    write_manifest("SHA1(gone.iso)= a9993e364706816aba3e25717850c26c9cd0d89d\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    verdict("gone.iso", VMIMAGE_VERDICT_MISSING);
    write_manifest("SHA1(more.iso)= a9993e364706816aba3e25717850c26c9cd0d89d\n");
    folder_text("more.iso", "abc");
    check("a.ovf", VMIMAGE_RESULT_PASSED);
    verdict("more.iso", VMIMAGE_VERDICT_OK);
    write_manifest("\n");
    check("a.ovf", VMIMAGE_RESULT_PASSED);
    ck_assert_str_eq(vmimage_verify_report_warning(report, 0),
                     "a.mf:3: The provided manifest file is invalid: Invalid OVF manifest entry: .");
    ck_assert_int_eq(vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_STRICT, NULL), VMIMAGE_OK);
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("Invalid OVF manifest entry: .");
    write_manifest("what is this\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("a.mf:3: is no line of the form");
    verdict("disk.vmdk", VMIMAGE_VERDICT_UNCHECKED);
}
END_TEST

START_TEST(nothing_outside)
{
    static const char *const hrefs[] = {"../secret", "/etc/passwd", "http://example.com/d.vmdk", "link/passwd",
                                        "folder"};

    folder_dir("folder");
    folder_link("link", "/etc");
    for (size_t i = 0; i < sizeof(hrefs) / sizeof(hrefs[0]); i++) {
        folder_text("b.ovf", ovf_text("p", hrefs[i], 0));
        check("b.ovf", VMIMAGE_RESULT_FAILED);
        verdict(hrefs[i], VMIMAGE_VERDICT_OUTSIDE);
        ck_assert_uint_eq(vmimage_verify_report_file_size(report, 1), 0);
    }
    folder_text("b.ovf", ovf_text("p", NULL, 0));
    folder_text("b.mf", "SHA1(link/passwd)= a9993e364706816aba3e25717850c26c9cd0d89d\n");
    check("b.ovf", VMIMAGE_RESULT_FAILED);
    verdict("link/passwd", VMIMAGE_VERDICT_OUTSIDE);
}
END_TEST

START_TEST(chunks)
{
    static const char chunked[] =
        "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" "
        "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">"
        "<References><File ovf:id=\"f\" ovf:href=\"d.vmdk\" ovf:size=\"7\" ovf:chunkSize=\"4\"/></References>"
        "<VirtualSystem ovf:id=\"v\"><Info>i</Info></VirtualSystem></Envelope>";
    struct vm_buf buf = VM_BUF_INIT(100000);

    folder_text("c.ovf", chunked);
    folder_text("d.vmdk.000000000", "cont");
    folder_text("d.vmdk.000000001", "ent");
    add_line(&buf, "c.ovf", chunked, VM_SHA512);
    add_line(&buf, "d.vmdk.000000000", "cont", VM_SHA512);
    add_line(&buf, "d.vmdk.000000001", "ent", VM_SHA512);
    folder_text("c.mf", vmimage__buf_str(&buf));
    vmimage__buf_release(&buf);
    check("c.ovf", VMIMAGE_RESULT_PASSED);
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 3);
    folder_text("d.vmdk.000000001", "en");
    check("c.ovf", VMIMAGE_RESULT_FAILED);
    verdict("d.vmdk.000000001", VMIMAGE_VERDICT_MISMATCH);
    verdict("d.vmdk.000000002", VMIMAGE_VERDICT_MISSING);
    says("the pieces of \"d.vmdk\" have 6 bytes, but the descriptor says 7");
}
END_TEST

START_TEST(archive)
{
    static struct tarfile tar;
    struct vm_buf buf = VM_BUF_INIT(100000);
    const char *text = ovf_text("p", "a%20disk.vmdk", 7);

    add_line(&buf, "a.ovf", text, VM_SHA256);
    add_line(&buf, "a disk.vmdk", "content", VM_SHA256);
    tar_member(&tar, "./a.ovf", '0', text, strlen(text));
    tar_member(&tar, "a disk.vmdk", '0', "content", 7);
    tar_member(&tar, "readme", '0', "x", 1);
    tar_member(&tar, "A.mf", '0', vmimage__buf_str(&buf), buf.length); /* last, and of another case */
    tar_end(&tar);
    vmimage__buf_release(&buf);
    folder_bytes("a.ova", tar.bytes, tar.length);
    check("a.ova", VMIMAGE_RESULT_PASSED);
    ck_assert_str_eq(vmimage_verify_report_kind(report), "OVA");
    verdict("a disk.vmdk", VMIMAGE_VERDICT_OK);
    verdict("readme", VMIMAGE_VERDICT_EXTRA);
    ck_assert_int_eq(vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_STRICT, NULL), VMIMAGE_OK);
    check("a.ova", VMIMAGE_RESULT_FAILED);
    says("neither descriptor nor manifest name the file \"readme\"");
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 3);
    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    tar_member(&tar, "a.mf", '0', "none", 4);
    tar_member(&tar, "a disk.vmdk", '0', "content", 7);
    tar_end(&tar);
    folder_bytes("a.ova", tar.bytes, tar.length);
    check("a.ova", VMIMAGE_RESULT_FAILED);
    says("a.mf:1: is no line of the form");
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 2);
}
END_TEST

START_TEST(names_with_dots)
{
    struct vm_buf buf = VM_BUF_INIT(100000);
    const char *text = ovf_text("p", "./disk.vmdk", 7);

    folder_text("b.ovf", text);
    add_line(&buf, "b.ovf", text, VM_SHA256);
    add_line(&buf, "disk.vmdk", "content", VM_SHA256);
    folder_text("b.mf", vmimage__buf_str(&buf));
    vmimage__buf_release(&buf);
    check("b.ovf", VMIMAGE_RESULT_PASSED);
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 2);
}
END_TEST

START_TEST(one_file)
{
    folder_iso("d.iso", "DISC");
    check("d.iso", VMIMAGE_RESULT_UNCHECKED);
    ck_assert_str_eq(vmimage_verify_report_kind(report), "ISO");
    folder_text("d.mf", "SHA1(d.iso)= a9993e364706816aba3e25717850c26c9cd0d89d\n");
    check("d.iso", VMIMAGE_RESULT_FAILED);
    verdict("d.iso", VMIMAGE_VERDICT_MISMATCH);
    folder_text("d.mf", "SHA1(d.ovf)= a9993e364706816aba3e25717850c26c9cd0d89d\n"); /* another package's */
    folder_text("d.cert", "of that one, too");
    check("d.iso", VMIMAGE_RESULT_UNCHECKED);
    ck_assert_uint_eq(vmimage_verify_report_file_count(report), 1);
    ck_assert_str_eq(vmimage_verify_report_signature(report), "NotAvailable");
    folder_text("notes.txt", "hello");
    report = vmimage_verify_report_unref(report);
    ck_assert_int_eq(vmimage_verify_file(verify, NULL, folder_name("notes.txt"), &report, &error),
                     VMIMAGE_E_UNSUPPORTED);
    ck_assert_ptr_null(report);
}
END_TEST

START_TEST(signatures_that_are_none)
{
    folder_text("a.cert", "SHA256(a.mf)= 00\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("a.cert: there is a signature, but no manifest");
    ck_assert_str_eq(vmimage_verify_report_signature(report), "VerificationFailure");
    write_manifest("");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("a.cert: there is no certificate in it");
    folder_text("a.cert", "SHA256(b.mf)= 00\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("there is no signature (SHA1, SHA256, SHA512) of the manifest in it");
    folder_text("a.cert", "SHA256(a.mf)= 0\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("no even number of hexadecimal digits");
    folder_text("a.cert", "SHA256(a.mf)= 00\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    check("a.ovf", VMIMAGE_RESULT_FAILED);
    says("a certificate in it can't be read");
    ck_assert_ptr_null(vmimage_verify_report_signer(report));
    ck_assert_int_eq(vmimage_verify_add_roots(verify, "x", 1, NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_verify_add_roots_file(verify, folder_name("a.cert"), NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_verify_add_roots_file(verify, folder_name("no"), NULL), VMIMAGE_E_NOT_FOUND);
    ck_assert_int_eq(vmimage_verify_set_time(verify, -1, NULL), VMIMAGE_E_INVALID);
}
END_TEST

START_TEST(items)
{
    vmimage_registry *registry = NULL;

    write_manifest("");
    folder_text("disk.vmdk", "c0ntent");
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_verify_item(verify, registry, NULL, "a", &report, &error), VMIMAGE_OK);
    verdict("disk.vmdk", VMIMAGE_VERDICT_MISMATCH);
    report = vmimage_verify_report_unref(report);
    ck_assert_int_eq(unlink(folder_name("disk.vmdk")), 0); /* the item is broken now, and that is what is to be told */
    ck_assert_int_eq(vmimage_verify_item(verify, registry, NULL, "a", &report, &error), VMIMAGE_OK);
    verdict("disk.vmdk", VMIMAGE_VERDICT_MISSING);
    report = vmimage_verify_report_unref(report);
    ck_assert_int_eq(vmimage_verify_item(verify, registry, NULL, "b", &report, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_null(report);
    vmimage_registry_unref(registry);
}
END_TEST

struct seen {
    int calls;
    uint64_t done, total;
};

static void watch(void *data, const char *name, uint64_t done, uint64_t total)
{
    struct seen *seen = data;

    ck_assert_ptr_nonnull(name);
    ck_assert_uint_gt(done, seen->done);
    seen->calls++;
    seen->done = done;
    seen->total = total;
    if (total > 5000000 && seen->calls == 2)
        vmimage_verify_interrupt(verify);
}

static void *interrupt(void *data)
{
    vmimage_verify_interrupt(data);
    return NULL;
}

START_TEST(progress_and_interruption)
{
    struct seen seen = {.calls = 0};
    pthread_t thread;

    write_manifest("");
    ck_assert_int_eq(vmimage_verify_set_progress(verify, watch, &seen, NULL), VMIMAGE_OK);
    check("a.ovf", VMIMAGE_RESULT_PASSED);
    ck_assert_int_eq(seen.calls, 2);
    ck_assert_uint_eq(seen.done, seen.total);
    report = vmimage_verify_report_unref(report);
    ck_assert_int_eq(truncate(folder_name("disk.vmdk"), 10000000), 0);
    seen = (struct seen){.calls = 0};
    ck_assert_int_eq(vmimage_verify_file(verify, NULL, folder_name("a.ovf"), &report, &error), VMIMAGE_E_CANCELLED);
    ck_assert_int_eq(seen.calls, 2);
    ck_assert_ptr_null(report);
    seen.total = 0;
    ck_assert_int_eq(pthread_create(&thread, NULL, interrupt, verify), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(vmimage_verify_file(verify, NULL, folder_name("a.ovf"), &report, &error), VMIMAGE_E_CANCELLED);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, end);
    tcase_add_test(tcase, good);
    tcase_add_test(tcase, corrupted);
    tcase_add_test(tcase, sizes);
    tcase_add_test(tcase, without_manifest);
    tcase_add_test(tcase, not_covered);
    tcase_add_test(tcase, manifests);
    tcase_add_test(tcase, nothing_outside);
    tcase_add_test(tcase, chunks);
    tcase_add_test(tcase, archive);
    tcase_add_test(tcase, names_with_dots);
    tcase_add_test(tcase, one_file);
    tcase_add_test(tcase, signatures_that_are_none);
    tcase_add_test(tcase, items);
    tcase_add_test(tcase, progress_and_interruption);
}

UNIT_MAIN("verify", cases)
