/*
 * SPDX-License-Identifier: Apache-2.0
 * Copying structs by their schemas, deep, with or without the fields that nobody knows.
 */
#include "format/schema.h"

#include <string.h>

static struct vm_extra *copy_extra(const struct vm_extra *from, struct vm_arena *arena)
{
    struct vm_extra *first = NULL, **last = &first;

    for (; from != NULL; from = from->next) {
        struct vm_extra *made = vmimage__arena_alloc(arena, sizeof(*made));

        if (made == NULL)
            break;
        made->key = vmimage__arena_strdup(arena, from->key);
        made->json = vmimage__arena_strdup(arena, from->json);
        *last = made;
        last = &made->next;
    }
    return first;
}

static void copy_strings(const struct vm_field *field, const void *from, void *to, struct vm_arena *arena)
{
    struct vm_strings strings, made = {0};

    memcpy(&strings, (const char *)from + field->offset, sizeof(strings));
    for (size_t i = 0; i < strings.count; i++)
        vmimage__strings_add(&made, arena, strings.items[i]);
    memcpy((char *)to + field->offset, &made, sizeof(made));
}

static void copy_map(const struct vm_field *field, const void *from, void *to, struct vm_arena *arena)
{
    struct vm_map map, made = {0};

    memcpy(&map, (const char *)from + field->offset, sizeof(map));
    for (size_t i = 0; i < map.count; i++)
        vmimage__map_set(&made, arena, map.pairs[i].key, map.pairs[i].value);
    memcpy((char *)to + field->offset, &made, sizeof(made));
}

static void copy_list(const struct vm_field *field, const void *from, void *to, bool keep, struct vm_arena *arena)
{
    struct vm_list list = vmimage__list_get(from, field->offset), made = {NULL, 0, 0};
    size_t size = field->schema->size;

    if (list.count != 0)
        made.items = vmimage__arena_alloc(arena, list.count * size);
    for (size_t i = 0; made.items != NULL && i < list.count; i++) {
        const char *old = (const char *)list.items + i * size;
        char *new = (char *)made.items + i *size;

        vmimage__schema_copy(field->schema, old, new, keep, arena);
        if (field->type == VM_F_KEYED)
            ((struct vm_property *)(void *)new)->env_key =
                vmimage__arena_strdup(arena, ((const struct vm_property *)(const void *)old)->env_key);
        made.capacity = ++made.count;
    }
    vmimage__list_put(to, field->offset, &made);
}

static void copy_field(const struct vm_field *field, const void *from, void *to, bool keep, struct vm_arena *arena)
{
    switch (field->type) {
    case VM_F_STRING:
    case VM_F_ENUM:
    case VM_F_TIME:
    case VM_F_QUANTITY:
        vmimage__text_put(to, field->offset, vmimage__arena_strdup(arena, vmimage__text_get(from, field->offset)));
        break;
    case VM_F_BOOL:
        memcpy((char *)to + field->offset, (const char *)from + field->offset, sizeof(enum vm_tristate));
        break;
    case VM_F_INT:
        memcpy((char *)to + field->offset, (const char *)from + field->offset, sizeof(struct vm_int));
        break;
    case VM_F_STRINGS:
        copy_strings(field, from, to, arena);
        break;
    case VM_F_MAP:
        copy_map(field, from, to, arena);
        break;
    case VM_F_OBJECT:
        vmimage__schema_copy(field->schema, (const char *)from + field->offset, (char *)to + field->offset, keep,
                             arena);
        if ((field->flags & VM_F_POINTER) != 0)
            memcpy((char *)to + field->set, (const char *)from + field->set, sizeof(bool));
        break;
    case VM_F_LIST:
    case VM_F_KEYED:
    case VM_F_FIRST:
        copy_list(field, from, to, keep, arena);
        break;
    case VM_F_OPAQUE:
        break; /* with the extras */
    }
}

void vmimage__schema_copy(const struct vm_schema *schema, const void *from, void *to, bool keep, struct vm_arena *arena)
{
    struct vm_extra *extra;

    for (size_t i = 0; i < schema->count; i++)
        copy_field(&schema->fields[i], from, to, keep, arena);
    memcpy(&extra, (const char *)from + schema->extra, sizeof(extra));
    extra = keep || schema->keeps_unknown ? copy_extra(extra, arena) : NULL;
    memcpy((char *)to + schema->extra, &extra, sizeof(extra));
}
