/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches of places whose server tells every change: what it tells is compared with what was told, so that each change is told once,
 * whatever is repeated after a cut. Places that say only that something has changed are in watch.c.
 */
#include "engine/feed.h"

#include <errno.h>
#include <string.h>

#include <vmimage/job.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/job.h"
#include "engine/query.h"
#include "engine/snapshot.h"

/* An object that is there. Texts of `seen` are in `texts`. */
struct entry {
    struct entry *next; /* in its slot */
    struct vm_seen seen;
    char *texts;
    char *version; /* resourceVersion */
    size_t part;
    uint64_t round; /* of the list that told it last */
    bool told;      /* it matches the query */
    uint64_t hash;
};

struct feed_watch {
    vmimage_job job;
    const struct vm_objects *objects;
    vmimage_query *query;
    struct vm_feed *feed;
    struct entry **slots; /* `size` is a power of two, or 0 */
    size_t size, count;
    uint64_t round[VM_FEED_PARTS_MAX];
    bool listed[VM_FEED_PARTS_MAX];
    bool synced;
};

/* ---- the table ---- */

static uint64_t hash_of(size_t part, const struct vm_seen *seen)
{
    const char *texts[2] = {seen->name_space, seen->name};
    uint64_t hash = UINT64_C(14695981039346656037) + part;

    for (size_t i = 0; i < 2; i++) {
        for (const char *at = texts[i]; at != NULL && *at != '\0'; at++)
            hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
        hash = (hash ^ 0xff) * UINT64_C(1099511628211);
    }
    return hash;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static struct entry **find(struct feed_watch *watch, size_t part, const struct vm_seen *seen, uint64_t hash)
{
    struct entry **at;

    if (watch->size == 0)
        return NULL;
    at = &watch->slots[hash & (watch->size - 1)];
    while (*at != NULL && !((*at)->hash == hash && (*at)->part == part && same((*at)->seen.name, seen->name) &&
                            same((*at)->seen.name_space, seen->name_space)))
        at = &(*at)->next;
    return *at != NULL ? at : NULL;
}

static bool make_room(struct feed_watch *watch)
{
    size_t size = watch->size != 0 ? watch->size * 2 : 256;
    struct entry **slots;

    if (watch->count < watch->size)
        return true;
    slots = vmimage__calloc(size, sizeof(*slots));
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < watch->size; i++) {
        while (watch->slots[i] != NULL) {
            struct entry *entry = watch->slots[i];

            watch->slots[i] = entry->next;
            entry->next = slots[entry->hash & (size - 1)];
            slots[entry->hash & (size - 1)] = entry;
        }
    }
    vmimage__free(watch->slots);
    watch->slots = slots;
    watch->size = size;
    return true;
}

static void release_entry(struct entry *entry)
{
    vmimage__free(entry->texts);
    vmimage__free(entry->version);
    vmimage__free(entry);
}

static void drop(struct feed_watch *watch, struct entry **at)
{
    struct entry *entry = *at;

    *at = entry->next;
    watch->count--;
    release_entry(entry);
}

/* The texts of an object, in one piece of memory of the entry's. */
static bool keep_texts(struct entry *entry, const struct vm_seen *seen)
{
    const char *from[] = {seen->api_version, seen->kind, seen->name_space, seen->name, seen->id, seen->display_name};
    const char **to[] = {&entry->seen.api_version, &entry->seen.kind, &entry->seen.name_space,
                         &entry->seen.name,        &entry->seen.id,   &entry->seen.display_name};
    size_t length = 0, used = 0;
    char *texts;

    for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++)
        length += from[i] != NULL ? strlen(from[i]) + 1 : 0;
    texts = vmimage__calloc(length + 1, 1);
    if (texts == NULL)
        return false;
    for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
        *to[i] = NULL;
        if (from[i] == NULL)
            continue;
        memcpy(texts + used, from[i], strlen(from[i]) + 1);
        *to[i] = texts + used;
        used += strlen(from[i]) + 1;
    }
    vmimage__free(entry->texts);
    entry->texts = texts;
    return true;
}

/* ---- what is told ---- */

static vmimage_status tell(struct feed_watch *watch, int32_t kind, void *object, vmimage_error **error)
{
    return vmimage__job_event(&watch->job, kind, watch->objects->event_object, object, NULL, error);
}

static vmimage_status tell_gone(struct feed_watch *watch, const struct entry *entry, vmimage_error **error)
{
    void *object = watch->objects->rebuild(&entry->seen);
    vmimage_status status =
        object != NULL ? tell(watch, VMIMAGE_EVENT_REMOVED, object, error) : vmimage__fail_no_memory(error);

    if (object != NULL)
        watch->objects->unref(object);
    return status;
}

static bool has_room(void *data)
{
    return vmimage__job_room(&((struct feed_watch *)data)->job) > 0;
}

static void begin(void *data, size_t part)
{
    ((struct feed_watch *)data)->round[part]++;
}

/* A new entry, which is not told yet. */
static struct entry *add(struct feed_watch *watch, size_t part, const struct vm_seen *seen, uint64_t hash)
{
    struct entry *entry = make_room(watch) ? vmimage__calloc(1, sizeof(*entry)) : NULL;

    if (entry == NULL)
        return NULL;
    entry->part = part;
    entry->hash = hash;
    entry->next = watch->slots[hash & (watch->size - 1)];
    watch->slots[hash & (watch->size - 1)] = entry;
    watch->count++;
    if (keep_texts(entry, seen))
        return entry;
    drop(watch, &watch->slots[hash & (watch->size - 1)]);
    return NULL;
}

static vmimage_status put(struct feed_watch *watch, struct entry *entry, const struct vm_seen *seen, void *object,
                          vmimage_error **error)
{
    bool wanted = watch->objects->matches(watch->query, object), was = entry->told;
    const char *version = watch->objects->version(object);
    vmimage_status status = VMIMAGE_OK;
    char *copy;

    entry->round = watch->round[entry->part];
    if (entry->version != NULL && version != NULL && strcmp(entry->version, version) == 0)
        return VMIMAGE_OK; /* told again after a cut */
    copy = vmimage__strdup(version);
    if ((version != NULL && copy == NULL) || !keep_texts(entry, seen)) {
        vmimage__free(copy);
        return vmimage__fail_no_memory(error);
    }
    vmimage__free(entry->version);
    entry->version = copy;
    entry->told = wanted;
    if (wanted)
        status = tell(watch, was ? VMIMAGE_EVENT_MODIFIED : VMIMAGE_EVENT_ADDED, object, error);
    else if (was)
        status = tell_gone(watch, entry, error);
    return status;
}

static vmimage_status take(void *data, size_t part, void *object, bool gone, vmimage_error **error)
{
    struct feed_watch *watch = data;
    struct vm_seen seen;
    struct entry **at, *entry;
    vmimage_status status = VMIMAGE_OK;
    uint64_t hash;

    watch->objects->describe(object, &seen);
    hash = hash_of(part, &seen);
    at = find(watch, part, &seen, hash);
    if (gone) {
        if (at == NULL)
            return VMIMAGE_OK;
        if ((*at)->told)
            status = tell(watch, VMIMAGE_EVENT_REMOVED, object, error);
        if (status == VMIMAGE_OK)
            drop(watch, at);
        return status;
    }
    entry = at != NULL ? *at : add(watch, part, &seen, hash);
    return entry != NULL ? put(watch, entry, &seen, object, error) : vmimage__fail_no_memory(error);
}

static vmimage_status tell_synced(struct feed_watch *watch, vmimage_error **error)
{
    bool all = !watch->synced;

    for (size_t i = 0; i < watch->feed->parts; i++)
        all = all && watch->listed[i];
    if (!all)
        return VMIMAGE_OK;
    watch->synced = true;
    return vmimage__job_event(&watch->job, VMIMAGE_EVENT_SYNCED, VM_EVENT_NOTHING, NULL, NULL, error);
}

/* What the list did not tell is gone. */
static vmimage_status end(void *data, size_t part, vmimage_error **error)
{
    struct feed_watch *watch = data;
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; status == VMIMAGE_OK && i < watch->size; i++) {
        struct entry **at = &watch->slots[i];

        while (status == VMIMAGE_OK && *at != NULL) {
            if ((*at)->part != part || (*at)->round == watch->round[part]) {
                at = &(*at)->next;
                continue;
            }
            if ((*at)->told)
                status = tell_gone(watch, *at, error);
            if (status == VMIMAGE_OK)
                drop(watch, at);
        }
    }
    watch->listed[part] = true;
    return status == VMIMAGE_OK ? tell_synced(watch, error) : status;
}

/* ---- the job ---- */

static vmimage_status feed_step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct feed_watch *watch = (struct feed_watch *)job;
    const struct vm_feed_sink sink = {.data = watch, .room = has_room, .begin = begin, .object = take, .end = end};
    vm_auto_error vmimage_error *failure = NULL;
    bool fatal = false;
    vmimage_status status = vmimage__call_check(call, error);

    (void)wait;
    if (status != VMIMAGE_OK)
        return status;
    status = watch->feed->operations->step(watch->feed, call, &sink, &fatal, &failure);
    if (status != VMIMAGE_OK) {
        if (fatal || status == VMIMAGE_E_NO_MEMORY || status == VMIMAGE_E_CANCELLED)
            return vmimage__pass_on(status, &failure, error);
        vmimage__error_set_operation(&failure, watch->objects->operation);
        status = vmimage__job_event(job, VMIMAGE_EVENT_ERROR, VM_EVENT_NOTHING, NULL, failure, error);
    }
    atomic_store(&job->progress.done, (uint64_t)watch->count);
    return status;
}

static int feed_fd(const vmimage_job *job)
{
    const struct feed_watch *watch = (const struct feed_watch *)job;

    return watch->feed->operations->fd(watch->feed);
}

static void feed_close(vmimage_job *job)
{
    struct feed_watch *watch = (struct feed_watch *)job;

    if (watch->feed != NULL)
        watch->feed->operations->close(watch->feed);
    for (size_t i = 0; i < watch->size; i++) {
        while (watch->slots[i] != NULL)
            drop(watch, &watch->slots[i]);
    }
    vmimage__free(watch->slots);
    vmimage_query_unref(watch->query);
}

/* A filter that follows names through other objects can't be told by one feed. */
static vmimage_status check_query(const vmimage_query *query, const vmimage_registry *registry, vmimage_error **error)
{
    if (vmimage__query_library(query) == NULL)
        return VMIMAGE_OK;
    return vmimage__fail(
        error, VMIMAGE_E_UNSUPPORTED, registry->url,
        "%s: a watch of one library's content is not possible on the transport \"%s\"; leave the library "
        "out, or select by labels",
        registry->url, registry->transport->name);
}

vmimage_status vmimage__feed_start(const struct vm_objects *objects, vmimage_registry *registry,
                                   const vmimage_query *query, vmimage_job **job, vmimage_error **error)
{
    static const struct vm_job_operations kinds[] = {
        [VM_FEED_LIBRARIES] = {.name = "watch libraries", .step = feed_step, .fd = feed_fd, .close = feed_close},
        [VM_FEED_ITEMS] = {.name = "watch items", .step = feed_step, .fd = feed_fd, .close = feed_close},
        [VM_FEED_IMAGES] = {.name = "watch images", .step = feed_step, .fd = feed_fd, .close = feed_close},
        [VM_FEED_PUBLISH_REQUESTS] = {.name = "watch requests", .step = feed_step, .fd = feed_fd, .close = feed_close},
        [VM_FEED_GROUP_PUBLISH_REQUESTS] = {.name = "watch requests",
                                            .step = feed_step,
                                            .fd = feed_fd,
                                            .close = feed_close},
        [VM_FEED_IMPORT_REQUESTS] = {.name = "watch requests", .step = feed_step, .fd = feed_fd, .close = feed_close},
    };
    const struct vm_wanted wanted = vmimage__query_wanted(query);
    struct vm_call call = vmimage__registry_call(registry);
    struct feed_watch *watch;
    vmimage_status status = check_query(query, registry, error);

    if (status != VMIMAGE_OK)
        return status;
    watch = vmimage__calloc(1, sizeof(*watch));
    if (watch == NULL)
        return vmimage__fail_no_memory(error);
    watch->objects = objects;
    status = vmimage__job_init(&watch->job, &kinds[objects->feed], registry, error);
    if (status != VMIMAGE_OK) {
        vmimage__free(watch);
        return status;
    }
    watch->query = vmimage_query_ref((vmimage_query *)(uintptr_t)query);
    status = registry->transport->feed(registry->place, &call, objects->feed, &wanted, &watch->feed, error);
    if (status != VMIMAGE_OK) {
        vmimage_job_unref(&watch->job);
        return status;
    }
    *job = &watch->job;
    return VMIMAGE_OK;
}
