/*
 * SPDX-License-Identifier: Apache-2.0
 * Values that the model is written in: quantities, labels, hardware versions, guest operating systems.
 */
#ifndef VMIMAGE_VALUE_H
#define VMIMAGE_VALUE_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The value of a Kubernetes quantity, rounded up to a whole number: "1Gi" gives 1073741824, "1.5" gives 2.
 *
 * Rule: resource.Quantity.Value().
 *
 * Errors: VMIMAGE_E_INVALID when the text is no quantity; VMIMAGE_E_LIMIT when the value does not fit; VMIMAGE_E_MISUSE for NULL.
 *   *@value is then untouched.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_quantity_parse(const char *text, int64_t *value, vmimage_error **error);

/**
 * The canonical form of a quantity, as an API server stores it: "1024Mi" gives "1Gi", "0.5" gives "500m".
 *
 * Ownership: *@canonical is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_INVALID when the text is no quantity; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_quantity_canonical(const char *text, vmimage_string **canonical,
                                                      vmimage_error **error);

/**
 * The quantity that VM Operator writes for a disk of so many bytes: binary suffixes for 0 and for 1 to 1023 times a power
 * of 1024, decimal ones otherwise: 17179869184 gives "16Gi", 5000000 gives "5M", 1536 gives "1536".
 *
 * Ownership: *@text is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_quantity_from_bytes(int64_t bytes, vmimage_string **text, vmimage_error **error);

/**
 * Whether a text may be the value of a label: at most 63 bytes, letters, digits, "-", "_", ".", ending in a letter or digit at
 * both ends; the empty text may. Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_label_value_is_valid(const char *value);

/**
 * Whether a text may be the key of a label (a qualified name): an optional DNS sub-domain and "/", then 1 to 63 letters,
 * digits, "-", "_", ".". Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_label_key_is_valid(const char *key);

/**
 * The number of a virtual hardware version: "vmx-19" and "19" give 19. 0 when the text is none; NULL gives 0.
 *
 * Rule: "vmx-" in any case and digits, or digits alone, from 1 to 255.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_hardware_version_parse(const char *text);

/**
 * The vSphere guest identifier for a CIM operating system number and an optional version; NULL when the pair is not known.
 *
 * Ownership: borrowed, valid for ever.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_guest_id_from_cim(int32_t cim_id, const char *version);

/**
 * The CIM operating system number for a vSphere guest identifier; 0 for one without number, unknown or NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_guest_id_to_cim(const char *guest_id);

#ifdef __cplusplus
}
#endif

#endif
