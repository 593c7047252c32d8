/*
 * SPDX-License-Identifier: Apache-2.0
 * Reference counts. Taking is relaxed, dropping orders all earlier uses before the release.
 */
#ifndef VMIMAGE_LIB_BASE_REFS_H
#define VMIMAGE_LIB_BASE_REFS_H

#include <stdatomic.h>
#include <stdbool.h>

typedef atomic_uint vm_refs;

static inline void vmimage__refs_init(vm_refs *refs)
{
    atomic_init(refs, 1);
}

static inline void vmimage__refs_take(vm_refs *refs)
{
    (void)atomic_fetch_add_explicit(refs, 1, memory_order_relaxed);
}

/* True when this was the last one and the object is to be freed. */
static inline bool vmimage__refs_drop(vm_refs *refs)
{
    return atomic_fetch_sub_explicit(refs, 1, memory_order_acq_rel) == 1;
}

#endif
