/*
 * SPDX-License-Identifier: Apache-2.0
 * One try of a request: a curl handle with everything that it needs. curl follows no redirect and repeats nothing by itself.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/context.h"
#include "base/error.h"
#include "net/client.h"

#define CONNECT_TIMEOUT_MS 10000L
#define KEEPALIVE_S 30L

/* The first code that is no success stays. */
#define SET(code, easy, option, value)                                                                                 \
    do {                                                                                                               \
        if ((code) == CURLE_OK)                                                                                        \
            (code) = curl_easy_setopt((easy), (option), (value));                                                      \
    } while (0)

const char *vmimage__http_method(const struct vm_http_transfer *transfer)
{
    return transfer->request.method != NULL ? transfer->request.method : "GET";
}

static bool is(const struct vm_http_transfer *transfer, const char *method)
{
    return strcmp(vmimage__http_method(transfer), method) == 0;
}

bool vmimage__http_has_body(const struct vm_http_transfer *transfer)
{
    if (transfer->bodiless)
        return false;
    return transfer->request.upload != NULL || transfer->request.body != NULL || is(transfer, "POST") ||
           is(transfer, "PUT") || is(transfer, "PATCH");
}

const char *vmimage__http_given(const struct vm_http_request *request, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++) {
        const char *value = request->headers[i];

        if (!vmimage__ascii_equal_n(value, name, length) || value[length] != ':')
            continue;
        value += length + 1;
        while (*value == ' ')
            value++;
        return value;
    }
    return NULL;
}

static bool add(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    if (longer == NULL)
        return false;
    *list = longer;
    return true;
}

static bool add_pair(struct curl_slist **list, const char *name, const char *value)
{
    char line[1200];
    int length = value != NULL ? snprintf(line, sizeof(line), "%s: %s", name, value) : 0;

    return length >= 0 && (size_t)length < sizeof(line) && (length == 0 || add(list, line));
}

/* Range, and what may have changed since. */
static bool add_conditions(struct vm_http_transfer *transfer)
{
    const struct vm_http_request *request = &transfer->request;
    char range[64];

    if (!transfer->range)
        return add_pair(&transfer->fields, "If-None-Match", request->etag) &&
               add_pair(&transfer->fields, "If-Modified-Since", request->modified);
    (void)snprintf(range, sizeof(range), "bytes=%" PRIu64 "-", transfer->position);
    return add_pair(&transfer->fields, "Range", range) &&
           add_pair(&transfer->fields, "If-Range", vmimage__http_validator(transfer));
}

/* A header that is sent without a secret in it to a place that the program did not ask. */
static bool may_leave(const struct vm_http_transfer *transfer, const char *line)
{
    static const char *const secrets[] = {"Authorization:", "Cookie:", "Proxy-Authorization:"};

    if (!transfer->strangers)
        return true;
    if ((transfer->request.flags & VM_HTTP_SECRET) != 0)
        return false;
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        if (vmimage__ascii_equal_n(line, secrets[i], strlen(secrets[i])))
            return false;
    return true;
}

static bool add_fields(struct vm_http_transfer *transfer)
{
    const struct vm_http_request *request = &transfer->request;

    for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
        if (!vmimage__ascii_equal_n(request->headers[i], "Accept-Encoding:", 16) &&
            may_leave(transfer, request->headers[i]) && !add(&transfer->fields, request->headers[i]))
            return false;
    if (transfer->login != NULL && !transfer->strangers && vmimage__http_given(request, "Authorization") == NULL &&
        !add(&transfer->fields, transfer->login))
        return false;
    /* curl would wait a second for servers that know no 100. */
    if (vmimage__http_has_body(transfer) && !add(&transfer->fields, "Expect:"))
        return false;
    return add_conditions(transfer);
}

/*
 * The server's name in TLS is another than the host to connect to: curl is given the name, and told where that is.
 */
static CURLcode set_place(struct vm_http_transfer *transfer)
{
    const char *name = transfer->http->tls_server_name;
    const struct vm_http_target *target = &transfer->target;
    char line[1200];
    CURLcode code = CURLE_OK;
    CURLU *parsed;
    int length;

    if (name == NULL || strcmp(target->scheme, "https") != 0 || transfer->strangers ||
        vmimage__ascii_equal(name, target->host)) {
        SET(code, transfer->easy, CURLOPT_URL, target->url);
        return code;
    }
    length = snprintf(line, sizeof(line), "%s:%s:%s:%s", name, target->port, target->host, target->port);
    if (length < 0 || (size_t)length >= sizeof(line))
        return CURLE_URL_MALFORMAT;
    parsed = curl_url();
    if (parsed == NULL || !add(&transfer->connect_to, line) ||
        !(snprintf(line, sizeof(line), "Host: %s:%s", target->host, target->port) > 0 && add(&transfer->fields, line)))
        code = CURLE_OUT_OF_MEMORY;
    else if (curl_url_set(parsed, CURLUPART_URL, target->url, 0) != CURLUE_OK ||
             curl_url_set(parsed, CURLUPART_HOST, name, 0) != CURLUE_OK)
        code = CURLE_URL_MALFORMAT;
    SET(code, transfer->easy, CURLOPT_CONNECT_TO, transfer->connect_to);
    if (code == CURLE_OK) {
        char *url = NULL;

        code = curl_url_get(parsed, CURLUPART_URL, &url, 0) == CURLUE_OK ? CURLE_OK : CURLE_OUT_OF_MEMORY;
        SET(code, transfer->easy, CURLOPT_URL, url);
        curl_free(url);
    }
    curl_url_cleanup(parsed);
    return code;
}

static CURLcode set_blob(CURL *easy, CURLoption option, const char *text)
{
    struct curl_blob blob = {.data = (void *)(uintptr_t)text, .len = strlen(text), .flags = CURL_BLOB_NOCOPY};

    return curl_easy_setopt(easy, option, &blob);
}

static CURLcode set_client_certificate(struct vm_http *http, CURL *easy)
{
    CURLcode code = CURLE_OK;
    const char *file = http->key_file != NULL ? http->key_file : http->certificate_file;
    const char *text = http->key_text != NULL ? http->key_text : http->certificate_text;

    if (http->certificate_text != NULL)
        code = set_blob(easy, CURLOPT_SSLCERT_BLOB, http->certificate_text);
    else if (http->certificate_file != NULL)
        SET(code, easy, CURLOPT_SSLCERT, http->certificate_file);
    else
        return code;
    if (code == CURLE_OK && (http->key_text != NULL || (http->key_file == NULL && http->certificate_text != NULL)))
        code = set_blob(easy, CURLOPT_SSLKEY_BLOB, text);
    else if (file != NULL)
        SET(code, easy, CURLOPT_SSLKEY, file);
    return code;
}

static CURLcode set_tls(struct vm_http *http, CURL *easy)
{
    CURLcode code = CURLE_OK;
    long verify = http->insecure || http->pin_length != 0 ? 0L : 1L;

    SET(code, easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(code, easy, CURLOPT_SSL_VERIFYPEER, verify);
    SET(code, easy, CURLOPT_SSL_VERIFYHOST, verify * 2);
    /* In place of the system's roots, which are in a file and in a folder. */
    if (http->ca_text != NULL || http->ca_file != NULL)
        SET(code, easy, CURLOPT_CAPATH, NULL);
    if (code == CURLE_OK && http->ca_text != NULL)
        code = set_blob(easy, CURLOPT_CAINFO_BLOB, http->ca_text);
    else if (http->ca_file != NULL)
        SET(code, easy, CURLOPT_CAINFO, http->ca_file);
    if (code == CURLE_OK && http->pin_length != 0)
        code = vmimage__http_pin(easy, http);
    return code == CURLE_OK ? set_client_certificate(http, easy) : code;
}

static CURLcode set_proxy(struct vm_http *http, CURL *easy)
{
    CURLcode code = CURLE_OK;

    if (http->proxy == NULL)
        return code;
    SET(code, easy, CURLOPT_PROXY, http->proxy);
    /* What the program says counts, whatever no_proxy in the environment says. */
    SET(code, easy, CURLOPT_NOPROXY, http->proxy[0] == '\0' ? "*" : "");
    return code;
}

/* Programs that this process starts don't get the connections. */
static int on_socket(void *data, curl_socket_t fd, curlsocktype purpose)
{
    (void)data;
    (void)purpose;
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return CURL_SOCKOPT_OK;
}

static CURLcode set_connection(struct vm_http_transfer *transfer, CURL *easy)
{
    CURLcode code = CURLE_OK;

    SET(code, easy, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    SET(code, easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    SET(code, easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    SET(code, easy, CURLOPT_FOLLOWLOCATION, 0L);
    SET(code, easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    SET(code, easy, CURLOPT_TCP_NODELAY, 1L);
    SET(code, easy, CURLOPT_TCP_KEEPALIVE, 1L);
    SET(code, easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_S);
    SET(code, easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_S / 3);
    SET(code, easy, CURLOPT_PIPEWAIT, 1L);
    SET(code, easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(code, easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
    SET(code, easy, CURLOPT_USERAGENT, transfer->http->agent);
    /* What is collected is small, and there are many of it. */
    SET(code, easy, CURLOPT_BUFFERSIZE, transfer->request.write != NULL ? 131072L : 16384L);
    /* A curl without HTTP/2 does without. */
    if (code == CURLE_OK)
        (void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
#if LIBCURL_VERSION_NUM >= 0x075700
    /* An interruption doesn't wait for the resolver's thread; that ends by itself. */
    if (code == CURLE_OK)
        (void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    return code;
}

/*
 * curl repeats by itself what was sent on a kept connection that had ended by then. For a request that must not be sent twice it can't:
 * its body can't be rewound, and without a body it gets a new connection.
 */
static CURLcode set_method(struct vm_http_transfer *transfer, CURL *easy)
{
    const struct vm_http_request *request = &transfer->request;
    uint64_t length = request->upload != NULL ? request->upload->length : request->length;
    CURLcode code = CURLE_OK;

    if (is(transfer, "HEAD")) {
        SET(code, easy, CURLOPT_NOBODY, 1L);
    } else if (vmimage__http_has_body(transfer)) {
        SET(code, easy, CURLOPT_UPLOAD, 1L);
        SET(code, easy, CURLOPT_CUSTOMREQUEST, vmimage__http_method(transfer));
        SET(code, easy, CURLOPT_INFILESIZE_LARGE, length <= INT64_MAX ? (curl_off_t)length : (curl_off_t)-1);
        SET(code, easy, CURLOPT_READFUNCTION, vmimage__http_on_read);
        SET(code, easy, CURLOPT_READDATA, transfer);
        SET(code, easy, CURLOPT_SEEKFUNCTION, vmimage__http_on_seek);
        SET(code, easy, CURLOPT_SEEKDATA, transfer);
    } else {
        SET(code, easy, CURLOPT_HTTPGET, 1L);
        if (!is(transfer, "GET"))
            SET(code, easy, CURLOPT_CUSTOMREQUEST, vmimage__http_method(transfer));
    }
    if (!vmimage__http_may_repeat(transfer) && (length == 0 || !vmimage__http_has_body(transfer)))
        SET(code, easy, CURLOPT_FRESH_CONNECT, 1L);
    return code;
}

static CURLcode set_callbacks(struct vm_http_transfer *transfer, CURL *easy)
{
    CURLcode code = CURLE_OK;

    SET(code, easy, CURLOPT_PRIVATE, transfer);
    SET(code, easy, CURLOPT_ERRORBUFFER, transfer->words);
    SET(code, easy, CURLOPT_HEADERFUNCTION, vmimage__http_on_header);
    SET(code, easy, CURLOPT_HEADERDATA, transfer);
    SET(code, easy, CURLOPT_WRITEFUNCTION, vmimage__http_on_write);
    SET(code, easy, CURLOPT_WRITEDATA, transfer);
    /* curl takes the answer apart when it is asked to; without, the bytes are as they are. */
    if (vmimage__http_given(&transfer->request, "Accept-Encoding") != NULL)
        SET(code, easy, CURLOPT_ACCEPT_ENCODING, vmimage__http_given(&transfer->request, "Accept-Encoding"));
    return code;
}

static vmimage_status rewind_upload(struct vm_http_transfer *transfer, vmimage_error **error)
{
    const struct vm_http_upload *upload = transfer->request.upload;
    bool touched = transfer->sent != 0;

    transfer->sent = 0;
    return touched && upload != NULL && vmimage__http_has_body(transfer) ? upload->rewind(upload->data, error)
                                                                         : VMIMAGE_OK;
}

static void begin(struct vm_http_transfer *transfer)
{
    if (!transfer->continuing)
        transfer->position = transfer->request.offset;
    transfer->range = transfer->position != 0;
    transfer->progressed = transfer->position;
    transfer->skip = 0;
    transfer->collecting = transfer->enough = transfer->paused = transfer->go_on = false;
    transfer->stalled = transfer->sending = false;
    transfer->retry_after = -1;
    transfer->words[0] = '\0';
    transfer->began = transfer->active = vmimage__call_clock();
    vmimage__http_head_clear(&transfer->head);
    if (!transfer->continuing)
        vmimage__buf_reset(&transfer->answer.body);
}

vmimage_status vmimage__http_try(struct vm_http_transfer *transfer, vmimage_error **error)
{
    vmimage_status status = rewind_upload(transfer, error);
    CURLcode code;
    CURLMcode added;

    if (status < VMIMAGE_OK)
        return status;
    begin(transfer);
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL)
        return vmimage__fail_no_memory(error);
    if (!add_fields(transfer))
        return vmimage__fail_no_memory(error);
    code = set_place(transfer);
    SET(code, transfer->easy, CURLOPT_HTTPHEADER, transfer->fields);
    if (code == CURLE_OK)
        code = set_connection(transfer, transfer->easy);
    if (code == CURLE_OK)
        code = set_proxy(transfer->http, transfer->easy);
    if (code == CURLE_OK)
        code = set_tls(transfer->http, transfer->easy);
    if (code == CURLE_OK)
        code = set_method(transfer, transfer->easy);
    if (code == CURLE_OK)
        code = set_callbacks(transfer, transfer->easy);
    if (code != CURLE_OK)
        return code == CURLE_OUT_OF_MEMORY ? vmimage__fail_no_memory(error)
                                           : vmimage__http_fail_curl(transfer, code, error);
    added = curl_multi_add_handle(transfer->http->multi, transfer->easy);
    if (added != CURLM_OK)
        return added == CURLM_OUT_OF_MEMORY
                   ? vmimage__fail_no_memory(error)
                   : vmimage__fail(error, VMIMAGE_E_FAILED, NULL, "%s: %s", vmimage__http_subject(transfer),
                                   curl_multi_strerror(added));
    transfer->http->requests++;
    transfer->tries++;
    vmimage__log(transfer->http->context, VMIMAGE_LOG_DEBUG, "net", "%s %s%s", vmimage__http_method(transfer),
                 transfer->target.shown, transfer->tries > 1 ? " (again)" : "");
    return VMIMAGE_OK;
}

/* Lists of curl that may hold a secret. */
static void forget(struct curl_slist **list)
{
    for (struct curl_slist *line = *list; line != NULL; line = line->next)
        explicit_bzero(line->data, strlen(line->data));
    curl_slist_free_all(*list);
    *list = NULL;
}

void vmimage__http_try_release(struct vm_http_transfer *transfer)
{
    if (transfer->easy != NULL) {
        (void)curl_multi_remove_handle(transfer->http->multi, transfer->easy);
        curl_easy_cleanup(transfer->easy);
        transfer->easy = NULL;
    }
    forget(&transfer->fields);
    forget(&transfer->connect_to);
}
