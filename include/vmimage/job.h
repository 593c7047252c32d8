/*
 * SPDX-License-Identifier: Apache-2.0
 * Jobs: everything that takes long is one kind of thing, stepped by the program in its own event loop, without threads.
 */
#ifndef VMIMAGE_JOB_H
#define VMIMAGE_JOB_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What an event tells. */
enum {
    VMIMAGE_EVENT_ADDED = 1,     /**< an object is there */
    VMIMAGE_EVENT_MODIFIED = 2,  /**< an object is another than before */
    VMIMAGE_EVENT_REMOVED = 3,   /**< an object is gone */
    VMIMAGE_EVENT_SYNCED = 4,    /**< what was there at the start has been told */
    VMIMAGE_EVENT_ERROR = 5,     /**< something failed; the job goes on by itself */
    VMIMAGE_EVENT_DONE_FILE = 6, /**< a file is complete; vmimage_event_text() names it */
    VMIMAGE_EVENT_CONDITION = 7  /**< a condition of an object is another than before: vmimage_event_condition() */
};

/** This many events wait at most; a job does nothing more until the program has taken some. */
#define VMIMAGE_JOB_EVENTS_MAX 1024

/**
 * Take another reference of a job.
 *
 * Ownership: new reference; release with vmimage_job_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_job *vmimage_job_ref(vmimage_job *job);

/**
 * Release a reference of a job. Returns NULL. The last one abandons a job that has not ended, so that nothing is left half-done;
 * its file descriptor is closed then: take it out of the event loop before.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any; the last one not while another thread uses the registry of the job.
 * Since: 0.1
 */
VMIMAGE_API vmimage_job *vmimage_job_unref(vmimage_job *job);

/**
 * A file descriptor that is readable when vmimage_job_step() has something to do, an event waits, or the job has ended: for poll(),
 * epoll, GLib, libuv. It is the same one as long as the job. Only wait for it to be readable; never read, write or close it.
 *
 * Returns -1 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_job_fd(const vmimage_job *job);

/**
 * Do a piece of the work, of some milliseconds.
 *
 * @timeout_ms is how long to wait for something to do: 0 never blocks, -1 waits without a limit. It returns sooner when an event
 * waits to be taken, when the job is cancelled, and after a signal handler ran.
 * Returns VMIMAGE_OK when the job goes on, VMIMAGE_DONE when it has ended well, and what it failed with when it has failed: then the
 * same status and error at every further call. While VMIMAGE_JOB_EVENTS_MAX events wait it does nothing.
 *
 * Errors: those of the work, which end the job; VMIMAGE_E_CANCELLED after vmimage_job_cancel(). VMIMAGE_E_INVALID for another
 *   negative number and VMIMAGE_E_MISUSE for NULL do not end it.
 * Threads: one at a time per job, and per registry that the job uses.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_job_step(vmimage_job *job, int64_t timeout_ms, vmimage_error **error);

/**
 * Do all of the work, or what can be done in a time.
 *
 * @timeout_ms is the time; -1 is no limit. Who waits does not look at events: of more than VMIMAGE_JOB_EVENTS_MAX the oldest are
 * forgotten. Step a job whose events matter.
 * Returns VMIMAGE_DONE when the job has ended well.
 *
 * Errors: VMIMAGE_E_TIMEOUT when it has not ended by then: it can be stepped and waited for again, and vmimage_job_status() is
 *   VMIMAGE_OK. Else as vmimage_job_step().
 * Threads: one at a time per job, and per registry that the job uses.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_job_wait(vmimage_job *job, int64_t timeout_ms, vmimage_error **error);

/**
 * How a job stands: VMIMAGE_OK while it goes on, VMIMAGE_DONE when it has ended well, else what it failed with.
 *
 * VMIMAGE_OK for NULL.
 *
 * Threads: one at a time per job.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_job_status(const vmimage_job *job);

/**
 * Take the oldest event that waits, also after the end. VMIMAGE_DONE and NULL when none waits.
 *
 * Ownership: *@event is a new reference, NULL when none waits; release with vmimage_event_unref().
 * Errors: VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per job.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_job_next_event(vmimage_job *job, vmimage_event **event, vmimage_error **error);

/**
 * How far a job has come, in bytes or in objects. Both are 0 for NULL.
 *
 * @done gets what is done, @total what there is in all: 0 while that is not known. Either may be NULL.
 *
 * Threads: any, also while the job is stepped, and from a signal handler.
 * Since: 0.1
 */
VMIMAGE_API void vmimage_job_progress(const vmimage_job *job, uint64_t *done, uint64_t *total);

/**
 * Make a job end with VMIMAGE_E_CANCELLED and nothing half-done. A step that runs or waits returns soon, else the next one does;
 * the file descriptor is readable at once. A job that has ended stays as it is. NULL is allowed.
 *
 * Threads: any, and from a signal handler.
 * Since: 0.1
 */
VMIMAGE_API void vmimage_job_cancel(vmimage_job *job);

/**
 * Take another reference of an event.
 *
 * Ownership: new reference; release with vmimage_event_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_event *vmimage_event_ref(vmimage_event *event);

/**
 * Release a reference of an event. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_event *vmimage_event_unref(vmimage_event *event);

/**
 * What an event tells: VMIMAGE_EVENT_*; 0 for NULL. Later versions have more kinds: pass over those that you don't know.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_event_kind(const vmimage_event *event);

/**
 * When it happened, as far as the library knows: milliseconds since 1970 in UTC. 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_event_time(const vmimage_event *event);

/**
 * The image that an event is about; NULL when it is about something else. One that was removed has only its kind, names and namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_image_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_image *vmimage_event_image(const vmimage_event *event);

/**
 * The item that an event is about; NULL when it is about something else. One that was removed has only its kind, ID, names and
 * namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_item_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_item *vmimage_event_item(const vmimage_event *event);

/**
 * The library that an event is about; NULL when it is about something else. One that was removed has only its kind, ID, names and
 * namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_library_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_library *vmimage_event_library(const vmimage_event *event);

/**
 * The publish request that an event is about; NULL when it is about something else. One that was removed may have only its kind, name and
 * namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_publish_request_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_request *vmimage_event_publish_request(const vmimage_event *event);

/**
 * The group publish request that an event is about; NULL when it is about something else. One that was removed may have only its kind,
 * name and namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_group_publish_request_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_group_publish_request *vmimage_event_group_publish_request(const vmimage_event *event);

/**
 * The import request that an event is about; NULL when it is about something else. One that was removed may have only its kind, name and
 * namespace.
 *
 * Ownership: borrowed as long as the event; vmimage_import_request_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_import_request *vmimage_event_import_request(const vmimage_event *event);

/**
 * The condition that is another than before; NULL unless the event is a VMIMAGE_EVENT_CONDITION.
 *
 * Ownership: borrowed as long as the event.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_condition *vmimage_event_condition(const vmimage_event *event);

/**
 * What failed; NULL unless the event is a VMIMAGE_EVENT_ERROR.
 *
 * Ownership: borrowed as long as the event; vmimage_error_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_error *vmimage_event_error(const vmimage_event *event);

/**
 * What an event is about in words: the name of a file, the message of an error; for an object its display name, or its object
 * name when it has none. NULL when there are no words for it.
 *
 * Ownership: borrowed as long as the event.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_event_text(const vmimage_event *event);

#ifdef __cplusplus
}
#endif

#endif
