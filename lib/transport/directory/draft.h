/*
 * SPDX-License-Identifier: Apache-2.0
 * An item of a folder in the making: from its files to the object that is listed, whatever rule found them.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_DRAFT_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "format/package.h"
#include "model/objects.h"
#include "transport/directory/tree.h"
#include "transport/transport.h"

#define VM_REGISTRY_API "imageregistry.vmware.com/v1alpha2"

/* The library's folder during a listing. */
struct vm_listing {
    const struct vm_tree *tree;
    const struct vm_call *call;
    const struct vm_library *library;
    const struct vm_sink *sink;
};

struct vm_draft {
    const struct vm_listing *listing;
    vmimage_item *item;
    const char *subject; /* full path of what the item is, in the item's arena */
    struct vm_package package;
    struct vm_buf seal; /* names, sizes and times of the files: what the content version is made of */
    uint64_t *sizes;    /* of the item's files, in the item's arena */
    size_t size_count, size_capacity;
    uint64_t size;    /* of all files */
    int64_t modified; /* of the newest file */
};

/* An item with its identity. `path` is what it is below the folder. Release with vmimage__draft_release(). */
vmimage_status vmimage__draft_start(struct vm_draft *draft, const struct vm_listing *listing, const char *path,
                                    const char *id, vmimage_error **error);
void vmimage__draft_release(struct vm_draft *draft);

/* Whether the caller wants the item; asked when its name and type are set as far as they are known. */
bool vmimage__draft_wanted(const struct vm_draft *draft);

/* Add a file of the item. */
vmimage_status vmimage__draft_add_file(struct vm_draft *draft, const char *name, const struct vm_place *place,
                                       vmimage_error **error);
/*
 * Read the file that says what the item is. With `by_name` it must be of the kind that its extension (.ovf, .ova, .iso) says,
 * else it may be of any kind that is known.
 */
vmimage_status vmimage__draft_read(struct vm_draft *draft, const char *path, const struct vm_place *place, bool by_name,
                                   vmimage_error **error);
/* Add the files that the descriptor, which is at `path` and was read, names, and its manifest and signature. */
vmimage_status vmimage__draft_add_references(struct vm_draft *draft, const char *path, bool may_be_missing,
                                             vmimage_error **error);
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

#endif
