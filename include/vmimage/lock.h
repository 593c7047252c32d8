/*
 * SPDX-License-Identifier: Apache-2.0
 * Lock files: the images that names stand for, pinned, so that a later change is noticed. No file is read or written here.
 */
#ifndef VMIMAGE_LOCK_H
#define VMIMAGE_LOCK_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Make a lock that pins nothing.
 *
 * Ownership: new reference; release with vmimage_lock_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_lock *vmimage_lock_new(void);

/**
 * Take another reference of a lock.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_lock *vmimage_lock_ref(vmimage_lock *lock);

/**
 * Release a reference of a lock. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_lock *vmimage_lock_unref(vmimage_lock *lock);

/**
 * Pin the image that a name stands for: its kind, VMI ID, library item, content version and the files of the item.
 *
 * The name is resolved as vmimage_resolve() does it. A name that is pinned already is pinned anew. @name_space is kept with the
 * name. On failure the lock is as it was.
 *
 * Errors: VMIMAGE_E_NOT_READY when the image's condition Ready is "False"; VMIMAGE_E_LIMIT for more than 10000 names; else as
 *   vmimage_resolve(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry and lock; a lock that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_lock_add(vmimage_lock *lock, vmimage_registry *registry, const char *name_space,
                                            const char *name, vmimage_error **error);

/**
 * The same over lists that the program holds: for many names, which would each list the registry anew.
 *
 * The name is resolved as vmimage_resolve_images() does it; the files are those of the item whose ID the image names.
 *
 * Errors: VMIMAGE_E_NOT_READY, VMIMAGE_E_LIMIT as vmimage_lock_add(); else as vmimage_resolve_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per lock.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_lock_add_from(vmimage_lock *lock, const vmimage_image *const *images,
                                                 size_t image_count, const vmimage_item *const *items,
                                                 size_t item_count, const char *name_space, const char *name,
                                                 vmimage_error **error);

/**
 * Read a lock from the text of a lock file. Only what vmimage_lock_to_json() writes is accepted, in any order and spacing.
 *
 * Ownership: *@lock is a new reference, NULL on failure; release with vmimage_lock_unref().
 * Errors: VMIMAGE_E_PARSE, with the line when the text is no JSON, else with the path of what is missing, unknown, twice there or
 *   of another type; VMIMAGE_E_UNSUPPORTED for another version of the format; VMIMAGE_E_LIMIT for more than 64 MiB, 10000 names or
 *   10000 files of one; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_lock_from_json(const char *json, size_t length, vmimage_lock **lock,
                                                  vmimage_error **error);

/**
 * The text of a lock file: JSON with sorted keys, one value a line. The same pins give the same bytes.
 *
 * Ownership: *@json is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_lock_to_json(const vmimage_lock *lock, vmimage_string **json, vmimage_error **error);

/**
 * Compare what is pinned with what a registry has now.
 *
 * Each difference is a row of the report, by pinned name. Removed: the name stands for no image any more. Changed: "kind",
 * "id", "item", "contentVersion", "files[NAME]" for a file that came or went, "files[NAME].size", "files[NAME].version". A
 * file's version that is only the content version is not compared by itself. For a
 * name that has become ambiguous "id" is the list of VMI IDs; for an image that is not ready any more "ready" is the reason.
 *
 * Ownership: *@drift is a new reference, NULL on failure; release with vmimage_drift_unref(). Differences are no failure.
 * Errors: as vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_lock_check(const vmimage_lock *lock, vmimage_registry *registry,
                                              vmimage_drift **drift, vmimage_error **error);

/**
 * Number of pinned names.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_lock_count(const vmimage_lock *lock);

/**
 * The pinned name at @index, in byte order; NULL when @index is out of range.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_name(const vmimage_lock *lock, size_t index);

/**
 * The namespace that the name at @index was resolved in; NULL without one.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_namespace(const vmimage_lock *lock, size_t index);

/**
 * Kind of the image that the name at @index stands for; NULL when @index is out of range.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_kind(const vmimage_lock *lock, size_t index);

/**
 * VMI ID of that image; NULL when @index is out of range.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_id(const vmimage_lock *lock, size_t index);

/**
 * ID of the library item behind that image; NULL when not known.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_item_id(const vmimage_lock *lock, size_t index);

/**
 * Content version of that item; NULL when not known.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_content_version(const vmimage_lock *lock, size_t index);

/**
 * Number of files of the item behind the name at @index.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_lock_file_count(const vmimage_lock *lock, size_t index);

/**
 * Name of the file at @file of the item behind the name at @index, in byte order; NULL when out of range.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_file_name(const vmimage_lock *lock, size_t index, size_t file);

/**
 * Size of that file in bytes; 0 when not known or out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_lock_file_size(const vmimage_lock *lock, size_t index, size_t file);

/**
 * Version of that file, as the library has it; NULL when not known.
 *
 * Ownership: borrowed until the lock is changed or released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_lock_file_version(const vmimage_lock *lock, size_t index, size_t file);

#ifdef __cplusplus
}
#endif

#endif
