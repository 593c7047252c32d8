/*
 * SPDX-License-Identifier: Apache-2.0
 * The newest image of a family in a registry. Which one that is, is the model's matter (model/family.c).
 */
#include <vmimage/version.h>

#include "base/error.h"
#include "engine/registry.h"
#include "model/lists.h"

vmimage_status vmimage_newest(vmimage_registry *registry, const vmimage_query *query, const char *family,
                              const vmimage_constraint *constraint, vmimage_image **image, vmimage_error **error)
{
    vmimage_images *all = NULL;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(family != NULL, error);
    status = vmimage__registry_list_images(registry, query, NULL, NULL, &all, error);
    if (status == VMIMAGE_OK)
        status = vmimage_newest_images((const vmimage_image *const *)all->list, all->count, family, constraint, image,
                                       error);
    vmimage_images_unref(all);
    return status;
}
