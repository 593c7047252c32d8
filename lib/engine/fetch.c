/*
 * SPDX-License-Identifier: Apache-2.0
 * Bringing the files of an item into a folder. Every byte that is written passes through the digests once; what is on the disk already,
 * of an interrupted job or in the target, is read for them.
 */
#include "engine/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vmimage/context.h>
#include <vmimage/item.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/ova.h"
#include "format/package.h"
#include "model/ovf.h"
#include "transport/directory/keep.h"

#define BLOCK ((size_t)1 << 20)
/* A step ends when one of these is reached. */
#define STEP_BYTES ((uint64_t)32 << 20)
#define STEP_MS 20
#define WRITEBACK ((uint64_t)8 << 20)

static vmimage_status fail_file(const struct vm_fetch *fetch, int number, const char *what, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *name = vmimage__arena_printf(&arena, "%s/%s", fetch->where, fetch->files[fetch->at].name);
    vmimage_status status =
        name != NULL ? vmimage__fail_errno(error, number, name, what) : vmimage__fail_no_memory(error);

    vmimage__arena_release(&arena);
    return status;
}

static void advance(const struct vm_fetch *fetch, uint64_t bytes)
{
    atomic_fetch_add_explicit(&fetch->job->progress.done, bytes, memory_order_relaxed);
}

/* ---- which files ---- */

/* The manifest of the descriptor's name; the number of files when there is none. */
static size_t find_manifest(const struct vm_item *item)
{
    for (size_t i = 0; i < item->file_count; i++) {
        const char *name = item->files[i].name;
        size_t stem = name != NULL ? strlen(name) : 0;

        if (stem < 4 || !vmimage__has_extension(name, ".ovf"))
            continue;
        stem -= 4;
        for (size_t k = 0; k < item->file_count; k++) {
            const char *other = item->files[k].name;

            if (other != NULL && strlen(other) == stem + 3 && vmimage__ascii_equal_n(other, name, stem) &&
                vmimage__ascii_equal(other + stem, ".mf"))
                return k;
        }
        break;
    }
    return item->file_count;
}

static vmimage_status check_file_name(const struct vm_fetch *fetch, size_t index, vmimage_error **error)
{
    const struct vm_item *item = &fetch->item->o;
    const char *name = item->files[index].name;
    const char *bad = name == NULL ? "has no name" : vmimage__bad_file_name(name);

    if (bad == NULL && strchr(name, '/') != NULL)
        bad = "is in a sub-folder of its package; the files of a package are written beside each other";
    if (bad == NULL && name[0] == '.')
        bad = "has a name with a dot before it, as files have that nobody is to see";
    for (size_t i = 0; bad == NULL && i < index; i++) {
        if (strcmp(item->files[i].name, name) == 0)
            bad = "is there twice";
    }
    if (bad == NULL)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, item->name, "%s: the file \"%s\" %s",
                         item->name != NULL ? item->name : item->id, name != NULL ? name : "", bad);
}

vmimage_status vmimage__fetch_start(struct vm_fetch *fetch, vmimage_error **error)
{
    const struct vm_item *item = &fetch->item->o;
    size_t manifest = find_manifest(item);
    uint64_t total = 0;
    vmimage_status status = VMIMAGE_OK;

    fetch->in = fetch->out = -1;
    if (item->file_count == 0)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, item->name, "%s: the item has no files",
                             item->name != NULL ? item->name : item->meta.name);
    fetch->block = vmimage__calloc(BLOCK, 1);
    fetch->files = vmimage__arena_alloc(&fetch->arena, item->file_count * sizeof(*fetch->files));
    if (fetch->block == NULL || fetch->files == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < item->file_count && status == VMIMAGE_OK; i++) {
        size_t place = i == manifest ? 0 : i + (manifest < item->file_count && i < manifest);
        struct vm_fetch_file *file = &fetch->files[place];

        status = check_file_name(fetch, i, error);
        file->name = item->files[i].name;
        file->size = item->files[i].size != NULL ? vmimage_item_file_size(fetch->item, i) : UINT64_MAX;
        total += file->size != UINT64_MAX ? file->size : 0;
    }
    fetch->count = item->file_count;
    fetch->manifest = manifest < item->file_count ? item->files[manifest].name : NULL;
    if (!fetch->counted)
        atomic_fetch_add(&fetch->job->progress.total, total);
    return status;
}

/* ---- the manifest ---- */

static struct vm_manifest_entry *find_entries(struct vm_fetch *fetch, const char *name, size_t *count,
                                              vmimage_error **error, vmimage_status *status)
{
    vm_auto_str char *decoded = NULL;
    struct vm_manifest_entry *entries = vmimage__manifest_find(&fetch->lines, name, count);

    if (entries == NULL) {
        *status = vmimage__decode_href(name, &decoded, error);
        if (decoded != NULL)
            entries = vmimage__manifest_find(&fetch->lines, decoded, count);
    }
    return entries;
}

static vmimage_status read_manifest(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_buf struct vm_buf text =
        VM_BUF_INIT((size_t)vmimage_context_limit(call->context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES));
    int folder = fetch->files[0].present ? fetch->target : fetch->folder;
    vmimage_status status = vmimage__source_open(&source, folder, fetch->manifest, O_NOFOLLOW, fetch->manifest, error);

    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, &text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__manifest_read(&fetch->lines, vmimage__buf_str(&text), text.length,
                                        vmimage_context_limit(call->context, VMIMAGE_LIMIT_ARCHIVE_MEMBERS),
                                        fetch->manifest, error);
    for (size_t i = 1; i < fetch->count && status == VMIMAGE_OK; i++) {
        struct vm_fetch_file *file = &fetch->files[i];

        file->entries = find_entries(fetch, file->name, &file->entry_count, error, &status);
    }
    return status;
}

/* The line that the digests are not those of; NULL when all agree. */
static const struct vm_manifest_entry *first_difference(const struct vm_fetch_file *file,
                                                        const struct vm_digests *digests)
{
    for (size_t i = 0; i < file->entry_count; i++) {
        const struct vm_manifest_entry *entry = &file->entries[i];

        if (memcmp(digests->value[entry->kind], entry->value, vmimage__digest_size(entry->kind)) != 0)
            return entry;
    }
    return NULL;
}

static vmimage_status differs(const struct vm_fetch *fetch, const struct vm_fetch_file *file,
                              const struct vm_manifest_entry *entry, vmimage_error **error)
{
    char is[VM_DIGEST_HEX], wanted[VM_DIGEST_HEX];

    vmimage__digest_to_hex(entry->kind, file->digests.value[entry->kind], is);
    vmimage__digest_to_hex(entry->kind, entry->value, wanted);
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, file->name,
                         "%s: its %s is %s, but line %" PRIu64 " of the manifest %s says %s", file->name,
                         vmimage__digest_name(entry->kind), is, entry->line, fetch->manifest, wanted);
}

/* ---- one file ---- */

static vmimage_status start_digest(struct vm_fetch *fetch, vmimage_error **error)
{
    const struct vm_fetch_file *file = &fetch->files[fetch->at];
    unsigned kinds = 1U << VM_SHA256;

    for (size_t i = 0; i < file->entry_count; i++)
        kinds |= 1U << file->entries[i].kind;
    vmimage__digest_release(&fetch->digest);
    return vmimage__digest_start(&fetch->digest, kinds, error);
}

static void close_files(struct vm_fetch *fetch)
{
    if (fetch->stream != NULL)
        fetch->stream->operations->close(fetch->stream);
    fetch->stream = NULL;
    if (fetch->in >= 0)
        (void)close(fetch->in);
    if (fetch->out >= 0)
        (void)close(fetch->out);
    fetch->in = fetch->out = -1;
}

/* The text of sha256sum(1). */
static vmimage_status finish_file(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    struct vm_fetch_file *file = &fetch->files[fetch->at];
    struct vm_arena arena = {NULL, false};
    char hex[VM_DIGEST_HEX];
    char *text;
    vmimage_status status;

    close_files(fetch);
    vmimage__digest_to_hex(VM_SHA256, file->digests.value[VM_SHA256], hex);
    text = vmimage__arena_printf(&arena, "%s  %s", hex, file->name);
    status = text != NULL ? vmimage__job_event(fetch->job, VMIMAGE_EVENT_DONE_FILE, VM_EVENT_TEXT, text, NULL, error)
                          : vmimage__fail_no_memory(error);
    vmimage__arena_release(&arena);
    if (status == VMIMAGE_OK && fetch->at == 0 && fetch->manifest != NULL)
        status = read_manifest(fetch, call, error);
    fetch->at++;
    fetch->state = VM_FETCH_NEXT;
    return status;
}

static vmimage_status is_another(const struct vm_fetch *fetch, const char *why, vmimage_error **error)
{
    const char *name = fetch->files[fetch->at].name;

    return vmimage__fail(error, VMIMAGE_E_EXISTS, name, "%s/%s: is there already, %s", fetch->where, name, why);
}

/* Look at what the target has of this name. */
static vmimage_status look_for_twin(struct vm_fetch *fetch, vmimage_error **error)
{
    const struct vm_fetch_file *file = &fetch->files[fetch->at];
    struct stat st;

    fetch->has_twin = false;
    if (fetch->target < 0)
        return VMIMAGE_OK;
    if (fstatat(fetch->target, file->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? VMIMAGE_OK : fail_file(fetch, errno, "look at it", error);
    if (!S_ISREG(st.st_mode))
        return is_another(fetch, "and is no regular file", error);
    if (file->size != UINT64_MAX && (uint64_t)st.st_size != file->size)
        return fetch->replace ? VMIMAGE_OK : is_another(fetch, "with another size", error);
    fetch->in = openat(fetch->target, file->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fetch->in < 0)
        return fetch->replace ? VMIMAGE_OK : fail_file(fetch, errno, "read it", error);
    fetch->has_twin = true;
    return VMIMAGE_OK;
}

/* What there is of an interrupted job, or nothing. */
static vmimage_status open_part(struct vm_fetch *fetch, vmimage_error **error)
{
    const struct vm_fetch_file *file = &fetch->files[fetch->at];
    int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (fetch->resume ? 0 : O_TRUNC);
    struct stat st;

    fetch->out = openat(fetch->folder, file->name, flags, 0666);
    if (fetch->out < 0 || fstat(fetch->out, &st) != 0)
        return fail_file(fetch, errno, "write it", error);
    fetch->resumed = st.st_size > 0 && (uint64_t)st.st_size <= fetch->stream->size;
    if (st.st_size > 0 && !fetch->resumed && ftruncate(fetch->out, 0) != 0)
        return fail_file(fetch, errno, "write it", error);
    return VMIMAGE_OK;
}

/* Blocks for the whole file, so that a disk that is too small is known now; or those of the source, where that can be. */
static vmimage_status make_room(struct vm_fetch *fetch, vmimage_error **error)
{
    const struct vm_stream *stream = fetch->stream;
    int file = stream->operations->file != NULL ? stream->operations->file(stream) : -1;

    fetch->shared = !fetch->resumed && file >= 0 && stream->size != 0 && vmimage__copy_shared(file, fetch->out);
    if (!fetch->shared && stream->size != UINT64_MAX && stream->size != 0 &&
        fallocate(fetch->out, FALLOC_FL_KEEP_SIZE, 0, (off_t)stream->size) != 0 && errno == ENOSPC)
        return fail_file(fetch, errno, "make room for it", error);
    return VMIMAGE_OK;
}

static vmimage_status open_file(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    struct vm_fetch_file *file = &fetch->files[fetch->at];
    const vmimage_registry *registry = fetch->job->registry;
    vmimage_status status = start_digest(fetch, error);

    fetch->done = 0;
    if (status == VMIMAGE_OK)
        status = registry->transport->open_file(registry->place, call, fetch->item, file->name, &fetch->stream, error);
    if (status != VMIMAGE_OK)
        return status;
    if (file->size != UINT64_MAX && fetch->stream->size != UINT64_MAX && file->size != fetch->stream->size)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, file->name,
                             "%s: has %" PRIu64 " bytes, but the item says %" PRIu64, file->name, fetch->stream->size,
                             file->size);
    status = open_part(fetch, error);
    if (status == VMIMAGE_OK)
        status = make_room(fetch, error);
    fetch->state = fetch->resumed ? VM_FETCH_PART : VM_FETCH_BODY;
    return status;
}

static vmimage_status next_file(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status;

    if (fetch->at == fetch->count)
        return VMIMAGE_DONE;
    status = look_for_twin(fetch, error);
    if (status != VMIMAGE_OK || !fetch->has_twin)
        return status == VMIMAGE_OK ? open_file(fetch, call, error) : status;
    fetch->state = VM_FETCH_TWIN;
    fetch->done = 0;
    return start_digest(fetch, error);
}

/* The next block of a file on this machine, for the digests; *got 0 at its end. */
static vmimage_status digest_block(struct vm_fetch *fetch, int fd, size_t *got, vmimage_error **error)
{
    ssize_t n;

    do {
        n = pread(fd, fetch->block, BLOCK, (off_t)fetch->done);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return fail_file(fetch, errno, "read it", error);
    *got = (size_t)n;
    fetch->done += (uint64_t)n;
    return vmimage__digest_add(&fetch->digest, fetch->block, (size_t)n, error);
}

/* The target's file is the right one, another one, or one of which that is known only when the right one has come. */
static vmimage_status step_twin(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    struct vm_fetch_file *file = &fetch->files[fetch->at];
    size_t got;
    vmimage_status status = digest_block(fetch, fetch->in, &got, error);

    if (status != VMIMAGE_OK || got != 0)
        return status;
    status = vmimage__digest_finish(&fetch->digest, &fetch->twin, error);
    if (status != VMIMAGE_OK)
        return status;
    if (file->entry_count != 0 && first_difference(file, &fetch->twin) == NULL) {
        file->present = true;
        file->digests = fetch->twin;
        advance(fetch, fetch->done);
        return finish_file(fetch, call, error);
    }
    if (file->entry_count != 0 && !fetch->replace)
        return is_another(fetch, "with another content", error);
    return open_file(fetch, call, error);
}

/* Begin the file again: what was there of it is not the beginning of this one, or the place gives files only as a whole. */
static vmimage_status start_over(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status;

    fetch->resumed = false;
    fetch->done = 0;
    fetch->state = VM_FETCH_BODY;
    if (ftruncate(fetch->out, 0) != 0 || lseek(fetch->out, 0, SEEK_SET) != 0)
        return fail_file(fetch, errno, "write it", error);
    status = start_digest(fetch, error);
    return status == VMIMAGE_OK ? fetch->stream->operations->seek(fetch->stream, call, 0, error) : status;
}

static vmimage_status step_part(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    size_t got;
    vmimage_status status = digest_block(fetch, fetch->out, &got, error);

    if (status != VMIMAGE_OK || got != 0)
        return status;
    fetch->state = VM_FETCH_BODY;
    if (lseek(fetch->out, (off_t)fetch->done, SEEK_SET) < 0)
        return fail_file(fetch, errno, "write it", error);
    status = fetch->stream->operations->seek(fetch->stream, call, fetch->done, error);
    if (status == VMIMAGE_OK) {
        advance(fetch, fetch->done);
        return status;
    }
    if (status != VMIMAGE_E_UNSUPPORTED)
        return status;
    if (error != NULL)
        *error = vmimage_error_unref(*error);
    return start_over(fetch, call, error);
}

static vmimage_status write_block(struct vm_fetch *fetch, size_t length, vmimage_error **error)
{
    uint64_t before = fetch->done - fetch->done % WRITEBACK;

    for (size_t used = 0; used < length && !fetch->shared;) {
        ssize_t n = write(fetch->out, fetch->block + used, length - used);

        if (n < 0 && errno != EINTR)
            return fail_file(fetch, errno, "write it", error);
        used += n > 0 ? (size_t)n : 0;
    }
    fetch->done += length;
    /* Have the disk begin, so that little is left for the end. */
    if (!fetch->shared && fetch->done >= before + WRITEBACK)
        (void)sync_file_range(fetch->out, (off_t)before, (off_t)(fetch->done - before), SYNC_FILE_RANGE_WRITE);
    advance(fetch, length);
    return vmimage__digest_add(&fetch->digest, fetch->block, length, error);
}

static vmimage_status bring_to_disk(const struct vm_fetch *fetch, vmimage_error **error)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = (time_t)fetch->modified}};

    if (ftruncate(fetch->out, (off_t)fetch->done) != 0 || /* blocks that were too many */
        (fetch->modified != 0 && futimens(fetch->out, times) != 0) || fsync(fetch->out) != 0)
        return fail_file(fetch, errno, "write it", error);
    return VMIMAGE_OK;
}

static vmimage_status end_body(struct vm_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    struct vm_fetch_file *file = &fetch->files[fetch->at];
    const struct vm_manifest_entry *entry;
    vmimage_status status = vmimage__digest_finish(&fetch->digest, &file->digests, error);

    if (status != VMIMAGE_OK)
        return status;
    if (file->size != UINT64_MAX && fetch->done != file->size)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, file->name,
                             "%s: %" PRIu64 " bytes came, but the item says %" PRIu64, file->name, fetch->done,
                             file->size);
    file->size = fetch->done;
    entry = first_difference(file, &file->digests);
    if (entry != NULL && fetch->resumed) {
        atomic_fetch_sub_explicit(&fetch->job->progress.done, fetch->done, memory_order_relaxed);
        return start_over(fetch, call, error);
    }
    if (entry != NULL)
        return differs(fetch, file, entry, error);
    if (fetch->has_twin &&
        memcmp(fetch->twin.value[VM_SHA256], file->digests.value[VM_SHA256], vmimage__digest_size(VM_SHA256)) == 0)
        file->present = true;
    else if (fetch->has_twin && !fetch->replace)
        return is_another(fetch, "with another content", error);
    if (!file->present)
        status = bring_to_disk(fetch, error);
    return status == VMIMAGE_OK ? finish_file(fetch, call, error) : status;
}

static vmimage_status step_body(struct vm_fetch *fetch, const struct vm_call *call, int64_t wait, size_t *got,
                                vmimage_error **error)
{
    vmimage_status status = fetch->stream->operations->read(fetch->stream, call, wait, fetch->block, BLOCK, got, error);

    if (status == VMIMAGE_DONE)
        return end_body(fetch, call, error);
    return status == VMIMAGE_OK && *got != 0 ? write_block(fetch, *got, error) : status;
}

static vmimage_status step_once(struct vm_fetch *fetch, const struct vm_call *call, int64_t wait, bool *idle,
                                vmimage_error **error)
{
    size_t got = 0;
    vmimage_status status;

    switch (fetch->state) {
    case VM_FETCH_NEXT:
        return next_file(fetch, call, error);
    case VM_FETCH_TWIN:
        return step_twin(fetch, call, error);
    case VM_FETCH_PART:
        return step_part(fetch, call, error);
    default:
        status = step_body(fetch, call, wait, &got, error);
        *idle = status == VMIMAGE_OK && got == 0 && fetch->state == VM_FETCH_BODY;
        return status;
    }
}

vmimage_status vmimage__fetch_step(struct vm_fetch *fetch, const struct vm_call *call, int64_t wait,
                                   vmimage_error **error)
{
    int64_t end = vmimage__call_clock() + STEP_MS;
    uint64_t start = atomic_load_explicit(&fetch->job->progress.done, memory_order_relaxed);
    vmimage_status status = VMIMAGE_OK;

    fetch->idle = false;
    while (status == VMIMAGE_OK && !fetch->idle && vmimage__job_room(fetch->job) != 0) {
        status = step_once(fetch, call, wait, &fetch->idle, error);
        wait = 0; /* only where there was nothing from the beginning */
        if (vmimage__call_clock() >= end ||
            atomic_load_explicit(&fetch->job->progress.done, memory_order_relaxed) - start >= STEP_BYTES)
            break;
    }
    return status;
}

int vmimage__fetch_fd(const struct vm_fetch *fetch)
{
    return fetch->idle && fetch->state == VM_FETCH_BODY && fetch->stream != NULL
               ? fetch->stream->operations->fd(fetch->stream)
               : -1;
}

void vmimage__fetch_release(struct vm_fetch *fetch)
{
    close_files(fetch);
    vmimage__digest_release(&fetch->digest);
    vmimage__manifest_release(&fetch->lines);
    vmimage__arena_release(&fetch->arena);
    vmimage__free(fetch->block);
    fetch->block = NULL;
}
