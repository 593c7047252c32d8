/*
 * SPDX-License-Identifier: Apache-2.0
 * Changes of a library: items are added, replaced, renamed, described and removed; a library is made. What an interrupted or
 * failed change has made on the server is taken away again.
 */
#include "transport/vsphere/change.h"

#include <string.h>

#include "base/ascii.h"
#include "base/context.h"
#include "base/error.h"
#include "transport/vsphere/find.h"
#include "transport/vsphere/snapshot.h"

/* A new text for a name or a description. */
static vmimage_status update(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                             const char *id, const char *name, const char *description, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, operation, id, NULL, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__vs_body_begin(vs, &exchange, operation, &writer);
    vmimage__jw_member(&writer, "name", name);
    if (description != NULL) { /* "" clears it */
        vmimage__jw_key(&writer, "description");
        vmimage__jw_string(&writer, description);
    }
    status = vmimage__vs_body_end(vs, &exchange, operation, &writer, error);
    return status == VMIMAGE_OK ? vmimage__vs_perform(vs, call, &exchange, error) : status;
}

static vmimage_status exists(const struct vm_vs *vs, const char *name, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_EXISTS, name, "%s: the library has an item \"%s\" already", vs->base, name);
}

/* That no item but `own` has the name; *same: it has it already. */
static vmimage_status check_free(struct vm_vs *vs, const struct vm_call *call, const char *library, const char *name,
                                 const char *own, bool *same, vmimage_error **error)
{
    char *ids[2];
    vmimage_status status = vmimage__vs_items_named(vs, call, library, name, ids, error);

    *same = false;
    for (int i = 0; i < 2; i++) {
        if (ids[i] == NULL)
            continue;
        if (own != NULL && strcmp(ids[i], own) == 0)
            *same = true;
        else if (status == VMIMAGE_OK)
            status = exists(vs, name, error);
        vmimage__free(ids[i]);
    }
    return status;
}

/* The answer of a call that makes something may be lost: then there is something of that name where nothing was before. */
static void remove_lost(struct vm_vs *vs, const struct vm_call *call, const char *library, const char *name)
{
    char *ids[2];

    if (vmimage__vs_items_named(vs, call, library, name, ids, NULL) != VMIMAGE_OK)
        return;
    for (int i = 0; i < 2; i++) {
        if (ids[i] != NULL)
            vmimage__vs_tidy(vs, call, VM_VS_ITEM_DELETE, ids[i]);
        vmimage__free(ids[i]);
    }
}

static bool may_be_lost(vmimage_status status)
{
    return status == VMIMAGE_E_UNREACHABLE || status == VMIMAGE_E_TIMEOUT || status == VMIMAGE_E_CANCELLED ||
           status == VMIMAGE_E_PROTOCOL;
}

vmimage_status vmimage__vs_item_create(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       const char *name, const char *description, const char *type, char **id,
                                       vmimage_error **error)
{
    const struct vm_call grace = vmimage__vs_grace(call);
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_json_writer writer;
    bool same;
    vmimage_status status = check_free(vs, call, library, name, NULL, &same, error);

    *id = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__vs_prepare(vs, &exchange, VM_VS_ITEM_CREATE, NULL, NULL, error);
    if (status == VMIMAGE_OK) {
        vmimage__vs_body_begin(vs, &exchange, VM_VS_ITEM_CREATE, &writer);
        vmimage__jw_member(&writer, "library_id", library);
        vmimage__jw_member(&writer, "name", name);
        vmimage__jw_member(&writer, "description", description);
        vmimage__jw_member(&writer, "type", type);
        status = vmimage__vs_body_end(vs, &exchange, VM_VS_ITEM_CREATE, &writer, error);
    }
    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__vs_perform(vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, &exchange, VM_JSON_STRING, &doc, &value, error);
    if (may_be_lost(status))
        remove_lost(vs, &grace, library, name);
    if (status != VMIMAGE_OK)
        return status;
    *id = vmimage__strdup(vmimage__json_string(value));
    if (*id != NULL)
        return VMIMAGE_OK;
    vmimage__vs_tidy(vs, call, VM_VS_ITEM_DELETE, vmimage__json_string(value));
    return vmimage__fail_no_memory(error);
}

/* The model's type of a package as vCenter calls it. */
static const char *type_of(const struct vm_content *content)
{
    return strcmp(content->type, "vcsp.iso") == 0 ? "iso" : "ovf";
}

static vmimage_status add(struct vm_vs *vs, const struct vm_call *call, const char *library,
                          const struct vm_change *change, vmimage_error **error)
{
    struct vm_content content;
    vm_auto_str char *id = NULL;
    const char *name;
    vmimage_status status = vmimage__content_open(&content, change->path, change->manifest, call, error);

    name = change->name != NULL ? change->name : content.label;
    if (status == VMIMAGE_OK)
        status = vmimage__check_name(name, false, error);
    if (status == VMIMAGE_OK && change->description != NULL)
        status = vmimage__check_name(change->description, true, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_item_create(vs, call, library, name, change->description, type_of(&content), &id, error);
    if (status == VMIMAGE_OK) {
        status = vmimage__vs_upload(vs, call, id, &content, NULL, error);
        if (status == VMIMAGE_OK && strlen(id) < VM_UUID_SIZE)
            memcpy(change->id, id, strlen(id) + 1);
        else if (status != VMIMAGE_OK)
            vmimage__vs_tidy(vs, call, VM_VS_ITEM_DELETE, id);
    }
    vmimage__content_release(&content);
    return status;
}

/* That new content is of the type that the item has. */
static vmimage_status check_type(struct vm_vs *vs, const struct vm_call *call, const char *id, const char *type,
                                 vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    const char *own;
    vmimage_status status = vmimage__vs_get(vs, call, VM_VS_ITEM, id, NULL, VM_JSON_OBJECT, &doc, &value, error);

    if (status != VMIMAGE_OK)
        return status;
    own = vmimage__json_get_string(value, "type");
    if (own == NULL || own[0] == '\0' || vmimage__ascii_equal(own, type))
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INVALID, id,
                         "%s: the item %s is of the type \"%s\"; content of the type \"%s\" can't replace it", vs->base,
                         id, own, type);
}

static vmimage_status replace(struct vm_vs *vs, const struct vm_call *call, const char *id,
                              const struct vm_change *change, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *old = NULL;
    struct vm_content content;
    vmimage_status status = vmimage__content_open(&content, change->path, change->manifest, call, error);

    if (status == VMIMAGE_OK)
        status = check_type(vs, call, id, type_of(&content), error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_get(vs, call, VM_VS_FILES, id, NULL, VM_JSON_ARRAY, &doc, &old, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_upload(vs, call, id, &content, old, error);
    vmimage__content_release(&content);
    return status;
}

static vmimage_status rename_item(struct vm_vs *vs, const struct vm_call *call, const char *library, const char *id,
                                  const char *name, vmimage_error **error)
{
    bool same = false;
    vmimage_status status = vmimage__check_name(name, false, error);

    if (status == VMIMAGE_OK)
        status = check_free(vs, call, library, name, id, &same, error);
    if (status != VMIMAGE_OK || same)
        return status;
    return update(vs, call, VM_VS_ITEM_UPDATE, id, name, NULL, error);
}

static vmimage_status change_item(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                  const struct vm_change *change, vmimage_error **error)
{
    vm_auto_str char *id = NULL;
    vmimage_status status = vmimage__vs_find_item(vs, call, library, change->item, &id, error);

    if (status != VMIMAGE_OK)
        return status;
    switch (change->kind) {
    case VM_CHANGE_REPLACE:
        return replace(vs, call, id, change, error);
    case VM_CHANGE_RENAME:
        return rename_item(vs, call, library, id, change->name, error);
    case VM_CHANGE_DESCRIBE:
        status = vmimage__check_name(change->description, true, error);
        return status == VMIMAGE_OK ? update(vs, call, VM_VS_ITEM_UPDATE, id, NULL, change->description, error)
                                    : status;
    case VM_CHANGE_REMOVE:
        return vmimage__vs_do(vs, call, VM_VS_ITEM_DELETE, id, NULL, error);
    default:
        return vmimage__fail_misuse(error, __func__, "change");
    }
}

/* The library's own name and description. */
static vmimage_status change_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                     const struct vm_change *change, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    bool name = change->kind == VM_CHANGE_RENAME;
    const char *type;
    vmimage_status status = vmimage__check_name(name ? change->name : change->description, !name, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_get(vs, call, VM_VS_LIBRARY, library, NULL, VM_JSON_OBJECT, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    type = vmimage__json_get_string(value, "type");
    return update(vs, call,
                  type != NULL && strcmp(type, "SUBSCRIBED") == 0 ? VM_VS_SUBSCRIBED_UPDATE : VM_VS_LOCAL_UPDATE,
                  library, name ? change->name : NULL, name ? NULL : change->description, error);
}

vmimage_status vmimage__vs_change(struct vm_vs *vs, const struct vm_call *call, const struct vm_change *change,
                                  vmimage_error **error)
{
    vm_auto_str char *library = NULL;
    vmimage_status status = vmimage__call_check(call, error);

    vmimage__vs_snapshot_free(vs->snapshot); /* it is another place now */
    vs->snapshot = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__vs_only_library(vs, call, &library, error);
    if (status != VMIMAGE_OK)
        return status;
    if (change->kind == VM_CHANGE_ADD)
        return add(vs, call, library, change, error);
    return change->item != NULL ? change_item(vs, call, library, change, error)
                                : change_library(vs, call, library, change, error);
}

/* ---- making a library ---- */

/* The datastore of the name, or the only one: *id is in memory of its own. */
static vmimage_status find_datastore(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                     vmimage_error **error)
{
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    const struct vm_xml *object;
    size_t count = 0;
    vmimage_status status = vmimage__vs_inventory(vs, call, "Datastore", "name", &soap, error);

    *id = NULL;
    if (status != VMIMAGE_OK)
        return status;
    for (object = vmimage__xml_get(soap.answer, "returnval"); object != NULL; object = vmimage__xml_next(object)) {
        const char *own = vmimage__xml_text(object, "propSet/val"), *ref = vmimage__xml_text(object, "obj");

        if (ref == NULL || (name != NULL && (own == NULL || strcmp(own, name) != 0) && strcmp(ref, name) != 0))
            continue;
        if (count++ != 0)
            continue;
        *id = vmimage__strdup(ref);
        if (*id == NULL)
            return vmimage__fail_no_memory(error);
    }
    if (count == 1)
        return VMIMAGE_OK;
    vmimage__free(*id);
    *id = NULL;
    if (count == 0)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, vs->base, "%s: there is no datastore%s%s%s", vs->base,
                             name != NULL ? " \"" : "", name != NULL ? name : "", name != NULL ? "\"" : "");
    return vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, vs->base,
                         "%s: there are %zu datastores that a library could be kept on; say which one, as in "
                         "vsphere://HOST/LIBRARY?datastore=NAME",
                         vs->base, count);
}

static vmimage_status make_library(struct vm_vs *vs, const struct vm_call *call, const char *name,
                                   const char *description, const char *datastore, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, VM_VS_LOCAL_CREATE, NULL, NULL, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__vs_body_begin(vs, &exchange, VM_VS_LOCAL_CREATE, &writer);
    vmimage__jw_member(&writer, "name", name);
    vmimage__jw_member(&writer, "description", description);
    vmimage__jw_member(&writer, "type", "LOCAL");
    vmimage__jw_key(&writer, "storage_backings");
    vmimage__jw_begin_array(&writer);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "type", "DATASTORE");
    vmimage__jw_member(&writer, "datastore_id", datastore);
    vmimage__jw_end_object(&writer);
    vmimage__jw_end_array(&writer);
    status = vmimage__vs_body_end(vs, &exchange, VM_VS_LOCAL_CREATE, &writer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    return status == VMIMAGE_OK ? vmimage__vs_typed_value(vs, &exchange, VM_JSON_STRING, &doc, &value, error) : status;
}

static vmimage_status create(struct vm_vs *vs, const struct vm_call *call, const struct vm_vs_address *address,
                             const struct vm_change *change, vmimage_error **error)
{
    vm_auto_str char *id = NULL, *datastore = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__check_name(address->library, false, error);

    if (status == VMIMAGE_OK && change->description != NULL)
        status = vmimage__check_name(change->description, true, error);
    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__vs_find_library(vs, call, address->library, &id, &failure);
    if (status == VMIMAGE_OK || status == VMIMAGE_E_AMBIGUOUS)
        return vmimage__fail(error, VMIMAGE_E_EXISTS, address->library, "%s: there is a library \"%s\" already",
                             vs->base, address->library);
    if (status != VMIMAGE_E_NOT_FOUND)
        return vmimage__pass_on(status, &failure, error);
    status = find_datastore(vs, call, address->datastore, &datastore, error);
    if (status == VMIMAGE_OK)
        status = make_library(vs, call, address->library, change->description, datastore, error);
    return status;
}

vmimage_status vmimage__vs_create(const char *location, const struct vm_call *call, const struct vm_change *change,
                                  vmimage_error **error)
{
    struct vm_vs_address address;
    struct vm_vs *vs = NULL;
    vmimage_status status = vmimage__vs_address(&address, location, error);

    if (status == VMIMAGE_OK && address.library == NULL)
        status = vmimage__fail(
            error, VMIMAGE_E_INVALID,
            "vsphere:", "the URL doesn't name the library that is to be made; it is written vsphere://HOST/LIBRARY");
    if (status == VMIMAGE_OK && change->name != NULL && strcmp(change->name, address.library) != 0)
        status = vmimage__fail(error, VMIMAGE_E_INVALID, change->name,
                               "the URL calls the library \"%s\", the name is \"%s\"", address.library, change->name);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_open_address(&address, NULL, call, &vs, error);
    if (status == VMIMAGE_OK)
        status = create(vs, call, &address, change, error);
    vmimage__vs_close(vs);
    vmimage__vs_address_release(&address);
    return status;
}
