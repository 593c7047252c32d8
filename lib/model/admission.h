/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission: what VM Operator's webhooks answer to a publish request, a group's publish request and a VM's image
 * reference. Pure: the objects that a rule looks up are given. JSON and patches are in format/admission.c.
 */
#ifndef VMIMAGE_LIB_MODEL_ADMISSION_H
#define VMIMAGE_LIB_MODEL_ADMISSION_H

#include "base/buf.h"
#include "model/objects.h"
#include "model/requests.h"

/* An AdmissionResponse. Texts are in the arena given to the rule, or constant; NULL when there is none. */
struct vm_answer {
    bool allowed;
    int32_t code;
    const char *reason, *message;
};

/* Who asks. */
struct vm_caller {
    bool privileged;
    struct vm_strings groups;
    const char *sso_domain; /* of the cluster's configuration; NULL: no SSO group counts */
};

/* A VirtualMachineGroup, as far as publishing looks at it. */
struct vm_group_member {
    const char *kind, *name;
    bool linked; /* its condition GroupLinked is True */
};

struct vm_group {
    const char *name_space, *name;
    struct vm_group_member *members;
    size_t member_count, member_capacity;
};

/* What is in the cluster. */
struct vm_surroundings {
    struct vm_group *groups;
    size_t group_count, group_capacity;
    vmimage_library **libraries;
    size_t library_count, library_capacity;
    vmimage_image **images;
    size_t image_count, image_capacity;
};

/* ---- answers (admission.c) ---- */

struct vm_answer vmimage__allow(void);
/* An error of the webhook itself, or its refusal with a code; text is in the arena or constant. */
struct vm_answer vmimage__refuse(int32_t code, const char *text);
/* Field errors, joined with ", "; allowed when there are none. */
vmimage_status vmimage__answer_fields(const struct vm_buf *fields, struct vm_arena *arena, struct vm_answer *answer,
                                      vmimage_error **error);
/* Start the next field error: "path: ". */
void vmimage__field(struct vm_buf *fields, const char *path);
/* "path: Invalid value: "value": field is immutable" when the two differ; NULL is "". */
void vmimage__field_immutable(struct vm_buf *fields, const char *path, const char *value, const char *old);
bool vmimage__same_text(const char *a, const char *b);
/*
 * Whether the answer is given without a look at what the object asks for: an update while it is being deleted is allowed,
 * and so is all that bears the skip annotation when a privileged account asks; when another one asks, it is refused.
 */
bool vmimage__answer_unseen(const struct vm_meta *meta, bool update, const struct vm_caller *caller,
                            struct vm_answer *answer);

/* ---- publish requests (admission_publish.c) ---- */

/* Validate a creation (old is NULL) or an update. */
vmimage_status vmimage__admit_publish(const struct vm_publish_request *request, const struct vm_publish_request *old,
                                      const struct vm_caller *caller, struct vm_arena *arena, struct vm_answer *answer,
                                      vmimage_error **error);

/* ---- group publish requests (admission_group.c) ---- */

/* Fill in what a creation leaves out: source, target and virtual machines of `request`, which lives in `arena`. */
vmimage_status vmimage__default_group_publish(struct vm_group_publish_request *request,
                                              const struct vm_surroundings *around, struct vm_arena *arena,
                                              struct vm_answer *answer, vmimage_error **error);
/* Validate a creation (old is NULL) or an update. `empty_list`: spec.virtualMachines is there and empty. */
vmimage_status vmimage__admit_group_publish(const struct vm_group_publish_request *request,
                                            const struct vm_group_publish_request *old, bool empty_list,
                                            const struct vm_caller *caller, const struct vm_surroundings *around,
                                            struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error);

/* ---- image references of a VM (admission_vm.c) ---- */

struct vm_cdrom {
    const char *image_kind, *image_name;
    enum vm_tristate connected;
};

/* The image fields of a VirtualMachine. */
struct vm_image_user {
    struct vm_meta meta;    /* namespace, annotations and deletion time only */
    const char *image_name; /* spec.imageName */
    struct vm_ref image;    /* spec.image */
    struct vm_cdrom *cdroms;
    size_t cdrom_count, cdrom_capacity;
};

/* Gates that widen what a VM may leave out. */
struct vm_vm_gates {
    bool import_new_net, incremental_restore;
};

/* On creation: kinds of CD-ROM images, the image name from the first CD-ROM, and the image that the name stands for. */
vmimage_status vmimage__default_vm_image(struct vm_image_user *vm, const struct vm_surroundings *around,
                                         struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error);
vmimage_status vmimage__admit_vm_image(const struct vm_image_user *vm, const struct vm_image_user *old,
                                       const struct vm_caller *caller, const struct vm_vm_gates *gates,
                                       struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error);

#endif
