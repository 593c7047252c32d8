/*
 * SPDX-License-Identifier: Apache-2.0
 * Which elements and attributes of a descriptor VM Operator's decoder knows, and of what type each is. A value of the wrong
 * type refuses the whole descriptor even where nothing comes of it, so that these are listed too. Elements that it takes as
 * text and that nobody wants are left out: they are passed over like unknown ones.
 */
#include <string.h>

#include "format/ovf_xml.h"

#define NAME(n) .name = n, .length = sizeof(n) - 1
#define FIELD(n, k, type, member)                                                                                      \
    {                                                                                                                  \
        NAME(n), .kind = k, .offset = offsetof(type, member)                                                           \
    }
#define CHECK(n, k)                                                                                                    \
    {                                                                                                                  \
        NAME(n), .kind = k                                                                                             \
    }
#define SAME(n, child)                                                                                                 \
    {                                                                                                                  \
        NAME(n), .kind = VM_OVF_SAME, .node = &child                                                                   \
    }
#define LIST(n, type, items, number, room, line_at, child)                                                             \
    {                                                                                                                  \
        NAME(n), .kind = VM_OVF_LIST, .offset = offsetof(type, items), .count = offsetof(type, number),                \
                 .capacity = offsetof(type, room), .size = sizeof(*((type *)0)->items), .line = line_at,               \
                 .node = &child                                                                                        \
    }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A section of which only "required" can be wrong. */
static const struct vm_ovf_field section_attributes[] = {CHECK("required", VM_OVF_CHECK_BOOL)};
static const struct vm_ovf_node section = {.attributes = section_attributes, .attribute_count = 1};

/* ---- References, DiskSection, DeploymentOptionSection ---- */

static const struct vm_ovf_field file_attributes[] = {
    FIELD("href", VM_OVF_TEXT, struct vm_ovf_file, href), FIELD("id", VM_OVF_TEXT, struct vm_ovf_file, id),
    FIELD("size", VM_OVF_SIZE, struct vm_ovf_file, size),
    FIELD("compression", VM_OVF_TEXT, struct vm_ovf_file, compression),
    FIELD("chunkSize", VM_OVF_INT, struct vm_ovf_file, chunk_size)};
static const struct vm_ovf_node file = {.attributes = file_attributes, .attribute_count = COUNT(file_attributes)};
static const struct vm_ovf_field references_children[] = {
    LIST("File", struct vm_ovf, files, file_count, file_capacity, offsetof(struct vm_ovf_file, line), file)};
static const struct vm_ovf_node references = {.children = references_children, .child_count = 1};

static const struct vm_ovf_field disk_attributes[] = {
    FIELD("capacity", VM_OVF_TEXT, struct vm_ovf_disk, capacity),
    FIELD("capacityAllocationUnits", VM_OVF_TEXT, struct vm_ovf_disk, units),
    FIELD("diskId", VM_OVF_TEXT, struct vm_ovf_disk, id),
    FIELD("fileRef", VM_OVF_TEXT, struct vm_ovf_disk, file_ref),
    FIELD("format", VM_OVF_TEXT, struct vm_ovf_disk, format),
    FIELD("populatedSize", VM_OVF_INT, struct vm_ovf_disk, populated),
    FIELD("parentRef", VM_OVF_TEXT, struct vm_ovf_disk, parent_ref)};
static const struct vm_ovf_node disk = {.attributes = disk_attributes, .attribute_count = COUNT(disk_attributes)};
static const struct vm_ovf_field disks_children[] = {
    LIST("Disk", struct vm_ovf, disks, disk_count, disk_capacity, offsetof(struct vm_ovf_disk, line), disk)};
static const struct vm_ovf_node disks = {
    .attributes = section_attributes, .attribute_count = 1, .children = disks_children, .child_count = 1};

static const struct vm_ovf_field configuration_attributes[] = {
    FIELD("id", VM_OVF_TEXT, struct vm_ovf_configuration, id),
    FIELD("default", VM_OVF_BOOL, struct vm_ovf_configuration, is_default)};
static const struct vm_ovf_node configuration = {.attributes = configuration_attributes,
                                                 .attribute_count = COUNT(configuration_attributes)};
static const struct vm_ovf_field options_children[] = {LIST(
    "Configuration", struct vm_ovf, configurations, configuration_count, configuration_capacity, 0, configuration)};
static const struct vm_ovf_node options = {
    .attributes = section_attributes, .attribute_count = 1, .children = options_children, .child_count = 1};

/* ---- ProductSection: its own decoder, which does not care for "required" ---- */

static const struct vm_ovf_field value_attributes[] = {
    FIELD("value", VM_OVF_TEXT, struct vm_ovf_value, value),
    FIELD("configuration", VM_OVF_TEXT, struct vm_ovf_value, configuration)};
static const struct vm_ovf_node value = {.attributes = value_attributes, .attribute_count = COUNT(value_attributes)};

static const struct vm_ovf_field property_attributes[] = {
    FIELD("key", VM_OVF_TEXT, struct vm_ovf_property, key),
    FIELD("type", VM_OVF_TYPE, struct vm_ovf_property, type),
    FIELD("value", VM_OVF_TEXT, struct vm_ovf_property, value),
    FIELD("userConfigurable", VM_OVF_BOOL, struct vm_ovf_property, user_configurable),
    FIELD("qualifiers", VM_OVF_TEXT, struct vm_ovf_property, qualifiers),
    FIELD("password", VM_OVF_BOOL, struct vm_ovf_property, password),
    FIELD("configuration", VM_OVF_TEXT, struct vm_ovf_property, configuration)};
static const struct vm_ovf_field property_children[] = {
    LIST("Value", struct vm_ovf_property, values, value_count, value_capacity, 0, value)};
static const struct vm_ovf_node property = {.attributes = property_attributes,
                                            .attribute_count = COUNT(property_attributes),
                                            .children = property_children,
                                            .child_count = COUNT(property_children)};

static const struct vm_ovf_field product_attributes[] = {
    FIELD("class", VM_OVF_TEXT, struct vm_ovf_product, class_id),
    FIELD("instance", VM_OVF_TEXT, struct vm_ovf_product, instance_id)};
static const struct vm_ovf_field product_children[] = {
    LIST("Property", struct vm_ovf_product, properties, property_count, property_capacity,
         offsetof(struct vm_ovf_property, line), property),
    FIELD("Product", VM_OVF_TEXT, struct vm_ovf_product, product),
    FIELD("Vendor", VM_OVF_TEXT, struct vm_ovf_product, vendor),
    FIELD("Version", VM_OVF_TEXT, struct vm_ovf_product, version),
    FIELD("FullVersion", VM_OVF_TEXT, struct vm_ovf_product, full_version)};
static const struct vm_ovf_node product = {.attributes = product_attributes,
                                           .attribute_count = COUNT(product_attributes),
                                           .children = product_children,
                                           .child_count = COUNT(product_children)};

/* ---- VirtualHardwareSection ---- */

static const struct vm_ovf_field setting_attributes[] = {FIELD("key", VM_OVF_TEXT, struct vm_ovf_setting, key),
                                                         FIELD("value", VM_OVF_TEXT, struct vm_ovf_setting, value),
                                                         CHECK("required", VM_OVF_CHECK_BOOL)};
static const struct vm_ovf_node setting = {.attributes = setting_attributes,
                                           .attribute_count = COUNT(setting_attributes)};

static const struct vm_ovf_field item_attributes[] = {
    CHECK("required", VM_OVF_CHECK_BOOL), FIELD("configuration", VM_OVF_TEXT, struct vm_ovf_item, configuration)};
static const struct vm_ovf_field item_children[] = {
    FIELD("ElementName", VM_OVF_TEXT, struct vm_ovf_item, name),
    FIELD("InstanceID", VM_OVF_TEXT, struct vm_ovf_item, instance_id),
    FIELD("ResourceType", VM_OVF_RESOURCE, struct vm_ovf_item, resource_type),
    FIELD("AddressOnParent", VM_OVF_TEXT, struct vm_ovf_item, address_on_parent),
    FIELD("Parent", VM_OVF_TEXT, struct vm_ovf_item, parent),
    LIST("Config", struct vm_ovf_item, settings, setting_count, setting_capacity, 0, setting),
    FIELD("ResourceSubType", VM_OVF_TEXT, struct vm_ovf_item, subtype),
    CHECK("AutomaticAllocation", VM_OVF_CHECK_BOOL),
    FIELD("HostResource", VM_OVF_FIRST, struct vm_ovf_item, host_resource),
    FIELD("Address", VM_OVF_TEXT, struct vm_ovf_item, address),
    FIELD("VirtualQuantity", VM_OVF_QUANTITY, struct vm_ovf_item, quantity),
    FIELD("AllocationUnits", VM_OVF_TEXT, struct vm_ovf_item, units),
    FIELD("Reservation", VM_OVF_PRESENT, struct vm_ovf_item, reservation_set),
    CHECK("AutomaticDeallocation", VM_OVF_CHECK_BOOL),
    CHECK("ConsumerVisibility", VM_OVF_CHECK_UINT16),
    CHECK("Limit", VM_OVF_CHECK_UINT64),
    CHECK("MappingBehavior", VM_OVF_CHECK_UINT64),
    CHECK("Weight", VM_OVF_CHECK_UINT64),
    CHECK("CoresPerSocket", VM_OVF_CORES)};
static const struct vm_ovf_node item = {.attributes = item_attributes,
                                        .attribute_count = COUNT(item_attributes),
                                        .children = item_children,
                                        .child_count = COUNT(item_children)};

static const struct vm_ovf_field storage_attributes[] = {CHECK("required", VM_OVF_CHECK_BOOL)};
static const struct vm_ovf_field storage_children[] = {CHECK("ResourceType", VM_OVF_CHECK_UINT16),
                                                       CHECK("Access", VM_OVF_CHECK_UINT16),
                                                       CHECK("AutomaticAllocation", VM_OVF_CHECK_BOOL),
                                                       CHECK("AutomaticDeallocation", VM_OVF_CHECK_BOOL),
                                                       CHECK("ChangeableType", VM_OVF_CHECK_UINT16),
                                                       CHECK("ComponentSetting", VM_OVF_ANY),
                                                       CHECK("ConsumerVisibility", VM_OVF_CHECK_UINT16),
                                                       CHECK("Generation", VM_OVF_CHECK_UINT64),
                                                       CHECK("HostExtentNameFormat", VM_OVF_CHECK_UINT16),
                                                       CHECK("HostExtentNameNamespace", VM_OVF_CHECK_UINT16),
                                                       CHECK("HostExtentStartingAddress", VM_OVF_CHECK_UINT64),
                                                       CHECK("HostResourceBlockSize", VM_OVF_CHECK_UINT64),
                                                       CHECK("Limit", VM_OVF_CHECK_UINT64),
                                                       CHECK("MappingBehavior", VM_OVF_CHECK_UINT64),
                                                       CHECK("Reservation", VM_OVF_CHECK_UINT64),
                                                       CHECK("VirtualQuantity", VM_OVF_CHECK_UINT64),
                                                       CHECK("VirtualResourceBlockSize", VM_OVF_CHECK_UINT64),
                                                       CHECK("Weight", VM_OVF_CHECK_UINT64)};
static const struct vm_ovf_node storage = {.attributes = storage_attributes,
                                           .attribute_count = COUNT(storage_attributes),
                                           .children = storage_children,
                                           .child_count = COUNT(storage_children)};

static const struct vm_ovf_field settings_data_children[] = {
    FIELD("VirtualSystemType", VM_OVF_TEXT, struct vm_ovf_hardware, system_type),
    CHECK("AutomaticRecoveryAction", VM_OVF_CHECK_UINT8), CHECK("AutomaticShutdownAction", VM_OVF_CHECK_UINT8),
    CHECK("AutomaticStartupAction", VM_OVF_CHECK_UINT8),
    CHECK("AutomaticStartupActionSequenceNumber", VM_OVF_CHECK_UINT16)};
static const struct vm_ovf_node settings_data = {.children = settings_data_children,
                                                 .child_count = COUNT(settings_data_children)};

static const struct vm_ovf_field hardware_children[] = {
    LIST("Item", struct vm_ovf_hardware, items, item_count, item_capacity, offsetof(struct vm_ovf_item, line), item),
    LIST("Config", struct vm_ovf_hardware, settings, setting_count, setting_capacity, 0, setting),
    LIST("ExtraConfig", struct vm_ovf_hardware, extra, extra_count, extra_capacity, 0, setting),
    {NAME("StorageItem"), .kind = VM_OVF_ASIDE, .node = &storage},
    SAME("System", settings_data)};
static const struct vm_ovf_node hardware = {.attributes = section_attributes,
                                            .attribute_count = 1,
                                            .children = hardware_children,
                                            .child_count = COUNT(hardware_children)};

/* ---- VirtualSystem, VirtualSystemCollection, Envelope ---- */

static const struct vm_ovf_field os_attributes[] = {CHECK("required", VM_OVF_CHECK_BOOL),
                                                    FIELD("id", VM_OVF_INT16, struct vm_ovf_system, os_id),
                                                    FIELD("version", VM_OVF_TEXT, struct vm_ovf_system, os_version),
                                                    FIELD("osType", VM_OVF_TEXT, struct vm_ovf_system, os_type)};
static const struct vm_ovf_node os = {.attributes = os_attributes, .attribute_count = COUNT(os_attributes)};

#define PRODUCTS LIST("ProductSection", struct vm_ovf_system, products, product_count, product_capacity, 0, product)

static const struct vm_ovf_field system_attributes[] = {FIELD("id", VM_OVF_TEXT, struct vm_ovf_system, id)};
static const struct vm_ovf_field system_children[] = {
    FIELD("Name", VM_OVF_TEXT, struct vm_ovf_system, name),
    PRODUCTS,
    LIST("VirtualHardwareSection", struct vm_ovf_system, hardware, hardware_count, hardware_capacity, 0, hardware),
    {NAME("OperatingSystemSection"), .kind = VM_OVF_SAME, .flag = offsetof(struct vm_ovf_system, os_set), .node = &os},
    SAME("AnnotationSection", section),
    SAME("EulaSection", section)};
static const struct vm_ovf_node virtual_system = {.attributes = system_attributes,
                                                  .attribute_count = COUNT(system_attributes),
                                                  .children = system_children,
                                                  .child_count = COUNT(system_children)};

static const struct vm_ovf_field allocation_children[] = {{NAME("Item"), .kind = VM_OVF_ASIDE, .node = &item}};
static const struct vm_ovf_node allocation = {
    .attributes = section_attributes, .attribute_count = 1, .children = allocation_children, .child_count = 1};

/* The object is the envelope's; id, name and products go to the system that stands for the collection. */
#define IN_COLLECTION(member) (offsetof(struct vm_ovf, collection) + offsetof(struct vm_ovf_system, member))
static const struct vm_ovf_field collection_attributes[] = {
    {NAME("id"), .kind = VM_OVF_TEXT, .offset = IN_COLLECTION(id)}};
static const struct vm_ovf_field collection_children[] = {
    LIST("VirtualSystem", struct vm_ovf, systems, system_count, system_capacity, offsetof(struct vm_ovf_system, line),
         virtual_system),
    {NAME("Name"), .kind = VM_OVF_TEXT, .offset = IN_COLLECTION(name)},
    {NAME("ProductSection"), .kind = VM_OVF_LIST, .offset = IN_COLLECTION(products),
     .count = IN_COLLECTION(product_count), .capacity = IN_COLLECTION(product_capacity),
     .size = sizeof(struct vm_ovf_product), .node = &product},
    SAME("ResourceAllocationSection", allocation),
    SAME("AnnotationSection", section),
    SAME("EulaSection", section)};
static const struct vm_ovf_node collection = {.attributes = collection_attributes,
                                              .attribute_count = COUNT(collection_attributes),
                                              .children = collection_children,
                                              .child_count = COUNT(collection_children)};

static const struct vm_ovf_field envelope_children[] = {
    SAME("References", references),
    {NAME("DiskSection"), .kind = VM_OVF_SAME, .flag = offsetof(struct vm_ovf, disks_set), .node = &disks},
    SAME("NetworkSection", section),
    SAME("DeploymentOptionSection", options),
    {NAME("VirtualSystem"), .kind = VM_OVF_INSIDE, .offset = offsetof(struct vm_ovf, system),
     .flag = offsetof(struct vm_ovf, system_set), .node = &virtual_system},
    {NAME("VirtualSystemCollection"), .kind = VM_OVF_SAME, .flag = offsetof(struct vm_ovf, collection_set),
     .node = &collection}};
const struct vm_ovf_node vmimage__ovf_envelope = {.children = envelope_children,
                                                  .child_count = COUNT(envelope_children)};

static const struct vm_ovf_field *find(const struct vm_ovf_field *fields, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].length == length && fields[i].name[0] == name[0] && memcmp(fields[i].name, name, length) == 0)
            return &fields[i];
    }
    return NULL;
}

const struct vm_ovf_field *vmimage__ovf_attribute(const struct vm_ovf_node *node, const char *name, size_t length)
{
    return find(node->attributes, node->attribute_count, name, length);
}

const struct vm_ovf_field *vmimage__ovf_child(const struct vm_ovf_node *node, const char *name, size_t length)
{
    return find(node->children, node->child_count, name, length);
}
