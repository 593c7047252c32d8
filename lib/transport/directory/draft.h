/*
 * SPDX-License-Identifier: Apache-2.0
 * Items of a folder in the making: transport/draft.h for what is a path, and the files that a descriptor names.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_DRAFT_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_DRAFT_H

#include "transport/directory/tree.h"
#include "transport/draft.h"

/* An item with its identity. `path` is what it is below the folder. Release with vmimage__draft_release(). */
vmimage_status vmimage__draft_start(struct vm_draft *draft, const struct vm_listing *listing, const char *path,
                                    const char *id, vmimage_error **error);
/* Add a file of the item. */
vmimage_status vmimage__draft_add_file(struct vm_draft *draft, const char *name, const struct vm_place *place,
                                       vmimage_error **error);
/*
 * Read the file that says what the item is. With `by_name` it must be of the kind that its extension (.ovf, .ova, .iso) says,
 * else it may be of any kind that is known.
 */
vmimage_status vmimage__draft_read(struct vm_draft *draft, const char *path, const struct vm_place *place, bool by_name,
                                   vmimage_error **error);
/* The same for a file that was looked at through a folder which is kept open. */
vmimage_status vmimage__draft_read_near(struct vm_draft *draft, const char *path, struct vm_near *near,
                                        vmimage_error **error);
/* Add the files that the descriptor, which is at `path` and was read, names, and its manifest and signature. */
vmimage_status vmimage__draft_add_references(struct vm_draft *draft, const char *path, bool may_be_missing,
                                             vmimage_error **error);

#endif
