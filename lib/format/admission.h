/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading what admission rules look at: the kinds that are admitted, and the objects around them.
 */
#ifndef VMIMAGE_LIB_FORMAT_ADMISSION_H
#define VMIMAGE_LIB_FORMAT_ADMISSION_H

#include "format/json.h"
#include "model/admission.h"

enum vm_admitted {
    VM_ADMIT_NONE,
    VM_ADMIT_PUBLISH,
    VM_ADMIT_GROUP_PUBLISH,
    VM_ADMIT_VM
};

/* By apiVersion and kind. */
enum vm_admitted vmimage__admitted_kind(const struct vm_json *root);
/* Whether an object of such a kind can be read. Errors: PARSE, INVALID, NO_MEMORY. */
vmimage_status vmimage__admitted_check(const struct vm_json *root, vmimage_error **error);
/* The image fields of a VirtualMachine; check arena->failed. Fields of a wrong type are as absent. */
void vmimage__image_user_read(const struct vm_json *root, struct vm_image_user *vm, struct vm_arena *arena);
/* Add an object to the surroundings, or the SSO domain to the caller; other kinds are passed over. */
vmimage_status vmimage__admission_read(const struct vm_json *root, struct vm_surroundings *around,
                                       struct vm_caller *caller, struct vm_arena *arena, vmimage_error **error);

#endif
