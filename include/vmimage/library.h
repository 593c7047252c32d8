/*
 * SPDX-License-Identifier: Apache-2.0
 * Content libraries: ContentLibrary and ClusterContentLibrary. A library object never changes.
 */
#ifndef VMIMAGE_LIBRARY_H
#define VMIMAGE_LIBRARY_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of a library.
 *
 * Ownership: new reference; release with vmimage_library_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_library *vmimage_library_ref(vmimage_library *library);

/**
 * Release a reference of a library. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_library *vmimage_library_unref(vmimage_library *library);

/**
 * API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_api_version(const vmimage_library *library);

/**
 * Kind of the object: "ContentLibrary" or "ClusterContentLibrary".
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_kind(const vmimage_library *library);

/**
 * Object name in Kubernetes terms: "cl-..." by convention.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_name(const vmimage_library *library);

/**
 * Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_namespace(const vmimage_library *library);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_uid(const vmimage_library *library);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_resource_version(const vmimage_library *library);

/**
 * When the library was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_creation_time(const vmimage_library *library);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_library_generation(const vmimage_library *library);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_deletion_time(const vmimage_library *library);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_finalizer_count(const vmimage_library *library);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_finalizer(const vmimage_library *library, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_owner_count(const vmimage_library *library);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_owner_api_version(const vmimage_library *library, size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_owner_kind(const vmimage_library *library, size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_owner_name(const vmimage_library *library, size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_owner_uid(const vmimage_library *library, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_owner_is_controller(const vmimage_library *library, size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_label_count(const vmimage_library *library);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_label_key(const vmimage_library *library, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_label_value(const vmimage_library *library, size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_label(const vmimage_library *library, const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_annotation_count(const vmimage_library *library);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_annotation_key(const vmimage_library *library, size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_annotation_value(const vmimage_library *library, size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_annotation(const vmimage_library *library, const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_condition_count(const vmimage_library *library);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_library_condition_at(const vmimage_library *library, size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_library_condition(const vmimage_library *library, const char *type);

/**
 * Whether the condition "Ready" is "True". Returns 1 or 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_is_ready(const vmimage_library *library);

/**
 * Read a library from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_library_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: imageregistry.vmware.com/v1alpha1 and v1alpha2.
 *
 * Ownership: *@library is a new reference, NULL on failure; release with vmimage_library_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_library_from_json(const char *json, size_t length, vmimage_library **library,
                                                     vmimage_error **error);

/**
 * Write a library as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_library_to_json(const vmimage_library *library, const char *api_version,
                                                   vmimage_string **json, vmimage_error **error);

/**
 * ID of the library in its provider, a UUID (the ID of a folder for an inventory library).
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_id(const vmimage_library *library);

/**
 * Name of the library as its owner wrote it; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_display_name(const vmimage_library *library);

/**
 * Description; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_description(const vmimage_library *library);

/**
 * "ContentLibrary" or "Inventory"; NULL when not given.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_type(const vmimage_library *library);

/**
 * "FromItemID" or "PreferItemSourceID"; NULL when not given.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_naming_strategy(const vmimage_library *library);

/**
 * Storage class for what is published to the library; NULL when not given.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_storage_class(const vmimage_library *library);

/**
 * "Active" or "InMaintenance"; NULL when not known.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_state(const vmimage_library *library);

/**
 * Version of the library, moved by every change; NULL when not known.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_version(const vmimage_library *library);

/**
 * When the library was last changed, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_last_modified_time(const vmimage_library *library);

/**
 * When a subscribed library was last synchronised, as RFC 3339 in UTC; NULL when never.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_last_sync_time(const vmimage_library *library);

/**
 * URL that others subscribe to; NULL when the library is not published.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_publish_url(const vmimage_library *library);

/**
 * URL that the library subscribes to; NULL for a local library.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_subscription_url(const vmimage_library *library);

/**
 * ID of the vCenter that holds the library; NULL when not known.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_server_guid(const vmimage_library *library);

/**
 * ID of the security policy of the library; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_security_policy_id(const vmimage_library *library);

/**
 * Whether VMs may be published to the library. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_allow_publish(const vmimage_library *library);

/**
 * Whether content may be imported from a URL. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_allow_import(const vmimage_library *library);

/**
 * Whether items may be deleted. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_allow_delete(const vmimage_library *library);

/**
 * Whether others may subscribe to the library. Returns 1 or 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_published(const vmimage_library *library);

/**
 * Whether a subscribed library follows its publisher by itself. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_automatic_sync(const vmimage_library *library);

/**
 * Whether a subscribed library fetches the files of an item only when they are needed. Returns 1, 0, or VMIMAGE_UNSET when
 * not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_library_on_demand(const vmimage_library *library);

/**
 * Number of storage backings.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_library_storage_count(const vmimage_library *library);

/**
 * "Datastore" or "Other" for the backing at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_storage_type(const vmimage_library *library, size_t index);

/**
 * Datastore of the backing at @index; NULL when it has none.
 *
 * Ownership: borrowed as long as the library.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_library_storage_datastore_id(const vmimage_library *library, size_t index);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_libraries *vmimage_libraries_ref(vmimage_libraries *libraries);

/**
 * Release an iterator. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_libraries *vmimage_libraries_unref(vmimage_libraries *libraries);

/**
 * The next library.
 *
 * Ownership: *@library is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end; VMIMAGE_E_MISUSE for NULL; else those of the call that made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_libraries_next(vmimage_libraries *libraries, vmimage_library **library,
                                                  vmimage_error **error);

/**
 * Read libraries from a Kubernetes List, a ContentLibraryList, a ClusterContentLibraryList, or one library.
 *
 * Ownership: *@libraries is a new reference, NULL on failure; release with vmimage_libraries_unref().
 * Errors: as vmimage_library_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_libraries_from_json(const char *json, size_t length, vmimage_libraries **libraries,
                                                       vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
