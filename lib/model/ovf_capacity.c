/*
 * SPDX-License-Identifier: Apache-2.0
 * How large the disk of an item is: units times capacity of the Disk that its HostResource means, where the capacity may
 * name a property.
 */
#include <string.h>

#include "model/gonumber.h"
#include "model/ovf.h"

#define DISK_PREFIX "ovf:/disk/"

const struct vm_ovf_disk *vmimage__ovf_disk(const struct vm_ovf *ovf, const char *host_resource)
{
    size_t length;

    if (strncmp(host_resource, DISK_PREFIX, sizeof(DISK_PREFIX) - 1) == 0) {
        host_resource += sizeof(DISK_PREFIX) - 1;
        for (size_t i = 0; i < ovf->disk_count; i++) {
            if (strcmp(host_resource, ovf->disks[i].id != NULL ? ovf->disks[i].id : "") == 0)
                return &ovf->disks[i];
        }
    }
    length = strlen(host_resource);
    for (size_t i = 0; i < ovf->disk_count; i++) {
        const char *id = ovf->disks[i].id != NULL ? ovf->disks[i].id : "";
        size_t n = strlen(id);

        if (n <= length && strcmp(host_resource + length - n, id) == 0)
            return &ovf->disks[i];
    }
    return NULL;
}

/* The default of a property for a configuration: unlike in ovf_apply.c, a Value without configuration does not count. */
static struct vm_span property_default(const struct vm_ovf_property *property, const char *configuration)
{
    const char *value = property->value;

    for (size_t i = 0; i < property->value_count; i++) {
        const char *wanted = property->values[i].configuration;

        if (wanted != NULL && strcmp(wanted, configuration) == 0) {
            value = property->values[i].value;
            break;
        }
    }
    return vmimage__go_trim(vmimage__span(value));
}

/* Of several properties with the key the last one counts. */
static struct vm_span lookup(const struct vm_ovf_system *products, const char *configuration, struct vm_span key)
{
    struct vm_span found = {"", 0};

    for (size_t i = 0; products != NULL && i < products->product_count; i++) {
        const struct vm_ovf_product *product = &products->products[i];

        for (size_t j = 0; j < product->property_count; j++) {
            const struct vm_ovf_property *property = &product->properties[j];

            if (property->configuration != NULL && strcmp(property->configuration, configuration) != 0)
                continue;
            if (vmimage__span_is(key, property->key != NULL ? property->key : ""))
                found = property_default(property, configuration);
        }
    }
    return found;
}

static const char *quote_span(struct vm_arena *arena, struct vm_span span)
{
    const char *copy = vmimage__arena_strndup(arena, span.text, span.length);

    return copy != NULL ? vmimage__ovf_quote(arena, copy) : "";
}

static bool from_property(const struct vm_ovf_system *products, const char *configuration, const char *resource,
                          const char *capacity, uint64_t *value, struct vm_ovf_fault *fault)
{
    struct vm_span key = vmimage__span(capacity), text;
    enum vm_go_result result;

    key.text += 2;
    key.length -= 3;
    key = vmimage__go_trim(key);
    if (key.length == 0)
        return vmimage__ovf_fault(fault, "disk=%s has empty property reference in capacity=%s", resource,
                                  vmimage__ovf_quote(fault->arena, capacity));
    text = lookup(products, configuration, key);
    if (text.length == 0)
        return vmimage__ovf_fault(
            fault,
            "disk=%s capacity references property %s which is not defined or has no value for this configuration",
            resource, quote_span(fault->arena, key));
    result = vmimage__go_uint(text, 64, value);
    if (result == VM_GO_OK)
        return true;
    return vmimage__ovf_fault(
        fault, "disk=%s capacity property %s value %s is not a valid integer: strconv.ParseUint: parsing %s: %s",
        resource, quote_span(fault->arena, key), quote_span(fault->arena, text), quote_span(fault->arena, text),
        vmimage__go_result_text(result));
}

/* `resource` is what the disk is called in messages. */
static bool disk_capacity(const struct vm_ovf_disk *disk, const struct vm_ovf_system *products,
                          const char *configuration, const char *resource, uint64_t *bytes, struct vm_ovf_fault *fault)
{
    const char *capacity = disk->capacity != NULL ? disk->capacity : "";
    size_t length = strlen(capacity);
    uint64_t value = 1;

    if (length >= 3 && capacity[0] == '$' && capacity[1] == '{' && capacity[length - 1] == '}') {
        if (!from_property(products, configuration, resource, capacity, &value, fault))
            return false;
    } else if (length != 0 && vmimage__go_uint(vmimage__span(capacity), 64, &value) != VM_GO_OK) {
        return vmimage__ovf_fault(fault, "disk=%s has invalid capacity=%s", resource,
                                  vmimage__ovf_quote(fault->arena, capacity));
    }
    *bytes = (uint64_t)vmimage__ovf_units(disk->units) * value;
    return true;
}

static bool from_disk(const struct vm_ovf *ovf, const struct vm_ovf_system *products, const char *configuration,
                      const char *resource, uint64_t *bytes, struct vm_ovf_fault *fault)
{
    const struct vm_ovf_disk *disk;

    if (!ovf->disks_set) {
        fault->hint = "VM Operator fails on this without a message of its own";
        return vmimage__ovf_fault(fault, "missing diskID %s: there is no DiskSection",
                                  vmimage__ovf_quote(fault->arena, resource));
    }
    disk = vmimage__ovf_disk(ovf, resource);
    if (disk == NULL)
        return vmimage__ovf_fault(fault, "missing diskID %s", vmimage__ovf_quote(fault->arena, resource));
    return disk_capacity(disk, products, configuration, resource, bytes, fault);
}

static bool fits(uint64_t capacity, int64_t *bytes, struct vm_ovf_fault *fault)
{
    if (capacity > INT64_MAX)
        return vmimage__ovf_fault(fault, "capacityInBytes=%llu exceeds math.MaxInt64", (unsigned long long)capacity);
    *bytes = (int64_t)capacity;
    return true;
}

bool vmimage__ovf_disk_bytes(const struct vm_ovf *ovf, const struct vm_ovf_disk *disk, int64_t *bytes,
                             struct vm_ovf_fault *fault)
{
    const struct vm_ovf_system *products;
    uint64_t capacity = 0;

    (void)vmimage__ovf_system(ovf, &products);
    return disk_capacity(disk, products, vmimage__ovf_configuration(ovf), disk->id != NULL ? disk->id : "", &capacity,
                         fault) &&
           fits(capacity, bytes, fault);
}

bool vmimage__ovf_capacity(const struct vm_ovf *ovf, const struct vm_ovf_system *products, const char *configuration,
                           const struct vm_ovf_item *item, int64_t *bytes, struct vm_ovf_fault *fault)
{
    uint64_t capacity = 0;

    if (item->host_resource_count > 1)
        return vmimage__ovf_fault(fault, "multiple HostResource elements");
    if (item->host_resource_count == 1) {
        if (!from_disk(ovf, products, configuration, item->host_resource, &capacity, fault))
            return false;
    } else {
        capacity = (uint64_t)vmimage__ovf_units(item->units) * (item->quantity_set ? item->quantity : 1);
    }
    return fits(capacity, bytes, fault);
}
