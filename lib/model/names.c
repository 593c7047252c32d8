/*
 * SPDX-License-Identifier: Apache-2.0
 * A set of texts with a number each: open addressing, at most half full. The hash begins with an address that nobody
 * outside of the process knows, so that names can't be made to collide.
 */
#include "model/names.h"

#include <string.h>

#define FIRST_SIZE ((size_t)32)

static uint64_t hash_text(const struct vm_names *names, const char *text)
{
    uint64_t hash = names->seed;

    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash;
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
    struct vm_name *name = names->size != 0 ? place(names, text, hash_text(names, text)) : NULL;

    return name != NULL && name->text != NULL ? name : NULL;
}

static bool grow(struct vm_names *names, struct vm_arena *arena)
{
    struct vm_names larger = {NULL, names->count, names->size != 0 ? names->size * 2 : FIRST_SIZE, names->seed};

    larger.slots = vmimage__arena_alloc(arena, larger.size * sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    if (names->size == 0)
        larger.seed = (uint64_t)(uintptr_t)larger.slots * UINT64_C(0xd6e8feb86659fd93);
    for (size_t i = 0; i < names->size; i++) {
        if (names->slots[i].text != NULL)
            *place(&larger, names->slots[i].text, names->slots[i].hash) = names->slots[i];
    }
    *names = larger;
    return true;
}

struct vm_name *vmimage__names_add(struct vm_names *names, struct vm_arena *arena, const char *text)
{
    uint64_t hash;
    struct vm_name *name;

    if (names->count >= names->size / 2 && !grow(names, arena))
        return NULL;
    hash = hash_text(names, text);
    name = place(names, text, hash);
    if (name->text == NULL) {
        name->text = text;
        name->hash = hash;
        name->number = 0;
        names->count++;
    }
    return name;
}
