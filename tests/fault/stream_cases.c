/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: files of items.
 */
#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vmimage_status open_item(const char *folder, const char *name, vmimage_registry **registry, vmimage_item **item,
                                vmimage_error **error)
{
    vmimage_status status = vmimage_registry_open(NULL, folder, NULL, registry, error);

    return status == VMIMAGE_OK ? vmimage_registry_get_item(*registry, NULL, name, item, error) : status;
}

static vmimage_status read_from(const char *folder, const char *name, const char *file)
{
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_stream *stream = NULL, *again;
    vmimage_error *error = NULL;
    char text[256];
    size_t got = 0;
    vmimage_status status = open_item(folder, name, &registry, &item, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open_file(registry, item, file, &stream, &error);
    again = vmimage_stream_ref(stream);
    if (status == VMIMAGE_OK) {
        fault_visit_stream(again);
        status = vmimage_stream_seek(again, 1, &error);
    }
    while (status == VMIMAGE_OK &&
           (status = vmimage_stream_read(again, text, sizeof(text), &got, &error)) == VMIMAGE_OK)
        fault_saw_number(got);
    again = vmimage_stream_unref(again);
    stream = vmimage_stream_unref(stream);
    item = vmimage_item_unref(item);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status read_plain(void)
{
    return read_from(fault_files.folder, "one", "one.ovf");
}

static vmimage_status read_vcsp(void)
{
    return read_from(fault_files.vcsp, "four", "four.ovf");
}

static vmimage_status read_nothing(void)
{
    vmimage_status status;

    fault_expect(VMIMAGE_E_NOT_FOUND);
    status = read_from(fault_files.folder, "one", "other");
    return status == VMIMAGE_E_NOT_FOUND ? VMIMAGE_OK : status;
}

const struct fault_case fault_stream_cases[] = {
    {"read a file of an item", read_plain},
    {"read a file of a VCSP item", read_vcsp},
    {"read a file that is not there", read_nothing},
    {NULL, NULL},
};
