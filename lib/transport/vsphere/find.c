/*
 * SPDX-License-Identifier: Apache-2.0
 * Finding by name. Servers compare names without regard to case, or with it: what they find is compared again, byte by byte.
 */
#include "transport/vsphere/find.h"

#include <string.h>

#include "base/error.h"
#include "model/id.h"

static bool has_name(const struct vm_json *json, const char *name)
{
    const char *text = vmimage__json_get_string(json, "name");

    return text != NULL && strcmp(text, name) == 0;
}

/* The names of what has the IDs are compared; those that fit are kept, at most two. */
static vmimage_status check_names(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                                  const struct vm_json *list, const char *name, char *ids[2], vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;
    size_t count = 0;

    for (const struct vm_json *json = vmimage__json_first(list); json != NULL && count < 2 && status == VMIMAGE_OK;
         json = vmimage__json_next(json)) {
        const char *id = vmimage__json_string(json);
        vm_auto_json struct vm_json_doc *doc = NULL;
        vm_auto_error vmimage_error *failure = NULL;
        const struct vm_json *value = NULL;

        if (id == NULL)
            continue;
        status = vmimage__vs_get(vs, call, operation, id, NULL, VM_JSON_OBJECT, &doc, &value, &failure);
        if (status == VMIMAGE_E_NOT_FOUND) /* gone by now */
            status = VMIMAGE_OK;
        else if (status != VMIMAGE_OK)
            return vmimage__pass_on(status, &failure, error);
        if (value == NULL || !has_name(value, name))
            continue;
        ids[count] = vmimage__strdup(id);
        if (ids[count++] == NULL)
            status = vmimage__fail_no_memory(error);
    }
    return status;
}

static vmimage_status find(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                           enum vm_vs_operation get, const char *library, const char *name, char *ids[2],
                           vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *list = NULL;
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, operation, NULL, NULL, error);

    ids[0] = ids[1] = NULL;
    if (status == VMIMAGE_OK) {
        vmimage__vs_body_begin(vs, &exchange, operation, &writer);
        vmimage__jw_member(&writer, "library_id", library);
        vmimage__jw_member(&writer, "name", name);
        status = vmimage__vs_body_end(vs, &exchange, operation, &writer, error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, &exchange, VM_JSON_ARRAY, &doc, &list, error);
    if (status == VMIMAGE_OK)
        status = check_names(vs, call, get, list, name, ids, error);
    if (status != VMIMAGE_OK) {
        vmimage__free(ids[0]);
        vmimage__free(ids[1]);
        ids[0] = ids[1] = NULL;
    }
    return status;
}

vmimage_status vmimage__vs_items_named(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       const char *name, char *ids[2], vmimage_error **error)
{
    return find(vs, call, VM_VS_ITEM_FIND, VM_VS_ITEM, library, name, ids, error);
}

static vmimage_status not_found(const struct vm_vs *vs, const char *what, const char *name, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: there is no %s with the ID or name \"%s\"", vs->base,
                         what, name);
}

/* One of the two, or why not. */
static vmimage_status choose(const struct vm_vs *vs, char *ids[2], const char *what, const char *name, char **id,
                             vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    if (ids[0] == NULL) {
        status = not_found(vs, what, name, error);
    } else if (ids[1] != NULL) {
        status = vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, name,
                               "%s: more than one %s has the name \"%s\", %s and %s among them; use the ID", vs->base,
                               what, name, ids[0], ids[1]);
        for (int i = 0; i < 2; i++)
            vmimage__error_add_candidate(error, what, NULL, ids[i], name);
    } else {
        *id = ids[0];
        ids[0] = NULL;
    }
    vmimage__free(ids[0]);
    vmimage__free(ids[1]);
    return status;
}

/* The ID of the list whose hash is that of the object name; NULL when there is none. */
static vmimage_status find_object(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                                  const char *library, const char *hash, char **id, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *list = NULL;
    vmimage_status status = vmimage__vs_get(vs, call, operation, library, NULL, VM_JSON_ARRAY, &doc, &list, error);

    if (status != VMIMAGE_OK)
        return status;
    for (const struct vm_json *json = vmimage__json_first(list); json != NULL; json = vmimage__json_next(json)) {
        const char *text = vmimage__json_string(json);
        char own[VM_HASH17_SIZE];

        if (text == NULL)
            continue;
        vmimage__hash17(text, own);
        if (strcmp(own, hash) != 0)
            continue;
        *id = vmimage__strdup(text);
        return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

/* By ID, which the server knows; a library's and an item's alike. *id is NULL when it knows none. */
static vmimage_status find_id(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                              const char *library, const char *name, char **id, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vm_auto_error vmimage_error *failure = NULL;
    const struct vm_json *value = NULL;
    const char *own;
    vmimage_status status = vmimage__vs_get(vs, call, operation, name, NULL, VM_JSON_OBJECT, &doc, &value, &failure);

    if (status == VMIMAGE_E_NOT_FOUND)
        return VMIMAGE_OK;
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    own = vmimage__json_get_string(value, "library_id");
    if (library != NULL && (own == NULL || strcmp(own, library) != 0))
        return VMIMAGE_OK;
    *id = vmimage__strdup(name);
    return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vs_find_library(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                        vmimage_error **error)
{
    char *ids[2];
    vmimage_status status = VMIMAGE_OK;

    *id = NULL;
    if (vmimage__is_uuid(name))
        status = find_id(vs, call, VM_VS_LIBRARY, NULL, name, id, error);
    else if (strncmp(name, "cl-", 3) == 0)
        status = find_object(vs, call, VM_VS_LIBRARIES, NULL, name + 3, id, error);
    if (status != VMIMAGE_OK || *id != NULL)
        return status;
    status = find(vs, call, VM_VS_LIBRARY_FIND, VM_VS_LIBRARY, NULL, name, ids, error);
    return status == VMIMAGE_OK ? choose(vs, ids, "library", name, id, error) : status;
}

vmimage_status vmimage__vs_only_library(struct vm_vs *vs, const struct vm_call *call, char **id, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *list = NULL;
    vmimage_status status = VMIMAGE_OK;

    *id = NULL;
    if (vs->library == NULL)
        status = vmimage__vs_get(vs, call, VM_VS_LIBRARIES, NULL, NULL, VM_JSON_ARRAY, &doc, &list, error);
    if (status != VMIMAGE_OK)
        return status;
    if (vs->library == NULL &&
        (vmimage__json_count(list) != 1 || vmimage__json_string(vmimage__json_first(list)) == NULL))
        return vmimage__fail(error, vmimage__json_count(list) == 0 ? VMIMAGE_E_NOT_FOUND : VMIMAGE_E_AMBIGUOUS,
                             vs->base,
                             "%s: there are %zu libraries; say which one is meant, as in vsphere://HOST/LIBRARY",
                             vs->base, vmimage__json_count(list));
    *id = vmimage__strdup(vs->library != NULL ? vs->library : vmimage__json_string(vmimage__json_first(list)));
    return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vs_find_item(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                     const char *name, char **id, vmimage_error **error)
{
    char *ids[2];
    vmimage_status status = VMIMAGE_OK;

    *id = NULL;
    if (vmimage__is_uuid(name))
        status = find_id(vs, call, VM_VS_ITEM, library, name, id, error);
    else if (strncmp(name, "clitem-", 7) == 0)
        status = find_object(vs, call, VM_VS_ITEMS, library, name + 7, id, error);
    if (status != VMIMAGE_OK || *id != NULL)
        return status;
    status = vmimage__vs_items_named(vs, call, library, name, ids, error);
    return status == VMIMAGE_OK ? choose(vs, ids, "item", name, id, error) : status;
}
