/*
 * SPDX-License-Identifier: Apache-2.0
 * The fields of govmomi's Envelope as JSON names them, and a reader that follows Go's rules: names in any case, null is
 * absent, a number is taken for a text, a value of another type is refused. What feeds no image is passed over.
 */
#include "format/envelope_yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/json.h"
#include "format/yaml.h"

#define JSON_MAX ((size_t)134217728)
#define DEPTH_MAX 16
#define PATH_MAX_BYTES ((size_t)1024)

enum kind {
    TEXT,     /* const char * */
    BOOL,     /* bool */
    UINT,     /* uint64_t */
    INT,      /* struct vm_int */
    INT16,    /* int32_t */
    RESOURCE, /* struct vm_int of 16 bits without sign */
    QUANTITY, /* uint64_t, and `count` is the bool that says it is there */
    PRESENT,  /* bool: there is a number */
    FIRST,    /* const char *, and `count`: the first of a list of texts */
    OBJECT,   /* a struct at the offset; `count` is the bool that says it is there, when it is not 0 */
    SAME,     /* an object whose fields are the same struct's */
    LIST      /* pointer, count, capacity */
};

struct node;

struct field {
    const char *key;
    enum kind kind;
    size_t offset, count, capacity, size;
    const struct node *node;
    const char *type; /* what Go calls it */
};

struct node {
    const char *name; /* of the Go struct */
    const struct field *fields;
    size_t field_count;
};

#define NODE(variable, go_name, table)                                                                                 \
    static const struct node variable = {go_name, table, sizeof(table) / sizeof((table)[0])}
#define FIELD(k, what, struct_type, member, go_type)                                                                   \
    {                                                                                                                  \
        .key = (k), .kind = (what), .offset = offsetof(struct_type, member), .type = (go_type)                         \
    }
#define ITEMS(k, struct_type, items, number, room, child, go_type)                                                     \
    {                                                                                                                  \
        .key = (k), .kind = LIST, .offset = offsetof(struct_type, items), .count = offsetof(struct_type, number),      \
        .capacity = offsetof(struct_type, room), .size = sizeof(*((struct_type *)0)->items), .node = &(child),         \
        .type = (go_type)                                                                                              \
    }

static const struct field file_fields[] = {
    FIELD("id", TEXT, struct vm_ovf_file, id, "string"),
    FIELD("href", TEXT, struct vm_ovf_file, href, "string"),
    FIELD("size", UINT, struct vm_ovf_file, size, "uint"),
    FIELD("compression", TEXT, struct vm_ovf_file, compression, "string"),
    FIELD("chunkSize", INT, struct vm_ovf_file, chunk_size, "int"),
};
NODE(file, "File", file_fields);

static const struct field disk_fields[] = {
    FIELD("diskId", TEXT, struct vm_ovf_disk, id, "string"),
    FIELD("fileRef", TEXT, struct vm_ovf_disk, file_ref, "string"),
    FIELD("capacity", TEXT, struct vm_ovf_disk, capacity, "string"),
    FIELD("capacityAllocationUnits", TEXT, struct vm_ovf_disk, units, "string"),
    FIELD("format", TEXT, struct vm_ovf_disk, format, "string"),
    FIELD("parentRef", TEXT, struct vm_ovf_disk, parent_ref, "string"),
    FIELD("populatedSize", INT, struct vm_ovf_disk, populated, "int"),
};
NODE(disk, "VirtualDiskDesc", disk_fields);
static const struct field disks_fields[] = {
    ITEMS("disk", struct vm_ovf, disks, disk_count, disk_capacity, disk, "[]ovf.VirtualDiskDesc"),
};
NODE(disks, "DiskSection", disks_fields);

static const struct field configuration_fields[] = {
    FIELD("id", TEXT, struct vm_ovf_configuration, id, "string"),
    FIELD("default", BOOL, struct vm_ovf_configuration, is_default, "bool"),
};
NODE(configuration, "DeploymentOptionConfiguration", configuration_fields);
static const struct field options_fields[] = {
    ITEMS("configuration", struct vm_ovf, configurations, configuration_count, configuration_capacity, configuration,
          "[]ovf.DeploymentOptionConfiguration"),
};
NODE(options, "DeploymentOptionSection", options_fields);

static const struct field value_fields[] = {
    FIELD("value", TEXT, struct vm_ovf_value, value, "string"),
    FIELD("configuration", TEXT, struct vm_ovf_value, configuration, "string"),
};
NODE(value, "PropertyConfigurationValue", value_fields);
static const struct field property_fields[] = {
    FIELD("key", TEXT, struct vm_ovf_property, key, "string"),
    FIELD("type", TEXT, struct vm_ovf_property, type, "string"),
    FIELD("qualifiers", TEXT, struct vm_ovf_property, qualifiers, "string"),
    FIELD("userConfigurable", BOOL, struct vm_ovf_property, user_configurable, "bool"),
    FIELD("default", TEXT, struct vm_ovf_property, value, "string"),
    FIELD("password", BOOL, struct vm_ovf_property, password, "bool"),
    FIELD("configuration", TEXT, struct vm_ovf_property, configuration, "string"),
    ITEMS("value", struct vm_ovf_property, values, value_count, value_capacity, value,
          "[]ovf.PropertyConfigurationValue"),
};
NODE(property, "Property", property_fields);

/* govmomi walks `items`, which keep the order among categories; `property` is a copy for older readers. */
static const struct field item_of_product_fields[] = {
    {.key = "property", .kind = SAME, .node = &property, .type = "ovf.Property"},
};
NODE(item_of_product, "ProductSectionItem", item_of_product_fields);
static const struct field product_fields[] = {
    FIELD("class", TEXT, struct vm_ovf_product, class_id, "string"),
    FIELD("instance", TEXT, struct vm_ovf_product, instance_id, "string"),
    FIELD("product", TEXT, struct vm_ovf_product, product, "string"),
    FIELD("vendor", TEXT, struct vm_ovf_product, vendor, "string"),
    FIELD("version", TEXT, struct vm_ovf_product, version, "string"),
    FIELD("fullVersion", TEXT, struct vm_ovf_product, full_version, "string"),
    ITEMS("items", struct vm_ovf_product, properties, property_count, property_capacity, item_of_product,
          "[]ovf.ProductSectionItem"),
};
NODE(product, "ProductSection", product_fields);

static const struct field setting_fields[] = {
    FIELD("key", TEXT, struct vm_ovf_setting, key, "string"),
    FIELD("value", TEXT, struct vm_ovf_setting, value, "string"),
};
NODE(setting, "Config", setting_fields);

static const struct field item_fields[] = {
    FIELD("elementName", TEXT, struct vm_ovf_item, name, "string"),
    FIELD("instanceID", TEXT, struct vm_ovf_item, instance_id, "string"),
    FIELD("resourceType", RESOURCE, struct vm_ovf_item, resource_type, "ovf.CIMResourceType"),
    FIELD("resourceSubType", TEXT, struct vm_ovf_item, subtype, "string"),
    FIELD("addressOnParent", TEXT, struct vm_ovf_item, address_on_parent, "string"),
    FIELD("address", TEXT, struct vm_ovf_item, address, "string"),
    FIELD("allocationUnits", TEXT, struct vm_ovf_item, units, "string"),
    FIELD("parent", TEXT, struct vm_ovf_item, parent, "string"),
    FIELD("reservation", PRESENT, struct vm_ovf_item, reservation_set, "uint64"),
    FIELD("configuration", TEXT, struct vm_ovf_item, configuration, "string"),
    {.key = "virtualQuantity",
     .kind = QUANTITY,
     .offset = offsetof(struct vm_ovf_item, quantity),
     .count = offsetof(struct vm_ovf_item, quantity_set),
     .type = "uint"},
    {.key = "hostResource",
     .kind = FIRST,
     .offset = offsetof(struct vm_ovf_item, host_resource),
     .count = offsetof(struct vm_ovf_item, host_resource_count),
     .type = "[]string"},
    ITEMS("config", struct vm_ovf_item, settings, setting_count, setting_capacity, setting, "[]ovf.Config"),
};
NODE(item, "ResourceAllocationSettingData", item_fields);

static const struct field settings_data_fields[] = {
    FIELD("virtualSystemType", TEXT, struct vm_ovf_hardware, system_type, "string"),
};
NODE(settings_data, "VirtualSystemSettingData", settings_data_fields);
static const struct field hardware_fields[] = {
    {.key = "system", .kind = SAME, .node = &settings_data, .type = "ovf.VirtualSystemSettingData"},
    ITEMS("item", struct vm_ovf_hardware, items, item_count, item_capacity, item,
          "[]ovf.ResourceAllocationSettingData"),
    ITEMS("config", struct vm_ovf_hardware, settings, setting_count, setting_capacity, setting, "[]ovf.Config"),
    ITEMS("extraConfig", struct vm_ovf_hardware, extra, extra_count, extra_capacity, setting, "[]ovf.Config"),
};
NODE(hardware, "VirtualHardwareSection", hardware_fields);

static const struct field os_fields[] = {
    FIELD("id", INT16, struct vm_ovf_system, os_id, "int16"),
    FIELD("version", TEXT, struct vm_ovf_system, os_version, "string"),
    FIELD("osType", TEXT, struct vm_ovf_system, os_type, "string"),
};
NODE(os, "OperatingSystemSection", os_fields);

#define PRODUCTS                                                                                                       \
    ITEMS("productSection", struct vm_ovf_system, products, product_count, product_capacity, product,                  \
          "[]ovf.ProductSection")
static const struct field system_fields[] = {
    FIELD("id", TEXT, struct vm_ovf_system, id, "string"),
    FIELD("name", TEXT, struct vm_ovf_system, name, "string"),
    PRODUCTS,
    {.key = "operatingSystemSection",
     .kind = SAME,
     .count = offsetof(struct vm_ovf_system, os_set),
     .node = &os,
     .type = "ovf.OperatingSystemSection"},
    ITEMS("virtualHardwareSection", struct vm_ovf_system, hardware, hardware_count, hardware_capacity, hardware,
          "[]ovf.VirtualHardwareSection"),
};
NODE(virtual_system, "VirtualSystem", system_fields);

#define IN_COLLECTION(member) (offsetof(struct vm_ovf, collection) + offsetof(struct vm_ovf_system, member))
static const struct field collection_fields[] = {
    {.key = "id", .kind = TEXT, .offset = IN_COLLECTION(id), .type = "string"},
    {.key = "name", .kind = TEXT, .offset = IN_COLLECTION(name), .type = "string"},
    {.key = "productSection",
     .kind = LIST,
     .offset = IN_COLLECTION(products),
     .count = IN_COLLECTION(product_count),
     .capacity = IN_COLLECTION(product_capacity),
     .size = sizeof(struct vm_ovf_product),
     .node = &product,
     .type = "[]ovf.ProductSection"},
    ITEMS("virtualSystem", struct vm_ovf, systems, system_count, system_capacity, virtual_system,
          "[]ovf.VirtualSystem"),
};
NODE(collection, "VirtualSystemCollection", collection_fields);

static const struct field envelope_fields[] = {
    ITEMS("references", struct vm_ovf, files, file_count, file_capacity, file, "[]ovf.File"),
    {.key = "diskSection",
     .kind = SAME,
     .count = offsetof(struct vm_ovf, disks_set),
     .node = &disks,
     .type = "ovf.DiskSection"},
    {.key = "deploymentOptionSection", .kind = SAME, .node = &options, .type = "ovf.DeploymentOptionSection"},
    {.key = "virtualSystem",
     .kind = OBJECT,
     .offset = offsetof(struct vm_ovf, system),
     .count = offsetof(struct vm_ovf, system_set),
     .node = &virtual_system,
     .type = "ovf.VirtualSystem"},
    {.key = "virtualSystemCollection",
     .kind = SAME,
     .count = offsetof(struct vm_ovf, collection_set),
     .node = &collection,
     .type = "ovf.VirtualSystemCollection"},
};
NODE(envelope, "Envelope", envelope_fields);

/* ---- reading ---- */

struct reader {
    struct vm_arena *arena;
    struct vm_buf path;  /* "virtualSystem.operatingSystemSection" */
    struct vm_buf fault; /* Go's text for the first value of a wrong type */
};

static const char *go_kind(const struct vm_json *node)
{
    static const char *const names[] = {"null", "bool", "number", "string", "array", "object"};

    return names[vmimage__json_type(node)];
}

static void refuse(struct reader *r, const struct node *in, const struct field *field, const struct vm_json *node)
{
    vm_auto_buf struct vm_buf number = VM_BUF_INIT(PATH_MAX_BYTES);

    if (r->fault.length != 0)
        return;
    if (vmimage__json_type(node) == VM_JSON_NUMBER && field->kind != TEXT && field->kind < FIRST) {
        vmimage__buf_add_char(&number, ' ');
        vmimage__json_print(node, &number, false);
    }
    vmimage__buf_printf(&r->fault, "json: cannot unmarshal %s%s into Go struct field %s.%s of type %s", go_kind(node),
                        vmimage__buf_str(&number), in->name, vmimage__buf_str(&r->path), field->type);
}

/* Kubernetes' reader turns numbers and booleans into text where Go's field is one. */
static bool read_text(struct reader *r, const struct vm_json *node, const char **text)
{
    vm_auto_buf struct vm_buf other = VM_BUF_INIT(PATH_MAX_BYTES);

    if (vmimage__json_type(node) == VM_JSON_ARRAY || vmimage__json_type(node) == VM_JSON_OBJECT)
        return false;
    if (vmimage__json_string(node) != NULL) {
        *text = vmimage__arena_strdup(r->arena, vmimage__json_string(node));
    } else {
        vmimage__json_print(node, &other, false);
        *text = vmimage__arena_strdup(r->arena, vmimage__buf_str(&other));
        r->arena->failed |= other.status == VMIMAGE_E_NO_MEMORY;
    }
    return true;
}

static bool read_number(const struct vm_json *node, int64_t least, int64_t most, int64_t *number)
{
    int64_t found;

    if (vmimage__json_type(node) != VM_JSON_NUMBER || !vmimage__json_int(node, &found) || found < least || found > most)
        return false;
    *number = found;
    return true;
}

/* All 64 bits: an amount that was negative in the descriptor is cached as the huge number that Go made of it. */
static bool read_unsigned(const struct vm_json *node, uint64_t *number)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(32);
    unsigned long long found;
    char *end;

    if (vmimage__json_type(node) != VM_JSON_NUMBER)
        return false;
    vmimage__json_print(node, &text, false);
    if (text.status != VMIMAGE_OK || strspn(vmimage__buf_str(&text), "0123456789") != text.length)
        return false;
    errno = 0;
    found = strtoull(vmimage__buf_str(&text), &end, 10);
    *number = (uint64_t)found;
    return errno == 0 && *end == '\0';
}

static bool read_first(struct reader *r, const struct vm_json *node, const char **first, size_t *count)
{
    if (vmimage__json_type(node) != VM_JSON_ARRAY)
        return false;
    for (const struct vm_json *child = vmimage__json_first(node); child != NULL; child = vmimage__json_next(child)) {
        const char *text = "";

        if (vmimage__json_type(child) != VM_JSON_NULL && !read_text(r, child, &text))
            return false;
        if ((*count)++ == 0)
            *first = text;
    }
    return true;
}

/* A value that is no object and no list of objects. */
static bool read_plain(struct reader *r, const struct field *field, const struct vm_json *node, char *object)
{
    void *member = object + field->offset;
    int64_t number = 0;
    uint64_t amount = 0;

    switch (field->kind) {
    case TEXT:
        return read_text(r, node, member);
    case BOOL:
        *(bool *)member = vmimage__json_bool(node);
        return vmimage__json_type(node) == VM_JSON_BOOL;
    case INT:
        ((struct vm_int *)member)->set = read_number(node, INT64_MIN, INT64_MAX, &((struct vm_int *)member)->value);
        return ((struct vm_int *)member)->set;
    case RESOURCE:
        ((struct vm_int *)member)->set = read_number(node, 0, UINT16_MAX, &((struct vm_int *)member)->value);
        return ((struct vm_int *)member)->set;
    case INT16:
        if (!read_number(node, INT16_MIN, INT16_MAX, &number))
            return false;
        *(int32_t *)member = (int32_t)number;
        return true;
    case PRESENT:
        *(bool *)member = read_unsigned(node, &amount);
        return *(bool *)member;
    case FIRST:
        return read_first(r, node, member, (size_t *)(void *)(object + field->count));
    default:
        if (!read_unsigned(node, member))
            return false;
        if (field->kind == QUANTITY)
            *(bool *)(object + field->count) = true;
        return true;
    }
}

static void read_object(struct reader *r, const struct node *node, const struct vm_json *json, char *object, int depth);

static void read_list(struct reader *r, const struct node *in, const struct field *field, const struct vm_json *json,
                      char *object, int depth)
{
    size_t *count = (size_t *)(void *)(object + field->count);
    size_t *capacity = (size_t *)(void *)(object + field->capacity);

    if (vmimage__json_type(json) != VM_JSON_ARRAY) {
        refuse(r, in, field, json);
        return;
    }
    for (const struct vm_json *child = vmimage__json_first(json); child != NULL; child = vmimage__json_next(child)) {
        char *items;
        bool counts = field->node != &item_of_product ||
                      vmimage__json_type(vmimage__json_get(child, "property")) == VM_JSON_OBJECT;

        if (vmimage__json_type(child) != VM_JSON_OBJECT && vmimage__json_type(child) != VM_JSON_NULL) {
            refuse(r, in, field, child);
            return;
        }
        /* A category among the items of a product is no property. */
        if (!counts)
            continue;
        if (!vmimage__arena_grow(r->arena, object + field->offset, *count, capacity, field->size))
            return;
        memcpy(&items, object + field->offset, sizeof(items));
        memset(items + *count * field->size, 0, field->size);
        read_object(r, field->node, child, items + (*count)++ * field->size, depth + 1);
    }
}

static const struct field *find(const struct node *node, const char *key)
{
    for (size_t i = 0; i < node->field_count; i++) {
        if (vmimage__ascii_equal(node->fields[i].key, key))
            return &node->fields[i];
    }
    return NULL;
}

static void read_member(struct reader *r, const struct node *in, const struct field *field, const struct vm_json *json,
                        char *object, int depth)
{
    if (field->kind == LIST) {
        read_list(r, in, field, json, object, depth);
    } else if (field->kind == OBJECT || field->kind == SAME) {
        if (vmimage__json_type(json) != VM_JSON_OBJECT) {
            refuse(r, in, field, json);
            return;
        }
        if (field->count != 0)
            *(bool *)(object + field->count) = true;
        read_object(r, field->node, json, object + field->offset, depth + 1);
    } else if (!read_plain(r, field, json, object)) {
        refuse(r, in, field, json);
    }
}

static void read_object(struct reader *r, const struct node *node, const struct vm_json *json, char *object, int depth)
{
    size_t length = r->path.length;

    if (depth > DEPTH_MAX)
        return;
    for (const struct vm_json *child = vmimage__json_first(json); child != NULL; child = vmimage__json_next(child)) {
        const struct field *field = find(node, vmimage__json_key(child));

        if (field == NULL || vmimage__json_type(child) == VM_JSON_NULL)
            continue;
        vmimage__buf_printf(&r->path, "%s%s", length != 0 ? "." : "", field->key);
        read_member(r, node, field, child, object, depth);
        if (r->path.status == VMIMAGE_OK) {
            r->path.length = length;
            r->path.data[length] = '\0';
        }
    }
}

static vmimage_status read_envelope(const struct vm_json *root, const char *subject, struct vm_ovf *ovf,
                                    struct vm_arena *arena, vmimage_error **error)
{
    struct reader r = {.arena = arena, .path = VM_BUF_INIT(PATH_MAX_BYTES), .fault = VM_BUF_INIT(PATH_MAX_BYTES * 4)};
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_type(root) == VM_JSON_OBJECT)
        read_object(&r, &envelope, root, (char *)ovf, 0);
    else if (vmimage__json_type(root) != VM_JSON_NULL)
        vmimage__buf_printf(&r.fault, "json: cannot unmarshal %s into Go value of type ovf.Envelope", go_kind(root));
    if (arena->failed || r.fault.status == VMIMAGE_E_NO_MEMORY || r.path.status == VMIMAGE_E_NO_MEMORY) {
        status = vmimage__fail_no_memory(error);
    } else if (r.fault.length != 0) {
        vm_auto_buf struct vm_buf reason = VM_BUF_INIT(PATH_MAX_BYTES * 8);

        vmimage__buf_printf(&reason, "error unmarshaling JSON: while decoding JSON: %s", vmimage__buf_str(&r.fault));
        status = vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s: not the YAML of an OVF envelope: %s", subject,
                               vmimage__buf_str(&r.fault));
        vmimage__error_set_reason(error, vmimage__buf_str(&reason));
    }
    vmimage__buf_release(&r.path);
    vmimage__buf_release(&r.fault);
    return status;
}

vmimage_status vmimage__envelope_from_yaml(const char *text, size_t length, const vmimage_context *context,
                                           const char *subject, struct vm_ovf *ovf, struct vm_arena *arena,
                                           vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(context);
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(JSON_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__yaml_to_json(text, length, &limits, subject, &json, error);

    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&json), json.length, &limits, subject, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    ovf->subject = vmimage__arena_strdup(arena, subject);
    return read_envelope(vmimage__json_root(doc), subject, ovf, arena, error);
}
