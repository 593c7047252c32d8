/*
 * SPDX-License-Identifier: Apache-2.0
 * Images: VirtualMachineImage and ClusterVirtualMachineImage, every field. An image never changes.
 */
#ifndef VMIMAGE_IMAGE_H
#define VMIMAGE_IMAGE_H

#include <vmimage/base.h>
#include <vmimage/condition.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take another reference of an image.
 *
 * Ownership: new reference; release with vmimage_image_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_image *vmimage_image_ref(vmimage_image *image);

/**
 * Release a reference of an image. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_image *vmimage_image_unref(vmimage_image *image);

/**
 * API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_api_version(const vmimage_image *image);

/**
 * Kind of the object: "VirtualMachineImage" or "ClusterVirtualMachineImage".
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_kind(const vmimage_image *image);

/**
 * Object name in Kubernetes terms: the VMI ID.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_name(const vmimage_image *image);

/**
 * Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_namespace(const vmimage_image *image);

/**
 * UID that the API server gave the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_uid(const vmimage_image *image);

/**
 * Resource version of the object; NULL when it has none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_resource_version(const vmimage_image *image);

/**
 * When the object was created, as RFC 3339 in UTC; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_creation_time(const vmimage_image *image);

/**
 * Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_image_generation(const vmimage_image *image);

/**
 * Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_deletion_time(const vmimage_image *image);

/**
 * Number of finalizers: what must be taken away before a deletion ends.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_finalizer_count(const vmimage_image *image);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_finalizer(const vmimage_image *image, size_t index);

/**
 * Number of owner references: the objects with which this one is deleted.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_owner_count(const vmimage_image *image);

/**
 * API version of the owner at @index, with its group; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_owner_api_version(const vmimage_image *image, size_t index);

/**
 * Kind of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_owner_kind(const vmimage_image *image, size_t index);

/**
 * Object name of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_owner_name(const vmimage_image *image, size_t index);

/**
 * UID of the owner at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_owner_uid(const vmimage_image *image, size_t index);

/**
 * Whether the owner at @index is the controller of the object. Returns 1, 0, or VMIMAGE_UNSET when not given.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_image_owner_is_controller(const vmimage_image *image, size_t index);

/**
 * Number of labels.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_label_count(const vmimage_image *image);

/**
 * Key of the label at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_label_key(const vmimage_image *image, size_t index);

/**
 * Value of the label at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_label_value(const vmimage_image *image, size_t index);

/**
 * Value of the label with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_label(const vmimage_image *image, const char *key);

/**
 * Number of annotations.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_annotation_count(const vmimage_image *image);

/**
 * Key of the annotation at @index, in byte order of the keys; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_annotation_key(const vmimage_image *image, size_t index);

/**
 * Value of the annotation at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_annotation_value(const vmimage_image *image, size_t index);

/**
 * Value of the annotation with @key; NULL when there is none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_annotation(const vmimage_image *image, const char *key);

/**
 * Number of conditions.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_condition_count(const vmimage_image *image);

/**
 * The condition at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_image_condition_at(const vmimage_image *image, size_t index);

/**
 * The condition with @type; NULL when there is none. The first one counts when there are several.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_image_condition(const vmimage_image *image, const char *type);

/**
 * Whether the condition "Ready" is "True". Returns 1 or 0.
 *
 * An image of v1alpha1 has three conditions in its place: it is ready when it has one of them and none is "False".
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_image_is_ready(const vmimage_image *image);

/**
 * Read an image from the JSON of a Kubernetes object in any served API version.
 *
 * @json need not end with a NUL. Fields that the library does not know are kept and written again by
 * vmimage_image_to_json() in the same API version. Whole numbers of 64 bits keep every digit.
 * Versions: vmoperator.vmware.com/v1alpha1 to v1alpha6.
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, with the path of the field when its type is wrong;
 *   VMIMAGE_E_INVALID when it is another kind or version; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_image_from_json(const char *json, size_t length, vmimage_image **image,
                                                   vmimage_error **error);

/**
 * Write an image as compact JSON with sorted keys.
 *
 * @api_version is a served version, with its group or without ("v1alpha1"), or NULL for the one that the object has. Another
 * version is reached by the conversions of VM Operator, what is lost there is lost here.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID for a version that is not served; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_image_to_json(const vmimage_image *image, const char *api_version,
                                                 vmimage_string **json, vmimage_error **error);

/**
 * The image that an .ovf, .ova or .iso file gives.
 *
 * What the file is, is read from its first bytes, not from its name. The display name is the file name without its
 * extension, for an ISO its volume identifier when it has one. The object name is the VMI ID that the file has as the only
 * file of a plain folder (vmimage-directory(7)). Disks are not read. @context may be NULL: default limits, no log.
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO; VMIMAGE_E_PARSE or VMIMAGE_E_INVALID with file and line for a bad
 *   file; VMIMAGE_E_UNSUPPORTED for another kind of file; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_image_from_file(vmimage_context *context, const char *path, vmimage_image **image,
                                                   vmimage_error **error);

/**
 * The VMI ID of the image, which is its object name: "vmi-0a0044d7c690bcbea".
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_id(const vmimage_image *image);

/**
 * Display name of the image (status.name); NULL when it has none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_display_name(const vmimage_image *image);

/**
 * Type of the library item behind the image: "OVF", "ISO" or "VM"; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_type(const vmimage_image *image);

/**
 * Firmware as the descriptor spells it, such as "efi" or "bios"; NULL when not given.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_firmware(const vmimage_image *image);

/**
 * Virtual hardware version; 0 when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_image_hardware_version(const vmimage_image *image);

/**
 * Number of the operating system in the CIM list, as text; "0" for one without number; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_os_id(const vmimage_image *image);

/**
 * vSphere guest identifier such as "ubuntu64Guest"; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_os_type(const vmimage_image *image);

/**
 * Version of the operating system; NULL when not known. VM Operator never sets it.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_os_version(const vmimage_image *image);

/**
 * Product that the image holds; NULL when not given.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_product(const vmimage_image *image);

/**
 * Vendor of the product; NULL when not given.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_vendor(const vmimage_image *image);

/**
 * Short version of the product; NULL when not given.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_version(const vmimage_image *image);

/**
 * Long version of the product; NULL when not given.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_full_version(const vmimage_image *image);

/**
 * API version of the object that the image was made from; NULL when it has no provider.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_provider_api_version(const vmimage_image *image);

/**
 * Kind of the object that the image was made from; NULL when it has no provider.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_provider_kind(const vmimage_image *image);

/**
 * Name of the object that the image was made from; NULL when it has no provider.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_provider_name(const vmimage_image *image);

/**
 * ID of the library item that the image was made from; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_provider_item_id(const vmimage_image *image);

/**
 * Content version of the library item that the image was made from; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_content_version(const vmimage_image *image);

/**
 * Number of disks.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_disk_count(const vmimage_image *image);

/**
 * Name of the disk at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_disk_name(const vmimage_image *image, size_t index);

/**
 * Capacity of the disk at @index in bytes; 0 when not known or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_image_disk_capacity(const vmimage_image *image, size_t index);

/**
 * Capacity of the disk at @index as a Kubernetes quantity such as "16Gi"; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_disk_limit(const vmimage_image *image, size_t index);

/**
 * Least storage for the disk at @index as a quantity. VM Operator writes the same as the limit. NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_disk_requested(const vmimage_image *image, size_t index);

/**
 * Controller of the disk at @index: "IDE", "NVME", "SCSI" or "SATA"; NULL when not known.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_disk_controller_type(const vmimage_image *image, size_t index);

/**
 * Bus number of that controller; VMIMAGE_UNSET when not known. -1 is a number that occurs.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_image_disk_controller_bus(const vmimage_image *image, size_t index);

/**
 * Unit number of the disk at @index on its controller; VMIMAGE_UNSET when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_image_disk_unit(const vmimage_image *image, size_t index);

/**
 * Number of OVF properties that a user may set.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_property_count(const vmimage_image *image);

/**
 * Key of the property at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_property_key(const vmimage_image *image, size_t index);

/**
 * Type of the property at @index, in vApp terms: "string", "int(1..5)", "ip:net"; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_property_type(const vmimage_image *image, size_t index);

/**
 * Default of the property at @index; NULL when it has none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_property_default(const vmimage_image *image, size_t index);

/**
 * Number of properties whose keys begin with "vmware-system".
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_system_property_count(const vmimage_image *image);

/**
 * Key of the system property at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_system_property_key(const vmimage_image *image, size_t index);

/**
 * Value of the system property at @index; NULL when it has none.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_system_property_value(const vmimage_image *image, size_t index);

/**
 * Number of capabilities.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_image_capability_count(const vmimage_image *image);

/**
 * The capability at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_image_capability(const vmimage_image *image, size_t index);

/**
 * Take another reference of an iterator.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_images *vmimage_images_ref(vmimage_images *images);

/**
 * Release an iterator. Returns NULL. Images that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_images *vmimage_images_unref(vmimage_images *images);

/**
 * The next image.
 *
 * Ownership: *@image is a new reference; NULL at the end and on failure.
 * Errors: VMIMAGE_DONE at the end, which is no failure and sets no error; VMIMAGE_E_MISUSE for NULL; else those of the call that
 *   made the iterator.
 * Threads: one at a time per iterator.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_images_next(vmimage_images *images, vmimage_image **image, vmimage_error **error);

/**
 * Read images from a Kubernetes List, a VirtualMachineImageList, a ClusterVirtualMachineImageList, or one image.
 *
 * Ownership: *@images is a new reference, NULL on failure; release with vmimage_images_unref().
 * Errors: as vmimage_image_from_json(); the subject names the element.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_images_from_json(const char *json, size_t length, vmimage_images **images,
                                                    vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
