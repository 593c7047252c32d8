/*
 * SPDX-License-Identifier: Apache-2.0
 * Resolution: from a name that a person writes to exactly one image.
 */
#ifndef VMIMAGE_RESOLVE_H
#define VMIMAGE_RESOLVE_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Ways to resolve a name that differ from VM Operator's; to be added up. 0 is VM Operator's. */
enum {
    VMIMAGE_RESOLVE_PREFER_NAMESPACE =
        1 /**< an image of the namespace hides those of the cluster, as its documentation says */
};

/**
 * The one image that a name stands for in a namespace.
 *
 * A name that begins with "vmi-" is an object name: the image of the namespace, else that of the cluster. Any other name
 * is a display name, compared byte by byte: exactly one image of the namespace and the cluster together must have it.
 * Whether the image is ready plays no part. @name_space NULL looks at the cluster's images, and at all images of a place
 * without namespaces.
 * Rule: VM Operator's ResolveImageName(); the texts of the reasons are its own.
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_AMBIGUOUS with the candidates; VMIMAGE_E_NOT_FOUND; VMIMAGE_E_INVALID for an empty name or an unknown flag; else
 *   as vmimage_registry_images().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_resolve(vmimage_registry *registry, const char *name_space, const char *name,
                                           uint32_t flags, vmimage_image **image, vmimage_error **error);

/**
 * The same over a list of images that the program holds. Images of other namespaces may be in it and are passed over.
 *
 * Ownership: *@image is a new reference of an element, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_AMBIGUOUS with the candidates; VMIMAGE_E_NOT_FOUND; VMIMAGE_E_INVALID for an empty name or an unknown flag;
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_resolve_images(const vmimage_image *const *images, size_t count,
                                                  const char *name_space, const char *name, uint32_t flags,
                                                  vmimage_image **image, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
