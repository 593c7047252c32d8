/*
 * SPDX-License-Identifier: Apache-2.0
 * The check of a JSON text before a tree is made of it.
 */
#ifndef VMIMAGE_LIB_FORMAT_JSON_CHECK_H
#define VMIMAGE_LIB_FORMAT_JSON_CHECK_H

#include "format/json.h"

/* A number whose text must be kept: not a whole number of at most 15 digits. `ordinal` counts all numbers of the text. */
struct vm_json_number {
    size_t ordinal;
    size_t offset;
    size_t length;
};

struct vm_json_numbers {
    struct vm_json_number *items;
    size_t count, capacity;
};

/* OK, or PARSE with line, LIMIT, NO_MEMORY. `numbers` is filled in the order of the text; the caller frees items. */
vmimage_status vmimage__json_check(const char *text, size_t length, const struct vm_json_limits *limits,
                                   const char *subject, struct vm_json_numbers *numbers, vmimage_error **error);

#endif
