/*
 * SPDX-License-Identifier: Apache-2.0
 * Where the href of a package's file leads to: descriptors come from strangers, and a name such as "../../etc/passwd" must
 * not become a path. What could be read as leading out is taken to lead out.
 */
#include "format/href.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <vmimage/ovf.h>

#include "base/ascii.h"

/* The next character with its escape undone; both kinds of slash are one. */
static char next(const char **p)
{
    char c = **p;
    int high = c == '%' ? vmimage__hex_value((*p)[1]) : -1;
    int low = high >= 0 ? vmimage__hex_value((*p)[2]) : -1;

    if (low >= 0) {
        c = (char)(high * 16 + low);
        *p += 2;
    }
    (*p)++;
    return c == '\\' ? '/' : c;
}

bool vmimage__href_leads_out(const char *href)
{
    size_t dots = 0, length = 0;

    while (*href != '\0') {
        char c = next(&href);

        if ((unsigned char)c < 0x20 || c == 0x7f)
            return true;
        if (c == '/') {
            if (length == 2 && dots == 2)
                return true;
            length = dots = 0;
            continue;
        }
        length++;
        dots += c == '.';
    }
    return length == 2 && dots == 2;
}

/* A scheme: a letter, then letters, digits, "+", "-", ".", up to a colon. "C:" of a drive is one, too. */
static bool has_scheme(const char *href)
{
    size_t n = strspn(href, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    return n != 0 && href[n] == ':' && ((href[0] | 0x20) >= 'a' && (href[0] | 0x20) <= 'z');
}

int32_t vmimage__href_location(const char *href)
{
    const char *p = href;

    if (href == NULL || *href == '\0')
        return VMIMAGE_HREF_OUTSIDE;
    if (vmimage__ascii_equal_n(href, "http://", 7) || vmimage__ascii_equal_n(href, "https://", 8))
        return VMIMAGE_HREF_WEB;
    if (has_scheme(href) || next(&p) == '/' || vmimage__href_leads_out(href))
        return VMIMAGE_HREF_OUTSIDE;
    return VMIMAGE_HREF_INSIDE;
}
