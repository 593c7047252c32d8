/*
 * SPDX-License-Identifier: Apache-2.0
 * Copying the small lists of an object, and comparing images.
 */
#include "model/copy.h"

#include <string.h>

#define AT(field) offsetof(struct vm_image, field)

static const size_t texts[] = {
    AT(api_version),
    AT(kind),
    AT(meta.name),
    AT(meta.generate_name),
    AT(meta.name_space),
    AT(meta.uid),
    AT(meta.resource_version),
    AT(meta.creation_time),
    AT(meta.deletion_time),
    AT(provider.api_version),
    AT(provider.kind),
    AT(provider.name),
    AT(provider.name_space),
    AT(name),
    AT(type),
    AT(firmware),
    AT(provider_item_id),
    AT(provider_content_version),
    AT(os_id),
    AT(os_type),
    AT(os_version),
    AT(product),
    AT(vendor),
    AT(version),
    AT(full_version),
};
#define TEXT_COUNT (sizeof(texts) / sizeof(texts[0]))

static const char *get(const struct vm_image *image, size_t offset)
{
    const char *text;

    memcpy(&text, (const char *)image + offset, sizeof(text));
    return text;
}

const char *vmimage__copy_text(struct vm_arena *arena, const char *text)
{
    return text != NULL && text[0] != '\0' ? vmimage__arena_strdup(arena, text) : NULL;
}

void vmimage__copy_map(struct vm_arena *arena, struct vm_map *to, const struct vm_map *from)
{
    *to = (struct vm_map){0};
    for (size_t i = 0; i < from->count; i++)
        vmimage__map_set(to, arena, from->pairs[i].key, from->pairs[i].value);
}

void vmimage__copy_strings(struct vm_arena *arena, struct vm_strings *to, const struct vm_strings *from)
{
    *to = (struct vm_strings){0};
    for (size_t i = 0; i < from->count; i++)
        vmimage__strings_add(to, arena, from->items[i]);
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static bool same_int(struct vm_int a, struct vm_int b)
{
    return a.set == b.set && (!a.set || a.value == b.value);
}

static bool same_pairs(const struct vm_pair *a, size_t a_count, const struct vm_pair *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++) {
        if (!same(a[i].key, b[i].key) || !same(a[i].value, b[i].value))
            return false;
    }
    return true;
}

static bool same_strings(const struct vm_strings *a, const struct vm_strings *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!same(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

static bool same_owners(const struct vm_meta *a, const struct vm_meta *b)
{
    if (a->owner_count != b->owner_count)
        return false;
    for (size_t i = 0; i < a->owner_count; i++) {
        const struct vm_owner *x = &a->owners[i], *y = &b->owners[i];

        if (!same(x->api_version, y->api_version) || !same(x->kind, y->kind) || !same(x->name, y->name) ||
            !same(x->uid, y->uid) || x->controller != y->controller ||
            x->block_owner_deletion != y->block_owner_deletion)
            return false;
    }
    return true;
}

static bool same_conditions(const struct vm_conditions *a, const struct vm_conditions *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct vmimage_condition *x = &a->items[i], *y = &b->items[i];

        if (!same(x->type, y->type) || !same(x->status, y->status) || !same(x->reason, y->reason) ||
            !same(x->message, y->message) || !same(x->last_transition_time, y->last_transition_time))
            return false;
    }
    return true;
}

static bool same_disks(const struct vm_image *a, const struct vm_image *b)
{
    if (a->disk_count != b->disk_count)
        return false;
    for (size_t i = 0; i < a->disk_count; i++) {
        const struct vm_disk *x = &a->disks[i], *y = &b->disks[i];

        if (!same(x->name, y->name) || !same(x->limit, y->limit) || !same(x->requested, y->requested) ||
            !same(x->controller_type, y->controller_type) || !same_int(x->controller_bus, y->controller_bus) ||
            !same_int(x->unit, y->unit))
            return false;
    }
    return true;
}

static bool same_properties(const struct vm_image *a, const struct vm_image *b)
{
    if (a->property_count != b->property_count)
        return false;
    for (size_t i = 0; i < a->property_count; i++) {
        const struct vm_property *x = &a->properties[i], *y = &b->properties[i];

        /* A default that is empty is not one that is absent. */
        if (!same(x->key, y->key) || !same(x->type, y->type) || !same(x->value, y->value) ||
            (x->value == NULL) != (y->value == NULL))
            return false;
    }
    return true;
}

bool vmimage__image_equal(const struct vm_image *a, const struct vm_image *b)
{
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        if (!same(get(a, texts[i]), get(b, texts[i])))
            return false;
    }
    return a->provider.set == b->provider.set && same_int(a->hardware_version, b->hardware_version) &&
           same_pairs(a->meta.labels.pairs, a->meta.labels.count, b->meta.labels.pairs, b->meta.labels.count) &&
           same_pairs(a->meta.annotations.pairs, a->meta.annotations.count, b->meta.annotations.pairs,
                      b->meta.annotations.count) &&
           same_strings(&a->meta.finalizers, &b->meta.finalizers) && same_owners(&a->meta, &b->meta) &&
           same_strings(&a->capabilities, &b->capabilities) && same_conditions(&a->conditions, &b->conditions) &&
           same_disks(a, b) && same_properties(a, b) &&
           same_pairs(a->system_properties, a->system_property_count, b->system_properties, b->system_property_count);
}
