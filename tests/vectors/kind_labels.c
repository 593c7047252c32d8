/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "labels": a status, or {"labels","status"}, gives the labels after the sync.
 */
#include "vectors.h"

#include <string.h>
#include <vmimage/image.h>

#include "base/error.h"
#include "format/k8s.h"
#include "model/labels.h"

/* An image around the status, so that it is read as images are. */
static void wrap(const struct vm_json *root, struct vm_buf *json)
{
    const struct vm_json *status = vmimage__json_get(root, "status"), *labels = vmimage__json_get(root, "labels");
    vm_auto_buf struct vm_buf part = VM_BUF_INIT(json->max);
    struct vm_json_writer writer;

    if (status == NULL)
        status = root;
    vmimage__jw_init(&writer, json, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "apiVersion", "vmoperator.vmware.com/v1alpha6");
    vmimage__jw_member(&writer, "kind", "VirtualMachineImage");
    vmimage__jw_key(&writer, "status");
    vmimage__json_print(status, &part, false);
    vmimage__jw_raw(&writer, vmimage__buf_str(&part), part.length);
    vmimage__jw_key(&writer, "metadata");
    vmimage__jw_begin_object(&writer);
    if (labels != NULL) {
        vmimage__buf_reset(&part);
        vmimage__json_print(labels, &part, false);
        vmimage__jw_key(&writer, "labels");
        vmimage__jw_raw(&writer, vmimage__buf_str(&part), part.length);
    }
    vmimage__jw_end_object(&writer);
    vmimage__jw_end_object(&writer);
}

vmimage_status vector_labels(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_buf struct vm_buf json = VM_BUF_INIT((size_t)1048576);
    struct vm_json_writer writer;
    vmimage_image *image = NULL;
    vmimage_status status = vector_read_json(args[0], &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    wrap(vmimage__json_root(doc), &json);
    status = vmimage_image_from_json(vmimage__buf_str(&json), json.length, &image, error);
    if (status != VMIMAGE_OK)
        return status;
    /* Nobody else has this image yet. */
    vmimage__labels_sync(&image->o, &image->arena);
    vmimage__jw_init(&writer, out, false);
    vmimage__jw_begin_object(&writer);
    for (size_t i = 0; i < image->o.meta.labels.count; i++) {
        vmimage__jw_key(&writer, image->o.meta.labels.pairs[i].key);
        vmimage__jw_string(&writer, image->o.meta.labels.pairs[i].value);
    }
    vmimage__jw_end_object(&writer);
    if (image->arena.failed)
        status = vmimage__fail_no_memory(error);
    (void)vmimage_image_unref(image);
    return status;
}
