/*
 * SPDX-License-Identifier: Apache-2.0
 * What the files of a pass over a publish request share. For these files only.
 */
#ifndef VMIMAGE_LIB_MODEL_PUBLISH_PASS_H
#define VMIMAGE_LIB_MODEL_PUBLISH_PASS_H

#include "model/publish.h"

struct vm_publish_pass {
    const struct vm_publish_input *in;
    struct vm_publish_request *request;
    struct vm_publish_result *out;
    const struct vm_publish_machine *machine;
    const struct vm_library *library, *library_v1alpha2;
    const char *library_type;
    const char *item_id; /* "" as long as it is not known */
};

/*
 * Functions that return bool return false when the pass is over: with an error, or waiting for an answer, or because there is
 * nothing more to do.
 */

bool vmimage__publish_fail(struct vm_publish_pass *pass, const char *text);
void vmimage__publish_set(struct vm_publish_pass *pass, const char *type, const char *reason, const char *message);
void vmimage__publish_set_true(struct vm_publish_pass *pass, const char *type);
bool vmimage__publish_is_true(const struct vm_publish_pass *pass, const char *type);
bool vmimage__publish_has_reason(const struct vm_publish_pass *pass, const char *type, const char *reason);
/* The text in Go's quotes between two others, in the result's arena. */
const char *vmimage__publish_quote(struct vm_publish_pass *pass, const char *before, const char *text,
                                   const char *after);
bool vmimage__publish_is_inventory(const struct vm_publish_pass *pass);

/* Note a question; true when the answer is known. */
bool vmimage__publish_ask(struct vm_publish_pass *pass, const struct vm_publish_call *call, bool known);

bool vmimage__publish_find_target(struct vm_publish_pass *pass);
/* The VM that is published, or NULL. */
const struct vm_publish_machine *vmimage__publish_source(const struct vm_publish_pass *pass);
bool vmimage__publish_check_source(struct vm_publish_pass *pass);
bool vmimage__publish_check_target(struct vm_publish_pass *pass);

/* The task of the present attempt; *task is NULL when there is none. */
bool vmimage__publish_find_task(struct vm_publish_pass *pass, const struct vm_publish_task **task);
/* What is in the target under the item's name; *item is NULL when there is nothing. */
bool vmimage__publish_find_item(struct vm_publish_pass *pass, const struct vm_publish_item **item);
/* Whether the item was published by this request. */
bool vmimage__publish_is_ours(struct vm_publish_pass *pass, const struct vm_publish_item *item, bool *ours);
/* The ID of the item that a task made; NULL, and why in *error, when its result is none. */
const char *vmimage__publish_task_item(struct vm_publish_pass *pass, const struct vm_publish_task *task,
                                       const char **error);
/* Finds out the ID of the item that is there. */
bool vmimage__publish_find_uploaded(struct vm_publish_pass *pass);

#define VM_SOURCE_VALID "SourceValid"
#define VM_TARGET_VALID "TargetValid"
#define VM_UPLOADED "Uploaded"
#define VM_IMAGE_AVAILABLE "ImageAvailable"
#define VM_COMPLETE "Complete"

static inline const char *vm_some(const char *text)
{
    return text != NULL ? text : "";
}

#endif
