/*
 * SPDX-License-Identifier: Apache-2.0
 * One watched collection: a list that is streamed, and its changes, for ever. What objects are is the caller's.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_KUBERNETES_WATCH_H
#define VMIMAGE_LIB_TRANSPORT_KUBERNETES_WATCH_H

#include "transport/kubernetes/kube.h"

enum vm_kube_watch_state {
    VM_KUBE_WATCH_WAIT,   /* until `due` */
    VM_KUBE_WATCH_LIST,   /* a list is under way, for servers that don't stream one as a watch */
    VM_KUBE_WATCH_STREAM, /* a watch is under way */
    VM_KUBE_WATCH_OVER    /* nothing more will come: the kind may not be seen */
};

struct vm_kube_watch {
    struct vm_kube kube; /* its own client; the rest is the place's */
    const struct vm_kube_kind *kind;
    const char *name_space;
    char *selector, *name; /* only objects with these labels, or of this name; NULL: all */
    size_t part;           /* number of the collection in the feed */
    const char *version;
    enum vm_kube_watch_state state;
    int64_t due;     /* of the monotonic clock */
    int64_t started; /* the request */
    int64_t pause;   /* milliseconds of the last waiting; 0: none */
    char *position;  /* resource version; NULL: from the beginning */
    bool old_server; /* knows no streamed lists */
    bool initial;    /* the objects that come are those that are there */
    bool told;       /* the failure that lasts was told */
    struct vm_http_transfer *transfer;
    struct vm_arena arena; /* of the request */
    struct vm_kube_request request;
    struct vm_buf path;
    struct vm_json_stream stream;
    const struct vm_feed_sink *sink; /* of the step under way */
    const struct vm_call *call;
    uint32_t random;
};

/* `watch` is zeroed; the place outlives it. */
vmimage_status vmimage__kube_watch_open(struct vm_kube_watch *watch, const struct vm_kube *place, size_t part,
                                        const struct vm_kube_kind *kind, const char *name_space,
                                        const struct vm_wanted *wanted, vmimage_error **error);
void vmimage__kube_watch_close(struct vm_kube_watch *watch);
/*
 * Do what can be done at once. A failure that passes is returned once; *fatal says that nothing more will come. Who may not see a
 * collection of the cluster sees nothing of it.
 */
vmimage_status vmimage__kube_watch_step(struct vm_kube_watch *watch, const struct vm_call *call,
                                        const struct vm_feed_sink *sink, bool *fatal, vmimage_error **error);
/* A feed of one of the model's kinds; `name_space` NULL: all. */
vmimage_status vmimage__kube_feed(struct vm_kube *kube, const struct vm_call *call, enum vm_feed_kind kind,
                                  const char *name_space, const struct vm_wanted *wanted, struct vm_feed **out,
                                  vmimage_error **error);
/* When a step has something to do even if nothing comes: milliseconds of the monotonic clock, INT64_MAX never. */
int64_t vmimage__kube_watch_due(const struct vm_kube_watch *watch);

#endif
