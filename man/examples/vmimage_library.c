/*
 * SPDX-License-Identifier: Apache-2.0
 * What a library says of itself.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\","
    "\"metadata\":{\"name\":\"cl-0123456789abcdef0\",\"namespace\":\"team\",\"labels\":{\"tier\":\"gold\"}},"
    "\"spec\":{\"id\":\"7c1d5f60-3a1e-4b51-9a4e-6f0f6f3b2a11\",\"type\":\"ContentLibrary\"},"
    "\"status\":{\"name\":\"golden\","
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]}}";

int main(void)
{
    vmimage_library *library = NULL;
    vmimage_error *error = NULL;

    if (vmimage_library_from_json(json, sizeof(json) - 1, &library, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    printf("%s, %s\n", vmimage_library_id(library), vmimage_library_display_name(library));
    if (vmimage_library_allow_publish(library) == VMIMAGE_UNSET)
        puts("does not say whether VMs may be published to it");
    vmimage_library_unref(library);
    return 0;
}
