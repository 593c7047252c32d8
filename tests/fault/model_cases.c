/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: descriptors in memory, admission, conversion of any object.
 */
#include "fault.h"

#include <string.h>

static vmimage_status descriptor(void)
{
    vmimage_ovf *ovf = NULL, *again;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    int64_t bytes = 0;
    vmimage_status status = vmimage_ovf_parse(NULL, fault_ovf, strlen(fault_ovf), "a.ovf", &ovf, &error);

    again = vmimage_ovf_ref(ovf);
    if (status == VMIMAGE_OK)
        status = vmimage_ovf_disk_bytes(again, 0, &bytes, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_ovf_to_image(again, &image, &error);
    if (status == VMIMAGE_OK) {
        fault_saw_number((uint64_t)bytes);
        fault_visit_ovf(ovf);
        fault_visit_image(image);
    }
    image = vmimage_image_unref(image);
    again = vmimage_ovf_unref(again);
    ovf = vmimage_ovf_unref(ovf);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status descriptor_broken(void)
{
    vmimage_ovf *ovf = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    fault_expect(VMIMAGE_E_PARSE);
    status = vmimage_ovf_parse(NULL, fault_ovf, strlen(fault_ovf) / 2, "a.ovf", &ovf, &error);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_E_PARSE ? VMIMAGE_OK : status;
}

static const char request_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/"
    "v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{\"name\":\"p\","
    "\"namespace\":\"team\"},\"spec\":{\"source\":{\"name\":\"vm1\"},\"target\":{\"item\":{\"name\":\"g\"},"
    "\"location\":"
    "{\"name\":\"cl-1\",\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibrary\"}}}}";
static const char changed_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/"
    "v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{\"name\":\"p\","
    "\"namespace\":\"team\"},\"spec\":{\"source\":{\"name\":\"vm2\"},\"target\":{\"item\":{\"name\":\"h\"},"
    "\"location\":"
    "{\"name\":\"cl-1\",\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibrary\"}}}}";

static vmimage_status take_answer(vmimage_status status, vmimage_admission_answer **answer)
{
    vmimage_admission_answer *again = vmimage_admission_answer_ref(*answer);

    if (status == VMIMAGE_OK)
        fault_visit_admission_answer(again);
    again = vmimage_admission_answer_unref(again);
    *answer = vmimage_admission_answer_unref(*answer);
    return status;
}

static vmimage_status ask(vmimage_admission *admission, vmimage_error **error)
{
    vmimage_admission_answer *answer = NULL;
    vmimage_status status = vmimage_admission_set_object(admission, request_json, sizeof(request_json) - 1, error);

    if (status == VMIMAGE_OK)
        status = take_answer(vmimage_admission_mutate(admission, &answer, error), &answer);
    if (status == VMIMAGE_OK)
        status = take_answer(vmimage_admission_validate(admission, &answer, error), &answer);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_old_object(admission, changed_json, sizeof(changed_json) - 1, error);
    if (status == VMIMAGE_OK)
        status = take_answer(vmimage_admission_validate(admission, &answer, error), &answer);
    return status;
}

static vmimage_status admission(void)
{
    vmimage_admission *made = vmimage_admission_new(), *again = vmimage_admission_ref(made);
    vmimage_error *error = NULL;
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    if (made != NULL)
        status = vmimage_admission_add_object(made, fault_library_json, strlen(fault_library_json), &error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_add_group(made, "sso:Somebody@vsphere.local", &error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_sso_domain(made, "vsphere.local", &error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_gates(made, VMIMAGE_ADMISSION_IMPORT, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_privileged(made, 0, &error);
    if (status == VMIMAGE_OK)
        status = ask(again, &error);
    again = vmimage_admission_unref(again);
    made = vmimage_admission_unref(made);
    error = vmimage_error_unref(error);
    return status;
}

static const char cache_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImageCache\",\"metadata\":{\"name\":"
    "\"vmi-0a0044d7c690bcbea\",\"namespace\":\"system\"},\"spec\":{\"providerID\":\"e1968c25-dd84-4506-8dc7-"
    "9beacb6b688e\","
    "\"providerVersion\":\"5\"},\"status\":{\"ovf\":{\"configMapName\":\"m\",\"providerVersion\":\"5\"},\"conditions\":"
    "[{\"type\":"
    "\"VirtualMachineImageCacheHardwareReady\",\"status\":\"True\",\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]}}";
static const char config_map[] = "References: []\nVirtualSystem:\n  Name: vm\n  ID: vm\n";

/* A library without Kubernetes says so. */
static vmimage_status set_config_map(vmimage_reconcile *reconcile, vmimage_error **error)
{
    vmimage_status status;

    if (vmimage_feature_supported(VMIMAGE_FEATURE_KUBERNETES) == 1)
        return vmimage_reconcile_set_config_map(reconcile, config_map, sizeof(config_map) - 1, error);
    fault_expect(VMIMAGE_E_UNSUPPORTED);
    status = vmimage_reconcile_set_config_map(reconcile, config_map, sizeof(config_map) - 1, NULL);
    fault_expect(VMIMAGE_OK);
    return status == VMIMAGE_E_UNSUPPORTED ? VMIMAGE_OK : status;
}

static vmimage_status set_up(vmimage_reconcile *reconcile, vmimage_ovf *ovf, vmimage_image *image,
                             vmimage_error **error)
{
    vmimage_status status = vmimage_reconcile_set_gates(reconcile, 0, error);

    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_version(reconcile, 2, error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_content_error(reconcile, "no content", error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_cache(reconcile, cache_json, sizeof(cache_json) - 1, error);
    if (status == VMIMAGE_OK)
        status = set_config_map(reconcile, error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_descriptor(reconcile, ovf, error);
    return status == VMIMAGE_OK ? vmimage_reconcile_set_image(reconcile, image, error) : status;
}

static vmimage_status one_pass(vmimage_reconcile *reconcile, vmimage_error **error)
{
    vmimage_reconcile_result *result = NULL, *again;
    vmimage_status status = vmimage_reconcile_run(reconcile, "2026-01-02T03:04:05Z", &result, error);

    again = vmimage_reconcile_result_ref(result);
    if (status == VMIMAGE_OK) {
        fault_visit_reconcile_result(again);
        fault_visit_image(vmimage_reconcile_result_image(again));
        fault_visit_item(vmimage_reconcile_result_item(again));
    }
    again = vmimage_reconcile_result_unref(again);
    result = vmimage_reconcile_result_unref(result);
    return status;
}

/* A pass with what the scenario has set, one with the cached descriptor, and one of the error of a download. */
static vmimage_status passes(vmimage_item *item, vmimage_ovf *ovf, vmimage_image *image, vmimage_error **error)
{
    vmimage_reconcile *reconcile = vmimage_reconcile_new(item), *again = vmimage_reconcile_ref(reconcile);
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    if (reconcile != NULL)
        status = set_up(reconcile, ovf, image, error);
    if (status == VMIMAGE_OK)
        status = one_pass(again, error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_gates(reconcile, VMIMAGE_GATE_FAST_DEPLOY, error);
    if (status == VMIMAGE_OK)
        status = one_pass(again, error);
    again = vmimage_reconcile_unref(again);
    reconcile = vmimage_reconcile_unref(reconcile);
    return status;
}

static vmimage_status reconcile(void)
{
    vmimage_item *item = NULL;
    vmimage_ovf *ovf = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_item_from_json(fault_item_json, strlen(fault_item_json), &item, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_ovf_parse(NULL, fault_ovf, strlen(fault_ovf), "a.ovf", &ovf, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_image_from_json(fault_image_json, strlen(fault_image_json), &image, &error);
    if (status == VMIMAGE_OK)
        status = passes(item, ovf, image, &error);
    item = vmimage_item_unref(item);
    ovf = vmimage_ovf_unref(ovf);
    image = vmimage_image_unref(image);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status convert(void)
{
    vmimage_string *text = NULL;
    vmimage_error *error = NULL;
    vmimage_status status =
        vmimage_object_convert(request_json, sizeof(request_json) - 1, "vmoperator.vmware.com/v1alpha1", &text, &error);

    if (status == VMIMAGE_OK)
        fault_visit_string(text);
    text = vmimage_string_unref(text);
    error = vmimage_error_unref(error);
    return status;
}

/* Requests whose answers look at what is around them: a group with a nested one, a library, an image, the SSO domain. */
#define REQUEST(kind, spec)                                                                                            \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"" kind "\","                                        \
    "\"metadata\":{\"name\":\"fleet\",\"namespace\":\"team\"}," spec "}"
#define LINKED "\"conditions\":[{\"type\":\"GroupLinked\",\"status\":\"True\"}]"

static const char *const around[] = {
    REQUEST("VirtualMachineGroup", "\"status\":{\"members\":[{\"kind\":\"VirtualMachine\",\"name\":\"web\"," LINKED
                                   "},{\"kind\":\"VirtualMachineGroup\",\"name\":\"sub\"," LINKED "}]}"),
    "{\"apiVersion\":\"vmoperator.vmware.com/"
    "v1alpha6\",\"kind\":\"VirtualMachineGroup\",\"metadata\":{\"name\":\"sub\","
    "\"namespace\":\"team\"},\"status\":{\"members\":[{\"kind\":\"VirtualMachine\",\"name\":\"db\"," LINKED "}]}}",
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibrary\",\"metadata\":{\"name\":\"cl\","
    "\"namespace\":\"team\",\"labels\":{\"imageregistry.vmware.com/default\":\"\"}},\"spec\":{\"uuid\":\"u\","
    "\"writable\":true}}",
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"ClusterVirtualMachineImage\","
    "\"metadata\":{\"name\":\"vmi-1\"},\"status\":{\"name\":\"ubuntu\"}}",
    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"wcp-cluster-config\"},"
    "\"data\":{\"wcp-cluster-config.yaml\":\"sso_domain: corp.example\\n\"}}",
};

static vmimage_status answers(vmimage_admission *admission, const char *object, const char *old, vmimage_error **error)
{
    vmimage_admission_answer *answer = NULL;
    vmimage_status status = vmimage_admission_set_object(admission, object, strlen(object), error);

    if (status == VMIMAGE_OK && old != NULL)
        status = vmimage_admission_set_old_object(admission, old, strlen(old), error);
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]) && status == VMIMAGE_OK; i++)
        status = vmimage_admission_add_object(admission, around[i], strlen(around[i]), error);
    if (status == VMIMAGE_OK)
        status = take_answer(vmimage_admission_mutate(admission, &answer, error), &answer);
    if (status == VMIMAGE_OK)
        status = take_answer(vmimage_admission_validate(admission, &answer, error), &answer);
    return status;
}

static vmimage_status admit(const char *object, const char *old)
{
    vmimage_admission *made = vmimage_admission_new();
    vmimage_error *error = NULL;
    vmimage_status status = made != NULL ? answers(made, object, old, &error) : VMIMAGE_E_NO_MEMORY;

    made = vmimage_admission_unref(made);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status admit_group(void)
{
    return admit(REQUEST("VirtualMachineGroupPublishRequest", "\"spec\":{}"), NULL);
}

static vmimage_status admit_group_machines(void)
{
    return admit(REQUEST("VirtualMachineGroupPublishRequest",
                         "\"spec\":{\"source\":\"fleet\",\"target\":\"gone\",\"virtualMachines\":[\"db\",\"other\"]}"),
                 NULL);
}

static vmimage_status admit_group_change(void)
{
    return admit(
        REQUEST("VirtualMachineGroupPublishRequest", "\"spec\":{\"source\":\"a\",\"virtualMachines\":[\"b\"]}"),
        REQUEST("VirtualMachineGroupPublishRequest", "\"spec\":{\"source\":\"b\"}"));
}

static vmimage_status admit_vm(void)
{
    return admit(REQUEST("VirtualMachine", "\"spec\":{\"hardware\":{\"cdrom\":[{\"image\":{\"name\":\"ubuntu\"}}]}}"),
                 NULL);
}

static vmimage_status admit_vm_unknown(void)
{
    return admit(REQUEST("VirtualMachine", "\"spec\":{\"imageName\":\"none\"}"), NULL);
}

const struct fault_case fault_model_cases[] = {
    {"admit-group", admit_group},
    {"admit-group-machines", admit_group_machines},
    {"admit-group-change", admit_group_change},
    {"admit-vm", admit_vm},
    {"admit-vm-unknown", admit_vm_unknown},
    {"descriptor", descriptor},
    {"descriptor, broken", descriptor_broken},
    {"admission", admission},
    {"reconcile", reconcile},
    {"convert", convert},
    {NULL, NULL},
};
