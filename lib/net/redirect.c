/*
 * SPDX-License-Identifier: Apache-2.0
 * Answers that send on to another URL: followed to http and https only, and no secret goes to a place that the program did not ask.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "net/client.h"

bool vmimage__http_redirects(const struct vm_http_transfer *transfer)
{
    int32_t status = transfer->head.status;

    return (transfer->request.flags & VM_HTTP_NO_REDIRECT) == 0 &&
           (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
           vmimage__http_field(&transfer->head, "Location") != NULL;
}

/* 303 asks for the other page; 301 and 302 do so after a POST, as every client has it. */
static void change_method(struct vm_http_transfer *transfer)
{
    const char *method = vmimage__http_method(transfer);
    int32_t status = transfer->head.status;

    if ((status == 303 && strcmp(method, "HEAD") != 0) ||
        ((status == 301 || status == 302) && strcmp(method, "POST") == 0)) {
        transfer->request.method = "GET";
        transfer->bodiless = true;
    }
}

static bool has_secrets(const struct vm_http_transfer *transfer)
{
    return transfer->login != NULL || (transfer->request.flags & VM_HTTP_SECRET) != 0;
}

static vmimage_status leave(struct vm_http_transfer *transfer, const struct vm_http_target *to, vmimage_error **error)
{
    if (has_secrets(transfer) && vmimage__http_has_body(transfer))
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vmimage__http_subject(transfer),
                             "%s: the server wants what is sent at another place (%s), where it is not sent to; use "
                             "that URL if it is right",
                             vmimage__http_subject(transfer), to->shown);
    if (has_secrets(transfer) && !transfer->strangers)
        vmimage__log(transfer->http->context, VMIMAGE_LOG_INFO, "net",
                     "%s: sends on to %s, which does not get the credentials", transfer->target.shown, to->shown);
    if (strcmp(transfer->target.scheme, "https") == 0 && strcmp(to->scheme, "http") == 0)
        vmimage__log(transfer->http->context, VMIMAGE_LOG_WARNING, "net", "%s: sends on to %s, which is not encrypted",
                     transfer->target.shown, to->shown);
    transfer->strangers = true;
    vmimage__http_wipe(&transfer->login);
    return VMIMAGE_OK;
}

vmimage_status vmimage__http_redirect(struct vm_http_transfer *transfer, vmimage_error **error)
{
    const char *subject = vmimage__http_subject(transfer);
    vm_auto_error vmimage_error *why = NULL;
    struct vm_http_target to = {0};
    vmimage_status status;

    if (transfer->redirects++ >= VM_HTTP_REDIRECTS)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, subject, "%s: sends on to other places more than %d times",
                             subject, VM_HTTP_REDIRECTS);
    status =
        vmimage__http_target_set(&to, transfer->target.url, vmimage__http_field(&transfer->head, "Location"), &why);
    if (status == VMIMAGE_E_INVALID)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, subject,
                             "%s: the server sends on to where this client does not go: %s", subject,
                             vmimage_error_message(why));
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &why, error);
    change_method(transfer);
    if (!vmimage__http_same_place(&transfer->target, &to))
        status = leave(transfer, &to, error);
    if (status == VMIMAGE_OK && !vmimage__http_can_rewind(transfer))
        status =
            vmimage__fail(error, VMIMAGE_E_PROTOCOL, subject,
                          "%s: the server sends on to another place, but what is sent can't be begun again", subject);
    if (status != VMIMAGE_OK) {
        vmimage__http_target_clear(&to);
        return status;
    }
    vmimage__http_target_clear(&transfer->target);
    transfer->target = to;
    transfer->answer.url = transfer->target.shown;
    return VMIMAGE_OK;
}
