/*
 * SPDX-License-Identifier: Apache-2.0
 * Identifiers for what has none of its own: UUIDs of version 5, made from a name. The same name gives the same UUID.
 */
#ifndef VMIMAGE_LIB_MODEL_UUID_H
#define VMIMAGE_LIB_MODEL_UUID_H

#include <stddef.h>

#define VM_UUID_SIZE 37

/*
 * The UUID of a name in the library's own namespace, a93e7ef4-8d65-4138-bd70-779fc6b9221c. The namespace is part of what
 * identifies images in plain folders (docs/directory.md): it never changes.
 */
void vmimage__uuid_from_name(const char *name, size_t length, char out[VM_UUID_SIZE]);

#endif
