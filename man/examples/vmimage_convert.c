/*
 * SPDX-License-Identifier: Apache-2.0
 * A publish request as an old client sees it: what it can't say is kept in an annotation.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\","
    "\"metadata\":{\"name\":\"nightly\",\"namespace\":\"team\"},"
    "\"spec\":{\"backoffLimit\":5,\"source\":{\"name\":\"vm-1\"}}}";

int main(void)
{
    vmimage_error *error = NULL;
    vmimage_string *old = NULL;

    if (vmimage_object_convert(json, sizeof(json) - 1, "v1alpha1", &old, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    puts(vmimage_string_data(old));
    vmimage_string_unref(old);
    return 0;
}
