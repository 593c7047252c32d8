/*
 * SPDX-License-Identifier: Apache-2.0
 * Writing JSON into a buffer: commas, keys, values. What to write is left to the codecs.
 */
#include "format/json.h"

#include <string.h>

void vmimage__jw_init(struct vm_json_writer *writer, struct vm_buf *buf, bool html)
{
    memset(writer, 0, sizeof(*writer));
    writer->buf = buf;
    writer->html = html;
}

static void before_value(struct vm_json_writer *writer)
{
    if (writer->after_key) {
        writer->after_key = false;
        return;
    }
    if (writer->started[writer->depth])
        vmimage__buf_add_char(writer->buf, ',');
    writer->started[writer->depth] = true;
}

static void begin(struct vm_json_writer *writer, char bracket)
{
    before_value(writer);
    vmimage__buf_add_char(writer->buf, bracket);
    if (writer->depth == VM_JSON_WRITER_DEPTH)
        writer->buf->status = VMIMAGE_E_LIMIT;
    else
        writer->started[++writer->depth] = false;
}

static void end(struct vm_json_writer *writer, char bracket)
{
    if (writer->depth > 0)
        writer->depth--;
    vmimage__buf_add_char(writer->buf, bracket);
}

void vmimage__jw_begin_object(struct vm_json_writer *writer)
{
    begin(writer, '{');
}

void vmimage__jw_end_object(struct vm_json_writer *writer)
{
    end(writer, '}');
}

void vmimage__jw_begin_array(struct vm_json_writer *writer)
{
    begin(writer, '[');
}

void vmimage__jw_end_array(struct vm_json_writer *writer)
{
    end(writer, ']');
}

void vmimage__jw_key(struct vm_json_writer *writer, const char *key)
{
    before_value(writer);
    vmimage__buf_json_string(writer->buf, key, strlen(key), writer->html);
    vmimage__buf_add_char(writer->buf, ':');
    writer->after_key = true;
}

void vmimage__jw_string(struct vm_json_writer *writer, const char *text)
{
    if (text == NULL) {
        vmimage__jw_null(writer);
        return;
    }
    before_value(writer);
    vmimage__buf_json_string(writer->buf, text, strlen(text), writer->html);
}

void vmimage__jw_int(struct vm_json_writer *writer, int64_t value)
{
    before_value(writer);
    vmimage__buf_printf(writer->buf, "%lld", (long long)value);
}

void vmimage__jw_bool(struct vm_json_writer *writer, bool value)
{
    before_value(writer);
    vmimage__buf_add_str(writer->buf, value ? "true" : "false");
}

void vmimage__jw_null(struct vm_json_writer *writer)
{
    before_value(writer);
    vmimage__buf_add_str(writer->buf, "null");
}

void vmimage__jw_raw(struct vm_json_writer *writer, const char *json, size_t length)
{
    before_value(writer);
    vmimage__buf_add(writer->buf, json, length);
}

void vmimage__jw_member(struct vm_json_writer *writer, const char *key, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    vmimage__jw_key(writer, key);
    vmimage__jw_string(writer, text);
}
