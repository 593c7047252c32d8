/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries, items and images as a watch sees them.
 */
#include "engine/job_event.h"
#include "engine/query.h"
#include "engine/snapshot.h"
#include "format/k8s.h"
#include "model/lists.h"

/* What lists and handles of the three kinds do alike. */
#define COMMON(type, types)                                                                                            \
    static vmimage_status list_##types(vmimage_registry *registry, const struct vm_call *call,                         \
                                       const vmimage_query *query, void **list, vmimage_error **error)                 \
    {                                                                                                                  \
        vmimage_##types *found = NULL;                                                                                 \
        vmimage_status status = vmimage__list_##types(registry, call, query, &found, error);                           \
                                                                                                                       \
        *list = found;                                                                                                 \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static size_t count_##types(const void *list)                                                                      \
    {                                                                                                                  \
        return ((const vmimage_##types *)list)->count;                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static void *type##_at(const void *list, size_t index)                                                             \
    {                                                                                                                  \
        return ((const vmimage_##types *)list)->list[index];                                                           \
    }                                                                                                                  \
                                                                                                                       \
    static void release_##types(void *list)                                                                            \
    {                                                                                                                  \
        vmimage_##types##_unref(list);                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static void *ref_##type(void *object)                                                                              \
    {                                                                                                                  \
        return vmimage_##type##_ref(object);                                                                           \
    }                                                                                                                  \
                                                                                                                       \
    static void unref_##type(void *object)                                                                             \
    {                                                                                                                  \
        vmimage_##type##_unref(object);                                                                                \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status write_##type(const void *object, struct vm_json_writer *writer, vmimage_error **error)       \
    {                                                                                                                  \
        return vmimage__##type##_write(&((const vmimage_##type *)object)->o, NULL, writer, error);                     \
    }                                                                                                                  \
                                                                                                                       \
    static bool matches_##type(const vmimage_query *query, const void *object)                                         \
    {                                                                                                                  \
        return vmimage__query_matches_##type(query, &((const vmimage_##type *)object)->o);                             \
    }                                                                                                                  \
                                                                                                                       \
    static const char *version_of_##type(const void *object)                                                           \
    {                                                                                                                  \
        return ((const vmimage_##type *)object)->o.meta.resource_version;                                              \
    }                                                                                                                  \
                                                                                                                       \
    static void describe_common_##type(const vmimage_##type *object, struct vm_seen *seen)                             \
    {                                                                                                                  \
        *seen = (struct vm_seen){.api_version = object->o.api_version,                                                 \
                                 .kind = object->o.kind,                                                               \
                                 .name_space = object->o.meta.name_space,                                              \
                                 .name = object->o.meta.name,                                                          \
                                 .display_name = object->o.name};                                                      \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_##type *rebuild_common_##type(const struct vm_seen *seen)                                           \
    {                                                                                                                  \
        vmimage_##type *object = vmimage__##type##_new();                                                              \
                                                                                                                       \
        if (object == NULL)                                                                                            \
            return NULL;                                                                                               \
        object->o.api_version = vmimage__arena_strdup(&object->arena, seen->api_version);                              \
        object->o.kind = vmimage__arena_strdup(&object->arena, seen->kind);                                            \
        object->o.meta.name_space = vmimage__arena_strdup(&object->arena, seen->name_space);                           \
        object->o.meta.name = vmimage__arena_strdup(&object->arena, seen->name);                                       \
        object->o.name = vmimage__arena_strdup(&object->arena, seen->display_name);                                    \
        return object->arena.failed ? vmimage_##type##_unref(object) : object;                                         \
    }

COMMON(image, images)
COMMON(item, items)
COMMON(library, libraries)

static void describe_image(const void *object, struct vm_seen *seen)
{
    describe_common_image(object, seen);
}

static void *rebuild_image(const struct vm_seen *seen)
{
    return rebuild_common_image(seen);
}

static void describe_item(const void *object, struct vm_seen *seen)
{
    describe_common_item(object, seen);
    seen->id = ((const vmimage_item *)object)->o.id;
}

static void *rebuild_item(const struct vm_seen *seen)
{
    vmimage_item *item = rebuild_common_item(seen);

    if (item == NULL)
        return NULL;
    item->o.id = vmimage__arena_strdup(&item->arena, seen->id);
    return item->arena.failed ? vmimage_item_unref(item) : item;
}

static void describe_library(const void *object, struct vm_seen *seen)
{
    describe_common_library(object, seen);
    seen->id = ((const vmimage_library *)object)->o.id;
}

static void *rebuild_library(const struct vm_seen *seen)
{
    vmimage_library *library = rebuild_common_library(seen);

    if (library == NULL)
        return NULL;
    library->o.id = vmimage__arena_strdup(&library->arena, seen->id);
    return library->arena.failed ? vmimage_library_unref(library) : library;
}

#define OBJECTS(type, types, event, feed_)                                                                             \
    const struct vm_objects vmimage__watched_##types = {.operation = "watch " #types,                                  \
                                                        .event_object = event,                                         \
                                                        .list = list_##types,                                          \
                                                        .count = count_##types,                                        \
                                                        .at = type##_at,                                               \
                                                        .release_list = release_##types,                               \
                                                        .ref = ref_##type,                                             \
                                                        .unref = unref_##type,                                         \
                                                        .describe = describe_##type,                                   \
                                                        .write = write_##type,                                         \
                                                        .feed = feed_,                                                 \
                                                        .matches = matches_##type,                                     \
                                                        .version = version_of_##type,                                  \
                                                        .rebuild = rebuild_##type}

OBJECTS(image, images, VM_EVENT_IMAGE, VM_FEED_IMAGES);
OBJECTS(item, items, VM_EVENT_ITEM, VM_FEED_ITEMS);
OBJECTS(library, libraries, VM_EVENT_LIBRARY, VM_FEED_LIBRARIES);
