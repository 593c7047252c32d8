/*
 * SPDX-License-Identifier: Apache-2.0
 * Bringing items to this machine: the files of one into a folder, or many as a library.
 */
#ifndef VMIMAGE_DOWNLOAD_H
#define VMIMAGE_DOWNLOAD_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a download may do; for vmimage_download_start(). */
enum {
    VMIMAGE_DOWNLOAD_REPLACE = 1, /**< replace files of the same names with another content */
    VMIMAGE_DOWNLOAD_RESUME = 2   /**< go on with what an interrupted download has left, and leave that */
};

/**
 * Begin to download an item: all of its files into a folder, all or none.
 *
 * @item is one that the registry has listed. @folder is made when it is not there. @flags is a sum of VMIMAGE_DOWNLOAD_*.
 *
 * The files are written below a hidden folder inside of @folder and moved to their places when all are complete: of the size that the
 * item says, with the digests that its manifest (.mf) says, and on the disk. A file of the same name and content that is
 * there already stays. Progress is in bytes. For each file that is complete there is a VMIMAGE_EVENT_DONE_FILE whose text is its
 * SHA-256 and its name, as the command sha256sum prints them: 64 digits, two blanks, the name.
 *
 * A download that fails or is cancelled leaves nothing behind. What one leaves that is killed is cleared away by the next one
 * into the same folder. With VMIMAGE_DOWNLOAD_RESUME a download that is cancelled, times out or loses its server leaves what has come,
 * and the next one with that flag, of the same item in the same version, goes on there, after reading what is there for the digests.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref(). It keeps the registry open.
 * Errors: VMIMAGE_E_INVALID for unknown flags; VMIMAGE_E_UNSUPPORTED when the transport has no files; VMIMAGE_E_LIMIT,
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. The job may fail with VMIMAGE_E_EXISTS for a file that is there with another content;
 *   VMIMAGE_E_INTEGRITY for a size or digest that is not what was said, VMIMAGE_E_PARSE for a manifest that can't be read;
 *   VMIMAGE_E_BUSY when the same download is under way; VMIMAGE_E_UNSUPPORTED for names that can't be those of files in one folder;
 *   VMIMAGE_E_NOT_FOUND; VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO; and as vmimage_stream_read().
 * Threads: one at a time per registry, which counts for its jobs, too.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_download_start(vmimage_registry *registry, const vmimage_item *item,
                                                  const char *folder, uint32_t flags, vmimage_job **job,
                                                  vmimage_error **error);

/** What an export may do; for vmimage_export_start(). */
enum {
    VMIMAGE_EXPORT_REMOVE = 1 /**< remove items that the registry has no more */
};

/**
 * Begin to write items of a registry into a folder, as a VCSP library that vCenter can subscribe to, or to bring such a library up to date.
 *
 * @query NULL: all items. @folder is a path; it is made when it is not there, and must be empty or hold a library. @flags is a sum of
 * VMIMAGE_EXPORT_*. What there is to write is listed before the function returns.
 *
 * Items keep their IDs, so their VMI IDs stay the same, their names, descriptions and content versions. One that is there with the
 * same content version is passed over; where versions are no numbers, as in plain folders, the names, sizes and times of the files
 * decide. Another content replaces it; its counters go up. A new library takes over ID, name and version when all items of just one
 * library are exported, else it has a new ID. With VMIMAGE_EXPORT_REMOVE items are removed whose IDs the registry has in no library.
 *
 * The library is readable all the time, and each item is in it as a whole or not at all. Progress is in bytes. There is a
 * VMIMAGE_EVENT_DONE_FILE for each file, as of vmimage_download_start(), VMIMAGE_EVENT_ADDED or _MODIFIED for each item that was written,
 * VMIMAGE_EVENT_REMOVED with the name of one that was removed as its text, and VMIMAGE_EVENT_ERROR for each that can't be exported,
 * because it is broken, its content is not what was said, or another one has its name: the others are exported all the same.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref(). It keeps the registry open.
 * Errors: VMIMAGE_E_INVALID for unknown flags; VMIMAGE_E_UNSUPPORTED when the transport has no files; else as vmimage_registry_items();
 *   VMIMAGE_E_MISUSE for NULL. The job may fail with VMIMAGE_E_EXISTS for a folder with something else in it, VMIMAGE_E_BUSY when another
 *   process writes to the library for more than 10 seconds; else as vmimage_keep_add() and vmimage_stream_read().
 * Threads: one at a time per registry, which counts for its jobs, too.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_export_start(vmimage_registry *registry, const vmimage_query *query,
                                                const char *folder, uint32_t flags, vmimage_job **job,
                                                vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
