/*
 * SPDX-License-Identifier: Apache-2.0
 * Logging in and out. Which dialect of REST the server speaks is found out by the first log-in: servers before 7.0U2 have no
 * /api/session. The password is sent in a header of that one request and shown nowhere.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/vsphere/vsphere.h"

#define API_SESSION "/api/session"
#define REST_SESSION "/rest/com/vmware/cis/session"
#define TOKEN_MAX 4096

void vmimage__vs_forget(char *secret)
{
    if (secret != NULL)
        explicit_bzero(secret, strlen(secret));
    vmimage__free(secret);
}

static void add_base64(struct vm_buf *buf, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        size_t n = length - i < 3 ? length - i : 3;
        uint32_t group =
            (uint32_t)bytes[i] << 16 | (n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) | (n > 2 ? bytes[i + 2] : 0);

        vmimage__buf_add_char(buf, digits[group >> 18]);
        vmimage__buf_add_char(buf, digits[group >> 12 & 63]);
        vmimage__buf_add_char(buf, n > 1 ? digits[group >> 6 & 63] : '=');
        vmimage__buf_add_char(buf, n > 2 ? digits[group & 63] : '=');
    }
}

/* The header of basic authentication. */
static vmimage_status make_header(const struct vm_vs *vs, char **header, vmimage_error **error)
{
    vm_auto_buf struct vm_buf plain = VM_BUF_INIT(65536), coded = VM_BUF_INIT(131072);

    vmimage__buf_printf(&plain, "%s:%s", vs->user, vs->password);
    vmimage__buf_add_str(&coded, "Authorization: Basic ");
    if (plain.status == VMIMAGE_OK)
        add_base64(&coded, (const unsigned char *)plain.data, plain.length);
    *header = plain.status == VMIMAGE_OK && coded.status == VMIMAGE_OK ? vmimage__strdup(coded.data) : NULL;
    if (plain.data != NULL)
        explicit_bzero(plain.data, plain.length);
    if (coded.data != NULL)
        explicit_bzero(coded.data, coded.length);
    if (plain.status == VMIMAGE_E_LIMIT || coded.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_INVALID, vs->base, "%s: the user name or the password is too long",
                             vs->base);
    return *header != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* A token becomes part of a header: nothing that ends one may be in it. */
static bool is_token(const char *token)
{
    size_t length = token != NULL ? strlen(token) : 0;

    if (length == 0 || length > TOKEN_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (token[i] <= ' ' || token[i] == 0x7f)
            return false;
    }
    return true;
}

static vmimage_status take_token(struct vm_vs *vs, const struct vm_vs_exchange *exchange, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_buf struct vm_buf header = VM_BUF_INIT(TOKEN_MAX + 64);
    const struct vm_json *value;
    vmimage_status status = vmimage__vs_value(vs, exchange, &doc, &value, error);
    const char *token = status == VMIMAGE_OK ? vmimage__json_string(value) : NULL;

    if (status != VMIMAGE_OK)
        return status;
    if (!is_token(token))
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: log in: the server's answer is no session",
                             vs->base);
    vmimage__buf_printf(&header, "vmware-api-session-id: %s", token);
    vmimage__vs_forget(vs->session);
    vs->session = header.status == VMIMAGE_OK ? vmimage__strdup(header.data) : NULL;
    if (header.data != NULL)
        explicit_bzero(header.data, header.length);
    if (vs->session == NULL)
        return vmimage__fail_no_memory(error);
    vs->generation++;
    return VMIMAGE_OK;
}

/* A server without the path may say so in several ways. */
static bool has_no_api(vmimage_status status)
{
    return status == VMIMAGE_E_NOT_FOUND || status == VMIMAGE_E_UNSUPPORTED || status == VMIMAGE_E_INVALID;
}

static vmimage_status try_login(struct vm_vs *vs, const struct vm_call *call, const char *header,
                                enum vm_vs_dialect dialect, vmimage_error **error)
{
    const char *const headers[] = {header, "vmware-use-header-authn: true", NULL};
    vm_auto_buf struct vm_buf url = VM_BUF_INIT(4096);
    vm_auto_exchange struct vm_vs_exchange exchange = {.what = "log in"};
    vmimage_status status;

    vmimage__buf_printf(&url, "%s%s", vs->base, dialect == VM_VS_API ? API_SESSION : REST_SESSION);
    if (url.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    exchange.request =
        (struct vm_http_request){.method = "POST",
                                 .url = url.data,
                                 .headers = headers,
                                 .flags = VM_HTTP_REPEATABLE | VM_HTTP_NO_REDIRECT | VM_HTTP_SECRET | VM_HTTP_NO_LOGIN};
    status = vmimage__http_perform(vs->http, call, &exchange.request, &exchange.transfer, error);
    if (status != VMIMAGE_OK)
        return vmimage__vs_explain(vs, &exchange, status, error);
    vs->dialect = dialect;
    return take_token(vs, &exchange, error);
}

vmimage_status vmimage__vs_login(struct vm_vs *vs, const struct vm_call *call, unsigned generation,
                                 vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    char *header = NULL;
    vmimage_status status;

    if (vs->session != NULL && vs->generation != generation)
        return VMIMAGE_OK;
    if (vs->user == NULL || vs->password == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNAUTHENTICATED, vs->base,
                             "%s: there is no user name or no password; give them in the options, the URL, or "
                             "GOVC_USERNAME and GOVC_PASSWORD",
                             vs->base);
    status = make_header(vs, &header, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__log(vs->context, VMIMAGE_LOG_DEBUG, "vsphere", "%s: logging in", vs->base);
    status = try_login(vs, call, header, vs->dialect == VM_VS_REST ? VM_VS_REST : VM_VS_API, &failure);
    if (vs->dialect == VM_VS_UNKNOWN && has_no_api(status)) {
        failure = vmimage_error_unref(failure);
        status = try_login(vs, call, header, VM_VS_REST, &failure);
    }
    vmimage__vs_forget(header);
    return status == VMIMAGE_OK ? status : vmimage__pass_on(status, &failure, error);
}

void vmimage__vs_logout(struct vm_vs *vs)
{
    const struct vm_call none = {.context = vs->context};
    const struct vm_call call = vmimage__vs_grace(&none);
    const char *const headers[] = {vs->session, NULL};
    vm_auto_buf struct vm_buf url = VM_BUF_INIT(4096);
    vm_auto_exchange struct vm_vs_exchange exchange = {.what = "log out"};

    vmimage__vs_sdk_logout(vs, &call);
    if (vs->session == NULL)
        return;
    vmimage__buf_printf(&url, "%s%s", vs->base, vs->dialect == VM_VS_API ? API_SESSION : REST_SESSION);
    if (url.status == VMIMAGE_OK) {
        exchange.request =
            (struct vm_http_request){.method = "DELETE",
                                     .url = url.data,
                                     .headers = headers,
                                     .flags = VM_HTTP_ONCE | VM_HTTP_NO_REDIRECT | VM_HTTP_SECRET | VM_HTTP_NO_LOGIN};
        (void)vmimage__http_perform(vs->http, &call, &exchange.request, &exchange.transfer, NULL);
    }
    vmimage__vs_release(&exchange);
    vmimage__vs_forget(vs->session);
    vs->session = NULL;
}
