/*
 * SPDX-License-Identifier: Apache-2.0
 * Virtual machines as images: what VM Operator reads from one.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_MACHINE_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_MACHINE_H

#include "model/machine.h"
#include "transport/vsphere/vsphere.h"

/* The configuration of a VM. Texts are the answer's: `soap`, zeroed before, is released after the machine, as is `arena`. */
vmimage_status vmimage__vs_machine(struct vm_vs *vs, const struct vm_call *call, const char *vm, struct vm_soap *soap,
                                   struct vm_arena *arena, struct vm_machine *machine, vmimage_error **error);
/*
 * Hand an item that is a VM template to the sink, with its machine; *item is NULL then. `vm` is the machine's ID when the item
 * told it, else NULL. On a failure the item is still there.
 */
vmimage_status vmimage__vs_template(struct vm_vs *vs, const struct vm_call *call, const struct vm_sink *sink,
                                    vmimage_item **item, const char *vm, vmimage_error **error);

#endif
