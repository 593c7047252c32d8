/*
 * SPDX-License-Identifier: Apache-2.0
 * Plain folders as libraries: which items there are, what they are called, and that names lead nowhere else.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#include "folder.h"

static vmimage_registry *registry;
static char *before;

static void start(void)
{
    folder_make();
}

static void stop(void)
{
    registry = vmimage_registry_unref(registry);
    folder_remove();
}

static void open_folder(void)
{
    vmimage_error *error = NULL;

    before = folder_state();
    ck_assert_msg(vmimage_registry_open(NULL, folder_path, NULL, &registry, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
}

/* Nothing was written: the tree is as it was. */
static void unchanged(void)
{
    char *after = folder_state();

    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}

static vmimage_items *items(void)
{
    vmimage_items *list = NULL;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage_registry_items(registry, NULL, &list, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    return list;
}

/* The next item, checked; `trouble` is part of the message of a broken one, NULL for a good one. */
static void next_item(vmimage_items *list, const char *name, const char *type, const char *trouble)
{
    vmimage_item *item = NULL;
    const vmimage_condition *ready;

    ck_assert_int_eq(vmimage_items_next(list, &item, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_item_display_name(item), name);
    ready = vmimage_item_condition(item, "Ready");
    if (trouble == NULL) {
        ck_assert_msg(vmimage_item_is_ready(item), "%s", vmimage_condition_message(ready));
        ck_assert_str_eq(vmimage_item_type(item), type);
        ck_assert_ptr_nonnull(vmimage_item_content_version(item));
    } else {
        ck_assert_msg(!vmimage_item_is_ready(item), "%s is ready", name);
        ck_assert_msg(strstr(vmimage_condition_message(ready), trouble) != NULL, "\"%s\" is not in \"%s\"", trouble,
                      vmimage_condition_message(ready));
        ck_assert_msg(strstr(vmimage_condition_message(ready), folder_path) != NULL, "%s",
                      vmimage_condition_message(ready));
        ck_assert_ptr_nonnull(vmimage_condition_reason(ready));
    }
    vmimage_item_unref(item);
}

static void no_more_items(vmimage_items *list)
{
    vmimage_item *item = NULL;

    ck_assert_int_eq(vmimage_items_next(list, &item, NULL), VMIMAGE_DONE);
    vmimage_items_unref(list);
}

START_TEST(files_are_items)
{
    vmimage_items *list;

    folder_text("photon.ovf", ovf_text("Photon", "photon.vmdk", 10));
    folder_text("photon.vmdk", "0123456789");
    folder_ova("Ubuntu.OVA", "Ubuntu", "d.vmdk", 100);
    folder_iso("tools.iso", "VMware Tools");
    folder_iso("plain.iso", "CDROM");
    folder_text("README", "hello");
    folder_text(".hidden.ovf", "hello");
    folder_text("._photon.ovf", "hello");
    open_folder();
    list = items();
    next_item(list, "Ubuntu", "OVF", NULL);
    next_item(list, "VMware Tools", "ISO", NULL);
    next_item(list, "photon", "OVF", NULL);
    next_item(list, "plain", "ISO", NULL);
    no_more_items(list);
    unchanged();
}
END_TEST

START_TEST(folders_are_items)
{
    vmimage_items *list;

    folder_dir("one");
    folder_text("one/a.ovf", ovf_text("A", "a%20b.vmdk", 3));
    folder_text("one/a b.vmdk", "123");
    folder_iso("one/extra.iso", "EXTRA");
    folder_dir("two");
    folder_iso("two/x.iso", "SOMETHING");
    folder_dir("many");
    folder_iso("many/x.iso", "FIRST DISC");
    folder_iso("many/y.iso", "CDROM");
    folder_dir("archive");
    folder_ova("archive/x.ova", "X", NULL, 0);
    folder_dir("confused");
    folder_text("confused/a.ovf", ovf_text("A", NULL, 0));
    folder_ova("confused/b.ova", "B", NULL, 0);
    folder_dir("empty");
    folder_dir("documents");
    folder_text("documents/a.pdf", "x");
    open_folder();
    list = items();
    next_item(list, "FIRST DISC", "ISO", NULL);
    next_item(list, "archive", "OVF", NULL);
    next_item(list, "confused", "OVF", "has several descriptors (a.ovf, b.ova)");
    next_item(list, "one", "OVF", NULL);
    next_item(list, "two", "ISO", NULL);
    next_item(list, "y", "ISO", NULL);
    no_more_items(list);
    unchanged();
}
END_TEST

/* The ID of an item is that of its name in the library's namespace; computed here with another program. */
START_TEST(identity)
{
    vmimage_item *item = NULL;
    vmimage_library *library = NULL;
    char *version;
    char moved[80];

    folder_dir("lib");
    folder_text("lib/photon.ovf", ovf_text("Photon", NULL, 0));
    folder_dir("lib/sub");
    folder_iso("lib/sub/one.iso", "");
    folder_iso("lib/sub/two.iso", "");
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_name("lib"), NULL, &registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "photon", &item, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_item_id(item), "b1160046-451e-575e-a12f-a8b7d4aec381");
    ck_assert_str_eq(vmimage_item_name(item), "clitem-2087656eb72eac948");
    version = strdup(vmimage_item_content_version(item));
    vmimage_item_unref(item);
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "c2611876-024e-5a14-8520-540f04f45ab0", &item, NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(vmimage_item_display_name(item), "two");
    vmimage_item_unref(item);
    ck_assert_int_eq(vmimage_registry_get_library(registry, NULL, "lib", &library, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_library_id(library), "1c89cafb-b9dc-59f7-957b-1e51b53ff8f5");
    vmimage_library_unref(library);
    /* Another place and name change nothing but the library's display name. */
    registry = vmimage_registry_unref(registry);
    (void)snprintf(moved, sizeof(moved), "%s/elsewhere", folder_path);
    ck_assert_int_eq(rename(folder_name("lib"), moved), 0);
    ck_assert_int_eq(vmimage_registry_open(NULL, moved, NULL, &registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(
        vmimage_registry_get_library(registry, NULL, "1c89cafb-b9dc-59f7-957b-1e51b53ff8f5", &library, NULL),
        VMIMAGE_OK);
    ck_assert_str_eq(vmimage_library_display_name(library), "elsewhere");
    vmimage_library_unref(library);
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "b1160046-451e-575e-a12f-a8b7d4aec381", &item, NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(vmimage_item_content_version(item), version);
    vmimage_item_unref(item);
    /* A change of a file is another content version of the same item. */
    folder_text("elsewhere/photon.ovf", ovf_text("Photon 5", NULL, 0));
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "b1160046-451e-575e-a12f-a8b7d4aec381", &item, NULL),
                     VMIMAGE_OK);
    ck_assert_str_ne(vmimage_item_content_version(item), version);
    vmimage_item_unref(item);
    free(version);
}
END_TEST

START_TEST(objects)
{
    vmimage_item *item = NULL;
    vmimage_library *library = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    folder_text("photon.ovf", ovf_text("Photon", "photon.vmdk", 10));
    folder_text("photon.vmdk", "0123456789");
    open_folder();
    ck_assert_int_eq(vmimage_registry_get_item(registry, "any", "photon", &item, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_item_kind(item), "ContentLibraryItem");
    ck_assert_str_eq(vmimage_item_api_version(item), "imageregistry.vmware.com/v1alpha2");
    ck_assert_ptr_null(vmimage_item_namespace(item));
    ck_assert_int_eq(vmimage_item_cached(item), 1);
    ck_assert_int_eq(vmimage_item_security_compliance(item), 1);
    ck_assert_uint_eq(vmimage_item_file_count(item), 2);
    ck_assert_str_eq(vmimage_item_file_name(item, 0), "photon.ovf");
    ck_assert_str_eq(vmimage_item_file_name(item, 1), "photon.vmdk");
    ck_assert_uint_eq(vmimage_item_file_size(item, 1), 10);
    ck_assert_uint_eq(vmimage_item_size(item), strlen(ovf_text("Photon", "photon.vmdk", 10)) + 10);
    ck_assert_str_eq(vmimage_item_last_modified_time(item), "2023-11-14T22:13:20Z");
    ck_assert_int_eq(vmimage_registry_get_library(registry, NULL, vmimage_item_library_name(item), &library, NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(vmimage_library_kind(library), "ContentLibrary");
    ck_assert(vmimage_library_is_ready(library));
    ck_assert_int_eq(vmimage_resolve(registry, "any", "photon", 0, &image, &error), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_name(image) + 4, vmimage_item_name(item) + 7);
    ck_assert_str_eq(vmimage_image_product(image), "Photon");
    ck_assert_str_eq(vmimage_image_provider_item_id(image), vmimage_item_id(item));
    ck_assert_str_eq(vmimage_image_content_version(image), vmimage_item_content_version(item));
    ck_assert(vmimage_image_is_ready(image));
    vmimage_image_unref(image);
    ck_assert_int_eq(vmimage_registry_get_image(registry, NULL, "vmi-0", &image, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_null(image);
    vmimage_error_unref(error);
    vmimage_item_unref(item);
    vmimage_library_unref(library);
    unchanged();
}
END_TEST

/* The same file gives the same image alone and in its folder. */
START_TEST(file_alone)
{
    vmimage_image *listed = NULL, *alone = NULL;
    vmimage_string *a = NULL, *b = NULL;
    static const char *const names[] = {"photon.ovf", "u.ova", "t.iso"};
    static const char *const labels[] = {"photon", "u", "VMware Tools"};

    folder_text("photon.ovf", ovf_text("Photon", "photon.vmdk", 10));
    folder_text("photon.vmdk", "0123456789");
    folder_ova("u.ova", "Ubuntu", "d.vmdk", 100);
    folder_iso("t.iso", "VMware Tools");
    open_folder();
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(vmimage_resolve(registry, NULL, labels[i], 0, &listed, NULL), VMIMAGE_OK);
        ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name(names[i]), &alone, NULL), VMIMAGE_OK);
        ck_assert_int_eq(vmimage_image_to_json(listed, NULL, &a, NULL), VMIMAGE_OK);
        ck_assert_int_eq(vmimage_image_to_json(alone, NULL, &b, NULL), VMIMAGE_OK);
        ck_assert_str_eq(vmimage_string_data(a), vmimage_string_data(b));
        vmimage_string_unref(a);
        vmimage_string_unref(b);
        vmimage_image_unref(listed);
        vmimage_image_unref(alone);
    }
    unchanged();
}
END_TEST

/* Manifest and signature are called as the descriptor; what is called otherwise is not the item's. */
START_TEST(companions)
{
    vmimage_item *item = NULL;

    folder_text("photon.ovf", ovf_text("Photon", NULL, 0));
    folder_text("photon.mf", "x");
    folder_text("photon.cert", "xy");
    folder_text("other.mf", "x");
    open_folder();
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "photon", &item, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_item_file_count(item), 3);
    ck_assert_str_eq(vmimage_item_file_name(item, 1), "photon.mf");
    ck_assert_str_eq(vmimage_item_file_name(item, 2), "photon.cert");
    ck_assert_uint_eq(vmimage_item_file_size(item, 2), 2);
    vmimage_item_unref(item);
    unchanged();
}
END_TEST

/* In an archive with folders the names are relative to the descriptor; all that it names has to be there. */
START_TEST(archive_members)
{
    static struct tarfile tar;
    const char *text = ovf_text("A", "disk%201.vmdk", 3);
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "in/a.ovf", '0', text, strlen(text));
    tar_member(&tar, "in/disk 1.vmdk", '0', "123", 3);
    tar_end(&tar);
    folder_bytes("in.ova", tar.bytes, tar.length);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("in.ova"), &image, NULL), VMIMAGE_OK);
    vmimage_image_unref(image);
    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    tar_member(&tar, "disk 1.vmdk", '0', "1234", 4);
    tar_end(&tar);
    folder_bytes("size.ova", tar.bytes, tar.length);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("size.ova"), &image, &error), VMIMAGE_E_INTEGRITY);
    ck_assert_ptr_nonnull(
        strstr(vmimage_error_message(error), "size.ova: a.ovf:3: the file \"disk%201.vmdk\" has 4 bytes"));
    ck_assert_uint_eq(vmimage_error_line(error), 3);
    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    tar_end(&tar);
    folder_bytes("lacks.ova", tar.bytes, tar.length);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("lacks.ova"), &image, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "lacks.ova: a.ovf:3: the archive has no member"));
    vmimage_error_unref(error);
}
END_TEST

/* A file that was cut into pieces, beside the descriptor and in an archive. */
START_TEST(chunks)
{
    static struct tarfile tar;
    static char text[16384];
    vmimage_item *item = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    (void)snprintf(text, sizeof(text), "%s", ovf_text("A", "d.vmdk\" ovf:chunkSize=\"2", 5));
    folder_text("a.ovf", text);
    folder_text("d.vmdk.000000000", "12");
    folder_text("d.vmdk.000000001", "34");
    open_folder();
    free(before);
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "a", &item, NULL), VMIMAGE_OK);
    ck_assert_ptr_nonnull(strstr(vmimage_condition_message(vmimage_item_condition(item, "Ready")),
                                 "d.vmdk.000000002: can't open it: no such file or folder"));
    vmimage_item_unref(item);
    folder_text("d.vmdk.000000002", "5");
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "a", &item, NULL), VMIMAGE_OK);
    ck_assert(vmimage_item_is_ready(item));
    ck_assert_uint_eq(vmimage_item_file_count(item), 4);
    ck_assert_str_eq(vmimage_item_file_name(item, 3), "d.vmdk.000000002");
    vmimage_item_unref(item);
    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    tar_member(&tar, "d.vmdk.000000000", '0', "12", 2);
    tar_member(&tar, "d.vmdk.000000001", '0', "34", 2);
    folder_bytes("c.ova", tar.bytes, tar.length);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("c.ova"), &image, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "no member \"d.vmdk.000000002\""));
    vmimage_error_unref(error);
    tar_member(&tar, "d.vmdk.000000002", '0', "5", 1);
    folder_bytes("c.ova", tar.bytes, tar.length);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("c.ova"), &image, NULL), VMIMAGE_OK);
    vmimage_image_unref(image);
}
END_TEST

START_TEST(packages)
{
    vmimage_package *package = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    folder_text("photon.bin", ovf_text("Photon", "photon.vmdk", 10));
    folder_ova("u.tar", "Ubuntu", "d.vmdk", 100);
    folder_text("x.vmdk", "# Disk DescriptorFile\nversion=1\ncreateType=\"vmfs\"\nRW 2048 VMFS \"x-flat.vmdk\"\n");
    folder_dir("dir");
    ck_assert_int_eq(vmimage_package_open(NULL, folder_name("photon.bin"), &package, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_package_kind(package), "OVF");
    ck_assert_uint_eq(vmimage_package_file_count(package), 2);
    ck_assert_str_eq(vmimage_package_file_name(package, 1), "photon.vmdk");
    ck_assert_uint_eq(vmimage_package_file_size(package, 1), 10);
    ck_assert_int_eq(vmimage_package_file_is_present(package, 0), 1);
    ck_assert_int_eq(vmimage_package_file_is_present(package, 1), 0);
    ck_assert_str_eq(vmimage_image_display_name(vmimage_package_image(package)), "photon");
    ck_assert_ptr_nonnull(vmimage_package_ovf(package));
    vmimage_package_unref(package);
    ck_assert_int_eq(vmimage_package_open(NULL, folder_name("u.tar"), &package, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_package_kind(package), "OVA");
    ck_assert_uint_eq(vmimage_package_file_count(package), 2);
    ck_assert_str_eq(vmimage_package_file_name(package, 0), "a.ovf");
    ck_assert_int_eq(vmimage_package_file_is_present(package, 1), 1);
    vmimage_package_unref(package);
    ck_assert_int_eq(vmimage_package_open(NULL, folder_name("x.vmdk"), &package, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_package_disk_format(package), "descriptor");
    ck_assert_str_eq(vmimage_package_disk_create_type(package), "vmfs");
    ck_assert_uint_eq(vmimage_package_disk_capacity(package), 1048576);
    ck_assert_ptr_null(vmimage_package_image(package));
    vmimage_package_unref(package);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("x.vmdk"), &image, &error), VMIMAGE_E_UNSUPPORTED);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("gone.ovf"), &image, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("dir"), &image, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_image_from_file(NULL, folder_name("dir/"), &image, &error), VMIMAGE_E_INVALID);
    vmimage_error_unref(error);
}
END_TEST

START_TEST(links)
{
    vmimage_items *list;

    folder_dir("lib");
    folder_dir("lib/store");
    folder_ova("lib/store/a.ova", "A", NULL, 0);
    folder_dir("secret");
    folder_ova("secret/s.ova", "S", NULL, 0);
    folder_text("secret/s.vmdk", "x");
    folder_link("lib/good.ova", "store/a.ova");
    folder_link("lib/gooddir", "store/../store");
    folder_link("lib/out.ova", "../secret/s.ova");
    folder_link("lib/abs.ova", folder_name("secret/s.ova"));
    folder_link("lib/outdir", "../secret");
    folder_link("lib/dangling.iso", "nowhere");
    folder_link("lib/loop.ova", "loop2.ova");
    folder_link("lib/loop2.ova", "loop.ova");
    folder_link("lib/around", ".");
    folder_link("lib/up", "..");
    folder_link("lib/other.vmdk", "../secret/s.vmdk");
    folder_text("lib/steals.ovf", ovf_text("T", "other.vmdk", 0));
    ck_assert_int_eq(mkfifo(folder_name("lib/pipe.ova"), 0644), 0);
    before = folder_state();
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_name("lib"), NULL, &registry, NULL), VMIMAGE_OK);
    list = items();
    next_item(list, "abs", "OVF", "abs.ova: is a link that leads out of the library's folder");
    next_item(list, "around", "OVF", "around: is a link to the library's own folder");
    next_item(list, "dangling", "ISO", "dangling.iso: can't open it: no such file or folder");
    next_item(list, "good", "OVF", NULL);
    next_item(list, "gooddir", "OVF", NULL);
    next_item(list, "loop", "OVF", "loop.ova: is a link that leads round in a circle, or through more than 40 links");
    next_item(list, "loop2", "OVF", "loop2.ova: is a link that leads round in a circle, or through more than 40 links");
    next_item(list, "out", "OVF", "out.ova: leads out of the library's folder");
    next_item(list, "outdir", "OVF", "outdir: leads out of the library's folder");
    next_item(list, "pipe", "OVF", "pipe.ova: is not a regular file");
    next_item(list, "steals", "OVF", "steals.ovf:3: ");
    next_item(list, "store", "OVF", NULL);
    next_item(list, "up", "OVF", "up: leads out of the library's folder");
    no_more_items(list);
    unchanged();
}
END_TEST

static void broken_reference(const char *href, const char *trouble)
{
    vmimage_items *list;

    folder_text("x.ovf", ovf_text("X", href, 10));
    list = items();
    next_item(list, "x", "OVF", trouble);
    no_more_items(list);
}

START_TEST(references)
{
    static char longer[10001];

    folder_text("d.vmdk", "123456789");
    folder_dir("dir");
    folder_text("x.ovf", "");
    open_folder();
    free(before);
    broken_reference("d.vmdk", "x.ovf:3: the file \"d.vmdk\" has 9 bytes, but the descriptor says 10");
    broken_reference("gone.vmdk", "x.ovf:3: ");
    broken_reference("gone.vmdk", "gone.vmdk: can't open it: no such file or folder");
    broken_reference("/etc/passwd", "x.ovf:3: the href \"/etc/passwd\" is absolute");
    broken_reference("../up.vmdk", "the href \"../up.vmdk\" has \"..\" in it");
    broken_reference("a/%2e%2e/%2e%2e/up.vmdk", "no such file or folder");
    broken_reference("http://example.com/d.vmdk", "is on a web server");
    broken_reference("a\\b", "has a backslash in it");
    broken_reference("", "is empty");
    broken_reference("dir", "dir: is not a regular file");
    memset(longer, 'n', 10000);
    broken_reference(longer, "has a part of more than 255 bytes");
    folder_text("x.ovf", "");
    {
        vmimage_items *list = items();

        next_item(list, "x", "OVF", "x.ovf: is empty");
        no_more_items(list);
    }
}
END_TEST

START_TEST(wrong_kinds)
{
    vmimage_items *list;

    folder_text("a.ova", ovf_text("A", NULL, 0));
    folder_iso("b.ovf", "B");
    folder_text("c.iso", "KDMV");
    folder_text("d.ova", "\x1F\x8B\x08");
    folder_text("e.ova", "hello");
    folder_text("f\xFF.ova", "hello");
    folder_dir("g");
    folder_text("g/\xFF.ova", "hello");
    open_folder();
    list = items();
    next_item(list, "a", "OVF", "has the extension of an OVA (a tar archive), but the content of another kind (OVF)");
    next_item(list, "b", "OVF", "has the extension of an OVF descriptor, but the content of another kind (ISO)");
    next_item(list, "c", "ISO", "c.iso: VMDK: its header is truncated");
    next_item(list, "d", "OVF", "is compressed with gzip");
    next_item(list, "e", "OVF", "is no OVF descriptor, OVA, or ISO image");
    next_item(list, "f\\xff", "OVF", "its name is not valid UTF-8");
    next_item(list, "g", "OVF", "its name is not valid UTF-8");
    no_more_items(list);
    unchanged();
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, files_are_items);
    tcase_add_test(tcase, folders_are_items);
    tcase_add_test(tcase, identity);
    tcase_add_test(tcase, objects);
    tcase_add_test(tcase, file_alone);
    tcase_add_test(tcase, companions);
    tcase_add_test(tcase, archive_members);
    tcase_add_test(tcase, chunks);
    tcase_add_test(tcase, packages);
    tcase_add_test(tcase, links);
    tcase_add_test(tcase, references);
    tcase_add_test(tcase, wrong_kinds);
}

UNIT_MAIN("directory", cases)
