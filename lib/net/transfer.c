/*
 * SPDX-License-Identifier: Apache-2.0
 * A transfer as the layers above see it: begun, asked about, released. Its tries are made in easy.c and judged in retry.c.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "net/client.h"

static bool is_token(const char *text)
{
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++)
        if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 127 || strchr("()<>@,;:\\\"/[]?={}", *text) != NULL)
            return false;
    return true;
}

static bool is_one_line(const char *text)
{
    return text == NULL || strpbrk(text, "\r\n") == NULL;
}

/* What would become more than one line of the request is refused, not sent. */
static vmimage_status check(const struct vm_http_transfer *transfer, vmimage_error **error)
{
    const struct vm_http_request *request = &transfer->request;
    bool right = is_one_line(request->etag) && is_one_line(request->modified);

    for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
        right = right && is_one_line(request->headers[i]) && strchr(request->headers[i], ':') != NULL;
    if (!is_token(vmimage__http_method(transfer)))
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "%s: the method is none", vmimage__http_subject(transfer));
    if (!right)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "%s: a header to be sent is no line of NAME: VALUE",
                             vmimage__http_subject(transfer));
    return VMIMAGE_OK;
}

static vmimage_status set_login(struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct vm_http *http = transfer->http;
    const char *user = transfer->target.user, *password = transfer->target.password;

    if (user == NULL && password == NULL && (transfer->request.flags & VM_HTTP_NO_LOGIN) == 0) {
        user = http->user;
        password = http->password;
    }
    if (user == NULL && password == NULL)
        return VMIMAGE_OK;
    transfer->login = vmimage__http_basic(user != NULL ? user : "", password != NULL ? password : "");
    if (transfer->login == NULL)
        return vmimage__fail_no_memory(error);
    if (strcmp(transfer->target.scheme, "http") == 0 && !http->warned_plain) {
        http->warned_plain = true;
        vmimage__log(http->context, VMIMAGE_LOG_WARNING, "net", "%s: the password is sent without encryption",
                     transfer->target.shown);
    }
    return VMIMAGE_OK;
}

vmimage_status vmimage__http_start(struct vm_http *http, const struct vm_http_request *request,
                                   struct vm_http_transfer **transfer, vmimage_error **error)
{
    struct vm_http_transfer *made = vmimage__calloc(1, sizeof(*made));
    vmimage_status status;

    *transfer = NULL;
    if (made == NULL)
        return vmimage__fail_no_memory(error);
    made->http = http;
    made->request = *request;
    made->position = request->offset;
    made->retry_after = -1;
    made->limit = request->limit != 0 ? request->limit : vmimage_context_limit(http->context, VMIMAGE_LIMIT_JSON_BYTES);
    made->answer.content_length = UINT64_MAX;
    made->answer.body.max = made->limit < SIZE_MAX / 4 ? (size_t)made->limit + 65536 : SIZE_MAX / 4;
    made->state = VM_HTTP_STATES; /* in no list */
    status = vmimage__http_target_set(&made->target, NULL, request->url, error);
    if (status == VMIMAGE_OK)
        status = check(made, error);
    if (status == VMIMAGE_OK)
        status = set_login(made, error);
    if (status != VMIMAGE_OK) {
        vmimage__http_release(made);
        return status;
    }
    made->answer.url = made->target.shown;
    vmimage__http_move(made, VM_HTTP_QUEUED, false);
    vmimage__http_kick(http);
    *transfer = made;
    return VMIMAGE_OK;
}

bool vmimage__http_ended(const struct vm_http_transfer *transfer)
{
    return transfer->state == VM_HTTP_ENDED || transfer->state == VM_HTTP_GIVEN;
}

vmimage_status vmimage__http_result(struct vm_http_transfer *transfer, vmimage_error **error)
{
    if (transfer->result == VMIMAGE_OK || error == NULL)
        return transfer->result;
    if (transfer->failure != NULL)
        return vmimage__pass_on(transfer->result, &transfer->failure, error);
    return transfer->result == VMIMAGE_E_NO_MEMORY
               ? vmimage__fail_no_memory(error)
               : vmimage__fail(error, transfer->result, NULL, "%s: has failed", vmimage__http_subject(transfer));
}

const struct vm_http_answer *vmimage__http_answer(const struct vm_http_transfer *transfer)
{
    return &transfer->answer;
}

const char *vmimage__http_header(const struct vm_http_transfer *transfer, const char *name)
{
    return vmimage__http_field(transfer->continuing ? &transfer->kept : &transfer->head, name);
}

void *vmimage__http_data(const struct vm_http_transfer *transfer)
{
    return transfer->request.data;
}

bool vmimage__http_paused(const struct vm_http_transfer *transfer)
{
    return transfer->paused && transfer->state == VM_HTTP_RUNNING;
}

void vmimage__http_continue(struct vm_http_transfer *transfer)
{
    if (!vmimage__http_paused(transfer))
        return;
    transfer->go_on = true;
    vmimage__http_kick(transfer->http);
}

void vmimage__http_release(struct vm_http_transfer *transfer)
{
    if (transfer == NULL)
        return;
    vmimage__http_try_release(transfer);
    vmimage__http_move(transfer, VM_HTTP_STATES, false);
    vmimage__http_head_clear(&transfer->head);
    vmimage__http_head_clear(&transfer->kept);
    vmimage__http_target_clear(&transfer->target);
    vmimage__http_wipe(&transfer->login);
    vmimage__buf_release(&transfer->answer.body);
    vmimage_error_unref(transfer->failure);
    vmimage__free(transfer);
}
