/*
 * SPDX-License-Identifier: Apache-2.0
 * Finding virtual machines.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/id.h"
#include "transport/vsphere/inventory.h"

#define REQUEST_MAX ((size_t)1 << 20)
#define TYPE "VirtualMachine"
#define PROPERTIES "name config.uuid config.instanceUuid config.template config.guestId runtime.powerState"

static int by_name(const void *a, const void *b)
{
    const struct vm_vs_vm *left = a, *right = b;
    int order = strcmp(left->name, right->name);

    return order != 0 ? order : strcmp(left->id, right->id);
}

static const char *keep(struct vm_arena *arena, const char *text)
{
    return text != NULL && text[0] != '\0' ? vmimage__arena_strdup(arena, text) : NULL;
}

static void set_property(struct vm_vs_vm *vm, struct vm_arena *arena, const char *name, const char *value)
{
    if (strcmp(name, "name") == 0)
        vm->name = keep(arena, value);
    else if (strcmp(name, "config.uuid") == 0)
        vm->uuid = keep(arena, value);
    else if (strcmp(name, "config.instanceUuid") == 0)
        vm->instance_uuid = keep(arena, value);
    else if (strcmp(name, "config.guestId") == 0)
        vm->guest_id = keep(arena, value);
    else if (strcmp(name, "runtime.powerState") == 0)
        vm->power_state = keep(arena, value);
    else if (strcmp(name, "config.template") == 0)
        vm->is_template = value != NULL && (strcmp(value, "true") == 0 || strcmp(value, "1") == 0);
}

static void add_vm(struct vm_arena *arena, const struct vm_xml *object, struct vm_vs_vm *vm)
{
    vm->id = keep(arena, vmimage__xml_text(object, "obj"));
    for (const struct vm_xml *set = vmimage__xml_get(object, "propSet"); set != NULL; set = vmimage__xml_next(set)) {
        const char *name = vmimage__xml_text(set, "name");

        if (name != NULL)
            set_property(vm, arena, name, vmimage__xml_text(set, "val"));
    }
    if (vm->name == NULL)
        vm->name = "";
}

vmimage_status vmimage__vs_list_vms(struct vm_vs *vs, const struct vm_call *call, struct vm_arena *arena,
                                    struct vm_vs_vm **list, size_t *count, vmimage_error **error)
{
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    size_t capacity = 0;
    vmimage_status status = vmimage__vs_inventory(vs, call, TYPE, PROPERTIES, &soap, error);

    *list = NULL;
    *count = 0;
    if (status != VMIMAGE_OK)
        return status;
    for (const struct vm_xml *object = vmimage__xml_get(soap.answer, "returnval"); object != NULL;
         object = vmimage__xml_next(object)) {
        if (!vmimage__arena_grow(arena, list, *count, &capacity, sizeof(**list)))
            return vmimage__fail_no_memory(error);
        add_vm(arena, object, &(*list)[*count]);
        if ((*list)[*count].id != NULL)
            ++*count;
    }
    if (arena->failed)
        return vmimage__fail_no_memory(error);
    if (*count > 1)
        qsort(*list, *count, sizeof(**list), by_name);
    return VMIMAGE_OK;
}

/* The answer of a search, which is empty when nothing was found. */
static vmimage_status take_found(const struct vm_soap *soap, char **id, vmimage_error **error)
{
    const struct vm_xml *found = vmimage__xml_get(soap->answer, "returnval");

    if (found == NULL || found->text[0] == '\0' || found->ref_type == NULL || strcmp(found->ref_type, TYPE) != 0)
        return VMIMAGE_OK;
    *id = vmimage__strdup(found->text);
    return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status find_uuid(struct vm_vs *vs, const struct vm_call *call, const char *uuid, bool instance,
                                char **id, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "FindByUuid", "SearchIndex", vs->service.search_index);
    vmimage__soap_text(&body, "uuid", uuid);
    vmimage__soap_bool(&body, "vmSearch", true);
    vmimage__soap_bool(&body, "instanceUuid", instance);
    vmimage__soap_end(&body, "FindByUuid");
    status = vmimage__vs_sdk(vs, call, &body, &soap, "find a VM", error);
    return status == VMIMAGE_OK ? take_found(&soap, id, error) : status;
}

static vmimage_status find_path(struct vm_vs *vs, const struct vm_call *call, const char *path, char **id,
                                vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "FindByInventoryPath", "SearchIndex", vs->service.search_index);
    vmimage__soap_text(&body, "inventoryPath", path[0] == '/' ? path + 1 : path);
    vmimage__soap_end(&body, "FindByInventoryPath");
    status = vmimage__vs_sdk(vs, call, &body, &soap, "find a VM", error);
    return status == VMIMAGE_OK ? take_found(&soap, id, error) : status;
}

/* An ID is asked for the object's name, which every object has. */
static vmimage_status find_object(struct vm_vs *vs, const struct vm_call *call, const char *object, char **id,
                                  vmimage_error **error)
{
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__vs_properties(vs, call, TYPE, object, "name", &soap, &failure);

    if (status == VMIMAGE_E_NOT_FOUND)
        return VMIMAGE_OK;
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    if (vmimage__vs_property(&soap, "name") == NULL)
        return VMIMAGE_OK;
    *id = vmimage__strdup(object);
    return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status find_name(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const struct vm_vs_vm *found = NULL;
    struct vm_vs_vm *list;
    size_t count, fitting = 0;
    vmimage_status status = vmimage__vs_list_vms(vs, call, &arena, &list, &count, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < count; i++) {
        if (strcmp(list[i].name, name) != 0)
            continue;
        found = &list[i];
        fitting++;
    }
    if (fitting > 1) {
        status =
            vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, name,
                          "%s: %zu virtual machines have the name \"%s\"; use the ID, the inventory path or the UUID",
                          vs->base, fitting, name);
        for (size_t i = 0; i < count; i++) {
            if (strcmp(list[i].name, name) == 0)
                vmimage__error_add_candidate(error, TYPE, NULL, list[i].id, name);
        }
    } else if (found != NULL) {
        *id = vmimage__strdup(found->id);
        status = *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    vmimage__arena_release(&arena);
    return status;
}

vmimage_status vmimage__vs_find_vm(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                   vmimage_error **error)
{
    static const char prefix[] = TYPE ":";
    bool typed = strncmp(name, prefix, sizeof(prefix) - 1) == 0;
    vmimage_status status = vmimage__vs_sdk_login(vs, call, error);

    *id = NULL;
    if (status == VMIMAGE_OK && vmimage__is_uuid(name)) {
        status = find_uuid(vs, call, name, true, id, error);
        if (status == VMIMAGE_OK && *id == NULL)
            status = find_uuid(vs, call, name, false, id, error);
    } else if (status == VMIMAGE_OK && (typed || strncmp(name, "vm-", 3) == 0)) {
        status = find_object(vs, call, typed ? name + sizeof(prefix) - 1 : name, id, error);
    } else if (status == VMIMAGE_OK && strchr(name, '/') != NULL) {
        status = find_path(vs, call, name, id, error);
    }
    if (status == VMIMAGE_OK && *id == NULL && !typed)
        status = find_name(vs, call, name, id, error);
    if (status == VMIMAGE_OK && *id == NULL)
        status =
            vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name,
                          "%s: there is no virtual machine with the ID, UUID, path or name \"%s\"", vs->base, name);
    return status;
}
