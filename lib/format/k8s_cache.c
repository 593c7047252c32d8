/*
 * SPDX-License-Identifier: Apache-2.0
 * The tables of VirtualMachineImageCache. Between versions: convert_requests.c.
 */
#include "format/convert.h"
#include "format/kinds.h"

static const struct vm_field location_fields[] = {
    VM_FIELD("datacenterID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location, datacenter_id),
    VM_FIELD("datastoreID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location, datastore_id),
    VM_FIELD("profileID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location, profile_id),
};
static const struct vm_schema location = VM_SCHEMA(location_fields, struct vm_cache_location, extra);

static const struct vm_field file_fields[] = {
    VM_FIELD("diskType", VM_F_STRING, 0, struct vm_cache_file, disk_type),
    VM_FIELD("id", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_file, id),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_cache_file, name),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_file, type),
};
static const struct vm_schema file = VM_SCHEMA(file_fields, struct vm_cache_file, extra);

static const struct vm_field location_status_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_cache_location_status, conditions, &vmimage__schema_condition),
    VM_FIELD("datacenterID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location_status, datacenter_id),
    VM_FIELD("datastoreID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location_status, datastore_id),
    VM_FIELD_LIST("files", VM_F_LIST, struct vm_cache_location_status, files, &file),
    VM_FIELD("profileID", VM_F_STRING, VM_F_ALWAYS, struct vm_cache_location_status, profile_id),
};
static const struct vm_schema location_status =
    VM_SCHEMA(location_status_fields, struct vm_cache_location_status, extra);

static const struct vm_field ovf_fields[] = {
    VM_FIELD("configMapName", VM_F_STRING, 0, struct vm_image_cache, ovf_config_map_name),
    VM_FIELD("providerVersion", VM_F_STRING, 0, struct vm_image_cache, ovf_provider_version),
};
static const struct vm_schema ovf = VM_SCHEMA(ovf_fields, struct vm_image_cache, extra_ovf);

static const struct vm_field spec_fields[] = {
    VM_FIELD_LIST("locations", VM_F_LIST, struct vm_image_cache, locations, &location),
    VM_FIELD("providerID", VM_F_STRING, VM_F_ALWAYS, struct vm_image_cache, provider_id),
    VM_FIELD("providerVersion", VM_F_STRING, 0, struct vm_image_cache, provider_version),
};
static const struct vm_schema spec = VM_SCHEMA(spec_fields, struct vm_image_cache, extra_spec);

static const struct vm_field status_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_image_cache, conditions, &vmimage__schema_condition),
    VM_FIELD_LIST("locations", VM_F_LIST, struct vm_image_cache, observed, &location_status),
    VM_FIELD_GROUP_IF("ovf", struct vm_image_cache, ovf_set, &ovf),
};
static const struct vm_schema status = VM_SCHEMA(status_fields, struct vm_image_cache, extra_status);

static const struct vm_field image_cache_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_image_cache, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_image_cache, kind),
    VM_FIELD_OBJECT("metadata", struct vm_image_cache, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status),
};
static const struct vm_schema image_cache = VM_SCHEMA(image_cache_fields, struct vm_image_cache, extra);

const struct vm_kind vmimage__kind_image_cache = {
    .name = "VirtualMachineImageCache",
    .group = VM_GROUP_OPERATOR,
    .size = sizeof(struct vm_image_cache),
    .api_version = offsetof(struct vm_image_cache, api_version),
    .kind = offsetof(struct vm_image_cache, kind),
    .meta = offsetof(struct vm_image_cache, meta),
    .storage = 6,
    .schemas = {[3] = &image_cache, [4] = &image_cache, [5] = &image_cache, [6] = &image_cache},
    .up = vmimage__image_cache_up,
    .down = vmimage__image_cache_down,
};
