/*
 * SPDX-License-Identifier: Apache-2.0
 * Packages: one .ovf, .ova, .iso or .vmdk file, what is in it, and the image that it gives.
 */
#ifndef VMIMAGE_PACKAGE_H
#define VMIMAGE_PACKAGE_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Read what a file is and what is in it.
 *
 * What the file is, is read from its first bytes, not from its name. Disks are not read. In an OVA the files that the
 * descriptor names must be there; beside an .ovf they may be missing. @context may be NULL: default limits, no log.
 *
 * Ownership: *@package is a new reference, NULL on failure; release with vmimage_package_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO; VMIMAGE_E_PARSE or VMIMAGE_E_INVALID with file and line for a bad
 *   file; VMIMAGE_E_INTEGRITY for a file of another size than its descriptor says; VMIMAGE_E_UNSUPPORTED for another kind of
 *   file; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_package_open(vmimage_context *context, const char *path, vmimage_package **package,
                                                vmimage_error **error);

/**
 * Take another reference of a package.
 *
 * Ownership: new reference; release with vmimage_package_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_package *vmimage_package_ref(vmimage_package *package);

/**
 * Release a reference of a package. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_package *vmimage_package_unref(vmimage_package *package);

/**
 * What the file is: "OVF", "OVA", "ISO" or "VMDK".
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_kind(const vmimage_package *package);

/**
 * The image that the package gives; NULL for a VMDK, which is a disk only.
 *
 * Ownership: borrowed as long as the package; take a reference to keep it longer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_image *vmimage_package_image(const vmimage_package *package);

/**
 * Why VM Operator would refuse the descriptor of a package that could be read, with file, line and value; NULL when it would not.
 *
 * The image is then there and not ready, as it would be in a cluster.
 *
 * Ownership: borrowed as long as the package; take a reference to keep it longer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_error *vmimage_package_refusal(const vmimage_package *package);

/**
 * The descriptor of an OVF or OVA; NULL for the others.
 *
 * Ownership: borrowed as long as the package; take a reference to keep it longer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_ovf *vmimage_package_ovf(const vmimage_package *package);

/**
 * Number of files: the members of an OVA; an .ovf and the files that it names; the file itself for the others.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_package_file_count(const vmimage_package *package);

/**
 * Name of the file at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_file_name(const vmimage_package *package, size_t index);

/**
 * Size of the file at @index in bytes; what the descriptor says for one that is missing. 0 when @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_package_file_size(const vmimage_package *package, size_t index);

/**
 * Whether the file at @index is there. Returns 1 or 0; 0 when @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_package_file_is_present(const vmimage_package *package, size_t index);

/**
 * Volume identifier of an ISO, also one that is no good name; NULL when it has none, and for the others.
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_volume(const vmimage_package *package);

/**
 * Format of a VMDK: "sparse", "streamOptimized", "COWD" (ESX) or "descriptor" (the data is in other files); NULL for the others.
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_disk_format(const vmimage_package *package);

/**
 * Version in the header of a VMDK, 1 to 3; 0 for the others.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint32_t vmimage_package_disk_version(const vmimage_package *package);

/**
 * Capacity of a VMDK in bytes, as its header says; 0 for the others.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_package_disk_capacity(const vmimage_package *package);

/**
 * Size of a grain of a VMDK in bytes; 0 when it has none, and for the others.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_package_disk_grain_size(const vmimage_package *package);

/**
 * Whether the grains of a VMDK are compressed. Returns 1 or 0; 0 for the others.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_package_disk_is_compressed(const vmimage_package *package);

/**
 * "createType" of the descriptor of a VMDK, such as "streamOptimized"; NULL when it has none, and for the others.
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_disk_create_type(const vmimage_package *package);

/**
 * Adapter type in the descriptor of a VMDK, such as "lsilogic"; NULL when it has none, and for the others.
 *
 * Ownership: borrowed as long as the package.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_package_disk_adapter_type(const vmimage_package *package);

#ifdef __cplusplus
}
#endif

#endif
