/*
 * SPDX-License-Identifier: Apache-2.0
 * A web server tells nothing by itself, so lib.json is asked for from time to time. When it is another one, all that is new is read
 * before anybody is told, so that the listing which follows has it at hand.
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/http/web.h"

#define INTERVAL_MS INT64_C(60000)

struct watch {
    struct vm_watch base;
    struct vm_web *web;
    struct vm_http *http; /* its own */
    struct vm_web_fetch *fetch;
    int epoll, timer;
    uint64_t told; /* revision that is known outside */
    int64_t next;  /* when to ask again */
    bool failing;  /* the failure was told */
};

static int64_t at_random(int64_t limit)
{
    uint64_t bits = 0;

    if (limit <= 0 || getrandom(&bits, sizeof(bits), GRND_NONBLOCK) != (ssize_t)sizeof(bits))
        return 0;
    return (int64_t)(bits % (uint64_t)limit);
}

/* A tenth earlier or later, so that many programs don't ask at the same moment. */
static void schedule(struct watch *watch)
{
    int64_t interval = watch->web->poll_interval > 0 ? watch->web->poll_interval : INTERVAL_MS;

    watch->next = vmimage__call_clock() + interval - interval / 10 + at_random(interval / 5 + 1);
}

static void arm(struct watch *watch)
{
    int64_t at = watch->fetch != NULL ? vmimage__web_fetch_wake(watch->fetch) : watch->next;
    struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at / 1000), .tv_nsec = (long)(at % 1000) * 1000000 + 1}};

    if (at == 0)
        memset(&when, 0, sizeof(when));
    (void)timerfd_settime(watch->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static int fd_of(const struct vm_watch *base)
{
    return ((const struct watch *)base)->epoll;
}

static void close_watch(struct vm_watch *base)
{
    struct watch *watch = (struct watch *)base;

    vmimage__web_fetch_free(watch->fetch);
    vmimage__http_close(watch->http);
    if (watch->timer >= 0)
        (void)close(watch->timer);
    if (watch->epoll >= 0)
        (void)close(watch->epoll);
    vmimage__free(watch);
}

/* A round is over. Its failure is told once, until a round goes well. */
static vmimage_status end_round(struct watch *watch, vmimage_status status, bool *moved, vmimage_error **failure,
                                vmimage_error **error)
{
    struct vm_web *web = watch->web;
    bool told = watch->failing;

    vmimage__web_fetch_free(watch->fetch);
    watch->fetch = NULL;
    schedule(watch);
    if (status == VMIMAGE_DONE) {
        watch->failing = false;
        *moved = web->revision != watch->told;
        watch->told = web->revision;
        if (*moved)
            web->fresh = vmimage__call_clock() + VM_WEB_FRESH_MS;
        return VMIMAGE_OK;
    }
    watch->failing = true;
    return told ? VMIMAGE_OK : vmimage__pass_on(status, failure, error);
}

static vmimage_status check(struct vm_watch *base, const struct vm_call *call, bool *moved, bool *fatal,
                            vmimage_error **error)
{
    struct watch *watch = (struct watch *)base;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = VMIMAGE_OK;
    uint64_t expired;

    *moved = *fatal = false;
    if (read(watch->timer, &expired, sizeof(expired)) < 0)
        expired = 0; /* it is the clock that counts */
    if (watch->fetch == NULL && vmimage__call_clock() >= watch->next)
        status = vmimage__web_fetch_new(watch->web, watch->http, VM_WEB_LIBRARY | VM_WEB_LIST | VM_WEB_CHANGES, NULL,
                                        NULL, &watch->fetch, &failure);
    if (status == VMIMAGE_OK && watch->fetch != NULL)
        status = vmimage__web_fetch_step(watch->fetch, call, 0, &failure);
    if (status == VMIMAGE_E_CANCELLED || status == VMIMAGE_E_TIMEOUT)
        return vmimage__pass_on(status, &failure, error); /* the call's; the round goes on */
    if (status != VMIMAGE_OK)
        status = end_round(watch, status, moved, &failure, error);
    arm(watch);
    return status;
}

static const struct vm_watch_operations operations = {.fd = fd_of, .check = check, .close = close_watch};

static vmimage_status start(struct watch *watch, vmimage_error **error)
{
    struct epoll_event event = {.events = EPOLLIN};
    vmimage_status status = vmimage__http_open(&watch->web->settings, &watch->http, error);

    if (status != VMIMAGE_OK)
        return status;
    watch->epoll = epoll_create1(EPOLL_CLOEXEC);
    watch->timer = watch->epoll >= 0 ? timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK) : -1;
    if (watch->timer < 0 || epoll_ctl(watch->epoll, EPOLL_CTL_ADD, watch->timer, &event) != 0 ||
        epoll_ctl(watch->epoll, EPOLL_CTL_ADD, vmimage__http_fd(watch->http), &event) != 0)
        return vmimage__fail_errno(error, errno, watch->web->url, "watch it");
    return VMIMAGE_OK;
}

vmimage_status vmimage__web_watch(void *place, const struct vm_call *call, struct vm_watch **out, vmimage_error **error)
{
    struct watch *watch = vmimage__calloc(1, sizeof(*watch));
    vmimage_status status;

    (void)call;
    if (watch == NULL)
        return vmimage__fail_no_memory(error);
    watch->base.operations = &operations;
    watch->web = place;
    watch->epoll = watch->timer = -1;
    watch->told = watch->web->revision;
    status = start(watch, error);
    if (status != VMIMAGE_OK) {
        close_watch(&watch->base);
        return status;
    }
    schedule(watch);
    arm(watch);
    *out = &watch->base;
    return VMIMAGE_OK;
}
