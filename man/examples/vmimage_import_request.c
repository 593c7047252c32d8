/*
 * SPDX-License-Identifier: Apache-2.0
 * An import request of the program's own, as JSON that a cluster takes.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status fill(vmimage_import_request *request, vmimage_error **error)
{
    vmimage_status status = vmimage_import_request_set_generate_name(request, "ubuntu-", error);

    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_source(request, "https://example.com/ubuntu-24.04.ova", error);
    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_ttl_seconds(request, 3600, error);
    return status;
}

int main(void)
{
    vmimage_import_request *request = vmimage_import_request_new();
    vmimage_string *text = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = fill(request, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_import_request_to_json(request, NULL, &text, &error);
    if (status == VMIMAGE_OK)
        puts(vmimage_string_data(text));
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_string_unref(text);
    vmimage_import_request_unref(request);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
