/*
 * SPDX-License-Identifier: Apache-2.0
 * From a library item to its image: one pass of VM Operator's item reconcilers, as a question that needs no cluster.
 */
#ifndef VMIMAGE_RECONCILE_H
#define VMIMAGE_RECONCILE_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Feature gates of VM Operator; to be added up. All are off at first, as they are there. */
enum {
    VMIMAGE_GATE_FAST_DEPLOY = 1,       /**< content comes through a VirtualMachineImageCache */
    VMIMAGE_GATE_INVENTORY_LIBRARY = 2, /**< InventoryContentLibrary: items that are VMs have content */
    VMIMAGE_GATE_MULTIPLE_LIBRARIES = 4 /**< TKGMultipleCL: the newer prefix of service labels */
};

/** What a pass does. */
enum {
    VMIMAGE_ACTION_SKIP = 0,              /**< the item is none of the image registry; nothing is done */
    VMIMAGE_ACTION_ADD_FINALIZER = 1,     /**< only the item's finalizers change; the image comes with the next pass */
    VMIMAGE_ACTION_REMOVE_FINALIZERS = 2, /**< the item is being deleted, and the image goes with it */
    VMIMAGE_ACTION_CREATE = 3,            /**< there is to be an image where none was */
    VMIMAGE_ACTION_UPDATE = 4,            /**< the image changes */
    VMIMAGE_ACTION_KEEP = 5,              /**< the image is as it should be */
    VMIMAGE_ACTION_REFUSE = 6             /**< the image belongs to another object; nothing is written */
};

/**
 * Make a reconcile: the question what becomes of an item. Without further settings: the v1alpha1 reconciler, no gate, no image
 * yet, an item without descriptor.
 *
 * Ownership: new reference; release with vmimage_reconcile_unref(). It keeps @item alive.
 * Errors: NULL when there is no memory or @item is NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_reconcile *vmimage_reconcile_new(vmimage_item *item);

/**
 * Take another reference of a reconcile.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_reconcile *vmimage_reconcile_ref(vmimage_reconcile *reconcile);

/**
 * Release a reference of a reconcile. Returns NULL. Results that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_reconcile *vmimage_reconcile_unref(vmimage_reconcile *reconcile);

/**
 * The reconciler: 1 for v1alpha1, 2 for v1alpha2. Setting the gates sets it too, as VM Operator does.
 *
 * Errors: VMIMAGE_E_INVALID for another number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_version(vmimage_reconcile *reconcile, int32_t version,
                                                         vmimage_error **error);

/**
 * The gates that are on. VMIMAGE_GATE_INVENTORY_LIBRARY chooses the v1alpha2 reconciler, without it is v1alpha1;
 * vmimage_reconcile_set_version() afterwards chooses otherwise.
 *
 * Errors: VMIMAGE_E_INVALID for a gate that is not known; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_gates(vmimage_reconcile *reconcile, uint32_t gates,
                                                       vmimage_error **error);

/**
 * The image as it is now. NULL: there is none.
 *
 * Ownership: the reconcile takes a reference of its own.
 * Errors: VMIMAGE_E_MISUSE for a NULL reconcile.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_image(vmimage_reconcile *reconcile, vmimage_image *image,
                                                       vmimage_error **error);

/**
 * The descriptor of the item. NULL: it has none. An error set before is forgotten.
 *
 * With VMIMAGE_GATE_FAST_DEPLOY this stands for what the ConfigMap of the cache holds.
 *
 * Ownership: the reconcile takes a reference of its own.
 * Errors: VMIMAGE_E_MISUSE for a NULL reconcile.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_descriptor(vmimage_reconcile *reconcile, vmimage_ovf *ovf,
                                                            vmimage_error **error);

/**
 * Why the content could not be had, in words that end VM Operator's message. NULL takes it back.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL reconcile.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_content_error(vmimage_reconcile *reconcile, const char *text,
                                                               vmimage_error **error);

/**
 * The VirtualMachineImageCache of the item, as JSON in any served version. @json NULL: there is none.
 *
 * Errors: VMIMAGE_E_PARSE with line, VMIMAGE_E_INVALID, VMIMAGE_E_LIMIT, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL reconcile.
 *   The reconcile is then as it was.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_cache(vmimage_reconcile *reconcile, const char *json, size_t length,
                                                       vmimage_error **error);

/**
 * The YAML that the cache's ConfigMap holds under "value". @yaml NULL: there is no ConfigMap. YAML that is not an envelope's is no
 * error here but makes the pass fail, as it does in VM Operator.
 *
 * Errors: VMIMAGE_E_UNSUPPORTED in a library without Kubernetes; VMIMAGE_E_LIMIT, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL
 *   reconcile.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_set_config_map(vmimage_reconcile *reconcile, const char *yaml,
                                                            size_t length, vmimage_error **error);

/**
 * One pass at a time (RFC 3339 in UTC, seconds), which conditions that change carry.
 *
 * Ownership: *@result is a new reference, NULL on failure; release with vmimage_reconcile_result_unref().
 * Errors: VMIMAGE_E_INVALID for a time that is none; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. A pass that fails as VM
 *   Operator's would is a result, no error.
 * Threads: one at a time per reconcile.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_reconcile_run(vmimage_reconcile *reconcile, const char *now,
                                                 vmimage_reconcile_result **result, vmimage_error **error);

/**
 * Take another reference of a result.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_reconcile_result *vmimage_reconcile_result_ref(vmimage_reconcile_result *result);

/**
 * Release a reference of a result. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_reconcile_result *vmimage_reconcile_result_unref(vmimage_reconcile_result *result);

/**
 * What the pass does, one of VMIMAGE_ACTION_*; VMIMAGE_ACTION_SKIP for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_reconcile_result_action(const vmimage_reconcile_result *result);

/**
 * Why the item is skipped, in VM Operator's words; NULL when it is not.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_reconcile_result_skip_reason(const vmimage_reconcile_result *result);

/**
 * The image as it is to be; NULL when the pass makes none.
 *
 * Ownership: borrowed as long as the result; vmimage_image_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_image *vmimage_reconcile_result_image(const vmimage_reconcile_result *result);

/**
 * The item as it is to be: its finalizers and labels may differ; the very item that was given when they do not. NULL for NULL.
 *
 * Ownership: borrowed as long as the result; vmimage_item_ref() keeps it.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_item *vmimage_reconcile_result_item(const vmimage_reconcile_result *result);

/**
 * Number of finalizers that the item is to have.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_reconcile_result_finalizer_count(const vmimage_reconcile_result *result);

/**
 * The finalizer at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_reconcile_result_finalizer(const vmimage_reconcile_result *result, size_t index);

/**
 * Why the pass failed, in VM Operator's words; NULL when it did not. A pass that failed is to be tried again, later each time.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_reconcile_result_error(const vmimage_reconcile_result *result);

/**
 * Number of events that the pass emits about the image: 0 or 1.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_reconcile_result_event_count(const vmimage_reconcile_result *result);

/**
 * The event at @index as "TYPE REASON MESSAGE": "Normal UpdateSuccess Update success"; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_reconcile_result_event(const vmimage_reconcile_result *result, size_t index);

/**
 * The VirtualMachineImageCache that the pass writes, as JSON of v1alpha6; NULL when it writes none. Its namespace is that of the
 * cache that was given, else "vmoperator-system".
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_reconcile_result_cache(const vmimage_reconcile_result *result);

#ifdef __cplusplus
}
#endif

#endif
