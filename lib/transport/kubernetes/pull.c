/*
 * SPDX-License-Identifier: Apache-2.0
 * Images as their reader wants more: the server's list is read no faster than that. A list that is cut can't be begun again, for its
 * first objects were given away. The client is one of its own: what else the handle does does not read it.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/kubernetes/list.h"

#define KINDS 2

struct pull {
    struct vm_pull base;
    struct vm_kube kube; /* as the place, but for the client */
    struct vm_sink sink;
    char *name_space;
    size_t kind, version;
    bool renewed; /* the credential, once */
    struct vm_kube_listing listing;
    /* of the page that is being read */
    struct vm_buf path;
    struct vm_kube_request request;
    struct vm_http_request http;
    struct vm_arena arena;
    struct vm_http_transfer *transfer; /* NULL: none is */
};

static const struct vm_kube_kind *const kinds[KINDS] = {&vmimage__kube_images, &vmimage__kube_cluster_images};

static void drop_page(struct pull *pull)
{
    vmimage__http_release(pull->transfer);
    pull->transfer = NULL;
    vmimage__arena_release(&pull->arena);
    vmimage__buf_release(&pull->path);
    pull->path = (struct vm_buf)VM_BUF_INIT(65536);
}

static void begin_kind(struct pull *pull)
{
    const struct vm_kube_kind *kind = kinds[pull->kind];

    vmimage__kube_listing_release(&pull->listing);
    pull->version = 0;
    vmimage__kube_listing_open(&pull->listing, &pull->kube, NULL, kind, kind->namespaced ? pull->name_space : NULL,
                               &pull->sink);
}

static vmimage_status begin_page(struct pull *pull, const struct vm_call *call, vmimage_error **error)
{
    const struct vm_kube_versions *versions = &pull->kube.groups[kinds[pull->kind]->group];
    vmimage_status status =
        vmimage__kube_listing_ask(&pull->listing, versions->names[pull->version], &pull->path, &pull->request, error);

    if (status == VMIMAGE_OK)
        status = vmimage__kube_prepare(&pull->kube, call, &pull->request, &pull->arena, &pull->http, error);
    if (status == VMIMAGE_OK)
        status = vmimage__http_start(pull->kube.http, &pull->http, &pull->transfer, error);
    return status;
}

/* The list of the kind has failed: whether it may be asked for again, or another way. */
static vmimage_status end_in_failure(struct pull *pull, const struct vm_call *call, vmimage_status status,
                                     vmimage_error *failure, vmimage_error **error)
{
    vm_auto_error vmimage_error *own = NULL;
    bool fresh = pull->listing.stream.offset == 0;

    status = vmimage__kube_refusal(&pull->kube, &pull->request, pull->transfer, status, failure, &own);
    drop_page(pull);
    if (fresh && status == VMIMAGE_E_UNAUTHENTICATED && !pull->renewed &&
        vmimage__kube_access_refused(pull->kube.access)) {
        pull->renewed = true;
        return VMIMAGE_OK;
    }
    /* A kind may be missing in the newest version of its group. */
    if (vmimage_error_http_status(own) == 404 &&
        pull->version + 1 < pull->kube.groups[kinds[pull->kind]->group].count) {
        pull->version++;
        return VMIMAGE_OK;
    }
    if (status == VMIMAGE_E_FORBIDDEN && !kinds[pull->kind]->namespaced) {
        vmimage__log(call->context, VMIMAGE_LOG_WARNING, "kubernetes", "without those of the cluster: %s",
                     vmimage_error_message(own));
        pull->kind++;
        return VMIMAGE_OK;
    }
    return vmimage__pass_on(status, &own, error);
}

static vmimage_status end_page(struct pull *pull, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__http_result(pull->transfer, &failure);

    if (status != VMIMAGE_OK)
        return end_in_failure(pull, call, status, failure, error);
    drop_page(pull);
    status = vmimage__kube_listing_page(&pull->listing, error);
    if (status == VMIMAGE_OK && pull->listing.next == NULL && ++pull->kind < KINDS)
        begin_kind(pull);
    return status;
}

static vmimage_status step_pull(struct vm_pull *base, const struct vm_call *call, bool *done, vmimage_error **error)
{
    struct pull *pull = (struct pull *)base;
    struct vm_http_transfer *ended;
    vmimage_status status = VMIMAGE_OK;

    *done = pull->kind == KINDS;
    if (*done)
        return VMIMAGE_OK;
    pull->listing.call = call;
    if (pull->transfer == NULL)
        status = begin_page(pull, call, error);
    if (status == VMIMAGE_OK)
        status = vmimage__http_step(pull->kube.http, call, -1, &ended, error);
    if (status == VMIMAGE_OK && vmimage__http_ended(pull->transfer))
        status = end_page(pull, call, error);
    return status;
}

static void close_pull(struct vm_pull *base, const struct vm_call *call)
{
    struct pull *pull = (struct pull *)base;

    (void)call;
    drop_page(pull);
    vmimage__kube_listing_release(&pull->listing);
    vmimage__http_close(pull->kube.http);
    vmimage__free(pull->name_space);
    vmimage__free(pull);
}

vmimage_status vmimage__kube_pull(struct vm_kube *kube, const struct vm_call *call, const char *name_space,
                                  const struct vm_sink *sink, struct vm_pull **out, vmimage_error **error)
{
    static const struct vm_pull_operations operations = {.step = step_pull, .close = close_pull};
    struct pull *pull = vmimage__calloc(1, sizeof(*pull));
    vmimage_status status = VMIMAGE_OK;

    *out = NULL;
    if (pull == NULL)
        return vmimage__fail_no_memory(error);
    pull->base.operations = &operations;
    pull->kube = *kube;
    pull->kube.http = NULL;
    pull->sink = *sink;
    pull->path = (struct vm_buf)VM_BUF_INIT(65536);
    begin_kind(pull);
    pull->name_space = vmimage__strdup(name_space);
    if (name_space != NULL && pull->name_space == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = vmimage__kube_discover(&pull->kube, call, VM_KUBE_VMOPERATOR, error);
    if (status != VMIMAGE_OK) {
        close_pull(&pull->base, call);
        return status;
    }
    memcpy(kube->groups, pull->kube.groups, sizeof(kube->groups));
    begin_kind(pull);
    *out = &pull->base;
    return VMIMAGE_OK;
}
