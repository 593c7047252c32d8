/*
 * SPDX-License-Identifier: Apache-2.0
 * Joining URLs after RFC 3986, and the rules for hrefs: they come from strangers, and what could be read as leading somewhere else
 * is refused.
 */
#include "format/url.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/utf8.h"
#include "format/href.h"

/* Longer than any server takes. */
#define URL_MAX ((size_t)65536)

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool span_is(struct vm_span span, const char *text)
{
    return span.text != NULL && span.length == strlen(text) && vmimage__ascii_equal_n(span.text, text, span.length);
}

/* Length of a scheme before its colon; 0: there is none. */
static size_t scheme_length(const char *text)
{
    size_t n = 0;

    if (!is_letter(text[0]))
        return 0;
    while (is_letter(text[n]) || is_digit(text[n]) || text[n] == '+' || text[n] == '-' || text[n] == '.')
        n++;
    return text[n] == ':' ? n : 0;
}

/* [login@]host[:port] */
static void split_authority(const char *text, size_t length, struct vm_url *url)
{
    const char *end = text + length, *port;

    for (const char *c = end; c > text; c--) {
        if (c[-1] == '@') {
            url->login = (struct vm_span){text, (size_t)(c - 1 - text)};
            text = c;
            break;
        }
    }
    port = end;
    while (port > text && is_digit(port[-1]))
        port--;
    if (port > text && port[-1] == ':') {
        url->port = (struct vm_span){port, (size_t)(end - port)};
        end = port - 1;
    }
    url->host = (struct vm_span){text, (size_t)(end - text)};
}

void vmimage__url_split(const char *text, struct vm_url *url)
{
    size_t length = scheme_length(text);

    memset(url, 0, sizeof(*url));
    if (length != 0) {
        url->scheme = (struct vm_span){text, length};
        text += length + 1;
    }
    if (text[0] == '/' && text[1] == '/') {
        text += 2;
        length = strcspn(text, "/?#");
        split_authority(text, length, url);
        text += length;
    }
    length = strcspn(text, "?#");
    url->path = (struct vm_span){text, length};
    text += length;
    if (*text == '?') {
        length = strcspn(++text, "#");
        url->query = (struct vm_span){text, length};
        text += length;
    }
    if (*text == '#')
        url->fragment = (struct vm_span){text + 1, strlen(text + 1)};
}

/* Letters, digits and what names of hosts and addresses are made of; in UTF-8, as curl encodes it. */
static bool is_host(struct vm_span host)
{
    bool address = host.length > 2 && host.text[0] == '[' && host.text[host.length - 1] == ']';

    if (host.length == 0)
        return false;
    for (size_t i = address ? 1 : 0; i < host.length - (address ? 1 : 0); i++) {
        char c = host.text[i];
        bool plain = is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || (unsigned char)c >= 0x80;

        if (address ? vmimage__hex_value(c) < 0 && c != ':' && c != '.' : !plain)
            return false;
    }
    return true;
}

static bool is_port(struct vm_span port)
{
    unsigned value = 0;

    for (size_t i = 0; i < port.length && value <= 65535; i++)
        value = value * 10 + (unsigned)(port.text[i] - '0');
    return port.length == 0 || (value >= 1 && value <= 65535);
}

const char *vmimage__url_refusal(const char *text)
{
    size_t length = strlen(text);
    struct vm_url url;

    if (length >= URL_MAX)
        return "is too long for an URL";
    if (vmimage__utf8_valid(text, length) != length)
        return "is not valid UTF-8";
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return "has a control character in it";
    }
    vmimage__url_split(text, &url);
    if (!span_is(url.scheme, "http") && !span_is(url.scheme, "https"))
        return "is no URL of a web server: http://HOST/PATH or https://HOST/PATH";
    if (url.host.text == NULL || url.host.length == 0)
        return "has no host; it is http://HOST/PATH";
    if (!is_host(url.host))
        return "has a host that can't be one";
    return is_port(url.port) ? NULL : "has a port that is not from 1 to 65535";
}

/* Characters that stand for themselves in a path; in a query "?" does, too. */
static bool stands_for_itself(char c)
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
}

static void add_byte(struct vm_buf *buf, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char escape[3] = {'%', digits[(unsigned char)c >> 4], digits[(unsigned char)c & 15]};

    vmimage__buf_add(buf, escape, sizeof(escape));
}

/* `encoded`: percent signs before two digits are encoding already. */
static void add_encoded(struct vm_buf *buf, const char *text, size_t length, bool encoded, const char *also)
{
    for (size_t i = 0; i < length; i++) {
        bool escape = encoded && text[i] == '%' && i + 2 < length && vmimage__hex_value(text[i + 1]) >= 0 &&
                      vmimage__hex_value(text[i + 2]) >= 0;

        if (escape || stands_for_itself(text[i]) || (text[i] != '\0' && strchr(also, text[i]) != NULL))
            vmimage__buf_add_char(buf, text[i]);
        else
            add_byte(buf, text[i]);
    }
}

static void add_lower(struct vm_buf *buf, struct vm_span span)
{
    for (size_t i = 0; i < span.length; i++)
        vmimage__buf_add_char(buf, vmimage__ascii_lower(span.text[i]));
}

/* Section 5.2.4: "." and ".." are walked, not written. The path begins with a slash. */
static void add_without_dots(struct vm_buf *buf, const char *path)
{
    size_t start = buf->length;

    while (*path != '\0') {
        size_t length = 1 + strcspn(path + 1, "/");
        bool last = path[length] == '\0';

        if (length == 2 && path[1] == '.') {
            length = last ? 1 : 0; /* the slash stays when nothing follows */
            path += 2;
        } else if (length == 3 && path[1] == '.' && path[2] == '.') {
            while (buf->length > start && buf->data[--buf->length] != '/')
                ;
            length = last ? 1 : 0;
            path += 3;
        } else {
            vmimage__buf_add(buf, path, length);
            path += length;
            continue;
        }
        if (length != 0)
            vmimage__buf_add_char(buf, '/');
    }
}

/* Section 5.2.2, from the path on. The base's path without its last part, and then the reference's. */
static void add_path(struct vm_buf *out, const struct vm_url *base, const struct vm_url *reference, bool encoded)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(URL_MAX * 4);
    bool own = reference->host.text != NULL || (reference->path.length != 0 && reference->path.text[0] == '/');
    size_t folder = base->path.length;

    if (reference->path.length == 0 && !own) {
        add_encoded(&path, base->path.text, base->path.length, true, "");
    } else {
        while (folder != 0 && base->path.text[folder - 1] != '/')
            folder--;
        if (!own)
            add_encoded(&path, base->path.text, folder, true, "");
        if (!own && folder == 0)
            vmimage__buf_add_char(&path, '/');
        add_encoded(&path, reference->path.text, reference->path.length, encoded, "");
    }
    if (path.length == 0)
        vmimage__buf_add_char(&path, '/');
    add_without_dots(out, vmimage__buf_str(&path));
    if (path.status != VMIMAGE_OK)
        out->status = path.status;
}

static void add_authority(struct vm_buf *out, const struct vm_url *url)
{
    vmimage__buf_add_str(out, "://");
    if (url->login.text != NULL) {
        vmimage__buf_add(out, url->login.text, url->login.length);
        vmimage__buf_add_char(out, '@');
    }
    add_lower(out, url->host);
    if (url->port.length != 0) {
        vmimage__buf_add_char(out, ':');
        vmimage__buf_add(out, url->port.text, url->port.length);
    }
}

static char *take(struct vm_arena *arena, struct vm_buf *buf)
{
    if (buf->status == VMIMAGE_OK)
        return vmimage__arena_strndup(arena, vmimage__buf_str(buf), buf->length);
    arena->failed = true;
    return NULL;
}

static char *join(struct vm_arena *arena, const struct vm_url *base, const struct vm_url *reference, bool encoded)
{
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(URL_MAX * 8);
    const struct vm_span *query = &reference->query;

    add_lower(&out, reference->scheme.text != NULL ? reference->scheme : base->scheme);
    add_authority(&out, reference->host.text != NULL ? reference : base);
    add_path(&out, base, reference, encoded);
    if (query->text == NULL && reference->path.length == 0 && reference->host.text == NULL)
        query = &base->query;
    if (query->text != NULL) {
        vmimage__buf_add_char(&out, '?');
        add_encoded(&out, query->text, query->length, true, "?");
    }
    return take(arena, &out);
}

/* A scheme that nobody here knows has nothing to do with the base. */
char *vmimage__url_join(struct vm_arena *arena, const char *base, const char *reference)
{
    struct vm_url from, to;

    vmimage__url_split(base, &from);
    vmimage__url_split(reference, &to);
    if (to.scheme.text != NULL && to.host.text == NULL)
        return vmimage__arena_strdup(arena, reference);
    return join(arena, &from, &to, true);
}

static bool same_span(struct vm_span a, struct vm_span b)
{
    return a.length == b.length && (a.length == 0 || vmimage__ascii_equal_n(a.text, b.text, a.length));
}

static struct vm_span port_of(const struct vm_url *url)
{
    struct vm_span port = url->port;

    if (port.length == 0)
        return span_is(url->scheme, "https") ? (struct vm_span){"443", 3} : (struct vm_span){"80", 2};
    for (; port.length > 1 && port.text[0] == '0'; port.length--)
        port.text++;
    return port;
}

bool vmimage__url_same_origin(const char *a, const char *b)
{
    struct vm_url left, right;

    vmimage__url_split(a, &left);
    vmimage__url_split(b, &right);
    return same_span(left.scheme, right.scheme) && same_span(left.host, right.host) &&
           same_span(port_of(&left), port_of(&right));
}

/* Whether a scheme and a host follow, and not a file whose name has a colon in it. */
static bool is_absolute(const char *href)
{
    size_t length = scheme_length(href);

    return length != 0 && strncmp(href + length, "://", 3) == 0;
}

const char *vmimage__url_bad_href(const char *base, const char *href)
{
    struct vm_url from, to;
    size_t length = strlen(href);
    bool host = is_absolute(href) || strncmp(href, "//", 2) == 0;

    if (length == 0)
        return "is empty";
    if (length >= URL_MAX || vmimage__utf8_valid(href, length) != length)
        return length >= URL_MAX ? "is too long" : "is not valid UTF-8";
    if (strchr(href, '\\') != NULL)
        return "has a backslash in it";
    if (vmimage__href_leads_out(href))
        return "has \"..\" or a control character in it";
    if (!host)
        return NULL;
    vmimage__url_split(base, &from);
    vmimage__url_split(href, &to);
    if (to.scheme.text == NULL)
        to.scheme = from.scheme;
    if (!span_is(to.scheme, "http") && !span_is(to.scheme, "https"))
        return "has a scheme that is neither http nor https";
    if (to.login.text != NULL)
        return "has a user name in it";
    if (!is_host(to.host) || !is_port(to.port))
        return "has a host or a port that can't be one";
    if (span_is(from.scheme, "https") && !span_is(to.scheme, "https"))
        return "leads from https to http";
    return NULL;
}

static void add_way(const char *ways[VM_URL_WAYS], size_t *count, const char *url)
{
    for (size_t i = 0; url != NULL && i < *count; i++) {
        if (strcmp(ways[i], url) == 0)
            return;
    }
    if (url != NULL)
        ways[(*count)++] = url;
}

/* The href as an URL, then as a name that was put there as it is. */
static void add_ways(struct vm_arena *arena, const char *base, const char *href, const char *ways[VM_URL_WAYS],
                     size_t *count)
{
    struct vm_url from, to = {.path = {href, strlen(href)}};

    vmimage__url_split(base, &from);
    if (is_absolute(href) || strncmp(href, "//", 2) == 0) {
        add_way(ways, count, vmimage__url_join(arena, base, href));
        return;
    }
    if (scheme_length(href) == 0)
        add_way(ways, count, vmimage__url_join(arena, base, href));
    add_way(ways, count, join(arena, &from, &to, false));
}

size_t vmimage__url_ways(struct vm_arena *arena, const char *base, const char *self, const char *href,
                         const char *ways[VM_URL_WAYS])
{
    size_t count = 0;

    if (strchr(href, '/') == NULL && self != NULL && strchr(self, '/') != NULL) {
        const char *own = vmimage__url_join(arena, base, self);

        if (own != NULL)
            add_ways(arena, own, href, ways, &count);
    }
    add_ways(arena, base, href, ways, &count);
    return arena->failed ? 0 : count;
}

static char *decode(struct vm_arena *arena, const char *text, size_t length)
{
    char *out = vmimage__arena_strndup(arena, text, length);
    size_t used = 0;

    for (size_t i = 0; out != NULL && i < length; i++) {
        int high = text[i] == '%' && i + 2 < length ? vmimage__hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? vmimage__hex_value(text[i + 2]) : -1;

        out[used++] = low >= 0 ? (char)(high * 16 + low) : text[i];
        i += low >= 0 ? 2 : 0;
    }
    if (out != NULL)
        out[used] = '\0';
    return out;
}

static void take_login(struct vm_arena *arena, struct vm_span login, char **user, char **password)
{
    const char *colon = login.length != 0 ? memchr(login.text, ':', login.length) : NULL;
    size_t name = colon != NULL ? (size_t)(colon - login.text) : login.length;

    *user = login.text != NULL ? decode(arena, login.text, name) : NULL;
    *password = colon != NULL ? decode(arena, colon + 1, login.length - name - 1) : NULL;
}

vmimage_status vmimage__url_library(struct vm_arena *arena, const char *text, char **url, char **user, char **password,
                                    vmimage_error **error)
{
    static const char file[] = "lib.json";
    const char *bad = vmimage__url_refusal(text);
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(URL_MAX * 8);
    struct vm_url parts;
    size_t length;

    vmimage__url_split(text, &parts);
    take_login(arena, parts.login, user, password);
    parts.login = (struct vm_span){NULL, 0};
    if (bad != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the URL of the registry %s", bad);
    add_lower(&out, parts.scheme);
    add_authority(&out, &parts);
    add_path(&out, &parts, &(struct vm_url){.path = parts.path, .host = parts.host}, true);
    length = out.length;
    if (length < 5 || out.data == NULL || !vmimage__ascii_equal(out.data + length - 5, ".json")) {
        if (out.data != NULL && out.data[length - 1] != '/')
            vmimage__buf_add_char(&out, '/');
        vmimage__buf_add_str(&out, file);
    }
    if (parts.query.text != NULL) {
        vmimage__buf_add_char(&out, '?');
        add_encoded(&out, parts.query.text, parts.query.length, true, "?");
    }
    *url = take(arena, &out);
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}
