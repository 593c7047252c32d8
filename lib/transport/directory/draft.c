/*
 * SPDX-License-Identifier: Apache-2.0
 * Items that are folders and files: their names as paths, their files opened and read.
 */
#include "transport/directory/draft.h"

#include <string.h>

#include "base/error.h"

#define SMALL ((size_t)16384)

vmimage_status vmimage__draft_start(struct vm_draft *draft, const struct vm_listing *listing, const char *path,
                                    const char *id, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *subject = vmimage__tree_name(listing->tree, &arena, path);
    vmimage_status status =
        subject != NULL ? vmimage__draft_begin(draft, listing, subject, id, error) : vmimage__fail_no_memory(error);

    vmimage__arena_release(&arena);
    return status;
}

vmimage_status vmimage__draft_add_file(struct vm_draft *draft, const char *name, const struct vm_place *place,
                                       vmimage_error **error)
{
    const struct vm_sink *sink = draft->listing->sink;

    if (sink->note_file != NULL)
        sink->note_file(sink->data, name, place->path, place->size);
    return vmimage__draft_put_file(draft, name, place->size, place->modified, error);
}

/* From here on the item is this file. */
static vmimage_status begin_reading(struct vm_draft *draft, const char *path, vmimage_error **error)
{
    const struct vm_sink *sink = draft->listing->sink;
    const char *name = vmimage__tree_name(draft->listing->tree, &draft->item->arena, path);

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    draft->subject = name;
    if (sink->note_content != NULL)
        sink->note_content(sink->data, path);
    return VMIMAGE_OK;
}

/* A small file is read at one go. */
static vmimage_status read_package(struct vm_draft *draft, const struct vm_source *source, vmimage_error **error)
{
    const vmimage_context *context = draft->listing->call->context;
    unsigned char bytes[SMALL];
    struct vm_source memory;
    vmimage_status status;

    if (source->size > sizeof(bytes))
        return vmimage__package_read(&draft->package, source, context, error);
    status = vmimage__source_read(source, 0, bytes, (size_t)source->size, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__source_memory(&memory, bytes, (size_t)source->size, source->name);
    return vmimage__package_read(&draft->package, &memory, context, error);
}

vmimage_status vmimage__draft_read(struct vm_draft *draft, const char *path, const struct vm_place *place, bool by_name,
                                   vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status = begin_reading(draft, path, error);

    if (status == VMIMAGE_OK)
        status = vmimage__tree_source(draft->listing->tree, place, draft->subject, &source, error);
    if (status == VMIMAGE_OK)
        status = read_package(draft, &source, error);
    if (status == VMIMAGE_OK && by_name)
        status = vmimage__draft_check_kind(draft, path, error);
    return status;
}

vmimage_status vmimage__draft_read_near(struct vm_draft *draft, const char *path, struct vm_near *near,
                                        vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status = begin_reading(draft, path, error);

    if (status == VMIMAGE_OK)
        status = vmimage__tree_source_near(draft->listing->tree, near, path, draft->subject, &source, error);
    if (status == VMIMAGE_OK)
        status = read_package(draft, &source, error);
    return status == VMIMAGE_OK ? vmimage__draft_check_kind(draft, path, error) : status;
}
