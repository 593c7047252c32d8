/*
 * SPDX-License-Identifier: Apache-2.0
 * Keeping a library: items are added, replaced, renamed and removed, so that a vCenter which subscribes to it follows.
 */
#ifndef VMIMAGE_KEEP_H
#define VMIMAGE_KEEP_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of a UUID as text with its NUL. */
#define VMIMAGE_UUID_SIZE 37

/**
 * Make a library in an empty folder, and open it.
 *
 * @url is a path or "dir:PATH"; the folder is made when it is not there. @context may be NULL: default limits, no log.
 * @name has 80 characters at most; @name NULL gives that of the folder. @description may be NULL. The library has a new ID and version 1.
 *
 * Ownership: *@registry is a new reference, NULL on failure; release with vmimage_registry_unref().
 * Errors: VMIMAGE_E_EXISTS when the folder is a library or holds something; VMIMAGE_E_INVALID for a bad name or URL;
 *   VMIMAGE_E_BUSY, VMIMAGE_E_UNSUPPORTED, VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO, VMIMAGE_E_LIMIT,
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any; the handle then belongs to one thread at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_init(vmimage_context *context, const char *url, const char *name,
                                             const char *description, vmimage_registry **registry,
                                             vmimage_error **error);

/**
 * Whether the packages that vmimage_keep_add() and vmimage_keep_replace() copy get a manifest, with the SHA256 of each file, when they
 * have none. Signed packages, packages with a manifest, and discs stay as they are.
 *
 * @on is 1 or 0, which is the default.
 *
 * Errors: VMIMAGE_E_INVALID for another number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_set_manifest(vmimage_registry *registry, int32_t on, vmimage_error **error);

/**
 * Add an item to a library: an .ovf with the files that it names, its manifest and signature; an .ova, unpacked as vCenter
 * needs it; or an .iso.
 *
 * @path is the file; it is copied. @name NULL gives its name without the extension; a name is unique in its
 * library and has 80 characters at most.
 * @description may be NULL. The ID of the new item is written to @id. The counter of the library goes up by one; an item
 * begins with version and content version 2, as the publishers' scripts do.
 *
 * Files that the manifest of the package (.mf) names are compared with it while they are copied: the bytes are read once.
 *
 * The library is the old or the new one at any moment, and stays the old one when the call fails. A second writer waits 10
 * seconds at most. The deadline of the registry counts for the whole call: raise it for large files.
 *
 * Errors: VMIMAGE_E_EXISTS when an item has the name; VMIMAGE_E_BUSY when another process writes, with its number;
 *   VMIMAGE_E_UNSUPPORTED for a folder without lib.json, a file in a sub-folder of its package, or a kind of file that makes no
 *   item; VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO for files; VMIMAGE_E_PARSE, VMIMAGE_E_INVALID for a
 *   bad package, manifest or library; VMIMAGE_E_INTEGRITY for a file that has another size or digest than its package says; VMIMAGE_E_LIMIT, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_add(vmimage_registry *registry, const char *path, const char *name,
                                            const char *description, char id[VMIMAGE_UUID_SIZE], vmimage_error **error);

/**
 * Give an item new content, of the same type. Its ID, its name and the time of its creation stay; its version and its content
 * version go up by one, and so does the counter of the library.
 *
 * @item is its ID, object name or name. @path is as for vmimage_keep_add().
 *
 * Errors: VMIMAGE_E_NOT_FOUND for the item, VMIMAGE_E_AMBIGUOUS for its name, VMIMAGE_E_INVALID for content of another type;
 *   else as vmimage_keep_add().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_replace(vmimage_registry *registry, const char *item, const char *path,
                                                vmimage_error **error);

/**
 * Give an item another name. Its ID, its content version and its files stay; its version goes up by one, and so does the
 * counter of the library. The same name again changes nothing.
 *
 * @item is its ID, object name or name; @item NULL is the library itself.
 *
 * Errors: VMIMAGE_E_EXISTS when another item has the name, VMIMAGE_E_INVALID when it can't be one; else as
 *   vmimage_keep_remove().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_rename(vmimage_registry *registry, const char *item, const char *name,
                                               vmimage_error **error);

/**
 * Give an item another description; "" for none. Counters are as for vmimage_keep_rename().
 *
 * @item is its ID, object name or name; @item NULL is the library itself.
 *
 * Errors: VMIMAGE_E_INVALID for a description that is not valid UTF-8; else as vmimage_keep_remove().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_describe(vmimage_registry *registry, const char *item, const char *description,
                                                 vmimage_error **error);

/**
 * Remove an item: first from the list, then its files. The counter of the library goes up by one.
 *
 * @item is its ID, object name or name.
 *
 * Errors: VMIMAGE_E_NOT_FOUND for the item, VMIMAGE_E_AMBIGUOUS for its name; VMIMAGE_E_BUSY when another process writes, with
 *   its number; VMIMAGE_E_UNSUPPORTED for a folder without lib.json; VMIMAGE_E_PARSE, VMIMAGE_E_INVALID for a bad library;
 *   VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO, VMIMAGE_E_LIMIT, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_keep_remove(vmimage_registry *registry, const char *item, vmimage_error **error);

/**
 * How many bytes the running or the last vmimage_keep_add() or vmimage_keep_replace() has copied. NULL gives 0.
 *
 * Threads: any, also while the call runs, and from a signal handler.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_keep_bytes_done(const vmimage_registry *registry);

/**
 * How many bytes it copies in all; 0 while that is not known. NULL gives 0.
 *
 * Threads: any, also while the call runs, and from a signal handler.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_keep_bytes_total(const vmimage_registry *registry);

#ifdef __cplusplus
}
#endif

#endif
