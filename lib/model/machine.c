/*
 * SPDX-License-Identifier: Apache-2.0
 * The status of an image that is a VM.
 */
#include "model/machine.h"

#include <string.h>
#include <vmimage/value.h>

#include "model/copy.h"
#include "model/labels.h"
#include "model/quantity.h"

#define CLOUD_INIT_KEY "guestinfo.vmservice.defer-cloud-init"
#define COMPATIBLE "VirtualMachineImageV1Alpha1Compatible"

static void set_system(const struct vm_machine *machine, struct vm_image *image, struct vm_arena *arena)
{
    int32_t hardware = vmimage_hardware_version_parse(machine->version);

    image->firmware = vmimage__copy_text(arena, machine->firmware);
    image->os_type = vmimage__copy_text(arena, machine->guest_id);
    image->os_id = vmimage__arena_printf(arena, "%d", (int)vmimage_guest_id_to_cim(machine->guest_id));
    /* A version that is none leaves the old one. */
    if (hardware > 0)
        image->hardware_version = (struct vm_int){hardware, true};
}

static void add_property(const struct vm_machine_property *from, struct vm_image *image, struct vm_arena *arena)
{
    const char *id = vmimage__arena_strdup(arena, from->id != NULL ? from->id : "");

    if (id == NULL)
        return;
    if (strncmp(id, "vmware-system", strlen("vmware-system")) == 0) {
        struct vm_pair pair = {.key = id, .value = vmimage__copy_text(arena, from->default_value)};

        if (vmimage__arena_grow(arena, &image->system_properties, image->system_property_count,
                                &image->system_property_capacity, sizeof(pair)))
            image->system_properties[image->system_property_count++] = pair;
    } else if (from->user_configurable) {
        struct vm_property property = {
            .key = id,
            .type = vmimage__arena_strdup(arena, from->type != NULL ? from->type : ""),
            /* Unlike a descriptor's, a VM's property always has a default, be it empty. */
            .value = vmimage__arena_strdup(arena, from->default_value != NULL ? from->default_value : ""),
        };

        if (vmimage__arena_grow(arena, &image->properties, image->property_count, &image->property_capacity,
                                sizeof(property)))
            image->properties[image->property_count++] = property;
    }
}

static void set_vapp(const struct vm_machine *machine, struct vm_image *image, struct vm_arena *arena)
{
    if (!machine->vapp_set)
        return;
    if (machine->product_set) {
        image->product = vmimage__copy_text(arena, machine->product);
        image->vendor = vmimage__copy_text(arena, machine->vendor);
        image->version = vmimage__copy_text(arena, machine->product_version);
        image->full_version = vmimage__copy_text(arena, machine->full_version);
        image->extra_product = NULL;
    }
    image->property_count = 0;
    image->system_property_count = 0;
    for (size_t i = 0; i < machine->property_count; i++)
        add_property(&machine->properties[i], image, arena);
}

static void add_disk(const struct vm_machine *machine, const struct vm_machine_disk *from, struct vm_image *image,
                     struct vm_arena *arena)
{
    char quantity[VM_QUANTITY_SIZE];
    struct vm_disk disk = {.name = vmimage__arena_strdup(arena, from->uuid), .unit = from->unit};

    vmimage__quantity_from_bytes(from->capacity, quantity);
    disk.limit = disk.requested = vmimage__arena_strdup(arena, quantity);
    for (size_t i = 0; i < machine->controller_count; i++) {
        const struct vm_machine_controller *controller = &machine->controllers[i];

        if (controller->key != from->controller_key)
            continue;
        disk.controller_type = vmimage__copy_text(arena, controller->type);
        disk.controller_bus = (struct vm_int){controller->bus, true};
    }
    if (vmimage__arena_grow(arena, &image->disks, image->disk_count, &image->disk_capacity, sizeof(disk)))
        image->disks[image->disk_count++] = disk;
}

/* The first entry with the key counts. */
static const char *extra_config(const struct vm_machine *machine, const char *key)
{
    for (size_t i = 0; i < machine->extra_config_count; i++) {
        const struct vm_pair *pair = &machine->extra_config[i];

        if (pair->key != NULL && strcmp(pair->key, key) == 0)
            return pair->value != NULL ? pair->value : "";
    }
    return "";
}

void vmimage__machine_apply(const struct vm_machine *machine, struct vm_image *image, struct vm_arena *arena,
                            const char *now, const vmimage_context *log)
{
    if (!machine->config_set)
        return;
    set_system(machine, image, arena);
    set_vapp(machine, image, arena);
    image->disk_count = 0;
    for (size_t i = 0; i < machine->disk_count; i++) {
        if (machine->disks[i].uuid != NULL && machine->disks[i].uuid[0] != '\0')
            add_disk(machine, &machine->disks[i], image, arena);
    }
    vmimage__labels_add(image, arena, extra_config(machine, VM_LABELS_SETTING), "reconcile", "VM", log);
    if (strcmp(extra_config(machine, CLOUD_INIT_KEY), "ready") == 0)
        vmimage__condition_set(&image->conditions, arena, COMPATIBLE, "True", NULL, NULL, now);
    else
        vmimage__condition_remove(&image->conditions, COMPATIBLE);
}
