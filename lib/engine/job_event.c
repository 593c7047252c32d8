/*
 * SPDX-License-Identifier: Apache-2.0
 * Events of jobs and their queue. Who makes room for whom is in job.c.
 */
#include "engine/job_event.h"

#include <string.h>
#include <time.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/publish_request.h>

#include "base/memory.h"
#include "model/objects.h"
#include "model/requests.h"

#define FIRST_CAPACITY 16

struct vmimage_event {
    vm_refs refs;
    int32_t kind, object_kind;
    int64_t time;
    union {
        vmimage_library *library;
        vmimage_item *item;
        vmimage_image *image;
        vmimage_publish_request *publish;
        vmimage_group_publish_request *group;
        vmimage_import_request *import;
        char *text;
    } object;
    const vmimage_condition *condition; /* of the object */
    vmimage_error *failure;
};

static int64_t now(void)
{
    struct timespec time = {0, 0};

    (void)clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

vmimage_event *vmimage__event_new(int32_t kind, int32_t object_kind, void *object, vmimage_error *failure)
{
    vmimage_event *event = vmimage__calloc(1, sizeof(*event));

    if (event == NULL)
        return NULL;
    vmimage__refs_init(&event->refs);
    event->kind = kind;
    event->object_kind = object_kind;
    event->time = now();
    event->failure = vmimage_error_ref(failure);
    switch (object_kind) {
    case VM_EVENT_LIBRARY:
        event->object.library = vmimage_library_ref(object);
        break;
    case VM_EVENT_ITEM:
        event->object.item = vmimage_item_ref(object);
        break;
    case VM_EVENT_IMAGE:
        event->object.image = vmimage_image_ref(object);
        break;
    case VM_EVENT_PUBLISH_REQUEST:
        event->object.publish = vmimage_publish_request_ref(object);
        break;
    case VM_EVENT_GROUP_PUBLISH_REQUEST:
        event->object.group = vmimage_group_publish_request_ref(object);
        break;
    case VM_EVENT_IMPORT_REQUEST:
        event->object.import = vmimage_import_request_ref(object);
        break;
    case VM_EVENT_TEXT:
        event->object.text = vmimage__strdup(object);
        if (event->object.text == NULL)
            return vmimage_event_unref(event);
        break;
    default:
        break;
    }
    return event;
}

vmimage_event *vmimage_event_ref(vmimage_event *event)
{
    if (event != NULL)
        vmimage__refs_take(&event->refs);
    return event;
}

vmimage_event *vmimage_event_unref(vmimage_event *event)
{
    if (event == NULL || !vmimage__refs_drop(&event->refs))
        return NULL;
    vmimage_library_unref(vmimage_event_library(event));
    vmimage_item_unref(vmimage_event_item(event));
    vmimage_image_unref(vmimage_event_image(event));
    vmimage_publish_request_unref(vmimage_event_publish_request(event));
    vmimage_group_publish_request_unref(vmimage_event_group_publish_request(event));
    vmimage_import_request_unref(vmimage_event_import_request(event));
    if (event->object_kind == VM_EVENT_TEXT)
        vmimage__free(event->object.text);
    vmimage_error_unref(event->failure);
    vmimage__free(event);
    return NULL;
}

int32_t vmimage_event_kind(const vmimage_event *event)
{
    return event != NULL ? event->kind : 0;
}

int64_t vmimage_event_time(const vmimage_event *event)
{
    return event != NULL ? event->time : 0;
}

vmimage_image *vmimage_event_image(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_IMAGE ? event->object.image : NULL;
}

vmimage_item *vmimage_event_item(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_ITEM ? event->object.item : NULL;
}

vmimage_library *vmimage_event_library(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_LIBRARY ? event->object.library : NULL;
}

vmimage_publish_request *vmimage_event_publish_request(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_PUBLISH_REQUEST ? event->object.publish : NULL;
}

vmimage_group_publish_request *vmimage_event_group_publish_request(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_GROUP_PUBLISH_REQUEST ? event->object.group : NULL;
}

vmimage_import_request *vmimage_event_import_request(const vmimage_event *event)
{
    return event != NULL && event->object_kind == VM_EVENT_IMPORT_REQUEST ? event->object.import : NULL;
}

const vmimage_condition *vmimage_event_condition(const vmimage_event *event)
{
    return event != NULL ? event->condition : NULL;
}

void vmimage__event_set_condition(vmimage_event *event, const vmimage_condition *condition)
{
    event->condition = condition;
}

vmimage_error *vmimage_event_error(const vmimage_event *event)
{
    return event != NULL ? event->failure : NULL;
}

static const char *either(const char *display_name, const char *name)
{
    return display_name != NULL ? display_name : name;
}

const char *vmimage_event_text(const vmimage_event *event)
{
    if (event == NULL)
        return NULL;
    switch (event->object_kind) {
    case VM_EVENT_LIBRARY:
        return either(event->object.library->o.name, event->object.library->o.meta.name);
    case VM_EVENT_ITEM:
        return either(event->object.item->o.name, event->object.item->o.meta.name);
    case VM_EVENT_IMAGE:
        return either(event->object.image->o.name, event->object.image->o.meta.name);
    case VM_EVENT_PUBLISH_REQUEST:
        return event->object.publish->o.meta.name;
    case VM_EVENT_GROUP_PUBLISH_REQUEST:
        return event->object.group->o.meta.name;
    case VM_EVENT_IMPORT_REQUEST:
        return event->object.import->o.meta.name;
    case VM_EVENT_TEXT:
        return event->object.text;
    default:
        return vmimage_error_message(event->failure);
    }
}

bool vmimage__event_queue_add(struct vm_event_queue *queue, vmimage_event *event)
{
    if (queue->count == queue->capacity) {
        size_t capacity = queue->capacity != 0 ? queue->capacity * 2 : FIRST_CAPACITY;
        vmimage_event **ring = vmimage__realloc(queue->ring, capacity, sizeof(*ring));

        if (ring == NULL)
            return false;
        /* The part that begins at the start of the old ring goes behind its end. */
        if (queue->first > 0)
            memcpy(ring + queue->capacity, ring, queue->first * sizeof(*ring));
        queue->ring = ring;
        queue->capacity = capacity;
    }
    queue->ring[(queue->first + queue->count) & (queue->capacity - 1)] = event;
    queue->count++;
    return true;
}

vmimage_event *vmimage__event_queue_take(struct vm_event_queue *queue)
{
    vmimage_event *event;

    if (queue->count == 0)
        return NULL;
    event = queue->ring[queue->first];
    queue->first = (queue->first + 1) & (queue->capacity - 1);
    queue->count--;
    return event;
}

void vmimage__event_queue_forget(struct vm_event_queue *queue)
{
    vmimage_event_unref(vmimage__event_queue_take(queue));
}

void vmimage__event_queue_release(struct vm_event_queue *queue)
{
    while (queue->count > 0)
        vmimage__event_queue_forget(queue);
    vmimage__free(queue->ring);
    queue->ring = NULL;
}
