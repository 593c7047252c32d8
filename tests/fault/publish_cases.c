/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: passes over publish requests, each up to its end.
 */
#include "fault.h"

#include <string.h>

#define NOW "2026-01-31T09:15:00Z"
#define PUBLISH(status)                                                                                                \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{"      \
    "\"name\":\"p\",\"namespace\":\"n\",\"uid\":\"u\",\"finalizers\":[\"vmoperator.vmware.com/"                        \
    "virtualmachinepublishrequest\"]},\"spec\":{\"source\":{\"name\":\"vm\"},\"target\":{\"location\":{\"name\":"      \
    "\"cl\"}},\"ttlSecondsAfterFinished\":0},\"status\":{" status "}}"
#define GROUP(meta)                                                                                                    \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineGroupPublishRequest\",\"metadata\":{" \
    "\"name\":\"g\",\"namespace\":\"n\",\"uid\":\"gu\"," meta                                                          \
    "\"finalizers\":[\"vmoperator.vmware.com/virtualmachinegrouppublishrequest\"]},\"spec\":{\"source\":\"s\","        \
    "\"target\":\"cl\",\"virtualMachines\":[\"vm\",\"db\"]}}"
#define CHILD                                                                                                          \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{"      \
    "\"name\":\"c\",\"namespace\":\"n\",\"labels\":{\"vmoperator.vmware.com/"                                          \
    "virtualmachinepublishrequest-managed-by\":"                                                                       \
    "\"gu\"},\"ownerReferences\":[{\"uid\":\"gu\",\"controller\":true}]},\"spec\":{\"source\":{\"name\":\"vm\"}},"     \
    "\"status\":{\"imageName\":\"i\",\"conditions\":[{\"type\":\"Complete\",\"status\":\"False\"}]}}"
#define ATTEMPT                                                                                                        \
    "\"attempts\":1,\"lastAttemptTime\":\"" NOW "\",\"sourceRef\":{\"name\":\"vm\"},\"targetRef\":{\"item\":{"         \
    "\"name\":\"vm-image\"},\"location\":{\"name\":\"cl\"}}"

static const char *const objects[] = {
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"vm\","
    "\"namespace\":\"n\"},\"status\":{\"uniqueID\":\"vm-1\",\"crypto\":{\"encrypted\":[\"Disks\"]},\"volumes\":[{"
    "\"crypto\":{}}]}}",
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\",\"metadata\":{\"name\":\"cl\","
    "\"namespace\":\"n\",\"labels\":{\"vmware-system-vcfa-storage-quota\":\"\"}},\"spec\":{\"id\":\"l\","
    "\"libraryType\":"
    "\"Inventory\",\"storageClass\":\"sc\",\"allowPublish\":true},\"status\":{\"conditions\":[{\"type\":\"Ready\","
    "\"status\":\"True\"}]}}",
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibrary\",\"metadata\":{\"name\":\"cl\","
    "\"namespace\":\"n\"},\"spec\":{\"uuid\":\"l\",\"writable\":true},\"status\":{\"conditions\":[{\"type\":\"Ready\","
    "\"status\":\"True\"}]}}",
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\",\"metadata\":{\"name\":\"i\","
    "\"namespace\":\"n\"},\"status\":{\"providerItemID\":\"item\"}}",
    "{\"apiVersion\":\"storage.k8s.io/v1\",\"kind\":\"StorageClass\",\"metadata\":{\"name\":\"sc\"},\"parameters\":{"
    "\"storagePolicyID\":\"policy\"}}",
    CHILD,
};

static vmimage_status one_pass(vmimage_publish_step *step, vmimage_error **error)
{
    vmimage_publish_result *result = NULL, *again;
    vmimage_status status = vmimage_publish_step_run(step, NOW, &result, error);

    again = vmimage_publish_result_ref(result);
    if (status == VMIMAGE_OK)
        fault_visit_publish_result(again);
    again = vmimage_publish_result_unref(again);
    result = vmimage_publish_result_unref(result);
    return status;
}

static vmimage_status set_up(vmimage_publish_step *step, const char *request, uint32_t gates, vmimage_error **error)
{
    vmimage_status status = vmimage_publish_step_set_request(step, request, strlen(request), error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_gates(step, gates, error);
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]) && status == VMIMAGE_OK; i++)
        status = vmimage_publish_step_add_object(step, objects[i], strlen(objects[i]), error);
    return status == VMIMAGE_OK ? one_pass(step, error) : status;
}

static vmimage_status answers(vmimage_publish_step *step, const char *state, vmimage_error **error)
{
    vmimage_status status = vmimage_publish_step_add_task(step, NULL, "com.vmware.ovfs.LibraryItem.capture", state,
                                                          "ContentLibraryItem", "clibitem-item", "full", error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_TASKS, NULL, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_encrypts(step, 1, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_add_item(step, VMIMAGE_PUBLISH_ITEM_LIBRARY, "other", "o", "text", "u", error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM, NULL, error);
    if (status == VMIMAGE_OK)
        status = one_pass(step, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_storage(step, 4096, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_UPDATE_ITEM, "locked", error);
    if (status == VMIMAGE_OK)
        status = one_pass(step, error);
    return status;
}

static vmimage_status publish(const char *request, const char *state, uint32_t gates)
{
    vmimage_error *error = NULL;
    vmimage_publish_step *step = vmimage_publish_step_new(), *again = vmimage_publish_step_ref(step);
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    if (step != NULL)
        status = set_up(step, request, gates, &error);
    if (status == VMIMAGE_OK)
        status = answers(again, state, &error);
    again = vmimage_publish_step_unref(again);
    step = vmimage_publish_step_unref(step);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status first(void)
{
    return publish(PUBLISH(""), "queued", 0);
}

static vmimage_status first_clone(void)
{
    return publish(PUBLISH(""), "queued", VMIMAGE_GATE_INVENTORY_LIBRARY);
}

static vmimage_status done(void)
{
    return publish(PUBLISH(ATTEMPT), "success", 0);
}

static vmimage_status failed(void)
{
    return publish(PUBLISH(ATTEMPT), "error", 0);
}

static vmimage_status group(void)
{
    return publish(GROUP(""), "queued", 0);
}

static vmimage_status group_deleted(void)
{
    return publish(GROUP("\"deletionTimestamp\":\"" NOW "\","), "queued", 0);
}

const struct fault_case fault_publish_cases[] = {
    {"publish, first attempt", first},
    {"publish, clone", first_clone},
    {"publish, done", done},
    {"publish, failed", failed},
    {"publish, group", group},
    {"publish, group deleted", group_deleted},
    {NULL, NULL},
};
