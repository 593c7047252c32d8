/*
 * SPDX-License-Identifier: Apache-2.0
 * What requests of all kinds have in common: the handle, names, labels, annotations, conditions, and setting them. Generation, deletion,
 * finalizers and owners are in metadata.c.
 */
#include <string.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/import_request.h>
#include <vmimage/publish_request.h>
#include <vmimage/value.h>

#include "base/error.h"
#include "model/access.h"
#include "model/requests.h"
#include "model/rfc3339.h"

vmimage_status vmimage__request_changed(struct vm_arena *arena, vmimage_error **error)
{
    if (!arena->failed)
        return VMIMAGE_OK;
    arena->failed = false;
    return vmimage__fail_no_memory(error);
}

vmimage_status vmimage__request_set_text(struct vm_arena *arena, const char **member, const char *text,
                                         vmimage_error **error)
{
    const char *copy = vmimage__arena_strdup(arena, text);

    if (!arena->failed)
        *member = copy;
    return vmimage__request_changed(arena, error);
}

static vmimage_status set_pair(struct vm_map *map, struct vm_arena *arena, const char *key, const char *value,
                               vmimage_error **error)
{
    if (!vmimage_label_key_is_valid(key))
        return vmimage__fail(
            error, VMIMAGE_E_INVALID, key,
            "\"%.128s\" is no key of a label or annotation: letters, digits, \"-\", \"_\", \".\", at most 63, "
            "after a domain and \"/\" or none",
            key);
    if (value == NULL)
        vmimage__map_remove(map, key);
    else
        vmimage__map_set(map, arena, key, value);
    return vmimage__request_changed(arena, error);
}

static vmimage_status check_label(const char *value, vmimage_error **error)
{
    if (value == NULL || vmimage_label_value_is_valid(value))
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INVALID, value,
                         "\"%.128s\" is no value of a label: at most 63 letters, digits, \"-\", \"_\", \".\"", value);
}

static vmimage_status set_ttl(struct vm_int *ttl, int64_t seconds, vmimage_error **error)
{
    if (seconds < -1)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL,
                             "a request can't be kept for %lld seconds; -1 is for ever, 0 not at all",
                             (long long)seconds);
    *ttl = (struct vm_int){.value = seconds, .set = seconds >= 0};
    return VMIMAGE_OK;
}

static bool is_status(const char *status)
{
    return strcmp(status, "True") == 0 || strcmp(status, "False") == 0 || strcmp(status, "Unknown") == 0;
}

static vmimage_status set_condition(struct vm_conditions *conditions, struct vm_arena *arena, const char *type,
                                    const char *status, const char *reason, const char *message, const char *now,
                                    vmimage_error **error)
{
    char when[VM_RFC3339_SIZE];

    if (*type == '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the type of the condition is empty");
    if (status != NULL && !is_status(status))
        return vmimage__fail(error, VMIMAGE_E_INVALID, status,
                             "\"%.64s\" is no status of a condition: it is True, False or Unknown", status);
    if (!vmimage__rfc3339_canonical(now, when))
        return vmimage__fail(error, VMIMAGE_E_INVALID, now,
                             "\"%.64s\" is no time: it looks like 2026-01-31T09:15:00Z (RFC 3339)", now);
    if (status != NULL)
        vmimage__condition_set(conditions, arena, type, status, reason, message, when);
    else
        vmimage__condition_remove(conditions, type);
    return vmimage__request_changed(arena, error);
}

/* ---- the handle and what it is called ---- */

#define META_TEXT(type, function, member)                                                                              \
    const char *vmimage_##type##_##function(const vmimage_##type *type)                                                \
    {                                                                                                                  \
        return type != NULL ? vmimage__text(type->o.meta.member) : NULL;                                               \
    }

#define HANDLE_FUNCTIONS(type, group_version, object_kind)                                                             \
    vmimage_##type *vmimage__##type##_new(void)                                                                        \
    {                                                                                                                  \
        vmimage_##type *made = vmimage__calloc(1, sizeof(*made));                                                      \
                                                                                                                       \
        if (made != NULL)                                                                                              \
            vmimage__refs_init(&made->refs);                                                                           \
        return made;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_##type *vmimage_##type##_new(void)                                                                         \
    {                                                                                                                  \
        vmimage_##type *made = vmimage__##type##_new();                                                                \
                                                                                                                       \
        if (made != NULL) {                                                                                            \
            made->own = true;                                                                                          \
            made->o.kind = object_kind;                                                                                \
        }                                                                                                              \
        return made;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_##type *vmimage_##type##_ref(vmimage_##type *type)                                                         \
    {                                                                                                                  \
        if (type != NULL)                                                                                              \
            vmimage__refs_take(&type->refs);                                                                           \
        return type;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_##type *vmimage_##type##_unref(vmimage_##type *type)                                                       \
    {                                                                                                                  \
        if (type != NULL && vmimage__refs_drop(&type->refs)) {                                                         \
            vmimage__arena_release(&type->arena);                                                                      \
            vmimage__free(type);                                                                                       \
        }                                                                                                              \
        return NULL;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_api_version(const vmimage_##type *type)                                               \
    {                                                                                                                  \
        if (type == NULL)                                                                                              \
            return NULL;                                                                                               \
        return type->o.api_version != NULL ? type->o.api_version : group_version;                                      \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_kind(const vmimage_##type *type)                                                      \
    {                                                                                                                  \
        return type != NULL ? object_kind : NULL;                                                                      \
    }                                                                                                                  \
                                                                                                                       \
    META_TEXT(type, name, name)                                                                                        \
    META_TEXT(type, generate_name, generate_name)                                                                      \
    META_TEXT(type, namespace, name_space)                                                                             \
    META_TEXT(type, uid, uid)                                                                                          \
    META_TEXT(type, resource_version, resource_version)                                                                \
    META_TEXT(type, creation_time, creation_time)

#define VMOP "vmoperator.vmware.com/v1alpha6"

HANDLE_FUNCTIONS(publish_request, VMOP, "VirtualMachinePublishRequest")
HANDLE_FUNCTIONS(group_publish_request, VMOP, "VirtualMachineGroupPublishRequest")
HANDLE_FUNCTIONS(import_request, "imageregistry.vmware.com/v1alpha2", "ContentLibraryItemImportRequest")

/* ---- labels, annotations, conditions ---- */

#define PAIR_FUNCTIONS(type, one, many)                                                                                \
    size_t vmimage_##type##_##one##_count(const vmimage_##type *type)                                                  \
    {                                                                                                                  \
        return type != NULL ? type->o.meta.many.count : 0;                                                             \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_##one##_key(const vmimage_##type *type, size_t index)                                 \
    {                                                                                                                  \
        return type != NULL && index < type->o.meta.many.count ? type->o.meta.many.pairs[index].key : NULL;            \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_##one##_value(const vmimage_##type *type, size_t index)                               \
    {                                                                                                                  \
        return type != NULL && index < type->o.meta.many.count ? type->o.meta.many.pairs[index].value : NULL;          \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_##one(const vmimage_##type *type, const char *key)                                    \
    {                                                                                                                  \
        return type != NULL && key != NULL ? vmimage__map_get(&type->o.meta.many, key) : NULL;                         \
    }

#define STATE_FUNCTIONS(type)                                                                                          \
    PAIR_FUNCTIONS(type, label, labels)                                                                                \
    PAIR_FUNCTIONS(type, annotation, annotations)                                                                      \
                                                                                                                       \
    size_t vmimage_##type##_condition_count(const vmimage_##type *type)                                                \
    {                                                                                                                  \
        return type != NULL ? type->o.conditions.count : 0;                                                            \
    }                                                                                                                  \
                                                                                                                       \
    const vmimage_condition *vmimage_##type##_condition_at(const vmimage_##type *type, size_t index)                   \
    {                                                                                                                  \
        return type != NULL && index < type->o.conditions.count ? &type->o.conditions.items[index] : NULL;             \
    }                                                                                                                  \
                                                                                                                       \
    const vmimage_condition *vmimage_##type##_condition(const vmimage_##type *object, const char *type)                \
    {                                                                                                                  \
        return object != NULL && type != NULL ? vmimage__condition_find(&object->o.conditions, type) : NULL;           \
    }                                                                                                                  \
                                                                                                                       \
    int64_t vmimage_##type##_ttl_seconds(const vmimage_##type *type)                                                   \
    {                                                                                                                  \
        return type != NULL && type->o.ttl_seconds.set ? type->o.ttl_seconds.value : -1;                               \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_start_time(const vmimage_##type *type)                                                \
    {                                                                                                                  \
        return type != NULL ? vmimage__text(type->o.start_time) : NULL;                                                \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_completion_time(const vmimage_##type *type)                                           \
    {                                                                                                                  \
        return type != NULL ? vmimage__text(type->o.completion_time) : NULL;                                           \
    }

STATE_FUNCTIONS(publish_request)
STATE_FUNCTIONS(group_publish_request)
STATE_FUNCTIONS(import_request)

/* ---- changing them ---- */

#define SET_META(type, words, function, argument, member)                                                              \
    vmimage_status vmimage_##type##_set_##function(vmimage_##type *type, const char *argument, vmimage_error **error)  \
    {                                                                                                                  \
        VM_REQUIRE(type != NULL, error);                                                                               \
        VM_OWN(type, words, error);                                                                                    \
        return vmimage__request_set_text(&type->arena, &type->o.meta.member, argument, error);                         \
    }

#define SET_FUNCTIONS(type, words)                                                                                     \
    SET_META(type, words, name, name, name)                                                                            \
    SET_META(type, words, generate_name, beginning, generate_name)                                                     \
    SET_META(type, words, namespace, name_space, name_space)                                                           \
                                                                                                                       \
    vmimage_status vmimage_##type##_set_label(vmimage_##type *type, const char *key, const char *value,                \
                                              vmimage_error **error)                                                   \
    {                                                                                                                  \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(type != NULL, error);                                                                               \
        VM_REQUIRE(key != NULL, error);                                                                                \
        VM_OWN(type, words, error);                                                                                    \
        status = check_label(value, error);                                                                            \
        return status == VMIMAGE_OK ? set_pair(&type->o.meta.labels, &type->arena, key, value, error) : status;        \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##type##_set_annotation(vmimage_##type *type, const char *key, const char *value,           \
                                                   vmimage_error **error)                                              \
    {                                                                                                                  \
        VM_REQUIRE(type != NULL, error);                                                                               \
        VM_REQUIRE(key != NULL, error);                                                                                \
        VM_OWN(type, words, error);                                                                                    \
        return set_pair(&type->o.meta.annotations, &type->arena, key, value, error);                                   \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##type##_set_ttl_seconds(vmimage_##type *type, int64_t seconds, vmimage_error **error)      \
    {                                                                                                                  \
        VM_REQUIRE(type != NULL, error);                                                                               \
        VM_OWN(type, words, error);                                                                                    \
        return set_ttl(&type->o.ttl_seconds, seconds, error);                                                          \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##type##_set_condition(vmimage_##type *object, const char *type, const char *status,        \
                                                  const char *reason, const char *message, const char *now,            \
                                                  vmimage_error **error)                                               \
    {                                                                                                                  \
        VM_REQUIRE(object != NULL, error);                                                                             \
        VM_REQUIRE(type != NULL && now != NULL, error);                                                                \
        VM_OWN(object, words, error);                                                                                  \
        return set_condition(&object->o.conditions, &object->arena, type, status, reason, message, now, error);        \
    }

SET_FUNCTIONS(publish_request, "publish request")
SET_FUNCTIONS(group_publish_request, "group publish request")
SET_FUNCTIONS(import_request, "import request")
