/*
 * SPDX-License-Identifier: Apache-2.0
 * Families: what a name is without the version at its end.
 */
#ifndef VMIMAGE_LIB_MODEL_FAMILY_H
#define VMIMAGE_LIB_MODEL_FAMILY_H

#include <stddef.h>

/* The version at the end of a display name, NULL without one; *length is that of the name without it. */
const char *vmimage__name_split(const char *name, size_t *length);

#endif
