/*
 * SPDX-License-Identifier: Apache-2.0
 * The hash behind every name that VM Operator makes from an ID, and UUID syntax.
 */
#ifndef VMIMAGE_LIB_MODEL_ID_H
#define VMIMAGE_LIB_MODEL_ID_H

#include <stdbool.h>
#include <stddef.h>

#define VM_HASH17_SIZE 18

/* First 17 lower-case hexadecimal digits of SHA-1 (VM Operator's SHA1Sum17): of the bytes as they are, and of the text
 * without its dashes. */
void vmimage__hash17_n(const char *text, size_t length, char out[VM_HASH17_SIZE]);
void vmimage__hash17(const char *text, char out[VM_HASH17_SIZE]);
bool vmimage__is_uuid(const char *text);
/* What follows the first "-" of an item's object name, or NULL and VM Operator's reason. */
const char *vmimage__item_name_identifier(const char *item_name, const char **reason);

#endif
