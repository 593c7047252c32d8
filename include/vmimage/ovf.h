/*
 * SPDX-License-Identifier: Apache-2.0
 * OVF descriptors: what is in one, and the image that it gives.
 */
#ifndef VMIMAGE_OVF_H
#define VMIMAGE_OVF_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
