/*
 * SPDX-License-Identifier: Apache-2.0
 * The kinds that ask for something, or keep track of it, as C structs in their storage versions: publish requests of a VM
 * and of a group, the image cache, import requests. The habits are those of objects.h.
 */
#ifndef VMIMAGE_LIB_MODEL_REQUESTS_H
#define VMIMAGE_LIB_MODEL_REQUESTS_H

#include "model/objects.h"

/* spec.target and status.targetRef of a publish request. */
struct vm_publish_target {
    struct vm_extra *extra, *extra_item;
    const char *item_name, *item_description;
    struct vm_ref location;
};

/* VirtualMachinePublishRequest. */
struct vm_publish_request {
    struct vm_extra *extra, *extra_spec, *extra_status;
    const char *api_version, *kind;
    struct vm_meta meta;
    struct vm_ref source;
    struct vm_publish_target target;
    struct vm_int ttl_seconds;   /* spec.ttlSecondsAfterFinished */
    struct vm_int backoff_limit; /* v1alpha5 and later; 0 and absent are the same on the wire */
    struct vm_ref source_ref;    /* status.sourceRef */
    bool target_ref_set;
    struct vm_publish_target target_ref; /* status.targetRef */
    const char *start_time, *completion_time, *last_attempt_time;
    const char *image_name; /* status.imageName: the VMI ID */
    struct vm_int attempts;
    enum vm_tristate ready;
    struct vm_conditions conditions;
};

/* status.images[] of a group request. */
struct vm_group_image {
    struct vm_extra *extra;
    const char *source, *publish_request_name, *image_name;
    struct vm_conditions conditions;
};

/* VirtualMachineGroupPublishRequest. */
struct vm_group_publish_request {
    struct vm_extra *extra, *extra_spec, *extra_status;
    const char *api_version, *kind;
    struct vm_meta meta;
    const char *source, *target;
    struct vm_strings virtual_machines;
    struct vm_int ttl_seconds;
    const char *status_source, *status_target;
    const char *start_time, *completion_time;
    struct vm_group_image *images;
    size_t image_count, image_capacity;
    struct vm_conditions conditions;
};

/* spec.locations[] of an image cache. */
struct vm_cache_location {
    struct vm_extra *extra;
    const char *datacenter_id, *datastore_id, *profile_id;
};

struct vm_cache_file {
    struct vm_extra *extra;
    const char *id, *type, *disk_type, *name;
};

/* status.locations[] of an image cache. */
struct vm_cache_location_status {
    struct vm_extra *extra;
    const char *datacenter_id, *datastore_id, *profile_id;
    struct vm_cache_file *files;
    size_t file_count, file_capacity;
    struct vm_conditions conditions;
};

/* VirtualMachineImageCache. */
struct vm_image_cache {
    struct vm_extra *extra, *extra_spec, *extra_status, *extra_ovf;
    const char *api_version, *kind;
    struct vm_meta meta;
    const char *provider_id, *provider_version;
    struct vm_cache_location *locations;
    size_t location_count, location_capacity;
    bool ovf_set;
    const char *ovf_config_map_name, *ovf_provider_version;
    struct vm_cache_location_status *observed;
    size_t observed_count, observed_capacity;
    struct vm_conditions conditions;
};

/* status.fileUploadStatus.fileUploads[] of an import request. */
struct vm_upload {
    struct vm_extra *extra;
    const char *name, *transfer_status, *error_message;
    struct vm_int size, bytes_transferred;
};

/* ContentLibraryItemImportRequest. */
struct vm_import_request {
    struct vm_extra *extra, *extra_spec, *extra_status, *extra_source, *extra_checksum, *extra_target, *extra_item,
        *extra_upload;
    const char *api_version, *kind;
    struct vm_meta meta;
    const char *source_url, *ssl_certificate;
    bool checksum_set;
    const char *checksum_algorithm, *checksum_value;
    const char *item_name, *item_description, *item_type; /* spec.target.item */
    const char *library;                                  /* spec.target.library */
    struct vm_ref library_ref;                            /* the same in v1alpha1 */
    struct vm_int ttl_seconds;
    const char *start_time, *completion_time;
    const char *created_item;       /* status.itemName */
    struct vm_ref created_item_ref; /* status.itemRef of v1alpha1 */
    bool upload_set;                /* status.fileUploadStatus is there */
    const char *upload_session_uuid;
    struct vm_upload *uploads;
    size_t upload_count, upload_capacity;
    struct vm_conditions conditions;
};

/* The handles that programs hold. Only the program's own may be changed, by the program. */
#define VM_REQUEST_HANDLE(name)                                                                                        \
    struct vmimage_##name {                                                                                            \
        vm_refs refs;                                                                                                  \
        struct vm_arena arena;                                                                                         \
        bool own;                                                                                                      \
        struct vm_##name o;                                                                                            \
    };                                                                                                                 \
    /* Empty, with one reference; NULL without memory. */                                                              \
    vmimage_##name *vmimage__##name##_new(void)

VM_REQUEST_HANDLE(publish_request);
VM_REQUEST_HANDLE(group_publish_request);
VM_REQUEST_HANDLE(import_request);

/* First lines of a function that changes a request of the program. */
#define VM_OWN(request, words, error)                                                                                  \
    do {                                                                                                               \
        if (!(request)->own)                                                                                           \
            return vmimage__fail(error, VMIMAGE_E_INVALID, (request)->o.meta.name,                                     \
                                 "this " words " is not the program's own and never changes; change a copy of it");    \
    } while (0)

/* Lack of memory leaves the request as it was, and fit to be changed again. */
vmimage_status vmimage__request_set_text(struct vm_arena *arena, const char **member, const char *text,
                                         vmimage_error **error);
vmimage_status vmimage__request_changed(struct vm_arena *arena, vmimage_error **error);

/* The condition that ended a request for good; NULL when none did. */
const vmimage_condition *vmimage__publish_failure(const struct vm_conditions *conditions);
const vmimage_condition *vmimage__import_failure(const struct vm_conditions *conditions);

#endif
