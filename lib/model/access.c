/*
 * SPDX-License-Identifier: Apache-2.0
 * Numbers of model objects as programs get them.
 */
#include "model/access.h"

#include <vmimage/base.h>
#include <vmimage/value.h>

int32_t vmimage__int32(struct vm_int number, int32_t unset)
{
    if (!number.set || number.value < INT32_MIN || number.value > INT32_MAX)
        return unset;
    return (int32_t)number.value;
}

uint64_t vmimage__quantity_bytes(const char *quantity)
{
    int64_t value = 0;

    if (quantity == NULL || vmimage_quantity_parse(quantity, &value, NULL) != VMIMAGE_OK || value < 0)
        return 0;
    return (uint64_t)value;
}
