/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission: what a cluster would say to an image reference or a publish request.
 */
#ifndef VMIMAGE_ADMISSION_H
#define VMIMAGE_ADMISSION_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
