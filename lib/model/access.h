/*
 * SPDX-License-Identifier: Apache-2.0
 * How the fields of a model object look to a program: the small rules that the accessors of every kind share.
 */
#ifndef VMIMAGE_LIB_MODEL_ACCESS_H
#define VMIMAGE_LIB_MODEL_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/objects.h"

/* An empty text is an absent one, as Go's omitempty has it. */
static inline const char *vmimage__text(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

/* A text that an element always has, be it empty. */
static inline const char *vmimage__some(const char *text)
{
    return text != NULL ? text : "";
}

static inline int32_t vmimage__tristate(enum vm_tristate value)
{
    return value == VM_UNSET ? VMIMAGE_UNSET : (value == VM_TRUE ? 1 : 0);
}

/* `unset` when the number is absent or has more than 32 bits. */
int32_t vmimage__int32(struct vm_int number, int32_t unset);
/* 0 when the quantity is absent, negative or none. */
uint64_t vmimage__quantity_bytes(const char *quantity);

#endif
