/*
 * SPDX-License-Identifier: Apache-2.0
 * Queries: which libraries, items and images to list. All filters of a query must hold.
 */
#ifndef VMIMAGE_QUERY_H
#define VMIMAGE_QUERY_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Make a query that matches everything.
 *
 * Ownership: new reference; release with vmimage_query_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_query *vmimage_query_new(void);

/**
 * Take another reference of a query.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_query *vmimage_query_ref(vmimage_query *query);

/**
 * Release a reference of a query. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_query *vmimage_query_unref(vmimage_query *query);

/**
 * Only objects of this namespace and of the cluster; "*" is every namespace. NULL takes the filter away: then a Kubernetes registry
 * lists the namespace that it was opened with, other registries everything.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_namespace(vmimage_query *query, const char *name_space,
                                                       vmimage_error **error);

/**
 * Only what this library holds, given by ID, object name or display name. NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_library(vmimage_query *query, const char *library, vmimage_error **error);

/**
 * Only objects with this object name or display name. NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_name(vmimage_query *query, const char *name, vmimage_error **error);

/**
 * Only items of this type and their images: "OVF", "ISO", "VM", in any case. NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_type(vmimage_query *query, const char *type, vmimage_error **error);

/**
 * Only images whose guest identifier or CIM number is this, in any case. NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_os(vmimage_query *query, const char *os, vmimage_error **error);

/**
 * Only images that have this capability. NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_capability(vmimage_query *query, const char *capability,
                                                        vmimage_error **error);

/**
 * Only objects whose labels satisfy a Kubernetes label selector: "a=b,c!=d,e in (f,g),!h". NULL takes the filter away.
 *
 * Errors: VMIMAGE_E_INVALID with the position for a malformed selector; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_selector(vmimage_query *query, const char *selector,
                                                      vmimage_error **error);

/**
 * 1: only objects that are ready; 0: only those that are not; VMIMAGE_UNSET: both.
 *
 * Errors: VMIMAGE_E_INVALID for another number; VMIMAGE_E_MISUSE for a NULL query.
 * Threads: one at a time per query; a query that is not changed any more can be shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_query_set_ready(vmimage_query *query, int32_t ready, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
