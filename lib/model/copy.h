/*
 * SPDX-License-Identifier: Apache-2.0
 * What a rule needs that makes an object from another: copies of the small parts, and whether two images differ. Copies of
 * whole objects are made in format/k8s.h.
 */
#ifndef VMIMAGE_LIB_MODEL_COPY_H
#define VMIMAGE_LIB_MODEL_COPY_H

#include "model/objects.h"

/* The text, NULL when it is empty: absent and empty are one in Go's JSON. */
const char *vmimage__copy_text(struct vm_arena *arena, const char *text);
void vmimage__copy_map(struct vm_arena *arena, struct vm_map *to, const struct vm_map *from);
void vmimage__copy_strings(struct vm_arena *arena, struct vm_strings *to, const struct vm_strings *from);
/* Whether two images say the same; absent and empty texts are one. Fields that the library does not know are not looked at. */
bool vmimage__image_equal(const struct vm_image *a, const struct vm_image *b);

#endif
