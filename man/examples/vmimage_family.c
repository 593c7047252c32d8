/*
 * SPDX-License-Identifier: Apache-2.0
 * The newest image of a family.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_newest(registry, NULL, argc > 2 ? argv[2] : "ubuntu", NULL, &image, &error);
    if (status == VMIMAGE_OK)
        printf("%s %s\n", vmimage_image_id(image), vmimage_family_version(image));
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_image_unref(image);
    vmimage_registry_unref(registry);
    return status == VMIMAGE_OK || status == VMIMAGE_E_NOT_FOUND ? 0 : 1;
}
