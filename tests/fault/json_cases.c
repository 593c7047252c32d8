/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: images, items, libraries from JSON, all their getters, to JSON in every version, lists.
 */
#include "fault.h"

#include <string.h>

static const char *const image_versions[] = {
    NULL,
    "vmoperator.vmware.com/v1alpha1",
    "vmoperator.vmware.com/v1alpha2",
    "vmoperator.vmware.com/v1alpha3",
    "vmoperator.vmware.com/v1alpha4",
    "vmoperator.vmware.com/v1alpha5",
    "vmoperator.vmware.com/v1alpha6",
};

static const char *const registry_versions[] = {
    NULL,
    "imageregistry.vmware.com/v1alpha1",
    "imageregistry.vmware.com/v1alpha2",
};

#define FAULT_TIME "2026-01-31T09:15:00Z"

static vmimage_status image_round(const char *json)
{
    vmimage_image *image = NULL, *again;
    vmimage_error *error = NULL;
    vmimage_string *text = NULL;
    vmimage_status status = vmimage_image_from_json(json, strlen(json), &image, &error);

    if (status == VMIMAGE_OK) {
        fault_visit_image(image);
        fault_visit_condition(vmimage_image_condition_at(image, 0));
    }
    again = vmimage_image_ref(image);
    for (size_t i = 0; status == VMIMAGE_OK && i < sizeof(image_versions) / sizeof(image_versions[0]); i++)
        status = fault_take_text(vmimage_image_to_json(again, image_versions[i], &text, &error), &text);
    again = vmimage_image_unref(again);
    if (status == VMIMAGE_OK)
        status = vmimage_image_with_condition(image, "Seen", "False", "Why", "so", FAULT_TIME, &again, &error);
    again = vmimage_image_unref(again);
    if (status == VMIMAGE_OK)
        status = vmimage_image_with_status_labels(image, &again, &error);
    again = vmimage_image_unref(again);
    image = vmimage_image_unref(image);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status image_new(void)
{
    return image_round(fault_image_json);
}

static vmimage_status image_old(void)
{
    return image_round(fault_image_old_json);
}

static vmimage_status image_broken(void)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    fault_expect(VMIMAGE_E_PARSE);
    status = vmimage_image_from_json(fault_image_json, strlen(fault_image_json) / 2, &image, &error);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_E_PARSE ? VMIMAGE_OK : status;
}

static vmimage_status images(void)
{
    vmimage_images *list = NULL, *again;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_images_from_json(fault_images_json, strlen(fault_images_json), &list, &error);

    again = vmimage_images_ref(list);
    while (status == VMIMAGE_OK && (status = vmimage_images_next(again, &image, &error)) == VMIMAGE_OK) {
        fault_visit_image(image);
        image = vmimage_image_unref(image);
    }
    again = vmimage_images_unref(again);
    list = vmimage_images_unref(list);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status item(void)
{
    vmimage_item *object = NULL, *again;
    vmimage_error *error = NULL;
    vmimage_string *text = NULL;
    vmimage_status status = vmimage_item_from_json(fault_item_json, strlen(fault_item_json), &object, &error);

    if (status == VMIMAGE_OK)
        fault_visit_item(object);
    again = vmimage_item_ref(object);
    for (size_t i = 0; status == VMIMAGE_OK && i < sizeof(registry_versions) / sizeof(registry_versions[0]); i++)
        status = fault_take_text(vmimage_item_to_json(again, registry_versions[i], &text, &error), &text);
    again = vmimage_item_unref(again);
    if (status == VMIMAGE_OK)
        status = vmimage_item_with_condition(object, "Seen", "True", NULL, NULL, FAULT_TIME, &again, &error);
    again = vmimage_item_unref(again);
    object = vmimage_item_unref(object);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status library(void)
{
    vmimage_library *object = NULL, *again;
    vmimage_error *error = NULL;
    vmimage_string *text = NULL;
    vmimage_status status = vmimage_library_from_json(fault_library_json, strlen(fault_library_json), &object, &error);

    if (status == VMIMAGE_OK)
        fault_visit_library(object);
    again = vmimage_library_ref(object);
    for (size_t i = 0; status == VMIMAGE_OK && i < sizeof(registry_versions) / sizeof(registry_versions[0]); i++)
        status = fault_take_text(vmimage_library_to_json(again, registry_versions[i], &text, &error), &text);
    again = vmimage_library_unref(again);
    if (status == VMIMAGE_OK)
        status = vmimage_library_with_condition(object, "Seen", "True", NULL, NULL, FAULT_TIME, &again, &error);
    again = vmimage_library_unref(again);
    object = vmimage_library_unref(object);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status registry_lists(void)
{
    vmimage_items *items = NULL;
    vmimage_item *one_item = NULL;
    vmimage_libraries *libraries = NULL;
    vmimage_library *one_library = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_items_from_json(fault_items_json, strlen(fault_items_json), &items, &error);

    while (status == VMIMAGE_OK && (status = vmimage_items_next(items, &one_item, &error)) == VMIMAGE_OK)
        one_item = vmimage_item_unref(one_item);
    if (status == VMIMAGE_DONE)
        status = vmimage_libraries_from_json(fault_library_json, strlen(fault_library_json), &libraries, &error);
    while (status == VMIMAGE_OK && (status = vmimage_libraries_next(libraries, &one_library, &error)) == VMIMAGE_OK)
        one_library = vmimage_library_unref(one_library);
    items = vmimage_items_unref(items);
    libraries = vmimage_libraries_unref(libraries);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

const struct fault_case fault_json_cases[] = {
    {"image from and to JSON", image_new},
    {"image v1alpha1", image_old},
    {"image, broken", image_broken},
    {"list of images", images},
    {"item from and to JSON", item},
    {"library from and to JSON", library},
    {"lists of items and libraries", registry_lists},
    {NULL, NULL},
};
