/*
 * SPDX-License-Identifier: Apache-2.0
 * VCSP libraries: read as they are, with all the ways in which publishers write them; a broken item hides no other.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#include "folder.h"

#define LIB "3fdf2a9c-0c3e-4b13-9d19-5f1f0f5b7c11"
#define ONE "6a4c41d7-67f8-47de-a9b5-a9d3b4ec0f88"
#define TWO "e1968c25-dd84-4506-8dc7-9beacb6b688e"

static vmimage_registry *registry;
static vmimage_context *context;
static char log_text[4096];

static void take_log(void *data, int32_t level, const char *module, const char *message)
{
    (void)data;
    (void)level;
    (void)module;
    (void)snprintf(log_text + strlen(log_text), sizeof(log_text) - strlen(log_text), "%s\n", message);
}

static void start(void)
{
    folder_make();
    log_text[0] = '\0';
    context = vmimage_context_new();
    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_WARNING, take_log, NULL, NULL), VMIMAGE_OK);
    folder_text("lib.json",
                "{\"vcspVersion\":\"2\",\"version\":7,\"contentVersion\":\"1\",\"name\":\"demo\","
                "\"id\":\"urn:uuid:" LIB "\",\"created\":\"2026-01-31T09:15Z\",\"itemsHref\":\"items.json\"}");
    folder_dir("one");
    folder_text("one/a.ovf", ovf_text("One", "a disk.vmdk", 3));
    folder_text("one/a disk.vmdk", "123");
}

static void stop(void)
{
    registry = vmimage_registry_unref(registry);
    context = vmimage_context_unref(context);
    folder_remove();
}

static void open_folder(void)
{
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage_registry_open(context, folder_path, NULL, &registry, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
}

/* An item called "one" with a descriptor and a disk, whose parts can be replaced. */
static const char *item_text(const char *id, const char *version, const char *size, const char *href)
{
    static char text[4][32768];
    static int turn;
    char *out = text[turn = (turn + 1) % 4];

    (void)snprintf(out, sizeof(text[0]),
                   "{\"id\":\"%s\",\"name\":\"one\",\"type\":\"vcsp.ovf\",%s,\"created\":\"2026-01-31T09:15:01.123Z\","
                   "\"description\":\"d\",\"selfHref\":\"one/item.json\",\"files\":["
                   "{\"name\":\"a.ovf\",\"size\":%zu,\"hrefs\":[\"one/a.ovf\"]},"
                   "{\"name\":\"a disk.vmdk\",\"size\":%s,\"hrefs\":%s}]}",
                   id, version, strlen(ovf_text("One", "a disk.vmdk", 3)), size, href);
    return out;
}

static void write_items(const char *first, const char *second)
{
    static char text[131072];

    (void)snprintf(text, sizeof(text), "{\"items\":[%s%s%s]}", first, second != NULL ? "," : "",
                   second != NULL ? second : "");
    folder_text("items.json", text);
}

static vmimage_item *only_item(void)
{
    vmimage_items *list = NULL;
    vmimage_item *item = NULL, *other = NULL;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage_registry_items(registry, NULL, &list, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    ck_assert_int_eq(vmimage_items_next(list, &item, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_items_next(list, &other, NULL), VMIMAGE_DONE);
    vmimage_items_unref(list);
    return item;
}

static const char *trouble(const vmimage_item *item)
{
    const char *message = vmimage_condition_message(vmimage_item_condition(item, "Ready"));

    return message != NULL ? message : "";
}

START_TEST(reads_as_it_is)
{
    vmimage_library *library = NULL;
    vmimage_item *item;
    vmimage_image *image = NULL;

    write_items(
        item_text("urn:uuid:" ONE, "\"version\":\"2\",\"contentVersion\":\"5\"", "3", "[\"one/a%20disk.vmdk\"]"), NULL);
    open_folder();
    ck_assert_int_eq(vmimage_registry_get_library(registry, NULL, "demo", &library, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_library_id(library), LIB);
    ck_assert_str_eq(vmimage_library_version(library), "7");
    ck_assert_str_eq(vmimage_library_creation_time(library), "2026-01-31T09:15:00Z");
    vmimage_library_unref(library);
    item = only_item();
    ck_assert_msg(vmimage_item_is_ready(item), "%s", trouble(item));
    ck_assert_str_eq(vmimage_item_id(item), ONE);
    ck_assert_str_eq(vmimage_item_name(item), "clitem-31ee3a867a00f68bc");
    ck_assert_str_eq(vmimage_item_display_name(item), "one");
    ck_assert_str_eq(vmimage_item_type(item), "OVF");
    ck_assert_str_eq(vmimage_item_version(item), "2");
    ck_assert_str_eq(vmimage_item_content_version(item), "5");
    ck_assert_str_eq(vmimage_item_creation_time(item), "2026-01-31T09:15:01Z");
    ck_assert_str_eq(vmimage_item_description(item), "d");
    ck_assert_uint_eq(vmimage_item_file_count(item), 2);
    vmimage_item_unref(item);
    ck_assert_int_eq(vmimage_registry_get_image(registry, NULL, "vmi-31ee3a867a00f68bc", &image, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_product(image), "One");
    ck_assert_str_eq(vmimage_image_content_version(image), "5");
    vmimage_image_unref(image);
    ck_assert_str_eq(log_text, "");
}
END_TEST

static const struct {
    const char *id, *version, *size, *href, *content_version;
} lax[] = {
    {ONE, "\"version\":9", "\"3\"", "[\"a disk.vmdk\"]", "9"},
    {ONE, "\"version\":\"9\"", "3", "{\"0\":\"one/a disk.vmdk\"}", "9"},
    {ONE, "\"contentVersion\":4", "3", "[]", "4"},
    {ONE, "\"version\":18446744073709551615", "3", "\"one/a disk.vmdk\"", NULL},
};

START_TEST(lax_publishers)
{
    open_folder();
    for (size_t i = 0; i < sizeof(lax) / sizeof(lax[0]); i++) {
        vmimage_item *item;

        write_items(item_text(lax[i].id, lax[i].version, lax[i].size, lax[i].href), NULL);
        item = only_item();
        ck_assert_msg(vmimage_item_is_ready(item), "%zu: %s", i, trouble(item));
        if (lax[i].content_version != NULL)
            ck_assert_str_eq(vmimage_item_content_version(item), lax[i].content_version);
        vmimage_item_unref(item);
    }
}
END_TEST

static const struct {
    const char *id, *size, *href, *trouble;
} bad[] = {
    {"urn:uuid:" ONE, "4", "[\"one/a disk.vmdk\"]", "the file \"a disk.vmdk\" has 3 bytes, but the library says 4"},
    {"urn:uuid:" ONE, "-1", "[\"one/a disk.vmdk\"]", "a size is no number of bytes"},
    {"urn:uuid:" ONE, "3", "[\"one/gone.vmdk\"]", "there is no file for \"a disk.vmdk\""},
    {"urn:uuid:" ONE, "3", "[\"../up.vmdk\"]", "the href \"../up.vmdk\" has \"..\" in it"},
    {"urn:uuid:" ONE, "3", "[\"/etc/passwd\"]", "the href \"/etc/passwd\" is absolute"},
    {"urn:uuid:" ONE, "3", "[\"one/%2e%2e/%2e%2e/up\"]", "there is no file for"},
    {"urn:uuid:" ONE, "3", "[\"https://example.com/a\"]", "is on a web server"},
    {"urn:uuid:" ONE, "3", "[\"one\"]", "one: is not a regular file"},
    {"urn:uuid:" ONE, "3", "[\"out/s\"]", "leads out of the library's folder"},
    {"abc", "3", "[\"one/a disk.vmdk\"]", "its ID is no UUID: \"abc\""},
    {"", "3", "[\"one/a disk.vmdk\"]", "its ID is no UUID: \"\""},
};

START_TEST(broken_items)
{
    folder_link("out", "..");
    open_folder();
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        vmimage_item *item;

        write_items(item_text(bad[i].id, "\"version\":\"2\"", bad[i].size, bad[i].href), NULL);
        item = only_item();
        ck_assert(!vmimage_item_is_ready(item));
        ck_assert_msg(strstr(trouble(item), bad[i].trouble) != NULL, "\"%s\" is not in \"%s\"", bad[i].trouble,
                      trouble(item));
        ck_assert_msg(strstr(trouble(item), "items.json: item 1 (one)") != NULL ||
                          strstr(trouble(item), "one: is") != NULL || strstr(trouble(item), "out") != NULL,
                      "%s", trouble(item));
        ck_assert_str_eq(vmimage_item_display_name(item), "one");
        vmimage_item_unref(item);
    }
}
END_TEST

static const char *const other[][2] = {
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"type\":\"vcsp.iso\",\"files\":[]}", "has no files"},
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"type\":\"vcsp.iso\"}", "has no files"},
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"files\":[{\"name\":\"../x\"}]}", "the name \"../x\" of a file has \"..\""},
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"files\":[{\"name\":\"one/a.ovf\"}]}",
     "the name \"one/a.ovf\" of a file is a path"},
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"files\":[{}]}", "the name \"\" of a file is empty"},
    {"{\"id\":\"" TWO
     "\",\"name\":\"two\",\"type\":\"vcsp.iso\",\"files\":[{\"name\":\"a.ovf\",\"hrefs\":[\"one/a.ovf\"]}]}",
     "none of its files can be the content of an item of type \"ISO\""},
    {"{\"id\":\"" TWO "\",\"name\":\"two\",\"files\":[{\"name\":\"a.ovf\",\"hrefs\":[\"one/a.ovf\"]}]}",
     "the item has no file \"a disk.vmdk\", which the descriptor names"},
    {"{\"id\":\"" TWO "\"}", "has no \"name\""},
    {"{\"name\":\"two\"}", "has no \"id\""},
    {"42", "has no \"id\""},
    {"{\"id\":\"urn:uuid:" ONE "\",\"name\":\"two\",\"files\":[]}", "another item of the library has the same ID"},
};

/* A good item is seen whatever stands beside it. */
START_TEST(broken_hides_no_other)
{
    open_folder();
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
        vmimage_items *list = NULL;
        vmimage_images *images = NULL;
        vmimage_item *item = NULL;
        vmimage_image *image = NULL;
        int good = 0, broken = 0;

        write_items(item_text("urn:uuid:" ONE, "\"version\":\"2\"", "3", "[\"one/a disk.vmdk\"]"), other[i][0]);
        ck_assert_int_eq(vmimage_registry_items(registry, NULL, &list, NULL), VMIMAGE_OK);
        while (vmimage_items_next(list, &item, NULL) == VMIMAGE_OK) {
            if (vmimage_item_is_ready(item)) {
                good++;
            } else {
                broken++;
                ck_assert_msg(strstr(trouble(item), other[i][1]) != NULL, "\"%s\" is not in \"%s\"", other[i][1],
                              trouble(item));
            }
            vmimage_item_unref(item);
        }
        vmimage_items_unref(list);
        ck_assert_int_eq(good, 1);
        ck_assert_int_eq(broken, 1);
        ck_assert_int_eq(vmimage_registry_images(registry, NULL, &images, NULL), VMIMAGE_OK);
        while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
            const vmimage_condition *ready = vmimage_image_condition(image, "Ready");

            if (vmimage_image_is_ready(image))
                good++;
            else
                ck_assert_msg(strstr(vmimage_condition_message(ready), other[i][1]) != NULL, "%s",
                              vmimage_condition_message(ready));
            vmimage_image_unref(image);
        }
        vmimage_images_unref(images);
        ck_assert_int_eq(good, 2);
    }
}
END_TEST

START_TEST(lost_list)
{
    vmimage_item *item;

    folder_text("one/item.json", item_text("urn:uuid:" ONE, "\"version\":\"2\"", "3", "[\"one/a disk.vmdk\"]"));
    open_folder();
    item = only_item();
    ck_assert_msg(vmimage_item_is_ready(item), "%s", trouble(item));
    ck_assert_ptr_nonnull(
        strstr(log_text, "items.json: can't open it: no such file or folder: the list of items is made"));
    vmimage_item_unref(item);
    log_text[0] = '\0';
    folder_text("items.json", "{\"items\":[");
    item = only_item();
    ck_assert_str_eq(vmimage_item_id(item), ONE);
    vmimage_item_unref(item);
    ck_assert_ptr_nonnull(strstr(log_text, "items.json:1: "));
    folder_text("items.json", "{}");
    vmimage_item_unref(only_item());
    folder_text("one/item.json", "{");
    item = only_item();
    ck_assert(!vmimage_item_is_ready(item));
    ck_assert_ptr_nonnull(strstr(trouble(item), "one/item.json:1: "));
    vmimage_item_unref(item);
}
END_TEST

START_TEST(empty_library)
{
    vmimage_items *list = NULL;
    vmimage_item *item = NULL;

    write_items("", NULL);
    open_folder();
    ck_assert_int_eq(vmimage_registry_items(registry, NULL, &list, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_items_next(list, &item, NULL), VMIMAGE_DONE);
    vmimage_items_unref(list);
}
END_TEST

/* Publishers that encode, or that write where a server had the item. */
START_TEST(self_hrefs)
{
    static const char *const selves[] = {"tw%20o/item.json", "tw o/item.json", "/cls/vcsp/lib/x/",
                                         "https://h/x/item.json"};
    char text[1024];

    folder_dir("tw o");
    folder_text("tw o/x.ovf", ovf_text("Two", NULL, 0));
    folder_text("x.ovf", ovf_text("Two", NULL, 0));
    open_folder();
    for (size_t i = 0; i < sizeof(selves) / sizeof(selves[0]); i++) {
        vmimage_item *item;

        (void)snprintf(text, sizeof(text),
                       "{\"id\":\"" TWO
                       "\",\"name\":\"two\",\"selfHref\":\"%s\",\"files\":[{\"name\":\"x.ovf\",\"hrefs\":["
                       "\"x.ovf\"]}]}",
                       selves[i]);
        write_items(text, NULL);
        if (i < 2)
            (void)unlink(folder_name("x.ovf"));
        else
            folder_text("x.ovf", ovf_text("Two", NULL, 0));
        item = only_item();
        ck_assert_msg(vmimage_item_is_ready(item), "%s: %s", selves[i], trouble(item));
        vmimage_item_unref(item);
    }
}
END_TEST

START_TEST(other_files)
{
    vmimage_item *item;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;

    folder_text("one/notes.txt", "n");
    write_items("{\"id\":\"" TWO
                "\",\"name\":\"two\",\"type\":\"vcsp.other\",\"files\":[{\"name\":\"notes.txt\",\"size\":1,"
                "\"hrefs\":[\"one/notes.txt\"]}]}",
                NULL);
    open_folder();
    item = only_item();
    ck_assert(vmimage_item_is_ready(item));
    ck_assert_ptr_null(vmimage_item_type(item));
    vmimage_item_unref(item);
    ck_assert_int_eq(vmimage_registry_images(registry, NULL, &images, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_images_next(images, &image, NULL), VMIMAGE_DONE);
    vmimage_images_unref(images);
}
END_TEST

static void bad_library(const char *text, const char *wanted)
{
    vmimage_error *error = NULL;

    folder_text("lib.json", text);
    ck_assert_int_eq(vmimage_registry_open(context, folder_path, NULL, &registry, &error), VMIMAGE_E_PARSE);
    ck_assert_ptr_null(registry);
    ck_assert_msg(strstr(vmimage_error_message(error), wanted) != NULL, "\"%s\" is not in \"%s\"", wanted,
                  vmimage_error_message(error));
    vmimage_error_unref(error);
}

START_TEST(bad_libraries)
{
    bad_library("{\n\"name\":", "lib.json:2: ");
    bad_library("[]", "lib.json: is an array instead of an object");
    bad_library("{\"name\":\"x\"}", "lib.json: \"id\" is missing");
    bad_library("{\"name\":\"x\",\"id\":\"urn:uuid:1\"}", "lib.json: \"id\" is no UUID");
    bad_library("{\"id\":\"" LIB "\"}", "lib.json: \"name\" is missing or empty");
    bad_library("{\"id\":\"" LIB "\",\"name\":\"\xFF\"}", "lib.json:1: ");
}
END_TEST

START_TEST(opened_by_its_file)
{
    write_items("", NULL);
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_name("lib.json"), NULL, &registry, NULL), VMIMAGE_OK);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, reads_as_it_is);
    tcase_add_test(tcase, lax_publishers);
    tcase_add_test(tcase, broken_items);
    tcase_add_test(tcase, broken_hides_no_other);
    tcase_add_test(tcase, lost_list);
    tcase_add_test(tcase, empty_library);
    tcase_add_test(tcase, self_hrefs);
    tcase_add_test(tcase, other_files);
    tcase_add_test(tcase, bad_libraries);
    tcase_add_test(tcase, opened_by_its_file);
}

UNIT_MAIN("vcsp", cases)
