/*
 * SPDX-License-Identifier: Apache-2.0
 * Listing a registry: filters, order, the condition of broken items, and images derived from items.
 */
#include "engine/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "model/id.h"
#include "model/reconcile.h"

#define NO_TIME "1970-01-01T00:00:00Z"

/* A list gives back its elements when it is released. */
static vmimage_status put_library(void *data, vmimage_library *library, vmimage_error **error)
{
    struct vm_gather *gather = data;
    bool added = vmimage__libraries_add(gather->libraries, library);

    vmimage_library_unref(library);
    return added ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int by_library_name(const void *a, const void *b)
{
    const vmimage_library *left = *(vmimage_library *const *)a, *right = *(vmimage_library *const *)b;
    int order = compare_text(left->o.name, right->o.name);

    return order != 0 ? order : compare_text(left->o.meta.name, right->o.meta.name);
}

static int by_item_name(const void *a, const void *b)
{
    const vmimage_item *left = *(vmimage_item *const *)a, *right = *(vmimage_item *const *)b;
    int order = compare_text(left->o.name, right->o.name);

    return order != 0 ? order : compare_text(left->o.meta.name, right->o.meta.name);
}

static int by_image_name(const void *a, const void *b)
{
    const vmimage_image *left = *(vmimage_image *const *)a, *right = *(vmimage_image *const *)b;
    int order = compare_text(left->o.name, right->o.name);

    return order != 0 ? order : compare_text(left->o.meta.name, right->o.meta.name);
}

static void sort(void *list, size_t count, int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(list, count, sizeof(void *), compare);
}

static size_t mark_libraries(void *data)
{
    return ((struct vm_gather *)data)->libraries->count;
}

static void rewind_libraries(void *data, size_t mark)
{
    vmimage_libraries *libraries = ((struct vm_gather *)data)->libraries;

    while (libraries->count > mark)
        vmimage_library_unref(libraries->list[--libraries->count]);
}

vmimage_status vmimage__place_libraries(vmimage_registry *registry, const struct vm_call *call,
                                        const struct vm_wanted *wanted, vmimage_libraries **libraries,
                                        vmimage_error **error)
{
    struct vm_gather gather = {.call = call, .libraries = vmimage__libraries_new()};
    struct vm_sink sink = {.data = &gather,
                           .wanted = wanted,
                           .add_library = put_library,
                           .mark = mark_libraries,
                           .rewind = rewind_libraries};
    vmimage_status status = vmimage__call_check(call, error);

    *libraries = gather.libraries;
    if (status == VMIMAGE_OK && gather.libraries == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = registry->transport->list_libraries(registry->place, call, &sink, error);
    if (status != VMIMAGE_OK)
        *libraries = vmimage_libraries_unref(*libraries);
    else if (registry->transport->list_images != NULL)
        vmimage__libraries_sort(gather.libraries);
    else
        sort(gather.libraries->list, gather.libraries->count, by_library_name);
    return status;
}

static bool is(const char *wanted, const char *value)
{
    return value != NULL && strcmp(wanted, value) == 0;
}

static bool library_is(const vmimage_library *library, const char *name)
{
    return is(name, library->o.id) || is(name, library->o.meta.name) || is(name, library->o.name);
}

bool vmimage__library_wanted(const vmimage_query *query, const vmimage_library *library)
{
    const char *name = vmimage__query_library(query);

    return name == NULL || library_is(library, name);
}

vmimage_status vmimage__library_check(const vmimage_query *query, const vmimage_libraries *libraries,
                                      vmimage_error **error)
{
    const char *name = vmimage__query_library(query);

    for (size_t i = 0; i < libraries->count; i++) {
        if (vmimage__library_wanted(query, libraries->list[i]))
            return VMIMAGE_OK;
    }
    if (name == NULL)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: there is no library with this ID or name", name);
}

/* The words that the image registry has for it, where it has any. */
static const char *reason_of(const vmimage_error *failure)
{
    switch (vmimage_error_status(failure)) {
    case VMIMAGE_E_NOT_FOUND:
    case VMIMAGE_E_FORBIDDEN:
    case VMIMAGE_E_IO:
    case VMIMAGE_E_UNREACHABLE:
    case VMIMAGE_E_TLS:
    case VMIMAGE_E_UNAUTHENTICATED:
    case VMIMAGE_E_BUSY:
        return "ContentLibraryItemFileUnavailable";
    case VMIMAGE_E_INTEGRITY:
        return "ContentDiffers";
    case VMIMAGE_E_LIMIT:
        return "LimitExceeded";
    case VMIMAGE_E_UNSUPPORTED:
        return "ContentUnsupported";
    case VMIMAGE_E_PARSE:
        return "ContentMalformed";
    default:
        return "ContentInvalid";
    }
}

/* The condition is as old as the item, so that listing twice gives the same. */
static void set_ready(vmimage_item *item, const vmimage_error *failure)
{
    const char *now = item->o.last_modified_time != NULL ? item->o.last_modified_time : NO_TIME;

    if (failure != NULL)
        vmimage__condition_set(&item->o.conditions, &item->arena, "Ready", "False", reason_of(failure),
                               vmimage_error_message(failure), now);
    else
        vmimage__condition_set(&item->o.conditions, &item->arena, "Ready", "True", NULL, NULL, now);
}

static void log_failure(const struct vm_gather *gather, const vmimage_item *item, const vmimage_error *failure)
{
    if (failure != NULL)
        vmimage__log(gather->call->context, VMIMAGE_LOG_WARNING, "registry", "item %s: %s",
                     item->o.name != NULL ? item->o.name : item->o.meta.name, vmimage_error_message(failure));
}

static vmimage_status put_item(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error)
{
    struct vm_gather *gather = data;
    vmimage_status status = VMIMAGE_OK;

    (void)ovf;
    log_failure(gather, item, failure);
    if (vmimage__condition_find(&item->o.conditions, "Ready") == NULL)
        set_ready(item, failure);
    if (item->arena.failed)
        status = vmimage__fail_no_memory(error);
    else if (vmimage__query_matches_item(gather->query, &item->o) && !vmimage__items_add(gather->items, item))
        status = vmimage__fail_no_memory(error);
    vmimage_item_unref(item);
    return status;
}

/*
 * An image from an item. The reconciler would say of a broken item only that it is not ready; here the reason is known, so
 * the image says it, as it does for content that can't be synced.
 */
static vmimage_status put_image(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                                vmimage_error **error)
{
    struct vm_gather *gather = data;
    vmimage_image *image = NULL;
    vmimage_status status = VMIMAGE_OK;

    log_failure(gather, item, failure);
    if (vmimage__condition_find(&item->o.conditions, "Ready") == NULL)
        set_ready(item, NULL);
    if (item->arena.failed)
        status = vmimage__fail_no_memory(error);
    else if (item->o.type != NULL) /* a library may hold any file; only those with a type have an image */
        status = vmimage__derive_image(&item->o, ovf, failure != NULL ? vmimage_error_message(failure) : NULL,
                                       item->o.last_modified_time != NULL ? item->o.last_modified_time : NO_TIME,
                                       gather->call->context, &image, NULL, error);
    vmimage_item_unref(item);
    if (image != NULL && vmimage__query_matches_image(gather->query, &image->o) &&
        !vmimage__images_add(gather->images, image))
        status = vmimage__fail_no_memory(error);
    vmimage_image_unref(image);
    return status;
}

/* The image of an item that is a virtual machine. */
static vmimage_status put_machine(void *data, vmimage_item *item, const struct vm_machine *machine,
                                  vmimage_error **error)
{
    struct vm_gather *gather = data;
    const char *now = item->o.last_modified_time != NULL ? item->o.last_modified_time : NO_TIME;
    vmimage_image *image = NULL;
    vmimage_status status;

    if (vmimage__condition_find(&item->o.conditions, "Ready") == NULL)
        set_ready(item, NULL);
    status = item->arena.failed ? vmimage__fail_no_memory(error)
                                : vmimage__derive_machine(&item->o, machine, now, gather->call->context, &image, error);
    vmimage_item_unref(item);
    if (image != NULL && vmimage__query_matches_image(gather->query, &image->o) &&
        !vmimage__images_add(gather->images, image))
        status = vmimage__fail_no_memory(error);
    vmimage_image_unref(image);
    return status;
}

static bool wants(void *data, const vmimage_item *item)
{
    const struct vm_gather *gather = data;
    const char *ignored, *identifier;

    if (!vmimage__query_may_match(gather->query, &item->o))
        return false;
    if (gather->name != NULL && item->o.name != NULL && strcmp(gather->name, item->o.name) != 0)
        return false;
    if (gather->id == NULL)
        return true;
    identifier = vmimage__item_name_identifier(item->o.meta.name, &ignored);
    return identifier != NULL && strncmp(gather->id, "vmi-", 4) == 0 && strcmp(gather->id + 4, identifier) == 0;
}

static size_t mark_list(void *data)
{
    const struct vm_gather *gather = data;

    return gather->images != NULL ? gather->images->count : gather->items->count;
}

static void rewind_list(void *data, size_t mark)
{
    const struct vm_gather *gather = data;

    while (gather->images != NULL && gather->images->count > mark)
        vmimage_image_unref(gather->images->list[--gather->images->count]);
    while (gather->items != NULL && gather->items->count > mark)
        vmimage_item_unref(gather->items->list[--gather->items->count]);
}

struct vm_sink vmimage__gather_images(struct vm_gather *gather)
{
    return (struct vm_sink){
        .data = gather, .descriptors = true, .wants = wants, .add_item = put_image, .add_machine = put_machine};
}

/* Items or images of all libraries that the query wants, library by library. */
static vmimage_status list(vmimage_registry *registry, struct vm_gather *gather, vmimage_error **error)
{
    bool images = gather->images != NULL;
    struct vm_sink sink = images ? vmimage__gather_images(gather)
                                 : (struct vm_sink){.data = gather, .wants = wants, .add_item = put_item};
    vmimage_status status = vmimage__place_libraries(registry, gather->call, NULL, &gather->libraries, error);

    sink.mark = mark_list;
    sink.rewind = rewind_list;
    if (status == VMIMAGE_OK)
        status = vmimage__library_check(gather->query, gather->libraries, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < gather->libraries->count; i++) {
        const vmimage_library *library = gather->libraries->list[i];
        size_t before = images ? gather->images->count : gather->items->count;

        if (!vmimage__library_wanted(gather->query, library))
            continue;
        status = registry->transport->list_items(registry->place, gather->call, library, &sink, error);
        if (status != VMIMAGE_OK)
            break;
        if (images)
            sort(gather->images->list + before, gather->images->count - before, by_image_name);
        else
            sort(gather->items->list + before, gather->items->count - before, by_item_name);
    }
    vmimage_libraries_unref(gather->libraries);
    return status;
}

vmimage_status vmimage__list_libraries(vmimage_registry *registry, const struct vm_call *call,
                                       const vmimage_query *query, vmimage_libraries **libraries, vmimage_error **error)
{
    vmimage_libraries *all = NULL, *chosen = NULL;
    const struct vm_wanted wanted = vmimage__query_wanted(query);
    vmimage_status status = vmimage__place_libraries(registry, call, &wanted, &all, error);

    if (status == VMIMAGE_OK)
        status = vmimage__library_check(query, all, error);
    if (status == VMIMAGE_OK && (chosen = vmimage__libraries_new()) == NULL)
        status = vmimage__fail_no_memory(error);
    for (size_t i = 0; status == VMIMAGE_OK && i < all->count; i++) {
        vmimage_library *library = all->list[i];

        if (vmimage__library_wanted(query, library) && vmimage__query_matches_library(query, &library->o) &&
            !vmimage__libraries_add(chosen, library))
            status = vmimage__fail_no_memory(error);
    }
    vmimage_libraries_unref(all);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "list libraries");
        chosen = vmimage_libraries_unref(chosen);
    }
    *libraries = chosen;
    return status;
}

vmimage_status vmimage_registry_libraries(vmimage_registry *registry, const vmimage_query *query,
                                          vmimage_libraries **libraries, vmimage_error **error)
{
    struct vm_call call;

    VM_REQUIRE(libraries != NULL, error);
    *libraries = NULL;
    VM_REQUIRE(registry != NULL, error);
    call = vmimage__registry_call(registry);
    return vmimage__list_libraries(registry, &call, query, libraries, error);
}

vmimage_status vmimage__list_items(vmimage_registry *registry, const struct vm_call *call, const vmimage_query *query,
                                   vmimage_items **items, vmimage_error **error)
{
    struct vm_gather gather = {.call = call, .query = query, .items = vmimage__items_new()};
    vmimage_status status;

    if (gather.items == NULL)
        status = vmimage__fail_no_memory(error);
    else if (registry->transport->list_images != NULL)
        status = vmimage__list_kept_items(registry, call, query, gather.items, error);
    else
        status = list(registry, &gather, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "list items");
        gather.items = vmimage_items_unref(gather.items);
    }
    *items = gather.items;
    return status;
}

vmimage_status vmimage_registry_items(vmimage_registry *registry, const vmimage_query *query, vmimage_items **items,
                                      vmimage_error **error)
{
    struct vm_call call;

    VM_REQUIRE(items != NULL, error);
    *items = NULL;
    VM_REQUIRE(registry != NULL, error);
    call = vmimage__registry_call(registry);
    return vmimage__list_items(registry, &call, query, items, error);
}

static vmimage_status list_images(vmimage_registry *registry, struct vm_gather *gather, vmimage_images **images,
                                  vmimage_error **error)
{
    vmimage_status status;

    gather->images = vmimage__images_new();
    if (gather->images == NULL)
        status = vmimage__fail_no_memory(error);
    else if (registry->transport->list_images != NULL)
        status = vmimage__list_kept_images(registry, gather->call, gather->query, gather->id, gather->name,
                                           gather->images, error);
    else
        status = list(registry, gather, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "list images");
        gather->images = vmimage_images_unref(gather->images);
    }
    *images = gather->images;
    return status;
}

vmimage_status vmimage__list_images(vmimage_registry *registry, const struct vm_call *call, const vmimage_query *query,
                                    vmimage_images **images, vmimage_error **error)
{
    struct vm_gather gather = {.call = call, .query = query};

    return list_images(registry, &gather, images, error);
}

vmimage_status vmimage__registry_list_images(vmimage_registry *registry, const vmimage_query *query, const char *id,
                                             const char *name, vmimage_images **images, vmimage_error **error)
{
    struct vm_call call = vmimage__registry_call(registry);
    struct vm_gather gather = {.call = &call, .query = query, .id = id, .name = name};

    return list_images(registry, &gather, images, error);
}

vmimage_status vmimage_registry_images(vmimage_registry *registry, const vmimage_query *query, vmimage_images **images,
                                       vmimage_error **error)
{
    VM_REQUIRE(images != NULL, error);
    *images = NULL;
    VM_REQUIRE(registry != NULL, error);
    return vmimage__registry_list_images(registry, query, NULL, NULL, images, error);
}
