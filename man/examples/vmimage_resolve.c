/*
 * SPDX-License-Identifier: Apache-2.0
 * One image for a name, or the candidates.
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
        status = vmimage_resolve(registry, NULL, argc > 2 ? argv[2] : "ubuntu-24.04", 0, &image, &error);
    if (status == VMIMAGE_OK)
        printf("%s/%s\n", vmimage_image_kind(image), vmimage_image_name(image));
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++)
        fprintf(stderr, "  %s\n", vmimage_candidate_name(vmimage_error_candidate(error, i)));
    vmimage_error_unref(error);
    vmimage_image_unref(image);
    vmimage_registry_unref(registry);
    return status == VMIMAGE_OK || status == VMIMAGE_E_NOT_FOUND || status == VMIMAGE_E_AMBIGUOUS ? 0 : 1;
}
