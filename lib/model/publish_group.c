/*
 * SPDX-License-Identifier: Apache-2.0
 * One pass over a group's publish request: a publish request for each of its VMs, and how those stand.
 */
#include <string.h>

#include "base/error.h"
#include "model/copy.h"
#include "model/publish_pass.h"

#define FINALIZER "vmoperator.vmware.com/virtualmachinegrouppublishrequest"
#define GROUP_KIND "VirtualMachineGroupPublishRequest"
#define OPERATOR_VERSION "vmoperator.vmware.com/v1alpha6"
#define REGISTRY_VERSION "imageregistry.vmware.com/v1alpha1"
#define INVALID_SPEC "webhooks failed to mutate/validate spec. please delete and create again."

struct group {
    const struct vm_group_publish_input *in;
    struct vm_group_publish_request *request;
    struct vm_group_publish_result *out;
};

/* ---- its publish requests ---- */

static bool is_ours(const struct group *group, const struct vm_publish_request *child)
{
    const char *uid = vm_some(group->request->meta.uid);
    const char *label = vmimage__map_get(&child->meta.labels, VM_PUBLISH_MANAGED_BY);

    if (label == NULL || strcmp(label, uid) != 0 ||
        strcmp(vm_some(child->meta.name_space), vm_some(group->request->meta.name_space)) != 0)
        return false;
    for (size_t i = 0; i < child->meta.owner_count; i++) {
        if (child->meta.owners[i].controller == VM_TRUE)
            return strcmp(vm_some(child->meta.owners[i].uid), uid) == 0;
    }
    return false;
}

/* Of two for one VM the later by name counts. */
static const struct vm_publish_request *child_of(const struct group *group, const char *machine)
{
    const struct vm_publish_request *found = NULL;

    for (size_t i = 0; i < group->in->child_count; i++) {
        const struct vm_publish_request *child = group->in->children[i];

        if (!is_ours(group, child) || strcmp(vm_some(child->source.name), machine) != 0)
            continue;
        if (found == NULL || strcmp(vm_some(child->meta.name), vm_some(found->meta.name)) > 0)
            found = child;
    }
    return found;
}

static bool has_image_of(const struct vm_group_publish_request *request, const char *machine)
{
    for (size_t i = 0; i < request->image_count; i++) {
        if (strcmp(request->images[i].source, machine) == 0)
            return true;
    }
    return false;
}

static void copy_conditions(struct vm_arena *arena, struct vm_conditions *to, const struct vm_conditions *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct vmimage_condition *old = &from->items[i];

        if (!vmimage__arena_grow(arena, &to->items, to->count, &to->capacity, sizeof(*old)))
            return;
        to->items[to->count++] = (struct vmimage_condition){
            .type = vmimage__copy_text(arena, old->type),
            .status = vmimage__copy_text(arena, old->status),
            .reason = vmimage__copy_text(arena, old->reason),
            .message = vmimage__copy_text(arena, old->message),
            .severity = vmimage__copy_text(arena, old->severity),
            .last_transition_time = vmimage__copy_text(arena, old->last_transition_time),
            .observed_generation = old->observed_generation,
        };
    }
}

static void add_image(struct group *group, const struct vm_publish_request *child)
{
    struct vm_group_publish_request *request = group->request;
    struct vm_arena *arena = group->in->arena;
    struct vm_group_image image = {
        .source = vmimage__arena_strdup(arena, vm_some(child->source.name)),
        .publish_request_name = vmimage__arena_strdup(arena, vm_some(child->meta.name)),
        .image_name = vmimage__copy_text(arena, child->image_name),
    };
    size_t at = request->image_count;

    copy_conditions(arena, &image.conditions, &child->conditions);
    if (arena->failed || !vmimage__arena_grow(arena, &request->images, at, &request->image_capacity, sizeof(image)))
        return;
    for (; at > 0 && strcmp(request->images[at - 1].source, image.source) > 0; at--)
        request->images[at] = request->images[at - 1];
    request->images[at] = image;
    request->image_count++;
}

static void set_images(struct group *group)
{
    group->request->image_count = 0;
    for (size_t i = 0; i < group->in->child_count && !group->in->arena->failed; i++) {
        const struct vm_publish_request *child = group->in->children[i];

        if (is_ours(group, child) && !has_image_of(group->request, vm_some(child->source.name)))
            add_image(group, child_of(group, vm_some(child->source.name)));
    }
}

/* Neither time to live nor backoff limit nor description are handed on. */
static void create_child(struct group *group, const char *machine)
{
    struct vm_group_publish_result *out = group->out;
    struct vm_arena *arena = &out->arena;
    const struct vm_meta *meta = &group->request->meta;
    struct vm_publish_request child = {.api_version = OPERATOR_VERSION, .kind = "VirtualMachinePublishRequest"};
    struct vm_owner *owner = vmimage__arena_alloc(arena, sizeof(*owner));

    if (owner == NULL ||
        !vmimage__arena_grow(arena, &out->created, out->created_count, &out->created_capacity, sizeof(child)))
        return;
    *owner = (struct vm_owner){
        .api_version = OPERATOR_VERSION, .kind = GROUP_KIND, .controller = VM_TRUE, .block_owner_deletion = VM_TRUE};
    owner->name = vmimage__copy_text(arena, meta->name);
    owner->uid = vmimage__copy_text(arena, meta->uid);
    child.meta.owners = owner;
    child.meta.owner_count = child.meta.owner_capacity = 1;
    child.meta.generate_name = vmimage__arena_printf(arena, "%s-", vm_some(meta->name));
    child.meta.name_space = vmimage__copy_text(arena, meta->name_space);
    vmimage__map_set(&child.meta.labels, arena, VM_PUBLISH_MANAGED_BY, vm_some(meta->uid));
    child.source = (struct vm_ref){.api_version = OPERATOR_VERSION, .kind = "VirtualMachine", .set = true};
    child.source.name = vmimage__arena_strdup(arena, machine);
    child.target.item_name = vmimage__arena_printf(arena, "%s-%s", vm_some(meta->name), machine);
    child.target.location = (struct vm_ref){.api_version = REGISTRY_VERSION, .kind = "ContentLibrary", .set = true};
    child.target.location.name = vmimage__copy_text(arena, group->request->target);
    out->created[out->created_count++] = child;
}

static bool is_created(const struct vm_group_publish_result *out, const char *machine)
{
    for (size_t i = 0; i < out->created_count; i++) {
        if (strcmp(vm_some(out->created[i].source.name), machine) == 0)
            return true;
    }
    return false;
}

static void create_children(struct group *group)
{
    const struct vm_strings *machines = &group->request->virtual_machines;

    for (size_t i = 0; i < machines->count && !group->out->arena.failed; i++) {
        if (child_of(group, machines->items[i]) == NULL && !is_created(group->out, machines->items[i]))
            create_child(group, machines->items[i]);
    }
}

/* ---- how it stands ---- */

/* Whether one of the requests for the VM is ready, or is not. */
static bool has_child(const struct group *group, const char *machine, bool ready)
{
    for (size_t i = 0; i < group->in->child_count; i++) {
        const struct vm_publish_request *child = group->in->children[i];

        if (is_ours(group, child) && strcmp(vm_some(child->source.name), machine) == 0 &&
            (child->ready == VM_TRUE) == ready)
            return true;
    }
    return false;
}

/* As sets the VMs of the ready requests and those that are asked for are the same. */
static bool is_complete(const struct group *group)
{
    const struct vm_group_publish_request *request = group->request;

    for (size_t i = 0; i < request->virtual_machines.count; i++) {
        if (!has_child(group, request->virtual_machines.items[i], true))
            return false;
    }
    for (size_t i = 0; i < request->image_count; i++) {
        if (has_child(group, request->images[i].source, true) &&
            !vmimage__strings_have(&request->virtual_machines, request->images[i].source))
            return false;
    }
    return true;
}

static void set_complete(struct group *group)
{
    struct vm_group_publish_request *request = group->request;
    struct vm_arena *arena = group->in->arena;
    size_t pending = 0;

    if (is_complete(group)) {
        vmimage__condition_set(&request->conditions, arena, VM_COMPLETE, "True", NULL, NULL, group->in->now);
        request->completion_time = vmimage__arena_strdup(arena, group->in->now);
        return;
    }
    for (size_t i = 0; i < request->image_count; i++)
        pending += has_child(group, request->images[i].source, false);
    vmimage__condition_set(
        &request->conditions, arena, VM_COMPLETE, "False", "VirtualMachinePublishRequestsPending",
        vmimage__arena_printf(arena, "waiting %zu more vm publish requests to be completed", pending), group->in->now);
}

/* ---- the pass ---- */

static bool is_valid(struct group *group)
{
    struct vm_group_publish_request *request = group->request;
    bool source = vm_some(request->source)[0] != '\0', target = vm_some(request->target)[0] != '\0';
    bool machines = request->virtual_machines.count != 0;

    if (source && target && machines)
        return true;
    vmimage__condition_set(
        &request->conditions, group->in->arena, VM_COMPLETE, "False", INVALID_SPEC,
        vmimage__arena_printf(group->in->arena, "%s%s%s%s%s", source ? "" : "spec.source is undefined",
                              !source && !target ? "\n" : "", target ? "" : "spec.target is undefined",
                              (!source || !target) && !machines ? "\n" : "",
                              machines ? "" : "spec.virtualMachines is undefined"),
        group->in->now);
    group->out->error = "terminal error: " INVALID_SPEC;
    return false;
}

static void apply_ttl(struct group *group)
{
    const struct vm_int *ttl = &group->request->ttl_seconds;

    if (!ttl->set)
        return;
    group->out->requeue_after = vmimage__ttl_left(group->request->completion_time, ttl->value, group->in->now);
    group->out->ttl_pending = group->out->requeue_after > 0;
    group->out->outlived = group->out->requeue_after == 0;
}

static void remove_all(struct group *group)
{
    struct vm_strings *finalizers = &group->request->meta.finalizers;

    if (!vmimage__strings_have(finalizers, FINALIZER))
        return;
    for (size_t i = 0; i < group->in->child_count; i++) {
        const struct vm_publish_request *child = group->in->children[i];

        group->out->removed[i] = is_ours(group, child) && child_of(group, vm_some(child->source.name)) == child;
    }
    vmimage__strings_remove(finalizers, FINALIZER);
}

static void run(struct group *group)
{
    struct vm_group_publish_request *request = group->request;

    if (vm_some(request->meta.deletion_time)[0] != '\0') {
        remove_all(group);
    } else if (!vmimage__strings_have(&request->meta.finalizers, FINALIZER)) {
        vmimage__strings_add(&request->meta.finalizers, group->in->arena, FINALIZER);
    } else if (vmimage__condition_true(&request->conditions, VM_COMPLETE)) {
        apply_ttl(group);
    } else if (is_valid(group)) {
        if (vm_some(request->start_time)[0] == '\0')
            request->start_time = vmimage__arena_strdup(group->in->arena, group->in->now);
        set_images(group);
        create_children(group);
        if (!group->in->arena->failed)
            set_complete(group);
    }
}

vmimage_status vmimage__group_publish(const struct vm_group_publish_input *input,
                                      struct vm_group_publish_result *result, vmimage_error **error)
{
    struct group group = {.in = input, .request = input->request, .out = result};

    *result = (struct vm_group_publish_result){0};
    result->removed = vmimage__arena_alloc(&result->arena, (input->child_count + 1) * sizeof(*result->removed));
    if (result->removed != NULL)
        run(&group);
    return input->arena->failed || result->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

void vmimage__group_publish_release(struct vm_group_publish_result *result)
{
    vmimage__arena_release(&result->arena);
    *result = (struct vm_group_publish_result){0};
}
