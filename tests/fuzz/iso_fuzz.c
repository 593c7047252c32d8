/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as the volume descriptors of an ISO image, and as the head of a VMDK.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/base.h>

#include "base/utf8.h"
#include "format/iso.h"
#include "format/vmdk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *disc = calloc(1, VM_ISO_FIRST_DESCRIPTOR + size);
    struct vm_source source;
    struct vm_iso iso;
    struct vm_vmdk vmdk;

    if (disc == NULL)
        return 0;
    if (size != 0)
        memcpy(disc + VM_ISO_FIRST_DESCRIPTOR, data, size);
    vmimage__source_memory(&source, disc, VM_ISO_FIRST_DESCRIPTOR + size, "fuzz.iso");
    if (vmimage__iso_read(&iso, &source, NULL) == VMIMAGE_OK &&
        vmimage__utf8_valid(iso.volume, strlen(iso.volume)) != strlen(iso.volume))
        abort();
    free(disc);
    vmimage__source_memory(&source, data, size, "fuzz.vmdk");
    (void)vmimage__vmdk_read(&vmdk, &source, NULL);
    return 0;
}
