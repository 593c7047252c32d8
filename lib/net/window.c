/*
 * SPDX-License-Identifier: Apache-2.0
 * How many requests are under way at once: as many as the settings allow, and fewer where the server asks for it (429, 503) or its answers
 * take longer and longer. It begins with a few, grows quickly until the first trouble, then by one for many good answers.
 */
#include "net/client.h"

#define BEGIN 8U
/* An answer is good within this many times the quickest, and some milliseconds. */
#define FACTOR 3
#define SLACK_US 3000

void vmimage__http_window_open(struct vm_http *http)
{
    http->window = http->connections < BEGIN ? http->connections : BEGIN;
}

/* The server has too much to do: half as many, but once for those that were under way together. */
static void shrink(struct vm_http *http, const struct vm_http_transfer *transfer)
{
    http->answers = 0;
    if (transfer->began < http->shrunk)
        return;
    http->shrunk = vmimage__call_clock() + 1;
    http->troubled = true;
    if (http->window > 2) /* one may be a long one */
        http->window = http->window / 2 > 2 ? http->window / 2 : 2;
}

static void grow(struct vm_http *http)
{
    unsigned wanted = http->troubled ? http->window * BEGIN : 2;

    if (http->window >= http->connections || ++http->answers < wanted)
        return;
    http->answers = 0;
    http->window++;
}

void vmimage__http_window_answer(struct vm_http *http, const struct vm_http_transfer *transfer)
{
    int32_t status = transfer->head.status;
    /* From the begin: on shared connections curl notes late when it has sent a request. With a body the time is that of its first byte. */
    curl_off_t first = 0;

    if (status == 429 || status == 503) {
        shrink(http, transfer);
        return;
    }
    if (status / 100 != 2 || vmimage__http_has_body(transfer) ||
        curl_easy_getinfo(transfer->easy, CURLINFO_STARTTRANSFER_TIME_T, &first) != CURLE_OK || first <= 0)
        return;
    if (http->quickest == 0 || first < http->quickest)
        http->quickest = first;
    http->usual = http->usual == 0 ? first : (http->usual * 7 + first) / 8;
    if (http->usual <= http->quickest * FACTOR + SLACK_US)
        grow(http);
    else if (http->window > BEGIN && ++http->answers >= http->window) {
        http->answers = 0;
        http->troubled = true;
        http->window--;
    }
}
