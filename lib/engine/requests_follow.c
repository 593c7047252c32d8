/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching requests, and following one to its end. The feed is the transport's; that of many requests is told by feed.c.
 */
#include "engine/requests.h"

#include <string.h>

#include <vmimage/request.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/feed.h"
#include "engine/job.h"
#include "engine/query.h"
#include "engine/snapshot.h"
#include "model/access.h"

/* ---- many ---- */

/* What feed.c asks of the objects that it tells; lists are not compared here. */
#define WATCHED(type, number, words, event, feed_)                                                                     \
    static void *ref_##type(void *request)                                                                             \
    {                                                                                                                  \
        return vmimage_##type##_ref(request);                                                                          \
    }                                                                                                                  \
                                                                                                                       \
    static void unref_##type(void *request)                                                                            \
    {                                                                                                                  \
        vmimage_##type##_unref(request);                                                                               \
    }                                                                                                                  \
                                                                                                                       \
    static void describe_##type(const void *request, struct vm_seen *seen)                                             \
    {                                                                                                                  \
        const vmimage_##type *object = request;                                                                        \
                                                                                                                       \
        *seen = (struct vm_seen){.api_version = object->o.api_version,                                                 \
                                 .kind = object->o.kind,                                                               \
                                 .name_space = object->o.meta.name_space,                                              \
                                 .name = object->o.meta.name};                                                         \
    }                                                                                                                  \
                                                                                                                       \
    static const char *version_of_##type(const void *request)                                                          \
    {                                                                                                                  \
        return ((const vmimage_##type *)request)->o.meta.resource_version;                                             \
    }                                                                                                                  \
                                                                                                                       \
    static bool matches_##type(const vmimage_query *query, const void *request)                                        \
    {                                                                                                                  \
        const struct vm_requests *requests = NULL;                                                                     \
                                                                                                                       \
        return vmimage__requests_of(number, &requests, NULL) == VMIMAGE_OK &&                                          \
               vmimage__query_matches_request(query, requests, request);                                               \
    }                                                                                                                  \
                                                                                                                       \
    static void *rebuild_##type(const struct vm_seen *seen)                                                            \
    {                                                                                                                  \
        vmimage_##type *object = vmimage__##type##_new();                                                              \
                                                                                                                       \
        if (object == NULL)                                                                                            \
            return NULL;                                                                                               \
        object->o.api_version = vmimage__arena_strdup(&object->arena, seen->api_version);                              \
        object->o.kind = vmimage__arena_strdup(&object->arena, seen->kind);                                            \
        object->o.meta.name_space = vmimage__arena_strdup(&object->arena, seen->name_space);                           \
        object->o.meta.name = vmimage__arena_strdup(&object->arena, seen->name);                                       \
        return object->arena.failed ? vmimage_##type##_unref(object) : object;                                         \
    }                                                                                                                  \
                                                                                                                       \
    static const struct vm_objects watched_##type = {.operation = words,                                               \
                                                     .event_object = event,                                            \
                                                     .ref = ref_##type,                                                \
                                                     .unref = unref_##type,                                            \
                                                     .describe = describe_##type,                                      \
                                                     .feed = feed_,                                                    \
                                                     .matches = matches_##type,                                        \
                                                     .version = version_of_##type,                                     \
                                                     .rebuild = rebuild_##type}

WATCHED(publish_request, VMIMAGE_REQUEST_PUBLISH, "watch publish requests", VM_EVENT_PUBLISH_REQUEST,
        VM_FEED_PUBLISH_REQUESTS);
WATCHED(group_publish_request, VMIMAGE_REQUEST_GROUP_PUBLISH, "watch group publish requests",
        VM_EVENT_GROUP_PUBLISH_REQUEST, VM_FEED_GROUP_PUBLISH_REQUESTS);
WATCHED(import_request, VMIMAGE_REQUEST_IMPORT, "watch import requests", VM_EVENT_IMPORT_REQUEST,
        VM_FEED_IMPORT_REQUESTS);

vmimage_status vmimage_watch_requests(vmimage_registry *registry, int32_t kind, const vmimage_query *query,
                                      vmimage_job **job, vmimage_error **error)
{
    static const struct vm_objects *const watched[] = {[VMIMAGE_REQUEST_PUBLISH] = &watched_publish_request,
                                                       [VMIMAGE_REQUEST_GROUP_PUBLISH] = &watched_group_publish_request,
                                                       [VMIMAGE_REQUEST_IMPORT] = &watched_import_request};
    const struct vm_requests *requests = NULL;
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    status = vmimage__requests_of(kind, &requests, error);
    if (status == VMIMAGE_OK)
        status = vmimage__requests_check(registry, error);
    if (status == VMIMAGE_OK)
        status = vmimage__feed_start(watched[kind], registry, query, job, error);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "watch requests");
    return status;
}

/* ---- one ---- */

struct follow {
    vmimage_job job;
    const struct vm_requests *requests;
    struct vm_feed *feed;
    char *name_space, *name;
    void *request; /* as it was told last; NULL: not seen yet */
    bool seen;     /* by the list under way */
    bool gone;
};

static bool same(const char *a, const char *b)
{
    return strcmp(vmimage__some(a), vmimage__some(b)) == 0;
}

static vmimage_status tell(struct follow *follow, int32_t event, void *request, vmimage_error **error)
{
    return vmimage__job_event(&follow->job, event, follow->requests->event_object, request, NULL, error);
}

static bool changed(const struct vm_conditions *before, const vmimage_condition *now)
{
    const vmimage_condition *was = before != NULL ? vmimage__condition_find(before, now->type) : NULL;

    return was == NULL || !same(was->status, now->status) || !same(was->reason, now->reason) ||
           !same(was->message, now->message);
}

/* Each condition that is another than before; something else has changed when none is. */
static vmimage_status tell_changes(struct follow *follow, void *request, vmimage_error **error)
{
    const struct vm_conditions *before = NULL, *now = follow->requests->conditions(request);
    vmimage_status status = VMIMAGE_OK;
    bool any = false;

    if (follow->request != NULL)
        before = follow->requests->conditions(follow->request);
    else
        status = tell(follow, VMIMAGE_EVENT_ADDED, request, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < now->count; i++) {
        if (!changed(before, &now->items[i]))
            continue;
        any = true;
        status = vmimage__job_condition(&follow->job, follow->requests->event_object, request, &now->items[i], error);
    }
    if (status == VMIMAGE_OK && !any && follow->request != NULL &&
        !same(follow->requests->meta(follow->request)->resource_version,
              follow->requests->meta(request)->resource_version))
        status = tell(follow, VMIMAGE_EVENT_MODIFIED, request, error);
    return status;
}

static void note_progress(struct follow *follow, const void *request)
{
    uint64_t done = 0, total = 0;

    if (follow->requests->event_object != VM_EVENT_IMPORT_REQUEST)
        return;
    for (size_t i = 0; i < vmimage_import_request_upload_count(request); i++) {
        done += vmimage_import_request_upload_bytes(request, i);
        total += vmimage_import_request_upload_size(request, i);
    }
    atomic_store(&follow->job.progress.done, done);
    atomic_store(&follow->job.progress.total, total);
}

static bool is_ours(const struct follow *follow, const void *request)
{
    const struct vm_meta *meta = follow->requests->meta(request);

    if (!same(meta->name, follow->name))
        return false;
    /* One of the same name that came later is another one. */
    return follow->request == NULL || same(meta->uid, follow->requests->meta(follow->request)->uid);
}

static vmimage_status take(void *data, size_t part, void *request, bool gone, vmimage_error **error)
{
    struct follow *follow = data;
    vmimage_status status;

    (void)part;
    if (!is_ours(follow, request))
        return VMIMAGE_OK;
    status = tell_changes(follow, request, error);
    if (status != VMIMAGE_OK)
        return status;
    note_progress(follow, request);
    if (follow->request != NULL)
        follow->requests->unref(follow->request);
    follow->request = follow->requests->ref(request);
    follow->seen = true;
    follow->gone = gone;
    return VMIMAGE_OK;
}

static bool has_room(void *data)
{
    return vmimage__job_room(&((struct follow *)data)->job) > 0;
}

static void begin(void *data, size_t part)
{
    (void)part;
    ((struct follow *)data)->seen = false;
}

/* What the list did not tell is gone. */
static vmimage_status end(void *data, size_t part, vmimage_error **error)
{
    struct follow *follow = data;

    (void)part;
    if (follow->request == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, follow->name, "%s: there is no %s of this name", follow->name,
                             follow->requests->words);
    follow->gone = follow->gone || !follow->seen;
    return VMIMAGE_OK;
}

static vmimage_status verdict(const struct follow *follow, vmimage_error **error)
{
    const vmimage_condition *failure;
    const char *reason;
    vmimage_status status;

    if (follow->request == NULL)
        return VMIMAGE_OK;
    if (follow->requests->state(follow->request) == VMIMAGE_STATE_COMPLETE)
        return VMIMAGE_DONE;
    failure = follow->requests->failure(follow->request);
    if (failure == NULL)
        return VMIMAGE_OK;
    reason = vmimage__some(failure->reason);
    status = vmimage__fail(error, VMIMAGE_E_FAILED, follow->name, "%s: %s: %s", follow->name, reason,
                           vmimage__text(failure->message) != NULL ? failure->message : failure->type);
    vmimage__error_set_reason(error, reason);
    return status;
}

static vmimage_status follow_step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct follow *follow = (struct follow *)job;
    const struct vm_feed_sink sink = {.data = follow, .room = has_room, .begin = begin, .object = take, .end = end};
    vm_auto_error vmimage_error *failure = NULL;
    bool fatal = false;
    vmimage_status status = vmimage__call_check(call, error), ended;

    (void)wait;
    if (status != VMIMAGE_OK)
        return status;
    status = follow->feed->operations->step(follow->feed, call, &sink, &fatal, &failure);
    ended = verdict(follow, error);
    if (ended != VMIMAGE_OK)
        return ended;
    if (status == VMIMAGE_OK && follow->gone && follow->request != NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, follow->name, "%s: the %s was deleted before it was complete",
                             follow->name, follow->requests->words);
    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    if (fatal || status == VMIMAGE_E_NO_MEMORY || status == VMIMAGE_E_CANCELLED || status == VMIMAGE_E_NOT_FOUND)
        return vmimage__pass_on(status, &failure, error);
    return vmimage__job_event(job, VMIMAGE_EVENT_ERROR, VM_EVENT_NOTHING, NULL, failure, error);
}

static int follow_fd(const vmimage_job *job)
{
    const struct follow *follow = (const struct follow *)job;

    return follow->feed->operations->fd(follow->feed);
}

static void follow_close(vmimage_job *job)
{
    struct follow *follow = (struct follow *)job;

    if (follow->feed != NULL)
        follow->feed->operations->close(follow->feed);
    if (follow->request != NULL)
        follow->requests->unref(follow->request);
    vmimage__free(follow->name_space);
    vmimage__free(follow->name);
}

static vmimage_status prepare(struct follow *follow, const char *name_space, const char *name, vmimage_error **error)
{
    vmimage_registry *registry = follow->job.registry;
    struct vm_call call = vmimage__registry_call(registry);
    struct vm_wanted wanted;

    follow->name = vmimage__strdup(name);
    follow->name_space = vmimage__strdup(name_space);
    if (follow->name == NULL || (name_space != NULL && follow->name_space == NULL))
        return vmimage__fail_no_memory(error);
    wanted = (struct vm_wanted){.name_space = follow->name_space, .id = follow->name};
    return registry->transport->feed(registry->place, &call, follow->requests->feed, &wanted, &follow->feed, error);
}

static vmimage_status start(vmimage_registry *registry, const struct vm_requests *requests, const char *name_space,
                            const char *name, vmimage_job **job, vmimage_error **error)
{
    static const struct vm_job_operations operations = {
        .name = "follow request", .step = follow_step, .fd = follow_fd, .close = follow_close};
    struct follow *follow = vmimage__calloc(1, sizeof(*follow));
    vmimage_status status;

    if (follow == NULL)
        return vmimage__fail_no_memory(error);
    follow->requests = requests;
    status = vmimage__job_init(&follow->job, &operations, registry, error);
    if (status != VMIMAGE_OK) {
        vmimage__free(follow);
        return status;
    }
    status = prepare(follow, name_space, name, error);
    if (status != VMIMAGE_OK) {
        vmimage_job_unref(&follow->job);
        return status;
    }
    *job = &follow->job;
    return VMIMAGE_OK;
}

vmimage_status vmimage_request_follow_start(vmimage_registry *registry, int32_t kind, const char *name_space,
                                            const char *name, vmimage_job **job, vmimage_error **error)
{
    const struct vm_requests *requests = NULL;
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    status = vmimage__requests_of(kind, &requests, error);
    if (status == VMIMAGE_OK)
        status = vmimage__requests_check(registry, error);
    if (status == VMIMAGE_OK)
        status = start(registry, requests, name_space, name, job, error);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "follow request");
    return status;
}
