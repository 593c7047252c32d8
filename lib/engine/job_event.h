/*
 * SPDX-License-Identifier: Apache-2.0
 * Events of jobs, and the queue in which they wait for the program.
 */
#ifndef VMIMAGE_LIB_ENGINE_JOB_EVENT_H
#define VMIMAGE_LIB_ENGINE_JOB_EVENT_H

#include <stdbool.h>

#include <vmimage/job.h>

enum vm_event_object {
    VM_EVENT_NOTHING,
    VM_EVENT_LIBRARY,
    VM_EVENT_ITEM,
    VM_EVENT_IMAGE,
    VM_EVENT_PUBLISH_REQUEST,
    VM_EVENT_GROUP_PUBLISH_REQUEST,
    VM_EVENT_IMPORT_REQUEST,
    VM_EVENT_TEXT /* a const char *, copied: the name of a file */
};

/* A ring that doubles. */
struct vm_event_queue {
    vmimage_event **ring;
    size_t first, count, capacity;
};

/* An event of this moment with references of its own; NULL without memory. */
vmimage_event *vmimage__event_new(int32_t kind, int32_t object_kind, void *object, vmimage_error *failure);

/* The event is about a condition of its object. */
void vmimage__event_set_condition(vmimage_event *event, const vmimage_condition *condition);

/* The queue takes the reference over. False without memory; the queue is then as it was. */
bool vmimage__event_queue_add(struct vm_event_queue *queue, vmimage_event *event);
/* The oldest one, with its reference; NULL when there is none. */
vmimage_event *vmimage__event_queue_take(struct vm_event_queue *queue);
/* Let go of the oldest one. */
void vmimage__event_queue_forget(struct vm_event_queue *queue);
void vmimage__event_queue_release(struct vm_event_queue *queue);

#endif
