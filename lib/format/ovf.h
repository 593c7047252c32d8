/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading an OVF descriptor: bytes to struct vm_ovf, accepted and refused as VM Operator's decoder does.
 */
#ifndef VMIMAGE_LIB_FORMAT_OVF_H
#define VMIMAGE_LIB_FORMAT_OVF_H

#include <stddef.h>

#include <vmimage/base.h>

#include "base/refs.h"
#include "model/ovf.h"

struct vmimage_ovf {
    vm_refs refs;
    vmimage_context *context; /* NULL, or a reference: for its log */
    struct vm_arena arena;
    struct vm_ovf o;
};

/*
 * `subject` names the descriptor in messages (a file name) and is copied; NULL gives "OVF". The limits are the context's.
 * Errors: VMIMAGE_E_PARSE with line, the reason is VM Operator's text; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY.
 * Release with vmimage_ovf_unref().
 */
vmimage_status vmimage__ovf_parse(const char *data, size_t length, const vmimage_context *context, const char *subject,
                                  vmimage_ovf **ovf, vmimage_error **error);

#endif
