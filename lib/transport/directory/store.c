/*
 * SPDX-License-Identifier: Apache-2.0
 * Small steps of a writer: a file on the disk, a rename, a removal. Each names the full path in its error, and none follows
 * a link.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/directory/keep.h"

vmimage_status vmimage__keep_fail(const struct vm_keep *keep, const char *path, int number, const char *what,
                                  vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *name = vmimage__tree_name(keep->tree, &arena, path);
    vmimage_status status =
        name != NULL ? vmimage__fail_errno(error, number, name, what) : vmimage__fail_no_memory(error);

    vmimage__arena_release(&arena);
    return status;
}

static int write_all(int fd, const char *bytes, size_t length)
{
    while (length != 0) {
        ssize_t n = write(fd, bytes, length);

        if (n < 0 && errno != EINTR)
            return -1;
        bytes += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return fsync(fd);
}

vmimage_status vmimage__keep_write(const struct vm_keep *keep, const char *path, const struct vm_buf *text,
                                   vmimage_error **error)
{
    int fd, number = 0;

    if (text->status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, keep->tree->path,
                             "%s: the list of items would be larger than a reader takes (%zu bytes)", keep->tree->path,
                             text->max);
    if (text->status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    fd = openat(keep->tree->fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return vmimage__keep_fail(keep, path, errno, "write it", error);
    if (write_all(fd, text->data, text->length) != 0)
        number = errno;
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number == 0 ? VMIMAGE_OK : vmimage__keep_fail(keep, path, number, "write it", error);
}

vmimage_status vmimage__keep_sync(const struct vm_keep *keep, const char *folder, vmimage_error **error)
{
    int fd = openat(keep->tree->fd, folder[0] != '\0' ? folder : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int number = fd < 0 || fsync(fd) != 0 ? errno : 0;

    if (fd >= 0)
        (void)close(fd);
    /* Some network file systems have no fsync() of folders; their renames are as safe as they are. */
    return number == 0 || number == EINVAL ? VMIMAGE_OK
                                           : vmimage__keep_fail(keep, folder, number, "bring it to the disk", error);
}

vmimage_status vmimage__keep_rename(const struct vm_keep *keep, const char *from, const char *to, vmimage_error **error)
{
    if (renameat(keep->tree->fd, from, keep->tree->fd, to) != 0)
        return vmimage__keep_fail(keep, to, errno, "put it in its place", error);
    return vmimage__keep_sync(keep, "", error);
}

/* All files of a folder that is not nested. */
static int empty_folder(int parent, const char *path)
{
    int fd = openat(parent, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *entry;

    if (folder == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    while ((entry = readdir(folder)) != NULL)
        (void)unlinkat(fd, entry->d_name, 0); /* what can't go keeps the folder, which is then said */
    return closedir(folder);
}

vmimage_status vmimage__keep_unlink(const struct vm_keep *keep, const char *path, vmimage_error **error)
{
    int at = keep->tree->fd;
    struct stat st;

    if (fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || errno == ENOTDIR ? VMIMAGE_OK
                                                   : vmimage__keep_fail(keep, path, errno, "remove it", error);
    if (S_ISDIR(st.st_mode) ? empty_folder(at, path) != 0 || unlinkat(at, path, AT_REMOVEDIR) != 0
                            : unlinkat(at, path, 0) != 0)
        return vmimage__keep_fail(keep, path, errno, "remove it", error);
    return VMIMAGE_OK;
}
