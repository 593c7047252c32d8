/*
 * SPDX-License-Identifier: Apache-2.0
 * The object behind a library.
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
    printf("%s %s in %s, tier %s\n", vmimage_library_kind(library), vmimage_library_name(library),
           vmimage_library_namespace(library), vmimage_library_label(library, "tier"));
    vmimage_library_unref(library);
    return 0;
}
