/*
 * SPDX-License-Identifier: Apache-2.0
 * An item of another place becomes one of a library that is kept here, with its ID, its names and its content version, in three steps:
 * begin, let somebody fill the stage with its files, and end.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_IMPORT_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_IMPORT_H

#include "transport/directory/keep.h"

struct vm_import {
    struct vm_tree tree;
    bool open, started;
    struct vm_keep keep;
    struct vm_content content; /* names and sizes of the files only */
    struct vm_edit edit;
    struct vm_member members[VM_MEMBERS_MAX];
    size_t member_count;
    int stage; /* the folder to fill; -1: none */
};

/* Open the library in a folder; one without is made by `change`. Release whatever was returned. */
vmimage_status vmimage__import_open(struct vm_import *import, const char *location, const struct vm_call *call,
                                    const struct vm_change *change, vmimage_error **error);
/*
 * Begin with an item: OK, and its files are to be written to `stage`; DONE when the library has it with this content. BUSY at once when
 * another process writes. `modified` is the time of its files, for places without counters: 0 when that is not known.
 */
vmimage_status vmimage__import_begin(struct vm_import *import, const struct vm_call *call, const vmimage_item *item,
                                     int64_t modified, vmimage_error **error);
/* The size of a file, when the item did not say. */
void vmimage__import_size(struct vm_import *import, const char *name, uint64_t size);
vmimage_status vmimage__import_end(struct vm_import *import, const struct vm_call *call, vmimage_error **error);
/* Clear away what was begun. */
void vmimage__import_abort(struct vm_import *import, const struct vm_call *call);
/* Remove the first item that `wanted` does not want; DONE when there is none. */
vmimage_status vmimage__import_remove(struct vm_import *import, const struct vm_call *call,
                                      bool (*wanted)(const void *data, const char *id), const void *data, char **name,
                                      vmimage_error **error);
void vmimage__import_release(struct vm_import *import, const struct vm_call *call);

#endif
