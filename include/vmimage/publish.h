/*
 * SPDX-License-Identifier: Apache-2.0
 * From a publish request to a new image: one pass of VM Operator's controllers of publish requests, as a question that needs
 * neither cluster nor vCenter. Who finds out what the pass asks for, and carries out what it decides, is the program.
 */
#ifndef VMIMAGE_PUBLISH_H
#define VMIMAGE_PUBLISH_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a pass asks for. */
enum {
    VMIMAGE_PUBLISH_ASK_NOTHING = 0,
    VMIMAGE_PUBLISH_ASK_TASKS = 1,          /**< the tasks of vCenter with an activation ID */
    VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM = 2,   /**< the items of a name in a content library */
    VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM = 3, /**< what has the name in a folder of the inventory */
    VMIMAGE_PUBLISH_ASK_STORAGE = 4,        /**< how many bytes the files of the VM take */
    VMIMAGE_PUBLISH_ASK_ENCRYPTION = 5,     /**< whether a storage policy encrypts */
    VMIMAGE_PUBLISH_ASK_UPDATE_ITEM = 6     /**< that name and description of an item be set */
};

/** What an item of the target is. */
enum {
    VMIMAGE_PUBLISH_ITEM_LIBRARY = 0, /**< of a content library */
    VMIMAGE_PUBLISH_ITEM_MACHINE = 1, /**< a VM, or a template, of a folder */
    VMIMAGE_PUBLISH_ITEM_FOLDER = 2   /**< a folder in the folder */
};

/** How a VM is to be published. */
enum {
    VMIMAGE_PUBLISH_SUBMIT_NOTHING = 0,
    VMIMAGE_PUBLISH_SUBMIT_CAPTURE = 1, /**< as an OVF item of a content library */
    VMIMAGE_PUBLISH_SUBMIT_CLONE = 2    /**< as a template in a folder */
};

/**
 * Make a pass. It needs a request; without further settings no gate is on and nothing else is there.
 *
 * Ownership: new reference; release with vmimage_publish_step_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_step *vmimage_publish_step_new(void);

/**
 * Take another reference of a pass.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_step *vmimage_publish_step_ref(vmimage_publish_step *step);

/**
 * Release a reference of a pass. Returns NULL. Results that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_step *vmimage_publish_step_unref(vmimage_publish_step *step);

/**
 * The request: a VirtualMachinePublishRequest or a VirtualMachineGroupPublishRequest as JSON, in any version.
 *
 * Errors: VMIMAGE_E_PARSE; VMIMAGE_E_INVALID for another kind; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for
 * NULL. The request stays what it was.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_set_request(vmimage_publish_step *step, const char *json, size_t length,
                                                            vmimage_error **error);

/**
 * The gates that are on. VMIMAGE_GATE_INVENTORY_LIBRARY: a library may be a folder of the inventory. The others change nothing
 * here.
 *
 * Errors: VMIMAGE_E_INVALID for a gate that is not known; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_set_gates(vmimage_publish_step *step, uint32_t gates,
                                                          vmimage_error **error);

/**
 * An object of the cluster: the VirtualMachine, the ContentLibrary, a VirtualMachineImage, a StorageClass, a
 * VirtualMachinePublishRequest of a group. Other kinds are passed over. A ContentLibrary of v1alpha2 stands for that of v1alpha1
 * too, unless that is added; with VMIMAGE_GATE_INVENTORY_LIBRARY one of v1alpha2 must be there.
 *
 * Errors: as vmimage_publish_step_set_request(), but for other kinds.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_add_object(vmimage_publish_step *step, const char *json, size_t length,
                                                           vmimage_error **error);

/**
 * A task of vCenter. It counts once VMIMAGE_PUBLISH_ASK_TASKS is answered.
 *
 * @activation_id NULL: that which was asked for. @description_id is the kind of task, @state "queued", "running", "success" or
 * "error". @result_type and @result are type and ID of the object that it made; @result_type NULL: it made none.
 * @result NULL: the ID is empty. @message NULL: it does not say why it failed.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for another NULL.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_add_task(vmimage_publish_step *step, const char *activation_id,
                                                         const char *description_id, const char *state,
                                                         const char *result_type, const char *result,
                                                         const char *message, vmimage_error **error);

/**
 * What the target holds under a name. It counts once the question for it is answered.
 *
 * @type is VMIMAGE_PUBLISH_ITEM_LIBRARY, VMIMAGE_PUBLISH_ITEM_MACHINE or VMIMAGE_PUBLISH_ITEM_FOLDER. @description NULL: none.
 * @request_uid NULL: a VM without "vmservice.vmpub.uuid" in its ExtraConfig, else the value of that.
 *
 * Errors: VMIMAGE_E_INVALID for another type; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for another NULL.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_add_item(vmimage_publish_step *step, int32_t type, const char *name,
                                                         const char *id, const char *description,
                                                         const char *request_uid, vmimage_error **error);

/**
 * How many bytes the files of the VM take: its configuration, NVRAM and disks. Answers VMIMAGE_PUBLISH_ASK_STORAGE.
 *
 * Errors: VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_set_storage(vmimage_publish_step *step, int64_t bytes,
                                                            vmimage_error **error);

/**
 * Whether the storage policy of the target encrypts. Answers VMIMAGE_PUBLISH_ASK_ENCRYPTION.
 *
 * Errors: VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_set_encrypts(vmimage_publish_step *step, int32_t encrypts,
                                                             vmimage_error **error);

/**
 * Answer a question: what was added is all there is, or what was to be done is done. @failure NULL: it went well; else why not,
 * in words that end VM Operator's message. The two questions for items have one answer.
 *
 * Errors: VMIMAGE_E_INVALID for another question; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL @step.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_answer(vmimage_publish_step *step, int32_t question,
                                                       const char *failure, vmimage_error **error);

/**
 * Run the pass. It may be run again, with more answers: it starts at the request as it was set.
 *
 * While vmimage_publish_result_question() is not VMIMAGE_PUBLISH_ASK_NOTHING, find out what it asks for, give the answer,
 * and run the pass again. Then save the request; only then submit what is to be submitted: what the request says of its attempts
 * is how a lost one is found again. A conflict when saving means that the pass is to be thrown away.
 *
 * @now is the time, RFC 3339.
 *
 * Ownership: *@result is a new reference, NULL on failure; release with vmimage_publish_result_unref().
 * Errors: VMIMAGE_E_INVALID without a request, or when @now is no time; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. What goes
 * wrong with the request is a result.
 * Threads: one at a time per pass.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_publish_step_run(vmimage_publish_step *step, const char *now,
                                                    vmimage_publish_result **result, vmimage_error **error);

/**
 * Take another reference of a result.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_result *vmimage_publish_result_ref(vmimage_publish_result *result);

/**
 * Release a reference of a result. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_publish_result *vmimage_publish_result_unref(vmimage_publish_result *result);

/**
 * What the pass waits for, VMIMAGE_PUBLISH_ASK_TASKS and so on: the last of its calls. VMIMAGE_PUBLISH_ASK_NOTHING when it is
 * over; before that nothing else of the result counts.
 *
 * Threads: any. NULL gives VMIMAGE_PUBLISH_ASK_NOTHING.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_result_question(const vmimage_publish_result *result);

/**
 * How many questions the pass asked.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_result_call_count(const vmimage_publish_result *result);

/**
 * Which question it was. VMIMAGE_PUBLISH_ASK_NOTHING beyond the last.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_result_call_question(const vmimage_publish_result *result, size_t index);

/**
 * The activation ID of the tasks that were asked for. NULL for another question.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_call_activation_id(const vmimage_publish_result *result, size_t index);

/**
 * The ID of the library, or of the folder, whose items were asked for. NULL for another question.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_call_library(const vmimage_publish_result *result, size_t index);

/**
 * The name of the item that was asked for, or that it is to be given. NULL for another question.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_call_name(const vmimage_publish_result *result, size_t index);

/**
 * The ID of what was asked for: of the VM with VMIMAGE_PUBLISH_ASK_STORAGE, and with VMIMAGE_PUBLISH_ASK_TASKS when the tasks are
 * clones of one, which are those of the VM whose activation ID contains what was asked for; of the storage policy with
 * VMIMAGE_PUBLISH_ASK_ENCRYPTION, of the item with VMIMAGE_PUBLISH_ASK_UPDATE_ITEM. NULL for another question.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_call_id(const vmimage_publish_result *result, size_t index);

/**
 * The description that the item is to be given, "" for none. NULL for another question than VMIMAGE_PUBLISH_ASK_UPDATE_ITEM.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_call_description(const vmimage_publish_result *result, size_t index);

/**
 * The request as it is to be saved, as JSON in v1alpha6. NULL while the pass waits for an answer.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any. NULL gives NULL.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_request(const vmimage_publish_result *result);

/**
 * What is to be submitted to vCenter once the request is saved: VMIMAGE_PUBLISH_SUBMIT_CAPTURE and so on.
 *
 * Threads: any. NULL gives VMIMAGE_PUBLISH_SUBMIT_NOTHING.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_result_submit(const vmimage_publish_result *result);

/**
 * The activation ID to submit with: what its task is found by. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_activation_id(const vmimage_publish_result *result);

/**
 * The ID of the library, or of the folder, to submit to. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_library(const vmimage_publish_result *result);

/**
 * The name of the ContentLibrary to submit to. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_library_name(const vmimage_publish_result *result);

/**
 * The ID of the VM that is to be captured or cloned, as vCenter knows it. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_machine(const vmimage_publish_result *result);

/**
 * The name of the VirtualMachine that is to be captured or cloned. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_machine_name(const vmimage_publish_result *result);

/**
 * The name that the new item is to have. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_item(const vmimage_publish_result *result);

/**
 * The description that the new item is to have; that of a library item starts with a line that names the request, by which it is
 * found again. NULL when nothing is to be submitted.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_description(const vmimage_publish_result *result);

/**
 * The storage class whose policy the clone is to have. NULL: that of the VM.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_submit_storage_class(const vmimage_publish_result *result);

/**
 * Whether the request is to be deleted, because it has outlived its time.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_result_remove(const vmimage_publish_result *result);

/**
 * After how many seconds another pass is due. 0: when something changes; after an error that is not final, when the program
 * tries again.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_publish_result_requeue_after(const vmimage_publish_result *result);

/**
 * The error that the pass ended with, in VM Operator's words. NULL when it ended well.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any. NULL gives NULL.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_error(const vmimage_publish_result *result);

/**
 * Whether the error is final: no other pass until something changes.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_publish_result_is_final(const vmimage_publish_result *result);

/**
 * How many events the pass emits.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_result_event_count(const vmimage_publish_result *result);

/**
 * An event: type, reason and message, with a blank between. NULL beyond the last.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_event(const vmimage_publish_result *result, size_t index);

/**
 * How many publish requests a group's request creates.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_result_created_count(const vmimage_publish_result *result);

/**
 * A publish request to be created, as JSON. NULL beyond the last.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_created(const vmimage_publish_result *result, size_t index);

/**
 * How many publish requests a group's request deletes.
 *
 * Threads: any. NULL gives 0.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_publish_result_removed_count(const vmimage_publish_result *result);

/**
 * The name of a publish request to be deleted. NULL beyond the last.
 *
 * Ownership: borrowed as long as the result.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_publish_result_removed(const vmimage_publish_result *result, size_t index);

#ifdef __cplusplus
}
#endif

#endif
