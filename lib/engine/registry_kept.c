/*
 * SPDX-License-Identifier: Apache-2.0
 * Listing a place that keeps images itself: its server's lists, filtered. Which library something belongs to is followed by the names
 * in the objects: an image names its item, an item its library.
 */
#include "engine/list.h"

#include <string.h>

#include "base/error.h"
#include "model/names.h"
#include "model/objects.h"

struct kept {
    const vmimage_query *query;
    const char *id, *name;
    struct vm_names *belongs; /* what an object must belong to, as "NAMESPACE/NAME"; NULL: anything */
    struct vm_arena arena;    /* of the names */
    vmimage_items *items;
    vmimage_images *images;
};

static bool is(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcmp(wanted, value) == 0);
}

/* "NAMESPACE/NAME", "/NAME" for what is the cluster's. Empty when it has no name, or one that no object can have. */
static void make_key(const struct vm_meta *meta, const char *name, char key[512])
{
    size_t space = meta->name_space != NULL ? strlen(meta->name_space) : 0, length = name != NULL ? strlen(name) : 0;

    key[0] = '\0';
    if (length == 0 || space + length + 2 > 512)
        return;
    if (space != 0)
        memcpy(key, meta->name_space, space);
    key[space] = '/';
    memcpy(key + space + 1, name, length + 1);
}

static bool belongs(const struct kept *kept, const struct vm_meta *meta, const char *name)
{
    char key[512];

    if (kept->belongs == NULL)
        return true;
    make_key(meta, name, key);
    return vmimage__names_find(kept->belongs, key) != NULL;
}

static bool remember(struct kept *kept, struct vm_names *names, const struct vm_meta *meta)
{
    char key[512];
    const char *copy;

    make_key(meta, meta->name, key);
    copy = vmimage__arena_strdup(&kept->arena, key);
    return copy != NULL && vmimage__names_add(names, &kept->arena, copy) != NULL;
}

/* ---- sinks ---- */

static vmimage_status put_item(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error)
{
    struct kept *kept = data;
    bool wanted =
        vmimage__query_matches_item(kept->query, &item->o) && belongs(kept, &item->o.meta, item->o.library_name);
    bool added = !wanted || vmimage__items_add(kept->items, item);

    (void)ovf;
    (void)failure;
    vmimage_item_unref(item);
    return added ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static size_t mark_items(void *data)
{
    return ((struct kept *)data)->items->count;
}

static void rewind_items(void *data, size_t mark)
{
    vmimage_items *items = ((struct kept *)data)->items;

    while (items->count > mark)
        vmimage_item_unref(items->list[--items->count]);
}

static vmimage_status put_image(void *data, vmimage_image *image, vmimage_error **error)
{
    struct kept *kept = data;
    const struct vm_image *o = &image->o;
    bool wanted = is(kept->id, o->meta.name) && is(kept->name, o->name) &&
                  vmimage__query_matches_image(kept->query, o) && belongs(kept, &o->meta, o->provider.name);
    bool added = !wanted || vmimage__images_add(kept->images, image);

    vmimage_image_unref(image);
    return added ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static size_t mark_images(void *data)
{
    return ((struct kept *)data)->images->count;
}

static void rewind_images(void *data, size_t mark)
{
    vmimage_images *images = ((struct kept *)data)->images;

    while (images->count > mark)
        vmimage_image_unref(images->list[--images->count]);
}

/* ---- lists ---- */

/* The libraries that the query names become those that items must belong to. */
static vmimage_status choose_libraries(vmimage_registry *registry, const struct vm_call *call, struct kept *kept,
                                       struct vm_names *names, vmimage_error **error)
{
    const struct vm_wanted wanted = {.name_space = vmimage__query_wanted(kept->query).name_space};
    vmimage_libraries *libraries = NULL;
    vmimage_status status;

    if (vmimage__query_library(kept->query) == NULL)
        return VMIMAGE_OK;
    status = vmimage__place_libraries(registry, call, &wanted, &libraries, error);
    if (status == VMIMAGE_OK)
        status = vmimage__library_check(kept->query, libraries, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < libraries->count; i++) {
        if (vmimage__library_wanted(kept->query, libraries->list[i]) &&
            !remember(kept, names, &libraries->list[i]->o.meta))
            status = vmimage__fail_no_memory(error);
    }
    vmimage_libraries_unref(libraries);
    kept->belongs = names;
    return status;
}

vmimage_status vmimage__list_kept_items(vmimage_registry *registry, const struct vm_call *call,
                                        const vmimage_query *query, vmimage_items *items, vmimage_error **error)
{
    struct kept kept = {.query = query, .items = items};
    struct vm_names names = {.slots = NULL};
    const struct vm_wanted wanted = vmimage__query_wanted(query);
    const struct vm_sink sink = {
        .data = &kept, .wanted = &wanted, .add_item = put_item, .mark = mark_items, .rewind = rewind_items};
    vmimage_status status = vmimage__call_check(call, error);

    if (status == VMIMAGE_OK)
        status = choose_libraries(registry, call, &kept, &names, error);
    if (status == VMIMAGE_OK)
        status = registry->transport->list_items(registry->place, call, NULL, &sink, error);
    if (status == VMIMAGE_OK)
        vmimage__items_sort(items);
    vmimage__arena_release(&kept.arena);
    return status;
}

/* The items of the libraries that the query names become those that images must come from. */
static vmimage_status choose_items(vmimage_registry *registry, const struct vm_call *call, struct kept *kept,
                                   struct vm_names *names, vmimage_error **error)
{
    struct vm_names libraries = {.slots = NULL};
    const struct vm_wanted wanted = {.name_space = vmimage__query_wanted(kept->query).name_space};
    struct kept inner = {.items = vmimage__items_new()};
    const struct vm_sink sink = {
        .data = &inner, .wanted = &wanted, .add_item = put_item, .mark = mark_items, .rewind = rewind_items};
    vmimage_status status = inner.items != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    inner.query = kept->query;
    if (status == VMIMAGE_OK)
        status = choose_libraries(registry, call, &inner, &libraries, error);
    inner.query = NULL; /* the rest of it is about images */
    if (status == VMIMAGE_OK)
        status = registry->transport->list_items(registry->place, call, NULL, &sink, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < inner.items->count; i++) {
        if (!remember(kept, names, &inner.items->list[i]->o.meta))
            status = vmimage__fail_no_memory(error);
    }
    vmimage_items_unref(inner.items);
    vmimage__arena_release(&inner.arena);
    kept->belongs = names;
    return status;
}

vmimage_status vmimage__list_kept_images(vmimage_registry *registry, const struct vm_call *call,
                                         const vmimage_query *query, const char *id, const char *name,
                                         vmimage_images *images, vmimage_error **error)
{
    struct kept kept = {.query = query, .id = id, .name = name, .images = images};
    struct vm_names names = {.slots = NULL};
    struct vm_wanted wanted = vmimage__query_wanted(query);
    const struct vm_sink sink = {
        .data = &kept, .wanted = &wanted, .add_image = put_image, .mark = mark_images, .rewind = rewind_images};
    vmimage_status status = vmimage__call_check(call, error);

    wanted.id = id;
    wanted.display_name = name;
    if (status == VMIMAGE_OK && vmimage__query_library(query) != NULL)
        status = choose_items(registry, call, &kept, &names, error);
    if (status == VMIMAGE_OK)
        status = registry->transport->list_images(registry->place, call, &sink, error);
    if (status == VMIMAGE_OK)
        vmimage__images_sort(images);
    vmimage__arena_release(&kept.arena);
    return status;
}
