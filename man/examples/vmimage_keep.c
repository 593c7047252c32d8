/*
 * SPDX-License-Identifier: Apache-2.0
 * A new library in FOLDER/library-1, with the files that follow; then all of its items get a description.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *library = NULL;
    vmimage_error *error = NULL;
    char path[4096], id[VMIMAGE_UUID_SIZE];
    vmimage_status status;

    snprintf(path, sizeof(path), "%s/library-1", argc > 1 ? argv[1] : ".");
    status = vmimage_keep_init(NULL, path, "golden", NULL, &library, &error);
    for (int i = 2; i < argc && status == VMIMAGE_OK; i++) {
        status = vmimage_keep_add(library, argv[i], NULL, NULL, id, &error);
        if (status == VMIMAGE_OK)
            status = vmimage_keep_describe(library, id, "approved", &error);
    }
    if (status != VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_registry_unref(library);
    return status == VMIMAGE_OK ? 0 : 1;
}
