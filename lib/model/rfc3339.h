/*
 * SPDX-License-Identifier: Apache-2.0
 * Times as Kubernetes writes them: RFC 3339 in UTC with whole seconds. Texts of this form compare as the times do.
 */
#ifndef VMIMAGE_LIB_MODEL_RFC3339_H
#define VMIMAGE_LIB_MODEL_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

#define VM_RFC3339_SIZE 21 /* "2006-01-02T15:04:05Z" and the NUL */

/*
 * Any time of RFC 3339 (offset, fraction of a second) in that form; false when the text is none or its year in UTC has
 * not four digits. Go's zero time, 0001-01-01T00:00:00Z, is a time here.
 */
bool vmimage__rfc3339_canonical(const char *text, char out[VM_RFC3339_SIZE]);
/* Seconds since 1970 of any such time; false, and *seconds untouched, when the text is none. NULL is none. */
bool vmimage__rfc3339_seconds(const char *text, int64_t *seconds);

#endif
