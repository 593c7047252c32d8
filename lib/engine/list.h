/*
 * SPDX-License-Identifier: Apache-2.0
 * What listing derives and listing reads have in common.
 */
#ifndef VMIMAGE_LIB_ENGINE_LIST_H
#define VMIMAGE_LIB_ENGINE_LIST_H

#include "engine/query.h"
#include "engine/registry.h"
#include "model/lists.h"

/* A listing under way, and where it puts what it finds. */
struct vm_gather {
    const struct vm_call *call;
    const vmimage_query *query;
    const char *id, *name; /* of images; NULL: any */
    vmimage_libraries *libraries;
    vmimage_items *items;
    vmimage_images *images;
};

/* Where items go of which images are made, into the list of images. */
struct vm_sink vmimage__gather_images(struct vm_gather *gather);

/* Libraries of the place, in order; `wanted` may be NULL. */
vmimage_status vmimage__place_libraries(vmimage_registry *registry, const struct vm_call *call,
                                        const struct vm_wanted *wanted, vmimage_libraries **libraries,
                                        vmimage_error **error);
/* Whether the library is one of those that the query names. */
bool vmimage__library_wanted(const vmimage_query *query, const vmimage_library *library);
/* NOT_FOUND when the query names a library that is not there. */
vmimage_status vmimage__library_check(const vmimage_query *query, const vmimage_libraries *libraries,
                                      vmimage_error **error);

/*
 * The items, or the images, of a place that keeps its images itself (list_images), added to the list in kubectl's order. `id` and
 * `name` as for vmimage__registry_list_images().
 */
vmimage_status vmimage__list_kept_items(vmimage_registry *registry, const struct vm_call *call,
                                        const vmimage_query *query, vmimage_items *items, vmimage_error **error);
vmimage_status vmimage__list_kept_images(vmimage_registry *registry, const struct vm_call *call,
                                         const vmimage_query *query, const char *id, const char *name,
                                         vmimage_images *images, vmimage_error **error);

#endif
