/*
 * SPDX-License-Identifier: Apache-2.0
 * What differs between two snapshots, as rows; objects are compared as the JSON of their storage version.
 */
#include "engine/drift.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "format/json_diff.h"
#include "format/k8s.h"
#include "model/access.h"

#define TEXT_MAX ((size_t)1 << 28)

vmimage_drift *vmimage__drift_new(void)
{
    vmimage_drift *drift = vmimage__calloc(1, sizeof(*drift));

    if (drift != NULL)
        vmimage__refs_init(&drift->refs);
    return drift;
}

static const char *copy(vmimage_drift *drift, const char *text)
{
    return text != NULL ? vmimage__arena_strdup(&drift->arena, text) : NULL;
}

void vmimage__drift_add(vmimage_drift *drift, const struct vm_drift_row *row)
{
    struct vm_drift_row *added;

    if (!vmimage__arena_grow(&drift->arena, &drift->rows, drift->count, &drift->capacity, sizeof(*added)))
        return;
    added = &drift->rows[drift->count++];
    added->change = row->change;
    added->kind = copy(drift, row->kind);
    added->name_space = copy(drift, vmimage__text(row->name_space));
    added->name = copy(drift, row->name);
    added->field = copy(drift, row->field);
    added->was = copy(drift, row->was);
    added->is = copy(drift, row->is);
}

vmimage_drift *vmimage_drift_ref(vmimage_drift *drift)
{
    if (drift != NULL)
        vmimage__refs_take(&drift->refs);
    return drift;
}

vmimage_drift *vmimage_drift_unref(vmimage_drift *drift)
{
    if (drift == NULL || !vmimage__refs_drop(&drift->refs))
        return NULL;
    vmimage__arena_release(&drift->arena);
    vmimage__free(drift);
    return NULL;
}

size_t vmimage_drift_count(const vmimage_drift *drift)
{
    return drift != NULL ? drift->count : 0;
}

static const struct vm_drift_row *row_at(const vmimage_drift *drift, size_t index)
{
    static const struct vm_drift_row none;

    return drift != NULL && index < drift->count ? &drift->rows[index] : &none;
}

int32_t vmimage_drift_change(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->change;
}

const char *vmimage_drift_kind(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->kind;
}

const char *vmimage_drift_namespace(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->name_space;
}

const char *vmimage_drift_name(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->name;
}

const char *vmimage_drift_field(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->field;
}

const char *vmimage_drift_was(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->was;
}

const char *vmimage_drift_is(const vmimage_drift *drift, size_t index)
{
    return row_at(drift, index)->is;
}

/* An object of a snapshot, with what it is known by. */
struct entry {
    const void *object;
    const char *kind, *name_space, *name;
};

struct snapshot {
    struct entry *entries;
    size_t count;
};

typedef vmimage_status (*writer_fn)(const void *object, struct vm_json_writer *writer, vmimage_error **error);

static vmimage_status write_image(const void *object, struct vm_json_writer *writer, vmimage_error **error)
{
    return vmimage__image_write(&((const vmimage_image *)object)->o, "v1alpha6", writer, error);
}

static vmimage_status write_item(const void *object, struct vm_json_writer *writer, vmimage_error **error)
{
    return vmimage__item_write(&((const vmimage_item *)object)->o, "v1alpha2", writer, error);
}

static int by_name(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->kind, right->kind);

    if (order == 0)
        order = strcmp(left->name_space, right->name_space);
    return order != 0 ? order : strcmp(left->name, right->name);
}

static void add_entry(struct snapshot *snapshot, const void *object, const char *kind, const struct vm_meta *meta)
{
    struct entry *entry = &snapshot->entries[snapshot->count++];

    entry->object = object;
    entry->kind = vmimage__some(kind);
    entry->name_space = vmimage__some(meta->name_space);
    entry->name = vmimage__some(meta->name);
}

static bool make_snapshot(struct snapshot *snapshot, const vmimage_image *const *images,
                          const vmimage_item *const *items, size_t count)
{
    snapshot->entries = vmimage__calloc(count, sizeof(*snapshot->entries));
    for (size_t i = 0; snapshot->entries != NULL && i < count; i++) {
        if (images != NULL && images[i] != NULL)
            add_entry(snapshot, images[i], images[i]->o.kind, &images[i]->o.meta);
        else if (items != NULL && items[i] != NULL)
            add_entry(snapshot, items[i], items[i]->o.kind, &items[i]->o.meta);
    }
    if (snapshot->count > 1)
        qsort(snapshot->entries, snapshot->count, sizeof(*snapshot->entries), by_name);
    return snapshot->entries != NULL;
}

struct comparison {
    vmimage_drift *drift;
    const struct entry *entry;
    writer_fn write;
    vmimage_status status;
};

static struct vm_drift_row row_of(const struct entry *entry, int32_t change)
{
    struct vm_drift_row row = {change, entry->kind, entry->name_space, entry->name, NULL, NULL, NULL};

    return row;
}

/* What moves although nobody changed anything. */
static bool is_noise(const char *path)
{
    static const char transition[] = ".lastTransitionTime", managed[] = "metadata.managedFields";
    size_t length = strlen(path);

    return strcmp(path, "metadata.resourceVersion") == 0 || strcmp(path, "metadata.generation") == 0 ||
           strncmp(path, managed, sizeof(managed) - 1) == 0 ||
           (strncmp(path, "status.conditions[", 18) == 0 && length >= sizeof(transition) &&
            strcmp(path + length - sizeof(transition) + 1, transition) == 0);
}

static const char *value_text(struct comparison *c, const struct vm_json *value, struct vm_buf *buf)
{
    if (value == NULL)
        return NULL;
    if (vmimage__json_type(value) == VM_JSON_STRING)
        return vmimage__json_string(value);
    vmimage__json_print(value, buf, false);
    if (buf->status != VMIMAGE_OK)
        c->status = buf->status;
    return vmimage__buf_str(buf);
}

static void found(void *data, const char *path, const struct vm_json *was, const struct vm_json *is)
{
    vm_auto_buf struct vm_buf before = VM_BUF_INIT(TEXT_MAX), after = VM_BUF_INIT(TEXT_MAX);
    struct comparison *c = data;
    struct vm_drift_row row = row_of(c->entry, VMIMAGE_DRIFT_CHANGED);

    if (is_noise(path))
        return;
    row.field = path;
    row.was = value_text(c, was, &before);
    row.is = value_text(c, is, &after);
    vmimage__drift_add(c->drift, &row);
}

static vmimage_status write_object(const struct comparison *c, const void *object, struct vm_buf *buf,
                                   vmimage_error **error)
{
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, buf, false);
    return c->write(object, &writer, error);
}

static vmimage_status compare(struct comparison *c, const void *was, const void *is, vmimage_error **error)
{
    vm_auto_buf struct vm_buf before = VM_BUF_INIT(TEXT_MAX), after = VM_BUF_INIT(TEXT_MAX);
    vm_auto_json struct vm_json_doc *left = NULL, *right = NULL;
    struct vm_json_diff diff = {.path = VM_BUF_INIT(TEXT_MAX), .data = c, .found = found};
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vmimage_status status = was != is ? write_object(c, was, &before, error) : VMIMAGE_OK;

    if (status == VMIMAGE_OK && was != is)
        status = write_object(c, is, &after, error);
    if (status != VMIMAGE_OK ||
        (before.length == after.length && strcmp(vmimage__buf_str(&before), vmimage__buf_str(&after)) == 0))
        return status;
    status = vmimage__json_parse(before.data, before.length, &limits, c->entry->name, &left, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(after.data, after.length, &limits, c->entry->name, &right, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__json_diff(&diff, vmimage__json_root(left), vmimage__json_root(right));
    if (c->status == VMIMAGE_OK)
        c->status = diff.path.status;
    vmimage__buf_release(&diff.path);
    if (c->status == VMIMAGE_E_NO_MEMORY || c->drift->arena.failed)
        return vmimage__fail_no_memory(error);
    if (c->status != VMIMAGE_OK)
        return vmimage__fail(error, c->status, c->entry->name, "%s: what differs is too long", c->entry->name);
    return VMIMAGE_OK;
}

/* Both sorted: side by side. */
static vmimage_status merge(struct comparison *c, const struct snapshot *before, const struct snapshot *after,
                            vmimage_error **error)
{
    size_t i = 0, j = 0;

    while (i < before->count || j < after->count) {
        const struct entry *was = i < before->count ? &before->entries[i] : NULL;
        const struct entry *is = j < after->count ? &after->entries[j] : NULL;
        int order = was == NULL ? 1 : (is == NULL ? -1 : by_name(was, is));
        vmimage_status status;

        c->entry = order <= 0 ? was : is;
        if (order == 0) {
            status = compare(c, was->object, is->object, error);
            if (status != VMIMAGE_OK)
                return status;
        } else {
            struct vm_drift_row row = row_of(c->entry, order < 0 ? VMIMAGE_DRIFT_REMOVED : VMIMAGE_DRIFT_ADDED);

            vmimage__drift_add(c->drift, &row);
        }
        i += order <= 0;
        j += order >= 0;
    }
    return c->drift->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status finish(bool made, writer_fn write, const struct snapshot *before, const struct snapshot *after,
                             vmimage_drift **drift, vmimage_error **error)
{
    struct comparison c = {.drift = made ? vmimage__drift_new() : NULL, .write = write};
    vmimage_status status = c.drift != NULL ? merge(&c, before, after, error) : vmimage__fail_no_memory(error);

    vmimage__free(before->entries);
    vmimage__free(after->entries);
    *drift = status == VMIMAGE_OK ? c.drift : vmimage_drift_unref(c.drift);
    return status;
}

vmimage_status vmimage_drift_images(const vmimage_image *const *before, size_t before_count,
                                    const vmimage_image *const *after, size_t after_count, vmimage_drift **drift,
                                    vmimage_error **error)
{
    struct snapshot left = {NULL, 0}, right = {NULL, 0};
    bool made;

    VM_REQUIRE(drift != NULL, error);
    *drift = NULL;
    VM_REQUIRE(before != NULL || before_count == 0, error);
    VM_REQUIRE(after != NULL || after_count == 0, error);
    made = make_snapshot(&left, before, NULL, before_count) && make_snapshot(&right, after, NULL, after_count);
    return finish(made, write_image, &left, &right, drift, error);
}

vmimage_status vmimage_drift_items(const vmimage_item *const *before, size_t before_count,
                                   const vmimage_item *const *after, size_t after_count, vmimage_drift **drift,
                                   vmimage_error **error)
{
    struct snapshot left = {NULL, 0}, right = {NULL, 0};
    bool made;

    VM_REQUIRE(drift != NULL, error);
    *drift = NULL;
    VM_REQUIRE(before != NULL || before_count == 0, error);
    VM_REQUIRE(after != NULL || after_count == 0, error);
    made = make_snapshot(&left, NULL, before, before_count) && make_snapshot(&right, NULL, after, after_count);
    return finish(made, write_item, &left, &right, drift, error);
}
