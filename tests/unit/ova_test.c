/*
 * SPDX-License-Identifier: Apache-2.0
 * The tar reader and the rules of an OVA, on archives built in memory.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>
#include <vmimage/context.h>

#include "format/ova.h"
#include "tarfile.h"

static struct tarfile tar;
static struct vm_ova ova;

static vmimage_status read_ova(size_t length, bool descriptor_only, vmimage_error **error)
{
    struct vm_source source;

    vmimage__ova_release(&ova);
    vmimage__source_memory(&source, tar.bytes, length, "x.ova");
    return vmimage__ova_read(&ova, &source, NULL, descriptor_only, error);
}

static void start(void)
{
    memset(&tar, 0, sizeof(tar));
}

static void done(void)
{
    vmimage__ova_release(&ova);
}

static void good(size_t count)
{
    vmimage_error *error = NULL;
    vmimage_status status;

    tar_end(&tar);
    status = read_ova(tar.length, false, &error);
    ck_assert_msg(status == VMIMAGE_OK, "%s", error != NULL ? vmimage_error_message(error) : "no error");
    ck_assert_uint_eq(ova.count, count);
    ck_assert(ova.complete);
}

static void bad_at(size_t length, vmimage_status wanted, const char *text)
{
    vmimage_error *error = NULL;
    vmimage_status status = read_ova(length, false, &error);

    ck_assert_msg(status == wanted, "%s instead of %s: %s", vmimage_status_name(status), vmimage_status_name(wanted),
                  error != NULL ? vmimage_error_message(error) : "");
    ck_assert_msg(strstr(vmimage_error_message(error), text) != NULL, "\"%s\" is not in \"%s\"", text,
                  vmimage_error_message(error));
    ck_assert_int_eq(strncmp(vmimage_error_message(error), "x.ova: ", 7), 0);
    ck_assert_str_eq(vmimage_error_subject(error), "x.ova");
    vmimage_error_unref(error);
}

static void bad(vmimage_status wanted, const char *text)
{
    tar_end(&tar);
    bad_at(tar.length, wanted, text);
}

START_TEST(members)
{
    tar_member(&tar, "./", '5', "", 0);
    tar_member(&tar, "./a.ovf", '0', "<x/>", 4);
    tar_member(&tar, "a-disk1.vmdk", '\0', "0123456789", 10);
    tar_member(&tar, "._a.ovf", '0', "", 0);
    good(3);
    ck_assert_str_eq(ova.members[0].name, "a.ovf");
    ck_assert_uint_eq(ova.members[0].size, 4);
    ck_assert_uint_eq(ova.members[0].offset, 1024);
    ck_assert_int_eq(memcmp(tar.bytes + ova.members[1].offset, "0123456789", 10), 0);
    ck_assert_uint_eq(ova.descriptor, 0);
    ck_assert_ptr_nonnull(vmimage__ova_find(&ova, "a-disk1.vmdk"));
    ck_assert_ptr_null(vmimage__ova_find(&ova, "a-disk2.vmdk"));
}
END_TEST

START_TEST(stops_early)
{
    tar_member(&tar, "a.OVF", '0', "<x/>", 4);
    tar_header(&tar, "disk", '0', 1ULL << 32);
    ck_assert_int_eq(read_ova(tar.length, true, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(ova.count, 1);
    ck_assert(!ova.complete);
    bad_at(tar.length, VMIMAGE_E_PARSE, "member \"disk\" at offset 1024 has 4294967296 bytes");
}
END_TEST

START_TEST(gnu_names_and_sizes)
{
    char name[301];
    unsigned char *block;

    memset(name, 'n', 296);
    memcpy(name + 296, ".ovf", 5);
    for (int i = 100; i < 296; i += 100)
        name[i] = '/';
    tar_member(&tar, "././@LongLink", 'L', name, 301);
    tar_member(&tar, "nnnn", '0', "<x/>", 4);
    block = tar_header(&tar, "big", '0', 0);
    memcpy(block + 257, "ustar  ", 8);
    memcpy(block + 345, "12345670", 8); /* GNU keeps times where POSIX has the prefix */
    memset(block + 124, 0, 12);
    block[124] = 0x80;
    block[135] = 5;
    tar_checksum(block);
    tar_body(&tar, "12345", 5);
    good(2);
    ck_assert_str_eq(ova.members[0].name, name);
    ck_assert_str_eq(ova.members[1].name, "big");
    ck_assert_uint_eq(ova.members[1].size, 5);
}
END_TEST

START_TEST(pax_names_and_sizes)
{
    static const char records[] = "20 path=some/nm.ovf\n10 size=4\n19 comment=it's\nok\n";

    tar_member(&tar, "pax_global_header", 'g', "18 comment=global\n", 18);
    tar_member(&tar, "PaxHeaders/x", 'x', records, sizeof(records) - 1);
    tar_header(&tar, "short", '0', 77777);
    tar_body(&tar, "<x/>", 4);
    good(1);
    ck_assert_str_eq(ova.members[0].name, "some/nm.ovf");
    ck_assert_uint_eq(ova.members[0].size, 4);
}
END_TEST

START_TEST(bad_pax)
{
    static const char *const records[] = {"99 path=a.ovf\n", "x path=a.ovf\n", "14 path=a.ovfx",
                                          "5 ab\n",          "11 size=4x\n",   "10 path=a.ovf\n"};

    for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
        start();
        tar_member(&tar, "x", 'x', records[i], strlen(records[i]));
        tar_member(&tar, "a.ovf", '0', "<x/>", 4);
        bad(VMIMAGE_E_PARSE, "header at offset 0: ");
    }
}
END_TEST

START_TEST(ustar_prefix)
{
    unsigned char *block = tar_header(&tar, "a.ovf", '0', 0);

    memcpy(block + 345, "folder", 6);
    tar_checksum(block);
    good(1);
    ck_assert_str_eq(ova.members[0].name, "folder/a.ovf");
}
END_TEST

static void bad_member(const char *name, char type, vmimage_status status, const char *text)
{
    start();
    tar_member(&tar, "a.ovf", '0', "<x/>", 4);
    tar_member(&tar, name, type, "", 0);
    bad(status, text);
}

START_TEST(refused_members)
{
    bad_member("l", '1', VMIMAGE_E_INVALID, "member \"l\" at offset 1024: is a link");
    bad_member("l", '2', VMIMAGE_E_INVALID, "member \"l\" at offset 1024: is a link");
    bad_member("d", '3', VMIMAGE_E_INVALID, "is a device");
    bad_member("d", '6', VMIMAGE_E_INVALID, "is a device");
    bad_member("s", 'S', VMIMAGE_E_INVALID, "is stored as a sparse file");
    bad_member("u", 'M', VMIMAGE_E_INVALID, "is of an unknown type");
    bad_member("/etc/passwd", '0', VMIMAGE_E_INVALID, "its name is absolute");
    bad_member("../up", '0', VMIMAGE_E_INVALID, "its name has \"..\" in it");
    bad_member("a/..", '5', VMIMAGE_E_INVALID, "its name has \"..\" in it");
    bad_member("a\\b", '0', VMIMAGE_E_INVALID, "its name has a backslash in it");
    bad_member("bad\xFFname", '0', VMIMAGE_E_INVALID,
               "member \"bad\\xffname\" at offset 1024: its name is not valid UTF-8");
    bad_member("a\nb", '0', VMIMAGE_E_INVALID, "its name has a control character in it");
    bad_member("", '0', VMIMAGE_E_INVALID, "its name is empty");
    bad_member("./a.ovf", '0', VMIMAGE_E_INVALID,
               "has two descriptors, \"a.ovf\" at offset 0 and \"a.ovf\" at offset 1024");
    bad_member("b.ovf", '0', VMIMAGE_E_INVALID, "has two descriptors");
    start();
    tar_member(&tar, "a.ovf", '0', "", 0);
    tar_member(&tar, "d", '0', "", 0);
    tar_member(&tar, "e", '0', "", 0);
    tar_member(&tar, "./d", '0', "", 0);
    bad(VMIMAGE_E_INVALID, "has two members of the name \"d\", at offset 512 and at offset 1536");
    start();
    tar_member(&tar, "d", '0', "", 0);
    bad(VMIMAGE_E_INVALID, "has no descriptor: none of its 1 members is an .ovf file");
}
END_TEST

START_TEST(nul_in_names)
{
    unsigned char *block;

    block = tar_header(&tar, "a.ovf", '0', 0);
    memcpy(block + 6, "hidden", 6);
    tar_checksum(block);
    good(1);
    start();
    tar_member(&tar, "x", 'x', "18 path=a\0evil.ov\n", 18);
    tar_member(&tar, "a.ovf", '0', "", 0);
    bad(VMIMAGE_E_PARSE, "NUL byte");
    start();
    tar_member(&tar, "x", 'L', "a.ovf\0evil", 10);
    tar_member(&tar, "a.ovf", '0', "", 0);
    bad(VMIMAGE_E_PARSE, "NUL byte");
}
END_TEST

START_TEST(names_of_ten_thousand_bytes)
{
    static char name[10100], record[10200];

    memset(name, 'n', 10000);
    tar_member(&tar, "x", 'L', name, 10000);
    tar_member(&tar, "a.ovf", '0', "", 0);
    bad(VMIMAGE_E_LIMIT, "name has 10000 bytes; at most 1024");
    start();
    (void)snprintf(record, sizeof(record), "10012 path=%s\n", name);
    tar_member(&tar, "x", 'x', record, 10012);
    tar_member(&tar, "a.ovf", '0', "", 0);
    bad(VMIMAGE_E_LIMIT, "name has 10000 bytes; at most 1024");
}
END_TEST

START_TEST(ends)
{
    size_t end;

    tar_member(&tar, "a.ovf", '0', "<x/>", 4);
    tar_member(&tar, "disk", '0', "0123456789", 10);
    end = tar.length;
    ck_assert_int_eq(read_ova(end, false, NULL), VMIMAGE_OK); /* no blocks of zeros */
    tar_end(&tar);
    ck_assert_int_eq(read_ova(end + 512, false, NULL), VMIMAGE_OK);
    ck_assert_int_eq(read_ova(end + 10240, false, NULL), VMIMAGE_OK);
    bad_at(end - 506, VMIMAGE_E_PARSE,
           "member \"disk\" at offset 1024 has 10 bytes, but the archive ends after 6 of them");
    bad_at(1124, VMIMAGE_E_PARSE, "header at offset 1024: the archive ends in the middle of it");
    tar.bytes[end + 512] = 'x';
    bad_at(end + 1024, VMIMAGE_E_PARSE, "comes after a block of zeros");
    start();
    tar_member(&tar, "x", 'x', "14 path=a.ovf\n", 14);
    bad_at(tar.length, VMIMAGE_E_PARSE, "no member follows");
}
END_TEST

START_TEST(lies)
{
    unsigned char *block;

    tar_header(&tar, "a.ovf", '0', 077777777777);
    bad(VMIMAGE_E_PARSE, "has 8589934591 bytes, but the archive ends after 1024");
    start();
    block = tar_header(&tar, "a.ovf", '0', 0);
    memset(block + 124, 0xFF, 12);
    tar_checksum(block);
    bad(VMIMAGE_E_PARSE, "size field is no number");
    start();
    block = tar_header(&tar, "a.ovf", '0', 0);
    memcpy(block + 124, "12x", 3);
    tar_checksum(block);
    bad(VMIMAGE_E_PARSE, "size field is no number");
    start();
    block = tar_header(&tar, "a.ovf", '0', 0);
    block[0] = 'b';
    bad(VMIMAGE_E_PARSE, "header at offset 0: its checksum is wrong");
}
END_TEST

START_TEST(too_many)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_error *error = NULL;
    struct vm_source source;

    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_ARCHIVE_MEMBERS, 2, NULL), VMIMAGE_OK);
    tar_member(&tar, "a.ovf", '0', "", 0);
    tar_member(&tar, "b", '0', "", 0);
    tar_member(&tar, "c", '0', "", 0);
    tar_end(&tar);
    vmimage__source_memory(&source, tar.bytes, tar.length, "x.ova");
    ck_assert_int_eq(vmimage__ova_read(&ova, &source, context, false, &error), VMIMAGE_E_LIMIT);
    ck_assert_str_eq(vmimage_error_message(error), "x.ova: has more than the 2 members that are allowed");
    vmimage_error_unref(error);
    vmimage_context_unref(context);
    start();
    for (int i = 0; i < 20; i++)
        tar_member(&tar, "x", 'x', "", 0);
    bad(VMIMAGE_E_PARSE, "too many extended headers");
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, done);
    tcase_add_test(tcase, members);
    tcase_add_test(tcase, stops_early);
    tcase_add_test(tcase, gnu_names_and_sizes);
    tcase_add_test(tcase, pax_names_and_sizes);
    tcase_add_test(tcase, bad_pax);
    tcase_add_test(tcase, ustar_prefix);
    tcase_add_test(tcase, refused_members);
    tcase_add_test(tcase, nul_in_names);
    tcase_add_test(tcase, names_of_ten_thousand_bytes);
    tcase_add_test(tcase, ends);
    tcase_add_test(tcase, lies);
    tcase_add_test(tcase, too_many);
}

UNIT_MAIN("ova", cases)
