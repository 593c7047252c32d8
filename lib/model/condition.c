/*
 * SPDX-License-Identifier: Apache-2.0
 * The accessors of a condition. Setting conditions is in objects.c.
 */
#include <vmimage/condition.h>

#include <string.h>

#include "model/access.h"
#include "model/objects.h"

const char *vmimage_condition_type(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__some(condition->type) : NULL;
}

const char *vmimage_condition_status(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__text(condition->status) : NULL;
}

const char *vmimage_condition_reason(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__text(condition->reason) : NULL;
}

const char *vmimage_condition_message(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__text(condition->message) : NULL;
}

const char *vmimage_condition_last_transition_time(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__text(condition->last_transition_time) : NULL;
}

const char *vmimage_condition_severity(const vmimage_condition *condition)
{
    return condition != NULL ? vmimage__text(condition->severity) : NULL;
}

int64_t vmimage_condition_observed_generation(const vmimage_condition *condition)
{
    return condition != NULL && condition->observed_generation.set ? condition->observed_generation.value : 0;
}

int32_t vmimage_condition_is_true(const vmimage_condition *condition)
{
    return condition != NULL && condition->status != NULL && strcmp(condition->status, "True") == 0 ? 1 : 0;
}
