/*
 * SPDX-License-Identifier: Apache-2.0
 * The public functions between texts and handles: images, items, libraries, lists of images, conversion.
 */
#include "format/k8s.h"

#include <stdio.h>
#include <string.h>

#include <vmimage/convert.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "model/lists.h"

#define TEXT_MAX_BYTES ((size_t)268435456)

static vmimage_status parse(const char *json, size_t length, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    return vmimage__json_parse(json, length, &limits, NULL, doc, error);
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
        return status != VMIMAGE_OK ? status                                                                           \
                                    : vmimage__##name##_from_node(vmimage__json_root(doc), NULL, NULL, name, error);   \
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
        return status != VMIMAGE_OK ? status : vmimage__buf_take(&buf, json, error);                                   \
    }

HANDLE_FUNCTIONS(image)
HANDLE_FUNCTIONS(item)
HANDLE_FUNCTIONS(library)

static vmimage_status add_image(vmimage_images *images, const struct vm_json *node, const struct vm_json *list,
                                const char *subject, vmimage_error **error)
{
    vmimage_image *image = NULL;
    vmimage_status status = vmimage__image_from_node(node, list, subject, &image, error);

    if (status == VMIMAGE_OK && !vmimage__images_add(images, image))
        status = vmimage__fail_no_memory(error);
    vmimage_image_unref(image);
    return status;
}

static vmimage_status add_list(vmimage_images *images, const struct vm_json *root, vmimage_error **error)
{
    const struct vm_json *items = vmimage__json_get(root, "items");
    size_t index = 0;

    if (vmimage__json_type(items) != VM_JSON_ARRAY && vmimage__json_type(items) != VM_JSON_NULL)
        return vmimage__fail(error, VMIMAGE_E_PARSE, "JSON", "JSON: items: an array is expected, not %s",
                             vmimage__json_type_name(vmimage__json_type(items)));
    for (const struct vm_json *node = vmimage__json_first(items); node != NULL; node = vmimage__json_next(node)) {
        char subject[48];
        vmimage_status status;

        (void)snprintf(subject, sizeof(subject), "items[%zu]", index++);
        status = add_image(images, node, root, subject, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    return VMIMAGE_OK;
}

static bool is_list(const char *kind)
{
    return kind != NULL && (strcmp(kind, "List") == 0 || strcmp(kind, "VirtualMachineImageList") == 0 ||
                            strcmp(kind, "ClusterVirtualMachineImageList") == 0);
}

vmimage_status vmimage_images_from_json(const char *json, size_t length, vmimage_images **images, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root;
    vmimage_status status;

    VM_REQUIRE(images != NULL, error);
    *images = NULL;
    VM_REQUIRE(json != NULL, error);
    status = parse(json, length, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    *images = vmimage__images_new();
    if (*images == NULL)
        return vmimage__fail_no_memory(error);
    root = vmimage__json_root(doc);
    status = is_list(vmimage__json_get_string(root, "kind")) ? add_list(*images, root, error)
                                                             : add_image(*images, root, NULL, NULL, error);
    if (status != VMIMAGE_OK)
        *images = vmimage_images_unref(*images);
    return status;
}

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
    status = parse(json, length, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_init(&writer, &buf, false);
    status = vmimage__object_convert(vmimage__json_root(doc), NULL, api_version, &writer, error);
    return status != VMIMAGE_OK ? status : vmimage__buf_take(&buf, converted, error);
}
