/*
 * SPDX-License-Identifier: Apache-2.0
 * The vector runner's kinds. Each reads its files and writes the answer's JSON into `out`.
 */
#ifndef VMIMAGE_TESTS_VECTORS_H
#define VMIMAGE_TESTS_VECTORS_H

#include <vmimage/base.h>

#include "base/buf.h"
#include "format/json.h"

/* `args` are the words after KIND; there are exactly as many as the kind wants. */
typedef vmimage_status (*vector_kind)(char *const *args, struct vm_buf *out, vmimage_error **error);

vmimage_status vector_convert(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_item(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_labels(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_ovf(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_publish(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_resolve(char *const *args, struct vm_buf *out, vmimage_error **error);
vmimage_status vector_webhook(char *const *args, struct vm_buf *out, vmimage_error **error);

/* A whole file; free with vmimage__buf_release(). */
vmimage_status vector_read(const char *path, struct vm_buf *buf, vmimage_error **error);
vmimage_status vector_read_json(const char *path, struct vm_json_doc **doc, vmimage_error **error);
/* The node as JSON in which every time of an object (lastTransitionTime, startTime, ...) that is not null is
 * 1970-01-01T00:00:00Z: vectors do not compare clocks. */
void vector_print_timeless(const struct vm_json *node, struct vm_buf *out);

#define VECTOR_NOW "1970-01-01T00:00:00Z"

#endif
