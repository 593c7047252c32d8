/*
 * SPDX-License-Identifier: Apache-2.0
 * Publishing for programs: objects come and go as JSON, answers one at a time. The rules are in model/publish*.c, what a
 * result says in publish_result.c.
 */
#include "format/publish.h"

#include <string.h>
#include <vmimage/publish.h>
#include <vmimage/reconcile.h>

#include "base/error.h"
#include "format/k8s.h"
#include "format/publish_result.h"
#include "model/rfc3339.h"

#define OPERATOR_GROUP "vmoperator.vmware.com/"
#define JSON_MAX ((size_t)8388608)
#define OPERATOR_VERSION "vmoperator.vmware.com/v1alpha6"

struct vmimage_publish_step {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_json_doc *request;
    bool group;
    uint32_t gates;
    struct vm_publish_world world;
    struct vm_publish_task *tasks;
    size_t task_count, task_capacity;
    struct vm_publish_item *items;
    size_t item_count, item_capacity;
    int64_t storage;
    bool encrypts;
    bool known[VMIMAGE_PUBLISH_ASK_UPDATE_ITEM + 1];
    const char *failure[VMIMAGE_PUBLISH_ASK_UPDATE_ITEM + 1];
};

/* ---- handles ---- */

vmimage_publish_step *vmimage_publish_step_new(void)
{
    vmimage_publish_step *step = vmimage__calloc(1, sizeof(*step));

    if (step != NULL)
        vmimage__refs_init(&step->refs);
    return step;
}

vmimage_publish_step *vmimage_publish_step_ref(vmimage_publish_step *step)
{
    if (step != NULL)
        vmimage__refs_take(&step->refs);
    return step;
}

vmimage_publish_step *vmimage_publish_step_unref(vmimage_publish_step *step)
{
    if (step == NULL || !vmimage__refs_drop(&step->refs))
        return NULL;
    vmimage__json_free(step->request);
    vmimage__arena_release(&step->arena);
    vmimage__free(step);
    return NULL;
}

/* ---- setters ---- */

/* 1 for a VM's request, 2 for a group's, 0 for anything else. */
static int request_kind(const struct vm_json *root)
{
    const char *version = vmimage__json_get_string(root, "apiVersion"), *kind = vmimage__json_get_string(root, "kind");

    if (version == NULL || kind == NULL || strncmp(version, OPERATOR_GROUP, strlen(OPERATOR_GROUP)) != 0)
        return 0;
    if (strcmp(kind, "VirtualMachinePublishRequest") == 0)
        return 1;
    return strcmp(kind, "VirtualMachineGroupPublishRequest") == 0 ? 2 : 0;
}

/* Whether it can be read. */
static vmimage_status check_request(const struct vm_json *root, int kind, vmimage_error **error)
{
    struct vm_arena arena = {0};
    struct vm_publish_request request = {0};
    struct vm_group_publish_request group = {0};
    const char *name = vmimage__json_get_string(root, "kind");
    vmimage_status status;

    if (kind == 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "JSON", "JSON: \"%.100s\" is no kind of publish request",
                             name != NULL ? name : "");
    status = kind == 1 ? vmimage__publish_request_read(root, NULL, &request, &arena, error)
                       : vmimage__group_publish_request_read(root, NULL, &group, &arena, error);
    vmimage__arena_release(&arena);
    return status;
}

vmimage_status vmimage_publish_step_set_request(vmimage_publish_step *step, const char *json, size_t length,
                                                vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    struct vm_json_doc *doc = NULL;
    vmimage_status status;
    int kind;

    VM_REQUIRE(step != NULL && json != NULL, error);
    status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    kind = request_kind(vmimage__json_root(doc));
    status = check_request(vmimage__json_root(doc), kind, error);
    if (status != VMIMAGE_OK) {
        vmimage__json_free(doc);
        return status;
    }
    vmimage__json_free(step->request);
    step->request = doc;
    step->group = kind == 2;
    return VMIMAGE_OK;
}

vmimage_status vmimage_publish_step_set_gates(vmimage_publish_step *step, uint32_t gates, vmimage_error **error)
{
    const uint32_t known = VMIMAGE_GATE_FAST_DEPLOY | VMIMAGE_GATE_INVENTORY_LIBRARY | VMIMAGE_GATE_MULTIPLE_LIBRARIES;

    VM_REQUIRE(step != NULL, error);
    if ((gates & ~known) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the gates 0x%x are not known to this version",
                             (unsigned)gates);
    step->gates = gates;
    return VMIMAGE_OK;
}

vmimage_status vmimage_publish_step_add_object(vmimage_publish_step *step, const char *json, size_t length,
                                               vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status;

    VM_REQUIRE(step != NULL && json != NULL, error);
    status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    return vmimage__publish_world_add(vmimage__json_root(doc), &step->world, &step->arena, error);
}

static const char *keep(vmimage_publish_step *step, const char *text)
{
    return vmimage__arena_strdup(&step->arena, text);
}

/* The arena serves on after a lack of memory. */
static vmimage_status kept(vmimage_publish_step *step, vmimage_error **error)
{
    bool failed = step->arena.failed;

    step->arena.failed = false;
    return failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage_publish_step_add_task(vmimage_publish_step *step, const char *activation_id,
                                             const char *description_id, const char *state, const char *result_type,
                                             const char *result, const char *message, vmimage_error **error)
{
    struct vm_publish_task task;

    VM_REQUIRE(step != NULL && description_id != NULL && state != NULL, error);
    task = (struct vm_publish_task){keep(step, activation_id), keep(step, description_id), keep(step, state),
                                    keep(step, result_type),   keep(step, result),         keep(step, message)};
    if (!step->arena.failed &&
        vmimage__arena_grow(&step->arena, &step->tasks, step->task_count, &step->task_capacity, sizeof(task)))
        step->tasks[step->task_count++] = task;
    return kept(step, error);
}

vmimage_status vmimage_publish_step_add_item(vmimage_publish_step *step, int32_t type, const char *name, const char *id,
                                             const char *description, const char *request_uid, vmimage_error **error)
{
    struct vm_publish_item item = {0};

    VM_REQUIRE(step != NULL && name != NULL && id != NULL, error);
    if (type == VMIMAGE_PUBLISH_ITEM_MACHINE)
        item.type = VM_PUBLISH_MACHINE;
    else if (type == VMIMAGE_PUBLISH_ITEM_FOLDER)
        item.type = VM_PUBLISH_FOLDER;
    else if (type != VMIMAGE_PUBLISH_ITEM_LIBRARY)
        return vmimage__fail(error, VMIMAGE_E_INVALID, name, "%d is no type of an item", (int)type);
    item.name = keep(step, name);
    item.id = keep(step, id);
    item.description = keep(step, description);
    item.request_uid = keep(step, request_uid);
    if (!step->arena.failed &&
        vmimage__arena_grow(&step->arena, &step->items, step->item_count, &step->item_capacity, sizeof(item)))
        step->items[step->item_count++] = item;
    return kept(step, error);
}

vmimage_status vmimage_publish_step_set_storage(vmimage_publish_step *step, int64_t bytes, vmimage_error **error)
{
    VM_REQUIRE(step != NULL, error);
    step->storage = bytes;
    step->known[VMIMAGE_PUBLISH_ASK_STORAGE] = true;
    step->failure[VMIMAGE_PUBLISH_ASK_STORAGE] = NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage_publish_step_set_encrypts(vmimage_publish_step *step, int32_t encrypts, vmimage_error **error)
{
    VM_REQUIRE(step != NULL, error);
    step->encrypts = encrypts != 0;
    step->known[VMIMAGE_PUBLISH_ASK_ENCRYPTION] = true;
    step->failure[VMIMAGE_PUBLISH_ASK_ENCRYPTION] = NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage_publish_step_answer(vmimage_publish_step *step, int32_t question, const char *failure,
                                           vmimage_error **error)
{
    const char *text;

    VM_REQUIRE(step != NULL, error);
    if (question < VMIMAGE_PUBLISH_ASK_TASKS || question > VMIMAGE_PUBLISH_ASK_UPDATE_ITEM)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "%d is no question of a pass", (int)question);
    text = keep(step, failure);
    if (step->arena.failed)
        return kept(step, error);
    if (question == VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM)
        question = VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM;
    step->known[question] = true;
    step->failure[question] = text;
    return VMIMAGE_OK;
}

/* ---- a pass ---- */

static vmimage_status write_request(struct vm_arena *arena, const struct vm_publish_request *request,
                                    const struct vm_group_publish_request *group, const char **text,
                                    vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(JSON_MAX);
    struct vm_json_writer writer;
    vmimage_status status;

    vmimage__jw_init(&writer, &json, false);
    status = request != NULL ? vmimage__publish_request_write(request, OPERATOR_VERSION, &writer, error)
                             : vmimage__group_publish_request_write(group, OPERATOR_VERSION, &writer, error);
    if (status != VMIMAGE_OK)
        return status;
    *text = vmimage__arena_strndup(arena, vmimage__buf_str(&json), json.length);
    return *text != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static void fill(const vmimage_publish_step *step, struct vm_publish_input *input)
{
    const bool *known = step->known;
    const char *const *failure = step->failure;

    *input = (struct vm_publish_input){
        .inventory_gate = (step->gates & VMIMAGE_GATE_INVENTORY_LIBRARY) != 0,
        .machines = step->world.machines,
        .machine_count = step->world.machine_count,
        .libraries_v1alpha2 = step->world.v1alpha2.items,
        .library_v1alpha2_count = step->world.v1alpha2.count,
        .images = step->world.images,
        .image_count = step->world.image_count,
        .classes = step->world.classes,
        .class_count = step->world.class_count,
        .tasks_known = known[VMIMAGE_PUBLISH_ASK_TASKS],
        .items_known = known[VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM],
        .storage_known = known[VMIMAGE_PUBLISH_ASK_STORAGE],
        .encryption_known = known[VMIMAGE_PUBLISH_ASK_ENCRYPTION],
        .update_known = known[VMIMAGE_PUBLISH_ASK_UPDATE_ITEM],
        .tasks = step->tasks,
        .task_count = step->task_count,
        .items = step->items,
        .item_count = step->item_count,
        .storage = step->storage,
        .encrypts = step->encrypts,
        .tasks_error = failure[VMIMAGE_PUBLISH_ASK_TASKS],
        .items_error = failure[VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM],
        .storage_error = failure[VMIMAGE_PUBLISH_ASK_STORAGE],
        .encryption_error = failure[VMIMAGE_PUBLISH_ASK_ENCRYPTION],
        .update_error = failure[VMIMAGE_PUBLISH_ASK_UPDATE_ITEM],
    };
}

/* The texts of a result point into what the pass looked at: the step stays as long as the result. */
static vmimage_status run_machine(vmimage_publish_step *step, const char *now, vmimage_publish_result *made,
                                  vmimage_error **error)
{
    struct vm_publish_request request = {0};
    struct vm_publish_input input;
    struct vm_libraries libraries = {0};
    vmimage_status status;

    fill(step, &input);
    input.request = &request;
    input.arena = &made->arena;
    input.now = now;
    if (!vmimage__publish_world_libraries(&step->world, &made->arena, &libraries))
        return vmimage__fail_no_memory(error);
    input.libraries = libraries.items;
    input.library_count = libraries.count;
    status = vmimage__publish_request_read(vmimage__json_root(step->request), NULL, &request, &made->arena, error);
    if (status == VMIMAGE_OK)
        status = vmimage__publish(&input, &made->o, error);
    if (status != VMIMAGE_OK || made->o.waiting)
        return status;
    status = write_request(&made->arena, &request, NULL, &made->request, error);
    if (status != VMIMAGE_OK || made->o.event_type == NULL)
        return status;
    made->event = vmimage__arena_printf(&made->arena, "%s %s %s", made->o.event_type, made->o.event_reason,
                                        made->o.event_message);
    return made->event != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status write_children(vmimage_publish_step *step, vmimage_publish_result *made, vmimage_error **error)
{
    const struct vm_group_publish_result *group = &made->group;

    for (size_t i = 0; i < step->world.request_count; i++) {
        const char *name = step->world.requests[i]->meta.name;

        if (group->removed[i])
            vmimage__strings_add(&made->removed, &made->arena, name != NULL ? name : "");
    }
    for (size_t i = 0; i < group->created_count; i++) {
        const char *json = NULL;
        vmimage_status status = write_request(&made->arena, &group->created[i], NULL, &json, error);

        if (status != VMIMAGE_OK)
            return status;
        vmimage__strings_add(&made->created, &made->arena, json);
    }
    return made->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status run_group(vmimage_publish_step *step, const char *now, vmimage_publish_result *made,
                                vmimage_error **error)
{
    struct vm_group_publish_request request = {0};
    struct vm_group_publish_input input = {
        .request = &request,
        .arena = &made->arena,
        .now = now,
        .children = step->world.requests,
        .child_count = step->world.request_count,
    };
    vmimage_status status =
        vmimage__group_publish_request_read(vmimage__json_root(step->request), NULL, &request, &made->arena, error);

    if (status == VMIMAGE_OK)
        status = vmimage__group_publish(&input, &made->group, error);
    if (status != VMIMAGE_OK)
        return status;
    made->o.error = made->group.error;
    made->o.terminal = made->group.error != NULL;
    made->o.outlived = made->group.outlived;
    made->o.requeue_after = made->group.requeue_after;
    status = write_request(&made->arena, NULL, &request, &made->request, error);
    return status == VMIMAGE_OK ? write_children(step, made, error) : status;
}

vmimage_status vmimage_publish_step_run(vmimage_publish_step *step, const char *now, vmimage_publish_result **result,
                                        vmimage_error **error)
{
    char time[VM_RFC3339_SIZE];
    vmimage_publish_result *made;
    vmimage_status status;

    VM_REQUIRE(result != NULL, error);
    *result = NULL;
    VM_REQUIRE(step != NULL && now != NULL, error);
    if (!vmimage__rfc3339_canonical(now, time))
        return vmimage__fail(error, VMIMAGE_E_INVALID, now, "\"%.64s\" is no time of RFC 3339", now);
    if (step->request == NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the pass has no request; set one");
    made = vmimage__calloc(1, sizeof(*made));
    if (made == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&made->refs);
    made->step = vmimage_publish_step_ref(step);
    status = step->group ? run_group(step, time, made, error) : run_machine(step, time, made, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "publish");
        made = vmimage_publish_result_unref(made);
    }
    *result = made;
    return status;
}
