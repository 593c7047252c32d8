/*
 * SPDX-License-Identifier: Apache-2.0
 * The public functions between texts and handles: images, items, libraries, requests, lists of them,
 * conversion.
 */
#include "format/k8s.h"

#include <stdio.h>
#include <string.h>

#include <vmimage/convert.h>
#include <vmimage/group_publish_request.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/publish_request.h>

#include "base/error.h"
#include "model/lists.h"
#include "model/request_lists.h"

#define TEXT_MAX_BYTES ((size_t)268435456)

static vmimage_status parse(const char *json, size_t length, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    return vmimage__json_parse(json, length, &limits, NULL, doc, error);
}

/* What was being done, for an error. */
static vmimage_status done(vmimage_status status, const char *operation, vmimage_error **error)
{
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, operation);
    return status;
}

#define HANDLE_FUNCTIONS(name)                                                                                         \
    vmimage_##name *vmimage__##name##_clone(const struct vm_##name *object)                                            \
    {                                                                                                                  \
        vmimage_##name *made = vmimage__##name##_new();                                                                \
                                                                                                                       \
        if (made == NULL)                                                                                              \
            return NULL;                                                                                               \
        vmimage__##name##_clone_into(object, &made->o, &made->arena);                                                  \
        return made->arena.failed ? vmimage_##name##_unref(made) : made;                                               \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage__##name##_from_node(const struct vm_json *root, const struct vm_json *list,                 \
                                               const char *subject, vmimage_##name **made, vmimage_error **error)      \
    {                                                                                                                  \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        *made = vmimage__##name##_new();                                                                               \
        if (*made == NULL)                                                                                             \
            return vmimage__fail_no_memory(error);                                                                     \
        status = vmimage__##name##_read_element(root, list, subject, &(*made)->o, &(*made)->arena, error);             \
        if (status != VMIMAGE_OK)                                                                                      \
            *made = vmimage_##name##_unref(*made);                                                                     \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##name##_from_json(const char *json, size_t length, vmimage_##name **name,                  \
                                              vmimage_error **error)                                                   \
    {                                                                                                                  \
        vm_auto_json struct vm_json_doc *doc = NULL;                                                                   \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(name != NULL, error);                                                                               \
        *name = NULL;                                                                                                  \
        VM_REQUIRE(json != NULL, error);                                                                               \
        status = parse(json, length, &doc, error);                                                                     \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage__##name##_from_node(vmimage__json_root(doc), NULL, NULL, name, error);                    \
        return done(status, "read " #name, error);                                                                     \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##name##_to_json(const vmimage_##name *name, const char *api_version,                       \
                                            vmimage_string **json, vmimage_error **error)                              \
    {                                                                                                                  \
        vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TEXT_MAX_BYTES);                                                   \
        struct vm_json_writer writer;                                                                                  \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(json != NULL, error);                                                                               \
        *json = NULL;                                                                                                  \
        VM_REQUIRE(name != NULL, error);                                                                               \
        vmimage__jw_init(&writer, &buf, false);                                                                        \
        status = vmimage__##name##_write(&name->o, api_version, &writer, error);                                       \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage__buf_take(&buf, json, error);                                                             \
        return done(status, "write " #name, error);                                                                    \
    }

HANDLE_FUNCTIONS(image)
HANDLE_FUNCTIONS(item)
HANDLE_FUNCTIONS(library)
HANDLE_FUNCTIONS(publish_request)
HANDLE_FUNCTIONS(group_publish_request)
HANDLE_FUNCTIONS(import_request)

#define COPY_FUNCTION(name)                                                                                            \
    vmimage_status vmimage_##name##_copy(const vmimage_##name *name, vmimage_##name **copy, vmimage_error **error)     \
    {                                                                                                                  \
        VM_REQUIRE(copy != NULL, error);                                                                               \
        *copy = NULL;                                                                                                  \
        VM_REQUIRE(name != NULL, error);                                                                               \
        *copy = vmimage__##name##_clone(&name->o);                                                                     \
        if (*copy == NULL)                                                                                             \
            return vmimage__fail_no_memory(error);                                                                     \
        (*copy)->own = true;                                                                                           \
        return VMIMAGE_OK;                                                                                             \
    }

COPY_FUNCTION(publish_request)
COPY_FUNCTION(group_publish_request)
COPY_FUNCTION(import_request)

/* The elements of a List of any kind, or null: no items. */
static vmimage_status list_elements(const struct vm_json *root, const struct vm_json **first, vmimage_error **error)
{
    const struct vm_json *items = vmimage__json_get(root, "items");

    if (vmimage__json_type(items) != VM_JSON_ARRAY && vmimage__json_type(items) != VM_JSON_NULL)
        return vmimage__fail(error, VMIMAGE_E_PARSE, "JSON", "JSON: items: an array is expected, not %s",
                             vmimage__json_type_name(vmimage__json_type(items)));
    *first = vmimage__json_first(items);
    return VMIMAGE_OK;
}

/* "List", or the list of the kind, or of its sibling in the cluster. */
static bool is_list(const struct vm_json *root, const char *list_kind)
{
    const char *kind = vmimage__json_get_string(root, "kind");
    size_t cluster = sizeof("Cluster") - 1;

    return kind != NULL && (strcmp(kind, "List") == 0 || strcmp(kind, list_kind) == 0 ||
                            (strncmp(kind, "Cluster", cluster) == 0 && strcmp(kind + cluster, list_kind) == 0));
}

#define LIST_FUNCTION(name, names, list_kind)                                                                          \
    static vmimage_status add_##name(vmimage_##names *list, const struct vm_json *node, const struct vm_json *root,    \
                                     const char *subject, vmimage_error **error)                                       \
    {                                                                                                                  \
        vmimage_##name *made = NULL;                                                                                   \
        vmimage_status status = vmimage__##name##_from_node(node, root, subject, &made, error);                        \
                                                                                                                       \
        if (status == VMIMAGE_OK && !vmimage__##names##_add(list, made))                                               \
            status = vmimage__fail_no_memory(error);                                                                   \
        vmimage_##name##_unref(made);                                                                                  \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status add_##names(vmimage_##names *list, const struct vm_json *root, vmimage_error **error)        \
    {                                                                                                                  \
        const struct vm_json *node = NULL;                                                                             \
        char subject[48];                                                                                              \
        vmimage_status status = VMIMAGE_OK;                                                                            \
                                                                                                                       \
        if (!is_list(root, list_kind))                                                                                 \
            return add_##name(list, root, NULL, NULL, error);                                                          \
        status = list_elements(root, &node, error);                                                                    \
        for (size_t index = 0; status == VMIMAGE_OK && node != NULL; node = vmimage__json_next(node)) {                \
            (void)snprintf(subject, sizeof(subject), "items[%zu]", index++);                                           \
            status = add_##name(list, node, root, subject, error);                                                     \
        }                                                                                                              \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##names##_from_json(const char *json, size_t length, vmimage_##names **names,               \
                                               vmimage_error **error)                                                  \
    {                                                                                                                  \
        vm_auto_json struct vm_json_doc *doc = NULL;                                                                   \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(names != NULL, error);                                                                              \
        *names = NULL;                                                                                                 \
        VM_REQUIRE(json != NULL, error);                                                                               \
        status = parse(json, length, &doc, error);                                                                     \
        if (status != VMIMAGE_OK)                                                                                      \
            return done(status, "read " #names, error);                                                                \
        *names = vmimage__##names##_new();                                                                             \
        if (*names == NULL)                                                                                            \
            return vmimage__fail_no_memory(error);                                                                     \
        status = add_##names(*names, vmimage__json_root(doc), error);                                                  \
        if (status != VMIMAGE_OK)                                                                                      \
            *names = vmimage_##names##_unref(*names);                                                                  \
        return done(status, "read " #names, error);                                                                    \
    }

LIST_FUNCTION(image, images, "VirtualMachineImageList")
LIST_FUNCTION(item, items, "ContentLibraryItemList")
LIST_FUNCTION(library, libraries, "ContentLibraryList")
LIST_FUNCTION(publish_request, publish_requests, "VirtualMachinePublishRequestList")
LIST_FUNCTION(group_publish_request, group_publish_requests, "VirtualMachineGroupPublishRequestList")
LIST_FUNCTION(import_request, import_requests, "ContentLibraryItemImportRequestList")

vmimage_status vmimage_object_convert(const char *json, size_t length, const char *api_version,
                                      vmimage_string **converted, vmimage_error **error)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TEXT_MAX_BYTES);
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct vm_json_writer writer;
    vmimage_status status;

    VM_REQUIRE(converted != NULL, error);
    *converted = NULL;
    VM_REQUIRE(json != NULL && api_version != NULL, error);
    vmimage__jw_init(&writer, &buf, false);
    status = parse(json, length, &doc, error);
    if (status == VMIMAGE_OK)
        status = vmimage__object_convert(vmimage__json_root(doc), NULL, api_version, &writer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__buf_take(&buf, converted, error);
    return done(status, "convert object", error);
}
