/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes quantities (resource.Quantity): the canonical form and the rounded value.
 */
#ifndef VMIMAGE_LIB_MODEL_QUANTITY_H
#define VMIMAGE_LIB_MODEL_QUANTITY_H

#include <stdint.h>

#define VM_QUANTITY_SIZE 24

/* What VM Operator writes for so many bytes: "16Gi", "5M", "1536". */
void vmimage__quantity_from_bytes(int64_t bytes, char out[VM_QUANTITY_SIZE]);

#endif
