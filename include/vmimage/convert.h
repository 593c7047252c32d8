/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes objects of the image model from one API version to another.
 */
#ifndef VMIMAGE_CONVERT_H
#define VMIMAGE_CONVERT_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Convert an object of the image model to another API version of its kind.
 *
 * Kinds of vmoperator.vmware.com: VirtualMachineImage, ClusterVirtualMachineImage, VirtualMachinePublishRequest (v1alpha1 to
 * v1alpha6), VirtualMachineImageCache (v1alpha3 to v1alpha6), VirtualMachineGroupPublishRequest (v1alpha5, v1alpha6). Kinds of
 * imageregistry.vmware.com (v1alpha1, v1alpha2): ContentLibrary, ClusterContentLibrary, ContentLibraryItem,
 * ClusterContentLibraryItem, ContentLibraryItemImportRequest.
 * @json need not end with a NUL. @api_version is a version with or without the group: "vmoperator.vmware.com/v1alpha3",
 * "v1alpha3". In the version that the object has, unknown fields are kept; on the way to another one those of the metadata only.
 * Rule: the conversions of VM Operator and of the image registry; what they lose is lost, what they keep in an annotation is
 * kept there.
 *
 * Ownership: *@converted is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_PARSE when the text is no JSON or a field has the wrong type, here or in a conversion annotation;
 *   VMIMAGE_E_INVALID for another kind or a version that is not served; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for
 *   NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_object_convert(const char *json, size_t length, const char *api_version,
                                                  vmimage_string **converted, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
