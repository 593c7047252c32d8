/*
 * SPDX-License-Identifier: Apache-2.0
 * The kinds of the image model as C structs, in their storage versions (vmoperator v1alpha6, imageregistry v1alpha2).
 *
 * Every string and list of an object lives in the object's arena; NULL is an absent string, a zeroed struct an empty
 * object. Structs that are a JSON object of their own carry `extra`: the fields that the library does not know, so that
 * they survive being read and written again. Reading, writing and converting is in format/, the rules are in model/.
 */
#ifndef VMIMAGE_LIB_MODEL_OBJECTS_H
#define VMIMAGE_LIB_MODEL_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/types.h>

#include "base/memory.h"
#include "base/refs.h"

/* A field that the library does not know: its key and its value as compact JSON. */
struct vm_extra {
    struct vm_extra *next;
    const char *key;
    const char *json;
};

enum vm_tristate {
    VM_UNSET = 0,
    VM_FALSE = 1,
    VM_TRUE = 2
};

/* An integer that may be absent. */
struct vm_int {
    int64_t value;
    bool set;
};

struct vm_strings {
    const char **items;
    size_t count, capacity;
};

struct vm_pair {
    struct vm_extra *extra;
    const char *key;
    const char *value;
};

/* Labels, annotations: sorted by the bytes of the key, a key at most once. Use vmimage__map_*(). */
struct vm_map {
    struct vm_pair *pairs;
    size_t count, capacity;
};

struct vm_owner {
    struct vm_extra *extra;
    const char *api_version, *kind, *name, *uid;
    enum vm_tristate controller, block_owner_deletion;
};

struct vm_meta {
    struct vm_extra *extra;
    const char *name, *generate_name, *name_space, *uid, *resource_version;
    const char *creation_time, *deletion_time; /* RFC 3339 */
    struct vm_int generation;
    struct vm_map labels, annotations;
    struct vm_strings finalizers;
    struct vm_owner *owners;
    size_t owner_count, owner_capacity;
};

/* metav1.Condition; severity only in v1alpha1. */
struct vmimage_condition {
    struct vm_extra *extra;
    const char *type, *status, *reason, *message, *severity;
    const char *last_transition_time; /* RFC 3339 in UTC */
    struct vm_int observed_generation;
};

struct vm_conditions {
    struct vmimage_condition *items;
    size_t count, capacity;
};

/* apiVersion, kind, name (and namespace in v1alpha1) of another object. */
struct vm_ref {
    struct vm_extra *extra;
    const char *api_version, *kind, *name, *name_space;
    bool set; /* the object is there, be it empty */
};

struct vm_disk {
    struct vm_extra *extra;
    const char *name;
    const char *limit, *requested; /* canonical quantities */
    const char *controller_type;
    struct vm_int controller_bus, unit;
};

struct vm_property {
    struct vm_extra *extra;
    const char *key, *type;
    const char *value;   /* "default" in JSON; NULL is absent, "" is kept */
    const char *env_key; /* v1alpha1: its key in ovfEnv when that is not `key` */
};

/* VirtualMachineImage and ClusterVirtualMachineImage. */
struct vm_image {
    struct vm_extra *extra, *extra_spec, *extra_status, *extra_os, *extra_product;
    const char *api_version, *kind;
    struct vm_meta meta;
    struct vm_ref provider;
    const char *name; /* status.name: the display name */
    const char *type, *firmware;
    const char *provider_item_id, *provider_content_version;
    const char *os_id, *os_type, *os_version;
    const char *product, *vendor, *version, *full_version;
    struct vm_int hardware_version;
    struct vm_strings capabilities;
    struct vm_conditions conditions;
    struct vm_disk *disks;
    size_t disk_count, disk_capacity;
    struct vm_property *properties;
    size_t property_count, property_capacity;
    struct vm_pair *system_properties;
    size_t system_property_count, system_property_capacity;
};

struct vm_file {
    struct vm_extra *extra;
    const char *name, *version, *storage_uri;
    const char *size; /* canonical quantity */
    enum vm_tristate cached;
};

/* ContentLibraryItem and ClusterContentLibraryItem. */
struct vm_item {
    struct vm_extra *extra, *extra_spec, *extra_status, *extra_certificate;
    const char *api_version, *kind;
    struct vm_meta meta;
    const char *id;           /* spec.id; spec.uuid in v1alpha1 */
    const char *library_name; /* spec.libraryName */
    /* status.contentLibraryRef, v1alpha1 only; set false elsewhere */
    struct vm_ref library_ref;
    const char *name, *description, *type, *version, *content_version, *source_id;
    const char *size; /* canonical quantity */
    const char *creation_time, *last_modified_time, *last_sync_time;
    enum vm_tristate cached, security_compliance;
    bool certificate_set; /* status.certificateVerificationInfo is there */
    const char *certificate_status;
    struct vm_strings certificates;
    struct vm_file *files;
    size_t file_count, file_capacity;
    struct vm_conditions conditions;
};

struct vm_storage {
    struct vm_extra *extra;
    const char *type, *datastore_id;
};

/* ContentLibrary and ClusterContentLibrary. */
struct vm_library {
    struct vm_extra *extra, *extra_spec, *extra_status, *extra_publish, *extra_subscription;
    const char *api_version, *kind;
    struct vm_meta meta;
    const char *id; /* spec.id; spec.uuid in v1alpha1 */
    const char *library_type, *naming_strategy, *storage_class;
    enum vm_tristate allow_publish, allow_import, allow_delete;
    const char *name, *description, *state, *version, *server_guid, *security_policy_id;
    const char *creation_time, *last_modified_time, *last_sync_time;
    bool publish_set, subscription_set;
    const char *publish_url, *subscription_url;
    enum vm_tristate published, automatic_sync, on_demand;
    struct vm_storage *storage;
    size_t storage_count, storage_capacity;
    struct vm_conditions conditions;
};

/* The handles that programs hold. Immutable once handed out. */
struct vmimage_image {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_image o;
};

struct vmimage_item {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_item o;
};

struct vmimage_library {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_library o;
};

/* Empty objects with one reference; NULL without memory. Released with the public unref functions. */
vmimage_image *vmimage__image_new(void);
vmimage_item *vmimage__item_new(void);
vmimage_library *vmimage__library_new(void);

/* Maps. Values are copied into the arena; a failed copy sets arena->failed and leaves the map as it was. */
const char *vmimage__map_get(const struct vm_map *map, const char *key);
void vmimage__map_set(struct vm_map *map, struct vm_arena *arena, const char *key, const char *value);
void vmimage__map_remove(struct vm_map *map, const char *key);

void vmimage__strings_add(struct vm_strings *strings, struct vm_arena *arena, const char *text);
bool vmimage__strings_have(const struct vm_strings *strings, const char *text);
void vmimage__strings_remove(struct vm_strings *strings, const char *text);

/* The first condition with the type, or NULL. */
struct vmimage_condition *vmimage__condition_find(const struct vm_conditions *conditions, const char *type);
bool vmimage__condition_true(const struct vm_conditions *conditions, const char *type);
/*
 * Set a condition as VM Operator does: Ready first, the other types in byte order; `now` (RFC 3339 in UTC, seconds)
 * becomes the transition time only when status, reason or message changed. A True condition has the reason "True" and
 * no message when reason is NULL.
 */
void vmimage__condition_set(struct vm_conditions *conditions, struct vm_arena *arena, const char *type,
                            const char *status, const char *reason, const char *message, const char *now);
void vmimage__condition_remove(struct vm_conditions *conditions, const char *type);

#endif
