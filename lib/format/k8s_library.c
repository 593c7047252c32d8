/*
 * SPDX-License-Identifier: Apache-2.0
 * The tables of ContentLibrary and ClusterContentLibrary. Between versions: convert_registry.c.
 */
#include "format/convert.h"
#include "format/kinds.h"

static const struct vm_names naming_strategies[] = {
    {"FROM_ITEM_ID", "FromItemID"},
    {"PREFER_ITEM_SOURCE_ID", "PreferItemSourceID"},
    {NULL, NULL},
};

static const struct vm_field storage_fields[] = {
    VM_FIELD("datastoreID", VM_F_STRING, 0, struct vm_storage, datastore_id),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vm_storage, type),
};
static const struct vm_schema storage = VM_SCHEMA(storage_fields, struct vm_storage, extra);

static const struct vm_field publish_fields[] = {
    VM_FIELD("published", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, published),
    VM_FIELD("url", VM_F_STRING, VM_F_ALWAYS, struct vm_library, publish_url),
};
static const struct vm_schema publish = VM_SCHEMA(publish_fields, struct vm_library, extra_publish);

static const struct vm_field publish_v1alpha1_fields[] = {
    VM_FIELD("URL", VM_F_STRING, VM_F_ALWAYS, struct vm_library, publish_url),
    VM_FIELD("published", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, published),
};
static const struct vm_schema publish_v1alpha1 = VM_SCHEMA(publish_v1alpha1_fields, struct vm_library, extra_publish);

static const struct vm_field subscription_fields[] = {
    VM_FIELD("automaticSync", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, automatic_sync),
    VM_FIELD("onDemand", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, on_demand),
    VM_FIELD("url", VM_F_STRING, VM_F_ALWAYS, struct vm_library, subscription_url),
};
static const struct vm_schema subscription = VM_SCHEMA(subscription_fields, struct vm_library, extra_subscription);

static const struct vm_field subscription_v1alpha1_fields[] = {
    VM_FIELD("URL", VM_F_STRING, VM_F_ALWAYS, struct vm_library, subscription_url),
    VM_FIELD("automaticSync", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, automatic_sync),
    VM_FIELD("onDemand", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, on_demand),
};
static const struct vm_schema subscription_v1alpha1 =
    VM_SCHEMA(subscription_v1alpha1_fields, struct vm_library, extra_subscription);

static const struct vm_field spec_fields[] = {
    VM_FIELD("allowDelete", VM_F_BOOL, 0, struct vm_library, allow_delete),
    VM_FIELD("allowImport", VM_F_BOOL, 0, struct vm_library, allow_import),
    VM_FIELD("allowPublish", VM_F_BOOL, 0, struct vm_library, allow_publish),
    VM_FIELD("id", VM_F_STRING, VM_F_ALWAYS, struct vm_library, id),
    VM_FIELD("libraryType", VM_F_STRING, 0, struct vm_library, library_type),
    VM_FIELD("resourceNamingStrategy", VM_F_STRING, 0, struct vm_library, naming_strategy),
    VM_FIELD("storageClass", VM_F_STRING, 0, struct vm_library, storage_class),
};
static const struct vm_schema spec = VM_SCHEMA(spec_fields, struct vm_library, extra_spec);

static const struct vm_field cluster_spec_fields[] = {
    VM_FIELD("id", VM_F_STRING, VM_F_ALWAYS, struct vm_library, id),
    VM_FIELD("libraryType", VM_F_STRING, 0, struct vm_library, library_type),
    VM_FIELD("resourceNamingStrategy", VM_F_STRING, 0, struct vm_library, naming_strategy),
};
static const struct vm_schema cluster_spec = VM_SCHEMA(cluster_spec_fields, struct vm_library, extra_spec);

static const struct vm_field spec_v1alpha1_fields[] = {
    VM_FIELD("allowImport", VM_F_BOOL, 0, struct vm_library, allow_import),
    VM_FIELD_ENUM("resourceNamingStrategy", 0, struct vm_library, naming_strategy, naming_strategies),
    VM_FIELD("uuid", VM_F_STRING, VM_F_ALWAYS, struct vm_library, id),
    VM_FIELD("writable", VM_F_BOOL, VM_F_ALWAYS, struct vm_library, allow_publish),
};
static const struct vm_schema spec_v1alpha1 = VM_SCHEMA(spec_v1alpha1_fields, struct vm_library, extra_spec);

static const struct vm_field cluster_spec_v1alpha1_fields[] = {
    VM_FIELD_ENUM("resourceNamingStrategy", 0, struct vm_library, naming_strategy, naming_strategies),
    VM_FIELD("uuid", VM_F_STRING, VM_F_ALWAYS, struct vm_library, id),
};
static const struct vm_schema cluster_spec_v1alpha1 =
    VM_SCHEMA(cluster_spec_v1alpha1_fields, struct vm_library, extra_spec);

static const struct vm_field status_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_library, conditions, &vmimage__schema_condition),
    VM_FIELD("creationTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, creation_time),
    VM_FIELD("description", VM_F_STRING, 0, struct vm_library, description),
    VM_FIELD("lastModifiedTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, last_modified_time),
    VM_FIELD("lastSyncTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, last_sync_time),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_library, name),
    VM_FIELD_GROUP_IF("publishInfo", struct vm_library, publish_set, &publish),
    VM_FIELD("securityPolicyID", VM_F_STRING, 0, struct vm_library, security_policy_id),
    VM_FIELD("serverGUID", VM_F_STRING, 0, struct vm_library, server_guid),
    VM_FIELD("state", VM_F_STRING, 0, struct vm_library, state),
    VM_FIELD_LIST("storageBacking", VM_F_LIST, struct vm_library, storage, &storage),
    VM_FIELD_GROUP_IF("subscriptionInfo", struct vm_library, subscription_set, &subscription),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_library, version),
};
static const struct vm_schema status = VM_SCHEMA(status_fields, struct vm_library, extra_status);

static const struct vm_field status_v1alpha1_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_library, conditions, &vmimage__schema_condition_v1alpha1),
    VM_FIELD("creationTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, creation_time),
    VM_FIELD("description", VM_F_STRING, 0, struct vm_library, description),
    VM_FIELD("lastModifiedTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, last_modified_time),
    VM_FIELD("lastSyncTime", VM_F_TIME, VM_F_ALWAYS, struct vm_library, last_sync_time),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_library, name),
    VM_FIELD_GROUP_IF("publishInfo", struct vm_library, publish_set, &publish_v1alpha1),
    VM_FIELD("securityPolicyID", VM_F_STRING, 0, struct vm_library, security_policy_id),
    VM_FIELD("serverGUID", VM_F_STRING, 0, struct vm_library, server_guid),
    VM_FIELD("state", VM_F_STRING, 0, struct vm_library, state),
    VM_FIELD_LIST("storageBacking", VM_F_FIRST, struct vm_library, storage, &storage),
    VM_FIELD_GROUP_IF("subscriptionInfo", struct vm_library, subscription_set, &subscription_v1alpha1),
    VM_FIELD_OPAQUE("type", 0, VM_JSON_STRING),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_library, version),
};
static const struct vm_schema status_v1alpha1 = VM_SCHEMA(status_v1alpha1_fields, struct vm_library, extra_status);

static const struct vm_field library_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_library, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_library, kind),
    VM_FIELD_OBJECT("metadata", struct vm_library, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status),
};
static const struct vm_schema library = VM_SCHEMA(library_fields, struct vm_library, extra);

static const struct vm_field library_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_library, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_library, kind),
    VM_FIELD_OBJECT("metadata", struct vm_library, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec_v1alpha1),
    VM_FIELD_GROUP("status", &status_v1alpha1),
};
static const struct vm_schema library_v1alpha1 = VM_SCHEMA(library_v1alpha1_fields, struct vm_library, extra);

static const struct vm_field cluster_library_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_library, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_library, kind),
    VM_FIELD_OBJECT("metadata", struct vm_library, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &cluster_spec),
    VM_FIELD_GROUP("status", &status),
};
static const struct vm_schema cluster_library = VM_SCHEMA(cluster_library_fields, struct vm_library, extra);

static const struct vm_field cluster_library_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_library, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_library, kind),
    VM_FIELD_OBJECT("metadata", struct vm_library, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &cluster_spec_v1alpha1),
    VM_FIELD_GROUP("status", &status_v1alpha1),
};
static const struct vm_schema cluster_library_v1alpha1 =
    VM_SCHEMA(cluster_library_v1alpha1_fields, struct vm_library, extra);

const struct vm_kind vmimage__kind_library = {
    .name = "ContentLibrary",
    .group = VM_GROUP_REGISTRY,
    .size = sizeof(struct vm_library),
    .api_version = offsetof(struct vm_library, api_version),
    .kind = offsetof(struct vm_library, kind),
    .meta = offsetof(struct vm_library, meta),
    .storage = 2,
    .schemas = {[1] = &library_v1alpha1, [2] = &library},
    .up = vmimage__library_up,
    .down = vmimage__library_down,
};

const struct vm_kind vmimage__kind_cluster_library = {
    .name = "ClusterContentLibrary",
    .group = VM_GROUP_REGISTRY,
    .size = sizeof(struct vm_library),
    .api_version = offsetof(struct vm_library, api_version),
    .kind = offsetof(struct vm_library, kind),
    .meta = offsetof(struct vm_library, meta),
    .storage = 2,
    .schemas = {[1] = &cluster_library_v1alpha1, [2] = &cluster_library},
    .up = vmimage__library_up,
    .down = vmimage__library_down,
};
