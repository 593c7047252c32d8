/*
 * SPDX-License-Identifier: Apache-2.0
 * Requests as a cluster keeps them, of all kinds: how they stand; sending, getting, changing and deleting them, following them to
 * their end.
 */
#ifndef VMIMAGE_REQUEST_H
#define VMIMAGE_REQUEST_H

#include <vmimage/base.h>
#include <vmimage/group_publish_request.h>
#include <vmimage/import_request.h>
#include <vmimage/job.h>
#include <vmimage/publish_request.h>
#include <vmimage/query.h>
#include <vmimage/registry.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a request stands. */
enum {
    VMIMAGE_STATE_PENDING = 1,  /**< not taken up, or under way, or tried again */
    VMIMAGE_STATE_COMPLETE = 2, /**< done: the image, or the item, is there */
    VMIMAGE_STATE_FAILED = 3    /**< it will not be tried again */
};

/** The kinds of requests. */
enum {
    VMIMAGE_REQUEST_PUBLISH = 1,       /**< VirtualMachinePublishRequest */
    VMIMAGE_REQUEST_GROUP_PUBLISH = 2, /**< VirtualMachineGroupPublishRequest */
    VMIMAGE_REQUEST_IMPORT = 3         /**< ContentLibraryItemImportRequest */
};

/** How an object is written. They can be combined. */
enum {
    VMIMAGE_WRITE_CHECK =
        1, /**< by VM Operator's rules of admission before it is sent, as far as one can see without the cluster */
    VMIMAGE_WRITE_DRY_RUN = 2, /**< the server checks it and keeps nothing */
    VMIMAGE_WRITE_STATUS = 4,  /**< the status and nothing else; only of an update */
    VMIMAGE_WRITE_APPLY =
        8, /**< server-side apply: what the object has is as it says, the rest stays; only of an update */
    VMIMAGE_WRITE_FORCE = 16 /**< apply takes fields over from other managers */
};

/**
 * List the publish requests that match a query.
 *
 * Of the filters of a query the namespace, the object name, the labels, the library that is published or imported to, and ready
 * count:
 * 1 are those that are complete, 0 the others. @query NULL lists all of the namespace of the registry.
 *
 * Ownership: *@publish_requests is a new reference, NULL on failure; release with vmimage_publish_requests_unref().
 * Errors: VMIMAGE_E_UNSUPPORTED when the transport has no requests, or the cluster has no such kind; VMIMAGE_E_FORBIDDEN with what
 *   may
 *   not be done by whom; those of vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_publish_requests(vmimage_registry *registry, const vmimage_query *query,
                                                             vmimage_publish_requests **publish_requests,
                                                             vmimage_error **error);

/**
 * Get a publish request by its object name.
 *
 * @name_space NULL is the namespace of the registry.
 *
 * Ownership: *@publish_request is a new reference, NULL on failure; release with vmimage_publish_request_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; those of vmimage_registry_publish_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_publish_request(vmimage_registry *registry, const char *name_space,
                                                                const char *name,
                                                                vmimage_publish_request **publish_request,
                                                                vmimage_error **error);

/**
 * Send a publish request: the cluster carries it out.
 *
 * @publish_request needs no namespace: then it is that of the registry. What only a server may say (UID, resource version) is left
 * out. @flags are
 * VMIMAGE_WRITE_CHECK and VMIMAGE_WRITE_DRY_RUN, or 0. It is never sent twice.
 *
 * Ownership: *@made is a new reference to what the server keeps, NULL on failure; release with vmimage_publish_request_unref().
 * Errors: VMIMAGE_E_EXISTS when there is one of the name; VMIMAGE_E_INVALID when the server, its webhooks or the check refuse it,
 *   with their
 *   words as the reason; VMIMAGE_E_FORBIDDEN; VMIMAGE_E_NOT_FOUND when the namespace is not there; those of
 *   vmimage_registry_publish_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_create_publish_request(vmimage_registry *registry,
                                                                   const vmimage_publish_request *publish_request,
                                                                   uint32_t flags, vmimage_publish_request **made,
                                                                   vmimage_error **error);

/**
 * Change a publish request that is there, by a changed copy of it.
 *
 * The copy has the resource version of what it was made from, and what was changed by somebody else meanwhile is not overwritten:
 * get it
 * again, and change that. With VMIMAGE_WRITE_APPLY there is no such check, but fields that another manager has set are a conflict
 * unless
 * VMIMAGE_WRITE_FORCE is given; it makes the object when there is none. @flags is 0 or VMIMAGE_WRITE_* together. Nothing is tried
 * again.
 *
 * Ownership: *@written is a new reference to what the server keeps, NULL on failure; release with vmimage_publish_request_unref().
 * Errors: VMIMAGE_E_CONFLICT; VMIMAGE_E_INVALID also for an object without a name; those of
 *   vmimage_registry_create_publish_request().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_update_publish_request(vmimage_registry *registry,
                                                                   const vmimage_publish_request *publish_request,
                                                                   uint32_t flags, vmimage_publish_request **written,
                                                                   vmimage_error **error);

/**
 * List the group publish requests that match a query.
 *
 * Of the filters of a query the namespace, the object name, the labels, the library that is published or imported to, and ready
 * count:
 * 1 are those that are complete, 0 the others. @query NULL lists all of the namespace of the registry.
 *
 * Ownership: *@group_publish_requests is a new reference, NULL on failure; release with vmimage_group_publish_requests_unref().
 * Errors: VMIMAGE_E_UNSUPPORTED when the transport has no requests, or the cluster has no such kind; VMIMAGE_E_FORBIDDEN with what
 *   may
 *   not be done by whom; those of vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status
vmimage_registry_group_publish_requests(vmimage_registry *registry, const vmimage_query *query,
                                        vmimage_group_publish_requests **group_publish_requests, vmimage_error **error);

/**
 * Get a group publish request by its object name.
 *
 * @name_space NULL is the namespace of the registry.
 *
 * Ownership: *@group_publish_request is a new reference, NULL on failure; release with vmimage_group_publish_request_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; those of vmimage_registry_group_publish_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_group_publish_request(
    vmimage_registry *registry, const char *name_space, const char *name,
    vmimage_group_publish_request **group_publish_request, vmimage_error **error);

/**
 * Send a group publish request: the cluster carries it out.
 *
 * @group_publish_request needs no namespace: then it is that of the registry. What only a server may say (UID, resource version) is
 * left out. @flags are
 * VMIMAGE_WRITE_CHECK and VMIMAGE_WRITE_DRY_RUN, or 0. It is never sent twice.
 *
 * Ownership: *@made is a new reference to what the server keeps, NULL on failure; release with vmimage_group_publish_request_unref().
 * Errors: VMIMAGE_E_EXISTS when there is one of the name; VMIMAGE_E_INVALID when the server, its webhooks or the check refuse it,
 *   with their
 *   words as the reason; VMIMAGE_E_FORBIDDEN; VMIMAGE_E_NOT_FOUND when the namespace is not there; those of
 *   vmimage_registry_group_publish_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_create_group_publish_request(
    vmimage_registry *registry, const vmimage_group_publish_request *group_publish_request, uint32_t flags,
    vmimage_group_publish_request **made, vmimage_error **error);

/**
 * Change a group publish request that is there, by a changed copy of it.
 *
 * The copy has the resource version of what it was made from, and what was changed by somebody else meanwhile is not overwritten:
 * get it
 * again, and change that. With VMIMAGE_WRITE_APPLY there is no such check, but fields that another manager has set are a conflict
 * unless
 * VMIMAGE_WRITE_FORCE is given; it makes the object when there is none. @flags is 0 or VMIMAGE_WRITE_* together. Nothing is tried
 * again.
 *
 * Ownership: *@written is a new reference to what the server keeps, NULL on failure; release with
 * vmimage_group_publish_request_unref().
 * Errors: VMIMAGE_E_CONFLICT; VMIMAGE_E_INVALID also for an object without a name; those of
 *   vmimage_registry_create_group_publish_request().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_update_group_publish_request(
    vmimage_registry *registry, const vmimage_group_publish_request *group_publish_request, uint32_t flags,
    vmimage_group_publish_request **written, vmimage_error **error);

/**
 * List the import requests that match a query.
 *
 * Of the filters of a query the namespace, the object name, the labels, the library that is published or imported to, and ready
 * count:
 * 1 are those that are complete, 0 the others. @query NULL lists all of the namespace of the registry.
 *
 * Ownership: *@import_requests is a new reference, NULL on failure; release with vmimage_import_requests_unref().
 * Errors: VMIMAGE_E_UNSUPPORTED when the transport has no requests, or the cluster has no such kind; VMIMAGE_E_FORBIDDEN with what
 *   may
 *   not be done by whom; those of vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_import_requests(vmimage_registry *registry, const vmimage_query *query,
                                                            vmimage_import_requests **import_requests,
                                                            vmimage_error **error);

/**
 * Get an import request by its object name.
 *
 * @name_space NULL is the namespace of the registry.
 *
 * Ownership: *@import_request is a new reference, NULL on failure; release with vmimage_import_request_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; those of vmimage_registry_import_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_import_request(vmimage_registry *registry, const char *name_space,
                                                               const char *name,
                                                               vmimage_import_request **import_request,
                                                               vmimage_error **error);

/**
 * Send an import request: the cluster carries it out.
 *
 * @import_request needs no namespace: then it is that of the registry. What only a server may say (UID, resource version) is left
 * out. @flags are
 * VMIMAGE_WRITE_CHECK and VMIMAGE_WRITE_DRY_RUN, or 0. It is never sent twice.
 *
 * Ownership: *@made is a new reference to what the server keeps, NULL on failure; release with vmimage_import_request_unref().
 * Errors: VMIMAGE_E_EXISTS when there is one of the name; VMIMAGE_E_INVALID when the server, its webhooks or the check refuse it,
 *   with their
 *   words as the reason; VMIMAGE_E_FORBIDDEN; VMIMAGE_E_NOT_FOUND when the namespace is not there; those of
 *   vmimage_registry_import_requests().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_create_import_request(vmimage_registry *registry,
                                                                  const vmimage_import_request *import_request,
                                                                  uint32_t flags, vmimage_import_request **made,
                                                                  vmimage_error **error);

/**
 * Change an import request that is there, by a changed copy of it.
 *
 * The copy has the resource version of what it was made from, and what was changed by somebody else meanwhile is not overwritten:
 * get it
 * again, and change that. With VMIMAGE_WRITE_APPLY there is no such check, but fields that another manager has set are a conflict
 * unless
 * VMIMAGE_WRITE_FORCE is given; it makes the object when there is none. @flags is 0 or VMIMAGE_WRITE_* together. Nothing is tried
 * again.
 *
 * Ownership: *@written is a new reference to what the server keeps, NULL on failure; release with vmimage_import_request_unref().
 * Errors: VMIMAGE_E_CONFLICT; VMIMAGE_E_INVALID also for an object without a name; those of vmimage_registry_create_import_request().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_update_import_request(vmimage_registry *registry,
                                                                  const vmimage_import_request *import_request,
                                                                  uint32_t flags, vmimage_import_request **written,
                                                                  vmimage_error **error);

/**
 * Delete a request of any kind. An import under way is cancelled by that; publishing that vSphere has begun is not.
 *
 * @kind is VMIMAGE_REQUEST_*. @name_space NULL is the namespace of the registry. @uid NULL is any; else only the object with this
 * UID is
 * deleted, and not another one of its name. @resource_version NULL is any; else only an unchanged one is deleted. @propagation is
 * "Foreground", "Background" or "Orphan", for the requests that belong to that of a group; @propagation NULL leaves it to the server.
 *
 * Errors: VMIMAGE_E_NOT_FOUND; VMIMAGE_E_CONFLICT when it is another one; VMIMAGE_E_INVALID for another kind or propagation;
 *   VMIMAGE_E_UNSUPPORTED, VMIMAGE_E_FORBIDDEN and those of vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_delete_request(vmimage_registry *registry, int32_t kind,
                                                           const char *name_space, const char *name, const char *uid,
                                                           const char *resource_version, const char *propagation,
                                                           vmimage_error **error);

/**
 * Change some fields of an image, item, library or request, such as its labels and annotations, by a JSON patch (RFC 6902).
 *
 * @kind is the kind of the object: "VirtualMachineImage". @name_space NULL is the namespace of the registry. @patch need not end
 * with a NUL.
 * @flags is VMIMAGE_WRITE_DRY_RUN or 0. When others are quicker than the server can bring the patch in, it is tried again, up to 4
 * times:
 * what was refused was not applied.
 *
 * Ownership: *@json is the object as the server keeps it, a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; VMIMAGE_E_INVALID for a patch that is none or does not fit; VMIMAGE_E_CONFLICT;
 *   VMIMAGE_E_UNSUPPORTED for another kind or transport; those of vmimage_registry_images(); VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_patch_object(vmimage_registry *registry, const char *kind,
                                                         const char *name_space, const char *name, const char *patch,
                                                         size_t length, uint32_t flags, vmimage_string **json,
                                                         vmimage_error **error);

/**
 * Watch the requests of a kind that match a query, as vmimage_watch_images() does.
 *
 * @kind is VMIMAGE_REQUEST_*. @query NULL matches all of the namespace of the registry; the filters that count are those of
 * vmimage_registry_publish_requests().
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref().
 * Errors: VMIMAGE_E_INVALID for another kind; VMIMAGE_E_UNSUPPORTED when the transport has no requests; VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_watch_requests(vmimage_registry *registry, int32_t kind, const vmimage_query *query,
                                                  vmimage_job **job, vmimage_error **error);

/**
 * Follow a request to its end.
 *
 * The events of the job: VMIMAGE_EVENT_ADDED with the request as it is, VMIMAGE_EVENT_CONDITION for each condition that it has and
 * that
 * changes, VMIMAGE_EVENT_MODIFIED for other changes. The progress is that of the files of an import, in bytes. The job ends with
 * VMIMAGE_DONE
 * when the request is complete. @kind is VMIMAGE_REQUEST_*. @name_space NULL is the namespace of the registry.
 *
 * Ownership: *@job is a new reference, NULL on failure; release with vmimage_job_unref().
 * Errors: VMIMAGE_E_INVALID for another kind; VMIMAGE_E_UNSUPPORTED when the transport has no requests; VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL. Of the job: VMIMAGE_E_FAILED when the request has failed for good, with the message of the condition
 *   that
 *   says so and its reason; VMIMAGE_E_NOT_FOUND when it is not there, or was deleted.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_request_follow_start(vmimage_registry *registry, int32_t kind,
                                                        const char *name_space, const char *name, vmimage_job **job,
                                                        vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
