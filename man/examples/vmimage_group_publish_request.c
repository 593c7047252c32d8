/*
 * SPDX-License-Identifier: Apache-2.0
 * The machines of a group that are published, and the images that came of them.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineGroupPublishRequest\","
    "\"metadata\":{\"name\":\"shop\",\"namespace\":\"team\"},"
    "\"spec\":{\"source\":\"shop\",\"target\":\"cl-0123456789abcdef0\",\"virtualMachines\":[\"db\",\"web\"]},"
    "\"status\":{\"images\":[{\"source\":\"db\",\"publishRequestName\":\"shop-db\",\"imageName\":\"vmi-"
    "0a0044d7c690bcbea\"}]}}";

int main(void)
{
    vmimage_group_publish_request *request = NULL;
    vmimage_error *error = NULL;

    if (vmimage_group_publish_request_from_json(json, sizeof(json) - 1, &request, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    for (size_t i = 0; i < vmimage_group_publish_request_virtual_machine_count(request); i++)
        printf("machine %s\n", vmimage_group_publish_request_virtual_machine(request, i));
    for (size_t i = 0; i < vmimage_group_publish_request_image_count(request); i++) {
        const char *image = vmimage_group_publish_request_image_name(request, i);

        printf("%s: %s\n", vmimage_group_publish_request_image_source(request, i), image != NULL ? image : "not yet");
    }
    vmimage_group_publish_request_unref(request);
    return 0;
}
