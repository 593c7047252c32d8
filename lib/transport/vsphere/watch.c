/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching. A vCenter tells nothing of its libraries by itself, so it is asked from time to time. The version and the time of a library
 * don't move with its items, and there is no list that has more than their IDs: the look is at the properties of each item, one
 * request for each, many at once. Only when they are other than before, or the server counts no versions, the files and the
 * descriptors that moved are fetched, and the place is another one.
 */
#include "transport/vsphere/watch.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <vmimage/item.h>

#include "base/error.h"
#include "model/objects.h"
#include "transport/vsphere/list.h"
#include "transport/vsphere/snapshot.h"

/* Milliseconds between two looks. */
#define INTERVAL INT64_C(10000)
/* Milliseconds that what was fetched is good for: the listing comes right after. */
#define SNAPSHOT_AGE INT64_C(2000)
#define HASH UINT64_C(14695981039346656037)

enum phase {
    REST,      /* until the next look */
    LIBRARIES, /* all of them */
    LOOK,      /* at the items of one */
    FETCH      /* everything about them */
};

struct watch {
    struct vm_watch base;
    struct vm_vs *vs;
    int epoll, timer;
    int64_t interval, due;
    enum phase phase;
    uint64_t hash, sum, last; /* of the library; of this look; of the one that was told */
    bool unversioned;         /* a library has no version: looking isn't enough */
    struct vm_vs_listing *listing;
    struct vm_vs_snapshot *snapshot;
    size_t shelf; /* the library that comes next */
};

static uint64_t add_text(uint64_t hash, const char *text)
{
    do { /* the NUL counts */
        hash = (hash ^ (text != NULL ? (unsigned char)*text : 1)) * UINT64_C(1099511628211);
    } while (text != NULL && *text++ != '\0');
    return hash;
}

static void set_timer(struct watch *watch, int64_t milliseconds)
{
    struct itimerspec time = {
        .it_value = {.tv_sec = (time_t)(milliseconds / 1000), .tv_nsec = (long)(milliseconds % 1000) * 1000000 + 1}};

    watch->due = vmimage__call_clock() + milliseconds;
    (void)timerfd_settime(watch->timer, 0, &time, NULL);
}

/* Wait for the next look, whatever became of this one. */
static void rest(struct watch *watch, const struct vm_call *call)
{
    vmimage__vs_listing_end(watch->listing, call);
    vmimage__vs_snapshot_free(watch->snapshot);
    watch->listing = NULL;
    watch->snapshot = NULL;
    watch->phase = REST;
    set_timer(watch, watch->interval);
}

/* ---- the look ---- */

static void look_at_library(struct watch *watch, const struct vm_library *library)
{
    const char *const texts[] = {library->id,          library->name,
                                 library->description, library->version,
                                 library->state,       library->last_modified_time,
                                 library->publish_url, library->subscription_url,
                                 library->server_guid, library->security_policy_id};

    watch->hash = HASH;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        watch->hash = add_text(watch->hash, texts[i]);
    watch->sum += watch->hash;
    watch->unversioned |= library->version == NULL;
}

/* What moves with each kind of change. Sums, not a hash of all: the server's order is another one each time. */
static bool look_at_item(void *data, const vmimage_item *item)
{
    struct watch *watch = data;
    const struct vm_item *o = &item->o;
    const char *const texts[] = {o->id,
                                 o->name,
                                 o->description,
                                 o->type,
                                 o->version,
                                 o->content_version,
                                 o->size,
                                 o->last_modified_time,
                                 o->cached == VM_TRUE ? "cached" : NULL,
                                 o->security_compliance == VM_TRUE ? "compliant" : NULL,
                                 o->certificate_status};
    uint64_t hash = watch->hash;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        hash = add_text(hash, texts[i]);
    watch->sum += hash;
    return false; /* that is all for now */
}

/* One that can't be read. */
static vmimage_status look_at_broken(void *data, vmimage_item *item, const struct vm_ovf *ovf,
                                     const vmimage_error *failure, vmimage_error **error)
{
    struct watch *watch = data;

    (void)ovf;
    (void)failure;
    (void)error;
    watch->sum += add_text(add_text(watch->hash, item->o.id), "broken");
    vmimage_item_unref(item);
    return VMIMAGE_OK;
}

/* ---- one listing after the other ---- */

static vmimage_status start_listing(struct watch *watch, const struct vm_call *call, const vmimage_library *library,
                                    vmimage_error **error)
{
    const struct vm_sink look = {.data = watch, .wants = look_at_item, .add_item = look_at_broken};
    const struct vm_sink all = vmimage__vs_snapshot_sink(watch->snapshot);

    return vmimage__vs_listing_start(watch->vs, call, library, watch->phase == LOOK ? &look : &all, &watch->listing,
                                     error);
}

static vmimage_status start_look(struct watch *watch, const struct vm_call *call, vmimage_error **error)
{
    watch->snapshot = vmimage__vs_snapshot_new();
    watch->phase = LIBRARIES;
    watch->shelf = 0;
    watch->sum = 0;
    watch->unversioned = false;
    return watch->snapshot != NULL ? start_listing(watch, call, NULL, error) : vmimage__fail_no_memory(error);
}

/* The items of the next library; *done when there is none. */
static vmimage_status start_items(struct watch *watch, const struct vm_call *call, bool *done, vmimage_error **error)
{
    const vmimage_library *library;

    *done = watch->shelf == vmimage__vs_snapshot_count(watch->snapshot);
    if (*done)
        return VMIMAGE_OK;
    library = vmimage__vs_snapshot_begin(watch->snapshot, watch->shelf++);
    if (watch->phase == LOOK)
        look_at_library(watch, &library->o);
    return start_listing(watch, call, library, error);
}

/* A listing has ended: the next one, or the end of the phase. */
static vmimage_status go_on(struct watch *watch, const struct vm_call *call, bool *done, vmimage_error **error)
{
    vmimage__vs_listing_end(watch->listing, call);
    watch->listing = NULL;
    if (watch->phase == LIBRARIES) {
        if (watch->vs->library != NULL && vmimage__vs_snapshot_count(watch->snapshot) == 0)
            return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, watch->vs->library, "%s: there is no library %s any more",
                                 watch->vs->base, watch->vs->library);
        watch->phase = LOOK;
    }
    return start_items(watch, call, done, error);
}

/* Carry on to the end of the phase, as far as it goes; `wait` is as for vmimage__http_step(). */
static vmimage_status carry_on(struct watch *watch, const struct vm_call *call, int64_t wait, bool *done,
                               vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;
    bool ended = true;

    *done = false;
    while (status == VMIMAGE_OK && !*done && ended) {
        vm_auto_error vmimage_error *failure = NULL;

        ended = false;
        status = vmimage__vs_listing_step(watch->listing, call, wait, &ended, &failure);
        /* A library that goes right now is missed by the next look. */
        if (status == VMIMAGE_E_NOT_FOUND && watch->vs->library == NULL && watch->phase != LIBRARIES) {
            status = VMIMAGE_OK;
            ended = true;
        }
        if (status != VMIMAGE_OK)
            return vmimage__pass_on(status, &failure, error);
        if (ended)
            status = go_on(watch, call, done, error);
    }
    return status;
}

/* Everything is at hand. */
static void hand_over(struct watch *watch, const struct vm_call *call)
{
    vmimage__vs_snapshot_free(watch->vs->snapshot);
    watch->vs->snapshot = watch->snapshot;
    watch->vs->snapshot_until = vmimage__call_clock() + SNAPSHOT_AGE;
    watch->snapshot = NULL;
    watch->last = watch->sum;
    rest(watch, call);
}

/* A step of what is under way, or the beginning of a look when its time has come; without waiting. */
static vmimage_status work(struct watch *watch, const struct vm_call *call, bool *moved, vmimage_error **error)
{
    bool done = false;
    vmimage_status status = VMIMAGE_OK;

    if (watch->phase == REST) {
        if (vmimage__call_clock() < watch->due)
            return VMIMAGE_OK;
        set_timer(watch, watch->interval);
        status = start_look(watch, call, error);
    }
    if (status == VMIMAGE_OK)
        status = carry_on(watch, call, 0, &done, error);
    if (status != VMIMAGE_OK || !done)
        return status;
    if (watch->phase == LOOK) {
        if (watch->sum == watch->last && !watch->unversioned) {
            rest(watch, call);
            return VMIMAGE_OK;
        }
        watch->phase = FETCH;
        watch->shelf = 0;
        status = start_items(watch, call, &done, error);
        if (status == VMIMAGE_OK && !done)
            status = carry_on(watch, call, 0, &done, error);
    }
    if (status == VMIMAGE_OK && done) {
        hand_over(watch, call);
        *moved = true;
    }
    return status;
}

static vmimage_status check(struct vm_watch *base, const struct vm_call *call, bool *moved, bool *fatal,
                            vmimage_error **error)
{
    struct watch *watch = (struct watch *)base;
    uint64_t count;
    vmimage_status status;

    *moved = *fatal = false;
    while (read(watch->timer, &count, sizeof(count)) > 0)
        continue;
    status = work(watch, call, moved, error);
    if (status == VMIMAGE_OK)
        return status;
    rest(watch, call);
    *fatal = status == VMIMAGE_E_NOT_FOUND && watch->vs->library != NULL; /* the library is gone */
    return status;
}

static int watch_fd(const struct vm_watch *base)
{
    return ((const struct watch *)base)->epoll;
}

static void close_watch(struct vm_watch *base)
{
    struct watch *watch = (struct watch *)base;
    const struct vm_call call = {.context = watch->vs->context};

    vmimage__vs_listing_end(watch->listing, &call);
    vmimage__vs_snapshot_free(watch->snapshot);
    if (watch->epoll >= 0)
        (void)close(watch->epoll);
    if (watch->timer >= 0)
        (void)close(watch->timer);
    vmimage__free(watch);
}

static vmimage_status make_descriptors(struct watch *watch, vmimage_error **error)
{
    struct epoll_event event = {.events = EPOLLIN};

    watch->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    watch->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (watch->timer < 0 || watch->epoll < 0 || epoll_ctl(watch->epoll, EPOLL_CTL_ADD, watch->timer, &event) != 0 ||
        epoll_ctl(watch->epoll, EPOLL_CTL_ADD, vmimage__http_fd(watch->vs->http), &event) != 0)
        return vmimage__fail_errno(error, errno, watch->vs->base, "watch it");
    return VMIMAGE_OK;
}

vmimage_status vmimage__vs_watch(struct vm_vs *vs, const struct vm_call *call, struct vm_watch **watch,
                                 vmimage_error **error)
{
    static const struct vm_watch_operations operations = {.fd = watch_fd, .check = check, .close = close_watch};
    struct watch *new = vmimage__calloc(1, sizeof(*new));
    bool done = false;
    vmimage_status status;

    *watch = NULL;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->base.operations = &operations;
    new->vs = vs;
    new->interval = vs->poll_interval > 0 ? vs->poll_interval : INTERVAL;
    new->timer = new->epoll = -1;
    status = make_descriptors(new, error);
    if (status == VMIMAGE_OK && vs->session == NULL)
        status = vmimage__vs_login(vs, call, vs->generation, error);
    /* What there is now: the caller lists after this, so nothing is missed. */
    if (status == VMIMAGE_OK)
        status = start_look(new, call, error);
    while (status == VMIMAGE_OK && !done)
        status = carry_on(new, call, -1, &done, error);
    if (status != VMIMAGE_OK) {
        close_watch(&new->base);
        return status;
    }
    new->last = new->sum;
    rest(new, call);
    *watch = &new->base;
    return VMIMAGE_OK;
}
