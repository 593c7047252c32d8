/*
 * SPDX-License-Identifier: Apache-2.0
 * Two listings compared by what is remembered of the first one. An object is another one when its JSON is, of which a part of the
 * SHA-256 is kept. The three kinds of objects are told apart in snapshot_kinds.c.
 */
#include "engine/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include <vmimage/job.h>

#include "base/error.h"
#include "format/digest.h"

#define TEXT_MAX ((size_t)1 << 28)

static int compare_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int by_key(const struct vm_seen *a, const struct vm_seen *b)
{
    int order = compare_text(a->name_space, b->name_space);

    return order != 0 ? order : compare_text(a->name, b->name);
}

static int by_key_and_index(const void *a, const void *b)
{
    const struct vm_seen *left = a, *right = b;
    int order = by_key(left, right);

    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

static int by_order(const void *a, const void *b)
{
    const struct vm_news *left = a, *right = b;
    bool left_is_gone = left->event == VMIMAGE_EVENT_REMOVED, right_is_gone = right->event == VMIMAGE_EVENT_REMOVED;

    if (left_is_gone != right_is_gone)
        return left_is_gone ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

/* The buffer is used again for each object. */
static vmimage_status take_fingerprint(const struct vm_objects *objects, const void *object, struct vm_buf *text,
                                       unsigned char *fingerprint, vmimage_error **error)
{
    struct vm_digest digest = {.state = {NULL}};
    struct vm_digests values;
    struct vm_json_writer writer;
    vmimage_status status;

    vmimage__buf_reset(text);
    vmimage__jw_init(&writer, text, false);
    status = objects->write(object, &writer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__digest_start(&digest, 1U << VM_SHA256, error);
    if (status == VMIMAGE_OK)
        status = vmimage__digest_add(&digest, vmimage__buf_str(text), text->length, error);
    if (status == VMIMAGE_OK)
        status = vmimage__digest_finish(&digest, &values, error);
    vmimage__digest_release(&digest);
    if (status == VMIMAGE_OK)
        memcpy(fingerprint, values.value[VM_SHA256], VM_FINGERPRINT);
    return status;
}

/* Neighbours often have the same text. */
static const char *keep(struct vm_arena *arena, const char *text, const char *before)
{
    if (text == NULL || (before != NULL && strcmp(text, before) == 0))
        return text == NULL ? NULL : before;
    return vmimage__arena_strdup(arena, text);
}

static void copy_texts(struct vm_arena *arena, struct vm_seen *seen, const struct vm_seen *before)
{
    seen->api_version = keep(arena, seen->api_version, before->api_version);
    seen->kind = keep(arena, seen->kind, before->kind);
    seen->name_space = keep(arena, seen->name_space, before->name_space);
    seen->name = keep(arena, seen->name, NULL);
    seen->id = keep(arena, seen->id, NULL);
    seen->display_name = keep(arena, seen->display_name, NULL);
}

/* What a listing has: sorted, and of several objects with one name the first. */
static vmimage_status take(struct vm_snapshot *snapshot, const struct vm_objects *objects, const void *list,
                           vmimage_error **error)
{
    static const struct vm_seen none;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(TEXT_MAX);
    size_t count = objects->count(list), kept = 0;
    vmimage_status status = VMIMAGE_OK;

    snapshot->list = vmimage__arena_alloc(&snapshot->arena, (count + 1) * sizeof(*snapshot->list));
    for (size_t i = 0; status == VMIMAGE_OK && !snapshot->arena.failed && i < count; i++) {
        struct vm_seen *seen = &snapshot->list[i];

        objects->describe(objects->at(list, i), seen);
        copy_texts(&snapshot->arena, seen, i > 0 ? seen - 1 : &none);
        seen->index = i;
        status = take_fingerprint(objects, objects->at(list, i), &text, seen->fingerprint, error);
    }
    if (status == VMIMAGE_OK && snapshot->arena.failed)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        return status;
    if (count > 1)
        qsort(snapshot->list, count, sizeof(*snapshot->list), by_key_and_index);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || by_key(&snapshot->list[i], &snapshot->list[kept - 1]) != 0)
            snapshot->list[kept++] = snapshot->list[i];
    }
    snapshot->count = kept;
    return VMIMAGE_OK;
}

/* Takes the object's reference over. */
static vmimage_status add_news(struct vm_news_list *news, const struct vm_objects *objects, int32_t event, size_t index,
                               void *object, vmimage_error **error)
{
    if (object == NULL || !vmimage__grow(&news->list, news->count, &news->capacity, sizeof(*news->list))) {
        if (object != NULL)
            objects->unref(object);
        return vmimage__fail_no_memory(error);
    }
    news->list[news->count++] = (struct vm_news){.event = event, .index = index, .object = object};
    return VMIMAGE_OK;
}

static vmimage_status compare(const struct vm_snapshot *before, const struct vm_snapshot *after,
                              const struct vm_objects *objects, const void *list, struct vm_news_list *news,
                              vmimage_error **error)
{
    const struct vm_seen *old = before->list, *old_end = old + before->count, *new = after->list,
                         *new_end = new + after->count;
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && (old < old_end || new < new_end)) {
        int order = old == old_end ? 1 : new == new_end ? -1 : by_key(old, new);

        if (order < 0)
            status = add_news(news, objects, VMIMAGE_EVENT_REMOVED, 0, objects->rebuild(old), error);
        else if (order > 0 || memcmp(old->fingerprint, new->fingerprint, VM_FINGERPRINT) != 0)
            status = add_news(news, objects, order > 0 ? VMIMAGE_EVENT_ADDED : VMIMAGE_EVENT_MODIFIED, new->index,
                              objects->ref(objects->at(list, new->index)), error);
        old += order <= 0;
        new += order >= 0;
    }
    return status;
}

vmimage_status vmimage__snapshot_update(struct vm_snapshot *snapshot, const struct vm_objects *objects,
                                        const void *list, struct vm_news_list *news, vmimage_error **error)
{
    struct vm_snapshot after = {.count = 0};
    vmimage_status status = take(&after, objects, list, error);

    if (status == VMIMAGE_OK)
        status = compare(snapshot, &after, objects, list, news, error);
    if (status != VMIMAGE_OK) {
        vmimage__snapshot_release(&after);
        return status;
    }
    if (news->count > 1)
        qsort(news->list, news->count, sizeof(*news->list), by_order);
    vmimage__snapshot_release(snapshot);
    *snapshot = after;
    return VMIMAGE_OK;
}

void vmimage__snapshot_release(struct vm_snapshot *snapshot)
{
    vmimage__arena_release(&snapshot->arena);
    *snapshot = (struct vm_snapshot){.count = 0};
}

void vmimage__news_release(struct vm_news_list *news, const struct vm_objects *objects)
{
    for (size_t i = news->next; i < news->count; i++)
        objects->unref(news->list[i].object);
    vmimage__free(news->list);
    *news = (struct vm_news_list){.list = NULL};
}
