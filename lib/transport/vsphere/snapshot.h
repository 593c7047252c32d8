/*
 * SPDX-License-Identifier: Apache-2.0
 * What a watch has fetched, so that the listing which follows finds it at hand. Each library's items are given once.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_SNAPSHOT_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_SNAPSHOT_H

#include "transport/vsphere/vsphere.h"

struct vm_vs_snapshot;

struct vm_vs_snapshot *vmimage__vs_snapshot_new(void); /* NULL without memory */
void vmimage__vs_snapshot_free(struct vm_vs_snapshot *snapshot);
/* A sink that fills it; items go to the library that was begun last. */
struct vm_sink vmimage__vs_snapshot_sink(struct vm_vs_snapshot *snapshot);
size_t vmimage__vs_snapshot_count(const struct vm_vs_snapshot *snapshot);
/* The library at a place, whose items come next; borrowed. */
const vmimage_library *vmimage__vs_snapshot_begin(struct vm_vs_snapshot *snapshot, size_t index);
/* Hand over what is there; *served is false when it isn't, or was given before. */
vmimage_status vmimage__vs_snapshot_libraries(struct vm_vs_snapshot *snapshot, const struct vm_sink *sink, bool *served,
                                              vmimage_error **error);
vmimage_status vmimage__vs_snapshot_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                          const struct vm_sink *sink, bool *served, vmimage_error **error);

#endif
