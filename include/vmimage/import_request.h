/*
 * SPDX-License-Identifier: Apache-2.0
 * Import requests: ContentLibraryItemImportRequest. What an URL names becomes an item of a library.
 */
#ifndef VMIMAGE_IMPORT_REQUEST_H
#define VMIMAGE_IMPORT_REQUEST_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of an import request.
 *
 * Ownership: new reference; release with vmimage_import_request_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_request *vmimage_import_request_ref(vmimage_import_request *import_request);

/**
 * Release a reference of an import request. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_request *vmimage_import_request_unref(vmimage_import_request *import_request);

/**
 * Make an import request of the program's own, which is empty and can be changed with the functions vmimage_import_request_set_*().
 *
 * Others never change: not those that a registry gave, nor those read from JSON. Who has given an object of its own to another thread
 * leaves it as it is.
 *
 * Ownership: new reference; release with vmimage_import_request_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_request *vmimage_import_request_new(void);

/**
 * A copy of an import request that is the program's own and can be changed.
 *
 * Ownership: *@copy is a new reference, NULL on failure; release with vmimage_import_request_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_copy(const vmimage_import_request *import_request,
                                                       vmimage_import_request **copy, vmimage_error **error);

/**
 * API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_api_version(const vmimage_import_request *import_request);

/**
 * Kind of the object: "ContentLibraryItemImportRequest".
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_kind(const vmimage_import_request *import_request);

/**
 * Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_import_request_set_generate_name().
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_name(const vmimage_import_request *import_request);

/**
 * Namespace of the object; NULL when it is not told.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_namespace(const vmimage_import_request *import_request);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_uid(const vmimage_import_request *import_request);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_resource_version(const vmimage_import_request *import_request);

/**
 * When the import request was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_creation_time(const vmimage_import_request *import_request);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_import_request_generation(const vmimage_import_request *import_request);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_deletion_time(const vmimage_import_request *import_request);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_finalizer_count(const vmimage_import_request *import_request);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_finalizer(const vmimage_import_request *import_request, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_owner_count(const vmimage_import_request *import_request);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_owner_api_version(const vmimage_import_request *import_request,
                                                                 size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_owner_kind(const vmimage_import_request *import_request, size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_owner_name(const vmimage_import_request *import_request, size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_owner_uid(const vmimage_import_request *import_request, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_import_request_owner_is_controller(const vmimage_import_request *import_request,
                                                               size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_label_count(const vmimage_import_request *import_request);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_label_key(const vmimage_import_request *import_request, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_label_value(const vmimage_import_request *import_request, size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_label(const vmimage_import_request *import_request, const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_annotation_count(const vmimage_import_request *import_request);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_annotation_key(const vmimage_import_request *import_request,
                                                              size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_annotation_value(const vmimage_import_request *import_request,
                                                                size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_annotation(const vmimage_import_request *import_request,
                                                          const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_condition_count(const vmimage_import_request *import_request);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_import_request_condition_at(const vmimage_import_request *import_request,
                                                                         size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_import_request_condition(const vmimage_import_request *import_request,
                                                                      const char *type);

/**
 * How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_import_request_state(const vmimage_import_request *import_request);

/**
 * The condition that says why the request has failed for good; NULL when it has not.
 *
 * Rule: a source or target that is not valid, which stays so until the request is another; an item that could not be made, an upload
 * that
 * failed or expired.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_import_request_failure(const vmimage_import_request *import_request);

/**
 * Beginning of the name that the server makes; NULL when the object has its name.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_generate_name(const vmimage_import_request *import_request);

/**
 * URL of the .ovf, .ova or .iso that is imported; NULL when not given.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_source_url(const vmimage_import_request *import_request);

/**
 * Certificate of the server of the URL, in PEM; NULL when not given.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_ssl_certificate(const vmimage_import_request *import_request);

/**
 * Algorithm of the checksum of the file at the URL: "SHA256" or "SHA512"; NULL without a checksum.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_checksum_algorithm(const vmimage_import_request *import_request);

/**
 * Checksum of the file at the URL; NULL without one.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_checksum_value(const vmimage_import_request *import_request);

/**
 * Name that the new library item is to have; NULL when not given: then it is that of the file.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_target_item_name(const vmimage_import_request *import_request);

/**
 * Description that the new library item is to have; NULL when there is none.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_target_item_description(const vmimage_import_request *import_request);

/**
 * Type that the new library item is to have: "OVF", "ISO" or "VM"; NULL when not given.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_target_item_type(const vmimage_import_request *import_request);

/**
 * Object name of the library that gets the item; NULL when not given.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_target_library(const vmimage_import_request *import_request);

/**
 * How many seconds the request is kept after it has completed; -1 when for ever.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_import_request_ttl_seconds(const vmimage_import_request *import_request);

/**
 * When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_start_time(const vmimage_import_request *import_request);

/**
 * When the import was over, as RFC 3339 in UTC; NULL when it is not yet.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_completion_time(const vmimage_import_request *import_request);

/**
 * Object name of the library item that came of the request; NULL when there is none yet.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_item_name(const vmimage_import_request *import_request);

/**
 * ID of the session in which vSphere gets the files; NULL when there is none yet.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_upload_session(const vmimage_import_request *import_request);

/**
 * Number of files that are brought to vSphere.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_import_request_upload_count(const vmimage_import_request *import_request);

/**
 * Name of the file at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_upload_name(const vmimage_import_request *import_request, size_t index);

/**
 * How the file at @index stands: "Waiting", "Transferring", "Validating", "Ready", "Error"; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_upload_status(const vmimage_import_request *import_request,
                                                             size_t index);

/**
 * What went wrong with the file at @index; NULL when nothing did.
 *
 * Ownership: borrowed as long as the import request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_import_request_upload_error(const vmimage_import_request *import_request, size_t index);

/**
 * Size of the file at @index in bytes; 0 when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_import_request_upload_size(const vmimage_import_request *import_request, size_t index);

/**
 * How many bytes of the file at @index vSphere has; 0 when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_import_request_upload_bytes(const vmimage_import_request *import_request, size_t index);

/**
 * The object name. @name NULL takes it away: then the server makes one that begins with what
 * vmimage_import_request_set_generate_name() says.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_name(vmimage_import_request *import_request, const char *name,
                                                           vmimage_error **error);

/**
 * The beginning of the name that the server makes when the object has none: "web-". @beginning NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_generate_name(vmimage_import_request *import_request,
                                                                    const char *beginning, vmimage_error **error);

/**
 * The namespace. NULL takes it away: then the object is made in the namespace of the registry.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_namespace(vmimage_import_request *import_request,
                                                                const char *name_space, vmimage_error **error);

/**
 * Set a label. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_INVALID for a key
 *   or value that no label can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_label(vmimage_import_request *import_request, const char *key,
                                                            const char *value, vmimage_error **error);

/**
 * Set an annotation. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_INVALID for a key
 *   that no annotation can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_annotation(vmimage_import_request *import_request,
                                                                 const char *key, const char *value,
                                                                 vmimage_error **error);

/**
 * How many seconds the request is kept after it has completed; -1 is for ever.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_INVALID for
 *   another negative number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_ttl_seconds(vmimage_import_request *import_request,
                                                                  int64_t seconds, vmimage_error **error);

/**
 * The URL of the .ovf, .ova or .iso that is imported.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_source(vmimage_import_request *import_request, const char *url,
                                                             vmimage_error **error);

/**
 * The certificate of the server of the URL, in PEM. @pem NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_certificate(vmimage_import_request *import_request,
                                                                  const char *pem, vmimage_error **error);

/**
 * The checksum of the file at the URL. @algorithm is "SHA256" or "SHA512"; @algorithm NULL is "SHA256". @value NULL takes the
 * checksum away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_INVALID for
 *   another algorithm; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_checksum(vmimage_import_request *import_request,
                                                               const char *algorithm, const char *value,
                                                               vmimage_error **error);

/**
 * The library that gets the item, by its object name, and the name, description and type of the new item.
 *
 * @item_name NULL leaves the name to the cluster, which takes that of the file. @description NULL is none. @type is "OVF", "ISO" or
 * "VM";
 * @type NULL leaves it to the cluster.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_target(vmimage_import_request *import_request,
                                                             const char *library, const char *item_name,
                                                             const char *description, const char *type,
                                                             vmimage_error **error);

/**
 * Set a condition of the status as VM Operator does, or take it away.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition away. @reason NULL gives the status as reason, @message
 * NULL
 * gives "". @now (RFC 3339) becomes the transition time only when status, reason or message change. A cluster takes the status of a
 * request
 * only with VMIMAGE_WRITE_STATUS.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_import_request_new(); VMIMAGE_E_INVALID for an
 *   empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_set_condition(vmimage_import_request *import_request,
                                                                const char *type, const char *status,
                                                                const char *reason, const char *message,
                                                                const char *now, vmimage_error **error);

/**
 * Read an import request from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_import_request_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: imageregistry.vmware.com/v1alpha1 and v1alpha2.
 *
 * Ownership: *@import_request is a new reference, NULL on failure; release with vmimage_import_request_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_from_json(const char *json, size_t length,
                                                            vmimage_import_request **import_request,
                                                            vmimage_error **error);

/**
 * Write an import request as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_request_to_json(const vmimage_import_request *import_request,
                                                          const char *api_version, vmimage_string **json,
                                                          vmimage_error **error);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_requests *vmimage_import_requests_ref(vmimage_import_requests *import_requests);

/**
 * Release an iterator. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_requests *vmimage_import_requests_unref(vmimage_import_requests *import_requests);

/**
 * The next import request.
 *
 * Ownership: *@import_request is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end; VMIMAGE_E_MISUSE for NULL; else those of the call that made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_requests_next(vmimage_import_requests *import_requests,
                                                        vmimage_import_request **import_request, vmimage_error **error);

/**
 * Read import requests from a Kubernetes List, a ContentLibraryItemImportRequestList, or one import request.
 *
 * Ownership: *@import_requests is a new reference, NULL on failure; release with vmimage_import_requests_unref().
 * Errors: as vmimage_import_request_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_import_requests_from_json(const char *json, size_t length,
                                                             vmimage_import_requests **import_requests,
                                                             vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
