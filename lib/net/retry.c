/*
 * SPDX-License-Identifier: Apache-2.0
 * What comes after a try: the end, another place, or another try after a while that grows and is random, so that many clients don't
 * come back at the same moment.
 */
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/context.h"
#include "base/error.h"
#include "net/client.h"

#define BACKOFF_MAX_MS INT64_C(10000)
/* A server that wants more than this is not waited for. */
#define RETRY_AFTER_MAX_MS INT64_C(300000)

bool vmimage__http_may_repeat(const struct vm_http_transfer *transfer)
{
    static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};

    if ((transfer->request.flags & VM_HTTP_ONCE) != 0)
        return false;
    if ((transfer->request.flags & VM_HTTP_REPEATABLE) != 0)
        return true;
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
        if (strcmp(vmimage__http_method(transfer), methods[i]) == 0)
            return true;
    return false;
}

bool vmimage__http_can_rewind(const struct vm_http_transfer *transfer)
{
    return !vmimage__http_has_body(transfer) || transfer->request.upload == NULL ||
           transfer->request.upload->rewind != NULL || transfer->sent == 0;
}

bool vmimage__http_repeats(const struct vm_http_transfer *transfer, int32_t status)
{
    bool passes = status == 408 || status == 429 || status == 502 || status == 503 || status == 504;

    return passes && transfer->tries < transfer->http->tries && vmimage__http_may_repeat(transfer) &&
           vmimage__http_can_rewind(transfer);
}

int64_t vmimage__http_retry_after(const char *value, int64_t now_seconds)
{
    uint64_t seconds;
    const char *end = value;
    time_t date;

    if (value == NULL)
        return -1;
    if (vmimage__http_number(&end, &seconds) && *end == '\0')
        return seconds < 86400 * 365 ? (int64_t)seconds * 1000 : INT64_C(86400000) * 365;
    date = curl_getdate(value, NULL);
    if (date == (time_t)-1)
        return -1;
    return date > now_seconds ? ((int64_t)date - now_seconds) * 1000 : 0;
}

bool vmimage__http_was_cut(const struct vm_http_transfer *transfer, CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    case CURLE_SSL_CONNECT_ERROR: /* in the middle of the handshake; what can't be agreed on stays so */
        return strstr(transfer->words, "SSL_connect:") != NULL || strstr(transfer->words, "unexpected eof") != NULL;
    default:
        return transfer->stalled;
    }
}

/* The server can't have seen the request. */
static bool was_not_sent(const struct vm_http_transfer *transfer, CURLcode code)
{
    long size = 0;

    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
        return true;
    case CURLE_OPERATION_TIMEDOUT:
        return curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &size) == CURLE_OK && size == 0 &&
               transfer->sent == 0 && !transfer->sending;
    default:
        return false;
    }
}

static int64_t at_random(int64_t limit)
{
    uint64_t bits = 0;

    if (getrandom(&bits, sizeof(bits), GRND_NONBLOCK) != (ssize_t)sizeof(bits))
        bits = (uint64_t)vmimage__call_clock() * UINT64_C(6364136223846793005);
    return (int64_t)(bits % (uint64_t)(limit + 1));
}

/* Sets the time of the next try. False when the call, or patience, ends before. */
static bool schedule(struct vm_http_transfer *transfer)
{
    struct vm_http *http = transfer->http;
    int64_t ceiling = http->backoff, delay, now = vmimage__call_clock();

    for (unsigned i = 1; i < transfer->tries && ceiling < BACKOFF_MAX_MS; i++)
        ceiling *= 2;
    if (ceiling > BACKOFF_MAX_MS)
        ceiling = BACKOFF_MAX_MS;
    delay = at_random(ceiling);
    if (transfer->retry_after > delay)
        delay = transfer->retry_after;
    if (delay > RETRY_AFTER_MAX_MS || (http->deadline != 0 && delay >= http->deadline - now)) {
        transfer->retry_after = delay;
        return false;
    }
    transfer->wake = now + delay;
    vmimage__log(http->context, VMIMAGE_LOG_INFO, "net", "%s: try %u failed, the next is in %lld ms",
                 transfer->target.shown, transfer->tries, (long long)delay);
    vmimage__http_try_release(transfer);
    vmimage__http_move(transfer, VM_HTTP_WAITING, false);
    return true;
}

void vmimage__http_end(struct vm_http_transfer *transfer, vmimage_status status, vmimage_error **failure)
{
    transfer->result = status;
    if (failure != NULL && failure != &transfer->failure) {
        vmimage_error_unref(transfer->failure);
        transfer->failure = *failure;
        *failure = NULL;
    }
    vmimage__http_try_release(transfer);
    vmimage__http_move(transfer, VM_HTTP_ENDED, false);
}

/* What `write` has can be added to, or it has nothing yet. The next try goes on where this one ended. */
static bool goes_on(struct vm_http_transfer *transfer)
{
    if (transfer->request.write == NULL || transfer->position == transfer->request.offset)
        return true;
    if ((transfer->request.flags & VM_HTTP_RESUME) == 0)
        return false;
    if (!transfer->continuing) {
        vmimage__http_head_clear(&transfer->kept);
        transfer->kept = transfer->head;
        memset(&transfer->head, 0, sizeof(transfer->head));
        transfer->continuing = true;
    }
    return vmimage__http_validator(transfer) != NULL;
}

static void failed(struct vm_http_transfer *transfer, CURLcode code)
{
    vmimage_error *failure = NULL;
    vmimage_status status = vmimage__http_fail_curl(transfer, code, &failure);
    bool cut = vmimage__http_was_cut(transfer, code) && status == VMIMAGE_E_UNREACHABLE;

    /* A try that has brought something was none in vain. */
    if (transfer->position > transfer->progressed && (transfer->request.flags & VM_HTTP_RESUME) != 0)
        transfer->tries = 1;
    if (cut && transfer->tries < transfer->http->tries &&
        (was_not_sent(transfer, code) || vmimage__http_may_repeat(transfer)) && vmimage__http_can_rewind(transfer) &&
        goes_on(transfer) && schedule(transfer)) {
        vmimage_error_unref(failure);
        return;
    }
    if (cut)
        vmimage__error_set_retry(&failure, transfer->retry_after >= 0 ? transfer->retry_after : BACKOFF_MAX_MS);
    vmimage__http_end(transfer, status, &failure);
}

/* A part may end earlier than the file. */
static bool is_short(const struct vm_http_transfer *transfer)
{
    uint64_t total = transfer->answer.content_length;

    return transfer->range && transfer->head.status == 206 && total != UINT64_MAX && transfer->position < total &&
           strcmp(vmimage__http_method(transfer), "HEAD") != 0;
}

static void answered(struct vm_http_transfer *transfer)
{
    int32_t http = transfer->head.status;
    vmimage_error *failure = NULL;
    vmimage_status status = VMIMAGE_OK;
    struct timespec now = {0, 0};

    vmimage__http_window_answer(transfer->http, transfer);
    (void)clock_gettime(CLOCK_REALTIME, &now);
    transfer->retry_after =
        vmimage__http_retry_after(vmimage__http_field(&transfer->head, "Retry-After"), (int64_t)now.tv_sec);
    if (vmimage__http_redirects(transfer)) {
        status = vmimage__http_redirect(transfer, &failure);
        if (status != VMIMAGE_OK) {
            vmimage__http_end(transfer, status, &failure);
            return;
        }
        vmimage__http_try_release(transfer);
        transfer->tries = 0;
        vmimage__http_move(transfer, VM_HTTP_QUEUED, true);
        return;
    }
    if (is_short(transfer)) {
        failed(transfer, CURLE_PARTIAL_FILE);
        return;
    }
    if (vmimage__http_repeats(transfer, http) && schedule(transfer))
        return;
    if (http / 100 != 2 && http != 304 && !vmimage__http_complete_at_416(transfer))
        status = vmimage__http_fail_status(transfer, &failure);
    vmimage__http_end(transfer, status, &failure);
}

void vmimage__http_tried(struct vm_http_transfer *transfer, CURLcode code)
{
    long connections = 0;

    if (curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connections) == CURLE_OK && connections > 0)
        transfer->http->made += (uint64_t)connections;
    if (transfer->result != VMIMAGE_OK)
        vmimage__http_end(transfer, transfer->result, &transfer->failure);
    else if ((code == CURLE_OK || transfer->enough) && transfer->head.complete)
        answered(transfer);
    else
        failed(transfer, code != CURLE_OK ? code : CURLE_GOT_NOTHING);
}
