/*
 * SPDX-License-Identifier: Apache-2.0
 * What a vCenter does by itself: imports from an URL, copies between its libraries, subscriptions and their publishing. Libraries and items
 * are named by their IDs. Calls return when the server has taken them; what it does then is seen in the items.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_REMOTE_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_REMOTE_H

#include "transport/vsphere/vsphere.h"

/* A file on a web server that becomes an item. Texts may be NULL but for the URL. */
struct vm_vs_import {
    const char *url, *name, *description;
    const char *thumbprint;           /* of that server's certificate, as vSphere prints it */
    const char *algorithm, *checksum; /* "SHA256" and its digits */
};
/* A new item in memory of its own; returns when the server has it all. A failure leaves nothing. */
vmimage_status vmimage__vs_import(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                  const struct vm_vs_import *import, char **id, vmimage_error **error);
/* A new item in memory of its own; its content follows. `name` NULL: that of the item. */
vmimage_status vmimage__vs_copy(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *library,
                                const char *name, const char *description, char **id, vmimage_error **error);

/* A library that follows another one. */
struct vm_vs_subscription {
    const char *name, *description, *url, *datastore;
    const char *thumbprint, *user, *password; /* NULL: none */
    bool on_demand, automatic;
};
vmimage_status vmimage__vs_subscribe(struct vm_vs *vs, const struct vm_call *call,
                                     const struct vm_vs_subscription *subscription, char **id, vmimage_error **error);
vmimage_status vmimage__vs_delete_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                          vmimage_error **error);
/* Whether a library is published, and how its readers have to log in (NULL: they don't). */
vmimage_status vmimage__vs_set_published(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                         bool published, const char *password, vmimage_error **error);
/* Follow the publisher now; of one item with its content. */
vmimage_status vmimage__vs_sync_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                        vmimage_error **error);
vmimage_status vmimage__vs_sync_item(struct vm_vs *vs, const struct vm_call *call, const char *item, bool content,
                                     vmimage_error **error);
/* Let go of the content. */
vmimage_status vmimage__vs_evict_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                         vmimage_error **error);
vmimage_status vmimage__vs_evict_item(struct vm_vs *vs, const struct vm_call *call, const char *item,
                                      vmimage_error **error);
/* Have the subscribers follow; `subscriptions` are IDs up to a NULL, NULL: all. */
vmimage_status vmimage__vs_publish_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                           const char *const *subscriptions, vmimage_error **error);
vmimage_status vmimage__vs_publish_item(struct vm_vs *vs, const struct vm_call *call, const char *item, bool content,
                                        const char *const *subscriptions, vmimage_error **error);

/* A subscriber of a published library. Texts are in the caller's arena. */
struct vm_vs_subscriber {
    const char *id, *library, *library_name, *host;
};
vmimage_status vmimage__vs_subscribers(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       struct vm_arena *arena, struct vm_vs_subscriber **list, size_t *count,
                                       vmimage_error **error);
/* A library of the same vCenter becomes a subscriber. `folder` and `pool` are where templates go; NULL: unset. */
vmimage_status vmimage__vs_add_subscriber(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                          const char *subscribed, const char *folder, const char *pool, char **id,
                                          vmimage_error **error);
vmimage_status vmimage__vs_remove_subscriber(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                             const char *id, vmimage_error **error);

/*
 * share.c: whether a namespace of a Supervisor sees a library; what else it has stays. The two ways in which vCenters keep that, before
 * and since 8.0U2, are told apart by what the namespace has. `writable` counts for the newer one.
 */
vmimage_status vmimage__vs_share(struct vm_vs *vs, const struct vm_call *call, const char *name_space,
                                 const char *library, bool shared, bool writable, vmimage_error **error);

#endif
