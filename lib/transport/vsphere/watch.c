/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching. A vCenter tells nothing of its libraries by itself, so it is asked from time to time: first for the little that
 * says whether anything moved, the version and the time of the last change of each library and the IDs of its items. Only when
 * that is other than before, or the server counts no versions, everything is fetched, and the place is another one.
 */
#include "transport/vsphere/watch.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/vsphere/list.h"
#include "transport/vsphere/snapshot.h"

/* Milliseconds between two looks. */
#define INTERVAL INT64_C(10000)
/* Milliseconds that what was fetched is good for: the listing comes right after. */
#define SNAPSHOT_AGE INT64_C(2000)
#define HASH UINT64_C(14695981039346656037)

enum phase {
    REST,      /* until the next look */
    LIBRARIES, /* the list of them */
    LIBRARY,
    ITEMS, /* the list of a library's */
    FETCH_LIBRARIES,
    FETCH_ITEMS
};

struct watch {
    struct vm_watch base;
    struct vm_vs *vs;
    int epoll, timer;
    int64_t interval, due;
    enum phase phase;
    /* the look */
    struct vm_vs_exchange exchange;
    struct vm_json_doc *doc;
    const struct vm_json *next; /* ID of the library that comes next */
    char *library;              /* that is looked at */
    uint64_t hash, sum, last;   /* of the library; of this look; of the one that was told */
    bool unversioned;           /* a library has no version: looking isn't enough */
    /* everything */
    struct vm_vs_listing *listing;
    struct vm_vs_snapshot *snapshot;
    size_t shelf;
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
static void rest(struct watch *watch)
{
    vmimage__vs_release(&watch->exchange);
    vmimage__json_free(watch->doc);
    watch->doc = NULL;
    watch->next = NULL;
    watch->phase = REST;
    set_timer(watch, watch->interval);
}

static vmimage_status ask(struct watch *watch, enum phase phase, enum vm_vs_operation operation, const char *id,
                          vmimage_error **error)
{
    vmimage_status status = vmimage__vs_prepare(watch->vs, &watch->exchange, operation, id, NULL, error);

    watch->phase = phase;
    return status == VMIMAGE_OK ? vmimage__vs_start(watch->vs, &watch->exchange, error) : status;
}

static vmimage_status ask_library(struct watch *watch, const char *id, vmimage_error **error)
{
    char *copy = vmimage__strdup(id != NULL ? id : "");

    if (copy == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__free(watch->library);
    watch->library = copy;
    return ask(watch, LIBRARY, VM_VS_LIBRARY, copy, error);
}

static vmimage_status start_look(struct watch *watch, vmimage_error **error)
{
    watch->sum = 0;
    watch->unversioned = false;
    if (watch->vs->library != NULL)
        return ask_library(watch, watch->vs->library, error);
    return ask(watch, LIBRARIES, VM_VS_LIBRARIES, NULL, error);
}

/* The next library, or the end of the look: *done. */
static vmimage_status go_on(struct watch *watch, bool *done, vmimage_error **error)
{
    const struct vm_json *id = watch->next;

    if (id == NULL) {
        *done = true;
        return VMIMAGE_OK;
    }
    watch->next = vmimage__json_next(id);
    return ask_library(watch, vmimage__json_string(id), error);
}

static void add_library(struct watch *watch, const struct vm_json *json)
{
    static const char *const keys[] = {"id", "name", "description", "version", "last_modified_time", "last_sync_time"};

    watch->hash = HASH;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        watch->hash = add_text(watch->hash, vmimage__json_get_string(json, keys[i]));
    if (vmimage__json_get_string(json, "version") == NULL)
        watch->unversioned = true;
}

/* Sums, not a hash of all: the server's order is another one each time. */
static void add_items(struct watch *watch, const struct vm_json *list)
{
    watch->sum += watch->hash;
    for (const struct vm_json *id = vmimage__json_first(list); id != NULL; id = vmimage__json_next(id))
        watch->sum += add_text(watch->hash, vmimage__json_string(id));
}

static vmimage_status got_answer(struct watch *watch, bool *done, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    vmimage_status status = vmimage__vs_typed_value(
        watch->vs, &watch->exchange, watch->phase == LIBRARY ? VM_JSON_OBJECT : VM_JSON_ARRAY, &doc, &value, error);

    if (status != VMIMAGE_OK)
        return status;
    if (watch->phase == LIBRARIES) {
        vmimage__json_free(watch->doc);
        watch->doc = doc;
        doc = NULL;
        watch->next = vmimage__json_first(value);
        return go_on(watch, done, error);
    }
    if (watch->phase == LIBRARY) {
        add_library(watch, value);
        return ask(watch, ITEMS, VM_VS_ITEMS, watch->library, error);
    }
    add_items(watch, value);
    return go_on(watch, done, error);
}

/* What became of the request of the look. */
static vmimage_status finish_request(struct watch *watch, const struct vm_call *call, bool *done, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    bool again = false;
    vmimage_status status = vmimage__vs_finish(watch->vs, call, &watch->exchange, &again, &failure);

    if (again)
        return VMIMAGE_OK;
    /* A library that goes right now is missed by the next list. */
    if (status == VMIMAGE_E_NOT_FOUND && watch->vs->library == NULL && watch->phase != LIBRARIES)
        return go_on(watch, done, error);
    return status == VMIMAGE_OK ? got_answer(watch, done, error) : vmimage__pass_on(status, &failure, error);
}

/* Carry on with the look as far as the wait for one answer goes. */
static vmimage_status look(struct watch *watch, const struct vm_call *call, int64_t wait, bool *done,
                           vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    *done = false;
    while (status == VMIMAGE_OK && !*done) {
        struct vm_http_transfer *ended;

        if (!vmimage__http_ended(watch->exchange.transfer))
            status = vmimage__http_step(watch->vs->http, call, wait, &ended, error);
        if (status != VMIMAGE_OK || !vmimage__http_ended(watch->exchange.transfer))
            break;
        status = finish_request(watch, call, done, error);
    }
    return status;
}

static void drop_fetched(struct watch *watch, const struct vm_call *call)
{
    vmimage__vs_listing_end(watch->listing, call);
    vmimage__vs_snapshot_free(watch->snapshot);
    watch->listing = NULL;
    watch->snapshot = NULL;
}

static vmimage_status start_listing(struct watch *watch, const struct vm_call *call, const vmimage_library *library,
                                    vmimage_error **error)
{
    const struct vm_sink sink = vmimage__vs_snapshot_sink(watch->snapshot);

    return vmimage__vs_listing_start(watch->vs, call, library, &sink, &watch->listing, error);
}

static vmimage_status start_fetch(struct watch *watch, const struct vm_call *call, vmimage_error **error)
{
    watch->snapshot = vmimage__vs_snapshot_new();
    watch->phase = FETCH_LIBRARIES;
    watch->shelf = 0;
    return watch->snapshot != NULL ? start_listing(watch, call, NULL, error) : vmimage__fail_no_memory(error);
}

/* Carry on with fetching everything, without waiting. */
static vmimage_status fetch(struct watch *watch, const struct vm_call *call, bool *done, vmimage_error **error)
{
    bool ended = true;
    vmimage_status status = VMIMAGE_OK;

    *done = false;
    while (status == VMIMAGE_OK && !*done && ended) {
        status = vmimage__vs_listing_step(watch->listing, call, 0, &ended, error);
        if (status != VMIMAGE_OK || !ended)
            break;
        vmimage__vs_listing_end(watch->listing, call);
        watch->listing = NULL;
        watch->phase = FETCH_ITEMS;
        if (watch->shelf < vmimage__vs_snapshot_count(watch->snapshot))
            status = start_listing(watch, call, vmimage__vs_snapshot_begin(watch->snapshot, watch->shelf++), error);
        else
            *done = true;
    }
    return status;
}

/* Everything is at hand. */
static void hand_over(struct watch *watch)
{
    vmimage__vs_snapshot_free(watch->vs->snapshot);
    watch->vs->snapshot = watch->snapshot;
    watch->vs->snapshot_until = vmimage__call_clock() + SNAPSHOT_AGE;
    watch->snapshot = NULL;
    watch->last = watch->sum;
    rest(watch);
}

/* As far as it goes without waiting. */
static vmimage_status carry_on(struct watch *watch, const struct vm_call *call, bool *moved, vmimage_error **error)
{
    bool done = false;
    vmimage_status status = VMIMAGE_OK;

    if (watch->phase == REST) {
        if (vmimage__call_clock() < watch->due)
            return VMIMAGE_OK;
        set_timer(watch, watch->interval);
        status = start_look(watch, error);
    }
    if (status == VMIMAGE_OK && watch->phase < FETCH_LIBRARIES) {
        status = look(watch, call, 0, &done, error);
        if (status != VMIMAGE_OK || !done)
            return status;
        if (watch->sum == watch->last && !watch->unversioned) {
            rest(watch);
            return VMIMAGE_OK;
        }
        done = false;
        status = start_fetch(watch, call, error);
    }
    if (status == VMIMAGE_OK)
        status = fetch(watch, call, &done, error);
    if (status == VMIMAGE_OK && done) {
        hand_over(watch);
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
    status = carry_on(watch, call, moved, error);
    if (status == VMIMAGE_OK)
        return status;
    drop_fetched(watch, call);
    rest(watch);
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

    drop_fetched(watch, &call);
    vmimage__vs_release(&watch->exchange);
    vmimage__json_free(watch->doc);
    vmimage__free(watch->library);
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
        status = start_look(new, error);
    while (status == VMIMAGE_OK && !done)
        status = look(new, call, -1, &done, error);
    if (status != VMIMAGE_OK) {
        close_watch(&new->base);
        return status;
    }
    new->last = new->sum;
    rest(new);
    *watch = &new->base;
    return VMIMAGE_OK;
}
