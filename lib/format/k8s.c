/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading, writing and cloning of any kind by its tables, and the typed functions over that.
 */
#include "format/k8s.h"

#include <string.h>

#include "base/error.h"
#include "format/convert.h"

/* Room for an object of any kind. */
union any_object {
    struct vm_image image;
    struct vm_item item;
    struct vm_library library;
    struct vm_publish_request publish_request;
    struct vm_group_publish_request group_publish_request;
    struct vm_image_cache image_cache;
    struct vm_import_request import_request;
};

const struct vm_kind *const vmimage__kinds[] = {
    &vmimage__kind_image,
    &vmimage__kind_cluster_image,
    &vmimage__kind_image_cache,
    &vmimage__kind_publish_request,
    &vmimage__kind_group_publish_request,
    &vmimage__kind_library,
    &vmimage__kind_cluster_library,
    &vmimage__kind_item,
    &vmimage__kind_cluster_item,
    &vmimage__kind_import_request,
};
const size_t vmimage__kind_count = sizeof(vmimage__kinds) / sizeof(vmimage__kinds[0]);

const struct vm_kind *vmimage__kind_find(const char *group, size_t group_length, const char *name, size_t name_length)
{
    for (size_t i = 0; i < vmimage__kind_count; i++) {
        const struct vm_kind *kind = vmimage__kinds[i];

        if (strlen(kind->name) == name_length && memcmp(kind->name, name, name_length) == 0 &&
            strlen(kind->group) == group_length && memcmp(kind->group, group, group_length) == 0)
            return kind;
    }
    return NULL;
}

int vmimage__kind_version(const struct vm_kind *kind, const char *api_version)
{
    const char *slash = strchr(api_version, '/'), *number = slash != NULL ? slash + 1 : api_version;
    int version;

    if (slash != NULL && (strlen(kind->group) != (size_t)(slash - api_version) ||
                          memcmp(kind->group, api_version, (size_t)(slash - api_version)) != 0))
        return 0;
    if (strncmp(number, "v1alpha", 7) != 0 || number[7] < '1' || number[7] > '0' + VM_VERSIONS || number[8] != '\0')
        return 0;
    version = number[7] - '0';
    return kind->schemas[version] != NULL ? version : 0;
}

/* The versions of a kind for a message: "v1alpha5, v1alpha6". */
static void list_versions(const struct vm_kind *kind, struct vm_buf *buf)
{
    for (int version = 1; version <= VM_VERSIONS; version++) {
        if (kind->schemas[version] != NULL)
            vmimage__buf_printf(buf, "%s%s/v1alpha%d", buf->length != 0 ? ", " : "", kind->group, version);
    }
}

static vmimage_status fail_version(const struct vm_kind *kind, const char *subject, const char *api_version,
                                   vmimage_error **error)
{
    vm_auto_buf struct vm_buf versions = VM_BUF_INIT(4096);

    list_versions(kind, &versions);
    return vmimage__fail(error, VMIMAGE_E_INVALID, subject, "%s: API version \"%s\" of %s is not served; there are %s",
                         subject, api_version, kind->name, vmimage__buf_str(&versions));
}

/* What an object says it is, or the list that it is an element of. */
struct identity {
    const char *api_version;
    const char *kind;
    size_t kind_length;
};

static struct identity identity_of(const struct vm_json *root, const struct vm_json *list)
{
    struct identity is = {vmimage__json_get_string(root, "apiVersion"), vmimage__json_get_string(root, "kind"), 0};

    if (is.api_version == NULL)
        is.api_version = vmimage__json_get_string(list, "apiVersion");
    if (is.kind != NULL) {
        is.kind_length = strlen(is.kind);
        return is;
    }
    is.kind = vmimage__json_get_string(list, "kind");
    is.kind_length = is.kind != NULL ? strlen(is.kind) : 0;
    if (is.kind_length > 4 && strcmp(is.kind + is.kind_length - 4, "List") == 0)
        is.kind_length -= 4;
    return is;
}

/* One of `wanted`; the number of its version goes to *version. */
static vmimage_status identify(const struct vm_json *root, const struct vm_json *list, const char *subject,
                               const struct vm_kind *const *wanted, size_t count, const struct vm_kind **kind,
                               int *version, vmimage_error **error)
{
    struct identity is = identity_of(root, list);
    const char *slash = is.api_version != NULL ? strchr(is.api_version, '/') : NULL;
    bool expected = false;

    *kind = NULL;
    if (vmimage__json_type(root) != VM_JSON_OBJECT)
        return vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s: an object is expected, not %s", subject,
                             vmimage__json_type_name(vmimage__json_type(root)));
    if (slash != NULL && is.kind != NULL)
        *kind = vmimage__kind_find(is.api_version, (size_t)(slash - is.api_version), is.kind, is.kind_length);
    for (size_t i = 0; i < count; i++)
        expected = expected || *kind == wanted[i];
    if (*kind == NULL || !expected)
        return vmimage__fail(error, VMIMAGE_E_INVALID, subject, "%s: kind \"%s\" of API version \"%s\" is not a %s",
                             subject, is.kind != NULL ? is.kind : "", is.api_version != NULL ? is.api_version : "",
                             count > 2 ? "kind of the image model" : wanted[0]->name);
    *version = vmimage__kind_version(*kind, is.api_version);
    return *version != 0 ? VMIMAGE_OK : fail_version(*kind, subject, is.api_version, error);
}

static vmimage_status read_any(const struct vm_json *root, const struct vm_json *list, const char *subject,
                               const struct vm_kind *const *wanted, size_t count, void *object, struct vm_arena *arena,
                               vmimage_error **error)
{
    const struct vm_kind *kind;
    int version = 0;
    vmimage_status status;

    if (subject == NULL)
        subject = "JSON";
    status = identify(root, list, subject, wanted, count, &kind, &version, error);
    if (status == VMIMAGE_OK)
        status = vmimage__schema_read(kind->schemas[version], root, subject, true, object, arena, error);
    if (status == VMIMAGE_OK && kind == &vmimage__kind_library && version == 1) {
        struct vm_library *library = object; /* "writable" says both */

        library->allow_delete = library->allow_publish;
    }
    if (status == VMIMAGE_OK && list != NULL) {
        vmimage__text_put(object, kind->kind, kind->name);
        vmimage__text_put(object, kind->api_version,
                          vmimage__arena_printf(arena, "%s/v1alpha%d", kind->group, version));
        if (arena->failed)
            return vmimage__fail_no_memory(error);
    }
    return status;
}

/* The kind of an object that names itself, the first of `wanted` when it does not. */
static const struct vm_kind *kind_of(const void *object, const struct vm_kind *const *wanted, size_t count)
{
    const char *name = vmimage__text_get(object, wanted[0]->kind);

    for (size_t i = 0; name != NULL && i < count; i++) {
        if (strcmp(wanted[i]->name, name) == 0)
            return wanted[i];
    }
    return wanted[0];
}

static int version_of(const struct vm_kind *kind, const void *object)
{
    const char *own = vmimage__text_get(object, kind->api_version);
    int version = own != NULL ? vmimage__kind_version(kind, own) : 0;

    return version != 0 ? version : kind->storage;
}

static vmimage_status write_kind(const struct vm_kind *kind, int from, const void *object, const char *api_version,
                                 struct vm_json_writer *writer, vmimage_error **error)
{
    int to = api_version != NULL ? vmimage__kind_version(kind, api_version) : from;
    struct vm_arena arena = {0};
    union any_object made;
    vmimage_status status = VMIMAGE_OK;

    if (to == 0)
        return fail_version(kind, kind->name, api_version, error);
    memset(&made, 0, sizeof(made));
    if (from == to) {
        /* Nothing changes but that it says what it is. */
        memcpy(&made, object, kind->size);
        vmimage__text_put(&made, kind->api_version, vmimage__arena_printf(&arena, "%s/v1alpha%d", kind->group, to));
    } else {
        status = vmimage__convert(kind, from, to, object, &made, &arena, error);
    }
    vmimage__text_put(&made, kind->kind, kind->name);
    if (status == VMIMAGE_OK && arena.failed)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK) {
        vmimage__schema_write(kind->schemas[to], &made, NULL, writer);
        status = writer->buf->status;
        if (status == VMIMAGE_E_LIMIT)
            (void)vmimage__fail(error, status, kind->name, "%s: the object is too large", kind->name);
        else if (status != VMIMAGE_OK)
            status = vmimage__fail_no_memory(error);
    }
    vmimage__arena_release(&arena);
    return status;
}

static void clone_any(const void *from, void *to, const struct vm_kind *const *wanted, size_t count,
                      struct vm_arena *arena)
{
    const struct vm_kind *kind = kind_of(from, wanted, count);
    int version = version_of(kind, from);

    /* From a version to itself nothing is lost, and there is nothing to fail but memory, which the arena remembers. */
    (void)vmimage__convert(kind, version, version, from, to, arena, NULL);
}

#define TYPED_FUNCTIONS(name, type, ...)                                                                               \
    static const struct vm_kind *const name##_kinds[] = {__VA_ARGS__};                                                 \
                                                                                                                       \
    vmimage_status vmimage__##name##_read(const struct vm_json *root, const char *subject, type *object,               \
                                          struct vm_arena *arena, vmimage_error **error)                               \
    {                                                                                                                  \
        return vmimage__##name##_read_element(root, NULL, subject, object, arena, error);                              \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage__##name##_read_element(const struct vm_json *root, const struct vm_json *list,              \
                                                  const char *subject, type *object, struct vm_arena *arena,           \
                                                  vmimage_error **error)                                               \
    {                                                                                                                  \
        return read_any(root, list, subject, name##_kinds, sizeof(name##_kinds) / sizeof(name##_kinds[0]), object,     \
                        arena, error);                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage__##name##_write(const type *object, const char *api_version, struct vm_json_writer *writer, \
                                           vmimage_error **error)                                                      \
    {                                                                                                                  \
        const struct vm_kind *kind = kind_of(object, name##_kinds, sizeof(name##_kinds) / sizeof(name##_kinds[0]));    \
                                                                                                                       \
        return write_kind(kind, version_of(kind, object), object, api_version, writer, error);                         \
    }                                                                                                                  \
                                                                                                                       \
    void vmimage__##name##_clone_into(const type *from, type *to, struct vm_arena *arena)                              \
    {                                                                                                                  \
        clone_any(from, to, name##_kinds, sizeof(name##_kinds) / sizeof(name##_kinds[0]), arena);                      \
    }

TYPED_FUNCTIONS(image, struct vm_image, &vmimage__kind_image, &vmimage__kind_cluster_image)
TYPED_FUNCTIONS(item, struct vm_item, &vmimage__kind_item, &vmimage__kind_cluster_item)
TYPED_FUNCTIONS(library, struct vm_library, &vmimage__kind_library, &vmimage__kind_cluster_library)
TYPED_FUNCTIONS(publish_request, struct vm_publish_request, &vmimage__kind_publish_request)
TYPED_FUNCTIONS(group_publish_request, struct vm_group_publish_request, &vmimage__kind_group_publish_request)
TYPED_FUNCTIONS(image_cache, struct vm_image_cache, &vmimage__kind_image_cache)
TYPED_FUNCTIONS(import_request, struct vm_import_request, &vmimage__kind_import_request)

vmimage_status vmimage__object_convert(const struct vm_json *root, const char *subject, const char *api_version,
                                       struct vm_json_writer *writer, vmimage_error **error)
{
    struct vm_arena arena = {0};
    const struct vm_kind *kind;
    union any_object object;
    int version = 0;
    vmimage_status status;

    memset(&object, 0, sizeof(object));
    if (subject == NULL)
        subject = "JSON";
    status = identify(root, NULL, subject, vmimage__kinds, vmimage__kind_count, &kind, &version, error);
    if (status == VMIMAGE_OK)
        status = vmimage__schema_read(kind->schemas[version], root, subject, true, &object, &arena, error);
    if (status == VMIMAGE_OK)
        status = write_kind(kind, version, &object, api_version, writer, error);
    vmimage__arena_release(&arena);
    return status;
}
