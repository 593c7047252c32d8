/*
 * SPDX-License-Identifier: Apache-2.0
 * The requests of a download session, and what their answers say. When they are sent is up to the callers.
 */
#include "transport/vsphere/download.h"

#include <string.h>

#include "base/error.h"

vmimage_status vmimage__vs_download_create(struct vm_vs *vs, struct vm_vs_exchange *exchange, const char *item,
                                           vmimage_error **error)
{
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, exchange, VM_VS_DOWNLOAD_CREATE, NULL, NULL, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__vs_body_begin(vs, exchange, VM_VS_DOWNLOAD_CREATE, &writer);
    vmimage__jw_member(&writer, "library_item_id", item);
    return vmimage__vs_body_end(vs, exchange, VM_VS_DOWNLOAD_CREATE, &writer, error);
}

vmimage_status vmimage__vs_download_file(struct vm_vs *vs, struct vm_vs_exchange *exchange,
                                         enum vm_vs_operation operation, const char *session, const char *name,
                                         vmimage_error **error)
{
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, exchange, operation, session, name, error);

    if (status != VMIMAGE_OK || strcmp(exchange->request.method, "GET") == 0)
        return status;
    vmimage__vs_body_begin(vs, exchange, operation, &writer);
    vmimage__jw_member(&writer, "file_name", name);
    return vmimage__vs_body_end(vs, exchange, operation, &writer, error);
}

vmimage_status vmimage__vs_download_endpoint(struct vm_vs *vs, const struct vm_vs_exchange *exchange, const char *name,
                                             char **url, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    const char *state, *uri, *message;
    vmimage_status status = vmimage__vs_value(vs, exchange, &doc, &value, error);

    *url = NULL;
    if (status != VMIMAGE_OK)
        return status;
    if (value == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: the item has no file \"%s\"", vs->base, name);
    state = vmimage__json_get_string(value, "status");
    uri = vmimage__json_get_string(vmimage__json_get(value, "download_endpoint"), "uri");
    if (state == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, name, "%s: download: the answer has no \"status\"", vs->base);
    if (strcmp(state, "ERROR") == 0) {
        message = vmimage__vs_message(vmimage__json_get(value, "error_message"));
        status = vmimage__fail(error, VMIMAGE_E_FAILED, name, "%s: the server can't prepare the file \"%s\": %s",
                               vs->base, name, message != NULL ? message : "it gives no reason");
        vmimage__error_set_reason(error, message);
        return status;
    }
    if (strcmp(state, "PREPARED") != 0)
        return VMIMAGE_OK;
    if (uri == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, name, "%s: download: \"%s\" is prepared, but has no address",
                             vs->base, name);
    *url = vmimage__strdup(uri);
    return *url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

void vmimage__vs_download_end(struct vm_vs *vs, const struct vm_call *call, const char *session)
{
    vmimage__vs_tidy(vs, call, VM_VS_DOWNLOAD_DELETE, session);
}

vmimage_status vmimage__vs_file_size(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *name,
                                     uint64_t *size, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *files = NULL;
    vmimage_status status = vmimage__vs_get(vs, call, VM_VS_FILES, item, NULL, VM_JSON_ARRAY, &doc, &files, error);

    *size = UINT64_MAX;
    if (status != VMIMAGE_OK)
        return status;
    for (const struct vm_json *file = vmimage__json_first(files); file != NULL; file = vmimage__json_next(file)) {
        const char *text = vmimage__json_get_string(file, "name");
        int64_t bytes = 0;

        if (text == NULL || strcmp(text, name) != 0)
            continue;
        /* One that isn't kept here yet has no size. */
        if (vmimage__json_int(vmimage__json_get(file, "size"), &bytes) && bytes > 0)
            *size = (uint64_t)bytes;
        return VMIMAGE_OK;
    }
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: the item has no file \"%s\"", vs->base, name);
}
