/*
 * SPDX-License-Identifier: Apache-2.0
 * One library, item or image of a registry, and the resolution of names over all of its images.
 */
#include "engine/registry.h"

#include <string.h>

#include <vmimage/resolve.h>

#include "base/error.h"
#include "model/lists.h"
#include "model/objects.h"

/* What an object answers to, in the order in which the names count. */
enum {
    BY_ID,
    BY_OBJECT_NAME,
    BY_DISPLAY_NAME,
    NAMES
};

struct named {
    const char *kind, *names[NAMES];
    const struct vm_meta *meta;
};

static bool is(const char *wanted, const char *value)
{
    return value != NULL && strcmp(wanted, value) == 0;
}

static bool in_namespace(const struct vm_meta *meta, const char *name_space)
{
    return name_space == NULL || meta->name_space == NULL || meta->name_space[0] == '\0' ||
           strcmp(name_space, meta->name_space) == 0;
}

static vmimage_status not_found(const char *what, const char *name, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: there is no %s with this ID or name", name, what);
}

/*
 * Index of the one object that the name stands for. `describe` gives the names of an object by its index. Several objects
 * that share an ID or an object name are in several libraries; the first one counts, as its names are the same.
 */
static vmimage_status find(const void *list, size_t count, struct named (*describe)(const void *list, size_t index),
                           const char *what, const char *name_space, const char *name, size_t *index,
                           vmimage_error **error)
{
    for (int by = BY_ID; by < NAMES; by++) {
        size_t matches = 0;

        for (size_t i = 0; i < count; i++) {
            struct named object = describe(list, i);

            if (is(name, object.names[by]) && in_namespace(object.meta, name_space) && matches++ == 0)
                *index = i;
        }
        if (matches == 1 || (matches != 0 && by != BY_DISPLAY_NAME))
            return VMIMAGE_OK;
        if (matches == 0)
            continue;
        (void)vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, name, "%s: %zu %ss have this name; name one of them by its ID",
                            name, matches, what);
        for (size_t i = 0; i < count; i++) {
            struct named object = describe(list, i);

            if (is(name, object.names[by]) && in_namespace(object.meta, name_space))
                vmimage__error_add_candidate(error, object.kind, object.meta->name_space, object.meta->name, name);
        }
        return VMIMAGE_E_AMBIGUOUS;
    }
    return not_found(what, name, error);
}

static struct named describe_library(const void *list, size_t index)
{
    const vmimage_library *library = ((const vmimage_libraries *)list)->list[index];

    return (struct named){library->o.kind, {library->o.id, library->o.meta.name, library->o.name}, &library->o.meta};
}

static struct named describe_item(const void *list, size_t index)
{
    const vmimage_item *item = ((const vmimage_items *)list)->list[index];

    return (struct named){item->o.kind, {item->o.id, item->o.meta.name, item->o.name}, &item->o.meta};
}

/* The namespace of a call that names none. */
static const char *default_namespace(const vmimage_registry *registry, const char *name_space)
{
    if (name_space != NULL || registry->transport->name_space == NULL)
        return name_space;
    return registry->transport->name_space(registry->place);
}

/* Everything of one namespace and of the cluster; NULL, of a place that has no namespaces, is everything. */
static vmimage_status make_query(const char *name_space, vmimage_query **query, vmimage_error **error)
{
    *query = NULL;
    if (name_space == NULL)
        return VMIMAGE_OK;
    *query = vmimage_query_new();
    return *query != NULL ? vmimage_query_set_namespace(*query, name_space, error) : vmimage__fail_no_memory(error);
}

vmimage_status vmimage_registry_get_library(vmimage_registry *registry, const char *name_space, const char *name,
                                            vmimage_library **library, vmimage_error **error)
{
    vmimage_libraries *all = NULL;
    vmimage_query *query = NULL;
    size_t index = 0;
    vmimage_status status;

    VM_REQUIRE(library != NULL, error);
    *library = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    status = make_query(name_space, &query, error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_libraries(registry, query, &all, error);
    if (status == VMIMAGE_OK)
        status = find(all, all->count, describe_library, "library", name_space, name, &index, error);
    if (status == VMIMAGE_OK)
        *library = vmimage_library_ref(all->list[index]);
    else
        vmimage__error_set_operation(error, "get library");
    vmimage_query_unref(query);
    vmimage_libraries_unref(all);
    return status;
}

vmimage_status vmimage_registry_get_item(vmimage_registry *registry, const char *name_space, const char *name,
                                         vmimage_item **item, vmimage_error **error)
{
    vmimage_items *all = NULL;
    vmimage_query *query = NULL;
    size_t index = 0;
    vmimage_status status;

    VM_REQUIRE(item != NULL, error);
    *item = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    status = make_query(name_space, &query, error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_items(registry, query, &all, error);
    if (status == VMIMAGE_OK)
        status = find(all, all->count, describe_item, "item", name_space, name, &index, error);
    if (status == VMIMAGE_OK)
        *item = vmimage_item_ref(all->list[index]);
    else
        vmimage__error_set_operation(error, "get item");
    vmimage_query_unref(query);
    vmimage_items_unref(all);
    return status;
}

vmimage_status vmimage_registry_get_image(vmimage_registry *registry, const char *name_space, const char *id,
                                          vmimage_image **image, vmimage_error **error)
{
    vmimage_images *all = NULL;
    vmimage_query *query = NULL;
    vmimage_image *found = NULL;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(id != NULL, error);
    status = make_query(name_space, &query, error);
    if (status == VMIMAGE_OK)
        status = vmimage__registry_list_images(registry, query, id, NULL, &all, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < all->count; i++) {
        const struct vm_meta *meta = &all->list[i]->o.meta;
        bool own = meta->name_space != NULL && meta->name_space[0] != '\0';

        if (is(id, meta->name) && in_namespace(meta, name_space) && (found == NULL || own))
            found = all->list[i];
    }
    *image = vmimage_image_ref(found);
    vmimage_query_unref(query);
    vmimage_images_unref(all);
    if (status == VMIMAGE_OK && found == NULL)
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, id, "%s: there is no image with this VMI ID", id);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "get image");
    return status;
}

vmimage_status vmimage_resolve(vmimage_registry *registry, const char *name_space, const char *name, uint32_t flags,
                               vmimage_image **image, vmimage_error **error)
{
    vmimage_images *all = NULL;
    vmimage_query *query = NULL;
    bool by_id;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    by_id = strncmp(name, "vmi-", 4) == 0;
    name_space = default_namespace(registry, name_space);
    status = make_query(name_space, &query, error);
    if (status == VMIMAGE_OK)
        status = vmimage__registry_list_images(registry, query, by_id ? name : NULL, by_id ? NULL : name, &all, error);
    if (status == VMIMAGE_OK)
        status = vmimage_resolve_images((const vmimage_image *const *)all->list, all->count, name_space, name, flags,
                                        image, error);
    vmimage_query_unref(query);
    vmimage_images_unref(all);
    return status;
}
