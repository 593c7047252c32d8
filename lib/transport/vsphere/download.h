/*
 * SPDX-License-Identifier: Apache-2.0
 * Download sessions: what a file of an item is read through. A session is always deleted at the end.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_DOWNLOAD_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_DOWNLOAD_H

#include "transport/vsphere/vsphere.h"

/* Milliseconds between two questions whether a file is prepared: the first one, and the most. */
#define VM_VS_POLL_FIRST 20
#define VM_VS_POLL_MOST 1000

/* Requests that are ready to be sent. */
vmimage_status vmimage__vs_download_create(struct vm_vs *vs, struct vm_vs_exchange *exchange, const char *item,
                                           vmimage_error **error);
/* `operation` is DOWNLOAD_PREPARE or DOWNLOAD_FILE. */
vmimage_status vmimage__vs_download_file(struct vm_vs *vs, struct vm_vs_exchange *exchange,
                                         enum vm_vs_operation operation, const char *session, const char *name,
                                         vmimage_error **error);
/* Whether the answer to one of these says that the file can be read: *url then is where, in memory of its own; NULL: not yet. */
vmimage_status vmimage__vs_download_endpoint(struct vm_vs *vs, const struct vm_vs_exchange *exchange, const char *name,
                                             char **url, vmimage_error **error);
/* Delete a session; failures are not told. `call` may be over: some seconds are taken for it. */
void vmimage__vs_download_end(struct vm_vs *vs, const struct vm_call *call, const char *session);

/* How large the library says that a file is; UINT64_MAX when it does not. NOT_FOUND when the item has no such file. */
vmimage_status vmimage__vs_file_size(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *name,
                                     uint64_t *size, vmimage_error **error);
/* A file of an item as a stream. `size` is UINT64_MAX when it is not known. */
vmimage_status vmimage__vs_stream(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *name,
                                  uint64_t size, struct vm_stream **stream, vmimage_error **error);

#endif
