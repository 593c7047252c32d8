/*
 * SPDX-License-Identifier: Apache-2.0
 * A long list of items, read piece by piece, so that memory does not grow with the list. A list with anything odd in it is left to the
 * reader of the whole, who says what is wrong: who can take back what was told hears of the items at once, and for others the list is
 * looked through before the first one is told.
 */
#include <string.h>

#include "base/error.h"
#include "format/json_check.h"
#include "format/json_stream.h"
#include "transport/directory/vcsp.h"

#define PIECE ((size_t)256 << 10)
/* The list is an array in an object. */
#define DEPTH_ABOVE 2
/* What a list says beside its items. */
#define REST_MAX ((size_t)1 << 20)

struct cutter {
    const struct vm_vcsp_place *place;
    const char *file;
    struct vm_json_limits limits; /* of an item */
    struct vm_json_stream stream;
    struct vm_source source;
    struct vm_vcsp_seen seen;
    int number;
    vm_vcsp_send_fn *send;
    struct vm_vcsp_index *index; /* NULL: none is wanted */
    bool ended;                  /* by what is told, and not by the list */
};

static vmimage_status look_at(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct cutter *cutter = data;
    struct vm_json_numbers numbers = {.items = NULL};
    vmimage_status status = vmimage__json_check(text, length, &cutter->limits, cutter->file, &numbers, error);

    vmimage__free(numbers.items);
    return status;
}

static vmimage_status tell(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct cutter *cutter = data;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(text, length, &cutter->limits, cutter->file, &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__call_check(cutter->place->listing->call, error);
    if (status == VMIMAGE_OK)
        status =
            cutter->send(cutter->place, vmimage__json_root(doc), cutter->file, ++cutter->number, &cutter->seen, error);
    if (cutter->index != NULL)
        vmimage__vcsp_index_add(cutter->index,
                                vmimage__vcsp_id(vmimage__json_get_string(vmimage__json_root(doc), "id")),
                                cutter->number, cutter->stream.start, length);
    cutter->ended = status != VMIMAGE_OK;
    return status;
}

static vmimage_status pass(struct cutter *cutter, vmimage_error **error)
{
    char *piece = vmimage__calloc(1, PIECE);
    vmimage_status status = piece != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    for (uint64_t at = 0; status == VMIMAGE_OK && at < cutter->source.size; at += PIECE) {
        uint64_t left = cutter->source.size - at;
        size_t length = left < PIECE ? (size_t)left : PIECE;

        status = vmimage__source_read(&cutter->source, at, piece, length, error);
        if (status == VMIMAGE_OK)
            status = vmimage__json_stream_feed(&cutter->stream, piece, length, error);
    }
    vmimage__free(piece);
    return status == VMIMAGE_OK ? vmimage__json_stream_end(&cutter->stream, error) : status;
}

/* What is left without the items must be an object with the one, now empty, array in it. */
static vmimage_status check_rest(struct cutter *cutter, bool *plain, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root;
    size_t lists = 0;
    vmimage_status status = vmimage__json_parse(vmimage__buf_str(&cutter->stream.rest), cutter->stream.rest.length,
                                                &cutter->limits, cutter->file, &doc, error);

    root = vmimage__json_root(doc);
    for (const struct vm_json *member = vmimage__json_first(root); member != NULL; member = vmimage__json_next(member))
        lists += strcmp(vmimage__json_key(member), "items") == 0;
    *plain =
        status == VMIMAGE_OK && lists == 1 && vmimage__json_type(vmimage__json_get(root, "items")) == VM_JSON_ARRAY;
    return status;
}

/* One pass over the list; *plain when there was nothing odd in it. */
static vmimage_status look_through(struct cutter *cutter, bool *plain, vmimage_error **error)
{
    vmimage_error *odd = NULL;
    vmimage_status status = pass(cutter, &odd);

    if (status == VMIMAGE_OK)
        status = check_rest(cutter, plain, &odd);
    if (cutter->ended || status == VMIMAGE_E_NO_MEMORY)
        return vmimage__pass_on(status, &odd, error);
    vmimage_error_unref(odd);
    return VMIMAGE_OK;
}

static vmimage_status run(struct cutter *cutter, bool *plain, vmimage_error **error)
{
    const struct vm_sink *sink = cutter->place->listing->sink;
    size_t mark = sink->mark != NULL ? sink->mark(sink->data) : 0;
    vmimage_status status;

    cutter->stream.data = cutter;
    cutter->stream.subject = cutter->file;
    cutter->stream.element = sink->mark != NULL ? tell : look_at;
    status = look_through(cutter, plain, error);
    if (sink->mark != NULL) {
        if (status == VMIMAGE_OK && !*plain)
            sink->rewind(sink->data, mark);
        return status;
    }
    if (status != VMIMAGE_OK || !*plain)
        return status;
    vmimage__json_stream_reset(&cutter->stream);
    cutter->stream.element = tell;
    if (cutter->index != NULL)
        vmimage__vcsp_index_begin(cutter->index, cutter->source.fd);
    status = pass(cutter, error);
    if (cutter->index != NULL && status == VMIMAGE_OK)
        vmimage__vcsp_index_end(cutter->index);
    return status;
}

struct vm_json_limits vmimage__vcsp_item_limits(const struct vm_vcsp_place *place)
{
    struct vm_json_limits limits = vmimage__json_limits(place->listing->call->context);

    limits.depth -= limits.depth < DEPTH_ABOVE ? limits.depth : DEPTH_ABOVE;
    return limits;
}

vmimage_status vmimage__vcsp_cut(const struct vm_vcsp_place *place, const char *name, struct vm_vcsp_index *index,
                                 vm_vcsp_send_fn *send, bool *plain, vmimage_error **error)
{
    const struct vm_listing *listing = place->listing;
    struct vm_json_limits limits = vmimage__vcsp_item_limits(place);
    struct cutter cutter = {
        .place = place, .file = name, .limits = limits, .source = VM_SOURCE_INIT, .send = send, .index = index};
    struct vm_place file;
    vmimage_status status = VMIMAGE_OK;

    *plain = false;
    if (limits.depth == 0 || vmimage__tree_look(listing->tree, name, &file, NULL) != VMIMAGE_OK ||
        file.size > limits.bytes ||
        vmimage__tree_source(listing->tree, &file, name, &cutter.source, NULL) != VMIMAGE_OK)
        return VMIMAGE_OK;
    cutter.stream = (struct vm_json_stream)VM_JSON_STREAM_INIT("items", (size_t)limits.bytes, REST_MAX);
    if (cutter.source.size <= limits.bytes)
        status = run(&cutter, plain, error);
    vmimage__vcsp_seen_release(&cutter.seen);
    vmimage__json_stream_release(&cutter.stream);
    vmimage__source_close(&cutter.source);
    return status;
}
