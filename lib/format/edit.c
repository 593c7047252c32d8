/*
 * SPDX-License-Identifier: Apache-2.0
 * Changed copies of objects. The rules of conditions and labels are the model's; copying is the codec's.
 */
#include <string.h>

#include <vmimage/edit.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "format/k8s.h"
#include "model/labels.h"
#include "model/objects.h"
#include "model/rfc3339.h"

static bool is_status(const char *status)
{
    return strcmp(status, "True") == 0 || strcmp(status, "False") == 0 || strcmp(status, "Unknown") == 0;
}

static vmimage_status check(const char *type, const char *status, const char *now, char time[VM_RFC3339_SIZE],
                            vmimage_error **error)
{
    if (*type == '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the type of the condition is empty");
    if (status != NULL && !is_status(status))
        return vmimage__fail(error, VMIMAGE_E_INVALID, status,
                             "\"%.64s\" is no status of a condition: it is True, False or Unknown", status);
    if (!vmimage__rfc3339_canonical(now, time))
        return vmimage__fail(error, VMIMAGE_E_INVALID, now,
                             "\"%.64s\" is no time: it looks like 2026-01-31T09:15:00Z (RFC 3339)", now);
    return VMIMAGE_OK;
}

#define WITH_CONDITION(name)                                                                                           \
    vmimage_status vmimage_##name##_with_condition(const vmimage_##name *name, const char *type, const char *status,   \
                                                   const char *reason, const char *message, const char *now,           \
                                                   vmimage_##name **changed, vmimage_error **error)                    \
    {                                                                                                                  \
        char time[VM_RFC3339_SIZE];                                                                                    \
        vmimage_##name *copy;                                                                                          \
                                                                                                                       \
        VM_REQUIRE(changed != NULL, error);                                                                            \
        *changed = NULL;                                                                                               \
        VM_REQUIRE(name != NULL && type != NULL && now != NULL, error);                                                \
        if (check(type, status, now, time, error) != VMIMAGE_OK)                                                       \
            return VMIMAGE_E_INVALID;                                                                                  \
        copy = vmimage__##name##_clone(&name->o);                                                                      \
        if (copy != NULL && status != NULL)                                                                            \
            vmimage__condition_set(&copy->o.conditions, &copy->arena, type, status, reason, message, time);            \
        else if (copy != NULL)                                                                                         \
            vmimage__condition_remove(&copy->o.conditions, type);                                                      \
        if (copy == NULL || copy->arena.failed) {                                                                      \
            vmimage_##name##_unref(copy);                                                                              \
            return vmimage__fail_no_memory(error);                                                                     \
        }                                                                                                              \
        *changed = copy;                                                                                               \
        return VMIMAGE_OK;                                                                                             \
    }

WITH_CONDITION(image)
WITH_CONDITION(item)
WITH_CONDITION(library)

vmimage_status vmimage_image_with_status_labels(const vmimage_image *image, vmimage_image **changed,
                                                vmimage_error **error)
{
    vmimage_image *copy;

    VM_REQUIRE(changed != NULL, error);
    *changed = NULL;
    VM_REQUIRE(image != NULL, error);
    copy = vmimage__image_clone(&image->o);
    if (copy != NULL)
        vmimage__labels_sync(&copy->o, &copy->arena);
    if (copy == NULL || copy->arena.failed) {
        vmimage_image_unref(copy);
        return vmimage__fail_no_memory(error);
    }
    *changed = copy;
    return VMIMAGE_OK;
}
