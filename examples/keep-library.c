/*
 * SPDX-License-Identifier: Apache-2.0
 * Make a library in an empty folder and add files to it:  keep-library /srv/library photon.ova rescue.iso
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *library = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_keep_init(NULL, argc > 1 ? argv[1] : "library", NULL, NULL, &library, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_set_deadline(library, 3600000, &error); /* large files take their time */
    for (int i = 2; i < argc && status == VMIMAGE_OK; i++) {
        char id[VMIMAGE_UUID_SIZE];

        status = vmimage_keep_add(library, argv[i], NULL, NULL, id, &error);
        if (status == VMIMAGE_OK)
            printf("%s  %s\n", id, argv[i]);
    }
    if (status != VMIMAGE_OK)
        fprintf(stderr, "keep-library: %s\n", vmimage_error_message(error));
    vmimage_registry_unref(library);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
