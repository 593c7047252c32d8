/*
 * SPDX-License-Identifier: Apache-2.0
 * Changing the libraries of a vCenter.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_CHANGE_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_CHANGE_H

#include "transport/directory/keep.h"
#include "transport/vsphere/vsphere.h"

/* change.c: what the transport offers. */
vmimage_status vmimage__vs_create(const char *location, const struct vm_call *call, const struct vm_change *change,
                                  vmimage_error **error);
vmimage_status vmimage__vs_change(struct vm_vs *vs, const struct vm_call *call, const struct vm_change *change,
                                  vmimage_error **error);

/* A new item without content, when no other has the name. */
vmimage_status vmimage__vs_item_create(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       const char *name, const char *description, const char *type, char **id,
                                       vmimage_error **error);

/*
 * upload.c: the content of an item becomes what a package holds. The update session is gone afterwards whatever happened; a
 * failure leaves the item as it was. `old` is the files that the item has by now (an answer to FILES), or NULL.
 */
vmimage_status vmimage__vs_upload(struct vm_vs *vs, const struct vm_call *call, const char *item,
                                  struct vm_content *content, const struct vm_json *old, vmimage_error **error);
/*
 * The parts of it, for who fills a session in another way: a new session in memory of its own; its end (`complete` waits until
 * the server has taken the files over, else it is cancelled), after which it is deleted.
 */
vmimage_status vmimage__vs_update_begin(struct vm_vs *vs, const struct vm_call *call, const char *item, char **session,
                                        vmimage_error **error);
vmimage_status vmimage__vs_update_end(struct vm_vs *vs, const struct vm_call *call, const char *session, bool complete,
                                      vmimage_error **error);
/* Nothing to do for so many milliseconds. */
vmimage_status vmimage__vs_pause(const struct vm_call *call, int64_t milliseconds, vmimage_error **error);

#endif
