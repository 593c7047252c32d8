/*
 * SPDX-License-Identifier: Apache-2.0
 * Files of an item as streams of bytes: a descriptor, a manifest, a disk, wherever the registry keeps them.
 */
#ifndef VMIMAGE_STREAM_H
#define VMIMAGE_STREAM_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What vmimage_stream_size() returns when the place does not say how large the file is. */
#define VMIMAGE_STREAM_SIZE_UNKNOWN UINT64_MAX

/**
 * Open a file of an item for reading.
 *
 * @item is one that the registry has listed; it is found again by its ID, so that what is read is what the place holds now. @name is the
 * file's, as vmimage_item_file_name() gives it. The stream begins at the first byte, and keeps the registry open.
 *
 * Ownership: *@stream is a new reference, NULL on failure; release with vmimage_stream_unref().
 * Errors: VMIMAGE_E_NOT_FOUND when there is no such item or it has no such file; VMIMAGE_E_INTEGRITY when the file's size is not what the
 *   library says; VMIMAGE_E_UNSUPPORTED when the transport has no files; VMIMAGE_E_INVALID for an item without an ID;
 *   VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO, VMIMAGE_E_LIMIT; VMIMAGE_E_UNREACHABLE, VMIMAGE_E_UNAUTHENTICATED, VMIMAGE_E_TLS,
 *   VMIMAGE_E_PROTOCOL for servers; VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry, which counts for its streams, too.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_open_file(vmimage_registry *registry, const vmimage_item *item,
                                                      const char *name, vmimage_stream **stream, vmimage_error **error);

/**
 * Take another reference of a stream.
 *
 * Ownership: new reference; release with vmimage_stream_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_stream *vmimage_stream_ref(vmimage_stream *stream);

/**
 * Release a reference of a stream; the last one closes it. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: as vmimage_stream_read() for the last one.
 * Since: 0.1
 */
VMIMAGE_API vmimage_stream *vmimage_stream_unref(vmimage_stream *stream);

/**
 * Read the next bytes. Waits until there are some; the deadline of the registry counts for each call, and
 * vmimage_registry_interrupt() ends it. After a timeout or an interruption the stream goes on where it was.
 *
 * @buffer has room for @capacity bytes, at least 1. *@got becomes how many were read, which may be fewer than there is room for, and is
 * above 0 when VMIMAGE_OK is returned. VMIMAGE_DONE: the end of the file, and *@got is 0.
 *
 * Errors: VMIMAGE_E_INTEGRITY when the file ends early or was changed since it was opened; VMIMAGE_E_IO; VMIMAGE_E_UNREACHABLE,
 *   VMIMAGE_E_UNAUTHENTICATED, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_NOT_FOUND, VMIMAGE_E_TLS, VMIMAGE_E_PROTOCOL for servers; VMIMAGE_E_TIMEOUT,
 *   VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL and for no room.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_stream_read(vmimage_stream *stream, void *buffer, size_t capacity, size_t *got,
                                               vmimage_error **error);

/**
 * Go to another place: the next read begins there.
 *
 * @offset is counted from the beginning of the file, and at most its size; at the size the next read gives VMIMAGE_DONE.
 *
 * Errors: VMIMAGE_E_INVALID behind the end; VMIMAGE_E_UNSUPPORTED when the server gives files only as a whole; else as
 *   vmimage_stream_read().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_stream_seek(vmimage_stream *stream, uint64_t offset, vmimage_error **error);

/**
 * Where the next read begins. NULL gives 0.
 *
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_stream_offset(const vmimage_stream *stream);

/**
 * Size of the file in bytes; VMIMAGE_STREAM_SIZE_UNKNOWN when the place does not say. NULL gives 0.
 *
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_stream_size(const vmimage_stream *stream);

/**
 * Name of the file. NULL gives NULL.
 *
 * Ownership: borrowed as long as the stream.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_stream_name(const vmimage_stream *stream);

#ifdef __cplusplus
}
#endif

#endif
