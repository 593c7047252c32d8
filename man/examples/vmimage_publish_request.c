/*
 * SPDX-License-Identifier: Apache-2.0
 * A publish request of the program's own, as JSON that a cluster takes.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status fill(vmimage_publish_request *request, vmimage_error **error)
{
    vmimage_status status = vmimage_publish_request_set_name(request, "web", error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_source(request, "web-1", error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_target(request, "cl-0123456789abcdef0", "web-golden", "With nginx", error);
    return status;
}

int main(void)
{
    vmimage_publish_request *request = vmimage_publish_request_new();
    vmimage_string *text = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = fill(request, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_to_json(request, NULL, &text, &error);
    if (status == VMIMAGE_OK)
        puts(vmimage_string_data(text));
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_string_unref(text);
    vmimage_publish_request_unref(request);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
