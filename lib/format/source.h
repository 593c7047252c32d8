/*
 * SPDX-License-Identifier: Apache-2.0
 * A source of bytes that can be read at any offset: a regular file, a piece of memory, or what a function gives. Readers of archives, discs and
 * disks work on it, so that they never read what they do not need. Which file to open is left to others.
 */
#ifndef VMIMAGE_LIB_FORMAT_SOURCE_H
#define VMIMAGE_LIB_FORMAT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/buf.h"

struct vm_source {
    const char *name;           /* in errors; borrowed */
    const unsigned char *bytes; /* NULL: the file */
    int fd;                     /* -1: memory, or closed */
    uint64_t size;
    int64_t modified; /* seconds since 1970; 0 for memory */
    /* In place of both: gives exactly `length` bytes that are inside the size. NULL: none */
    vmimage_status (*read)(void *data, uint64_t offset, void *buffer, size_t length, vmimage_error **error);
    void *data;
};

#define VM_SOURCE_INIT                                                                                                 \
    {                                                                                                                  \
        .fd = -1                                                                                                       \
    }

/*
 * Open a regular file; anything else (folder, FIFO, device, socket) is refused without waiting for it. `at` is the folder
 * that `path` is relative to (AT_FDCWD), `flags` may add O_NOFOLLOW. `name` must outlive the source.
 */
vmimage_status vmimage__source_open(struct vm_source *source, int at, const char *path, int flags, const char *name,
                                    vmimage_error **error);
/* Open one that was just looked at, and found to be one; false, without a reason, when it can't be opened or is another one. */
bool vmimage__source_open_at_once(struct vm_source *source, int at, const char *path, int flags, const char *name);
void vmimage__source_memory(struct vm_source *source, const void *bytes, size_t size, const char *name);
void vmimage__source_close(struct vm_source *source);
#define vm_auto_source __attribute__((cleanup(vmimage__source_close)))

/* Exactly `length` bytes at `offset`. A file that is shorter now is VMIMAGE_E_IO; ask for no more than its size. */
vmimage_status vmimage__source_read(const struct vm_source *source, uint64_t offset, void *buffer, size_t length,
                                    vmimage_error **error);
/* Up to `length` bytes from the beginning; the rest of the buffer is zeroed. */
vmimage_status vmimage__source_peek(const struct vm_source *source, void *buffer, size_t length, size_t *got,
                                    vmimage_error **error);
/* Append the bytes of a range to a buffer; VMIMAGE_E_LIMIT when they are more than the buffer's maximum. */
vmimage_status vmimage__source_append(const struct vm_source *source, uint64_t offset, uint64_t length,
                                      struct vm_buf *buf, vmimage_error **error);

#endif
