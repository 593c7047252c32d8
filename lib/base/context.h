/*
 * SPDX-License-Identifier: Apache-2.0
 * Logging through a context. Limits are read with the public vmimage_context_limit().
 */
#ifndef VMIMAGE_LIB_BASE_CONTEXT_H
#define VMIMAGE_LIB_BASE_CONTEXT_H

#include <stdbool.h>

#include <vmimage/context.h>

/* Whether a line of the level would be seen; for lines that cost something to make. context may be NULL. */
bool vmimage__log_wanted(const vmimage_context *context, int32_t level);
/* One line; context may be NULL. Text from outside is made printable. */
void vmimage__log(const vmimage_context *context, int32_t level, const char *module, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
