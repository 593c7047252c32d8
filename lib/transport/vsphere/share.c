/*
 * SPDX-License-Identifier: Apache-2.0
 * Sharing libraries with namespaces. vCenter sets a namespace's list of libraries as a whole, so that it is read, changed and written;
 * members of the list that we don't know are written as they were.
 */
#include <string.h>

#include "base/error.h"
#include "transport/vsphere/remote.h"

#define TEXT_MAX ((size_t)16 << 20)

static void add_raw(struct vm_json_writer *w, const struct vm_json *json)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(TEXT_MAX);

    vmimage__json_print(json, &text, false);
    if (text.status != VMIMAGE_OK)
        w->buf->status = text.status;
    else
        vmimage__jw_raw(w, text.data, text.length);
}

/* An element of either list: an ID, or an object that has one. */
static bool is_library(const struct vm_json *element, const char *library)
{
    const char *id = vmimage__json_string(element);

    if (id == NULL)
        id = vmimage__json_get_string(element, "content_library");
    return id != NULL && strcmp(id, library) == 0;
}

static bool has_library(const struct vm_json *list, const char *library)
{
    for (const struct vm_json *one = vmimage__json_first(list); one != NULL; one = vmimage__json_next(one)) {
        if (is_library(one, library))
            return true;
    }
    return false;
}

/* The list without the library, then with it when it is to be shared: as an object in the newer form. */
static void write_list(struct vm_json_writer *w, const struct vm_json *list, const char *library, bool shared,
                       bool newer, bool writable)
{
    vmimage__jw_key(w, "content_libraries");
    vmimage__jw_begin_array(w);
    for (const struct vm_json *one = vmimage__json_first(list); one != NULL; one = vmimage__json_next(one)) {
        if (!is_library(one, library))
            add_raw(w, one);
    }
    if (shared && newer) {
        vmimage__jw_begin_object(w);
        vmimage__jw_member(w, "content_library", library);
        vmimage__jw_key(w, "writable");
        vmimage__jw_bool(w, writable);
        vmimage__jw_end_object(w);
    } else if (shared) {
        vmimage__jw_string(w, library);
    }
    vmimage__jw_end_array(w);
}

/* The older list, with all else that is beside it. */
static void write_service(struct vm_json_writer *w, const struct vm_json *service, const char *library, bool shared)
{
    vmimage__jw_key(w, "vm_service_spec");
    vmimage__jw_begin_object(w);
    for (const struct vm_json *one = vmimage__json_first(service); one != NULL; one = vmimage__json_next(one)) {
        if (strcmp(vmimage__json_key(one), "content_libraries") == 0)
            continue;
        vmimage__jw_key(w, vmimage__json_key(one));
        add_raw(w, one);
    }
    write_list(w, vmimage__json_get(service, "content_libraries"), library, shared, false, false);
    vmimage__jw_end_object(w);
}

static vmimage_status write_back(struct vm_vs *vs, const struct vm_call *call, const char *name_space,
                                 const struct vm_json *old, const char *library, bool shared, bool writable,
                                 vmimage_error **error)
{
    const struct vm_json *service = vmimage__json_get(old, "vm_service_spec");
    const struct vm_json *newer = vmimage__json_get(old, "content_libraries");
    bool is_newer = vmimage__json_type(newer) == VM_JSON_ARRAY;
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, VM_VS_NAMESPACE_UPDATE, name_space, NULL, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__vs_body_begin(vs, &exchange, VM_VS_NAMESPACE_UPDATE, &w);
    if (is_newer)
        write_list(&w, newer, library, shared, true, writable);
    if (!is_newer || has_library(vmimage__json_get(service, "content_libraries"), library))
        write_service(&w, service, library, shared && !is_newer);
    status = vmimage__vs_body_end(vs, &exchange, VM_VS_NAMESPACE_UPDATE, &w, error);
    return status == VMIMAGE_OK ? vmimage__vs_perform(vs, call, &exchange, error) : status;
}

vmimage_status vmimage__vs_share(struct vm_vs *vs, const struct vm_call *call, const char *name_space,
                                 const char *library, bool shared, bool writable, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *old = NULL, *newer, *older;
    vmimage_status status =
        vmimage__vs_get(vs, call, VM_VS_NAMESPACE, name_space, NULL, VM_JSON_OBJECT, &doc, &old, error);

    if (status != VMIMAGE_OK)
        return status;
    newer = vmimage__json_get(old, "content_libraries");
    older = vmimage__json_get(vmimage__json_get(old, "vm_service_spec"), "content_libraries");
    if (!shared && !has_library(newer, library) && !has_library(older, library))
        return VMIMAGE_OK;
    return write_back(vs, call, name_space, old, library, shared, writable, error);
}
