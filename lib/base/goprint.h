/*
 * SPDX-License-Identifier: Apache-2.0
 * Which characters Go's strconv.IsPrint() prints as they are: what %q leaves unescaped.
 */
#ifndef VMIMAGE_LIB_BASE_GOPRINT_H
#define VMIMAGE_LIB_BASE_GOPRINT_H

#include <stdbool.h>
#include <stdint.h>

bool vmimage__go_is_print(uint32_t code);

#endif
