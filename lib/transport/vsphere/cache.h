/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors by a key that changes with the content. Lack of memory leaves out what would be kept.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_CACHE_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_CACHE_H

#include <vmimage/types.h>

struct vm_vs_cache;

/* A new reference, or NULL. cache may be NULL. */
vmimage_ovf *vmimage__vs_cache_get(struct vm_vs_cache *cache, const char *key);
/*
 * Keep a descriptor that a listing has read, the first of the handle (1) or a later one; the first keeps a few MiB only. *cache is made
 * when it is NULL.
 */
void vmimage__vs_cache_put(struct vm_vs_cache **cache, const char *key, vmimage_ovf *ovf, unsigned listings);
void vmimage__vs_cache_free(struct vm_vs_cache *cache);

#endif
