/*
 * SPDX-License-Identifier: Apache-2.0
 * Where the items stand in a long list, so that who asks for one after the other, as an export does, doesn't have the whole list read for
 * each. It serves as long as the list is the same file, unchanged; what it leads to is read anew each time.
 */
#include <string.h>

#include "base/error.h"
#include "model/id.h"
#include "transport/directory/survey.h"
#include "transport/directory/vcsp.h"

static uint64_t hash_of(const char *id)
{
    return vmimage__hash_bytes(VM_HASH_START, id, strlen(id));
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

void vmimage__vcsp_index_begin(struct vm_vcsp_index *index, int fd)
{
    index->count = 0;
    index->complete = false;
    index->failed = fstat(fd, &index->list) != 0;
}

void vmimage__vcsp_index_add(struct vm_vcsp_index *index, const char *id, int number, uint64_t offset, size_t length)
{
    if (index->failed || id == NULL || !vmimage__is_uuid(id))
        return; /* found by reading the list */
    if (!vmimage__grow(&index->entries, index->count, &index->capacity, sizeof(*index->entries))) {
        index->failed = true;
        return;
    }
    index->entries[index->count++] = (struct vm_vcsp_entry){hash_of(id), offset, length, number};
}

void vmimage__vcsp_index_end(struct vm_vcsp_index *index)
{
    index->complete = !index->failed;
}

void vmimage__vcsp_index_release(struct vm_vcsp_index *index)
{
    vmimage__free(index->entries);
    memset(index, 0, sizeof(*index));
}

static const struct vm_vcsp_entry *find(const struct vm_vcsp_index *index, const char *id, int fd)
{
    uint64_t hash = hash_of(id);
    struct stat now;

    if (!index->complete || fstat(fd, &now) != 0 || !is_same(&now, &index->list))
        return NULL;
    for (size_t i = 0; i < index->count; i++) {
        if (index->entries[i].hash == hash)
            return &index->entries[i];
    }
    return NULL;
}

static vmimage_status send_entry(const struct vm_vcsp_place *place, const char *name, const struct vm_source *source,
                                 const struct vm_vcsp_entry *entry, const char *id, vm_vcsp_send_fn *send, bool *known,
                                 vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__vcsp_item_limits(place);
    struct vm_vcsp_seen seen = {.arena = {NULL, false}};
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(entry->length);
    vm_auto_json struct vm_json_doc *doc = NULL;
    const char *is = NULL;
    vmimage_status status = vmimage__source_append(source, entry->offset, entry->length, &text, NULL);

    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&text), text.length, &limits, name, &doc, NULL);
    if (status == VMIMAGE_OK)
        is = vmimage__vcsp_id(vmimage__json_get_string(vmimage__json_root(doc), "id"));
    *known = is != NULL && strcmp(is, id) == 0;
    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (!*known)
        return VMIMAGE_OK;
    status = send(place, vmimage__json_root(doc), name, entry->number, &seen, error);
    vmimage__vcsp_seen_release(&seen);
    return status;
}

vmimage_status vmimage__vcsp_known(const struct vm_vcsp_place *place, const char *name,
                                   const struct vm_vcsp_index *index, vm_vcsp_send_fn *send, bool *known,
                                   vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    const struct vm_tree *tree = place->listing->tree;
    const struct vm_vcsp_entry *entry;
    struct vm_place there;

    *known = false;
    if (!index->complete || vmimage__tree_look(tree, name, &there, NULL) != VMIMAGE_OK ||
        vmimage__tree_source(tree, &there, name, &source, NULL) != VMIMAGE_OK)
        return VMIMAGE_OK;
    entry = find(index, index->wanted, source.fd);
    return entry != NULL ? send_entry(place, name, &source, entry, index->wanted, send, known, error) : VMIMAGE_OK;
}
