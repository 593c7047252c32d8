/*
 * SPDX-License-Identifier: Apache-2.0
 * The first item of the folder, into FOLDER/vmimage-download.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : ".";
    vmimage_registry *registry = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    char out[4096];
    vmimage_status status = vmimage_registry_open(NULL, folder, NULL, &registry, &error);

    snprintf(out, sizeof(out), "%s/vmimage-download", folder);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_items(registry, NULL, &items, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_items_next(items, &item, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_download_start(registry, item, out, 0, &job, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_job_wait(job, -1, &error);
    if (status < VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_item_unref(item);
    vmimage_items_unref(items);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status < VMIMAGE_OK;
}
