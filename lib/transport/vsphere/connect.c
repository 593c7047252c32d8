/*
 * SPDX-License-Identifier: Apache-2.0
 * Opening a vCenter: what the options, the URL and the environment say, in this order, becomes an HTTP client and a login.
 */
#include <string.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "transport/http/store.h"
#include "transport/vsphere/cache.h"
#include "transport/vsphere/find.h"
#include "transport/vsphere/snapshot.h"
#include "transport/vsphere/vsphere.h"

struct vm_call vmimage__vs_grace(const struct vm_call *call)
{
    return (struct vm_call){.context = call->context, .deadline = vmimage__call_clock() + VM_VS_GRACE};
}

static char *copy(const char *text)
{
    return text != NULL ? vmimage__strdup(text) : NULL;
}

static vmimage_status set_login(struct vm_vs *vs, const struct vm_vs_address *address, const vmimage_options *options,
                                vmimage_error **error)
{
    const char *user = address->user, *password = address->password;

    if (options != NULL && options->user != NULL) {
        user = options->user;
        password = options->password;
    }
    vs->user = copy(user);
    vs->password = copy(password);
    if ((user != NULL && vs->user == NULL) || (password != NULL && vs->password == NULL))
        return vmimage__fail_no_memory(error);
    return VMIMAGE_OK;
}

static vmimage_status open_http(struct vm_vs *vs, const struct vm_vs_address *address, const vmimage_options *options,
                                vmimage_error **error)
{
    static const vmimage_options none;
    const vmimage_options *o = options != NULL ? options : &none;
    const struct vm_http_settings settings = {
        .context = vs->context,
        .ca_file = o->ca_file,
        .ca_text = o->ca_file == NULL ? address->ca_text : NULL,
        .fingerprint = o->fingerprint != NULL ? o->fingerprint : address->fingerprint,
        .certificate_file = o->certificate_file != NULL ? o->certificate_file : address->certificate,
        .key_file = o->certificate_file != NULL ? o->key_file : address->key,
        .proxy = o->proxy,
        .insecure = o->insecure || address->insecure,
        .connections = vs->connections,
    };

    return vmimage__http_open(&settings, &vs->http, error);
}

static vmimage_status open_place(struct vm_vs *vs, const struct vm_vs_address *address, const vmimage_options *options,
                                 const struct vm_call *call, vmimage_error **error)
{
    const char *folder = vmimage_context_cache_directory(call->context);
    vmimage_status status;

    vs->context = call->context;
    vs->connections = options != NULL && options->connections > 0 ? (unsigned)options->connections : VM_VS_CONNECTIONS;
    vs->poll_interval = options != NULL ? options->poll_interval : 0;
    vs->base = vmimage__strdup(address->base);
    if (folder != NULL)
        vs->store = vmimage__web_store_new(folder);
    if (vs->base == NULL || (folder != NULL && vs->store == NULL))
        return vmimage__fail_no_memory(error);
    status = set_login(vs, address, options, error);
    if (status == VMIMAGE_OK)
        status = open_http(vs, address, options, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_login(vs, call, vs->generation, error);
    return status;
}

vmimage_status vmimage__vs_open_address(const struct vm_vs_address *address, const vmimage_options *options,
                                        const struct vm_call *call, struct vm_vs **vs, vmimage_error **error)
{
    struct vm_vs *new = vmimage__calloc(1, sizeof(*new));
    vmimage_status status = new != NULL ? open_place(new, address, options, call, error) : VMIMAGE_OK;

    *vs = NULL;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        *vs = new;
    else
        vmimage__vs_close(new);
    return status;
}

static vmimage_status choose_library(struct vm_vs *vs, const struct vm_call *call, const char *name,
                                     vmimage_error **error)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(65536);

    vmimage__vs_escape(&path, name);
    vs->library_path = path.status == VMIMAGE_OK ? vmimage__strdup(vmimage__buf_str(&path)) : NULL;
    return vs->library_path != NULL ? vmimage__vs_find_library(vs, call, name, &vs->library, error)
                                    : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vs_open(const char *location, const vmimage_options *options, const struct vm_call *call,
                                struct vm_vs **vs, vmimage_error **error)
{
    struct vm_vs_address address;
    struct vm_vs *new = NULL;
    vmimage_status status;

    *vs = NULL;
    status = vmimage__vs_address(&address, location, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_open_address(&address, options, call, &new, error);
    if (status == VMIMAGE_OK && address.library != NULL)
        status = choose_library(new, call, address.library, error);
    vmimage__vs_address_release(&address);
    if (status == VMIMAGE_OK)
        *vs = new;
    else
        vmimage__vs_close(new);
    return status;
}

void vmimage__vs_forget_service(struct vm_vs_service *service)
{
    vmimage__free(service->root_folder);
    vmimage__free(service->property_collector);
    vmimage__free(service->session_manager);
    vmimage__free(service->search_index);
    vmimage__free(service->task_manager);
    vmimage__free(service->view_manager);
    vmimage__free(service->api_version);
    memset(service, 0, sizeof(*service));
}

void vmimage__vs_close(struct vm_vs *vs)
{
    if (vs == NULL)
        return;
    if (vs->http != NULL)
        vmimage__vs_logout(vs);
    vmimage__http_close(vs->http);
    vmimage__vs_cache_free(vs->cache);
    vmimage__web_store_free(vs->store);
    vmimage__vs_snapshot_free(vs->snapshot);
    vmimage__vs_forget_service(&vs->service);
    vmimage__vs_forget(vs->user);
    vmimage__vs_forget(vs->password);
    vmimage__vs_forget(vs->session);
    vmimage__vs_forget(vs->cookie);
    vmimage__free(vs->library);
    vmimage__free(vs->library_path);
    vmimage__free(vs->base);
    vmimage__free(vs);
}
