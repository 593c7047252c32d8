/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches of libraries, items and images: a listing whenever the transport says that the place is another one, and what is different
 * in it. What is remembered and compared is in snapshot.c; when a place is another one, the transports know.
 */
#include <vmimage/watch.h>

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/feed.h"
#include "engine/job.h"
#include "engine/snapshot.h"

/* After a listing that failed: the next one, after times that double. */
#define RETRY_MIN_MS 500
#define RETRY_MAX_MS 30000
/* A place that changes while it is listed is listed again, but not for longer than this. */
#define PATIENCE_MS 1000

struct watch {
    vmimage_job job;
    const struct vm_objects *objects;
    vmimage_query *query;
    struct vm_watch *changes;
    int epoll, timer; /* both the transport's descriptor and the timer */
    bool due;         /* a listing is to be made */
    bool synced;
    int64_t retry; /* milliseconds until the next try; 0: the last listing was good */
    char *failure; /* message of the last listing */
    struct vm_snapshot snapshot;
    struct vm_news_list news;
};

static void set_timer(const struct watch *watch, int64_t milliseconds)
{
    struct itimerspec time = {
        .it_value = {.tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000}};

    (void)timerfd_settime(watch->timer, 0, &time, NULL);
}

static vmimage_status tell_failure(struct watch *watch, vmimage_error *failure, vmimage_error **error)
{
    return vmimage__job_event(&watch->job, VMIMAGE_EVENT_ERROR, VM_EVENT_NOTHING, NULL, failure, error);
}

/* Whether a failure ends the watch, rather than being told. */
static bool is_the_end(vmimage_status status)
{
    return status == VMIMAGE_E_NO_MEMORY || status == VMIMAGE_E_CANCELLED;
}

/* A listing failed: told unless it failed with the same words before, and tried again. */
static vmimage_status try_later(struct watch *watch, vmimage_error *failure, vmimage_error **error)
{
    const char *message = vmimage_error_message(failure);
    int64_t wanted = vmimage_error_retry_after_ms(failure);

    watch->retry = watch->retry == 0 ? RETRY_MIN_MS : watch->retry * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : watch->retry * 2;
    set_timer(watch, wanted > watch->retry ? wanted : watch->retry);
    if (watch->failure != NULL && strcmp(watch->failure, message) == 0)
        return VMIMAGE_OK;
    vmimage__free(watch->failure);
    watch->failure = vmimage__strdup(message);
    if (watch->failure == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__error_set_operation(&failure, watch->objects->operation);
    return tell_failure(watch, failure, error);
}

/* Ask the transport. Failures that pass are told. */
static vmimage_status ask(struct watch *watch, const struct vm_call *call, bool *moved, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    bool fatal = false;
    vmimage_status status = watch->changes->operations->check(watch->changes, call, moved, &fatal, &failure);

    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    *moved = false;
    if (fatal || is_the_end(status))
        return vmimage__pass_on(status, &failure, error);
    vmimage__error_set_operation(&failure, watch->objects->operation);
    return tell_failure(watch, failure, error);
}

/* One listing; *list NULL when it failed in a way that was told. */
static vmimage_status list(struct watch *watch, const struct vm_call *call, void **list, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    struct vm_call limited = *call;
    vmimage_status status;

    limited.deadline = vmimage__registry_call(watch->job.registry).deadline;
    limited.progress = NULL;
    *list = NULL;
    status = watch->objects->list(watch->job.registry, &limited, watch->query, list, &failure);
    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    if (is_the_end(status))
        return vmimage__pass_on(status, &failure, error);
    return try_later(watch, failure, error);
}

/*
 * List until nothing has moved meanwhile: half of a change would look like a broken item. Who never rests is believed at some
 * time, and listed once more.
 */
static vmimage_status list_at_rest(struct watch *watch, const struct vm_call *call, void **found, vmimage_error **error)
{
    int64_t started = vmimage__call_clock();
    bool moved = true;
    vmimage_status status = VMIMAGE_OK;

    *found = NULL;
    while (status == VMIMAGE_OK && moved) {
        if (*found != NULL)
            watch->objects->release_list(*found);
        status = list(watch, call, found, error);
        if (status == VMIMAGE_OK)
            status = ask(watch, call, &moved, error);
        if (*found == NULL || vmimage__call_clock() - started > PATIENCE_MS)
            break;
    }
    watch->due = moved && status == VMIMAGE_OK && watch->retry == 0;
    if (status != VMIMAGE_OK && *found != NULL) {
        watch->objects->release_list(*found);
        *found = NULL;
    }
    return status;
}

static vmimage_status look(struct watch *watch, const struct vm_call *call, vmimage_error **error)
{
    void *found = NULL;
    vmimage_status status = list_at_rest(watch, call, &found, error);

    if (found == NULL)
        return status;
    watch->retry = 0;
    vmimage__free(watch->failure);
    watch->failure = NULL;
    set_timer(watch, 0);
    status = vmimage__snapshot_update(&watch->snapshot, watch->objects, found, &watch->news, error);
    watch->objects->release_list(found);
    return status;
}

static bool has_news(const struct watch *watch)
{
    return watch->news.next < watch->news.count;
}

/* As many as there is room for. */
static vmimage_status tell(struct watch *watch, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && has_news(watch) && vmimage__job_room(&watch->job) > 0) {
        struct vm_news *news = &watch->news.list[watch->news.next];

        status = vmimage__job_event(&watch->job, news->event, watch->objects->event_object, news->object, NULL, error);
        if (status == VMIMAGE_OK) {
            watch->objects->unref(news->object);
            watch->news.next++;
        }
    }
    if (status != VMIMAGE_OK || has_news(watch))
        return status;
    vmimage__news_release(&watch->news, watch->objects);
    atomic_store(&watch->job.progress.done, (uint64_t)watch->snapshot.count);
    return VMIMAGE_OK;
}

static vmimage_status watch_step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct watch *watch = (struct watch *)job;
    vmimage_status status = vmimage__call_check(call, error);
    bool moved = false, listed = false;
    uint64_t count;

    (void)wait;
    if (status == VMIMAGE_OK && !has_news(watch)) {
        if (read(watch->timer, &count, sizeof(count)) > 0)
            watch->due = true;
        status = ask(watch, call, &moved, error);
        if (status == VMIMAGE_OK && (moved || watch->due)) {
            status = look(watch, call, error);
            listed = watch->retry == 0;
        }
    }
    if (status == VMIMAGE_OK)
        status = tell(watch, error);
    if (status == VMIMAGE_OK && !watch->synced && !has_news(watch) && (listed || watch->snapshot.count > 0)) {
        watch->synced = true;
        status = vmimage__job_event(job, VMIMAGE_EVENT_SYNCED, VM_EVENT_NOTHING, NULL, NULL, error);
    }
    return status;
}

static int watch_fd(const vmimage_job *job)
{
    const struct watch *watch = (const struct watch *)job;

    return has_news(watch) || watch->due ? -1 : watch->epoll;
}

static void watch_close(vmimage_job *job)
{
    struct watch *watch = (struct watch *)job;

    if (watch->changes != NULL)
        watch->changes->operations->close(watch->changes);
    if (watch->epoll >= 0)
        (void)close(watch->epoll);
    if (watch->timer >= 0)
        (void)close(watch->timer);
    vmimage__news_release(&watch->news, watch->objects);
    vmimage__snapshot_release(&watch->snapshot);
    vmimage_query_unref(watch->query);
    vmimage__free(watch->failure);
}

static bool listen_to(const struct watch *watch, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

    return epoll_ctl(watch->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static vmimage_status prepare(struct watch *watch, vmimage_error **error)
{
    vmimage_registry *registry = watch->job.registry;
    struct vm_call call = vmimage__registry_call(registry);
    vmimage_status status = registry->transport->watch(registry->place, &call, &watch->changes, error);

    if (status != VMIMAGE_OK)
        return status;
    watch->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (watch->epoll >= 0)
        watch->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (watch->timer < 0 || !listen_to(watch, watch->timer) ||
        !listen_to(watch, watch->changes->operations->fd(watch->changes)))
        return vmimage__fail_errno(error, errno, registry->url, "wait for events");
    return VMIMAGE_OK;
}

static vmimage_status start(const struct vm_objects *objects, const struct vm_job_operations *operations,
                            vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                            vmimage_error **error)
{
    struct watch *watch;
    vmimage_status status;

    if (registry->transport->feed != NULL)
        return vmimage__feed_start(objects, registry, query, job, error);
    if (registry->transport->watch == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, registry->url,
                             "%s: can't %s: the transport \"%s\" does not tell of changes", registry->url,
                             objects->operation, registry->transport->name);
    watch = vmimage__calloc(1, sizeof(*watch));
    if (watch == NULL)
        return vmimage__fail_no_memory(error);
    watch->objects = objects;
    watch->epoll = watch->timer = -1;
    watch->due = true;
    status = vmimage__job_init(&watch->job, operations, registry, error);
    if (status != VMIMAGE_OK) {
        vmimage__free(watch);
        return status;
    }
    watch->query = vmimage_query_ref((vmimage_query *)query);
    status = prepare(watch, error);
    if (status != VMIMAGE_OK) {
        vmimage_job_unref(&watch->job);
        return status;
    }
    *job = &watch->job;
    return VMIMAGE_OK;
}

static vmimage_status start_kind(const struct vm_objects *objects, const struct vm_job_operations *operations,
                                 vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                                 vmimage_error **error)
{
    vmimage_status status = start(objects, operations, registry, query, job, error);

    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, objects->operation);
    return status;
}

vmimage_status vmimage_watch_images(vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                                    vmimage_error **error)
{
    static const struct vm_job_operations operations = {
        .name = "watch images", .step = watch_step, .fd = watch_fd, .close = watch_close};

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    return start_kind(&vmimage__watched_images, &operations, registry, query, job, error);
}

vmimage_status vmimage_watch_items(vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                                   vmimage_error **error)
{
    static const struct vm_job_operations operations = {
        .name = "watch items", .step = watch_step, .fd = watch_fd, .close = watch_close};

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    return start_kind(&vmimage__watched_items, &operations, registry, query, job, error);
}

vmimage_status vmimage_watch_libraries(vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                                       vmimage_error **error)
{
    static const struct vm_job_operations operations = {
        .name = "watch libraries", .step = watch_step, .fd = watch_fd, .close = watch_close};

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    return start_kind(&vmimage__watched_libraries, &operations, registry, query, job, error);
}
