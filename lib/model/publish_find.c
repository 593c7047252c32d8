/*
 * SPDX-License-Identifier: Apache-2.0
 * What a pass over a publish request finds out from vSphere: the task of the present attempt, the item of the name, and which
 * item the request made.
 */
#include "model/publish_pass.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"

#define ITEM_PREFIX "clibitem-"
#define TEXT_MAX ((size_t)1048576)

bool vmimage__publish_fail(struct vm_publish_pass *pass, const char *text)
{
    pass->out->error = text;
    return false;
}

bool vmimage__publish_is_inventory(const struct vm_publish_pass *pass)
{
    return strcmp(pass->library_type, "Inventory") == 0;
}

const char *vmimage__publish_quote(struct vm_publish_pass *pass, const char *before, const char *text,
                                   const char *after)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TEXT_MAX);

    vmimage__buf_add_str(&buf, before);
    vmimage__buf_go_quote(&buf, vm_some(text), strlen(vm_some(text)));
    vmimage__buf_add_str(&buf, after);
    if (buf.status != VMIMAGE_OK)
        pass->out->arena.failed = true;
    return vmimage__arena_strdup(&pass->out->arena, vmimage__buf_str(&buf));
}

bool vmimage__publish_ask(struct vm_publish_pass *pass, const struct vm_publish_call *call, bool known)
{
    struct vm_publish_result *out = pass->out;

    if (!vmimage__arena_grow(&out->arena, &out->calls, out->call_count, &out->call_capacity, sizeof(*call)))
        return false;
    out->calls[out->call_count++] = *call;
    out->waiting = !known;
    return known;
}

/* ---- tasks ---- */

static bool is_of_attempt(const struct vm_publish_pass *pass, const struct vm_publish_task *task,
                          const char *activation_id)
{
    if (task->activation_id == NULL)
        return true;
    if (vmimage__publish_is_inventory(pass))
        return strstr(task->activation_id, activation_id) != NULL;
    return strcmp(task->activation_id, activation_id) == 0;
}

bool vmimage__publish_find_task(struct vm_publish_pass *pass, const struct vm_publish_task **task)
{
    const struct vm_publish_input *in = pass->in;
    struct vm_arena *arena = &pass->out->arena;
    const char *expected = vmimage__publish_is_inventory(pass) ? VM_PUBLISH_CLONE : VM_PUBLISH_CAPTURE;
    const char *id = vmimage__arena_printf(arena, "%s-%" PRId64, vm_some(pass->request->meta.uid),
                                           pass->request->attempts.set ? pass->request->attempts.value : 0);
    const struct vm_publish_machine *source =
        vmimage__publish_is_inventory(pass) ? vmimage__publish_source(pass) : NULL;
    const struct vm_publish_call call = {
        .ask = VM_PUBLISH_ASK_TASKS, .activation_id = id, .id = source != NULL ? source->unique_id : NULL};

    *task = NULL;
    if (id == NULL || !vmimage__publish_ask(pass, &call, in->tasks_known))
        return false;
    if (in->tasks_error != NULL)
        return vmimage__publish_fail(pass, vmimage__arena_printf(arena, "failed to get tasks: %s", in->tasks_error));
    for (size_t i = 0; i < in->task_count && *task == NULL; i++) {
        if (is_of_attempt(pass, &in->tasks[i], id))
            *task = &in->tasks[i];
    }
    if (*task != NULL && strcmp(vm_some((*task)->description_id), expected) != 0)
        return vmimage__publish_fail(pass,
                                     vmimage__arena_printf(arena, "failed to find expected task %s, found %s instead",
                                                           expected, vm_some((*task)->description_id)));
    return true;
}

const char *vmimage__publish_task_item(struct vm_publish_pass *pass, const struct vm_publish_task *task,
                                       const char **error)
{
    const char *type = task->result_type, *value = vm_some(task->result_value);
    struct vm_arena *arena = &pass->out->arena;

    if (type == NULL) {
        *error = "failed to cast task result to ManagedObjectReference";
        return NULL;
    }
    if (strcmp(type, "VirtualMachine") == 0)
        return value;
    if (strcmp(type, "ContentLibraryItem") != 0) {
        *error = vmimage__arena_printf(
            arena, "expect task result type to be ContentLibraryItem or VirtualMachine, got %s instead", type);
        return NULL;
    }
    if (strncmp(value, ITEM_PREFIX, strlen(ITEM_PREFIX)) != 0) {
        *error = vmimage__arena_printf(arena, "content library item UUID is invalid, value: %s", value);
        return NULL;
    }
    return value + strlen(ITEM_PREFIX);
}

/* ---- the item of the name ---- */

bool vmimage__publish_find_item(struct vm_publish_pass *pass, const struct vm_publish_item **item)
{
    const struct vm_publish_input *in = pass->in;
    const char *name = vm_some(pass->request->target_ref.item_name), *reason = in->items_error;
    bool inventory = vmimage__publish_is_inventory(pass);
    const struct vm_publish_call call = {.ask = inventory ? VM_PUBLISH_ASK_INVENTORY_ITEM : VM_PUBLISH_ASK_LIBRARY_ITEM,
                                         .library = vm_some(pass->library->id),
                                         .name = name};

    *item = NULL;
    if (!vmimage__publish_ask(pass, &call, in->items_known))
        return false;
    for (size_t i = 0; i < in->item_count && reason == NULL; i++) {
        if (strcmp(vm_some(in->items[i].name), name) != 0)
            continue;
        if (*item == NULL)
            *item = &in->items[i];
        else if (!inventory)
            reason = vmimage__arena_printf(&pass->out->arena, "multiple library items named: %s", name);
    }
    if (reason != NULL)
        return vmimage__publish_fail(
            pass, vmimage__arena_printf(
                      &pass->out->arena, "%s%s",
                      vm_some(vmimage__publish_quote(pass, "failed to get item ", name, " from library: ")), reason));
    return true;
}

/* The first mark in the text is that of the request: the rest of its word is the UID. */
static bool has_mark(const char *description, const char *uid)
{
    const char *at = strstr(vm_some(description), VM_PUBLISH_MARK);
    size_t length;

    if (at == NULL)
        return false;
    at += strlen(VM_PUBLISH_MARK);
    length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length == strlen(uid) && memcmp(at, uid, length) == 0;
}

bool vmimage__publish_is_ours(struct vm_publish_pass *pass, const struct vm_publish_item *item, bool *ours)
{
    const char *uid = vm_some(pass->request->meta.uid);

    *ours = false;
    switch (item->type) {
    case VM_PUBLISH_MACHINE:
        *ours = item->request_uid != NULL && strcmp(item->request_uid, uid) == 0;
        return true;
    case VM_PUBLISH_LIBRARY_ITEM:
        *ours = has_mark(item->description, uid);
        return true;
    default:
        return vmimage__publish_fail(pass, "unexpected item type: *object.Folder");
    }
}

static bool find_by_name(struct vm_publish_pass *pass)
{
    const char *name = vm_some(pass->request->target_ref.item_name);
    const struct vm_publish_item *item;
    bool ours;

    if (!vmimage__publish_find_item(pass, &item))
        return false;
    if (item == NULL)
        return vmimage__publish_fail(
            pass, vmimage__arena_printf(&pass->out->arena, "no item with name %s exists in the VC", name));
    if (!vmimage__publish_is_ours(pass, item, &ours))
        return false;
    if (!ours)
        return vmimage__publish_fail(
            pass, vmimage__publish_quote(pass, "item ", name, " is not correlated with this publish request"));
    pass->item_id = vm_some(item->id);
    return true;
}

bool vmimage__publish_find_uploaded(struct vm_publish_pass *pass)
{
    const struct vm_publish_task *task;
    const char *reason = NULL, *id;

    if (pass->item_id[0] != '\0')
        return true;
    if (!vmimage__publish_find_task(pass, &task))
        return false;
    /* The task of the last attempt may have failed because an earlier one had made the item. */
    if (task == NULL || strcmp(vm_some(task->state), "success") != 0)
        return find_by_name(pass);
    id = vmimage__publish_task_item(pass, task, &reason);
    if (id == NULL)
        return vmimage__publish_fail(pass, reason);
    pass->item_id = id;
    return true;
}
