/*
 * SPDX-License-Identifier: Apache-2.0
 * The first attempt of a publish request: what is to be sent to vCenter.
 */
#include <stdio.h>
#include <string.h>
#include <vmimage/vmimage.h>

static const char request[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{"
    "\"name\":\"nightly\",\"namespace\":\"team\",\"uid\":\"5b1f7c1e-8a44-4c7e-9d2f-30c2a1f0e9d7\","
    "\"finalizers\":[\"vmoperator.vmware.com/virtualmachinepublishrequest\"]},"
    "\"spec\":{\"source\":{\"name\":\"web\"},\"target\":{\"location\":{\"name\":\"images\"}},\"backoffLimit\":3}}";
static const char machine[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachine\",\"metadata\":{"
    "\"name\":\"web\",\"namespace\":\"team\"},\"status\":{\"uniqueID\":\"vm-7\"}}";
static const char library[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/"
    "v1alpha2\",\"kind\":\"ContentLibrary\",\"metadata\":{\"name\":\"images\","
    "\"namespace\":\"team\"},\"spec\":{\"id\":\"lib-1\",\"allowPublish\":true},\"status\":{\"name\":\"Team\","
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";

static vmimage_status run(vmimage_publish_step *step, vmimage_publish_result **result, vmimage_error **error)
{
    vmimage_status status = vmimage_publish_step_run(step, "2026-01-02T03:04:05Z", result, error);

    /* Here the content library would be asked; it holds nothing of the name. */
    if (status == VMIMAGE_OK && vmimage_publish_result_question(*result) == VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM) {
        *result = vmimage_publish_result_unref(*result);
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM, NULL, error);
        if (status == VMIMAGE_OK)
            status = vmimage_publish_step_run(step, "2026-01-02T03:04:05Z", result, error);
    }
    return status;
}

int main(void)
{
    vmimage_publish_step *step = vmimage_publish_step_new();
    vmimage_publish_result *result = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_publish_step_set_request(step, request, strlen(request), &error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_add_object(step, machine, strlen(machine), &error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_add_object(step, library, strlen(library), &error);
    if (status == VMIMAGE_OK)
        status = run(step, &result, &error);
    if (status != VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    else if (vmimage_publish_result_submit(result) == VMIMAGE_PUBLISH_SUBMIT_CAPTURE)
        printf("capture %s as %s, activation ID %s\n", vmimage_publish_result_submit_machine(result),
               vmimage_publish_result_submit_item(result), vmimage_publish_result_submit_activation_id(result));
    vmimage_error_unref(error);
    vmimage_publish_result_unref(result);
    vmimage_publish_step_unref(step);
    return status == VMIMAGE_OK ? 0 : 1;
}
