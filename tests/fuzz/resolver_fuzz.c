/*
 * SPDX-License-Identifier: Apache-2.0
 * Names to images: a line with a namespace, a line with a name, then a List of images as JSON. What is found must fit the name, and
 * the documented order of scopes never finds less than VM Operator's.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "base/error.h"
#include "format/json.h"
#include "model/lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const vmimage_image *image, const char *name_space, const char *name)
{
    const char *own = vmimage_image_namespace(image);
    const char *found = strncmp(name, "vmi-", 4) == 0 ? vmimage_image_id(image) : vmimage_image_display_name(image);

    if (found == NULL || strcmp(found, name) != 0)
        abort();
    if (own != NULL && strcmp(vmimage_image_kind(image), "VirtualMachineImage") == 0 && strcmp(own, name_space) != 0)
        abort();
}

static void resolve(vmimage_images *images, const char *name_space, const char *name)
{
    const vmimage_image *const *list = (const vmimage_image *const *)images->list;
    vmimage_image *image = NULL, *preferred = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_resolve_images(list, images->count, name_space, name, 0, &image, &error), other;

    if ((status == VMIMAGE_OK) != (image != NULL) || (status == VMIMAGE_OK) != (error == NULL))
        abort();
    if (status == VMIMAGE_E_AMBIGUOUS && vmimage_error_candidate_count(error) < 2)
        abort();
    if (image != NULL)
        check(image, name_space, name);
    other = vmimage_resolve_images(list, images->count, name_space, name, VMIMAGE_RESOLVE_PREFER_NAMESPACE, &preferred,
                                   NULL);
    if (status == VMIMAGE_OK && (other != VMIMAGE_OK || preferred != image))
        abort();
    (void)vmimage_image_unref(image);
    (void)vmimage_image_unref(preferred);
    (void)vmimage_error_unref(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *end = text + size;
    const char *first = memchr(text, '\n', size), *second;
    vmimage_images *images = NULL;
    char name_space[64], name[256];

    second = first != NULL ? memchr(first + 1, '\n', (size_t)(end - first - 1)) : NULL;
    if (second == NULL || (size_t)(first - text) >= sizeof(name_space) || (size_t)(second - first) > sizeof(name))
        return 0;
    memcpy(name_space, text, (size_t)(first - text));
    name_space[first - text] = '\0';
    memcpy(name, first + 1, (size_t)(second - first - 1));
    name[second - first - 1] = '\0';
    if (vmimage_images_from_json(second + 1, (size_t)(end - second - 1), &images, NULL) == VMIMAGE_OK)
        resolve(images, name_space, name);
    (void)vmimage_images_unref(images);
    return 0;
}
