/*
 * SPDX-License-Identifier: Apache-2.0
 * One file on its own: what is in it, and the image that it gives. It is read as the only item of a plain folder would be,
 * so that both give the same image.
 */
#include <vmimage/package.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <vmimage/image.h>

#include "base/error.h"
#include "base/refs.h"
#include "engine/split.h"
#include "format/ovf.h"
#include "model/reconcile.h"
#include "transport/directory/place.h"

#define NO_TIME "1970-01-01T00:00:00Z"

struct package_file {
    const char *name;
    uint64_t size;
    bool present;
};

struct vmimage_package {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_package content;
    vmimage_image *image;
    vmimage_error *refusal; /* what the descriptor is refused for, though it could be read */
    struct package_file *files;
    size_t file_count, file_capacity;
};

static void add_file(vmimage_package *package, const char *name, uint64_t size, bool present)
{
    if (!vmimage__arena_grow(&package->arena, &package->files, package->file_count, &package->file_capacity,
                             sizeof(*package->files)))
        return;
    package->files[package->file_count++] =
        (struct package_file){.name = vmimage__arena_strdup(&package->arena, name), .size = size, .present = present};
}

/* Index of the item's file with the name, or the number of files. */
static size_t find_file(const vmimage_item *item, const char *name)
{
    size_t i = 0;

    while (i < item->o.file_count && strcmp(item->o.files[i].name, name) != 0)
        i++;
    return i;
}

/* Members of an OVA; else the files of the item, and those that the descriptor names but that are not there. */
static void add_files(vmimage_package *package, const struct vm_draft *draft)
{
    const vmimage_item *item = draft->item;
    const struct vm_ova *ova = &package->content.ova;
    const struct vm_ovf *ovf = vmimage__package_ovf(&package->content);

    if (package->content.kind == VM_FILE_OVA) {
        for (size_t i = 0; i < ova->count; i++)
            add_file(package, ova->members[i].name, ova->members[i].size, true);
        return;
    }
    for (size_t i = 0; i < item->o.file_count; i++)
        add_file(package, item->o.files[i].name, draft->sizes[i], true);
    for (size_t i = 0; ovf != NULL && i < ovf->file_count; i++) {
        if (!ovf->files[i].chunk_size.set && find_file(item, ovf->files[i].href) == item->o.file_count)
            add_file(package, ovf->files[i].href, ovf->files[i].size, false);
    }
}

static vmimage_status derive(vmimage_package *package, vmimage_item *item, const vmimage_context *context,
                             vmimage_error **error)
{
    const char *now = item->o.last_modified_time != NULL ? item->o.last_modified_time : NO_TIME;

    if (package->content.kind == VM_FILE_VMDK)
        return VMIMAGE_OK;
    vmimage__condition_set(&item->o.conditions, &item->arena, "Ready", "True", NULL, NULL, now);
    if (item->arena.failed)
        return vmimage__fail_no_memory(error);
    return vmimage__derive_image(&item->o, vmimage__package_ovf(&package->content), NULL, now, context, &package->image,
                                 &package->refusal, error);
}

static const char *cut(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return slash + 1;
}

vmimage_status vmimage__split_path(const char *path, struct vm_split *split, vmimage_error **error)
{
    if (strlen(path) >= sizeof(split->given))
        return vmimage__fail_errno(error, ENAMETOOLONG, "the path", "open the file");
    memcpy(split->given, path, strlen(path) + 1);
    if (realpath(path, split->real) == NULL)
        return vmimage__fail_errno(error, errno, path, "open it");
    split->real_name = cut(split->real);
    split->given_name = cut(split->given);
    if (split->real_name == NULL || split->real_name[0] == '\0' ||
        (split->given_name != NULL && split->given_name[0] == '\0'))
        return vmimage__fail(error, VMIMAGE_E_INVALID, path, "%s: is a folder, not a file", path);
    return VMIMAGE_OK;
}

/* Messages name the file as the program did: the folder that they begin with is the given one, or none. */
vmimage_status vmimage__split_open(const struct vm_split *split, struct vm_tree *tree, vmimage_error **error)
{
    const char *shown = split->given_name == NULL ? "" : split->given[0] == '\0' ? "/" : split->given;
    vmimage_status status = vmimage__tree_open(tree, split->real[0] != '\0' ? split->real : "/", false, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__free(tree->path);
    tree->path = vmimage__strdup(shown);
    if (tree->path != NULL)
        return VMIMAGE_OK;
    vmimage__tree_close(tree);
    return vmimage__fail_no_memory(error);
}

static vmimage_status read_package(vmimage_package *package, const vmimage_context *context,
                                   const struct vm_split *split, vmimage_error **error)
{
    static const struct vm_library nowhere; /* the library plays no part in an image */
    static const struct vm_sink none;
    struct vm_call call = {.context = context};
    struct vm_tree tree;
    struct vm_listing listing = {.tree = &tree, .call = &call, .library = &nowhere, .sink = &none};
    struct vm_draft draft;
    vmimage_status status = vmimage__split_open(split, &tree, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__plain_file(&listing, split->given_name != NULL ? split->given_name : split->given,
                                 split->real_name, &draft, error);
    if (status == VMIMAGE_OK) {
        package->content = draft.package;
        memset(&draft.package, 0, sizeof(draft.package));
        add_files(package, &draft);
        status = package->arena.failed ? vmimage__fail_no_memory(error) : derive(package, draft.item, context, error);
        vmimage__draft_release(&draft);
    }
    vmimage__tree_close(&tree);
    return status;
}

vmimage_status vmimage_package_open(vmimage_context *context, const char *path, vmimage_package **package,
                                    vmimage_error **error)
{
    struct vm_split split;
    vmimage_package *new;
    vmimage_status status;

    VM_REQUIRE(package != NULL, error);
    *package = NULL;
    VM_REQUIRE(path != NULL, error);
    status = vmimage__split_path(path, &split, error);
    if (status != VMIMAGE_OK)
        return status;
    new = vmimage__calloc(1, sizeof(*new));
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&new->refs);
    status = read_package(new, context, &split, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "read package");
        vmimage_package_unref(new);
        return status;
    }
    *package = new;
    return VMIMAGE_OK;
}

vmimage_package *vmimage_package_ref(vmimage_package *package)
{
    if (package != NULL)
        vmimage__refs_take(&package->refs);
    return package;
}

vmimage_package *vmimage_package_unref(vmimage_package *package)
{
    if (package == NULL || !vmimage__refs_drop(&package->refs))
        return NULL;
    vmimage_image_unref(package->image);
    vmimage_error_unref(package->refusal);
    vmimage__package_release(&package->content);
    vmimage__arena_release(&package->arena);
    vmimage__free(package);
    return NULL;
}

vmimage_status vmimage_image_from_file(vmimage_context *context, const char *path, vmimage_image **image,
                                       vmimage_error **error)
{
    vmimage_package *package = NULL;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    status = vmimage_package_open(context, path, &package, error);
    if (status == VMIMAGE_OK && package->image == NULL)
        status = vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, path,
                               "%s: is a disk (VMDK) without a descriptor; an image needs an .ovf or .ova", path);
    if (status == VMIMAGE_OK && package->refusal != NULL) {
        status = vmimage_error_status(package->refusal);
        if (error != NULL) {
            vmimage_error_unref(*error);
            *error = vmimage_error_ref(package->refusal);
        }
    }
    if (status == VMIMAGE_OK)
        *image = vmimage_image_ref(package->image);
    vmimage_package_unref(package);
    return status;
}

static const struct vm_vmdk *disk_of(const vmimage_package *package)
{
    return package != NULL && package->content.kind == VM_FILE_VMDK ? &package->content.vmdk : NULL;
}

static const char *text_or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

const char *vmimage_package_kind(const vmimage_package *package)
{
    return package != NULL ? vmimage__kind_name(package->content.kind) : NULL;
}

vmimage_image *vmimage_package_image(const vmimage_package *package)
{
    return package != NULL ? package->image : NULL;
}

vmimage_error *vmimage_package_refusal(const vmimage_package *package)
{
    return package != NULL ? package->refusal : NULL;
}

vmimage_ovf *vmimage_package_ovf(const vmimage_package *package)
{
    return package != NULL ? package->content.ovf : NULL;
}

size_t vmimage_package_file_count(const vmimage_package *package)
{
    return package != NULL ? package->file_count : 0;
}

static const struct package_file *file_at(const vmimage_package *package, size_t index)
{
    return package != NULL && index < package->file_count ? &package->files[index] : NULL;
}

const char *vmimage_package_file_name(const vmimage_package *package, size_t index)
{
    const struct package_file *file = file_at(package, index);

    return file != NULL ? file->name : NULL;
}

uint64_t vmimage_package_file_size(const vmimage_package *package, size_t index)
{
    const struct package_file *file = file_at(package, index);

    return file != NULL ? file->size : 0;
}

int32_t vmimage_package_file_is_present(const vmimage_package *package, size_t index)
{
    const struct package_file *file = file_at(package, index);

    return file != NULL && file->present;
}

const char *vmimage_package_volume(const vmimage_package *package)
{
    return package != NULL ? text_or_null(package->content.iso.volume) : NULL;
}

const char *vmimage_package_disk_format(const vmimage_package *package)
{
    static const char *const names[] = {"sparse", "COWD", "descriptor"};
    const struct vm_vmdk *disk = disk_of(package);

    if (disk == NULL)
        return NULL;
    return disk->kind == VM_VMDK_SPARSE && disk->stream_optimized ? "streamOptimized" : names[disk->kind];
}

uint32_t vmimage_package_disk_version(const vmimage_package *package)
{
    return disk_of(package) != NULL ? disk_of(package)->version : 0;
}

uint64_t vmimage_package_disk_capacity(const vmimage_package *package)
{
    return disk_of(package) != NULL ? disk_of(package)->capacity : 0;
}

uint64_t vmimage_package_disk_grain_size(const vmimage_package *package)
{
    return disk_of(package) != NULL ? disk_of(package)->grain_size : 0;
}

int32_t vmimage_package_disk_is_compressed(const vmimage_package *package)
{
    return disk_of(package) != NULL && disk_of(package)->compressed;
}

const char *vmimage_package_disk_create_type(const vmimage_package *package)
{
    return disk_of(package) != NULL ? text_or_null(disk_of(package)->create_type) : NULL;
}

const char *vmimage_package_disk_adapter_type(const vmimage_package *package)
{
    return disk_of(package) != NULL ? text_or_null(disk_of(package)->adapter_type) : NULL;
}
