/*
 * SPDX-License-Identifier: Apache-2.0
 * A file of an item as a stream: a download session that lives as long as the stream, and a GET that takes up after a cut where
 * the server allows it. Data goes through a ring of fixed size, so that a slow reader holds the server up, not the memory.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/vsphere/change.h"
#include "transport/vsphere/download.h"

#define RING ((size_t)1 << 20)
/* Milliseconds between two signs of life of a session, which servers end after some minutes of silence. */
#define KEEP_ALIVE INT64_C(60000)

struct stream {
    struct vm_stream base;
    struct vm_vs *vs;
    char *name, *session, *url;
    struct vm_vs_exchange exchange;
    char *ring;
    size_t first, used; /* of the ring */
    uint64_t offset;    /* of the next byte that is read */
    uint64_t arrived;   /* the first byte that has not come yet */
    int64_t alive;      /* when the session was last told so */
    uint64_t skip;      /* bytes that come before it from a server without ranges */
    bool paused, ended;
};

/* As much as there is room for, or none of it: the client gives pieces of at most 16 KiB again later. */
static vmimage_status take(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct stream *stream = data;
    size_t at = (stream->first + stream->used) % RING, head;
    size_t over = stream->skip < length ? (size_t)stream->skip : length;

    (void)error;
    if (length - over > RING - stream->used) {
        stream->paused = true;
        return VMIMAGE_DONE;
    }
    stream->skip -= over;
    bytes = (const char *)bytes + over;
    length -= over;
    head = length < RING - at ? length : RING - at;
    memcpy(stream->ring + at, bytes, head);
    memcpy(stream->ring, (const char *)bytes + head, length - head);
    stream->used += length;
    stream->arrived += length;
    return VMIMAGE_OK;
}

/* The size, when the library did not tell it. */
static vmimage_status see_head(void *data, struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct stream *stream = data;
    const struct vm_http_answer *answer = vmimage__http_answer(transfer);

    if (answer->content_length == UINT64_MAX || answer->status >= 300)
        return VMIMAGE_OK;
    if (stream->base.size != UINT64_MAX && stream->base.size != answer->content_length)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, stream->name,
                             "%s: has %llu bytes on the server, but the library says %llu", stream->name,
                             (unsigned long long)answer->content_length, (unsigned long long)stream->base.size);
    stream->base.size = answer->content_length;
    return VMIMAGE_OK;
}

/* `whole`: from the first byte, of which those before the offset are passed over. */
static vmimage_status begin(struct stream *stream, uint64_t offset, bool whole, vmimage_error **error)
{
    vmimage_status status = vmimage__vs_prepare_url(stream->vs, &stream->exchange, "GET", stream->url, error);

    if (status != VMIMAGE_OK)
        return status;
    stream->first = stream->used = 0;
    stream->offset = stream->arrived = offset;
    stream->skip = whole ? offset : 0;
    stream->paused = stream->ended = false;
    stream->exchange.request.offset = whole ? 0 : offset;
    stream->exchange.request.limit = UINT64_MAX;
    stream->exchange.request.write = take;
    stream->exchange.request.head = see_head;
    stream->exchange.request.data = stream;
    stream->exchange.request.subject = stream->name;
    stream->exchange.request.flags |= VM_HTTP_RESUME;
    return vmimage__vs_start(stream->vs, &stream->exchange, error);
}

static vmimage_status keep_alive(struct stream *stream, const struct vm_call *call)
{
    int64_t now = vmimage__call_clock();

    if (now - stream->alive < KEEP_ALIVE)
        return VMIMAGE_OK;
    stream->alive = now;
    return vmimage__vs_do(stream->vs, call, VM_VS_DOWNLOAD_KEEP_ALIVE, stream->session, NULL, NULL);
}

/* The transfer is over: well, or with a failure. */
static vmimage_status end_transfer(struct stream *stream, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    bool again = false;
    vmimage_status status = vmimage__vs_finish(stream->vs, call, &stream->exchange, &again, &failure);

    if (status == VMIMAGE_E_UNSUPPORTED && stream->exchange.request.offset != 0 && stream->arrived == stream->offset)
        return begin(stream, stream->offset, true, error);
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    if (again)
        return status;
    stream->ended = true;
    if (stream->base.size != UINT64_MAX && stream->arrived != stream->base.size)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, stream->name, "%s: ends after %llu of %llu bytes",
                             stream->name, (unsigned long long)stream->arrived, (unsigned long long)stream->base.size);
    return VMIMAGE_OK;
}

/* Wait for bytes, the end, or the time. */
static vmimage_status wait_for(struct stream *stream, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    int64_t until = wait > 0 ? vmimage__call_clock() + wait : 0;
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && stream->used == 0 && !stream->ended) {
        struct vm_http_transfer *ended;
        int64_t left = wait > 0 ? until - vmimage__call_clock() : wait;

        if (vmimage__http_ended(stream->exchange.transfer)) {
            status = end_transfer(stream, call, error);
            continue;
        }
        if (wait > 0 && left <= 0)
            break;
        status = vmimage__http_step(stream->vs->http, call, left, &ended, error);
        if (wait == 0 && !vmimage__http_ended(stream->exchange.transfer))
            break;
    }
    return status;
}

static vmimage_status stream_read(struct vm_stream *base, const struct vm_call *call, int64_t wait, void *buffer,
                                  size_t capacity, size_t *got, vmimage_error **error)
{
    struct stream *stream = (struct stream *)base;
    size_t take_now, head;
    vmimage_status status = vmimage__call_check(call, error);

    *got = 0;
    if (status == VMIMAGE_OK && stream->exchange.transfer == NULL)
        status = begin(stream, stream->offset, false, error);
    if (status == VMIMAGE_OK)
        (void)keep_alive(stream, call);
    if (status == VMIMAGE_OK && stream->used == 0)
        status = wait_for(stream, call, wait, error);
    if (status != VMIMAGE_OK)
        return status;
    if (stream->used == 0)
        return stream->ended ? VMIMAGE_DONE : VMIMAGE_OK;
    take_now = stream->used < capacity ? stream->used : capacity;
    head = take_now < RING - stream->first ? take_now : RING - stream->first;
    memcpy(buffer, stream->ring + stream->first, head);
    memcpy((char *)buffer + head, stream->ring, take_now - head);
    stream->first = (stream->first + take_now) % RING;
    stream->used -= take_now;
    stream->offset += take_now;
    *got = take_now;
    if (stream->paused && RING - stream->used >= RING / 2) {
        stream->paused = false;
        vmimage__http_continue(stream->exchange.transfer);
    }
    return VMIMAGE_OK;
}

static vmimage_status stream_seek(struct vm_stream *base, const struct vm_call *call, uint64_t offset,
                                  vmimage_error **error)
{
    struct stream *stream = (struct stream *)base;

    (void)call;
    if (offset > base->size)
        return vmimage__fail(error, VMIMAGE_E_INVALID, stream->name, "%s: there is no byte %llu in it", stream->name,
                             (unsigned long long)offset);
    if (offset == stream->offset)
        return VMIMAGE_OK;
    vmimage__vs_release(&stream->exchange);
    stream->first = stream->used = 0;
    stream->offset = stream->arrived = offset;
    stream->ended = offset == base->size;
    return VMIMAGE_OK;
}

static int stream_fd(const struct vm_stream *base)
{
    const struct stream *stream = (const struct stream *)base;

    return stream->used != 0 || stream->ended ? -1 : vmimage__http_fd(stream->vs->http);
}

static void stream_close(struct vm_stream *base)
{
    struct stream *stream = (struct stream *)base;
    const struct vm_call call = {.context = stream->vs->context};

    vmimage__vs_release(&stream->exchange);
    if (stream->session != NULL)
        vmimage__vs_download_end(stream->vs, &call, stream->session);
    vmimage__free(stream->ring);
    vmimage__free(stream->name);
    vmimage__free(stream->session);
    vmimage__free(stream->url);
    vmimage__free(stream);
}

static const struct vm_stream_operations operations = {
    .read = stream_read, .seek = stream_seek, .fd = stream_fd, .close = stream_close};

static vmimage_status open_session(struct stream *stream, const struct vm_call *call, const char *item,
                                   vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    const struct vm_json *value;
    vmimage_status status = vmimage__vs_download_create(stream->vs, &exchange, item, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(stream->vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(stream->vs, &exchange, VM_JSON_STRING, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    stream->session = vmimage__strdup(vmimage__json_string(value));
    stream->alive = vmimage__call_clock();
    return stream->session != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status prepare_file(struct stream *stream, const struct vm_call *call, vmimage_error **error)
{
    enum vm_vs_operation operation = VM_VS_DOWNLOAD_PREPARE;
    int64_t delay = VM_VS_POLL_FIRST;
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && stream->url == NULL) {
        vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};

        status = vmimage__vs_download_file(stream->vs, &exchange, operation, stream->session, stream->name, error);
        if (status == VMIMAGE_OK)
            status = vmimage__vs_perform(stream->vs, call, &exchange, error);
        if (status == VMIMAGE_OK)
            status = vmimage__vs_download_endpoint(stream->vs, &exchange, stream->name, &stream->url, error);
        if (status == VMIMAGE_OK && stream->url == NULL)
            status = vmimage__vs_pause(call, delay, error);
        delay = delay * 2 < VM_VS_POLL_MOST ? delay * 2 : VM_VS_POLL_MOST;
        operation = VM_VS_DOWNLOAD_FILE;
    }
    return status;
}

vmimage_status vmimage__vs_stream(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *name,
                                  uint64_t size, struct vm_stream **stream, vmimage_error **error)
{
    struct stream *new = vmimage__calloc(1, sizeof(*new));
    vmimage_status status = VMIMAGE_OK;

    *stream = NULL;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->base = (struct vm_stream){.operations = &operations, .size = size};
    new->vs = vs;
    new->name = vmimage__strdup(name);
    new->ring = vmimage__calloc(1, RING);
    if (new->name == NULL || new->ring == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = open_session(new, call, item, error);
    if (status == VMIMAGE_OK)
        status = prepare_file(new, call, error);
    if (status == VMIMAGE_OK)
        *stream = &new->base;
    else
        stream_close(&new->base);
    return status;
}
