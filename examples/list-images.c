/*
 * SPDX-License-Identifier: Apache-2.0
 * The images of a folder of OVF, OVA and ISO files:  list-images /srv/images
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_images(registry, NULL, &images, &error);
    while (status == VMIMAGE_OK && (status = vmimage_images_next(images, &image, &error)) == VMIMAGE_OK) {
        printf("%s  %s  %s  %s\n", vmimage_image_id(image), or_dash(vmimage_image_display_name(image)),
               or_dash(vmimage_image_os_type(image)), vmimage_image_is_ready(image) ? "ready" : "not ready");
        image = vmimage_image_unref(image);
    }
    if (status != VMIMAGE_DONE)
        fprintf(stderr, "list-images: %s\n", vmimage_error_message(error));
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? 0 : 1;
}
