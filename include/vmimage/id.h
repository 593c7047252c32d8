/*
 * SPDX-License-Identifier: Apache-2.0
 * Identity: from the UUID of a library item to the names of the objects made from it.
 */
#ifndef VMIMAGE_ID_H
#define VMIMAGE_ID_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of a VMI ID with its NUL: "vmi-" and 17 hexadecimal digits. */
#define VMIMAGE_ID_SIZE 22
/** Bytes of an item's object name with its NUL: "clitem-" and 17 hexadecimal digits. */
#define VMIMAGE_ITEM_NAME_SIZE 25
/** Bytes of a library's object name with its NUL: "cl-" and 17 hexadecimal digits. */
#define VMIMAGE_LIBRARY_NAME_SIZE 21

/**
 * The VMI ID of the library item with a UUID: e1968c25-dd84-4506-8dc7-9beacb6b688e gives vmi-0a0044d7c690bcbea.
 *
 * @uuid has the form 8-4-4-4-12; @id receives VMIMAGE_ID_SIZE bytes. The digits are hashed as written: vCenter writes
 * lower case, and an upper-case UUID gives the ID that VM Operator gives for that spelling.
 * Rule: VM Operator's VMIName(): "vmi-" and the first 17 hexadecimal digits of SHA-1 over the UUID without dashes.
 *
 * Errors: VMIMAGE_E_INVALID with the reason when @uuid is no UUID; VMIMAGE_E_MISUSE for NULL. @id is then untouched.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_id_from_uuid(const char *uuid, char id[VMIMAGE_ID_SIZE], vmimage_error **error);

/**
 * The VMI ID for any provider item ID: a UUID, or the managed object ID of a VM such as "vm-42".
 *
 * This is also the name of the VirtualMachineImageCache of that item. Nothing is checked but that the text is not
 * empty; every "-" in it is left out before hashing, so "vm-42" and "vm42" have one ID.
 * Rule: VM Operator's VMIName().
 *
 * Errors: VMIMAGE_E_INVALID for an empty text; VMIMAGE_E_MISUSE for NULL. @id is then untouched.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_id_from_provider_item(const char *provider_item_id, char id[VMIMAGE_ID_SIZE],
                                                         vmimage_error **error);

/**
 * The image's object name for an item's object name: clitem-0123456789abcdef0 gives vmi-0123456789abcdef0.
 *
 * Rule: VM Operator requires the prefix "clitem" and a "-"; the image is "vmi-" and all that follows the first "-".
 *
 * Ownership: *@id is a new text; release with vmimage_string_unref(). NULL on failure.
 * Errors: VMIMAGE_E_INVALID with VM Operator's text as reason; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_id_from_item_name(const char *item_name, vmimage_string **id, vmimage_error **error);

/**
 * The object name of the item with a UUID, "clitem-" and the digits of its VMI ID.
 *
 * Rule: the naming strategy FromItemID of the image registry.
 *
 * Errors: as vmimage_id_from_uuid().
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_item_name_from_uuid(const char *uuid, char name[VMIMAGE_ITEM_NAME_SIZE],
                                                       vmimage_error **error);

/**
 * The object name of the library with a UUID, "cl-" and 17 digits. A convention that VM Operator never parses.
 *
 * Errors: as vmimage_id_from_uuid().
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_library_name_from_uuid(const char *uuid, char name[VMIMAGE_LIBRARY_NAME_SIZE],
                                                          vmimage_error **error);

/**
 * Whether a text has the form of a VMI ID: "vmi-" and 17 lower-case hexadecimal digits. Returns 1 or 0; NULL gives 0.
 *
 * VM Operator takes every name that begins with "vmi-" for an object name; this is the narrower question whether it
 * can have been made from an item's UUID.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_id_is_valid(const char *id);

/**
 * Why a text is no UUID, or NULL when it is one.
 *
 * The reason is a fragment such as "has 35 characters instead of 36" or "has 'g' at position 3".
 *
 * Ownership: *@reason is a new text when the text is no UUID, else NULL; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_uuid_check(const char *uuid, vmimage_string **reason, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
