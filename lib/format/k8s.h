/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes objects of the image model as JSON: read and written in every served version, converted, cloned.
 */
#ifndef VMIMAGE_LIB_FORMAT_K8S_H
#define VMIMAGE_LIB_FORMAT_K8S_H

#include "format/json.h"
#include "format/kinds.h"
#include "model/objects.h"
#include "model/requests.h"

/*
 * Read into a zeroed struct; the strings go to the arena. `subject` names the text in errors, NULL is "JSON".
 * Errors: PARSE for a field of the wrong type, INVALID for another kind or version, NO_MEMORY.
 *
 * Write as compact JSON with sorted keys, in `api_version` (with its group, or "v1alpha3" alone; NULL: the object's own, the
 * storage version when it has none). The errors of the writer's buffer are returned.
 * Errors: INVALID for a version that is not served; LIMIT; PARSE for a broken conversion annotation; NO_MEMORY.
 */
#define VM_K8S_FUNCTIONS(name, type)                                                                                   \
    vmimage_status vmimage__##name##_read(const struct vm_json *root, const char *subject, type *object,               \
                                          struct vm_arena *arena, vmimage_error **error);                              \
    /* An element of a list, which may leave it to the list to say what it is. */                                      \
    vmimage_status vmimage__##name##_read_element(const struct vm_json *root, const struct vm_json *list,              \
                                                  const char *subject, type *object, struct vm_arena *arena,           \
                                                  vmimage_error **error);                                              \
    vmimage_status vmimage__##name##_write(const type *object, const char *api_version, struct vm_json_writer *writer, \
                                           vmimage_error **error);                                                     \
    /* Everything, deep; check arena->failed. */                                                                       \
    void vmimage__##name##_clone_into(const type *from, type *to, struct vm_arena *arena)

VM_K8S_FUNCTIONS(image, struct vm_image);
VM_K8S_FUNCTIONS(item, struct vm_item);
VM_K8S_FUNCTIONS(library, struct vm_library);
VM_K8S_FUNCTIONS(publish_request, struct vm_publish_request);
VM_K8S_FUNCTIONS(group_publish_request, struct vm_group_publish_request);
VM_K8S_FUNCTIONS(image_cache, struct vm_image_cache);
VM_K8S_FUNCTIONS(import_request, struct vm_import_request);

/* A new handle with one reference that holds a copy; NULL without memory. */
vmimage_image *vmimage__image_clone(const struct vm_image *image);
vmimage_item *vmimage__item_clone(const struct vm_item *item);
vmimage_library *vmimage__library_clone(const struct vm_library *library);
vmimage_publish_request *vmimage__publish_request_clone(const struct vm_publish_request *request);
vmimage_group_publish_request *vmimage__group_publish_request_clone(const struct vm_group_publish_request *request);
vmimage_import_request *vmimage__import_request_clone(const struct vm_import_request *request);

/* New handles from a parsed object, an element of `list` when that is not NULL; as the public functions that start from text. */
vmimage_status vmimage__image_from_node(const struct vm_json *root, const struct vm_json *list, const char *subject,
                                        vmimage_image **image, vmimage_error **error);
vmimage_status vmimage__item_from_node(const struct vm_json *root, const struct vm_json *list, const char *subject,
                                       vmimage_item **item, vmimage_error **error);
vmimage_status vmimage__library_from_node(const struct vm_json *root, const struct vm_json *list, const char *subject,
                                          vmimage_library **library, vmimage_error **error);
vmimage_status vmimage__publish_request_from_node(const struct vm_json *root, const struct vm_json *list,
                                                  const char *subject, vmimage_publish_request **request,
                                                  vmimage_error **error);
vmimage_status vmimage__group_publish_request_from_node(const struct vm_json *root, const struct vm_json *list,
                                                        const char *subject, vmimage_group_publish_request **request,
                                                        vmimage_error **error);
vmimage_status vmimage__import_request_from_node(const struct vm_json *root, const struct vm_json *list,
                                                 const char *subject, vmimage_import_request **request,
                                                 vmimage_error **error);

/* Any object of the model in another version: the kind is read from it. */
vmimage_status vmimage__object_convert(const struct vm_json *root, const char *subject, const char *api_version,
                                       struct vm_json_writer *writer, vmimage_error **error);

#endif
