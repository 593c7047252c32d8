/*
 * SPDX-License-Identifier: Apache-2.0
 * A registry as the engine sees it: a transport, the place that it opened, and the limits of a call.
 */
#ifndef VMIMAGE_LIB_ENGINE_REGISTRY_H
#define VMIMAGE_LIB_ENGINE_REGISTRY_H

#include <vmimage/registry.h>

#include "base/refs.h"
#include "transport/transport.h"

struct vmimage_registry {
    vm_refs refs;
    vmimage_context *context;
    const struct vm_transport *transport;
    void *place;
    char *url;
    atomic_int interrupted;
    int64_t deadline; /* milliseconds that a call may take */
    struct vm_progress progress;
    bool write_manifests; /* for packages that have none */
};

/* Which transport an URL means, and the location in it that is left for the transport, to be freed. */
vmimage_status vmimage__registry_parse(const char *url, const struct vm_transport **transport, char **location,
                                       vmimage_error **error);

/* What a call of the program may take from now on. */
struct vm_call vmimage__registry_call(vmimage_registry *registry);

/*
 * As the functions of vmimage/registry.h, for a call that is a part of something else. The list has one reference, NULL on failure.
 */
vmimage_status vmimage__list_libraries(vmimage_registry *registry, const struct vm_call *call,
                                       const vmimage_query *query, vmimage_libraries **libraries,
                                       vmimage_error **error);
vmimage_status vmimage__list_items(vmimage_registry *registry, const struct vm_call *call, const vmimage_query *query,
                                   vmimage_items **items, vmimage_error **error);
vmimage_status vmimage__list_images(vmimage_registry *registry, const struct vm_call *call, const vmimage_query *query,
                                    vmimage_images **images, vmimage_error **error);
/*
 * List images, those that can be told apart before their content is read: `id` is a VMI ID, `name` a display name; NULL is any.
 * Both filters may let more through. The list has one reference.
 */
vmimage_status vmimage__registry_list_images(vmimage_registry *registry, const vmimage_query *query, const char *id,
                                             const char *name, vmimage_images **images, vmimage_error **error);

#endif
