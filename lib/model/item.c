/*
 * SPDX-License-Identifier: Apache-2.0
 * The accessors of a library item. Reading and writing it is in format/.
 */
#include <vmimage/item.h>

#include "base/memory.h"
#include "model/access.h"
#include "model/objects.h"

vmimage_item *vmimage_item_ref(vmimage_item *item)
{
    if (item != NULL)
        vmimage__refs_take(&item->refs);
    return item;
}

vmimage_item *vmimage_item_unref(vmimage_item *item)
{
    if (item != NULL && vmimage__refs_drop(&item->refs)) {
        vmimage__arena_release(&item->arena);
        vmimage__free(item);
    }
    return NULL;
}

const char *vmimage_item_api_version(const vmimage_item *item)
{
    if (item == NULL)
        return NULL;
    return item->o.api_version != NULL ? item->o.api_version
                                       : "imageregistry.vmware.com/v1alpha2"; /* made here: the storage version */
}

const char *vmimage_item_kind(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.kind) : NULL;
}

const char *vmimage_item_name(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.meta.name) : NULL;
}

const char *vmimage_item_namespace(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.meta.name_space) : NULL;
}

const char *vmimage_item_uid(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.meta.uid) : NULL;
}

const char *vmimage_item_resource_version(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.meta.resource_version) : NULL;
}

size_t vmimage_item_label_count(const vmimage_item *item)
{
    return item != NULL ? item->o.meta.labels.count : 0;
}

const char *vmimage_item_label_key(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.meta.labels.count ? item->o.meta.labels.pairs[index].key : NULL;
}

const char *vmimage_item_label_value(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.meta.labels.count ? item->o.meta.labels.pairs[index].value : NULL;
}

const char *vmimage_item_label(const vmimage_item *item, const char *key)
{
    return item != NULL && key != NULL ? vmimage__map_get(&item->o.meta.labels, key) : NULL;
}

size_t vmimage_item_annotation_count(const vmimage_item *item)
{
    return item != NULL ? item->o.meta.annotations.count : 0;
}

const char *vmimage_item_annotation_key(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.meta.annotations.count ? item->o.meta.annotations.pairs[index].key : NULL;
}

const char *vmimage_item_annotation_value(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.meta.annotations.count ? item->o.meta.annotations.pairs[index].value : NULL;
}

const char *vmimage_item_annotation(const vmimage_item *item, const char *key)
{
    return item != NULL && key != NULL ? vmimage__map_get(&item->o.meta.annotations, key) : NULL;
}

size_t vmimage_item_condition_count(const vmimage_item *item)
{
    return item != NULL ? item->o.conditions.count : 0;
}

const vmimage_condition *vmimage_item_condition_at(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.conditions.count ? &item->o.conditions.items[index] : NULL;
}

const vmimage_condition *vmimage_item_condition(const vmimage_item *item, const char *type)
{
    return item != NULL && type != NULL ? vmimage__condition_find(&item->o.conditions, type) : NULL;
}

int32_t vmimage_item_is_ready(const vmimage_item *item)
{
    return item != NULL && vmimage__condition_true(&item->o.conditions, "Ready") ? 1 : 0;
}

const char *vmimage_item_creation_time(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.creation_time) : NULL;
}

const char *vmimage_item_id(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.id) : NULL;
}

const char *vmimage_item_display_name(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.name) : NULL;
}

const char *vmimage_item_description(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.description) : NULL;
}

const char *vmimage_item_type(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.type) : NULL;
}

const char *vmimage_item_version(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.version) : NULL;
}

const char *vmimage_item_content_version(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.content_version) : NULL;
}

const char *vmimage_item_source_id(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.source_id) : NULL;
}

const char *vmimage_item_last_modified_time(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.last_modified_time) : NULL;
}

const char *vmimage_item_last_sync_time(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.last_sync_time) : NULL;
}

const char *vmimage_item_certificate_status(const vmimage_item *item)
{
    return item != NULL ? vmimage__text(item->o.certificate_status) : NULL;
}

const char *vmimage_item_library_name(const vmimage_item *item)
{
    if (item == NULL)
        return NULL;
    return vmimage__text(item->o.library_name != NULL ? item->o.library_name : item->o.library_ref.name);
}

size_t vmimage_item_certificate_count(const vmimage_item *item)
{
    return item != NULL ? item->o.certificates.count : 0;
}

const char *vmimage_item_certificate(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.certificates.count ? vmimage__some(item->o.certificates.items[index]) : NULL;
}

uint64_t vmimage_item_size(const vmimage_item *item)
{
    return item != NULL ? vmimage__quantity_bytes(item->o.size) : 0;
}

int32_t vmimage_item_cached(const vmimage_item *item)
{
    return item != NULL ? vmimage__tristate(item->o.cached) : VMIMAGE_UNSET;
}

int32_t vmimage_item_security_compliance(const vmimage_item *item)
{
    return item != NULL ? vmimage__tristate(item->o.security_compliance) : VMIMAGE_UNSET;
}

size_t vmimage_item_file_count(const vmimage_item *item)
{
    return item != NULL ? item->o.file_count : 0;
}

const char *vmimage_item_file_name(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.file_count ? vmimage__some(item->o.files[index].name) : NULL;
}

const char *vmimage_item_file_version(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.file_count ? vmimage__text(item->o.files[index].version) : NULL;
}

const char *vmimage_item_file_uri(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.file_count ? vmimage__text(item->o.files[index].storage_uri) : NULL;
}

uint64_t vmimage_item_file_size(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.file_count ? vmimage__quantity_bytes(item->o.files[index].size) : 0;
}

int32_t vmimage_item_file_cached(const vmimage_item *item, size_t index)
{
    return item != NULL && index < item->o.file_count ? vmimage__tristate(item->o.files[index].cached) : VMIMAGE_UNSET;
}
