/*
 * SPDX-License-Identifier: Apache-2.0
 * One pass over a publish request, step by step in the order of VM Operator's controller. The checks before a submission are in
 * publish_check.c, what is found out from vSphere in publish_find.c, groups in publish_group.c.
 */
#include "model/publish.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "model/copy.h"
#include "model/publish_pass.h"
#include "model/rfc3339.h"

#define FINALIZER "vmoperator.vmware.com/virtualmachinepublishrequest"
#define OLD_FINALIZER "virtualmachinepublishrequest.vmoperator.vmware.com"
#define NO_ITEM_ID                                                                                                     \
    "Failed to get the uploaded item ID. This error is unrecoverable. Please create a new "                            \
    "VirtualMachinePublishRequest to retry VM publishing."
/* vCenter may take so long to show the task of a request. */
#define TASK_SECONDS 30
#define SOON 10
#define LATER 60

/* ---- conditions ---- */

void vmimage__publish_set(struct vm_publish_pass *pass, const char *type, const char *reason, const char *message)
{
    vmimage__condition_set(&pass->request->conditions, pass->in->arena, type, "False", reason, message, pass->in->now);
}

void vmimage__publish_set_true(struct vm_publish_pass *pass, const char *type)
{
    vmimage__condition_set(&pass->request->conditions, pass->in->arena, type, "True", NULL, NULL, pass->in->now);
}

bool vmimage__publish_is_true(const struct vm_publish_pass *pass, const char *type)
{
    return vmimage__condition_true(&pass->request->conditions, type);
}

bool vmimage__publish_has_reason(const struct vm_publish_pass *pass, const char *type, const char *reason)
{
    const struct vmimage_condition *condition = vmimage__condition_find(&pass->request->conditions, type);

    return condition != NULL && strcmp(vm_some(condition->reason), reason) == 0;
}

/* ---- before anything is done ---- */

int64_t vmimage__ttl_left(const char *completion, int64_t ttl, const char *now)
{
    int64_t ended, present, gone;

    if (!vmimage__rfc3339_seconds(completion, &ended) || !vmimage__rfc3339_seconds(now, &present))
        return 0;
    gone = present - ended; /* years have four digits: no overflow */
    if (ttl <= gone)
        return 0;
    return gone < 0 && ttl > INT64_MAX + gone ? INT64_MAX : ttl - gone;
}

static void apply_ttl(struct vm_publish_pass *pass)
{
    const struct vm_int *ttl = &pass->request->ttl_seconds;
    int64_t left;

    if (!ttl->set)
        return;
    left = ttl->value > 0 ? vmimage__ttl_left(pass->request->completion_time, ttl->value, pass->in->now) : 0;
    pass->out->requeue_after = left;
    pass->out->ttl_pending = left > 0;
    pass->out->outlived = left == 0;
}

/* True when the finalizers are all that this pass is about. */
static bool keep_finalizers(struct vm_publish_pass *pass)
{
    struct vm_meta *meta = &pass->request->meta;
    bool deleting = vm_some(meta->deletion_time)[0] != '\0';

    if (!deleting && vmimage__strings_have(&meta->finalizers, FINALIZER))
        return false;
    vmimage__strings_remove(&meta->finalizers, OLD_FINALIZER);
    if (deleting)
        vmimage__strings_remove(&meta->finalizers, FINALIZER);
    else
        vmimage__strings_add(&meta->finalizers, pass->in->arena, FINALIZER);
    return true;
}

/* Source and target are fixed once and for all. */
static void fix_references(struct vm_publish_pass *pass)
{
    struct vm_publish_request *request = pass->request;
    struct vm_arena *arena = pass->in->arena;
    const char *name = request->source.name;

    if (vm_some(request->start_time)[0] == '\0')
        request->start_time = vmimage__arena_strdup(arena, pass->in->now);
    if (!request->source_ref.set) {
        request->source_ref = (struct vm_ref){.set = true};
        request->source_ref.name = vm_some(name)[0] != '\0' ? name : request->meta.name;
    }
    if (request->target_ref_set)
        return;
    name = request->target.item_name;
    request->target_ref_set = true;
    request->target_ref = (struct vm_publish_target){
        .item_name = vm_some(name)[0] != '\0'
                         ? name
                         : vmimage__arena_printf(arena, "%s-image", vm_some(request->source_ref.name)),
        .item_description = request->target.item_description,
        .location = request->target.location,
    };
    request->target_ref.location.extra = NULL;
}

/* ---- the task of the attempt ---- */

static void take_result(struct vm_publish_pass *pass, const struct vm_publish_task *task)
{
    const char *reason, *id = vmimage__publish_task_item(pass, task, &reason);

    if (id != NULL) {
        pass->item_id = id;
        vmimage__publish_set_true(pass, VM_UPLOADED);
        return;
    }
    vmimage__publish_set(pass, VM_UPLOADED, "ItemIDInvalid", NO_ITEM_ID);
    pass->out->event_type = "Warning";
    pass->out->event_reason = "PublishFailure";
    pass->out->event_message = NO_ITEM_ID;
}

static bool waited_long_enough(const struct vm_publish_pass *pass)
{
    int64_t attempted, present;

    if (!vmimage__rfc3339_seconds(pass->request->last_attempt_time, &attempted) ||
        !vmimage__rfc3339_seconds(pass->in->now, &present))
        return true;
    return present - attempted > TASK_SECONDS;
}

/* Sets Uploaded by the task's state; *again when there is to be another attempt. */
static bool follow_task(struct vm_publish_pass *pass, bool *again)
{
    const struct vm_publish_task *task;
    const char *state;

    *again = false;
    if (!vmimage__publish_find_task(pass, &task))
        return false;
    if (task == NULL) {
        *again = waited_long_enough(pass);
        if (!*again)
            vmimage__publish_set(pass, VM_UPLOADED, "NotStarted", "VM Publish task hasn't started.");
        return true;
    }
    state = vm_some(task->state);
    if (strcmp(state, "queued") == 0) {
        vmimage__publish_set(pass, VM_UPLOADED, "Queued", "VM Publish task is queued.");
    } else if (strcmp(state, "running") == 0) {
        vmimage__publish_set(pass, VM_UPLOADED, "Uploading", "Uploading item to content library.");
    } else if (strcmp(state, "success") == 0) {
        take_result(pass, task);
    } else if (strcmp(state, "error") == 0) {
        vmimage__publish_set(pass, VM_UPLOADED, "UploadFailure",
                             task->error != NULL ? task->error : "failed to publish source VM");
        *again = true;
    }
    return true;
}

/* ---- publishing ---- */

static void set_submission(struct vm_publish_pass *pass)
{
    const struct vm_publish_request *request = pass->request;
    struct vm_publish_submission *submission = &pass->out->submission;
    struct vm_arena *arena = &pass->out->arena;
    const char *description = vm_some(request->target_ref.item_description);
    bool clone = vmimage__publish_is_inventory(pass);

    submission->clone = clone;
    submission->activation_id =
        vmimage__arena_printf(arena, "%s-%" PRId64, vm_some(request->meta.uid), request->attempts.value);
    submission->library = vm_some(clone ? pass->library_v1alpha2->id : pass->library->id);
    submission->library_name = vm_some(pass->library->meta.name);
    submission->machine = vm_some(pass->machine->unique_id);
    submission->machine_name = vm_some(pass->machine->name);
    submission->item_name = vm_some(request->target_ref.item_name);
    submission->description =
        clone ? description
              : vmimage__arena_printf(arena, VM_PUBLISH_MARK "%s\n%s", vm_some(request->meta.uid), description);
    submission->storage_class = clone ? vmimage__copy_text(arena, pass->library_v1alpha2->storage_class) : NULL;
    pass->out->submit = true;
}

static bool submit(struct vm_publish_pass *pass)
{
    struct vm_publish_request *request = pass->request;
    int64_t limit = request->backoff_limit.value, attempts = request->attempts.value;
    const char *text;

    if (limit != 0 && attempts >= limit) {
        text = vmimage__arena_printf(&pass->out->arena, "publish attempts limit has been reached: %" PRId64, attempts);
        vmimage__publish_set(pass, VM_COMPLETE, "Fatal", text);
        pass->out->terminal = true;
        return vmimage__publish_fail(pass, text);
    }
    request->attempts = (struct vm_int){attempts < INT64_MAX ? attempts + 1 : attempts, true};
    request->last_attempt_time = vmimage__arena_strdup(pass->in->arena, pass->in->now);
    set_submission(pass);
    return true;
}

static bool publish(struct vm_publish_pass *pass)
{
    if (!vmimage__publish_check_source(pass) || !vmimage__publish_check_target(pass))
        return false;
    if (vmimage__publish_is_true(pass, VM_UPLOADED) || !vmimage__publish_is_true(pass, VM_SOURCE_VALID) ||
        !vmimage__publish_is_true(pass, VM_TARGET_VALID))
        return true;
    return submit(pass);
}

/* ---- after the upload ---- */

/* The first by name, as the API server lists them. */
static const struct vm_image *find_image(const struct vm_publish_pass *pass)
{
    const struct vm_publish_input *in = pass->in;
    const struct vm_image *found = NULL;

    for (size_t i = 0; i < in->image_count; i++) {
        const struct vm_image *image = in->images[i];

        if (strcmp(vm_some(image->meta.name_space), vm_some(pass->request->meta.name_space)) != 0 ||
            strcmp(vm_some(image->provider_item_id), pass->item_id) != 0)
            continue;
        if (found == NULL || strcmp(vm_some(image->meta.name), vm_some(found->meta.name)) < 0)
            found = image;
    }
    return found;
}

static bool look_for_image(struct vm_publish_pass *pass)
{
    struct vm_publish_request *request = pass->request;
    const struct vm_image *image;

    if (!vmimage__publish_is_true(pass, VM_UPLOADED) ||
        (vm_some(request->image_name)[0] != '\0' && vmimage__publish_is_true(pass, VM_IMAGE_AVAILABLE)))
        return true;
    if (!vmimage__publish_find_uploaded(pass))
        return false;
    image = find_image(pass);
    if (image == NULL) {
        vmimage__publish_set(pass, VM_IMAGE_AVAILABLE, "VirtualMachineImageNotFound", "VirtualMachineImage not found");
        return true;
    }
    request->image_name = vmimage__arena_strdup(pass->in->arena, vm_some(image->meta.name));
    vmimage__publish_set_true(pass, VM_IMAGE_AVAILABLE);
    return true;
}

/* The item gets the description that was wished for: the mark has served. */
static bool update_item(struct vm_publish_pass *pass)
{
    struct vm_publish_result *out = pass->out;
    struct vm_publish_call call = {.ask = VM_PUBLISH_ASK_UPDATE_ITEM};

    if (strcmp(pass->library_type, "ContentLibrary") != 0 || !vmimage__publish_is_true(pass, VM_IMAGE_AVAILABLE))
        return true;
    if (vmimage__publish_find_uploaded(pass)) {
        call.id = pass->item_id;
        call.name = vm_some(pass->request->target_ref.item_name);
        call.description = vm_some(pass->request->target.item_description);
        if (vmimage__publish_ask(pass, &call, pass->in->update_known))
            out->error = pass->in->update_error;
    }
    if (out->error == NULL)
        return !out->waiting;
    out->event_type = "Warning";
    out->event_reason = "PublishFailure";
    out->event_message = out->error;
    return false;
}

static bool complete(struct vm_publish_pass *pass)
{
    struct vm_publish_request *request = pass->request;

    if (!vmimage__publish_is_true(pass, VM_UPLOADED)) {
        vmimage__publish_set(pass, VM_COMPLETE, "HasNotBeenUploaded", "item hasn't been uploaded yet");
        return false;
    }
    if (!vmimage__publish_is_true(pass, VM_IMAGE_AVAILABLE)) {
        vmimage__publish_set(pass, VM_COMPLETE, "ImageUnavailable", "VirtualMachineImage is not available");
        return false;
    }
    vmimage__publish_set_true(pass, VM_COMPLETE);
    request->ready = VM_TRUE;
    request->completion_time = vmimage__arena_strdup(pass->in->arena, pass->in->now);
    return true;
}

static int64_t when_again(const struct vm_publish_pass *pass)
{
    if (vmimage__publish_has_reason(pass, VM_TARGET_VALID, "TargetItemAlreadyExists") ||
        vmimage__publish_has_reason(pass, VM_UPLOADED, "ItemIDInvalid"))
        return 0;
    if (vmimage__publish_has_reason(pass, VM_UPLOADED, "NotStarted") || vmimage__publish_is_true(pass, VM_UPLOADED))
        return SOON;
    return LATER;
}

/* ---- the pass ---- */

static void follow(struct vm_publish_pass *pass)
{
    bool again = true;

    fix_references(pass);
    if (pass->in->arena->failed || !vmimage__publish_find_target(pass))
        return;
    if (pass->request->attempts.value != 0) {
        again = false;
        if (!vmimage__publish_is_true(pass, VM_UPLOADED) && !follow_task(pass, &again))
            return;
    }
    if (again) {
        if (publish(pass))
            pass->out->requeue_after = when_again(pass);
        return;
    }
    if (!look_for_image(pass) || !update_item(pass))
        return;
    if (complete(pass))
        apply_ttl(pass);
    else
        pass->out->requeue_after = when_again(pass);
}

vmimage_status vmimage__publish(const struct vm_publish_input *input, struct vm_publish_result *result,
                                vmimage_error **error)
{
    struct vm_publish_pass pass = {
        .in = input, .request = input->request, .out = result, .library_type = "", .item_id = ""};

    *result = (struct vm_publish_result){0};
    if (keep_finalizers(&pass) || vmimage__publish_has_reason(&pass, VM_COMPLETE, "Fatal"))
        return input->arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
    if (vmimage__publish_is_true(&pass, VM_COMPLETE))
        apply_ttl(&pass);
    else
        follow(&pass);
    if (result->terminal && result->error != NULL)
        result->error = vmimage__arena_printf(&result->arena, "terminal error: %s", result->error);
    if (input->arena->failed || result->arena.failed)
        return vmimage__fail_no_memory(error);
    return VMIMAGE_OK;
}

void vmimage__publish_release(struct vm_publish_result *result)
{
    vmimage__arena_release(&result->arena);
    *result = (struct vm_publish_result){0};
}
