/*
 * SPDX-License-Identifier: Apache-2.0
 * The kinds of the image model: their names, their table for each served API version, and the steps between a version and the
 * storage version. How to read and write one is in k8s.h.
 */
#ifndef VMIMAGE_LIB_FORMAT_KINDS_H
#define VMIMAGE_LIB_FORMAT_KINDS_H

#include "format/schema.h"
#include "model/requests.h"

#define VM_GROUP_OPERATOR "vmoperator.vmware.com"
#define VM_GROUP_REGISTRY "imageregistry.vmware.com"
#define VM_VERSIONS 6

struct vm_kind;

/* From a version to the storage version, or back, in place; the object is private to the caller. */
typedef vmimage_status (*vm_conversion)(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                        vmimage_error **error);

struct vm_kind {
    const char *name, *group;
    size_t size, api_version, kind, meta;             /* of the C struct; offsets of these members */
    int storage;                                      /* number of the storage version */
    const struct vm_schema *schemas[VM_VERSIONS + 1]; /* by number: v1alpha3 at 3; NULL is not served */
    vm_conversion up, down;
};

/* All kinds, in no order that matters. */
extern const struct vm_kind *const vmimage__kinds[];
extern const size_t vmimage__kind_count;

extern const struct vm_kind vmimage__kind_image, vmimage__kind_cluster_image, vmimage__kind_image_cache,
    vmimage__kind_publish_request, vmimage__kind_group_publish_request, vmimage__kind_library,
    vmimage__kind_cluster_library, vmimage__kind_item, vmimage__kind_cluster_item, vmimage__kind_import_request;

/* Shared parts of the tables. */
extern const struct vm_schema vmimage__schema_meta, vmimage__schema_condition, vmimage__schema_condition_v1alpha1;
/* apiVersion, kind, name: all written always, or all only when not empty. */
extern const struct vm_schema vmimage__schema_ref, vmimage__schema_ref_omitempty;

/* NULL when there is no such kind. */
const struct vm_kind *vmimage__kind_find(const char *group, size_t group_length, const char *name, size_t name_length);
/* The number of a version of the kind, "v1alpha3" or with the group before it; 0 when it is not served. */
int vmimage__kind_version(const struct vm_kind *kind, const char *api_version);
/* Steps that the conversions of several kinds share. */
/* From conditions with a severity to those that need a reason; the way back loses fields only, which the tables do. */
void vmimage__conditions_up(struct vm_conditions *conditions);
/* VM Operator keeps what a version can't say in an annotation: the object of the storage version without its metadata. */
vmimage_status vmimage__stash_put(const struct vm_kind *kind, void *object, const char *annotation,
                                  struct vm_arena *arena, vmimage_error **error);
/* Take it out again into a zeroed struct; *found is false when there is none. Errors: PARSE, LIMIT, NO_MEMORY. */
vmimage_status vmimage__stash_take(const struct vm_kind *kind, void *object, const char *annotation, void *stashed,
                                   bool *found, struct vm_arena *arena, vmimage_error **error);
/* Replace the status of an object by that of another. */
void vmimage__status_copy(const struct vm_kind *kind, const void *from, void *to, struct vm_arena *arena);

#endif
