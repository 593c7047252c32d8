/*
 * SPDX-License-Identifier: Apache-2.0
 * A JSON text of the library from its server: asked for again only when it is another one, and waited for while the server says that it is
 * still making it. What the text means is left to others.
 */
#include <string.h>

#include "base/error.h"
#include "transport/http/web.h"

/* A server that makes the text says nothing of how long it takes. */
#define PREPARING_MS 1000
/* The clocks of a server and of its files may differ by as much. */
#define YOUNG_S 2

struct vm_web_text *vmimage__web_text_ref(struct vm_web_text *text)
{
    if (text != NULL)
        text->refs++;
    return text;
}

void vmimage__web_text_unref(struct vm_web_text *text)
{
    if (text == NULL || --text->refs != 0)
        return;
    vmimage__json_free(text->doc);
    vmimage__arena_release(&text->arena);
    vmimage__free(text);
}

static vmimage_status ask(struct vm_web_document *document, vmimage_error **error)
{
    const struct vm_web_text *old = document->old;
    struct vm_http_request request = {.url = document->ways[document->way], .data = document};

    if (old != NULL && strcmp(old->url, request.url) == 0) {
        request.etag = old->etag;
        request.modified = old->modified;
    }
    request.flags = vmimage__web_flags(document->web, request.url);
    document->wake = 0;
    vmimage__http_release(document->transfer);
    document->transfer = NULL;
    return vmimage__http_start(document->http, &request, &document->transfer, error);
}

vmimage_status vmimage__web_document_start(struct vm_web_document *document, vmimage_error **error)
{
    (void)vmimage__web_text_ref(document->old);
    return ask(document, error);
}

void vmimage__web_document_release(struct vm_web_document *document)
{
    vmimage__http_release(document->transfer);
    vmimage__web_text_unref(document->old);
    vmimage__web_text_unref(document->text);
    memset(document, 0, sizeof(*document));
}

/* A page that a portal or a proxy gives in place of the text. */
static vmimage_status check_is_json(const struct vm_web_document *document, const struct vm_buf *body, const char *url,
                                    vmimage_error **error)
{
    const char *text = vmimage__buf_str(body);

    text += strspn(text, " \t\r\n\xEF\xBB\xBF");
    if (*text != '<' && *text != '\0')
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_PARSE, url, "%s: is %s where %s is expected, which is JSON", url,
                         *text == '<' ? "a page of HTML or XML" : "empty", document->what);
}

/* Where the answer came from: another URL after a redirect. */
static const char *base_of(const struct vm_web_document *document, const char *came_from)
{
    const char *asked = document->ways[document->way];
    size_t length = strcspn(asked, "?");

    if (document->bases[document->way] != NULL)
        return document->bases[document->way];
    return came_from == NULL || (strlen(came_from) == length && strncmp(asked, came_from, length) == 0) ? asked
                                                                                                        : came_from;
}

/*
 * A text that was changed a moment before it was sent may be changed again within the same second, and keep its date, its size and what
 * servers make of them, its ETag: it has nothing yet that tells it from the next one.
 */
static bool is_too_young(const struct vm_web_document *document, const char *modified)
{
    int64_t changed = vmimage__web_date(modified);
    int64_t sent = vmimage__web_date(vmimage__http_header(document->transfer, "Date"));

    return changed >= 0 && sent >= 0 && changed >= sent - YOUNG_S;
}

static vmimage_status digest_of(const struct vm_buf *body, char digest[VM_DIGEST_HEX], vmimage_error **error)
{
    struct vm_digests values;
    struct vm_source source;
    vmimage_status status;

    vmimage__source_memory(&source, vmimage__buf_str(body), body->length, "");
    status = vmimage__digest_source(&source, 0, body->length, 1U << VM_SHA256, NULL, &values, error);
    if (status == VMIMAGE_OK)
        vmimage__digest_to_hex(VM_SHA256, values.value[VM_SHA256], digest);
    return status;
}

static vmimage_status make_text(struct vm_web_document *document, vmimage_error **error)
{
    const struct vm_http_answer *answer = vmimage__http_answer(document->transfer);
    struct vm_json_limits limits = vmimage__json_limits(document->web->context);
    const char *url = document->ways[document->way];
    struct vm_web_text *text = vmimage__calloc(1, sizeof(*text));
    vmimage_status status;

    if (text == NULL)
        return vmimage__fail_no_memory(error);
    text->refs = 1;
    text->url = vmimage__arena_strdup(&text->arena, url);
    text->base = vmimage__arena_strdup(&text->arena, base_of(document, answer->url));
    if (!is_too_young(document, answer->modified)) {
        text->etag = vmimage__arena_strdup(&text->arena, answer->etag);
        text->modified = vmimage__arena_strdup(&text->arena, answer->modified);
    }
    status = text->arena.failed ? vmimage__fail_no_memory(error) : check_is_json(document, &answer->body, url, error);
    if (status == VMIMAGE_OK)
        status =
            vmimage__json_parse(vmimage__buf_str(&answer->body), answer->body.length, &limits, url, &text->doc, error);
    if (status == VMIMAGE_OK)
        status = digest_of(&answer->body, text->digest, error);
    if (status == VMIMAGE_OK)
        document->text = text;
    else
        vmimage__web_text_unref(text);
    return status;
}

/* 503 with {"status", "progress", "message"}: as long as the message is empty, the text is being made. */
static vmimage_status prepare(struct vm_web_document *document, vmimage_error **failure, vmimage_error **error)
{
    const struct vm_http_answer *answer = vmimage__http_answer(document->transfer);
    struct vm_json_limits limits = vmimage__json_limits(document->web->context);
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root;
    const char *message, *url = document->ways[document->way];
    int64_t wait = vmimage_error_retry_after_ms(*failure);

    if (answer == NULL || answer->status != 503 ||
        vmimage__json_parse(vmimage__buf_str(&answer->body), answer->body.length, &limits, NULL, &doc, NULL) !=
            VMIMAGE_OK)
        return vmimage__pass_on(vmimage_error_status(*failure), failure, error);
    root = vmimage__json_root(doc);
    message = vmimage__json_get_string(root, "message");
    if (message != NULL && message[0] != '\0')
        return vmimage__fail(error, VMIMAGE_E_BUSY, url, "%s: the server can't make %s: %s", url, document->what,
                             message);
    if (vmimage__json_get(root, "progress") == NULL && vmimage__json_get_string(root, "status") == NULL)
        return vmimage__pass_on(vmimage_error_status(*failure), failure, error);
    document->wake = vmimage__call_clock() + (wait > PREPARING_MS && wait < 60000 ? wait : PREPARING_MS);
    return VMIMAGE_OK;
}

static vmimage_status fail(struct vm_web_document *document, vmimage_status status, vmimage_error **failure,
                           vmimage_error **error)
{
    if (status == VMIMAGE_E_NOT_FOUND && document->way + 1 < document->way_count) {
        document->way++;
        return ask(document, error);
    }
    return status == VMIMAGE_E_BUSY ? prepare(document, failure, error) : vmimage__pass_on(status, failure, error);
}

vmimage_status vmimage__web_document_step(struct vm_web_document *document, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    if (document->wake != 0)
        return vmimage__call_clock() < document->wake ? VMIMAGE_OK : ask(document, error);
    if (!vmimage__http_ended(document->transfer))
        return VMIMAGE_OK;
    status = vmimage__http_result(document->transfer, &failure);
    if (status != VMIMAGE_OK)
        return fail(document, status, &failure, error);
    if (vmimage__http_answer(document->transfer)->status == 304 && document->old != NULL)
        document->text = vmimage__web_text_ref(document->old);
    else
        status = make_text(document, error);
    return status == VMIMAGE_OK ? VMIMAGE_DONE : status;
}
