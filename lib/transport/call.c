/*
 * SPDX-License-Identifier: Apache-2.0
 * When a call is to stop: interrupted by the program, or past its deadline.
 */
#include "transport/transport.h"

#include <time.h>

#include "base/error.h"

int64_t vmimage__call_clock(void)
{
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

vmimage_status vmimage__call_check(const struct vm_call *call, vmimage_error **error)
{
    /* The interruption ends one call, so it is taken back by the call that it ends. */
    if (call->interrupted != NULL && atomic_load_explicit(call->interrupted, memory_order_relaxed) != 0 &&
        atomic_exchange(call->interrupted, 0) != 0)
        return vmimage__fail(error, VMIMAGE_E_CANCELLED, NULL, "interrupted by the program");
    if (call->deadline != 0 && vmimage__call_clock() >= call->deadline)
        return vmimage__fail(error, VMIMAGE_E_TIMEOUT, NULL, "took longer than the deadline of the registry allows");
    return VMIMAGE_OK;
}
