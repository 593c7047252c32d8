/*
 * SPDX-License-Identifier: Apache-2.0
 * Changed copies: conditions with their times, labels from the status, and an original that stays as it was.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

static const char image_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\","
    "\"metadata\":{\"name\":\"vmi-1\",\"namespace\":\"ns\",\"labels\":{\"capability.image.vmoperator.vmware.com/"
    "old\":\"true\","
    "\"mine\":\"kept\"}},\"status\":{\"type\":\"OVF\",\"osInfo\":{\"id\":\"94\"},\"capabilities\":[\"gpu\"],"
    "\"unknown\":{\"big\":9007199254740993},"
    "\"conditions\":[{\"type\":\"A\",\"status\":\"True\",\"reason\":\"True\",\"message\":\"\","
    "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}";

static vmimage_image *read_image(void)
{
    vmimage_image *image = NULL;

    ck_assert_int_eq(vmimage_image_from_json(image_json, strlen(image_json), &image, NULL), VMIMAGE_OK);
    return image;
}

START_TEST(conditions_of_an_image)
{
    vmimage_image *image = read_image(), *changed = NULL, *again = NULL;
    const vmimage_condition *condition;
    vmimage_string *json = NULL;

    ck_assert_int_eq(vmimage_image_with_condition(image, "Ready", "False", "Broken", "it is",
                                                  "2026-02-01T12:00:00.5+02:00", &changed, NULL),
                     VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_image_condition_count(image), 1);
    ck_assert_uint_eq(vmimage_image_condition_count(changed), 2);
    condition = vmimage_image_condition_at(changed, 0);
    ck_assert_str_eq(vmimage_condition_type(condition), "Ready");
    ck_assert_str_eq(vmimage_condition_reason(condition), "Broken");
    ck_assert_str_eq(vmimage_condition_last_transition_time(condition), "2026-02-01T10:00:00Z");
    /* the same again: the time stays; another message: it moves */
    ck_assert_int_eq(vmimage_image_with_condition(changed, "Ready", "False", "Broken", "it is", "2026-03-01T00:00:00Z",
                                                  &again, NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(vmimage_condition_last_transition_time(vmimage_image_condition(again, "Ready")),
                     "2026-02-01T10:00:00Z");
    vmimage_image_unref(again);
    ck_assert_int_eq(
        vmimage_image_with_condition(changed, "Ready", "True", NULL, NULL, "2026-03-01T00:00:00Z", &again, NULL),
        VMIMAGE_OK);
    condition = vmimage_image_condition(again, "Ready");
    ck_assert_str_eq(vmimage_condition_reason(condition), "True");
    ck_assert_str_eq(vmimage_condition_last_transition_time(condition), "2026-03-01T00:00:00Z");
    vmimage_image_unref(again);
    ck_assert_int_eq(vmimage_image_with_condition(changed, "A", NULL, NULL, NULL, "2026-03-01T00:00:00Z", &again, NULL),
                     VMIMAGE_OK);
    ck_assert_ptr_null(vmimage_image_condition(again, "A"));
    ck_assert_int_eq(vmimage_image_to_json(again, NULL, &json, NULL), VMIMAGE_OK);
    ck_assert_ptr_nonnull(strstr(vmimage_string_data(json), "\"unknown\":{\"big\":9007199254740993}"));
    vmimage_string_unref(json);
    vmimage_image_unref(again);
    vmimage_image_unref(changed);
    vmimage_image_unref(image);
}
END_TEST

START_TEST(refused)
{
    vmimage_image *image = read_image(), *changed = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(
        vmimage_image_with_condition(image, "", "True", NULL, NULL, "2026-01-01T00:00:00Z", &changed, NULL),
        VMIMAGE_E_INVALID);
    ck_assert_int_eq(
        vmimage_image_with_condition(image, "R", "true", NULL, NULL, "2026-01-01T00:00:00Z", &changed, &error),
        VMIMAGE_E_INVALID);
    ck_assert_str_eq(vmimage_error_message(error),
                     "\"true\" is no status of a condition: it is True, False or Unknown");
    vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_image_with_condition(image, "R", "True", NULL, NULL, "yesterday", &changed, NULL),
                     VMIMAGE_E_INVALID);
    ck_assert_ptr_null(changed);
    vmimage_image_unref(image);
}
END_TEST

START_TEST(conditions_of_items_and_libraries)
{
    static const char item_json[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\","
        "\"metadata\":{\"name\":\"clitem-1\"},\"spec\":{\"id\":\"u\",\"libraryName\":\"l\"}}";
    static const char library_json[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\","
        "\"metadata\":{\"name\":\"cl-1\"},\"spec\":{\"id\":\"u\"}}";
    vmimage_item *item = NULL, *changed_item = NULL;
    vmimage_library *library = NULL, *changed_library = NULL;

    ck_assert_int_eq(vmimage_item_from_json(item_json, strlen(item_json), &item, NULL), VMIMAGE_OK);
    ck_assert_int_eq(
        vmimage_item_with_condition(item, "Ready", "True", NULL, NULL, "2026-01-01T00:00:00Z", &changed_item, NULL),
        VMIMAGE_OK);
    ck_assert_int_eq(vmimage_item_is_ready(item), 0);
    ck_assert_int_eq(vmimage_item_is_ready(changed_item), 1);
    ck_assert_int_eq(vmimage_library_from_json(library_json, strlen(library_json), &library, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_library_with_condition(library, "Ready", "True", NULL, NULL, "2026-01-01T00:00:00Z",
                                                    &changed_library, NULL),
                     VMIMAGE_OK);
    ck_assert_int_eq(vmimage_library_is_ready(changed_library), 1);
    vmimage_item_unref(item);
    vmimage_item_unref(changed_item);
    vmimage_library_unref(library);
    vmimage_library_unref(changed_library);
}
END_TEST

START_TEST(labels_of_the_status)
{
    vmimage_image *image = read_image(), *changed = NULL;

    ck_assert_int_eq(vmimage_image_with_status_labels(image, &changed, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_label(changed, "image.vmoperator.vmware.com/type"), "OVF");
    ck_assert_str_eq(vmimage_image_label(changed, "os.image.vmoperator.vmware.com/id"), "94");
    ck_assert_str_eq(vmimage_image_label(changed, "capability.image.vmoperator.vmware.com/gpu"), "true");
    ck_assert_str_eq(vmimage_image_label(changed, "mine"), "kept");
    ck_assert_ptr_null(vmimage_image_label(changed, "capability.image.vmoperator.vmware.com/old"));
    ck_assert_uint_eq(vmimage_image_label_count(image), 2);
    vmimage_image_unref(changed);
    vmimage_image_unref(image);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, conditions_of_an_image);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, conditions_of_items_and_libraries);
    tcase_add_test(tcase, labels_of_the_status);
}

UNIT_MAIN("edit", cases)
