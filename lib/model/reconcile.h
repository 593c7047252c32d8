/*
 * SPDX-License-Identifier: Apache-2.0
 * From a library item to its image: one pass of VM Operator's item reconcilers as a pure function. Who reads the item and
 * the content, and who writes what comes out, is left to the engines.
 */
#ifndef VMIMAGE_LIB_MODEL_RECONCILE_H
#define VMIMAGE_LIB_MODEL_RECONCILE_H

#include <vmimage/context.h>

#include "model/objects.h"
#include "model/requests.h"

struct vm_machine;
struct vm_ovf;

#define VM_CACHE_LABEL "vmicache.vmoperator.vmware.com/name"
#define VM_CACHE_NAMESPACE "vmoperator-system"

struct vm_reconcile_input {
    const struct vm_item *item;
    const struct vm_image *image; /* the image as it is now; NULL when there is none */
    vmimage_image *copy;          /* a private copy of it to work on; the call takes it over, also when it fails */
    bool v1alpha2;                /* which reconciler; VM Operator ties it to the gate InventoryContentLibrary */
    bool fast_deploy, inventory_content_library, tkg_multiple_cl;
    bool any_type; /* content_error counts for every type of item, not only for those that have content to sync */
    const char *now;
    /* The content: a descriptor, the reason why there is none, or neither when the item is no OVF. With fast_deploy it is
     * what the ConfigMap of the cache holds. */
    const struct vm_ovf *ovf;
    const char *content_error;
    /* What is wrong with the content is said in this library's words, with file and line, not in VM Operator's. */
    bool own_words;
    vmimage_error **refusal; /* receives what the descriptor was refused for; may be NULL */
    /* Fast Deploy only. */
    const struct vm_image_cache *cache; /* NULL when there is none yet */
    bool config_map_set;
    const struct vm_machine *machine; /* for a VM item */
    const char *machine_error;
    const vmimage_context *log;
};

enum vm_reconcile_action {
    VM_RECONCILE_SKIP = 0,              /* not an item of the image registry; nothing is done */
    VM_RECONCILE_ADD_FINALIZER = 1,     /* only the item's finalizers changed; the image comes with the next pass */
    VM_RECONCILE_REMOVE_FINALIZERS = 2, /* the item is being deleted; the image goes with it */
    VM_RECONCILE_IMAGE = 3,             /* the image was worked out */
    VM_RECONCILE_REFUSE = 4             /* the image belongs to somebody else; nothing is written */
};

enum vm_image_change {
    VM_IMAGE_NONE = 0,
    VM_IMAGE_NEW = 1,
    VM_IMAGE_CHANGED = 2,
    VM_IMAGE_SAME = 3
};

struct vm_reconcile_result {
    struct vm_arena arena; /* of the texts and lists here; the image has its own */
    enum vm_reconcile_action action;
    const char *skip_reason; /* why the item was passed over */
    vmimage_image *image;    /* one reference; NULL unless the action is VM_RECONCILE_IMAGE */
    enum vm_image_change change;
    struct vm_strings finalizers; /* of the item, afterwards */
    struct vm_map labels;
    bool item_changed;
    const char *event_type, *event_reason, *event_message; /* NULL when no event is emitted */
    const char *error; /* NULL when the pass ended well; else it is to be tried again */
    /* The image cache that Fast Deploy writes before it looks at its state; NULL when it writes none. */
    const char *cache_name;
    const char *cache_provider_id, *cache_provider_version;
};

/* Errors: NO_MEMORY only; what goes wrong with the item is in the result. */
vmimage_status vmimage__reconcile(const struct vm_reconcile_input *input, struct vm_reconcile_result *result,
                                  vmimage_error **error);
void vmimage__reconcile_release(struct vm_reconcile_result *result);

/*
 * The image of an item whose content is at hand: a whole pass of the v1alpha2 reconciler with all gates off, the finalizer
 * taken as set. `ovf` is NULL for an item without descriptor; `sync_error` says why the content could not be read, in words
 * that become the image's condition; what the descriptor is refused for becomes the condition too, and *refusal, when
 * refusal is not NULL (NULL when there is none). The item must say that it is compliant and ready, else the image says that it is not.
 * Errors: INVALID when the item's name gives no image name; NO_MEMORY.
 */
vmimage_status vmimage__derive_image(const struct vm_item *item, const struct vm_ovf *ovf, const char *sync_error,
                                     const char *now, const vmimage_context *log_context, vmimage_image **image,
                                     vmimage_error **refusal, vmimage_error **error);

/* The same for an item that is a virtual machine: VM Operator's rules for inventory libraries. */
vmimage_status vmimage__derive_machine(const struct vm_item *item, const struct vm_machine *machine, const char *now,
                                       const vmimage_context *log_context, vmimage_image **image,
                                       vmimage_error **error);

/* The two finalizers of an item: VM Operator's current one and the one it replaces. */
const char *vmimage__item_finalizer(const struct vm_item *item);
const char *vmimage__item_old_finalizer(const struct vm_item *item);

#endif
