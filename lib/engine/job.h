/*
 * SPDX-License-Identifier: Apache-2.0
 * Jobs: everything that takes long is one kind of thing, stepped by the program. A job of its own kind is a struct that begins with
 * vmimage_job, and a table of operations.
 */
#ifndef VMIMAGE_LIB_ENGINE_JOB_H
#define VMIMAGE_LIB_ENGINE_JOB_H

#include <stdatomic.h>
#include <stdbool.h>

#include <vmimage/job.h>

#include "base/refs.h"
#include "engine/job_event.h"
#include "engine/registry.h"
#include "transport/transport.h"

struct vm_job_operations {
    const char *name; /* "download": the operation of its errors */
    /*
     * A piece of work of some milliseconds. It is called when `fd` is readable, for the first time in any case; `wait` is how many
     * milliseconds it may wait for something else: 0 unless `fd` is -1. OK: goes on, DONE: ended well; any failure ends the job.
     * `call` has no deadline of its own.
     */
    vmimage_status (*step)(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error);
    /* Readable when a step has something to do; -1: it always has. Asked after every step; may be another one each time. */
    int (*fd)(const vmimage_job *job);
    /* Undo what is half done; called once, before `close`, when the job has not ended well. May be NULL. */
    void (*abandon)(vmimage_job *job);
    void (*close)(vmimage_job *job); /* release all but the struct itself */
};

struct vmimage_job {
    vm_refs refs;
    const struct vm_job_operations *operations;
    vmimage_registry *registry; /* a reference; may be NULL */
    struct vm_progress progress;
    atomic_int cancelled, interrupted; /* for ever; and until the call under way has seen it */
    int epoll, wake;                   /* what the program polls: the descriptor of the kind and that of cancelling */
    int watched;                       /* the descriptor of the kind that is in `epoll`; -1: none */
    bool awake;                        /* `wake` was made readable */
    bool forgetful;                    /* nobody takes events for now */
    vmimage_status status;             /* OK while it goes on, DONE, or the failure */
    vmimage_error *failure;            /* a reference; for whoever steps again */
    struct vm_event_queue events;
};

/*
 * Fill in a zeroed struct of vmimage__calloc(). The job takes a reference of the registry. On failure everything but the struct is
 * released and `close` has not been called.
 */
vmimage_status vmimage__job_init(vmimage_job *job, const struct vm_job_operations *operations,
                                 vmimage_registry *registry, vmimage_error **error);

/*
 * Something for vmimage_job_next_event(). `object` is a handle or text by vm_event_object; it and `failure` are borrowed. It always finds
 * room: who may have many in one step looks at vmimage__job_room() first.
 */
vmimage_status vmimage__job_event(vmimage_job *job, int32_t kind, int32_t object_kind, void *object,
                                  vmimage_error *failure, vmimage_error **error);
/* The same, VMIMAGE_EVENT_CONDITION: `condition` is one of the object's. */
vmimage_status vmimage__job_condition(vmimage_job *job, int32_t object_kind, void *object,
                                      const vmimage_condition *condition, vmimage_error **error);
/* How many events the job should make before it returns from its step. */
size_t vmimage__job_room(const vmimage_job *job);

#endif
