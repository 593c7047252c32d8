/*
 * SPDX-License-Identifier: Apache-2.0
 * The accessors of an image. Reading and writing it is in format/.
 */
#include <vmimage/image.h>

#include <string.h>

#include "base/memory.h"
#include "model/access.h"
#include "model/objects.h"

vmimage_image *vmimage_image_ref(vmimage_image *image)
{
    if (image != NULL)
        vmimage__refs_take(&image->refs);
    return image;
}

vmimage_image *vmimage_image_unref(vmimage_image *image)
{
    if (image != NULL && vmimage__refs_drop(&image->refs)) {
        vmimage__arena_release(&image->arena);
        vmimage__free(image);
    }
    return NULL;
}

const char *vmimage_image_api_version(const vmimage_image *image)
{
    if (image == NULL)
        return NULL;
    return image->o.api_version != NULL ? image->o.api_version
                                        : "vmoperator.vmware.com/v1alpha6"; /* made here: the storage version */
}

const char *vmimage_image_kind(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.kind) : NULL;
}

const char *vmimage_image_name(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.name) : NULL;
}

const char *vmimage_image_namespace(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.name_space) : NULL;
}

const char *vmimage_image_uid(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.uid) : NULL;
}

const char *vmimage_image_resource_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.resource_version) : NULL;
}

size_t vmimage_image_label_count(const vmimage_image *image)
{
    return image != NULL ? image->o.meta.labels.count : 0;
}

const char *vmimage_image_label_key(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.meta.labels.count ? image->o.meta.labels.pairs[index].key : NULL;
}

const char *vmimage_image_label_value(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.meta.labels.count ? image->o.meta.labels.pairs[index].value : NULL;
}

const char *vmimage_image_label(const vmimage_image *image, const char *key)
{
    return image != NULL && key != NULL ? vmimage__map_get(&image->o.meta.labels, key) : NULL;
}

size_t vmimage_image_annotation_count(const vmimage_image *image)
{
    return image != NULL ? image->o.meta.annotations.count : 0;
}

const char *vmimage_image_annotation_key(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.meta.annotations.count ? image->o.meta.annotations.pairs[index].key : NULL;
}

const char *vmimage_image_annotation_value(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.meta.annotations.count ? image->o.meta.annotations.pairs[index].value
                                                                    : NULL;
}

const char *vmimage_image_annotation(const vmimage_image *image, const char *key)
{
    return image != NULL && key != NULL ? vmimage__map_get(&image->o.meta.annotations, key) : NULL;
}

size_t vmimage_image_condition_count(const vmimage_image *image)
{
    return image != NULL ? image->o.conditions.count : 0;
}

const vmimage_condition *vmimage_image_condition_at(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.conditions.count ? &image->o.conditions.items[index] : NULL;
}

const vmimage_condition *vmimage_image_condition(const vmimage_image *image, const char *type)
{
    return image != NULL && type != NULL ? vmimage__condition_find(&image->o.conditions, type) : NULL;
}

/* An image of v1alpha1 says it with three conditions; any of them False is what later versions call not Ready. */
static bool is_ready_v1alpha1(const struct vm_conditions *conditions)
{
    static const char *const types[] = {"VirtualMachineImageProviderSecurityCompliance",
                                        "VirtualMachineImageProviderReady", "VirtualMachineImageSynced"};
    bool seen = false;

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const struct vmimage_condition *condition = vmimage__condition_find(conditions, types[i]);

        if (condition == NULL)
            continue;
        seen = true;
        if (condition->status != NULL && strcmp(condition->status, "False") == 0)
            return false;
    }
    return seen;
}

int32_t vmimage_image_is_ready(const vmimage_image *image)
{
    if (image == NULL)
        return 0;
    if (image->o.api_version != NULL && strcmp(image->o.api_version, "vmoperator.vmware.com/v1alpha1") == 0 &&
        vmimage__condition_find(&image->o.conditions, "Ready") == NULL)
        return is_ready_v1alpha1(&image->o.conditions) ? 1 : 0;
    return vmimage__condition_true(&image->o.conditions, "Ready") ? 1 : 0;
}

const char *vmimage_image_creation_time(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.creation_time) : NULL;
}

const char *vmimage_image_id(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.meta.name) : NULL;
}

const char *vmimage_image_display_name(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.name) : NULL;
}

const char *vmimage_image_type(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.type) : NULL;
}

const char *vmimage_image_firmware(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.firmware) : NULL;
}

const char *vmimage_image_os_id(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.os_id) : NULL;
}

const char *vmimage_image_os_type(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.os_type) : NULL;
}

const char *vmimage_image_os_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.os_version) : NULL;
}

const char *vmimage_image_product(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.product) : NULL;
}

const char *vmimage_image_vendor(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.vendor) : NULL;
}

const char *vmimage_image_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.version) : NULL;
}

const char *vmimage_image_full_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.full_version) : NULL;
}

const char *vmimage_image_provider_api_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.provider.api_version) : NULL;
}

const char *vmimage_image_provider_kind(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.provider.kind) : NULL;
}

const char *vmimage_image_provider_name(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.provider.name) : NULL;
}

const char *vmimage_image_provider_item_id(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.provider_item_id) : NULL;
}

const char *vmimage_image_content_version(const vmimage_image *image)
{
    return image != NULL ? vmimage__text(image->o.provider_content_version) : NULL;
}

int32_t vmimage_image_hardware_version(const vmimage_image *image)
{
    return image != NULL && image->o.hardware_version.set ? vmimage__int32(image->o.hardware_version, 0) : 0;
}

size_t vmimage_image_disk_count(const vmimage_image *image)
{
    return image != NULL ? image->o.disk_count : 0;
}

const char *vmimage_image_disk_name(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__text(image->o.disks[index].name) : NULL;
}

const char *vmimage_image_disk_limit(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__text(image->o.disks[index].limit) : NULL;
}

const char *vmimage_image_disk_requested(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__text(image->o.disks[index].requested) : NULL;
}

const char *vmimage_image_disk_controller_type(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__text(image->o.disks[index].controller_type) : NULL;
}

uint64_t vmimage_image_disk_capacity(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__quantity_bytes(image->o.disks[index].limit) : 0;
}

int32_t vmimage_image_disk_controller_bus(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count
               ? vmimage__int32(image->o.disks[index].controller_bus, VMIMAGE_UNSET)
               : VMIMAGE_UNSET;
}

int32_t vmimage_image_disk_unit(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.disk_count ? vmimage__int32(image->o.disks[index].unit, VMIMAGE_UNSET)
                                                        : VMIMAGE_UNSET;
}

size_t vmimage_image_property_count(const vmimage_image *image)
{
    return image != NULL ? image->o.property_count : 0;
}

const char *vmimage_image_property_key(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.property_count ? vmimage__some(image->o.properties[index].key) : NULL;
}

const char *vmimage_image_property_type(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.property_count ? vmimage__some(image->o.properties[index].type) : NULL;
}

const char *vmimage_image_property_default(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.property_count ? image->o.properties[index].value : NULL;
}

size_t vmimage_image_system_property_count(const vmimage_image *image)
{
    return image != NULL ? image->o.system_property_count : 0;
}

const char *vmimage_image_system_property_key(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.system_property_count
               ? vmimage__some(image->o.system_properties[index].key)
               : NULL;
}

const char *vmimage_image_system_property_value(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.system_property_count
               ? vmimage__text(image->o.system_properties[index].value)
               : NULL;
}

size_t vmimage_image_capability_count(const vmimage_image *image)
{
    return image != NULL ? image->o.capabilities.count : 0;
}

const char *vmimage_image_capability(const vmimage_image *image, size_t index)
{
    return image != NULL && index < image->o.capabilities.count ? vmimage__some(image->o.capabilities.items[index])
                                                                : NULL;
}
