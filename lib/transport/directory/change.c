/*
 * SPDX-License-Identifier: Apache-2.0
 * The changes of a library: what each does to the counters and to the files. How it is made so that nothing is ever half done is
 * told in keep.h and recover.c; how JSON is written in vcsp_write.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "model/id.h"
#include "transport/directory/keep.h"

#define LIST "items.json"
#define COUNT(list) (sizeof(list) / sizeof(*(list)))
/* Both counters of an item begin where the publishers' scripts begin. */
#define FIRST_VERSION "2"

/* ---- which item ---- */

static bool answers_to(const struct vm_json *item, const char *wanted, int by)
{
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(item, "id"));
    char name[7 + VM_HASH17_SIZE] = "clitem-";

    if (by == 2)
        return strcmp(vmimage__keep_item_name(item), wanted) == 0;
    if (id == NULL || by == 0)
        return id != NULL && strcmp(id, vmimage__vcsp_id(wanted)) == 0;
    vmimage__hash17(id, name + 7);
    return strcmp(name, wanted) == 0;
}

vmimage_status vmimage__edit_find_item(struct vm_edit *edit, const char *wanted, vmimage_error **error)
{
    for (int by = 0; by < 3; by++) {
        size_t matches = 0;

        for (const struct vm_json *item = vmimage__json_first(edit->keep->items); item != NULL;
             item = vmimage__json_next(item)) {
            if (answers_to(item, wanted, by) && matches++ == 0)
                edit->item = item;
        }
        if (matches > 1)
            return vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, wanted,
                                 "%s: %zu items have this name; name one of them by its ID", wanted, matches);
        if (matches == 1)
            return VMIMAGE_OK;
    }
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, wanted, "%s: there is no item with this ID or name", wanted);
}

const struct vm_json *vmimage__edit_find_id(const struct vm_edit *edit, const char *id)
{
    const struct vm_json *item = vmimage__json_first(edit->keep->items);

    while (item != NULL && !answers_to(item, id, 0))
        item = vmimage__json_next(item);
    return item;
}

vmimage_status vmimage__edit_check_unique(const struct vm_edit *edit, const char *name, vmimage_error **error)
{
    for (const struct vm_json *item = vmimage__json_first(edit->keep->items); item != NULL;
         item = vmimage__json_next(item)) {
        if (item != edit->item && strcmp(vmimage__keep_item_name(item), name) == 0)
            return vmimage__fail(error, VMIMAGE_E_EXISTS, name,
                                 "%s: the library has an item of this name already; replace that, or choose another "
                                 "name",
                                 name);
    }
    return VMIMAGE_OK;
}

/* ---- carrying it out ---- */

/* An item with new content. */
static vmimage_status put_content(struct vm_edit *edit, const char *name, const struct vm_member *members, size_t count,
                                  vmimage_error **error)
{
    vmimage_status status = vmimage__put_prepare(edit, name, error);

    if (status == VMIMAGE_OK)
        status = vmimage__content_copy(edit->content, edit->keep, VM_KEEP_STAGE, error);
    return status == VMIMAGE_OK ? vmimage__put_commit(edit, members, count, error) : status;
}

static vmimage_status add(struct vm_edit *edit, vmimage_error **error)
{
    const struct vm_change *change = edit->change;
    struct vm_arena *arena = &edit->keep->arena;
    const char *name = change->name != NULL ? change->name : edit->content->label;
    char id[VM_UUID_SIZE];
    vmimage_status status = vmimage__check_name(name, false, error);

    if (status == VMIMAGE_OK)
        status = vmimage__edit_check_unique(edit, name, error);
    if (status == VMIMAGE_OK)
        status = vmimage__new_uuid(id, error);
    if (status == VMIMAGE_OK) {
        struct vm_member members[12] = {
            {"id", vmimage__arena_printf(arena, "urn:uuid:%s", id), false},
            {"version", FIRST_VERSION, false},
            {"contentVersion", FIRST_VERSION, false},
            {"name", name, false},
            {"description", change->description != NULL ? change->description : "", false},
            {"type", edit->content->type, false},
            {"created", vmimage__keep_now(arena), false},
            {"properties", "{}", true},
        };

        status = put_content(edit, name, members, 8, error);
    }
    if (status == VMIMAGE_OK)
        memcpy(change->id, id, sizeof(id));
    return status;
}

/* The counters of an item after a change of its content, or of something else: then the content version stays, also
 * where it was not written down and followed the version. */
static vmimage_status count_item(const struct vm_edit *edit, bool content, struct vm_member *version,
                                 struct vm_member *content_version, vmimage_error **error)
{
    bool own = vmimage__json_get(edit->item, "contentVersion") != NULL;
    const char *key = own ? "contentVersion" : "version", *next = NULL;
    vmimage_status status =
        vmimage__next_counter(edit->keep, edit->item, "version", vmimage__keep_item_name(edit->item), &next, error);

    *version = (struct vm_member){"version", next, false};
    *content_version = (struct vm_member){"contentVersion", NULL, false};
    if (status == VMIMAGE_OK && content)
        status = vmimage__next_counter(edit->keep, edit->item, key, vmimage__keep_item_name(edit->item),
                                       &content_version->text, error);
    else if (!own)
        content_version->text = vmimage__vcsp_counter(&edit->keep->arena, vmimage__json_get(edit->item, key));
    return status;
}

static vmimage_status replace(struct vm_edit *edit, vmimage_error **error)
{
    const char *id = vmimage__json_get_string(edit->item, "id"), *type = vmimage__json_get_string(edit->item, "type");
    struct vm_member members[6] = {{"id", id, false}};
    vmimage_status status;

    if (id == NULL || !vmimage__is_uuid(vmimage__vcsp_id(id)))
        return vmimage__fail(error, VMIMAGE_E_INVALID, edit->change->item, "%s: the item has no ID; remove it",
                             edit->change->item);
    if (type == NULL || strcmp(type, edit->content->type) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, edit->change->item,
                             "%s: is an item of type %s, and the new content is of type %s", edit->change->item,
                             type != NULL ? type : "unknown", edit->content->type);
    status = count_item(edit, true, &members[1], &members[2], error);
    return status == VMIMAGE_OK ? put_content(edit, vmimage__keep_item_name(edit->item), members, 3, error) : status;
}

/* Members of an item, its item.json first, or of the library. */
static vmimage_status set_item(struct vm_edit *edit, const struct vm_member *members, size_t count,
                               vmimage_error **error)
{
    struct vm_keep *keep = edit->keep;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)vmimage__json_limits(keep->call->context).bytes);
    const char *slash, *temporary = NULL;
    vmimage_status status;

    vmimage__write_object(&text, edit->item, members, count);
    keep->descriptor = vmimage__keep_find_descriptor(keep, edit->item);
    if (keep->descriptor != NULL) {
        slash = strrchr(keep->descriptor, '/');
        temporary = vmimage__arena_printf(&keep->arena, "%.*s" VM_KEEP_ITEM,
                                          slash != NULL ? (int)(slash - keep->descriptor) + 1 : 0, keep->descriptor);
    }
    status = vmimage__keep_note(keep, error);
    if (status == VMIMAGE_OK && temporary != NULL)
        status = vmimage__keep_write(keep, temporary, &text, error);
    if (status == VMIMAGE_OK && temporary != NULL)
        status = vmimage__keep_rename(keep, temporary, keep->descriptor, error);
    if (status == VMIMAGE_OK)
        status = text.status == VMIMAGE_OK ? vmimage__edit_commit(edit, vmimage__buf_str(&text), error)
                                           : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        keep->descriptor = NULL; /* it says what the list says */
    return status;
}

static vmimage_status set_text(struct vm_edit *edit, const char *key, const char *text, vmimage_error **error)
{
    struct vm_member members[3] = {{key, text, false}};
    const char *old = vmimage__json_get_string(edit->item != NULL ? edit->item : edit->keep->library, key);
    vmimage_status status;

    if (strcmp(old != NULL ? old : "", text) == 0)
        return VMIMAGE_OK;
    if (edit->item != NULL) {
        status = count_item(edit, false, &members[1], &members[2], error);
        return status == VMIMAGE_OK ? set_item(edit, members, 3, error) : status;
    }
    members[1] = (struct vm_member){"version", edit->library_version, false};
    status = vmimage__keep_note(edit->keep, error);
    return status == VMIMAGE_OK ? vmimage__keep_commit(edit->keep, NULL, NULL, members, 2, error) : status;
}

static vmimage_status carry_out(struct vm_edit *edit, vmimage_error **error)
{
    const struct vm_change *change = edit->change;
    vmimage_status status = vmimage__keep_load(edit->keep, error);

    if (status == VMIMAGE_OK)
        status = vmimage__next_counter(edit->keep, edit->keep->library, "version", VM_VCSP_LIBRARY,
                                       &edit->library_version, error);
    if (status == VMIMAGE_OK && change->item != NULL)
        status = vmimage__edit_find_item(edit, change->item, error);
    if (status != VMIMAGE_OK)
        return status;
    switch (change->kind) {
    case VM_CHANGE_ADD:
        return add(edit, error);
    case VM_CHANGE_REPLACE:
        return replace(edit, error);
    case VM_CHANGE_RENAME:
        status = change->item != NULL ? vmimage__edit_check_unique(edit, change->name, error) : VMIMAGE_OK;
        return status == VMIMAGE_OK ? set_text(edit, "name", change->name, error) : status;
    case VM_CHANGE_DESCRIBE:
        return set_text(edit, "description", change->description, error);
    default:
        vmimage__keep_add_old_paths(edit->keep, edit->item);
        status = vmimage__keep_note(edit->keep, error);
        return status == VMIMAGE_OK ? vmimage__edit_commit(edit, NULL, error) : status;
    }
}

/* What can be known before anybody has to wait. */
static vmimage_status check(const struct vm_tree *tree, const struct vm_change *change, vmimage_error **error)
{
    struct vm_place place;
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__tree_look(tree, VM_VCSP_LIBRARY, &place, NULL) == VMIMAGE_E_NOT_FOUND)
        return vmimage__fail(
            error, VMIMAGE_E_UNSUPPORTED, tree->path,
            "%s: is a folder without " VM_VCSP_LIBRARY
            ", which is only read; make a library in an empty folder with init, and add the files to it",
            tree->path);
    if (change->name != NULL)
        status = vmimage__check_name(change->name, false, error);
    return status == VMIMAGE_OK && change->description != NULL ? vmimage__check_name(change->description, true, error)
                                                               : status;
}

vmimage_status vmimage__directory_change(const struct vm_tree *tree, const struct vm_call *call,
                                         const struct vm_change *change, vmimage_error **error)
{
    struct vm_content content = {.tree = {.fd = -1}, .archive = VM_SOURCE_INIT};
    struct vm_keep keep;
    struct vm_edit edit = {.keep = &keep, .change = change, .content = &content};
    vmimage_status status = check(tree, change, error);

    if (status == VMIMAGE_OK && change->path != NULL)
        status = vmimage__content_open(&content, change->path, change->manifest, call, error);
    if (status == VMIMAGE_OK) {
        status = vmimage__keep_start(&keep, tree, call, error);
        if (status == VMIMAGE_OK)
            status = carry_out(&edit, error);
        vmimage__keep_finish(&keep);
    }
    vmimage__content_release(&content);
    return status;
}

/* ---- a new library ---- */

static vmimage_status check_empty(struct vm_keep *keep, vmimage_error **error)
{
    struct vm_entries entries;
    vmimage_status status = vmimage__tree_list(keep->tree, "", 100000, &keep->arena, &entries, error);

    if (status != VMIMAGE_OK || entries.count == 0)
        return status;
    for (size_t i = 0; i < entries.count; i++) {
        if (strcmp(entries.list[i].name, VM_VCSP_LIBRARY) == 0)
            return vmimage__fail(error, VMIMAGE_E_EXISTS, keep->tree->path, "%s: is a library already",
                                 keep->tree->path);
    }
    return vmimage__fail(error, VMIMAGE_E_EXISTS, keep->tree->path,
                         "%s: is not empty (\"%s\"); a library is made in an empty folder, and files are added to it",
                         keep->tree->path, entries.list[0].name);
}

static vmimage_status write_library(struct vm_keep *keep, const struct vm_change *change, vmimage_error **error)
{
    const char *slash = strrchr(keep->tree->path, '/');
    const char *name = change->name != NULL ? change->name : slash != NULL ? slash + 1 : keep->tree->path;
    char id[VM_UUID_SIZE] = "";
    vmimage_status status = vmimage__check_name(name, false, error);

    if (status == VMIMAGE_OK && change->description != NULL)
        status = vmimage__check_name(change->description, true, error);
    if (status == VMIMAGE_OK)
        status = check_empty(keep, error);
    if (status == VMIMAGE_OK && change->library_id == NULL)
        status = vmimage__new_uuid(id, error);
    if (status == VMIMAGE_OK) {
        const struct vm_member members[] = {
            {"vcspVersion", "2", false},
            {"version", change->library_version != NULL ? change->library_version : "1", false},
            {"contentVersion", "1", false},
            {"name", name, false},
            {"description", change->description, false},
            {"id",
             vmimage__arena_printf(&keep->arena, "urn:uuid:%s", change->library_id != NULL ? change->library_id : id),
             false},
            {"created", vmimage__keep_now(&keep->arena), false},
            {"capabilities", "{\"transferIn\":[\"httpGet\"],\"transferOut\":[\"httpGet\"]}", true},
            {"itemsHref", LIST, false},
        };

        keep->list = LIST;
        status = vmimage__keep_note(keep, error);
        if (status == VMIMAGE_OK)
            status = vmimage__keep_commit(keep, NULL, NULL, members, COUNT(members), error);
    }
    return status;
}

vmimage_status vmimage__directory_create(const char *location, const struct vm_call *call,
                                         const struct vm_change *change, vmimage_error **error)
{
    struct vm_tree tree;
    struct vm_keep keep;
    bool made = mkdir(location, 0777) == 0;
    vmimage_status status = made || errno == EEXIST ? vmimage__tree_open(&tree, location, true, error)
                                                    : vmimage__fail_errno(error, errno, location, "make the folder");

    if (status == VMIMAGE_OK) {
        status = vmimage__keep_start(&keep, &tree, call, error);
        if (status == VMIMAGE_OK)
            status = write_library(&keep, change, error);
        vmimage__keep_finish(&keep);
        vmimage__tree_close(&tree);
    }
    if (status != VMIMAGE_OK && made)
        (void)rmdir(location);
    return status;
}
