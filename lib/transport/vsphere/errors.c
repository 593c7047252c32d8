/*
 * SPDX-License-Identifier: Apache-2.0
 * What a vCenter says when it refuses: three shapes of JSON, and none. The kind of error counts more than the HTTP status,
 * which differs between versions.
 */
#include <string.h>

#include "base/error.h"
#include "transport/vsphere/vsphere.h"

#define ERRORS "com.vmware.vapi.std.errors."

static const struct {
    const char *type;
    vmimage_status status;
} types[] = {
    {"ALREADY_EXISTS", VMIMAGE_E_EXISTS},
    {"ALREADY_IN_DESIRED_STATE", VMIMAGE_E_CONFLICT},
    {"CANCELED", VMIMAGE_E_CANCELLED},
    {"CONCURRENT_CHANGE", VMIMAGE_E_CONFLICT},
    {"ERROR", VMIMAGE_E_FAILED},
    {"FEATURE_IN_USE", VMIMAGE_E_BUSY},
    {"INTERNAL_SERVER_ERROR", VMIMAGE_E_PROTOCOL},
    {"INVALID_ARGUMENT", VMIMAGE_E_INVALID},
    {"INVALID_ELEMENT_CONFIGURATION", VMIMAGE_E_INVALID},
    {"INVALID_ELEMENT_TYPE", VMIMAGE_E_UNSUPPORTED},
    {"INVALID_REQUEST", VMIMAGE_E_INVALID},
    {"NOT_ALLOWED_IN_CURRENT_STATE", VMIMAGE_E_CONFLICT},
    {"NOT_FOUND", VMIMAGE_E_NOT_FOUND},
    {"OPERATION_NOT_FOUND", VMIMAGE_E_UNSUPPORTED},
    {"RESOURCE_BUSY", VMIMAGE_E_BUSY},
    {"RESOURCE_IN_USE", VMIMAGE_E_BUSY},
    {"RESOURCE_INACCESSIBLE", VMIMAGE_E_UNREACHABLE},
    {"SERVICE_UNAVAILABLE", VMIMAGE_E_BUSY},
    {"TIMED_OUT", VMIMAGE_E_TIMEOUT},
    {"UNABLE_TO_ALLOCATE_RESOURCE", VMIMAGE_E_FAILED},
    {"UNAUTHENTICATED", VMIMAGE_E_UNAUTHENTICATED},
    {"UNAUTHORIZED", VMIMAGE_E_FORBIDDEN},
    {"UNEXPECTED_INPUT", VMIMAGE_E_INVALID},
    {"UNSUPPORTED", VMIMAGE_E_UNSUPPORTED},
    {"UNVERIFIED_PEER", VMIMAGE_E_TLS},
};

/* Without regard to case: older servers give the name of a class, "com.vmware.vapi.std.errors.not_found". */
static bool is_type(const char *type, const char *text)
{
    for (; *type != '\0' && *text != '\0'; type++, text++) {
        if (*type != *text && !(*text >= 'a' && *text <= 'z' && *type == *text - ('a' - 'A')))
            return false;
    }
    return *type == *text;
}

static bool find_type(const char *text, vmimage_status *status)
{
    for (size_t i = 0; text != NULL && i < sizeof(types) / sizeof(types[0]); i++) {
        if (is_type(types[i].type, text)) {
            *status = types[i].status;
            return true;
        }
    }
    return false;
}

/* What kind of error the body is of, or NULL. */
static const char *type_of(const struct vm_json *root)
{
    const char *type = vmimage__json_get_string(root, "error_type");

    if (type == NULL)
        type = vmimage__json_get_string(vmimage__json_get(root, "value"), "error_type");
    if (type == NULL) {
        type = vmimage__json_get_string(root, "type");
        if (type != NULL && strncmp(type, ERRORS, sizeof(ERRORS) - 1) == 0)
            type += sizeof(ERRORS) - 1;
    }
    return type;
}

const char *vmimage__vs_message(const struct vm_json *json)
{
    const char *text = vmimage__json_get_string(json, "default_message");

    if (text == NULL)
        text = vmimage__json_get_string(json, "defaultMessage"); /* of the layer above vAPI */
    if (text == NULL || text[0] == '\0')
        text = vmimage__json_get_string(json, "localized");
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static const char *message_of(const struct vm_json *root)
{
    const struct vm_json *list = vmimage__json_get(root, "messages");

    if (list == NULL)
        list = vmimage__json_get(vmimage__json_get(root, "value"), "messages");
    if (list == NULL)
        list = vmimage__json_get(root, "localizableMessages");
    return vmimage__vs_message(vmimage__json_first(list));
}

static void keep_answer(vmimage_error **error, const vmimage_error *old)
{
    vmimage__error_set_http(error, vmimage_error_http_status(old));
    if (vmimage_error_retry_after_ms(old) >= 0)
        vmimage__error_set_retry(error, vmimage_error_retry_after_ms(old));
}

vmimage_status vmimage__vs_explain(const struct vm_vs *vs, const struct vm_vs_exchange *exchange, vmimage_status status,
                                   vmimage_error **error)
{
    const struct vm_http_answer *answer = exchange->transfer != NULL ? vmimage__http_answer(exchange->transfer) : NULL;
    const struct vm_json_limits limits = {.bytes = 65536, .depth = 32};
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *made = NULL;
    const char *type, *message;

    if (answer == NULL || answer->status < 400 || error == NULL || *error == NULL || status == VMIMAGE_E_NO_MEMORY)
        return status;
    if (answer->body.length != 0)
        (void)vmimage__json_parse(answer->body.data, answer->body.length, &limits, "answer", &doc, NULL);
    type = type_of(vmimage__json_root(doc));
    message = message_of(vmimage__json_root(doc));
    if (!find_type(type, &status))
        type = NULL;
    if (type == NULL && message == NULL && status != VMIMAGE_E_UNAUTHENTICATED)
        return status;
    if (status == VMIMAGE_E_UNAUTHENTICATED)
        message = "the server does not take the user name and password";
    (void)vmimage__fail(&made, status, answer->url, "%s: %s: %s%s%s%s", vs->base, exchange->what,
                        message != NULL ? message : "", message != NULL && type != NULL ? " (" : "",
                        type != NULL ? type : "", message != NULL && type != NULL ? ")" : "");
    vmimage__error_set_reason(&made, message != NULL ? message : type);
    keep_answer(&made, *error);
    vmimage_error_unref(*error);
    *error = made;
    made = NULL;
    return vmimage_error_status(*error);
}
