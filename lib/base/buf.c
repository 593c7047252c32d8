/*
 * SPDX-License-Identifier: Apache-2.0
 * The growing text. Escaping is in escape.c.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static bool reserve(struct vm_buf *buf, size_t more)
{
    size_t capacity = buf->capacity != 0 ? buf->capacity : 64;
    char *data;

    if (buf->status != VMIMAGE_OK)
        return false;
    if (more > buf->max || buf->length > buf->max - more) {
        buf->status = VMIMAGE_E_LIMIT;
        return false;
    }
    if (buf->length + more < buf->capacity)
        return true;
    while (capacity <= buf->length + more)
        capacity *= 2;
    data = vmimage__realloc(buf->data, capacity, 1);
    if (data == NULL) {
        buf->status = VMIMAGE_E_NO_MEMORY;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void vmimage__buf_add(struct vm_buf *buf, const void *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length != 0)
        memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void vmimage__buf_add_str(struct vm_buf *buf, const char *text)
{
    vmimage__buf_add(buf, text, strlen(text));
}

void vmimage__buf_add_char(struct vm_buf *buf, char c)
{
    vmimage__buf_add(buf, &c, 1);
}

void vmimage__buf_printf(struct vm_buf *buf, const char *format, ...)
{
    size_t room = buf->capacity - buf->length;
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    /* Where there is room already it is formatted once. */
    length = vsnprintf(room != 0 ? buf->data + buf->length : NULL, room, format, args);
    if (length < 0) {
        buf->status = VMIMAGE_E_NO_MEMORY;
    } else if (reserve(buf, (size_t)length)) {
        if ((size_t)length >= room)
            (void)vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    if (buf->data != NULL)
        buf->data[buf->length] = '\0';
    va_end(again);
    va_end(args);
}

const char *vmimage__buf_str(const struct vm_buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

void vmimage__buf_reset(struct vm_buf *buf)
{
    buf->length = 0;
    buf->status = VMIMAGE_OK;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

void vmimage__buf_release(struct vm_buf *buf)
{
    vmimage__free(buf->data);
    buf->data = NULL;
    buf->length = buf->capacity = 0;
}
