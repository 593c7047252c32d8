/*
 * SPDX-License-Identifier: Apache-2.0
 * Names of status codes, version and features of the build, returned text.
 */
#include <vmimage/base.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/memory.h"
#include "config.h"

struct vmimage_string {
    char *data;
    size_t length;
};

uint32_t vmimage_version(void)
{
    return VMIMAGE_VERSION_NUMBER;
}

const char *vmimage_version_string(void)
{
    return VMIMAGE_VERSION_STRING;
}

int32_t vmimage_feature_supported(int32_t feature)
{
    switch (feature) {
    case VMIMAGE_FEATURE_DIRECTORY:
        return 1;
    case VMIMAGE_FEATURE_HTTP:
        return VM_WITH_HTTP;
    case VMIMAGE_FEATURE_VSPHERE:
        return VM_WITH_VSPHERE;
    case VMIMAGE_FEATURE_KUBERNETES:
        return VM_WITH_KUBERNETES;
    default:
        return 0;
    }
}

const char *vmimage_status_name(vmimage_status status)
{
    static const char *const names[] = {
        "VMIMAGE_OK",          "VMIMAGE_E_INVALID",     "VMIMAGE_E_NO_MEMORY", "VMIMAGE_E_NOT_FOUND",
        "VMIMAGE_E_AMBIGUOUS", "VMIMAGE_E_EXISTS",      "VMIMAGE_E_CONFLICT",  "VMIMAGE_E_UNAUTHENTICATED",
        "VMIMAGE_E_FORBIDDEN", "VMIMAGE_E_UNREACHABLE", "VMIMAGE_E_TLS",       "VMIMAGE_E_TIMEOUT",
        "VMIMAGE_E_CANCELLED", "VMIMAGE_E_BUSY",        "VMIMAGE_E_LIMIT",     "VMIMAGE_E_PARSE",
        "VMIMAGE_E_INTEGRITY", "VMIMAGE_E_IO",          "VMIMAGE_E_PROTOCOL",  "VMIMAGE_E_UNSUPPORTED",
        "VMIMAGE_E_EXPIRED",   "VMIMAGE_E_NOT_READY",   "VMIMAGE_E_FAILED",    "VMIMAGE_E_MISUSE",
        "VMIMAGE_E_ABI",
    };

    if (status == VMIMAGE_DONE)
        return "VMIMAGE_DONE";
    if (status > 0 || status < VMIMAGE_E_ABI)
        return "VMIMAGE_E_UNKNOWN";
    return names[-status];
}

vmimage_status vmimage__buf_take(struct vm_buf *buf, vmimage_string **string, vmimage_error **error)
{
    vmimage_string *made;

    *string = NULL;
    vmimage__buf_add(buf, "", 0);
    if (buf->status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the text would be longer than %zu bytes", buf->max);
    made = buf->status == VMIMAGE_OK ? vmimage__calloc(1, sizeof(*made)) : NULL;
    if (made == NULL)
        return vmimage__fail_no_memory(error);
    made->data = buf->data;
    made->length = buf->length;
    buf->data = NULL;
    buf->length = buf->capacity = 0;
    *string = made;
    return VMIMAGE_OK;
}

const char *vmimage_string_data(const vmimage_string *string)
{
    return string != NULL ? string->data : NULL;
}

size_t vmimage_string_length(const vmimage_string *string)
{
    return string != NULL ? string->length : 0;
}

vmimage_string *vmimage_string_unref(vmimage_string *string)
{
    if (string != NULL) {
        vmimage__free(string->data);
        vmimage__free(string);
    }
    return NULL;
}
