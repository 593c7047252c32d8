/*
 * SPDX-License-Identifier: Apache-2.0
 * A long JSON text cut into the objects that matter while its bytes arrive: the elements of one array of the root object (the
 * "items" of a List, the "rows" of a Table), or each value of a sequence (the events of a watch). Only one object is held at a
 * time. What is inside the objects is left to the JSON reader.
 */
#ifndef VMIMAGE_LIB_FORMAT_JSON_STREAM_H
#define VMIMAGE_LIB_FORMAT_JSON_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct vm_json_stream {
    /* Set by the caller before the first byte. */
    const char *array;   /* key of the array in the root object; NULL: a sequence of objects */
    const char *subject; /* names the text in errors */
    /* Gets each object, borrowed for the call; what it returns, feed() returns at once. */
    vmimage_status (*element)(void *data, const char *text, size_t length, vmimage_error **error);
    void *data;
    struct vm_buf partial; /* an object of which the end has not come; its maximum is that of an object */
    struct vm_buf rest;    /* the root object with the array left empty; its maximum is that of all the rest */
    uint64_t start;        /* where the object that element() gets begins */
    /* Private. */
    uint64_t offset; /* of the next byte, for errors */
    uint32_t depth;  /* in the root, and in an element */
    uint8_t state, key_state;
    bool in_string, escaped, seen, done;
    char key[24];
    uint8_t key_length;
};

#define VM_JSON_STREAM_INIT(array_, element_max, rest_max)                                                             \
    {                                                                                                                  \
        .array = (array_), .partial = VM_BUF_INIT(element_max), .rest = VM_BUF_INIT(rest_max)                          \
    }

/* Errors: PARSE for what can't be cut into objects; LIMIT for an object or a rest that is too big; NO_MEMORY; those of element(). */
vmimage_status vmimage__json_stream_feed(struct vm_json_stream *stream, const void *bytes, size_t length,
                                         vmimage_error **error);
/* Nothing comes after this. PARSE when the text ends in the middle; a root without the array is fine (see `seen`). */
vmimage_status vmimage__json_stream_end(struct vm_json_stream *stream, vmimage_error **error);
/* Ready for another text; what the caller set stays. */
void vmimage__json_stream_reset(struct vm_json_stream *stream);
void vmimage__json_stream_release(struct vm_json_stream *stream);

#endif
