/*
 * SPDX-License-Identifier: Apache-2.0
 * Packages with manifests, when they are copied into a library: compared in every spelling, refused when a byte differs, and written
 * for packages that have none.
 */
#include "unit.h"

#include <stdbool.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "folder.h"

#define DISK_SHA1 "a07bdcbcbb025d14688be45f90b3b7128d4f9170"
#define DISK_SHA256 "1044dec7206e8d7c9fbb4ae8f766668406d2567fc7fc1a160a9d4700fcf8f8e9"
#define DISK_SHA512                                                                                                    \
    "fc9036b84fbb16cdc29b2fa9fdb5edc932dfedd0b3322c1d47e8e63db96bb4efdae3658f4348504df6de9622a07c09af7d6c53a1ef040975" \
    "530f989d5f94c825"
#define ZEROS_SHA1 "c577f7a37657053275f3e3ecc06ec22e6b909366"
#define ZEROS_SHA256 "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53"

static vmimage_registry *registry;
static vmimage_error *error;
static char id[VMIMAGE_UUID_SIZE];

#define ok(call) ck_assert_msg((call) == VMIMAGE_OK, "%s: %s", #call, vmimage_error_message(error))

static void start(void)
{
    folder_make();
    folder_dir("in");
    folder_text("in/web.ovf", ovf_text("Web", "web.vmdk", 4));
    folder_text("in/web.vmdk", "disk");
    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", NULL, &registry, &error));
}

static void stop(void)
{
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void refused(const char *file, vmimage_status wanted, const char *text)
{
    char *before = folder_state(), *after;
    vmimage_status status = vmimage_keep_add(registry, folder_name(file), NULL, NULL, id, &error);

    ck_assert_msg(status == wanted, "%s: %s", vmimage_status_name(status), vmimage_error_message(error));
    ck_assert_msg(strstr(vmimage_error_message(error), text) != NULL, "%s", vmimage_error_message(error));
    error = vmimage_error_unref(error);
    after = folder_state();
    /* Only the times of the library's folder are other ones: a lock came and went. */
    ck_assert_uint_eq(strlen(before), strlen(after));
    ck_assert_ptr_null(strstr(after, "/lib/.") != NULL ? after : NULL);
    ck_assert_ptr_null(strstr(after, "/lib/web"));
    free(before);
    free(after);
}

START_TEST(every_kind_of_digest)
{
    static const char *const good[] = {
        "SHA1(web.vmdk)= " DISK_SHA1 "\n", "SHA256(web.vmdk)= " DISK_SHA256 "\n", "SHA512(web.vmdk)= " DISK_SHA512 "\n",
        "sha-256 (web.vmdk) = " DISK_SHA256 "\r\nSHA1(./web.vmdk)=" DISK_SHA1 "\r\n", ""};
    static const char *const bad[] = {"SHA1(web.vmdk)= " ZEROS_SHA1 "\n", "SHA256(web.vmdk)= " ZEROS_SHA256 "\n",
                                      "SHA1(web.vmdk)= " DISK_SHA1 "\nSHA256(web.vmdk)= " ZEROS_SHA256 "\n",
                                      "SHA1(web.ovf)= " ZEROS_SHA1 "\n"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        folder_text("in/web.mf", bad[i]);
        refused("in/web.ovf", VMIMAGE_E_INTEGRITY, "of its manifest web.mf says");
    }
    folder_text("in/web.mf", "SHA1(web.vmdk)= 0\n");
    refused("in/web.ovf", VMIMAGE_E_PARSE, "web.mf:1");
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        folder_text("in/web.mf", good[i]);
        ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error));
        ck_assert_uint_eq(vmimage_keep_bytes_done(registry), vmimage_keep_bytes_total(registry));
        ok(vmimage_keep_remove(registry, id, &error));
    }
}
END_TEST

static void write_ova(const char *manifest, bool manifest_last)
{
    static struct tarfile tar;
    static char zeros[1000];
    const char *text = ovf_text("Box", "box.vmdk", 1000);

    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    if (!manifest_last)
        tar_member(&tar, "a.mf", '0', manifest, strlen(manifest));
    tar_member(&tar, "box.vmdk", '0', zeros, sizeof(zeros));
    if (manifest_last)
        tar_member(&tar, "a.mf", '0', manifest, strlen(manifest));
    tar_end(&tar);
    folder_bytes("in/box.ova", tar.bytes, tar.length);
}

/* In an archive the manifest may come after what it is about. */
START_TEST(archives)
{
    for (int last = 0; last < 2; last++) {
        write_ova("SHA256(box.vmdk)= " DISK_SHA256 "\n", last != 0);
        refused("in/box.ova", VMIMAGE_E_INTEGRITY, "box.vmdk");
        write_ova("SHA256(box.vmdk)= " ZEROS_SHA256 "\nSHA1(box.vmdk)= " ZEROS_SHA1 "\n", last != 0);
        ok(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error));
        ok(vmimage_keep_remove(registry, id, &error));
    }
}
END_TEST

static int shell(const char *command)
{
    char text[512];

    (void)snprintf(text, sizeof(text), "cd %s && %s", folder_path, command);
    return system(text);
}

START_TEST(manifests_are_written)
{
    vmimage_item *item = NULL;

    ck_assert_int_eq(vmimage_keep_set_manifest(registry, 2, &error), VMIMAGE_E_INVALID);
    error = vmimage_error_unref(error);
    ok(vmimage_keep_set_manifest(registry, 1, &error));
    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error));
    ck_assert_int_eq(shell("cd lib/web && sed 's/SHA256(\\(.*\\))= \\(.*\\)/\\2  \\1/' web.mf > sums && "
                           "test `wc -l < sums` = 2 && sha256sum --quiet -c sums && rm sums"),
                     0);
    ok(vmimage_registry_get_item(registry, NULL, id, &item, &error));
    ck_assert_int_eq(vmimage_item_is_ready(item), 1); /* its size is the one that the list says */
    ck_assert_uint_eq(vmimage_item_file_count(item), 3);
    ck_assert_str_eq(vmimage_item_file_name(item, 2), "web.mf");
    vmimage_item_unref(item);
    ok(vmimage_keep_replace(registry, id, folder_name("in/web.ovf"), &error));
    ck_assert_int_eq(shell("grep -q " DISK_SHA256 " lib/web-2/web.mf"), 0);
    ok(vmimage_keep_remove(registry, id, &error));
}
END_TEST

/* What has a manifest keeps it, what is signed is not touched, and a disc has none. */
START_TEST(manifests_that_are_not_written)
{
    ok(vmimage_keep_set_manifest(registry, 1, &error));
    folder_text("in/web.mf", "SHA1(web.vmdk)= " DISK_SHA1 "\n");
    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), "one", NULL, id, &error));
    ck_assert_int_eq(shell("cmp in/web.mf lib/one/web.mf"), 0);
    ck_assert_int_eq(unlink(folder_name("in/web.mf")), 0);
    folder_text("in/web.cert", "x");
    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), "two", NULL, id, &error));
    folder_iso("in/setup.iso", "SETUP_DISC");
    ok(vmimage_keep_add(registry, folder_name("in/setup.iso"), "three", NULL, id, &error));
    ok(vmimage_keep_set_manifest(registry, 0, &error));
    ck_assert_int_eq(unlink(folder_name("in/web.cert")), 0);
    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), "four", NULL, id, &error));
    ck_assert_int_eq(shell("test `find lib -name '*.mf' | wc -l` = 1"), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, every_kind_of_digest);
    tcase_add_test(tcase, archives);
    tcase_add_test(tcase, manifests_are_written);
    tcase_add_test(tcase, manifests_that_are_not_written);
}

UNIT_MAIN("keep_manifest", cases)
