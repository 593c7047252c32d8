/*
 * SPDX-License-Identifier: Apache-2.0
 * Where the files of an item are.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\","
    "\"metadata\":{\"name\":\"clitem-0a0044d7c690bcbea\",\"namespace\":\"team\",\"labels\":{\"tier\":\"gold\"}},"
    "\"spec\":{\"id\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\",\"libraryName\":\"cl-0123456789abcdef0\"},"
    "\"status\":{\"name\":\"ubuntu-24.04\",\"type\":\"OVF\","
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]}}";

int main(void)
{
    vmimage_item *item = NULL;
    vmimage_error *error = NULL;

    if (vmimage_item_from_json(json, sizeof(json) - 1, &item, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    printf("%s, %s\n", vmimage_item_id(item), vmimage_item_display_name(item));
    for (size_t i = 0; i < vmimage_item_file_count(item); i++)
        printf("%s, %llu bytes\n", vmimage_item_file_name(item, i),
               (unsigned long long)vmimage_item_file_size(item, i));
    vmimage_item_unref(item);
    return 0;
}
