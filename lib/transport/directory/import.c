/*
 * SPDX-License-Identifier: Apache-2.0
 * Items of other places: which are here already, and what their counters become. The writing is put.c's.
 */
#include "transport/directory/import.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vmimage/item.h>

#include "base/error.h"

/* Both counters of an item begin where the publishers' scripts begin. */
#define FIRST_VERSION "2"

vmimage_status vmimage__import_open(struct vm_import *import, const char *location, const struct vm_call *call,
                                    const struct vm_change *change, vmimage_error **error)
{
    struct vm_place place;
    vmimage_status status = VMIMAGE_OK;

    import->tree.fd = import->stage = -1;
    if (access(location, F_OK) == 0) {
        status = vmimage__tree_open(&import->tree, location, true, error);
        if (status == VMIMAGE_OK &&
            vmimage__tree_look(&import->tree, VM_VCSP_LIBRARY, &place, NULL) == VMIMAGE_E_NOT_FOUND) {
            vmimage__tree_close(&import->tree);
            status = vmimage__directory_create(location, call, change, error);
        }
    } else {
        status = vmimage__directory_create(location, call, change, error);
    }
    if (status == VMIMAGE_OK && import->tree.fd < 0)
        status = vmimage__tree_open(&import->tree, location, true, error);
    import->open = status == VMIMAGE_OK;
    return status;
}

/* A decimal number without a sign, as VCSP's counters are; NULL for anything else. */
static const char *counter(const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;

    return length != 0 && length < 19 && strspn(text, "0123456789") == length ? text : NULL;
}

/* Order of two counters without leading zeros. */
static bool is_greater(const char *a, const char *b)
{
    size_t left = strlen(a), right = strlen(b);

    return left != right ? left > right : strcmp(a, b) > 0;
}

/* ---- whether it is here ---- */

static const struct vm_json *find_file(const struct vm_json *item, const char *name)
{
    const struct vm_json *file = vmimage__json_first(vmimage__json_get(item, "files"));

    while (file != NULL && strcmp(vmimage__keep_item_name(file), name) != 0)
        file = vmimage__json_next(file);
    return file;
}

/* The time of a file of the library, which is that of its source when it was written by an import. */
static bool has_time(const struct vm_import *import, const struct vm_json *file, int64_t modified)
{
    vm_auto_str char *decoded = NULL;
    const char *href = vmimage__vcsp_href(file);
    struct vm_place place;

    if (href == NULL || vmimage__decode_href(href, &decoded, NULL) != VMIMAGE_OK)
        return false;
    if (vmimage__tree_look(&import->tree, href, &place, NULL) != VMIMAGE_OK &&
        (decoded == NULL || vmimage__tree_look(&import->tree, decoded, &place, NULL) != VMIMAGE_OK))
        return false;
    return place.modified == modified;
}

static bool same_files(const struct vm_import *import, const struct vm_json *here, const vmimage_item *item,
                       int64_t modified)
{
    if (vmimage__json_count(vmimage__json_get(here, "files")) != item->o.file_count)
        return false;
    for (size_t i = 0; i < item->o.file_count; i++) {
        const struct vm_json *file = find_file(here, item->o.files[i].name);
        uint64_t size;

        if (file == NULL || vmimage__vcsp_size(file, &size) != VMIMAGE_OK ||
            (item->o.files[i].size != NULL && size != vmimage_item_file_size(item, i)) ||
            (modified != 0 && !has_time(import, file, modified)))
            return false;
    }
    return true;
}

/* Content versions decide where they are counters; else names, sizes and times of the files do. */
static bool is_here(struct vm_import *import, const vmimage_item *item, int64_t modified)
{
    const struct vm_json *here = import->edit.item;
    const char *there = counter(item->o.content_version), *own;

    if (here == NULL)
        return false;
    if (there == NULL)
        return modified != 0 && same_files(import, here, item, modified);
    own = vmimage__vcsp_counter(&import->keep.arena, vmimage__json_get(here, "contentVersion"));
    if (own == NULL)
        own = vmimage__vcsp_counter(&import->keep.arena, vmimage__json_get(here, "version"));
    return own != NULL && strcmp(own, there) == 0 && same_files(import, here, item, 0);
}

/* ---- what it becomes ---- */

/* The counter of the source, but above the one that subscribers know. */
static vmimage_status choose_counter(struct vm_import *import, const char *key, const char *there, const char **chosen,
                                     vmimage_error **error)
{
    const struct vm_json *here = import->edit.item;
    const char *next;
    vmimage_status status;

    *chosen = there != NULL ? vmimage__arena_strdup(&import->keep.arena, there) : FIRST_VERSION;
    if (here == NULL)
        return VMIMAGE_OK;
    if (vmimage__json_get(here, key) == NULL)
        key = "version";
    status = vmimage__next_counter(&import->keep, here, key, vmimage__keep_item_name(here), &next, error);
    if (status == VMIMAGE_OK && (there == NULL || is_greater(next, there)))
        *chosen = next;
    return status;
}

static vmimage_status make_members(struct vm_import *import, const vmimage_item *item, const char *name,
                                   vmimage_error **error)
{
    struct vm_arena *arena = &import->keep.arena;
    const struct vm_item *o = &item->o;
    const char *version, *content_version;
    vmimage_status status = choose_counter(import, "version", counter(o->version), &version, error);

    if (status == VMIMAGE_OK)
        status = choose_counter(import, "contentVersion", counter(o->content_version), &content_version, error);
    if (status != VMIMAGE_OK)
        return status;
    import->member_count = 0;
    const struct vm_member members[] = {
        {"id", vmimage__arena_printf(arena, "urn:uuid:%s", o->id), false},
        {"version", version, false},
        {"contentVersion", content_version, false},
        {"name", vmimage__arena_strdup(arena, name), false},
        {"description", vmimage__arena_strdup(arena, o->description != NULL ? o->description : ""), false},
        {"type", import->content.type, false},
        {"created",
         import->edit.item != NULL  ? NULL
         : o->creation_time != NULL ? vmimage__arena_printf(arena, "%.16sZ", o->creation_time)
                                    : vmimage__keep_now(arena),
         false},
        {"properties", import->edit.item != NULL ? NULL : "{}", true},
    };
    _Static_assert(sizeof(members) <= sizeof(import->members), "room for all members");
    memcpy(import->members, members, sizeof(members));
    import->member_count = sizeof(members) / sizeof(*members);
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status list_parts(struct vm_import *import, const vmimage_item *item, int64_t modified,
                                 vmimage_error **error)
{
    struct vm_content *content = &import->content;

    content->type = item->o.type == NULL ? "vcsp.other" : strcmp(item->o.type, "ISO") == 0 ? "vcsp.iso" : "vcsp.ovf";
    content->modified = modified;
    for (size_t i = 0; i < item->o.file_count; i++) {
        const char *name = item->o.files[i].name;

        if (name == NULL || strcmp(name, "item.json") == 0)
            return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, item->o.name,
                                 "the item has a file \"%s\", a name that libraries need themselves",
                                 name != NULL ? name : "");
        if (!vmimage__arena_grow(&content->arena, &content->parts, content->count, &content->capacity,
                                 sizeof(*content->parts)))
            return vmimage__fail_no_memory(error);
        content->parts[content->count++] = (struct vm_part){.name = vmimage__arena_strdup(&content->arena, name),
                                                            .size = vmimage_item_file_size(item, i)};
    }
    return content->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* Only when nobody else writes: a job does not wait. */
static vmimage_status take_lock(struct vm_import *import, const struct vm_call *call, vmimage_error **error)
{
    struct vm_call now = *call;
    vmimage_status status;

    now.deadline = vmimage__call_clock();
    import->started = true;
    status = vmimage__keep_start(&import->keep, &import->tree, &now, error);
    import->keep.call = call;
    return status;
}

static vmimage_status prepare(struct vm_import *import, const vmimage_item *item, int64_t modified,
                              vmimage_error **error)
{
    const char *name = item->o.name != NULL ? item->o.name : item->o.meta.name;
    vmimage_status status = vmimage__edit_check_unique(&import->edit, name, error);

    if (status == VMIMAGE_OK)
        status = vmimage__check_name(name, false, error);
    if (status == VMIMAGE_OK && item->o.description != NULL)
        status = vmimage__check_name(item->o.description, true, error);
    if (status == VMIMAGE_OK)
        status = list_parts(import, item, modified, error);
    if (status == VMIMAGE_OK)
        status = make_members(import, item, name, error);
    if (status == VMIMAGE_OK)
        status = vmimage__put_prepare(&import->edit, name, error);
    if (status != VMIMAGE_OK)
        return status;
    import->stage = openat(import->tree.fd, VM_KEEP_STAGE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return import->stage >= 0 ? VMIMAGE_OK
                              : vmimage__keep_fail(&import->keep, VM_KEEP_STAGE, errno, "open the folder", error);
}

vmimage_status vmimage__import_begin(struct vm_import *import, const struct vm_call *call, const vmimage_item *item,
                                     int64_t modified, vmimage_error **error)
{
    vmimage_status status;

    if (item->o.id == NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, item->o.meta.name, "the item has no ID (spec.id)");
    import->edit = (struct vm_edit){.keep = &import->keep, .content = &import->content};
    status = take_lock(import, call, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_load(&import->keep, error);
    if (status == VMIMAGE_OK)
        status = vmimage__next_counter(&import->keep, import->keep.library, "version", VM_VCSP_LIBRARY,
                                       &import->edit.library_version, error);
    if (status == VMIMAGE_OK)
        import->edit.item = vmimage__edit_find_id(&import->edit, item->o.id);
    if (status == VMIMAGE_OK && is_here(import, item, modified)) {
        vmimage__import_abort(import, call);
        return VMIMAGE_DONE;
    }
    if (status == VMIMAGE_OK)
        status = prepare(import, item, modified, error);
    if (status != VMIMAGE_OK)
        vmimage__import_abort(import, call);
    return status;
}

void vmimage__import_size(struct vm_import *import, const char *name, uint64_t size)
{
    for (size_t i = 0; i < import->content.count; i++) {
        if (strcmp(import->content.parts[i].name, name) == 0)
            import->content.parts[i].size = size;
    }
}

vmimage_status vmimage__import_end(struct vm_import *import, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status;

    import->keep.call = call;
    status = vmimage__put_commit(&import->edit, import->members, import->member_count, error);
    vmimage__import_abort(import, call);
    return status;
}

void vmimage__import_abort(struct vm_import *import, const struct vm_call *call)
{
    if (import->stage >= 0)
        (void)close(import->stage);
    import->stage = -1;
    if (import->started) {
        import->keep.call = call;
        vmimage__keep_finish(&import->keep);
    }
    import->started = false;
    vmimage__arena_release(&import->content.arena);
    memset(&import->content, 0, sizeof(import->content));
}

/* ---- what is gone ---- */

vmimage_status vmimage__import_remove(struct vm_import *import, const struct vm_call *call,
                                      bool (*wanted)(const void *data, const char *id), const void *data, char **name,
                                      vmimage_error **error)
{
    const struct vm_json *item;
    vm_auto_str char *gone = NULL;
    vmimage_status status = take_lock(import, call, error);

    if (status == VMIMAGE_OK)
        status = vmimage__keep_load(&import->keep, error);
    item = status == VMIMAGE_OK ? vmimage__json_first(import->keep.items) : NULL;
    for (; item != NULL && gone == NULL && status == VMIMAGE_OK; item = vmimage__json_next(item)) {
        const char *id = vmimage__vcsp_id(vmimage__json_get_string(item, "id"));

        if (id == NULL || wanted(data, id))
            continue;
        gone = vmimage__strdup(id);
        *name = vmimage__strdup(vmimage__keep_item_name(item));
        if (gone == NULL || *name == NULL)
            status = vmimage__fail_no_memory(error);
    }
    vmimage__import_abort(import, call);
    if (status != VMIMAGE_OK || gone == NULL)
        return status == VMIMAGE_OK ? VMIMAGE_DONE : status;
    return vmimage__directory_change(&import->tree, call, &(struct vm_change){.kind = VM_CHANGE_REMOVE, .item = gone},
                                     error);
}

void vmimage__import_release(struct vm_import *import, const struct vm_call *call)
{
    vmimage__import_abort(import, call);
    if (import->open)
        vmimage__tree_close(&import->tree);
    import->open = false;
}
