/*
 * SPDX-License-Identifier: Apache-2.0
 * Parts that the tables of all kinds share: metadata, owners, conditions, references.
 */
#include "format/kinds.h"

static const struct vm_field owner_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, VM_F_ALWAYS, struct vm_owner, api_version),
    VM_FIELD("blockOwnerDeletion", VM_F_BOOL, VM_F_POINTER, struct vm_owner, block_owner_deletion),
    VM_FIELD("controller", VM_F_BOOL, VM_F_POINTER, struct vm_owner, controller),
    VM_FIELD("kind", VM_F_STRING, VM_F_ALWAYS, struct vm_owner, kind),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_owner, name),
    VM_FIELD("uid", VM_F_STRING, VM_F_ALWAYS, struct vm_owner, uid),
};
static const struct vm_schema owner = VM_KEEPING_SCHEMA(owner_fields, struct vm_owner, extra);

/* managedFields, selfLink and deletionGracePeriodSeconds are kept with the unknown ones. */
static const struct vm_field meta_fields[] = {
    VM_FIELD("annotations", VM_F_MAP, 0, struct vm_meta, annotations),
    VM_FIELD("creationTimestamp", VM_F_TIME, 0, struct vm_meta, creation_time),
    VM_FIELD("deletionTimestamp", VM_F_TIME, 0, struct vm_meta, deletion_time),
    VM_FIELD("finalizers", VM_F_STRINGS, 0, struct vm_meta, finalizers),
    VM_FIELD("generateName", VM_F_STRING, 0, struct vm_meta, generate_name),
    VM_FIELD("generation", VM_F_INT, 0, struct vm_meta, generation),
    VM_FIELD("labels", VM_F_MAP, 0, struct vm_meta, labels),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_meta, name),
    VM_FIELD("namespace", VM_F_STRING, 0, struct vm_meta, name_space),
    VM_FIELD_LIST("ownerReferences", VM_F_LIST, struct vm_meta, owners, &owner),
    VM_FIELD("resourceVersion", VM_F_STRING, 0, struct vm_meta, resource_version),
    VM_FIELD("uid", VM_F_STRING, 0, struct vm_meta, uid),
};
const struct vm_schema vmimage__schema_meta = VM_KEEPING_SCHEMA(meta_fields, struct vm_meta, extra);

static const struct vm_field condition_fields[] = {
    VM_FIELD("lastTransitionTime", VM_F_TIME, VM_F_ALWAYS, struct vmimage_condition, last_transition_time),
    VM_FIELD("message", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, message),
    VM_FIELD("observedGeneration", VM_F_INT, 0, struct vmimage_condition, observed_generation),
    VM_FIELD("reason", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, reason),
    VM_FIELD("status", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, status),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, type),
};
const struct vm_schema vmimage__schema_condition = VM_SCHEMA(condition_fields, struct vmimage_condition, extra);

static const struct vm_field condition_v1alpha1_fields[] = {
    VM_FIELD("lastTransitionTime", VM_F_TIME, VM_F_ALWAYS, struct vmimage_condition, last_transition_time),
    VM_FIELD("message", VM_F_STRING, 0, struct vmimage_condition, message),
    VM_FIELD("reason", VM_F_STRING, 0, struct vmimage_condition, reason),
    VM_FIELD("severity", VM_F_STRING, 0, struct vmimage_condition, severity),
    VM_FIELD("status", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, status),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vmimage_condition, type),
};
const struct vm_schema vmimage__schema_condition_v1alpha1 =
    VM_SCHEMA(condition_v1alpha1_fields, struct vmimage_condition, extra);

static const struct vm_field ref_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, api_version),
    VM_FIELD("kind", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, kind),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, name),
};
const struct vm_schema vmimage__schema_ref = VM_SCHEMA(ref_fields, struct vm_ref, extra);

static const struct vm_field ref_omitempty_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_ref, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_ref, kind),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_ref, name),
};
const struct vm_schema vmimage__schema_ref_omitempty = VM_SCHEMA(ref_omitempty_fields, struct vm_ref, extra);
