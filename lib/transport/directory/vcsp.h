/*
 * SPDX-License-Identifier: Apache-2.0
 * Items of a VCSP library that is a folder.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H

#include "transport/directory/place.h"
#include "transport/vcsp/vcsp.h"

/* Where a file of an item is in the folder of place->listing. */
vmimage_status vmimage__vcsp_find(const struct vm_vcsp_place *place, struct vm_draft *draft,
                                  const struct vm_vcsp_file *file, struct vm_vcsp_found *found, vmimage_error **error);
/* Read the content of the item, and finish it. */
vmimage_status vmimage__vcsp_content(struct vm_vcsp_item *item, vmimage_error **error);

#endif
