/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "publish": a publish request, of a VM or of a group, with what is around it, gives what is there after some
 * passes, what was asked of vSphere, and how each pass ended.
 */
#include "vectors.h"

#include <string.h>
#include <vmimage/convert.h>
#include <vmimage/publish.h>
#include <vmimage/reconcile.h>

#include "base/error.h"
#include "base/memory.h"

#define TEXT_MAX ((size_t)67108864)
#define OBJECTS_MAX 256
/* Times of the vectors are long past, or far off. */
#define NOW "2026-06-01T00:00:00Z"
#define PUBLISH_KIND "VirtualMachinePublishRequest"
#define MARK_LIST "extraConfig"

struct world {
    const struct vm_json *root;
    struct vm_json_doc *request; /* NULL once it is gone */
    struct vm_json_doc *children[OBJECTS_MAX];
    size_t child_count;
    struct vm_buf calls, events, steps;
};

static const char *meta_of(const struct vm_json *object, const char *key)
{
    const char *text = vmimage__json_get_string(vmimage__json_get(object, "metadata"), key);

    return text != NULL ? text : "";
}

static bool is_kind(const struct vm_json *object, const char *kind)
{
    const char *is = vmimage__json_get_string(object, "kind");

    return is != NULL && strcmp(is, kind) == 0;
}

static bool is_group(const struct world *world)
{
    return is_kind(vmimage__json_get(world->root, "request"), "VirtualMachineGroupPublishRequest");
}

static vmimage_status parse(const char *json, size_t length, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    return vmimage__json_parse(json, length, &limits, NULL, doc, error);
}

/* An object as the cluster keeps it: every field that Go writes, none that it does not know. */
static vmimage_status store(const struct vm_json *node, struct vm_json_doc **doc, vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);
    vmimage_string *kept = NULL;
    vmimage_status status;

    vmimage__json_print(node, &json, false);
    status =
        vmimage_object_convert(vmimage__buf_str(&json), json.length, "vmoperator.vmware.com/v1alpha6", &kept, error);
    if (status == VMIMAGE_OK)
        status = parse(vmimage_string_data(kept), vmimage_string_length(kept), doc, error);
    (void)vmimage_string_unref(kept);
    return status;
}

/* ---- facts ---- */

typedef vmimage_status (*setter)(vmimage_publish_step *, const char *, size_t, vmimage_error **);

static vmimage_status set(vmimage_publish_step *step, setter set_json, const struct vm_json *node,
                          vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);

    vmimage__json_print(node, &json, false);
    return set_json(step, vmimage__buf_str(&json), json.length, error);
}

static const char *some(const struct vm_json *object, const char *key)
{
    const char *text = vmimage__json_get_string(object, key);

    return text != NULL && text[0] != '\0' ? text : NULL;
}

static const char *text_of(const struct vm_json *object, const char *key)
{
    const char *text = vmimage__json_get_string(object, key);

    return text != NULL ? text : "";
}

static vmimage_status add_tasks(const struct world *world, vmimage_publish_step *step, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(world->root, "tasks"));
         node != NULL && status == VMIMAGE_OK; node = vmimage__json_next(node)) {
        const struct vm_json *result = vmimage__json_get(node, "result");
        bool set_result = vmimage__json_type(result) == VM_JSON_OBJECT;
        const char *type = vmimage__json_get_string(result, "type");

        status = vmimage_publish_step_add_task(step, some(node, "actID"), text_of(node, "descriptionID"),
                                               text_of(node, "state"), set_result && type == NULL ? "" : type,
                                               some(result, "value"), some(node, "error"), error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_TASKS, some(world->root, "tasksError"), error);
    return status;
}

static bool says_yes(const struct vm_json *node)
{
    return vmimage__json_type(node) == VM_JSON_BOOL && vmimage__json_bool(node);
}

/* The mark of a VM: a member of its ExtraConfig, an object or a list of keys and values; or a word that it is there. */
static const char *mark_of(const struct world *world, const struct vm_json *item)
{
    const char *own = meta_of(vmimage__json_root(world->request), "uid"), *uid = some(item, "uid");
    const char *description = vmimage__json_get_string(item, "description");

    if (says_yes(vmimage__json_get(item, "correlated")) || says_yes(vmimage__json_get(item, MARK_LIST)) ||
        (own[0] != '\0' && description != NULL && strstr(description, own) != NULL))
        return own;
    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(item, MARK_LIST)); node != NULL;
         node = vmimage__json_next(node)) {
        const char *key = vmimage__json_key(node);

        if (vmimage__json_type(node) == VM_JSON_OBJECT)
            key = some(node, "key");
        if (key != NULL && strcmp(key, "vmservice.vmpub.uuid") == 0)
            uid = vmimage__json_type(node) == VM_JSON_OBJECT ? some(node, "value") : vmimage__json_string(node);
    }
    return uid;
}

static vmimage_status add_items(const struct world *world, vmimage_publish_step *step, bool inventory,
                                vmimage_error **error)
{
    const struct vm_json *items = vmimage__json_get(world->root, inventory ? "inventoryItems" : "libraryItems");
    vmimage_status status = VMIMAGE_OK;

    for (const struct vm_json *node = vmimage__json_first(items); node != NULL && status == VMIMAGE_OK;
         node = vmimage__json_next(node)) {
        const char *id = vmimage__json_get_string(node, "id"), *type = some(node, "type");
        int32_t is = inventory ? VMIMAGE_PUBLISH_ITEM_MACHINE : VMIMAGE_PUBLISH_ITEM_LIBRARY;

        if ((type != NULL && strcmp(type, "Folder") == 0) || says_yes(vmimage__json_get(node, "folder")))
            is = VMIMAGE_PUBLISH_ITEM_FOLDER;
        status =
            vmimage_publish_step_add_item(step, is, vmimage__json_key(node), id != NULL ? id : "",
                                          vmimage__json_get_string(node, "description"), mark_of(world, node), error);
    }
    return status;
}

static int64_t storage_of(const struct vm_json *files)
{
    static const char *const types[] = {"config", "nvram", "diskDescriptor", "diskExtent"};
    int64_t total = 0, size;

    for (const struct vm_json *node = vmimage__json_first(files); node != NULL; node = vmimage__json_next(node)) {
        const char *type = vmimage__json_get_string(node, "type");

        for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]); i++) {
            if (strcmp(type, types[i]) == 0 && vmimage__json_int(vmimage__json_get(node, "size"), &size) && size >= 0 &&
                size <= INT64_MAX - total)
                total += size;
        }
    }
    return total;
}

static vmimage_status add_objects(const struct world *world, vmimage_publish_step *step, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(world->root, "objects"));
         node != NULL && status == VMIMAGE_OK; node = vmimage__json_next(node)) {
        if (!is_kind(node, PUBLISH_KIND))
            status = set(step, vmimage_publish_step_add_object, node, error);
    }
    for (size_t i = 0; i < world->child_count && status == VMIMAGE_OK; i++)
        status = set(step, vmimage_publish_step_add_object, vmimage__json_root(world->children[i]), error);
    return status;
}

static bool is_inventory(const struct world *world)
{
    const struct vm_json *features = vmimage__json_get(world->root, "features");
    bool found = false;

    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(world->root, "objects")); node != NULL;
         node = vmimage__json_next(node)) {
        const char *type = vmimage__json_get_string(vmimage__json_get(node, "spec"), "libraryType");

        found = found || (is_kind(node, "ContentLibrary") && type != NULL && strcmp(type, "Inventory") == 0);
    }
    return found && vmimage__json_bool(vmimage__json_get(features, "inventoryContentLibrary"));
}

static vmimage_status fill(const struct world *world, vmimage_publish_step *step, vmimage_error **error)
{
    const struct vm_json *features = vmimage__json_get(world->root, "features");
    bool inventory = vmimage__json_bool(vmimage__json_get(features, "inventoryContentLibrary"));
    vmimage_status status = set(step, vmimage_publish_step_set_request, vmimage__json_root(world->request), error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_gates(step, inventory ? VMIMAGE_GATE_INVENTORY_LIBRARY : 0U, error);
    if (status == VMIMAGE_OK)
        status = add_objects(world, step, error);
    if (status == VMIMAGE_OK)
        status = add_tasks(world, step, error);
    if (status == VMIMAGE_OK)
        status = add_items(world, step, is_inventory(world), error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM, NULL, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_storage(step, storage_of(vmimage__json_get(world->root, "vmFiles")), error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_set_encrypts(
            step, vmimage__json_bool(vmimage__json_get(world->root, "encryptedProfile")), error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_answer(step, VMIMAGE_PUBLISH_ASK_UPDATE_ITEM,
                                             some(world->root, "updateItemError"), error);
    return status;
}

/* ---- what a pass did ---- */

static void separate(struct vm_buf *list)
{
    if (list->length != 0)
        vmimage__buf_add_char(list, ',');
}

static void add_text(struct vm_buf *list, const char *text)
{
    separate(list);
    vmimage__buf_json_string(list, text, strlen(text), false);
}

static void add_call(struct vm_buf *list, const vmimage_publish_result *result, size_t i)
{
    int32_t question = vmimage_publish_result_call_question(result, i);
    bool folder = question == VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM;
    const char *description = vmimage_publish_result_call_description(result, i);
    struct vm_json_writer writer;

    if (question == VMIMAGE_PUBLISH_ASK_STORAGE || question == VMIMAGE_PUBLISH_ASK_ENCRYPTION)
        return;
    separate(list);
    vmimage__jw_init(&writer, list, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "actID", vmimage_publish_result_call_activation_id(result, i));
    vmimage__jw_key(&writer, "call");
    vmimage__jw_string(&writer, question == VMIMAGE_PUBLISH_ASK_TASKS ? "GetTasksByActID"
                                : folder                              ? "GetItemFromInventoryByName"
                                : description == NULL                 ? "GetItemFromLibraryByName"
                                                                      : "UpdateContentLibraryItem");
    if (description != NULL) {
        vmimage__jw_key(&writer, "description");
        vmimage__jw_string(&writer, description);
        vmimage__jw_key(&writer, "itemID");
        vmimage__jw_string(&writer, vmimage_publish_result_call_id(result, i));
    } else if (question != VMIMAGE_PUBLISH_ASK_TASKS) {
        vmimage__jw_key(&writer, folder ? "folder" : "library");
        vmimage__jw_string(&writer, vmimage_publish_result_call_library(result, i));
    }
    if (question != VMIMAGE_PUBLISH_ASK_TASKS) {
        vmimage__jw_key(&writer, "name");
        vmimage__jw_string(&writer, vmimage_publish_result_call_name(result, i));
    }
    vmimage__jw_end_object(&writer);
}

/* The call is sent, and goes well. What it was told of the item is what the request keeps. */
static void add_submission(struct world *world, const vmimage_publish_result *result)
{
    const struct vm_json *status = vmimage__json_get(vmimage__json_root(world->request), "status");
    const struct vm_json *item = vmimage__json_get(vmimage__json_get(status, "targetRef"), "item");
    struct vm_json_writer writer;

    if (vmimage_publish_result_submit(result) == VMIMAGE_PUBLISH_SUBMIT_NOTHING)
        return;
    separate(&world->calls);
    vmimage__jw_init(&writer, &world->calls, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "actID", vmimage_publish_result_submit_activation_id(result));
    vmimage__jw_member(&writer, "call", "PublishVirtualMachine");
    vmimage__jw_key(&writer, "item");
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "description", vmimage__json_get_string(item, "description"));
    vmimage__jw_member(&writer, "name", vmimage_publish_result_submit_item(result));
    vmimage__jw_end_object(&writer);
    vmimage__jw_member(&writer, "library", vmimage_publish_result_submit_library_name(result));
    vmimage__jw_member(&writer, "vm", vmimage_publish_result_submit_machine_name(result));
    vmimage__jw_end_object(&writer);
    add_text(&world->events, "Normal PublishSuccess Publish success");
}

static bool is_complete(const struct vm_json *request)
{
    const struct vm_json *conditions = vmimage__json_get(vmimage__json_get(request, "status"), "conditions");

    for (const struct vm_json *node = vmimage__json_first(conditions); node != NULL; node = vmimage__json_next(node)) {
        const char *type = vmimage__json_get_string(node, "type"), *status = vmimage__json_get_string(node, "status");

        if (type != NULL && status != NULL && strcmp(type, "Complete") == 0)
            return strcmp(status, "True") == 0;
    }
    return false;
}

/* A request that is complete waits for the end of its time only. */
static void add_step(struct vm_buf *list, const char *error, int64_t requeue_after, bool complete)
{
    struct vm_json_writer writer;

    separate(list);
    vmimage__jw_init(&writer, list, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_key(&writer, "error");
    vmimage__jw_string(&writer, error);
    vmimage__jw_key(&writer, "requeueAfter");
    if (complete && requeue_after > 0)
        vmimage__jw_string(&writer, "<completionTime+ttl-now>");
    else
        vmimage__jw_int(&writer, requeue_after);
    vmimage__jw_end_object(&writer);
}

/* The object with a member of its metadata set to a text. */
static vmimage_status with_meta(const struct vm_json *object, const char *key, const char *value,
                                struct vm_json_doc **doc, vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, &json, false);
    vmimage__jw_begin_object(&writer);
    for (const struct vm_json *node = vmimage__json_first(object); node != NULL; node = vmimage__json_next(node)) {
        bool meta = strcmp(vmimage__json_key(node), "metadata") == 0;
        vm_auto_buf struct vm_buf text = VM_BUF_INIT(TEXT_MAX);

        vmimage__jw_key(&writer, vmimage__json_key(node));
        vmimage__json_print(node, &text, false);
        if (meta) {
            text.length--; /* without its brace */
            vmimage__buf_add_str(&text, vmimage__json_count(node) != 0 ? ",\"" : "\"");
            vmimage__buf_add_str(&text, key);
            vmimage__buf_add_str(&text, "\":");
            vmimage__buf_json_string(&text, value, strlen(value), false);
            vmimage__buf_add_char(&text, '}');
        }
        vmimage__jw_raw(&writer, vmimage__buf_str(&text), text.length);
    }
    vmimage__jw_end_object(&writer);
    return parse(vmimage__buf_str(&json), json.length, doc, error);
}

/* An object is deleted: it goes at once, or with its last finalizer. */
static vmimage_status delete_object(struct vm_json_doc **doc, vmimage_error **error)
{
    const struct vm_json *meta = vmimage__json_get(vmimage__json_root(*doc), "metadata");
    struct vm_json_doc *marked = NULL;
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_count(vmimage__json_get(meta, "finalizers")) != 0) {
        if (vmimage__json_get(meta, "deletionTimestamp") != NULL)
            return VMIMAGE_OK;
        status = with_meta(vmimage__json_root(*doc), "deletionTimestamp", NOW, &marked, error);
    }
    if (status == VMIMAGE_OK) {
        vmimage__json_free(*doc);
        *doc = marked;
    }
    return status;
}

static vmimage_status change_children(struct world *world, const vmimage_publish_result *result, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;
    size_t kept = 0;

    for (size_t i = 0; i < vmimage_publish_result_removed_count(result); i++) {
        for (size_t j = 0; j < world->child_count && status == VMIMAGE_OK; j++) {
            if (world->children[j] != NULL && strcmp(meta_of(vmimage__json_root(world->children[j]), "name"),
                                                     vmimage_publish_result_removed(result, i)) == 0)
                status = delete_object(&world->children[j], error);
        }
    }
    for (size_t i = 0; i < world->child_count; i++) {
        if (world->children[i] != NULL)
            world->children[kept++] = world->children[i];
    }
    world->child_count = kept;
    for (size_t i = 0; i < vmimage_publish_result_created_count(result) && status == VMIMAGE_OK; i++) {
        const char *json = vmimage_publish_result_created(result, i);
        vm_auto_json struct vm_json_doc *made = NULL;
        vm_auto_str char *name = NULL;
        struct vm_arena arena = {0};

        if (world->child_count == OBJECTS_MAX)
            return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "more than %d publish requests", OBJECTS_MAX);
        status = parse(json, strlen(json), &made, error);
        name = vmimage__strdup(
            vmimage__arena_printf(&arena, "%s<generated>", meta_of(vmimage__json_root(made), "generateName")));
        vmimage__arena_release(&arena);
        if (status == VMIMAGE_OK && name == NULL)
            status = vmimage__fail_no_memory(error);
        if (status == VMIMAGE_OK)
            status = with_meta(vmimage__json_root(made), "name", name, &world->children[world->child_count], error);
        if (status == VMIMAGE_OK)
            world->child_count++;
    }
    return status;
}

static vmimage_status apply(struct world *world, const vmimage_publish_result *result, vmimage_error **error)
{
    const char *json = vmimage_publish_result_request(result);
    const struct vm_json *meta;
    vmimage_status status;

    for (size_t i = 0; i < vmimage_publish_result_call_count(result); i++)
        add_call(&world->calls, result, i);
    for (size_t i = 0; i < vmimage_publish_result_event_count(result); i++)
        add_text(&world->events, vmimage_publish_result_event(result, i));
    vmimage__json_free(world->request);
    world->request = NULL;
    status = parse(json, strlen(json), &world->request, error);
    if (status != VMIMAGE_OK)
        return status;
    add_step(&world->steps, vmimage_publish_result_error(result), vmimage_publish_result_requeue_after(result),
             is_complete(vmimage__json_root(world->request)));
    add_submission(world, result);
    meta = vmimage__json_get(vmimage__json_root(world->request), "metadata");
    if (vmimage_publish_result_remove(result) != 0 || vmimage__json_get(meta, "deletionTimestamp") != NULL)
        status = delete_object(&world->request, error);
    return status == VMIMAGE_OK ? change_children(world, result, error) : status;
}

static vmimage_status pass(struct world *world, vmimage_error **error)
{
    vmimage_publish_step *step;
    vmimage_publish_result *result = NULL;
    vmimage_status status;

    if (world->request == NULL) {
        add_step(&world->steps, NULL, 0, false);
        return VMIMAGE_OK;
    }
    step = vmimage_publish_step_new();
    status = step != NULL ? fill(world, step, error) : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_step_run(step, NOW, &result, error);
    if (status == VMIMAGE_OK)
        status = apply(world, result, error);
    (void)vmimage_publish_result_unref(result);
    (void)vmimage_publish_step_unref(step);
    return status;
}

/* ---- the answer ---- */

static void raw(struct vm_json_writer *writer, const char *key, const struct vm_buf *list)
{
    vmimage__jw_key(writer, key);
    vmimage__jw_begin_array(writer);
    if (list->length != 0)
        vmimage__jw_raw(writer, list->data, list->length);
    vmimage__jw_end_array(writer);
}

static const char *source_of(const struct vm_json_doc *child)
{
    const struct vm_json *spec = vmimage__json_get(vmimage__json_root(child), "spec");
    const char *name = vmimage__json_get_string(vmimage__json_get(spec, "source"), "name");

    return name != NULL ? name : "";
}

static bool comes_before(const struct vm_json_doc *a, const struct vm_json_doc *b)
{
    int order = strcmp(source_of(a), source_of(b));

    if (order == 0)
        order = strcmp(meta_of(vmimage__json_root(a), "name"), meta_of(vmimage__json_root(b), "name"));
    return order < 0;
}

static void print_child(struct vm_json_writer *writer, const struct vm_json *child)
{
    static const char *const parts[] = {"metadata", "spec", "status"};

    vmimage__jw_begin_object(writer);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);

        vector_print_timeless(vmimage__json_get(child, parts[i]), &json);
        vmimage__jw_key(writer, parts[i]);
        vmimage__jw_raw(writer, vmimage__buf_str(&json), json.length);
    }
    vmimage__jw_end_object(writer);
}

static void print_children(struct world *world, struct vm_json_writer *writer)
{
    for (size_t i = 1; i < world->child_count; i++) {
        struct vm_json_doc *moving = world->children[i];
        size_t j = i;

        for (; j > 0 && comes_before(moving, world->children[j - 1]); j--)
            world->children[j] = world->children[j - 1];
        world->children[j] = moving;
    }
    vmimage__jw_key(writer, "publishRequests");
    vmimage__jw_begin_array(writer);
    for (size_t i = 0; i < world->child_count; i++)
        print_child(writer, vmimage__json_root(world->children[i]));
    vmimage__jw_end_array(writer);
}

static void answer(struct world *world, struct vm_buf *out)
{
    vm_auto_buf struct vm_buf request = VM_BUF_INIT(TEXT_MAX);
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, out, false);
    vmimage__jw_begin_object(&writer);
    raw(&writer, "calls", &world->calls);
    raw(&writer, "events", &world->events);
    if (is_group(world))
        print_children(world, &writer);
    vmimage__jw_key(&writer, "request");
    if (world->request != NULL) {
        vector_print_timeless(vmimage__json_root(world->request), &request);
        vmimage__jw_raw(&writer, vmimage__buf_str(&request), request.length);
    } else {
        vmimage__jw_null(&writer);
    }
    raw(&writer, "steps", &world->steps);
    vmimage__jw_end_object(&writer);
}

static vmimage_status run(struct world *world, struct vm_buf *out, vmimage_error **error)
{
    int64_t passes = 1;
    vmimage_status status = store(vmimage__json_get(world->root, "request"), &world->request, error);

    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(world->root, "objects"));
         node != NULL && status == VMIMAGE_OK; node = vmimage__json_next(node)) {
        if (!is_kind(node, PUBLISH_KIND))
            continue;
        if (world->child_count == OBJECTS_MAX)
            return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "more than %d publish requests", OBJECTS_MAX);
        status = store(node, &world->children[world->child_count], error);
        if (status == VMIMAGE_OK)
            world->child_count++;
    }
    if (vmimage__json_int(vmimage__json_get(world->root, "reconciles"), &passes) && (passes < 1 || passes > 100))
        passes = passes < 1 ? 1 : 100;
    for (int64_t i = 0; i < passes && status == VMIMAGE_OK; i++)
        status = pass(world, error);
    if (status == VMIMAGE_OK)
        answer(world, out);
    return status;
}

vmimage_status vector_publish(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct world world = {
        .calls = VM_BUF_INIT(TEXT_MAX), .events = VM_BUF_INIT(TEXT_MAX), .steps = VM_BUF_INIT(TEXT_MAX)};
    vmimage_status status = vector_read_json(args[0], &doc, error);

    world.root = vmimage__json_root(doc);
    if (status == VMIMAGE_OK)
        status = run(&world, out, error);
    vmimage__json_free(world.request);
    for (size_t i = 0; i < world.child_count; i++)
        vmimage__json_free(world.children[i]);
    vmimage__buf_release(&world.calls);
    vmimage__buf_release(&world.events);
    vmimage__buf_release(&world.steps);
    return status;
}
