/*
 * SPDX-License-Identifier: Apache-2.0
 * The items of a hardware section in order: which are controllers and of what kind, which bus and unit each disk gets,
 * and which items VM Operator refuses. Sizes of disks are in ovf_capacity.c.
 */
#include <string.h>

#include "base/buf.h"
#include "model/gonumber.h"
#include "model/names.h"
#include "model/ovf.h"

#define UNITS 30
#define SCSI_OWN_UNIT 7
#define BUSES 4
/* Comparisons that finding the Disk, and the property of its capacity, of all items may take. */
#define WORK_MAX UINT64_C(100000000)

enum kind {
    IDE,
    SCSI,
    SATA,
    NVME,
    USB,
    FLOPPY, /* no controller, but can be named as a parent */
    KINDS
};

struct controller {
    enum kind kind;
    int32_t bus;
    bool used[UNITS];
    bool broken; /* something on it has a unit outside of the table */
};

/* The bus numbers in use by the controllers of a kind: the lowest ones, in order. */
struct buses {
    int32_t lowest[BUSES];
    size_t count;
};

struct walk {
    const struct vm_ovf *ovf;
    const struct vm_ovf_system *products;
    const char *configuration;
    struct vm_ovf_fault *fault;
    struct vm_arena *arena; /* of the fault: scratch */
    struct vm_ovf_drives *drives;
    struct controller **controllers;
    size_t controller_count, controller_capacity;
    struct vm_names instances; /* InstanceID to position in controllers + 1 */
    struct controller floppies;
    struct buses buses[KINDS];
    uint64_t work, properties;
    /* the item at hand */
    const struct vm_ovf_item *item;
    const char *subtype; /* lower case */
    bool ignored;        /* VM Operator knows no device of the subtype */
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* ---- controllers ---- */

static bool parse_int32(const char *text, int32_t *value)
{
    int64_t n = 0;

    if (vmimage__go_int(vmimage__span(text), 32, &n) != VM_GO_OK)
        return false;
    *value = (int32_t)n;
    return true;
}

/* The lowest free bus; -1 when there is none. As VM Operator looks for it, numbers taken twice confuse it. */
static int32_t free_bus(const struct buses *buses)
{
    for (size_t i = 0; i < BUSES; i++) {
        if (i == buses->count || buses->lowest[i] != (int32_t)i)
            return (int32_t)i;
    }
    return -1;
}

static void take_bus(struct buses *buses, int32_t bus)
{
    size_t at = buses->count;

    if (bus < 0)
        return;
    while (at > 0 && buses->lowest[at - 1] > bus)
        at--;
    if (at == BUSES)
        return;
    if (buses->count < BUSES)
        buses->count++;
    memmove(&buses->lowest[at + 1], &buses->lowest[at], (buses->count - at - 1) * sizeof(buses->lowest[0]));
    buses->lowest[at] = bus;
}

static struct controller *add_controller(struct walk *w, enum kind kind)
{
    struct controller *c = vmimage__arena_alloc(w->arena, sizeof(*c));
    struct vm_name *name;

    if (c == NULL || !vmimage__arena_grow(w->arena, &w->controllers, w->controller_count, &w->controller_capacity,
                                          sizeof(struct controller *)))
        return NULL;
    c->kind = kind;
    c->used[SCSI_OWN_UNIT] = kind == SCSI;
    name = vmimage__names_add(&w->instances, w->arena, or_empty(w->item->instance_id));
    if (name == NULL)
        return NULL;
    w->controllers[w->controller_count++] = c;
    name->number = w->controller_count;
    return c;
}

static bool controller(struct walk *w, enum kind kind)
{
    int32_t bus = kind == SCSI || kind == SATA || kind == NVME ? free_bus(&w->buses[kind]) : 0;
    const char *address = or_empty(w->item->address);
    struct controller *c;

    if (kind == SATA && bus < 0)
        return vmimage__ovf_fault(w->fault, "no bus numbers available");
    if (*address != '\0' && !parse_int32(address, &bus))
        return vmimage__ovf_fault(w->fault, "invalid Address=%s", vmimage__ovf_quote(w->arena, address));
    c = add_controller(w, kind);
    if (c != NULL)
        c->bus = bus;
    take_bus(&w->buses[kind], bus);
    return true;
}

static bool is_one_of(struct vm_span span, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (vmimage__span_is(span, *words))
            return true;
    }
    return false;
}

/* Whether a list such as "lsilogic, pvscsi" has a type that VM Operator knows. */
static bool is_scsi_type(const char *subtype)
{
    static const char *const types[] = {"buslogic", "lsilogic", "lsilogic-sas", "pvscsi", "scsi", "virtualscsi", NULL};
    struct vm_span rest = vmimage__span(subtype);

    if (*subtype == '\0' || strcmp(subtype, "lsilogicsas") == 0)
        return true;
    while (rest.length != 0) {
        struct vm_span word = {rest.text, 0};

        while (word.length < rest.length && rest.text[word.length] != ',' &&
               vmimage__go_space(rest.text + word.length, rest.length - word.length) == 0)
            word.length++;
        if (is_one_of(word, types))
            return true;
        rest.text += word.length + (word.length < rest.length);
        rest.length -= word.length + (word.length < rest.length);
    }
    return false;
}

static bool scsi(struct walk *w)
{
    if (!is_scsi_type(w->subtype))
        return vmimage__ovf_fault(w->fault, "unknown SCSI controller type '%s'", w->subtype);
    return controller(w, SCSI);
}

static bool storage(struct walk *w)
{
    if (strcmp(w->subtype, "vmware.sata.ahci") == 0 || strcmp(w->subtype, "ahci") == 0)
        return controller(w, SATA);
    if (strcmp(w->subtype, "vmware.nvme.controller") == 0)
        return controller(w, NVME);
    w->ignored = true;
    return true;
}

static bool usb(struct walk *w)
{
    w->ignored = strcmp(w->subtype, "vmware.usb.ehci") != 0 && strcmp(w->subtype, "vmware.usb.xhci") != 0;
    return w->ignored || controller(w, USB);
}

/* ---- what sits on a controller ---- */

static struct controller *parent_of(struct walk *w)
{
    struct vm_name *name = w->item->parent != NULL ? vmimage__names_find(&w->instances, w->item->parent) : NULL;

    return name != NULL && name->number != 0 ? w->controllers[name->number - 1] : NULL;
}

/* The lowest free unit, -1 when there is none. Explicit numbers outside of the table make VM Operator fail here. */
static bool free_unit(struct walk *w, const struct controller *c, int32_t *unit)
{
    if (c->broken) {
        w->fault->hint = "VM Operator fails on this without a message of its own";
        return vmimage__ovf_fault(
            w->fault, "another device on the same controller has a unit number outside of 0 to %d", UNITS - 1);
    }
    *unit = -1;
    for (int32_t i = 0; i < UNITS && *unit < 0; i++)
        *unit = c->used[i] ? -1 : i;
    return true;
}

/* The unit of the item at hand, once AddressOnParent has had its say, is taken. */
static bool settle_unit(struct walk *w, struct controller *c, struct vm_int *unit)
{
    const char *address = or_empty(w->item->address_on_parent);
    int32_t n = 0;

    if (*address != '\0') {
        if (!parse_int32(address, &n))
            return vmimage__ovf_fault(w->fault, "invalid AddressOnParent=%s", vmimage__ovf_quote(w->arena, address));
        unit->value = n;
        unit->set = true;
    }
    if (c == NULL)
        return true;
    if (unit->value < 0 || unit->value >= UNITS)
        c->broken = true;
    else
        c->used[unit->value] = true;
    return true;
}

static bool assign(struct walk *w, struct controller *c, struct vm_int *unit)
{
    int32_t n = 0;

    if (!free_unit(w, c, &n))
        return false;
    unit->value = n;
    unit->set = true;
    return true;
}

static bool disk(struct walk *w)
{
    static const char *const types[KINDS] = {[IDE] = "IDE", [SCSI] = "SCSI", [SATA] = "SATA", [NVME] = "NVME"};
    struct controller *c = parent_of(w);
    struct vm_ovf_drive drive = {.name = or_empty(w->item->name)};

    w->work += w->ovf->disk_count + w->properties + 1;
    if (w->work > WORK_MAX) {
        w->fault->limit = true;
        return vmimage__ovf_fault(w->fault, "too many disks for so many Disk and Property elements");
    }
    if (c != NULL && c->kind == FLOPPY)
        c = NULL;
    if (!vmimage__ovf_capacity(w->ovf, w->products, w->configuration, w->item, &drive.bytes, w->fault) ||
        (c != NULL && !assign(w, c, &drive.unit)) || !settle_unit(w, c, &drive.unit))
        return false;
    if (c != NULL) {
        drive.controller_type = types[c->kind];
        drive.bus = c->bus;
    }
    if (vmimage__arena_grow(w->arena, &w->drives->items, w->drives->count, &w->drives->capacity, sizeof(drive)))
        w->drives->items[w->drives->count++] = drive;
    return true;
}

static bool cdrom(struct walk *w)
{
    struct controller *c = parent_of(w);
    struct vm_int unit = {0, false};

    if (w->item->parent == NULL)
        return vmimage__ovf_fault(w->fault, "missing Parent");
    if (c == NULL) {
        w->ignored = true;
        return true;
    }
    if (c->kind == FLOPPY)
        return vmimage__ovf_fault(w->fault,
                                  "expectedType=*types.VirtualIDEController, actualType=*types.VirtualFloppy");
    return assign(w, c, &unit) && settle_unit(w, c, &unit);
}

static bool floppy(struct walk *w)
{
    struct vm_int unit = {0, false};

    if (!assign(w, &w->floppies, &unit))
        return false;
    (void)add_controller(w, FLOPPY);
    return settle_unit(w, &w->floppies, &unit);
}

/* ---- the rest ---- */

static bool ethernet(struct walk *w)
{
    static const char *const types[] = {"",        "e1000",        "e1000e",  "vmxnet", "vmxnet2",
                                        "vmxnet3", "vmxnet3vrdma", "pcnet32", "sriov",  NULL};
    const char *type = strcmp(w->subtype, "sriovethernetcard") == 0 ? "sriov" : w->subtype;

    if (is_one_of(vmimage__span(type), types))
        return true;
    return vmimage__ovf_fault(w->fault, "unknown ethernet card type '%s'", type);
}

static bool graphics(struct walk *w)
{
    for (size_t i = 0; i < w->item->setting_count; i++) {
        const char *key = or_empty(w->item->settings[i].key), *value = or_empty(w->item->settings[i].value);
        int bits = strcmp(key, "numDisplays") == 0 ? 32 : 64;
        int64_t number;

        if (bits == 64 && strcmp(key, "graphicsMemorySizeInKB") != 0 && strcmp(key, "videoRamSizeInKB") != 0)
            continue;
        if (vmimage__go_int(vmimage__span(value), bits, &number) != VM_GO_OK)
            return vmimage__ovf_fault(w->fault, "invalid %s=%s", vmimage__ovf_quote(w->arena, key), value);
    }
    return true;
}

static bool pci_slot(struct walk *w)
{
    for (size_t i = 0; i < w->item->setting_count; i++) {
        const char *value = or_empty(w->item->settings[i].value);
        int32_t slot;

        if (strcmp(or_empty(w->item->settings[i].key), "slotInfo.pciSlotNumber") != 0)
            continue;
        return *value == '\0' || parse_int32(value, &slot) ||
               vmimage__ovf_fault(w->fault, "invalid pci slot number %s", value);
    }
    return true;
}

/* Address and slot of a device that sits on no controller. */
static bool device(struct walk *w)
{
    struct vm_int unit = {0, false};

    return settle_unit(w, NULL, &unit);
}

static bool quantity(struct walk *w)
{
    w->ignored = true;
    return w->item->quantity_set || w->item->reservation_set ||
           vmimage__ovf_fault(w->fault, "msg=\"nil VirtualQuantity and Reservation\"");
}

static bool item(struct walk *w)
{
    bool ok;

    switch (w->item->resource_type.value) {
    case 1:
        w->ignored = strcmp(w->subtype, "vmware.vmci") != 0;
        ok = w->ignored || device(w);
        break;
    case 3:
    case 4:
        return quantity(w);
    case 5:
        ok = controller(w, IDE) && device(w);
        break;
    case 6:
        ok = scsi(w) && device(w);
        break;
    case 10:
        ok = ethernet(w) && device(w);
        break;
    case 14:
        ok = floppy(w);
        break;
    case 15:
    case 16:
        ok = cdrom(w);
        break;
    case 17:
        ok = disk(w);
        break;
    case 20:
        ok = storage(w) && (w->ignored || device(w));
        break;
    case 23:
        ok = usb(w) && (w->ignored || device(w));
        break;
    case 24:
        ok = graphics(w) && device(w);
        break;
    default:
        return true;
    }
    return ok && (w->ignored || pci_slot(w));
}

/* VM Operator's words around the reason that a part gave. */
static void describe(struct walk *w, size_t index)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)67108864);
    const char *inner = w->fault->reason;

    vmimage__buf_add_str(&text, "unsupported item name=");
    vmimage__buf_go_quote(&text, or_empty(w->item->name), strlen(or_empty(w->item->name)));
    vmimage__buf_printf(&text, ", index=%zu, instanceID=", index);
    vmimage__buf_go_quote(&text, or_empty(w->item->instance_id), strlen(or_empty(w->item->instance_id)));
    if (w->item->resource_type.value > 0)
        vmimage__buf_printf(&text, ", resourceType=%lld", (long long)w->item->resource_type.value);
    if (*w->subtype != '\0')
        vmimage__buf_printf(&text, ", resourceSubType=%s", w->subtype);
    vmimage__buf_printf(&text, ", %s", inner);
    w->fault->reason = vmimage__arena_strdup(w->arena, vmimage__buf_str(&text));
    w->fault->line = w->item->line;
    w->arena->failed |= text.status != VMIMAGE_OK;
}

bool vmimage__ovf_devices(const struct vm_ovf *ovf, const struct vm_ovf_system *system,
                          const struct vm_ovf_system *products, const char *configuration, struct vm_ovf_drives *drives,
                          struct vm_ovf_fault *fault)
{
    struct walk w = {.ovf = ovf,
                     .products = products,
                     .configuration = configuration,
                     .fault = fault,
                     .arena = fault->arena,
                     .drives = drives};
    const struct vm_ovf_hardware *hardware = system->hardware_count != 0 ? &system->hardware[0] : NULL;

    for (size_t i = 0; i < products->product_count; i++)
        w.properties += products->products[i].property_count;
    for (size_t i = 0; hardware != NULL && i < hardware->item_count && !fault->arena->failed; i++) {
        bool ok;

        w.item = &hardware->items[i];
        w.ignored = false;
        w.subtype = "";
        if (w.item->configuration != NULL && strcmp(w.item->configuration, configuration) != 0)
            continue;
        if (w.item->resource_type.set) {
            w.subtype = or_empty(vmimage__go_lower(w.arena, vmimage__span(w.item->subtype)));
            ok = item(&w);
        } else {
            ok = vmimage__ovf_fault(fault, "msg=\"nil ResourceType\"");
        }
        if (!ok) {
            describe(&w, i);
            return false;
        }
    }
    return true;
}
