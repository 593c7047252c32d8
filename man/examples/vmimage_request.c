/*
 * SPDX-License-Identifier: Apache-2.0
 * The publish requests of a namespace and how they stand. A folder, as here, has none.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static void show(vmimage_publish_requests *requests)
{
    vmimage_publish_request *request = NULL;

    while (vmimage_publish_requests_next(requests, &request, NULL) == VMIMAGE_OK) {
        int32_t state = vmimage_publish_request_state(request);

        printf("%s %s\n", vmimage_publish_request_name(request),
               state == VMIMAGE_STATE_COMPLETE ? "complete"
               : state == VMIMAGE_STATE_FAILED ? "failed"
                                               : "pending");
        request = vmimage_publish_request_unref(request);
    }
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_publish_requests *requests = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_publish_requests(registry, NULL, &requests, &error);
    if (status == VMIMAGE_OK)
        show(requests);
    else
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_publish_requests_unref(requests);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK || status == VMIMAGE_E_UNSUPPORTED ? 0 : 1;
}
