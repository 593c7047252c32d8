/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "item": an item, alone or with what is around it, gives what is there after some passes of the reconciler.
 */
#include "vectors.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/convert.h>
#include <vmimage/id.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/ovf.h>
#include <vmimage/reconcile.h>

#include "base/error.h"
#include "base/memory.h"
#include "format/k8s.h"
#include "format/ovf.h"
#include "model/reconcile.h"

#define TEXT_MAX ((size_t)67108864)
#define CACHES_MAX 16

/* The cluster of the vector. */
struct world {
    const struct vm_json *root;
    vmimage_item *item; /* NULL once it is gone */
    vmimage_image *image;
    struct vm_json_doc *caches[CACHES_MAX];
    size_t cache_count;
    struct vm_buf errors, events;
    const char *name_error;
    size_t passes;
};

static const char *meta_of(const struct vm_json *object, const char *key)
{
    const char *text = vmimage__json_get_string(vmimage__json_get(object, "metadata"), key);

    return text != NULL ? text : "";
}

static bool same_place(const struct vm_json *a, const struct vm_json *b)
{
    return strcmp(meta_of(a, "name"), meta_of(b, "name")) == 0 &&
           strcmp(meta_of(a, "namespace"), meta_of(b, "namespace")) == 0;
}

static vmimage_status put_cache(struct world *world, const char *json, size_t length, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    for (size_t i = 0; i < world->cache_count; i++) {
        if (same_place(vmimage__json_root(world->caches[i]), vmimage__json_root(doc))) {
            vmimage__json_free(world->caches[i]);
            world->caches[i] = doc;
            return VMIMAGE_OK;
        }
    }
    if (world->cache_count == CACHES_MAX) {
        vmimage__json_free(doc);
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "more than %d image caches", CACHES_MAX);
    }
    world->caches[world->cache_count++] = doc;
    return VMIMAGE_OK;
}

static vmimage_status read_caches(struct world *world, vmimage_error **error)
{
    const struct vm_json *objects = vmimage__json_get(world->root, "objects");

    for (const struct vm_json *node = vmimage__json_first(objects); node != NULL; node = vmimage__json_next(node)) {
        const char *kind = vmimage__json_get_string(node, "kind");
        vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);
        vmimage_string *cache = NULL;
        vmimage_status status;

        if (kind == NULL || strcmp(kind, "VirtualMachineImageCache") != 0)
            continue;
        /* As the cluster keeps it: every field that Go writes, none that it does not know. */
        vmimage__json_print(node, &json, false);
        status = vmimage_object_convert(vmimage__buf_str(&json), json.length, "vmoperator.vmware.com/v1alpha6", &cache,
                                        error);
        if (status == VMIMAGE_OK)
            status = put_cache(world, vmimage_string_data(cache), vmimage_string_length(cache), error);
        vmimage_string_unref(cache);
        if (status != VMIMAGE_OK)
            return status;
    }
    return VMIMAGE_OK;
}

static const struct vm_json *find_cache(const struct world *world)
{
    char id[VMIMAGE_ID_SIZE];
    const char *item_id = vmimage_item_id(world->item);

    if (item_id == NULL || vmimage_id_from_provider_item(item_id, id, NULL) != VMIMAGE_OK)
        return NULL;
    for (size_t i = 0; i < world->cache_count; i++) {
        const struct vm_json *cache = vmimage__json_root(world->caches[i]);

        if (strcmp(meta_of(cache, "name"), id) == 0 && strcmp(meta_of(cache, "namespace"), VM_CACHE_NAMESPACE) == 0)
            return cache;
    }
    return NULL;
}

static vmimage_status set_cache(const struct world *world, vmimage_reconcile *reconcile, vmimage_error **error)
{
    const struct vm_json *cache = find_cache(world);
    const struct vm_json *objects = vmimage__json_get(world->root, "objects");
    const char *map =
        vmimage__json_get_string(vmimage__json_get(vmimage__json_get(cache, "status"), "ovf"), "configMapName");
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);
    vmimage_status status;

    if (cache == NULL)
        return VMIMAGE_OK;
    vmimage__json_print(cache, &json, false);
    status = vmimage_reconcile_set_cache(reconcile, vmimage__buf_str(&json), json.length, error);
    for (const struct vm_json *node = vmimage__json_first(objects); node != NULL && status == VMIMAGE_OK;
         node = vmimage__json_next(node)) {
        const char *kind = vmimage__json_get_string(node, "kind");
        const char *yaml = vmimage__json_get_string(vmimage__json_get(node, "data"), "value");

        if (kind == NULL || strcmp(kind, "ConfigMap") != 0 || map == NULL || strcmp(meta_of(node, "name"), map) != 0 ||
            strcmp(meta_of(node, "namespace"), VM_CACHE_NAMESPACE) != 0)
            continue;
        if (yaml == NULL)
            yaml = "";
        status = vmimage_reconcile_set_config_map(reconcile, yaml, strlen(yaml), error);
    }
    return status;
}

/* The descriptor, or why there is none. */
static vmimage_status set_content(const struct world *world, vmimage_reconcile *reconcile, vmimage_error **error)
{
    const char *xml = vmimage__json_get_string(world->root, "ovfXML");
    const char *fault = vmimage__json_get_string(world->root, "ovfError");
    vm_auto_error vmimage_error *why = NULL;
    vmimage_ovf *ovf = NULL;
    vmimage_status status = VMIMAGE_OK;

    if (fault != NULL)
        return vmimage_reconcile_set_content_error(reconcile, fault, error);
    if (xml == NULL)
        return VMIMAGE_OK;
    if (vmimage__ovf_parse(xml, strlen(xml), NULL, NULL, &ovf, &why) == VMIMAGE_OK)
        status = vmimage_reconcile_set_descriptor(reconcile, ovf, error);
    else
        status = vmimage_reconcile_set_content_error(
            reconcile, vmimage_error_reason(why) != NULL ? vmimage_error_reason(why) : vmimage_error_message(why),
            error);
    (void)vmimage_ovf_unref(ovf);
    return status;
}

static uint32_t gates_of(const struct vm_json *features)
{
    return (vmimage__json_bool(vmimage__json_get(features, "fastDeploy")) ? VMIMAGE_GATE_FAST_DEPLOY : 0U) |
           (vmimage__json_bool(vmimage__json_get(features, "inventoryContentLibrary")) ? VMIMAGE_GATE_INVENTORY_LIBRARY
                                                                                       : 0U) |
           (vmimage__json_bool(vmimage__json_get(features, "tkgMultipleCL")) ? VMIMAGE_GATE_MULTIPLE_LIBRARIES : 0U);
}

/* An object is there in one version: that of the reconciler which looks for it. */
static int32_t version_of(const struct world *world)
{
    const char *version = vmimage_item_api_version(world->item);

    return strcmp(version, "imageregistry.vmware.com/v1alpha1") == 0 ? 1 : 2;
}

static void add_text(struct vm_buf *list, const char *text)
{
    if (list->length != 0)
        vmimage__buf_add_char(list, ',');
    if (text == NULL)
        vmimage__buf_add_str(list, "null");
    else
        vmimage__buf_json_string(list, text, strlen(text), false);
}

/* What the pass did happens to the cluster. */
static vmimage_status apply(struct world *world, const vmimage_reconcile_result *result, vmimage_error **error)
{
    const char *cache = vmimage_reconcile_result_cache(result), *reason = vmimage_reconcile_result_skip_reason(result);
    vmimage_image *image = vmimage_reconcile_result_image(result);
    vmimage_item *item = vmimage_item_ref(vmimage_reconcile_result_item(result));

    add_text(&world->errors, vmimage_reconcile_result_error(result));
    for (size_t i = 0; i < vmimage_reconcile_result_event_count(result); i++)
        add_text(&world->events, vmimage_reconcile_result_event(result, i));
    if (reason != NULL)
        world->name_error = strcmp(reason, "item name does not start with \"clitem\"") == 0
                                ? "item name does not start with \"clitem\""
                                : "item name does not have an identifier after clitem-";
    if (image != NULL) {
        (void)vmimage_image_ref(image);
        (void)vmimage_image_unref(world->image);
        world->image = image;
    }
    (void)vmimage_item_unref(world->item);
    world->item = item;
    /* An object that is being deleted goes with its last finalizer. */
    if (item->o.meta.deletion_time != NULL && item->o.meta.finalizers.count == 0)
        world->item = vmimage_item_unref(item);
    return cache != NULL ? put_cache(world, cache, strlen(cache), error) : VMIMAGE_OK;
}

static vmimage_status pass(struct world *world, vmimage_error **error)
{
    vmimage_reconcile *reconcile;
    vmimage_reconcile_result *result = NULL;
    vmimage_status status;

    if (world->item == NULL) {
        add_text(&world->errors, NULL);
        return VMIMAGE_OK;
    }
    reconcile = vmimage_reconcile_new(world->item);
    if (reconcile == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage_reconcile_set_gates(reconcile, gates_of(vmimage__json_get(world->root, "features")), error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_version(reconcile, version_of(world), error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_set_image(reconcile, world->image, error);
    if (status == VMIMAGE_OK && (gates_of(vmimage__json_get(world->root, "features")) & VMIMAGE_GATE_FAST_DEPLOY) == 0)
        status = set_content(world, reconcile, error);
    if (status == VMIMAGE_OK)
        status = set_cache(world, reconcile, error);
    if (status == VMIMAGE_OK)
        status = vmimage_reconcile_run(reconcile, VECTOR_NOW, &result, error);
    if (status == VMIMAGE_OK)
        status = apply(world, result, error);
    (void)vmimage_reconcile_result_unref(result);
    (void)vmimage_reconcile_unref(reconcile);
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

static vmimage_status print_image(const struct world *world, struct vm_json_writer *writer, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_buf struct vm_buf timeless = VM_BUF_INIT(TEXT_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_string *json = NULL;
    vmimage_status status = VMIMAGE_OK;

    vmimage__jw_key(writer, "image");
    if (world->image == NULL) {
        vmimage__jw_null(writer);
        return VMIMAGE_OK;
    }
    status = vmimage_image_to_json(world->image, NULL, &json, error);
    if (status == VMIMAGE_OK)
        status =
            vmimage__json_parse(vmimage_string_data(json), vmimage_string_length(json), &limits, NULL, &doc, error);
    if (status == VMIMAGE_OK) {
        vector_print_timeless(vmimage__json_root(doc), &timeless);
        vmimage__jw_raw(writer, vmimage__buf_str(&timeless), timeless.length);
    }
    (void)vmimage_string_unref(json);
    return status;
}

static void print_map(struct vm_json_writer *writer, const char *key, const struct vm_map *map)
{
    vmimage__jw_key(writer, key);
    if (map->count == 0) {
        vmimage__jw_null(writer);
        return;
    }
    vmimage__jw_begin_object(writer);
    for (size_t i = 0; i < map->count; i++) {
        vmimage__jw_key(writer, map->pairs[i].key);
        vmimage__jw_string(writer, map->pairs[i].value);
    }
    vmimage__jw_end_object(writer);
}

static void print_item(const struct world *world, struct vm_json_writer *writer)
{
    const struct vm_meta *meta;

    vmimage__jw_key(writer, "item");
    if (world->item == NULL) {
        vmimage__jw_null(writer);
        return;
    }
    meta = &world->item->o.meta;
    vmimage__jw_begin_object(writer);
    print_map(writer, "annotations", &meta->annotations);
    print_map(writer, "labels", &meta->labels);
    vmimage__jw_key(writer, "finalizers");
    if (meta->finalizers.count == 0)
        vmimage__jw_null(writer);
    else
        vmimage__jw_begin_array(writer);
    for (size_t i = 0; i < meta->finalizers.count; i++)
        vmimage__jw_string(writer, meta->finalizers.items[i]);
    if (meta->finalizers.count != 0)
        vmimage__jw_end_array(writer);
    vmimage__jw_end_object(writer);
}

static void print_caches(const struct world *world, struct vm_json_writer *writer)
{
    static const char *const parts[] = {"metadata", "spec", "status"};

    if (world->cache_count == 0)
        return;
    vmimage__jw_key(writer, "imageCaches");
    vmimage__jw_begin_array(writer);
    for (size_t i = 0; i < world->cache_count; i++) {
        vmimage__jw_begin_object(writer);
        for (size_t j = 0; j < sizeof(parts) / sizeof(parts[0]); j++) {
            vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);
            const struct vm_json *part = vmimage__json_get(vmimage__json_root(world->caches[i]), parts[j]);

            if (part == NULL)
                continue;
            vector_print_timeless(part, &json);
            vmimage__jw_key(writer, parts[j]);
            vmimage__jw_raw(writer, vmimage__buf_str(&json), json.length);
        }
        vmimage__jw_end_object(writer);
    }
    vmimage__jw_end_array(writer);
}

static vmimage_status answer(const struct world *world, struct vm_buf *out, vmimage_error **error)
{
    struct vm_json_writer writer;
    vmimage_status status;

    vmimage__jw_init(&writer, out, false);
    vmimage__jw_begin_object(&writer);
    raw(&writer, "errors", &world->errors);
    raw(&writer, "events", &world->events);
    status = print_image(world, &writer, error);
    print_item(world, &writer);
    print_caches(world, &writer);
    vmimage__jw_member(&writer, "nameError", world->name_error);
    vmimage__jw_key(&writer, "results");
    vmimage__jw_begin_array(&writer);
    for (size_t i = 0; i < world->passes; i++)
        vmimage__jw_raw(&writer, "{\"requeueAfter\":0}", strlen("{\"requeueAfter\":0}"));
    vmimage__jw_end_array(&writer);
    vmimage__jw_end_object(&writer);
    return status;
}

static vmimage_status run(struct world *world, struct vm_buf *out, vmimage_error **error)
{
    const struct vm_json *item = vmimage__json_get(world->root, "item"),
                         *image = vmimage__json_get(world->root, "image");
    int64_t passes = 2;
    vmimage_status status = vmimage__item_from_node(item != NULL ? item : world->root, NULL, NULL, &world->item, error);

    if (status == VMIMAGE_OK && vmimage__json_type(image) == VM_JSON_OBJECT)
        status = vmimage__image_from_node(image, NULL, NULL, &world->image, error);
    if (status == VMIMAGE_OK)
        status = read_caches(world, error);
    if (vmimage__json_int(vmimage__json_get(world->root, "reconciles"), &passes) && (passes < 1 || passes > 100))
        passes = passes < 1 ? 2 : 100;
    for (int64_t i = 0; i < passes && status == VMIMAGE_OK; i++) {
        status = pass(world, error);
        world->passes++;
    }
    return status == VMIMAGE_OK ? answer(world, out, error) : status;
}

vmimage_status vector_item(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct world world = {.errors = VM_BUF_INIT(TEXT_MAX), .events = VM_BUF_INIT(TEXT_MAX)};
    vmimage_status status = vector_read_json(args[0], &doc, error);

    world.root = vmimage__json_root(doc);
    if (status == VMIMAGE_OK)
        status = run(&world, out, error);
    (void)vmimage_item_unref(world.item);
    (void)vmimage_image_unref(world.image);
    for (size_t i = 0; i < world.cache_count; i++)
        vmimage__json_free(world.caches[i]);
    vmimage__buf_release(&world.errors);
    vmimage__buf_release(&world.events);
    return status;
}
