/*
 * SPDX-License-Identifier: Apache-2.0
 * A growing text with a maximum given at construction and a sticky error, and the escaping of each format, once.
 */
#ifndef VMIMAGE_LIB_BASE_BUF_H
#define VMIMAGE_LIB_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include <vmimage/base.h>

/* After a failed append (no memory, or more than max bytes) status is set and all later appends do nothing. */
struct vm_buf {
    char *data; /* NUL-terminated once anything was appended; NULL before */
    size_t length;
    size_t capacity;
    size_t max;
    vmimage_status status; /* VMIMAGE_OK, VMIMAGE_E_NO_MEMORY or VMIMAGE_E_LIMIT */
};

#define VM_BUF_INIT(maximum)                                                                                           \
    {                                                                                                                  \
        .data = NULL, .max = (maximum)                                                                                 \
    }

void vmimage__buf_add(struct vm_buf *buf, const void *bytes, size_t length);
void vmimage__buf_add_str(struct vm_buf *buf, const char *text);
void vmimage__buf_add_char(struct vm_buf *buf, char c);
void vmimage__buf_printf(struct vm_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The text, "" when nothing was appended. */
const char *vmimage__buf_str(const struct vm_buf *buf);
/* Forget the contents and the error, keep the memory. */
void vmimage__buf_reset(struct vm_buf *buf);
void vmimage__buf_release(struct vm_buf *buf);
#define vm_auto_buf __attribute__((cleanup(vmimage__buf_release)))

/* A JSON string with its quotes. `html` also escapes <, >, & as Go's encoding/json does by default; invalid UTF-8
 * becomes U+FFFD in both. */
void vmimage__buf_json_string(struct vm_buf *buf, const char *text, size_t length, bool html);
/* Go's %q (strconv.Quote): what VM Operator's messages contain. */
void vmimage__buf_go_quote(struct vm_buf *buf, const char *text, size_t length);
/* Text for one line of a terminal or a log: control characters and invalid UTF-8 as \xNN. */
void vmimage__buf_printable(struct vm_buf *buf, const char *text, size_t length);

/* The contents as a text handle; the buffer is empty afterwards. The buffer's sticky error becomes the call's. */
vmimage_status vmimage__buf_take(struct vm_buf *buf, vmimage_string **string, vmimage_error **error);

#endif
