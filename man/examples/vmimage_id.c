/*
 * SPDX-License-Identifier: Apache-2.0
 * The VMI ID of an item.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    const char *uuid = argc > 1 ? argv[1] : "e1968c25-dd84-4506-8dc7-9beacb6b688e";
    char id[VMIMAGE_ID_SIZE];
    vmimage_error *error = NULL;

    if (vmimage_id_from_uuid(uuid, id, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    puts(id);
    return 0;
}
