/*
 * SPDX-License-Identifier: Apache-2.0
 * From a descriptor to the status of an image: which system and configuration count, the fields of the status, and the
 * order in which things are refused. Everything that can fail is worked out before the image is touched.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <vmimage/value.h>

#include "base/buf.h"
#include "base/context.h"
#include "base/error.h"
#include "model/gonumber.h"
#include "model/labels.h"
#include "model/names.h"
#include "model/ovf.h"
#include "model/quantity.h"

#define V1ALPHA1_KEY "guestinfo.vmservice.defer-cloud-init"
#define V1ALPHA1_CONDITION "VirtualMachineImageV1Alpha1Compatible"
#define SYSTEM_PREFIX "vmware-system"
/* As many entries of the list count; each becomes a label, and an object has room for few. */
#define CAPABILITIES_MAX 256
#define CAPABILITIES_KEY "capabilities.image.vmoperator.vmware.com"
#define TEXT_MAX ((size_t)67108864)
/* In the number of a disk name: a disk got a number because of it, so VM Operator would give that one again. */
#define RENAMED (SIZE_MAX / 2 + 1)

/* What the descriptor gives, before the image is touched. Lists are in the image's arena. */
struct result {
    const struct vm_ovf_system *system, *products;
    const char *configuration;
    const char *firmware, *guest;
    int32_t hardware_version;
    struct vm_property *properties;
    size_t property_count, property_capacity;
    struct vm_pair *system_properties;
    size_t system_property_count, system_property_capacity;
    struct vm_disk *disks;
    size_t disk_count, disk_capacity;
    bool with_capabilities;
    struct vm_strings capabilities;
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* An empty text is an absent one in a status. */
static const char *copy(struct vm_arena *arena, const char *text)
{
    return text != NULL && *text != '\0' ? vmimage__arena_strdup(arena, text) : NULL;
}

bool vmimage__ovf_fault(struct vm_ovf_fault *fault, const char *format, ...)
{
    va_list args, again;
    char *text = NULL;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length >= 0)
        text = vmimage__arena_alloc(fault->arena, (size_t)length + 1);
    if (text != NULL)
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    fault->reason = text;
    return false;
}

const char *vmimage__ovf_quote(struct vm_arena *arena, const char *text)
{
    vm_auto_buf struct vm_buf quoted = VM_BUF_INIT(TEXT_MAX);

    vmimage__buf_go_quote(&quoted, or_empty(text), strlen(or_empty(text)));
    arena->failed |= quoted.status != VMIMAGE_OK;
    return or_empty(vmimage__arena_strdup(arena, vmimage__buf_str(&quoted)));
}

const struct vm_ovf_system *vmimage__ovf_system(const struct vm_ovf *ovf, const struct vm_ovf_system **products)
{
    const struct vm_ovf_system *system = NULL;

    if (ovf->system_set)
        system = &ovf->system;
    else if (ovf->collection_set && ovf->system_count != 0)
        system = &ovf->systems[0];
    *products = system;
    if (system != NULL && !ovf->system_set && system->product_count == 0)
        *products = &ovf->collection;
    return system;
}

const char *vmimage__ovf_configuration(const struct vm_ovf *ovf)
{
    for (size_t i = 0; i < ovf->configuration_count; i++) {
        if (ovf->configurations[i].is_default)
            return or_empty(ovf->configurations[i].id);
    }
    return ovf->configuration_count != 0 ? or_empty(ovf->configurations[0].id) : "";
}

/* ---- properties ---- */

/* The default that the configuration gives, not trimmed. */
static const char *default_of(const struct vm_ovf_property *property, const char *configuration)
{
    for (size_t i = 0; i < property->value_count; i++) {
        const struct vm_ovf_value *value = &property->values[i];

        if (value->configuration == NULL || strcmp(value->configuration, configuration) == 0)
            return value->value;
    }
    return property->value;
}

static bool add_property(struct result *r, const struct vm_ovf_property *property, struct vm_arena *arena,
                         struct vm_ovf_fault *fault)
{
    const char *type = vmimage__ovf_property_type(property, fault->arena);
    struct vm_span trimmed = vmimage__go_trim(vmimage__span(default_of(property, r->configuration)));
    const char *value = vmimage__arena_strndup(fault->arena, trimmed.text, trimmed.length);
    const char *key = or_empty(property->key);

    if (type == NULL || value == NULL)
        return true; /* no memory: the arena says so */
    if (trimmed.length != 0)
        value = vmimage__ovf_property_value(key, type, value, fault);
    else if (strcmp(type, "expression") == 0)
        value = vmimage__ovf_expression(property->qualifiers, fault->arena);
    if (fault->reason != NULL) {
        fault->line = property->line;
        return false;
    }
    if (strncmp(key, SYSTEM_PREFIX, sizeof(SYSTEM_PREFIX) - 1) == 0) {
        if (vmimage__arena_grow(arena, &r->system_properties, r->system_property_count, &r->system_property_capacity,
                                sizeof(*r->system_properties)))
            r->system_properties[r->system_property_count++] =
                (struct vm_pair){.key = vmimage__arena_strdup(arena, key), .value = copy(arena, value)};
    } else if (property->user_configurable) {
        if (vmimage__arena_grow(arena, &r->properties, r->property_count, &r->property_capacity,
                                sizeof(*r->properties)))
            r->properties[r->property_count++] = (struct vm_property){.key = vmimage__arena_strdup(arena, key),
                                                                      .type = vmimage__arena_strdup(arena, type),
                                                                      .value = copy(arena, value)};
    }
    return true;
}

static bool add_properties(struct result *r, struct vm_arena *arena, struct vm_ovf_fault *fault)
{
    for (size_t i = 0; i < r->products->product_count; i++) {
        const struct vm_ovf_product *product = &r->products->products[i];

        for (size_t j = 0; j < product->property_count && !fault->arena->failed && !arena->failed; j++) {
            const struct vm_ovf_property *property = &product->properties[j];

            if (property->configuration != NULL && strcmp(property->configuration, r->configuration) != 0)
                continue;
            if (!add_property(r, property, arena, fault))
                return false;
        }
    }
    return true;
}

/* What the API's documentation says of status.capabilities, and VM Operator's code does not do: an option. */
static void add_capabilities(struct result *r, const char *text, size_t *left, struct vm_arena *arena)
{
    for (; *text != '\0' && *left != 0; (*left)--) {
        size_t length = strcspn(text, ",");
        struct vm_span one = vmimage__go_trim((struct vm_span){text, length});
        const char *name = one.length != 0 ? vmimage__arena_strndup(arena, one.text, one.length) : NULL;

        if (name != NULL && !vmimage__strings_have(&r->capabilities, name))
            vmimage__strings_add(&r->capabilities, arena, name);
        text += length + (text[length] == ',');
    }
}

static void find_capabilities(struct result *r, struct vm_arena *arena)
{
    size_t left = CAPABILITIES_MAX;

    for (size_t i = 0; i < r->products->product_count; i++) {
        const struct vm_ovf_product *product = &r->products->products[i];

        for (size_t j = 0; j < product->property_count && left != 0 && !arena->failed; j++) {
            const struct vm_ovf_property *property = &product->properties[j];

            if (strcmp(or_empty(property->key), CAPABILITIES_KEY) == 0 &&
                (property->configuration == NULL || strcmp(property->configuration, r->configuration) == 0))
                add_capabilities(r, or_empty(default_of(property, r->configuration)), &left, arena);
        }
    }
}

/* ---- disks ---- */

/*
 * A name that no disk before has. VM Operator appends "_1" to the second disk of a name and to every later one too, which
 * an API server refuses: where its name is taken, the number goes on.
 */
static const char *unique_name(struct vm_names *names, struct vm_arena *scratch, const char *name, bool *renamed)
{
    struct vm_name *entry = vmimage__names_find(names, name);
    const char *unique = name;
    size_t n;

    *renamed = false;
    if (entry == NULL) {
        (void)vmimage__names_add(names, scratch, name);
        return name;
    }
    *renamed = (entry->number & RENAMED) != 0;
    for (n = (entry->number & ~RENAMED) + 1; unique != NULL; n++) {
        unique = vmimage__arena_printf(scratch, "%s_%zu", name, n);
        if (unique != NULL && vmimage__names_find(names, unique) == NULL)
            break;
        *renamed = true;
    }
    /* the next disk of the name starts where this one ended: that changes no name and saves looking again */
    entry->number = n | RENAMED;
    entry = unique != NULL ? vmimage__names_add(names, scratch, unique) : NULL;
    if (entry != NULL)
        entry->number = n;
    return unique;
}

static void add_disks(struct result *r, const struct vm_ovf_drives *drives, const struct vm_ovf *ovf,
                      struct vm_arena *arena, struct vm_arena *scratch, const vmimage_context *context)
{
    struct vm_names names = {0};

    for (size_t i = 0; i < drives->count && !scratch->failed; i++) {
        const struct vm_ovf_drive *drive = &drives->items[i];
        char quantity[VM_QUANTITY_SIZE];
        struct vm_disk *disk;
        bool renamed;
        const char *name = unique_name(&names, scratch, drive->name, &renamed);

        if (name == NULL || !vmimage__arena_grow(arena, &r->disks, r->disk_count, &r->disk_capacity, sizeof(*disk)))
            return;
        if (renamed)
            vmimage__log(
                context, VMIMAGE_LOG_WARNING, "ovf",
                "%s: more than two disks are called \"%s\"; this one is \"%s\", where VM Operator gives a name "
                "that an API server refuses",
                ovf->subject != NULL ? ovf->subject : "OVF", drive->name, name);
        vmimage__quantity_from_bytes(drive->bytes, quantity);
        disk = &r->disks[r->disk_count++];
        disk->name = vmimage__arena_strdup(arena, name);
        disk->limit = disk->requested = vmimage__arena_strdup(arena, quantity);
        disk->unit = drive->unit;
        disk->controller_type = drive->controller_type;
        disk->controller_bus.value = drive->bus;
        disk->controller_bus.set = drive->controller_type != NULL;
    }
}

/* ---- hardware ---- */

static const char *guest_of(const struct vm_ovf_system *system)
{
    if (!system->os_set)
        return "";
    return system->os_type != NULL ? system->os_type
                                   : or_empty(vmimage_guest_id_from_cim(system->os_id, system->os_version));
}

static const char *extra_config(const struct vm_ovf_hardware *hardware, const char *key)
{
    for (size_t i = 0; hardware != NULL && i < hardware->extra_count; i++) {
        if (strcmp(or_empty(hardware->extra[i].key), key) == 0)
            return or_empty(hardware->extra[i].value);
    }
    return "";
}

static bool work_out(const struct vm_ovf *ovf, struct result *r, struct vm_arena *arena, struct vm_ovf_fault *fault,
                     const vmimage_context *context)
{
    const struct vm_ovf_hardware *hardware;
    struct vm_ovf_drives drives = {0};

    if (r->system == NULL)
        return true;
    hardware = r->system->hardware_count != 0 ? &r->system->hardware[0] : NULL;
    r->guest = guest_of(r->system);
    for (size_t i = 0; hardware != NULL && i < hardware->setting_count; i++) {
        if (strcmp(or_empty(hardware->settings[i].key), "firmware") == 0)
            r->firmware = hardware->settings[i].value;
    }
    if (hardware != NULL)
        r->hardware_version = vmimage_hardware_version_parse(hardware->system_type);
    if (!vmimage__ovf_devices(ovf, r->system, r->products, r->configuration, &drives, fault) ||
        !add_properties(r, arena, fault))
        return false;
    add_disks(r, &drives, ovf, arena, fault->arena, context);
    if (r->with_capabilities)
        find_capabilities(r, arena);
    return true;
}

/* ---- condition ---- */

static void set_condition(struct vm_image *image, struct vm_arena *arena, const struct vm_ovf_hardware *hardware,
                          const char *now)
{
    if (strcmp(extra_config(hardware, V1ALPHA1_KEY), "ready") == 0)
        vmimage__condition_set(&image->conditions, arena, V1ALPHA1_CONDITION, "True", NULL, NULL, now);
    else
        vmimage__condition_remove(&image->conditions, V1ALPHA1_CONDITION);
}

/* ---- all of it ---- */

static void store(struct vm_image *image, struct vm_arena *arena, const struct result *r)
{
    image->firmware = copy(arena, r->firmware);
    image->os_type = copy(arena, r->guest);
    image->os_id = vmimage__arena_printf(arena, "%d", (int)vmimage_guest_id_to_cim(r->guest));
    if (r->hardware_version > 0) {
        image->hardware_version.value = r->hardware_version;
        image->hardware_version.set = true;
    }
    if (r->system != NULL && r->products->product_count != 0) {
        const struct vm_ovf_product *product = &r->products->products[0];

        image->product = copy(arena, product->product);
        image->vendor = copy(arena, product->vendor);
        image->version = copy(arena, product->version);
        image->full_version = copy(arena, product->full_version);
        image->properties = r->properties;
        image->property_count = r->property_count;
        image->property_capacity = r->property_capacity;
        image->system_properties = r->system_properties;
        image->system_property_count = r->system_property_count;
        image->system_property_capacity = r->system_property_capacity;
    }
    image->disks = r->disks;
    image->disk_count = r->disk_count;
    image->disk_capacity = r->disk_capacity;
    if (r->with_capabilities)
        image->capabilities = r->capabilities;
}

static vmimage_status fail(const struct vm_ovf *ovf, const struct vm_ovf_fault *fault, vmimage_error **error)
{
    const char *subject = ovf->subject != NULL ? ovf->subject : "OVF";
    vm_auto_buf struct vm_buf reason = VM_BUF_INIT(TEXT_MAX);
    vmimage_status status;

    vmimage__buf_printf(&reason, "failed to transform ovf to configSpec: %s", fault->reason);
    if (reason.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    status = vmimage__fail(error, fault->limit ? VMIMAGE_E_LIMIT : VMIMAGE_E_INVALID, ovf->subject, "%s:%llu: %s%s%s",
                           subject, (unsigned long long)fault->line, fault->reason, fault->hint != NULL ? "; " : "",
                           or_empty(fault->hint));
    vmimage__error_set_reason(error, vmimage__buf_str(&reason));
    vmimage__error_set_line(error, fault->line);
    return status;
}

vmimage_status vmimage__ovf_apply(const struct vm_ovf *ovf, struct vm_image *image, struct vm_arena *arena,
                                  const char *now, const vmimage_context *context, vmimage_error **error)
{
    struct vm_arena scratch = {0};
    struct vm_ovf_fault fault = {.arena = &scratch};
    struct result r = {.configuration = vmimage__ovf_configuration(ovf)};
    const struct vm_ovf_hardware *hardware = NULL;
    vmimage_status status = VMIMAGE_OK;
    bool done;

    r.with_capabilities = vmimage_context_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES) == 1;
    r.system = vmimage__ovf_system(ovf, &r.products);
    if (r.system != NULL && r.system->hardware_count != 0)
        hardware = &r.system->hardware[0];
    done = work_out(ovf, &r, arena, &fault, context);
    if (scratch.failed || arena->failed) {
        status = vmimage__fail_no_memory(error);
    } else if (!done) {
        status = fail(ovf, &fault, error);
    } else {
        const char *labels = extra_config(hardware, VM_LABELS_SETTING);

        store(image, arena, &r);
        vmimage__labels_add(image, arena, labels, "ovf", ovf->subject != NULL ? ovf->subject : "OVF", context);
        set_condition(image, arena, hardware, now);
        if (arena->failed || scratch.failed)
            status = vmimage__fail_no_memory(error);
    }
    vmimage__arena_release(&scratch);
    return status;
}
