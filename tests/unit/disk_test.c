/*
 * SPDX-License-Identifier: Apache-2.0
 * ISO and VMDK heads, and what a file is, on bytes built in memory.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>

#include "format/iso.h"
#include "format/sniff.h"
#include "format/vmdk.h"
#include "tarfile.h"

static unsigned char disc[32768 + 8 * 2048];
static struct vm_source source;
static struct vm_iso iso;

static unsigned char *sector(int n, unsigned char type, const char *identifier)
{
    unsigned char *s = disc + 32768 + n * 2048;

    memset(s, 0, 2048);
    s[0] = type;
    memcpy(s + 1, identifier, 5);
    s[6] = 1;
    return s;
}

static unsigned char *primary(const char *volume)
{
    unsigned char *s = sector(0, 1, "CD001");

    memset(s + 40, ' ', 32);
    memcpy(s + 40, volume, strlen(volume));
    s[80] = 24;
    s[129] = 8;
    return s;
}

static void joliet(const char *volume)
{
    unsigned char *s = sector(1, 2, "CD001");

    memcpy(s + 88, "%/E", 3);
    for (size_t i = 0; i < 16; i++)
        s[40 + 2 * i + 1] = (unsigned char)(i < strlen(volume) ? volume[i] : ' ');
}

static void expect_volume(const char *volume)
{
    vmimage__source_memory(&source, disc, sizeof(disc), "x.iso");
    ck_assert_int_eq(vmimage__iso_read(&iso, &source, NULL), VMIMAGE_OK);
    ck_assert_str_eq(iso.volume, volume);
}

static void clear(void)
{
    memset(disc, 0, sizeof(disc));
}

START_TEST(volumes)
{
    unsigned char *s;

    primary("UBUNTU 24.04");
    expect_volume("UBUNTU 24.04");
    ck_assert_uint_eq(iso.volume_size, 24 * 2048);
    joliet("Ubuntu 24.04");
    expect_volume("UBUNTU 24.04");
    ck_assert(iso.joliet);
    joliet("Ubuntu 24.04 LTS");
    expect_volume("Ubuntu 24.04 LTS");
    joliet("Z");
    s = disc + 32768 + 2048;
    s[40] = 0x4E;
    s[41] = 0x2D;
    expect_volume("\xE4\xB8\xAD");
    s[40] = 0xD8;
    expect_volume("UBUNTU 24.04");
    primary("");
    expect_volume("");
    primary("a\x01");
    expect_volume("");
    primary("caf\xE9");
    expect_volume("");
    s = primary("");
    memcpy(s + 40, "NULS\0\0\0", 7);
    memset(s + 47, 0, 25);
    expect_volume("NULS");
}
END_TEST

START_TEST(discs)
{
    vmimage_error *error = NULL;

    sector(0, 0, "BEA01");
    sector(1, 0, "NSR03");
    sector(2, 0, "TEA01");
    expect_volume("");
    ck_assert(iso.udf);
    primary("X")[81] = 1;
    ck_assert_int_eq(vmimage__iso_read(&iso, &source, &error), VMIMAGE_E_PARSE);
    ck_assert_str_eq(vmimage_error_message(error),
                     "x.iso: the ISO volume has 573440 bytes but the file only 49152: it is truncated");
    vmimage__source_memory(&source, disc, 32768 + 1000, "x.iso");
    ck_assert_int_eq(vmimage__iso_read(&iso, &source, &error), VMIMAGE_E_PARSE);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "has no volume descriptor"));
    vmimage_error_unref(error);
}
END_TEST

START_TEST(meaningful)
{
    static const char *const poor[] = {"",
                                       "CDROM",
                                       "cdrom",
                                       "ISOIMAGE",
                                       "CCCOMA_X64FRE_EN-US_DV9",
                                       "SSS_X64FREE_EN-US_DV9",
                                       "This disc contains a UDF"};

    for (size_t i = 0; i < sizeof(poor) / sizeof(poor[0]); i++)
        ck_assert_msg(!vmimage__iso_meaningful(poor[i]), "%s", poor[i]);
    ck_assert(vmimage__iso_meaningful("Ubuntu-Server 24.04 LTS amd64"));
    ck_assert(vmimage__iso_meaningful("CDROM-TOOLS"));
}
END_TEST

static void put(unsigned char *p, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

static void sparse(unsigned char *head)
{
    memset(head, 0, 1536);
    memcpy(head, "KDMV", 4);
    put(head + 4, 3, 4);
    put(head + 8, 0x30001, 4);
    put(head + 12, 16777216, 8);
    put(head + 20, 128, 8);
    put(head + 28, 1, 8);
    put(head + 36, 20, 8);
    memcpy(head + 73, "\n \r\n", 4);
    head[77] = 1;
    (void)snprintf((char *)head + 512, 1024,
                   "# Disk DescriptorFile\nversion=1\r\ncreateType = \"streamOptimized\"\n"
                   "RW 16777216 SPARSE \"d.vmdk\"\nddb.adapterType=\"lsilogic\"\n");
}

START_TEST(sparse_disks)
{
    unsigned char head[1536] = {0};
    struct vm_vmdk vmdk;

    sparse(head);
    vmimage__source_memory(&source, head, sizeof(head), "x.vmdk");
    ck_assert_int_eq(vmimage__vmdk_read(&vmdk, &source, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmdk.kind, VM_VMDK_SPARSE);
    ck_assert_uint_eq(vmdk.version, 3);
    ck_assert_uint_eq(vmdk.capacity, 8589934592);
    ck_assert_uint_eq(vmdk.grain_size, 65536);
    ck_assert(vmdk.stream_optimized && vmdk.compressed);
    ck_assert_str_eq(vmdk.create_type, "streamOptimized");
    ck_assert_str_eq(vmdk.adapter_type, "lsilogic");
    put(head + 8, 1, 4);
    ck_assert_int_eq(vmimage__vmdk_read(&vmdk, &source, NULL), VMIMAGE_OK);
    ck_assert(!vmdk.stream_optimized && !vmdk.compressed);
}
END_TEST

static void bad_disk(unsigned char *head, size_t at, uint64_t value, int bytes, vmimage_status status, const char *text)
{
    struct vm_vmdk vmdk;
    vmimage_error *error = NULL;

    sparse(head);
    put(head + at, value, bytes);
    ck_assert_int_eq(vmimage__vmdk_read(&vmdk, &source, &error), status);
    ck_assert_msg(strstr(vmimage_error_message(error), text) != NULL, "%s", vmimage_error_message(error));
    vmimage_error_unref(error);
}

START_TEST(bad_disks)
{
    unsigned char head[1536] = {0};

    vmimage__source_memory(&source, head, sizeof(head), "x.vmdk");
    bad_disk(head, 0, 'k', 1, VMIMAGE_E_PARSE, "it does not begin as a VMDK does");
    bad_disk(head, 4, 4, 4, VMIMAGE_E_UNSUPPORTED, "has version 4; versions 1 to 3 are known");
    bad_disk(head, 75, '\n', 1, VMIMAGE_E_PARSE, "damaged by a transfer as text");
    bad_disk(head, 12, UINT64_MAX, 8, VMIMAGE_E_PARSE, "capacity is out of range");
    bad_disk(head, 20, 0, 8, VMIMAGE_E_PARSE, "grain size is no power of 2");
    bad_disk(head, 20, 100, 8, VMIMAGE_E_PARSE, "grain size is no power of 2");
    bad_disk(head, 28, UINT64_MAX, 8, VMIMAGE_E_PARSE, "descriptor is out of range");
    bad_disk(head, 28, 100, 8, VMIMAGE_E_PARSE, "behind the end of the file");
    vmimage__source_memory(&source, head, 300, "x.vmdk");
    bad_disk(head, 4, 3, 4, VMIMAGE_E_PARSE, "header is truncated");
}
END_TEST

START_TEST(other_disks)
{
    unsigned char head[512] = "COWD\1\0\0\0\3";
    static const char text[] = "# Disk DescriptorFile\nCID=1\ncreateType=\"twoGbMaxExtentFlat\"\nRW 100 FLAT \"a\" 0\n"
                               "RW 28 FLAT \"b\" 0\nRDONLY 1 ZERO\n";
    struct vm_vmdk vmdk;

    put(head + 12, 2048, 4);
    put(head + 16, 1, 4);
    vmimage__source_memory(&source, head, sizeof(head), "x.vmdk");
    ck_assert_int_eq(vmimage__vmdk_read(&vmdk, &source, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmdk.kind, VM_VMDK_COWD);
    ck_assert_uint_eq(vmdk.capacity, 1048576);
    vmimage__source_memory(&source, text, sizeof(text) - 1, "x.vmdk");
    ck_assert_int_eq(vmimage__vmdk_read(&vmdk, &source, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmdk.kind, VM_VMDK_TEXT);
    ck_assert_uint_eq(vmdk.capacity, 129 * 512);
    ck_assert_str_eq(vmdk.create_type, "twoGbMaxExtentFlat");
}
END_TEST

static enum vm_file_kind sniffed(const void *bytes, size_t length)
{
    enum vm_file_kind kind;

    vmimage__source_memory(&source, bytes, length, "x");
    ck_assert_int_eq(vmimage__sniff(&source, &kind, NULL), VMIMAGE_OK);
    return kind;
}

START_TEST(kinds)
{
    static struct tarfile tar;
    unsigned char head[1536] = {0};

    tar_member(&tar, "a", '0', "", 0);
    sparse(head);
    primary("X");
    ck_assert_int_eq(sniffed("", 0), VM_FILE_EMPTY);
    ck_assert_int_eq(sniffed("a", 1), VM_FILE_UNKNOWN);
    ck_assert_int_eq(sniffed("\xEF\xBB\xBF <?xml", 9), VM_FILE_OVF);
    ck_assert_int_eq(sniffed("\n\n<Envelope", 11), VM_FILE_OVF);
    ck_assert_int_eq(sniffed("\xFF\xFE<\0", 4), VM_FILE_OVF);
    ck_assert_int_eq(sniffed("\x1F\x8B\x08", 3), VM_FILE_GZIP);
    ck_assert_int_eq(sniffed(tar.bytes, tar.length), VM_FILE_OVA);
    ck_assert_int_eq(sniffed(head, sizeof(head)), VM_FILE_VMDK);
    ck_assert_int_eq(sniffed("# Disk DescriptorFile\n", 22), VM_FILE_VMDK);
    ck_assert_int_eq(sniffed(disc, sizeof(disc)), VM_FILE_ISO);
    tar.bytes[3] = 'x';
    ck_assert_int_eq(sniffed(tar.bytes, tar.length), VM_FILE_UNKNOWN);
    ck_assert_str_eq(vmimage__kind_name(VM_FILE_VMDK), "VMDK");
}
END_TEST

START_TEST(refusals)
{
    vmimage_error *error = NULL;

    vmimage__source_memory(&source, "", 0, "x");
    ck_assert_int_eq(vmimage__refuse_kind(&source, VM_FILE_EMPTY, &error), VMIMAGE_E_PARSE);
    ck_assert_str_eq(vmimage_error_message(error), "x: is empty");
    ck_assert_int_eq(vmimage__refuse_kind(&source, VM_FILE_GZIP, &error), VMIMAGE_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "decompress"));
    ck_assert_int_eq(vmimage__refuse_kind(&source, VM_FILE_VMDK, &error), VMIMAGE_E_UNSUPPORTED);
    ck_assert_int_eq(vmimage__refuse_kind(&source, VM_FILE_UNKNOWN, &error), VMIMAGE_E_UNSUPPORTED);
    vmimage_error_unref(error);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, clear, NULL);
    tcase_add_test(tcase, volumes);
    tcase_add_test(tcase, discs);
    tcase_add_test(tcase, meaningful);
    tcase_add_test(tcase, sparse_disks);
    tcase_add_test(tcase, bad_disks);
    tcase_add_test(tcase, other_disks);
    tcase_add_test(tcase, kinds);
    tcase_add_test(tcase, refusals);
}

UNIT_MAIN("disk", cases)
