/*
 * SPDX-License-Identifier: Apache-2.0
 * The objects that a pass over a publish request looks at: VMs and storage classes as far as it does, the library's own kinds whole.
 */
#include "format/publish.h"

#include <string.h>

#include "base/error.h"
#include "format/k8s.h"

#define REGISTRY_GROUP "imageregistry.vmware.com/"
#define OPERATOR_GROUP "vmoperator.vmware.com/"

static const char *text(struct vm_arena *arena, const struct vm_json *object, const char *key)
{
    return vmimage__arena_strdup(arena, vmimage__json_get_string(object, key));
}

static bool has_object(const struct vm_json *parent, const char *key)
{
    return vmimage__json_type(vmimage__json_get(parent, key)) == VM_JSON_OBJECT;
}

static void read_machine(const struct vm_json *root, struct vm_publish_world *world, struct vm_arena *arena)
{
    const struct vm_json *meta = vmimage__json_get(root, "metadata"), *status = vmimage__json_get(root, "status");
    const struct vm_json *crypto = vmimage__json_get(status, "crypto");
    struct vm_publish_machine machine = {
        .name = text(arena, meta, "name"),
        .name_space = text(arena, meta, "namespace"),
        .unique_id = text(arena, status, "uniqueID"),
        .encrypted = has_object(status, "crypto"),
    };

    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(crypto, "encrypted")); node != NULL;
         node = vmimage__json_next(node)) {
        const char *what = vmimage__json_string(node);

        machine.disks_encrypted = machine.disks_encrypted || (what != NULL && strcmp(what, "Disks") == 0);
    }
    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(status, "volumes")); node != NULL;
         node = vmimage__json_next(node))
        machine.plain_volume = machine.plain_volume || !has_object(node, "crypto");
    if (!arena->failed &&
        vmimage__arena_grow(arena, &world->machines, world->machine_count, &world->machine_capacity, sizeof(machine)))
        world->machines[world->machine_count++] = machine;
}

static void read_class(const struct vm_json *root, struct vm_publish_world *world, struct vm_arena *arena)
{
    struct vm_storage_class found = {
        .name = text(arena, vmimage__json_get(root, "metadata"), "name"),
        .policy_id = text(arena, vmimage__json_get(root, "parameters"), "storagePolicyID"),
    };

    if (!arena->failed &&
        vmimage__arena_grow(arena, &world->classes, world->class_count, &world->class_capacity, sizeof(found)))
        world->classes[world->class_count++] = found;
}

static void add_library(struct vm_libraries *list, const struct vm_library *library, struct vm_arena *arena)
{
    if (vmimage__arena_grow(arena, &list->items, list->count, &list->capacity, sizeof(*list->items)))
        list->items[list->count++] = library;
}

static vmimage_status read_library(const struct vm_json *root, const char *version, struct vm_publish_world *world,
                                   struct vm_arena *arena, vmimage_error **error)
{
    struct vm_library *library = vmimage__arena_alloc(arena, sizeof(*library));
    vmimage_status status =
        library != NULL ? vmimage__library_read(root, NULL, library, arena, error) : VMIMAGE_E_NO_MEMORY;

    if (status == VMIMAGE_OK)
        add_library(strcmp(version, "v1alpha1") == 0 ? &world->v1alpha1 : &world->v1alpha2, library, arena);
    return status;
}

static vmimage_status read_image(const struct vm_json *root, struct vm_publish_world *world, struct vm_arena *arena,
                                 vmimage_error **error)
{
    struct vm_image *image = vmimage__arena_alloc(arena, sizeof(*image));
    vmimage_status status = image != NULL ? vmimage__image_read(root, NULL, image, arena, error) : VMIMAGE_E_NO_MEMORY;

    if (status == VMIMAGE_OK &&
        vmimage__arena_grow(arena, &world->images, world->image_count, &world->image_capacity, sizeof(*world->images)))
        world->images[world->image_count++] = image;
    return status;
}

static vmimage_status read_request(const struct vm_json *root, struct vm_publish_world *world, struct vm_arena *arena,
                                   vmimage_error **error)
{
    struct vm_publish_request *request = vmimage__arena_alloc(arena, sizeof(*request));
    vmimage_status status =
        request != NULL ? vmimage__publish_request_read(root, NULL, request, arena, error) : VMIMAGE_E_NO_MEMORY;

    if (status == VMIMAGE_OK && vmimage__arena_grow(arena, &world->requests, world->request_count,
                                                    &world->request_capacity, sizeof(*world->requests)))
        world->requests[world->request_count++] = request;
    return status;
}

vmimage_status vmimage__publish_world_add(const struct vm_json *root, struct vm_publish_world *world,
                                          struct vm_arena *arena, vmimage_error **error)
{
    const char *version = vmimage__json_get_string(root, "apiVersion"), *kind = vmimage__json_get_string(root, "kind");
    bool operator_group, registry_group;
    vmimage_status status = VMIMAGE_OK;

    if (version == NULL || kind == NULL)
        return VMIMAGE_OK;
    operator_group = strncmp(version, OPERATOR_GROUP, strlen(OPERATOR_GROUP)) == 0;
    registry_group = strncmp(version, REGISTRY_GROUP, strlen(REGISTRY_GROUP)) == 0;
    if (operator_group && strcmp(kind, "VirtualMachine") == 0)
        read_machine(root, world, arena);
    else if (operator_group && strcmp(kind, "VirtualMachineImage") == 0)
        status = read_image(root, world, arena, error);
    else if (operator_group && strcmp(kind, "VirtualMachinePublishRequest") == 0)
        status = read_request(root, world, arena, error);
    else if (registry_group && strcmp(kind, "ContentLibrary") == 0)
        status = read_library(root, version + strlen(REGISTRY_GROUP), world, arena, error);
    else if (strncmp(version, "storage.k8s.io/", strlen("storage.k8s.io/")) == 0 && strcmp(kind, "StorageClass") == 0)
        read_class(root, world, arena);
    if (arena->failed || status == VMIMAGE_E_NO_MEMORY)
        status = vmimage__fail_no_memory(error);
    /* The arena serves on. */
    arena->failed = false;
    return status;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool vmimage__publish_world_libraries(const struct vm_publish_world *world, struct vm_arena *arena,
                                      struct vm_libraries *libraries)
{
    for (size_t i = 0; i < world->v1alpha1.count; i++)
        add_library(libraries, world->v1alpha1.items[i], arena);
    for (size_t i = 0; i < world->v1alpha2.count; i++) {
        const struct vm_meta *meta = &world->v1alpha2.items[i]->meta;
        bool found = false;

        for (size_t j = 0; j < world->v1alpha1.count && !found; j++)
            found = same(meta->name, world->v1alpha1.items[j]->meta.name) &&
                    same(meta->name_space, world->v1alpha1.items[j]->meta.name_space);
        if (!found)
            add_library(libraries, world->v1alpha2.items[i], arena);
    }
    return !arena->failed;
}
