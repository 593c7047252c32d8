/*
 * SPDX-License-Identifier: Apache-2.0
 * A program of somebody else: built against an installed prefix in each of the ways that the documentation names.
 */
#include <stdio.h>
#include <string.h>
#include <vmimage/vmimage.h>

int main(void)
{
    char id[VMIMAGE_ID_SIZE];
    vmimage_error *error = NULL;

    if (vmimage_version() != VMIMAGE_VERSION_NUMBER ||
        vmimage_id_from_uuid("e1968c25-dd84-4506-8dc7-9beacb6b688e", id, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", error != NULL ? vmimage_error_message(error) : vmimage_version_string());
        return 1;
    }
    puts(id);
    return strcmp(id, "vmi-0a0044d7c690bcbea") == 0 ? 0 : 1;
}
