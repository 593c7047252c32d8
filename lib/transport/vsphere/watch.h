/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching a vCenter.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_WATCH_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_WATCH_H

#include "transport/vsphere/vsphere.h"

vmimage_status vmimage__vs_watch(struct vm_vs *vs, const struct vm_call *call, struct vm_watch **watch,
                                 vmimage_error **error);

#endif
