/*
 * SPDX-License-Identifier: Apache-2.0
 * JSON. The only header that other files see of it: json_read.c is the one file that includes cJSON.
 *
 * Reading: a tree of nodes that never changes. The text is checked first (well-formed UTF-8, no control characters, no
 * NUL, depth and size within limits, nothing after the value); numbers keep their text, so that 64 bits are exact.
 * Writing: a writer over a vm_buf; errors are sticky, check once at the end.
 */
#ifndef VMIMAGE_LIB_FORMAT_JSON_H
#define VMIMAGE_LIB_FORMAT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/buf.h"

struct vm_json_doc;
struct vm_json; /* a node; borrowed from its document */

struct vm_json_limits {
    uint64_t bytes;
    uint64_t depth;
};
/* Those of a context (NULL: the defaults). */
struct vm_json_limits vmimage__json_limits(const vmimage_context *context);

/* `subject` names the text in errors (a file, an URL); NULL gives "JSON". Errors: PARSE with line, LIMIT, NO_MEMORY. */
vmimage_status vmimage__json_parse(const char *text, size_t length, const struct vm_json_limits *limits,
                                   const char *subject, struct vm_json_doc **doc, vmimage_error **error);
void vmimage__json_free(struct vm_json_doc *doc);
static inline void vmimage__json_cleanup(struct vm_json_doc **doc)
{
    vmimage__json_free(*doc);
}
#define vm_auto_json __attribute__((cleanup(vmimage__json_cleanup)))
const struct vm_json *vmimage__json_root(const struct vm_json_doc *doc);

enum vm_json_type {
    VM_JSON_NULL,
    VM_JSON_BOOL,
    VM_JSON_NUMBER,
    VM_JSON_STRING,
    VM_JSON_ARRAY,
    VM_JSON_OBJECT
};

/* All accessors take NULL (no node) and give the empty answer: VM_JSON_NULL, NULL, false, 0. */
enum vm_json_type vmimage__json_type(const struct vm_json *node);
const char *vmimage__json_type_name(enum vm_json_type type); /* "a string", "an object" */
/* The member with the key, compared byte by byte; the last one when it occurs twice (as Go does). */
const struct vm_json *vmimage__json_get(const struct vm_json *object, const char *key);
const char *vmimage__json_string(const struct vm_json *node);                        /* NULL unless a string */
const char *vmimage__json_get_string(const struct vm_json *object, const char *key); /* NULL unless a string */
bool vmimage__json_bool(const struct vm_json *node);                                 /* false unless true */
/* False when the node is no whole number of 64 bits (1e3 and 1.0 are whole). */
bool vmimage__json_int(const struct vm_json *node, int64_t *value);
double vmimage__json_double(const struct vm_json *node);
/* Children of an array or object in order; the key of a child of an object. */
const struct vm_json *vmimage__json_first(const struct vm_json *node);
const struct vm_json *vmimage__json_next(const struct vm_json *node);
const char *vmimage__json_key(const struct vm_json *node);
size_t vmimage__json_count(const struct vm_json *node);
/* The node as compact JSON with the keys of every object sorted; html as in vmimage__buf_json_string(). */
void vmimage__json_print(const struct vm_json *node, struct vm_buf *buf, bool html);
/* Whether two trees are equal: objects whatever the order of their keys, numbers by value. NULL equals only NULL. */
bool vmimage__json_equal(const struct vm_json *a, const struct vm_json *b);

/* ---- writing ---- */

#define VM_JSON_WRITER_DEPTH 64

struct vm_json_writer {
    struct vm_buf *buf;
    bool html; /* escape <, >, & as Go does by default */
    int depth;
    bool started[VM_JSON_WRITER_DEPTH + 1]; /* something was written at this depth */
    bool after_key;
};

void vmimage__jw_init(struct vm_json_writer *writer, struct vm_buf *buf, bool html);
void vmimage__jw_begin_object(struct vm_json_writer *writer);
void vmimage__jw_end_object(struct vm_json_writer *writer);
void vmimage__jw_begin_array(struct vm_json_writer *writer);
void vmimage__jw_end_array(struct vm_json_writer *writer);
void vmimage__jw_key(struct vm_json_writer *writer, const char *key);
void vmimage__jw_string(struct vm_json_writer *writer, const char *text); /* NULL writes null */
void vmimage__jw_int(struct vm_json_writer *writer, int64_t value);
void vmimage__jw_bool(struct vm_json_writer *writer, bool value);
void vmimage__jw_null(struct vm_json_writer *writer);
/* A value that is JSON already. */
void vmimage__jw_raw(struct vm_json_writer *writer, const char *json, size_t length);
/* key and string together, when text is neither NULL nor "". */
void vmimage__jw_member(struct vm_json_writer *writer, const char *key, const char *text);

#endif
