/*
 * SPDX-License-Identifier: Apache-2.0
 * Group publish requests: VirtualMachineGroupPublishRequest. The virtual machines of a group become images of a library.
 */
#ifndef VMIMAGE_GROUP_PUBLISH_REQUEST_H
#define VMIMAGE_GROUP_PUBLISH_REQUEST_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of a group publish request.
 *
 * Ownership: new reference; release with vmimage_group_publish_request_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_request *
vmimage_group_publish_request_ref(vmimage_group_publish_request *group_publish_request);

/**
 * Release a reference of a group publish request. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_request *
vmimage_group_publish_request_unref(vmimage_group_publish_request *group_publish_request);

/**
 * Make a group publish request of the program's own, which is empty and can be changed with the functions
 * vmimage_group_publish_request_set_*().
 *
 * Others never change: not those that a registry gave, nor those read from JSON. Who has given an object of its own to another thread
 * leaves it as it is.
 *
 * Ownership: new reference; release with vmimage_group_publish_request_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_request *vmimage_group_publish_request_new(void);

/**
 * A copy of a group publish request that is the program's own and can be changed.
 *
 * Ownership: *@copy is a new reference, NULL on failure; release with vmimage_group_publish_request_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status
vmimage_group_publish_request_copy(const vmimage_group_publish_request *group_publish_request,
                                   vmimage_group_publish_request **copy, vmimage_error **error);

/**
 * API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_api_version(const vmimage_group_publish_request *group_publish_request);

/**
 * Kind of the object: "VirtualMachineGroupPublishRequest".
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_group_publish_request_kind(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_group_publish_request_set_generate_name().
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_group_publish_request_name(const vmimage_group_publish_request *group_publish_request);

/**
 * Namespace of the object; NULL when it is not told.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_namespace(const vmimage_group_publish_request *group_publish_request);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_group_publish_request_uid(const vmimage_group_publish_request *group_publish_request);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_resource_version(const vmimage_group_publish_request *group_publish_request);

/**
 * When the group publish request was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_creation_time(const vmimage_group_publish_request *group_publish_request);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t
vmimage_group_publish_request_generation(const vmimage_group_publish_request *group_publish_request);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_deletion_time(const vmimage_group_publish_request *group_publish_request);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_finalizer_count(const vmimage_group_publish_request *group_publish_request);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_finalizer(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_owner_count(const vmimage_group_publish_request *group_publish_request);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_owner_api_version(const vmimage_group_publish_request *group_publish_request,
                                                size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_owner_kind(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_owner_name(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_owner_uid(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_group_publish_request_owner_is_controller(
    const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_label_count(const vmimage_group_publish_request *group_publish_request);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_label_key(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_label_value(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_group_publish_request_label(const vmimage_group_publish_request *group_publish_request,
                                                            const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_annotation_count(const vmimage_group_publish_request *group_publish_request);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_annotation_key(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_annotation_value(const vmimage_group_publish_request *group_publish_request,
                                               size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_annotation(const vmimage_group_publish_request *group_publish_request, const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_condition_count(const vmimage_group_publish_request *group_publish_request);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *
vmimage_group_publish_request_condition_at(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *
vmimage_group_publish_request_condition(const vmimage_group_publish_request *group_publish_request, const char *type);

/**
 * How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_group_publish_request_state(const vmimage_group_publish_request *group_publish_request);

/**
 * The condition that says why the request has failed for good; NULL when it has not.
 *
 * Rule: a request of one of the virtual machines has failed for good; VM Operator then leaves that of the group as it is.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *
vmimage_group_publish_request_failure(const vmimage_group_publish_request *group_publish_request);

/**
 * Beginning of the name that the server makes; NULL when the object has its name.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_generate_name(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the group of virtual machines that is published; NULL when not given: then it is that of the request.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_source(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the library to publish to; NULL when not given: then it is the default one of the namespace.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_target(const vmimage_group_publish_request *group_publish_request);

/**
 * Number of virtual machines that are named to be published; 0: all of the group.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_virtual_machine_count(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the virtual machine at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_virtual_machine(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * How many seconds the request is kept after it has completed; -1 when for ever.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t
vmimage_group_publish_request_ttl_seconds(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the group that was published; NULL when not told. VM Operator does not tell it.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_status_source(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the library that was published to; NULL when not told. VM Operator does not tell it.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_status_target(const vmimage_group_publish_request *group_publish_request);

/**
 * When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_start_time(const vmimage_group_publish_request *group_publish_request);

/**
 * When all images were there, as RFC 3339 in UTC; NULL when they are not yet.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_completion_time(const vmimage_group_publish_request *group_publish_request);

/**
 * Number of virtual machines whose publishing has begun.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t
vmimage_group_publish_request_image_count(const vmimage_group_publish_request *group_publish_request);

/**
 * Object name of the virtual machine at @index of those whose publishing has begun; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_image_source(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Object name of the request that publishes the virtual machine at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_image_publish_request_name(const vmimage_group_publish_request *group_publish_request,
                                                         size_t index);

/**
 * Object name, which is the VMI ID, of the image of the virtual machine at @index; NULL when there is none yet.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *
vmimage_group_publish_request_image_name(const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * Number of conditions of the publishing of the virtual machine at @index; 0 when @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_group_publish_request_image_condition_count(
    const vmimage_group_publish_request *group_publish_request, size_t index);

/**
 * The condition at @condition of the publishing of the virtual machine at @index; NULL when one of them is out of range.
 *
 * Ownership: borrowed as long as the group publish request.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *
vmimage_group_publish_request_image_condition_at(const vmimage_group_publish_request *group_publish_request,
                                                 size_t index, size_t condition);

/**
 * The object name. @name NULL takes it away: then the server makes one that begins with what
 * vmimage_group_publish_request_set_generate_name() says.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_name(vmimage_group_publish_request *group_publish_request,
                                                                  const char *name, vmimage_error **error);

/**
 * The beginning of the name that the server makes when the object has none: "web-". @beginning NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_generate_name(
    vmimage_group_publish_request *group_publish_request, const char *beginning, vmimage_error **error);

/**
 * The namespace. NULL takes it away: then the object is made in the namespace of the registry.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_namespace(
    vmimage_group_publish_request *group_publish_request, const char *name_space, vmimage_error **error);

/**
 * Set a label. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_INVALID for
 *   a key or value that no label can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_label(vmimage_group_publish_request *group_publish_request,
                                                                   const char *key, const char *value,
                                                                   vmimage_error **error);

/**
 * Set an annotation. @value NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_INVALID for
 *   a key that no annotation can have; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_annotation(
    vmimage_group_publish_request *group_publish_request, const char *key, const char *value, vmimage_error **error);

/**
 * How many seconds the request is kept after it has completed; -1 is for ever.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_INVALID for
 *   another negative number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_ttl_seconds(
    vmimage_group_publish_request *group_publish_request, int64_t seconds, vmimage_error **error);

/**
 * The group of virtual machines that is published, by its object name. @group NULL takes it away: then it is that of the request.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_source(
    vmimage_group_publish_request *group_publish_request, const char *group, vmimage_error **error);

/**
 * The library to publish to, by its object name. @library NULL takes it away: then it is the default one of the namespace.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_target(
    vmimage_group_publish_request *group_publish_request, const char *library, vmimage_error **error);

/**
 * Set a condition of the status as VM Operator does, or take it away.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition away. @reason NULL gives the status as reason, @message
 * NULL
 * gives "". @now (RFC 3339) becomes the transition time only when status, reason or message change. A cluster takes the status of a
 * request
 * only with VMIMAGE_WRITE_STATUS.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_INVALID for
 *   an empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_set_condition(
    vmimage_group_publish_request *group_publish_request, const char *type, const char *status, const char *reason,
    const char *message, const char *now, vmimage_error **error);

/**
 * Name one more virtual machine of the group to be published. When none is named, all of the group are.
 *
 * Errors: VMIMAGE_E_INVALID when the object is not the program's own, see vmimage_group_publish_request_new(); VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per object.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_add_virtual_machine(
    vmimage_group_publish_request *group_publish_request, const char *name, vmimage_error **error);

/**
 * Read a group publish request from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_group_publish_request_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: vmoperator.vmware.com/v1alpha5 and v1alpha6.
 *
 * Ownership: *@group_publish_request is a new reference, NULL on failure; release with vmimage_group_publish_request_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_request_from_json(
    const char *json, size_t length, vmimage_group_publish_request **group_publish_request, vmimage_error **error);

/**
 * Write a group publish request as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status
vmimage_group_publish_request_to_json(const vmimage_group_publish_request *group_publish_request,
                                      const char *api_version, vmimage_string **json, vmimage_error **error);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_requests *
vmimage_group_publish_requests_ref(vmimage_group_publish_requests *group_publish_requests);

/**
 * Release an iterator. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_requests *
vmimage_group_publish_requests_unref(vmimage_group_publish_requests *group_publish_requests);

/**
 * The next group publish request.
 *
 * Ownership: *@group_publish_request is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end; VMIMAGE_E_MISUSE for NULL; else those of the call that made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_requests_next(vmimage_group_publish_requests *group_publish_requests,
                                                               vmimage_group_publish_request **group_publish_request,
                                                               vmimage_error **error);

/**
 * Read group publish requests from a Kubernetes List, a VirtualMachineGroupPublishRequestList, or one group publish request.
 *
 * Ownership: *@group_publish_requests is a new reference, NULL on failure; release with vmimage_group_publish_requests_unref().
 * Errors: as vmimage_group_publish_request_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_group_publish_requests_from_json(
    const char *json, size_t length, vmimage_group_publish_requests **group_publish_requests, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
