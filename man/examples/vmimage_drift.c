/*
 * SPDX-License-Identifier: Apache-2.0
 * What changed between two readings of one image.
 */
#include <stdio.h>
#include <string.h>
#include <vmimage/vmimage.h>

#define IMAGE(version)                                                                                                 \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\",\"metadata\":{\"name\":"      \
    "\"vmi-0a0044d7c690bcbea\"},\"status\":{\"name\":\"photon\",\"productInfo\":{\"version\":\"" version "\"}}}"

static const char *text(const char *value)
{
    return value != NULL ? value : "nothing";
}

int main(void)
{
    vmimage_image *before = NULL, *after = NULL;
    vmimage_drift *drift = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    status = vmimage_image_from_json(IMAGE("4.0"), strlen(IMAGE("4.0")), &before, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_image_from_json(IMAGE("5.0"), strlen(IMAGE("5.0")), &after, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_drift_images((const vmimage_image *const *)&before, 1, (const vmimage_image *const *)&after, 1,
                                      &drift, &error);
    for (size_t i = 0; i < vmimage_drift_count(drift); i++)
        printf("%s: %s: was %s, is %s\n", vmimage_drift_name(drift, i), text(vmimage_drift_field(drift, i)),
               text(vmimage_drift_was(drift, i)), text(vmimage_drift_is(drift, i)));
    if (status != VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_drift_unref(drift);
    vmimage_image_unref(before);
    vmimage_image_unref(after);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
