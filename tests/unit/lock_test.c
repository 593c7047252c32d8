/*
 * SPDX-License-Identifier: Apache-2.0
 * Locks: made from a folder, written and read, and every kind of drift found.
 */
#include "unit.h"

#include <stdbool.h>
#include <string.h>
#include <vmimage/base.h>
#include <vmimage/lock.h>
#include <vmimage/registry.h>
#include <vmimage/resolve.h>
#include <vmimage/version.h>

#include "folder.h"

static vmimage_registry *registry;

static void set_up(void)
{
    folder_make();
    folder_dir("web");
    folder_text("web/web.ovf", ovf_text("Web", "disk.vmdk", 7));
    folder_text("web/disk.vmdk", "content");
    folder_iso("rescue.iso", "rescue");
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL), VMIMAGE_OK);
}

static void tear_down(void)
{
    registry = vmimage_registry_unref(registry);
    folder_remove();
}

static vmimage_lock *lock_both(void)
{
    vmimage_lock *lock = vmimage_lock_new();

    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "web", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_lock_add(lock, registry, "team", "rescue", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "web", NULL), VMIMAGE_OK);
    return lock;
}

START_TEST(pins)
{
    vmimage_lock *lock = lock_both();

    ck_assert_uint_eq(vmimage_lock_count(lock), 2);
    ck_assert_str_eq(vmimage_lock_name(lock, 0), "rescue");
    ck_assert_str_eq(vmimage_lock_namespace(lock, 0), "team");
    ck_assert_ptr_null(vmimage_lock_namespace(lock, 1));
    ck_assert_str_eq(vmimage_lock_kind(lock, 1), "VirtualMachineImage");
    ck_assert_int_eq(strncmp(vmimage_lock_id(lock, 1), "vmi-", 4), 0);
    ck_assert_uint_eq(strlen(vmimage_lock_item_id(lock, 1)), 36);
    ck_assert_ptr_nonnull(vmimage_lock_content_version(lock, 1));
    ck_assert_uint_eq(vmimage_lock_file_count(lock, 1), 2);
    ck_assert_str_eq(vmimage_lock_file_name(lock, 1, 0), "disk.vmdk");
    ck_assert_uint_eq(vmimage_lock_file_size(lock, 1, 0), 7);
    ck_assert_ptr_null(vmimage_lock_file_name(lock, 1, 2));
    ck_assert_ptr_null(vmimage_lock_name(lock, 2));
    vmimage_lock_unref(lock);
}
END_TEST

START_TEST(from_lists)
{
    vmimage_lock *lock = vmimage_lock_new(), *same = lock_both();
    vmimage_image *images[2] = {NULL, NULL};
    vmimage_item *items[2] = {NULL, NULL};
    vmimage_string *text[2] = {NULL, NULL};

    ck_assert_int_eq(vmimage_resolve(registry, NULL, "web", 0, &images[0], NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_resolve(registry, NULL, "rescue", 0, &images[1], NULL), VMIMAGE_OK);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            vmimage_registry_get_item(registry, NULL, vmimage_image_provider_item_id(images[i]), &items[i], NULL),
            VMIMAGE_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(vmimage_lock_add_from(lock, (const vmimage_image *const *)images, 2,
                                               (const vmimage_item *const *)items, 2, i == 0 ? NULL : "team",
                                               i == 0 ? "web" : "rescue", NULL),
                         VMIMAGE_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        vmimage_image_unref(images[i]);
        vmimage_item_unref(items[i]);
    }
    ck_assert_int_eq(vmimage_lock_add_from(lock, NULL, 0, NULL, 0, NULL, "web", NULL), VMIMAGE_E_NOT_FOUND);
    ck_assert_int_eq(vmimage_lock_to_json(lock, &text[0], NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_lock_to_json(same, &text[1], NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(text[0]), vmimage_string_data(text[1]));
    vmimage_string_unref(text[0]);
    vmimage_string_unref(text[1]);
    vmimage_lock_unref(lock);
    vmimage_lock_unref(same);
}
END_TEST

START_TEST(not_pinned)
{
    vmimage_lock *lock = vmimage_lock_new();
    vmimage_error *error = NULL;

    folder_text("broken.ovf", "<?xml version=\"1.0\"?><Envelope>");
    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "none", NULL), VMIMAGE_E_NOT_FOUND);
    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "broken", &error), VMIMAGE_E_NOT_READY);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "broken: the image is not ready: "));
    ck_assert_uint_eq(vmimage_lock_count(lock), 0);
    vmimage_error_unref(error);
    vmimage_lock_unref(lock);
}
END_TEST

static const char sample[] = "{\n"
                             "  \"images\": {\n"
                             "    \"a \\\"b\\\"\": {\n"
                             "      \"contentVersion\": \"3\",\n"
                             "      \"files\": {\n"
                             "        \"a.ovf\": {\n"
                             "          \"size\": 9007199254740993\n"
                             "        },\n"
                             "        \"b.vmdk\": {\n"
                             "          \"size\": 0,\n"
                             "          \"version\": \"1\"\n"
                             "        }\n"
                             "      },\n"
                             "      \"id\": \"vmi-1\",\n"
                             "      \"item\": \"i\",\n"
                             "      \"kind\": \"VirtualMachineImage\",\n"
                             "      \"namespace\": \"n\"\n"
                             "    },\n"
                             "    \"c\": {\n"
                             "      \"id\": \"vmi-2\",\n"
                             "      \"kind\": \"ClusterVirtualMachineImage\"\n"
                             "    }\n"
                             "  },\n"
                             "  \"lockVersion\": 1\n"
                             "}\n";

static void round_trip(const char *json, const char *wanted)
{
    vmimage_lock *lock = NULL;
    vmimage_string *text = NULL;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage_lock_from_json(json, strlen(json), &lock, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    ck_assert_int_eq(vmimage_lock_to_json(lock, &text, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(text), wanted);
    vmimage_string_unref(text);
    vmimage_lock_unref(lock);
}

START_TEST(text)
{
    round_trip(sample, sample);
    round_trip("{\"lockVersion\":1,\"images\":{}}", "{\n  \"images\": {},\n  \"lockVersion\": 1\n}\n");
    round_trip("{\"lockVersion\":1,\"images\":{\"c\":{\"kind\":\"ClusterVirtualMachineImage\",\"id\":\"vmi-2\"},"
               "\"a \\\"b\\\"\":{\"files\":{\"b.vmdk\":{\"version\":\"1\",\"size\":0},\"a.ovf\":{\"size\":"
               "9007199254740993}},\"namespace\":\"n\",\"kind\":\"VirtualMachineImage\",\"item\":\"i\",\"id\":"
               "\"vmi-1\",\"contentVersion\":\"3\"}}}",
               sample);
}
END_TEST

#define IMAGE(members) "{\"lockVersion\":1,\"images\":{\"a\":{\"id\":\"i\",\"kind\":\"k\"" members "}}}"

START_TEST(bad_text)
{
    static const struct {
        const char *json;
        vmimage_status status;
        const char *message;
    } table[] = {
        {"{\n,", VMIMAGE_E_PARSE, "lock:2: "},
        {"[]", VMIMAGE_E_PARSE, "lock: an object is expected, not an array"},
        {"{\"images\":{}}", VMIMAGE_E_PARSE, "lock: lockVersion: a number is expected"},
        {"{\"lockVersion\":2,\"pins\":[]}", VMIMAGE_E_UNSUPPORTED, "lockVersion: is 2"},
        {"{\"lockVersion\":1}", VMIMAGE_E_PARSE, "lock: images: an object is expected"},
        {"{\"lockVersion\":1,\"images\":{},\"more\":1}", VMIMAGE_E_PARSE, "lock: more: is not known"},
        {"{\"lockVersion\":1,\"images\":{},\"images\":{}}", VMIMAGE_E_PARSE, "lock: images: is there twice"},
        {"{\"lockVersion\":1,\"images\":{\"a\":1}}", VMIMAGE_E_PARSE, "lock: images[a]: an object is expected"},
        {"{\"lockVersion\":1,\"images\":{\"\":{}}}", VMIMAGE_E_PARSE, "the name is empty"},
        {"{\"lockVersion\":1,\"images\":{\"a\":{\"kind\":\"k\"}}}", VMIMAGE_E_PARSE, "images[a].id: is missing"},
        {"{\"lockVersion\":1,\"images\":{\"a\":{\"id\":\"i\"}}}", VMIMAGE_E_PARSE, "images[a].kind: is missing"},
        {"{\"lockVersion\":1,\"images\":{\"a\":{\"id\":\"i\",\"kind\":\"k\"},\"a\":{\"id\":\"i\",\"kind\":\"k\"}}}",
         VMIMAGE_E_PARSE, "images[a]: is there twice"},
        {IMAGE(",\"id\":\"j\""), VMIMAGE_E_PARSE, "images[a].id: is there twice"},
        {IMAGE(",\"item\":\"\""), VMIMAGE_E_PARSE, "images[a].item: a text that is not empty"},
        {IMAGE(",\"item\":7"), VMIMAGE_E_PARSE, "images[a].item: a text that is not empty"},
        {IMAGE(",\"colour\":\"red\""), VMIMAGE_E_PARSE, "images[a].colour: is not known"},
        {IMAGE(",\"files\":[]"), VMIMAGE_E_PARSE, "images[a].files: one object is expected"},
        {IMAGE(",\"files\":{\"f\":7}"), VMIMAGE_E_PARSE, "images[a].files[f]: an object is expected"},
        {IMAGE(",\"files\":{\"f\":{}}"), VMIMAGE_E_PARSE, "images[a].files[f].size: is missing"},
        {IMAGE(",\"files\":{\"f\":{\"size\":-1}}"), VMIMAGE_E_PARSE, "files[f].size: a number of bytes"},
        {IMAGE(",\"files\":{\"f\":{\"size\":1.5}}"), VMIMAGE_E_PARSE, "files[f].size: a number of bytes"},
        {IMAGE(",\"files\":{\"f\":{\"size\":1,\"size\":1}}"), VMIMAGE_E_PARSE, "files[f].size: is there twice"},
        {IMAGE(",\"files\":{\"f\":{\"size\":1,\"x\":1}}"), VMIMAGE_E_PARSE, "files[f].x: is not known"},
        {IMAGE(",\"files\":{\"f\":{\"size\":1},\"f\":{\"size\":1}}"), VMIMAGE_E_PARSE, "the same file is there twice"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        vmimage_lock *lock = NULL;
        vmimage_error *error = NULL;

        ck_assert_msg(vmimage_lock_from_json(table[i].json, strlen(table[i].json), &lock, &error) == table[i].status,
                      "%s: %s", table[i].json, vmimage_error_message(error));
        ck_assert_ptr_null(lock);
        ck_assert_msg(strstr(vmimage_error_message(error), table[i].message) != NULL, "%s",
                      vmimage_error_message(error));
        vmimage_error_unref(error);
    }
}
END_TEST

/* Fields that differ, with blanks between them; "-name" for a name without an image. */
static void expect(const vmimage_lock *lock, const char *wanted)
{
    vmimage_registry *again = NULL;
    vmimage_drift *drift = NULL;
    char found[1024] = "";

    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &again, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_lock_check(lock, again, &drift, NULL), VMIMAGE_OK);
    for (size_t i = 0; i < vmimage_drift_count(drift); i++) {
        size_t length = strlen(found);
        bool gone = vmimage_drift_change(drift, i) == VMIMAGE_DRIFT_REMOVED;

        (void)snprintf(found + length, sizeof(found) - length, "%s%s%s", i > 0 ? " " : "", gone ? "-" : "",
                       gone ? vmimage_drift_name(drift, i) : vmimage_drift_field(drift, i));
    }
    ck_assert_str_eq(found, wanted);
    vmimage_drift_unref(drift);
    vmimage_registry_unref(again);
}

START_TEST(drift)
{
    vmimage_lock *lock = lock_both();

    expect(lock, "");
    folder_text("web/web.ovf", ovf_text("Web", "disk.vmdk", 8));
    folder_text("web/disk.vmdk", "contents");
    expect(lock, "contentVersion files[disk.vmdk].size");
    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "web", NULL), VMIMAGE_OK);
    expect(lock, "");
    ck_assert_int_eq(unlink(folder_name("rescue.iso")), 0);
    expect(lock, "-rescue");
    vmimage_lock_unref(lock);
}
END_TEST

START_TEST(more_drift)
{
    vmimage_lock *lock = vmimage_lock_new();

    ck_assert_int_eq(vmimage_lock_add(lock, registry, NULL, "web", NULL), VMIMAGE_OK);
    folder_text("web/web.ovf", ovf_text("Web", "other.vmdk", 8));
    folder_text("web/other.vmdk", "contents");
    expect(lock, "contentVersion files[disk.vmdk] files[other.vmdk] files[web.ovf].size");
    ck_assert_int_eq(unlink(folder_name("web/other.vmdk")), 0);
    expect(lock, "ready contentVersion files[disk.vmdk] files[web.ovf].size");
    folder_iso("other.iso", "web");
    expect(lock, "id");
    vmimage_lock_unref(lock);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, pins);
    tcase_add_test(tcase, from_lists);
    tcase_add_test(tcase, not_pinned);
    tcase_add_test(tcase, text);
    tcase_add_test(tcase, bad_text);
    tcase_add_test(tcase, drift);
    tcase_add_test(tcase, more_drift);
}

UNIT_MAIN("lock", cases)
