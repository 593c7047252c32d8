/*
 * SPDX-License-Identifier: Apache-2.0
 * Which configuration counts, and what of it goes to the HTTP client. Credentials that change are in credential.c.
 */
#include "transport/kubernetes/access.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/context.h"
#include "base/error.h"
#include "format/source.h"

#define FILE_MAX ((size_t)4 << 20)
#define SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount"
#define AGENT "(kubernetes)"

struct vm_kube_surroundings vmimage__kube_surroundings(void)
{
    return (struct vm_kube_surroundings){.kubeconfig = secure_getenv("KUBECONFIG"),
                                         .home = secure_getenv("HOME"),
                                         .host = secure_getenv("KUBERNETES_SERVICE_HOST"),
                                         .port = secure_getenv("KUBERNETES_SERVICE_PORT"),
                                         .name_space = secure_getenv("POD_NAMESPACE"),
                                         .service_account = SERVICE_ACCOUNT};
}

static vmimage_status read_file(const char *path, size_t limit, struct vm_buf *buf, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);

    if (status != VMIMAGE_OK)
        return status;
    buf->max = limit;
    return vmimage__source_append(&source, 0, source.size, buf, error);
}

static bool is_set(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* ---- kubeconfig files ---- */

struct loader {
    struct vm_kube_access *access;
    const struct vm_call *call;
    struct vm_json_limits limits;
    struct vm_buf looked; /* the files that are not there */
    size_t found;
};

static vmimage_status add_file(struct loader *loader, const char *path, bool must, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = read_file(path, FILE_MAX, &text, &failure);

    if (status == VMIMAGE_E_NOT_FOUND && !must) {
        vmimage__buf_printf(&loader->looked, "%s%s", loader->looked.length != 0 ? ", " : "", path);
        return VMIMAGE_OK;
    }
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    loader->found++;
    return vmimage__kubeconfig_add(&loader->access->config, path, vmimage__buf_str(&text), text.length, &loader->limits,
                                   error);
}

/* Names in $KUBECONFIG; empty ones and those that were there before are left out. */
static vmimage_status add_list(struct loader *loader, const char *list, vmimage_error **error)
{
    for (const char *at = list; *at != '\0';) {
        size_t length = strcspn(at, ":");
        vm_auto_str char *path = vmimage__strndup(at, length);
        bool before = false;
        vmimage_status status = VMIMAGE_OK;

        if (path == NULL)
            return vmimage__fail_no_memory(error);
        for (const char *other = list; other < at; other += strcspn(other, ":") + 1)
            before = before || (strcspn(other, ":") == length && strncmp(other, at, length) == 0);
        if (length != 0 && !before)
            status = add_file(loader, path, false, error);
        if (status != VMIMAGE_OK)
            return status;
        at += length + (at[length] == ':');
    }
    return VMIMAGE_OK;
}

static vmimage_status load(struct loader *loader, const struct vm_kube_surroundings *surroundings, const char *explicit,
                           vmimage_error **error)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(4096);

    if (is_set(explicit))
        return add_file(loader, explicit, true, error);
    if (is_set(surroundings->kubeconfig)) {
        vmimage_status status = add_list(loader, surroundings->kubeconfig, error);

        if (status == VMIMAGE_OK && loader->found == 0 && loader->looked.length != 0)
            vmimage__log(loader->call->context, VMIMAGE_LOG_WARNING, "kubernetes",
                         "none of the files of KUBECONFIG is there: %s", vmimage__buf_str(&loader->looked));
        return status;
    }
    if (!is_set(surroundings->home))
        return VMIMAGE_OK;
    vmimage__buf_printf(&path, "%s/.kube/config", surroundings->home);
    if (path.status != VMIMAGE_OK)
        return VMIMAGE_OK;
    return add_file(loader, vmimage__buf_str(&path), false, error);
}

/* ---- from a context to settings ---- */

static bool token_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$&'*+-.^_`|~", c) != NULL);
}

/* A key of as-user-extra as part of a header's name: what a name can't hold is written %XX. */
static void escape_key(const char *key, struct vm_buf *out)
{
    for (; *key != '\0'; key++) {
        if (token_character(*key))
            vmimage__buf_add_char(out, *key);
        else
            vmimage__buf_printf(out, "%%%02X", (unsigned)(unsigned char)*key);
    }
}

static vmimage_status add_header(struct vm_kube_access *access, size_t *count, const char *name, const char *value,
                                 vmimage_error **error)
{
    if (value == NULL)
        return VMIMAGE_OK;
    if (strpbrk(value, "\r\n") != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, access->who, "%s: what it impersonates has a line end in it",
                             access->who);
    if (*count + 1 >= VM_KUBE_HEADERS_MAX)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, access->who, "%s: more than %d groups and extras", access->who,
                             VM_KUBE_HEADERS_MAX - 1);
    access->impersonation[(*count)++] = vmimage__arena_printf(&access->arena, "%s: %s", name, value);
    return VMIMAGE_OK;
}

static vmimage_status impersonate(struct vm_kube_access *access, const struct vm_kubeconfig_user *user,
                                  vmimage_error **error)
{
    size_t count = 0;
    vmimage_status status = add_header(access, &count, "Impersonate-User", user->as, error);

    if (status == VMIMAGE_OK)
        status = add_header(access, &count, "Impersonate-Uid", user->as_uid, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < user->as_groups.count; i++)
        status = add_header(access, &count, "Impersonate-Group", user->as_groups.items[i], error);
    for (size_t i = 0; status == VMIMAGE_OK && i < user->as_extra_count; i++) {
        const struct vm_kubeconfig_extra *extra = &user->as_extra[i];
        vm_auto_buf struct vm_buf name = VM_BUF_INIT(4096);

        vmimage__buf_add_str(&name, "Impersonate-Extra-");
        escape_key(extra->key, &name);
        for (size_t k = 0; status == VMIMAGE_OK && k < extra->values.count; k++)
            status = add_header(access, &count, vmimage__buf_str(&name), extra->values.items[k], error);
    }
    return status;
}

/* The URL without query, fragment and the slashes at its end; without a scheme it is one of http, as kubectl has it. */
static const char *server_url(struct vm_arena *arena, const char *server)
{
    size_t length = strcspn(server, "?#");

    while (length > 0 && server[length - 1] == '/')
        length--;
    return vmimage__arena_printf(arena, "%s%.*s", strstr(server, "://") == NULL ? "http://" : "", (int)length, server);
}

/* A file that a kubeconfig names, so that what is wrong with it is told with the place that names it. */
static vmimage_status check_file(const struct vm_kubeconfig_entry *entry, const char *key, const char *path,
                                 vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status =
        path != NULL ? vmimage__source_open(&source, AT_FDCWD, path, 0, path, &failure) : VMIMAGE_OK;

    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    return vmimage__fail(error, status, entry->source->path, "%s: %s.%s: %s", entry->source->path, entry->path, key,
                         vmimage_error_message(failure));
}

static vmimage_status use_cluster(struct vm_kube_access *access, const struct vm_kubeconfig_cluster *cluster,
                                  vmimage_error **error)
{
    struct vm_http_settings *settings = &access->settings;

    access->server = server_url(&access->arena, cluster->server);
    if (access->server == NULL)
        return vmimage__fail_no_memory(error);
    access->tls = vmimage__ascii_equal_n(access->server, "https://", 8);
    settings->proxy = cluster->proxy;
    if (!access->tls)
        return VMIMAGE_OK;
    settings->ca_file = cluster->ca_file;
    settings->ca_text = cluster->ca_text;
    settings->insecure = cluster->insecure;
    settings->tls_server_name = cluster->tls_server_name;
    return check_file(&cluster->entry, "certificate-authority", cluster->ca_file, error);
}

static vmimage_status use_user(struct vm_kube_access *access, const struct vm_kubeconfig_user *user,
                               vmimage_error **error)
{
    struct vm_http_settings *settings = &access->settings;
    vmimage_status status;

    if (user == NULL || !access->tls)
        return VMIMAGE_OK;
    access->credential.token_file = user->token_file;
    settings->user = user->user;
    settings->password = user->password;
    settings->certificate_file = user->certificate_file;
    settings->certificate_text = user->certificate_text;
    settings->key_file = user->key_file;
    settings->key_text = user->key_text;
    status = check_file(&user->entry, "client-certificate", user->certificate_file, error);
    if (status == VMIMAGE_OK)
        status = check_file(&user->entry, "client-key", user->key_file, error);
    if (status == VMIMAGE_OK && user->token != NULL) {
        access->credential.token = vmimage__strdup(user->token);
        if (access->credential.token == NULL)
            status = vmimage__fail_no_memory(error);
    }
    return status == VMIMAGE_OK ? impersonate(access, user, error) : status;
}

static vmimage_status use_context(struct vm_kube_access *access, const char *context, vmimage_error **error)
{
    const struct vm_kubeconfig_choice *choice = &access->choice;
    vmimage_status status = vmimage__kubeconfig_choose(&access->config, context, &access->choice, error);

    if (status != VMIMAGE_OK)
        return status;
    access->context = choice->context->entry.name;
    access->name_space = choice->context->name_space != NULL ? choice->context->name_space : "default";
    if (choice->user != NULL)
        access->who = vmimage__arena_printf(&access->arena, "user \"%s\" of %s", choice->user->entry.name,
                                            choice->user->entry.source->path);
    else
        access->who = "nobody (the context names no user)";
    status = use_cluster(access, choice->cluster, error);
    return status == VMIMAGE_OK ? use_user(access, choice->user, error) : status;
}

/* ---- inside of a cluster ---- */

static vmimage_status use_cluster_around(struct vm_kube_access *access, const struct vm_kube_surroundings *around,
                                         vmimage_error **error)
{
    bool v6 = strchr(around->host, ':') != NULL;
    const char *ca = vmimage__arena_printf(&access->arena, "%s/ca.crt", around->service_account);
    const char *space = vmimage__arena_printf(&access->arena, "%s/namespace", around->service_account);
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_str char *name = NULL;

    access->credential.token_file = vmimage__arena_printf(&access->arena, "%s/token", around->service_account);
    access->server = vmimage__arena_printf(&access->arena, "https://%s%s%s:%s", v6 ? "[" : "", around->host,
                                           v6 ? "]" : "", around->port);
    if (access->arena.failed)
        return vmimage__fail_no_memory(error);
    access->who = "this pod's service account";
    access->tls = true;
    if (vmimage__source_open(&source, AT_FDCWD, ca, 0, ca, NULL) == VMIMAGE_OK)
        access->settings.ca_file = ca;
    if (is_set(around->name_space))
        access->name_space = vmimage__arena_strdup(&access->arena, around->name_space);
    else if (vmimage__kube_read_file(space, 1024, &name, NULL) == VMIMAGE_OK)
        access->name_space = vmimage__arena_strdup(&access->arena, name);
    if (access->name_space == NULL)
        access->name_space = "default";
    return VMIMAGE_OK;
}

/* ---- what the program says ---- */

static const char *copy(struct vm_kube_access *access, const char *text)
{
    return vmimage__arena_strdup(&access->arena, text);
}

static void use_certificates(struct vm_kube_access *access, const vmimage_options *options)
{
    struct vm_http_settings *settings = &access->settings;

    if (options->ca_file != NULL) {
        settings->ca_file = copy(access, options->ca_file);
        settings->ca_text = NULL;
        settings->insecure = false;
    }
    if (options->certificate_file != NULL) {
        settings->certificate_file = copy(access, options->certificate_file);
        settings->key_file = options->key_file != NULL ? copy(access, options->key_file) : NULL;
        settings->certificate_text = settings->key_text = NULL;
    }
    if (options->fingerprint != NULL)
        settings->fingerprint = copy(access, options->fingerprint);
    if (options->insecure) {
        settings->insecure = true;
        settings->ca_file = settings->ca_text = NULL;
    }
}

static void use_options(struct vm_kube_access *access, const vmimage_options *options)
{
    struct vm_http_settings *settings = &access->settings;

    if (options == NULL)
        return;
    use_certificates(access, options);
    if (options->user != NULL && access->tls) {
        settings->user = copy(access, options->user);
        settings->password = options->password != NULL ? copy(access, options->password) : NULL;
        access->credential.token_file = NULL;
        vmimage__free(access->credential.token);
        access->credential.token = NULL;
        access->choice.user = NULL; /* no plug-in */
        access->who = "the user that the program gave";
    }
    if (options->proxy != NULL)
        settings->proxy = copy(access, options->proxy);
    if (options->connections > 0)
        settings->connections = (unsigned)options->connections;
}

/* ---- all of it ---- */

static vmimage_status nothing(const struct loader *loader, const struct vm_kube_surroundings *around,
                              vmimage_error **error)
{
    const char *looked = loader->looked.length != 0 ? vmimage__buf_str(&loader->looked) : NULL;

    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, "kubeconfig",
                         "no kubeconfig: %s%s%s, and this is no pod of a cluster; name a file with KUBECONFIG",
                         looked != NULL ? "not there: " : (is_set(around->home) ? "it is empty" : "HOME is not set"),
                         looked != NULL ? looked : "", "");
}

/* "CONTEXT/NAMESPACE", both may be left out. A context's name may have slashes in it: one that is called so comes first. */
static vmimage_status split(struct vm_kube_access *access, const char *location, const char **context,
                            const char **name_space, vmimage_error **error)
{
    const char *slash = strrchr(location, '/');

    *context = location;
    *name_space = NULL;
    for (size_t i = 0; i < access->config.context_count; i++) {
        if (strcmp(access->config.contexts[i].entry.name, location) == 0)
            return VMIMAGE_OK;
    }
    if (slash == NULL)
        return VMIMAGE_OK;
    *context = vmimage__arena_strndup(&access->arena, location, (size_t)(slash - location));
    *name_space = vmimage__arena_strdup(&access->arena, slash + 1);
    if (access->arena.failed)
        return vmimage__fail_no_memory(error);
    if (slash[1] == '\0')
        *name_space = NULL;
    else if (strcmp(*name_space, "*") != 0 && !vmimage__kubeconfig_is_namespace(*name_space))
        return vmimage__fail(error, VMIMAGE_E_INVALID, location,
                             "k8s:%s: \"%s\" is no name of a namespace: small letters, digits and \"-\" inside, 63 at "
                             "most; \"*\" is all of them",
                             location, *name_space);
    return VMIMAGE_OK;
}

static vmimage_status choose(struct vm_kube_access *access, struct loader *loader,
                             const struct vm_kube_surroundings *around, const char *location,
                             const vmimage_options *options, vmimage_error **error)
{
    const char *explicit = options != NULL ? options->kubeconfig : NULL;
    const char *context, *name_space, *wanted;
    vmimage_status status = load(loader, around, explicit, error);

    if (status == VMIMAGE_OK)
        status = split(access, location, &context, &name_space, error);
    if (status != VMIMAGE_OK)
        return status;
    wanted = is_set(context) ? context : (options != NULL ? options->context : NULL);
    if (is_set(context) && options != NULL && is_set(options->context) && strcmp(context, options->context) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, context,
                             "the URL names the context \"%s\" and the options the context \"%s\"; name one", context,
                             options->context);
    if (access->config.context_count == 0 && access->config.cluster_count == 0 && !is_set(explicit) &&
        !is_set(wanted)) {
        status = is_set(around->host) && is_set(around->port) ? use_cluster_around(access, around, error)
                                                              : nothing(loader, around, error);
    } else {
        status = use_context(access, is_set(wanted) ? wanted : NULL, error);
    }
    if (name_space != NULL)
        access->name_space = name_space;
    return status;
}

vmimage_status vmimage__kube_access_open(const struct vm_kube_surroundings *surroundings, const char *location,
                                         const vmimage_options *options, const struct vm_call *call,
                                         struct vm_kube_access **access, vmimage_error **error)
{
    struct vm_kube_access *new = vmimage__calloc(1, sizeof(*new));
    struct loader loader = {
        .access = new, .call = call, .limits = vmimage__json_limits(call->context), .looked = VM_BUF_INIT(4096)};
    vmimage_status status;

    *access = NULL;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->settings.context = call->context;
    new->settings.agent = AGENT;
    status = choose(new, &loader, surroundings, location != NULL ? location : "", options, error);
    vmimage__buf_release(&loader.looked);
    if (status == VMIMAGE_OK)
        use_options(new, options);
    if (status == VMIMAGE_OK && (new->arena.failed || new->config.arena.failed))
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        *access = new;
    else
        vmimage__kube_access_close(new);
    return status;
}

void vmimage__kube_access_close(struct vm_kube_access *access)
{
    if (access == NULL)
        return;
    vmimage__free(access->credential.token);
    vmimage__free(access->credential.certificate);
    vmimage__free(access->credential.key);
    vmimage__kubeconfig_release(&access->config);
    vmimage__arena_release(&access->arena);
    vmimage__free(access);
}
