/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: versions, contexts, errors, texts, IDs and values.
 */
#include "fault.h"

static const char uuid[] = "e1968c25-dd84-4506-8dc7-9beacb6b688e";

static vmimage_status versions(void)
{
    fault_saw_number(vmimage_version());
    fault_saw_text(vmimage_version_string());
    for (int32_t i = 0; i < 6; i++)
        fault_saw_number((uint64_t)vmimage_feature_supported(i));
    for (int32_t i = 1; i > -26; i--)
        fault_saw_text(vmimage_status_name(i));
    return VMIMAGE_OK;
}

static void log_line(void *data, int32_t level, const char *module, const char *message)
{
    (void)data;
    (void)level;
    fault_check(module != NULL && message != NULL, "a line of the log without text");
}

static void log_released(void *data)
{
    fault_check(data == NULL, "the data of the log is another");
}

static vmimage_status contexts(void)
{
    vmimage_context *context = vmimage_context_new(), *again;
    vmimage_error *error = NULL;
    vmimage_status status;

    if (context == NULL)
        return VMIMAGE_E_NO_MEMORY;
    again = vmimage_context_ref(context);
    status = vmimage_context_set_log(context, VMIMAGE_LOG_DEBUG, log_line, NULL, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_log_release(context, log_released, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_limit(context, VMIMAGE_LIMIT_JSON_BYTES, 1000, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES, 1, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_cache_directory(context, "/var/cache/images", &error);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_cache_directory(context, "/var/cache/others", &error);
    if (status == VMIMAGE_OK) {
        fault_visit_context(context);
        fault_saw_number(vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_BYTES));
        fault_saw_number((uint64_t)vmimage_context_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES));
    }
    fault_check(vmimage_context_unref(again) == NULL, "unref gives NULL");
    context = vmimage_context_unref(context);
    error = vmimage_error_unref(error);
    return status;
}

/* Making an error needs memory too: the call then fails for lack of it. */
static vmimage_status errors(void)
{
    vmimage_error *error = NULL, *again;
    char id[VMIMAGE_ID_SIZE];
    vmimage_status status;

    fault_expect(VMIMAGE_E_INVALID);
    status = vmimage_id_from_uuid("no UUID", id, &error);
    fault_look_away(true);
    again = vmimage_error_ref(error);
    fault_visit_error(error);
    fault_look_away(false);
    fault_check(vmimage_error_unref(again) == NULL, "unref gives NULL");
    error = vmimage_error_unref(error);
    return status == VMIMAGE_E_INVALID ? VMIMAGE_OK : status;
}

static vmimage_status ids(void)
{
    char id[VMIMAGE_ID_SIZE], item[VMIMAGE_ITEM_NAME_SIZE], library[VMIMAGE_LIBRARY_NAME_SIZE];
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_id_from_uuid(uuid, id, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_id_from_provider_item("vm-42", id, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_item_name_from_uuid(uuid, item, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_library_name_from_uuid(uuid, library, &error);
    if (status == VMIMAGE_OK) {
        fault_saw_text(id);
        fault_saw_text(item);
        fault_saw_text(library);
        fault_saw_number((uint64_t)vmimage_id_is_valid(id));
    }
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status texts(void)
{
    vmimage_error *error = NULL;
    vmimage_string *text = NULL;
    vmimage_status status =
        fault_take_text(vmimage_id_from_item_name("clitem-0123456789abcdef0", &text, &error), &text);

    if (status == VMIMAGE_OK)
        status = fault_take_text(vmimage_uuid_check("e1968c25-dd84-4506-8dc7-9beacb6b688g", &text, &error), &text);
    if (status == VMIMAGE_OK)
        status = fault_take_text(vmimage_quantity_canonical("1024Mi", &text, &error), &text);
    if (status == VMIMAGE_OK)
        status = fault_take_text(vmimage_quantity_from_bytes(17179869184, &text, &error), &text);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status values(void)
{
    vmimage_error *error = NULL;
    int64_t value = 0;
    vmimage_status status = vmimage_quantity_parse("1.5Gi", &value, &error);

    fault_saw_number((uint64_t)value);
    fault_saw_number((uint64_t)vmimage_label_value_is_valid("gold"));
    fault_saw_number((uint64_t)vmimage_label_key_is_valid("example.com/tier"));
    fault_saw_number((uint64_t)vmimage_hardware_version_parse("vmx-19"));
    fault_saw_number((uint64_t)vmimage_guest_id_to_cim("ubuntu64Guest"));
    fault_saw_text(vmimage_guest_id_from_cim(94, NULL));
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status fill_options(vmimage_options *options, vmimage_error **error)
{
    vmimage_status status = vmimage_options_set_credentials(options, "vcsp", "secret", error);

    if (status == VMIMAGE_OK)
        status = vmimage_options_set_credentials(options, "other", NULL, error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_ca_file(options, "/etc/ca.pem", error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_fingerprint(options, "0123456789abcdef0123456789ABCDEF01234567", error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_client_certificate(options, "/etc/me.pem", "/etc/me.key", error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_proxy(options, "http://user:secret@proxy:3128", error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_insecure(options, 1, error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_connections(options, 4, error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_poll_interval(options, 1000, error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_deadline(options, 60000, error);
    if (status == VMIMAGE_OK)
        status = vmimage_options_set_kubernetes(options, "/etc/config", "stage", error);
    return status;
}

static vmimage_status options(void)
{
    vmimage_options *made = vmimage_options_new(), *again = vmimage_options_ref(made);
    vmimage_error *error = NULL;
    vmimage_registry *registry = NULL;
    vmimage_status status = made == NULL ? VMIMAGE_E_NO_MEMORY : fill_options(made, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, fault_files.folder, made, &registry, &error);
    fault_check(vmimage_options_unref(again) == NULL, "unref gives NULL");
    made = vmimage_options_unref(made);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    return status;
}

const struct fault_case fault_base_cases[] = {
    {"versions", versions}, {"contexts", contexts}, {"errors", errors},   {"ids", ids},
    {"texts", texts},       {"values", values},     {"options", options}, {NULL, NULL},
};
