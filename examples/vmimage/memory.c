/*
 * SPDX-License-Identifier: Apache-2.0
 * Memory for a program that ends: without memory it says so and stops. The library itself never does that.
 */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void *check(void *memory)
{
    if (memory == NULL) {
        fputs("vmimage: out of memory\n", stderr);
        exit(CLI_FAILED);
    }
    return memory;
}

void *cli_alloc(size_t count, size_t size)
{
    return check(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *cli_grow(void *array, size_t count, size_t size)
{
    return check(reallocarray(array, count > 0 ? count : 1, size));
}

char *cli_copy(const char *text)
{
    return check(strdup(text));
}

void cli_free_text(char **text)
{
    free(*text);
}

char *cli_text(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    return check(text);
}
