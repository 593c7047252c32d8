/*
 * SPDX-License-Identifier: Apache-2.0
 * What a pass over a publish request gave: the getters.
 */
#include "format/publish_result.h"

#include <vmimage/publish.h>

vmimage_publish_result *vmimage_publish_result_ref(vmimage_publish_result *result)
{
    if (result != NULL)
        vmimage__refs_take(&result->refs);
    return result;
}

vmimage_publish_result *vmimage_publish_result_unref(vmimage_publish_result *result)
{
    if (result == NULL || !vmimage__refs_drop(&result->refs))
        return NULL;
    vmimage__publish_release(&result->o);
    vmimage__group_publish_release(&result->group);
    vmimage__arena_release(&result->arena);
    (void)vmimage_publish_step_unref(result->step);
    vmimage__free(result);
    return NULL;
}

/* ---- questions ---- */

int32_t vmimage_publish_result_question(const vmimage_publish_result *result)
{
    if (result == NULL || !result->o.waiting)
        return VMIMAGE_PUBLISH_ASK_NOTHING;
    return vmimage_publish_result_call_question(result, result->o.call_count - 1);
}

size_t vmimage_publish_result_call_count(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.call_count : 0;
}

static const struct vm_publish_call *call_at(const vmimage_publish_result *result, size_t index)
{
    static const struct vm_publish_call none = {0};

    return result != NULL && index < result->o.call_count ? &result->o.calls[index] : &none;
}

int32_t vmimage_publish_result_call_question(const vmimage_publish_result *result, size_t index)
{
    return (int32_t)call_at(result, index)->ask;
}

const char *vmimage_publish_result_call_activation_id(const vmimage_publish_result *result, size_t index)
{
    return call_at(result, index)->activation_id;
}

const char *vmimage_publish_result_call_library(const vmimage_publish_result *result, size_t index)
{
    return call_at(result, index)->library;
}

const char *vmimage_publish_result_call_name(const vmimage_publish_result *result, size_t index)
{
    return call_at(result, index)->name;
}

const char *vmimage_publish_result_call_id(const vmimage_publish_result *result, size_t index)
{
    return call_at(result, index)->id;
}

const char *vmimage_publish_result_call_description(const vmimage_publish_result *result, size_t index)
{
    return call_at(result, index)->description;
}

/* ---- what is to be done ---- */

const char *vmimage_publish_result_request(const vmimage_publish_result *result)
{
    return result != NULL ? result->request : NULL;
}

int32_t vmimage_publish_result_submit(const vmimage_publish_result *result)
{
    if (result == NULL || !result->o.submit)
        return VMIMAGE_PUBLISH_SUBMIT_NOTHING;
    return result->o.submission.clone ? VMIMAGE_PUBLISH_SUBMIT_CLONE : VMIMAGE_PUBLISH_SUBMIT_CAPTURE;
}

const char *vmimage_publish_result_submit_activation_id(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.activation_id : NULL;
}

const char *vmimage_publish_result_submit_library(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.library : NULL;
}

const char *vmimage_publish_result_submit_library_name(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.library_name : NULL;
}

const char *vmimage_publish_result_submit_machine(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.machine : NULL;
}

const char *vmimage_publish_result_submit_machine_name(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.machine_name : NULL;
}

const char *vmimage_publish_result_submit_item(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.item_name : NULL;
}

const char *vmimage_publish_result_submit_description(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.description : NULL;
}

const char *vmimage_publish_result_submit_storage_class(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.submission.storage_class : NULL;
}

int32_t vmimage_publish_result_remove(const vmimage_publish_result *result)
{
    return result != NULL && result->o.outlived;
}

int64_t vmimage_publish_result_requeue_after(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.requeue_after : 0;
}

/* ---- how it ended ---- */

const char *vmimage_publish_result_error(const vmimage_publish_result *result)
{
    return result != NULL ? result->o.error : NULL;
}

int32_t vmimage_publish_result_is_final(const vmimage_publish_result *result)
{
    return result != NULL && result->o.terminal;
}

size_t vmimage_publish_result_event_count(const vmimage_publish_result *result)
{
    return result != NULL && result->event != NULL;
}

const char *vmimage_publish_result_event(const vmimage_publish_result *result, size_t index)
{
    return result != NULL && index == 0 ? result->event : NULL;
}

/* ---- a group's ---- */

size_t vmimage_publish_result_created_count(const vmimage_publish_result *result)
{
    return result != NULL ? result->created.count : 0;
}

const char *vmimage_publish_result_created(const vmimage_publish_result *result, size_t index)
{
    return result != NULL && index < result->created.count ? result->created.items[index] : NULL;
}

size_t vmimage_publish_result_removed_count(const vmimage_publish_result *result)
{
    return result != NULL ? result->removed.count : 0;
}

const char *vmimage_publish_result_removed(const vmimage_publish_result *result, size_t index)
{
    return result != NULL && index < result->removed.count ? result->removed.items[index] : NULL;
}
