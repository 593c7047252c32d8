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
#define FOLDER_NAME_MAX 60

struct edit {
    struct vm_keep *keep;
    const struct vm_change *change;
    struct vm_content *content;
    const struct vm_json *item; /* NULL: the library, or an item that is new */
    const char *library_version;
};

static const char *item_name(const struct vm_json *item)
{
    const char *name = vmimage__json_get_string(item, "name");

    return name != NULL ? name : "";
}

/* ---- which item ---- */

static bool answers_to(const struct vm_json *item, const char *wanted, int by)
{
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(item, "id"));
    char name[7 + VM_HASH17_SIZE] = "clitem-";

    if (by == 2)
        return strcmp(item_name(item), wanted) == 0;
    if (id == NULL || by == 0)
        return id != NULL && strcmp(id, vmimage__vcsp_id(wanted)) == 0;
    vmimage__hash17(id, name + 7);
    return strcmp(name, wanted) == 0;
}

/* By ID, object name or name: the first of these that fits something decides, as for reading. */
static vmimage_status find_item(struct edit *edit, vmimage_error **error)
{
    const char *wanted = edit->change->item;

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

static vmimage_status check_unique(const struct edit *edit, const char *name, vmimage_error **error)
{
    for (const struct vm_json *item = vmimage__json_first(edit->keep->items); item != NULL;
         item = vmimage__json_next(item)) {
        if (item != edit->item && strcmp(item_name(item), name) == 0)
            return vmimage__fail(error, VMIMAGE_E_EXISTS, name,
                                 "%s: the library has an item of this name already; replace that, or choose another "
                                 "name",
                                 name);
    }
    return VMIMAGE_OK;
}

/* ---- where its files are ---- */

/* FOLDER + HREF as it is, or without its percent-encoding, when it is a file that no link leads to; else NULL. */
static const char *find_file(struct vm_keep *keep, const char *folder, const char *href)
{
    vm_auto_str char *decoded = NULL;
    struct vm_place place;
    const char *path = vmimage__arena_printf(&keep->arena, "%s%s", folder, href);

    for (int turn = 0; path != NULL && turn < 2; turn++) {
        if (vmimage__bad_file_name(path) == NULL && vmimage__tree_look(keep->tree, path, &place, NULL) == VMIMAGE_OK &&
            place.is_file && strcmp(place.path, path) == 0)
            return path;
        if (turn == 0 && vmimage__decode_href(path, &decoded, NULL) != VMIMAGE_OK)
            keep->arena.failed = true;
        path = turn == 0 && decoded != NULL ? vmimage__arena_strdup(&keep->arena, decoded) : NULL;
    }
    return NULL;
}

static const char *find_descriptor(struct vm_keep *keep, const struct vm_json *item)
{
    const char *self = vmimage__json_get_string(item, "selfHref");

    return self != NULL ? find_file(keep, "", self) : NULL;
}

/* The files of an item go unless another one has them. */
static void add_old_paths(struct vm_keep *keep, const struct vm_json *item)
{
    const char *self = find_descriptor(keep, item), *slash = self != NULL ? strrchr(self, '/') : NULL;
    const char *folder = slash != NULL ? vmimage__arena_strndup(&keep->arena, self, (size_t)(slash - self) + 1) : "";

    if (self != NULL)
        vmimage__keep_add_path(keep, self);
    for (const struct vm_json *f = vmimage__json_first(vmimage__json_get(item, "files")); f != NULL && folder != NULL;
         f = vmimage__json_next(f)) {
        const char *href = vmimage__vcsp_href(f), *path = NULL;

        if (href == NULL || href[0] == '\0')
            href = item_name(f);
        if (strchr(href, '/') == NULL && folder[0] != '\0')
            path = find_file(keep, folder, href);
        if (path == NULL)
            path = find_file(keep, "", href);
        if (path != NULL)
            vmimage__keep_add_path(keep, path);
    }
}

/* A name for a folder that nothing has yet: that of the item as far as it needs no encoding, then with a number. */
static vmimage_status choose_folder(struct vm_keep *keep, const char *name, const char **folder, vmimage_error **error)
{
    char base[FOLDER_NAME_MAX + 1];
    size_t length = 0;
    struct stat st;

    for (; *name != '\0' && length < FOLDER_NAME_MAX; name++) {
        char c = *name;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                     (c == '.' && length != 0);

        if (plain || (length != 0 && base[length - 1] != '-'))
            base[length++] = plain ? c : '-';
    }
    while (length != 0 && (base[length - 1] == '-' || base[length - 1] == '.'))
        length--;
    base[length] = '\0';
    for (unsigned n = 1;; n++) {
        *folder = n == 1 && length != 0 ? vmimage__arena_strdup(&keep->arena, base)
                                        : vmimage__arena_printf(&keep->arena, "%s-%u", length != 0 ? base : "item", n);
        if (*folder == NULL)
            return vmimage__fail_no_memory(error);
        if (fstatat(keep->tree->fd, *folder, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT ? VMIMAGE_OK : vmimage__keep_fail(keep, *folder, errno, "look at it", error);
    }
}

/* ---- what the item says ---- */

static void add_encoded(struct vm_buf *buf, const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *name != '\0'; name++) {
        if (strchr(plain, *name) != NULL)
            vmimage__buf_add_char(buf, *name);
        else
            vmimage__buf_printf(buf, "%%%02X", (unsigned)(unsigned char)*name);
    }
}

/* All files have one etag, a number, and one generation, which subscribers of every age can compare. */
static void write_files(const struct edit *edit, const char *folder, struct vm_buf *buf)
{
    int64_t generation = vmimage__next_generation(edit->item, edit->content->modified);

    for (size_t i = 0; i < edit->content->count; i++) {
        const struct vm_part *part = &edit->content->parts[i];

        vmimage__buf_add_str(buf, i == 0 ? "[{\"name\":" : ",{\"name\":");
        vmimage__buf_json_string(buf, part->name, strlen(part->name), false);
        vmimage__buf_printf(
            buf, ",\"size\":%" PRIu64 ",\"etag\":\"%" PRId64 "\",\"generationNum\":%" PRId64 ",\"hrefs\":[\"%s/",
            part->size, generation, generation, folder);
        add_encoded(buf, part->name);
        vmimage__buf_add_str(buf, "\"]}");
    }
    vmimage__buf_add_char(buf, ']');
}

/* What lets a subscriber show the kind of an OVF: a JSON text inside of one. */
static void write_metadata(const struct edit *edit, const char *id, const char *version, struct vm_buf *buf)
{
    const char *library = vmimage__json_get_string(edit->keep->library, "id");
    vm_auto_buf struct vm_buf value = VM_BUF_INIT(buf->max);

    vmimage__buf_printf(&value,
                        "{\"id\":\"%s\",\"version\":\"%s\",\"libraryIdParent\":\"%s\",\"isVappTemplate\":\"%s\","
                        "\"vmTemplate\":null,\"vappTemplate\":null,\"networks\":[],\"storagePolicyGroups\":null}",
                        id, version, library != NULL ? library : "", edit->content->collection ? "true" : "false");
    vmimage__buf_add_str(buf, "[{\"key\":\"type-metadata\",\"type\":\"String\",\"domain\":\"SYSTEM\","
                              "\"visibility\":\"READONLY\",\"value\":");
    vmimage__buf_json_string(buf, vmimage__buf_str(&value), value.length, false);
    vmimage__buf_add_str(buf, "}]");
    if (value.status != VMIMAGE_OK)
        buf->status = value.status;
}

/* ---- carrying it out ---- */

static vmimage_status commit(const struct edit *edit, const char *text, vmimage_error **error)
{
    const struct vm_member member = {"version", edit->library_version, false};

    return vmimage__keep_commit(edit->keep, edit->item, text, &member, 1, error);
}

/* The files and item.json under a name that nobody reads, then under their own. */
static vmimage_status place_folder(const struct edit *edit, const char *folder, const struct vm_buf *text,
                                   vmimage_error **error)
{
    const struct vm_keep *keep = edit->keep;
    vmimage_status status = VMIMAGE_OK;

    if (mkdirat(keep->tree->fd, VM_KEEP_STAGE, 0777) != 0)
        status = vmimage__keep_fail(keep, VM_KEEP_STAGE, errno, "make the folder", error);
    if (status == VMIMAGE_OK)
        status = vmimage__content_copy(edit->content, keep, VM_KEEP_STAGE, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_write(keep, VM_KEEP_STAGE "/item.json", text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_sync(keep, VM_KEEP_STAGE, error);
    return status == VMIMAGE_OK ? vmimage__keep_rename(keep, VM_KEEP_STAGE, folder, error) : status;
}

static void note_new_paths(struct vm_keep *keep, const struct vm_content *content, const char *folder)
{
    for (size_t i = 0; i <= content->count; i++) {
        const char *path = vmimage__arena_printf(&keep->arena, "%s/%s", folder,
                                                 i < content->count ? content->parts[i].name : "item.json");

        if (path != NULL)
            vmimage__keep_add_path(keep, path);
    }
}

/* An item with new content, in a folder of its own: the files of the old one stay until the list no longer names them. */
static vmimage_status put_content(const struct edit *edit, const char *name, struct vm_member *members, size_t count,
                                  vmimage_error **error)
{
    size_t max = (size_t)vmimage__json_limits(edit->keep->call->context).bytes;
    vm_auto_buf struct vm_buf files = VM_BUF_INIT(max), metadata = VM_BUF_INIT(max), text = VM_BUF_INIT(max);
    const char *folder;
    vmimage_status status = choose_folder(edit->keep, name, &folder, error);

    if (status != VMIMAGE_OK)
        return status;
    write_files(edit, folder, &files);
    if (strcmp(edit->content->type, "vcsp.ovf") == 0)
        write_metadata(edit, members[0].text, members[1].text, &metadata);
    members[count++] =
        (struct vm_member){"selfHref", vmimage__arena_printf(&edit->keep->arena, "%s/item.json", folder), false};
    if (metadata.length != 0)
        members[count++] = (struct vm_member){"metadata", vmimage__buf_str(&metadata), true};
    members[count++] = (struct vm_member){"files", vmimage__buf_str(&files), true};
    text.status = files.status != VMIMAGE_OK ? files.status : metadata.status;
    vmimage__write_object(&text, edit->item, members, count);
    note_new_paths(edit->keep, edit->content, folder);
    if (edit->item != NULL)
        add_old_paths(edit->keep, edit->item);
    status = vmimage__keep_note(edit->keep, error);
    if (status == VMIMAGE_OK)
        status = place_folder(edit, folder, &text, error);
    return status == VMIMAGE_OK ? commit(edit, vmimage__buf_str(&text), error) : status;
}

static vmimage_status add(struct edit *edit, vmimage_error **error)
{
    const struct vm_change *change = edit->change;
    struct vm_arena *arena = &edit->keep->arena;
    const char *name = change->name != NULL ? change->name : edit->content->label;
    char id[VM_UUID_SIZE];
    vmimage_status status = vmimage__check_name(name, false, error);

    if (status == VMIMAGE_OK)
        status = check_unique(edit, name, error);
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
static vmimage_status count_item(const struct edit *edit, bool content, struct vm_member *version,
                                 struct vm_member *content_version, vmimage_error **error)
{
    bool own = vmimage__json_get(edit->item, "contentVersion") != NULL;
    const char *key = own ? "contentVersion" : "version", *next = NULL;
    vmimage_status status =
        vmimage__next_counter(edit->keep, edit->item, "version", item_name(edit->item), &next, error);

    *version = (struct vm_member){"version", next, false};
    *content_version = (struct vm_member){"contentVersion", NULL, false};
    if (status == VMIMAGE_OK && content)
        status =
            vmimage__next_counter(edit->keep, edit->item, key, item_name(edit->item), &content_version->text, error);
    else if (!own)
        content_version->text = vmimage__vcsp_counter(&edit->keep->arena, vmimage__json_get(edit->item, key));
    return status;
}

static vmimage_status replace(struct edit *edit, vmimage_error **error)
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
    return status == VMIMAGE_OK ? put_content(edit, item_name(edit->item), members, 3, error) : status;
}

/* Members of an item, its item.json first, or of the library. */
static vmimage_status set_item(struct edit *edit, const struct vm_member *members, size_t count, vmimage_error **error)
{
    struct vm_keep *keep = edit->keep;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)vmimage__json_limits(keep->call->context).bytes);
    const char *slash, *temporary = NULL;
    vmimage_status status;

    vmimage__write_object(&text, edit->item, members, count);
    keep->descriptor = find_descriptor(keep, edit->item);
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
        status =
            text.status == VMIMAGE_OK ? commit(edit, vmimage__buf_str(&text), error) : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        keep->descriptor = NULL; /* it says what the list says */
    return status;
}

static vmimage_status set_text(struct edit *edit, const char *key, const char *text, vmimage_error **error)
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

static vmimage_status carry_out(struct edit *edit, vmimage_error **error)
{
    const struct vm_change *change = edit->change;
    vmimage_status status = vmimage__keep_load(edit->keep, error);

    if (status == VMIMAGE_OK)
        status = vmimage__next_counter(edit->keep, edit->keep->library, "version", VM_VCSP_LIBRARY,
                                       &edit->library_version, error);
    if (status == VMIMAGE_OK && change->item != NULL)
        status = find_item(edit, error);
    if (status != VMIMAGE_OK)
        return status;
    switch (change->kind) {
    case VM_CHANGE_ADD:
        return add(edit, error);
    case VM_CHANGE_REPLACE:
        return replace(edit, error);
    case VM_CHANGE_RENAME:
        status = change->item != NULL ? check_unique(edit, change->name, error) : VMIMAGE_OK;
        return status == VMIMAGE_OK ? set_text(edit, "name", change->name, error) : status;
    case VM_CHANGE_DESCRIBE:
        return set_text(edit, "description", change->description, error);
    default:
        add_old_paths(edit->keep, edit->item);
        status = vmimage__keep_note(edit->keep, error);
        return status == VMIMAGE_OK ? commit(edit, NULL, error) : status;
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
    struct edit edit = {.keep = &keep, .change = change, .content = &content};
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
    char id[VM_UUID_SIZE];
    vmimage_status status = vmimage__check_name(name, false, error);

    if (status == VMIMAGE_OK && change->description != NULL)
        status = vmimage__check_name(change->description, true, error);
    if (status == VMIMAGE_OK)
        status = check_empty(keep, error);
    if (status == VMIMAGE_OK)
        status = vmimage__new_uuid(id, error);
    if (status == VMIMAGE_OK) {
        const struct vm_member members[] = {
            {"vcspVersion", "2", false},
            {"version", "1", false},
            {"contentVersion", "1", false},
            {"name", name, false},
            {"description", change->description, false},
            {"id", vmimage__arena_printf(&keep->arena, "urn:uuid:%s", id), false},
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
