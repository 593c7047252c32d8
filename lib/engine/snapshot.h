/*
 * SPDX-License-Identifier: Apache-2.0
 * What a watch remembers of the objects that it has told: little of each, so that ten thousand of them are a few megabytes; and
 * what it has to tell when there are others.
 */
#ifndef VMIMAGE_LIB_ENGINE_SNAPSHOT_H
#define VMIMAGE_LIB_ENGINE_SNAPSHOT_H

#include "base/memory.h"
#include "engine/registry.h"
#include "format/json.h"

#define VM_FINGERPRINT 16

/* An object as it is remembered. */
struct vm_seen {
    const char *api_version, *kind, *name_space, *name, *id, *display_name;
    unsigned char fingerprint[VM_FINGERPRINT]; /* of its JSON */
    size_t index;                              /* in the listing */
};

/* Sorted by namespace and name, each once. */
struct vm_snapshot {
    struct vm_arena arena;
    struct vm_seen *list;
    size_t count, capacity;
};

/* Libraries, items or images, alike. */
struct vm_objects {
    const char *operation; /* "watch images" */
    int32_t event_object;
    vmimage_status (*list)(vmimage_registry *registry, const struct vm_call *call, const vmimage_query *query,
                           void **list, vmimage_error **error);
    size_t (*count)(const void *list);
    void *(*at)(const void *list, size_t index); /* borrowed */
    void (*release_list)(void *list);
    void *(*ref)(void *object);
    void (*unref)(void *object);
    void (*describe)(const void *object, struct vm_seen *seen); /* all but the fingerprint; borrowed texts */
    vmimage_status (*write)(const void *object, struct vm_json_writer *writer, vmimage_error **error);
    enum vm_feed_kind feed;
    bool (*matches)(const vmimage_query *query, const void *object); /* but for the library that the query names */
    const char *(*version)(const void *object);                      /* resourceVersion, NULL: none */
    void *(*rebuild)(const struct vm_seen *seen);                    /* an object that is gone; NULL without memory */
};

extern const struct vm_objects vmimage__watched_libraries, vmimage__watched_items, vmimage__watched_images;

/* An event to be told, with a reference of its object. */
struct vm_news {
    int32_t event;
    size_t index; /* in the listing */
    void *object;
};

struct vm_news_list {
    struct vm_news *list;
    size_t count, capacity, next;
};

/*
 * Make the snapshot that of a listing, and add what is different to the news: first what is gone, then the others in the order of the
 * listing. On failure, which is lack of memory, the snapshot is as it was and the news are to be released.
 */
vmimage_status vmimage__snapshot_update(struct vm_snapshot *snapshot, const struct vm_objects *objects,
                                        const void *list, struct vm_news_list *news, vmimage_error **error);
void vmimage__snapshot_release(struct vm_snapshot *snapshot);
void vmimage__news_release(struct vm_news_list *news, const struct vm_objects *objects);

#endif
