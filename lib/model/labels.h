/*
 * SPDX-License-Identifier: Apache-2.0
 * The labels that VM Operator keeps on an image so that images can be found by what they are.
 */
#ifndef VMIMAGE_LIB_MODEL_LABELS_H
#define VMIMAGE_LIB_MODEL_LABELS_H

#include <vmimage/context.h>

#include "model/objects.h"

#define VM_LABEL_TYPE "image.vmoperator.vmware.com/type"
#define VM_LABEL_OS_ID "os.image.vmoperator.vmware.com/id"
#define VM_LABEL_OS_TYPE "os.image.vmoperator.vmware.com/type"
#define VM_LABEL_OS_VERSION "os.image.vmoperator.vmware.com/version"
#define VM_LABEL_CAPABILITY_PREFIX "capability.image.vmoperator.vmware.com/"

/* The extra configuration of a descriptor or a VM that carries labels. */
#define VM_LABELS_SETTING "vmservice.vmi.labels"

/*
 * Bring those labels in line with the image's status (VM Operator's SyncStatusToLabels): values that can't be a label are
 * removed, and so is every capability label that the status does not list. Other labels stay. `arena` is the image's;
 * the caller checks arena->failed.
 */
void vmimage__labels_sync(struct vm_image *image, struct vm_arena *arena);

/*
 * Add the labels of that setting, "key:value,key": they are never taken away again. One that no API server takes is left out
 * with a warning of `module`, which names `subject`.
 */
void vmimage__labels_add(struct vm_image *image, struct vm_arena *arena, const char *text, const char *module,
                         const char *subject, const vmimage_context *log);

#endif
