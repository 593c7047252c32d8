/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches of places whose server tells every change.
 */
#ifndef VMIMAGE_LIB_ENGINE_FEED_H
#define VMIMAGE_LIB_ENGINE_FEED_H

#include "engine/snapshot.h"

/* The job of a watch on a transport with `feed`. */
vmimage_status vmimage__feed_start(const struct vm_objects *objects, vmimage_registry *registry,
                                   const vmimage_query *query, vmimage_job **job, vmimage_error **error);

#endif
