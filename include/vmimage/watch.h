/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches: jobs that tell which libraries, items or images a registry has, and then every change.
 */
#ifndef VMIMAGE_WATCH_H
#define VMIMAGE_WATCH_H

#include <vmimage/job.h>
#include <vmimage/query.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Watch the images of a registry that match a query.
 *
 * The events of the job: first VMIMAGE_EVENT_ADDED for each image that is there, then VMIMAGE_EVENT_SYNCED, then
 * VMIMAGE_EVENT_ADDED, VMIMAGE_EVENT_MODIFIED and VMIMAGE_EVENT_REMOVED as images come, change and go; who follows them has what
 * vmimage_registry_images() would list. Changes that follow each other quickly may be told as one. VMIMAGE_EVENT_ERROR says that a
 * place can't be read for now, once for each different failure; the job looks again by itself. It never ends by itself.
 *
 * @query NULL matches all; it must not be changed while the job lives. The job keeps the registry.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref().
 * Errors: VMIMAGE_E_UNSUPPORTED when the registry can't be watched, see VMIMAGE_CAPABILITY_WATCH; VMIMAGE_E_LIMIT without file
 *   descriptors; those of reaching the place; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. The job ends with VMIMAGE_E_CANCELLED,
 *   VMIMAGE_E_NO_MEMORY, or when the place can't be watched any more.
 * Threads: one at a time per registry; the job and its registry belong to one thread at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_watch_images(vmimage_registry *registry, const vmimage_query *query,
                                                vmimage_job **job, vmimage_error **error);

/**
 * Watch the items of a registry that match a query. All else is as for vmimage_watch_images().
 *
 * @query NULL matches all.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref().
 * Errors: as vmimage_watch_images().
 * Threads: one at a time per registry; the job and its registry belong to one thread at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_watch_items(vmimage_registry *registry, const vmimage_query *query,
                                               vmimage_job **job, vmimage_error **error);

/**
 * Watch the libraries of a registry that match a query. All else is as for vmimage_watch_images().
 *
 * @query NULL matches all.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref().
 * Errors: as vmimage_watch_images().
 * Threads: one at a time per registry; the job and its registry belong to one thread at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_watch_libraries(vmimage_registry *registry, const vmimage_query *query,
                                                   vmimage_job **job, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
