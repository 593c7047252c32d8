/*
 * SPDX-License-Identifier: Apache-2.0
 * One item of a VCSP library: its fields, the files that it lists, and which of them says what it is. Names come from the
 * publisher: none of them is a path.
 */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "model/id.h"
#include "model/ovf.h"
#include "model/uuid.h"
#include "transport/vcsp/vcsp.h"

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

vmimage_status vmimage__vcsp_check_size(const struct vm_draft *draft, const char *name, uint64_t size, uint64_t wanted,
                                        vmimage_error **error)
{
    if (wanted == size)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, draft->subject,
                         "%s: the file \"%s\" has %" PRIu64 " bytes, but the library says %" PRIu64, draft->subject,
                         name, size, wanted);
}

/* A place that only knows what the list says has nothing to compare. */
static vmimage_status check_size(const struct vm_draft *draft, const struct vm_json *file, const char *name,
                                 uint64_t size, vmimage_error **error)
{
    uint64_t wanted = 0;
    vmimage_status status = vmimage__vcsp_size(file, &wanted);

    if (status == VMIMAGE_E_PARSE)
        return fail(draft, VMIMAGE_E_PARSE, "a size is no number of bytes, that of", name, error);
    if (status == VMIMAGE_DONE || size == VM_SIZE_UNKNOWN)
        return VMIMAGE_OK;
    return vmimage__vcsp_check_size(draft, name, size, wanted, error);
}

/* A descriptor counts more than an archive, and both more than a disc. */
static int rank_of(const char *name)
{
    static const char *const extensions[] = {".iso", ".ova", ".ovf"};

    for (int i = 0; i < 3; i++) {
        if (vmimage__has_extension(name, extensions[i]))
            return i + 1;
    }
    return 0;
}

static vmimage_status add_file(const struct vm_vcsp_place *place, struct vm_vcsp_item *item,
                               const struct vm_vcsp_file *file, int *rank, vmimage_error **error)
{
    struct vm_draft *draft = &item->draft;
    struct vm_vcsp_found found = {.path = NULL};
    const char *name = file->name;
    const char *bad;
    vmimage_status status;

    bad = vmimage__bad_file_name(name != NULL ? name : "");
    if (bad == NULL && (strchr(name, '/') != NULL || strcmp(name, ".") == 0))
        bad = "is a path";
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject, "%s: the name \"%s\" of a file %s",
                             draft->subject, name != NULL ? name : "", bad);
    status = place->find(place, draft, file, &found, error);
    if (status == VMIMAGE_E_NOT_FOUND)
        return fail(draft, status, "there is no file for", name, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_put_file(draft, name, found.size, found.modified, error);
    if (status == VMIMAGE_OK)
        status = check_size(draft, file->json, name, found.size, error);
    if (status == VMIMAGE_OK && rank_of(name) > *rank) {
        *rank = rank_of(name);
        item->content = found;
        item->file = *file;
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

static vmimage_status read_files(const struct vm_vcsp_place *place, const struct vm_json *json,
                                 struct vm_vcsp_item *item, vmimage_error **error)
{
    const struct vm_json *files = vmimage__json_get(json, "files");
    const char *type = item->draft.item->o.type;
    int rank = 0;
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_count(files) == 0)
        return fail(&item->draft, VMIMAGE_E_INVALID, "has no files", NULL, error);
    for (const struct vm_json *f = vmimage__json_first(files); f != NULL && status == VMIMAGE_OK;
         f = vmimage__json_next(f)) {
        struct vm_vcsp_file file = {.name = vmimage__json_get_string(f, "name"),
                                    .href = vmimage__vcsp_href(f),
                                    .self = vmimage__json_get_string(json, "selfHref"),
                                    .json = f};

        if (file.href == NULL || file.href[0] == '\0')
            file.href = file.name;
        status = add_file(place, item, &file, &rank, error);
    }
    if (status == VMIMAGE_OK && type != NULL && (rank == 0 || (rank == 1) != (strcmp(type, "ISO") == 0)))
        status = fail(&item->draft, VMIMAGE_E_INVALID, "none of its files can be the content of an item of type", type,
                      error);
    if (status != VMIMAGE_OK || type == NULL)
        item->content.path = NULL;
    return status;
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

/*
 * An item whose ID is of no use gets one made from where it stands, so that it can be listed. `subject` is the prefix of the place
 * and that.
 */
static vmimage_status begin(const struct vm_vcsp_place *place, struct vm_draft *draft, const char *subject,
                            const char *id, vmimage_error **error)
{
    char made[VM_UUID_SIZE];

    if (subject == NULL)
        return vmimage__fail_no_memory(error);
    if (id == NULL || !vmimage__is_uuid(id)) {
        const char *where = subject + strlen(place->prefix);

        vmimage__uuid_from_name(where, strlen(where), made);
        id = made;
    }
    return vmimage__draft_begin(draft, place->listing, subject, id, error);
}

/* What is wrong with the item, without what only its content tells. */
static vmimage_status check(const struct vm_vcsp_place *place, const struct vm_json *json, struct vm_vcsp_seen *seen,
                            struct vm_vcsp_item *item, vmimage_error **error)
{
    const char *name = vmimage__json_get_string(json, "name");
    vmimage_status status = check_id(&item->draft, vmimage__vcsp_id(vmimage__json_get_string(json, "id")), seen, error);

    if (status == VMIMAGE_OK && (name == NULL || name[0] == '\0'))
        status = fail(&item->draft, VMIMAGE_E_INVALID, "has no \"name\"", NULL, error);
    return status == VMIMAGE_OK ? read_files(place, json, item, error) : status;
}

vmimage_status vmimage__vcsp_start(const struct vm_vcsp_place *place, const struct vm_json *json, const char *file,
                                   int number, struct vm_vcsp_seen *seen, struct vm_vcsp_item *item,
                                   vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(json, "id"));
    const char *name = vmimage__json_get_string(json, "name");
    const char *subject = number == 0 ? vmimage__arena_join(&arena, place->prefix, file)
                                      : vmimage__arena_printf(&arena, "%s%s: item %d%s%s%s", place->prefix, file,
                                                              number, name != NULL ? " (" : "",
                                                              name != NULL ? name : "", name != NULL ? ")" : "");
    vmimage_status status;

    memset(item, 0, sizeof(*item));
    status = begin(place, &item->draft, subject, id, error);
    vmimage__arena_release(&arena);
    if (status != VMIMAGE_OK)
        return status;
    set_fields(&item->draft, json);
    item->wanted = vmimage__draft_wanted(&item->draft);
    if (item->wanted)
        item->status = check(place, json, seen, item, &item->failure);
    return VMIMAGE_OK;
}

vmimage_status vmimage__vcsp_start_broken(const struct vm_vcsp_place *place, const char *path, const char *name,
                                          vmimage_error *failure, struct vm_vcsp_item *item, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vmimage_status status;

    memset(item, 0, sizeof(*item));
    status = begin(place, &item->draft, vmimage__arena_join(&arena, place->prefix, path), NULL, error);
    vmimage__arena_release(&arena);
    if (status != VMIMAGE_OK)
        return status;
    item->draft.item->o.name = vmimage__draft_printable(&item->draft.item->arena, name, strlen(name));
    item->draft.item->o.type = "OVF";
    item->wanted = vmimage__draft_wanted(&item->draft);
    item->status = vmimage_error_status(failure);
    item->failure = vmimage_error_ref(failure);
    return VMIMAGE_OK;
}

vmimage_status vmimage__vcsp_finish(struct vm_vcsp_item *item, vmimage_error **error)
{
    vmimage_error *failure;

    if (!item->wanted)
        return VMIMAGE_OK;
    if (item->status == VMIMAGE_OK && item->content.path != NULL)
        item->status = check_references(&item->draft, &item->failure);
    failure = item->failure;
    item->failure = NULL;
    return vmimage__draft_finish(&item->draft, item->status, failure, error);
}

void vmimage__vcsp_release(struct vm_vcsp_item *item)
{
    vmimage__draft_release(&item->draft);
    item->failure = vmimage_error_unref(item->failure);
}
