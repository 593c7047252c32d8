/*
 * SPDX-License-Identifier: Apache-2.0
 * The configuration of a VM: firmware, guest, vApp options, disks and their controllers. The rules that make an image of it are the
 * model's.
 */
#include "transport/vsphere/machine.h"

#include <string.h>

#include "base/error.h"

#define CONFIG                                                                                                         \
    "config.firmware config.guestId config.version config.vAppConfig config.hardware.device config.extraConfig "       \
    "layoutEx"

static const char *value_of(const struct vm_soap *soap, const char *name)
{
    return vmimage__xml_text(vmimage__vs_property(soap, name), NULL);
}

static size_t count_children(const struct vm_xml *node)
{
    size_t count = 0;

    for (const struct vm_xml *child = node != NULL ? node->first : NULL; child != NULL; child = child->next)
        count++;
    return count;
}

static void set_vapp(const struct vm_xml *vapp, struct vm_arena *arena, struct vm_machine *machine)
{
    const struct vm_xml *product = vmimage__xml_get(vapp, "product");
    struct vm_machine_property *list;

    if (vapp == NULL)
        return;
    machine->vapp_set = true;
    machine->product_set = product != NULL;
    machine->product = vmimage__xml_text(product, "name");
    machine->vendor = vmimage__xml_text(product, "vendor");
    machine->product_version = vmimage__xml_text(product, "version");
    machine->full_version = vmimage__xml_text(product, "fullVersion");
    list = vmimage__arena_alloc(arena, (count_children(vapp) + 1) * sizeof(*list));
    if (list == NULL)
        return;
    machine->properties = list;
    for (const struct vm_xml *p = vmimage__xml_get(vapp, "property"); p != NULL; p = vmimage__xml_next(p))
        list[machine->property_count++] =
            (struct vm_machine_property){.id = vmimage__xml_text(p, "id"),
                                         .type = vmimage__xml_text(p, "type"),
                                         .default_value = vmimage__xml_text(p, "defaultValue"),
                                         .user_configurable = vmimage__xml_bool(p, "userConfigurable")};
}

/* What disks hang on, or NULL for another device. */
static const char *controller_type(const struct vm_xml *device)
{
    static const struct {
        const char *end, *type;
    } kinds[] = {
        {"VirtualIDEController", "IDE"},
        {"VirtualNVMEController", "NVME"},
        {"VirtualAHCIController", "SATA"},
        {"VirtualSATAController", "SATA"},
        {"SCSIController", "SCSI"},
        {"VirtualLsiLogicController", "SCSI"},
        {"VirtualLsiLogicSASController", "SCSI"},
        {"VirtualBusLogicController", "SCSI"},
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (vmimage__xml_type_ends(device, kinds[i].end))
            return kinds[i].type;
    }
    return NULL;
}

/* VM Operator learns the size from the layout of files, which backings of these kinds have none in. */
static bool has_layout(const struct vm_xml *backing)
{
    return !vmimage__xml_type_ends(backing, "SparseVer1BackingInfo") &&
           !vmimage__xml_type_ends(backing, "SparseVer2BackingInfo") &&
           !vmimage__xml_type_ends(backing, "LocalPMemBackingInfo");
}

static void add_disk(const struct vm_xml *device, bool layout, struct vm_machine_disk *disk)
{
    const struct vm_xml *backing = vmimage__xml_get(device, "backing");
    int64_t capacity = 0;

    disk->uuid = vmimage__xml_text(backing, "uuid");
    disk->unit.set = vmimage__xml_int(device, "unitNumber", &disk->unit.value);
    (void)vmimage__xml_int(device, "controllerKey", &disk->controller_key);
    if (!vmimage__xml_int(device, "capacityInBytes", &capacity) && vmimage__xml_int(device, "capacityInKB", &capacity))
        capacity = capacity < INT64_MAX / 1024 ? capacity * 1024 : 0;
    if (layout && has_layout(backing) && capacity > 0)
        disk->capacity = capacity;
}

static void set_devices(const struct vm_soap *soap, struct vm_arena *arena, struct vm_machine *machine)
{
    const struct vm_xml *devices = vmimage__vs_property(soap, "config.hardware.device");
    bool layout = vmimage__vs_property(soap, "layoutEx") != NULL;
    size_t count = count_children(devices) + 1;
    struct vm_machine_controller *controllers = vmimage__arena_alloc(arena, count * sizeof(*controllers));
    struct vm_machine_disk *disks = vmimage__arena_alloc(arena, count * sizeof(*disks));

    if (controllers == NULL || disks == NULL)
        return;
    machine->controllers = controllers;
    machine->disks = disks;
    for (const struct vm_xml *device = devices != NULL ? devices->first : NULL; device != NULL; device = device->next) {
        const char *type = controller_type(device);

        if (vmimage__xml_type_ends(device, "VirtualDisk")) {
            add_disk(device, layout, &disks[machine->disk_count++]);
        } else if (type != NULL) {
            struct vm_machine_controller *controller = &controllers[machine->controller_count++];

            controller->type = type;
            (void)vmimage__xml_int(device, "key", &controller->key);
            (void)vmimage__xml_int(device, "busNumber", &controller->bus);
        }
    }
}

static void set_extra_config(const struct vm_soap *soap, struct vm_arena *arena, struct vm_machine *machine)
{
    const struct vm_xml *options = vmimage__vs_property(soap, "config.extraConfig");
    struct vm_pair *list = vmimage__arena_alloc(arena, (count_children(options) + 1) * sizeof(*list));

    if (list == NULL)
        return;
    machine->extra_config = list;
    for (const struct vm_xml *o = options != NULL ? options->first : NULL; o != NULL; o = o->next)
        list[machine->extra_config_count++] =
            (struct vm_pair){.key = vmimage__xml_text(o, "key"), .value = vmimage__xml_text(o, "value")};
}

vmimage_status vmimage__vs_machine(struct vm_vs *vs, const struct vm_call *call, const char *vm, struct vm_soap *soap,
                                   struct vm_arena *arena, struct vm_machine *machine, vmimage_error **error)
{
    vmimage_status status = vmimage__vs_properties(vs, call, "VirtualMachine", vm, CONFIG, soap, error);

    memset(machine, 0, sizeof(*machine));
    if (status != VMIMAGE_OK)
        return status;
    machine->firmware = value_of(soap, "config.firmware");
    machine->guest_id = value_of(soap, "config.guestId");
    machine->version = value_of(soap, "config.version");
    machine->config_set = machine->guest_id != NULL || machine->version != NULL;
    set_vapp(vmimage__vs_property(soap, "config.vAppConfig"), arena, machine);
    set_devices(soap, arena, machine);
    set_extra_config(soap, arena, machine);
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* The machine of a template, which newer servers tell. */
static vmimage_status find_machine(struct vm_vs *vs, const struct vm_call *call, const char *item, char **vm,
                                   vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    vmimage_status status = vmimage__vs_get(vs, call, VM_VS_TEMPLATE, item, NULL, VM_JSON_OBJECT, &doc, &value, error);
    const char *id = status == VMIMAGE_OK ? vmimage__json_get_string(value, "vm_template") : NULL;

    if (status != VMIMAGE_OK)
        return status;
    if (id == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, item,
                             "%s: the server doesn't tell which VM the template \"%s\" is", vs->base, item);
    *vm = vmimage__strdup(id);
    return *vm != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__vs_template(struct vm_vs *vs, const struct vm_call *call, const struct vm_sink *sink,
                                    vmimage_item **item, const char *vm, vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vm_auto_str char *found = NULL;
    struct vm_machine machine;
    vmimage_item *given = *item;
    vmimage_status status = VMIMAGE_OK;

    if (sink->add_machine == NULL)
        return VMIMAGE_OK;
    if (vm == NULL)
        status = find_machine(vs, call, given->o.id, &found, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_machine(vs, call, vm != NULL ? vm : found, &soap, &arena, &machine, error);
    if (status == VMIMAGE_OK) {
        *item = NULL;
        status = sink->add_machine(sink->data, given, &machine, error);
    }
    vmimage__arena_release(&arena);
    return status;
}
