/*
 * SPDX-License-Identifier: Apache-2.0
 * VirtualMachinePublishRequest and VirtualMachineImageCache between versions. What older versions can't say is kept in an
 * annotation; the group request is the same in all its versions.
 */
#include "format/convert.h"

#include "base/error.h"

#define STASH "vmoperator.vmware.com/conversion"

vmimage_status vmimage__publish_request_up(const struct vm_kind *kind, int version, void *object,
                                           struct vm_arena *arena, vmimage_error **error)
{
    struct vm_publish_request *request = object, stashed = {0};
    bool found;
    vmimage_status status;

    if (version >= 5)
        return VMIMAGE_OK;
    if (version == 1)
        vmimage__conditions_up(&request->conditions);
    status = vmimage__stash_take(kind, request, STASH, &stashed, &found, arena, error);
    if (status == VMIMAGE_OK && found)
        request->backoff_limit = stashed.backoff_limit;
    return status;
}

vmimage_status vmimage__publish_request_down(const struct vm_kind *kind, int version, void *object,
                                             struct vm_arena *arena, vmimage_error **error)
{
    return version < 5 ? vmimage__stash_put(kind, object, STASH, arena, error) : VMIMAGE_OK;
}

/*
 * VM Operator reinterprets the memory of a v1alpha3 file as one of the storage version, where the two members are declared
 * the other way round. Its objects are out there, so this does the same.
 */
static void swap_names(struct vm_image_cache *cache)
{
    for (size_t i = 0; i < cache->observed_count; i++) {
        for (size_t j = 0; j < cache->observed[i].file_count; j++) {
            struct vm_cache_file *file = &cache->observed[i].files[j];
            const char *name = file->name;

            file->name = file->disk_type;
            file->disk_type = name;
        }
    }
}

vmimage_status vmimage__image_cache_up(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                       vmimage_error **error)
{
    struct vm_image_cache *cache = object, stashed = {0};
    bool found;
    vmimage_status status;

    if (version >= 5)
        return VMIMAGE_OK;
    if (version == 3)
        swap_names(cache);
    status = vmimage__stash_take(kind, cache, STASH, &stashed, &found, arena, error);
    if (status == VMIMAGE_OK && found)
        vmimage__status_copy(kind, &stashed, cache, arena);
    return status;
}

vmimage_status vmimage__image_cache_down(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                         vmimage_error **error)
{
    struct vm_image_cache *cache = object;
    vmimage_status status;

    if (version >= 5)
        return VMIMAGE_OK;
    status = vmimage__stash_put(kind, cache, STASH, arena, error);
    if (status == VMIMAGE_OK && version == 3)
        swap_names(cache);
    return status;
}
