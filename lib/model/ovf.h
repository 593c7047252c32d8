/*
 * SPDX-License-Identifier: Apache-2.0
 * What an OVF descriptor says, as far as it feeds an image or a tool wants to see it, and the rules that make an image of
 * it. Reading the descriptor is in format/ovf.h.
 *
 * All strings and lists live in one arena; NULL is an absent string, "" one that is there and empty.
 */
#ifndef VMIMAGE_LIB_MODEL_OVF_H
#define VMIMAGE_LIB_MODEL_OVF_H

#include <vmimage/base.h>

#include "model/objects.h"

/* References/File */
struct vm_ovf_file {
    const char *id, *href, *compression;
    uint64_t size;
    struct vm_int chunk_size;
    uint64_t line;
};

/* DiskSection/Disk */
struct vm_ovf_disk {
    const char *id, *file_ref, *capacity, *units, *format, *parent_ref;
    struct vm_int populated;
    uint64_t line;
};

/* DeploymentOptionSection/Configuration */
struct vm_ovf_configuration {
    const char *id;
    bool is_default;
};

/* Property/Value */
struct vm_ovf_value {
    const char *value, *configuration;
};

struct vm_ovf_property {
    const char *key, *type, *qualifiers, *value, *configuration;
    bool user_configurable, password;
    struct vm_ovf_value *values;
    size_t value_count, value_capacity;
    uint64_t line;
};

struct vm_ovf_product {
    const char *class_id, *instance_id;
    const char *product, *vendor, *version, *full_version;
    struct vm_ovf_property *properties;
    size_t property_count, property_capacity;
};

/* Config and ExtraConfig, of the hardware and of an item */
struct vm_ovf_setting {
    const char *key, *value;
};

/* VirtualHardwareSection/Item */
struct vm_ovf_item {
    const char *name, *instance_id, *subtype, *address, *address_on_parent, *parent, *units, *configuration;
    struct vm_int resource_type;
    uint64_t quantity;
    bool quantity_set, reservation_set;
    const char *host_resource; /* the first one */
    size_t host_resource_count;
    struct vm_ovf_setting *settings;
    size_t setting_count, setting_capacity;
    uint64_t line;
};

struct vm_ovf_hardware {
    const char *system_type; /* System/VirtualSystemType */
    struct vm_ovf_item *items;
    size_t item_count, item_capacity;
    struct vm_ovf_setting *settings, *extra;
    size_t setting_count, setting_capacity, extra_count, extra_capacity;
};

struct vm_ovf_system {
    const char *id, *name;
    bool os_set;
    int32_t os_id;
    const char *os_version, *os_type;
    struct vm_ovf_product *products;
    size_t product_count, product_capacity;
    struct vm_ovf_hardware *hardware; /* only the first section counts */
    size_t hardware_count, hardware_capacity;
    uint64_t line;
};

struct vm_ovf {
    const char *subject; /* what the descriptor is called in messages: a file name; NULL when it has no name */
    struct vm_ovf_file *files;
    size_t file_count, file_capacity;
    bool disks_set; /* there is a DiskSection */
    struct vm_ovf_disk *disks;
    size_t disk_count, disk_capacity;
    struct vm_ovf_configuration *configurations;
    size_t configuration_count, configuration_capacity;
    bool system_set; /* there is a VirtualSystem right in the envelope */
    struct vm_ovf_system system;
    bool collection_set;
    /* VirtualSystemCollection: its id, name and products are those of a system without hardware */
    struct vm_ovf_system collection;
    struct vm_ovf_system *systems;
    size_t system_count, system_capacity;
};

/* The system that an image is made of, or NULL; *products is where its product sections are. */
const struct vm_ovf_system *vmimage__ovf_system(const struct vm_ovf *ovf, const struct vm_ovf_system **products);
/* Name of the deployment configuration that counts; "" when there is none. */
const char *vmimage__ovf_configuration(const struct vm_ovf *ovf);

/*
 * Bring the status of an image in line with a descriptor, as VM Operator's UpdateVmiWithOvfEnvelope does: fields that the
 * descriptor lacks may stay as they were. Labels of the descriptor's extra configuration are added; syncing the others
 * is vmimage__labels_sync(). On failure nothing in the image is changed; the error's reason is VM Operator's text.
 * `image` lives in `arena`; `now` is RFC 3339; warnings go to the log of `context`, which may be NULL.
 */
vmimage_status vmimage__ovf_apply(const struct vm_ovf *ovf, struct vm_image *image, struct vm_arena *arena,
                                  const char *now, const vmimage_context *context, vmimage_error **error);

/* ---- the parts of it, each in a file of its own ---- */

/* An error in the making: VM Operator's words and where the cause is. */
struct vm_ovf_fault {
    struct vm_arena *arena; /* for the text */
    const char *reason;     /* NULL: no fault */
    const char *hint;       /* added to the message, not to the reason; may be NULL */
    bool limit;             /* the library's own limit, not VM Operator's */
    uint64_t line;
};

/* Sets fault->reason once; returns false. */
bool vmimage__ovf_fault(struct vm_ovf_fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A text as Go's %q prints it, in the arena; "" without memory. */
const char *vmimage__ovf_quote(struct vm_arena *arena, const char *text);

/* ovf_units.c: how many bytes a capacityAllocationUnits stands for; 0 for what is none. */
int64_t vmimage__ovf_units(const char *text);

/* ovf_type.c: the vApp type of a property (in the arena), and the default of an expression (NULL: none). */
const char *vmimage__ovf_property_type(const struct vm_ovf_property *property, struct vm_arena *arena);
const char *vmimage__ovf_expression(const char *qualifiers, struct vm_arena *arena);

/* ovf_value.c: a property's default checked against its vApp type; NULL on a fault. `value` is trimmed and not empty. */
const char *vmimage__ovf_property_value(const char *key, const char *type, const char *value,
                                        struct vm_ovf_fault *fault);

/* A disk of the image, as the hardware section gives it. */
struct vm_ovf_drive {
    const char *name;
    int64_t bytes;
    const char *controller_type; /* NULL: none, or one that is not named */
    int32_t bus;
    struct vm_int unit;
};

struct vm_ovf_drives {
    struct vm_ovf_drive *items;
    size_t count, capacity;
};

/* ovf_devices.c: walks the items of the hardware section. */
bool vmimage__ovf_devices(const struct vm_ovf *ovf, const struct vm_ovf_system *system,
                          const struct vm_ovf_system *products, const char *configuration, struct vm_ovf_drives *drives,
                          struct vm_ovf_fault *fault);

/* ovf_capacity.c: the size of the disk of an item. */
bool vmimage__ovf_capacity(const struct vm_ovf *ovf, const struct vm_ovf_system *products, const char *configuration,
                           const struct vm_ovf_item *item, int64_t *bytes, struct vm_ovf_fault *fault);
/* The size of a Disk for the system that an image is made of. */
bool vmimage__ovf_disk_bytes(const struct vm_ovf *ovf, const struct vm_ovf_disk *disk, int64_t *bytes,
                             struct vm_ovf_fault *fault);
/* The Disk that a HostResource means, or NULL. */
const struct vm_ovf_disk *vmimage__ovf_disk(const struct vm_ovf *ovf, const char *host_resource);

#endif
