/*
 * SPDX-License-Identifier: Apache-2.0
 * A file of an item as a stream: requests from where it is on, bytes as they come, and no more of them at hand than one piece. A cut is
 * taken up by the client; another file in the same place is an error.
 */
#include <inttypes.h>
#include <string.h>

#include <vmimage/item.h>

#include "base/error.h"
#include "transport/http/web.h"

struct stream {
    struct vm_stream base;
    struct vm_web *web;
    struct vm_http *http; /* its own: waiting for it wakes for nothing else */
    struct vm_arena arena;
    const char *name, *subject;
    const char *ways[VM_URL_WAYS];
    size_t way_count, way;
    struct vm_http_transfer *transfer; /* NULL: none is under way */
    uint64_t position;                 /* of the next byte that is handed out */
    char *etag, *modified;             /* of the file since its first byte; NULL: nothing is said */
    bool begun;                        /* a byte or a head was there */
    unsigned char *out;                /* where the bytes go at once, while a read lasts */
    size_t room;
    unsigned char *rest; /* of a piece that there was no room for */
    size_t rest_start, rest_end, rest_capacity;
};

static void take_rest(struct stream *stream)
{
    size_t length = stream->rest_end - stream->rest_start;

    if (length > stream->room)
        length = stream->room;
    if (length == 0)
        return;
    memcpy(stream->out, stream->rest + stream->rest_start, length);
    stream->rest_start += length;
    stream->out += length;
    stream->room -= length;
}

static vmimage_status write_bytes(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct stream *stream = data;
    size_t first = length < stream->room ? length : stream->room, left = length - first;

    if (stream->rest_start != stream->rest_end || stream->room == 0)
        return VMIMAGE_DONE;
    if (left > stream->rest_capacity) {
        unsigned char *larger = vmimage__realloc(stream->rest, left, 1);

        if (larger == NULL)
            return vmimage__fail_no_memory(error);
        stream->rest = larger;
        stream->rest_capacity = left;
    }
    memcpy(stream->out, bytes, first);
    stream->out += first;
    stream->room -= first;
    stream->rest_start = 0;
    stream->rest_end = left;
    if (left != 0)
        memcpy(stream->rest, (const unsigned char *)bytes + first, left);
    return VMIMAGE_OK;
}

static vmimage_status keep_text(char **kept, const char *text, vmimage_error **error)
{
    vmimage__free(*kept);
    *kept = vmimage__strdup(text);
    return *kept != NULL || text == NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* What the file is known by from now on, and that it is as large as the library says. */
static vmimage_status check_head(void *data, struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct stream *stream = data;
    const struct vm_http_answer *answer = vmimage__http_answer(transfer);
    vmimage_status status;

    if (answer->status / 100 != 2)
        return VMIMAGE_OK;
    if (stream->base.size == UINT64_MAX)
        stream->base.size = answer->content_length;
    if (answer->content_length != UINT64_MAX && answer->content_length != stream->base.size)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, stream->subject,
                             "%s: the file \"%s\" has %" PRIu64 " bytes, but the library says %" PRIu64,
                             stream->subject, stream->name, answer->content_length, stream->base.size);
    if (stream->begun)
        return VMIMAGE_OK;
    status = keep_text(&stream->etag, answer->etag, error);
    if (status == VMIMAGE_OK)
        status = keep_text(&stream->modified, answer->modified, error);
    stream->begun = status == VMIMAGE_OK;
    return status;
}

static vmimage_status ask(struct stream *stream, vmimage_error **error)
{
    struct vm_http_request request = {.url = stream->ways[stream->way],
                                      .offset = stream->position,
                                      .limit = UINT64_MAX,
                                      .write = write_bytes,
                                      .head = check_head,
                                      .data = stream};

    request.flags = vmimage__web_flags(stream->web, request.url) | VM_HTTP_RESUME;
    if (stream->position != 0) {
        request.etag = stream->etag;
        request.modified = stream->modified;
    }
    return vmimage__http_start(stream->http, &request, &stream->transfer, error);
}

static void stop(struct stream *stream)
{
    vmimage__http_release(stream->transfer);
    stream->transfer = NULL;
    stream->rest_start = stream->rest_end = 0;
}

static vmimage_status end_early(const struct stream *stream, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, stream->subject,
                         "%s: the file \"%s\" ends at byte %" PRIu64 ", but the library says that it has %" PRIu64,
                         stream->subject, stream->name, stream->position, stream->base.size);
}

/* The request is over, and all of its bytes are handed out. */
static vmimage_status after_end(struct stream *stream, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__http_result(stream->transfer, &failure);

    stop(stream);
    if (status == VMIMAGE_E_NOT_FOUND && !stream->begun && stream->way + 1 < stream->way_count) {
        stream->way++;
        return ask(stream, error);
    }
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    if (stream->base.size != UINT64_MAX && stream->position != stream->base.size)
        return end_early(stream, error);
    stream->base.size = stream->position;
    return VMIMAGE_DONE;
}

static bool has_rest(const struct stream *stream)
{
    return stream->rest_start != stream->rest_end;
}

/* One step of the client, into stream->out. */
static vmimage_status step(struct stream *stream, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct vm_http_transfer *ended;

    if (stream->transfer == NULL)
        return ask(stream, error);
    if (vmimage__http_ended(stream->transfer))
        return after_end(stream, error);
    vmimage__http_continue(stream->transfer);
    return vmimage__http_step(stream->http, call, wait, &ended, error);
}

static vmimage_status read_stream(struct vm_stream *base, const struct vm_call *call, int64_t wait, void *buffer,
                                  size_t capacity, size_t *got, vmimage_error **error)
{
    struct stream *stream = (struct stream *)base;
    int64_t until = wait > 0 ? vmimage__call_clock() + wait : 0;
    vmimage_status status = vmimage__call_check(call, error);

    *got = 0;
    if (status == VMIMAGE_OK && stream->position == base->size && !has_rest(stream))
        return VMIMAGE_DONE;
    stream->out = buffer;
    stream->room = capacity;
    take_rest(stream);
    while (status == VMIMAGE_OK && stream->room == capacity && capacity != 0) {
        int64_t left = wait > 0 ? until - vmimage__call_clock() : wait;
        bool asked = stream->transfer != NULL && !vmimage__http_ended(stream->transfer);

        if (wait > 0 && left <= 0)
            break;
        status = step(stream, call, left, error);
        /* Without waiting, one look at what has come. */
        if (wait == 0 && asked && (stream->transfer == NULL || !vmimage__http_ended(stream->transfer)))
            break;
    }
    *got = capacity - stream->room;
    stream->out = NULL;
    stream->room = 0;
    if (*got != 0 && (status == VMIMAGE_E_CANCELLED || status == VMIMAGE_E_TIMEOUT)) {
        *got = 0; /* the call has ended: what came in the same moment is asked for again */
        stop(stream);
        return status;
    }
    stream->position += *got;
    /* What has come is handed out first; an end comes again. */
    return *got != 0 ? VMIMAGE_OK : status;
}

static vmimage_status seek_stream(struct vm_stream *base, const struct vm_call *call, uint64_t offset,
                                  vmimage_error **error)
{
    struct stream *stream = (struct stream *)base;
    size_t rest = stream->rest_end - stream->rest_start;

    (void)call;
    if (base->size != UINT64_MAX && offset > base->size)
        return vmimage__fail(error, VMIMAGE_E_INVALID, stream->subject,
                             "%s: has %" PRIu64 " bytes; there is no byte %" PRIu64, stream->subject, base->size,
                             offset);
    if (offset >= stream->position && offset - stream->position <= rest && stream->transfer != NULL)
        stream->rest_start += (size_t)(offset - stream->position);
    else if (offset != stream->position)
        stop(stream);
    stream->position = offset;
    return VMIMAGE_OK;
}

static int fd_of(const struct vm_stream *base)
{
    const struct stream *stream = (const struct stream *)base;

    /* The first request is made by the first read, and a paused one goes on with the next. */
    if (has_rest(stream) || stream->transfer == NULL || vmimage__http_ended(stream->transfer) ||
        vmimage__http_paused(stream->transfer))
        return -1;
    return vmimage__http_fd(stream->http);
}

/* The connections serve the next one. */
static void give_back(struct vm_web *web, struct vm_http *http)
{
    for (size_t i = 0; i < VM_WEB_IDLE; i++) {
        if (web->idle[i] == NULL) {
            web->idle[i] = http;
            return;
        }
    }
    vmimage__http_close(http);
}

static vmimage_status take_client(struct vm_web *web, struct vm_http **http, vmimage_error **error)
{
    for (size_t i = 0; i < VM_WEB_IDLE; i++) {
        if (web->idle[i] != NULL) {
            *http = web->idle[i];
            web->idle[i] = NULL;
            return VMIMAGE_OK;
        }
    }
    return vmimage__http_open(&web->settings, http, error);
}

static void close_stream(struct vm_stream *base)
{
    struct stream *stream = (struct stream *)base;

    stop(stream);
    if (stream->http != NULL)
        give_back(stream->web, stream->http);
    vmimage__free(stream->rest);
    vmimage__free(stream->etag);
    vmimage__free(stream->modified);
    vmimage__arena_release(&stream->arena);
    vmimage__free(stream);
}

static const struct vm_stream_operations operations = {
    .read = read_stream, .seek = seek_stream, .fd = fd_of, .close = close_stream};

/* The item of the list, by its ID. */
static const struct vm_json *find_item(const struct vm_web_text *list, const char *id)
{
    const struct vm_json *items = vmimage__json_get(vmimage__json_root(list->doc), "items");

    for (const struct vm_json *item = vmimage__json_first(items); item != NULL; item = vmimage__json_next(item)) {
        const char *own = vmimage__vcsp_id(vmimage__json_get_string(item, "id"));

        if (own != NULL && strcmp(own, id) == 0)
            return item;
    }
    return NULL;
}

static const struct vm_json *find_file(const struct vm_json *item, const char *name)
{
    for (const struct vm_json *file = vmimage__json_first(vmimage__json_get(item, "files")); file != NULL;
         file = vmimage__json_next(file)) {
        const char *own = vmimage__json_get_string(file, "name");

        if (own != NULL && strcmp(own, name) == 0)
            return file;
    }
    return NULL;
}

static vmimage_status find(struct stream *stream, const char *id, const char *name, vmimage_error **error)
{
    const struct vm_web_text *list = stream->web->items;
    const struct vm_json *item = find_item(list, id), *file = find_file(item, name);
    const char *self = vmimage__json_get_string(item, "selfHref"), *href = vmimage__vcsp_href(file);
    vmimage_status status;

    if (file == NULL)
        return vmimage__fail(
            error, VMIMAGE_E_NOT_FOUND, name, "%s: %s \"%s\"", list->url,
            item == NULL ? "there is no item any more that has the file" : "the item has no file with the name", name);
    if (href == NULL || href[0] == '\0')
        href = name;
    if (self != NULL && vmimage__url_bad_href(list->base, self) != NULL)
        self = NULL;
    status = vmimage__web_check_href(list->base, href, list->url, error);
    if (status != VMIMAGE_OK)
        return status;
    stream->name = vmimage__arena_strdup(&stream->arena, name);
    stream->way_count = vmimage__url_ways(&stream->arena, list->base, self, href, stream->ways);
    if (stream->arena.failed)
        return vmimage__fail_no_memory(error);
    stream->subject = stream->ways[0];
    if (vmimage__vcsp_size(file, &stream->base.size) != VMIMAGE_OK)
        stream->base.size = UINT64_MAX;
    return VMIMAGE_OK;
}

vmimage_status vmimage__web_open_file(void *place, const struct vm_call *call, const vmimage_item *item,
                                      const char *name, struct vm_stream **out, vmimage_error **error)
{
    struct vm_web *web = place;
    struct stream *stream = vmimage__calloc(1, sizeof(*stream));
    const char *id = vmimage_item_id(item);
    vmimage_status status = VMIMAGE_OK;

    if (stream == NULL)
        return vmimage__fail_no_memory(error);
    stream->base.operations = &operations;
    stream->web = web;
    if (web->items == NULL)
        status = vmimage__web_fetch(web, VM_WEB_LIST, call, NULL, NULL, error);
    if (status == VMIMAGE_OK)
        status = find(stream, id != NULL ? id : "", name, error);
    if (status == VMIMAGE_OK)
        status = take_client(web, &stream->http, error);
    if (status == VMIMAGE_OK)
        *out = &stream->base;
    else
        close_stream(&stream->base);
    return status;
}
