/*
 * SPDX-License-Identifier: Apache-2.0
 * What becomes an item: a descriptor with the files that it names, the members of an archive, or a disc. All files of an item
 * lie flat in one folder, so that every reader finds them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "model/ovf.h"
#include "transport/directory/keep.h"

/* Open the folder that the file is really in; *name is the file in it. */
static vmimage_status open_folder(struct vm_content *content, const char *path, const char **name,
                                  vmimage_error **error)
{
    char real[PATH_MAX];
    char *slash = realpath(path, real) != NULL ? strrchr(real, '/') : NULL;

    if (slash == NULL)
        return vmimage__fail_errno(error, errno, path, "open it");
    *name = vmimage__arena_strdup(&content->arena, slash + 1);
    if (*name == NULL)
        return vmimage__fail_no_memory(error);
    slash[slash == real] = '\0';
    return vmimage__tree_open(&content->tree, real, false, error);
}

static vmimage_status refuse_name(const struct vm_content *content, const char *name, const char *why,
                                  vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, content->draft.subject, "%s: the file \"%s\" %s",
                         content->draft.subject, name, why);
}

static vmimage_status add_part(struct vm_content *content, const char *name, const char *path, uint64_t offset,
                               uint64_t size, vmimage_error **error)
{
    const char *bad = vmimage__bad_file_name(name);

    if (strchr(name, '/') != NULL)
        bad = "is in a sub-folder of its package; the files of an item of a library lie beside each other";
    else if (name[0] == '.' || strcmp(name, "item.json") == 0)
        bad = "has a name that libraries need themselves";
    if (bad != NULL)
        return refuse_name(content, name, bad, error);
    for (size_t i = 0; i < content->count; i++) {
        if (strcmp(content->parts[i].name, name) == 0)
            return VMIMAGE_OK; /* named twice by the descriptor */
    }
    if (!vmimage__arena_grow(&content->arena, &content->parts, content->count, &content->capacity,
                             sizeof(*content->parts)))
        return vmimage__fail_no_memory(error);
    content->parts[content->count++] = (struct vm_part){
        .name = vmimage__arena_strdup(&content->arena, name), .path = path, .offset = offset, .size = size};
    content->size += size;
    return content->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* A file of the draft: an href finds it as it is, or without its percent-encoding, which is then its name. */
static vmimage_status add_file(struct vm_content *content, const char *name, uint64_t size, vmimage_error **error)
{
    vm_auto_str char *decoded = NULL;
    const char *alias = NULL;
    struct vm_place place;
    size_t before = content->count;
    vmimage_status status = vmimage__decode_href(name, &decoded, error);

    if (status == VMIMAGE_OK && decoded != NULL &&
        vmimage__tree_look(&content->tree, name, &place, NULL) == VMIMAGE_E_NOT_FOUND) {
        alias = name;
        name = decoded;
    }
    if (status == VMIMAGE_OK)
        status = vmimage__tree_look(&content->tree, name, &place, error);
    if (status != VMIMAGE_OK)
        return status;
    status = add_part(content, name, vmimage__arena_strdup(&content->arena, place.path), 0, size, error);
    if (status == VMIMAGE_OK && content->count != before)
        content->parts[before].alias = vmimage__arena_strdup(&content->arena, alias);
    return status;
}

static vmimage_status add_files(struct vm_content *content, const char *name, vmimage_error **error)
{
    const vmimage_item *item = content->draft.item;
    vmimage_status status = vmimage__draft_add_references(&content->draft, name, false, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < item->o.file_count; i++)
        status = add_file(content, item->o.files[i].name, content->draft.sizes[i], error);
    return status;
}

/* Members are named from the folder of the descriptor, which all packers but few put at the top. */
static vmimage_status add_members(struct vm_content *content, const struct vm_place *place, vmimage_error **error)
{
    const struct vm_ova *ova = &content->draft.package.ova;
    const char *descriptor = ova->members[ova->descriptor].name, *slash = strrchr(descriptor, '/');
    size_t folder = slash != NULL ? (size_t)(slash - descriptor) + 1 : 0;
    vmimage_status status =
        vmimage__tree_source(&content->tree, place, content->draft.subject, &content->archive, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < ova->count; i++) {
        const struct vm_ova_member *member = &ova->members[i];
        bool below = folder != 0 && strncmp(member->name, descriptor, folder) == 0;

        status = add_part(content, member->name + (below ? folder : 0), NULL, member->offset, member->size, error);
    }
    return status;
}

static vmimage_status read_file(struct vm_content *content, const struct vm_listing *listing, const char *name,
                                vmimage_error **error)
{
    static const char nobody[VM_UUID_SIZE] = "00000000-0000-0000-0000-000000000000";
    struct vm_place place;
    const struct vm_ovf *ovf;
    vmimage_status status = vmimage__draft_start(&content->draft, listing, name, nobody, error);

    if (status == VMIMAGE_OK)
        status = vmimage__tree_look(&content->tree, name, &place, error);
    if (status == VMIMAGE_OK)
        status = vmimage__draft_read(&content->draft, name, &place, true, error);
    if (status != VMIMAGE_OK)
        return status;
    if (!vmimage__has_extension(name, ".ovf") && !vmimage__has_extension(name, ".ova") &&
        !vmimage__has_extension(name, ".iso"))
        return refuse_name(content, name, "makes no item; files with the extensions .ovf, .ova and .iso do", error);
    ovf = vmimage__package_ovf(&content->draft.package);
    content->collection = ovf != NULL && ovf->collection_set;
    content->type = ovf != NULL ? "vcsp.ovf" : "vcsp.iso";
    content->modified = place.modified;
    if (content->draft.package.kind == VM_FILE_OVA)
        return add_members(content, &place, error);
    status = vmimage__draft_add_file(&content->draft, name, &place, error);
    if (status == VMIMAGE_OK)
        status = add_files(content, name, error);
    content->modified = content->draft.modified;
    return status;
}

/* Name of the descriptor among the parts; NULL for a disc. */
static const char *descriptor_of(const struct vm_content *content, const char *name)
{
    const struct vm_package *package = &content->draft.package;
    const char *path, *slash;

    if (vmimage__package_ovf(package) == NULL)
        return NULL;
    path = package->kind == VM_FILE_OVA ? package->ova.members[package->ova.descriptor].name : name;
    slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

vmimage_status vmimage__content_open(struct vm_content *content, const char *path, bool make_manifest,
                                     const struct vm_call *call, vmimage_error **error)
{
    static const struct vm_library nowhere;
    static const struct vm_sink none;
    struct vm_listing listing = {.tree = &content->tree, .call = call, .library = &nowhere, .sink = &none};
    const char *name = NULL, *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(base, '.'), *descriptor;
    vmimage_status status;

    memset(content, 0, sizeof(*content));
    content->tree.fd = -1;
    content->archive = (struct vm_source)VM_SOURCE_INIT;
    content->label =
        vmimage__arena_strndup(&content->arena, base, dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base));
    status = content->label != NULL ? open_folder(content, path, &name, error) : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = read_file(content, &listing, name, error);
    content->draft.listing = NULL; /* it is gone */
    descriptor = status == VMIMAGE_OK ? descriptor_of(content, name) : NULL;
    if (descriptor != NULL)
        status = vmimage__content_manifest(content, descriptor, make_manifest, call, error);
    return status;
}

void vmimage__content_release(struct vm_content *content)
{
    vmimage__source_close(&content->archive);
    if (content->draft.item != NULL)
        vmimage__draft_release(&content->draft);
    vmimage__tree_close(&content->tree);
    vmimage__manifest_release(&content->manifest);
    vmimage__arena_release(&content->arena);
}

/* That the source is still what was looked at: what is in the library has the size that the list says. */
static vmimage_status check_unchanged(const struct vm_source *source, uint64_t size, vmimage_error **error)
{
    struct stat st;

    if (fstat(source->fd, &st) != 0)
        return vmimage__fail_errno(error, errno, source->name, "read its size");
    if ((uint64_t)st.st_size == size && (int64_t)st.st_mtime == source->modified)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_CONFLICT, source->name, "%s: was changed while it was copied", source->name);
}

/* Copy the bytes; the digests that are wanted become the part's. */
static vmimage_status copy_bytes(struct vm_part *part, const struct vm_source *source, int out, const char *subject,
                                 const struct vm_call *call, vmimage_error **error)
{
    struct vm_digest digest = {{NULL}};
    vmimage_status status = VMIMAGE_OK;

    if (part->kinds != 0)
        status = vmimage__digest_start(&digest, part->kinds, error);
    if (status == VMIMAGE_OK)
        status = vmimage__copy_bytes(source, part->offset, part->size, out, subject, call,
                                     part->kinds != 0 ? &digest : NULL, error);
    if (status == VMIMAGE_OK)
        status = vmimage__digest_finish(&digest, &part->digests, error);
    vmimage__digest_release(&digest);
    return status;
}

static vmimage_status copy_to(const struct vm_content *content, struct vm_part *part, const struct vm_source *source,
                              int out, const char *subject, const struct vm_call *call, vmimage_error **error)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = (time_t)source->modified}};
    vmimage_status status = copy_bytes(part, source, out, subject, call, error);

    if (status == VMIMAGE_OK)
        status = check_unchanged(source, source == &content->archive ? source->size : part->size, error);
    if (status == VMIMAGE_OK)
        status = vmimage__content_compare(content, part, error);
    if (status == VMIMAGE_OK && (futimens(out, times) != 0 || fsync(out) != 0))
        status = vmimage__fail_errno(error, errno, subject, "write it");
    return status;
}

static vmimage_status copy_part(const struct vm_content *content, struct vm_part *part, const struct vm_keep *keep,
                                const char *path, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_source struct vm_source own = VM_SOURCE_INIT;
    struct vm_place place = {.is_file = true};
    const char *subject = vmimage__tree_name(keep->tree, &arena, path);
    const char *from = part->path != NULL ? vmimage__tree_name(&content->tree, &arena, part->path) : "";
    vmimage_status status = subject != NULL && from != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    int out;

    if (status == VMIMAGE_OK && part->path != NULL) {
        memcpy(place.path, part->path, strlen(part->path) + 1);
        status = vmimage__tree_source(&content->tree, &place, from, &own, error);
    }
    if (status == VMIMAGE_OK) {
        out = openat(keep->tree->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        status = out >= 0 ? copy_to(content, part, part->path != NULL ? &own : &content->archive, out, subject,
                                    keep->call, error)
                          : vmimage__fail_errno(error, errno, subject, "write it");
        if (out >= 0 && close(out) != 0 && status == VMIMAGE_OK)
            status = vmimage__fail_errno(error, errno, subject, "write it");
    }
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status write_manifest(const struct vm_content *content, const struct vm_keep *keep, const char *path,
                                     vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(SIZE_MAX);

    vmimage__content_write_manifest(content, &text);
    return vmimage__keep_write(keep, path, &text, error);
}

vmimage_status vmimage__content_copy(struct vm_content *content, const struct vm_keep *keep, const char *folder,
                                     vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vmimage_status status = VMIMAGE_OK;

    if (keep->call->progress != NULL) {
        atomic_store(&keep->call->progress->done, 0);
        atomic_store(&keep->call->progress->total, content->size);
    }
    for (size_t i = 0; status == VMIMAGE_OK && i < content->count; i++) {
        const char *path = vmimage__arena_printf(&arena, "%s/%s", folder, content->parts[i].name);

        if (path == NULL)
            status = vmimage__fail_no_memory(error);
        else
            status = content->parts[i].made ? write_manifest(content, keep, path, error)
                                            : copy_part(content, &content->parts[i], keep, path, error);
    }
    vmimage__arena_release(&arena);
    return status;
}
