/*
 * SPDX-License-Identifier: Apache-2.0
 * A file of an item as a stream. The item is found again by its ID, so that what is read is what the library says now, and the
 * file by its name among those that the item has: no path comes from the caller.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "transport/directory/keep.h"

struct directory_stream {
    struct vm_stream stream;
    struct vm_source source;
    struct vm_arena arena; /* the name */
    uint64_t offset;
    struct stat opened; /* what the file was then */
};

/* ---- which file ---- */

struct search {
    const char *id, *name;
    struct vm_arena arena;
    vmimage_library *library;
    const char *path; /* below the folder; NULL: not found */
    bool last;        /* no other file was looked at after it */
    bool item;        /* there is such an item */
    vmimage_status status;
    vmimage_error *failure; /* why the item is broken */
};

static bool wants(void *data, const vmimage_item *item)
{
    struct search *search = data;

    return !search->item && item->o.id != NULL && strcmp(item->o.id, search->id) == 0;
}

static void note_file(void *data, const char *name, const char *path, uint64_t size)
{
    struct search *search = data;

    (void)size;
    search->last = search->path == NULL && strcmp(name, search->name) == 0;
    if (search->last)
        search->path = vmimage__arena_strdup(&search->arena, path);
}

static vmimage_status add_item(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error)
{
    struct search *search = data;

    (void)ovf;
    (void)error;
    search->item = true;
    search->status = failure != NULL ? vmimage_error_status(failure) : VMIMAGE_OK;
    search->failure = vmimage_error_ref((vmimage_error *)(uintptr_t)failure);
    vmimage_item_unref(item);
    return VMIMAGE_OK;
}

static vmimage_status add_library(void *data, vmimage_library *library, vmimage_error **error)
{
    (void)error;
    ((struct search *)data)->library = library;
    return VMIMAGE_OK;
}

/* A broken item keeps the files that are in order; the one at which the reading of the item ended is not, when its size is wrong. */
static vmimage_status judge(struct search *search, const vmimage_item *item, vmimage_error **error)
{
    if (search->arena.failed)
        return vmimage__fail_no_memory(error);
    if (!search->item)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, search->id, "%s: there is no item with this ID", search->id);
    if (search->path != NULL && !(search->last && search->status == VMIMAGE_E_INTEGRITY))
        return VMIMAGE_OK;
    if (search->status != VMIMAGE_OK)
        return vmimage__pass_on(search->status, &search->failure, error);
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, search->name, "%s: the item \"%s\" has no file of this name",
                         search->name, item->o.name != NULL ? item->o.name : search->id);
}

static vmimage_status find(void *place, const struct vm_call *call, const vmimage_item *item, struct search *search,
                           vmimage_error **error)
{
    const struct vm_transport *transport = &vmimage__directory_transport;
    const struct vm_sink sink = {
        .data = search, .wants = wants, .note_file = note_file, .add_library = add_library, .add_item = add_item};
    vmimage_status status = transport->list_libraries(place, call, &sink, error);

    if (status == VMIMAGE_OK)
        status = vmimage__directory_item(place, call, search->library, search->id, &sink, error);
    return status == VMIMAGE_OK ? judge(search, item, error) : status;
}

/* ---- reading it ---- */

static bool is_another(const struct directory_stream *stream)
{
    struct stat now;

    return fstat(stream->source.fd, &now) == 0 &&
           (now.st_size != stream->opened.st_size || now.st_mtim.tv_sec != stream->opened.st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != stream->opened.st_mtim.tv_nsec);
}

static vmimage_status changed(const struct directory_stream *stream, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, stream->source.name,
                         "%s: was changed while it was read, at byte %" PRIu64 " of %" PRIu64, stream->source.name,
                         stream->offset, stream->stream.size);
}

static vmimage_status read_some(struct vm_stream *base, const struct vm_call *call, int64_t wait, void *buffer,
                                size_t capacity, size_t *got, vmimage_error **error)
{
    struct directory_stream *stream = (struct directory_stream *)base;
    uint64_t left = base->size - stream->offset;
    vmimage_status status = vmimage__call_check(call, error);
    ssize_t n;

    (void)wait; /* a file is always ready */
    *got = 0;
    if (status != VMIMAGE_OK)
        return status;
    if (left == 0)
        return is_another(stream) ? changed(stream, error) : VMIMAGE_DONE;
    do {
        n = pread(stream->source.fd, buffer, left < capacity ? (size_t)left : capacity, (off_t)stream->offset);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return vmimage__fail_errno(error, errno, stream->source.name, "read it");
    if (n == 0)
        return changed(stream, error);
    stream->offset += (uint64_t)n;
    *got = (size_t)n;
    return VMIMAGE_OK;
}

static vmimage_status seek(struct vm_stream *base, const struct vm_call *call, uint64_t offset, vmimage_error **error)
{
    (void)call;
    (void)error;
    ((struct directory_stream *)base)->offset = offset;
    return VMIMAGE_OK;
}

static int always_ready(const struct vm_stream *base)
{
    (void)base;
    return -1;
}

static void close_stream(struct vm_stream *base)
{
    struct directory_stream *stream = (struct directory_stream *)base;

    vmimage__source_close(&stream->source);
    vmimage__arena_release(&stream->arena);
    vmimage__free(stream);
}

static int plain_file(const struct vm_stream *base)
{
    return ((const struct directory_stream *)base)->source.fd;
}

static const struct vm_stream_operations operations = {read_some, seek, always_ready, close_stream, plain_file};

static vmimage_status start(const struct vm_tree *tree, const char *path, struct vm_stream **stream,
                            vmimage_error **error)
{
    struct directory_stream *new = vmimage__calloc(1, sizeof(*new));
    const char *name = new != NULL ? vmimage__tree_name(tree, &new->arena, path) : NULL;
    struct vm_place there;
    vmimage_status status = name != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    if (new == NULL)
        return status;
    new->source = (struct vm_source)VM_SOURCE_INIT;
    if (status == VMIMAGE_OK)
        status = vmimage__tree_look(tree, path, &there, error);
    if (status == VMIMAGE_OK)
        status = vmimage__tree_source(tree, &there, name, &new->source, error);
    if (status == VMIMAGE_OK && fstat(new->source.fd, &new->opened) != 0)
        status = vmimage__fail_errno(error, errno, name, "read its size");
    if (status != VMIMAGE_OK) {
        close_stream(&new->stream);
        return status;
    }
    new->stream = (struct vm_stream){&operations, (uint64_t) new->opened.st_size};
    *stream = &new->stream;
    return VMIMAGE_OK;
}

vmimage_status vmimage__directory_open_file(void *place, const struct vm_call *call, const vmimage_item *item,
                                            const char *name, struct vm_stream **stream, vmimage_error **error)
{
    struct search search = {.id = item->o.id, .name = name};
    vmimage_status status;

    if (search.id == NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, item->o.meta.name, "the item has no ID (spec.id)");
    status = find(place, call, item, &search, error);
    if (status == VMIMAGE_OK)
        status = start(vmimage__directory_tree(place), search.path, stream, error);
    vmimage_library_unref(search.library);
    vmimage_error_unref(search.failure);
    vmimage__arena_release(&search.arena);
    return status;
}
