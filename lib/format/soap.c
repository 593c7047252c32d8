/*
 * SPDX-License-Identifier: Apache-2.0
 * Finding one's way in a SOAP answer, and what its faults mean.
 */
#include "format/soap.h"

#include <string.h>

static const struct vm_xml *named(const struct vm_xml *node, const char *name, size_t length)
{
    while (node != NULL && (strncmp(node->name, name, length) != 0 || node->name[length] != '\0'))
        node = node->next;
    return node;
}

const struct vm_xml *vmimage__xml_get(const struct vm_xml *node, const char *name)
{
    return node != NULL ? named(node->first, name, strlen(name)) : NULL;
}

const struct vm_xml *vmimage__xml_find(const struct vm_xml *node, const char *path)
{
    while (node != NULL) {
        size_t length = strcspn(path, "/");

        node = named(node->first, path, length);
        if (path[length] == '\0')
            break;
        path += length + 1;
    }
    return node;
}

const struct vm_xml *vmimage__xml_next(const struct vm_xml *node)
{
    return node != NULL ? named(node->next, node->name, strlen(node->name)) : NULL;
}

const char *vmimage__xml_text(const struct vm_xml *node, const char *path)
{
    if (path != NULL)
        node = vmimage__xml_find(node, path);
    return node != NULL ? node->text : NULL;
}

bool vmimage__xml_bool(const struct vm_xml *node, const char *path)
{
    const char *text = vmimage__xml_text(node, path);

    return text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

bool vmimage__xml_int(const struct vm_xml *node, const char *path, int64_t *value)
{
    const char *text = vmimage__xml_text(node, path);
    bool negative = text != NULL && text[0] == '-';
    int64_t number = 0;

    if (text == NULL || text[negative] == '\0')
        return false;
    for (const char *c = text + negative; *c != '\0'; c++) {
        if (*c < '0' || *c > '9' || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, *c - '0', &number))
            return false;
    }
    if (!negative && number == INT64_MIN)
        return false;
    *value = negative ? number : -number;
    return true;
}

bool vmimage__xml_type_ends(const struct vm_xml *node, const char *end)
{
    size_t length = node != NULL && node->type != NULL ? strlen(node->type) : 0, tail = strlen(end);

    return length >= tail && length != 0 && strcmp(node->type + length - tail, end) == 0;
}

vmimage_status vmimage__soap_fault_status(const char *type)
{
    static const struct {
        const char *type;
        vmimage_status status;
    } faults[] = {
        {"NotAuthenticated", VMIMAGE_E_UNAUTHENTICATED},
        {"InvalidLogin", VMIMAGE_E_UNAUTHENTICATED},
        {"NoPermission", VMIMAGE_E_FORBIDDEN},
        {"RestrictedVersion", VMIMAGE_E_FORBIDDEN},
        {"ManagedObjectNotFound", VMIMAGE_E_NOT_FOUND},
        {"NotFound", VMIMAGE_E_NOT_FOUND},
        {"FileNotFound", VMIMAGE_E_NOT_FOUND},
        {"DuplicateName", VMIMAGE_E_EXISTS},
        {"AlreadyExists", VMIMAGE_E_EXISTS},
        {"FileAlreadyExists", VMIMAGE_E_EXISTS},
        {"InvalidArgument", VMIMAGE_E_INVALID},
        {"InvalidName", VMIMAGE_E_INVALID},
        {"InvalidRequest", VMIMAGE_E_INVALID},
        {"InvalidProperty", VMIMAGE_E_INVALID},
        {"InvalidType", VMIMAGE_E_INVALID},
        {"InvalidDatastore", VMIMAGE_E_INVALID},
        {"ResourceInUse", VMIMAGE_E_BUSY},
        {"TaskInProgress", VMIMAGE_E_BUSY},
        {"ConcurrentAccess", VMIMAGE_E_CONFLICT},
        {"InvalidState", VMIMAGE_E_CONFLICT},
        {"InvalidPowerState", VMIMAGE_E_CONFLICT},
        {"RequestCanceled", VMIMAGE_E_CANCELLED},
        {"NotSupported", VMIMAGE_E_UNSUPPORTED},
        {"MethodNotFound", VMIMAGE_E_UNSUPPORTED},
        {"NotImplemented", VMIMAGE_E_UNSUPPORTED},
        {"Timedout", VMIMAGE_E_TIMEOUT},
        {"NotEnoughLicenses", VMIMAGE_E_UNSUPPORTED},
    };

    for (size_t i = 0; type != NULL && i < sizeof(faults) / sizeof(faults[0]); i++) {
        if (strcmp(faults[i].type, type) == 0)
            return faults[i].status;
    }
    return VMIMAGE_E_FAILED;
}
