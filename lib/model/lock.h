/*
 * SPDX-License-Identifier: Apache-2.0
 * What a lock pins.
 */
#ifndef VMIMAGE_LIB_MODEL_LOCK_H
#define VMIMAGE_LIB_MODEL_LOCK_H

#include <stddef.h>
#include <stdint.h>
#include <vmimage/types.h>

#include "base/memory.h"
#include "base/refs.h"

#define VM_LOCK_PINS_MAX 10000
#define VM_LOCK_FILES_MAX 10000

struct vm_pin_file {
    const char *name, *version;
    uint64_t size;
};

struct vm_pin {
    const char *name; /* as it was asked for */
    const char *content_version, *id, *item, *kind, *name_space;
    struct vm_pin_file *files; /* sorted by name, each once */
    size_t file_count, file_capacity;
};

struct vmimage_lock {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_pin *pins; /* sorted by name, each once */
    size_t count, capacity;
};

#endif
