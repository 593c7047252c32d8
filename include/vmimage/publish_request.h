/*
 * SPDX-License-Identifier: Apache-2.0
 * Publish requests: VirtualMachinePublishRequest. A virtual machine becomes an image of a library.
 */
#ifndef VMIMAGE_PUBLISH_REQUEST_H
#define VMIMAGE_PUBLISH_REQUEST_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of a publish request.
 *
 * Ownership: new reference; release with vmimage_publish_request_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_request *vmimage_publish_request_ref(vmimage_publish_request *publish_request);

/**
 * Release a reference of a publish request. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_request *vmimage_publish_request_unref(vmimage_publish_request *publish_request);

/**
 * Make a publish request of the program's own, which is empty and can be changed with the functions vmimage_publish_request_set_*().
 *
 * Others never change: not those that a registry gave, nor those read from JSON. Who has given an object of its own to another thread
 * leaves it as it is.
 *
 * Ownership: new reference; release with vmimage_publish_request_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_request *vmimage_publish_request_new(void);

/**
 * A copy of a publish request that is the program's own and can be changed.
 *
 * Ownership: *@copy is a new reference, NULL on failure; release with vmimage_publish_request_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_copy(const vmimage_publish_request *publish_request,
                                                        vmimage_publish_request **copy, vmimage_error **error);

/**
 * API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_api_version(const vmimage_publish_request *publish_request);

/**
 * Kind of the object: "VirtualMachinePublishRequest".
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_kind(const vmimage_publish_request *publish_request);

/**
 * Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_publish_request_set_generate_name().
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_name(const vmimage_publish_request *publish_request);

/**
 * Namespace of the object; NULL when it is not told.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_namespace(const vmimage_publish_request *publish_request);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_uid(const vmimage_publish_request *publish_request);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_resource_version(const vmimage_publish_request *publish_request);

/**
 * When the publish request was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_creation_time(const vmimage_publish_request *publish_request);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_publish_request_generation(const vmimage_publish_request *publish_request);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_deletion_time(const vmimage_publish_request *publish_request);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_request_finalizer_count(const vmimage_publish_request *publish_request);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_finalizer(const vmimage_publish_request *publish_request, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_request_owner_count(const vmimage_publish_request *publish_request);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_owner_api_version(const vmimage_publish_request *publish_request,
                                                                  size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_owner_kind(const vmimage_publish_request *publish_request,
                                                           size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_owner_name(const vmimage_publish_request *publish_request,
                                                           size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_owner_uid(const vmimage_publish_request *publish_request, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_request_owner_is_controller(const vmimage_publish_request *publish_request,
                                                                size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_request_label_count(const vmimage_publish_request *publish_request);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_label_key(const vmimage_publish_request *publish_request, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_label_value(const vmimage_publish_request *publish_request,
                                                            size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_label(const vmimage_publish_request *publish_request, const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_request_annotation_count(const vmimage_publish_request *publish_request);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_annotation_key(const vmimage_publish_request *publish_request,
                                                               size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_annotation_value(const vmimage_publish_request *publish_request,
                                                                 size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_annotation(const vmimage_publish_request *publish_request,
                                                           const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_request_condition_count(const vmimage_publish_request *publish_request);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *
vmimage_publish_request_condition_at(const vmimage_publish_request *publish_request, size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_publish_request_condition(const vmimage_publish_request *publish_request,
                                                                       const char *type);

/**
 * How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_request_state(const vmimage_publish_request *publish_request);

/**
 * The condition that says why the request has failed for good; NULL when it has not.
 *
 * Rule: the reason "Fatal" of Complete, TargetItemAlreadyExists of TargetValid, ItemIDInvalid of Uploaded, and what VM Operator
 * calls terminal;
 * other failures it tries again by itself.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_publish_request_failure(const vmimage_publish_request *publish_request);

/**
 * Beginning of the name that the server makes; NULL when the object has its name.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_generate_name(const vmimage_publish_request *publish_request);

/**
 * API version of what is published, with its group; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_api_version(const vmimage_publish_request *publish_request);

/**
 * Kind of what is published: "VirtualMachine"; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_kind(const vmimage_publish_request *publish_request);

/**
 * Object name of the virtual machine that is published; NULL when not given: then it is that of the request.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_name(const vmimage_publish_request *publish_request);

/**
 * Name that the new library item is to have; NULL when not given: then it is that of the virtual machine and "-image".
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_target_item_name(const vmimage_publish_request *publish_request);

/**
 * Description that the new library item is to have; NULL when there is none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_target_item_description(const vmimage_publish_request *publish_request);

/**
 * API version of the place to publish to, with its group; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_publish_request_target_location_api_version(const vmimage_publish_request *publish_request);

/**
 * Kind of the place to publish to: "ContentLibrary"; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_target_location_kind(const vmimage_publish_request *publish_request);

/**
 * Object name of the library to publish to; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_target_location_name(const vmimage_publish_request *publish_request);

/**
 * How many seconds the request is kept after it has completed; -1 when for ever.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_publish_request_ttl_seconds(const vmimage_publish_request *publish_request);

/**
 * How many times publishing is tried; 0 when not given: then the cluster decides, which tries 3 times.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_publish_request_backoff_limit(const vmimage_publish_request *publish_request);

/**
 * How many times publishing was tried; 0 when never.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_publish_request_attempts(const vmimage_publish_request *publish_request);

/**
 * When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_start_time(const vmimage_publish_request *publish_request);

/**
 * When publishing was last tried, as RFC 3339 in UTC; NULL when never.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_last_attempt_time(const vmimage_publish_request *publish_request);

/**
 * When the image was there, as RFC 3339 in UTC; NULL when it is not yet.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_completion_time(const vmimage_publish_request *publish_request);

/**
 * Object name, which is the VMI ID, of the image that came of the request; NULL when there is none yet.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_image_name(const vmimage_publish_request *publish_request);

/**
 * Whether the status says that the image was published. Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_request_is_ready(const vmimage_publish_request *publish_request);

/**
 * API version of what is really published; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_ref_api_version(const vmimage_publish_request *publish_request);

/**
 * Kind of what is really published; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_ref_kind(const vmimage_publish_request *publish_request);

/**
 * Object name of the virtual machine that is really published; NULL before the request was taken up.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_source_ref_name(const vmimage_publish_request *publish_request);

/**
 * Name that the library item really gets; NULL before the request was taken up.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_request_target_ref_item_name(const vmimage_publish_request *publish_request);

/**
 * Description that the library item really gets; NULL when there is none.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_publish_request_target_ref_item_description(const vmimage_publish_request *publish_request);

/**
 * API version of the place that is really published to; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_publish_request_target_ref_location_api_version(const vmimage_publish_request *publish_request);

/**
 * Kind of the place that is really published to; NULL when not given.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_publish_request_target_ref_location_kind(const vmimage_publish_request *publish_request);

/**
 * Object name of the library that is really published to; NULL before the request was taken up.
 *
 * Ownership: borrowed as long as the publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_publish_request_target_ref_location_name(const vmimage_publish_request *publish_request);

/**
 * The object name. @name NULL takes it away: then the server makes one that begins with what
 * vmimage_publish_request_set_generate_name() says.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_name(vmimage_publish_request *publish_request, const char *name,
                                                            vmimage_error **error);

/**
 * The beginning of the name that the server makes when the object has none: "web-". @beginning NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_generate_name(vmimage_publish_request *publish_request,
                                                                     const char *beginning, vmimage_error **error);

/**
 * The namespace. NULL takes it away: then the object is made in the namespace of the registry.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_namespace(vmimage_publish_request *publish_request,
                                                                 const char *name_space, vmimage_error **error);

/**
 * Set a label. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_INVALID for a key
 *   or value that no label can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_label(vmimage_publish_request *publish_request, const char *key,
                                                             const char *value, vmimage_error **error);

/**
 * Set an annotation. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_INVALID for a key
 *   that no annotation can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_annotation(vmimage_publish_request *publish_request,
                                                                  const char *key, const char *value,
                                                                  vmimage_error **error);

/**
 * How many seconds the request is kept after it has completed; -1 is for ever.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_INVALID for
 *   another negative number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_ttl_seconds(vmimage_publish_request *publish_request,
                                                                   int64_t seconds, vmimage_error **error);

/**
 * The virtual machine that is published, by its object name. @name NULL takes it away: then it is that of the request.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_source(vmimage_publish_request *publish_request,
                                                              const char *name, vmimage_error **error);

/**
 * Where to publish to: the object name of a library, the name of the new item, and its description.
 *
 * @item_name NULL leaves it to the cluster: the name of the virtual machine and "-image". @description NULL is none.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_target(vmimage_publish_request *publish_request,
                                                              const char *library, const char *item_name,
                                                              const char *description, vmimage_error **error);

/**
 * How many times publishing is tried; 0 leaves it to the cluster. API versions before v1alpha5 keep it in an annotation.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_INVALID for a
 *   negative number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_backoff_limit(vmimage_publish_request *publish_request,
                                                                     int64_t attempts, vmimage_error **error);

/**
 * Set a condition of the status as VM Operator does, or take it away.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition away. @reason NULL gives the status as reason, @message
 * NULL
 * gives "". @now (RFC 3339) becomes the transition time only when status, reason or message change. A cluster takes the status of a
 * request
 * only with VMIMAGE_WRITE_STATUS.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_publish_request_new(); VMIMAGE_E_INVALID for an
 *   empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_set_condition(vmimage_publish_request *publish_request,
                                                                 const char *type, const char *status,
                                                                 const char *reason, const char *message,
                                                                 const char *now, vmimage_error **error);

/**
 * Read a publish request from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_publish_request_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: vmoperator.vmware.com/v1alpha1 to v1alpha6.
 *
 * Ownership: *@publish_request is a new reference, NULL on failure; release with vmimage_publish_request_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_from_json(const char *json, size_t length,
                                                             vmimage_publish_request **publish_request,
                                                             vmimage_error **error);

/**
 * Write a publish request as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_request_to_json(const vmimage_publish_request *publish_request,
                                                           const char *api_version, vmimage_string **json,
                                                           vmimage_error **error);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_requests *vmimage_publish_requests_ref(vmimage_publish_requests *publish_requests);

/**
 * Release an iterator. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_requests *vmimage_publish_requests_unref(vmimage_publish_requests *publish_requests);

/**
 * The next publish request.
 *
 * Ownership: *@publish_request is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end; VMIMAGE_E_MISUSE for NULL; else those of the call that made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_requests_next(vmimage_publish_requests *publish_requests,
                                                         vmimage_publish_request **publish_request,
                                                         vmimage_error **error);

/**
 * Read publish requests from a Kubernetes List, a VirtualMachinePublishRequestList, or one publish request.
 *
 * Ownership: *@publish_requests is a new reference, NULL on failure; release with vmimage_publish_requests_unref().
 * Errors: as vmimage_publish_request_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_requests_from_json(const char *json, size_t length,
                                                              vmimage_publish_requests **publish_requests,
                                                              vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
