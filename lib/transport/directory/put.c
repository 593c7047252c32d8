/*
 * SPDX-License-Identifier: Apache-2.0
 * An item with new content, in a folder of its own: where its files are, and what the item says. The files of the old one stay until the
 * list no longer names them.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/directory/keep.h"

#define FOLDER_NAME_MAX 60

const char *vmimage__keep_item_name(const struct vm_json *item)
{
    const char *name = vmimage__json_get_string(item, "name");

    return name != NULL ? name : "";
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

const char *vmimage__keep_find_descriptor(struct vm_keep *keep, const struct vm_json *item)
{
    const char *self = vmimage__json_get_string(item, "selfHref");

    return self != NULL ? find_file(keep, "", self) : NULL;
}

/* The files of an item go unless another one has them. */
void vmimage__keep_add_old_paths(struct vm_keep *keep, const struct vm_json *item)
{
    const char *self = vmimage__keep_find_descriptor(keep, item), *slash = self != NULL ? strrchr(self, '/') : NULL;
    const char *folder = slash != NULL ? vmimage__arena_strndup(&keep->arena, self, (size_t)(slash - self) + 1) : "";

    if (self != NULL)
        vmimage__keep_add_path(keep, self);
    for (const struct vm_json *f = vmimage__json_first(vmimage__json_get(item, "files")); f != NULL && folder != NULL;
         f = vmimage__json_next(f)) {
        const char *href = vmimage__vcsp_href(f), *path = NULL;

        if (href == NULL || href[0] == '\0')
            href = vmimage__keep_item_name(f);
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
static void write_files(const struct vm_edit *edit, const char *folder, struct vm_buf *buf)
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
static void write_metadata(const struct vm_edit *edit, const char *id, const char *version, struct vm_buf *buf)
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

vmimage_status vmimage__edit_commit(const struct vm_edit *edit, const char *text, vmimage_error **error)
{
    const struct vm_member member = {"version", edit->library_version, false};

    return vmimage__keep_commit(edit->keep, edit->item, text, &member, 1, error);
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

vmimage_status vmimage__put_prepare(struct vm_edit *edit, const char *name, vmimage_error **error)
{
    struct vm_keep *keep = edit->keep;
    vmimage_status status = choose_folder(keep, name, &edit->folder, error);

    if (status != VMIMAGE_OK)
        return status;
    note_new_paths(keep, edit->content, edit->folder);
    if (edit->item != NULL)
        vmimage__keep_add_old_paths(keep, edit->item);
    status = vmimage__keep_note(keep, error);
    if (status == VMIMAGE_OK && mkdirat(keep->tree->fd, VM_KEEP_STAGE, 0777) != 0)
        status = vmimage__keep_fail(keep, VM_KEEP_STAGE, errno, "make the folder", error);
    return status;
}

static vmimage_status write_item(struct vm_edit *edit, const struct vm_member *given, size_t count, struct vm_buf *text,
                                 vmimage_error **error)
{
    vm_auto_buf struct vm_buf files = VM_BUF_INIT(text->max), metadata = VM_BUF_INIT(text->max);
    struct vm_member members[VM_MEMBERS_MAX + 3];

    memcpy(members, given, count * sizeof(*members));
    write_files(edit, edit->folder, &files);
    if (strcmp(edit->content->type, "vcsp.ovf") == 0)
        write_metadata(edit, members[0].text, members[1].text, &metadata);
    members[count++] =
        (struct vm_member){"selfHref", vmimage__arena_printf(&edit->keep->arena, "%s/item.json", edit->folder), false};
    if (metadata.length != 0)
        members[count++] = (struct vm_member){"metadata", vmimage__buf_str(&metadata), true};
    members[count++] = (struct vm_member){"files", vmimage__buf_str(&files), true};
    text->status = files.status != VMIMAGE_OK ? files.status : metadata.status;
    if (edit->keep->arena.failed)
        return vmimage__fail_no_memory(error);
    vmimage__write_object(text, edit->item, members, count);
    return VMIMAGE_OK;
}

vmimage_status vmimage__put_commit(struct vm_edit *edit, const struct vm_member *members, size_t count,
                                   vmimage_error **error)
{
    const struct vm_keep *keep = edit->keep;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)vmimage__json_limits(keep->call->context).bytes);
    vmimage_status status = write_item(edit, members, count, &text, error);

    if (status == VMIMAGE_OK)
        status = vmimage__keep_write(keep, VM_KEEP_STAGE "/item.json", &text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_sync(keep, VM_KEEP_STAGE, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_rename(keep, VM_KEEP_STAGE, edit->folder, error);
    return status == VMIMAGE_OK ? vmimage__edit_commit(edit, vmimage__buf_str(&text), error) : status;
}
