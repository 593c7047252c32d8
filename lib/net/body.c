/*
 * SPDX-License-Identifier: Apache-2.0
 * Bodies, both ways: curl asks for what is to be sent, and hands over what has come.
 */
#include <string.h>

#include "base/error.h"
#include "net/client.h"

#define OTHER_BODY_MAX ((size_t)65536)

static size_t read_upload(struct vm_http_transfer *transfer, char *buffer, size_t capacity)
{
    const struct vm_http_upload *upload = transfer->request.upload;
    vmimage_error *failure = NULL;
    size_t got = 0;
    vmimage_status status;

    if (upload->length != UINT64_MAX && upload->length - transfer->sent < capacity)
        capacity = (size_t)(upload->length - transfer->sent);
    if (capacity == 0)
        return 0;
    status = upload->read(upload->data, buffer, capacity, &got, &failure);
    if (status == VMIMAGE_DONE)
        got = 0;
    if (status >= VMIMAGE_OK && got == 0 && upload->length != UINT64_MAX)
        status = vmimage__fail(&failure, VMIMAGE_E_INTEGRITY, vmimage__http_subject(transfer),
                               "%s: what is sent ended after %llu of %llu bytes", vmimage__http_subject(transfer),
                               (unsigned long long)transfer->sent, (unsigned long long)upload->length);
    if (status < VMIMAGE_OK) {
        vmimage__http_spoil(transfer, status, &failure);
        return CURL_READFUNC_ABORT;
    }
    return got;
}

size_t vmimage__http_on_read(char *buffer, size_t size, size_t count, void *data)
{
    struct vm_http_transfer *transfer = data;
    size_t capacity = size * count, got;

    transfer->active = vmimage__call_clock();
    if (transfer->request.upload != NULL) {
        got = read_upload(transfer, buffer, capacity);
    } else {
        got = transfer->request.length - (size_t)transfer->sent;
        if (got > capacity)
            got = capacity;
        if (got != 0)
            memcpy(buffer, (const char *)transfer->request.body + transfer->sent, got);
    }
    if (got != CURL_READFUNC_ABORT)
        transfer->sent += got;
    return got;
}

int vmimage__http_on_seek(void *data, curl_off_t offset, int origin)
{
    struct vm_http_transfer *transfer = data;
    const struct vm_http_upload *upload = transfer->request.upload;
    vmimage_error *failure = NULL;
    vmimage_status status = VMIMAGE_OK;

    if (offset != 0 || origin != SEEK_SET || !vmimage__http_may_repeat(transfer))
        return CURL_SEEKFUNC_FAIL;
    if (upload != NULL && transfer->sent != 0)
        status = upload->rewind(upload->data, &failure);
    transfer->sent = 0;
    if (status >= VMIMAGE_OK)
        return CURL_SEEKFUNC_OK;
    vmimage__http_spoil(transfer, status, &failure);
    return CURL_SEEKFUNC_FAIL;
}

/* The body of an answer that is none of 2xx: the beginning of it, for the error. */
static size_t collect_other(struct vm_http_transfer *transfer, const char *bytes, size_t length)
{
    struct vm_buf *body = &transfer->answer.body;
    size_t room = transfer->continuing || body->length >= OTHER_BODY_MAX ? 0 : OTHER_BODY_MAX - body->length;

    vmimage__buf_add(body, bytes, length < room ? length : room);
    if (body->status == VMIMAGE_E_NO_MEMORY) {
        vmimage__http_spoil(transfer, VMIMAGE_E_NO_MEMORY, NULL);
        return 0;
    }
    if (length <= room)
        return length;
    /* The rest is not worth a connection that stays. */
    transfer->enough = true;
    return 0;
}

static size_t fail_limit(struct vm_http_transfer *transfer)
{
    vmimage_error *failure = NULL;
    vmimage_status status = vmimage__fail(&failure, VMIMAGE_E_LIMIT, vmimage__http_subject(transfer),
                                          "%s: the answer is larger than the %llu bytes that are allowed",
                                          vmimage__http_subject(transfer), (unsigned long long)transfer->limit);

    vmimage__http_spoil(transfer, status, &failure);
    return 0;
}

static size_t deliver(struct vm_http_transfer *transfer, const char *bytes, size_t length)
{
    vmimage_error *failure = NULL;
    vmimage_status status;

    status = transfer->request.write(transfer->request.data, bytes, length, &failure);
    transfer->http->happened = true;
    if (status == VMIMAGE_DONE) {
        transfer->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (status != VMIMAGE_OK) {
        vmimage__http_spoil(transfer, status, &failure);
        return 0;
    }
    transfer->position += length;
    transfer->delivered = true;
    return length;
}

size_t vmimage__http_on_write(char *bytes, size_t size, size_t count, void *data)
{
    struct vm_http_transfer *transfer = data;
    size_t length = size * count, skipped;

    transfer->active = vmimage__call_clock();
    if (transfer->collecting)
        return collect_other(transfer, bytes, length);
    skipped = transfer->skip < length ? (size_t)transfer->skip : length;
    if (length - skipped > transfer->limit - (transfer->position - transfer->request.offset))
        return fail_limit(transfer);
    if (transfer->request.write == NULL) {
        vmimage__buf_add(&transfer->answer.body, bytes, length);
        if (transfer->answer.body.status != VMIMAGE_OK) {
            vmimage__http_spoil(transfer, VMIMAGE_E_NO_MEMORY, NULL);
            return 0;
        }
        transfer->position += length;
        return length;
    }
    if (length > skipped && deliver(transfer, bytes + skipped, length - skipped) != length - skipped)
        return transfer->paused ? CURL_WRITEFUNC_PAUSE : 0;
    transfer->skip -= skipped;
    return length;
}
