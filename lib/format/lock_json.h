/*
 * SPDX-License-Identifier: Apache-2.0
 * Lock files as text; docs/versions.md describes the format.
 */
#ifndef VMIMAGE_LIB_FORMAT_LOCK_JSON_H
#define VMIMAGE_LIB_FORMAT_LOCK_JSON_H

#include "format/json.h"
#include "model/lock.h"

/* Into an empty lock. Errors: PARSE with line or path, UNSUPPORTED, LIMIT, NO_MEMORY. */
vmimage_status vmimage__lock_read(const char *json, size_t length, struct vmimage_lock *lock, vmimage_error **error);
/* Check the buffer's status at the end. */
void vmimage__lock_write(const struct vmimage_lock *lock, struct vm_buf *buf);

#endif
