/*
 * SPDX-License-Identifier: Apache-2.0
 * The one image that a name stands for, or all that it may stand for:  resolve-name /srv/images photon-5
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static void print_error(const vmimage_error *error)
{
    fprintf(stderr, "resolve-name: %s\n", vmimage_error_message(error));
    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++) {
        const vmimage_candidate *candidate = vmimage_error_candidate(error, i);

        fprintf(stderr, "  %s/%s\n", vmimage_candidate_kind(candidate), vmimage_candidate_name(candidate));
    }
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    if (argc != 3) {
        fprintf(stderr, "usage: resolve-name FOLDER NAME\n");
        return 2;
    }
    status = vmimage_registry_open(NULL, argv[1], NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_resolve(registry, NULL, argv[2], 0, &image, &error);
    if (status == VMIMAGE_OK)
        printf("%s/%s\n", vmimage_image_kind(image), vmimage_image_id(image));
    else
        print_error(error);
    vmimage_image_unref(image);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
