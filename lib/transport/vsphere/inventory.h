/*
 * SPDX-License-Identifier: Apache-2.0
 * Virtual machines, tasks, and what makes an image of a virtual machine: primitives for the engines. Those that take long return at
 * once, with what to follow.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_INVENTORY_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_INVENTORY_H

#include "transport/vsphere/vsphere.h"

/* ---- vm.c ---- */

struct vm_vs_vm {
    const char *id; /* of the managed object: "vm-62" */
    const char *name, *uuid, *instance_uuid, *power_state, *guest_id;
    bool is_template;
};

/* All virtual machines, templates among them, by name. Texts and list are in the arena. */
vmimage_status vmimage__vs_list_vms(struct vm_vs *vs, const struct vm_call *call, struct vm_arena *arena,
                                    struct vm_vs_vm **list, size_t *count, vmimage_error **error);
/*
 * The ID of one by its ID ("vm-62", "VirtualMachine:vm-62"), instance or BIOS UUID, inventory path ("DC0/vm/folder/name") or name, in
 * memory of its own. Errors: NOT_FOUND; AMBIGUOUS for a name that several have.
 */
vmimage_status vmimage__vs_find_vm(struct vm_vs *vs, const struct vm_call *call, const char *name, char **id,
                                   vmimage_error **error);

/* ---- task.c ---- */

/* Texts are in the arena; NULL is absent. A zeroed struct is none; release it whatever was returned. */
struct vm_vs_task {
    struct vm_arena arena;
    const char *id, *description_id, *activation_id, *entity;
    const char *state;                /* "queued", "running", "success", "error" */
    const char *result_type, *result; /* a managed object: "ContentLibraryItem", "clibitem-..." */
    const char *fault, *message;      /* of an error */
    int64_t progress;                 /* percent */
    bool cancelled, cancelable;
};

vmimage_status vmimage__vs_task(struct vm_vs *vs, const struct vm_call *call, const char *id, struct vm_vs_task *task,
                                vmimage_error **error);
/*
 * The newest task of an activation ID; with `vm` the one of that virtual machine whose activation ID has the text in it. NOT_FOUND when
 * there is none (yet).
 */
vmimage_status vmimage__vs_find_task(struct vm_vs *vs, const struct vm_call *call, const char *activation,
                                     const char *vm, struct vm_vs_task *task, vmimage_error **error);
/* Wait for its end, and tell the call how far it is. FAILED with the server's text when it fails, CANCELLED when it was cancelled. */
vmimage_status vmimage__vs_wait_task(struct vm_vs *vs, const struct vm_call *call, const char *id,
                                     struct vm_vs_task *task, vmimage_error **error);
vmimage_status vmimage__vs_cancel_task(struct vm_vs *vs, const struct vm_call *call, const char *id,
                                       vmimage_error **error);
void vmimage__vs_task_release(struct vm_vs_task *task);
#define vm_auto_task __attribute__((cleanup(vmimage__vs_task_release)))

/* ---- capture.c ---- */

/* What a virtual machine becomes. */
struct vm_vs_capture {
    const char *vm, *name, *description;
    const char *library;     /* of an OVF template */
    const char *item;        /* that gets new content in place of a new one; NULL */
    const char *activation;  /* by which its task is found */
    const char *folder;      /* of a VM template; NULL for the others */
    const char *profile;     /* storage policy of a VM template; NULL */
    const char *publish_uid; /* that is written into a VM template; NULL */
};

/*
 * Ask for an OVF template. The server answers when it is done, which may be long after; the request goes on as long as the exchange lives
 * and the client is stepped. Its task tells how far it is. `header` is memory of the caller's, which lives as long as the exchange.
 */
#define VM_VS_ACTIVATION_MAX 256
vmimage_status vmimage__vs_capture_start(struct vm_vs *vs, const struct vm_vs_capture *capture,
                                         struct vm_vs_exchange *exchange, char header[VM_VS_ACTIVATION_MAX],
                                         vmimage_error **error);
/* Its answer, when the request has ended: the ID of the item, in memory of its own, or why there is none. */
vmimage_status vmimage__vs_capture_finish(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                          char **item, vmimage_error **error);
/* Begin to clone a virtual machine as a template, as VM Operator does for inventory libraries; *task is in memory of its own. */
vmimage_status vmimage__vs_clone_start(struct vm_vs *vs, const struct vm_call *call, const struct vm_vs_capture *clone,
                                       char **task, vmimage_error **error);

#endif
