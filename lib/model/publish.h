/*
 * SPDX-License-Identifier: Apache-2.0
 * From a publish request to a new image: one pass of VM Operator's controllers of publish requests as pure functions. What a
 * pass wants to know of vSphere it asks for, one question at a time; who finds out, and who carries out what comes out, is
 * left to the engines.
 */
#ifndef VMIMAGE_LIB_MODEL_PUBLISH_H
#define VMIMAGE_LIB_MODEL_PUBLISH_H

#include <vmimage/base.h>

#include "model/objects.h"
#include "model/requests.h"

#define VM_PUBLISH_CAPTURE "com.vmware.ovfs.LibraryItem.capture"
#define VM_PUBLISH_CLONE "VirtualMachine.clone"
/* Marks an item as published by a request: in a library item's description, and as a VM's ExtraConfig. */
#define VM_PUBLISH_MARK "virtualmachinepublishrequest.vmoperator.vmware.com: "
#define VM_PUBLISH_EXTRA_CONFIG "vmservice.vmpub.uuid"
#define VM_PUBLISH_MANAGED_BY "vmoperator.vmware.com/virtualmachinepublishrequest-managed-by"

/* What a pass looks at of a VirtualMachine. */
struct vm_publish_machine {
    const char *name, *name_space;
    const char *unique_id;
    bool encrypted;       /* status.crypto is there */
    bool disks_encrypted; /* ... and names its disks */
    bool plain_volume;    /* a volume is not encrypted */
};

struct vm_storage_class {
    const char *name, *policy_id; /* NULL: without the parameter */
};

/* A task of vCenter. */
struct vm_publish_task {
    const char *activation_id;              /* NULL: that which is asked for */
    const char *description_id;             /* what kind of task it is */
    const char *state;                      /* queued, running, success, error */
    const char *result_type, *result_value; /* a reference to an object; type NULL: the result is none */
    const char *error;                      /* NULL: not told */
};

enum vm_publish_item_type {
    VM_PUBLISH_LIBRARY_ITEM,
    VM_PUBLISH_MACHINE,
    VM_PUBLISH_FOLDER
};

/* What is in the target under a name. */
struct vm_publish_item {
    enum vm_publish_item_type type;
    const char *name, *id, *description;
    const char *request_uid; /* of a VM: its ExtraConfig's mark */
};

enum vm_publish_ask {
    VM_PUBLISH_ASK_NOTHING = 0,
    VM_PUBLISH_ASK_TASKS = 1,          /* those with the activation ID */
    VM_PUBLISH_ASK_LIBRARY_ITEM = 2,   /* of the library, by name */
    VM_PUBLISH_ASK_INVENTORY_ITEM = 3, /* of the folder, by name */
    VM_PUBLISH_ASK_STORAGE = 4,        /* bytes of the VM's files */
    VM_PUBLISH_ASK_ENCRYPTION = 5,     /* whether the storage policy encrypts */
    VM_PUBLISH_ASK_UPDATE_ITEM = 6     /* to be done: name and description of the item */
};

/* A question that the pass asked, in order. */
struct vm_publish_call {
    enum vm_publish_ask ask;
    const char *activation_id;
    const char *library; /* the ID of library or folder */
    const char *name, *description;
    const char
        *id; /* of the item, the storage policy, or the VM: that of the storage, and the source of a clone's tasks */
};

struct vm_publish_input {
    /* A private copy to work on, and its arena. */
    struct vm_publish_request *request;
    struct vm_arena *arena;
    const char *now;     /* RFC 3339 in UTC, whole seconds */
    bool inventory_gate; /* InventoryContentLibrary */
    const struct vm_publish_machine *machines;
    size_t machine_count;
    /* As v1alpha1 and as v1alpha2 serve them; one list may stand for both. */
    const struct vm_library *const *libraries, *const *libraries_v1alpha2;
    size_t library_count, library_v1alpha2_count;
    const struct vm_image *const *images;
    size_t image_count;
    const struct vm_storage_class *classes;
    size_t class_count;
    /* The answers; what is not known is asked for. */
    bool tasks_known, items_known, storage_known, encryption_known, update_known;
    const struct vm_publish_task *tasks;
    size_t task_count;
    const struct vm_publish_item *items; /* of the library or the folder that was asked for */
    size_t item_count;
    int64_t storage;
    bool encrypts;
    const char *tasks_error, *items_error, *storage_error, *encryption_error, *update_error; /* NULL: it went well */
};

/* What is to be sent to vSphere once the request's status is saved. */
struct vm_publish_submission {
    bool clone; /* of a VM into a folder, else a capture into a library */
    const char *activation_id;
    const char *library, *library_name; /* its ID, its object's name */
    const char *machine, *machine_name;
    const char *item_name;
    const char *description; /* with the mark where the item carries it there */
    const char *storage_class;
};

struct vm_publish_result {
    struct vm_arena arena;
    struct vm_publish_call *calls;
    size_t call_count, call_capacity;
    bool waiting; /* for the answer to the last call; nothing else counts, and the request is to be thrown away */
    bool submit;
    struct vm_publish_submission submission;
    bool outlived;         /* the request is to be deleted */
    int64_t requeue_after; /* seconds; 0: not until something happens */
    bool ttl_pending;      /* requeue_after is the rest of the time to live */
    const char *error;     /* NULL when the pass ended well */
    bool terminal;         /* ... and it is not tried again */
    const char *event_type, *event_reason, *event_message;
};

/* Errors: NO_MEMORY only. Release the result also then. */
vmimage_status vmimage__publish(const struct vm_publish_input *input, struct vm_publish_result *result,
                                vmimage_error **error);
void vmimage__publish_release(struct vm_publish_result *result);

struct vm_group_publish_input {
    struct vm_group_publish_request *request; /* a private copy to work on, and its arena */
    struct vm_arena *arena;
    const char *now;
    const struct vm_publish_request *const *children; /* publish requests, also those of others */
    size_t child_count;
};

struct vm_group_publish_result {
    struct vm_arena arena;
    struct vm_publish_request *created; /* to be created */
    size_t created_count, created_capacity;
    bool *removed; /* of each child: it is to be deleted */
    bool outlived; /* the request is to be deleted */
    int64_t requeue_after;
    bool ttl_pending;
    const char *error; /* always terminal */
};

vmimage_status vmimage__group_publish(const struct vm_group_publish_input *input,
                                      struct vm_group_publish_result *result, vmimage_error **error);
void vmimage__group_publish_release(struct vm_group_publish_result *result);

/*
 * Seconds until something that ended at `completion` has outlived `ttl`; 0 when it has, or when there is no such time.
 */
int64_t vmimage__ttl_left(const char *completion, int64_t ttl, const char *now);

#endif
