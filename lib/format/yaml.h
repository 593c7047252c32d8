/*
 * SPDX-License-Identifier: Apache-2.0
 * YAML as JSON: the one place that knows libyaml's events for documents that are data. Plain scalars are resolved as
 * Kubernetes' YAML library does (YAML 1.1: yes, on, 0x10); anchors may be there, using one is refused.
 */
#ifndef VMIMAGE_LIB_FORMAT_YAML_H
#define VMIMAGE_LIB_FORMAT_YAML_H

#include "format/json.h"

/*
 * Append the first document of a text to `json`; an empty text is null. The error's reason is the text that Kubernetes'
 * library gives ("error converting YAML to JSON: yaml: line 3: ..."). `subject` names the text in messages.
 * Errors: PARSE with line; UNSUPPORTED for an alias; LIMIT; NO_MEMORY.
 */
vmimage_status vmimage__yaml_to_json(const char *text, size_t length, const struct vm_json_limits *limits,
                                     const char *subject, struct vm_buf *json, vmimage_error **error);

#endif
