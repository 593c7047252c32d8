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
vmimage_status vmimage__vcsp_items(const struct vm_listing *listing, vmimage_error **error);

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
