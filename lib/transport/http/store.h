/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors in files, one each, below the folder for what can be fetched again.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_HTTP_STORE_H
#define VMIMAGE_LIB_TRANSPORT_HTTP_STORE_H

#include "transport/http/cache.h"

struct vm_web_store;

/* NULL: no memory. The folder is made when the first file is. */
struct vm_web_store *vmimage__web_store_new(const char *folder);
void vmimage__web_store_free(struct vm_web_store *store);
/* Valid until the next call. A file that is damaged, or not there, is false. */
bool vmimage__web_store_get(struct vm_web_store *store, const char *url, const char *token, struct vm_web_kept *kept);
/* A file that can't be written is not there. */
void vmimage__web_store_put(struct vm_web_store *store, const char *url, const char *token,
                            const struct vm_web_kept *kept);

#endif
