/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "resolve".
 */
#include "vectors.h"

#include "base/error.h"

vmimage_status vector_resolve(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    (void)out;
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, args[0], "not built yet");
}
