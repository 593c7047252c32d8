/*
 * SPDX-License-Identifier: Apache-2.0
 * The C allocator of the fault program: glibc's own, counted, and failing when told to. It replaces malloc() for the library
 * and for everything that the library calls.
 */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "fault.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static struct {
    bool armed, for_ever, failed;
    size_t count, fail_at;
    long live;
    const void *failed_by;
} state;

void fault_arm(size_t fail_at, bool for_ever)
{
    state.count = 0;
    state.live = 0;
    state.failed = false;
    state.fail_at = fail_at;
    state.for_ever = for_ever;
    state.armed = true;
}

void fault_disarm(void)
{
    state.armed = false;
}

void fault_pause(bool paused)
{
    static bool was;

    if (paused)
        was = state.armed;
    state.armed = paused ? false : was;
}

size_t fault_allocations(void)
{
    return state.count;
}

bool fault_has_failed(void)
{
    return state.failed;
}

const void *fault_failed_by(void)
{
    return state.failed_by;
}

long fault_live_blocks(void)
{
    return state.live;
}

static bool refused(const void *caller)
{
    if (!state.armed)
        return false;
    state.count++;
    if (state.fail_at == 0 || (state.for_ever ? state.count < state.fail_at : state.count != state.fail_at))
        return false;
    state.failed = true;
    state.failed_by = caller;
    errno = ENOMEM;
    return true;
}

static void *counted(void *block)
{
    if (state.armed && block != NULL)
        state.live++;
    return block;
}

void *malloc(size_t size)
{
    return refused(__builtin_return_address(0)) ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return refused(__builtin_return_address(0)) ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size)
{
    if (block == NULL)
        return malloc(size);
    if (size == 0) {
        free(block);
        return NULL;
    }
    return refused(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size)
{
    return refused(__builtin_return_address(0)) ? NULL : counted(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    void *made = memalign(alignment, size);

    if (made == NULL)
        return ENOMEM;
    *block = made;
    return 0;
}

void free(void *block)
{
    if (state.armed && block != NULL)
        state.live--;
    __libc_free(block);
}
