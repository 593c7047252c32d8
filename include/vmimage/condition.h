/*
 * SPDX-License-Identifier: Apache-2.0
 * Conditions: how Kubernetes objects say what state they are in.
 */
#ifndef VMIMAGE_CONDITION_H
#define VMIMAGE_CONDITION_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Type of a condition: "Ready". Never NULL for a condition.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_type(const vmimage_condition *condition);

/**
 * Status of a condition: "True", "False" or "Unknown"; NULL when it has none.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_status(const vmimage_condition *condition);

/**
 * Machine-readable reason of a condition; NULL when it has none.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_reason(const vmimage_condition *condition);

/**
 * Message for a person of a condition; NULL when it has none.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_message(const vmimage_condition *condition);

/**
 * When the condition last changed, as RFC 3339 in UTC; NULL when it is not known.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_last_transition_time(const vmimage_condition *condition);

/**
 * Severity of a condition of a v1alpha1 object: "Error", "Warning", "Info"; NULL elsewhere.
 *
 * Ownership: borrowed as long as the object that the condition was read from.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_condition_severity(const vmimage_condition *condition);

/**
 * The generation of the object that the condition was made from; 0 when not known.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_condition_observed_generation(const vmimage_condition *condition);

/**
 * Whether the status of a condition is "True". Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_condition_is_true(const vmimage_condition *condition);

#ifdef __cplusplus
}
#endif

#endif
