/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "resolve": {"vmi":[...],"cvmi":[...]}, a namespace and a name give {"kind","name"} or {"error"}.
 */
#include "vectors.h"

#include <vmimage/image.h>
#include <vmimage/resolve.h>

#include "base/error.h"
#include "format/k8s.h"
#include "model/lists.h"

/* The images of the file leave their kind to the list that they are in. */
static vmimage_status read_list(const struct vm_json *list, const char *kind, vmimage_images *images,
                                vmimage_error **error)
{
    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        vm_auto_buf struct vm_buf json = VM_BUF_INIT((size_t)1048576);
        vmimage_image *image = NULL;
        vmimage_status status;

        vmimage__buf_printf(&json,
                            "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"%s\",\"metadata\":", kind);
        vmimage__json_print(vmimage__json_get(node, "metadata"), &json, false);
        vmimage__buf_add_str(&json, ",\"status\":");
        vmimage__json_print(vmimage__json_get(node, "status"), &json, false);
        vmimage__buf_add_str(&json, "}");
        status = vmimage_image_from_json(vmimage__buf_str(&json), json.length, &image, error);
        if (status == VMIMAGE_OK && !vmimage__images_add(images, image))
            status = vmimage__fail_no_memory(error);
        (void)vmimage_image_unref(image);
        if (status != VMIMAGE_OK)
            return status;
    }
    return VMIMAGE_OK;
}

static vmimage_status answer(vmimage_images *images, char *const *args, struct vm_buf *out, vmimage_error **error)
{
    struct vm_json_writer writer;
    vmimage_image *image = NULL;
    vmimage_status status = vmimage_resolve_images((const vmimage_image *const *)images->list, images->count, args[1],
                                                   args[2], 0, &image, error);

    vmimage__jw_init(&writer, out, false);
    if (status != VMIMAGE_OK && (error == NULL || vmimage_error_reason(*error) == NULL))
        return status;
    vmimage__jw_begin_object(&writer);
    if (status != VMIMAGE_OK) {
        vmimage__jw_member(&writer, "error", vmimage_error_reason(*error));
    } else {
        vmimage__jw_member(&writer, "kind", vmimage_image_kind(image));
        vmimage__jw_member(&writer, "name", vmimage_image_name(image));
    }
    vmimage__jw_end_object(&writer);
    (void)vmimage_image_unref(image);
    return VMIMAGE_OK;
}

vmimage_status vector_resolve(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_images *images = vmimage__images_new();
    vmimage_status status = images != NULL ? vector_read_json(args[0], &doc, error) : vmimage__fail_no_memory(error);

    if (status == VMIMAGE_OK)
        status = read_list(vmimage__json_get(vmimage__json_root(doc), "vmi"), "VirtualMachineImage", images, error);
    if (status == VMIMAGE_OK)
        status =
            read_list(vmimage__json_get(vmimage__json_root(doc), "cvmi"), "ClusterVirtualMachineImage", images, error);
    if (status == VMIMAGE_OK)
        status = answer(images, args, out, error);
    (void)vmimage_images_unref(images);
    return status;
}
