/*
 * SPDX-License-Identifier: Apache-2.0
 * The ISO images of a folder.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status list_isos(vmimage_registry *registry, vmimage_error **error)
{
    vmimage_query *query = vmimage_query_new();
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_status status;

    status = query == NULL ? VMIMAGE_E_NO_MEMORY : vmimage_query_set_type(query, "ISO", error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_images(registry, query, &images, error);
    while (status == VMIMAGE_OK && (status = vmimage_images_next(images, &image, error)) == VMIMAGE_OK) {
        puts(vmimage_image_id(image));
        image = vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    vmimage_query_unref(query);
    return status;
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = list_isos(registry, &error);
    if (status < 0)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_registry_unref(registry);
    return status == VMIMAGE_DONE ? 0 : 1;
}
