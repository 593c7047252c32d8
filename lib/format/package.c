/*
 * SPDX-License-Identifier: Apache-2.0
 * Packages: one reader over all formats, and the rules for the files that a descriptor names.
 */
#include "format/package.h"

#include <inttypes.h>
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/ovf.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/ovf.h"
#include "model/ovf.h"

const struct vm_ovf *vmimage__package_ovf(const struct vm_package *package)
{
    return package->ovf != NULL ? &package->ovf->o : NULL;
}

/* Put the line of the descriptor into the error that was just made. */
static vmimage_status at_line(vmimage_status status, const struct vm_ovf_file *file, vmimage_error **error)
{
    vmimage__error_set_line(error, file->line);
    return status;
}

vmimage_status vmimage__check_href(const struct vm_ovf_file *file, const char *subject, vmimage_error **error)
{
    const char *href = file->href != NULL ? file->href : "";
    const char *colon = strstr(href, "://"), *bad = vmimage__bad_file_name(href);

    if (colon != NULL && strcspn(href, "/") == (size_t)(colon - href) + 1)
        return at_line(vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, subject,
                                     "%s:%" PRIu64 ": the file \"%s\" is on a web server; only files beside the "
                                     "descriptor are supported",
                                     subject, file->line, href),
                       file, error);
    if (bad != NULL)
        return at_line(vmimage__fail(error, VMIMAGE_E_INVALID, subject, "%s:%" PRIu64 ": the href \"%s\" %s", subject,
                                     file->line, href, bad),
                       file, error);
    return VMIMAGE_OK;
}

vmimage_status vmimage__check_size(const struct vm_ovf_file *file, uint64_t size, const char *subject,
                                   vmimage_error **error)
{
    if (file->size == 0 || file->size == size)
        return VMIMAGE_OK;
    return at_line(vmimage__fail(error, VMIMAGE_E_INTEGRITY, subject,
                                 "%s:%" PRIu64 ": the file \"%s\" has %" PRIu64
                                 " bytes, but the descriptor says %" PRIu64,
                                 subject, file->line, file->href, size, file->size),
                   file, error);
}

vmimage_status vmimage__decode_href(const char *href, char **decoded, vmimage_error **error)
{
    size_t used = 0;
    char *copy;

    *decoded = NULL;
    if (strchr(href, '%') == NULL)
        return VMIMAGE_OK;
    copy = vmimage__strdup(href);
    if (copy == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; href[i] != '\0'; i++) {
        int high = href[i] == '%' ? vmimage__hex_value(href[i + 1]) : -1;
        int low = high >= 0 ? vmimage__hex_value(href[i + 2]) : -1;

        if (low < 0 || high + low == 0) {
            copy[used++] = href[i];
        } else {
            copy[used++] = (char)(high * 16 + low);
            i += 2;
        }
    }
    copy[used] = '\0';
    *decoded = copy;
    return VMIMAGE_OK;
}

static vmimage_status parse(struct vm_package *package, const struct vm_source *source, uint64_t offset,
                            uint64_t length, const char *subject, const vmimage_context *context, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text =
        VM_BUF_INIT((size_t)vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES));
    vmimage_status status;

    if (length > text.max)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject,
                             "%s: the descriptor has %" PRIu64 " bytes; at most %zu are allowed", subject, length,
                             text.max);
    status = vmimage__source_append(source, offset, length, &text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__ovf_parse(vmimage__buf_str(&text), text.length, context, subject, &package->ovf, error);
    return status;
}

/* The member that an href means: relative to the folder of the descriptor, as it should be, or to the archive. */
static const struct vm_ova_member *find_member(const struct vm_ova *ova, const char *href)
{
    const char *descriptor = ova->members[ova->descriptor].name, *slash = strrchr(descriptor, '/');
    size_t folder = slash != NULL ? (size_t)(slash - descriptor) + 1 : 0;

    for (size_t i = 0; folder != 0 && i < ova->count; i++) {
        if (strncmp(ova->members[i].name, descriptor, folder) == 0 && strcmp(ova->members[i].name + folder, href) == 0)
            return &ova->members[i];
    }
    return vmimage__ova_find(ova, href);
}

static vmimage_status no_member(const struct vm_ovf_file *file, const char *name, const char *subject,
                                vmimage_error **error)
{
    return at_line(vmimage__fail(error, VMIMAGE_E_NOT_FOUND, subject,
                                 "%s:%" PRIu64 ": the archive has no member \"%s\", which the descriptor names",
                                 subject, file->line, name),
                   file, error);
}

/* The pieces of a file that was cut: NAME.000000000, NAME.000000001, ... until its size is reached. */
static vmimage_status check_chunks(const struct vm_ova *ova, const struct vm_ovf_file *file, const char *subject,
                                   vmimage_error **error)
{
    vm_auto_buf struct vm_buf name = VM_BUF_INIT(65536);
    uint64_t total = 0;

    for (size_t i = 0; i <= ova->count && (total < file->size || i == 0); i++) {
        const struct vm_ova_member *member;

        vmimage__buf_reset(&name);
        vmimage__buf_printf(&name, "%s.%09zu", file->href, i);
        if (name.status != VMIMAGE_OK)
            return vmimage__fail_no_memory(error);
        member = find_member(ova, vmimage__buf_str(&name));
        if (member == NULL)
            return no_member(file, vmimage__buf_str(&name), subject, error);
        total += member->size;
    }
    return vmimage__check_size(file, total, subject, error);
}

/* A file that the descriptor of an OVA names: a member, or the members that it was cut into. */
static vmimage_status check_member(const struct vm_ova *ova, const struct vm_ovf_file *file, const char *subject,
                                   vmimage_error **error)
{
    vm_auto_str char *decoded = NULL;
    const struct vm_ova_member *member;
    vmimage_status status = vmimage__check_href(file, subject, error);

    if (status == VMIMAGE_OK)
        status = vmimage__decode_href(file->href, &decoded, error);
    if (status != VMIMAGE_OK)
        return status;
    member = find_member(ova, file->href);
    if (member == NULL && decoded != NULL)
        member = find_member(ova, decoded);
    if (member == NULL && file->chunk_size.set)
        return check_chunks(ova, file, subject, error);
    if (member == NULL)
        return no_member(file, file->href, subject, error);
    return vmimage__check_size(file, member->size, subject, error);
}

static vmimage_status read_ova(struct vm_package *package, const struct vm_source *source,
                               const vmimage_context *context, vmimage_error **error)
{
    const struct vm_ova_member *member;
    const struct vm_ovf *ovf;
    const char *subject;
    vmimage_status status = vmimage__ova_read(&package->ova, source, context, false, error);

    if (status != VMIMAGE_OK)
        return status;
    member = &package->ova.members[package->ova.descriptor];
    subject = vmimage__arena_printf(&package->ova.arena, "%s: %s", source->name, member->name);
    if (subject == NULL)
        return vmimage__fail_no_memory(error);
    status = parse(package, source, member->offset, member->size, subject, context, error);
    ovf = vmimage__package_ovf(package);
    for (size_t i = 0; status == VMIMAGE_OK && i < ovf->file_count; i++)
        status = check_member(&package->ova, &ovf->files[i], subject, error);
    return status;
}

vmimage_status vmimage__package_read(struct vm_package *package, const struct vm_source *source,
                                     const vmimage_context *context, vmimage_error **error)
{
    vmimage_status status;

    memset(package, 0, sizeof(*package));
    status = vmimage__sniff(source, &package->kind, error);
    if (status != VMIMAGE_OK)
        return status;
    switch (package->kind) {
    case VM_FILE_OVF:
        return parse(package, source, 0, source->size, source->name, context, error);
    case VM_FILE_OVA:
        return read_ova(package, source, context, error);
    case VM_FILE_ISO:
        return vmimage__iso_read(&package->iso, source, error);
    case VM_FILE_VMDK:
        return vmimage__vmdk_read(&package->vmdk, source, error);
    default:
        return vmimage__refuse_kind(source, package->kind, error);
    }
}

void vmimage__package_release(struct vm_package *package)
{
    vmimage__ova_release(&package->ova);
    package->ovf = vmimage_ovf_unref(package->ovf);
}
