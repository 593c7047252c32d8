/*
 * SPDX-License-Identifier: Apache-2.0
 * Listing libraries and items of a vCenter.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_LIST_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_LIST_H

#include "transport/vsphere/vsphere.h"

struct vm_vs_listing;

/* A listing that is carried on step by step: of libraries, or of the items of one. End it whatever was returned. */
vmimage_status vmimage__vs_listing_start(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                         const struct vm_sink *sink, struct vm_vs_listing **listing,
                                         vmimage_error **error);
/* `wait` is as for vmimage__http_step(). */
vmimage_status vmimage__vs_listing_step(struct vm_vs_listing *listing, const struct vm_call *call, int64_t wait,
                                        bool *done, vmimage_error **error);
/* Sessions that are open are deleted; `call` may be over. NULL is allowed. */
void vmimage__vs_listing_end(struct vm_vs_listing *listing, const struct vm_call *call);

/* The same at once. */
vmimage_status vmimage__vs_list_libraries(struct vm_vs *vs, const struct vm_call *call, const struct vm_sink *sink,
                                          vmimage_error **error);
vmimage_status vmimage__vs_list_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                      const struct vm_sink *sink, vmimage_error **error);
/* The same as its reader wants more. */
vmimage_status vmimage__vs_pull_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                      const struct vm_sink *sink, struct vm_pull **pull, vmimage_error **error);

#endif
