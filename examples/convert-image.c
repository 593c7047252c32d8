/*
 * SPDX-License-Identifier: Apache-2.0
 * An image in another API version:  kubectl get vmi NAME -o json | convert-image vmoperator.vmware.com/v1alpha2
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static char input[1 << 20];

int main(int argc, char **argv)
{
    size_t length = fread(input, 1, sizeof(input), stdin);
    vmimage_image *image = NULL;
    vmimage_string *json = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_image_from_json(input, length, &image, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_image_to_json(image, argc > 1 ? argv[1] : NULL, &json, &error);
    if (status == VMIMAGE_OK)
        puts(vmimage_string_data(json));
    else
        fprintf(stderr, "convert-image: %s\n", vmimage_error_message(error));
    vmimage_string_unref(json);
    vmimage_image_unref(image);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
