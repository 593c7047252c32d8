/*
 * SPDX-License-Identifier: Apache-2.0
 * The cutter: it knows strings, escapes and brackets, and where in the root object it is; nothing else of JSON.
 */
#include "format/json_stream.h"

#include <string.h>

#include "base/error.h"

enum state {
    START,    /* nothing but space yet; in a sequence also between two objects */
    ROOT,     /* in the root object, outside of the array */
    FIRST,    /* in the array, before the first element: an element or the end */
    ELEMENT,  /* in an element */
    AFTER,    /* after an element: a comma or the end */
    NEXT,     /* after a comma: an element */
    AFTER_ALL /* after the root object */
};

enum key_state {
    WANT_KEY,
    IN_KEY,
    HAVE_KEY,
    WANT_VALUE,
    IN_VALUE
};

static vmimage_status fail(const struct vm_json_stream *stream, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_PARSE, stream->subject, "%s: at byte %llu: %s", stream->subject,
                         (unsigned long long)stream->offset, what);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static vmimage_status keep(struct vm_json_stream *stream, struct vm_buf *buf, const char *bytes, size_t length,
                           vmimage_error **error)
{
    vmimage__buf_add(buf, bytes, length);
    if (buf->status == VMIMAGE_OK)
        return VMIMAGE_OK;
    if (buf->status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    return vmimage__fail(error, VMIMAGE_E_LIMIT, stream->subject, "%s: at byte %llu: %s of more than %zu bytes",
                         stream->subject, (unsigned long long)stream->offset,
                         buf == &stream->partial ? "an object" : "a list whose head and tail have", buf->max);
}

/*
 * The bytes of an element up to its end; *used counts them. Strings are skipped at one go: most bytes are in one.
 */
static bool scan_element(struct vm_json_stream *stream, const char *bytes, size_t length, size_t *used)
{
    const char *at = bytes, *end = bytes + length;

    while (at < end) {
        char c = *at++;

        if (stream->escaped) {
            stream->escaped = false;
        } else if (stream->in_string) {
            while (c != '"' && c != '\\' && at < end)
                c = *at++;
            stream->in_string = c != '"';
            stream->escaped = c == '\\';
        } else if (c == '"') {
            stream->in_string = true;
        } else if (c == '{' || c == '[') {
            stream->depth++;
        } else if ((c == '}' || c == ']') && --stream->depth == 0) {
            *used = (size_t)(at - bytes);
            return true;
        }
    }
    *used = length;
    return false;
}

/* An element that lies in one piece is handed on from where it is. */
static vmimage_status take_element(struct vm_json_stream *stream, const char *bytes, size_t length, size_t *used,
                                   vmimage_error **error)
{
    bool whole = scan_element(stream, bytes, length, used);
    vmimage_status status;

    stream->start = stream->offset - stream->partial.length;
    if (whole && stream->partial.length == 0) {
        stream->state = stream->array != NULL ? AFTER : START;
        return stream->element(stream->data, bytes, *used, error);
    }
    status = keep(stream, &stream->partial, bytes, *used, error);
    if (status != VMIMAGE_OK || !whole)
        return status;
    stream->state = stream->array != NULL ? AFTER : START;
    status = stream->element(stream->data, stream->partial.data, stream->partial.length, error);
    vmimage__buf_reset(&stream->partial);
    return status;
}

/* Follows the keys of the root object. */
static void follow_key(struct vm_json_stream *stream, char c)
{
    if (stream->depth != 1)
        return;
    switch (stream->key_state) {
    case WANT_KEY:
        if (c == '"') {
            stream->key_state = IN_KEY;
            stream->key_length = 0;
        }
        break;
    case IN_KEY:
        if (c == '"' && !stream->in_string) {
            stream->key_state = HAVE_KEY;
        } else if (stream->key_length < sizeof(stream->key)) {
            stream->key[stream->key_length++] = c;
        }
        break;
    case HAVE_KEY:
        if (c == ':')
            stream->key_state = WANT_VALUE;
        break;
    case WANT_VALUE:
        if (!is_space(c))
            stream->key_state = IN_VALUE;
        break;
    case IN_VALUE:
    default:
        if (c == ',' && !stream->in_string)
            stream->key_state = WANT_KEY;
    }
}

static bool is_the_array(const struct vm_json_stream *stream, char c)
{
    return c == '[' && stream->depth == 1 && !stream->in_string && stream->key_state == WANT_VALUE &&
           stream->key_length == strlen(stream->array) && memcmp(stream->key, stream->array, stream->key_length) == 0;
}

/* One byte of the root object; false when the array begins or the object ends with it. */
static bool step_root(struct vm_json_stream *stream, char c)
{
    if (is_the_array(stream, c)) {
        stream->state = FIRST;
        stream->key_state = IN_VALUE;
        return false;
    }
    if (stream->escaped) {
        stream->escaped = false;
    } else if (stream->in_string) {
        stream->in_string = c != '"';
        stream->escaped = c == '\\';
    } else if (c == '"') {
        stream->in_string = true;
    } else if (c == '{' || c == '[') {
        follow_key(stream, c);
        stream->depth++;
        return true;
    } else if (c == '}' || c == ']') {
        stream->depth--;
        if (stream->depth != 0)
            return true;
        stream->state = AFTER_ALL;
        stream->done = true;
        return false;
    }
    follow_key(stream, c);
    return true;
}

static vmimage_status take_root(struct vm_json_stream *stream, const char *bytes, size_t length, size_t *used,
                                vmimage_error **error)
{
    size_t n = 0;

    while (n < length && step_root(stream, bytes[n++]))
        continue;
    *used = n;
    if (stream->state == FIRST) {
        if (stream->seen)
            return fail(stream, "the list has its elements twice", error);
        stream->seen = true;
    }
    return keep(stream, &stream->rest, bytes, n, error);
}

/* A byte between elements, or before and after everything. */
static vmimage_status step_between(struct vm_json_stream *stream, char c, bool *taken, vmimage_error **error)
{
    *taken = true;
    if (is_space(c))
        return VMIMAGE_OK;
    if (stream->state == AFTER_ALL)
        return fail(stream, "there is something after the object", error);
    if (stream->state == AFTER && c == ',') {
        stream->state = NEXT;
        return VMIMAGE_OK;
    }
    if ((stream->state == AFTER || stream->state == FIRST) && c == ']') {
        stream->state = ROOT;
        stream->depth = 1;
        return keep(stream, &stream->rest, "]", 1, error);
    }
    if (stream->state == AFTER)
        return fail(stream, "a comma or the end of the list is missing", error);
    if (c != '{')
        return fail(stream, "an object is missing", error);
    *taken = false;
    stream->depth = 0; /* of the element; that of the root in the array is 1 */
    stream->state = stream->state == START && stream->array != NULL ? ROOT : ELEMENT;
    return VMIMAGE_OK;
}

vmimage_status vmimage__json_stream_feed(struct vm_json_stream *stream, const void *bytes, size_t length,
                                         vmimage_error **error)
{
    const char *at = bytes;
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && length != 0) {
        size_t used = 1;
        bool taken;

        if (stream->state == ELEMENT) {
            status = take_element(stream, at, length, &used, error);
        } else if (stream->state == ROOT) {
            status = take_root(stream, at, length, &used, error);
        } else {
            status = step_between(stream, *at, &taken, error);
            used = taken ? 1 : 0;
        }
        at += used;
        length -= used;
        stream->offset += used;
    }
    return status;
}

vmimage_status vmimage__json_stream_end(struct vm_json_stream *stream, vmimage_error **error)
{
    if (stream->array != NULL ? stream->done : stream->state == START)
        return VMIMAGE_OK;
    return fail(stream, "the text ends in the middle", error);
}

void vmimage__json_stream_reset(struct vm_json_stream *stream)
{
    struct vm_json_stream fresh = {.array = stream->array,
                                   .subject = stream->subject,
                                   .element = stream->element,
                                   .data = stream->data,
                                   .partial = stream->partial,
                                   .rest = stream->rest};

    *stream = fresh;
    vmimage__buf_reset(&stream->partial);
    vmimage__buf_reset(&stream->rest);
}

void vmimage__json_stream_release(struct vm_json_stream *stream)
{
    vmimage__buf_release(&stream->partial);
    vmimage__buf_release(&stream->rest);
}
