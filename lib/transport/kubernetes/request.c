/*
 * SPDX-License-Identifier: Apache-2.0
 * One request of the API: its URL, its headers, a credential that counts, and a second try when that was refused.
 */
#include <string.h>

#include "base/error.h"
#include "transport/kubernetes/kube.h"

#define HEADERS 4 /* besides those of impersonation */

static const char *const group_names[VM_KUBE_GROUPS] = {"vmoperator.vmware.com", "imageregistry.vmware.com"};

const struct vm_kube_kind vmimage__kube_images = {"VirtualMachineImage", "virtualmachineimages", VM_KUBE_VMOPERATOR,
                                                  true};
const struct vm_kube_kind vmimage__kube_cluster_images = {"ClusterVirtualMachineImage", "clustervirtualmachineimages",
                                                          VM_KUBE_VMOPERATOR, false};
const struct vm_kube_kind vmimage__kube_items = {"ContentLibraryItem", "contentlibraryitems", VM_KUBE_REGISTRY, true};
const struct vm_kube_kind vmimage__kube_cluster_items = {"ClusterContentLibraryItem", "clustercontentlibraryitems",
                                                         VM_KUBE_REGISTRY, false};
const struct vm_kube_kind vmimage__kube_libraries = {"ContentLibrary", "contentlibraries", VM_KUBE_REGISTRY, true};
const struct vm_kube_kind vmimage__kube_cluster_libraries = {"ClusterContentLibrary", "clustercontentlibraries",
                                                             VM_KUBE_REGISTRY, false};

const char *vmimage__kube_group_name(enum vm_kube_group group)
{
    return group_names[group];
}

void vmimage__kube_resource(const struct vm_kube_kind *kind, struct vm_buf *out)
{
    vmimage__buf_printf(out, "%s.%s", kind->plural, group_names[kind->group]);
}

/* ---- paths ---- */

static void add_escaped(struct vm_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char c = *text;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
            vmimage__buf_add_char(out, c);
        else
            vmimage__buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

void vmimage__kube_path(const struct vm_kube_kind *kind, const char *version, const char *name_space, const char *name,
                        struct vm_buf *out)
{
    vmimage__buf_printf(out, "/apis/%s/%s/", group_names[kind->group], version);
    if (kind->namespaced && name_space != NULL) {
        vmimage__buf_add_str(out, "namespaces/");
        add_escaped(out, name_space);
        vmimage__buf_add_char(out, '/');
    }
    vmimage__buf_add_str(out, kind->plural);
    if (name != NULL) {
        vmimage__buf_add_char(out, '/');
        add_escaped(out, name);
    }
}

void vmimage__kube_query(struct vm_buf *path, const char *key, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    vmimage__buf_printf(path, "%c%s=", strchr(vmimage__buf_str(path), '?') != NULL ? '&' : '?', key);
    add_escaped(path, value);
}

/* ---- one request ---- */

/* A plug-in may have given another certificate: that is another client. */
static vmimage_status open_client(struct vm_kube *kube, vmimage_error **error)
{
    const struct vm_kube_credential *credential = &kube->access->credential;
    struct vm_http_settings settings = kube->access->settings;

    if (kube->http != NULL && kube->generation == credential->generation)
        return VMIMAGE_OK;
    if (credential->certificate != NULL) {
        settings.certificate_file = settings.key_file = NULL;
        settings.certificate_text = credential->certificate;
        settings.key_text = credential->key;
    }
    settings.tries = kube->tries;
    vmimage__http_close(kube->http);
    kube->http = NULL;
    kube->generation = credential->generation;
    return vmimage__http_open(&settings, &kube->http, error);
}

vmimage_status vmimage__kube_prepare(struct vm_kube *kube, const struct vm_call *call,
                                     const struct vm_kube_request *request, struct vm_arena *arena,
                                     struct vm_http_request *http, vmimage_error **error)
{
    const char **headers = vmimage__arena_alloc(arena, (VM_KUBE_HEADERS_MAX + HEADERS) * sizeof(*headers));
    vmimage_status status = vmimage__kube_access_refresh(kube->access, call, error);
    const char *token;
    size_t count = 0;

    if (status == VMIMAGE_OK)
        status = open_client(kube, error);
    if (status != VMIMAGE_OK)
        return status;
    if (headers == NULL)
        return vmimage__fail_no_memory(error);
    while (kube->access->impersonation[count] != NULL) {
        headers[count] = kube->access->impersonation[count];
        count++;
    }
    headers[count++] =
        vmimage__arena_printf(arena, "Accept: %s", request->accept != NULL ? request->accept : "application/json");
    if (request->content_type != NULL)
        headers[count++] = vmimage__arena_printf(arena, "Content-Type: %s", request->content_type);
    token = vmimage__kube_access_token(kube->access);
    if (token != NULL)
        headers[count++] = vmimage__arena_printf(arena, "Authorization: Bearer %s", token);
    *http = (struct vm_http_request){
        .method = request->method,
        .url = vmimage__arena_printf(arena, "%s%s", kube->access->server, request->path),
        .headers = headers,
        .body = request->body,
        .length = request->length,
        .limit = request->write != NULL ? UINT64_MAX : 0,
        .write = request->write,
        .data = request->data,
        .flags = request->flags | VM_HTTP_SECRET | (token != NULL ? VM_HTTP_NO_LOGIN : 0),
    };
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status perform_once(struct vm_kube *kube, const struct vm_call *call,
                                   const struct vm_kube_request *request, struct vm_http_transfer **transfer,
                                   vmimage_error **error)
{
    struct vm_arena arena = {0};
    struct vm_http_request http;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__kube_prepare(kube, call, request, &arena, &http, error);

    *transfer = NULL;
    if (status == VMIMAGE_OK) {
        status = vmimage__http_perform(kube->http, call, &http, transfer, &failure);
        if (status != VMIMAGE_OK)
            status = vmimage__kube_refusal(kube, request, *transfer, status, failure, error);
    }
    /* The transfer points into the request no longer: it has ended. */
    vmimage__arena_release(&arena);
    return status;
}

vmimage_status vmimage__kube_perform(struct vm_kube *kube, const struct vm_call *call,
                                     const struct vm_kube_request *request, struct vm_http_transfer **transfer,
                                     vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = perform_once(kube, call, request, transfer, &failure);

    if (status == VMIMAGE_E_UNAUTHENTICATED && *transfer != NULL && vmimage__kube_access_refused(kube->access)) {
        vmimage__http_release(*transfer);
        if (failure != NULL)
            failure = vmimage_error_unref(failure);
        status = perform_once(kube, call, request, transfer, &failure);
    }
    return status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__pass_on(status, &failure, error);
}
