/*
 * SPDX-License-Identifier: Apache-2.0
 * The result of a pass over a publish request, as publish.c makes and publish_result.c tells it.
 */
#ifndef VMIMAGE_LIB_FORMAT_PUBLISH_RESULT_H
#define VMIMAGE_LIB_FORMAT_PUBLISH_RESULT_H

#include <vmimage/publish.h>

#include "model/publish.h"

struct vmimage_publish_result {
    vm_refs refs;
    vmimage_publish_step *step; /* texts point into it */
    struct vm_arena arena;
    struct vm_publish_result o;
    struct vm_group_publish_result group;
    const char *request, *event;
    struct vm_strings created, removed;
};

#endif
