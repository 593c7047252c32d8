/*
 * SPDX-License-Identifier: Apache-2.0
 * When a call is to stop: interrupted by the program, past its deadline, or by a failure that is not of one item.
 */
#include "base/call.h"

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

bool vmimage__ends_the_call(vmimage_status status, const vmimage_error *failure)
{
    switch (status) {
    case VMIMAGE_E_NO_MEMORY:
    case VMIMAGE_E_CANCELLED:
    case VMIMAGE_E_TIMEOUT:
        return true;
    case VMIMAGE_E_LIMIT: /* of the process, not of the context: it may be over soon */
        return vmimage_error_retry_after_ms(failure) >= 0;
    default:
        return false;
    }
}

vmimage_status vmimage__pass_on(vmimage_status status, vmimage_error **failure, vmimage_error **error)
{
    if (error != NULL) {
        vmimage_error_unref(*error);
        *error = *failure;
        *failure = NULL;
    }
    return status;
}
