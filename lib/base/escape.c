/*
 * SPDX-License-Identifier: Apache-2.0
 * One escaping function for each format: JSON, Go's %q, a terminal line.
 */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/goprint.h"
#include "base/utf8.h"

#include <string.h>

int vmimage__hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = vmimage__ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void json_escape(struct vm_buf *buf, unsigned char c)
{
    switch (c) {
    case '"':
        vmimage__buf_add_str(buf, "\\\"");
        break;
    case '\\':
        vmimage__buf_add_str(buf, "\\\\");
        break;
    case '\b':
        vmimage__buf_add_str(buf, "\\b");
        break;
    case '\f':
        vmimage__buf_add_str(buf, "\\f");
        break;
    case '\n':
        vmimage__buf_add_str(buf, "\\n");
        break;
    case '\r':
        vmimage__buf_add_str(buf, "\\r");
        break;
    case '\t':
        vmimage__buf_add_str(buf, "\\t");
        break;
    default:
        vmimage__buf_printf(buf, "\\u%04x", c);
        break;
    }
}

void vmimage__buf_json_string(struct vm_buf *buf, const char *text, size_t length, bool html)
{
    size_t start = 0;

    vmimage__buf_add_char(buf, '"');
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)text[i];
        uint32_t code = c;
        size_t n = c < 0x80 ? 1 : vmimage__utf8_decode(text + i, length - i, &code);
        bool plain = n != 0 && c >= 0x20 && c != '"' && c != '\\' && code != 0x2028 && code != 0x2029 &&
                     !(html && (c == '<' || c == '>' || c == '&'));

        if (plain) {
            i += n;
            continue;
        }
        vmimage__buf_add(buf, text + start, i - start);
        if (n == 0)
            vmimage__buf_add_str(buf, "\\ufffd");
        else if (c >= 0x80)
            vmimage__buf_printf(buf, "\\u%04x", (unsigned)code);
        else
            json_escape(buf, c);
        i += n != 0 ? n : 1;
        start = i;
    }
    vmimage__buf_add(buf, text + start, length - start);
    vmimage__buf_add_char(buf, '"');
}

static void go_escape(struct vm_buf *buf, uint32_t code)
{
    static const char letters[] = "abtnvfr";
    static const unsigned char codes[] = {7, 8, 9, 10, 11, 12, 13};
    const unsigned char *at = code < 0x20 ? memchr(codes, (int)code, sizeof(codes)) : NULL;

    if (at != NULL)
        vmimage__buf_printf(buf, "\\%c", letters[at - codes]);
    else if (code < 0x20 || code == 0x7F)
        vmimage__buf_printf(buf, "\\x%02x", (unsigned)code);
    else if (code < 0x10000)
        vmimage__buf_printf(buf, "\\u%04x", (unsigned)code);
    else
        vmimage__buf_printf(buf, "\\U%08x", (unsigned)code);
}

void vmimage__buf_go_quote(struct vm_buf *buf, const char *text, size_t length)
{
    vmimage__buf_add_char(buf, '"');
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t n = vmimage__utf8_decode(text + i, length - i, &code);

        if (n == 0) {
            vmimage__buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)text[i]);
            i++;
            continue;
        }
        if (code == '"' || code == '\\')
            vmimage__buf_printf(buf, "\\%c", (int)code);
        else if (vmimage__go_is_print(code))
            vmimage__buf_add(buf, text + i, n);
        else
            go_escape(buf, code);
        i += n;
    }
    vmimage__buf_add_char(buf, '"');
}

void vmimage__buf_printable(struct vm_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t n = vmimage__utf8_decode(text + i, length - i, &code);

        if (n != 0 && code >= 0x20 && code != 0x7F && !(code >= 0x80 && code < 0xA0)) {
            vmimage__buf_add(buf, text + i, n);
            i += n;
            continue;
        }
        for (size_t end = i + (n != 0 ? n : 1); i < end; i++)
            vmimage__buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)text[i]);
    }
}
