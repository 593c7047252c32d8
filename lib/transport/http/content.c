/*
 * SPDX-License-Identifier: Apache-2.0
 * The descriptor of one item, from wherever its publisher may have meant it to be: a file, or a member of an archive of which only the
 * headers and the descriptor are read. Nothing is read of a disc.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "format/ovf.h"
#include "transport/http/web.h"

/* What is asked for of an archive at first, and when something is missing after that. */
#define FIRST_PIECE ((size_t)65536)
#define NEXT_PIECE ((size_t)16384)
/* An archive whose descriptor is not found within so many pieces is none that anybody made. */
#define PIECES_MAX 1000

void vmimage__web_content_release(struct vm_web_content *content)
{
    vmimage__http_release(content->transfer);
    for (size_t i = 0; i < content->piece_count; i++)
        vmimage__free(content->pieces[i].bytes);
    vmimage__free(content->pieces);
    vmimage__buf_release(&content->body);
    vmimage__vcsp_release(&content->item);
    memset(content, 0, sizeof(*content));
}

static struct vm_arena *arena_of(struct vm_web_content *content)
{
    return &content->item.draft.item->arena;
}

static size_t limit_of(const struct vm_web_content *content)
{
    return (size_t)vmimage_context_limit(content->web->context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES);
}

static vmimage_status check_limit(const struct vm_web_content *content, uint64_t size, vmimage_error **error)
{
    const char *subject = content->item.draft.subject;

    if (size <= limit_of(content))
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_LIMIT, subject,
                         "%s: the descriptor has %" PRIu64 " bytes; at most %zu are allowed", subject, size,
                         limit_of(content));
}

/* Parse a descriptor that was read, or kept. */
static vmimage_status use(struct vm_web_content *content, const struct vm_web_kept *kept, vmimage_error **error)
{
    struct vm_draft *draft = &content->item.draft;
    const char *subject = kept->member == NULL
                              ? draft->subject
                              : vmimage__arena_printf(arena_of(content), "%s: %s", draft->subject, kept->member);
    vmimage_status status;

    if (subject == NULL)
        return vmimage__fail_no_memory(error);
    draft->package.kind = (enum vm_file_kind)kept->kind;
    status = vmimage__draft_check_kind(draft, content->item.file.name, error);
    if (status == VMIMAGE_OK)
        status =
            vmimage__ovf_parse(kept->text, kept->length, content->web->context, subject, &draft->package.ovf, error);
    return status;
}

/* What a file of another kind is refused with. */
static vmimage_status refuse(struct vm_web_content *content, const struct vm_source *source, enum vm_file_kind kind,
                             vmimage_error **error)
{
    content->item.draft.package.kind = kind;
    if (kind == VM_FILE_ISO || kind == VM_FILE_VMDK || kind == VM_FILE_OVA)
        return vmimage__draft_check_kind(&content->item.draft, content->item.file.name, error);
    return vmimage__refuse_kind(source, kind, error);
}

static const char *lasting_token(struct vm_web_content *content)
{
    return content->token[0] != '\0' ? content->token
                                     : vmimage__arena_printf(arena_of(content), "r%" PRIu64, content->web->revision);
}

static bool is_kept(struct vm_web_content *content, struct vm_web_kept *kept)
{
    const char *token = lasting_token(content);

    return token != NULL &&
           vmimage__web_cache_get(content->web->cache, content->ways[0], token, content->token[0] != '\0', kept);
}

static void keep(struct vm_web_content *content, const struct vm_web_kept *kept)
{
    const char *token = lasting_token(content);

    if (token != NULL)
        vmimage__web_cache_put(content->web->cache, content->ways[0], token, content->token[0] != '\0', kept);
}

static vmimage_status use_body(struct vm_web_content *content, const struct vm_buf *body, vmimage_error **error)
{
    struct vm_web_kept kept = {.kind = VM_FILE_OVF, .text = vmimage__buf_str(body), .length = body->length};
    uint64_t wanted = content->item.content.size;
    struct vm_source source;
    enum vm_file_kind kind;
    vmimage_status status = VMIMAGE_OK;

    if (wanted != VM_SIZE_UNKNOWN)
        status = vmimage__vcsp_check_size(&content->item.draft, content->item.file.name, body->length, wanted, error);
    vmimage__source_memory(&source, kept.text, kept.length, content->item.draft.subject);
    if (status == VMIMAGE_OK)
        status = vmimage__sniff(&source, &kind, error);
    if (status != VMIMAGE_OK)
        return status;
    if (kind != VM_FILE_OVF)
        return refuse(content, &source, kind, error);
    keep(content, &kept);
    return use(content, &kept, error);
}

/* Bytes of the archive that are there. NULL: not all of them are; from where on is noted, to be asked for. */
static const unsigned char *look(struct vm_web_content *content, uint64_t offset, size_t length)
{
    content->missing = offset;
    content->missing_length = length;
    for (size_t i = 0; i < content->piece_count; i++) {
        const struct vm_web_piece *piece = &content->pieces[i];
        size_t skipped = (size_t)(offset - piece->offset), rest;

        if (offset < piece->offset || offset - piece->offset >= piece->length)
            continue;
        rest = piece->length - skipped;
        if (rest >= length) {
            content->missing_length = 0;
            return piece->bytes + skipped;
        }
        content->missing = piece->offset + piece->length;
        content->missing_length = length - rest;
    }
    return NULL;
}

static vmimage_status is_missing(const struct vm_web_content *content, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_IO, content->item.draft.subject,
                         "%s: bytes %" PRIu64 " and after are missing", content->item.draft.subject, content->missing);
}

static vmimage_status read_piece(void *data, uint64_t offset, void *buffer, size_t length, vmimage_error **error)
{
    struct vm_web_content *content = data;
    const unsigned char *bytes;

    if (length == 0)
        return VMIMAGE_OK;
    bytes = look(content, offset, length);
    if (bytes == NULL)
        return is_missing(content, error);
    memcpy(buffer, bytes, length);
    return VMIMAGE_OK;
}

static vmimage_status read_archive(struct vm_web_content *content, const struct vm_source *source,
                                   vmimage_error **error)
{
    vm_auto_ova struct vm_ova ova = {.count = 0};
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(limit_of(content));
    struct vm_web_kept kept = {.kind = VM_FILE_OVA};
    const struct vm_ova_member *member;
    enum vm_file_kind kind;
    vmimage_status status = vmimage__sniff(source, &kind, error);

    if (status != VMIMAGE_OK)
        return status;
    if (kind != VM_FILE_OVA)
        return refuse(content, source, kind, error);
    status = vmimage__ova_read(&ova, source, content->web->context, true, error);
    if (status != VMIMAGE_OK)
        return status;
    member = &ova.members[ova.descriptor];
    status = check_limit(content, member->size, error);
    /* All of it is asked for at once. */
    if (status == VMIMAGE_OK && member->size != 0 && look(content, member->offset, (size_t)member->size) == NULL)
        status = is_missing(content, error);
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(source, member->offset, member->size, &text, error);
    if (status != VMIMAGE_OK)
        return status;
    kept.member = member->name;
    kept.text = vmimage__buf_str(&text);
    kept.length = text.length;
    keep(content, &kept);
    return use(content, &kept, error);
}

/* Other answers than a part would be all of the archive. */
static vmimage_status check_head(void *data, struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct vm_web_content *content = data;
    const struct vm_http_answer *answer = vmimage__http_answer(transfer);
    const char *subject = content->item.draft.subject;
    char wanted[40];
    const char *range = vmimage__http_header(transfer, "Content-Range");

    if (!content->archive || answer->status / 100 != 2)
        return VMIMAGE_OK;
    if (answer->status == 200 && answer->content_length != UINT64_MAX && content->missing == 0 &&
        answer->content_length <= content->missing_length)
        return VMIMAGE_OK;
    (void)snprintf(wanted, sizeof(wanted), "bytes %" PRIu64 "-", content->missing);
    if (answer->status == 206 && range != NULL && strncmp(range, wanted, strlen(wanted)) == 0)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, subject,
                         "%s: the server gives no part of a file (Range); all of an archive is not read for its "
                         "descriptor",
                         subject);
}

static vmimage_status add_bytes(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct vm_web_content *content = data;

    vmimage__buf_add(&content->body, bytes, length);
    if (content->body.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, content->item.draft.subject,
                             "%s: the server sends more than the part that was asked for", content->item.draft.subject);
    return content->body.status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status ask(struct vm_web_content *content, vmimage_error **error)
{
    struct vm_http_request request = {
        .url = content->ways[content->way], .limit = limit_of(content), .head = check_head, .data = content};

    request.flags = vmimage__web_flags(content->web, request.url);
    if (content->archive) {
        (void)snprintf(content->range, sizeof(content->range), "Range: bytes=%" PRIu64 "-%" PRIu64, content->missing,
                       content->missing + content->missing_length - 1);
        content->headers[0] = content->range;
        request.headers = content->headers;
        request.limit = UINT64_MAX; /* it is compared with all of the file */
        request.write = add_bytes;
        vmimage__buf_release(&content->body);
        content->body = (struct vm_buf)VM_BUF_INIT(content->missing_length);
    }
    vmimage__http_release(content->transfer);
    content->transfer = NULL;
    return vmimage__http_start(content->http, &request, &content->transfer, error);
}

/* At least a piece, at most to the end. */
static void widen(struct vm_web_content *content, size_t least)
{
    if (content->missing_length < least)
        content->missing_length = least;
    if (content->size != VM_SIZE_UNKNOWN && content->missing_length > content->size - content->missing)
        content->missing_length = (size_t)(content->size - content->missing);
}

/* What follows a piece makes it longer. */
static vmimage_status keep_bytes(struct vm_web_content *content, vmimage_error **error)
{
    const struct vm_buf *body = &content->body;
    struct vm_web_piece *piece = NULL;
    unsigned char *bytes;

    for (size_t i = 0; i < content->piece_count && piece == NULL; i++)
        piece = content->pieces[i].offset + content->pieces[i].length == content->missing ? &content->pieces[i] : NULL;
    if (piece == NULL) {
        if (!vmimage__grow(&content->pieces, content->piece_count, &content->piece_capacity, sizeof(*piece)))
            return vmimage__fail_no_memory(error);
        piece = &content->pieces[content->piece_count++];
        *piece = (struct vm_web_piece){.offset = content->missing};
    }
    bytes = vmimage__realloc(piece->bytes, piece->length + body->length, 1);
    if (bytes == NULL)
        return vmimage__fail_no_memory(error);
    memcpy(bytes + piece->length, body->data, body->length);
    piece->bytes = bytes;
    piece->length += body->length;
    return VMIMAGE_OK;
}

static vmimage_status add_piece(struct vm_web_content *content, const struct vm_http_answer *answer,
                                vmimage_error **error)
{
    if (++content->parts > PIECES_MAX)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, content->item.draft.subject,
                             "%s: the descriptor is not found in the first %d parts of the archive",
                             content->item.draft.subject, PIECES_MAX);
    if (content->size == VM_SIZE_UNKNOWN)
        content->size = answer->content_length;
    if (answer->content_length != UINT64_MAX && answer->content_length != content->size)
        return vmimage__vcsp_check_size(&content->item.draft, content->item.file.name, answer->content_length,
                                        content->size, error);
    if (content->body.length == 0)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, content->item.draft.subject, "%s: ends before byte %" PRIu64,
                             content->item.draft.subject, content->missing);
    return keep_bytes(content, error);
}

/* Read it once more from the start, which is little, and ask for what was missing. */
static vmimage_status use_piece(struct vm_web_content *content, const struct vm_http_answer *answer,
                                vmimage_error **error)
{
    struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status = add_piece(content, answer, error);

    if (status != VMIMAGE_OK)
        return status;
    source.name = content->item.draft.subject;
    source.size = content->size;
    source.read = read_piece;
    source.data = content;
    content->missing_length = 0;
    status = read_archive(content, &source, error);
    if (status == VMIMAGE_OK || content->missing_length == 0)
        return status;
    widen(content, NEXT_PIECE);
    return VMIMAGE_DONE;
}

/* The server is there, has begun to answer, and did not end: that says nothing of other files. */
static bool was_cut(const struct vm_web_content *content, vmimage_status status)
{
    return status == VMIMAGE_E_UNREACHABLE && content->transfer != NULL &&
           vmimage__http_answer(content->transfer)->status / 100 == 2;
}

/* The item is as good as it will be; what is wrong with it is its own matter, unless it ends the call. */
static vmimage_status end(struct vm_web_content *content, vmimage_status status, vmimage_error **failure,
                          vmimage_error **error)
{
    const char *url = content->way_count != 0 ? content->ways[content->way] : content->web->url;

    content->over = true;
    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    if (!was_cut(content, status) && vmimage__web_ends(content->web, url, status, *failure))
        return vmimage__pass_on(status, failure, error);
    content->item.status = status;
    vmimage_error_unref(content->item.failure);
    content->item.failure = *failure;
    *failure = NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage__web_content_go_on(struct vm_web_content *content, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__http_result(content->transfer, &failure);
    const struct vm_http_answer *answer = vmimage__http_answer(content->transfer);

    if (status == VMIMAGE_E_NOT_FOUND && content->way + 1 < content->way_count && content->piece_count == 0) {
        content->way++;
        return ask(content, error);
    }
    /* What has come of a part is a smaller part. */
    if (content->archive && content->body.length != 0 && was_cut(content, status)) {
        failure = vmimage_error_unref(failure);
        status = VMIMAGE_OK;
    }
    if (status == VMIMAGE_OK)
        status = content->archive ? use_piece(content, answer, &failure) : use_body(content, &answer->body, &failure);
    if (status == VMIMAGE_DONE)
        return ask(content, error);
    return end(content, status, &failure, error);
}

/* Where the file may be, and what it is known by. */
static vmimage_status find(struct vm_web_content *content, const struct vm_web_text *list, const struct vm_json *json,
                           vmimage_error **error)
{
    const struct vm_vcsp_file *file = &content->item.file;
    const char *self = file->self != NULL && vmimage__url_bad_href(list->base, file->self) == NULL ? file->self : NULL;

    content->token = vmimage__web_token(arena_of(content), json, file->json);
    content->way_count = vmimage__url_ways(arena_of(content), list->base, self, file->href, content->ways);
    if (content->way_count == 0 || content->token == NULL)
        return vmimage__fail_no_memory(error);
    content->item.draft.subject = content->ways[0];
    content->archive = vmimage__has_extension(file->name, ".ova");
    content->size = content->item.content.size;
    content->missing = 0;
    content->missing_length = FIRST_PIECE;
    widen(content, FIRST_PIECE);
    if (content->archive || content->size == VM_SIZE_UNKNOWN)
        return VMIMAGE_OK;
    return check_limit(content, content->size, error);
}

vmimage_status vmimage__web_content_start(struct vm_web_content *content, const struct vm_web_text *list,
                                          const struct vm_json *json, vmimage_error **error)
{
    struct vm_vcsp_item *item = &content->item;
    vm_auto_error vmimage_error *failure = NULL;
    struct vm_web_kept kept;
    vmimage_status status;

    if (!item->wanted || item->status != VMIMAGE_OK || item->content.path == NULL ||
        vmimage__has_extension(item->file.name, ".iso")) {
        content->over = true;
        return VMIMAGE_OK;
    }
    status = find(content, list, json, &failure);
    if (status == VMIMAGE_OK && content->archive && content->size == 0)
        status = vmimage__fail(&failure, VMIMAGE_E_PARSE, item->draft.subject, "%s: is empty", item->draft.subject);
    if (status != VMIMAGE_OK)
        return end(content, status, &failure, error);
    if (!is_kept(content, &kept))
        return ask(content, error);
    return end(content, use(content, &kept, &failure), &failure, error);
}
