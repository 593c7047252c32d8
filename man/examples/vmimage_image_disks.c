/*
 * SPDX-License-Identifier: Apache-2.0
 * The disks of an image.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\","
    "\"metadata\":{\"name\":\"vmi-0a0044d7c690bcbea\",\"namespace\":\"team\",\"labels\":{\"tier\":\"gold\"}},"
    "\"status\":{\"name\":\"ubuntu-24.04\",\"type\":\"OVF\",\"capabilities\":[\"cloud-init\"],"
    "\"disks\":[{\"name\":\"disk-0\",\"limit\":\"16Gi\"}],"
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"True\",\"message\":\"\","
    "\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]}}";

int main(void)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    if (vmimage_image_from_json(json, sizeof(json) - 1, &image, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    for (size_t i = 0; i < vmimage_image_disk_count(image); i++)
        printf("%s: %s, %llu bytes\n", vmimage_image_disk_name(image, i), vmimage_image_disk_limit(image, i),
               (unsigned long long)vmimage_image_disk_capacity(image, i));
    vmimage_image_unref(image);
    return 0;
}
