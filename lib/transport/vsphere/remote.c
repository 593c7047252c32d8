/*
 * SPDX-License-Identifier: Apache-2.0
 * Imports and copies that a vCenter carries out, and libraries that follow others.
 */
#include "transport/vsphere/remote.h"

#include <string.h>

#include "base/error.h"
#include "format/ova.h"
#include "transport/vsphere/change.h"

/* A request with a body; *id gets the text of the answer, unless id is NULL. */
static vmimage_status send(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                           enum vm_vs_operation operation, struct vm_json_writer *writer, char **id,
                           vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    vmimage_status status = vmimage__vs_body_end(vs, exchange, operation, writer, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, exchange, error);
    if (status == VMIMAGE_OK && id == NULL)
        return vmimage__vs_value(vs, exchange, &doc, &value, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, exchange, VM_JSON_STRING, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    *id = vmimage__strdup(vmimage__json_string(value));
    return *id != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static vmimage_status begin(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                            const char *first, const char *second, struct vm_json_writer *writer, vmimage_error **error)
{
    vmimage_status status = vmimage__vs_prepare(vs, exchange, operation, first, second, error);

    if (status == VMIMAGE_OK)
        vmimage__vs_body_begin(vs, exchange, operation, writer);
    return status;
}

/* ---- imports ---- */

/* What the URL ends in, without its query, percent-encoding left as it is. */
static vmimage_status file_name(const char *url, char **name, vmimage_error **error)
{
    size_t length = strcspn(url, "?#");
    const char *slash = memrchr(url, '/', length);
    const char *start = slash != NULL ? slash + 1 : url;

    *name = vmimage__strndup(start, length - (size_t)(start - url));
    if (*name == NULL)
        return vmimage__fail_no_memory(error);
    if (vmimage__has_extension(*name, ".ova") || vmimage__has_extension(*name, ".iso") ||
        vmimage__has_extension(*name, ".ovf"))
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, *name,
                         "the URL ends in \"%s\", which makes no item; .ova, .ovf and .iso do", *name);
}

static vmimage_status pull(struct vm_vs *vs, const struct vm_call *call, const char *session, const char *file,
                           const struct vm_vs_import *import, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_UPDATE_ADD, session, NULL, &w, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_member(&w, "name", file);
    vmimage__jw_member(&w, "source_type", "PULL");
    vmimage__jw_key(&w, "source_endpoint");
    vmimage__jw_begin_object(&w);
    vmimage__jw_member(&w, "uri", import->url);
    vmimage__jw_member(&w, "ssl_certificate_thumbprint", import->thumbprint);
    vmimage__jw_end_object(&w);
    if (import->checksum != NULL) {
        vmimage__jw_key(&w, "checksum_info");
        vmimage__jw_begin_object(&w);
        vmimage__jw_member(&w, "algorithm", import->algorithm != NULL ? import->algorithm : "SHA256");
        vmimage__jw_member(&w, "checksum", import->checksum);
        vmimage__jw_end_object(&w);
    }
    return send(vs, call, &exchange, VM_VS_UPDATE_ADD, &w, NULL, error);
}

static vmimage_status fill(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *file,
                           const struct vm_vs_import *import, vmimage_error **error)
{
    vm_auto_str char *session = NULL;
    vmimage_status status = vmimage__vs_update_begin(vs, call, item, &session, error), ended;

    if (status != VMIMAGE_OK)
        return status;
    status = pull(vs, call, session, file, import, error);
    ended = vmimage__vs_update_end(vs, call, session, status == VMIMAGE_OK, status == VMIMAGE_OK ? error : NULL);
    return status != VMIMAGE_OK ? status : ended;
}

vmimage_status vmimage__vs_import(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                  const struct vm_vs_import *import, char **id, vmimage_error **error)
{
    vm_auto_str char *file = NULL, *stem = NULL;
    const char *name = import->name;
    vmimage_status status = file_name(import->url, &file, error);

    *id = NULL;
    if (status != VMIMAGE_OK)
        return status;
    if (name == NULL) {
        stem = vmimage__strndup(file, strlen(file) - 4);
        if (stem == NULL)
            return vmimage__fail_no_memory(error);
        name = stem;
    }
    status = vmimage__check_name(name, false, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_item_create(vs, call, library, name, import->description,
                                         vmimage__has_extension(file, ".iso") ? "iso" : "ovf", id, error);
    if (status != VMIMAGE_OK)
        return status;
    status = fill(vs, call, *id, file, import, error);
    if (status == VMIMAGE_OK)
        return status;
    vmimage__vs_tidy(vs, call, VM_VS_ITEM_DELETE, *id);
    vmimage__free(*id);
    *id = NULL;
    return status;
}

vmimage_status vmimage__vs_copy(struct vm_vs *vs, const struct vm_call *call, const char *item, const char *library,
                                const char *name, const char *description, char **id, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_json_writer w;
    vmimage_status status = VMIMAGE_OK;

    *id = NULL;
    if (name == NULL) { /* it has to be given */
        status = vmimage__vs_get(vs, call, VM_VS_ITEM, item, NULL, VM_JSON_OBJECT, &doc, &value, error);
        name = vmimage__json_get_string(value, "name");
    }
    if (status == VMIMAGE_OK)
        status = begin(vs, &exchange, VM_VS_ITEM_COPY, item, NULL, &w, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_member(&w, "library_id", library);
    vmimage__jw_member(&w, "name", name);
    vmimage__jw_member(&w, "description", description);
    return send(vs, call, &exchange, VM_VS_ITEM_COPY, &w, id, error);
}

/* ---- libraries that follow others ---- */

static void add_source(struct vm_json_writer *w, const struct vm_vs_subscription *subscription)
{
    bool login = subscription->password != NULL;

    vmimage__jw_key(w, "subscription_info");
    vmimage__jw_begin_object(w);
    vmimage__jw_member(w, "subscription_url", subscription->url);
    vmimage__jw_member(w, "authentication_method", login ? "BASIC" : "NONE");
    vmimage__jw_member(w, "user_name", login ? subscription->user : NULL);
    vmimage__jw_member(w, "password", subscription->password);
    vmimage__jw_member(w, "ssl_thumbprint", subscription->thumbprint);
    vmimage__jw_key(w, "automatic_sync_enabled");
    vmimage__jw_bool(w, subscription->automatic);
    vmimage__jw_key(w, "on_demand");
    vmimage__jw_bool(w, subscription->on_demand);
    vmimage__jw_end_object(w);
}

vmimage_status vmimage__vs_subscribe(struct vm_vs *vs, const struct vm_call *call,
                                     const struct vm_vs_subscription *subscription, char **id, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = vmimage__check_name(subscription->name, false, error);

    *id = NULL;
    if (status == VMIMAGE_OK)
        status = begin(vs, &exchange, VM_VS_SUBSCRIBED_CREATE, NULL, NULL, &w, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_member(&w, "name", subscription->name);
    vmimage__jw_member(&w, "description", subscription->description);
    vmimage__jw_member(&w, "type", "SUBSCRIBED");
    vmimage__jw_key(&w, "storage_backings");
    vmimage__jw_begin_array(&w);
    vmimage__jw_begin_object(&w);
    vmimage__jw_member(&w, "type", "DATASTORE");
    vmimage__jw_member(&w, "datastore_id", subscription->datastore);
    vmimage__jw_end_object(&w);
    vmimage__jw_end_array(&w);
    add_source(&w, subscription);
    status = send(vs, call, &exchange, VM_VS_SUBSCRIBED_CREATE, &w, id, error);
    if (exchange.body.data != NULL)
        explicit_bzero(exchange.body.data, exchange.body.length); /* the password */
    return status;
}

/* A library's calls depend on whether it is subscribed. */
static vmimage_status is_subscribed(struct vm_vs *vs, const struct vm_call *call, const char *library, bool *subscribed,
                                    vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    const char *type;
    vmimage_status status =
        vmimage__vs_get(vs, call, VM_VS_LIBRARY, library, NULL, VM_JSON_OBJECT, &doc, &value, error);

    type = vmimage__json_get_string(value, "type");
    *subscribed = type != NULL && strcmp(type, "SUBSCRIBED") == 0;
    return status;
}

vmimage_status vmimage__vs_delete_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                          vmimage_error **error)
{
    bool subscribed;
    vmimage_status status = is_subscribed(vs, call, library, &subscribed, error);

    return status == VMIMAGE_OK ? vmimage__vs_do(vs, call, subscribed ? VM_VS_SUBSCRIBED_DELETE : VM_VS_LOCAL_DELETE,
                                                 library, NULL, error)
                                : status;
}

vmimage_status vmimage__vs_set_published(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                         bool published, const char *password, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_LOCAL_UPDATE, library, NULL, &w, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_key(&w, "publish_info");
    vmimage__jw_begin_object(&w);
    vmimage__jw_key(&w, "published");
    vmimage__jw_bool(&w, published);
    vmimage__jw_member(&w, "authentication_method", password != NULL ? "BASIC" : "NONE");
    vmimage__jw_member(&w, "user_name", password != NULL ? "vcsp" : NULL);
    vmimage__jw_member(&w, "password", password);
    vmimage__jw_end_object(&w);
    status = send(vs, call, &exchange, VM_VS_LOCAL_UPDATE, &w, NULL, error);
    if (exchange.body.data != NULL)
        explicit_bzero(exchange.body.data, exchange.body.length);
    return status;
}

vmimage_status vmimage__vs_sync_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                        vmimage_error **error)
{
    return vmimage__vs_do(vs, call, VM_VS_SUBSCRIBED_SYNC, library, NULL, error);
}

vmimage_status vmimage__vs_sync_item(struct vm_vs *vs, const struct vm_call *call, const char *item, bool content,
                                     vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_ITEM_SYNC, item, NULL, &w, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_key(&w, "force_sync_content");
    vmimage__jw_bool(&w, content);
    return send(vs, call, &exchange, VM_VS_ITEM_SYNC, &w, NULL, error);
}

vmimage_status vmimage__vs_evict_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                         vmimage_error **error)
{
    return vmimage__vs_do(vs, call, VM_VS_SUBSCRIBED_EVICT, library, NULL, error);
}

vmimage_status vmimage__vs_evict_item(struct vm_vs *vs, const struct vm_call *call, const char *item,
                                      vmimage_error **error)
{
    return vmimage__vs_do(vs, call, VM_VS_ITEM_EVICT, item, NULL, error);
}

/* ---- publishing ---- */

static void add_subscriptions(struct vm_json_writer *w, const char *const *subscriptions)
{
    if (subscriptions == NULL)
        return;
    vmimage__jw_key(w, "subscriptions");
    vmimage__jw_begin_array(w);
    for (; *subscriptions != NULL; subscriptions++) {
        vmimage__jw_begin_object(w);
        vmimage__jw_member(w, "subscription", *subscriptions);
        vmimage__jw_end_object(w);
    }
    vmimage__jw_end_array(w);
}

vmimage_status vmimage__vs_publish_library(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                           const char *const *subscriptions, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_LOCAL_PUBLISH, library, NULL, &w, error);

    if (status != VMIMAGE_OK)
        return status;
    add_subscriptions(&w, subscriptions);
    return send(vs, call, &exchange, VM_VS_LOCAL_PUBLISH, &w, NULL, error);
}

vmimage_status vmimage__vs_publish_item(struct vm_vs *vs, const struct vm_call *call, const char *item, bool content,
                                        const char *const *subscriptions, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_ITEM_PUBLISH, item, NULL, &w, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_key(&w, "force_sync_content");
    vmimage__jw_bool(&w, content);
    add_subscriptions(&w, subscriptions);
    return send(vs, call, &exchange, VM_VS_ITEM_PUBLISH, &w, NULL, error);
}

vmimage_status vmimage__vs_subscribers(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                       struct vm_arena *arena, struct vm_vs_subscriber **list, size_t *count,
                                       vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    size_t capacity = 0;
    vmimage_status status =
        vmimage__vs_get(vs, call, VM_VS_SUBSCRIPTIONS, library, NULL, VM_JSON_ARRAY, &doc, &value, error);

    *list = NULL;
    *count = 0;
    for (const struct vm_json *one = vmimage__json_first(value); one != NULL && status == VMIMAGE_OK;
         one = vmimage__json_next(one)) {
        if (!vmimage__arena_grow(arena, list, *count, &capacity, sizeof(**list)))
            return vmimage__fail_no_memory(error);
        (*list)[(*count)++] = (struct vm_vs_subscriber){
            .id = vmimage__arena_strdup(arena, vmimage__json_get_string(one, "subscription")),
            .library = vmimage__arena_strdup(arena, vmimage__json_get_string(one, "subscribed_library")),
            .library_name = vmimage__arena_strdup(arena, vmimage__json_get_string(one, "subscribed_library_name")),
            .host = vmimage__arena_strdup(arena, vmimage__json_get_string(one, "subscribed_library_vcenter_hostname"))};
    }
    return status == VMIMAGE_OK && arena->failed ? vmimage__fail_no_memory(error) : status;
}

vmimage_status vmimage__vs_add_subscriber(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                          const char *subscribed, const char *folder, const char *pool, char **id,
                                          vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;
    vmimage_status status = begin(vs, &exchange, VM_VS_SUBSCRIPTION_CREATE, library, NULL, &w, error);

    *id = NULL;
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_key(&w, "subscribed_library");
    vmimage__jw_begin_object(&w);
    vmimage__jw_member(&w, "target", "USE_EXISTING");
    vmimage__jw_member(&w, "location", "LOCAL");
    vmimage__jw_member(&w, "subscribed_library", subscribed);
    if (folder != NULL || pool != NULL) {
        vmimage__jw_key(&w, "placement");
        vmimage__jw_begin_object(&w);
        vmimage__jw_member(&w, "folder", folder);
        vmimage__jw_member(&w, "resource_pool", pool);
        vmimage__jw_end_object(&w);
    }
    vmimage__jw_end_object(&w);
    return send(vs, call, &exchange, VM_VS_SUBSCRIPTION_CREATE, &w, id, error);
}

vmimage_status vmimage__vs_remove_subscriber(struct vm_vs *vs, const struct vm_call *call, const char *library,
                                             const char *id, vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_json_writer w;

    /* /rest has the ID in a body, /api in the path. */
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, VM_VS_SUBSCRIPTION_DELETE, library, id, error);

    if (status != VMIMAGE_OK)
        return status;
    if (vs->dialect == VM_VS_API)
        return vmimage__vs_perform(vs, call, &exchange, error);
    vmimage__vs_body_begin(vs, &exchange, VM_VS_SUBSCRIPTION_DELETE, &w);
    vmimage__jw_member(&w, "subscription", id);
    return send(vs, call, &exchange, VM_VS_SUBSCRIPTION_DELETE, &w, NULL, error);
}
