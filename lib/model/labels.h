/*
 * SPDX-License-Identifier: Apache-2.0
 * The labels that VM Operator keeps on an image so that images can be found by what they are.
 */
#ifndef VMIMAGE_LIB_MODEL_LABELS_H
#define VMIMAGE_LIB_MODEL_LABELS_H

#include "model/objects.h"

#define VM_LABEL_TYPE "image.vmoperator.vmware.com/type"
#define VM_LABEL_OS_ID "os.image.vmoperator.vmware.com/id"
#define VM_LABEL_OS_TYPE "os.image.vmoperator.vmware.com/type"
#define VM_LABEL_OS_VERSION "os.image.vmoperator.vmware.com/version"
#define VM_LABEL_CAPABILITY_PREFIX "capability.image.vmoperator.vmware.com/"

/*
 * Bring those labels in line with the image's status (VM Operator's SyncStatusToLabels): values that can't be a label are
 * removed, and so is every capability label that the status does not list. Other labels stay. `arena` is the image's;
 * the caller checks arena->failed.
 */
void vmimage__labels_sync(struct vm_image *image, struct vm_arena *arena);

#endif
