/*
 * SPDX-License-Identifier: Apache-2.0
 * Changed copies of images, items and libraries: objects themselves never change.
 */
#ifndef VMIMAGE_EDIT_H
#define VMIMAGE_EDIT_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A copy of an image with a condition set or taken away, as VM Operator sets it.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition with @type away. @reason NULL gives the status as reason,
 * @message NULL gives "". @now (RFC 3339) becomes the transition time, in UTC and whole seconds, only when status, reason or message
 * change; else the condition stays as it is. The condition Ready comes first, the others in byte order of their types.
 *
 * Ownership: *@changed is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_INVALID for an empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for
 *   NULL. @status, @reason and @message may be NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_image_with_condition(const vmimage_image *image, const char *type,
                                                        const char *status, const char *reason, const char *message,
                                                        const char *now, vmimage_image **changed,
                                                        vmimage_error **error);

/**
 * A copy of an item with a condition set or taken away, as VM Operator sets it.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition with @type away. @reason NULL gives the status as reason,
 * @message NULL gives "". @now (RFC 3339) becomes the transition time, in UTC and whole seconds, only when status, reason or message
 * change; else the condition stays as it is. The condition Ready comes first, the others in byte order of their types.
 *
 * Ownership: *@changed is a new reference, NULL on failure; release with vmimage_item_unref().
 * Errors: VMIMAGE_E_INVALID for an empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for
 *   NULL. @status, @reason and @message may be NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_item_with_condition(const vmimage_item *item, const char *type, const char *status,
                                                       const char *reason, const char *message, const char *now,
                                                       vmimage_item **changed, vmimage_error **error);

/**
 * A copy of a library with a condition set or taken away, as VM Operator sets it.
 *
 * @status is "True", "False" or "Unknown"; @status NULL takes the condition with @type away. @reason NULL gives the status as reason,
 * @message NULL gives "". @now (RFC 3339) becomes the transition time, in UTC and whole seconds, only when status, reason or message
 * change; else the condition stays as it is. The condition Ready comes first, the others in byte order of their types.
 *
 * Ownership: *@changed is a new reference, NULL on failure; release with vmimage_library_unref().
 * Errors: VMIMAGE_E_INVALID for an empty type, another status, or a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for
 *   NULL. @status, @reason and @message may be NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_library_with_condition(const vmimage_library *library, const char *type,
                                                          const char *status, const char *reason, const char *message,
                                                          const char *now, vmimage_library **changed,
                                                          vmimage_error **error);

/**
 * A copy of an image with the labels that follow from its status: type, operating system, capabilities.
 *
 * A value that is no label value takes its label away; labels of capabilities that the status does not have go as well. All
 * other labels stay.
 * Rule: VM Operator's SyncStatusToLabels().
 *
 * Ownership: *@changed is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_image_with_status_labels(const vmimage_image *image, vmimage_image **changed,
                                                            vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
