/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as a manifest. What was read, written in the strict form, is read as the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/base.h>

#include "format/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare(const struct vm_manifest *one, const struct vm_manifest *two)
{
    if (one->count != two->count)
        abort();
    for (size_t i = 0; i < one->count; i++) {
        if (strcmp(one->entries[i].name, two->entries[i].name) != 0 || one->entries[i].kind != two->entries[i].kind ||
            memcmp(one->entries[i].value, two->entries[i].value, VM_DIGEST_MAX) != 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vm_manifest manifest, again;
    struct vm_buf text = VM_BUF_INIT((size_t)1 << 24);
    vmimage_error *error = NULL;

    if (vmimage__manifest_read(&manifest, (const char *)data, size, 1000, "fuzz.mf", &error) == VMIMAGE_OK) {
        for (size_t i = 0; i < manifest.count; i++)
            vmimage__manifest_write(&text, manifest.entries[i].name, manifest.entries[i].kind,
                                    manifest.entries[i].value);
        if (vmimage__manifest_read(&again, vmimage__buf_str(&text), text.length, 1000, "again.mf", NULL) != VMIMAGE_OK)
            abort();
        compare(&manifest, &again);
        vmimage__manifest_release(&again);
    } else if (vmimage_error_message(error) == NULL) {
        abort();
    }
    vmimage__manifest_release(&manifest);
    vmimage__buf_release(&text);
    vmimage_error_unref(error);
    return 0;
}
