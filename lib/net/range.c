/*
 * SPDX-License-Identifier: Apache-2.0
 * Parts of a body: that an answer is the part that was asked for, of the file that the rest was of.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "net/client.h"

#define UNKNOWN UINT64_MAX

struct content_range {
    bool satisfied; /* has a first byte */
    uint64_t first, total;
};

/* "bytes 5-9/20", "bytes 5-9/" with a star for the total, "bytes STAR/20". */
static bool parse(const char *value, struct content_range *range)
{
    uint64_t last = 0;

    if (value == NULL || !vmimage__ascii_equal_n(value, "bytes ", 6))
        return false;
    value += 6;
    range->satisfied = *value != '*';
    if (!range->satisfied)
        value++;
    else if (!vmimage__http_number(&value, &range->first) || *value++ != '-' || !vmimage__http_number(&value, &last) ||
             last < range->first)
        return false;
    if (*value++ != '/')
        return false;
    range->total = UNKNOWN;
    if (*value == '*')
        return range->satisfied && value[1] == '\0';
    return vmimage__http_number(&value, &range->total) && *value == '\0' && (!range->satisfied || range->total > last);
}

uint64_t vmimage__http_total(const struct vm_http_head *head)
{
    const char *length = vmimage__http_field(head, "Content-Length");
    struct content_range range;
    uint64_t number;

    if (head->status == 206)
        return parse(vmimage__http_field(head, "Content-Range"), &range) ? range.total : UNKNOWN;
    return length != NULL && vmimage__http_number(&length, &number) && *length == '\0' ? number : UNKNOWN;
}

static bool is_strong(const char *etag)
{
    return etag != NULL && strncmp(etag, "W/", 2) != 0;
}

const char *vmimage__http_validator(const struct vm_http_transfer *transfer)
{
    const char *etag = transfer->continuing ? transfer->answer.etag : transfer->request.etag;

    if (is_strong(etag))
        return etag;
    return transfer->continuing ? transfer->answer.modified : transfer->request.modified;
}

/* Whether the head is of the file that the bytes so far were of. */
static bool is_same_file(const struct vm_http_transfer *transfer)
{
    const char *etag = vmimage__http_field(&transfer->head, "ETag");
    const char *modified = vmimage__http_field(&transfer->head, "Last-Modified");
    uint64_t total = vmimage__http_total(&transfer->head);
    const struct vm_http_answer *answer = &transfer->answer;

    if (!transfer->continuing)
        return !is_strong(transfer->request.etag) || etag == NULL || strcmp(etag, transfer->request.etag) == 0;
    if (total != UNKNOWN && answer->content_length != UNKNOWN && total != answer->content_length)
        return false;
    if (is_strong(answer->etag))
        return etag != NULL ? strcmp(etag, answer->etag) == 0 : transfer->head.status == 206;
    if (answer->modified != NULL)
        return modified != NULL ? strcmp(modified, answer->modified) == 0 : transfer->head.status == 206;
    return false;
}

static vmimage_status fail_changed(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INTEGRITY, vmimage__http_subject(transfer),
                         "%s: is another file by now than when its first %llu bytes were read; begin again",
                         vmimage__http_subject(transfer), (unsigned long long)transfer->position);
}

/* 200 where a part was asked for. */
static vmimage_status check_whole(struct vm_http_transfer *transfer, vmimage_error **error)
{
    uint64_t total = vmimage__http_total(&transfer->head);

    if (!transfer->continuing) {
        if (vmimage__http_validator(transfer) != NULL && !is_same_file(transfer))
            return fail_changed(transfer, error);
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, vmimage__http_subject(transfer),
                             "%s: the server gives no part of the file, only all of it, or the file is another by now",
                             vmimage__http_subject(transfer));
    }
    if (!is_same_file(transfer) || total == UNKNOWN || total != transfer->answer.content_length)
        return fail_changed(transfer, error);
    transfer->skip = transfer->position;
    return VMIMAGE_OK;
}

vmimage_status vmimage__http_check_range(struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct content_range range;
    const char *value = vmimage__http_field(&transfer->head, "Content-Range");

    if (!transfer->range && (transfer->head.status != 206 || vmimage__http_given(&transfer->request, "Range") != NULL))
        return VMIMAGE_OK;
    if (transfer->range && transfer->head.status != 206)
        return check_whole(transfer, error);
    if (!transfer->range || !parse(value, &range) || !range.satisfied || range.first != transfer->position)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vmimage__http_subject(transfer),
                             "%s: the server answers with another part (%.60s) than the one from byte %llu on",
                             vmimage__http_subject(transfer), value != NULL ? value : "without Content-Range",
                             (unsigned long long)transfer->position);
    return is_same_file(transfer) ? VMIMAGE_OK : fail_changed(transfer, error);
}

bool vmimage__http_complete_at_416(const struct vm_http_transfer *transfer)
{
    struct content_range range;

    return transfer->continuing && transfer->head.status == 416 &&
           parse(vmimage__http_field(&transfer->head, "Content-Range"), &range) && !range.satisfied &&
           range.total == transfer->position &&
           (transfer->answer.content_length == UNKNOWN || transfer->answer.content_length == range.total);
}
