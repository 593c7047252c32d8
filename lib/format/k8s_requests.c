/*
 * SPDX-License-Identifier: Apache-2.0
 * The tables of VirtualMachinePublishRequest, VirtualMachineGroupPublishRequest and ContentLibraryItemImportRequest.
 * Between versions: convert_requests.c.
 */
#include "format/convert.h"
#include "format/kinds.h"

static const struct vm_field target_item_fields[] = {
    VM_FIELD("description", VM_F_STRING, 0, struct vm_publish_target, item_description),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_publish_target, item_name),
};
static const struct vm_schema target_item = VM_SCHEMA(target_item_fields, struct vm_publish_target, extra_item);

static const struct vm_field target_fields[] = {
    VM_FIELD_GROUP("item", &target_item),
    VM_FIELD_OBJECT("location", struct vm_publish_target, location, &vmimage__schema_ref_omitempty),
};
static const struct vm_schema target = VM_SCHEMA(target_fields, struct vm_publish_target, extra);

static const struct vm_field publish_spec_fields[] = {
    VM_FIELD("backoffLimit", VM_F_INT, 0, struct vm_publish_request, backoff_limit),
    VM_FIELD_OBJECT("source", struct vm_publish_request, source, &vmimage__schema_ref_omitempty),
    VM_FIELD_OBJECT("target", struct vm_publish_request, target, &target),
    VM_FIELD("ttlSecondsAfterFinished", VM_F_INT, VM_F_POINTER, struct vm_publish_request, ttl_seconds),
};
static const struct vm_schema publish_spec = VM_SCHEMA(publish_spec_fields, struct vm_publish_request, extra_spec);

static const struct vm_field publish_spec_v1alpha4_fields[] = {
    VM_FIELD_OBJECT("source", struct vm_publish_request, source, &vmimage__schema_ref_omitempty),
    VM_FIELD_OBJECT("target", struct vm_publish_request, target, &target),
    VM_FIELD("ttlSecondsAfterFinished", VM_F_INT, VM_F_POINTER, struct vm_publish_request, ttl_seconds),
};
static const struct vm_schema publish_spec_v1alpha4 =
    VM_SCHEMA(publish_spec_v1alpha4_fields, struct vm_publish_request, extra_spec);

static const struct vm_field publish_status_fields[] = {
    VM_FIELD("attempts", VM_F_INT, 0, struct vm_publish_request, attempts),
    VM_FIELD("completionTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, completion_time),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_publish_request, conditions, &vmimage__schema_condition),
    VM_FIELD("imageName", VM_F_STRING, 0, struct vm_publish_request, image_name),
    VM_FIELD("lastAttemptTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, last_attempt_time),
    VM_FIELD("ready", VM_F_BOOL, 0, struct vm_publish_request, ready),
    VM_FIELD_OBJECT_IF("sourceRef", struct vm_publish_request, source_ref, source_ref.set,
                       &vmimage__schema_ref_omitempty),
    VM_FIELD("startTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, start_time),
    VM_FIELD_OBJECT_IF("targetRef", struct vm_publish_request, target_ref, target_ref_set, &target),
};
static const struct vm_schema publish_status =
    VM_SCHEMA(publish_status_fields, struct vm_publish_request, extra_status);

static const struct vm_field publish_status_v1alpha1_fields[] = {
    VM_FIELD("attempts", VM_F_INT, 0, struct vm_publish_request, attempts),
    VM_FIELD("completionTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, completion_time),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_publish_request, conditions, &vmimage__schema_condition_v1alpha1),
    VM_FIELD("imageName", VM_F_STRING, 0, struct vm_publish_request, image_name),
    VM_FIELD("lastAttemptTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, last_attempt_time),
    VM_FIELD("ready", VM_F_BOOL, 0, struct vm_publish_request, ready),
    VM_FIELD_OBJECT_IF("sourceRef", struct vm_publish_request, source_ref, source_ref.set,
                       &vmimage__schema_ref_omitempty),
    VM_FIELD("startTime", VM_F_TIME, VM_F_ALWAYS, struct vm_publish_request, start_time),
    VM_FIELD_OBJECT_IF("targetRef", struct vm_publish_request, target_ref, target_ref_set, &target),
};
static const struct vm_schema publish_status_v1alpha1 =
    VM_SCHEMA(publish_status_v1alpha1_fields, struct vm_publish_request, extra_status);

static const struct vm_field publish_request_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_publish_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_publish_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_publish_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &publish_spec),
    VM_FIELD_GROUP("status", &publish_status),
};
static const struct vm_schema publish_request = VM_SCHEMA(publish_request_fields, struct vm_publish_request, extra);

static const struct vm_field publish_request_v1alpha4_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_publish_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_publish_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_publish_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &publish_spec_v1alpha4),
    VM_FIELD_GROUP("status", &publish_status),
};
static const struct vm_schema publish_request_v1alpha4 =
    VM_SCHEMA(publish_request_v1alpha4_fields, struct vm_publish_request, extra);

static const struct vm_field publish_request_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_publish_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_publish_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_publish_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &publish_spec_v1alpha4),
    VM_FIELD_GROUP("status", &publish_status_v1alpha1),
};
static const struct vm_schema publish_request_v1alpha1 =
    VM_SCHEMA(publish_request_v1alpha1_fields, struct vm_publish_request, extra);

static const struct vm_field group_image_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_group_image, conditions, &vmimage__schema_condition),
    VM_FIELD("imageName", VM_F_STRING, 0, struct vm_group_image, image_name),
    VM_FIELD("publishRequestName", VM_F_STRING, VM_F_ALWAYS, struct vm_group_image, publish_request_name),
    VM_FIELD("source", VM_F_STRING, VM_F_ALWAYS, struct vm_group_image, source),
};
static const struct vm_schema group_image = VM_SCHEMA(group_image_fields, struct vm_group_image, extra);

static const struct vm_field group_spec_fields[] = {
    VM_FIELD("source", VM_F_STRING, 0, struct vm_group_publish_request, source),
    VM_FIELD("target", VM_F_STRING, 0, struct vm_group_publish_request, target),
    VM_FIELD("ttlSecondsAfterFinished", VM_F_INT, VM_F_POINTER, struct vm_group_publish_request, ttl_seconds),
    VM_FIELD("virtualMachines", VM_F_STRINGS, 0, struct vm_group_publish_request, virtual_machines),
};
static const struct vm_schema group_spec = VM_SCHEMA(group_spec_fields, struct vm_group_publish_request, extra_spec);

static const struct vm_field group_status_fields[] = {
    VM_FIELD("completionTime", VM_F_TIME, VM_F_ALWAYS, struct vm_group_publish_request, completion_time),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_group_publish_request, conditions, &vmimage__schema_condition),
    VM_FIELD_LIST("images", VM_F_LIST, struct vm_group_publish_request, images, &group_image),
    VM_FIELD("source", VM_F_STRING, 0, struct vm_group_publish_request, status_source),
    VM_FIELD("startTime", VM_F_TIME, VM_F_ALWAYS, struct vm_group_publish_request, start_time),
    VM_FIELD("target", VM_F_STRING, 0, struct vm_group_publish_request, status_target),
};
static const struct vm_schema group_status =
    VM_SCHEMA(group_status_fields, struct vm_group_publish_request, extra_status);

static const struct vm_field group_publish_request_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_group_publish_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_group_publish_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_group_publish_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &group_spec),
    VM_FIELD_GROUP("status", &group_status),
};
static const struct vm_schema group_publish_request =
    VM_SCHEMA(group_publish_request_fields, struct vm_group_publish_request, extra);

static const struct vm_names transfer_statuses[] = {
    {"waiting", "Waiting"},       {"transferring", "Transferring"},
    {"validating", "Validating"}, {"ready", "Ready"},
    {"error", "Error"},           {NULL, NULL},
};

static const struct vm_field upload_fields[] = {
    VM_FIELD("bytesTransferred", VM_F_INT, VM_F_POINTER, struct vm_upload, bytes_transferred),
    VM_FIELD("errorMessage", VM_F_STRING, 0, struct vm_upload, error_message),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_upload, name),
    VM_FIELD("size", VM_F_INT, VM_F_POINTER, struct vm_upload, size),
    VM_FIELD("transferStatus", VM_F_STRING, VM_F_ALWAYS, struct vm_upload, transfer_status),
};
static const struct vm_schema upload = VM_SCHEMA(upload_fields, struct vm_upload, extra);

static const struct vm_field upload_v1alpha1_fields[] = {
    VM_FIELD("bytesTransferred", VM_F_INT, VM_F_POINTER, struct vm_upload, bytes_transferred),
    VM_FIELD("errorMessage", VM_F_STRING, 0, struct vm_upload, error_message),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_upload, name),
    VM_FIELD("size", VM_F_INT, VM_F_POINTER, struct vm_upload, size),
    VM_FIELD_ENUM("transferStatus", VM_F_ALWAYS, struct vm_upload, transfer_status, transfer_statuses),
};
static const struct vm_schema upload_v1alpha1 = VM_SCHEMA(upload_v1alpha1_fields, struct vm_upload, extra);

static const struct vm_field uploads_fields[] = {
    VM_FIELD_LIST("fileUploads", VM_F_LIST, struct vm_import_request, uploads, &upload),
    VM_FIELD("sessionUUID", VM_F_STRING, 0, struct vm_import_request, upload_session_uuid),
};
static const struct vm_schema uploads = VM_SCHEMA(uploads_fields, struct vm_import_request, extra_upload);

static const struct vm_field uploads_v1alpha1_fields[] = {
    VM_FIELD_LIST("fileUploads", VM_F_LIST, struct vm_import_request, uploads, &upload_v1alpha1),
    VM_FIELD("sessionUUID", VM_F_STRING, 0, struct vm_import_request, upload_session_uuid),
};
static const struct vm_schema uploads_v1alpha1 =
    VM_SCHEMA(uploads_v1alpha1_fields, struct vm_import_request, extra_upload);

static const struct vm_field checksum_fields[] = {
    VM_FIELD("algorithm", VM_F_STRING, VM_F_ALWAYS, struct vm_import_request, checksum_algorithm),
    VM_FIELD("value", VM_F_STRING, VM_F_ALWAYS, struct vm_import_request, checksum_value),
};
static const struct vm_schema checksum = VM_SCHEMA(checksum_fields, struct vm_import_request, extra_checksum);

static const struct vm_field import_source_fields[] = {
    VM_FIELD_GROUP_IF("checksum", struct vm_import_request, checksum_set, &checksum),
    VM_FIELD("sslCertificate", VM_F_STRING, 0, struct vm_import_request, ssl_certificate),
    VM_FIELD("url", VM_F_STRING, VM_F_ALWAYS, struct vm_import_request, source_url),
};
static const struct vm_schema import_source = VM_SCHEMA(import_source_fields, struct vm_import_request, extra_source);

static const struct vm_field import_item_fields[] = {
    VM_FIELD("description", VM_F_STRING, 0, struct vm_import_request, item_description),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_import_request, item_name),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_import_request, item_type),
};
static const struct vm_schema import_item = VM_SCHEMA(import_item_fields, struct vm_import_request, extra_item);

static const struct vm_field import_target_fields[] = {
    VM_FIELD_GROUP("item", &import_item),
    VM_FIELD("library", VM_F_STRING, VM_F_ALWAYS, struct vm_import_request, library),
};
static const struct vm_schema import_target = VM_SCHEMA(import_target_fields, struct vm_import_request, extra_target);

static const struct vm_field import_target_v1alpha1_fields[] = {
    VM_FIELD_GROUP("item", &import_item),
    VM_FIELD_OBJECT("library", struct vm_import_request, library_ref, &vmimage__schema_ref),
};
static const struct vm_schema import_target_v1alpha1 =
    VM_SCHEMA(import_target_v1alpha1_fields, struct vm_import_request, extra_target);

static const struct vm_field import_spec_fields[] = {
    VM_FIELD_GROUP("source", &import_source),
    VM_FIELD_GROUP("target", &import_target),
    VM_FIELD("ttlSecondsAfterFinished", VM_F_INT, VM_F_POINTER, struct vm_import_request, ttl_seconds),
};
static const struct vm_schema import_spec = VM_SCHEMA(import_spec_fields, struct vm_import_request, extra_spec);

static const struct vm_field import_spec_v1alpha1_fields[] = {
    VM_FIELD_GROUP("source", &import_source),
    VM_FIELD_GROUP("target", &import_target_v1alpha1),
    VM_FIELD("ttlSecondsAfterFinished", VM_F_INT, VM_F_POINTER, struct vm_import_request, ttl_seconds),
};
static const struct vm_schema import_spec_v1alpha1 =
    VM_SCHEMA(import_spec_v1alpha1_fields, struct vm_import_request, extra_spec);

static const struct vm_field import_status_fields[] = {
    VM_FIELD("completionTime", VM_F_TIME, VM_F_ALWAYS, struct vm_import_request, completion_time),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_import_request, conditions, &vmimage__schema_condition),
    VM_FIELD_GROUP_IF("fileUploadStatus", struct vm_import_request, upload_set, &uploads),
    VM_FIELD("itemName", VM_F_STRING, 0, struct vm_import_request, created_item),
    VM_FIELD("startTime", VM_F_TIME, VM_F_ALWAYS, struct vm_import_request, start_time),
};
static const struct vm_schema import_status = VM_SCHEMA(import_status_fields, struct vm_import_request, extra_status);

static const struct vm_field import_status_v1alpha1_fields[] = {
    VM_FIELD("completionTime", VM_F_TIME, VM_F_ALWAYS, struct vm_import_request, completion_time),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_import_request, conditions, &vmimage__schema_condition_v1alpha1),
    VM_FIELD_GROUP_IF("fileUploadStatus", struct vm_import_request, upload_set, &uploads_v1alpha1),
    VM_FIELD_OBJECT_IF("itemRef", struct vm_import_request, created_item_ref, created_item_ref.set,
                       &vmimage__schema_ref),
    VM_FIELD("startTime", VM_F_TIME, VM_F_ALWAYS, struct vm_import_request, start_time),
};
static const struct vm_schema import_status_v1alpha1 =
    VM_SCHEMA(import_status_v1alpha1_fields, struct vm_import_request, extra_status);

static const struct vm_field import_request_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_import_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_import_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_import_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &import_spec),
    VM_FIELD_GROUP("status", &import_status),
};
static const struct vm_schema import_request = VM_SCHEMA(import_request_fields, struct vm_import_request, extra);

static const struct vm_field import_request_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_import_request, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_import_request, kind),
    VM_FIELD_OBJECT("metadata", struct vm_import_request, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &import_spec_v1alpha1),
    VM_FIELD_GROUP("status", &import_status_v1alpha1),
};
static const struct vm_schema import_request_v1alpha1 =
    VM_SCHEMA(import_request_v1alpha1_fields, struct vm_import_request, extra);

const struct vm_kind vmimage__kind_publish_request = {
    .name = "VirtualMachinePublishRequest",
    .group = VM_GROUP_OPERATOR,
    .size = sizeof(struct vm_publish_request),
    .api_version = offsetof(struct vm_publish_request, api_version),
    .kind = offsetof(struct vm_publish_request, kind),
    .meta = offsetof(struct vm_publish_request, meta),
    .storage = 6,
    .schemas = {[1] = &publish_request_v1alpha1,
                [2] = &publish_request_v1alpha4,
                [3] = &publish_request_v1alpha4,
                [4] = &publish_request_v1alpha4,
                [5] = &publish_request,
                [6] = &publish_request},
    .up = vmimage__publish_request_up,
    .down = vmimage__publish_request_down,
};

const struct vm_kind vmimage__kind_group_publish_request = {
    .name = "VirtualMachineGroupPublishRequest",
    .group = VM_GROUP_OPERATOR,
    .size = sizeof(struct vm_group_publish_request),
    .api_version = offsetof(struct vm_group_publish_request, api_version),
    .kind = offsetof(struct vm_group_publish_request, kind),
    .meta = offsetof(struct vm_group_publish_request, meta),
    .storage = 6,
    .schemas = {[5] = &group_publish_request, [6] = &group_publish_request},
};

const struct vm_kind vmimage__kind_import_request = {
    .name = "ContentLibraryItemImportRequest",
    .group = VM_GROUP_REGISTRY,
    .size = sizeof(struct vm_import_request),
    .api_version = offsetof(struct vm_import_request, api_version),
    .kind = offsetof(struct vm_import_request, kind),
    .meta = offsetof(struct vm_import_request, meta),
    .storage = 2,
    .schemas = {[1] = &import_request_v1alpha1, [2] = &import_request},
    .up = vmimage__import_request_up,
    .down = vmimage__import_request_down,
};
