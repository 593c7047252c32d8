/*
 * SPDX-License-Identifier: Apache-2.0
 * URLs: taken apart by curl's own parser, so that what is checked here is what curl then asks for. Only http and https are accepted.
 */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "net/client.h"

void vmimage__http_wipe(char **text)
{
    if (*text != NULL)
        explicit_bzero(*text, strlen(*text));
    vmimage__free(*text);
    *text = NULL;
}

void vmimage__http_target_clear(struct vm_http_target *target)
{
    vmimage__http_wipe(&target->url);
    vmimage__free(target->shown);
    vmimage__free(target->scheme);
    vmimage__free(target->host);
    vmimage__free(target->port);
    vmimage__http_wipe(&target->user);
    vmimage__http_wipe(&target->password);
    memset(target, 0, sizeof(*target));
}

/* A part as a text of ours; NULL when the URL has none. */
static bool part(CURLU *parsed, CURLUPart which, unsigned flags, char **out)
{
    char *text = NULL;
    CURLUcode code = curl_url_get(parsed, which, &text, flags);

    if (code == CURLUE_OUT_OF_MEMORY)
        return false;
    if (code != CURLUE_OK)
        return true;
    *out = vmimage__strdup(text);
    explicit_bzero(text, strlen(text));
    curl_free(text);
    return *out != NULL;
}

/* SCHEME://HOST[:PORT]PATH, and "?..." for a query. */
static char *shown(CURLU *parsed, const struct vm_http_target *target)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(65536);
    vm_auto_str char *path = NULL, *query = NULL, *port = NULL;

    if (!part(parsed, CURLUPART_PATH, 0, &path) || !part(parsed, CURLUPART_QUERY, 0, &query) ||
        !part(parsed, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT, &port))
        return NULL;
    vmimage__buf_printf(&text, "%s://%s", target->scheme, target->host);
    if (port != NULL)
        vmimage__buf_printf(&text, ":%s", port);
    vmimage__buf_add_str(&text, path != NULL ? path : "/");
    if (query != NULL)
        vmimage__buf_add_str(&text, "?...");
    return text.status == VMIMAGE_OK ? vmimage__strdup(vmimage__buf_str(&text)) : NULL;
}

static bool is_web(const char *scheme)
{
    return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

static bool fill(CURLU *parsed, struct vm_http_target *target)
{
    if (!part(parsed, CURLUPART_HOST, 0, &target->host) ||
        !part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT, &target->port) ||
        !part(parsed, CURLUPART_USER, CURLU_URLDECODE, &target->user) ||
        !part(parsed, CURLUPART_PASSWORD, CURLU_URLDECODE, &target->password) ||
        curl_url_set(parsed, CURLUPART_USER, NULL, 0) != CURLUE_OK ||
        curl_url_set(parsed, CURLUPART_PASSWORD, NULL, 0) != CURLUE_OK ||
        curl_url_set(parsed, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK ||
        !part(parsed, CURLUPART_URL, 0, &target->url) || target->host == NULL || target->port == NULL ||
        target->url == NULL)
        return false;
    target->shown = shown(parsed, target);
    return target->shown != NULL;
}

/* Up to the first character that may begin a secret: what can't be parsed can't be shown as a whole. */
static int harmless(const char *text)
{
    const char *after = strstr(text, "://");
    const char *from = after != NULL ? after + 3 : text;

    return strchr(from, '@') != NULL ? (int)(from - text) : (int)strcspn(text, "?");
}

static vmimage_status refuse(const char *text, CURLUcode code, vmimage_error **error)
{
    if (code == CURLUE_OUT_OF_MEMORY)
        return vmimage__fail_no_memory(error);
    return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "\"%.*s%s\" is no URL of a web server (%s)",
                         harmless(text) < 200 ? harmless(text) : 200, text, text[harmless(text)] != '\0' ? "..." : "",
                         curl_url_strerror(code));
}

vmimage_status vmimage__http_target_set(struct vm_http_target *target, const char *base, const char *text,
                                        vmimage_error **error)
{
    struct vm_http_target made = {0};
    CURLU *parsed = curl_url();
    CURLUcode code;
    vmimage_status status = VMIMAGE_OK;

    if (parsed == NULL)
        return vmimage__fail_no_memory(error);
    code = base != NULL ? curl_url_set(parsed, CURLUPART_URL, base, 0) : CURLUE_OK;
    if (code == CURLUE_OK)
        code = curl_url_set(parsed, CURLUPART_URL, text, CURLU_URLENCODE);
    if (code != CURLUE_OK)
        status = refuse(text, code, error);
    else if (!part(parsed, CURLUPART_SCHEME, 0, &made.scheme) || made.scheme == NULL)
        status = vmimage__fail_no_memory(error);
    else if (!is_web(made.scheme))
        status = vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "a web server is reached by http or https, not by %s",
                               made.scheme);
    else if (!fill(parsed, &made))
        status = vmimage__fail_no_memory(error);
    curl_url_cleanup(parsed);
    if (status != VMIMAGE_OK) {
        vmimage__http_target_clear(&made);
        return status;
    }
    vmimage__http_target_clear(target);
    *target = made;
    return VMIMAGE_OK;
}

bool vmimage__http_same_place(const struct vm_http_target *a, const struct vm_http_target *b)
{
    return strcmp(a->scheme, b->scheme) == 0 && strcmp(a->port, b->port) == 0 && vmimage__ascii_equal(a->host, b->host);
}

static void base64(struct vm_buf *out, const char *text, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        uint32_t bits = 0;

        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (i + j < length ? (unsigned char)text[i + j] : 0U);
        for (size_t j = 0; j < 4; j++)
            vmimage__buf_add_char(out, i + j <= length ? digits[bits >> (18 - 6 * j) & 63] : '=');
    }
}

char *vmimage__http_basic(const char *user, const char *password)
{
    static const char name[] = "Authorization: Basic ";
    size_t length = strlen(user) + 1 + strlen(password), size = sizeof(name) + (length + 2) / 3 * 4;
    char *plain = vmimage__calloc(length + 1, 1), *line = vmimage__calloc(size, 1);
    /* Over memory of its own, which never moves: no copy stays behind. */
    struct vm_buf out = {.data = line, .capacity = size, .max = size};

    if (plain != NULL && line != NULL) {
        (void)snprintf(plain, length + 1, "%s:%s", user, password);
        vmimage__buf_add_str(&out, name);
        base64(&out, plain, length);
        line = out.data;
    } else {
        vmimage__free(line);
        line = NULL;
    }
    vmimage__http_wipe(&plain);
    return line;
}
