/*
 * SPDX-License-Identifier: Apache-2.0
 * Making items: identity, files, times, content version.
 */
#include "transport/draft.h"

#include <inttypes.h>
#include <string.h>

#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/clock.h"
#include "base/error.h"
#include "model/id.h"
#include "model/quantity.h"

/* Names of at most 10,000 files of at most 4096 bytes. */
#define SEAL_MAX ((size_t)64 << 20)

vmimage_status vmimage__draft_begin(struct vm_draft *draft, const struct vm_listing *listing, const char *subject,
                                    const char *id, vmimage_error **error)
{
    char hash[VM_HASH17_SIZE];
    struct vm_item *item;
    struct vm_arena *arena;

    memset(draft, 0, sizeof(*draft));
    draft->listing = listing;
    draft->seal = (struct vm_buf)VM_BUF_INIT(SEAL_MAX);
    draft->item = vmimage__item_new();
    if (draft->item == NULL)
        return vmimage__fail_no_memory(error);
    item = &draft->item->o;
    arena = &draft->item->arena;
    vmimage__hash17(id, hash);
    item->api_version = VM_REGISTRY_API;
    item->kind = "ContentLibraryItem";
    item->meta.name = vmimage__arena_join(arena, "clitem-", hash);
    item->id = vmimage__arena_strdup(arena, id);
    item->library_name = vmimage__arena_strdup(arena, listing->library->meta.name);
    item->cached = VM_TRUE;
    item->security_compliance = VM_TRUE;
    draft->subject = vmimage__arena_strdup(arena, subject);
    if (!arena->failed)
        return VMIMAGE_OK;
    vmimage__draft_release(draft);
    return vmimage__fail_no_memory(error);
}

void vmimage__draft_release(struct vm_draft *draft)
{
    vmimage_item_unref(draft->item);
    vmimage__package_release(&draft->package);
    vmimage__buf_release(&draft->seal);
    memset(draft, 0, sizeof(*draft));
}

bool vmimage__draft_wanted(const struct vm_draft *draft)
{
    const struct vm_sink *sink = draft->listing->sink;

    return sink->wants == NULL || sink->wants(sink->data, draft->item);
}

static const char *quantity(struct vm_arena *arena, uint64_t bytes)
{
    char text[VM_QUANTITY_SIZE];

    vmimage__quantity_from_bytes(bytes < INT64_MAX ? (int64_t)bytes : INT64_MAX, text);
    return vmimage__arena_strdup(arena, text);
}

vmimage_status vmimage__draft_put_file(struct vm_draft *draft, const char *name, uint64_t size, int64_t modified,
                                       vmimage_error **error)
{
    struct vm_item *item = &draft->item->o;
    struct vm_arena *arena = &draft->item->arena;
    struct vm_file *file;

    if (!vmimage__arena_grow(arena, &item->files, item->file_count, &item->file_capacity, sizeof(*file)) ||
        !vmimage__arena_grow(arena, &draft->sizes, draft->size_count, &draft->size_capacity, sizeof(*draft->sizes)))
        return vmimage__fail_no_memory(error);
    draft->sizes[draft->size_count++] = size;
    file = &item->files[item->file_count++];
    file->name = vmimage__arena_strdup(arena, name);
    file->size = size != VM_SIZE_UNKNOWN ? quantity(arena, size) : NULL;
    file->storage_uri = NULL;
    file->cached = VM_TRUE;
    if (size != VM_SIZE_UNKNOWN)
        draft->size = size < UINT64_MAX - draft->size ? draft->size + size : UINT64_MAX;
    if (modified > draft->modified)
        draft->modified = modified;
    vmimage__buf_add(&draft->seal, name, strlen(name) + 1);
    vmimage__buf_printf(&draft->seal, "%" PRIu64 " %" PRId64 "\n", size, modified);
    return arena->failed || draft->seal.status != VMIMAGE_OK ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__draft_check_kind(const struct vm_draft *draft, const char *path, vmimage_error **error)
{
    static const struct {
        const char *extension, *what;
        enum vm_file_kind kind;
    } kinds[] = {{".ovf", "an OVF descriptor", VM_FILE_OVF},
                 {".ova", "an OVA (a tar archive)", VM_FILE_OVA},
                 {".iso", "an ISO image", VM_FILE_ISO}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (vmimage__has_extension(path, kinds[i].extension) && draft->package.kind != kinds[i].kind)
            return vmimage__fail(error, VMIMAGE_E_INVALID, draft->subject,
                                 "%s: has the extension of %s, but the content of another kind (%s)", draft->subject,
                                 kinds[i].what, vmimage__kind_name(draft->package.kind));
    }
    return VMIMAGE_OK;
}

static void set_times(struct vm_draft *draft)
{
    struct vm_item *item = &draft->item->o;
    char date[VM_TIME_SIZE];

    if (draft->modified == 0)
        return;
    vmimage__format_time(draft->modified, date);
    item->last_modified_time = vmimage__arena_strdup(&draft->item->arena, date);
    if (item->creation_time == NULL)
        item->creation_time = item->last_modified_time;
    item->meta.creation_time = item->creation_time;
}

void vmimage__draft_complete(struct vm_draft *draft)
{
    struct vm_item *item = &draft->item->o;
    char hash[VM_HASH17_SIZE];

    item->size = quantity(&draft->item->arena, draft->size);
    set_times(draft);
    if (item->content_version == NULL && draft->seal.length != 0) {
        vmimage__hash17_n(draft->seal.data, draft->seal.length, hash);
        item->content_version = vmimage__arena_strdup(&draft->item->arena, hash);
    }
    for (size_t i = 0; i < item->file_count; i++)
        item->files[i].version = item->content_version;
}

vmimage_status vmimage__draft_finish(struct vm_draft *draft, vmimage_status status, vmimage_error *failure,
                                     vmimage_error **error)
{
    const struct vm_sink *sink = draft->listing->sink;
    vm_auto_error vmimage_error *own = failure;
    vmimage_item *item = draft->item;

    if (status != VMIMAGE_OK && vmimage__ends_the_call(vmimage_error_status(own), own))
        return vmimage__pass_on(vmimage_error_status(own), &own, error);
    if (vmimage__ends_the_call(status, own))
        return vmimage__pass_on(status, &own, error);
    vmimage__draft_complete(draft);
    /* What the error says becomes part of the item. */
    if (item->arena.failed || (own != NULL && !vmimage__error_is_complete(own)))
        return vmimage__fail_no_memory(error);
    draft->item = NULL;
    /* Ways that were tried before the one that led to the files may have left an error. */
    return status == VMIMAGE_OK ? sink->add_item(sink->data, item, vmimage__package_ovf(&draft->package), NULL, error)
                                : sink->add_item(sink->data, item, NULL, own, error);
}

const char *vmimage__draft_printable(struct vm_arena *arena, const char *text, size_t length)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(length * 4 + 1);

    vmimage__buf_printable(&buf, text, length);
    if (buf.status != VMIMAGE_OK) {
        arena->failed = true;
        return NULL;
    }
    return vmimage__arena_strdup(arena, vmimage__buf_str(&buf));
}

vmimage_status vmimage__draft_library(vmimage_library *library, vmimage_error **error)
{
    library->o.api_version = VM_REGISTRY_API;
    library->o.kind = "ContentLibrary";
    library->o.library_type = "ContentLibrary";
    if (library->o.state == NULL)
        library->o.state = "Active";
    vmimage__condition_set(&library->o.conditions, &library->arena, "Ready", "True", NULL, NULL,
                           library->o.creation_time != NULL ? library->o.creation_time : "1970-01-01T00:00:00Z");
    if (!library->arena.failed)
        return VMIMAGE_OK;
    vmimage_library_unref(library);
    return vmimage__fail_no_memory(error);
}
