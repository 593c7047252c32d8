/*
 * SPDX-License-Identifier: Apache-2.0
 * Comparing ASCII without regard to case, and its digits, whatever the program's locale is.
 */
#ifndef VMIMAGE_LIB_BASE_ASCII_H
#define VMIMAGE_LIB_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char vmimage__ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether the first `length` characters of both are equal; both end at their NUL. */
static inline bool vmimage__ascii_equal_n(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (vmimage__ascii_lower(a[i]) != vmimage__ascii_lower(b[i]))
            return false;
        if (a[i] == '\0')
            return true;
    }
    return true;
}

static inline bool vmimage__ascii_equal(const char *a, const char *b)
{
    return vmimage__ascii_equal_n(a, b, (size_t)-1);
}

/* Value of a hexadecimal digit, or -1. The body is in escape.c. */
int vmimage__hex_value(char c);

#endif
