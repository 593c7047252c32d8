/*
 * SPDX-License-Identifier: Apache-2.0
 * An item in the making: from its files to the object that is listed, whatever place and whatever rule found them.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DRAFT_H
#define VMIMAGE_LIB_TRANSPORT_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "format/package.h"
#include "model/objects.h"
#include "transport/transport.h"

#define VM_REGISTRY_API "imageregistry.vmware.com/v1alpha2"

struct vm_tree;

/* A library during a listing. */
struct vm_listing {
    const struct vm_tree *tree; /* its folder; NULL: it is somewhere else */
    const struct vm_call *call;
    const struct vm_library *library;
    const struct vm_sink *sink;
};

struct vm_draft {
    const struct vm_listing *listing;
    vmimage_item *item;
    const char *subject; /* what the item is, for messages, in the item's arena: a full path, an URL */
    struct vm_package package;
    struct vm_buf seal; /* names, sizes and times of the files: what the content version is made of */
    uint64_t *sizes;    /* of the item's files, in the item's arena */
    size_t size_count, size_capacity;
    uint64_t size;    /* of all files */
    int64_t modified; /* of the newest file */
};

/* An item with its identity. Release with vmimage__draft_release(). */
vmimage_status vmimage__draft_begin(struct vm_draft *draft, const struct vm_listing *listing, const char *subject,
                                    const char *id, vmimage_error **error);
void vmimage__draft_release(struct vm_draft *draft);

/* Whether the caller wants the item; asked when its name and type are set as far as they are known. */
bool vmimage__draft_wanted(const struct vm_draft *draft);

#define VM_SIZE_UNKNOWN UINT64_MAX
/* Add a file of the item. */
vmimage_status vmimage__draft_put_file(struct vm_draft *draft, const char *name, uint64_t size, int64_t modified,
                                       vmimage_error **error);
/* That the package which was read is of the kind that the extension of its name (.ovf, .ova, .iso) says. */
vmimage_status vmimage__draft_check_kind(const struct vm_draft *draft, const char *path, vmimage_error **error);
/* Set what follows from the files: size, times, content version. Without memory the item's arena has failed. */
void vmimage__draft_complete(struct vm_draft *draft);

/*
 * Hand the item to the sink. `status` and `failure` (consumed) are what became of it: a failure is the item's own matter,
 * but lack of memory and the end of the call are the caller's, and are returned.
 */
vmimage_status vmimage__draft_finish(struct vm_draft *draft, vmimage_status status, vmimage_error *failure,
                                     vmimage_error **error);

/* A text that can be shown: control characters and invalid UTF-8 as \xNN. In the arena; NULL without memory. */
const char *vmimage__draft_printable(struct vm_arena *arena, const char *text, size_t length);

/* What every library of this kind of place has: kind, state, condition. Releases the library when it fails. */
vmimage_status vmimage__draft_library(vmimage_library *library, vmimage_error **error);

#endif
