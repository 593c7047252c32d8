/*
 * SPDX-License-Identifier: Apache-2.0
 * Quantities: the canonical form is a quantity with the same value. Written again it stays, but for one case that Kubernetes has too:
 * a whole number that a binary suffix gave ("1.953125Ki" is "2000") is read as a decimal one then ("2k").
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    vmimage_string *canonical = NULL, *again = NULL, *third = NULL;
    int64_t a = 0, b = 0;
    vmimage_status one, two;

    if (text == NULL)
        return 0;
    if (size != 0)
        memcpy(text, data, size);
    text[size] = '\0';
    one = vmimage_quantity_parse(text, &a, NULL);
    if (vmimage_quantity_canonical(text, &canonical, NULL) == VMIMAGE_OK) {
        two = vmimage_quantity_parse(vmimage_string_data(canonical), &b, NULL);
        if (one != two || a != b)
            abort();
        if (vmimage_quantity_canonical(vmimage_string_data(canonical), &again, NULL) != VMIMAGE_OK ||
            vmimage_quantity_canonical(vmimage_string_data(again), &third, NULL) != VMIMAGE_OK ||
            strcmp(vmimage_string_data(again), vmimage_string_data(third)) != 0)
            abort();
        if (strchr(text, 'i') == NULL && strcmp(vmimage_string_data(canonical), vmimage_string_data(again)) != 0)
            abort();
    } else if (one == VMIMAGE_OK) {
        abort();
    }
    vmimage_string_unref(canonical);
    vmimage_string_unref(again);
    vmimage_string_unref(third);
    free(text);
    return 0;
}
