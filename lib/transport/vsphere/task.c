/*
 * SPDX-License-Identifier: Apache-2.0
 * Tasks: found by their activation ID, looked at, waited for, cancelled. Servers keep few collectors of tasks at once: each is
 * destroyed when it was read.
 */
#include <string.h>

#include "base/error.h"
#include "transport/vsphere/change.h"
#include "transport/vsphere/inventory.h"

#define REQUEST_MAX ((size_t)1 << 20)
#define PAGE 100
#define PAGES 100
/* Milliseconds between two looks: the first one, and the most. */
#define LOOK_FIRST 100
#define LOOK_MOST 1000

void vmimage__vs_task_release(struct vm_vs_task *task)
{
    vmimage__arena_release(&task->arena);
    memset(task, 0, sizeof(*task));
}

static const char *keep(struct vm_vs_task *task, const char *text)
{
    return text != NULL && text[0] != '\0' ? vmimage__arena_strdup(&task->arena, text) : NULL;
}

static vmimage_status read_info(const struct vm_xml *info, struct vm_vs_task *task, vmimage_error **error)
{
    const struct vm_xml *result = vmimage__xml_get(info, "result"), *failure = vmimage__xml_get(info, "error");
    const struct vm_xml *fault = vmimage__xml_get(failure, "fault");

    vmimage__vs_task_release(task);
    task->id = keep(task, vmimage__xml_text(info, "task"));
    if (task->id == NULL)
        task->id = keep(task, vmimage__xml_text(info, "key"));
    task->description_id = keep(task, vmimage__xml_text(info, "descriptionId"));
    task->activation_id = keep(task, vmimage__xml_text(info, "activationId"));
    task->entity = keep(task, vmimage__xml_text(info, "entity"));
    task->state = keep(task, vmimage__xml_text(info, "state"));
    task->cancelled = vmimage__xml_bool(info, "cancelled");
    task->cancelable = vmimage__xml_bool(info, "cancelable");
    (void)vmimage__xml_int(info, "progress", &task->progress);
    if (result != NULL && result->ref_type != NULL) {
        task->result_type = keep(task, result->ref_type);
        task->result = keep(task, result->text);
    }
    if (failure != NULL) {
        task->fault = fault != NULL ? keep(task, fault->type) : NULL;
        task->message = keep(task, vmimage__xml_text(failure, "localizedMessage"));
    }
    return task->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__vs_task(struct vm_vs *vs, const struct vm_call *call, const char *id, struct vm_vs_task *task,
                                vmimage_error **error)
{
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    const struct vm_xml *info;
    vmimage_status status = vmimage__vs_properties(vs, call, "Task", id, "info", &soap, error);

    if (status != VMIMAGE_OK)
        return status;
    info = vmimage__vs_property(&soap, "info");
    if (info == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, id, "%s: there is no task %s", vs->base, id);
    return read_info(info, task, error);
}

static vmimage_status make_collector(struct vm_vs *vs, const struct vm_call *call, const char *activation,
                                     const char *vm, char **collector, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    const char *text;
    vmimage_status status = vmimage__vs_sdk_login(vs, call, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__soap_begin(&body, NULL, "CreateCollectorForTasks", "TaskManager", vs->service.task_manager);
    vmimage__soap_open(&body, "filter", NULL);
    if (vm != NULL) {
        vmimage__soap_open(&body, "entity", NULL);
        vmimage__soap_ref(&body, "entity", "VirtualMachine", vm);
        vmimage__soap_text(&body, "recursion", "self");
        vmimage__soap_close(&body, "entity");
    } else {
        vmimage__soap_text(&body, "activationId", activation);
    }
    vmimage__soap_close(&body, "filter");
    vmimage__soap_end(&body, "CreateCollectorForTasks");
    status = vmimage__vs_sdk(vs, call, &body, &soap, "look for a task", error);
    if (status != VMIMAGE_OK)
        return status;
    text = vmimage__xml_text(soap.answer, "returnval");
    if (text == NULL || text[0] == '\0')
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: the server gave no collector of tasks",
                             vs->base);
    *collector = vmimage__strdup(text);
    return *collector != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static void drop_collector(struct vm_vs *vs, const struct vm_call *call, const char *collector)
{
    const struct vm_call grace = vmimage__vs_grace(call);
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};

    vmimage__soap_begin(&body, NULL, "DestroyCollector", "TaskHistoryCollector", collector);
    vmimage__soap_end(&body, "DestroyCollector");
    (void)vmimage__vs_sdk(vs, &grace, &body, &soap, "look for a task", NULL);
}

/* Servers that don't know the filter give all tasks. */
static bool fits(const struct vm_xml *info, const char *activation, bool within)
{
    const char *own = vmimage__xml_text(info, "activationId");

    if (own == NULL)
        return false;
    return within ? strstr(own, activation) != NULL : strcmp(own, activation) == 0;
}

/* One page; *more says whether there was anything on it. */
static vmimage_status read_page(struct vm_vs *vs, const struct vm_call *call, const char *collector,
                                const char *activation, bool within, struct vm_vs_task *task, bool *more,
                                vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    const struct vm_xml *info;
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "ReadNextTasks", "TaskHistoryCollector", collector);
    vmimage__soap_int(&body, "maxCount", PAGE);
    vmimage__soap_end(&body, "ReadNextTasks");
    status = vmimage__vs_sdk(vs, call, &body, &soap, "look for a task", error);
    info = status == VMIMAGE_OK ? vmimage__xml_get(soap.answer, "returnval") : NULL;
    *more = info != NULL;
    for (; status == VMIMAGE_OK && info != NULL; info = vmimage__xml_next(info)) {
        if (fits(info, activation, within))
            status = read_info(info, task, error);
    }
    return status;
}

vmimage_status vmimage__vs_find_task(struct vm_vs *vs, const struct vm_call *call, const char *activation,
                                     const char *vm, struct vm_vs_task *task, vmimage_error **error)
{
    vm_auto_str char *collector = NULL;
    bool more = true;
    vmimage_status status = make_collector(vs, call, activation, vm, &collector, error);

    if (status != VMIMAGE_OK)
        return status;
    for (int page = 0; status == VMIMAGE_OK && more && page < PAGES; page++)
        status = read_page(vs, call, collector, activation, vm != NULL, task, &more, error);
    drop_collector(vs, call, collector);
    if (status == VMIMAGE_OK && task->id == NULL)
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, activation,
                               "%s: there is no task with the activation ID \"%s\"", vs->base, activation);
    return status;
}

static vmimage_status ended(const struct vm_vs *vs, const struct vm_vs_task *task, vmimage_error **error)
{
    const char *why = task->message != NULL ? task->message : task->fault != NULL ? task->fault : "it gives no reason";
    bool cancelled = task->cancelled || (task->fault != NULL && strcmp(task->fault, "RequestCanceled") == 0);
    vmimage_status status;

    if (strcmp(task->state, "success") == 0)
        return VMIMAGE_OK;
    status = vmimage__fail(error, cancelled ? VMIMAGE_E_CANCELLED : VMIMAGE_E_FAILED, task->id,
                           "%s: the task %s %s: %s", vs->base, task->id, cancelled ? "was cancelled" : "failed", why);
    vmimage__error_set_reason(error, why);
    return status;
}

vmimage_status vmimage__vs_wait_task(struct vm_vs *vs, const struct vm_call *call, const char *id,
                                     struct vm_vs_task *task, vmimage_error **error)
{
    int64_t delay = LOOK_FIRST;
    vmimage_status status = VMIMAGE_OK;

    if (call->progress != NULL)
        atomic_store(&call->progress->total, 100);
    while (status == VMIMAGE_OK) {
        status = vmimage__vs_task(vs, call, id, task, error);
        if (status != VMIMAGE_OK)
            break;
        if (call->progress != NULL && task->progress >= 0 && task->progress <= 100)
            atomic_store(&call->progress->done, (uint64_t)task->progress);
        if (task->state != NULL && (strcmp(task->state, "success") == 0 || strcmp(task->state, "error") == 0))
            return ended(vs, task, error);
        status = vmimage__vs_pause(call, delay, error);
        delay = delay * 2 < LOOK_MOST ? delay * 2 : LOOK_MOST;
    }
    return status;
}

vmimage_status vmimage__vs_cancel_task(struct vm_vs *vs, const struct vm_call *call, const char *id,
                                       vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};

    vmimage__soap_begin(&body, NULL, "CancelTask", "Task", id);
    vmimage__soap_end(&body, "CancelTask");
    return vmimage__vs_sdk(vs, call, &body, &soap, "cancel a task", error);
}
