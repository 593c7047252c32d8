/*
 * SPDX-License-Identifier: Apache-2.0
 * The images of a place, with ID, name and guest, as they come.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_stream_images(registry, NULL, &images, &error);
    while (status == VMIMAGE_OK && (status = vmimage_images_next(images, &image, &error)) == VMIMAGE_OK) {
        const char *name = vmimage_image_display_name(image);
        const char *guest = vmimage_image_os_type(image);

        printf("%s  %s  %s\n", vmimage_image_id(image), name != NULL ? name : "-", guest != NULL ? guest : "-");
        image = vmimage_image_unref(image);
    }
    if (status < 0)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    return status == VMIMAGE_DONE ? 0 : 1;
}
