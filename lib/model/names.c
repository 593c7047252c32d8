/*
 * SPDX-License-Identifier: Apache-2.0
 * A set of texts with a number each: open addressing, at most half full. Names that are made to collide cost time in
 * proportion to their number only, as the hash mixes every byte.
 */
#include "model/names.h"

#include <string.h>

#define FIRST_SIZE ((size_t)32)

static uint64_t hash_text(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 29);
}

static struct vm_name *place(const struct vm_names *names, const char *text, uint64_t hash)
{
    size_t i = (size_t)hash & (names->size - 1);

    while (names->slots[i].text != NULL && (names->slots[i].hash != hash || strcmp(names->slots[i].text, text) != 0))
        i = (i + 1) & (names->size - 1);
    return &names->slots[i];
}

struct vm_name *vmimage__names_find(const struct vm_names *names, const char *text)
{
    struct vm_name *name = names->size != 0 ? place(names, text, hash_text(text)) : NULL;

    return name != NULL && name->text != NULL ? name : NULL;
}

static bool grow(struct vm_names *names, struct vm_arena *arena)
{
    struct vm_names larger = {NULL, names->count, names->size != 0 ? names->size * 2 : FIRST_SIZE};

    larger.slots = vmimage__arena_alloc(arena, larger.size * sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < names->size; i++) {
        if (names->slots[i].text != NULL)
            *place(&larger, names->slots[i].text, names->slots[i].hash) = names->slots[i];
    }
    *names = larger;
    return true;
}

struct vm_name *vmimage__names_add(struct vm_names *names, struct vm_arena *arena, const char *text)
{
    uint64_t hash = hash_text(text);
    struct vm_name *name;

    if (names->count >= names->size / 2 && !grow(names, arena))
        return NULL;
    name = place(names, text, hash);
    if (name->text == NULL) {
        name->text = text;
        name->hash = hash;
        name->number = 0;
        names->count++;
    }
    return name;
}
