/*
 * SPDX-License-Identifier: Apache-2.0
 * Items that are folders and files: their names as paths, their files opened and read.
 */
#include "transport/directory/draft.h"

#include <string.h>

#include "base/error.h"

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

vmimage_status vmimage__draft_read(struct vm_draft *draft, const char *path, const struct vm_place *place, bool by_name,
                                   vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    const char *name = vmimage__tree_name(draft->listing->tree, &draft->item->arena, path);
    vmimage_status status;

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    draft->subject = name;
    if (draft->listing->sink->note_content != NULL)
        draft->listing->sink->note_content(draft->listing->sink->data, path);
    status = vmimage__tree_source(draft->listing->tree, place, name, &source, error);
    if (status == VMIMAGE_OK)
        status = vmimage__package_read(&draft->package, &source, draft->listing->call->context, error);
    if (status == VMIMAGE_OK && by_name)
        status = vmimage__draft_check_kind(draft, path, error);
    return status;
}
