/*
 * SPDX-License-Identifier: Apache-2.0
 * The tables of VirtualMachineImage and ClusterVirtualMachineImage. Between versions: convert_image.c.
 */
#include "format/convert.h"
#include "format/kinds.h"

static const struct vm_field property_fields[] = {
    VM_FIELD("default", VM_F_STRING, VM_F_POINTER, struct vm_property, value),
    VM_FIELD("key", VM_F_STRING, VM_F_ALWAYS, struct vm_property, key),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vm_property, type),
};
static const struct vm_schema property = VM_SCHEMA(property_fields, struct vm_property, extra);

static const struct vm_field property_v1alpha1_fields[] = {
    VM_FIELD("default", VM_F_STRING, VM_F_POINTER, struct vm_property, value),
    VM_FIELD_OPAQUE("description", 0, VM_JSON_STRING),
    VM_FIELD("key", VM_F_STRING, VM_F_ALWAYS, struct vm_property, key),
    VM_FIELD_OPAQUE("label", 0, VM_JSON_STRING),
    VM_FIELD("type", VM_F_STRING, VM_F_ALWAYS, struct vm_property, type),
};
static const struct vm_schema property_v1alpha1 = VM_SCHEMA(property_v1alpha1_fields, struct vm_property, extra);

static const struct vm_field system_property_fields[] = {
    VM_FIELD("key", VM_F_STRING, VM_F_ALWAYS, struct vm_pair, key),
    VM_FIELD("value", VM_F_STRING, 0, struct vm_pair, value),
};
static const struct vm_schema system_property = VM_SCHEMA(system_property_fields, struct vm_pair, extra);

static const struct vm_field disk_fields[] = {
    VM_FIELD("controllerBusNumber", VM_F_INT, VM_F_POINTER | VM_F_INT32, struct vm_disk, controller_bus),
    VM_FIELD("controllerType", VM_F_STRING, 0, struct vm_disk, controller_type),
    VM_FIELD("limit", VM_F_QUANTITY, 0, struct vm_disk, limit),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_disk, name),
    VM_FIELD("requested", VM_F_QUANTITY, 0, struct vm_disk, requested),
    VM_FIELD("unitNumber", VM_F_INT, VM_F_POINTER | VM_F_INT32, struct vm_disk, unit),
};
static const struct vm_schema disk = VM_SCHEMA(disk_fields, struct vm_disk, extra);

static const struct vm_field disk_v1alpha3_fields[] = {
    VM_FIELD("capacity", VM_F_QUANTITY, 0, struct vm_disk, limit),
    VM_FIELD("size", VM_F_QUANTITY, 0, struct vm_disk, requested),
};
static const struct vm_schema disk_v1alpha3 = VM_SCHEMA(disk_v1alpha3_fields, struct vm_disk, extra);

static const struct vm_field os_fields[] = {
    VM_FIELD("id", VM_F_STRING, 0, struct vm_image, os_id),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_image, os_type),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_image, os_version),
};
static const struct vm_schema os = VM_SCHEMA(os_fields, struct vm_image, extra_os);

static const struct vm_field os_v1alpha1_fields[] = {
    VM_FIELD("type", VM_F_STRING, 0, struct vm_image, os_type),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_image, os_version),
};
static const struct vm_schema os_v1alpha1 = VM_SCHEMA(os_v1alpha1_fields, struct vm_image, extra_os);

static const struct vm_field product_fields[] = {
    VM_FIELD("fullVersion", VM_F_STRING, 0, struct vm_image, full_version),
    VM_FIELD("product", VM_F_STRING, 0, struct vm_image, product),
    VM_FIELD("vendor", VM_F_STRING, 0, struct vm_image, vendor),
    VM_FIELD("version", VM_F_STRING, 0, struct vm_image, version),
};
static const struct vm_schema product = VM_SCHEMA(product_fields, struct vm_image, extra_product);

static const struct vm_field provider_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_ref, api_version),
    VM_FIELD("kind", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, kind),
    VM_FIELD("name", VM_F_STRING, VM_F_ALWAYS, struct vm_ref, name),
    VM_FIELD("namespace", VM_F_STRING, 0, struct vm_ref, name_space),
};
static const struct vm_schema provider_v1alpha1 = VM_SCHEMA(provider_v1alpha1_fields, struct vm_ref, extra);

static const struct vm_field spec_fields[] = {
    VM_FIELD_OBJECT_IF("providerRef", struct vm_image, provider, provider.set, &vmimage__schema_ref),
};
static const struct vm_schema spec = VM_SCHEMA(spec_fields, struct vm_image, extra_spec);

static const struct vm_field spec_v1alpha1_fields[] = {
    VM_FIELD("hwVersion", VM_F_INT, VM_F_INT32, struct vm_image, hardware_version),
    VM_FIELD("imageID", VM_F_STRING, VM_F_ALWAYS, struct vm_image, provider_item_id),
    VM_FIELD_OPAQUE("imageSourceType", 0, VM_JSON_STRING),
    VM_FIELD_GROUP("osInfo", &os_v1alpha1),
    VM_FIELD_LIST("ovfEnv", VM_F_KEYED, struct vm_image, properties, &property_v1alpha1),
    VM_FIELD_GROUP("productInfo", &product),
    VM_FIELD_OBJECT("providerRef", struct vm_image, provider, &provider_v1alpha1),
    VM_FIELD_OPAQUE("type", VM_F_ALWAYS, VM_JSON_STRING),
};
static const struct vm_schema spec_v1alpha1 = VM_SCHEMA(spec_v1alpha1_fields, struct vm_image, extra_spec);

static const struct vm_field status_fields[] = {
    VM_FIELD("capabilities", VM_F_STRINGS, 0, struct vm_image, capabilities),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_image, conditions, &vmimage__schema_condition),
    VM_FIELD_LIST("disks", VM_F_LIST, struct vm_image, disks, &disk),
    VM_FIELD("firmware", VM_F_STRING, 0, struct vm_image, firmware),
    VM_FIELD("hardwareVersion", VM_F_INT, VM_F_POINTER | VM_F_INT32, struct vm_image, hardware_version),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_image, name),
    VM_FIELD_GROUP("osInfo", &os),
    VM_FIELD_LIST("ovfProperties", VM_F_LIST, struct vm_image, properties, &property),
    VM_FIELD_GROUP("productInfo", &product),
    VM_FIELD("providerContentVersion", VM_F_STRING, 0, struct vm_image, provider_content_version),
    VM_FIELD("providerItemID", VM_F_STRING, 0, struct vm_image, provider_item_id),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_image, type),
    VM_FIELD_LIST("vmwareSystemProperties", VM_F_LIST, struct vm_image, system_properties, &system_property),
};
static const struct vm_schema status = VM_SCHEMA(status_fields, struct vm_image, extra_status);

static const struct vm_field status_v1alpha3_fields[] = {
    VM_FIELD("capabilities", VM_F_STRINGS, 0, struct vm_image, capabilities),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_image, conditions, &vmimage__schema_condition),
    VM_FIELD_LIST("disks", VM_F_LIST, struct vm_image, disks, &disk_v1alpha3),
    VM_FIELD("firmware", VM_F_STRING, 0, struct vm_image, firmware),
    VM_FIELD("hardwareVersion", VM_F_INT, VM_F_POINTER | VM_F_INT32, struct vm_image, hardware_version),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_image, name),
    VM_FIELD_GROUP("osInfo", &os),
    VM_FIELD_LIST("ovfProperties", VM_F_LIST, struct vm_image, properties, &property),
    VM_FIELD_GROUP("productInfo", &product),
    VM_FIELD("providerContentVersion", VM_F_STRING, 0, struct vm_image, provider_content_version),
    VM_FIELD("providerItemID", VM_F_STRING, 0, struct vm_image, provider_item_id),
    VM_FIELD("type", VM_F_STRING, 0, struct vm_image, type),
    VM_FIELD_LIST("vmwareSystemProperties", VM_F_LIST, struct vm_image, system_properties, &system_property),
};
static const struct vm_schema status_v1alpha3 = VM_SCHEMA(status_v1alpha3_fields, struct vm_image, extra_status);

static const struct vm_field status_v1alpha2_fields[] = {
    VM_FIELD("capabilities", VM_F_STRINGS, 0, struct vm_image, capabilities),
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_image, conditions, &vmimage__schema_condition),
    VM_FIELD("firmware", VM_F_STRING, 0, struct vm_image, firmware),
    VM_FIELD("hardwareVersion", VM_F_INT, VM_F_POINTER | VM_F_INT32, struct vm_image, hardware_version),
    VM_FIELD("name", VM_F_STRING, 0, struct vm_image, name),
    VM_FIELD_GROUP("osInfo", &os),
    VM_FIELD_LIST("ovfProperties", VM_F_LIST, struct vm_image, properties, &property),
    VM_FIELD_GROUP("productInfo", &product),
    VM_FIELD("providerContentVersion", VM_F_STRING, 0, struct vm_image, provider_content_version),
    VM_FIELD("providerItemID", VM_F_STRING, 0, struct vm_image, provider_item_id),
    VM_FIELD_LIST("vmwareSystemProperties", VM_F_LIST, struct vm_image, system_properties, &system_property),
};
static const struct vm_schema status_v1alpha2 = VM_SCHEMA(status_v1alpha2_fields, struct vm_image, extra_status);

static const struct vm_field status_v1alpha1_fields[] = {
    VM_FIELD_LIST("conditions", VM_F_LIST, struct vm_image, conditions, &vmimage__schema_condition_v1alpha1),
    VM_FIELD_OPAQUE("contentLibraryRef", 0, VM_JSON_OBJECT),
    VM_FIELD("contentVersion", VM_F_STRING, 0, struct vm_image, provider_content_version),
    VM_FIELD("firmware", VM_F_STRING, 0, struct vm_image, firmware),
    VM_FIELD("imageName", VM_F_STRING, 0, struct vm_image, name),
    VM_FIELD_OPAQUE("imageSupported", 0, VM_JSON_BOOL),
    VM_FIELD_OPAQUE("internalId", 0, VM_JSON_STRING),
    VM_FIELD_OPAQUE("powerState", 0, VM_JSON_STRING),
    VM_FIELD_OPAQUE("uuid", 0, VM_JSON_STRING),
};
static const struct vm_schema status_v1alpha1 = VM_SCHEMA(status_v1alpha1_fields, struct vm_image, extra_status);

static const struct vm_field image_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_image, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_image, kind),
    VM_FIELD_OBJECT("metadata", struct vm_image, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status),
};
static const struct vm_schema image = VM_SCHEMA(image_fields, struct vm_image, extra);

static const struct vm_field image_v1alpha3_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_image, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_image, kind),
    VM_FIELD_OBJECT("metadata", struct vm_image, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status_v1alpha3),
};
static const struct vm_schema image_v1alpha3 = VM_SCHEMA(image_v1alpha3_fields, struct vm_image, extra);

static const struct vm_field image_v1alpha2_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_image, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_image, kind),
    VM_FIELD_OBJECT("metadata", struct vm_image, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec),
    VM_FIELD_GROUP("status", &status_v1alpha2),
};
static const struct vm_schema image_v1alpha2 = VM_SCHEMA(image_v1alpha2_fields, struct vm_image, extra);

static const struct vm_field image_v1alpha1_fields[] = {
    VM_FIELD("apiVersion", VM_F_STRING, 0, struct vm_image, api_version),
    VM_FIELD("kind", VM_F_STRING, 0, struct vm_image, kind),
    VM_FIELD_OBJECT("metadata", struct vm_image, meta, &vmimage__schema_meta),
    VM_FIELD_GROUP("spec", &spec_v1alpha1),
    VM_FIELD_GROUP("status", &status_v1alpha1),
};
static const struct vm_schema image_v1alpha1 = VM_SCHEMA(image_v1alpha1_fields, struct vm_image, extra);

const struct vm_kind vmimage__kind_image = {
    .name = "VirtualMachineImage",
    .group = VM_GROUP_OPERATOR,
    .size = sizeof(struct vm_image),
    .api_version = offsetof(struct vm_image, api_version),
    .kind = offsetof(struct vm_image, kind),
    .meta = offsetof(struct vm_image, meta),
    .storage = 6,
    .schemas = {[1] = &image_v1alpha1,
                [2] = &image_v1alpha2,
                [3] = &image_v1alpha3,
                [4] = &image_v1alpha3,
                [5] = &image,
                [6] = &image},
    .up = vmimage__image_up,
    .down = vmimage__image_down,
};

const struct vm_kind vmimage__kind_cluster_image = {
    .name = "ClusterVirtualMachineImage",
    .group = VM_GROUP_OPERATOR,
    .size = sizeof(struct vm_image),
    .api_version = offsetof(struct vm_image, api_version),
    .kind = offsetof(struct vm_image, kind),
    .meta = offsetof(struct vm_image, meta),
    .storage = 6,
    .schemas = {[1] = &image_v1alpha1,
                [2] = &image_v1alpha2,
                [3] = &image_v1alpha3,
                [4] = &image_v1alpha3,
                [5] = &image,
                [6] = &image},
    .up = vmimage__image_up,
    .down = vmimage__image_down,
};
