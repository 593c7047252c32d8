/*
 * SPDX-License-Identifier: Apache-2.0
 * Credential plug-ins: what they are told and what they answer. Running the program is in spawn.c.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/context.h"
#include "base/error.h"
#include "format/json.h"
#include "model/rfc3339.h"
#include "transport/kubernetes/access.h"
#include "transport/kubernetes/spawn.h"

#define OUTPUT_MAX ((size_t)1 << 20)
#define LIMIT INT64_C(60000) /* milliseconds that a plug-in which asks nobody may take */

static const struct vm_json_limits limits = {.bytes = OUTPUT_MAX, .depth = 32};

/* ---- what it is told ---- */

static void add_base64(struct vm_json_writer *writer, const char *key, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t length = strlen(text);
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(2 * OUTPUT_MAX);

    for (size_t i = 0; i < length; i += 3) {
        uint32_t bits = 0;

        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (i + k < length ? (unsigned char)text[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            vmimage__buf_add_char(&out, i + k <= length ? digits[bits >> (18 - 6 * k) & 63] : '=');
    }
    if (out.status != VMIMAGE_OK)
        writer->buf->status = out.status;
    else
        vmimage__jw_member(writer, key, vmimage__buf_str(&out));
}

static vmimage_status add_cluster(const struct vm_kube_access *access, struct vm_json_writer *writer,
                                  vmimage_error **error)
{
    const struct vm_kubeconfig_cluster *cluster = access->choice.cluster;
    vm_auto_str char *ca = NULL;
    vmimage_status status = VMIMAGE_OK;

    if (cluster->ca_file != NULL)
        status = vmimage__kube_read_file(cluster->ca_file, OUTPUT_MAX, &ca, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_key(writer, "cluster");
    vmimage__jw_begin_object(writer);
    if (ca != NULL || cluster->ca_text != NULL)
        add_base64(writer, "certificate-authority-data", ca != NULL ? ca : cluster->ca_text);
    if (cluster->exec_config != NULL) {
        vmimage__jw_key(writer, "config");
        vmimage__jw_raw(writer, cluster->exec_config, strlen(cluster->exec_config));
    }
    if (cluster->disable_compression) {
        vmimage__jw_key(writer, "disable-compression");
        vmimage__jw_bool(writer, true);
    }
    if (cluster->insecure) {
        vmimage__jw_key(writer, "insecure-skip-tls-verify");
        vmimage__jw_bool(writer, true);
    }
    vmimage__jw_member(writer, "proxy-url", cluster->proxy);
    vmimage__jw_member(writer, "server", cluster->server);
    vmimage__jw_member(writer, "tls-server-name", cluster->tls_server_name);
    vmimage__jw_end_object(writer);
    return VMIMAGE_OK;
}

vmimage_status vmimage__kube_plugin_info(const struct vm_kube_access *access, bool interactive, struct vm_buf *json,
                                         vmimage_error **error)
{
    const struct vm_kubeconfig_exec *exec = access->choice.user->exec;
    struct vm_json_writer writer;
    vmimage_status status = VMIMAGE_OK;

    vmimage__jw_init(&writer, json, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "kind", "ExecCredential");
    vmimage__jw_member(&writer, "apiVersion", exec->api_version);
    vmimage__jw_key(&writer, "spec");
    vmimage__jw_begin_object(&writer);
    if (exec->provide_cluster_info)
        status = add_cluster(access, &writer, error);
    vmimage__jw_key(&writer, "interactive");
    vmimage__jw_bool(&writer, interactive);
    vmimage__jw_end_object(&writer);
    vmimage__jw_end_object(&writer);
    if (status == VMIMAGE_OK && json->status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK && json->status != VMIMAGE_OK)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, exec->command, "%s: what it is to be told is too long",
                             exec->command);
    return status;
}

/* ---- what it answers ---- */

static vmimage_status bad(const char *command, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_UNAUTHENTICATED, command, "credential plug-in %s: %s", command, what);
}

/* Seconds since 1970 of a canonical RFC 3339 text. */
static int64_t seconds_of(const char *time)
{
    int64_t year = strtoll(time, NULL, 10), month = strtoll(time + 5, NULL, 10), day = strtoll(time + 8, NULL, 10);
    int64_t hour = strtoll(time + 11, NULL, 10), minute = strtoll(time + 14, NULL, 10);
    int64_t second = strtoll(time + 17, NULL, 10), days;

    /* Days from civil: March is the first month, so that the leap day is the last one. */
    year -= month <= 2;
    days = year / 400 * 146097 + (year % 400) * 365 + (year % 400) / 4 - (year % 400) / 100 +
           (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1 - 719468;
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

static vmimage_status read_status(const struct vm_json *status, const char *command,
                                  struct vm_kube_credential *credential, vmimage_error **error)
{
    const char *token = vmimage__json_get_string(status, "token");
    const char *certificate = vmimage__json_get_string(status, "clientCertificateData");
    const char *key = vmimage__json_get_string(status, "clientKeyData");
    const char *expires = vmimage__json_get_string(status, "expirationTimestamp");
    char canonical[VM_RFC3339_SIZE];

    token = token != NULL && token[0] != '\0' ? token : NULL;
    certificate = certificate != NULL && certificate[0] != '\0' ? certificate : NULL;
    key = key != NULL && key[0] != '\0' ? key : NULL;
    if (vmimage__json_type(status) != VM_JSON_OBJECT)
        return bad(command, "its answer has no status", error);
    if (token == NULL && certificate == NULL && key == NULL)
        return bad(command, "its answer has no token and no certificate with its key", error);
    if ((certificate == NULL) != (key == NULL))
        return bad(command, "its answer has only one of certificate and key", error);
    if (token != NULL && strpbrk(token, "\r\n") != NULL)
        return bad(command, "its token has a line end in it", error);
    if (expires != NULL && !vmimage__rfc3339_canonical(expires, canonical))
        return bad(command, "expirationTimestamp is no time of RFC 3339", error);
    credential->expires = expires != NULL ? seconds_of(canonical) : 0;
    credential->token = vmimage__strdup(token);
    credential->certificate = vmimage__strdup(certificate);
    credential->key = vmimage__strdup(key);
    if ((token != NULL && credential->token == NULL) || (certificate != NULL && credential->certificate == NULL) ||
        (key != NULL && credential->key == NULL))
        return vmimage__fail_no_memory(error);
    return VMIMAGE_OK;
}

vmimage_status vmimage__kube_plugin_read(const char *text, size_t length, const char *api_version, const char *command,
                                         struct vm_kube_credential *credential, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status parsed = vmimage__json_parse(text, length, &limits, command, &doc, NULL);
    const struct vm_json *root = vmimage__json_root(doc);
    const char *kind = vmimage__json_get_string(root, "kind"), *version = vmimage__json_get_string(root, "apiVersion");

    if (parsed == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (parsed != VMIMAGE_OK || kind == NULL || strcmp(kind, "ExecCredential") != 0)
        return bad(command, "it did not print an ExecCredential", error);
    if (version == NULL || strcmp(version, api_version) != 0)
        return vmimage__fail(error, VMIMAGE_E_UNAUTHENTICATED, command,
                             "credential plug-in %s: the kubeconfig wants version %s, it printed version %.100s",
                             command, api_version, version != NULL ? version : "none");
    return read_status(vmimage__json_get(root, "status"), command, credential, error);
}

/* ---- one run ---- */

static void replace(struct vm_kube_credential *credential, struct vm_kube_credential *new)
{
    bool same = credential->certificate == new->certificate ||
                (credential->certificate != NULL &&
                 new->certificate != NULL &&strcmp(credential->certificate, new->certificate) == 0 &&
                 strcmp(credential->key, new->key) == 0);

    vmimage__free(credential->token);
    vmimage__free(credential->certificate);
    vmimage__free(credential->key);
    new->generation = credential->generation + !same;
    *credential = *new;
}

static vmimage_status may_ask(const struct vm_kubeconfig_exec *exec, bool *interactive, vmimage_error **error)
{
    bool terminal = isatty(STDIN_FILENO) == 1;

    *interactive = terminal && strcmp(exec->interactive_mode, "Never") != 0;
    if (strcmp(exec->interactive_mode, "Always") == 0 && !terminal)
        return bad(exec->command, "it wants to ask something, and standard input is no terminal", error);
    return VMIMAGE_OK;
}

vmimage_status vmimage__kube_plugin_run(struct vm_kube_access *access, const struct vm_call *call,
                                        vmimage_error **error)
{
    const struct vm_kubeconfig_exec *exec = access->choice.user->exec;
    struct vm_kube_credential new = {.expires = 0};
    vm_auto_buf struct vm_buf info = VM_BUF_INIT(OUTPUT_MAX), output = VM_BUF_INIT(OUTPUT_MAX);
    struct vm_spawn spawn = {.command = exec->command,
                             .arguments = &exec->arguments,
                             .environment = &exec->environment,
                             .name = "KUBERNETES_EXEC_INFO",
                             .hint = exec->install_hint,
                             .limit = LIMIT};
    vmimage_status status = may_ask(exec, &spawn.interactive, error);

    if (status == VMIMAGE_OK)
        status = vmimage__kube_plugin_info(access, spawn.interactive, &info, error);
    if (status != VMIMAGE_OK)
        return status;
    spawn.value = vmimage__buf_str(&info);
    vmimage__log(call->context, VMIMAGE_LOG_DEBUG, "kubernetes", "running the credential plug-in %s", exec->command);
    status = vmimage__spawn(&spawn, call, &output, error);
    if (status == VMIMAGE_OK)
        status = vmimage__kube_plugin_read(vmimage__buf_str(&output), output.length, exec->api_version, exec->command,
                                           &new, error);
    if (status == VMIMAGE_OK) {
        replace(&access->credential, &new);
        return VMIMAGE_OK;
    }
    vmimage__free(new.token);
    vmimage__free(new.certificate);
    vmimage__free(new.key);
    return status;
}
