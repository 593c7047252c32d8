/*
 * SPDX-License-Identifier: Apache-2.0
 * The tables of ContentLibraryItem and ClusterContentLibraryItem. Between versions: convert_registry.c.
 */
#include "format/convert.h"
#include "format/kinds.h"

static const struct vm_names certificate_statuses[] = {
    {"NOT_AVAILABLE", "NotAvailable"},
    {"VERIFIED", "Verified"},
    {"INTERNAL", "Internal"},
    {"VERIFICATION_FAILURE", "VerificationFailure"},
    {"VERIFICATION_IN_PROGRESS", "VerificationInProgress"},
    {"UNTRUSTED", "Untrusted"},
    {NULL, NULL},
};

static const struct vm_field file_fields[] = {
    VM_FIELD("cached", VM_F_BOOL, 0, struct vm_file, cached),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_file, name),
    VM_FIELD("sizeInBytes", VM_F_QUANTITY, VM_F_ALWAYS, struct vm_file, size),
    VM_FIELD("storageURI", VM_F_STRING, 0, struct vm_file, storage_uri),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_file, version),
};
static const struct vm_schema file = VM_SCHEMA(file_fields, struct vm_file, extra);

static const struct vm_field file_v1alpha1_fields[] = {
    VM_FIELD("cached", VM_F_BOOL, VM_F_ALWAYS, struct vm_file, cached),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_file, name),
    VM_FIELD("sizeInBytes", VM_F_QUANTITY, VM_F_ALWAYS, struct vm_file, size),
    VM_FIELD("storageURI", VM_F_STRING, 0, struct vm_file, storage_uri),
    VM_FIELD("version", VM_F_STRING, VM_F_ALWAYS, struct vm_file, version),
};
static const struct vm_schema file_v1alpha1 = VM_SCHEMA(file_v1alpha1_fields, struct vm_file, extra);

static const struct vm_field certificate_fields[] = {
    VM_FIELD("certChain", VM_F_STRINGS, 0, struct vm_item, certificates),
    VM_FIELD("status", VM_F_STRING, 0, struct vm_item, certificate_status),
};
static const struct vm_schema certificate = VM_SCHEMA(certificate_fields, struct vm_item, extra_certificate);

static const struct vm_field certificate_v1alpha1_fields[] = {
    VM_FIELD("certChain", VM_F_STRINGS, 0, struct vm_item, certificates),
    VM_FIELD_ENUM("status", 0, struct vm_item, certificate_status, certificate_statuses),
};
static const struct vm_schema certificate_v1alpha1 =
    VM_SCHEMA(certificate_v1alpha1_fields, struct vm_item, extra_certificate);

static const struct vm_field library_ref_fields[] = {
    VM_FIELD("kind", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, kind),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, name),
};
static const struct vm_schema library_ref = VM_SCHEMA(library_ref_fields, struct vm_ref, extra);

static const struct vm_field spec_fields[] = {
    VM_FIELD("id", VM_F_STRING, VM_F_ALWAYS, struct vm_item, id),
    VM_FIELD("libraryName", VM_F_STRING, VM_F_ALWAYS, struct vm_item, library_name),
};
static const struct vm_schema spec = VM_SCHEMA(spec_fields, struct vm_item, extra_spec);

static const struct vm_field spec_v1alpha1_fields[] = {
    VM_FIELD("uuid", VM_F_STRING, VM_F_ALWAYS, struct vm_item, id),
};
static const struct vm_schema spec_v1alpha1 = VM_SCHEMA(spec_v1alpha1_fields, struct vm_item, extra_spec);

static const struct vm_field status_fields[] = {
    VM_FIELD("cached", VM_F_BOOL, 0, struct vm_item, cached),
    VM_FIELD_GROUP_IF("certificateVerificationInfo", struct vm_item, certificate_set, &certificate),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_item, conditions, &vmimage__schema_condition),
    VM_FIELD("contentVersion", VM_F_STRING, 0, struct vm_item, content_version),
    VM_FIELD("creationTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, creation_time),
    VM_FIELD("description", VM_F_STRING, 0, struct vm_item, description),
    VM_FIELD_LIST("fileInfo", VM_F_LIST, struct vm_item, files, &file),
    VM_FIELD("lastModifiedTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, last_modified_time),
    VM_FIELD("lastSyncTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, last_sync_time),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_item, name),
    VM_FIELD("securityCompliance", VM_F_BOOL, VM_F_POINTER, struct vm_item, security_compliance),
    VM_FIELD("sizeInBytes", VM_F_QUANTITY, VM_F_ALWAYS, struct vm_item, size),
    VM_FIELD("sourceID", VM_F_STRING, 0, struct vm_item, source_id),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_item, type),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_item, version),
};
static const struct vm_schema status = VM_SCHEMA(status_fields, struct vm_item, extra_status);

static const struct vm_field status_v1alpha1_fields[] = {
    VM_FIELD("cached", VM_F_BOOL, 0, struct vm_item, cached),
    VM_FIELD_GROUP_IF("certificateVerificationInfo", struct vm_item, certificate_set, &certificate_v1alpha1),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_item, conditions, &vmimage__schema_condition_v1alpha1),
    VM_FIELD_OBJECT_IF("contentLibraryRef", struct vm_item, library_ref, library_ref.set, &library_ref),
    VM_FIELD("contentVersion", VM_F_STRING, 0, struct vm_item, content_version),
    VM_FIELD("creationTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, creation_time),
    VM_FIELD("description", VM_F_STRING, 0, struct vm_item, description),
    VM_FIELD_LIST("fileInfo", VM_F_LIST, struct vm_item, files, &file_v1alpha1),
    VM_FIELD("lastModifiedTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, last_modified_time),
    VM_FIELD("lastSyncTime", VM_F_TIME, VM_F_ALWAYS, struct vm_item, last_sync_time),
    VM_FIELD("metadataVersion", VM_F_STRING, 0, struct vm_item, version),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_item, name),
    VM_FIELD("securityCompliance", VM_F_BOOL, VM_F_POINTER, struct vm_item, security_compliance),
    VM_FIELD("sizeInBytes", VM_F_QUANTITY, VM_F_ALWAYS, struct vm_item, size),
    VM_FIELD("sourceID", VM_F_STRING, 0, struct vm_item, source_id),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_item, type),
};
static const struct vm_schema status_v1alpha1 = VM_SCHEMA(status_v1alpha1_fields, struct vm_item, extra_status);

static const struct vm_field item_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_item, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_item, kind),
    VM_FIELD_OBJECT("metadata", struct vm_item, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status),
};
static const struct vm_schema item = VM_SCHEMA(item_fields, struct vm_item, extra);

static const struct vm_field item_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_item, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_item, kind),
    VM_FIELD_OBJECT("metadata", struct vm_item, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec_v1alpha1),
    VM_FIELD_GROUP("status", &status_v1alpha1),
};
static const struct vm_schema item_v1alpha1 = VM_SCHEMA(item_v1alpha1_fields, struct vm_item, extra);

const struct vm_kind vmimage__kind_item = {
    .name = "ContentLibraryItem",
    .group = VM_GROUP_REGISTRY,
    .size = sizeof(struct vm_item),
    .api_version = offsetof(struct vm_item, api_version),
    .kind = offsetof(struct vm_item, kind),
    .meta = offsetof(struct vm_item, meta),
    .storage = 2,
    .schemas = {[1] = &item_v1alpha1, [2] = &item},
    .up = vmimage__item_up,
    .down = vmimage__item_down,
};

const struct vm_kind vmimage__kind_cluster_item = {
    .name = "ClusterContentLibraryItem",
    .group = VM_GROUP_REGISTRY,
    .size = sizeof(struct vm_item),
    .api_version = offsetof(struct vm_item, api_version),
    .kind = offsetof(struct vm_item, kind),
    .meta = offsetof(struct vm_item, meta),
    .storage = 2,
    .schemas = {[1] = &item_v1alpha1, [2] = &item},
    .up = vmimage__item_up,
    .down = vmimage__item_down,
};
