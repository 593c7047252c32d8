/*
 * SPDX-License-Identifier: Apache-2.0
 * Generation, deletion, finalizers and owners of images, items and libraries; lists of items and libraries from JSON.
 */
#include "unit.h"

#include <string.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/publish_request.h>

#define METADATA                                                                                                       \
    "\"metadata\":{\"name\":\"one\",\"generation\":9007199254740993,\"deletionTimestamp\":\"2026-02-01T00:00:00Z\","   \
    "\"finalizers\":[\"a/b\",\"c\"],\"ownerReferences\":[{\"apiVersion\":\"g/v1\",\"kind\":\"K\",\"name\":\"n\","      \
    "\"uid\":\"u\",\"controller\":true},{\"apiVersion\":\"\",\"kind\":\"L\",\"name\":\"m\",\"uid\":\"w\"}]}"
#define IMAGE "\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\""
#define ITEM "\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\""
#define VMOP "\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":"
#define REGISTRY "\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":"
#define LIBRARY "\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\""

static void same(const char *got, const char *expected)
{
    if (expected == NULL)
        ck_assert_ptr_null(got);
    else
        ck_assert_str_eq(got, expected);
}

#define CHECK_KIND(kind, text)                                                                                         \
    static void check_##kind(void)                                                                                     \
    {                                                                                                                  \
        static const char full[] = "{" text "," METADATA "}", bare[] = "{" text "}";                                   \
        vmimage_##kind *one = NULL;                                                                                    \
                                                                                                                       \
        ck_assert_int_eq(vmimage_##kind##_from_json(full, sizeof(full) - 1, &one, NULL), VMIMAGE_OK);                  \
        ck_assert_int_eq(vmimage_##kind##_generation(one), INT64_C(9007199254740993));                                 \
        same(vmimage_##kind##_deletion_time(one), "2026-02-01T00:00:00Z");                                             \
        ck_assert_uint_eq(vmimage_##kind##_finalizer_count(one), 2);                                                   \
        same(vmimage_##kind##_finalizer(one, 1), "c");                                                                 \
        same(vmimage_##kind##_finalizer(one, 2), NULL);                                                                \
        ck_assert_uint_eq(vmimage_##kind##_owner_count(one), 2);                                                       \
        same(vmimage_##kind##_owner_api_version(one, 0), "g/v1");                                                      \
        same(vmimage_##kind##_owner_api_version(one, 1), "");                                                          \
        same(vmimage_##kind##_owner_kind(one, 0), "K");                                                                \
        same(vmimage_##kind##_owner_name(one, 1), "m");                                                                \
        same(vmimage_##kind##_owner_uid(one, 1), "w");                                                                 \
        same(vmimage_##kind##_owner_uid(one, 2), NULL);                                                                \
        same(vmimage_##kind##_owner_name(one, SIZE_MAX), NULL);                                                        \
        ck_assert_int_eq(vmimage_##kind##_owner_is_controller(one, 0), 1);                                             \
        ck_assert_int_eq(vmimage_##kind##_owner_is_controller(one, 1), VMIMAGE_UNSET);                                 \
        ck_assert_int_eq(vmimage_##kind##_owner_is_controller(one, 2), VMIMAGE_UNSET);                                 \
        one = vmimage_##kind##_unref(one);                                                                             \
        ck_assert_int_eq(vmimage_##kind##_from_json(bare, sizeof(bare) - 1, &one, NULL), VMIMAGE_OK);                  \
        ck_assert_int_eq(vmimage_##kind##_generation(one), 0);                                                         \
        same(vmimage_##kind##_deletion_time(one), NULL);                                                               \
        ck_assert_uint_eq(vmimage_##kind##_finalizer_count(one) + vmimage_##kind##_owner_count(one), 0);               \
        one = vmimage_##kind##_unref(one);                                                                             \
        ck_assert_int_eq(vmimage_##kind##_generation(NULL), 0);                                                        \
        same(vmimage_##kind##_deletion_time(NULL), NULL);                                                              \
        ck_assert_uint_eq(vmimage_##kind##_finalizer_count(NULL) + vmimage_##kind##_owner_count(NULL), 0);             \
        same(vmimage_##kind##_finalizer(NULL, 0), NULL);                                                               \
        same(vmimage_##kind##_owner_kind(NULL, 0), NULL);                                                              \
        ck_assert_int_eq(vmimage_##kind##_owner_is_controller(NULL, 0), VMIMAGE_UNSET);                                \
    }

CHECK_KIND(image, IMAGE)
CHECK_KIND(item, ITEM)
CHECK_KIND(library, LIBRARY)
CHECK_KIND(publish_request, VMOP "\"VirtualMachinePublishRequest\"")
CHECK_KIND(group_publish_request, VMOP "\"VirtualMachineGroupPublishRequest\"")
CHECK_KIND(import_request, REGISTRY "\"ContentLibraryItemImportRequest\"")

START_TEST(metadata)
{
    check_image();
    check_item();
    check_library();
    check_publish_request();
    check_group_publish_request();
    check_import_request();
}
END_TEST

#define CHECK_LIST(kind, kinds, text, list)                                                                            \
    static void check_##kinds(void)                                                                                    \
    {                                                                                                                  \
        static const char plain[] =                                                                                    \
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{" text "},{" text "," METADATA "}]}";                \
        static const char typed[] = "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"Cluster" list    \
                                    "List\",\"items\":[{\"metadata\":{\"name\":\"x\"}}]}";                             \
        static const char bad[] = "{\"kind\":\"" list "List\",\"items\":[{" text "},{\"kind\":\"Pod\"}]}";             \
        vmimage_##kinds *all = NULL;                                                                                   \
        vmimage_##kind *one = NULL;                                                                                    \
        vmimage_error *error = NULL;                                                                                   \
                                                                                                                       \
        ck_assert_int_eq(vmimage_##kinds##_from_json(plain, sizeof(plain) - 1, &all, NULL), VMIMAGE_OK);               \
        ck_assert_int_eq(vmimage_##kinds##_next(all, &one, NULL), VMIMAGE_OK);                                         \
        one = vmimage_##kind##_unref(one);                                                                             \
        ck_assert_int_eq(vmimage_##kinds##_next(all, &one, NULL), VMIMAGE_OK);                                         \
        same(vmimage_##kind##_name(one), "one");                                                                       \
        one = vmimage_##kind##_unref(one);                                                                             \
        ck_assert_int_eq(vmimage_##kinds##_next(all, &one, NULL), VMIMAGE_DONE);                                       \
        all = vmimage_##kinds##_unref(all);                                                                            \
        ck_assert_int_eq(vmimage_##kinds##_from_json(typed, sizeof(typed) - 1, &all, NULL), VMIMAGE_OK);               \
        ck_assert_int_eq(vmimage_##kinds##_next(all, &one, NULL), VMIMAGE_OK);                                         \
        same(vmimage_##kind##_kind(one), "Cluster" list);                                                              \
        one = vmimage_##kind##_unref(one);                                                                             \
        all = vmimage_##kinds##_unref(all);                                                                            \
        ck_assert_int_eq(vmimage_##kinds##_from_json(bad, sizeof(bad) - 1, &all, &error), VMIMAGE_E_INVALID);          \
        same(vmimage_error_subject(error), "items[1]");                                                                \
        same(vmimage_error_operation(error), "read " #kinds);                                                          \
        ck_assert_ptr_null(all);                                                                                       \
        error = vmimage_error_unref(error);                                                                            \
        ck_assert_int_eq(vmimage_##kinds##_from_json(NULL, 0, &all, NULL), VMIMAGE_E_MISUSE);                          \
        ck_assert_int_eq(vmimage_##kinds##_from_json("{}", 2, NULL, NULL), VMIMAGE_E_MISUSE);                          \
    }

CHECK_LIST(item, items, ITEM, "ContentLibraryItem")
CHECK_LIST(library, libraries, LIBRARY, "ContentLibrary")

START_TEST(lists_from_json)
{
    check_items();
    check_libraries();
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, metadata);
    tcase_add_test(tcase, lists_from_json);
}

UNIT_MAIN("metadata", cases)
