/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching a folder that is a library.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_WATCH_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_WATCH_H

#include "transport/directory/tree.h"
#include "transport/transport.h"

/*
 * Begin to watch. When another folder takes the place of the tree's, the tree gets it. `interval` is how many milliseconds
 * lie between two looks where the system tells nothing; 0 is a second.
 */
vmimage_status vmimage__directory_watch(struct vm_tree *tree, int64_t interval, const struct vm_call *call,
                                        struct vm_watch **watch, vmimage_error **error);

#endif
