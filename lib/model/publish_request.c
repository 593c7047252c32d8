/*
 * SPDX-License-Identifier: Apache-2.0
 * Publish requests, of a virtual machine and of a group: their own fields, how they stand, and changing them.
 */
#include <string.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/publish_request.h>
#include <vmimage/request.h>

#include "base/error.h"
#include "model/access.h"
#include "model/requests.h"

/* What the CRDs fill in. */
#define SOURCE_VERSION "vmoperator.vmware.com/v1alpha1"
#define LOCATION_VERSION "imageregistry.vmware.com/v1alpha1"

static bool has_reason(const vmimage_condition *condition, const char *reason)
{
    return condition != NULL && condition->reason != NULL && strcmp(condition->reason, reason) == 0 &&
           condition->status != NULL && strcmp(condition->status, "False") == 0;
}

/* After these VM Operator does not look at the request again until somebody changes it, and it can't be changed so that it would do. */
const vmimage_condition *vmimage__publish_failure(const struct vm_conditions *conditions)
{
    static const struct {
        const char *type, *reason;
    } final[] = {
        {"SourceValid", "SourceVirtualMachineUnsupportedEncryption"},
        {"TargetValid", "TargetContentLibraryIncompatibleStorageClass"},
        {"TargetValid", "TargetContentLibraryFailedQuotaCheck"},
        {"TargetValid", "TargetItemAlreadyExists"},
        {"Uploaded", "ItemIDInvalid"},
        {"Complete", "Fatal"},
    };

    for (size_t i = 0; i < sizeof(final) / sizeof(final[0]); i++) {
        const vmimage_condition *condition = vmimage__condition_find(conditions, final[i].type);

        if (has_reason(condition, final[i].reason))
            return condition;
    }
    return NULL;
}

int32_t vmimage_publish_request_state(const vmimage_publish_request *publish_request)
{
    if (publish_request == NULL)
        return 0;
    if (vmimage__condition_true(&publish_request->o.conditions, "Complete"))
        return VMIMAGE_STATE_COMPLETE;
    return vmimage_publish_request_failure(publish_request) != NULL ? VMIMAGE_STATE_FAILED : VMIMAGE_STATE_PENDING;
}

const vmimage_condition *vmimage_publish_request_failure(const vmimage_publish_request *publish_request)
{
    if (publish_request == NULL || vmimage__condition_true(&publish_request->o.conditions, "Complete"))
        return NULL;
    return vmimage__publish_failure(&publish_request->o.conditions);
}

/* ---- a virtual machine ---- */

#define TEXT(function, member)                                                                                         \
    const char *vmimage_publish_request_##function(const vmimage_publish_request *publish_request)                     \
    {                                                                                                                  \
        return publish_request != NULL ? vmimage__text(publish_request->o.member) : NULL;                              \
    }

TEXT(source_api_version, source.api_version)
TEXT(source_kind, source.kind)
TEXT(source_name, source.name)
TEXT(target_item_name, target.item_name)
TEXT(target_item_description, target.item_description)
TEXT(target_location_api_version, target.location.api_version)
TEXT(target_location_kind, target.location.kind)
TEXT(target_location_name, target.location.name)
TEXT(last_attempt_time, last_attempt_time)
TEXT(image_name, image_name)
TEXT(source_ref_api_version, source_ref.api_version)
TEXT(source_ref_kind, source_ref.kind)
TEXT(source_ref_name, source_ref.name)
TEXT(target_ref_item_name, target_ref.item_name)
TEXT(target_ref_item_description, target_ref.item_description)
TEXT(target_ref_location_api_version, target_ref.location.api_version)
TEXT(target_ref_location_kind, target_ref.location.kind)
TEXT(target_ref_location_name, target_ref.location.name)

int64_t vmimage_publish_request_backoff_limit(const vmimage_publish_request *publish_request)
{
    return publish_request != NULL && publish_request->o.backoff_limit.set ? publish_request->o.backoff_limit.value : 0;
}

int64_t vmimage_publish_request_attempts(const vmimage_publish_request *publish_request)
{
    return publish_request != NULL && publish_request->o.attempts.set ? publish_request->o.attempts.value : 0;
}

int32_t vmimage_publish_request_is_ready(const vmimage_publish_request *publish_request)
{
    return publish_request != NULL && publish_request->o.ready == VM_TRUE ? 1 : 0;
}

vmimage_status vmimage_publish_request_set_source(vmimage_publish_request *publish_request, const char *name,
                                                  vmimage_error **error)
{
    VM_REQUIRE(publish_request != NULL, error);
    VM_OWN(publish_request, "publish request", error);
    if (vmimage__request_set_text(&publish_request->arena, &publish_request->o.source.name, name, error) != VMIMAGE_OK)
        return VMIMAGE_E_NO_MEMORY;
    publish_request->o.source.api_version = SOURCE_VERSION;
    publish_request->o.source.kind = "VirtualMachine";
    publish_request->o.source.set = true;
    return VMIMAGE_OK;
}

vmimage_status vmimage_publish_request_set_target(vmimage_publish_request *publish_request, const char *library,
                                                  const char *item_name, const char *description, vmimage_error **error)
{
    struct vm_publish_target target = {.location = {.api_version = LOCATION_VERSION, .kind = "ContentLibrary"}};
    struct vm_arena *arena;
    vmimage_status status;

    VM_REQUIRE(publish_request != NULL, error);
    VM_REQUIRE(library != NULL, error);
    VM_OWN(publish_request, "publish request", error);
    arena = &publish_request->arena;
    target.location.name = vmimage__arena_strdup(arena, library);
    target.location.set = true;
    target.item_name = vmimage__arena_strdup(arena, item_name);
    target.item_description = vmimage__arena_strdup(arena, description);
    status = vmimage__request_changed(arena, error);
    if (status == VMIMAGE_OK)
        publish_request->o.target = target;
    return status;
}

vmimage_status vmimage_publish_request_set_backoff_limit(vmimage_publish_request *publish_request, int64_t attempts,
                                                         vmimage_error **error)
{
    VM_REQUIRE(publish_request != NULL, error);
    VM_OWN(publish_request, "publish request", error);
    if (attempts < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL,
                             "publishing can't be tried %lld times; 0 leaves it to the cluster", (long long)attempts);
    publish_request->o.backoff_limit = (struct vm_int){.value = attempts, .set = attempts != 0};
    return VMIMAGE_OK;
}

/* ---- a group ---- */

static const struct vm_group_image *image_at(const vmimage_group_publish_request *request, size_t index)
{
    return request != NULL && index < request->o.image_count ? &request->o.images[index] : NULL;
}

int32_t vmimage_group_publish_request_state(const vmimage_group_publish_request *group_publish_request)
{
    if (group_publish_request == NULL)
        return 0;
    if (vmimage__condition_true(&group_publish_request->o.conditions, "Complete"))
        return VMIMAGE_STATE_COMPLETE;
    return vmimage_group_publish_request_failure(group_publish_request) != NULL ? VMIMAGE_STATE_FAILED
                                                                                : VMIMAGE_STATE_PENDING;
}

const vmimage_condition *
vmimage_group_publish_request_failure(const vmimage_group_publish_request *group_publish_request)
{
    const vmimage_condition *found = NULL;

    if (group_publish_request == NULL || vmimage__condition_true(&group_publish_request->o.conditions, "Complete"))
        return NULL;
    for (size_t i = 0; found == NULL && i < group_publish_request->o.image_count; i++)
        found = vmimage__publish_failure(&group_publish_request->o.images[i].conditions);
    return found;
}

#define GROUP_TEXT(function, member)                                                                                   \
    const char *vmimage_group_publish_request_##function(const vmimage_group_publish_request *group_publish_request)   \
    {                                                                                                                  \
        return group_publish_request != NULL ? vmimage__text(group_publish_request->o.member) : NULL;                  \
    }

GROUP_TEXT(source, source)
GROUP_TEXT(target, target)
GROUP_TEXT(status_source, status_source)
GROUP_TEXT(status_target, status_target)

size_t vmimage_group_publish_request_virtual_machine_count(const vmimage_group_publish_request *group_publish_request)
{
    return group_publish_request != NULL ? group_publish_request->o.virtual_machines.count : 0;
}

const char *vmimage_group_publish_request_virtual_machine(const vmimage_group_publish_request *group_publish_request,
                                                          size_t index)
{
    if (group_publish_request == NULL || index >= group_publish_request->o.virtual_machines.count)
        return NULL;
    return vmimage__some(group_publish_request->o.virtual_machines.items[index]);
}

size_t vmimage_group_publish_request_image_count(const vmimage_group_publish_request *group_publish_request)
{
    return group_publish_request != NULL ? group_publish_request->o.image_count : 0;
}

const char *vmimage_group_publish_request_image_source(const vmimage_group_publish_request *group_publish_request,
                                                       size_t index)
{
    const struct vm_group_image *image = image_at(group_publish_request, index);

    return image != NULL ? vmimage__some(image->source) : NULL;
}

const char *
vmimage_group_publish_request_image_publish_request_name(const vmimage_group_publish_request *group_publish_request,
                                                         size_t index)
{
    const struct vm_group_image *image = image_at(group_publish_request, index);

    return image != NULL ? vmimage__some(image->publish_request_name) : NULL;
}

const char *vmimage_group_publish_request_image_name(const vmimage_group_publish_request *group_publish_request,
                                                     size_t index)
{
    const struct vm_group_image *image = image_at(group_publish_request, index);

    return image != NULL ? vmimage__text(image->image_name) : NULL;
}

size_t vmimage_group_publish_request_image_condition_count(const vmimage_group_publish_request *group_publish_request,
                                                           size_t index)
{
    const struct vm_group_image *image = image_at(group_publish_request, index);

    return image != NULL ? image->conditions.count : 0;
}

const vmimage_condition *
vmimage_group_publish_request_image_condition_at(const vmimage_group_publish_request *group_publish_request,
                                                 size_t index, size_t condition)
{
    const struct vm_group_image *image = image_at(group_publish_request, index);

    return image != NULL && condition < image->conditions.count ? &image->conditions.items[condition] : NULL;
}

vmimage_status vmimage_group_publish_request_set_source(vmimage_group_publish_request *group_publish_request,
                                                        const char *group, vmimage_error **error)
{
    VM_REQUIRE(group_publish_request != NULL, error);
    VM_OWN(group_publish_request, "group publish request", error);
    return vmimage__request_set_text(&group_publish_request->arena, &group_publish_request->o.source, group, error);
}

vmimage_status vmimage_group_publish_request_set_target(vmimage_group_publish_request *group_publish_request,
                                                        const char *library, vmimage_error **error)
{
    VM_REQUIRE(group_publish_request != NULL, error);
    VM_OWN(group_publish_request, "group publish request", error);
    return vmimage__request_set_text(&group_publish_request->arena, &group_publish_request->o.target, library, error);
}

vmimage_status vmimage_group_publish_request_add_virtual_machine(vmimage_group_publish_request *group_publish_request,
                                                                 const char *name, vmimage_error **error)
{
    VM_REQUIRE(group_publish_request != NULL, error);
    VM_REQUIRE(name != NULL, error);
    VM_OWN(group_publish_request, "group publish request", error);
    vmimage__strings_add(&group_publish_request->o.virtual_machines, &group_publish_request->arena, name);
    return vmimage__request_changed(&group_publish_request->arena, error);
}
