/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries and items by what people call them.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_FIND_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_FIND_H

#include "transport/vsphere/vsphere.h"

/* The ID of the library with this ID, name or object name, in memory of its own. NOT_FOUND, AMBIGUOUS. */
vmimage_status vmimage__vs_find_library(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                        vmimage_error **error);
/* The library that changes go to: the one of the URL, or the only one that there is. */
vmimage_status vmimage__vs_only_library(struct vm_vs *vs, const struct vm_call *call, char **id, vmimage_error **error);
/* An item of a library likewise. */
vmimage_status vmimage__vs_find_item(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                     const char *name, char **id, vmimage_error **error);
/* IDs of the items of the name, at most two; what is not there is NULL. */
vmimage_status vmimage__vs_items_named(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       const char *name, char *ids[2], vmimage_error **error);

#endif
