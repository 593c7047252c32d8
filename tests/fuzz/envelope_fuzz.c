/*
 * SPDX-License-Identifier: Apache-2.0
 * The YAML of cached envelopes: read, and when it is one, made into an image.
 */
#include <stdint.h>
#include <vmimage/vmimage.h>

#include "base/error.h"
#include "format/envelope_yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vm_arena arena = {0};
    struct vm_ovf ovf = {0};
    vmimage_image *image = vmimage__image_new();

    if (image != NULL &&
        vmimage__envelope_from_yaml((const char *)data, size, NULL, "fuzz", &ovf, &arena, NULL) == VMIMAGE_OK)
        (void)vmimage__ovf_apply(&ovf, &image->o, &image->arena, "2026-01-02T03:04:05Z", NULL, NULL);
    (void)vmimage_image_unref(image);
    vmimage__arena_release(&arena);
    return 0;
}
