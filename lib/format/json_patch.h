/*
 * SPDX-License-Identifier: Apache-2.0
 * The difference of two JSON documents as a JSON patch (RFC 6902).
 */
#ifndef VMIMAGE_LIB_FORMAT_JSON_PATCH_H
#define VMIMAGE_LIB_FORMAT_JSON_PATCH_H

#include "format/json.h"

/*
 * Append the operations that make `to` of `from` to an array that `writer` has begun; returns how many. Members are visited
 * in the order of `first` (a list that ends with NULL), then in that of their keys; arrays are compared element by
 * element, from the first.
 */
size_t vmimage__json_patch(const struct vm_json *from, const struct vm_json *to, const char *const *first,
                           struct vm_json_writer *writer);
/* One operation; value is JSON. The path is JSON pointer syntax. */
void vmimage__json_patch_add(struct vm_json_writer *writer, const char *operation, const char *path, const char *value,
                             size_t length);

#endif
