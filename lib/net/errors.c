/*
 * SPDX-License-Identifier: Apache-2.0
 * What failures are called: answers of servers and codes of curl as our statuses, each with what to do about it and without secrets.
 */
#include <string.h>

#include "base/error.h"
#include "net/client.h"

#define REASON_MAX ((size_t)500)

const char *vmimage__http_subject(const struct vm_http_transfer *transfer)
{
    return transfer->request.subject != NULL ? transfer->request.subject : transfer->target.shown;
}

void vmimage__http_spoil(struct vm_http_transfer *transfer, vmimage_status status, vmimage_error **failure)
{
    if (transfer->result != VMIMAGE_OK) {
        if (failure != NULL)
            *failure = vmimage_error_unref(*failure);
        return;
    }
    transfer->result = status;
    if (failure != NULL && *failure != NULL)
        transfer->failure = *failure;
    else if (status == VMIMAGE_E_NO_MEMORY)
        (void)vmimage__fail_no_memory(&transfer->failure);
    else
        transfer->result = vmimage__fail(&transfer->failure, status, vmimage__http_subject(transfer),
                                         "%s: the program ended the request", vmimage__http_subject(transfer));
}

static const struct answer_meaning {
    int32_t http;
    vmimage_status status;
    const char *text;
} meanings[] = {
    {400, VMIMAGE_E_INVALID, "the server calls the request bad"},
    {401, VMIMAGE_E_UNAUTHENTICATED, "the server wants a user and a password, or those given are wrong"},
    {403, VMIMAGE_E_FORBIDDEN, "the server does not allow it to this user"},
    {404, VMIMAGE_E_NOT_FOUND, "the server has no such thing"},
    {405, VMIMAGE_E_UNSUPPORTED, "the server does not do that here"},
    {407, VMIMAGE_E_FORBIDDEN, "the proxy wants a user and a password in its URL, or those given are wrong"},
    {408, VMIMAGE_E_TIMEOUT, "the server waited too long for the request"},
    {409, VMIMAGE_E_CONFLICT, "it was changed by somebody else, or is there already"},
    {410, VMIMAGE_E_NOT_FOUND, "the server does not have it any more"},
    {412, VMIMAGE_E_CONFLICT, "it was changed by somebody else"},
    {413, VMIMAGE_E_LIMIT, "the request is too large for the server"},
    {416, VMIMAGE_E_PROTOCOL, "the server has no such part of the file, which is shorter than it was said to be"},
    {422, VMIMAGE_E_INVALID, "the server can't work with what was sent"},
    {429, VMIMAGE_E_BUSY, "the server has too many requests; try again later"},
    {501, VMIMAGE_E_UNSUPPORTED, "the server does not know how to do that"},
    {502, VMIMAGE_E_PROTOCOL, "the gateway in front of the server got no answer that makes sense"},
    {503, VMIMAGE_E_BUSY, "the server is not ready; try again later"},
    {504, VMIMAGE_E_TIMEOUT, "the gateway in front of the server got no answer in time"},
};

/* Text of a page without its marks, with single spaces. */
static void plain(struct vm_buf *out, const struct vm_buf *body)
{
    bool mark = false, space = false;

    for (size_t i = 0; i < body->length && out->length < REASON_MAX; i++) {
        char c = body->data[i];

        if (c == '<')
            mark = true;
        if (mark || (unsigned char)c <= ' ') {
            mark = mark && c != '>';
            space = true;
            continue;
        }
        if (space && out->length != 0)
            vmimage__buf_add_char(out, ' ');
        space = false;
        vmimage__buf_add_char(out, c);
    }
}

static void add_reason(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(REASON_MAX + 8), shown = VM_BUF_INIT(REASON_MAX * 8);
    const char *type = transfer->answer.type;
    const struct vm_buf *body = &transfer->answer.body;

    if (transfer->continuing || body->length == 0)
        return;
    /* What is no page is shown as it is: "<" has no meaning in it. */
    if (type != NULL && strstr(type, "html") != NULL)
        plain(&text, body);
    else
        vmimage__buf_add(&text, body->data, body->length < REASON_MAX ? body->length : REASON_MAX);
    vmimage__buf_printable(&shown, vmimage__buf_str(&text), text.length);
    if (shown.status == VMIMAGE_OK && shown.length != 0)
        vmimage__error_set_reason(error, vmimage__buf_str(&shown));
}

static vmimage_status fail_http(const struct vm_http_transfer *transfer, int32_t http, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_E_PROTOCOL;
    const char *text = http / 100 == 3 ? "the server sends on to another place, which can't be followed"
                                       : "the server's answer is not one that is expected";

    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
        if (meanings[i].http == http) {
            status = meanings[i].status;
            text = meanings[i].text;
        }
    status = vmimage__fail(error, status, vmimage__http_subject(transfer), "%s: %s (HTTP %d)",
                           vmimage__http_subject(transfer), text, (int)http);
    vmimage__error_set_http(error, http);
    return status;
}

vmimage_status vmimage__http_fail_status(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    vmimage_status status = fail_http(transfer, transfer->head.status, error);

    add_reason(transfer, error);
    if (transfer->retry_after >= 0)
        vmimage__error_set_retry(error, transfer->retry_after);
    return status;
}

static vmimage_status fail_certificate(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer), *text;
    long verified = 0;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    if (vmimage__http_is_pin_trouble(verified))
        return vmimage__fail(error, VMIMAGE_E_TLS, subject,
                             "%s: the certificate of the server is not the one of the fingerprint; the server shows %s",
                             subject, transfer->http->seen);
    text = vmimage__http_certificate_trouble(verified);
    if (text != NULL)
        return vmimage__fail(error, VMIMAGE_E_TLS, subject, "%s: %s", subject, text);
    return vmimage__fail(error, VMIMAGE_E_TLS, subject, "%s: the certificate of the server is not trusted: %s", subject,
                         transfer->words);
}

/* Words of curl about a connection; those that may hold a URL with a password are left out. */
static const char *words(const struct vm_http_transfer *transfer, CURLcode code)
{
    return transfer->words[0] != '\0' && strchr(transfer->words, '@') == NULL ? transfer->words
                                                                              : curl_easy_strerror(code);
}

static vmimage_status fail_tls(const struct vm_http_transfer *transfer, CURLcode code, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer);

    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
        return fail_certificate(transfer, error);
    case CURLE_SSL_CACERT_BADFILE:
        return vmimage__fail(error, VMIMAGE_E_INVALID, subject, "%s: the CA file holds no certificates in PEM form",
                             subject);
    case CURLE_SSL_CERTPROBLEM:
        return vmimage__fail(error, VMIMAGE_E_INVALID, subject,
                             "%s: the client certificate or its key can't be used; both are to be PEM and belong "
                             "together",
                             subject);
    default:
        return vmimage__fail(error, VMIMAGE_E_TLS, subject,
                             "%s: no TLS 1.2 or newer can be agreed on with the server (%s)", subject,
                             words(transfer, code));
    }
}

static vmimage_status fail_cut(const struct vm_http_transfer *transfer, CURLcode code, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer);

    if (transfer->stalled)
        return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject,
                             "%s: the server has sent nothing for %lld seconds, after %llu bytes", subject,
                             (long long)((transfer->http->stall + 999) / 1000), (unsigned long long)transfer->position);
    if (transfer->head.complete)
        return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject,
                             "%s: the connection was cut before the end of the answer, after %llu bytes", subject,
                             (unsigned long long)transfer->position);
    return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject, "%s: the connection ended before the answer (%s)",
                         subject, words(transfer, code));
}

static vmimage_status fail_connect(const struct vm_http_transfer *transfer, CURLcode code, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer);

    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject, "%s: no address is known for the host %s", subject,
                             transfer->target.host);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject, "%s: no address is known for the proxy's host",
                             subject);
    default:
        return vmimage__fail(error, VMIMAGE_E_UNREACHABLE, subject, "%s: can't connect (%s)", subject,
                             words(transfer, code));
    }
}

vmimage_status vmimage__http_fail_curl(const struct vm_http_transfer *transfer, CURLcode code, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer);
    long proxied = 0;

    if (code == CURLE_OUT_OF_MEMORY)
        return vmimage__fail_no_memory(error);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &proxied);
    if (proxied >= 400 && !transfer->head.complete)
        return fail_http(transfer, (int32_t)proxied, error);
    if (transfer->stalled)
        return fail_cut(transfer, code, error);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
        return fail_connect(transfer, code, error);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
        return fail_tls(transfer, code, error);
    case CURLE_SSL_CONNECT_ERROR:
        return vmimage__http_was_cut(transfer, code) ? fail_cut(transfer, code, error)
                                                     : fail_tls(transfer, code, error);
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, subject,
                             "%s: the libcurl of this machine can't do it (%s); one built with OpenSSL is needed",
                             subject, curl_easy_strerror(code));
    default:
        if (vmimage__http_was_cut(transfer, code))
            return fail_cut(transfer, code, error);
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, subject, "%s: the answer is not HTTP as it should be (%s)",
                             subject, words(transfer, code));
    }
}
