/*
 * SPDX-License-Identifier: Apache-2.0
 * A set of texts with a number each, in an arena: for rules that must not take quadratic time on a hostile descriptor.
 */
#ifndef VMIMAGE_LIB_MODEL_NAMES_H
#define VMIMAGE_LIB_MODEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct vm_name {
    const char *text; /* borrowed; NULL: a free place */
    uint64_t hash;
    size_t number;
};

/* A zeroed struct is an empty set. */
struct vm_names {
    struct vm_name *slots;
    size_t count, size; /* size is 0 or a power of two */
    uint64_t seed;
};

/* The entry of the text, or NULL. */
struct vm_name *vmimage__names_find(const struct vm_names *names, const char *text);
/* The entry of the text, made with the number 0 when it is new. NULL without memory. The text must outlive the set. */
struct vm_name *vmimage__names_add(struct vm_names *names, struct vm_arena *arena, const char *text);

#endif
