/*
 * SPDX-License-Identifier: Apache-2.0
 * The feed of a cluster: the collection of a namespace and that of the cluster, watched together, with one descriptor.
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/kubernetes/watch.h"

#define PARTS 2

struct feed {
    struct vm_feed base;
    struct vm_kube_watch parts[PARTS];
    const struct vm_http *listened[PARTS]; /* whose descriptor is in `epoll` */
    char *name_space;
    int epoll, timer;
};

static int feed_fd(const struct vm_feed *base)
{
    return ((const struct feed *)base)->epoll;
}

static void close_feed(struct vm_feed *base)
{
    struct feed *feed = (struct feed *)base;

    for (size_t i = 0; i < feed->base.parts; i++)
        vmimage__kube_watch_close(&feed->parts[i]);
    if (feed->epoll >= 0)
        (void)close(feed->epoll);
    if (feed->timer >= 0)
        (void)close(feed->timer);
    vmimage__free(feed->name_space);
    vmimage__free(feed);
}

static bool listen_to(const struct feed *feed, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

    return epoll_ctl(feed->epoll, EPOLL_CTL_ADD, fd, &event) == 0 || errno == EEXIST;
}

/* The earliest time at which a part wants to be asked again. */
static void set_timer(const struct feed *feed)
{
    struct itimerspec time = {.it_value = {.tv_nsec = 0}};
    int64_t due = INT64_MAX;

    for (size_t i = 0; i < feed->base.parts; i++) {
        int64_t other = vmimage__kube_watch_due(&feed->parts[i]);

        due = other < due ? other : due;
    }
    if (due != INT64_MAX) {
        int64_t left = due - vmimage__call_clock();

        left = left > 0 ? left : 0;
        time.it_value.tv_sec = left / 1000;
        time.it_value.tv_nsec = (long)(left % 1000) * 1000000 + (left == 0);
    }
    (void)timerfd_settime(feed->timer, 0, &time, NULL);
}

static vmimage_status step_feed(struct vm_feed *base, const struct vm_call *call, const struct vm_feed_sink *sink,
                                bool *fatal, vmimage_error **error)
{
    struct feed *feed = (struct feed *)base;
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; status == VMIMAGE_OK && i < feed->base.parts; i++) {
        struct vm_kube_watch *part = &feed->parts[i];

        status = vmimage__kube_watch_step(part, call, sink, fatal, error);
        /* Another client has another descriptor; that of a closed one is gone by itself. */
        if (part->kube.http != NULL && part->kube.http != feed->listened[i]) {
            if (!listen_to(feed, vmimage__http_fd(part->kube.http)) && status == VMIMAGE_OK)
                status = vmimage__fail_errno(error, errno, part->kube.url, "wait for events");
            feed->listened[i] = part->kube.http;
        }
    }
    set_timer(feed);
    return status;
}

static const struct vm_feed_operations operations = {.fd = feed_fd, .step = step_feed, .close = close_feed};

static vmimage_status open_parts(struct feed *feed, struct vm_kube *kube, const struct vm_call *call,
                                 const struct vm_kube_kind *const kinds[PARTS], const struct vm_wanted *wanted,
                                 vmimage_error **error)
{
    vmimage_status status = vmimage__kube_discover(kube, call, kinds[0]->group, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < feed->base.parts; i++)
        status = vmimage__kube_watch_open(&feed->parts[i], kube, i, kinds[i],
                                          kinds[i]->namespaced ? feed->name_space : NULL, wanted, error);
    if (status != VMIMAGE_OK)
        return status;
    feed->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (feed->epoll >= 0)
        feed->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (feed->timer < 0 || !listen_to(feed, feed->timer))
        return vmimage__fail_errno(error, errno, kube->url, "wait for events");
    return VMIMAGE_OK;
}

vmimage_status vmimage__kube_feed(struct vm_kube *kube, const struct vm_call *call, enum vm_feed_kind kind,
                                  const char *name_space, const struct vm_wanted *wanted, struct vm_feed **out,
                                  vmimage_error **error)
{
    static const struct vm_kube_kind *const kinds[][PARTS] = {
        [VM_FEED_LIBRARIES] = {&vmimage__kube_libraries, &vmimage__kube_cluster_libraries},
        [VM_FEED_ITEMS] = {&vmimage__kube_items, &vmimage__kube_cluster_items},
        [VM_FEED_IMAGES] = {&vmimage__kube_images, &vmimage__kube_cluster_images},
        [VM_FEED_PUBLISH_REQUESTS] = {&vmimage__kube_publish_requests, NULL},
        [VM_FEED_GROUP_PUBLISH_REQUESTS] = {&vmimage__kube_group_publish_requests, NULL},
        [VM_FEED_IMPORT_REQUESTS] = {&vmimage__kube_import_requests, NULL},
    };
    struct feed *feed = vmimage__calloc(1, sizeof(*feed));
    vmimage_status status = VMIMAGE_OK;

    *out = NULL;
    if (feed == NULL)
        return vmimage__fail_no_memory(error);
    feed->base.operations = &operations;
    feed->base.parts = kinds[kind][1] != NULL ? 2 : 1;
    feed->epoll = feed->timer = -1;
    feed->name_space = vmimage__strdup(name_space);
    if (name_space != NULL && feed->name_space == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = open_parts(feed, kube, call, kinds[kind], wanted, error);
    if (status == VMIMAGE_OK) {
        set_timer(feed);
        *out = &feed->base;
    } else {
        close_feed(&feed->base);
    }
    return status;
}
