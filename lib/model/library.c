/*
 * SPDX-License-Identifier: Apache-2.0
 * The accessors of a content library. Reading and writing it is in format/.
 */
#include <vmimage/library.h>

#include "base/memory.h"
#include "model/access.h"
#include "model/objects.h"

vmimage_library *vmimage_library_ref(vmimage_library *library)
{
    if (library != NULL)
        vmimage__refs_take(&library->refs);
    return library;
}

vmimage_library *vmimage_library_unref(vmimage_library *library)
{
    if (library != NULL && vmimage__refs_drop(&library->refs)) {
        vmimage__arena_release(&library->arena);
        vmimage__free(library);
    }
    return NULL;
}

const char *vmimage_library_api_version(const vmimage_library *library)
{
    if (library == NULL)
        return NULL;
    return library->o.api_version != NULL ? library->o.api_version
                                          : "imageregistry.vmware.com/v1alpha2"; /* made here: the storage version */
}

const char *vmimage_library_kind(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.kind) : NULL;
}

const char *vmimage_library_name(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.meta.name) : NULL;
}

const char *vmimage_library_namespace(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.meta.name_space) : NULL;
}

const char *vmimage_library_uid(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.meta.uid) : NULL;
}

const char *vmimage_library_resource_version(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.meta.resource_version) : NULL;
}

size_t vmimage_library_label_count(const vmimage_library *library)
{
    return library != NULL ? library->o.meta.labels.count : 0;
}

const char *vmimage_library_label_key(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.meta.labels.count ? library->o.meta.labels.pairs[index].key : NULL;
}

const char *vmimage_library_label_value(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.meta.labels.count ? library->o.meta.labels.pairs[index].value : NULL;
}

const char *vmimage_library_label(const vmimage_library *library, const char *key)
{
    return library != NULL && key != NULL ? vmimage__map_get(&library->o.meta.labels, key) : NULL;
}

size_t vmimage_library_annotation_count(const vmimage_library *library)
{
    return library != NULL ? library->o.meta.annotations.count : 0;
}

const char *vmimage_library_annotation_key(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.meta.annotations.count ? library->o.meta.annotations.pairs[index].key
                                                                        : NULL;
}

const char *vmimage_library_annotation_value(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.meta.annotations.count ? library->o.meta.annotations.pairs[index].value
                                                                        : NULL;
}

const char *vmimage_library_annotation(const vmimage_library *library, const char *key)
{
    return library != NULL && key != NULL ? vmimage__map_get(&library->o.meta.annotations, key) : NULL;
}

size_t vmimage_library_condition_count(const vmimage_library *library)
{
    return library != NULL ? library->o.conditions.count : 0;
}

const vmimage_condition *vmimage_library_condition_at(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.conditions.count ? &library->o.conditions.items[index] : NULL;
}

const vmimage_condition *vmimage_library_condition(const vmimage_library *library, const char *type)
{
    return library != NULL && type != NULL ? vmimage__condition_find(&library->o.conditions, type) : NULL;
}

int32_t vmimage_library_is_ready(const vmimage_library *library)
{
    return library != NULL && vmimage__condition_true(&library->o.conditions, "Ready") ? 1 : 0;
}

const char *vmimage_library_creation_time(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.creation_time) : NULL;
}

const char *vmimage_library_id(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.id) : NULL;
}

const char *vmimage_library_display_name(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.name) : NULL;
}

const char *vmimage_library_description(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.description) : NULL;
}

const char *vmimage_library_type(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.library_type) : NULL;
}

const char *vmimage_library_naming_strategy(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.naming_strategy) : NULL;
}

const char *vmimage_library_storage_class(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.storage_class) : NULL;
}

const char *vmimage_library_state(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.state) : NULL;
}

const char *vmimage_library_version(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.version) : NULL;
}

const char *vmimage_library_last_modified_time(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.last_modified_time) : NULL;
}

const char *vmimage_library_last_sync_time(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.last_sync_time) : NULL;
}

const char *vmimage_library_publish_url(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.publish_url) : NULL;
}

const char *vmimage_library_subscription_url(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.subscription_url) : NULL;
}

const char *vmimage_library_server_guid(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.server_guid) : NULL;
}

const char *vmimage_library_security_policy_id(const vmimage_library *library)
{
    return library != NULL ? vmimage__text(library->o.security_policy_id) : NULL;
}

int32_t vmimage_library_allow_publish(const vmimage_library *library)
{
    return library != NULL ? vmimage__tristate(library->o.allow_publish) : VMIMAGE_UNSET;
}

int32_t vmimage_library_allow_import(const vmimage_library *library)
{
    return library != NULL ? vmimage__tristate(library->o.allow_import) : VMIMAGE_UNSET;
}

int32_t vmimage_library_allow_delete(const vmimage_library *library)
{
    return library != NULL ? vmimage__tristate(library->o.allow_delete) : VMIMAGE_UNSET;
}

int32_t vmimage_library_published(const vmimage_library *library)
{
    return library != NULL && library->o.published == VM_TRUE ? 1 : 0;
}

int32_t vmimage_library_automatic_sync(const vmimage_library *library)
{
    return library != NULL ? vmimage__tristate(library->o.automatic_sync) : VMIMAGE_UNSET;
}

int32_t vmimage_library_on_demand(const vmimage_library *library)
{
    return library != NULL ? vmimage__tristate(library->o.on_demand) : VMIMAGE_UNSET;
}

size_t vmimage_library_storage_count(const vmimage_library *library)
{
    return library != NULL ? library->o.storage_count : 0;
}

const char *vmimage_library_storage_type(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.storage_count ? vmimage__some(library->o.storage[index].type) : NULL;
}

const char *vmimage_library_storage_datastore_id(const vmimage_library *library, size_t index)
{
    return library != NULL && index < library->o.storage_count ? vmimage__text(library->o.storage[index].datastore_id)
                                                               : NULL;
}
