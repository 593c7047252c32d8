/*
 * SPDX-License-Identifier: Apache-2.0
 * The vsphere transport: the content libraries of a vCenter. This file is its table; the work is in the others.
 */
#include <string.h>

#include <vmimage/item.h>
#include <vmimage/registry.h>

#include "base/error.h"
#include "model/objects.h"
#include "transport/vsphere/change.h"
#include "transport/vsphere/download.h"
#include "transport/vsphere/list.h"
#include "transport/vsphere/vsphere.h"
#include "transport/vsphere/watch.h"

static vmimage_status open_vsphere(const char *location, const vmimage_options *options, const struct vm_call *call,
                                   void **place, char **url, vmimage_error **error)
{
    struct vm_vs *vs = NULL;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(131072);
    vmimage_status status = vmimage__vs_open(location, options, call, &vs, error);

    if (status != VMIMAGE_OK)
        return status;
    /* Without TLS, which only tests are, the scheme stays. */
    vmimage__buf_printf(&text, "vsphere:%s", strncmp(vs->base, "https:", 6) == 0 ? vs->base + 6 : vs->base);
    if (vs->library_path != NULL)
        vmimage__buf_printf(&text, "/%s", vs->library_path);
    *url = text.status == VMIMAGE_OK ? vmimage__strdup(text.data) : NULL;
    if (*url == NULL) {
        vmimage__vs_close(vs);
        return vmimage__fail_no_memory(error);
    }
    *place = vs;
    return VMIMAGE_OK;
}

static void close_vsphere(void *place)
{
    vmimage__vs_close(place);
}

static vmimage_status list_libraries(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error)
{
    return vmimage__vs_list_libraries(place, call, sink, error);
}

static vmimage_status list_items(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error)
{
    return vmimage__vs_list_items(place, call, library, sink, error);
}

static vmimage_status pull_items(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, struct vm_pull **pull, vmimage_error **error)
{
    return vmimage__vs_pull_items(place, call, library, sink, pull, error);
}

static vmimage_status open_file(void *place, const struct vm_call *call, const vmimage_item *item, const char *name,
                                struct vm_stream **stream, vmimage_error **error)
{
    struct vm_vs *vs = place;
    uint64_t size;
    vmimage_status status = vmimage__call_check(call, error);

    if (status == VMIMAGE_OK && vs->session == NULL)
        status = vmimage__vs_login(vs, call, vs->generation, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_file_size(vs, call, item->o.id, name, &size, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_stream(vs, call, item->o.id, name, size, stream, error);
    return status;
}

static vmimage_status change(void *place, const struct vm_call *call, const struct vm_change *wanted,
                             vmimage_error **error)
{
    return vmimage__vs_change(place, call, wanted, error);
}

static vmimage_status watch(void *place, const struct vm_call *call, struct vm_watch **started, vmimage_error **error)
{
    return vmimage__vs_watch(place, call, started, error);
}

const struct vm_transport vmimage__vsphere_transport = {
    .size = sizeof(struct vm_transport),
    .abi = VM_TRANSPORT_ABI,
    .name = "vsphere",
    .capabilities = VMIMAGE_CAPABILITY_LIBRARIES | VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES |
                    VMIMAGE_CAPABILITY_DERIVED | VMIMAGE_CAPABILITY_KEEP | VMIMAGE_CAPABILITY_WATCH |
                    VMIMAGE_CAPABILITY_FILES,
    .open = open_vsphere,
    .close = close_vsphere,
    .list_libraries = list_libraries,
    .list_items = list_items,
    .pull = pull_items,
    .create = vmimage__vs_create,
    .change = change,
    .open_file = open_file,
    .watch = watch,
};
