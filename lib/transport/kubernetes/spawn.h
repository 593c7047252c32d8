/*
 * SPDX-License-Identifier: Apache-2.0
 * Running another program: no shell, a limit for its time and its output, and nothing left behind when it is over.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_KUBERNETES_SPAWN_H
#define VMIMAGE_LIB_TRANSPORT_KUBERNETES_SPAWN_H

#include "base/buf.h"
#include "base/call.h"
#include "model/objects.h"

struct vm_spawn {
    const char *command; /* with a slash a file, without one looked for in PATH */
    const struct vm_strings *arguments;
    const struct vm_map *environment; /* added to the process's */
    const char *name, *value;         /* one more variable */
    const char *hint;                 /* what to do when it is not there; NULL: nothing */
    bool interactive;                 /* it has our standard input and standard error, and all the time of the call */
    int64_t limit;                    /* milliseconds, for one that is not interactive */
};

/*
 * Run it to its end; its standard output is appended to `output`. Standard error of one that asks nobody is told in the error only.
 * Errors: NOT_FOUND when there is no such program; UNAUTHENTICATED when it fails; TIMEOUT, CANCELLED: it was ended; LIMIT; NO_MEMORY.
 */
vmimage_status vmimage__spawn(const struct vm_spawn *spawn, const struct vm_call *call, struct vm_buf *output,
                              vmimage_error **error);

#endif
