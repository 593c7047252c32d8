/*
 * SPDX-License-Identifier: Apache-2.0
 * The folders that a watch of a library looks at: the library's own, those in it, those in these, and where links in them lead to
 * inside the library.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_SURVEY_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_SURVEY_H

#include "transport/directory/tree.h"

#define VM_HASH_START UINT64_C(0xcbf29ce484222325)

struct vm_survey {
    const struct vm_tree *tree;
    int inotify;    /* gets a watch for each folder; -1: what is in them is added to `hash` instead */
    int root;       /* number of the watch of the library's own folder */
    int failure;    /* errno of a watch that could not be added */
    uint64_t count; /* of entries that were seen; no more than `limit` are */
    uint64_t limit;
    uint64_t hash; /* another one when a file or folder is another one, whatever the order of the entries */
};

uint64_t vmimage__hash_bytes(uint64_t hash, const void *bytes, size_t length);

/* Visit all folders, or with `own_only` only the library's. What can't be opened is left out. */
void vmimage__survey(struct vm_survey *survey, bool own_only);

#endif
