/*
 * SPDX-License-Identifier: Apache-2.0
 * The part of an image that is copied from its item on every pass, whatever the state of the content.
 */
#ifndef VMIMAGE_LIB_MODEL_RECONCILE_SETUP_H
#define VMIMAGE_LIB_MODEL_RECONCILE_SETUP_H

#include "model/reconcile.h"

/* Cluster items have no namespace. */
bool vmimage__item_is_cluster(const struct vm_item *item);
/* VM Operator's text when the image has another controller, in `arena`; NULL when all was copied. */
const char *vmimage__image_set_up(const struct vm_reconcile_input *input, struct vm_image *image,
                                  struct vm_arena *arena);

#endif
