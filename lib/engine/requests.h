/*
 * SPDX-License-Identifier: Apache-2.0
 * The three kinds of requests, alike.
 */
#ifndef VMIMAGE_LIB_ENGINE_REQUESTS_H
#define VMIMAGE_LIB_ENGINE_REQUESTS_H

#include "engine/registry.h"
#include "model/requests.h"

struct vm_requests {
    const char *kind;     /* "VirtualMachinePublishRequest" */
    const char *words;    /* "publish request" */
    int32_t event_object; /* VM_EVENT_* */
    enum vm_feed_kind feed;
    void *(*ref)(void *request);
    void (*unref)(void *request);
    const struct vm_meta *(*meta)(const void *request);
    const struct vm_conditions *(*conditions)(const void *request);
    int32_t (*state)(const void *request);
    const vmimage_condition *(*failure)(const void *request);
    /* The library that is published or imported to; NULL: not given. */
    const char *(*library)(const void *request);
};

/* By VMIMAGE_REQUEST_*. */
vmimage_status vmimage__requests_of(int32_t kind, const struct vm_requests **requests, vmimage_error **error);
bool vmimage__query_matches_request(const vmimage_query *query, const struct vm_requests *requests,
                                    const void *request);
/* UNSUPPORTED, with the registry's transport, when it has no requests. */
vmimage_status vmimage__requests_check(const vmimage_registry *registry, vmimage_error **error);

#endif
