/*
 * SPDX-License-Identifier: Apache-2.0
 * Files of items as streams: what they give, where they begin, and that neither a name nor a change leads elsewhere.
 */
#include "unit.h"

#include <string.h>
#include <sys/resource.h>
#include <vmimage/vmimage.h>

#include "folder.h"

static vmimage_registry *registry;
static vmimage_item *item;
static vmimage_stream *stream;
static vmimage_error *error;

#define ok(call) ck_assert_msg((call) == VMIMAGE_OK, "%s: %s", #call, vmimage_error_message(error))
#define fails(call, wanted, text)                                                                                      \
    do {                                                                                                               \
        vmimage_status status_ = (call);                                                                               \
        ck_assert_msg(status_ == (wanted), "%s: %s: %s", #call, vmimage_status_name(status_),                          \
                      vmimage_error_message(error));                                                                   \
        ck_assert_msg(strstr(vmimage_error_message(error), (text)) != NULL, "%s", vmimage_error_message(error));       \
        error = vmimage_error_unref(error);                                                                            \
    } while (0)

static void start(void)
{
    folder_make();
    folder_dir("plain");
    folder_dir("plain/web");
    folder_text("plain/web/web.ovf", ovf_text("Web", "web.vmdk", 10));
    folder_text("plain/web/web.vmdk", "0123456789");
    folder_ova("plain/box.ova", "Box", "box.vmdk", 1000);
}

static void stop(void)
{
    stream = vmimage_stream_unref(stream);
    item = vmimage_item_unref(item);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void open_item(const char *folder, const char *name)
{
    registry = vmimage_registry_unref(registry);
    item = vmimage_item_unref(item);
    ok(vmimage_registry_open(NULL, folder_name(folder), NULL, &registry, &error));
    ok(vmimage_registry_get_item(registry, NULL, name, &item, &error));
}

static vmimage_status open_file(const char *name)
{
    stream = vmimage_stream_unref(stream);
    return vmimage_registry_open_file(registry, item, name, &stream, &error);
}

static size_t read_all(char *text, size_t size, size_t step)
{
    size_t used = 0, got = 0;
    vmimage_status status;

    while (used + step < size &&
           (status = vmimage_stream_read(stream, text + used, step, &got, &error)) == VMIMAGE_OK) {
        ck_assert_uint_gt(got, 0);
        used += got;
        ck_assert_uint_eq(vmimage_stream_offset(stream), used);
    }
    ck_assert_int_eq(status, VMIMAGE_DONE);
    ck_assert_uint_eq(got, 0);
    text[used] = '\0';
    return used;
}

START_TEST(plain_folder)
{
    char text[4096];

    open_item("plain", "web");
    ok(open_file("web.vmdk"));
    ck_assert_str_eq(vmimage_stream_name(stream), "web.vmdk");
    ck_assert_uint_eq(vmimage_stream_size(stream), 10);
    ck_assert_uint_eq(vmimage_stream_offset(stream), 0);
    ck_assert_uint_eq(read_all(text, sizeof(text), 3), 10);
    ck_assert_str_eq(text, "0123456789");
    ok(open_file("web.ovf"));
    ck_assert_uint_eq(read_all(text, sizeof(text), 512), strlen(ovf_text("Web", "web.vmdk", 10)));
    ck_assert_str_eq(text, ovf_text("Web", "web.vmdk", 10));
}
END_TEST

/* An archive that lies in a plain folder is one file; what is in it is not unpacked. */
START_TEST(archive)
{
    char text[4096];
    struct stat st;
    size_t got;

    open_item("plain", "box");
    ok(open_file("box.ova"));
    ck_assert_int_eq(stat(folder_name("plain/box.ova"), &st), 0);
    ck_assert_uint_eq(vmimage_stream_size(stream), (uint64_t)st.st_size);
    ok(vmimage_stream_read(stream, text, sizeof(text), &got, &error));
    ck_assert_str_eq(text, "a.ovf");
    fails(open_file("a.ovf"), VMIMAGE_E_NOT_FOUND, "no file of this name");
}
END_TEST

START_TEST(seeking)
{
    char text[16] = "";
    size_t got;

    open_item("plain", "web");
    ok(open_file("web.vmdk"));
    ok(vmimage_stream_seek(stream, 7, &error));
    ck_assert_uint_eq(vmimage_stream_offset(stream), 7);
    ok(vmimage_stream_read(stream, text, sizeof(text), &got, &error));
    ck_assert_uint_eq(got, 3);
    ck_assert_str_eq(text, "789");
    ok(vmimage_stream_seek(stream, 10, &error));
    ck_assert_int_eq(vmimage_stream_read(stream, text, sizeof(text), &got, &error), VMIMAGE_DONE);
    fails(vmimage_stream_seek(stream, 11, &error), VMIMAGE_E_INVALID, "behind the end");
    ck_assert_uint_eq(vmimage_stream_offset(stream), 10);
    ok(vmimage_stream_seek(stream, 0, &error));
    ok(vmimage_stream_read(stream, text, 1, &got, &error));
    ck_assert_int_eq(text[0], '0');
    fails(vmimage_stream_read(stream, text, 0, &got, &error), VMIMAGE_E_MISUSE, "capacity");
}
END_TEST

START_TEST(kept_library)
{
    char id[VMIMAGE_UUID_SIZE], text[2048];

    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", NULL, &registry, &error));
    ok(vmimage_keep_add(registry, folder_name("plain/box.ova"), NULL, NULL, id, &error));
    ok(vmimage_registry_get_item(registry, NULL, id, &item, &error));
    ok(open_file("box.vmdk"));
    ck_assert_uint_eq(read_all(text, sizeof(text), 600), 1000);
    /* The item is looked for, so a new content is found, too. */
    folder_ova("plain/box.ova", "Box", "box.vmdk", 1200);
    ok(vmimage_keep_replace(registry, id, folder_name("plain/box.ova"), &error));
    ok(open_file("box.vmdk"));
    ck_assert_uint_eq(vmimage_stream_size(stream), 1200);
    ok(vmimage_keep_remove(registry, id, &error));
    fails(open_file("box.vmdk"), VMIMAGE_E_NOT_FOUND, "no item with this ID");
    ck_assert_ptr_null(stream);
}
END_TEST

static void write_list(const char *href, unsigned size)
{
    char text[2048];

    (void)snprintf(
        text, sizeof(text),
        "{\"items\":[{\"id\":\"urn:uuid:6c1b1d1e-1f4c-4a4b-8c7d-0f9e8d7c6b5a\",\"name\":\"web\",\"version\":\"2\","
        "\"type\":"
        "\"vcsp.ovf\",\"selfHref\":\"web/item.json\",\"files\":[{\"name\":\"web.ovf\",\"hrefs\":[\"web/web.ovf\"]},"
        "{\"name\":\"web.vmdk\",\"size\":%u,\"hrefs\":[\"%s\"]}]}]}",
        size, href);
    folder_text("plain/items.json", text);
}

/* Where the items stand in the list is remembered, and forgotten when it is another list. */
START_TEST(one_after_the_other)
{
    static const char *const names[] = {"first", "second", "third"};
    char id[VMIMAGE_UUID_SIZE], text[2048];

    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", NULL, &registry, &error));
    for (size_t i = 0; i < 3; i++) {
        folder_ova("plain/box.ova", names[i], "box.vmdk", 1000 + i);
        ok(vmimage_keep_add(registry, folder_name("plain/box.ova"), names[i], NULL, id, &error));
    }
    for (size_t i = 0; i < 6; i++) {
        item = vmimage_item_unref(item);
        ok(vmimage_registry_get_item(registry, NULL, names[i % 3], &item, &error));
        ok(open_file("box.vmdk"));
        ck_assert_uint_eq(read_all(text, sizeof(text), 600), 1000 + i % 3);
    }
    ok(vmimage_keep_remove(registry, "first", &error));
    ok(open_file("box.vmdk"));
    ck_assert_uint_eq(vmimage_stream_size(stream), 1002);
    item = vmimage_item_unref(item);
    ok(vmimage_registry_get_item(registry, NULL, "second", &item, &error));
    ok(open_file("box.vmdk"));
    ck_assert_uint_eq(vmimage_stream_size(stream), 1001);
    ok(vmimage_keep_remove(registry, "second", &error));
    fails(open_file("box.vmdk"), VMIMAGE_E_NOT_FOUND, "no item with this ID");
}
END_TEST

START_TEST(what_the_library_says)
{
    folder_text("plain/lib.json", "{\"vcspVersion\":\"2\",\"version\":\"1\",\"name\":\"l\",\"id\":"
                                  "\"urn:uuid:3fdf2a9c-0c3e-4b13-9d19-5f1f0f5b7c11\",\"itemsHref\":\"items.json\"}");
    write_list("web/web.vmdk", 10);
    open_item("plain", "web");
    ok(open_file("web.vmdk"));
    write_list("web/web.vmdk", 11);
    fails(open_file("web.vmdk"), VMIMAGE_E_INTEGRITY, "has 10 bytes, but the library says 11");
    ok(open_file("web.ovf")); /* there is nothing wrong with this one */
    folder_text("secret", "0123456789");
    write_list("../secret", 10);
    fails(open_file("web.vmdk"), VMIMAGE_E_INVALID, "\"../secret\"");
    folder_link("plain/web/link", "../../secret");
    write_list("web/link", 10);
    fails(open_file("web.vmdk"), VMIMAGE_E_INVALID, "leads out of the library's folder");
    fails(open_file("../secret"), VMIMAGE_E_INVALID, "leads out"); /* the item is broken, so nobody knows its files */
    write_list("web/web.vmdk", 10);
    fails(open_file("../secret"), VMIMAGE_E_NOT_FOUND, "no file of this name");
}
END_TEST

/* A file that gets shorter or is written to while it is read is not what was promised. */
START_TEST(changes)
{
    char text[64];
    size_t got;

    open_item("plain", "web");
    ok(open_file("web.vmdk"));
    ok(vmimage_stream_read(stream, text, 4, &got, &error));
    ck_assert_int_eq(truncate(folder_name("plain/web/web.vmdk"), 4), 0);
    fails(vmimage_stream_read(stream, text, 4, &got, &error), VMIMAGE_E_INTEGRITY, "at byte 4 of 10");
    ck_assert_uint_eq(got, 0);
    folder_text("plain/web/web.vmdk", "0123456789");
    ok(open_file("web.vmdk"));
    ok(vmimage_stream_read(stream, text, 10, &got, &error));
    ck_assert_int_eq(truncate(folder_name("plain/web/web.vmdk"), 20), 0);
    fails(vmimage_stream_read(stream, text, 10, &got, &error), VMIMAGE_E_INTEGRITY, "was changed");
}
END_TEST

START_TEST(limits)
{
    char text[64];
    size_t got;

    open_item("plain", "web");
    ok(open_file("web.vmdk"));
    vmimage_registry_interrupt(registry);
    fails(vmimage_stream_read(stream, text, 4, &got, &error), VMIMAGE_E_CANCELLED, "interrupted");
    ok(vmimage_stream_read(stream, text, 4, &got, &error));
    ck_assert_int_eq(text[0], '0');
    vmimage_registry_interrupt(registry);
    fails(open_file("web.vmdk"), VMIMAGE_E_CANCELLED, "interrupted");
    /* The stream keeps the registry. */
    ok(open_file("web.vmdk"));
    registry = vmimage_registry_unref(registry);
    vmimage_stream_unref(vmimage_stream_ref(stream));
    ok(vmimage_stream_read(stream, text, 4, &got, &error));
}
END_TEST

START_TEST(without_id)
{
    static const char json[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\",\"metadata\":"
        "{\"name\":\"clitem-1\"}}";

    ok(vmimage_registry_open(NULL, folder_name("plain"), NULL, &registry, &error));
    ok(vmimage_item_from_json(json, strlen(json), &item, &error));
    fails(open_file("web.vmdk"), VMIMAGE_E_INVALID, "no ID");
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, plain_folder);
    tcase_add_test(tcase, archive);
    tcase_add_test(tcase, seeking);
    tcase_add_test(tcase, kept_library);
    tcase_add_test(tcase, one_after_the_other);
    tcase_add_test(tcase, what_the_library_says);
    tcase_add_test(tcase, changes);
    tcase_add_test(tcase, limits);
    tcase_add_test(tcase, without_id);
}

UNIT_MAIN("stream", cases)
