/*
 * SPDX-License-Identifier: Apache-2.0
 * Asking a vCenter by REST, in the dialect that it speaks: /rest wraps arguments and answers and has its own names for
 * actions, /api doesn't. What is asked is in operations.inc.
 */
#include <string.h>

#include "base/error.h"
#include "transport/directory/keep.h"
#include "transport/vsphere/vsphere.h"

#define BODY_MAX ((size_t)16 << 20)
#define URL_MAX ((size_t)65536)

struct form {
    const char *method, *path;
};

static const struct {
    struct form rest, api;
    const char *wrap; /* around the body in /rest; NULL: nothing */
    const char *name;
} operations[] = {
#define VM_VS_OPERATION(id, method, rest, api_method, api, wrap) {{method, rest}, {api_method, api}, wrap, #id},
#include "transport/vsphere/operations.inc"
#undef VM_VS_OPERATION
};

/* Calls that make something take a token, by which the server knows a repetition. */
static bool takes_token(enum vm_vs_operation operation)
{
    switch (operation) {
    case VM_VS_LOCAL_CREATE:
    case VM_VS_SUBSCRIBED_CREATE:
    case VM_VS_ITEM_CREATE:
    case VM_VS_ITEM_COPY:
    case VM_VS_DOWNLOAD_CREATE:
    case VM_VS_UPDATE_CREATE:
    case VM_VS_SUBSCRIPTION_CREATE:
    case VM_VS_CAPTURE:
        return true;
    default:
        return false;
    }
}

/* POST that may be sent again when its answer was lost: it reads, or does what was done already. */
static bool is_repeatable(enum vm_vs_operation operation)
{
    switch (operation) {
    case VM_VS_LOCAL_CREATE:
    case VM_VS_SUBSCRIBED_CREATE:
    case VM_VS_ITEM_CREATE:
    case VM_VS_ITEM_COPY:
    case VM_VS_SUBSCRIPTION_CREATE:
    case VM_VS_CAPTURE:
    case VM_VS_TEMPLATE_CREATE:
    case VM_VS_UPDATE_COMPLETE:
        return false;
    default:
        return true;
    }
}

void vmimage__vs_escape(struct vm_buf *buf, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text != '\0'; text++) {
        if (strchr(plain, *text) != NULL)
            vmimage__buf_add_char(buf, *text);
        else
            vmimage__buf_printf(buf, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

static void add_path(const struct vm_vs *vs, struct vm_buf *url, const char *path, const char *first,
                     const char *second)
{
    if (vs->dialect == VM_VS_API || path[0] == '~')
        vmimage__buf_add_str(url, "/api");
    else
        vmimage__buf_add_str(url, path[0] == '!' ? "/rest" : "/rest/com/vmware");
    for (path += path[0] == '!' || path[0] == '~'; *path != '\0'; path++) {
        if (*path != '#') {
            vmimage__buf_add_char(url, *path);
            continue;
        }
        vmimage__vs_escape(url, first != NULL ? first : "");
        first = second;
    }
}

/* The dialect is known only after the first log-in. */
static vmimage_status be_logged_in(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error)
{
    return vs->session != NULL ? VMIMAGE_OK : vmimage__vs_login(vs, call, vs->generation, error);
}

static const char *what_of(enum vm_vs_operation operation)
{
    static const char *const words[][2] = {
        {"LIBRAR", "library"},
        {"LOCAL_", "library"},
        {"SUBSCRIBED_", "subscribed library"},
        {"SUBSCRIPTION", "subscription"},
        {"ITEM", "library item"},
        {"FILES", "files of an item"},
        {"STORAGE", "storage of an item"},
        {"DOWNLOAD_", "download"},
        {"UPDATE", "upload"},
        {"CAPTURE", "capture of a VM"},
        {"NAMESPACE", "namespace"},
        {"TEMPLATE", "VM template"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strncmp(operations[operation].name, words[i][0], strlen(words[i][0])) == 0)
            return words[i][1];
    }
    return "vCenter";
}

vmimage_status vmimage__vs_prepare(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                                   const char *first, const char *second, vmimage_error **error)
{
    vm_auto_buf struct vm_buf url = VM_BUF_INIT(URL_MAX);
    const struct form *form = vs->dialect == VM_VS_API ? &operations[operation].api : &operations[operation].rest;

    vmimage__vs_release(exchange);
    vmimage__buf_add_str(&url, vs->base);
    add_path(vs, &url, form->path, first, second);
    if (url.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    exchange->url = vmimage__strdup(url.data);
    exchange->what = what_of(operation);
    exchange->bare = vs->dialect == VM_VS_API || form->path[0] == '~';
    exchange->body = (struct vm_buf)VM_BUF_INIT(BODY_MAX);
    exchange->request = (struct vm_http_request){
        .method = form->method,
        .url = exchange->url,
        .flags = VM_HTTP_NO_REDIRECT | VM_HTTP_SECRET | VM_HTTP_NO_LOGIN |
                 (strcmp(form->method, "POST") == 0 && is_repeatable(operation) ? VM_HTTP_REPEATABLE : 0)};
    return exchange->url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vs_prepare_url(struct vm_vs *vs, struct vm_vs_exchange *exchange, const char *method,
                                       const char *url, vmimage_error **error)
{
    bool safe =
        strncmp(url, "https://", 8) == 0 || (strncmp(vs->base, "http://", 7) == 0 && strncmp(url, "http://", 7) == 0);

    vmimage__vs_release(exchange);
    if (!safe)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base,
                             "%s: the server gave an address for data that is no https URL", vs->base);
    exchange->url = vmimage__strdup(url);
    exchange->what = "data";
    exchange->request = (struct vm_http_request){
        .method = method, .url = exchange->url, .flags = VM_HTTP_NO_REDIRECT | VM_HTTP_SECRET | VM_HTTP_NO_LOGIN};
    return exchange->url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

void vmimage__vs_body_begin(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                            struct vm_json_writer *writer)
{
    vmimage__jw_init(writer, &exchange->body, false);
    vmimage__jw_begin_object(writer);
    if (vs->dialect == VM_VS_API || operations[operation].wrap == NULL)
        return;
    vmimage__jw_key(writer, operations[operation].wrap);
    vmimage__jw_begin_object(writer);
}

vmimage_status vmimage__vs_body_end(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                                    struct vm_json_writer *writer, vmimage_error **error)
{
    char token[VM_UUID_SIZE];
    vmimage_status status = takes_token(operation) ? vmimage__new_uuid(token, error) : VMIMAGE_OK;

    if (status != VMIMAGE_OK)
        return status;
    if (vs->dialect != VM_VS_API && operations[operation].wrap != NULL)
        vmimage__jw_end_object(writer);
    if (takes_token(operation) && vs->dialect != VM_VS_API)
        vmimage__jw_member(writer, "client_token", token);
    vmimage__jw_end_object(writer);
    if (takes_token(operation) && vs->dialect == VM_VS_API)
        memcpy(exchange->token + sizeof("Client-Token: ") - 1, token, sizeof(token));
    if (exchange->body.status != VMIMAGE_OK)
        return exchange->body.status == VMIMAGE_E_LIMIT
                   ? vmimage__fail(error, VMIMAGE_E_LIMIT, vs->base, "%s: the request is too large", vs->base)
                   : vmimage__fail_no_memory(error);
    exchange->request.body = exchange->body.data;
    exchange->request.length = exchange->body.length;
    return VMIMAGE_OK;
}

vmimage_status vmimage__vs_start(struct vm_vs *vs, struct vm_vs_exchange *exchange, vmimage_error **error)
{
    size_t count = 0;

    vmimage__vs_forget(exchange->secret);
    exchange->secret = vs->session != NULL ? vmimage__strdup(vs->session) : NULL;
    if (exchange->secret == NULL)
        return vmimage__fail_no_memory(error);
    exchange->generation = vs->generation;
    exchange->headers[count++] = exchange->secret;
    if (exchange->request.body != NULL)
        exchange->headers[count++] = "Content-Type: application/json";
    if (exchange->request.upload != NULL)
        exchange->headers[count++] = "Content-Type: application/octet-stream";
    if (exchange->token[sizeof("Client-Token: ") - 1] != '\0') {
        memcpy(exchange->token, "Client-Token: ", sizeof("Client-Token: ") - 1);
        exchange->headers[count++] = exchange->token;
    }
    if (exchange->activation != NULL)
        exchange->headers[count++] = exchange->activation;
    exchange->headers[count] = NULL;
    exchange->request.headers = exchange->headers;
    return vmimage__http_start(vs->http, &exchange->request, &exchange->transfer, error);
}

vmimage_status vmimage__vs_finish(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                  bool *again, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__http_result(exchange->transfer, &failure);

    *again = false;
    if (status == VMIMAGE_OK)
        return status;
    if (status == VMIMAGE_E_UNAUTHENTICATED && !exchange->again) {
        exchange->again = true;
        failure = vmimage_error_unref(failure);
        status = vmimage__vs_login(vs, call, exchange->generation, error);
        if (status != VMIMAGE_OK)
            return status;
        vmimage__http_release(exchange->transfer);
        exchange->transfer = NULL;
        if (exchange->request.upload != NULL && exchange->request.upload->rewind != NULL)
            status = exchange->request.upload->rewind(exchange->request.upload->data, error);
        if (status == VMIMAGE_OK)
            status = vmimage__vs_start(vs, exchange, error);
        *again = status == VMIMAGE_OK;
        return status;
    }
    status = vmimage__vs_explain(vs, exchange, status, &failure);
    return vmimage__pass_on(status, &failure, error);
}

vmimage_status vmimage__vs_perform(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                   vmimage_error **error)
{
    vmimage_status status = be_logged_in(vs, call, error);
    bool again = true;

    if (status == VMIMAGE_OK)
        status = vmimage__vs_start(vs, exchange, error);
    while (status == VMIMAGE_OK && again) {
        while (status == VMIMAGE_OK && !vmimage__http_ended(exchange->transfer)) {
            struct vm_http_transfer *ended;

            status = vmimage__http_step(vs->http, call, -1, &ended, error);
        }
        if (status == VMIMAGE_OK)
            status = vmimage__vs_finish(vs, call, exchange, &again, error);
    }
    return status;
}

static bool is_blank(const struct vm_buf *body)
{
    for (size_t i = 0; i < body->length; i++) {
        if (strchr(" \t\r\n", body->data[i]) == NULL || body->data[i] == '\0')
            return false;
    }
    return true;
}

vmimage_status vmimage__vs_value(struct vm_vs *vs, const struct vm_vs_exchange *exchange, struct vm_json_doc **doc,
                                 const struct vm_json **value, vmimage_error **error)
{
    const struct vm_http_answer *answer = vmimage__http_answer(exchange->transfer);
    struct vm_json_limits limits = vmimage__json_limits(vs->context);
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    *doc = NULL;
    *value = NULL;
    if (is_blank(&answer->body))
        return VMIMAGE_OK;
    status = vmimage__json_parse(answer->body.data, answer->body.length, &limits, "answer", doc, &failure);
    if (status == VMIMAGE_E_PARSE)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, answer->url,
                             "%s: %s: what the server answered is no JSON (%s); is this a vCenter?", vs->base,
                             exchange->what, answer->type != NULL ? answer->type : "without a type");
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    *value = vmimage__json_root(*doc);
    if (!exchange->bare && vs->dialect == VM_VS_REST)
        *value = vmimage__json_get(*value, "value");
    if (vmimage__json_type(*value) == VM_JSON_NULL)
        *value = NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage__vs_typed_value(struct vm_vs *vs, const struct vm_vs_exchange *exchange, enum vm_json_type type,
                                       struct vm_json_doc **doc, const struct vm_json **value, vmimage_error **error)
{
    const char *url = vmimage__http_answer(exchange->transfer)->url;
    vmimage_status status = vmimage__vs_value(vs, exchange, doc, value, error);

    if (status != VMIMAGE_OK || (*value == NULL && type == VM_JSON_ARRAY))
        return status;
    if (*value == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, url, "%s: %s: the server's answer is empty", vs->base,
                             exchange->what);
    if (vmimage__json_type(*value) != type)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, url, "%s: %s: the server's answer is %s instead of %s",
                             vs->base, exchange->what, vmimage__json_type_name(vmimage__json_type(*value)),
                             vmimage__json_type_name(type));
    return VMIMAGE_OK;
}

void vmimage__vs_release(struct vm_vs_exchange *exchange)
{
    const char *what = exchange->what;

    vmimage__http_release(exchange->transfer);
    vmimage__vs_forget(exchange->secret);
    vmimage__free(exchange->url);
    vmimage__buf_release(&exchange->body);
    memset(exchange, 0, sizeof(*exchange));
    exchange->what = what;
}

vmimage_status vmimage__vs_get(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                               const char *first, const char *second, enum vm_json_type type, struct vm_json_doc **doc,
                               const struct vm_json **value, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vmimage_status status = be_logged_in(vs, call, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_prepare(vs, &exchange, operation, first, second, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, &exchange, type, doc, value, error);
    return status;
}

vmimage_status vmimage__vs_do(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                              const char *first, const char *second, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    vmimage_status status = be_logged_in(vs, call, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_prepare(vs, &exchange, operation, first, second, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    /* Who answers in another language has not done it. */
    if (status == VMIMAGE_OK)
        status = vmimage__vs_value(vs, &exchange, &doc, &value, error);
    return status;
}

void vmimage__vs_tidy(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation, const char *id)
{
    const struct vm_call grace = vmimage__vs_grace(call);
    vmimage_status status = vmimage__vs_do(vs, &grace, operation, id, NULL, NULL);

    if (status != VMIMAGE_OK && status != VMIMAGE_E_NOT_FOUND)
        (void)vmimage__vs_do(vs, &grace, operation, id, NULL, NULL);
}
