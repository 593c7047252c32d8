/*
 * SPDX-License-Identifier: Apache-2.0
 * Sizes as Kubernetes writes them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(void)
{
    int64_t bytes = 0;
    vmimage_string *text = NULL;

    if (vmimage_quantity_parse("16Gi", &bytes, NULL) != VMIMAGE_OK ||
        vmimage_quantity_from_bytes(bytes, &text, NULL) != VMIMAGE_OK)
        return 1;
    printf("%" PRId64 " bytes are %s\n", bytes, vmimage_string_data(text));
    vmimage_string_unref(text);
    return 0;
}
