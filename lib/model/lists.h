/*
 * SPDX-License-Identifier: Apache-2.0
 * The iterators that programs get: lists of references to images, items and libraries, with a position. How a list is
 * filled is left to the transports, formats and engines.
 */
#ifndef VMIMAGE_LIB_MODEL_LISTS_H
#define VMIMAGE_LIB_MODEL_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include <vmimage/base.h>

#include "base/refs.h"

/* Where a list gets its next elements from that is not filled at once. */
struct vm_images_source {
    /* Adds at least one to the list, which is empty, or gives DONE; after that, and after a failure, it is not asked again. */
    vmimage_status (*more)(void *data, vmimage_images *images, vmimage_error **error);
    void (*end)(void *data); /* called once */
    void *data;
};

struct vmimage_images {
    vm_refs refs;
    vmimage_image **list;
    size_t count, capacity;
    size_t position;                /* of the element that comes next */
    struct vm_images_source source; /* zeroed: the list is whole */
};

struct vmimage_items {
    vm_refs refs;
    vmimage_item **list;
    size_t count, capacity;
    size_t position;
};

struct vmimage_libraries {
    vm_refs refs;
    vmimage_library **list;
    size_t count, capacity;
    size_t position;
};

/* Empty lists with one reference; NULL without memory. Released with the public unref functions. */
vmimage_images *vmimage__images_new(void);
vmimage_items *vmimage__items_new(void);
vmimage_libraries *vmimage__libraries_new(void);

/* Append; the list takes a reference of its own. False without memory, the list is then as it was. */
bool vmimage__images_add(vmimage_images *images, vmimage_image *image);
bool vmimage__items_add(vmimage_items *items, vmimage_item *item);
bool vmimage__libraries_add(vmimage_libraries *libraries, vmimage_library *library);

/* By namespace and object name, as kubectl lists them. */
void vmimage__images_sort(vmimage_images *images);
void vmimage__items_sort(vmimage_items *items);
void vmimage__libraries_sort(vmimage_libraries *libraries);

#endif
