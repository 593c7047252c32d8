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

vmimage_status vmimage__vcsp_library(const struct vm_tree *tree, const struct vm_call *call, bool *found,
                                     vmimage_library **library, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_error *failure = NULL;
    vmimage_status status = read_json(tree, call, VM_VCSP_LIBRARY, &arena, &doc, &failure);

    *found = true;
    if (status == VMIMAGE_OK) {
        const char *name = vmimage__tree_name(tree, &arena, VM_VCSP_LIBRARY);

        status = name != NULL ? vmimage__vcsp_read_library(vmimage__json_root(doc), tree->path, name, "directory",
                                                           call->context, library, error)
                              : vmimage__fail_no_memory(error);
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

static vmimage_status send_item(const struct vm_vcsp_place *place, const struct vm_json *json, const char *file,
                                int number, struct vm_vcsp_seen *seen, vmimage_error **error)
{
    struct vm_vcsp_item item;
    vmimage_status status = vmimage__vcsp_start(place, json, file, number, seen, &item, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__vcsp_content(place, &item, error);
    vmimage__near_release(((const struct vm_vcsp_folder *)place->data)->near);
    vmimage__vcsp_release(&item);
    return status;
}

static vmimage_status send_broken(const struct vm_vcsp_place *place, const char *path, const char *name,
                                  vmimage_error *failure, vmimage_error **error)
{
    struct vm_vcsp_item item;
    vmimage_status status = vmimage__vcsp_start_broken(place, path, name, failure, &item, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__vcsp_finish(&item, error);
    vmimage__vcsp_release(&item);
    return status;
}

static vmimage_status send_items(const struct vm_vcsp_place *place, const struct vm_json *items, const char *file,
                                 vmimage_error **error)
{
    struct vm_vcsp_seen seen = {.arena = {NULL, false}};
    vmimage_status status = VMIMAGE_OK;
    int number = 0;

    for (const struct vm_json *item = vmimage__json_first(items); item != NULL && status == VMIMAGE_OK;
         item = vmimage__json_next(item)) {
        status = vmimage__call_check(place->listing->call, error);
        if (status == VMIMAGE_OK)
            status = send_item(place, item, file, ++number, &seen, error);
    }
    vmimage__vcsp_seen_release(&seen);
    return status;
}

/* The item of one folder, for a list that is lost. A folder without item.json is no item. */
static vmimage_status rebuild_one(const struct vm_vcsp_place *place, const char *folder, struct vm_vcsp_seen *seen,
                                  vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    const char *name = vmimage__arena_printf(&arena, "%s/" ITEM, folder);
    vmimage_status status;

    if (name == NULL)
        return vmimage__fail_no_memory(error);
    status = read_json(place->listing->tree, place->listing->call, name, &arena, &doc, &failure);
    if (status == VMIMAGE_OK)
        status = send_item(place, vmimage__json_root(doc), name, 0, seen, error);
    else if (status == VMIMAGE_E_NO_MEMORY)
        status = vmimage__fail_no_memory(error);
    else if (status == VMIMAGE_E_NOT_FOUND)
        status = VMIMAGE_OK;
    else
        status = send_broken(place, name, folder, failure, error);
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status rebuild(const struct vm_vcsp_place *place, vmimage_error **error)
{
    struct vm_vcsp_seen seen = {.arena = {NULL, false}};
    struct vm_arena arena = {NULL, false};
    struct vm_entries entries;
    uint64_t limit = vmimage_context_limit(place->listing->call->context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES);
    vmimage_status status = vmimage__tree_list(place->listing->tree, "", limit, &arena, &entries, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < entries.count; i++) {
        status = vmimage__call_check(place->listing->call, error);
        if (status == VMIMAGE_OK && entries.list[i].type != DT_REG)
            status = rebuild_one(place, entries.list[i].name, &seen, error);
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

    if (status != VMIMAGE_OK)
        return status;
    *name = vmimage__arena_strdup(arena, vmimage__vcsp_items_href(vmimage__json_root(doc)));
    return *name != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status list_items(const struct vm_vcsp_place *place, const char *name, vmimage_error **error)
{
    const struct vm_listing *listing = place->listing;
    struct vm_arena arena = {NULL, false};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = read_json(listing->tree, listing->call, name, &arena, &doc, &failure);
    const struct vm_json *items = vmimage__json_get(vmimage__json_root(doc), "items");

    if (status == VMIMAGE_OK && vmimage__json_type(items) == VM_JSON_ARRAY) {
        status = send_items(place, items, name, error);
    } else if (status == VMIMAGE_E_NO_MEMORY) {
        status = vmimage__fail_no_memory(error);
    } else {
        vmimage__log(listing->call->context, VMIMAGE_LOG_WARNING, "directory",
                     "%s: the list of items is made from the " ITEM " files instead",
                     failure != NULL ? vmimage_error_message(failure) : "the list of items holds no array \"items\"");
        status = rebuild(place, error);
    }
    vmimage__arena_release(&arena);
    return status;
}

vmimage_status vmimage__vcsp_items(const struct vm_listing *listing, struct vm_vcsp_index *index, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    struct vm_near near = VM_NEAR_INIT;
    const struct vm_vcsp_folder folder = {&near};
    struct vm_vcsp_place place = {.listing = listing, .find = vmimage__vcsp_find, .data = &folder};
    const char *name = NULL;
    bool plain = false, known = false;
    vmimage_status status = read_list_name(listing, &arena, &name, error);

    place.prefix = vmimage__tree_prefix(listing->tree, &arena);
    if (status == VMIMAGE_OK && place.prefix == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK && index != NULL)
        status = vmimage__vcsp_known(&place, name, index, send_item, &known, error);
    if (status == VMIMAGE_OK && !known)
        status = vmimage__vcsp_cut(&place, name, index, send_item, &plain, error);
    if (status == VMIMAGE_OK && !known && !plain)
        status = list_items(&place, name, error);
    vmimage__near_release(&near);
    vmimage__arena_release(&arena);
    return status;
}
