/*
 * SPDX-License-Identifier: Apache-2.0
 * Items of a VCSP library that is a folder.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H

#include "transport/directory/place.h"
#include "transport/vcsp/vcsp.h"

/* The `data` of a place: the folder that the files of the item at hand are in. */
struct vm_vcsp_folder {
    struct vm_near *near;
};

/* Where a file of an item is in the folder of place->listing. */
vmimage_status vmimage__vcsp_find(const struct vm_vcsp_place *place, struct vm_draft *draft,
                                  const struct vm_vcsp_file *file, struct vm_vcsp_found *found, vmimage_error **error);
/* Tells one item of a list; `number` counts them from 1. */
typedef vmimage_status vm_vcsp_send_fn(const struct vm_vcsp_place *place, const struct vm_json *json, const char *file,
                                       int number, struct vm_vcsp_seen *seen, vmimage_error **error);
/* Tell the items of the list, one at a time. *plain is false, and nothing was told, when the list has to be read as a whole. */
vmimage_status vmimage__vcsp_cut(const struct vm_vcsp_place *place, const char *name, struct vm_vcsp_index *index,
                                 vm_vcsp_send_fn *send, bool *plain, vmimage_error **error);
/* The limits of an item in a list. */
struct vm_json_limits vmimage__vcsp_item_limits(const struct vm_vcsp_place *place);

/* vcsp_index.c: made anew while the open list is read; a lack of memory leaves it incomplete. */
void vmimage__vcsp_index_begin(struct vm_vcsp_index *index, int fd);
void vmimage__vcsp_index_add(struct vm_vcsp_index *index, const char *id, int number, uint64_t offset, size_t length);
void vmimage__vcsp_index_end(struct vm_vcsp_index *index);
/* Tell index->wanted when it is known where it stands; *known is false, and nothing was told, when it is not. */
vmimage_status vmimage__vcsp_known(const struct vm_vcsp_place *place, const char *name,
                                   const struct vm_vcsp_index *index, vm_vcsp_send_fn *send, bool *known,
                                   vmimage_error **error);
/* Read the content of the item, and finish it. */
vmimage_status vmimage__vcsp_content(const struct vm_vcsp_place *place, struct vm_vcsp_item *item,
                                     vmimage_error **error);

#endif
