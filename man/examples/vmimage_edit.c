/*
 * SPDX-License-Identifier: Apache-2.0
 * An image that a program has looked at gets a condition; the image that it read stays as it was.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] = "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\","
                           "\"metadata\":{\"name\":\"vmi-0a0044d7c690bcbea\"},\"status\":{\"name\":\"photon\"}}";

int main(void)
{
    vmimage_image *image = NULL, *checked = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_image_from_json(json, sizeof(json) - 1, &image, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_image_with_condition(image, "Scanned", "True", NULL, NULL, "2026-01-31T09:15:00Z", &checked,
                                              &error);
    if (status == VMIMAGE_OK)
        printf("%s\n", vmimage_condition_status(vmimage_image_condition(checked, "Scanned")));
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_image_unref(checked);
    vmimage_image_unref(image);
    return status == VMIMAGE_OK ? 0 : 1;
}
