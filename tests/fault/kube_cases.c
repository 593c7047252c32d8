/*
 * SPDX-License-Identifier: Apache-2.0
 * Clusters without memory, as far as that goes without one: kubeconfigs, options, and what a registry is called.
 */
#include "fault.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CONFIG                                                                                                         \
    "apiVersion: v1\nkind: Config\ncurrent-context: x\n"                                                               \
    "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1/a?b', tls-server-name: name, proxy-url: "             \
    "'http://p:1',"                                                                                                    \
    " extensions: [{name: client.authentication.k8s.io/exec, extension: {a: 1}}]}}]\n"                                 \
    "users: [{name: u, user: {token: t, as: me, as-groups: [g, h], as-user-extra: {a/b: [c]},"                         \
    " exec: {command: ./p, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, args: [a],"            \
    " env: [{name: A, value: b}]}}}]\n"                                                                                \
    "contexts: [{name: x, context: {cluster: c, user: u, namespace: team-a}}, {name: 'a/b', context: {cluster: "       \
    "none}}]\n"

/* A file that is made once: its path; NULL when there can't be one. */
static const char *config(void)
{
    static char path[64];
    int fd;

    if (path[0] != '\0')
        return path;
    fd = memfd_create("kubeconfig", 0);
    if (fd < 0 || write(fd, CONFIG, strlen(CONFIG)) != (ssize_t)strlen(CONFIG))
        return NULL;
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    return path;
}

static vmimage_status open_cluster(const char *context, const char *url, vmimage_status expected)
{
    vmimage_error *error = NULL;
    vmimage_options *options = vmimage_options_new();
    vmimage_registry *registry = NULL;
    vmimage_status status;

    if (options == NULL)
        return VMIMAGE_E_NO_MEMORY;
    if (vmimage_feature_supported(VMIMAGE_FEATURE_KUBERNETES) != 1 ||
        vmimage_feature_supported(VMIMAGE_FEATURE_HTTP) != 1) {
        vmimage_options_unref(options);
        return VMIMAGE_OK;
    }
    fault_expect(expected);
    status = vmimage_options_set_kubernetes(options, config(), context, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, url, options, &registry, &error);
    if (status == VMIMAGE_OK) {
        fault_saw_text(vmimage_registry_url(registry));
        fault_saw_text(vmimage_registry_transport(registry));
    } else if (status == expected) {
        fault_saw_number((uint64_t)-status);
        status = VMIMAGE_OK;
    }
    fault_expect(VMIMAGE_OK);
    vmimage_registry_unref(registry);
    vmimage_options_unref(options);
    vmimage_error_unref(error);
    return status;
}

static vmimage_status open_one(void)
{
    return open_cluster("x", "k8s:/team-b", VMIMAGE_OK);
}

static vmimage_status open_bad(void)
{
    return open_cluster(NULL, "k8s:a/b", VMIMAGE_E_NOT_FOUND);
}

static vmimage_status open_none(void)
{
    return open_cluster("other", "k8s:", VMIMAGE_E_NOT_FOUND);
}

const struct fault_case fault_kube_cases[] = {
    {"open a cluster", open_one},
    {"open a context without a cluster", open_bad},
    {"open a context that is not there", open_none},
    {NULL, NULL},
};
