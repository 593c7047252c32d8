/*
 * SPDX-License-Identifier: Apache-2.0
 * Opening regular files safely and reading ranges of them.
 */
#include "format/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
#define CHUNK ((size_t)65536)

static const char *kind_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a folder";
    case S_IFIFO:
        return "a FIFO";
    case S_IFSOCK:
        return "a socket";
    case S_IFLNK:
        return "a symbolic link";
    default:
        return "a device";
    }
}

static vmimage_status check_regular(const struct stat *st, const char *name, vmimage_error **error)
{
    if (S_ISREG(st->st_mode))
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INVALID, name, "%s: is %s, not a regular file", name, kind_of(st->st_mode));
}

vmimage_status vmimage__source_open(struct vm_source *source, int at, const char *path, int flags, const char *name,
                                    vmimage_error **error)
{
    vmimage_status status;
    struct stat st;

    *source = (struct vm_source)VM_SOURCE_INIT;
    source->name = name;
    /* Looked at before it is opened: opening a device can have an effect. Looked at again after, as it may have changed. */
    if (fstatat(at, path, &st, (flags & O_NOFOLLOW) != 0 ? AT_SYMLINK_NOFOLLOW : 0) != 0)
        return vmimage__fail_errno(error, errno, name, "open it");
    if ((flags & O_NOFOLLOW) == 0 || !S_ISLNK(st.st_mode)) {
        status = check_regular(&st, name, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    source->fd = openat(at, path, FLAGS | flags);
    if (source->fd < 0)
        return vmimage__fail_errno(error, errno, name, "open it");
    if (fstat(source->fd, &st) != 0)
        status = vmimage__fail_errno(error, errno, name, "read its size");
    else
        status = check_regular(&st, name, error);
    if (status != VMIMAGE_OK) {
        vmimage__source_close(source);
        return status;
    }
    source->size = (uint64_t)st.st_size;
    source->modified = (int64_t)st.st_mtime;
    return VMIMAGE_OK;
}

bool vmimage__source_open_at_once(struct vm_source *source, int at, const char *path, int flags, const char *name)
{
    struct stat st;

    *source = (struct vm_source)VM_SOURCE_INIT;
    source->name = name;
    source->fd = openat(at, path, FLAGS | flags);
    if (source->fd < 0)
        return false;
    if (fstat(source->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        vmimage__source_close(source);
        return false;
    }
    source->size = (uint64_t)st.st_size;
    source->modified = (int64_t)st.st_mtime;
    return true;
}

void vmimage__source_memory(struct vm_source *source, const void *bytes, size_t size, const char *name)
{
    *source = (struct vm_source)VM_SOURCE_INIT;
    source->bytes = bytes;
    source->size = size;
    source->name = name;
}

void vmimage__source_close(struct vm_source *source)
{
    if (source->fd >= 0)
        (void)close(source->fd);
    source->fd = -1;
}

static vmimage_status ended(const struct vm_source *source, uint64_t offset, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_IO, source->name, "%s: ends at byte %" PRIu64 ", while it is being read",
                         source->name, offset);
}

vmimage_status vmimage__source_read(const struct vm_source *source, uint64_t offset, void *buffer, size_t length,
                                    vmimage_error **error)
{
    unsigned char *out = buffer;

    if (offset > source->size || length > source->size - offset)
        return ended(source, source->size, error);
    if (source->read != NULL)
        return source->read(source->data, offset, buffer, length, error);
    if (source->bytes != NULL || source->fd < 0) {
        if (length != 0)
            memcpy(out, source->bytes + offset, length);
        return VMIMAGE_OK;
    }
    while (length != 0) {
        ssize_t n = pread(source->fd, out, length, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return vmimage__fail_errno(error, errno, source->name, "read it");
        if (n == 0)
            return ended(source, offset, error);
        out += n;
        offset += (uint64_t)n;
        length -= (size_t)n;
    }
    return VMIMAGE_OK;
}

vmimage_status vmimage__source_peek(const struct vm_source *source, void *buffer, size_t length, size_t *got,
                                    vmimage_error **error)
{
    *got = source->size < length ? (size_t)source->size : length;
    memset(buffer, 0, length);
    return vmimage__source_read(source, 0, buffer, *got, error);
}

vmimage_status vmimage__source_append(const struct vm_source *source, uint64_t offset, uint64_t length,
                                      struct vm_buf *buf, vmimage_error **error)
{
    unsigned char chunk[CHUNK];

    if (length > buf->max - buf->length)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, source->name,
                             "%s: has %" PRIu64 " bytes to read, more than the %zu that are allowed", source->name,
                             length, buf->max);
    while (length != 0) {
        size_t n = length < CHUNK ? (size_t)length : CHUNK;
        vmimage_status status = vmimage__source_read(source, offset, chunk, n, error);

        if (status != VMIMAGE_OK)
            return status;
        vmimage__buf_add(buf, chunk, n);
        offset += n;
        length -= n;
    }
    return buf->status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}
