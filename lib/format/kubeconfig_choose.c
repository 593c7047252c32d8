/*
 * SPDX-License-Identifier: Apache-2.0
 * Which context of a merged kubeconfig is meant, and whether cluster, user and context make sense together. All faults of the
 * chosen ones are told at once; entries that nobody uses may be wrong.
 */
#include "format/kubeconfig.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/kubeconfig_fail.h"

/* The faults that were found: the first one is the error, the others are added to its text. */
struct faults {
    const struct vm_kubeconfig_entry *entry; /* of the first one */
    char key[48];                            /* of the first one */
    size_t count;
    char text[1536];
};

static void fault(struct faults *faults, const struct vm_kubeconfig_entry *entry, const char *key, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));

static void fault(struct faults *faults, const struct vm_kubeconfig_entry *entry, const char *key, const char *format,
                  ...)
{
    size_t used = strlen(faults->text);
    va_list arguments;

    if (faults->count++ == 0) {
        faults->entry = entry;
        (void)snprintf(faults->key, sizeof(faults->key), "%s", key);
    } else {
        (void)snprintf(faults->text + used, sizeof(faults->text) - used, "; %s.%s: ", entry->path, key);
        used = strlen(faults->text);
    }
    va_start(arguments, format);
    (void)vsnprintf(faults->text + used, sizeof(faults->text) - used, format, arguments);
    va_end(arguments);
}

static vmimage_status report(const struct faults *faults, vmimage_error **error)
{
    char path[256];

    if (faults->count == 0)
        return VMIMAGE_OK;
    (void)snprintf(path, sizeof(path), "%s.%s", faults->entry->path, faults->key);
    return vmimage__kubeconfig_fail(faults->entry->source, path, VMIMAGE_E_INVALID, error, "%s", faults->text);
}

/* ---- one entry ---- */

static bool has_scheme(const char *url, const char *const *schemes)
{
    for (; *schemes != NULL; schemes++) {
        size_t length = strlen(*schemes);

        if (vmimage__ascii_equal_n(url, *schemes, length) && strncmp(url + length, "://", 3) == 0 &&
            url[length + 3] != '\0' && url[length + 3] != '/')
            return true;
    }
    return false;
}

static void check_cluster(struct faults *faults, const struct vm_kubeconfig_cluster *cluster)
{
    static const char *const servers[] = {"https", "http", NULL};
    static const char *const proxies[] = {"http", "https", "socks5", "socks5h", NULL};
    const struct vm_kubeconfig_entry *entry = &cluster->entry;

    if (cluster->server == NULL)
        fault(faults, entry, "server", "there is no server for cluster \"%.200s\"", entry->name);
    else if (strstr(cluster->server, "://") != NULL && !has_scheme(cluster->server, servers))
        fault(faults, entry, "server", "\"%.200s\" is no http or https URL of a host", cluster->server);
    if (cluster->proxy != NULL && !has_scheme(cluster->proxy, proxies))
        fault(faults, entry, "proxy-url", "is no URL of a proxy: it begins with http, https or socks5");
    if (cluster->ca_file != NULL && cluster->ca_text != NULL)
        fault(faults, entry, "certificate-authority-data", "certificate-authority is there as well; keep one of them");
    if (cluster->insecure && (cluster->ca_file != NULL || cluster->ca_text != NULL))
        fault(faults, entry, "insecure-skip-tls-verify",
              "is set and there is a certificate authority; keep one of them");
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(text, *words) == 0)
            return true;
    }
    return false;
}

static void check_exec(struct faults *faults, const struct vm_kubeconfig_user *user)
{
    static const char *const modes[] = {"Never", "IfAvailable", "Always", NULL};
    static const char *const versions[] = {"client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1",
                                           NULL};
    const struct vm_kubeconfig_exec *exec = user->exec;
    const struct vm_kubeconfig_entry *entry = &user->entry;

    if (exec->command == NULL)
        fault(faults, entry, "exec.command", "is missing");
    if (exec->api_version == NULL)
        fault(faults, entry, "exec.apiVersion", "is missing");
    else if (!is_one_of(exec->api_version, versions))
        fault(faults, entry, "exec.apiVersion",
              "is \"%.100s\"; plug-ins of client.authentication.k8s.io/v1 and v1beta1 can be used", exec->api_version);
    if (exec->interactive_mode == NULL)
        fault(faults, entry, "exec.interactiveMode", "is missing: Never, IfAvailable or Always");
    else if (!is_one_of(exec->interactive_mode, modes))
        fault(faults, entry, "exec.interactiveMode", "is \"%.100s\"; it can be Never, IfAvailable or Always",
              exec->interactive_mode);
    if (user->has_auth_provider)
        fault(faults, entry, "auth-provider", "is there together with exec; keep one of them");
}

static void check_certificate(struct faults *faults, const struct vm_kubeconfig_user *user)
{
    const struct vm_kubeconfig_entry *entry = &user->entry;
    bool certificate = user->certificate_file != NULL || user->certificate_text != NULL;
    bool key = user->key_file != NULL || user->key_text != NULL;

    if (user->certificate_file != NULL && user->certificate_text != NULL)
        fault(faults, entry, "client-certificate-data", "client-certificate is there as well; keep one of them");
    if (certificate && user->key_file != NULL && user->key_text != NULL)
        fault(faults, entry, "client-key-data", "client-key is there as well; keep one of them");
    if (certificate && !key)
        fault(faults, entry, "client-key",
              "is missing: there is a client certificate without client-key or client-key-data");
}

static void check_user(struct faults *faults, const struct vm_kubeconfig_user *user)
{
    const struct vm_kubeconfig_entry *entry = &user->entry;

    if (user->token != NULL && (user->user != NULL || user->password != NULL))
        fault(faults, entry, "token", "there are a token and a user name; keep one of them");
    check_certificate(faults, user);
    if (user->exec != NULL)
        check_exec(faults, user);
    else if (user->has_auth_provider)
        fault(faults, entry, "auth-provider", "\"%.100s\" can't be used; use an exec plug-in (user.exec)",
              user->auth_provider != NULL ? user->auth_provider : "");
    if (user->as == NULL && (user->as_uid != NULL || user->as_groups.count != 0 || user->as_extra_count != 0))
        fault(faults, entry, "as", "is missing: as-uid, as-groups and as-user-extra need it");
}

bool vmimage__kubeconfig_is_namespace(const char *text)
{
    size_t length = strlen(text);

    if (length == 0 || length > 63 || text[0] == '-' || text[length - 1] == '-')
        return false;
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* ---- the choice ---- */

static vmimage_status no_context(const struct vm_kubeconfig *config, const char *name, vmimage_error **error)
{
    vm_auto_buf struct vm_buf known = VM_BUF_INIT(1024);
    const char *path = config->sources != NULL ? config->sources->path : NULL;
    vmimage_status status;

    for (size_t i = 0; i < config->context_count; i++)
        vmimage__buf_printf(&known, "%s\"%s\"", i == 0 ? "" : ", ", config->contexts[i].entry.name);
    if (config->context_count == 0)
        vmimage__buf_add_str(&known, "none");
    if (name != NULL)
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "the kubeconfig has no context \"%s\"; there are: %s",
                               name, vmimage__buf_str(&known));
    else
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, path,
                               "the kubeconfig has no current-context, and no context was named; there are: %s",
                               vmimage__buf_str(&known));
    return status;
}

static const struct vm_kubeconfig_context *find_context(const struct vm_kubeconfig *config, const char *name)
{
    for (size_t i = 0; name != NULL && i < config->context_count; i++) {
        if (strcmp(config->contexts[i].entry.name, name) == 0)
            return &config->contexts[i];
    }
    return NULL;
}

static vmimage_status not_there(const struct vm_kubeconfig_context *context, const char *key, const char *name,
                                vmimage_error **error)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "%s.%s", context->entry.path, key);
    if (name == NULL)
        return vmimage__kubeconfig_fail(context->entry.source, path, VMIMAGE_E_NOT_FOUND, error,
                                        "context \"%.200s\" names no %s", context->entry.name, key);
    return vmimage__kubeconfig_fail(context->entry.source, path, VMIMAGE_E_NOT_FOUND, error,
                                    "context \"%.200s\" needs the %s \"%.200s\", which no kubeconfig file defines",
                                    context->entry.name, key, name);
}

static vmimage_status follow(const struct vm_kubeconfig *config, struct vm_kubeconfig_choice *choice,
                             vmimage_error **error)
{
    const struct vm_kubeconfig_context *context = choice->context;

    for (size_t i = 0; context->cluster != NULL && i < config->cluster_count; i++) {
        if (strcmp(config->clusters[i].entry.name, context->cluster) == 0)
            choice->cluster = &config->clusters[i];
    }
    for (size_t i = 0; context->user != NULL && i < config->user_count; i++) {
        if (strcmp(config->users[i].entry.name, context->user) == 0)
            choice->user = &config->users[i];
    }
    if (choice->cluster == NULL)
        return not_there(context, "cluster", context->cluster, error);
    if (choice->user == NULL && context->user != NULL)
        return not_there(context, "user", context->user, error);
    return VMIMAGE_OK;
}

vmimage_status vmimage__kubeconfig_choose(const struct vm_kubeconfig *config, const char *context,
                                          struct vm_kubeconfig_choice *choice, vmimage_error **error)
{
    struct faults faults = {.count = 0};
    const char *name = context != NULL ? context : config->current_context;
    vmimage_status status;

    *choice = (struct vm_kubeconfig_choice){.context = find_context(config, name)};
    if (choice->context == NULL)
        return no_context(config, name, error);
    status = follow(config, choice, error);
    if (status != VMIMAGE_OK)
        return status;
    check_cluster(&faults, choice->cluster);
    if (choice->user != NULL)
        check_user(&faults, choice->user);
    if (choice->context->name_space != NULL && !vmimage__kubeconfig_is_namespace(choice->context->name_space))
        fault(&faults, &choice->context->entry, "namespace",
              "\"%.100s\" is no name of a namespace: small letters, digits and \"-\" inside, 63 at most",
              choice->context->name_space);
    return report(&faults, error);
}
