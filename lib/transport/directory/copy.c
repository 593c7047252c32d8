/*
 * SPDX-License-Identifier: Apache-2.0
 * Copying large files: shared blocks where the file system has them, else inside the kernel, else by reading and writing. When
 * digests are wanted the bytes pass through here once: they are read, digested and, unless the blocks are shared, written. It stops
 * soon when the call is to end.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/directory/keep.h"

#define STEP ((uint64_t)8 << 20)
#define BLOCK ((size_t)1 << 20)

struct copy {
    const struct vm_source *source;
    uint64_t offset, length, done;
    int out;
    const char *subject;
    const struct vm_call *call;
    struct vm_digest *digest; /* NULL: none */
    bool shared;              /* what is read is in its place already */
};

static vmimage_status advance(struct copy *copy, uint64_t bytes, vmimage_error **error)
{
    copy->done += bytes;
    if (copy->call->progress != NULL)
        atomic_fetch_add_explicit(&copy->call->progress->done, bytes, memory_order_relaxed);
    return vmimage__call_check(copy->call, error);
}

/* Whether the kernel can't copy between these two files at all. */
static bool is_refused(int number)
{
    return number == EXDEV || number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EPERM ||
           number == EBADF;
}

/* As much as the kernel copies; what is left is for by_hand(). */
static vmimage_status in_kernel(struct copy *copy, vmimage_error **error)
{
    while (copy->done < copy->length) {
        off_t from = (off_t)(copy->offset + copy->done);
        uint64_t left = copy->length - copy->done;
        ssize_t n = copy_file_range(copy->source->fd, &from, copy->out, NULL, (size_t)(left < STEP ? left : STEP), 0);
        vmimage_status status;

        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0 || (n < 0 && is_refused(errno)))
            return VMIMAGE_OK;
        if (n < 0)
            return vmimage__fail_errno(error, errno, copy->subject, "write it");
        status = advance(copy, (uint64_t)n, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    return VMIMAGE_OK;
}

static vmimage_status write_all(const struct copy *copy, const char *bytes, size_t length, vmimage_error **error)
{
    while (length != 0) {
        ssize_t n = write(copy->out, bytes, length);

        if (n < 0 && errno != EINTR)
            return vmimage__fail_errno(error, errno, copy->subject, "write it");
        bytes += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return VMIMAGE_OK;
}

/* Have the disk begin with what was written, so that little is left for the end. Only a hint. */
static void start_writeback(const struct copy *copy, uint64_t done)
{
    uint64_t before = done - done % STEP;

    if (!copy->shared && copy->done >= before + STEP)
        (void)sync_file_range(copy->out, (off_t)before, (off_t)(copy->done - before), SYNC_FILE_RANGE_WRITE);
}

static vmimage_status one_block(struct copy *copy, char *block, vmimage_error **error)
{
    uint64_t left = copy->length - copy->done, before = copy->done;
    size_t n = left < BLOCK ? (size_t)left : BLOCK;
    vmimage_status status = vmimage__source_read(copy->source, copy->offset + copy->done, block, n, error);

    if (status == VMIMAGE_OK && !copy->shared)
        status = write_all(copy, block, n, error);
    if (status == VMIMAGE_OK && copy->digest != NULL)
        status = vmimage__digest_add(copy->digest, block, n, error);
    if (status == VMIMAGE_OK)
        status = advance(copy, n, error);
    start_writeback(copy, before);
    return status;
}

static vmimage_status by_hand(struct copy *copy, vmimage_error **error)
{
    vm_auto_str char *block = vmimage__calloc(BLOCK, 1);
    vmimage_status status = block != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    while (status == VMIMAGE_OK && copy->done < copy->length)
        status = one_block(copy, block, error);
    return status;
}

bool vmimage__copy_shared(int from, int out)
{
#ifdef FICLONE
    return ioctl(out, FICLONE, from) == 0;
#else
    return false;
#endif
}

vmimage_status vmimage__copy_bytes(const struct vm_source *source, uint64_t offset, uint64_t length, int out,
                                   const char *subject, const struct vm_call *call, struct vm_digest *digest,
                                   vmimage_error **error)
{
    struct copy copy = {source, offset, length, 0, out, subject, call, digest, false};
    vmimage_status status = vmimage__call_check(call, error);

    if (status != VMIMAGE_OK)
        return status;
    copy.shared = length != 0 && offset == 0 && length == source->size && vmimage__copy_shared(source->fd, out);
    if (digest == NULL && copy.shared)
        return advance(&copy, length, error);
    if (digest == NULL)
        status = in_kernel(&copy, error);
    return status == VMIMAGE_OK && copy.done < length ? by_hand(&copy, error) : status;
}
