/*
 * SPDX-License-Identifier: Apache-2.0
 * The two ways to see a folder as a library: by the VCSP files in it, or by the image files themselves.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_PLACE_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_PLACE_H

#include "transport/directory/draft.h"
#include "transport/vcsp/vcsp.h"

/* The folder of a place that the directory transport opened. */
const struct vm_tree *vmimage__directory_tree(const void *place);

/* stream.c: open_file of the transport. */
vmimage_status vmimage__directory_open_file(void *place, const struct vm_call *call, const vmimage_item *item,
                                            const char *name, struct vm_stream **stream, vmimage_error **error);

/* *found says whether there is a lib.json; then *library is what it describes. */
vmimage_status vmimage__vcsp_library(const struct vm_tree *tree, const struct vm_call *call, bool *found,
                                     vmimage_library **library, vmimage_error **error);
/* Where an item stands in the list. */
struct vm_vcsp_entry {
    uint64_t hash; /* of its ID */
    uint64_t offset;
    size_t length;
    int number; /* from 1 */
};
/* vcsp_index.c: where all do. A zeroed struct knows nothing. */
struct vm_vcsp_index {
    const char *wanted; /* ID of the one item that is asked for */
    struct stat list;   /* what the list was then */
    bool complete, failed;
    struct vm_vcsp_entry *entries;
    size_t count, capacity;
};
void vmimage__vcsp_index_release(struct vm_vcsp_index *index);

/* With an index only index->wanted need be told, and the index is there for the next time; NULL: all items. */
vmimage_status vmimage__vcsp_items(const struct vm_listing *listing, struct vm_vcsp_index *index,
                                   vmimage_error **error);
/* directory.c: the listing of the transport, but only of the item with the ID. */
vmimage_status vmimage__directory_item(void *place, const struct vm_call *call, const vmimage_library *library,
                                       const char *id, const struct vm_sink *sink, vmimage_error **error);

vmimage_status vmimage__plain_library(const struct vm_tree *tree, vmimage_library **library, vmimage_error **error);
vmimage_status vmimage__plain_items(const struct vm_listing *listing, vmimage_error **error);
/*
 * The item that one file gives, as if it were the only one of a plain folder, but whatever its name is and with files that it
 * names missing. `name` is what the program calls it, `path` where it is below the tree. The draft is complete;
 * release it when VMIMAGE_OK was returned.
 */
vmimage_status vmimage__plain_file(const struct vm_listing *listing, const char *name, const char *path,
                                   struct vm_draft *draft, vmimage_error **error);

#endif
