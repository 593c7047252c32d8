/*
 * SPDX-License-Identifier: Apache-2.0
 * The manifest of a package that is copied into a library: which digests its files are to have, whether they do, and one for a package
 * that has none. The digests themselves are computed while the files are copied.
 */
#include <inttypes.h>
#include <string.h>

#include <vmimage/context.h>

#include "base/ascii.h"
#include "base/error.h"
#include "transport/directory/keep.h"

static const struct vm_part *find_part(const struct vm_content *content, const char *name)
{
    for (size_t i = 0; i < content->count; i++) {
        if (vmimage__ascii_equal(content->parts[i].name, name))
            return &content->parts[i];
    }
    return NULL;
}

static struct vm_manifest_entry *entries_of(const struct vm_content *content, const struct vm_part *part, size_t *count)
{
    struct vm_manifest_entry *entries = vmimage__manifest_find(&content->manifest, part->name, count);

    return entries == NULL && part->alias != NULL ? vmimage__manifest_find(&content->manifest, part->alias, count)
                                                  : entries;
}

static vmimage_status read_text(struct vm_content *content, const struct vm_part *part, struct vm_buf *text,
                                vmimage_error **error)
{
    return part->path != NULL ? vmimage__tree_read(&content->tree, part->path, text, error)
                              : vmimage__source_append(&content->archive, part->offset, part->size, text, error);
}

static vmimage_status read_manifest(struct vm_content *content, const struct vm_part *part,
                                    const vmimage_context *context, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text =
        VM_BUF_INIT((size_t)vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES));
    vmimage_status status = read_text(content, part, &text, error);

    if (status != VMIMAGE_OK)
        return status;
    content->manifest_name = part->name;
    status = vmimage__manifest_read(&content->manifest, vmimage__buf_str(&text), text.length,
                                    vmimage_context_limit(context, VMIMAGE_LIMIT_ARCHIVE_MEMBERS), part->name, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < content->count; i++) {
        size_t count = 0;
        const struct vm_manifest_entry *entries = entries_of(content, &content->parts[i], &count);

        for (size_t k = 0; k < count; k++)
            content->parts[i].kinds |= 1U << entries[k].kind;
    }
    return status;
}

void vmimage__content_write_manifest(const struct vm_content *content, struct vm_buf *text)
{
    for (size_t i = 0; i < content->count; i++) {
        const struct vm_part *part = &content->parts[i];

        if (!part->made)
            vmimage__manifest_write(text, part->name, VM_SHA256, part->digests.value[VM_SHA256]);
    }
}

/* Its size is known before the digests are, as all of them have the same length. */
static vmimage_status add_manifest(struct vm_content *content, const char *name, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(SIZE_MAX);
    struct vm_part *part;

    for (size_t i = 0; i < content->count; i++)
        content->parts[i].kinds |= 1U << VM_SHA256;
    if (!vmimage__arena_grow(&content->arena, &content->parts, content->count, &content->capacity, sizeof(*part)))
        return vmimage__fail_no_memory(error);
    part = &content->parts[content->count++];
    *part = (struct vm_part){.name = vmimage__arena_strdup(&content->arena, name), .made = true};
    vmimage__content_write_manifest(content, &text);
    part->size = text.length;
    return content->arena.failed || text.status != VMIMAGE_OK ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__content_manifest(struct vm_content *content, const char *descriptor, bool make,
                                         const struct vm_call *call, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    int stem = (int)(strlen(descriptor) - strlen(".ovf"));
    const char *name = vmimage__arena_printf(&arena, "%.*s.mf", stem, descriptor);
    const char *signature = vmimage__arena_printf(&arena, "%.*s.cert", stem, descriptor);
    const struct vm_part *part = name != NULL ? find_part(content, name) : NULL;
    vmimage_status status = VMIMAGE_OK;

    if (arena.failed)
        status = vmimage__fail_no_memory(error);
    else if (part != NULL)
        status = read_manifest(content, part, call->context, error);
    else if (make && find_part(content, signature) == NULL) /* a signature is of a manifest that is not here */
        status = add_manifest(content, name, error);
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status differs(const struct vm_content *content, const struct vm_part *part,
                              const struct vm_manifest_entry *entry, vmimage_error **error)
{
    char is[VM_DIGEST_HEX], wanted[VM_DIGEST_HEX];
    const char *kind = vmimage__digest_name(entry->kind), *subject = content->draft.subject;

    vmimage__digest_to_hex(entry->kind, part->digests.value[entry->kind], is);
    vmimage__digest_to_hex(entry->kind, entry->value, wanted);
    (void)vmimage__fail(error, VMIMAGE_E_INTEGRITY, subject,
                        "%s: the %s of the file \"%s\" is %s, but line %" PRIu64
                        " of its manifest %s says %s; nothing was "
                        "changed",
                        subject, kind, part->name, is, entry->line, content->manifest_name, wanted);
    vmimage__error_set_line(error, entry->line);
    return VMIMAGE_E_INTEGRITY;
}

vmimage_status vmimage__content_compare(const struct vm_content *content, const struct vm_part *part,
                                        vmimage_error **error)
{
    size_t count = 0;
    const struct vm_manifest_entry *entries = content->manifest_name != NULL ? entries_of(content, part, &count) : NULL;

    for (size_t i = 0; i < count; i++) {
        if (memcmp(part->digests.value[entries[i].kind], entries[i].value, vmimage__digest_size(entries[i].kind)) != 0)
            return differs(content, part, &entries[i], error);
    }
    return VMIMAGE_OK;
}
