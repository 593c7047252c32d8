/*
 * SPDX-License-Identifier: Apache-2.0
 * kubeconfig files: read, merged as kubectl merges them, and the context that is wanted checked. Which files there are, what is in
 * the files that they name, and running of credential plug-ins is left to the transport.
 */
#ifndef VMIMAGE_LIB_FORMAT_KUBECONFIG_H
#define VMIMAGE_LIB_FORMAT_KUBECONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "format/json.h"
#include "model/objects.h"

/* One file; the text is kept, as errors name lines of it. */
struct vm_kubeconfig_source {
    struct vm_kubeconfig_source *next;
    const char *path, *text;
    size_t length;
};

/* What clusters, users and contexts begin with: the first file that has an entry of a name defines it. */
struct vm_kubeconfig_entry {
    const char *name;
    const struct vm_kubeconfig_source *source;
    const char *path; /* in the source: "users[2].user" */
};

/* Absent texts are NULL, empty ones as well. Files are joined with the folder of the kubeconfig that names them. */
struct vm_kubeconfig_cluster {
    struct vm_kubeconfig_entry entry;
    const char *server, *ca_file, *ca_text, *tls_server_name, *proxy;
    const char *exec_config; /* JSON that is handed to a plug-in */
    bool insecure, disable_compression;
};

struct vm_kubeconfig_exec {
    const char *command, *api_version, *install_hint, *interactive_mode;
    struct vm_strings arguments;
    struct vm_map environment; /* in the order of the file */
    bool provide_cluster_info;
};

struct vm_kubeconfig_extra {
    const char *key;
    struct vm_strings values;
};

struct vm_kubeconfig_user {
    struct vm_kubeconfig_entry entry;
    const char *certificate_file, *certificate_text, *key_file, *key_text;
    const char *token, *token_file, *user, *password;
    const char *as, *as_uid;
    struct vm_strings as_groups;
    struct vm_kubeconfig_extra *as_extra;
    size_t as_extra_count, as_extra_capacity;
    struct vm_kubeconfig_exec *exec; /* NULL: none */
    const char *auth_provider;       /* its name */
    bool has_auth_provider;
};

struct vm_kubeconfig_context {
    struct vm_kubeconfig_entry entry;
    const char *cluster, *user, *name_space;
};

struct vm_kubeconfig {
    struct vm_arena arena;
    struct vm_kubeconfig_source *sources;
    struct vm_kubeconfig_cluster *clusters;
    struct vm_kubeconfig_user *users;
    struct vm_kubeconfig_context *contexts;
    size_t cluster_count, cluster_capacity, user_count, user_capacity, context_count, context_capacity;
    const char *current_context;
};

/* What a context stands for; borrowed from the kubeconfig. `user` is NULL when the context names none. */
struct vm_kubeconfig_choice {
    const struct vm_kubeconfig_context *context;
    const struct vm_kubeconfig_cluster *cluster;
    const struct vm_kubeconfig_user *user;
};

/*
 * Add the text of a file to a zeroed or filled struct. Entries and the current context that are there already win. Errors,
 * with file, line and key: PARSE for what is no YAML, of a wrong type, without a name or twice in the file; INVALID for another kind or
 * version, bad base64 or an unknown interactive mode; UNSUPPORTED for an alias; LIMIT; NO_MEMORY.
 */
vmimage_status vmimage__kubeconfig_add(struct vm_kubeconfig *config, const char *path, const char *text, size_t length,
                                       const struct vm_json_limits *limits, vmimage_error **error);
/*
 * The context with the name (NULL: the current one), and whether all that it stands for makes sense together. The error lists every
 * fault. Errors: NOT_FOUND without such a context, cluster or user, or a current one; INVALID; NO_MEMORY.
 */
vmimage_status vmimage__kubeconfig_choose(const struct vm_kubeconfig *config, const char *context,
                                          struct vm_kubeconfig_choice *choice, vmimage_error **error);
/* Whether a namespace can be called so. */
bool vmimage__kubeconfig_is_namespace(const char *text);
void vmimage__kubeconfig_release(struct vm_kubeconfig *config);

/* Line of a key in a text of YAML, by its path ("users[2].user.token"); 0 when it is not there. */
size_t vmimage__yaml_line(const char *text, size_t length, const char *path);

#endif
