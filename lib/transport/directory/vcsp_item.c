/*
 * SPDX-License-Identifier: Apache-2.0
 * The files of a VCSP item in a folder, with the three ways in which hrefs are written: none of them leads out of the
 * library's folder.
 */
#include "transport/directory/vcsp.h"

#include <string.h>

#include "base/error.h"

/* The folder of the item.json, with its slash; "" when the item does not say. */
static const char *own_folder(struct vm_draft *draft, const char *self)
{
    const char *slash = self != NULL ? strrchr(self, '/') : NULL;

    if (slash == NULL || self[0] == '/' || strstr(self, "://") != NULL)
        return ""; /* a place on a web server */
    return vmimage__arena_strndup(&draft->item->arena, self, (size_t)(slash - self) + 1);
}

/* Look at FOLDER + HREF, as it is and then decoded. Only a name that is not there lets the next way be tried. */
static vmimage_status look_in(struct vm_draft *draft, struct vm_near *near, const char *folder, const char *href,
                              struct vm_place *place, const char **path, vmimage_error **error)
{
    struct vm_arena *arena = &draft->item->arena;
    vm_auto_str char *decoded = NULL;
    vmimage_status status;

    *path = vmimage__arena_join(arena, folder, href);
    if (*path == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__tree_look_near(draft->listing->tree, near, *path, place, error);
    if (status != VMIMAGE_E_NOT_FOUND)
        return status;
    status = vmimage__decode_href(*path, &decoded, NULL);
    if (status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    if (decoded == NULL || vmimage__bad_file_name(decoded) != NULL)
        return VMIMAGE_E_NOT_FOUND;
    *path = vmimage__arena_strdup(arena, decoded);
    return *path != NULL ? vmimage__tree_look_near(draft->listing->tree, near, *path, place, error)
                         : vmimage__fail_no_memory(error);
}

/* An href with a slash is relative to the library; a bare name to the item's folder, else to the library. */
static vmimage_status look(struct vm_draft *draft, struct vm_near *near, const char *folder, const char *href,
                           struct vm_place *place, const char **path, vmimage_error **error)
{
    const char *bad;
    vmimage_status status = VMIMAGE_E_NOT_FOUND;

    if (strstr(href, "://") != NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, draft->subject,
                             "%s: a file is on a web server, not in the folder: \"%s\"", draft->subject, href);
    bad = vmimage__bad_file_name(href);
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: the href \"%s\" %s", draft->subject, href,
                             bad);
    if (strchr(href, '/') == NULL && folder[0] != '\0')
        status = look_in(draft, near, folder, href, place, path, error);
    if (status == VMIMAGE_E_NOT_FOUND)
        status = look_in(draft, near, "", href, place, path, error);
    return status;
}

static struct vm_near *near_of(const struct vm_vcsp_place *place)
{
    return ((const struct vm_vcsp_folder *)place->data)->near;
}

vmimage_status vmimage__vcsp_find(const struct vm_vcsp_place *place, struct vm_draft *draft,
                                  const struct vm_vcsp_file *file, struct vm_vcsp_found *found, vmimage_error **error)
{
    const char *folder = own_folder(draft, file->self);
    const struct vm_sink *sink = place->listing->sink;
    struct vm_place there;
    vmimage_status status = folder != NULL
                                ? look(draft, near_of(place), folder, file->href, &there, &found->path, error)
                                : vmimage__fail_no_memory(error);

    if (status == VMIMAGE_OK)
        status = vmimage__tree_readable(place->listing->tree, &there, error);
    if (status != VMIMAGE_OK)
        return status;
    if (sink->note_file != NULL)
        sink->note_file(sink->data, file->name, there.path, there.size);
    found->size = there.size;
    found->modified = there.modified;
    return VMIMAGE_OK;
}

vmimage_status vmimage__vcsp_content(const struct vm_vcsp_place *place, struct vm_vcsp_item *item,
                                     vmimage_error **error)
{
    if (item->wanted && item->status == VMIMAGE_OK && item->content.path != NULL)
        item->status = vmimage__draft_read_near(&item->draft, item->content.path, near_of(place), &item->failure);
    return vmimage__vcsp_finish(item, error);
}
