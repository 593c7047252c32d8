/*
 * SPDX-License-Identifier: Apache-2.0
 * VirtualMachineImage and ClusterVirtualMachineImage between versions. v1alpha1 has three conditions where later versions have
 * Ready, properties in spec, and system properties among the annotations. Nothing is kept aside: what is lost is lost.
 */
#include "format/convert.h"

#include <string.h>

#include "base/error.h"

#define LIBRARY_REF_ANNOTATION "vmoperator.vmware.com/conversion-content-lib-ref"
#define SYSTEM_PREFIX "vmware-system"
#define REF_MAX_BYTES ((size_t)1048576)

static const char *const old_types[] = {"VirtualMachineImageProviderSecurityCompliance",
                                        "VirtualMachineImageProviderReady", "VirtualMachineImageSynced"};
static const char *const failure_reasons[] = {"VirtualMachineImageProviderSecurityNotCompliant",
                                              "VirtualMachineImageProviderNotReady", "VirtualMachineImageNotSynced"};

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static bool is_old_type(const char *type)
{
    for (size_t i = 0; i < sizeof(old_types) / sizeof(old_types[0]); i++) {
        if (same(type, old_types[i]))
            return true;
    }
    return false;
}

/* Three conditions become Ready: False as the first of them that is, else True at the latest time of all. */
static void conditions_up(struct vm_conditions *conditions)
{
    struct vmimage_condition ready = {.type = "Ready", .status = "True"};

    if (conditions->count == 0)
        return;
    for (size_t i = 0; i < conditions->count; i++) {
        const struct vmimage_condition *condition = &conditions->items[i];
        const char *time = condition->last_transition_time;

        if (is_old_type(condition->type) && same(condition->status, "False")) {
            ready.status = "False";
            ready.last_transition_time = time;
            ready.reason = condition->reason;
            ready.message = condition->message;
            break;
        }
        if (time != NULL && (ready.last_transition_time == NULL || strcmp(ready.last_transition_time, time) < 0))
            ready.last_transition_time = time;
    }
    if (ready.reason == NULL || *ready.reason == '\0')
        ready.reason = ready.status;
    conditions->items[0] = ready;
    conditions->count = 1;
}

/* How far an image came is told by the reason of Ready: the steps before are True, the one that failed False. */
static void conditions_down(struct vm_conditions *conditions, struct vm_arena *arena)
{
    const struct vmimage_condition *found = vmimage__condition_find(conditions, "Ready");
    struct vmimage_condition ready = {0}, *made;

    if (conditions->count == 0)
        return;
    if (found != NULL)
        ready = *found;
    made = vmimage__arena_alloc(arena, 3 * sizeof(*made));
    if (made == NULL)
        return;
    conditions->items = made;
    conditions->count = conditions->capacity = 0;
    for (size_t i = 0; i < 3; i++, conditions->capacity++) {
        bool failed = same(ready.reason, failure_reasons[i]);
        struct vmimage_condition *condition = &made[conditions->count++];

        condition->type = old_types[i];
        condition->status = failed ? "False" : "True";
        condition->last_transition_time = ready.last_transition_time;
        if (!failed)
            continue;
        condition->severity = "Error";
        condition->reason = ready.reason;
        condition->message = ready.message;
        break;
    }
}

static void system_properties_up(struct vm_image *image, struct vm_arena *arena)
{
    struct vm_map *annotations = &image->meta.annotations;
    size_t kept = 0;

    for (size_t i = 0; i < annotations->count; i++) {
        struct vm_pair pair = annotations->pairs[i];

        if (strncmp(pair.key, SYSTEM_PREFIX, strlen(SYSTEM_PREFIX)) != 0) {
            annotations->pairs[kept++] = pair;
            continue;
        }
        if (!vmimage__arena_grow(arena, &image->system_properties, image->system_property_count,
                                 &image->system_property_capacity, sizeof(pair)))
            return;
        image->system_properties[image->system_property_count++] = pair;
    }
    annotations->count = kept;
}

vmimage_status vmimage__image_up(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                 vmimage_error **error)
{
    struct vm_image *image = object;
    struct vm_ref *provider = &image->provider;

    (void)kind;
    (void)error;
    if (version == 3 || version == 4) {
        /* The fields of a disk have no match in the later type: only that there is a disk comes through. */
        for (size_t i = 0; i < image->disk_count; i++)
            memset(&image->disks[i], 0, sizeof(image->disks[i]));
    }
    if (version != 1)
        return VMIMAGE_OK;
    provider->set = !same(provider->api_version, "") || !same(provider->kind, "") || !same(provider->name, "");
    image->hardware_version.set = image->hardware_version.set && image->hardware_version.value != 0;
    conditions_up(&image->conditions);
    system_properties_up(image, arena);
    return VMIMAGE_OK;
}

/* The members that a corev1.TypedLocalObjectReference has; a text that is none gives an empty one, as VM Operator's does. */
static vmimage_status add_library_ref(struct vm_image *image, const char *text, struct vm_arena *arena,
                                      vmimage_error **error)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(REF_MAX_BYTES);
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root;
    struct vm_json_writer writer;
    const char *kind, *name;

    if (vmimage__json_parse(text, strlen(text), &limits, NULL, &doc, NULL) == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    root = vmimage__json_root(doc);
    kind = vmimage__json_get_string(root, "kind");
    name = vmimage__json_get_string(root, "name");
    vmimage__jw_init(&writer, &buf, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_key(&writer, "apiGroup");
    vmimage__jw_string(&writer, vmimage__json_get_string(root, "apiGroup"));
    vmimage__jw_key(&writer, "kind");
    vmimage__jw_string(&writer, kind != NULL ? kind : "");
    vmimage__jw_key(&writer, "name");
    vmimage__jw_string(&writer, name != NULL ? name : "");
    vmimage__jw_end_object(&writer);
    if (buf.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, LIBRARY_REF_ANNOTATION, "%s: too large", LIBRARY_REF_ANNOTATION);
    if (buf.status == VMIMAGE_OK)
        vmimage__extra_set(&image->extra_status, arena, "contentLibraryRef", vmimage__buf_str(&buf));
    return buf.status != VMIMAGE_OK || arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__image_down(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                   vmimage_error **error)
{
    struct vm_image *image = object;
    const char *library_ref;

    if (version != 1)
        return VMIMAGE_OK;
    for (size_t i = 0; i < image->system_property_count; i++) {
        const struct vm_pair *pair = &image->system_properties[i];

        vmimage__map_set(&image->meta.annotations, arena, pair->key != NULL ? pair->key : "",
                         pair->value != NULL ? pair->value : "");
    }
    /* The provider is always in the same namespace. */
    if (kind == &vmimage__kind_image && !same(image->provider.name, ""))
        image->provider.name_space = image->meta.name_space;
    conditions_down(&image->conditions, arena);
    library_ref = vmimage__map_get(&image->meta.annotations, LIBRARY_REF_ANNOTATION);
    return library_ref != NULL ? add_library_ref(image, library_ref, arena, error) : VMIMAGE_OK;
}
