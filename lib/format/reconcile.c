/*
 * SPDX-License-Identifier: Apache-2.0
 * The item reconcilers for programs: handles and JSON around the decision table, which is in model/reconcile.c.
 */
#include <vmimage/reconcile.h>

#include <string.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/ovf.h>

#include "base/error.h"
#include "config.h"
#include "format/k8s.h"
#include "format/ovf.h"
#include "model/reconcile.h"
#include "model/rfc3339.h"
#if VM_WITH_KUBERNETES
#include "format/envelope_yaml.h"
#endif

#define CACHE_MAX ((size_t)8388608)

struct vmimage_reconcile {
    vm_refs refs;
    struct vm_arena arena; /* of the cache, the ConfigMap's descriptor and texts */
    vmimage_item *item;
    vmimage_image *image;
    vmimage_ovf *ovf;
    bool v1alpha2;
    uint32_t gates;
    const char *content_error;
    struct vm_image_cache *cache;
    bool config_map_set;
    const struct vm_ovf *config_map;
    const char *config_map_error;
};

struct vmimage_reconcile_result {
    vm_refs refs;
    struct vm_reconcile_result o;
    vmimage_item *item;
    const char *event, *cache;
};

/* ---- handles ---- */

vmimage_reconcile *vmimage_reconcile_new(vmimage_item *item)
{
    vmimage_reconcile *reconcile = item != NULL ? vmimage__calloc(1, sizeof(*reconcile)) : NULL;

    if (reconcile == NULL)
        return NULL;
    vmimage__refs_init(&reconcile->refs);
    reconcile->item = vmimage_item_ref(item);
    return reconcile;
}

vmimage_reconcile *vmimage_reconcile_ref(vmimage_reconcile *reconcile)
{
    if (reconcile != NULL)
        vmimage__refs_take(&reconcile->refs);
    return reconcile;
}

vmimage_reconcile *vmimage_reconcile_unref(vmimage_reconcile *reconcile)
{
    if (reconcile == NULL || !vmimage__refs_drop(&reconcile->refs))
        return NULL;
    (void)vmimage_item_unref(reconcile->item);
    (void)vmimage_image_unref(reconcile->image);
    (void)vmimage_ovf_unref(reconcile->ovf);
    vmimage__arena_release(&reconcile->arena);
    vmimage__free(reconcile);
    return NULL;
}

vmimage_reconcile_result *vmimage_reconcile_result_ref(vmimage_reconcile_result *result)
{
    if (result != NULL)
        vmimage__refs_take(&result->refs);
    return result;
}

vmimage_reconcile_result *vmimage_reconcile_result_unref(vmimage_reconcile_result *result)
{
    if (result == NULL || !vmimage__refs_drop(&result->refs))
        return NULL;
    (void)vmimage_item_unref(result->item);
    vmimage__reconcile_release(&result->o);
    vmimage__free(result);
    return NULL;
}

/* ---- setters ---- */

vmimage_status vmimage_reconcile_set_version(vmimage_reconcile *reconcile, int32_t version, vmimage_error **error)
{
    VM_REQUIRE(reconcile != NULL, error);
    if (version != 1 && version != 2)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "there is no item reconciler of v1alpha%d", (int)version);
    reconcile->v1alpha2 = version == 2;
    return VMIMAGE_OK;
}

vmimage_status vmimage_reconcile_set_gates(vmimage_reconcile *reconcile, uint32_t gates, vmimage_error **error)
{
    const uint32_t known = VMIMAGE_GATE_FAST_DEPLOY | VMIMAGE_GATE_INVENTORY_LIBRARY | VMIMAGE_GATE_MULTIPLE_LIBRARIES;

    VM_REQUIRE(reconcile != NULL, error);
    if ((gates & ~known) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the gates 0x%x are not known to this version",
                             (unsigned)gates);
    reconcile->gates = gates;
    reconcile->v1alpha2 = (gates & VMIMAGE_GATE_INVENTORY_LIBRARY) != 0;
    return VMIMAGE_OK;
}

vmimage_status vmimage_reconcile_set_image(vmimage_reconcile *reconcile, vmimage_image *image, vmimage_error **error)
{
    VM_REQUIRE(reconcile != NULL, error);
    (void)vmimage_image_ref(image);
    (void)vmimage_image_unref(reconcile->image);
    reconcile->image = image;
    return VMIMAGE_OK;
}

vmimage_status vmimage_reconcile_set_descriptor(vmimage_reconcile *reconcile, vmimage_ovf *ovf, vmimage_error **error)
{
    VM_REQUIRE(reconcile != NULL, error);
    (void)vmimage_ovf_ref(ovf);
    (void)vmimage_ovf_unref(reconcile->ovf);
    reconcile->ovf = ovf;
    reconcile->content_error = NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage_reconcile_set_content_error(vmimage_reconcile *reconcile, const char *text,
                                                   vmimage_error **error)
{
    const char *copy;

    VM_REQUIRE(reconcile != NULL, error);
    copy = vmimage__arena_strdup(&reconcile->arena, text);
    if (text != NULL && copy == NULL) {
        reconcile->arena.failed = false;
        return vmimage__fail_no_memory(error);
    }
    reconcile->content_error = copy;
    return VMIMAGE_OK;
}

vmimage_status vmimage_reconcile_set_cache(vmimage_reconcile *reconcile, const char *json, size_t length,
                                           vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct vm_image_cache *cache;
    vmimage_status status;

    VM_REQUIRE(reconcile != NULL, error);
    if (json == NULL) {
        reconcile->cache = NULL;
        return VMIMAGE_OK;
    }
    status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    cache = vmimage__arena_alloc(&reconcile->arena, sizeof(*cache));
    status = cache != NULL ? vmimage__image_cache_read(vmimage__json_root(doc), NULL, cache, &reconcile->arena, error)
                           : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        reconcile->cache = cache;
    reconcile->arena.failed = false;
    return status;
}

#if VM_WITH_KUBERNETES
static vmimage_status set_config_map(vmimage_reconcile *reconcile, const char *yaml, size_t length,
                                     vmimage_error **error)
{
    vm_auto_error vmimage_error *why = NULL;
    struct vm_ovf *ovf = vmimage__arena_alloc(&reconcile->arena, sizeof(*ovf));
    const char *text = NULL;
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    if (ovf != NULL)
        status = vmimage__envelope_from_yaml(yaml, length, NULL, "ConfigMap", ovf, &reconcile->arena, &why);
    if (status == VMIMAGE_E_PARSE || status == VMIMAGE_E_UNSUPPORTED) {
        const char *reason = vmimage_error_reason(why);

        text = vmimage__arena_strdup(&reconcile->arena, reason != NULL ? reason : vmimage_error_message(why));
        status = text != NULL ? VMIMAGE_OK : VMIMAGE_E_NO_MEMORY;
    }
    reconcile->arena.failed = false;
    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        return vmimage__fail(error, status, "ConfigMap", "%s", vmimage_error_message(why));
    reconcile->config_map_set = true;
    reconcile->config_map = text == NULL ? ovf : NULL;
    reconcile->config_map_error = text;
    return VMIMAGE_OK;
}
#endif

vmimage_status vmimage_reconcile_set_config_map(vmimage_reconcile *reconcile, const char *yaml, size_t length,
                                                vmimage_error **error)
{
    VM_REQUIRE(reconcile != NULL, error);
    if (yaml == NULL) {
        reconcile->config_map_set = false;
        reconcile->config_map = NULL;
        reconcile->config_map_error = NULL;
        return VMIMAGE_OK;
    }
#if VM_WITH_KUBERNETES
    return set_config_map(reconcile, yaml, length, error);
#else
    (void)length;
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, NULL, "this library was built without Kubernetes' YAML");
#endif
}

/* ---- a pass ---- */

static void fill(const vmimage_reconcile *reconcile, const char *now, struct vm_reconcile_input *input)
{
    bool fast = (reconcile->gates & VMIMAGE_GATE_FAST_DEPLOY) != 0;

    *input = (struct vm_reconcile_input){
        .item = &reconcile->item->o,
        .image = reconcile->image != NULL ? &reconcile->image->o : NULL,
        .v1alpha2 = reconcile->v1alpha2,
        .fast_deploy = fast,
        .inventory_content_library = (reconcile->gates & VMIMAGE_GATE_INVENTORY_LIBRARY) != 0,
        .tkg_multiple_cl = (reconcile->gates & VMIMAGE_GATE_MULTIPLE_LIBRARIES) != 0,
        .now = now,
        .ovf = reconcile->ovf != NULL ? &reconcile->ovf->o : NULL,
        .content_error = reconcile->content_error,
        .cache = reconcile->cache,
        .config_map_set = reconcile->config_map_set,
        .log = reconcile->ovf != NULL ? reconcile->ovf->context : NULL,
    };
    if (fast && reconcile->config_map_set) {
        input->ovf = reconcile->config_map;
        input->content_error = reconcile->config_map_error;
    } else if (fast) {
        input->config_map_set = reconcile->ovf != NULL || reconcile->content_error != NULL;
    }
}

static vmimage_status set_item(const vmimage_reconcile *reconcile, vmimage_reconcile_result *result,
                               vmimage_error **error)
{
    struct vm_meta *meta;

    if (!result->o.item_changed) {
        result->item = vmimage_item_ref(reconcile->item);
        return VMIMAGE_OK;
    }
    result->item = vmimage__item_clone(&reconcile->item->o);
    if (result->item == NULL)
        return vmimage__fail_no_memory(error);
    meta = &result->item->o.meta;
    meta->finalizers.count = 0;
    for (size_t i = 0; i < result->o.finalizers.count; i++)
        vmimage__strings_add(&meta->finalizers, &result->item->arena, result->o.finalizers.items[i]);
    meta->labels.count = 0;
    for (size_t i = 0; i < result->o.labels.count; i++)
        vmimage__map_set(&meta->labels, &result->item->arena, result->o.labels.pairs[i].key,
                         result->o.labels.pairs[i].value);
    return result->item->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status set_cache(const vmimage_reconcile *reconcile, vmimage_reconcile_result *result,
                                vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(CACHE_MAX);
    struct vm_image_cache cache = {0};
    struct vm_json_writer writer;
    vmimage_status status;

    if (result->o.cache_name == NULL)
        return VMIMAGE_OK;
    if (reconcile->cache != NULL)
        cache = *reconcile->cache;
    cache.kind = "VirtualMachineImageCache";
    cache.meta.name = result->o.cache_name;
    if (cache.meta.name_space == NULL)
        cache.meta.name_space = VM_CACHE_NAMESPACE;
    cache.provider_id = result->o.cache_provider_id;
    cache.provider_version = result->o.cache_provider_version;
    vmimage__jw_init(&writer, &json, false);
    status = vmimage__image_cache_write(&cache, "vmoperator.vmware.com/v1alpha6", &writer, error);
    if (status != VMIMAGE_OK)
        return status;
    result->cache = vmimage__arena_strndup(&result->o.arena, vmimage__buf_str(&json), json.length);
    return result->cache != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status set_event(vmimage_reconcile_result *result, vmimage_error **error)
{
    if (result->o.event_type == NULL)
        return VMIMAGE_OK;
    result->event = vmimage__arena_printf(&result->o.arena, "%s %s %s", result->o.event_type, result->o.event_reason,
                                          result->o.event_message);
    return result->event != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage_reconcile_run(vmimage_reconcile *reconcile, const char *now, vmimage_reconcile_result **result,
                                     vmimage_error **error)
{
    char time[VM_RFC3339_SIZE];
    struct vm_reconcile_input input;
    vmimage_reconcile_result *made;
    vmimage_status status;

    VM_REQUIRE(result != NULL, error);
    *result = NULL;
    VM_REQUIRE(reconcile != NULL && now != NULL, error);
    if (!vmimage__rfc3339_canonical(now, time))
        return vmimage__fail(error, VMIMAGE_E_INVALID, now, "\"%.64s\" is no time of RFC 3339", now);
    fill(reconcile, time, &input);
    if (reconcile->image != NULL) {
        input.copy = vmimage__image_clone(&reconcile->image->o);
        if (input.copy == NULL)
            return vmimage__fail_no_memory(error);
    }
    made = vmimage__calloc(1, sizeof(*made));
    if (made == NULL) {
        (void)vmimage_image_unref(input.copy);
        return vmimage__fail_no_memory(error);
    }
    vmimage__refs_init(&made->refs);
    status = vmimage__reconcile(&input, &made->o, error);
    if (status == VMIMAGE_OK)
        status = set_item(reconcile, made, error);
    if (status == VMIMAGE_OK)
        status = set_cache(reconcile, made, error);
    if (status == VMIMAGE_OK)
        status = set_event(made, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "reconcile item");
        made = vmimage_reconcile_result_unref(made);
    }
    *result = made;
    return status;
}

/* ---- getters ---- */

int32_t vmimage_reconcile_result_action(const vmimage_reconcile_result *result)
{
    if (result == NULL)
        return VMIMAGE_ACTION_SKIP;
    switch (result->o.action) {
    case VM_RECONCILE_ADD_FINALIZER:
        return VMIMAGE_ACTION_ADD_FINALIZER;
    case VM_RECONCILE_REMOVE_FINALIZERS:
        return VMIMAGE_ACTION_REMOVE_FINALIZERS;
    case VM_RECONCILE_REFUSE:
        return VMIMAGE_ACTION_REFUSE;
    case VM_RECONCILE_IMAGE:
        return result->o.change == VM_IMAGE_NEW    ? VMIMAGE_ACTION_CREATE
               : result->o.change == VM_IMAGE_SAME ? VMIMAGE_ACTION_KEEP
                                                   : VMIMAGE_ACTION_UPDATE;
    default:
        return VMIMAGE_ACTION_SKIP;
    }
}

const char *vmimage_reconcile_result_skip_reason(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->o.skip_reason : NULL;
}

vmimage_image *vmimage_reconcile_result_image(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->o.image : NULL;
}

vmimage_item *vmimage_reconcile_result_item(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->item : NULL;
}

size_t vmimage_reconcile_result_finalizer_count(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->o.finalizers.count : 0;
}

const char *vmimage_reconcile_result_finalizer(const vmimage_reconcile_result *result, size_t index)
{
    return result != NULL && index < result->o.finalizers.count ? result->o.finalizers.items[index] : NULL;
}

const char *vmimage_reconcile_result_error(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->o.error : NULL;
}

size_t vmimage_reconcile_result_event_count(const vmimage_reconcile_result *result)
{
    return result != NULL && result->event != NULL;
}

const char *vmimage_reconcile_result_event(const vmimage_reconcile_result *result, size_t index)
{
    return result != NULL && index == 0 ? result->event : NULL;
}

const char *vmimage_reconcile_result_cache(const vmimage_reconcile_result *result)
{
    return result != NULL ? result->cache : NULL;
}
