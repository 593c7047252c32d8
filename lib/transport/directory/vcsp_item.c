/*
 * SPDX-License-Identifier: Apache-2.0
 * One item of a VCSP library: its fields, and its files with the three ways in which hrefs are written. Names and hrefs come
 * from the publisher: none of them leads out of the library's folder.
 */
#include "transport/directory/vcsp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "model/id.h"
#include "model/ovf.h"
#include "model/rfc3339.h"
#include "model/uuid.h"

#define URN "urn:uuid:"

const char *vmimage__vcsp_id(const char *text)
{
    return text != NULL && strncmp(text, URN, sizeof(URN) - 1) == 0 ? text + sizeof(URN) - 1 : text;
}

const char *vmimage__vcsp_counter(struct vm_arena *arena, const struct vm_json *json)
{
    const char *text = vmimage__json_string(json);
    int64_t number;

    if (text != NULL)
        return text[0] != '\0' ? vmimage__arena_strdup(arena, text) : NULL;
    return vmimage__json_int(json, &number) ? vmimage__arena_printf(arena, "%" PRId64, number) : NULL;
}

const char *vmimage__vcsp_time(struct vm_arena *arena, const char *text)
{
    char whole[64], canonical[VM_RFC3339_SIZE];
    size_t length = text != NULL ? strlen(text) : 0, clock = 16; /* "2026-01-31T09:15" */
    const char *rest = length >= clock ? text + clock : "", *zone;

    if (length < clock || length > 40)
        return NULL;
    zone = rest + strcspn(rest, "Zz+-");
    (void)snprintf(whole, sizeof(whole), "%.16s%s%.*s%s", text, rest[0] == ':' ? "" : ":00", (int)(zone - rest), rest,
                   *zone == 'z' || *zone == '\0' ? "Z" : zone);
    return vmimage__rfc3339_canonical(whole, canonical) ? vmimage__arena_strdup(arena, canonical) : NULL;
}

void vmimage__vcsp_seen_release(struct vm_vcsp_seen *seen)
{
    vmimage__arena_release(&seen->arena);
    vmimage__free(seen->slots);
}

static size_t slot_of(const struct vm_vcsp_seen *seen, const char *id)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    size_t slot;

    for (const char *c = id; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    slot = (size_t)hash & (seen->capacity - 1);
    while (seen->slots[slot] != NULL && strcmp(seen->slots[slot], id) != 0)
        slot = (slot + 1) & (seen->capacity - 1);
    return slot;
}

static bool enlarge(struct vm_vcsp_seen *seen)
{
    struct vm_vcsp_seen larger = {.capacity = seen->capacity != 0 ? seen->capacity * 2 : 64, .count = seen->count};

    larger.slots = vmimage__calloc(larger.capacity, sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < seen->capacity; i++) {
        if (seen->slots[i] != NULL)
            larger.slots[slot_of(&larger, seen->slots[i])] = seen->slots[i];
    }
    vmimage__free(seen->slots);
    seen->slots = larger.slots;
    seen->capacity = larger.capacity;
    return true;
}

/* Whether the ID is new; *status is NO_MEMORY without memory. */
static bool note_id(struct vm_vcsp_seen *seen, const char *id, vmimage_status *status)
{
    size_t slot;

    *status = VMIMAGE_OK;
    if (seen->count * 2 >= seen->capacity && !enlarge(seen)) {
        *status = VMIMAGE_E_NO_MEMORY;
        return false;
    }
    slot = slot_of(seen, id);
    if (seen->slots[slot] != NULL)
        return false;
    seen->slots[slot] = vmimage__arena_strdup(&seen->arena, id);
    if (seen->slots[slot] == NULL)
        *status = VMIMAGE_E_NO_MEMORY;
    else
        seen->count++;
    return *status == VMIMAGE_OK;
}

static vmimage_status fail(const struct vm_draft *draft, vmimage_status status, const char *what, const char *value,
                           vmimage_error **error)
{
    return vmimage__fail(error, status, draft->subject, "%s: %s%s%s%s", draft->subject, what,
                         value != NULL ? " \"" : "", value != NULL ? value : "", value != NULL ? "\"" : "");
}

/* The first href: an array of texts, or what one publisher writes in its place, an object. */
const char *vmimage__vcsp_href(const struct vm_json *file)
{
    const struct vm_json *hrefs = vmimage__json_get(file, "hrefs");

    return vmimage__json_string(hrefs) != NULL ? vmimage__json_string(hrefs)
                                               : vmimage__json_string(vmimage__json_first(hrefs));
}

/* The folder of the item.json, with its slash; "" when the item does not say. */
static const char *own_folder(struct vm_draft *draft, const struct vm_json *json)
{
    const char *self = vmimage__json_get_string(json, "selfHref");
    const char *slash = self != NULL ? strrchr(self, '/') : NULL;

    if (slash == NULL || self[0] == '/' || strstr(self, "://") != NULL)
        return ""; /* a place on a web server */
    return vmimage__arena_strndup(&draft->item->arena, self, (size_t)(slash - self) + 1);
}

/* Look at FOLDER + HREF, as it is and then decoded. Only a name that is not there lets the next way be tried. */
static vmimage_status look_in(struct vm_draft *draft, const char *folder, const char *href, struct vm_place *place,
                              const char **path, vmimage_error **error)
{
    struct vm_arena *arena = &draft->item->arena;
    vm_auto_str char *decoded = NULL;
    vmimage_status status;

    *path = vmimage__arena_printf(arena, "%s%s", folder, href);
    if (*path == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__tree_look(draft->listing->tree, *path, place, error);
    if (status != VMIMAGE_E_NOT_FOUND)
        return status;
    status = vmimage__decode_href(*path, &decoded, NULL);
    if (status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    if (decoded == NULL || vmimage__bad_file_name(decoded) != NULL)
        return VMIMAGE_E_NOT_FOUND;
    *path = vmimage__arena_strdup(arena, decoded);
    return *path != NULL ? vmimage__tree_look(draft->listing->tree, *path, place, error)
                         : vmimage__fail_no_memory(error);
}

/* An href with a slash is relative to the library; a bare name to the item's folder, else to the library. */
static vmimage_status look(struct vm_draft *draft, const char *folder, const char *name, const char *href,
                           struct vm_place *place, const char **path, vmimage_error **error)
{
    const char *bad;
    vmimage_status status = VMIMAGE_E_NOT_FOUND;

    if (href == NULL || href[0] == '\0')
        href = name;
    if (strstr(href, "://") != NULL)
        return fail(draft, VMIMAGE_E_UNSUPPORTED, "a file is on a web server, not in the folder:", href, error);
    bad = vmimage__bad_file_name(href);
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: the href \"%s\" %s", draft->subject, href,
                             bad);
    if (strchr(href, '/') == NULL && folder[0] != '\0')
        status = look_in(draft, folder, href, place, path, error);
    if (status == VMIMAGE_E_NOT_FOUND)
        status = look_in(draft, "", href, place, path, error);
    return status;
}

static vmimage_status check_size(const struct vm_draft *draft, const struct vm_json *file, const char *name,
                                 uint64_t size, vmimage_error **error)
{
    const struct vm_json *json = vmimage__json_get(file, "size");
    const char *text = vmimage__json_string(json);
    int64_t wanted = 0;

    if (json == NULL)
        return VMIMAGE_OK;
    for (const char *c = text; text != NULL && *c >= '0' && *c <= '9' && wanted < INT64_MAX / 10 - 1; c++)
        wanted = wanted * 10 + (*c - '0');
    if (text == NULL && (!vmimage__json_int(json, &wanted) || wanted < 0))
        return fail(draft, VMIMAGE_E_PARSE, "a size is no number of bytes, that of", name, error);
    if ((uint64_t)wanted == size)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, draft->subject,
                         "%s: the file \"%s\" has %" PRIu64 " bytes, but the library says %" PRId64, draft->subject,
                         name, size, wanted);
}

/* A file that tells what the item is; a descriptor counts more than an archive, and both more than a disc. */
struct content {
    const char *path;
    int rank;
    struct vm_place place;
};

static int rank_of(const char *name)
{
    static const char *const extensions[] = {".iso", ".ova", ".ovf"};

    for (int i = 0; i < 3; i++) {
        if (vmimage__has_extension(name, extensions[i]))
            return i + 1;
    }
    return 0;
}

static vmimage_status add_file(struct vm_draft *draft, const struct vm_json *file, const char *folder,
                               struct content *content, vmimage_error **error)
{
    const char *name = vmimage__json_get_string(file, "name"), *path = NULL, *bad;
    struct vm_place place;
    vmimage_status status;

    bad = vmimage__bad_file_name(name != NULL ? name : "");
    if (bad == NULL && (strchr(name, '/') != NULL || strcmp(name, ".") == 0))
        bad = "is a path";
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: the name \"%s\" of a file %s",
                             draft->subject, name != NULL ? name : "", bad);
    status = look(draft, folder, name, vmimage__vcsp_href(file), &place, &path, error);
    if (status == VMIMAGE_E_NOT_FOUND)
        return fail(draft, status, "there is no file for", name, error);
    if (status == VMIMAGE_OK)
        status = vmimage__tree_readable(draft->listing->tree, &place, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_add_file(draft, name, &place, error);
    if (status == VMIMAGE_OK)
        status = check_size(draft, file, name, place.size, error);
    if (status == VMIMAGE_OK && rank_of(name) > content->rank) {
        content->rank = rank_of(name);
        content->path = path;
        content->place = place;
    }
    return status;
}

/* That the files which a descriptor names belong to the item. Their sizes were compared with the list. */
static vmimage_status check_references(const struct vm_draft *draft, vmimage_error **error)
{
    const struct vm_ovf *ovf = vmimage__package_ovf(&draft->package);
    const struct vm_item *item = &draft->item->o;

    for (size_t i = 0; ovf != NULL && draft->package.kind == VM_FILE_OVF && i < ovf->file_count; i++) {
        const struct vm_ovf_file *file = &ovf->files[i];
        vm_auto_str char *decoded = NULL;
        bool found = file->chunk_size.set;
        vmimage_status status = vmimage__check_href(file, draft->subject, error);

        if (status == VMIMAGE_OK)
            status = vmimage__decode_href(file->href, &decoded, error);
        if (status != VMIMAGE_OK)
            return status;
        for (size_t f = 0; !found && f < item->file_count; f++)
            found = strcmp(item->files[f].name, file->href) == 0 ||
                    (decoded != NULL && strcmp(item->files[f].name, decoded) == 0);
        if (found)
            continue;
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, draft->subject,
                               "%s:%" PRIu64 ": the item has no file \"%s\", which the descriptor names",
                               draft->subject, file->line, file->href);
        vmimage__error_set_line(error, file->line);
        return status;
    }
    return VMIMAGE_OK;
}

static vmimage_status read_item(struct vm_draft *draft, const struct vm_json *json, vmimage_error **error)
{
    const struct vm_json *files = vmimage__json_get(json, "files");
    const char *type = draft->item->o.type, *folder = own_folder(draft, json);
    struct content content = {.path = NULL};
    vmimage_status status = folder != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    if (vmimage__json_count(files) == 0)
        return fail(draft, VMIMAGE_E_INVALID, "has no files", NULL, error);
    for (const struct vm_json *f = vmimage__json_first(files); f != NULL && status == VMIMAGE_OK;
         f = vmimage__json_next(f))
        status = add_file(draft, f, folder, &content, error);
    if (status != VMIMAGE_OK || type == NULL)
        return status;
    if (content.path == NULL || (content.rank == 1) != (strcmp(type, "ISO") == 0))
        return fail(draft, VMIMAGE_E_INVALID, "none of its files can be the content of an item of type", type, error);
    status = vmimage__draft_read(draft, content.path, &content.place, true, error);
    return status == VMIMAGE_OK ? check_references(draft, error) : status;
}

static vmimage_status check_id(const struct vm_draft *draft, const char *id, struct vm_vcsp_seen *seen,
                               vmimage_error **error)
{
    vmimage_status status;

    if (id == NULL)
        return fail(draft, VMIMAGE_E_PARSE, "has no \"id\"", NULL, error);
    if (!vmimage__is_uuid(id))
        return fail(draft, VMIMAGE_E_INVALID, "its ID is no UUID:", id, error);
    if (note_id(seen, id, &status))
        return VMIMAGE_OK;
    return status == VMIMAGE_OK
               ? fail(draft, VMIMAGE_E_INVALID, "another item of the library has the same ID,", id, error)
               : vmimage__fail_no_memory(error);
}

/* "OVF", "ISO", or NULL for an item that is something else. */
static const char *type_of(const struct vm_json *json)
{
    const char *type = vmimage__json_get_string(json, "type");

    if (type == NULL)
        return "OVF";
    if (strcmp(type, "vcsp.ovf") == 0)
        return "OVF";
    return strcmp(type, "vcsp.iso") == 0 ? "ISO" : NULL;
}

static void set_fields(struct vm_draft *draft, const struct vm_json *json)
{
    struct vm_arena *arena = &draft->item->arena;
    struct vm_item *item = &draft->item->o;

    item->name = vmimage__arena_strdup(arena, vmimage__json_get_string(json, "name"));
    item->description = vmimage__arena_strdup(arena, vmimage__json_get_string(json, "description"));
    item->type = type_of(json);
    item->version = vmimage__vcsp_counter(arena, vmimage__json_get(json, "version"));
    item->content_version = vmimage__vcsp_counter(arena, vmimage__json_get(json, "contentVersion"));
    if (item->content_version == NULL)
        item->content_version = item->version;
    item->creation_time = vmimage__vcsp_time(arena, vmimage__json_get_string(json, "created"));
}

/* An item whose ID is of no use gets one made from where it stands, so that it can be listed. */
static vmimage_status start(struct vm_draft *draft, const struct vm_listing *listing, const char *where, const char *id,
                            vmimage_error **error)
{
    char made[VM_UUID_SIZE];

    if (id != NULL && vmimage__is_uuid(id))
        return vmimage__draft_start(draft, listing, where, id, error);
    vmimage__uuid_from_name(where, strlen(where), made);
    return vmimage__draft_start(draft, listing, where, made, error);
}

vmimage_status vmimage__vcsp_item(const struct vm_listing *listing, const struct vm_json *json, const char *file,
                                  int number, struct vm_vcsp_seen *seen, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    struct vm_draft draft;
    vmimage_error *failure = NULL;
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(json, "id"));
    const char *name = vmimage__json_get_string(json, "name");
    const char *where = number == 0
                            ? file
                            : vmimage__arena_printf(&arena, "%s: item %d%s%s%s", file, number, name != NULL ? " (" : "",
                                                    name != NULL ? name : "", name != NULL ? ")" : "");
    vmimage_status status = where != NULL ? start(&draft, listing, where, id, error) : vmimage__fail_no_memory(error);

    vmimage__arena_release(&arena);
    if (status != VMIMAGE_OK)
        return status;
    set_fields(&draft, json);
    if (vmimage__draft_wanted(&draft)) {
        status = check_id(&draft, id, seen, &failure);
        if (status == VMIMAGE_OK && (name == NULL || name[0] == '\0'))
            status = fail(&draft, VMIMAGE_E_INVALID, "has no \"name\"", NULL, &failure);
        if (status == VMIMAGE_OK)
            status = read_item(&draft, json, &failure);
        status = vmimage__draft_finish(&draft, status, failure, error);
    }
    vmimage__draft_release(&draft);
    return status;
}

vmimage_status vmimage__vcsp_broken(const struct vm_listing *listing, const char *path, const char *name,
                                    vmimage_error *failure, vmimage_error **error)
{
    struct vm_draft draft;
    vmimage_status status = start(&draft, listing, path, NULL, error);

    if (status != VMIMAGE_OK)
        return status;
    draft.item->o.name = vmimage__draft_printable(&draft.item->arena, name, strlen(name));
    draft.item->o.type = "OVF";
    if (vmimage__draft_wanted(&draft))
        status = vmimage__draft_finish(&draft, vmimage_error_status(failure), vmimage_error_ref(failure), error);
    vmimage__draft_release(&draft);
    return status;
}
