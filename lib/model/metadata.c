/*
 * SPDX-License-Identifier: Apache-2.0
 * What Kubernetes keeps of every object besides its names: generation, deletion, finalizers, owners. One text for all
 * kinds, whose metadata is the same struct; names, labels and annotations are with the kinds.
 */
#include <vmimage/group_publish_request.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/publish_request.h>

#include "model/access.h"
#include "model/objects.h"
#include "model/requests.h"

static const char *finalizer(const struct vm_meta *meta, size_t index)
{
    return meta != NULL && index < meta->finalizers.count ? vmimage__some(meta->finalizers.items[index]) : NULL;
}

static const struct vm_owner *owner(const struct vm_meta *meta, size_t index)
{
    return meta != NULL && index < meta->owner_count ? &meta->owners[index] : NULL;
}

#define OWNER_TEXT(type, member)                                                                                       \
    const char *vmimage_##type##_owner_##member(const vmimage_##type *type, size_t index)                              \
    {                                                                                                                  \
        const struct vm_owner *found = owner(type != NULL ? &type->o.meta : NULL, index);                              \
                                                                                                                       \
        return found != NULL ? vmimage__some(found->member) : NULL;                                                    \
    }

#define METADATA_FUNCTIONS(type)                                                                                       \
    int64_t vmimage_##type##_generation(const vmimage_##type *type)                                                    \
    {                                                                                                                  \
        return type != NULL && type->o.meta.generation.set ? type->o.meta.generation.value : 0;                        \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_deletion_time(const vmimage_##type *type)                                             \
    {                                                                                                                  \
        return type != NULL ? vmimage__text(type->o.meta.deletion_time) : NULL;                                        \
    }                                                                                                                  \
                                                                                                                       \
    size_t vmimage_##type##_finalizer_count(const vmimage_##type *type)                                                \
    {                                                                                                                  \
        return type != NULL ? type->o.meta.finalizers.count : 0;                                                       \
    }                                                                                                                  \
                                                                                                                       \
    const char *vmimage_##type##_finalizer(const vmimage_##type *type, size_t index)                                   \
    {                                                                                                                  \
        return finalizer(type != NULL ? &type->o.meta : NULL, index);                                                  \
    }                                                                                                                  \
                                                                                                                       \
    size_t vmimage_##type##_owner_count(const vmimage_##type *type)                                                    \
    {                                                                                                                  \
        return type != NULL ? type->o.meta.owner_count : 0;                                                            \
    }                                                                                                                  \
                                                                                                                       \
    OWNER_TEXT(type, api_version)                                                                                      \
    OWNER_TEXT(type, kind)                                                                                             \
    OWNER_TEXT(type, name)                                                                                             \
    OWNER_TEXT(type, uid)                                                                                              \
                                                                                                                       \
    int32_t vmimage_##type##_owner_is_controller(const vmimage_##type *type, size_t index)                             \
    {                                                                                                                  \
        const struct vm_owner *found = owner(type != NULL ? &type->o.meta : NULL, index);                              \
                                                                                                                       \
        return vmimage__tristate(found != NULL ? found->controller : VM_UNSET);                                        \
    }

METADATA_FUNCTIONS(image)
METADATA_FUNCTIONS(item)
METADATA_FUNCTIONS(library)
METADATA_FUNCTIONS(publish_request)
METADATA_FUNCTIONS(group_publish_request)
METADATA_FUNCTIONS(import_request)
