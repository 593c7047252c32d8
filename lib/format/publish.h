/*
 * SPDX-License-Identifier: Apache-2.0
 * What surrounds a pass over a publish request, read from JSON.
 */
#ifndef VMIMAGE_LIB_FORMAT_PUBLISH_H
#define VMIMAGE_LIB_FORMAT_PUBLISH_H

#include "format/json.h"
#include "model/publish.h"

struct vm_libraries {
    const struct vm_library **items;
    size_t count, capacity;
};

/* Everything is in one arena. */
struct vm_publish_world {
    struct vm_publish_machine *machines;
    size_t machine_count, machine_capacity;
    struct vm_storage_class *classes;
    size_t class_count, class_capacity;
    struct vm_libraries v1alpha1, v1alpha2;
    const struct vm_image **images;
    size_t image_count, image_capacity;
    const struct vm_publish_request **requests;
    size_t request_count, request_capacity;
};

/* Add an object; other kinds are passed over. Errors: PARSE, INVALID, NO_MEMORY; the world is then as it was. */
vmimage_status vmimage__publish_world_add(const struct vm_json *root, struct vm_publish_world *world,
                                          struct vm_arena *arena, vmimage_error **error);

/* The libraries as v1alpha1 serves them: those of v1alpha2 stand in for what is missing. */
bool vmimage__publish_world_libraries(const struct vm_publish_world *world, struct vm_arena *arena,
                                      struct vm_libraries *libraries);

#endif
