/*
 * SPDX-License-Identifier: Apache-2.0
 * What the API server's refusals mean: its Status objects in the library's words, with its own words as the reason.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "transport/kubernetes/kube.h"

static const struct vm_json_limits limits = {.bytes = 1 << 20, .depth = 64};

struct refusal {
    const char *message, *reason, *name; /* of the Status; NULL: not there */
    int64_t code, retry;                 /* HTTP status; seconds, 0: not told */
    const struct vm_json *causes;
};

static vmimage_status status_of(const struct refusal *refusal)
{
    const char *reason = refusal->reason != NULL ? refusal->reason : "";

    if (strcmp(reason, "AlreadyExists") == 0)
        return VMIMAGE_E_EXISTS;
    if (strcmp(reason, "Expired") == 0 || strcmp(reason, "Gone") == 0)
        return VMIMAGE_E_EXPIRED;
    switch (refusal->code) {
    case 400:
    case 422:
        return VMIMAGE_E_INVALID;
    case 401:
        return VMIMAGE_E_UNAUTHENTICATED;
    case 403:
        return VMIMAGE_E_FORBIDDEN;
    case 404:
        return VMIMAGE_E_NOT_FOUND;
    case 409:
        return VMIMAGE_E_CONFLICT;
    case 410:
        return VMIMAGE_E_EXPIRED;
    case 429:
    case 503:
        return VMIMAGE_E_BUSY;
    case 408:
    case 504:
        return VMIMAGE_E_TIMEOUT;
    case 405:
    case 406:
    case 501:
        return VMIMAGE_E_UNSUPPORTED;
    case 413:
        return VMIMAGE_E_LIMIT;
    default:
        return VMIMAGE_E_PROTOCOL;
    }
}

/* ---- the texts ---- */

/* Which command shows whether the user may do it. */
static void add_can_i(struct vm_buf *text, const struct vm_kube *kube, const struct vm_kube_request *request)
{
    if (request->kind == NULL || request->verb == NULL)
        return;
    vmimage__buf_printf(text, "; to see it: kubectl auth can-i %s ", request->verb);
    vmimage__kube_resource(request->kind, text);
    if (request->kind->namespaced && request->name_space != NULL)
        vmimage__buf_printf(text, " -n %s", request->name_space);
    else if (request->kind->namespaced)
        vmimage__buf_add_str(text, " -A");
    if (kube->access->context != NULL)
        vmimage__buf_printf(text, " --context %s", kube->access->context);
}

static void add_who(struct vm_buf *text, const struct vm_kube *kube)
{
    int64_t expiry = vmimage__kube_token_expiry(vmimage__kube_access_token(kube->access));
    char when[VM_TIME_SIZE];

    vmimage__buf_printf(text, "the server does not accept the credentials of %s", kube->access->who);
    if (expiry == 0 || expiry > (int64_t)time(NULL))
        return;
    vmimage__format_time(expiry, when);
    vmimage__buf_printf(text, ": the token expired at %s; log in again", when);
}

static void add_causes(struct vm_buf *text, const struct vm_json *causes, const char *message)
{
    for (const struct vm_json *cause = vmimage__json_first(causes); cause != NULL; cause = vmimage__json_next(cause)) {
        const char *what = vmimage__json_get_string(cause, "message"),
                   *field = vmimage__json_get_string(cause, "field");

        if (what == NULL || (message != NULL && strstr(message, what) != NULL))
            continue;
        vmimage__buf_printf(text, "; %s%s%s", field != NULL ? field : "", field != NULL ? ": " : "", what);
    }
}

static void describe(struct vm_buf *text, const struct vm_kube *kube, const struct vm_kube_request *request,
                     const struct refusal *refusal, vmimage_status status)
{
    const char *message = refusal->message != NULL ? refusal->message : "no explanation";

    vmimage__buf_printf(text, "%s: ", kube->url);
    if (status == VMIMAGE_E_UNAUTHENTICATED) {
        add_who(text, kube);
        return;
    }
    if (status == VMIMAGE_E_NOT_FOUND && request->kind != NULL && refusal->name == NULL) {
        vmimage__buf_add_str(text, "the cluster has no ");
        vmimage__kube_resource(request->kind, text);
        vmimage__buf_add_str(text, ": VM Operator's CRDs are not installed, or not all; to see it: kubectl get crd ");
        vmimage__kube_resource(request->kind, text);
        return;
    }
    vmimage__buf_add_str(text, message);
    add_causes(text, refusal->causes, refusal->message);
    if (status == VMIMAGE_E_FORBIDDEN)
        add_can_i(text, kube, request);
    else if (status == VMIMAGE_E_PROTOCOL || status == VMIMAGE_E_BUSY)
        vmimage__buf_printf(text, " (HTTP status %" PRId64 ")", refusal->code);
}

static vmimage_status report(const struct vm_kube *kube, const struct vm_kube_request *request,
                             const struct refusal *refusal, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(16384);
    vmimage_status status = status_of(refusal);

    describe(&text, kube, request, refusal, status);
    (void)vmimage__fail(error, status, request->name != NULL ? request->name : kube->url, "%s",
                        vmimage__buf_str(&text));
    if (refusal->message != NULL)
        vmimage__error_set_reason(error, refusal->message);
    vmimage__error_set_http(error, (int32_t)refusal->code);
    if (refusal->retry > 0)
        vmimage__error_set_retry(error, refusal->retry * 1000);
    return status;
}

/* ---- reading them ---- */

bool vmimage__kube_status(const struct vm_kube *kube, const struct vm_kube_request *request, const char *text,
                          size_t length, int32_t http_status, vmimage_status *status, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root, *details;
    const char *kind;
    struct refusal refusal = {.code = http_status};

    if (length == 0 || vmimage__json_parse(text, length, &limits, NULL, &doc, NULL) != VMIMAGE_OK)
        return false;
    root = vmimage__json_root(doc);
    kind = vmimage__json_get_string(root, "kind");
    if (kind == NULL || strcmp(kind, "Status") != 0)
        return false;
    details = vmimage__json_get(root, "details");
    refusal.message = vmimage__json_get_string(root, "message");
    refusal.reason = vmimage__json_get_string(root, "reason");
    refusal.name = vmimage__json_get_string(details, "name");
    refusal.causes = vmimage__json_get(details, "causes");
    (void)vmimage__json_int(vmimage__json_get(root, "code"), &refusal.code);
    (void)vmimage__json_int(vmimage__json_get(details, "retryAfterSeconds"), &refusal.retry);
    *status = report(kube, request, &refusal, error);
    return true;
}

vmimage_status vmimage__kube_refusal(const struct vm_kube *kube, const struct vm_kube_request *request,
                                     const struct vm_http_transfer *transfer, vmimage_status status,
                                     const vmimage_error *failure, vmimage_error **error)
{
    const struct vm_http_answer *answer = transfer != NULL ? vmimage__http_answer(transfer) : NULL;
    struct refusal refusal = {.code = answer != NULL ? answer->status : 0};
    vmimage_status said;
    const char *message = vmimage_error_message(failure);

    if (answer != NULL && answer->status >= 400) {
        if (vmimage__kube_status(kube, request, vmimage__buf_str(&answer->body), answer->body.length, answer->status,
                                 &said, error))
            return said;
        if (answer->status == 401 || answer->status == 404) /* of another server, or of a path that nobody serves */
            return report(kube, request, &refusal, error);
    }
    status = vmimage__fail(error, status, kube->url, "%s: %s", kube->url, message != NULL ? message : "");
    if (answer != NULL && answer->status != 0)
        vmimage__error_set_http(error, answer->status);
    if (vmimage_error_reason(failure) != NULL)
        vmimage__error_set_reason(error, vmimage_error_reason(failure));
    if (vmimage_error_retry_after_ms(failure) > 0)
        vmimage__error_set_retry(error, vmimage_error_retry_after_ms(failure));
    return status;
}
