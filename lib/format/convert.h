/*
 * SPDX-License-Identifier: Apache-2.0
 * The steps of VM Operator's and the image registry's conversions, kind by kind: from a served version to the storage version
 * (up) and back (down). The tables name them; convert.c calls them.
 */
#ifndef VMIMAGE_LIB_FORMAT_CONVERT_H
#define VMIMAGE_LIB_FORMAT_CONVERT_H

#include "format/kinds.h"

#define VM_CONVERSION(name)                                                                                            \
    vmimage_status name(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,                 \
                        vmimage_error **error)

VM_CONVERSION(vmimage__image_up);
VM_CONVERSION(vmimage__image_down);
VM_CONVERSION(vmimage__image_cache_up);
VM_CONVERSION(vmimage__image_cache_down);
VM_CONVERSION(vmimage__publish_request_up);
VM_CONVERSION(vmimage__publish_request_down);
VM_CONVERSION(vmimage__library_up);
VM_CONVERSION(vmimage__library_down);
VM_CONVERSION(vmimage__item_up);
VM_CONVERSION(vmimage__item_down);
VM_CONVERSION(vmimage__import_request_up);
VM_CONVERSION(vmimage__import_request_down);

/*
 * A private copy of an object, in another version of its kind. `made` is zeroed and has the kind's size. Unknown fields of
 * spec and status stay behind, those of metadata come along.
 */
vmimage_status vmimage__convert(const struct vm_kind *kind, int from, int to, const void *object, void *made,
                                struct vm_arena *arena, vmimage_error **error);

#endif
