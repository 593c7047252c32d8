/*
 * SPDX-License-Identifier: Apache-2.0
 * Making and changing libraries: arguments, and the transport that can do it.
 */
#include <vmimage/keep.h>

#include <vmimage/registry.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/registry.h"

static vmimage_status unsupported(const struct vm_transport *transport, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, transport->name, "the transport \"%s\" can't change libraries",
                         transport->name);
}

static vmimage_status apply(vmimage_registry *registry, const struct vm_change *change, vmimage_error **error)
{
    static const char *const operations[] = {"add item", "replace item", "rename", "describe", "remove item"};
    struct vm_call call = vmimage__registry_call(registry);
    vmimage_status status;

    atomic_store(&registry->progress.done, 0);
    atomic_store(&registry->progress.total, 0);
    status = registry->transport->change != NULL ? registry->transport->change(registry->place, &call, change, error)
                                                 : unsupported(registry->transport, error);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, operations[change->kind]);
    return status;
}

static vmimage_status create(vmimage_context *context, const char *url, const struct vm_change *change,
                             vmimage_error **error)
{
    const struct vm_transport *transport;
    vm_auto_str char *location = NULL;
    const struct vm_call call = {.context = context};
    vmimage_status status = vmimage__registry_parse(url, &transport, &location, error);

    if (status == VMIMAGE_OK)
        status = transport->create != NULL ? transport->create(location, &call, change, error)
                                           : unsupported(transport, error);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "make library");
    return status;
}

vmimage_status vmimage_keep_init(vmimage_context *context, const char *url, const char *name, const char *description,
                                 vmimage_registry **registry, vmimage_error **error)
{
    const struct vm_change change = {.name = name, .description = description};
    vmimage_status status;

    VM_REQUIRE(registry != NULL, error);
    *registry = NULL;
    VM_REQUIRE(url != NULL, error);
    status = create(context, url, &change, error);
    return status == VMIMAGE_OK ? vmimage_registry_open(context, url, NULL, registry, error) : status;
}

vmimage_status vmimage_keep_set_manifest(vmimage_registry *registry, int32_t on, vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    if (on != 0 && on != 1)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the setting is %d; it is 0 or 1", (int)on);
    registry->write_manifests = on == 1;
    return VMIMAGE_OK;
}

vmimage_status vmimage_keep_add(vmimage_registry *registry, const char *path, const char *name, const char *description,
                                char id[VMIMAGE_UUID_SIZE], vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(path != NULL, error);
    VM_REQUIRE(id != NULL, error);
    return apply(registry,
                 &(struct vm_change){.kind = VM_CHANGE_ADD,
                                     .path = path,
                                     .name = name,
                                     .description = description,
                                     .manifest = registry->write_manifests,
                                     .id = id},
                 error);
}

vmimage_status vmimage_keep_replace(vmimage_registry *registry, const char *item, const char *path,
                                    vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(item != NULL, error);
    VM_REQUIRE(path != NULL, error);
    return apply(registry,
                 &(struct vm_change){
                     .kind = VM_CHANGE_REPLACE, .item = item, .path = path, .manifest = registry->write_manifests},
                 error);
}

vmimage_status vmimage_keep_rename(vmimage_registry *registry, const char *item, const char *name,
                                   vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    return apply(registry, &(struct vm_change){.kind = VM_CHANGE_RENAME, .item = item, .name = name}, error);
}

vmimage_status vmimage_keep_describe(vmimage_registry *registry, const char *item, const char *description,
                                     vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(description != NULL, error);
    return apply(registry, &(struct vm_change){.kind = VM_CHANGE_DESCRIBE, .item = item, .description = description},
                 error);
}

vmimage_status vmimage_keep_remove(vmimage_registry *registry, const char *item, vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(item != NULL, error);
    return apply(registry, &(struct vm_change){.kind = VM_CHANGE_REMOVE, .item = item}, error);
}

uint64_t vmimage_keep_bytes_done(const vmimage_registry *registry)
{
    return registry != NULL ? atomic_load_explicit(&registry->progress.done, memory_order_relaxed) : 0;
}

uint64_t vmimage_keep_bytes_total(const vmimage_registry *registry)
{
    return registry != NULL ? atomic_load_explicit(&registry->progress.total, memory_order_relaxed) : 0;
}
