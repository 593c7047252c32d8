/*
 * SPDX-License-Identifier: Apache-2.0
 * A report of differences while it is made.
 */
#ifndef VMIMAGE_LIB_ENGINE_DRIFT_H
#define VMIMAGE_LIB_ENGINE_DRIFT_H

#include <stdint.h>
#include <vmimage/version.h>

#include "base/memory.h"
#include "base/refs.h"

struct vm_drift_row {
    int32_t change;
    const char *kind, *name_space, *name, *field, *was, *is;
};

struct vmimage_drift {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_drift_row *rows;
    size_t count, capacity;
};

/* An empty report with one reference; NULL without memory. */
vmimage_drift *vmimage__drift_new(void);
/* A row with copies of the texts; check arena.failed at the end. */
void vmimage__drift_add(vmimage_drift *drift, const struct vm_drift_row *row);

#endif
