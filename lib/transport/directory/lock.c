/*
 * SPDX-License-Identifier: Apache-2.0
 * One writer at a time. The lock is the kernel's and ends with the process; the file that it is on says who holds it, and what
 * that writer is about to do. A file that says something and is not locked is of a writer that died.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vmimage/context.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/directory/keep.h"

#define WAIT_MAX 10000
#define WAIT_STEP 20
#define NOTE_MAX ((size_t)16 << 20)

static vmimage_status busy(const struct vm_keep *keep, int fd, vmimage_error **error)
{
    static const char begin[] = "{\"pid\":";
    char text[64] = "";
    ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
    size_t digits =
        n > 0 && strncmp(text, begin, sizeof(begin) - 1) == 0 ? strspn(text + sizeof(begin) - 1, "0123456789") : 0;

    (void)vmimage__fail(error, VMIMAGE_E_BUSY, keep->tree->path,
                        "%s: process %.*s is writing to the library; try again", keep->tree->path,
                        digits != 0 ? (int)digits : 7, digits != 0 ? text + sizeof(begin) - 1 : "unknown");
    vmimage__error_set_retry(error, 1000);
    return VMIMAGE_E_BUSY;
}

/* Whether the locked file is still the one that others find: a writer that is done removes it. */
static bool is_current(const struct vm_keep *keep, int fd)
{
    struct stat mine, there;

    return fstat(fd, &mine) == 0 && fstatat(keep->tree->fd, VM_KEEP_LOCK, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
           mine.st_ino == there.st_ino && mine.st_dev == there.st_dev;
}

static vmimage_status take(struct vm_keep *keep, vmimage_error **error)
{
    int64_t limit = vmimage__call_clock() + WAIT_MAX;

    if (keep->call->deadline != 0 && keep->call->deadline < limit)
        limit = keep->call->deadline;
    for (;;) {
        int fd = openat(keep->tree->fd, VM_KEEP_LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
        vmimage_status status = VMIMAGE_OK;
        bool held;

        if (fd < 0)
            return vmimage__keep_fail(keep, "", errno, "write to the library", error);
        held = flock(fd, LOCK_EX | LOCK_NB) == 0;
        if (held && is_current(keep, fd)) {
            keep->lock = fd;
            return VMIMAGE_OK;
        }
        if (!held && errno != EWOULDBLOCK && errno != EINTR)
            status = vmimage__keep_fail(keep, VM_KEEP_LOCK, errno, "lock it", error);
        else if (vmimage__call_clock() >= limit)
            status = busy(keep, fd, error);
        else
            status = vmimage__call_check(keep->call, error);
        (void)close(fd);
        if (status != VMIMAGE_OK)
            return status;
        if (!held)
            (void)poll(NULL, 0, WAIT_STEP);
    }
}

static void read_note(struct vm_keep *keep, const struct vm_json *note)
{
    keep->descriptor = vmimage__arena_strdup(&keep->arena, vmimage__json_get_string(note, "item"));
    for (const struct vm_json *p = vmimage__json_first(vmimage__json_get(note, "paths")); p != NULL;
         p = vmimage__json_next(p)) {
        if (vmimage__json_string(p) != NULL)
            vmimage__keep_add_path(keep, vmimage__json_string(p));
    }
}

/* Clear what a dead writer left. Without a note that can be read it had not begun to change anything. */
static vmimage_status take_over(struct vm_keep *keep, vmimage_error **error)
{
    vm_auto_source struct vm_source source = {.fd = fcntl(keep->lock, F_DUPFD_CLOEXEC, 0), .name = VM_KEEP_LOCK};
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(NOTE_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct vm_json_limits limits = {NOTE_MAX, 8};
    struct stat st;
    vmimage_status status;

    if (source.fd < 0 || fstat(source.fd, &st) != 0)
        return vmimage__keep_fail(keep, VM_KEEP_LOCK, errno, "read it", error);
    source.size = (uint64_t)st.st_size; /* a new file is empty, and names nothing */
    status = vmimage__source_append(&source, 0, source.size, &text, error);
    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__json_parse(vmimage__buf_str(&text), text.length, &limits, VM_KEEP_LOCK, &doc, NULL);
    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    read_note(keep, vmimage__json_root(doc));
    if (keep->arena.failed)
        return vmimage__fail_no_memory(error);
    keep->dirty = true;
    status = vmimage__keep_recover(keep, error);
    keep->dirty = status != VMIMAGE_OK;
    return status;
}

void vmimage__keep_add_path(struct vm_keep *keep, const char *path)
{
    const char *copy = vmimage__arena_strdup(&keep->arena, path);

    if (copy != NULL &&
        vmimage__arena_grow(&keep->arena, &keep->paths, keep->path_count, &keep->path_capacity, sizeof(*keep->paths)))
        keep->paths[keep->path_count++] = copy;
}

static vmimage_status write_note(struct vm_keep *keep, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(NOTE_MAX);
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, &text, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_key(&writer, "pid");
    vmimage__jw_int(&writer, (int64_t)getpid());
    vmimage__jw_member(&writer, "item", keep->descriptor);
    vmimage__jw_key(&writer, "paths");
    vmimage__jw_begin_array(&writer);
    for (size_t i = 0; i < keep->path_count; i++)
        vmimage__jw_string(&writer, keep->paths[i]);
    vmimage__jw_end_array(&writer);
    vmimage__jw_end_object(&writer);
    if (text.status != VMIMAGE_OK || keep->arena.failed)
        return vmimage__fail_no_memory(error);
    if (pwrite(keep->lock, text.data, text.length, 0) != (ssize_t)text.length ||
        ftruncate(keep->lock, (off_t)text.length) != 0 || fsync(keep->lock) != 0)
        return vmimage__keep_fail(keep, VM_KEEP_LOCK, errno, "write it", error);
    return VMIMAGE_OK;
}

vmimage_status vmimage__keep_note(struct vm_keep *keep, vmimage_error **error)
{
    vmimage_status status = write_note(keep, error);

    if (status == VMIMAGE_OK)
        keep->dirty = true;
    return status;
}

vmimage_status vmimage__keep_start(struct vm_keep *keep, const struct vm_tree *tree, const struct vm_call *call,
                                   vmimage_error **error)
{
    vmimage_status status;

    memset(keep, 0, sizeof(*keep));
    keep->tree = tree;
    keep->call = call;
    keep->lock = -1;
    status = take(keep, error);
    if (status == VMIMAGE_OK)
        status = take_over(keep, error);
    if (status != VMIMAGE_OK)
        return status;
    keep->descriptor = NULL;
    keep->path_count = 0;
    /* Who is told to wait wants to know for whom. */
    return write_note(keep, error);
}

void vmimage__keep_finish(struct vm_keep *keep)
{
    vm_auto_error vmimage_error *failure = NULL;

    if (keep->dirty && vmimage__keep_recover(keep, &failure) == VMIMAGE_OK)
        keep->dirty = false;
    if (failure != NULL)
        vmimage__log(keep->call->context, VMIMAGE_LOG_WARNING, "directory",
                     "%s; the next command that writes will clear what is left", vmimage_error_message(failure));
    if (keep->lock >= 0) {
        if (!keep->dirty)
            (void)unlinkat(keep->tree->fd, VM_KEEP_LOCK, 0);
        (void)close(keep->lock);
    }
    vmimage__json_free(keep->library_doc);
    vmimage__json_free(keep->list_doc);
    vmimage__arena_release(&keep->arena);
}
