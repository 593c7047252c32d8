/*
 * SPDX-License-Identifier: Apache-2.0
 * From vCenter's JSON to the model. A field that is absent stays absent; one of another type is an error, for what a server
 * says is not guessed at. Members that we don't know are passed over: some servers put whole items into a library.
 */
#include "transport/vsphere/objects.h"

#include <inttypes.h>
#include <string.h>

#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/ascii.h"
#include "base/error.h"
#include "model/id.h"
#include "model/quantity.h"
#include "model/rfc3339.h"

/* What is being read, and what is wrong with it: the first mistake counts. */
struct reading {
    struct vm_arena *arena;
    const char *subject;
    vmimage_status status;
    vmimage_error **error;
};

static void bad_field(struct reading *reading, const char *key, const char *expected, const struct vm_json *value)
{
    if (reading->status == VMIMAGE_OK)
        reading->status =
            vmimage__fail(reading->error, VMIMAGE_E_PROTOCOL, reading->subject, "%s: \"%s\" is %s instead of %s",
                          reading->subject, key, vmimage__json_type_name(vmimage__json_type(value)), expected);
}

static const char *text(struct reading *reading, const struct vm_json *json, const char *key)
{
    const struct vm_json *value = vmimage__json_get(json, key);

    if (vmimage__json_type(value) == VM_JSON_NULL)
        return NULL;
    if (vmimage__json_type(value) != VM_JSON_STRING) {
        bad_field(reading, key, "a string", value);
        return NULL;
    }
    return vmimage__arena_strdup(reading->arena, vmimage__json_string(value));
}

/* The same, with an empty text as an absent one. */
static const char *some(struct reading *reading, const struct vm_json *json, const char *key)
{
    const char *value = text(reading, json, key);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static enum vm_tristate truth(struct reading *reading, const struct vm_json *json, const char *key)
{
    const struct vm_json *value = vmimage__json_get(json, key);

    if (vmimage__json_type(value) == VM_JSON_NULL)
        return VM_UNSET;
    if (vmimage__json_type(value) != VM_JSON_BOOL)
        bad_field(reading, key, "true or false", value);
    return vmimage__json_bool(value) ? VM_TRUE : VM_FALSE;
}

static const char *date(struct reading *reading, const struct vm_json *json, const char *key)
{
    const char *value = text(reading, json, key);
    char canonical[VM_RFC3339_SIZE];

    return value != NULL && vmimage__rfc3339_canonical(value, canonical)
               ? vmimage__arena_strdup(reading->arena, canonical)
               : NULL;
}

static bool size(struct reading *reading, const struct vm_json *json, const char *key, int64_t *bytes)
{
    const struct vm_json *value = vmimage__json_get(json, key);

    if (vmimage__json_type(value) == VM_JSON_NULL)
        return false;
    if (vmimage__json_int(value, bytes) && *bytes >= 0)
        return true;
    bad_field(reading, key, "a number of bytes", value);
    return false;
}

static const char *quantity(struct reading *reading, int64_t bytes)
{
    char out[VM_QUANTITY_SIZE];

    vmimage__quantity_from_bytes(bytes, out);
    return vmimage__arena_strdup(reading->arena, out);
}

/* "NOT_AVAILABLE" as the model has it: "NotAvailable". */
static const char *words(struct reading *reading, const char *upper)
{
    char *out = upper != NULL ? vmimage__arena_strdup(reading->arena, upper) : NULL;
    size_t used = 0;
    bool start = true;

    for (size_t i = 0; out != NULL && upper[i] != '\0'; i++) {
        if (upper[i] == '_') {
            start = true;
            continue;
        }
        out[used++] = start ? upper[i] : vmimage__ascii_lower(upper[i]);
        start = false;
    }
    if (out != NULL)
        out[used] = '\0';
    return out;
}

vmimage_status vmimage__vs_text(const struct vm_json *json, const char *key, const char *subject, const char **out,
                                vmimage_error **error)
{
    *out = vmimage__json_get_string(json, key);
    if (*out != NULL && (*out)[0] != '\0')
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_PROTOCOL, subject, "%s: the server's answer has no \"%s\"", subject, key);
}

static vmimage_status finish(struct reading *reading)
{
    if (reading->arena->failed)
        return vmimage__fail_no_memory(reading->error);
    return reading->status;
}

static void add_storage(struct reading *reading, struct vm_library *library, const struct vm_json *list)
{
    for (const struct vm_json *json = vmimage__json_first(list); json != NULL; json = vmimage__json_next(json)) {
        struct vm_storage *storage;

        if (!vmimage__arena_grow(reading->arena, &library->storage, library->storage_count, &library->storage_capacity,
                                 sizeof(*storage)))
            return;
        storage = &library->storage[library->storage_count++];
        storage->type = words(reading, some(reading, json, "type"));
        if (storage->type == NULL)
            storage->type = "Other";
        storage->datastore_id = some(reading, json, "datastore_id");
    }
}

static void set_exchange(struct reading *reading, struct vm_library *library, const struct vm_json *json)
{
    const struct vm_json *publish = vmimage__json_get(json, "publish_info");
    const struct vm_json *subscription = vmimage__json_get(json, "subscription_info");

    if (vmimage__json_type(publish) == VM_JSON_OBJECT) {
        library->publish_set = true;
        library->published = truth(reading, publish, "published");
        library->publish_url = text(reading, publish, "publish_url");
    }
    if (vmimage__json_type(subscription) == VM_JSON_OBJECT) {
        library->subscription_set = true;
        library->subscription_url = text(reading, subscription, "subscription_url");
        library->automatic_sync = truth(reading, subscription, "automatic_sync_enabled");
        library->on_demand = truth(reading, subscription, "on_demand");
    }
}

static void set_library(struct reading *reading, struct vm_library *library, const struct vm_json *json)
{
    const char *state = some(reading, vmimage__json_get(json, "state_info"), "state");
    const char *type = some(reading, json, "type");
    char hash[VM_HASH17_SIZE];

    vmimage__hash17(library->id, hash);
    library->api_version = VM_VS_REGISTRY_API;
    library->kind = "ContentLibrary";
    library->library_type = "ContentLibrary";
    library->meta.name = vmimage__arena_printf(reading->arena, "cl-%s", hash);
    library->description = text(reading, json, "description");
    library->version = some(reading, json, "version");
    library->creation_time = date(reading, json, "creation_time");
    library->last_modified_time = date(reading, json, "last_modified_time");
    library->last_sync_time = date(reading, json, "last_sync_time");
    library->meta.creation_time = library->creation_time;
    library->server_guid = some(reading, json, "server_guid");
    library->security_policy_id = some(reading, json, "security_policy_id");
    library->state = state != NULL && strcmp(state, "MAINTENANCE") == 0 ? "InMaintenance" : "Active";
    /* What a subscribed library holds is its publisher's. */
    library->allow_publish = library->allow_import = library->allow_delete =
        type != NULL && strcmp(type, "SUBSCRIBED") == 0 ? VM_FALSE : VM_TRUE;
    add_storage(reading, library, vmimage__json_get(json, "storage_backings"));
    set_exchange(reading, library, json);
}

vmimage_status vmimage__vs_library(const struct vm_json *json, const char *subject, vmimage_library **library,
                                   vmimage_error **error)
{
    const char *id, *name = NULL;
    vmimage_library *new = NULL;
    struct reading reading = {.subject = subject, .error = error};
    vmimage_status status = vmimage__vs_text(json, "id", subject, &id, error);

    *library = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__vs_text(json, "name", subject, &name, error);
    if (status == VMIMAGE_OK && (new = vmimage__library_new()) == NULL)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        return status;
    reading.arena = &new->arena;
    new->o.id = vmimage__arena_strdup(&new->arena, id);
    new->o.name = vmimage__arena_strdup(&new->arena, name);
    if (!new->arena.failed)
        set_library(&reading, &new->o, json);
    vmimage__condition_set(&new->o.conditions, &new->arena, "Ready", "True", NULL, NULL,
                           new->o.creation_time != NULL ? new->o.creation_time : "1970-01-01T00:00:00Z");
    status = finish(&reading);
    if (status == VMIMAGE_OK)
        *library = new;
    else
        vmimage_library_unref(new);
    return status;
}

/* "OVF", "ISO", "VM", or NULL for a file of another kind. */
static const char *type_of(const char *type)
{
    if (type == NULL)
        return NULL;
    if (vmimage__ascii_equal(type, "ovf"))
        return "OVF";
    if (vmimage__ascii_equal(type, "iso"))
        return "ISO";
    return vmimage__ascii_equal(type, "vm-template") ? "VM" : NULL;
}

static void set_certificate(struct reading *reading, struct vm_item *item, const struct vm_json *json)
{
    const struct vm_json *info = vmimage__json_get(json, "certificate_verification_info");
    const struct vm_json *certificate;

    if (vmimage__json_type(info) != VM_JSON_OBJECT)
        return;
    item->certificate_set = true;
    item->certificate_status = words(reading, some(reading, info, "status"));
    certificate = vmimage__json_first(vmimage__json_get(info, "cert_chain"));
    for (; certificate != NULL; certificate = vmimage__json_next(certificate)) {
        if (vmimage__json_string(certificate) != NULL)
            vmimage__strings_add(&item->certificates, reading->arena, vmimage__json_string(certificate));
    }
}

static void set_item(struct reading *reading, struct vm_item *item, const struct vm_library *library,
                     const struct vm_json *json)
{
    char hash[VM_HASH17_SIZE];
    int64_t bytes;

    vmimage__hash17(item->id, hash);
    item->api_version = VM_VS_REGISTRY_API;
    item->kind = "ContentLibraryItem";
    item->meta.name = vmimage__arena_printf(reading->arena, "clitem-%s", hash);
    item->library_name = vmimage__arena_strdup(reading->arena, library->meta.name);
    item->description = text(reading, json, "description");
    item->type = type_of(text(reading, json, "type"));
    item->version = some(reading, json, "metadata_version");
    item->content_version = some(reading, json, "content_version");
    item->source_id = some(reading, json, "source_id");
    item->creation_time = date(reading, json, "creation_time");
    item->last_modified_time = date(reading, json, "last_modified_time");
    item->last_sync_time = date(reading, json, "last_sync_time");
    item->meta.creation_time = item->creation_time;
    item->cached = truth(reading, json, "cached") == VM_TRUE ? VM_TRUE : VM_FALSE;
    /* Servers tell of compliance only where a policy asks for it; without one there is nothing to violate. */
    item->security_compliance = truth(reading, json, "security_compliance");
    if (item->security_compliance == VM_UNSET)
        item->security_compliance = library->security_policy_id == NULL ? VM_TRUE : VM_FALSE;
    if (size(reading, json, "size", &bytes))
        item->size = quantity(reading, bytes);
    set_certificate(reading, item, json);
}

vmimage_status vmimage__vs_item(const struct vm_json *json, const struct vm_library *library, const char *subject,
                                vmimage_item **item, vmimage_error **error)
{
    const char *id, *name = NULL;
    vmimage_item *new = NULL;
    struct reading reading = {.subject = subject, .error = error};
    vmimage_status status = vmimage__vs_text(json, "id", subject, &id, error);

    *item = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__vs_text(json, "name", subject, &name, error);
    if (status == VMIMAGE_OK && (new = vmimage__item_new()) == NULL)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        return status;
    reading.arena = &new->arena;
    new->o.id = vmimage__arena_strdup(&new->arena, id);
    new->o.name = vmimage__arena_strdup(&new->arena, name);
    if (!new->arena.failed)
        set_item(&reading, &new->o, library, json);
    status = finish(&reading);
    if (status == VMIMAGE_OK)
        *item = new;
    else
        vmimage_item_unref(new);
    return status;
}

static void add_file(struct reading *reading, struct vm_item *item, const struct vm_json *json, int64_t *total)
{
    const struct vm_json *uri = vmimage__json_first(vmimage__json_get(json, "storage_uris"));
    int64_t bytes = 0;
    struct vm_file *file;

    if (!vmimage__arena_grow(reading->arena, &item->files, item->file_count, &item->file_capacity, sizeof(*file)))
        return;
    file = &item->files[item->file_count++];
    file->name = text(reading, json, "name");
    if (file->name == NULL)
        file->name = "";
    file->version = some(reading, json, "version");
    file->cached = truth(reading, json, "cached") == VM_TRUE ? VM_TRUE : VM_FALSE;
    if (vmimage__json_string(uri) != NULL)
        file->storage_uri = vmimage__arena_strdup(reading->arena, vmimage__json_string(uri));
    if (!size(reading, json, "size", &bytes))
        return;
    file->size = quantity(reading, bytes);
    *total = bytes <= INT64_MAX - *total ? *total + bytes : INT64_MAX;
}

vmimage_status vmimage__vs_item_files(vmimage_item *item, const struct vm_json *files, const char *subject,
                                      vmimage_error **error)
{
    struct reading reading = {.arena = &item->arena, .subject = subject, .error = error};
    int64_t total = 0;

    item->o.file_count = 0;
    for (const struct vm_json *file = vmimage__json_first(files); file != NULL; file = vmimage__json_next(file))
        add_file(&reading, &item->o, file, &total);
    if (item->o.size == NULL && item->o.file_count != 0)
        item->o.size = quantity(&reading, total);
    return finish(&reading);
}
