/*
 * SPDX-License-Identifier: Apache-2.0
 * Making model objects, and the small lists in them: maps, strings, conditions.
 */
#include "model/objects.h"

#include <string.h>

vmimage_image *vmimage__image_new(void)
{
    vmimage_image *image = vmimage__calloc(1, sizeof(*image));

    if (image != NULL)
        vmimage__refs_init(&image->refs);
    return image;
}

vmimage_item *vmimage__item_new(void)
{
    vmimage_item *item = vmimage__calloc(1, sizeof(*item));

    if (item != NULL)
        vmimage__refs_init(&item->refs);
    return item;
}

vmimage_library *vmimage__library_new(void)
{
    vmimage_library *library = vmimage__calloc(1, sizeof(*library));

    if (library != NULL)
        vmimage__refs_init(&library->refs);
    return library;
}

/* Index of the key, or of the place where it belongs. */
static size_t map_position(const struct vm_map *map, const char *key, bool *found)
{
    size_t low = 0, high = map->count;

    *found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(map->pairs[middle].key, key);

        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *vmimage__map_get(const struct vm_map *map, const char *key)
{
    bool found;
    size_t at = map_position(map, key, &found);

    return found ? map->pairs[at].value : NULL;
}

void vmimage__map_set(struct vm_map *map, struct vm_arena *arena, const char *key, const char *value)
{
    bool found;
    size_t at = map_position(map, key, &found);
    struct vm_pair pair = {NULL, NULL, vmimage__arena_strdup(arena, value)};

    if (pair.value == NULL)
        return;
    if (found) {
        map->pairs[at].value = pair.value;
        return;
    }
    pair.key = vmimage__arena_strdup(arena, key);
    if (pair.key == NULL || !vmimage__arena_grow(arena, &map->pairs, map->count, &map->capacity, sizeof(pair)))
        return;
    memmove(map->pairs + at + 1, map->pairs + at, (map->count - at) * sizeof(pair));
    map->pairs[at] = pair;
    map->count++;
}

void vmimage__map_remove(struct vm_map *map, const char *key)
{
    bool found;
    size_t at = map_position(map, key, &found);

    if (!found)
        return;
    map->count--;
    memmove(map->pairs + at, map->pairs + at + 1, (map->count - at) * sizeof(map->pairs[0]));
}

void vmimage__strings_add(struct vm_strings *strings, struct vm_arena *arena, const char *text)
{
    const char *copy = vmimage__arena_strdup(arena, text);

    if (copy == NULL || !vmimage__arena_grow(arena, &strings->items, strings->count, &strings->capacity, sizeof(copy)))
        return;
    strings->items[strings->count++] = copy;
}

bool vmimage__strings_have(const struct vm_strings *strings, const char *text)
{
    for (size_t i = 0; i < strings->count; i++) {
        if (strcmp(strings->items[i], text) == 0)
            return true;
    }
    return false;
}

void vmimage__strings_remove(struct vm_strings *strings, const char *text)
{
    size_t kept = 0;

    for (size_t i = 0; i < strings->count; i++) {
        if (strcmp(strings->items[i], text) != 0)
            strings->items[kept++] = strings->items[i];
    }
    strings->count = kept;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

struct vmimage_condition *vmimage__condition_find(const struct vm_conditions *conditions, const char *type)
{
    for (size_t i = 0; i < conditions->count; i++) {
        if (same(conditions->items[i].type, type))
            return &conditions->items[i];
    }
    return NULL;
}

bool vmimage__condition_true(const struct vm_conditions *conditions, const char *type)
{
    const struct vmimage_condition *condition = vmimage__condition_find(conditions, type);

    return condition != NULL && same(condition->status, "True");
}

/* Ready first, the rest by the bytes of the type. */
static bool comes_before(const char *a, const char *b)
{
    bool a_ready = same(a, "Ready"), b_ready = same(b, "Ready");

    if (a_ready || b_ready)
        return a_ready && !b_ready;
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") < 0;
}

static void sort_conditions(struct vm_conditions *conditions)
{
    for (size_t i = 1; i < conditions->count; i++) {
        struct vmimage_condition moving = conditions->items[i];
        size_t j = i;

        for (; j > 0 && comes_before(moving.type, conditions->items[j - 1].type); j--)
            conditions->items[j] = conditions->items[j - 1];
        conditions->items[j] = moving;
    }
}

void vmimage__condition_set(struct vm_conditions *conditions, struct vm_arena *arena, const char *type,
                            const char *status, const char *reason, const char *message, const char *now)
{
    struct vmimage_condition *there = vmimage__condition_find(conditions, type);
    struct vmimage_condition made = {0};

    if (reason == NULL)
        reason = status;
    if (message == NULL)
        message = "";
    if (there != NULL && same(there->status, status) && same(there->reason, reason) && same(there->message, message)) {
        sort_conditions(conditions);
        return;
    }
    /* What the old one said besides, such as an observed generation, goes with it. */
    made.type = vmimage__arena_strdup(arena, type);
    made.status = vmimage__arena_strdup(arena, status);
    made.reason = vmimage__arena_strdup(arena, reason);
    made.message = vmimage__arena_strdup(arena, message);
    made.last_transition_time = vmimage__arena_strdup(arena, now);
    if (arena->failed)
        return;
    if (there != NULL) {
        *there = made;
    } else {
        if (!vmimage__arena_grow(arena, &conditions->items, conditions->count, &conditions->capacity, sizeof(made)))
            return;
        conditions->items[conditions->count++] = made;
    }
    sort_conditions(conditions);
}

void vmimage__condition_remove(struct vm_conditions *conditions, const char *type)
{
    size_t kept = 0;

    for (size_t i = 0; i < conditions->count; i++) {
        if (!same(conditions->items[i].type, type))
            conditions->items[kept++] = conditions->items[i];
    }
    conditions->count = kept;
}
