/*
 * SPDX-License-Identifier: Apache-2.0
 * Where verified packages are: a folder on this machine, or an item whose files the registry gives as streams. A stream is read from its
 * beginning to its end, one piece at a time; what is looked at after that begins it anew.
 */
#include "engine/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "format/ova.h"
#include "model/objects.h"

/* So much is read over rather than asked for anew. */
#define GAP ((uint64_t)1 << 20)
#define PIECE ((size_t)65536)

/* ---- a folder ---- */

static const struct vm_tree *tree_of(const struct vm_files *files)
{
    return ((const struct vm_tree_files *)files)->tree;
}

static const char *name_in_tree(const struct vm_files *files, struct vm_arena *arena, const char *path)
{
    return vmimage__tree_name(tree_of(files), arena, path);
}

static vmimage_status look_in_tree(const struct vm_files *files, const char *path, uint64_t *size,
                                   vmimage_error **error)
{
    struct vm_place place;
    vmimage_status status = vmimage__tree_look(tree_of(files), path, &place, error);

    if (status == VMIMAGE_OK)
        status = vmimage__tree_readable(tree_of(files), &place, error);
    if (status == VMIMAGE_OK)
        *size = place.size;
    return status;
}

static vmimage_status open_in_tree(const struct vm_files *files, const char *path, const char *name,
                                   struct vm_source *source, vmimage_error **error)
{
    struct vm_place place;
    vmimage_status status = vmimage__tree_look(tree_of(files), path, &place, error);

    return status == VMIMAGE_OK ? vmimage__tree_source(tree_of(files), &place, name, source, error) : status;
}

void vmimage__files_of_tree(struct vm_tree_files *files, const struct vm_tree *tree)
{
    static const struct vm_files_operations operations = {
        .name = name_in_tree, .look = look_in_tree, .open = open_in_tree, .close = vmimage__source_close};

    files->files.operations = &operations;
    files->tree = tree;
}

/* ---- an item ---- */

/* A stream as a source. */
struct reader {
    const struct vm_item_files *files;
    const char *name;
    struct vm_stream *stream;
    uint64_t position;
};

/* Each piece may take as long as a call on the registry. */
static vmimage_status next(struct reader *reader, void *buffer, size_t capacity, size_t *got, vmimage_error **error)
{
    struct vm_call call = *reader->files->call;
    vmimage_status status = VMIMAGE_OK;

    call.deadline = vmimage__registry_call(reader->files->registry).deadline;
    *got = 0;
    while (status == VMIMAGE_OK && *got == 0)
        status = reader->stream->operations->read(reader->stream, &call, -1, buffer, capacity, got, error);
    reader->position += *got;
    return status;
}

static vmimage_status skip(struct reader *reader, uint64_t until, vmimage_error **error)
{
    unsigned char *piece = vmimage__calloc(PIECE, 1);
    vmimage_status status = piece != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    while (status == VMIMAGE_OK && reader->position < until) {
        uint64_t left = until - reader->position;
        size_t got;

        status = next(reader, piece, left < PIECE ? (size_t)left : PIECE, &got, error);
    }
    vmimage__free(piece);
    return status;
}

static vmimage_status go_to(struct reader *reader, uint64_t offset, vmimage_error **error)
{
    vmimage_status status;

    if (offset == reader->position)
        return VMIMAGE_OK;
    if (offset > reader->position && offset - reader->position <= GAP)
        return skip(reader, offset, error);
    status = reader->stream->operations->seek(reader->stream, reader->files->call, offset, error);
    if (status == VMIMAGE_OK)
        reader->position = offset;
    return status;
}

static vmimage_status ends_early(const struct reader *reader, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, reader->name, "%s: ends before its last byte", reader->name);
}

static vmimage_status read_stream(void *data, uint64_t offset, void *buffer, size_t length, vmimage_error **error)
{
    struct reader *reader = data;
    vmimage_status status = length != 0 ? go_to(reader, offset, error) : VMIMAGE_OK;

    for (size_t done = 0, got; status == VMIMAGE_OK && done < length; done += got)
        status = next(reader, (unsigned char *)buffer + done, length - done, &got, error);
    return status == VMIMAGE_DONE ? ends_early(reader, error) : status;
}

/* The size of a file of which neither the list nor the server tells it: at its end it is known. */
static vmimage_status find_size(struct reader *reader, vmimage_error **error)
{
    unsigned char first;
    size_t got;
    vmimage_status status = next(reader, &first, 1, &got, error);

    if (status == VMIMAGE_OK && reader->stream->size == UINT64_MAX)
        status = skip(reader, UINT64_MAX, error);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static int by_name(const void *a, const void *b)
{
    const struct vm_file *const *left = a, *const *right = b;

    return strcmp((*left)->name, (*right)->name);
}

static const struct vm_file *find(const struct vm_item_files *files, const char *path)
{
    struct vm_file key = {.name = path};
    const struct vm_file *wanted = &key, **found = NULL;

    if (files->count != 0)
        found = bsearch(&wanted, files->sorted, files->count, sizeof(*files->sorted), by_name);
    return found != NULL ? *found : NULL;
}

static const char *name_in_item(const struct vm_files *base, struct vm_arena *arena, const char *path)
{
    const struct vm_item_files *files = (const struct vm_item_files *)base;
    const char *name = files->item->o.name;

    return name != NULL ? vmimage__arena_printf(arena, "%s/%s", name, path) : vmimage__arena_strdup(arena, path);
}

static vmimage_status look_in_item(const struct vm_files *base, const char *path, uint64_t *size, vmimage_error **error)
{
    const struct vm_item_files *files = (const struct vm_item_files *)base;
    const struct vm_file *file = find(files, path);

    if (file == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, path, "%s: the item has no such file", path);
    *size = file->size != NULL ? vmimage_item_file_size(files->item, (size_t)(file - files->item->o.files)) : 0;
    return VMIMAGE_OK;
}

static void close_reader(struct vm_source *source)
{
    struct reader *reader = source->data;

    if (reader != NULL && source->read == read_stream) {
        if (reader->stream != NULL)
            reader->stream->operations->close(reader->stream);
        vmimage__free(reader);
        source->data = NULL;
    }
    vmimage__source_close(source);
}

static vmimage_status open_in_item(const struct vm_files *base, const char *path, const char *name,
                                   struct vm_source *source, vmimage_error **error)
{
    const struct vm_item_files *files = (const struct vm_item_files *)base;
    const vmimage_registry *registry = files->registry;
    struct vm_call call = *files->call;
    struct reader *reader = vmimage__calloc(1, sizeof(*reader));
    vmimage_status status;

    if (reader == NULL)
        return vmimage__fail_no_memory(error);
    call.deadline = vmimage__registry_call(files->registry).deadline;
    reader->files = files;
    reader->name = name;
    *source = (struct vm_source){.name = name, .fd = -1, .read = read_stream, .data = reader};
    status = registry->transport->open_file(registry->place, &call, files->item, path, &reader->stream, error);
    if (status == VMIMAGE_OK && reader->stream->size == UINT64_MAX)
        status = find_size(reader, error);
    if (status == VMIMAGE_OK)
        source->size = reader->stream->size;
    else
        close_reader(source);
    return status;
}

/* One byte: that the server has the file, and of which size. */
static vmimage_status confirm_in_item(const struct vm_files *base, const char *path, vmimage_error **error)
{
    struct vm_source source = VM_SOURCE_INIT;
    unsigned char first;
    vmimage_status status = open_in_item(base, path, path, &source, error);

    if (status == VMIMAGE_OK && source.size != 0)
        status = read_stream(source.data, 0, &first, 1, error);
    close_reader(&source);
    return status;
}

vmimage_status vmimage__files_of_item(struct vm_item_files *files, vmimage_registry *registry, const vmimage_item *item,
                                      const struct vm_call *call, vmimage_error **error)
{
    static const struct vm_files_operations operations = {.name = name_in_item,
                                                          .look = look_in_item,
                                                          .open = open_in_item,
                                                          .close = close_reader,
                                                          .confirm = confirm_in_item};

    *files = (struct vm_item_files){.registry = registry, .item = item, .call = call};
    files->files.operations = &operations;
    files->sorted = vmimage__calloc(item->o.file_count + 1, sizeof(*files->sorted));
    if (files->sorted == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < item->o.file_count; i++) {
        if (item->o.files[i].name != NULL)
            files->sorted[files->count++] = &item->o.files[i];
    }
    qsort(files->sorted, files->count, sizeof(*files->sorted), by_name);
    return VMIMAGE_OK;
}

void vmimage__files_release(struct vm_item_files *files)
{
    vmimage__free(files->sorted);
    files->sorted = NULL;
}

const char *vmimage__files_main(const struct vm_item_files *files)
{
    static const char *const kinds[] = {".ovf", ".ova", ".iso", ".vmdk"};
    const struct vm_item *item = &files->item->o;

    for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
        for (size_t i = 0; i < item->file_count; i++) {
            if (item->files[i].name != NULL && vmimage__has_extension(item->files[i].name, kinds[kind]))
                return item->files[i].name;
        }
    }
    return NULL;
}
