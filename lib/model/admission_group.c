/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission of group publish requests: what is filled in on creation, what is checked, what is fixed.
 */
#include "model/admission.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define DEFAULT_LABEL "imageregistry.vmware.com/default"
#define FIELDS_MAX ((size_t)1048576)
/* Groups in groups. VM Operator has no limit but its stack. */
#define NESTING_MAX 256

static const char *some(const char *text)
{
    return text != NULL ? text : "";
}

static int compare_texts(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

/* A text of three parts, the middle one as Go's %q; NULL without memory, arena->failed is then set. */
static const char *quoted(struct vm_arena *arena, const char *before, const char *text, const char *after)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(FIELDS_MAX);

    vmimage__buf_add_str(&buf, before);
    vmimage__buf_go_quote(&buf, some(text), strlen(some(text)));
    vmimage__buf_add_str(&buf, after);
    if (buf.status != VMIMAGE_OK)
        arena->failed = true;
    return vmimage__arena_strdup(arena, vmimage__buf_str(&buf));
}

static const struct vm_group *find_group(const struct vm_surroundings *around, const char *name_space, const char *name)
{
    for (size_t i = 0; i < around->group_count; i++) {
        if (vmimage__same_text(around->groups[i].name, name) &&
            vmimage__same_text(around->groups[i].name_space, name_space))
            return &around->groups[i];
    }
    return NULL;
}

static bool has_library(const struct vm_surroundings *around, const char *name_space, const char *name)
{
    for (size_t i = 0; i < around->library_count; i++) {
        const struct vm_meta *meta = &around->libraries[i]->o.meta;

        if (vmimage__same_text(meta->name, name) && vmimage__same_text(meta->name_space, name_space))
            return true;
    }
    return false;
}

/* ---- the VMs of a group ---- */

struct walk {
    const struct vm_surroundings *around;
    const char *name_space;
    struct vm_arena *arena;
    struct vm_strings visited;
    int32_t code; /* 404 or 500 with the text, 0 when all is well */
    const char *text;
};

static void fail_walk(struct walk *walk, int32_t code, const char *text)
{
    walk->code = code;
    walk->text = text;
}

/* The VMs of a nested group into those of its parent; one in both is an error that lists them. */
static void merge(struct walk *walk, struct vm_strings *vms, struct vm_strings *nested)
{
    vm_auto_buf struct vm_buf twice = VM_BUF_INIT(FIELDS_MAX);

    qsort(nested->items, nested->count, sizeof(nested->items[0]), compare_texts);
    for (size_t i = 0; i < nested->count; i++) {
        if (!vmimage__strings_have(vms, nested->items[i]))
            continue;
        vmimage__buf_add_str(&twice, twice.length != 0 ? " " : "duplicate member(s) found in the group: [");
        vmimage__buf_go_quote(&twice, nested->items[i], strlen(nested->items[i]));
    }
    if (twice.length != 0) {
        vmimage__buf_add_char(&twice, ']');
        if (twice.status != VMIMAGE_OK)
            walk->arena->failed = true;
        fail_walk(walk, 500, vmimage__arena_strdup(walk->arena, vmimage__buf_str(&twice)));
        return;
    }
    for (size_t i = 0; i < nested->count; i++)
        vmimage__strings_add(vms, walk->arena, nested->items[i]);
}

static void walk_group(struct walk *walk, const char *name, struct vm_strings *vms, int depth);

static void walk_member(struct walk *walk, const struct vm_group *group, const struct vm_group_member *member,
                        struct vm_strings *vms, int depth)
{
    struct vm_strings nested = {0};

    if (strcmp(some(member->kind), "VirtualMachine") == 0) {
        if (vmimage__strings_have(vms, some(member->name)))
            fail_walk(walk, 500, quoted(walk->arena, "duplicate member ", member->name, " found in the group"));
        else
            vmimage__strings_add(vms, walk->arena, some(member->name));
    } else if (strcmp(some(member->kind), "VirtualMachineGroup") == 0) {
        walk_group(walk, some(member->name), &nested, depth + 1);
        if (walk->code == 0 && nested.count != 0)
            merge(walk, vms, &nested);
    } else {
        const char *before = quoted(walk->arena, "VM group ", group->name, " status has a member with unknown kind: ");

        fail_walk(walk, 500, quoted(walk->arena, some(before), member->kind, ""));
    }
}

static void walk_group(struct walk *walk, const char *name, struct vm_strings *vms, int depth)
{
    const struct vm_group *group;

    if (vmimage__strings_have(&walk->visited, name)) {
        /* The spelling is VM Operator's. */
        fail_walk(walk, 500, quoted(walk->arena, "a loop is detected among groups: ", name, " visisted"));
        return;
    }
    if (depth > NESTING_MAX) {
        fail_walk(walk, 500, quoted(walk->arena, "the groups above ", name, " are nested too deeply"));
        return;
    }
    vmimage__strings_add(&walk->visited, walk->arena, name);
    group = find_group(walk->around, walk->name_space, name);
    if (group == NULL) {
        fail_walk(walk, 404, quoted(walk->arena, "virtualmachinegroups.vmoperator.vmware.com ", name, " not found"));
        return;
    }
    for (size_t i = 0; i < group->member_count && walk->code == 0 && !walk->arena->failed; i++) {
        if (group->members[i].linked)
            walk_member(walk, group, &group->members[i], vms, depth);
    }
}

/* ---- filling in ---- */

/* The one library with the label, its value empty. */
static bool default_target(struct vm_group_publish_request *request, const struct vm_surroundings *around,
                           struct vm_arena *arena, struct vm_answer *answer)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FIELDS_MAX);
    struct vm_strings names = {0};

    for (size_t i = 0; i < around->library_count; i++) {
        const struct vm_library *library = &around->libraries[i]->o;
        const char *label = vmimage__map_get(&library->meta.labels, DEFAULT_LABEL);

        if (label != NULL && label[0] == '\0' && vmimage__same_text(library->meta.name_space, request->meta.name_space))
            vmimage__strings_add(&names, arena, some(library->meta.name));
    }
    if (names.count == 1)
        request->target = names.items[0];
    if (names.count == 1)
        return true;
    if (names.count == 0) {
        *answer = vmimage__refuse(404, "cannot find a default content library with the \"" DEFAULT_LABEL "\" label");
        return false;
    }
    qsort(names.items, names.count, sizeof(names.items[0]), compare_texts);
    for (size_t i = 0; i < names.count; i++) {
        vmimage__buf_add_str(&text, i != 0 ? ", " : "more than one default ContentLibrary found: ");
        vmimage__buf_add_str(&text, names.items[i]);
    }
    if (text.status != VMIMAGE_OK)
        arena->failed = true;
    *answer = vmimage__refuse(400, vmimage__arena_strdup(arena, vmimage__buf_str(&text)));
    return false;
}

static bool default_machines(struct vm_group_publish_request *request, const struct vm_surroundings *around,
                             struct vm_arena *arena, struct vm_answer *answer)
{
    struct walk walk = {.around = around, .name_space = request->meta.name_space, .arena = arena};

    walk_group(&walk, some(request->source), &request->virtual_machines, 0);
    if (walk.code != 0) {
        *answer = vmimage__refuse(walk.code, walk.text);
        return false;
    }
    if (request->virtual_machines.count == 0) {
        *answer = vmimage__refuse(400, quoted(arena, "", request->source, " group does not have any members"));
        return false;
    }
    qsort(request->virtual_machines.items, request->virtual_machines.count, sizeof(request->virtual_machines.items[0]),
          compare_texts);
    return true;
}

vmimage_status vmimage__default_group_publish(struct vm_group_publish_request *request,
                                              const struct vm_surroundings *around, struct vm_arena *arena,
                                              struct vm_answer *answer, vmimage_error **error)
{
    *answer = vmimage__allow();
    if (some(request->source)[0] == '\0')
        request->source = request->meta.name;
    if (some(request->target)[0] != '\0' || default_target(request, around, arena, answer)) {
        if (request->virtual_machines.count == 0)
            (void)default_machines(request, around, arena, answer);
    }
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* ---- checking ---- */

static void check_exists(struct vm_buf *fields, const char *path, const char *name, bool exists)
{
    if (some(name)[0] != '\0' && exists)
        return;
    vmimage__field(fields, path);
    if (some(name)[0] == '\0') {
        vmimage__buf_add_str(fields, "Required value");
        return;
    }
    vmimage__buf_add_str(fields, "Not found: ");
    vmimage__buf_go_quote(fields, name, strlen(name));
}

static bool has_duplicate(const struct vm_strings *texts, struct vm_arena *arena)
{
    struct vm_strings sorted = {0};

    for (size_t i = 0; i < texts->count; i++)
        vmimage__strings_add(&sorted, arena, texts->items[i]);
    if (sorted.count != 0)
        qsort(sorted.items, sorted.count, sizeof(sorted.items[0]), compare_texts);
    for (size_t i = 1; i < sorted.count; i++) {
        if (strcmp(sorted.items[i - 1], sorted.items[i]) == 0)
            return true;
    }
    return false;
}

static void check_machines(struct vm_buf *fields, const struct vm_group_publish_request *request,
                           const struct vm_surroundings *around, struct vm_arena *arena)
{
    static const char path[] = "spec.virtualMachines";
    struct walk walk = {.around = around, .name_space = request->meta.name_space, .arena = arena};
    struct vm_strings members = {0};

    if (request->virtual_machines.count == 0) {
        vmimage__field(fields, path);
        vmimage__buf_add_str(fields, "Required value");
        return;
    }
    if (has_duplicate(&request->virtual_machines, arena)) {
        vmimage__field(fields, path);
        vmimage__buf_add_str(fields, "Duplicate value: \"\"");
        return;
    }
    walk_group(&walk, some(request->source), &members, 0);
    if (walk.code != 0) {
        vmimage__field(fields, path);
        vmimage__buf_add_str(fields, "Internal error: ");
        vmimage__buf_add_str(fields, some(walk.text));
        return;
    }
    for (size_t i = 0; i < request->virtual_machines.count; i++) {
        if (vmimage__strings_have(&members, request->virtual_machines.items[i]))
            continue;
        vmimage__field(fields, path);
        vmimage__buf_add_str(fields, "Invalid value: \"\": "
                                     "virtual machines must be a direct or indirect member of the source group");
        return;
    }
}

static bool same_list(const struct vm_strings *a, const struct vm_strings *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    }
    return true;
}

static void check_fixed(struct vm_buf *fields, const struct vm_group_publish_request *request,
                        const struct vm_group_publish_request *old, bool empty_list)
{
    const struct vm_strings *machines = &request->virtual_machines;

    vmimage__field_immutable(fields, "spec.source", request->source, old->source);
    vmimage__field_immutable(fields, "spec.target", request->target, old->target);
    if (same_list(machines, &old->virtual_machines))
        return;
    vmimage__field(fields, "spec.virtualMachines");
    vmimage__buf_add_str(fields, "Invalid value: ");
    if (machines->count == 0)
        vmimage__buf_add_str(fields, empty_list ? "[]" : "null");
    for (size_t i = 0; i < machines->count; i++) {
        vmimage__buf_add_char(fields, i != 0 ? ',' : '[');
        vmimage__buf_json_string(fields, machines->items[i], strlen(machines->items[i]), true);
    }
    vmimage__buf_add_str(fields, machines->count != 0 ? "]: field is immutable" : ": field is immutable");
}

vmimage_status vmimage__admit_group_publish(const struct vm_group_publish_request *request,
                                            const struct vm_group_publish_request *old, bool empty_list,
                                            const struct vm_caller *caller, const struct vm_surroundings *around,
                                            struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error)
{
    vm_auto_buf struct vm_buf fields = VM_BUF_INIT(FIELDS_MAX);
    const char *name_space = request->meta.name_space;

    if (vmimage__answer_unseen(&request->meta, old != NULL, caller, answer))
        return VMIMAGE_OK;
    if (old != NULL) {
        check_fixed(&fields, request, old, empty_list);
    } else {
        check_exists(&fields, "spec.source", request->source, find_group(around, name_space, request->source) != NULL);
        check_exists(&fields, "spec.target", request->target, has_library(around, name_space, request->target));
        check_machines(&fields, request, around, arena);
    }
    return vmimage__answer_fields(&fields, arena, answer, error);
}
