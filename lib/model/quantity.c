/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes quantities: the canonical form and the rounded value.
 */
#include "model/quantity.h"

#include <stdio.h>

static int64_t take_factors(int64_t value, int64_t factor, int max, int *taken)
{
    *taken = 0;
    while (value != 0 && *taken < max && value % factor == 0) {
        value /= factor;
        (*taken)++;
    }
    return value;
}

void vmimage__quantity_from_bytes(int64_t bytes, char out[VM_QUANTITY_SIZE])
{
    static const char *const binary[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    static const char *const decimal[] = {"", "k", "M", "G", "T", "P", "E"};
    int taken;
    int64_t value = take_factors(bytes, 1024, 6, &taken);

    if (taken != 0 && value > 0 && value < 1024) {
        (void)snprintf(out, VM_QUANTITY_SIZE, "%lld%s", (long long)value, binary[taken]);
        return;
    }
    value = take_factors(bytes, 1000, 6, &taken);
    (void)snprintf(out, VM_QUANTITY_SIZE, "%lld%s", (long long)value, decimal[taken]);
}
