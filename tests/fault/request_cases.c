/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: requests from JSON, made by a program, copied and changed, in every version, and lists of them.
 */
#include "fault.h"

#include <string.h>

#define FAULT_TIME "2026-01-31T09:15:00Z"
#define CONDITIONS "\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"R\",\"message\":\"m\"}]"

static const char publish_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/"
    "v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{\"name\":\"p\","
    "\"labels\":{\"tier\":\"1\"}},\"spec\":{\"source\":{\"name\":\"vm\"},\"target\":{\"location\":{\"name\":\"cl\"}}},"
    "\"status\":{\"targetRef\":{\"item\":{\"name\":\"i\"}}," CONDITIONS "}}";
static const char group_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/"
    "v1alpha6\",\"kind\":\"VirtualMachineGroupPublishRequest\",\"metadata\":{\"name\":\"g\"},"
    "\"spec\":{\"virtualMachines\":[\"a\",\"b\"]},\"status\":{\"images\":[{\"source\":\"a\",\"publishRequestName\":"
    "\"r\"," CONDITIONS "}]," CONDITIONS "}}";
static const char import_json[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/"
    "v1alpha2\",\"kind\":\"ContentLibraryItemImportRequest\",\"metadata\":{\"name\":\"i\"},"
    "\"spec\":{\"source\":{\"url\":\"https://h/"
    "a.ova\"},\"target\":{\"library\":\"cl\"}},\"status\":{\"fileUploadStatus\":{"
    "\"fileUploads\":[{\"name\":\"f\",\"transferStatus\":\"Ready\"}]}," CONDITIONS "}}";

static vmimage_status publish_own(vmimage_publish_request *own, vmimage_error **error)
{
    vmimage_status status = vmimage_publish_request_set_source(own, "vm-2", error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_target(own, "cl", "item", "text", error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_backoff_limit(own, 4, error);
    return status;
}

static vmimage_status group_own(vmimage_group_publish_request *own, vmimage_error **error)
{
    vmimage_status status = vmimage_group_publish_request_set_source(own, "group", error);

    if (status == VMIMAGE_OK)
        status = vmimage_group_publish_request_set_target(own, "cl", error);
    for (int i = 0; status == VMIMAGE_OK && i < 6; i++)
        status = vmimage_group_publish_request_add_virtual_machine(own, "vm", error);
    if (status == VMIMAGE_OK)
        (void)vmimage_group_publish_request_image_condition_at(own, 0, 0);
    return status;
}

static vmimage_status import_own(vmimage_import_request *own, vmimage_error **error)
{
    vmimage_status status = vmimage_import_request_set_source(own, "https://h/b.ova", error);

    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_certificate(own, "PEM", error);
    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_checksum(own, "SHA512", "00", error);
    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_target(own, "cl", "item", "text", "OVF", error);
    return status;
}

#define REQUEST_CASES(kind, kinds, own_fields, json_text, version)                                                     \
    static vmimage_status change_##kind(vmimage_##kind *own, vmimage_error **error)                                    \
    {                                                                                                                  \
        vmimage_string *text = NULL;                                                                                   \
        vmimage_status status = own_fields(own, error);                                                                \
                                                                                                                       \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_name(own, "other", error);                                                   \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_generate_name(own, "other-", error);                                         \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_namespace(own, "team", error);                                               \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_label(own, "owner", "me", error);                                            \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_annotation(own, "owner", "me", error);                                       \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_ttl_seconds(own, 60, error);                                                 \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_set_condition(own, "A", "True", NULL, NULL, FAULT_TIME, error);                  \
        if (status == VMIMAGE_OK)                                                                                      \
            status = fault_take_text(vmimage_##kind##_to_json(own, version, &text, error), &text);                     \
        if (status == VMIMAGE_OK)                                                                                      \
            fault_visit_##kind(own);                                                                                   \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status kind##_round(void)                                                                           \
    {                                                                                                                  \
        vmimage_##kind *request = NULL, *again, *copy = NULL;                                                          \
        vmimage_error *error = NULL;                                                                                   \
        vmimage_status status = vmimage_##kind##_from_json(json_text, strlen(json_text), &request, &error);            \
                                                                                                                       \
        again = vmimage_##kind##_ref(request);                                                                         \
        if (status == VMIMAGE_OK)                                                                                      \
            fault_visit_##kind(again);                                                                                 \
        again = vmimage_##kind##_unref(again);                                                                         \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##kind##_copy(request, &copy, &error);                                                    \
        if (status == VMIMAGE_OK)                                                                                      \
            status = change_##kind(copy, &error);                                                                      \
        copy = vmimage_##kind##_unref(copy);                                                                           \
        request = vmimage_##kind##_unref(request);                                                                     \
        error = vmimage_error_unref(error);                                                                            \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status kind##_made(void)                                                                            \
    {                                                                                                                  \
        vmimage_##kind *own = vmimage_##kind##_new();                                                                  \
        vmimage_error *error = NULL;                                                                                   \
        vmimage_status status = own != NULL ? change_##kind(own, &error) : VMIMAGE_E_NO_MEMORY;                        \
                                                                                                                       \
        own = vmimage_##kind##_unref(own);                                                                             \
        error = vmimage_error_unref(error);                                                                            \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status kind##_list(void)                                                                            \
    {                                                                                                                  \
        vmimage_##kinds *list = NULL, *again;                                                                          \
        vmimage_##kind *request = NULL;                                                                                \
        vmimage_error *error = NULL;                                                                                   \
        vmimage_status status = vmimage_##kinds##_from_json(json_text, strlen(json_text), &list, &error);              \
                                                                                                                       \
        again = vmimage_##kinds##_ref(list);                                                                           \
        while (status == VMIMAGE_OK && (status = vmimage_##kinds##_next(again, &request, &error)) == VMIMAGE_OK)       \
            request = vmimage_##kind##_unref(request);                                                                 \
        again = vmimage_##kinds##_unref(again);                                                                        \
        list = vmimage_##kinds##_unref(list);                                                                          \
        error = vmimage_error_unref(error);                                                                            \
        return status == VMIMAGE_DONE ? VMIMAGE_OK : status;                                                           \
    }

REQUEST_CASES(publish_request, publish_requests, publish_own, publish_json, "v1alpha3")
REQUEST_CASES(group_publish_request, group_publish_requests, group_own, group_json, "v1alpha5")
REQUEST_CASES(import_request, import_requests, import_own, import_json, "v1alpha1")

/* ---- of a registry: a folder has none ---- */

#define REGISTRY_CASES(kind, kinds)                                                                                    \
    static vmimage_status kind##_registry(vmimage_registry *registry, vmimage_error **error)                           \
    {                                                                                                                  \
        vmimage_##kind *own = vmimage_##kind##_new(), *got = NULL;                                                     \
        vmimage_##kinds *list = NULL;                                                                                  \
        vmimage_status status = own != NULL ? vmimage_##kind##_set_name(own, "r", error) : VMIMAGE_E_NO_MEMORY;        \
                                                                                                                       \
        fault_expect(VMIMAGE_E_UNSUPPORTED);                                                                           \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_registry_##kinds(registry, NULL, &list, error);                                           \
        if (status == VMIMAGE_E_UNSUPPORTED)                                                                           \
            status = vmimage_registry_get_##kind(registry, NULL, "r", &got, error);                                    \
        if (status == VMIMAGE_E_UNSUPPORTED)                                                                           \
            status = vmimage_registry_create_##kind(registry, own, VMIMAGE_WRITE_DRY_RUN, &got, error);                \
        if (status == VMIMAGE_E_UNSUPPORTED)                                                                           \
            status = vmimage_registry_update_##kind(registry, own, VMIMAGE_WRITE_APPLY, &got, error);                  \
        vmimage_##kind##_unref(own);                                                                                   \
        return status == VMIMAGE_E_UNSUPPORTED ? VMIMAGE_OK : status;                                                  \
    }

REGISTRY_CASES(publish_request, publish_requests)
REGISTRY_CASES(group_publish_request, group_publish_requests)
REGISTRY_CASES(import_request, import_requests)

static vmimage_status any_registry(vmimage_registry *registry, vmimage_error **error)
{
    vmimage_job *job = NULL;
    vmimage_string *text = NULL;
    vmimage_status status;

    fault_expect(VMIMAGE_E_UNSUPPORTED);
    status = vmimage_registry_delete_request(registry, VMIMAGE_REQUEST_PUBLISH, NULL, "r", "u", "1", "Orphan", error);

    if (status == VMIMAGE_E_UNSUPPORTED)
        status = vmimage_registry_patch_object(registry, "VirtualMachineImage", NULL, "i", "[]", 2, 0, &text, error);
    if (status == VMIMAGE_E_UNSUPPORTED)
        status = vmimage_watch_requests(registry, VMIMAGE_REQUEST_IMPORT, NULL, &job, error);
    if (status == VMIMAGE_E_UNSUPPORTED)
        status = vmimage_request_follow_start(registry, VMIMAGE_REQUEST_IMPORT, NULL, "r", &job, error);
    return status == VMIMAGE_E_UNSUPPORTED ? VMIMAGE_OK : status;
}

static vmimage_status requests_of_a_folder(void)
{
    static vmimage_status (*const parts[])(vmimage_registry *, vmimage_error **) = {
        publish_request_registry, group_publish_request_registry, import_request_registry, any_registry};
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, fault_files.folder, NULL, &registry, &error);

    for (size_t i = 0; status == VMIMAGE_OK && i < sizeof(parts) / sizeof(parts[0]); i++) {
        status = parts[i](registry, &error);
        error = vmimage_error_unref(error);
        fault_expect(VMIMAGE_OK);
    }
    fault_expect(VMIMAGE_OK);
    /* No event is about a request. */
    (void)vmimage_event_publish_request(NULL);
    (void)vmimage_event_group_publish_request(NULL);
    (void)vmimage_event_import_request(NULL);
    (void)vmimage_event_condition(NULL);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status;
}

/* The version that a program wants. */
static vmimage_status version_of_a_group(void)
{
    vmimage_options *options = vmimage_options_new();
    vmimage_error *error = NULL;
    vmimage_status status = options != NULL ? VMIMAGE_OK : VMIMAGE_E_NO_MEMORY;

    if (status == VMIMAGE_OK)
        status = vmimage_options_set_api_version(options, "vmoperator.vmware.com/v1alpha3", &error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_api_version(options, "vmoperator.vmware.com/", &error);
    vmimage_options_unref(options);
    vmimage_error_unref(error);
    return status;
}

const struct fault_case fault_request_cases[] = {
    {"a publish request", publish_request_round},
    {"a publish request is made", publish_request_made},
    {"publish requests", publish_request_list},
    {"a group publish request", group_publish_request_round},
    {"a group publish request is made", group_publish_request_made},
    {"group publish requests", group_publish_request_list},
    {"an import request", import_request_round},
    {"an import request is made", import_request_made},
    {"import requests", import_request_list},
    {"requests of a folder", requests_of_a_folder},
    {"version of a group", version_of_a_group},
    {NULL, NULL},
};
