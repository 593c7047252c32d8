/*
 * SPDX-License-Identifier: Apache-2.0
 * Library items: ContentLibraryItem and ClusterContentLibraryItem. An item object never changes.
 */
#ifndef VMIMAGE_ITEM_H
#define VMIMAGE_ITEM_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of an item.
 *
 * Ownership: new reference; release with vmimage_item_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_item *vmimage_item_ref(vmimage_item *item);

/**
 * Release a reference of an item. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_item *vmimage_item_unref(vmimage_item *item);

/**
 * API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_api_version(const vmimage_item *item);

/**
 * Kind of the object: "ContentLibraryItem" or "ClusterContentLibraryItem".
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_kind(const vmimage_item *item);

/**
 * Object name in Kubernetes terms: "clitem-..." by convention.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_name(const vmimage_item *item);

/**
 * Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_namespace(const vmimage_item *item);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_uid(const vmimage_item *item);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_resource_version(const vmimage_item *item);

/**
 * When the item was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_creation_time(const vmimage_item *item);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_item_generation(const vmimage_item *item);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_deletion_time(const vmimage_item *item);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_finalizer_count(const vmimage_item *item);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_finalizer(const vmimage_item *item, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_owner_count(const vmimage_item *item);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_owner_api_version(const vmimage_item *item, size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_owner_kind(const vmimage_item *item, size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_owner_name(const vmimage_item *item, size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_owner_uid(const vmimage_item *item, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_item_owner_is_controller(const vmimage_item *item, size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_label_count(const vmimage_item *item);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_label_key(const vmimage_item *item, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_label_value(const vmimage_item *item, size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_label(const vmimage_item *item, const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_annotation_count(const vmimage_item *item);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_annotation_key(const vmimage_item *item, size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_annotation_value(const vmimage_item *item, size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_annotation(const vmimage_item *item, const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_condition_count(const vmimage_item *item);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_item_condition_at(const vmimage_item *item, size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_item_condition(const vmimage_item *item, const char *type);

/**
 * Whether the condition "Ready" is "True". Returns 1 or 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_item_is_ready(const vmimage_item *item);

/**
 * Read an item from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_item_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: imageregistry.vmware.com/v1alpha1 and v1alpha2.
 *
 * Ownership: *@item is a new reference, NULL on failure; release with vmimage_item_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_item_from_json(const char *json, size_t length, vmimage_item **item,
                                                  vmimage_error **error);

/**
 * Write an item as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_item_to_json(const vmimage_item *item, const char *api_version,
                                                vmimage_string **json, vmimage_error **error);

/**
 * ID of the item in its provider: a UUID, or "vm-42" in an inventory library.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_id(const vmimage_item *item);

/**
 * Object name of the library that holds the item; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_library_name(const vmimage_item *item);

/**
 * Name of the item as its owner wrote it; NULL when it has none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_display_name(const vmimage_item *item);

/**
 * Description; NULL when it has none.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_description(const vmimage_item *item);

/**
 * "OVF", "ISO" or "VM"; NULL for other files.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_type(const vmimage_item *item);

/**
 * Version of the metadata; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_version(const vmimage_item *item);

/**
 * Version of the content; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_content_version(const vmimage_item *item);

/**
 * ID of the item in the library that this one subscribes to; NULL for a local item.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_source_id(const vmimage_item *item);

/**
 * When the item was last changed, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_last_modified_time(const vmimage_item *item);

/**
 * When the item was last synchronised, as RFC 3339 in UTC; NULL when never.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_last_sync_time(const vmimage_item *item);

/**
 * Verdict on the signature: "NotAvailable", "Verified", "Internal", "VerificationFailure", "VerificationInProgress",
 * "Untrusted"; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_certificate_status(const vmimage_item *item);

/**
 * Number of certificates in the chain that signed the item.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_certificate_count(const vmimage_item *item);

/**
 * The certificate at @index, in base64; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_certificate(const vmimage_item *item, size_t index);

/**
 * Size of all files in bytes; 0 when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_item_size(const vmimage_item *item);

/**
 * Whether the files are there, not only their descriptions. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_item_cached(const vmimage_item *item);

/**
 * Whether the item satisfies the security policy of its library. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_item_security_compliance(const vmimage_item *item);

/**
 * Number of files.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_item_file_count(const vmimage_item *item);

/**
 * Name of the file at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_file_name(const vmimage_item *item, size_t index);

/**
 * Size of the file at @index in bytes; 0 when not known or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_item_file_size(const vmimage_item *item, size_t index);

/**
 * Version of the file at @index; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_file_version(const vmimage_item *item, size_t index);

/**
 * Where the file at @index is kept; NULL when not known.
 *
 * Ownership: borrowed as long as the item.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_item_file_uri(const vmimage_item *item, size_t index);

/**
 * Whether the file at @index is there. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_item_file_cached(const vmimage_item *item, size_t index);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_items *vmimage_items_ref(vmimage_items *items);

/**
 * Release an iterator. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_items *vmimage_items_unref(vmimage_items *items);

/**
 * The next item.
 *
 * Ownership: *@item is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end; VMIMAGE_E_MISUSE for NULL; else those of the call that made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_items_next(vmimage_items *items, vmimage_item **item, vmimage_error **error);

/**
 * Read items from a Kubernetes List, a ContentLibraryItemList, a ClusterContentLibraryItemList, or one item.
 *
 * Ownership: *@items is a new reference, NULL on failure; release with vmimage_items_unref().
 * Errors: as vmimage_item_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_items_from_json(const char *json, size_t length, vmimage_items **items,
                                                   vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
