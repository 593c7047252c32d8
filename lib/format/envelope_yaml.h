/*
 * SPDX-License-Identifier: Apache-2.0
 * A descriptor as VM Operator caches it: the YAML of govmomi's Envelope, in the ConfigMap of an image cache.
 */
#ifndef VMIMAGE_LIB_FORMAT_ENVELOPE_YAML_H
#define VMIMAGE_LIB_FORMAT_ENVELOPE_YAML_H

#include <stddef.h>

#include <vmimage/base.h>

#include "model/ovf.h"

/*
 * Into a zeroed struct; the strings go to the arena. The empty text and "null" are an empty envelope: that is what VM
 * Operator caches for an item without descriptor. `subject` names the text in messages and is copied.
 * Errors: PARSE, with the text that follows "failed to unmarshal ovf yaml into envelope: " as reason; UNSUPPORTED for an
 * alias; LIMIT; NO_MEMORY.
 */
vmimage_status vmimage__envelope_from_yaml(const char *text, size_t length, const vmimage_context *context,
                                           const char *subject, struct vm_ovf *ovf, struct vm_arena *arena,
                                           vmimage_error **error);

#endif
