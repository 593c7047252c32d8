/*
 * SPDX-License-Identifier: Apache-2.0
 * Bringing items to this machine: the files of one item into a folder.
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
 * SHA-256 and its name, in the form of sha256sum(1): 64 digits, two blanks, the name.
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

#ifdef __cplusplus
}
#endif

#endif
