/*
 * SPDX-License-Identifier: Apache-2.0
 * A VCSP library: lib.json, and the list of items in items.json or, when that is missing or damaged, in the item.json of each
 * folder. What an item is, is left to vcsp_item.c.
 */
#include <dirent.h>
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/library.h>

#include "base/context.h"
#include "base/error.h"
#include "format/json.h"
#include "model/id.h"
#include "transport/directory/vcsp.h"

#define ITEMS "items.json"
#define ITEM "item.json"

/* A JSON file below the folder. `name`, its full path, lives as long as the arena. */
static vmimage_status read_json(const struct vm_tree *tree, const struct vm_call *call, const char *relative,
                                struct vm_arena *arena, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(call->context);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)limits.bytes);
    const char *name = vmimage__tree_name(tree, arena, relative);
    vmimage_status status;

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__tree_read(tree, relative, &text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&text), text.length, &limits, name, doc, error);
    return status;
}

static vmimage_status bad_field(const struct vm_tree *tree, const char *field, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_PARSE, tree->path, "%s/" VM_VCSP_LIBRARY ": \"%s\" %s", tree->path, field,
                         what);
}

static vmimage_status fill_library(const struct vm_tree *tree, const struct vm_json *json, vmimage_library *library,
                                   vmimage_error **error)
{
    struct vm_arena *arena = &library->arena;
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(json, "id"));
    const char *name = vmimage__json_get_string(json, "name");
    char hash[VM_HASH17_SIZE];

    if (vmimage__json_type(json) != VM_JSON_OBJECT)
        return vmimage__fail(error, VMIMAGE_E_PARSE, tree->path, "%s/" VM_VCSP_LIBRARY ": is %s instead of an object",
                             tree->path, vmimage__json_type_name(vmimage__json_type(json)));
    if (id == NULL || !vmimage__is_uuid(id))
        return bad_field(tree, "id", id != NULL ? "is no UUID" : "is missing", error);
    if (name == NULL || name[0] == '\0')
        return bad_field(tree, "name", "is missing or empty", error);
    vmimage__hash17(id, hash);
    library->o.meta.name = vmimage__arena_printf(arena, "cl-%s", hash);
    library->o.id = vmimage__arena_strdup(arena, id);
    library->o.name = vmimage__arena_strdup(arena, name);
    library->o.description = vmimage__arena_strdup(arena, vmimage__json_get_string(json, "description"));
    library->o.version = vmimage__vcsp_counter(arena, vmimage__json_get(json, "version"));
    library->o.creation_time = vmimage__vcsp_time(arena, vmimage__json_get_string(json, "created"));
    library->o.meta.creation_time = library->o.creation_time;
    return VMIMAGE_OK;
}

/* Subscribers refuse a library under maintenance; a reader of its files can but say so. */
static void log_maintenance(const struct vm_tree *tree, const struct vm_call *call, const struct vm_json *json,
                            vmimage_library *library)
{
    const char *message = vmimage__json_get_string(json, "maintenanceMessage");

    library->o.state = message != NULL && message[0] != '\0' ? "InMaintenance" : "Active";
    if (message != NULL && message[0] != '\0')
        vmimage__log(call->context, VMIMAGE_LOG_WARNING, "directory", "%s: the library is under maintenance: %s",
                     tree->path, message);
}

static vmimage_status make_library(const struct vm_tree *tree, const struct vm_call *call, struct vm_json_doc *doc,
                                   vmimage_library **library, vmimage_error **error)
{
    const struct vm_json *json = vmimage__json_root(doc);
    vmimage_library *new = vmimage__library_new();
    vmimage_status status;

    if (new == NULL)
        return vmimage__fail_no_memory(error);
    status = fill_library(tree, json, new, error);
    if (status == VMIMAGE_OK)
        log_maintenance(tree, call, json, new);
    if (status != VMIMAGE_OK)
        vmimage_library_unref(new);
    else
        *library = new;
    return status;
}

vmimage_status vmimage__vcsp_library(const struct vm_tree *tree, const struct vm_call *call, bool *found,
                                     vmimage_library **library, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_error *failure = NULL;
    vmimage_status status = read_json(tree, call, VM_VCSP_LIBRARY, &arena, &doc, &failure);

    *found = true;
    if (status == VMIMAGE_OK) {
        status = make_library(tree, call, doc, library, error);
    } else if (status == VMIMAGE_E_NOT_FOUND) {
        *found = false;
        status = VMIMAGE_OK;
    } else if (error != NULL) {
        *error = failure;
        failure = NULL;
    }
    vmimage_error_unref(failure);
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status send_items(const struct vm_listing *listing, const struct vm_json *items, const char *file,
                                 vmimage_error **error)
{
    struct vm_vcsp_seen seen = {.arena = {NULL, false}};
    vmimage_status status = VMIMAGE_OK;
    int number = 0;

    for (const struct vm_json *item = vmimage__json_first(items); item != NULL && status == VMIMAGE_OK;
         item = vmimage__json_next(item)) {
        status = vmimage__call_check(listing->call, error);
        if (status == VMIMAGE_OK)
            status = vmimage__vcsp_item(listing, item, file, ++number, &seen, error);
    }
    vmimage__vcsp_seen_release(&seen);
    return status;
}

/* The item of one folder, for a list that is lost. A folder without item.json is no item. */
static vmimage_status rebuild_one(const struct vm_listing *listing, const char *folder, struct vm_vcsp_seen *seen,
                                  vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    const char *name = vmimage__arena_printf(&arena, "%s/" ITEM, folder);
    vmimage_status status;

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    status = read_json(listing->tree, listing->call, name, &arena, &doc, &failure);
    if (status == VMIMAGE_OK)
        status = vmimage__vcsp_item(listing, vmimage__json_root(doc), name, 0, seen, error);
    else if (status == VMIMAGE_E_NO_MEMORY)
        status = vmimage__fail_no_memory(error);
    else if (status == VMIMAGE_E_NOT_FOUND)
        status = VMIMAGE_OK;
    else
        status = vmimage__vcsp_broken(listing, name, folder, failure, error);
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status rebuild(const struct vm_listing *listing, vmimage_error **error)
{
    struct vm_vcsp_seen seen = {.arena = {NULL, false}};
    struct vm_arena arena = {NULL, false};
    struct vm_entries entries;
    uint64_t limit = vmimage_context_limit(listing->call->context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES);
    vmimage_status status = vmimage__tree_list(listing->tree, "", limit, &arena, &entries, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < entries.count; i++) {
        status = vmimage__call_check(listing->call, error);
        if (status == VMIMAGE_OK && entries.list[i].type != DT_REG)
            status = rebuild_one(listing, entries.list[i].name, &seen, error);
    }
    vmimage__arena_release(&arena);
    vmimage__vcsp_seen_release(&seen);
    return status;
}

/* Name of the list of items: the href of lib.json, which stands beside it. */
static vmimage_status read_list_name(const struct vm_listing *listing, struct vm_arena *arena, const char **name,
                                     vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = read_json(listing->tree, listing->call, VM_VCSP_LIBRARY, arena, &doc, error);
    const char *href = vmimage__json_get_string(vmimage__json_root(doc), "itemsHref");

    if (status != VMIMAGE_OK)
        return status;
    *name = vmimage__arena_strdup(arena, href != NULL && href[0] != '\0' ? href : ITEMS);
    return *name != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vcsp_items(const struct vm_listing *listing, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    const struct vm_json *items;
    const char *name = NULL;
    vmimage_status status = read_list_name(listing, &arena, &name, error);

    if (status != VMIMAGE_OK) {
        vmimage__arena_release(&arena);
        return status;
    }
    status = read_json(listing->tree, listing->call, name, &arena, &doc, &failure);
    items = vmimage__json_get(vmimage__json_root(doc), "items");
    if (status == VMIMAGE_OK && vmimage__json_type(items) == VM_JSON_ARRAY) {
        status = send_items(listing, items, name, error);
    } else if (status == VMIMAGE_E_NO_MEMORY) {
        status = vmimage__fail_no_memory(error);
    } else {
        vmimage__log(listing->call->context, VMIMAGE_LOG_WARNING, "directory",
                     "%s: the list of items is made from the " ITEM " files instead",
                     failure != NULL ? vmimage_error_message(failure) : "the list of items holds no array \"items\"");
        status = rebuild(listing, error);
    }
    vmimage__arena_release(&arena);
    return status;
}
