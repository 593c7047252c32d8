/*
 * SPDX-License-Identifier: Apache-2.0
 * Credentials that change while a program runs: files with tokens that are read again, and the tokens of plug-ins.
 */
#include <fcntl.h>
#include <string.h>
#include <time.h>

#include "base/context.h"
#include "base/error.h"
#include "format/json.h"
#include "format/source.h"
#include "transport/kubernetes/access.h"

#define READ_AGAIN INT64_C(50000) /* milliseconds: a minute less ten seconds of leeway, as client-go has it */
#define TOKEN_MAX ((size_t)1 << 20)

vmimage_status vmimage__kube_read_file(const char *path, size_t limit, char **text, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(limit);
    vmimage_status status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);
    const char *begin;
    size_t length;

    *text = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, &buf, error);
    if (status != VMIMAGE_OK)
        return status;
    begin = vmimage__buf_str(&buf);
    begin += strspn(begin, " \t\r\n");
    length = strlen(begin);
    while (length > 0 && strchr(" \t\r\n", begin[length - 1]) != NULL)
        length--;
    if (length == 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, path, "%s: is empty", path);
    *text = vmimage__strndup(begin, length);
    return *text != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* A file that can't be read now leaves the old token in use. */
static vmimage_status read_token(struct vm_kube_access *access, const struct vm_call *call, vmimage_error **error)
{
    struct vm_kube_credential *credential = &access->credential;
    int64_t now = vmimage__call_clock();
    vm_auto_error vmimage_error *failure = NULL;
    char *token = NULL;
    vmimage_status status;

    if (credential->read_at != 0 && !credential->stale && now - credential->read_at < READ_AGAIN)
        return VMIMAGE_OK;
    status = vmimage__kube_read_file(credential->token_file, TOKEN_MAX, &token, &failure);
    if (status != VMIMAGE_OK && credential->read_at == 0)
        return vmimage__fail(error, status == VMIMAGE_E_INVALID ? VMIMAGE_E_UNAUTHENTICATED : status, access->who,
                             "%s: the token can't be read: %s", access->who, vmimage_error_message(failure));
    credential->read_at = now;
    credential->stale = false;
    if (status != VMIMAGE_OK) {
        vmimage__log(call->context, VMIMAGE_LOG_WARNING, "kubernetes", "the token stays in use: %s",
                     vmimage_error_message(failure));
        return VMIMAGE_OK;
    }
    vmimage__free(credential->token);
    credential->token = token;
    return VMIMAGE_OK;
}

static bool has_plugin(const struct vm_kube_access *access)
{
    return access->tls && access->choice.user != NULL && access->choice.user->exec != NULL;
}

/* A token or a password of the user's own comes before the plug-in. */
static bool uses_plugin(const struct vm_kube_access *access)
{
    const struct vm_kubeconfig_user *user = access->choice.user;

    return has_plugin(access) && user->token == NULL && user->token_file == NULL && user->user == NULL;
}

vmimage_status vmimage__kube_access_refresh(struct vm_kube_access *access, const struct vm_call *call,
                                            vmimage_error **error)
{
    struct vm_kube_credential *credential = &access->credential;
    bool had;

    if (credential->token_file != NULL)
        return read_token(access, call, error);
    if (!uses_plugin(access))
        return VMIMAGE_OK;
    had = credential->token != NULL || credential->certificate != NULL;
    if (had && !credential->stale && (credential->expires == 0 || (int64_t)time(NULL) < credential->expires))
        return VMIMAGE_OK;
    return vmimage__kube_plugin_run(access, call, error);
}

bool vmimage__kube_access_refused(struct vm_kube_access *access)
{
    if (access->credential.token_file == NULL && !uses_plugin(access))
        return false;
    access->credential.stale = true;
    return true;
}

const char *vmimage__kube_access_token(const struct vm_kube_access *access)
{
    return access->tls ? access->credential.token : NULL;
}

/* ---- what a token says about itself ---- */

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : (c == '_' ? 63 : -1);
}

int64_t vmimage__kube_token_expiry(const char *token)
{
    static const struct vm_json_limits limits = {.bytes = 65536, .depth = 16};
    const char *at = token != NULL ? strchr(token, '.') : NULL, *end = at != NULL ? strchr(at + 1, '.') : NULL;
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(65536);
    vm_auto_json struct vm_json_doc *doc = NULL;
    uint32_t bits = 0;
    int64_t expiry = 0;

    if (end == NULL)
        return 0;
    for (int have = 0; ++at < end;) {
        int value = digit(*at);

        if (value < 0)
            return 0;
        bits = (bits << 6 | (uint32_t)value) & 0xffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            vmimage__buf_add_char(&json, (char)(bits >> have & 0xff));
        }
    }
    if (vmimage__json_parse(vmimage__buf_str(&json), json.length, &limits, NULL, &doc, NULL) != VMIMAGE_OK ||
        !vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "exp"), &expiry) || expiry < 0)
        return 0;
    return expiry;
}
