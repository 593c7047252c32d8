/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "convert": an object in another API version of its kind.
 */
#include "vectors.h"

#include <vmimage/convert.h>

#include "base/error.h"

#define FILE_MAX ((size_t)67108864)

vmimage_status vector_convert(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_string *converted = NULL;
    vmimage_status status = vector_read(args[0], &text, error);

    if (status == VMIMAGE_OK)
        status = vmimage_object_convert(text.data, text.length, args[1], &converted, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage_string_data(converted), vmimage_string_length(converted), &limits, args[0],
                                     &doc, error);
    if (status == VMIMAGE_OK)
        vector_print_timeless(vmimage__json_root(doc), out);
    vmimage_string_unref(converted);
    return status;
}
