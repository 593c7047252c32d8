/*
 * SPDX-License-Identifier: Apache-2.0
 * Which versions of a group both sides know: asked once for each group and kept with the place.
 */
#include <string.h>

#include "base/error.h"
#include "transport/kubernetes/kube.h"

/* Best first; NULL at the end. */
static const char *const known[VM_KUBE_GROUPS][VM_KUBE_VERSIONS_MAX] = {
    {"v1alpha6", "v1alpha5", "v1alpha4", "v1alpha3", "v1alpha2", "v1alpha1", NULL},
    {"v1alpha2", "v1alpha1", NULL},
};

static bool serves(const struct vm_json *group, const char *version)
{
    const struct vm_json *list = vmimage__json_get(group, "versions");

    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        const char *name = vmimage__json_get_string(node, "version");

        if (name != NULL && strcmp(name, version) == 0)
            return true;
    }
    return false;
}

static vmimage_status choose(struct vm_kube *kube, enum vm_kube_group group, const struct vm_json *answer,
                             vmimage_error **error)
{
    struct vm_kube_versions *versions = &kube->groups[group];
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(1024);
    const struct vm_json *list = vmimage__json_get(answer, "versions");

    versions->count = 0;
    for (size_t i = 0; known[group][i] != NULL; i++) {
        const char *forced = kube->forced[group];

        if (forced != NULL && strcmp(forced, known[group][i]) != 0)
            continue;
        if (answer == NULL || serves(answer, known[group][i]))
            versions->names[versions->count++] = known[group][i];
    }
    versions->known = versions->count != 0;
    if (versions->known)
        return VMIMAGE_OK;
    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        const char *name = vmimage__json_get_string(node, "version");

        vmimage__buf_printf(&text, "%s%.60s", text.length != 0 ? ", " : "", name != NULL ? name : "?");
    }
    if (kube->forced[group] != NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, kube->url,
                             "%s: the program wants %s/%s; the cluster has %s, this library up to %s", kube->url,
                             vmimage__kube_group_name(group), kube->forced[group],
                             text.length != 0 ? vmimage__buf_str(&text) : "none", known[group][0]);
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, kube->url,
                         "%s: the cluster has %s in version %s, which this library (up to %s) does not know", kube->url,
                         vmimage__kube_group_name(group), text.length != 0 ? vmimage__buf_str(&text) : "none",
                         known[group][0]);
}

static vmimage_status no_group(const struct vm_kube *kube, enum vm_kube_group group, vmimage_error **error)
{
    const char *name = vmimage__kube_group_name(group);
    vmimage_status status = vmimage__fail(
        error, VMIMAGE_E_UNSUPPORTED, kube->url,
        "%s: the cluster has no API group %s: VM Operator's CRDs are not installed; to see it: kubectl api-resources "
        "--api-group=%s%s%s",
        kube->url, name, name, kube->access->context != NULL ? " --context " : "",
        kube->access->context != NULL ? kube->access->context : "");

    vmimage__error_set_http(error, 404);
    return status;
}

vmimage_status vmimage__kube_discover(struct vm_kube *kube, const struct vm_call *call, enum vm_kube_group group,
                                      vmimage_error **error)
{
    const struct vm_json_limits limits = vmimage__json_limits(kube->context);
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(256);
    struct vm_kube_request request = {.verb = "get"};
    struct vm_http_transfer *transfer = NULL;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    if (kube->groups[group].known)
        return VMIMAGE_OK;
    vmimage__buf_printf(&path, "/apis/%s", vmimage__kube_group_name(group));
    if (path.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    request.path = vmimage__buf_str(&path);
    status = vmimage__kube_perform(kube, call, &request, &transfer, &failure);
    if (status == VMIMAGE_OK) {
        const struct vm_buf *body = &vmimage__http_answer(transfer)->body;

        status = vmimage__json_parse(vmimage__buf_str(body), body->length, &limits, kube->url, &doc, &failure);
        if (status == VMIMAGE_OK)
            status = choose(kube, group, vmimage__json_root(doc), &failure);
    } else if (vmimage_error_http_status(failure) == 404) {
        status = no_group(kube, group, &failure);
    } else if (status == VMIMAGE_E_FORBIDDEN) { /* who may not look may still be allowed to list */
        status = choose(kube, group, NULL, &failure);
    }
    vmimage__http_release(transfer);
    return status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__pass_on(status, &failure, error);
}
