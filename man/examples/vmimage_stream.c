/*
 * SPDX-License-Identifier: Apache-2.0
 * The first file of the first item of the folder, on standard output.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;
    vmimage_stream *stream = NULL;
    vmimage_error *error = NULL;
    char block[65536];
    size_t got;
    vmimage_status status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_items(registry, NULL, &items, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_items_next(items, &item, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open_file(registry, item, vmimage_item_file_name(item, 0), &stream, &error);
    while (status == VMIMAGE_OK &&
           (status = vmimage_stream_read(stream, block, sizeof(block), &got, &error)) == VMIMAGE_OK)
        fwrite(block, 1, got, stdout);
    if (status < VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_stream_unref(stream);
    vmimage_item_unref(item);
    vmimage_items_unref(items);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status < VMIMAGE_OK;
}
