/*
 * SPDX-License-Identifier: Apache-2.0
 * From a library item to its image: the decision table of VM Operator as one pure function.
 */
#ifndef VMIMAGE_RECONCILE_H
#define VMIMAGE_RECONCILE_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
