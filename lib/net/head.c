/*
 * SPDX-License-Identifier: Apache-2.0
 * The head of an answer as curl hands it over, line by line: kept within limits, and what follows from it before the body comes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "net/client.h"

#define HEAD_BYTES_MAX ((size_t)65536)
#define HEAD_FIELDS_MAX ((size_t)256)

void vmimage__http_head_clear(struct vm_http_head *head)
{
    vmimage__arena_release(&head->arena);
    memset(head, 0, sizeof(*head));
}

const char *vmimage__http_field(const struct vm_http_head *head, const char *name)
{
    for (size_t i = head->count; i > 0; i--)
        if (vmimage__ascii_equal(head->fields[i - 1].name, name))
            return head->fields[i - 1].value;
    return NULL;
}

bool vmimage__http_number(const char **text, uint64_t *number)
{
    const char *p = *text;

    *number = 0;
    for (; *p >= '0' && *p <= '9'; p++) {
        unsigned digit = (unsigned)(*p - '0');

        if (*number > (UINT64_MAX - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    if (p == *text)
        return false;
    *text = p;
    return true;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200": an informational head, or curl's second try, comes before the one that counts. */
static void begin_head(struct vm_http_head *head, const char *line, size_t length)
{
    const char *space = memchr(line, ' ', length);
    size_t bytes = head->bytes;

    vmimage__http_head_clear(head);
    head->bytes = bytes;
    for (const char *p = space; p != NULL && p + 1 < line + length && p < space + 3; p++) {
        if (p[1] < '0' || p[1] > '9')
            break;
        head->status = head->status * 10 + (p[1] - '0');
    }
}

static bool keep_field(struct vm_http_head *head, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length), *value, *end = line + length;
    struct vm_http_field field;

    if (colon == NULL)
        return true;
    value = colon + 1;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    field.name = vmimage__arena_strndup(&head->arena, line, (size_t)(colon - line));
    field.value = vmimage__arena_strndup(&head->arena, value, (size_t)(end - value));
    if (head->count == head->capacity &&
        !vmimage__arena_grow(&head->arena, &head->fields, head->count, &head->capacity, sizeof(field)))
        return false;
    if (head->arena.failed)
        return false;
    head->fields[head->count++] = field;
    return true;
}

/* The answer's fields are those of the first head whose body is taken; tries that go on with it don't change them. */
static void keep_answer(struct vm_http_transfer *transfer)
{
    struct vm_http_answer *answer = &transfer->answer;

    answer->status = transfer->head.status;
    answer->url = transfer->target.shown;
    answer->etag = vmimage__http_field(&transfer->head, "ETag");
    answer->modified = vmimage__http_field(&transfer->head, "Last-Modified");
    answer->type = vmimage__http_field(&transfer->head, "Content-Type");
    answer->content_length = vmimage__http_total(&transfer->head);
}

static vmimage_status check_length(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    uint64_t length = transfer->answer.content_length, offset = transfer->request.offset;

    if (strcmp(vmimage__http_method(transfer), "HEAD") == 0 || length == UINT64_MAX || length <= offset ||
        length - offset <= transfer->limit)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_LIMIT, vmimage__http_subject(transfer),
                         "%s: the answer has %llu bytes, more than the %llu that are allowed",
                         vmimage__http_subject(transfer), (unsigned long long)(length - offset),
                         (unsigned long long)transfer->limit);
}

/* The head is there: what happens to the body? */
static vmimage_status judge(struct vm_http_transfer *transfer, vmimage_error **error)
{
    bool success = transfer->head.status / 100 == 2;
    vmimage_status status = VMIMAGE_OK;

    transfer->collecting = !success;
    if (transfer->continuing) {
        if (success)
            return vmimage__http_check_range(transfer, error);
        return VMIMAGE_OK;
    }
    keep_answer(transfer);
    if (success)
        status = vmimage__http_check_range(transfer, error);
    if (status == VMIMAGE_OK && success)
        status = check_length(transfer, error);
    if (status != VMIMAGE_OK || transfer->request.head == NULL || vmimage__http_redirects(transfer) ||
        vmimage__http_repeats(transfer, transfer->head.status))
        return status;
    return transfer->request.head(transfer->request.data, transfer, error);
}

static size_t spoil(struct vm_http_transfer *transfer, vmimage_status status, vmimage_error *failure)
{
    vmimage__http_spoil(transfer, status, &failure);
    return 0;
}

static size_t too_large(struct vm_http_transfer *transfer)
{
    vmimage_error *failure = NULL;
    vmimage_status status = vmimage__fail(&failure, VMIMAGE_E_LIMIT, vmimage__http_subject(transfer),
                                          "%s: the head of the answer is larger than %zu bytes or has more than %zu "
                                          "lines",
                                          vmimage__http_subject(transfer), HEAD_BYTES_MAX, HEAD_FIELDS_MAX);

    return spoil(transfer, status, failure);
}

size_t vmimage__http_on_header(char *bytes, size_t size, size_t count, void *data)
{
    struct vm_http_transfer *transfer = data;
    struct vm_http_head *head = &transfer->head;
    size_t length = size * count, text = length;
    vmimage_error *failure = NULL;
    vmimage_status status;

    transfer->active = vmimage__call_clock();
    head->bytes += length;
    if (head->bytes > HEAD_BYTES_MAX || head->count >= HEAD_FIELDS_MAX)
        return too_large(transfer);
    while (text > 0 && (bytes[text - 1] == '\r' || bytes[text - 1] == '\n'))
        text--;
    if (!head->complete && text > 5 && strncmp(bytes, "HTTP/", 5) == 0) {
        begin_head(head, bytes, text);
        return length;
    }
    if (head->complete) /* trailers: nothing that is asked for comes in them */
        return length;
    if (text != 0)
        return keep_field(head, bytes, text) ? length : spoil(transfer, VMIMAGE_E_NO_MEMORY, NULL);
    if (head->status / 100 == 1)
        return length;
    head->complete = true;
    status = judge(transfer, &failure);
    return status == VMIMAGE_OK ? length : spoil(transfer, status, failure);
}
