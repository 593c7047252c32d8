/*
 * SPDX-License-Identifier: Apache-2.0
 * A hidden folder inside of a target, in which files are made ready and from which they are moved when all are. Who dies leaves one behind:
 * the next one to come carries it to its end when it was about to move, else clears it away or takes it up.
 */
#ifndef VMIMAGE_LIB_ENGINE_STAGE_H
#define VMIMAGE_LIB_ENGINE_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <vmimage/base.h>

#include "base/memory.h"

#define VM_STAGE_PREFIX ".vmimage-download-"

struct vm_stage {
    struct vm_arena arena;
    const char *path;   /* of the target, as the program calls it */
    const char *name;   /* of the folder in it */
    int target, folder; /* -1: not open */
    bool made_target;
};

/*
 * Open the target, which is made when it is not there, and a folder in it. `key` tells contents apart: with `resume`, one of the same key that was
 * left behind is taken up, and those of other keys stay. BUSY when another process is at it. Release whatever was returned.
 */
vmimage_status vmimage__stage_open(struct vm_stage *stage, const char *path, const char *key, bool resume,
                                   vmimage_error **error);
/* Move the files to the target: all or none. EXISTS without `replace` when one is there. The folder is then gone. */
vmimage_status vmimage__stage_commit(struct vm_stage *stage, const char *const *names, size_t count, bool replace,
                                     vmimage_error **error);
/* Remove the folder with all that is in it, and the target when it was made for it and is empty. */
void vmimage__stage_drop(struct vm_stage *stage);
/* Close it; what is there stays for the next one. */
void vmimage__stage_release(struct vm_stage *stage);

#endif
