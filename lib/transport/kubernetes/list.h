/*
 * SPDX-License-Identifier: Apache-2.0
 * A list of one kind, page by page, for those who ask for it at once (list.c) and piece by piece (pull.c).
 */
#ifndef VMIMAGE_LIB_TRANSPORT_KUBERNETES_LIST_H
#define VMIMAGE_LIB_TRANSPORT_KUBERNETES_LIST_H

#include "transport/kubernetes/kube.h"

struct vm_kube_listing {
    struct vm_kube *kube;
    const struct vm_call *call;
    const struct vm_kube_kind *kind;
    const char *name_space;
    const struct vm_sink *sink;
    struct vm_json_limits limits;
    struct vm_json_stream stream;
    char *next; /* token of the next page; NULL: none */
};

/* What is pointed to stays with the caller. */
void vmimage__kube_listing_open(struct vm_kube_listing *listing, struct vm_kube *kube, const struct vm_call *call,
                                const struct vm_kube_kind *kind, const char *name_space, const struct vm_sink *sink);
/* The request of the next page, whose objects go to the sink as they arrive. The path is in `path`. */
vmimage_status vmimage__kube_listing_ask(struct vm_kube_listing *listing, const char *version, struct vm_buf *path,
                                         struct vm_kube_request *request, vmimage_error **error);
/* The page is whole: whether it was a list, and `next`. */
vmimage_status vmimage__kube_listing_page(struct vm_kube_listing *listing, vmimage_error **error);
void vmimage__kube_listing_release(struct vm_kube_listing *listing);

/* Images as their reader wants more: those of a namespace (NULL: all), then the cluster's. */
vmimage_status vmimage__kube_pull(struct vm_kube *kube, const struct vm_call *call, const char *name_space,
                                  const struct vm_sink *sink, struct vm_pull **pull, vmimage_error **error);

#endif
