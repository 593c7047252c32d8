/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as a package: what it is, tar headers, the rules of an OVA, the descriptor in it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <vmimage/base.h>

#include "format/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vm_source source;
    struct vm_package package;
    struct vm_ova ova;
    vmimage_error *error = NULL;

    vmimage__source_memory(&source, data, size, "fuzz.ova");
    (void)vmimage__package_read(&package, &source, NULL, &error);
    vmimage__package_release(&package);
    error = vmimage_error_unref(error);
    if (vmimage__ova_read(&ova, &source, NULL, true, &error) == VMIMAGE_OK) {
        /* What the table promises can be read. */
        for (size_t i = 0; i < ova.count; i++) {
            if (ova.members[i].offset > size || ova.members[i].size > size - ova.members[i].offset)
                abort();
        }
    } else if (vmimage_error_message(error) == NULL) {
        abort();
    }
    vmimage__ova_release(&ova);
    vmimage_error_unref(error);
    return 0;
}
