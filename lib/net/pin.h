/*
 * SPDX-License-Identifier: Apache-2.0
 * Fingerprints of certificates as text. Comparing one with a server's is left to tls.c.
 */
#ifndef VMIMAGE_LIB_NET_PIN_H
#define VMIMAGE_LIB_NET_PIN_H

#include <stddef.h>

#define VM_PIN_MAX 32

/* Hexadecimal digits with or without colons, "sha256:" or "sha1:" before them or not; the length in bytes, 0 when it is no
 * SHA-256 and no SHA-1. */
size_t vmimage__pin_parse(const char *text, unsigned char pin[VM_PIN_MAX]);

#endif
