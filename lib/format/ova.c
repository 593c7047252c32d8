/*
 * SPDX-License-Identifier: Apache-2.0
 * What an OVA may contain, checked for each member of the archive.
 */
#include "format/ova.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <vmimage/context.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/utf8.h"
#include "format/tar.h"

#define PART_MAX 255

bool vmimage__has_extension(const char *name, const char *extension)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    size_t length = strlen(base), tail = strlen(extension);

    return length > tail && vmimage__ascii_equal(base + length - tail, extension) && strncmp(base, "._", 2) != 0;
}

const char *vmimage__bad_file_name(const char *name)
{
    size_t length = strlen(name);

    if (length == 0)
        return "is empty";
    if (name[0] == '/')
        return "is absolute";
    if (vmimage__utf8_valid(name, length) != length)
        return "is not valid UTF-8";
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7F)
            return "has a control character in it";
        if (name[i] == '\\')
            return "has a backslash in it";
    }
    while (*name != '\0') {
        size_t part = strcspn(name, "/");

        if (part == 2 && name[0] == '.' && name[1] == '.')
            return "has \"..\" in it";
        if (part > PART_MAX)
            return "has a part of more than 255 bytes";
        name += part + (name[part] == '/');
    }
    return NULL;
}

void vmimage__ova_release(struct vm_ova *ova)
{
    vmimage__arena_release(&ova->arena);
    memset(ova, 0, sizeof(*ova));
}

const struct vm_ova_member *vmimage__ova_find(const struct vm_ova *ova, const char *name)
{
    for (size_t i = 0; i < ova->count; i++) {
        if (strcmp(ova->members[i].name, name) == 0)
            return &ova->members[i];
    }
    return NULL;
}

static const char *refusal(enum vm_tar_type type)
{
    switch (type) {
    case VM_TAR_HARD_LINK:
    case VM_TAR_SYMBOLIC_LINK:
        return "is a link; only files are allowed";
    case VM_TAR_CHARACTER_DEVICE:
    case VM_TAR_BLOCK_DEVICE:
    case VM_TAR_FIFO:
        return "is a device; only files are allowed";
    case VM_TAR_SPARSE:
        return "is stored as a sparse file, which vSphere does not read; make the archive without --sparse";
    default:
        return "is of an unknown type";
    }
}

static vmimage_status refuse(const struct vm_source *source, const struct vm_tar_member *member, const char *why,
                             vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INVALID, source->name, "%s: member \"%s\" at offset %" PRIu64 ": %s",
                         source->name, member->name, member->header, why);
}

static const char *without_dots(const char *name)
{
    while (name[0] == '.' && name[1] == '/') {
        name += 2;
        name += strspn(name, "/");
    }
    return name;
}

static vmimage_status add_member(struct vm_ova *ova, const struct vm_source *source, const struct vm_tar_member *member,
                                 vmimage_error **error)
{
    const char *name = without_dots(member->name);
    const char *bad = vmimage__bad_file_name(name);
    struct vm_ova_member *new;

    if (member->type == VM_TAR_FOLDER && (bad == NULL || strcmp(name, "") == 0 || strcmp(name, ".") == 0))
        return VMIMAGE_OK;
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, source->name,
                             "%s: member \"%s\" at offset %" PRIu64 ": its name %s", source->name, member->name,
                             member->header, bad);
    if (member->type != VM_TAR_FILE)
        return refuse(source, member, refusal(member->type), error);
    if (!vmimage__arena_grow(&ova->arena, &ova->members, ova->count, &ova->capacity, sizeof(*new)))
        return vmimage__fail_no_memory(error);
    new = &ova->members[ova->count];
    *new = (struct vm_ova_member){.name = vmimage__arena_strdup(&ova->arena, name),
                                  .header = member->header,
                                  .offset = member->offset,
                                  .size = member->size};
    if (new->name == NULL)
        return vmimage__fail_no_memory(error);
    ova->count++;
    return VMIMAGE_OK;
}

/* Whether the member just added is the descriptor; a second one is refused. */
static vmimage_status note_descriptor(struct vm_ova *ova, const struct vm_source *source, bool *found,
                                      vmimage_error **error)
{
    const struct vm_ova_member *last = &ova->members[ova->count - 1];

    if (!vmimage__has_extension(last->name, ".ovf"))
        return VMIMAGE_OK;
    if (*found)
        return vmimage__fail(error, VMIMAGE_E_INVALID, source->name,
                             "%s: has two descriptors, \"%s\" at offset %" PRIu64 " and \"%s\" at offset %" PRIu64
                             "; an OVA has one",
                             source->name, ova->members[ova->descriptor].name, ova->members[ova->descriptor].header,
                             last->name, last->header);
    *found = true;
    ova->descriptor = ova->count - 1;
    return VMIMAGE_OK;
}

static int by_name(const void *a, const void *b)
{
    const struct vm_ova_member *const *left = a, *const *right = b;
    int order = strcmp((*left)->name, (*right)->name);

    return order != 0 ? order : ((*left)->header > (*right)->header) - ((*left)->header < (*right)->header);
}

static vmimage_status check_duplicates(const struct vm_ova *ova, const struct vm_source *source, vmimage_error **error)
{
    const struct vm_ova_member **sorted = vmimage__calloc(ova->count, sizeof(*sorted));
    vmimage_status status = VMIMAGE_OK;

    if (sorted == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < ova->count; i++)
        sorted[i] = &ova->members[i];
    qsort(sorted, ova->count, sizeof(*sorted), by_name);
    for (size_t i = 1; i < ova->count && status == VMIMAGE_OK; i++) {
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
            status =
                vmimage__fail(error, VMIMAGE_E_INVALID, source->name,
                              "%s: has two members of the name \"%s\", at offset %" PRIu64 " and at offset %" PRIu64,
                              source->name, sorted[i]->name, sorted[i - 1]->header, sorted[i]->header);
    }
    vmimage__free(sorted);
    return status;
}

static vmimage_status read_members(struct vm_ova *ova, const struct vm_source *source, uint64_t limit,
                                   bool descriptor_only, bool *found, vmimage_error **error)
{
    struct vm_tar tar;
    struct vm_tar_member member;
    uint64_t entries = 0;

    vmimage__tar_start(&tar, source);
    for (;;) {
        size_t before = ova->count;
        vmimage_status status = vmimage__tar_next(&tar, &member, error);

        if (status == VMIMAGE_DONE) {
            ova->complete = true;
            return VMIMAGE_OK;
        }
        if (status == VMIMAGE_OK && ++entries > limit)
            return vmimage__fail(error, VMIMAGE_E_LIMIT, source->name,
                                 "%s: has more than the %" PRIu64 " members that are allowed", source->name, limit);
        if (status == VMIMAGE_OK)
            status = add_member(ova, source, &member, error);
        if (status == VMIMAGE_OK && ova->count != before)
            status = note_descriptor(ova, source, found, error);
        if (status != VMIMAGE_OK || (descriptor_only && *found && ova->count == 1))
            return status;
    }
}

vmimage_status vmimage__ova_read(struct vm_ova *ova, const struct vm_source *source, const vmimage_context *context,
                                 bool descriptor_only, vmimage_error **error)
{
    uint64_t limit = vmimage_context_limit(context, VMIMAGE_LIMIT_ARCHIVE_MEMBERS);
    bool found = false;
    vmimage_status status;

    memset(ova, 0, sizeof(*ova));
    status = read_members(ova, source, limit, descriptor_only, &found, error);
    if (status != VMIMAGE_OK)
        return status;
    if (!found)
        return vmimage__fail(error, VMIMAGE_E_INVALID, source->name,
                             "%s: has no descriptor: none of its %zu members is an .ovf file", source->name,
                             ova->count);
    return check_duplicates(ova, source, error);
}
