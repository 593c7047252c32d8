/*
 * SPDX-License-Identifier: Apache-2.0
 * The iterators over requests that programs get, as those of lists.h.
 */
#ifndef VMIMAGE_LIB_MODEL_REQUEST_LISTS_H
#define VMIMAGE_LIB_MODEL_REQUEST_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include <vmimage/types.h>

#include "base/refs.h"

#define VM_REQUEST_LIST(name, names)                                                                                   \
    struct vmimage_##names {                                                                                           \
        vm_refs refs;                                                                                                  \
        vmimage_##name **list;                                                                                         \
        size_t count, capacity;                                                                                        \
        size_t position; /* of the element that comes next */                                                          \
    };                                                                                                                 \
    vmimage_##names *vmimage__##names##_new(void);                                                                     \
    /* Append; the list takes a reference of its own. False without memory, the list is then as it was. */             \
    bool vmimage__##names##_add(vmimage_##names *names, vmimage_##name *name);                                         \
    /* By namespace and object name, as kubectl lists them. */                                                         \
    void vmimage__##names##_sort(vmimage_##names *names)

VM_REQUEST_LIST(publish_request, publish_requests);
VM_REQUEST_LIST(group_publish_request, group_publish_requests);
VM_REQUEST_LIST(import_request, import_requests);

#endif
