/*
 * SPDX-License-Identifier: Apache-2.0
 * Numbers of model objects as programs get them.
 */
#include "model/access.h"

int32_t vmimage__int32(struct vm_int number, int32_t unset)
{
    if (!number.set || number.value < INT32_MIN || number.value > INT32_MAX)
        return unset;
    return (int32_t)number.value;
}
