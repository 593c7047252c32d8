/*
 * SPDX-License-Identifier: Apache-2.0
 * UTF-8, decoded strictly: no surrogates, no overlong forms, nothing above U+10FFFF.
 */
#ifndef VMIMAGE_LIB_BASE_UTF8_H
#define VMIMAGE_LIB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length in bytes (1 to 4) of the character at text, 0 when it is not valid; *code is set when not NULL. */
size_t vmimage__utf8_decode(const char *text, size_t length, uint32_t *code);
/* Writes 1 to 4 bytes to out and returns how many; U+FFFD for what is no character. */
size_t vmimage__utf8_encode(uint32_t code, char out[4]);
/* Offset of the first byte that is not valid; length when all is. */
size_t vmimage__utf8_valid(const char *text, size_t length);

#endif
