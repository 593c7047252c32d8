/*
 * SPDX-License-Identifier: Apache-2.0
 * A call under way: its limits, its log, and when it is to stop. What the call does is left to the layers above.
 */
#ifndef VMIMAGE_LIB_BASE_CALL_H
#define VMIMAGE_LIB_BASE_CALL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <vmimage/base.h>

/* How far a call has come; read by other threads. */
struct vm_progress {
    atomic_uint_least64_t done, total;
};

/* A call under way: its limits, its log, and when to stop. */
struct vm_call {
    const vmimage_context *context; /* may be NULL */
    atomic_int *interrupted;        /* set from any thread; NULL: never */
    int64_t deadline;               /* milliseconds of the monotonic clock; 0: none */
    struct vm_progress *progress;   /* NULL: nobody looks */
};

/* VMIMAGE_E_CANCELLED or VMIMAGE_E_TIMEOUT when the call is to stop; asked for before every piece of work. */
vmimage_status vmimage__call_check(const struct vm_call *call, vmimage_error **error);
int64_t vmimage__call_clock(void);
/*
 * Whether a failure is not that of the item that was being read, but one that would befall any other as well: no memory, no
 * file descriptor left, an interruption, the deadline. It ends the call.
 */
bool vmimage__ends_the_call(vmimage_status status, const vmimage_error *failure);
/* Hand the failure on to *error; error may be NULL. Returns status. */
vmimage_status vmimage__pass_on(vmimage_status status, vmimage_error **failure, vmimage_error **error);

#endif
