/*
 * SPDX-License-Identifier: Apache-2.0
 * What the admission rules share: answers, and field errors in Kubernetes' words.
 */
#include "model/admission.h"

#include <string.h>

#include "base/error.h"

#define SKIP_ANNOTATION "vmoperator.vmware.com.protected/skip-validation"

struct vm_answer vmimage__allow(void)
{
    return (struct vm_answer){.allowed = true, .code = 200};
}

struct vm_answer vmimage__refuse(int32_t code, const char *text)
{
    return (struct vm_answer){.code = code, .message = text};
}

vmimage_status vmimage__answer_fields(const struct vm_buf *fields, struct vm_arena *arena, struct vm_answer *answer,
                                      vmimage_error **error)
{
    if (fields->status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the reasons to refuse the object take more than %zu bytes",
                             fields->max);
    if (fields->length == 0) {
        *answer = vmimage__allow();
    } else {
        *answer = (struct vm_answer){.code = 422, .reason = vmimage__arena_strdup(arena, vmimage__buf_str(fields))};
    }
    return fields->status != VMIMAGE_OK || arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

void vmimage__field(struct vm_buf *fields, const char *path)
{
    vmimage__buf_printf(fields, "%s%s: ", fields->length != 0 ? ", " : "", path);
}

bool vmimage__same_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

void vmimage__field_immutable(struct vm_buf *fields, const char *path, const char *value, const char *old)
{
    if (vmimage__same_text(value, old))
        return;
    vmimage__field(fields, path);
    vmimage__buf_add_str(fields, "Invalid value: ");
    vmimage__buf_go_quote(fields, value != NULL ? value : "", value != NULL ? strlen(value) : 0);
    vmimage__buf_add_str(fields, ": field is immutable");
}

bool vmimage__answer_unseen(const struct vm_meta *meta, bool update, const struct vm_caller *caller,
                            struct vm_answer *answer)
{
    *answer = vmimage__allow();
    if (vmimage__map_get(&meta->annotations, SKIP_ANNOTATION) != NULL) {
        if (caller->privileged)
            answer->message = "Allowed due to skipping validation";
        else
            *answer = vmimage__refuse(403, "Denied due to skipping validation");
        return true;
    }
    if (!update || meta->deletion_time == NULL || meta->deletion_time[0] == '\0')
        return false;
    answer->message = "Update is allowed during deletion in order to remove the finalizers.";
    return true;
}
