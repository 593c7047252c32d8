/*
 * SPDX-License-Identifier: Apache-2.0
 * The decision table of the item reconcilers: finalizers, the condition Ready, the content sync and what each leaves behind.
 */
#include "model/reconcile.h"

#include <string.h>
#include <vmimage/id.h>
#include <vmimage/image.h>

#include "base/buf.h"
#include "base/context.h"
#include "base/error.h"
#include "model/copy.h"
#include "model/id.h"
#include "model/labels.h"
#include "model/machine.h"
#include "model/ovf.h"
#include "model/reconcile_setup.h"

#define TEXT_MAX ((size_t)1048576)
#define HARDWARE_READY "VirtualMachineImageCacheHardwareReady"

/* How the content sync ended. */
struct sync {
    const char *error; /* NULL: well */
    bool cache_not_ready;
    bool skipped; /* the content is of the right version already */
    bool no_memory;
};

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* The names of the two cluster finalizers are swapped, in VM Operator too. */
const char *vmimage__item_finalizer(const struct vm_item *item)
{
    return vmimage__item_is_cluster(item) ? "clustercontentlibraryitem.vmoperator.vmware.com"
                                          : "vmoperator.vmware.com/contentlibraryitem";
}

const char *vmimage__item_old_finalizer(const struct vm_item *item)
{
    return vmimage__item_is_cluster(item) ? "vmoperator.vmware.com/clustercontentlibraryitem"
                                          : "contentlibraryitem.vmoperator.vmware.com";
}

/* A text of three parts, the middle one quoted as Go does. */
static const char *quoted(struct vm_arena *arena, const char *before, const char *text, const char *after)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TEXT_MAX);

    vmimage__buf_add_str(&buf, before);
    vmimage__buf_go_quote(&buf, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
    vmimage__buf_add_str(&buf, after);
    if (buf.status != VMIMAGE_OK)
        arena->failed = true;
    return vmimage__arena_strdup(arena, vmimage__buf_str(&buf));
}

static struct sync failed(const char *text)
{
    return (struct sync){.error = text};
}

static struct sync not_ready(const char *text)
{
    return (struct sync){.error = text, .cache_not_ready = true};
}

/* The descriptor into the image. What it refuses leaves the image as it was. */
static struct sync apply_ovf(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena)
{
    vm_auto_error vmimage_error *error = NULL;
    vmimage_status status = vmimage__ovf_apply(input->ovf, image, arena, input->now, input->log, &error);
    const char *reason = vmimage_error_reason(error);

    if (status == VMIMAGE_OK)
        return (struct sync){0};
    if (status == VMIMAGE_E_NO_MEMORY)
        return (struct sync){.no_memory = true};
    if (input->refusal != NULL)
        *input->refusal = vmimage_error_ref(error);
    if (input->own_words)
        return failed(vmimage__arena_strdup(arena, vmimage_error_message(error)));
    return failed(vmimage__arena_printf(arena, "failed to update vmi from ovf: %s",
                                        reason != NULL ? reason : vmimage_error_message(error)));
}

static struct sync sync_direct(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena)
{
    const char *id = input->item->id;

    if (input->content_error != NULL && input->own_words)
        return failed(vmimage__arena_strdup(arena, input->content_error));
    if (input->content_error != NULL)
        return failed(vmimage__arena_printf(arena, "%s%s",
                                            quoted(arena, "failed to get OVF envelope for library item ", id, ": "),
                                            input->content_error));
    if (input->ovf == NULL)
        return failed(quoted(arena, "OVF envelope is nil for library item ", id, ""));
    return apply_ovf(input, image, arena);
}

static struct sync sync_config_map(const struct vm_reconcile_input *input, struct vm_image *image,
                                   struct vm_arena *arena)
{
    const struct vm_image_cache *cache = input->cache;

    if (cache == NULL || !cache->ovf_set || !same(cache->ovf_provider_version, input->item->content_version))
        return not_ready("cache not ready");
    if (!input->config_map_set)
        return not_ready(quoted(arena, "failed to get ovf configmap: configmaps ", cache->ovf_config_map_name,
                                " not found, cache not ready"));
    if (input->content_error != NULL)
        return failed(
            vmimage__arena_printf(arena, "failed to unmarshal ovf yaml into envelope: %s", input->content_error));
    if (input->ovf == NULL)
        return failed("failed to unmarshal ovf yaml into envelope: its text is not given");
    return apply_ovf(input, image, arena);
}

static struct sync sync_machine(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena)
{
    if (input->machine == NULL)
        return failed(vmimage__arena_printf(arena, "failed to get properties for image vm: %s",
                                            input->machine_error != NULL ? input->machine_error
                                                                         : "the configuration of the VM is not given"));
    vmimage__machine_apply(input->machine, image, arena, input->now, input->log);
    return (struct sync){0};
}

/* The image cache is written first, then its state decides. */
static struct sync sync_fast_deploy(const struct vm_reconcile_input *input, struct vm_image *image,
                                    struct vm_arena *arena, struct vm_reconcile_result *result)
{
    const struct vmimage_condition *hardware = NULL;
    const char *id = input->item->id != NULL ? input->item->id : "";
    char hash[VM_HASH17_SIZE];

    vmimage__hash17(id, hash);
    result->cache_name = vmimage__arena_printf(&result->arena, "vmi-%s", hash);
    result->cache_provider_id = vmimage__arena_strdup(&result->arena, id);
    result->cache_provider_version = vmimage__copy_text(&result->arena, input->item->content_version);
    if (input->cache != NULL)
        hardware = vmimage__condition_find(&input->cache->conditions, HARDWARE_READY);
    if (hardware != NULL && same(hardware->status, "False"))
        return not_ready(vmimage__arena_printf(arena, "failed to get hardware: %s: cache not ready",
                                               hardware->message != NULL ? hardware->message : ""));
    if (hardware == NULL || !same(hardware->status, "True"))
        return not_ready("cache not ready");
    return strncmp(id, "vm-", 3) == 0 ? sync_machine(input, image, arena) : sync_config_map(input, image, arena);
}

/* VM Operator's SyncVirtualMachineImage: other types than these have no content to sync, and so are ready. */
static struct sync sync_content(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena,
                                struct vm_reconcile_result *result)
{
    const char *type = input->item->type != NULL ? input->item->type : "";
    bool machine = strcmp(type, "VM") == 0 || strcmp(type, "vm") == 0;

    if (input->any_type && input->content_error != NULL)
        return sync_direct(input, image, arena);
    if (input->any_type && machine && input->machine != NULL)
        return sync_machine(input, image, arena);
    if (strcmp(type, "OVF") != 0 && !(machine && input->inventory_content_library))
        return (struct sync){0};
    if (input->fast_deploy)
        return sync_fast_deploy(input, image, arena, result);
    return sync_direct(input, image, arena);
}

static void set_ready(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena,
                      const char *reason, const char *message)
{
    vmimage__condition_set(&image->conditions, arena, "Ready", reason == NULL ? "True" : "False", reason, message,
                           input->now);
}

static void set_event(struct vm_reconcile_result *result, const char *error)
{
    result->event_type = error == NULL ? "Normal" : "Warning";
    result->event_reason = error == NULL ? "UpdateSuccess" : "UpdateFailure";
    result->event_message = error == NULL ? "Update success" : error;
}

static void finish_failed(const struct vm_reconcile_input *input, const struct sync *sync, struct vm_image *image,
                          struct vm_arena *arena, struct vm_reconcile_result *result)
{
    if (sync->cache_not_ready && result->cache_name != NULL) {
        vmimage__map_set(&result->labels, &result->arena, VM_CACHE_LABEL, result->cache_name);
        result->item_changed = true;
    }
    if (input->v1alpha2)
        set_ready(input, image, arena, "VirtualMachineImageNotSynced", sync->error);
    else if (!sync->cache_not_ready)
        set_ready(input, image, arena, "VirtualMachineImageNotSynced",
                  "Failed to sync to the latest content version from provider");
    result->error = vmimage__arena_strdup(&result->arena, sync->error);
}

static void finish_synced(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena,
                          struct vm_reconcile_result *result)
{
    image->provider_content_version = vmimage__copy_text(arena, input->item->content_version);
    if (vmimage__map_get(&result->labels, VM_CACHE_LABEL) != NULL) {
        vmimage__map_remove(&result->labels, VM_CACHE_LABEL);
        result->item_changed = true;
    }
    set_ready(input, image, arena, NULL, NULL);
}

/* The rows of the table, in order. False without memory. */
static bool decide(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena,
                   struct vm_reconcile_result *result)
{
    const struct vm_item *item = input->item;
    struct sync sync;

    if (item->security_compliance != VM_TRUE) {
        set_ready(input, image, arena, "VirtualMachineImageProviderSecurityNotCompliant",
                  "Provider item is not security compliant");
        return true;
    }
    if (!vmimage__condition_true(&item->conditions, "Ready")) {
        set_ready(input, image, arena, "VirtualMachineImageProviderNotReady",
                  "Provider item is not in ready condition");
        return true;
    }
    if (!input->fast_deploy && image->disk_count != 0 && same(image->provider_content_version, item->content_version)) {
        set_ready(input, image, arena, NULL, NULL);
        return true;
    }
    sync = sync_content(input, image, arena, result);
    if (sync.no_memory || arena->failed)
        return false;
    if (sync.error != NULL)
        finish_failed(input, &sync, image, arena, result);
    else
        finish_synced(input, image, arena, result);
    vmimage__labels_sync(image, arena);
    set_event(result, result->error);
    return true;
}

static vmimage_image *start_image(const struct vm_reconcile_input *input, const char *identifier)
{
    vmimage_image *image = input->copy != NULL ? vmimage_image_ref(input->copy) : vmimage__image_new();
    struct vm_arena *arena;

    if (image == NULL)
        return NULL;
    arena = &image->arena;
    image->o.api_version = "vmoperator.vmware.com/v1alpha6";
    image->o.kind = vmimage__item_is_cluster(input->item) ? "ClusterVirtualMachineImage" : "VirtualMachineImage";
    image->o.meta.name = vmimage__arena_printf(arena, "vmi-%s", identifier);
    image->o.meta.name_space = vmimage__copy_text(arena, input->item->meta.name_space);
    return image;
}

static vmimage_status reconcile_image(const struct vm_reconcile_input *input, const char *identifier,
                                      struct vm_reconcile_result *result, vmimage_error **error)
{
    vmimage_image *image = start_image(input, identifier);
    const char *refusal;
    bool ok = true;

    if (image == NULL)
        return vmimage__fail_no_memory(error);
    refusal = vmimage__image_set_up(input, &image->o, &image->arena);
    if (refusal != NULL) {
        result->action = VM_RECONCILE_REFUSE;
        result->error = vmimage__arena_strdup(&result->arena, refusal);
    } else {
        result->action = VM_RECONCILE_IMAGE;
        ok = decide(input, &image->o, &image->arena, result);
    }
    if (!ok || image->arena.failed || result->arena.failed) {
        (void)vmimage_image_unref(image);
        return vmimage__fail_no_memory(error);
    }
    if (refusal != NULL) {
        (void)vmimage_image_unref(image);
        return VMIMAGE_OK;
    }
    result->image = image;
    result->change = input->image == NULL                            ? VM_IMAGE_NEW
                     : vmimage__image_equal(input->image, &image->o) ? VM_IMAGE_SAME
                                                                     : VM_IMAGE_CHANGED;
    return VMIMAGE_OK;
}

/* True when the finalizers are all that this pass is about. */
static bool reconcile_finalizers(const struct vm_item *item, struct vm_reconcile_result *result)
{
    const char *current = vmimage__item_finalizer(item), *old = vmimage__item_old_finalizer(item);
    bool has = vmimage__strings_have(&result->finalizers, current);

    if (item->meta.deletion_time != NULL && item->meta.deletion_time[0] != '\0') {
        result->action = VM_RECONCILE_REMOVE_FINALIZERS;
        result->item_changed = has || vmimage__strings_have(&result->finalizers, old);
        vmimage__strings_remove(&result->finalizers, current);
        vmimage__strings_remove(&result->finalizers, old);
        return true;
    }
    if (has)
        return false;
    result->action = VM_RECONCILE_ADD_FINALIZER;
    result->item_changed = true;
    vmimage__strings_remove(&result->finalizers, old);
    vmimage__strings_add(&result->finalizers, &result->arena, current);
    return true;
}

vmimage_status vmimage__reconcile(const struct vm_reconcile_input *input, struct vm_reconcile_result *result,
                                  vmimage_error **error)
{
    const struct vm_item *item = input->item;
    const char *identifier;
    vmimage_status status = VMIMAGE_OK;

    *result = (struct vm_reconcile_result){0};
    vmimage__copy_strings(&result->arena, &result->finalizers, &item->meta.finalizers);
    vmimage__copy_map(&result->arena, &result->labels, &item->meta.labels);
    identifier = vmimage__item_name_identifier(item->meta.name != NULL ? item->meta.name : "", &result->skip_reason);
    if (identifier == NULL)
        vmimage__log(input->log, VMIMAGE_LOG_WARNING, "reconcile", "the item \"%s\" is passed over: %s",
                     item->meta.name != NULL ? item->meta.name : "", result->skip_reason);
    else if (!reconcile_finalizers(item, result))
        status = reconcile_image(input, identifier, result, error);
    if (status == VMIMAGE_OK && result->arena.failed)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        vmimage__reconcile_release(result);
    (void)vmimage_image_unref(input->copy);
    return status;
}

void vmimage__reconcile_release(struct vm_reconcile_result *result)
{
    result->image = vmimage_image_unref(result->image);
    vmimage__arena_release(&result->arena);
    *result = (struct vm_reconcile_result){0};
}

static vmimage_status derive(struct vm_reconcile_input *input, vmimage_image **image, vmimage_error **error)
{
    struct vm_reconcile_result result = {0};
    const char *name = input->item->meta.name != NULL ? input->item->meta.name : "", *reason;
    const char *identifier = vmimage__item_name_identifier(name, &reason);
    vmimage_status status;

    *image = NULL;
    if (identifier == NULL) {
        status = vmimage__fail(error, VMIMAGE_E_INVALID, name, "\"%.300s\": %s", name, reason);
        vmimage__error_set_reason(error, reason);
        return status;
    }
    status = reconcile_image(input, identifier, &result, error);
    if (status == VMIMAGE_OK) {
        *image = result.image;
        result.image = NULL;
    }
    vmimage__reconcile_release(&result);
    return status;
}

vmimage_status vmimage__derive_image(const struct vm_item *item, const struct vm_ovf *ovf, const char *sync_error,
                                     const char *now, const vmimage_context *log_context, vmimage_image **image,
                                     vmimage_error **refusal, vmimage_error **error)
{
    struct vm_reconcile_input input = {
        .item = item,
        .v1alpha2 = true,
        .any_type = true,
        .now = now,
        .ovf = ovf,
        .content_error = sync_error,
        .own_words = true,
        .refusal = refusal,
        .log = log_context,
    };

    return derive(&input, image, error);
}

vmimage_status vmimage__derive_machine(const struct vm_item *item, const struct vm_machine *machine, const char *now,
                                       const vmimage_context *log_context, vmimage_image **image, vmimage_error **error)
{
    struct vm_reconcile_input input = {
        .item = item,
        .v1alpha2 = true,
        .any_type = true,
        .now = now,
        .machine = machine,
        .own_words = true,
        .log = log_context,
    };

    return derive(&input, image, error);
}
