/*
 * SPDX-License-Identifier: Apache-2.0
 * A folder of image files as a library. Which files and sub-folders are items, what they are called and how they are
 * identified is told in docs/directory.md. Nothing is written.
 */
#include "transport/directory/place.h"

#include <dirent.h>
#include <string.h>

#include <vmimage/context.h>

#include "base/context.h"
#include "base/error.h"
#include "base/utf8.h"
#include "model/id.h"
#include "model/uuid.h"

/* What the ID of every plain folder is made from; part of the rule that never changes. */
#define LIBRARY_NAME "library"

enum image_kind {
    NO_IMAGE,
    OVF_IMAGE, /* .ovf or .ova */
    ISO_IMAGE
};

struct plain_item {
    const char *id_path; /* what the ID is made from: a file or folder below the root */
    const char *path;    /* the file that says what the item is; NULL when that is not known */
    const char *label;   /* its name, unless it is an ISO image that says its own */
    size_t label_length;
    bool volume_name;    /* an ISO image may say its own name */
    bool alone;          /* given by the program, not found in a folder: name and neighbours say nothing about it */
    const char *problem; /* why it can't be read at all; NULL when it can be tried */
};

static enum image_kind kind_of(const char *name)
{
    if (vmimage__has_extension(name, ".ovf") || vmimage__has_extension(name, ".ova"))
        return OVF_IMAGE;
    return vmimage__has_extension(name, ".iso") ? ISO_IMAGE : NO_IMAGE;
}

vmimage_status vmimage__plain_library(const struct vm_tree *tree, vmimage_library **library, vmimage_error **error)
{
    char id[VM_UUID_SIZE], hash[VM_HASH17_SIZE];
    const char *slash = strrchr(tree->path, '/'), *base = slash != NULL && slash[1] != '\0' ? slash + 1 : tree->path;
    vmimage_library *new = vmimage__library_new();

    if (new == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__uuid_from_name(LIBRARY_NAME, strlen(LIBRARY_NAME), id);
    vmimage__hash17(id, hash);
    new->o.meta.name = vmimage__arena_printf(&new->arena, "cl-%s", hash);
    new->o.id = vmimage__arena_strdup(&new->arena, id);
    new->o.name = vmimage__draft_printable(&new->arena, base, strlen(base));
    *library = new;
    return VMIMAGE_OK;
}

/* Name of a file for people: what follows the last slash. */
static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static vmimage_status read_item(struct vm_draft *draft, const struct plain_item *plain, vmimage_error **error)
{
    struct vm_place place;
    vmimage_status status;

    if (plain->problem != NULL && vmimage__tree_look(draft->listing->tree, plain->id_path, &place, NULL) == VMIMAGE_OK)
        draft->modified = place.modified;
    if (plain->problem != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: %s", draft->subject, plain->problem);
    status = vmimage__tree_look(draft->listing->tree, plain->path, &place, error);
    if (status != VMIMAGE_OK)
        return status;
    draft->modified = place.modified; /* also when nothing more is found out */
    if (vmimage__utf8_valid(plain->path, strlen(plain->path)) != strlen(plain->path))
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: its name is not valid UTF-8",
                             draft->subject);
    status = vmimage__tree_readable(draft->listing->tree, &place, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_add_file(draft, base_of(plain->path), &place, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_read(draft, plain->path, &place, !plain->alone, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_add_references(draft, plain->path, plain->alone, error);
    return status;
}

static vmimage_status start(struct vm_draft *draft, const struct vm_listing *listing, const struct plain_item *plain,
                            const char **label, vmimage_error **error)
{
    char id[VM_UUID_SIZE];
    vmimage_status status;

    vmimage__uuid_from_name(plain->id_path, strlen(plain->id_path), id);
    status = vmimage__draft_start(draft, listing, plain->id_path, id, error);
    if (status == VMIMAGE_OK)
        *label = vmimage__draft_printable(&draft->item->arena, plain->label, plain->label_length);
    return status;
}

/* The content was read, or could not be: the name that the item has then. */
static void set_name(struct vm_draft *draft, const struct plain_item *plain, const char *label)
{
    const char *volume = draft->package.iso.volume;
    bool own = plain->volume_name && draft->package.kind == VM_FILE_ISO && vmimage__iso_meaningful(volume);

    draft->item->o.name = own ? vmimage__arena_strdup(&draft->item->arena, volume) : label;
}

static vmimage_status add_item(const struct vm_listing *listing, const struct plain_item *plain, vmimage_error **error)
{
    struct vm_draft draft;
    vmimage_error *failure = NULL;
    const char *label;
    vmimage_status status = start(&draft, listing, plain, &label, error);

    if (status != VMIMAGE_OK)
        return status;
    draft.item->o.type = plain->path != NULL && kind_of(plain->path) == ISO_IMAGE ? "ISO" : "OVF";
    draft.item->o.name = plain->volume_name ? NULL : label;
    if (vmimage__draft_wanted(&draft)) {
        status = read_item(&draft, plain, &failure);
        set_name(&draft, plain, label);
        status = vmimage__draft_finish(&draft, status, failure, error);
    }
    vmimage__draft_release(&draft);
    return status;
}

vmimage_status vmimage__plain_file(const struct vm_listing *listing, const char *name, const char *path,
                                   struct vm_draft *draft, vmimage_error **error)
{
    const char *dot = strrchr(name, '.'), *label;
    struct plain_item plain = {.id_path = name,
                               .path = path,
                               .label = name,
                               .label_length = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name),
                               .volume_name = true,
                               .alone = true};
    vmimage_status status = start(draft, listing, &plain, &label, error);

    if (status != VMIMAGE_OK)
        return status;
    status = read_item(draft, &plain, error);
    if (status == VMIMAGE_OK) {
        set_name(draft, &plain, label);
        draft->item->o.type = draft->package.kind == VM_FILE_ISO ? "ISO" : "OVF";
        vmimage__draft_complete(draft);
        if (draft->item->arena.failed)
            status = vmimage__fail_no_memory(error);
    }
    if (status != VMIMAGE_OK)
        vmimage__draft_release(draft);
    return status;
}

/* An item that is one file, called as the file without its extension. */
static vmimage_status add_file(const struct vm_listing *listing, const char *path, vmimage_error **error)
{
    const char *base = base_of(path);
    struct plain_item item = {.id_path = path,
                              .path = path,
                              .label = base,
                              .label_length = strlen(base) - 4, /* all extensions have four characters */
                              .volume_name = kind_of(path) == ISO_IMAGE};

    return add_item(listing, &item, error);
}

struct folder {
    size_t descriptors, discs;
    const char *descriptor, *disc; /* paths of the first ones below the root */
    const char *second;            /* name of the second descriptor */
};

static vmimage_status survey(const char *name, const struct vm_entries *entries, struct vm_arena *arena,
                             struct folder *folder, vmimage_error **error)
{
    for (size_t i = 0; i < entries->count; i++) {
        enum image_kind kind = kind_of(entries->list[i].name);
        const char *path;

        if (kind == NO_IMAGE)
            continue;
        path = vmimage__arena_printf(arena, "%s/%s", name, entries->list[i].name);
        if (path == NULL)
            return vmimage__fail_no_memory(error);
        if (kind == OVF_IMAGE && folder->descriptors++ == 0)
            folder->descriptor = path;
        else if (kind == OVF_IMAGE && folder->descriptors == 2)
            folder->second = entries->list[i].name;
        else if (kind == ISO_IMAGE && folder->discs++ == 0)
            folder->disc = path;
    }
    return VMIMAGE_OK;
}

static vmimage_status add_discs(const struct vm_listing *listing, const char *name, const struct vm_entries *entries,
                                struct vm_arena *arena, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; status == VMIMAGE_OK && i < entries->count; i++) {
        const char *path;

        if (kind_of(entries->list[i].name) != ISO_IMAGE)
            continue;
        path = vmimage__arena_printf(arena, "%s/%s", name, entries->list[i].name);
        status = path != NULL ? add_file(listing, path, error) : vmimage__fail_no_memory(error);
    }
    return status;
}

/* A sub-folder: an item, several discs, or nothing that is of interest. */
static vmimage_status add_folder_entries(const struct vm_listing *listing, const char *name,
                                         const struct vm_entries *entries, struct vm_arena *arena,
                                         vmimage_error **error)
{
    struct folder folder = {.descriptors = 0};
    struct plain_item item = {.id_path = name, .label = name, .label_length = strlen(name)};
    vmimage_status status = survey(name, entries, arena, &folder, error);

    if (status != VMIMAGE_OK)
        return status;
    if (folder.descriptors > 1) {
        item.problem =
            vmimage__arena_printf(arena, "has several descriptors (%s, %s); a folder that is an item has one",
                                  base_of(folder.descriptor), folder.second);
        return item.problem != NULL ? add_item(listing, &item, error) : vmimage__fail_no_memory(error);
    }
    if (folder.descriptors == 0 && folder.discs > 1)
        return add_discs(listing, name, entries, arena, error);
    item.path = folder.descriptors == 1 ? folder.descriptor : folder.disc;
    if (item.path != NULL)
        return add_item(listing, &item, error);
    vmimage__log(listing->call->context, VMIMAGE_LOG_DEBUG, "directory", "%s/%s: no item, it holds no image file",
                 listing->tree->path, name);
    return VMIMAGE_OK;
}

/* A folder or link that can't be read is an item that says why. */
static vmimage_status add_broken(const struct vm_listing *listing, const char *name, const vmimage_error *why,
                                 vmimage_error **error)
{
    size_t prefix = strlen(listing->tree->path) + strlen(name) + 1;
    const char *message = vmimage_error_message(why);
    struct plain_item item = {.id_path = name, .label = name, .label_length = strlen(name)};

    /* The message begins with the path, which add_item() puts before it again. */
    item.problem =
        strlen(message) > prefix + 2 && strncmp(message + prefix, ": ", 2) == 0 ? message + prefix + 2 : message;
    return add_item(listing, &item, error);
}

static vmimage_status add_folder(const struct vm_listing *listing, const char *name, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    struct vm_entries entries;
    vm_auto_error vmimage_error *failure = NULL;
    uint64_t limit = vmimage_context_limit(listing->call->context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES);
    vmimage_status status = vmimage__tree_list(listing->tree, name, limit, &arena, &entries, &failure);

    if (status == VMIMAGE_OK)
        status = add_folder_entries(listing, name, &entries, &arena, error);
    else if (vmimage__ends_the_call(status, failure))
        status = vmimage__pass_on(status, &failure, error);
    else
        status = add_broken(listing, name, failure, error);
    vmimage__arena_release(&arena);
    return status;
}

/*
 * An entry that is no image file by its name, and may be a folder: directly, or behind a link. A link that can't be followed
 * is a broken item, so that nobody wonders where it went; unless its name has another extension, as a disk's has.
 */
static vmimage_status add_other(const struct vm_listing *listing, const struct vm_entry *entry, vmimage_error **error)
{
    struct vm_place place;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    if (entry->type == DT_DIR)
        return add_folder(listing, entry->name, error);
    if (entry->type != DT_LNK && entry->type != DT_UNKNOWN)
        return VMIMAGE_OK;
    status = vmimage__tree_look(listing->tree, entry->name, &place, &failure);
    if (status == VMIMAGE_OK && place.is_folder && place.path[0] == '\0')
        status = vmimage__fail(&failure, VMIMAGE_E_INVALID, listing->tree->path,
                               "%s/%s: is a link to the library's own folder", listing->tree->path, entry->name);
    if (status == VMIMAGE_OK)
        return place.is_folder ? add_folder(listing, entry->name, error) : VMIMAGE_OK;
    if (vmimage__ends_the_call(status, failure))
        return vmimage__pass_on(status, &failure, error);
    return strchr(entry->name, '.') == NULL ? add_broken(listing, entry->name, failure, error) : VMIMAGE_OK;
}

static vmimage_status add_entry(const struct vm_listing *listing, const struct vm_entry *entry, vmimage_error **error)
{
    struct vm_place place;

    if (kind_of(entry->name) == NO_IMAGE)
        return add_other(listing, entry, error);
    /* A folder may be called "x.iso", too. */
    if (entry->type == DT_DIR ||
        (entry->type != DT_REG && vmimage__tree_look(listing->tree, entry->name, &place, NULL) == VMIMAGE_OK &&
         place.is_folder && place.path[0] != '\0'))
        return add_folder(listing, entry->name, error);
    return add_file(listing, entry->name, error);
}

vmimage_status vmimage__plain_items(const struct vm_listing *listing, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    struct vm_entries entries;
    uint64_t limit = vmimage_context_limit(listing->call->context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES);
    vmimage_status status = vmimage__tree_list(listing->tree, "", limit, &arena, &entries, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < entries.count; i++) {
        status = vmimage__call_check(listing->call, error);
        if (status == VMIMAGE_OK)
            status = add_entry(listing, &entries.list[i], error);
    }
    vmimage__arena_release(&arena);
    return status;
}
