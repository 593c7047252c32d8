/*
 * SPDX-License-Identifier: Apache-2.0
 * Images one by one while the place still tells of them, so that memory does not grow with their number. Places that tell all at once
 * give a list that is whole.
 */
#include "engine/list.h"

#include <vmimage/image.h>

#include "base/error.h"

struct feed {
    vmimage_registry *registry; /* a reference, as of the query */
    vmimage_query *query;
    struct vm_wanted wanted;
    struct vm_gather gather;
    size_t next; /* library */
    struct vm_pull *pull;
    bool kept; /* the place keeps its images: there is one listing */
};

/* An image that the place itself keeps. */
static vmimage_status put_image(void *data, vmimage_image *image, vmimage_error **error)
{
    const struct vm_gather *gather = data;
    bool added = !vmimage__query_matches_image(gather->query, &image->o) || vmimage__images_add(gather->images, image);

    vmimage_image_unref(image);
    return added ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* The listing of the next library that is wanted; *done: there is none. */
static vmimage_status open_next(struct feed *feed, const struct vm_call *call, bool *done, vmimage_error **error)
{
    const struct vm_transport *transport = feed->registry->transport;
    const struct vm_sink kept = {.data = &feed->gather, .wanted = &feed->wanted, .add_image = put_image};
    const struct vm_sink derived = vmimage__gather_images(&feed->gather);
    const vmimage_libraries *libraries = feed->gather.libraries;

    *done = false;
    if (feed->kept) {
        *done = feed->next++ != 0;
        return *done ? VMIMAGE_OK : transport->pull(feed->registry->place, call, NULL, &kept, &feed->pull, error);
    }
    while (feed->next < libraries->count && !vmimage__library_wanted(feed->query, libraries->list[feed->next]))
        feed->next++;
    *done = feed->next == libraries->count;
    return *done ? VMIMAGE_OK
                 : transport->pull(feed->registry->place, call, libraries->list[feed->next++], &derived, &feed->pull,
                                   error);
}

static void close_pull(struct feed *feed)
{
    const struct vm_call call = {.context = feed->registry->context};

    if (feed->pull != NULL)
        feed->pull->operations->close(feed->pull, &call);
    feed->pull = NULL;
}

static vmimage_status more(void *data, vmimage_images *images, vmimage_error **error)
{
    struct feed *feed = data;
    struct vm_call call = vmimage__registry_call(feed->registry);
    vmimage_status status = vmimage__call_check(&call, error);
    bool done = false;

    feed->gather.call = &call;
    feed->gather.images = images;
    while (status == VMIMAGE_OK && images->count == 0) {
        if (feed->pull == NULL) {
            status = open_next(feed, &call, &done, error);
            if (done)
                return VMIMAGE_DONE;
            continue;
        }
        status = feed->pull->operations->step(feed->pull, &call, &done, error);
        if (status == VMIMAGE_OK && done)
            close_pull(feed);
    }
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "list images");
    return status;
}

static void end(void *data)
{
    struct feed *feed = data;

    close_pull(feed);
    vmimage_libraries_unref(feed->gather.libraries);
    vmimage_query_unref(feed->query);
    vmimage_registry_unref(feed->registry);
    vmimage__free(feed);
}

static vmimage_status make(vmimage_registry *registry, const vmimage_query *query, struct feed **out,
                           vmimage_error **error)
{
    struct vm_call call = vmimage__registry_call(registry);
    struct feed *feed = vmimage__calloc(1, sizeof(*feed));
    vmimage_status status = VMIMAGE_OK;

    *out = feed;
    if (feed == NULL)
        return vmimage__fail_no_memory(error);
    feed->registry = vmimage_registry_ref(registry);
    feed->query = vmimage_query_ref((vmimage_query *)(uintptr_t)query);
    feed->gather.query = query;
    feed->wanted = vmimage__query_wanted(query);
    feed->kept = registry->transport->list_images != NULL;
    if (!feed->kept) {
        status = vmimage__place_libraries(registry, &call, NULL, &feed->gather.libraries, error);
        if (status == VMIMAGE_OK)
            status = vmimage__library_check(query, feed->gather.libraries, error);
    }
    return status;
}

vmimage_status vmimage_registry_stream_images(vmimage_registry *registry, const vmimage_query *query,
                                              vmimage_images **images, vmimage_error **error)
{
    struct feed *feed = NULL;
    vmimage_status status;

    VM_REQUIRE(images != NULL, error);
    *images = NULL;
    VM_REQUIRE(registry != NULL, error);
    /* Which images of a cluster belong to a library, only their items tell. */
    if (registry->transport->pull == NULL ||
        (registry->transport->list_images != NULL && vmimage__query_library(query) != NULL))
        return vmimage_registry_images(registry, query, images, error);
    status = make(registry, query, &feed, error);
    if (status == VMIMAGE_OK && (*images = vmimage__images_new()) == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK) {
        (*images)->source = (struct vm_images_source){.more = more, .end = end, .data = feed};
        return VMIMAGE_OK;
    }
    if (feed != NULL)
        end(feed);
    vmimage__error_set_operation(error, "list images");
    return status;
}
