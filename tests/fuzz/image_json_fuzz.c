/*
 * SPDX-License-Identifier: Apache-2.0
 * Any text as an object of the image model: read, accessed, written in every version. What was written must be read again, and
 * come out the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vmimage/vmimage.h>

static const char *const versions[] = {"v1alpha1", "v1alpha2", "v1alpha3", "v1alpha4", "v1alpha5", "v1alpha6"};
#define VERSION_COUNT (sizeof(versions) / sizeof(versions[0]))

static void convert(const char *json, size_t length)
{
    for (size_t i = 0; i < VERSION_COUNT; i++) {
        vmimage_string *first = NULL, *second = NULL;
        vmimage_error *error = NULL;
        vmimage_status status = vmimage_object_convert(json, length, versions[i], &first, &error);

        if ((status == VMIMAGE_OK) != (first != NULL) || (status == VMIMAGE_OK) != (error == NULL))
            abort();
        if (first != NULL && (vmimage_object_convert(vmimage_string_data(first), vmimage_string_length(first),
                                                     versions[i], &second, NULL) != VMIMAGE_OK ||
                              strcmp(vmimage_string_data(first), vmimage_string_data(second)) != 0))
            abort();
        vmimage_string_unref(first);
        vmimage_string_unref(second);
        vmimage_error_unref(error);
    }
}

static size_t touch(const vmimage_image *image)
{
    size_t sum = 0;

    for (size_t i = 0; i < vmimage_image_disk_count(image); i++)
        sum += vmimage_image_disk_name(image, i) != NULL ? 1 : 0;
    for (size_t i = 0; i < vmimage_image_property_count(image); i++)
        sum += strlen(vmimage_image_property_key(image, i)) + strlen(vmimage_image_property_type(image, i));
    for (size_t i = 0; i < vmimage_image_condition_count(image); i++)
        sum += strlen(vmimage_condition_type(vmimage_image_condition_at(image, i)));
    for (size_t i = 0; i < vmimage_image_label_count(image); i++)
        sum += strlen(vmimage_image_label(image, vmimage_image_label_key(image, i)));
    return sum + (size_t)vmimage_image_is_ready(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *json = (const char *)data;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_item *item = NULL;
    vmimage_library *library = NULL;

    convert(json, size);
    if (vmimage_images_from_json(json, size, &images, NULL) == VMIMAGE_OK) {
        while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
            (void)touch(image);
            vmimage_image_unref(image);
        }
        vmimage_images_unref(images);
    }
    if (vmimage_item_from_json(json, size, &item, NULL) == VMIMAGE_OK)
        vmimage_item_unref(item);
    if (vmimage_library_from_json(json, size, &library, NULL) == VMIMAGE_OK)
        vmimage_library_unref(library);
    return 0;
}
