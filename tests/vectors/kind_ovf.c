/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "ovf": a descriptor becomes status and labels, or the error of VM Operator and where it comes from.
 */
#include "vectors.h"

#include "base/error.h"
#include "format/k8s.h"
#include "format/ovf.h"
#include "model/labels.h"
#include <vmimage/image.h>
#include <vmimage/ovf.h>

#define FILE_MAX ((size_t)67108864)

static void member(struct vm_json_writer *writer, const char *key, const struct vm_json *node)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);

    vmimage__jw_key(writer, key);
    if (node == NULL) {
        vmimage__jw_null(writer);
        return;
    }
    vector_print_timeless(node, &text);
    vmimage__jw_raw(writer, vmimage__buf_str(&text), text.length);
}

static vmimage_status print(const struct vm_image *image, const char *reason, const char *stage, struct vm_buf *out,
                            vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct vm_json_writer writer;
    const struct vm_json *root, *meta;
    vmimage_status status;

    vmimage__jw_init(&writer, &text, false);
    status = vmimage__image_write(image, NULL, &writer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(text.data, text.length, &limits, "answer", &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    root = vmimage__json_root(doc);
    meta = vmimage__json_get(root, "metadata");
    vmimage__jw_init(&writer, out, false);
    vmimage__jw_begin_object(&writer);
    member(&writer, "annotations", vmimage__json_get(meta, "annotations"));
    vmimage__jw_key(&writer, "error");
    vmimage__jw_string(&writer, reason);
    member(&writer, "labels", vmimage__json_get(meta, "labels"));
    vmimage__jw_member(&writer, "stage", stage);
    member(&writer, "status", vmimage__json_get(root, "status"));
    vmimage__jw_end_object(&writer);
    return VMIMAGE_OK;
}

vmimage_status vector_ovf(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);
    vm_auto_error vmimage_error *refused = NULL;
    vmimage_image *image = vmimage__image_new();
    vmimage_ovf *ovf = NULL;
    const char *stage = NULL, *reason = NULL;
    vmimage_status status = vector_read(args[0], &text, error);

    if (status == VMIMAGE_OK && image == NULL)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK) {
        (void)vmimage_image_unref(image);
        return status;
    }
    image->o.kind = "VirtualMachineImage";
    if (vmimage__ovf_parse(vmimage__buf_str(&text), text.length, NULL, args[0], &ovf, &refused) != VMIMAGE_OK)
        stage = "parse";
    else if (vmimage__ovf_apply(&ovf->o, &image->o, &image->arena, VECTOR_NOW, NULL, &refused) != VMIMAGE_OK)
        stage = "update";
    else
        vmimage__labels_sync(&image->o, &image->arena);
    if (stage != NULL)
        reason = vmimage_error_reason(refused) != NULL ? vmimage_error_reason(refused) : vmimage_error_message(refused);
    status = print(&image->o, reason, stage, out, error);
    (void)vmimage_ovf_unref(ovf);
    (void)vmimage_image_unref(image);
    return status;
}
