/*
 * SPDX-License-Identifier: Apache-2.0
 * The files that an OVF descriptor names, as files beside it: where they are, and that they are as large as it says.
 */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "model/ovf.h"
#include "transport/directory/draft.h"

/* A file that a descriptor cuts into pieces has at most so many. */
#define CHUNKS_MAX 1000000

/* The pieces that a file is cut into: NAME.000000000, NAME.000000001, ... */
static vmimage_status add_chunks(struct vm_draft *draft, const struct vm_ovf_file *file, const char *path,
                                 vmimage_error **error)
{
    struct vm_arena *arena = &draft->item->arena;
    struct vm_place place;
    uint64_t total = 0;

    for (int i = 0; i < CHUNKS_MAX && (file->size == 0 ? i == 0 : total < file->size); i++) {
        const char *chunk = vmimage__arena_printf(arena, "%s.%09d", path, i);
        const char *name = vmimage__arena_printf(arena, "%s.%09d", file->href, i);
        vmimage_status status;

        if (chunk == NULL || name == NULL)
            return vmimage__fail_no_memory(error);
        status = vmimage__tree_look(draft->listing->tree, chunk, &place, error);
        if (status == VMIMAGE_OK)
            status = vmimage__tree_readable(draft->listing->tree, &place, error);
        if (status == VMIMAGE_OK)
            status = vmimage__draft_add_file(draft, name, &place, error);
        if (status != VMIMAGE_OK)
            return status;
        if (place.size == 0)
            break;
        total += place.size;
    }
    return vmimage__check_size(file, total, draft->subject, error);
}

/* Follow FOLDER + HREF as it is, then without its percent-encoding; the error is that of the first way. */
static vmimage_status look(struct vm_draft *draft, const struct vm_ovf_file *file, const char *folder,
                           struct vm_place *place, const char **path, vmimage_error **error)
{
    struct vm_arena *arena = &draft->item->arena;
    vm_auto_str char *decoded = NULL;
    const char *second;
    vmimage_status status;

    *path = vmimage__arena_printf(arena, "%s%s", folder, file->href);
    status = *path != NULL ? vmimage__decode_href(file->href, &decoded, error) : vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__tree_look(draft->listing->tree, *path, place, error);
    if (status != VMIMAGE_E_NOT_FOUND || decoded == NULL || vmimage__bad_file_name(decoded) != NULL)
        return status;
    second = vmimage__arena_printf(arena, "%s%s", folder, decoded);
    if (second == NULL)
        return vmimage__fail_no_memory(error);
    if (vmimage__tree_look(draft->listing->tree, second, place, NULL) != VMIMAGE_OK)
        return status;
    *path = second;
    if (error != NULL)
        *error = vmimage_error_unref(*error);
    return VMIMAGE_OK;
}

static vmimage_status find(struct vm_draft *draft, const struct vm_ovf_file *file, const char *folder,
                           vmimage_error **error)
{
    struct vm_place place;
    const char *path;
    vmimage_status status = look(draft, file, folder, &place, &path, error);

    if (status == VMIMAGE_E_NOT_FOUND && file->chunk_size.set) {
        if (error != NULL)
            *error = vmimage_error_unref(*error);
        return add_chunks(draft, file, path, error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage__tree_readable(draft->listing->tree, &place, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_add_file(draft, file->href, &place, error);
    return status == VMIMAGE_OK ? vmimage__check_size(file, place.size, draft->subject, error) : status;
}

/* An error about the file gets before it where the descriptor names the file; its status stays. */
static vmimage_status add_position(const struct vm_draft *draft, const struct vm_ovf_file *file, vmimage_status status,
                                   vmimage_error **error)
{
    vm_auto_buf struct vm_buf where = VM_BUF_INIT(65536);

    if (error == NULL || vmimage_error_line(*error) != 0)
        return status;
    vmimage__buf_printf(&where, "%s:%" PRIu64, draft->subject, file->line);
    if (where.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    vmimage__error_prefix(error, vmimage__buf_str(&where));
    vmimage__error_set_line(error, file->line);
    return status;
}

static vmimage_status add_reference(struct vm_draft *draft, const struct vm_ovf_file *file, const char *folder,
                                    bool may_be_missing, vmimage_error **error)
{
    vmimage_status status = vmimage__check_href(file, draft->subject, error);

    if (status == VMIMAGE_OK)
        status = find(draft, file, folder, error);
    if (status == VMIMAGE_E_NOT_FOUND && may_be_missing) {
        if (error != NULL)
            *error = vmimage_error_unref(*error);
        return VMIMAGE_OK;
    }
    if (status != VMIMAGE_OK && status != VMIMAGE_E_NO_MEMORY)
        return add_position(draft, file, status, error);
    return status;
}

/* Manifest and signature: they belong to the package, are called as its descriptor, and no descriptor names them. */
static vmimage_status add_companion(struct vm_draft *draft, const char *path, const char *extension,
                                    vmimage_error **error)
{
    const char *dot = strrchr(path, '.');
    int length = dot != NULL ? (int)(dot - path) : (int)strlen(path);
    const char *name = vmimage__arena_printf(&draft->item->arena, "%.*s%s", length, path, extension), *slash;
    struct vm_place place;

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    if (vmimage__tree_look(draft->listing->tree, name, &place, NULL) != VMIMAGE_OK || !place.is_file)
        return VMIMAGE_OK;
    slash = strrchr(name, '/');
    return vmimage__draft_add_file(draft, slash != NULL ? slash + 1 : name, &place, error);
}

vmimage_status vmimage__draft_add_references(struct vm_draft *draft, const char *path, bool may_be_missing,
                                             vmimage_error **error)
{
    const struct vm_ovf *ovf = vmimage__package_ovf(&draft->package);
    const char *slash = strrchr(path, '/');
    const char *folder =
        vmimage__arena_strndup(&draft->item->arena, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    vmimage_status status = folder != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    if (draft->package.kind != VM_FILE_OVF)
        return status;
    for (size_t i = 0; status == VMIMAGE_OK && i < ovf->file_count; i++)
        status = add_reference(draft, &ovf->files[i], folder, may_be_missing, error);
    if (status == VMIMAGE_OK)
        status = add_companion(draft, path, ".mf", error);
    if (status == VMIMAGE_OK)
        status = add_companion(draft, path, ".cert", error);
    return status;
}
