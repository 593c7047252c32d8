/*
 * SPDX-License-Identifier: Apache-2.0
 * VMDK: what the header of a disk says. The grains are not read; checking them is left to others.
 */
#ifndef VMIMAGE_LIB_FORMAT_VMDK_H
#define VMIMAGE_LIB_FORMAT_VMDK_H

#include <stdbool.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "format/source.h"

enum vm_vmdk_kind {
    VM_VMDK_SPARSE, /* "KDMV": hosted sparse, streamOptimized */
    VM_VMDK_COWD,   /* ESX sparse, a delta */
    VM_VMDK_TEXT    /* a descriptor of its own; the data is in other files */
};

#define VM_VMDK_TEXT_MAX 64

struct vm_vmdk {
    enum vm_vmdk_kind kind;
    uint32_t version;
    uint64_t capacity;   /* bytes */
    uint64_t grain_size; /* bytes; 0 for a text descriptor */
    bool stream_optimized, compressed;
    char create_type[VM_VMDK_TEXT_MAX];  /* of the descriptor: "streamOptimized"; "" when it has none */
    char adapter_type[VM_VMDK_TEXT_MAX]; /* ddb.adapterType: "lsilogic" */
};

/* Errors: PARSE when it is no VMDK, is truncated or was damaged as text; UNSUPPORTED for an unknown version; IO. */
vmimage_status vmimage__vmdk_read(struct vm_vmdk *vmdk, const struct vm_source *source, vmimage_error **error);

#endif
