/*
 * SPDX-License-Identifier: Apache-2.0
 * OVF descriptors: what is in one, and the image that it gives.
 */
#ifndef VMIMAGE_OVF_H
#define VMIMAGE_OVF_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where the href of a file of a package leads to; for vmimage_ovf_file_location(). */
enum {
    VMIMAGE_HREF_INSIDE = 1, /**< a file inside the folder of the package */
    VMIMAGE_HREF_WEB = 2,    /**< an http or https URL; the library reports it and never follows it */
    VMIMAGE_HREF_OUTSIDE = 3 /**< absolute, out of the folder with "..", another scheme, empty: not to be opened */
};

/**
 * Read an OVF descriptor.
 *
 * Accepts and refuses what VM Operator does: names count without their prefix, the name of the root element is not looked
 * at, UTF-8 only, a DOCTYPE is passed over but no entity is ever defined. @data need not end with a NUL and is not kept.
 * @name is what the descriptor is called in messages, such as its file name; NULL gives "OVF". @context gives limits and log
 * and may be NULL.
 *
 * Ownership: *@ovf is a new reference, NULL on failure; release with vmimage_ovf_unref(). It keeps @context alive.
 * Errors: VMIMAGE_E_PARSE with line and VM Operator's words as the reason; VMIMAGE_E_LIMIT when it is too large, too deep or has
 *   too many elements; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_ovf_parse(vmimage_context *context, const char *data, size_t length,
                                             const char *name, vmimage_ovf **ovf, vmimage_error **error);

/**
 * Take another reference of a descriptor.
 *
 * Ownership: new reference; release with vmimage_ovf_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_ovf *vmimage_ovf_ref(vmimage_ovf *ovf);

/**
 * Release a reference of a descriptor. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_ovf *vmimage_ovf_unref(vmimage_ovf *ovf);

/**
 * The image that the descriptor gives: a VirtualMachineImage of the type OVF with its status and labels; it has no name, no
 * namespace and no display name.
 *
 * Rule: VM Operator's UpdateVmiWithOvfEnvelope and SyncStatusToLabels. The third and later disk of a name get numbers of
 * their own, labels that an API server would refuse are left out; both is said in the log.
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_INVALID with line and VM Operator's words as the reason when the descriptor can't be made an image;
 *   VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_ovf_to_image(const vmimage_ovf *ovf, vmimage_image **image, vmimage_error **error);

/**
 * Identifier of the virtual system that an image is made of; NULL when there is no system or it has none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_system_id(const vmimage_ovf *ovf);

/**
 * Name of the virtual system that an image is made of; NULL when there is no system or it has none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_system_name(const vmimage_ovf *ovf);

/**
 * How many virtual systems there are. More than one: a vApp, of which VM Operator takes the first.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_ovf_system_count(const vmimage_ovf *ovf);

/**
 * Product that the first product section names; NULL when it names none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_product(const vmimage_ovf *ovf);

/**
 * Vendor that the first product section names; NULL when it names none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_vendor(const vmimage_ovf *ovf);

/**
 * Short version that the first product section names; NULL when it names none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_version(const vmimage_ovf *ovf);

/**
 * Long version that the first product section names; NULL when it names none.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_full_version(const vmimage_ovf *ovf);

/**
 * Number of files that the package refers to.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_ovf_file_count(const vmimage_ovf *ovf);

/**
 * Identifier of the file at @index; NULL when it has none or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_file_id(const vmimage_ovf *ovf, size_t index);

/**
 * The href of the file at @index as it is written; NULL when it has none or @index is out of range.
 *
 * Look at vmimage_ovf_file_location() before opening anything of that name.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_file_href(const vmimage_ovf *ovf, size_t index);

/**
 * Where the href of the file at @index leads to: VMIMAGE_HREF_INSIDE, _WEB or _OUTSIDE; 0 when @index is out of range.
 *
 * Escapes such as "%2e%2e" are seen through, so is a backslash. Links on the disk are not.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_ovf_file_location(const vmimage_ovf *ovf, size_t index);

/**
 * Size in bytes that the descriptor gives for the file at @index; 0 when it gives none or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_ovf_file_size(const vmimage_ovf *ovf, size_t index);

/**
 * How the file at @index is compressed, such as "gzip"; NULL when it says nothing or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_file_compression(const vmimage_ovf *ovf, size_t index);

/**
 * Size in bytes of the pieces that the file at @index is split into; 0 when it is not split or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_ovf_file_chunk_size(const vmimage_ovf *ovf, size_t index);

/**
 * Number of disks that the package describes.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_ovf_disk_count(const vmimage_ovf *ovf);

/**
 * Identifier of the disk at @index; NULL when it has none or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_disk_id(const vmimage_ovf *ovf, size_t index);

/**
 * Identifier of the file that the disk at @index is in; NULL for an empty disk or when @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_disk_file_id(const vmimage_ovf *ovf, size_t index);

/**
 * Format of the disk at @index, a URI; NULL when it gives none or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_disk_format(const vmimage_ovf *ovf, size_t index);

/**
 * Capacity of the disk at @index as it is written: a number or the reference of a property, "${size}"; NULL when it gives
 * none or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_disk_capacity(const vmimage_ovf *ovf, size_t index);

/**
 * Unit of that capacity as it is written, such as "byte * 2^30"; NULL when it gives none or @index is out of range.
 *
 * Ownership: borrowed as long as the descriptor.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_ovf_disk_units(const vmimage_ovf *ovf, size_t index);

/**
 * Capacity of the disk at @index in bytes, a reference of a property resolved.
 *
 * Rule: VM Operator's; an unknown unit gives 0.
 *
 * Errors: VMIMAGE_E_NOT_FOUND when @index is out of range; VMIMAGE_E_INVALID when the capacity is no number, or its property is
 *   not there; VMIMAGE_E_MISUSE for NULL. *@bytes is then untouched.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_ovf_disk_bytes(const vmimage_ovf *ovf, size_t index, int64_t *bytes,
                                                  vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
