/*
 * SPDX-License-Identifier: Apache-2.0
 * Allocation and arenas. Limits and errors are left to the callers.
 */
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_FIRST_BLOCK ((size_t)2048)
#define ARENA_BIGGEST_BLOCK ((size_t)65536)

struct vm_arena_block {
    struct vm_arena_block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) unsigned char data[];
};

void *vmimage__calloc(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return calloc(1, count * size != 0 ? count * size : 1);
}

void *vmimage__realloc(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return realloc(block, count * size != 0 ? count * size : 1);
}

void vmimage__free(void *block)
{
    free(block);
}

char *vmimage__strndup(const char *text, size_t length)
{
    char *copy = vmimage__calloc(length + 1, 1);

    if (copy != NULL && length != 0)
        memcpy(copy, text, length);
    return copy;
}

char *vmimage__strdup(const char *text)
{
    return text != NULL ? vmimage__strndup(text, strlen(text)) : NULL;
}

bool vmimage__grow(void *items, size_t count, size_t *capacity, size_t size)
{
    void *old, *new;
    size_t wanted = *capacity != 0 ? *capacity * 2 : 8;

    if (count < *capacity)
        return true;
    memcpy(&old, items, sizeof(old));
    new = vmimage__realloc(old, wanted, size);
    if (new == NULL)
        return false;
    memcpy(items, &new, sizeof(new));
    *capacity = wanted;
    return true;
}

static struct vm_arena_block *add_block(struct vm_arena *arena, size_t size)
{
    size_t data = arena->blocks != NULL ? arena->blocks->size * 2 : ARENA_FIRST_BLOCK;
    struct vm_arena_block *block;

    if (data > ARENA_BIGGEST_BLOCK)
        data = ARENA_BIGGEST_BLOCK;
    if (data < size)
        data = size;
    if (data > SIZE_MAX - sizeof(*block))
        return NULL;
    block = vmimage__calloc(1, sizeof(*block) + data);
    if (block == NULL)
        return NULL;
    block->size = data;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *vmimage__arena_alloc(struct vm_arena *arena, size_t size)
{
    struct vm_arena_block *block = arena->blocks;
    size_t rounded = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
    void *memory;

    if (rounded < size) {
        arena->failed = true;
        return NULL;
    }
    if (block == NULL || block->size - block->used < rounded)
        block = add_block(arena, rounded);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    memory = block->data + block->used;
    block->used += rounded;
    return memory;
}

char *vmimage__arena_strndup(struct vm_arena *arena, const char *text, size_t length)
{
    char *copy = vmimage__arena_alloc(arena, length + 1);

    if (copy != NULL && length != 0)
        memcpy(copy, text, length);
    return copy;
}

char *vmimage__arena_strdup(struct vm_arena *arena, const char *text)
{
    return text != NULL ? vmimage__arena_strndup(arena, text, strlen(text)) : NULL;
}

char *vmimage__arena_join(struct vm_arena *arena, const char *first, const char *second)
{
    size_t head = strlen(first), tail = strlen(second);
    char *text = vmimage__arena_alloc(arena, head + tail + 1);

    if (text != NULL) {
        memcpy(text, first, head);
        memcpy(text + head, second, tail);
    }
    return text;
}

char *vmimage__arena_printf(struct vm_arena *arena, const char *format, ...)
{
    struct vm_arena_block *block = arena->blocks;
    size_t room = block != NULL ? block->size - block->used : 0;
    char *rest = room != 0 ? (char *)block->data + block->used : NULL, *text = NULL;
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    /* Into what is left of the block, where most texts have room: formatting twice is slow. */
    length = vsnprintf(rest, room, format, args);
    if (length >= 0)
        text = vmimage__arena_alloc(arena, (size_t)length + 1);
    else
        arena->failed = true;
    if (rest != NULL && text != rest)
        memset(rest, 0, room);
    if (text != NULL && text != rest)
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

bool vmimage__arena_grow(struct vm_arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    void *old, *new;
    size_t wanted = *capacity != 0 ? *capacity * 2 : 4;

    if (count < *capacity)
        return true;
    if (wanted > SIZE_MAX / size) {
        arena->failed = true;
        return false;
    }
    memcpy(&old, items, sizeof(old));
    new = vmimage__arena_alloc(arena, wanted * size);
    if (new == NULL)
        return false;
    if (count != 0)
        memcpy(new, old, count * size);
    memcpy(items, &new, sizeof(new));
    *capacity = wanted;
    return true;
}

size_t vmimage__arena_size(const struct vm_arena *arena)
{
    size_t size = 0;

    for (const struct vm_arena_block *block = arena->blocks; block != NULL; block = block->next)
        size += sizeof(*block) + block->size;
    return size;
}

void vmimage__arena_release(struct vm_arena *arena)
{
    while (arena->blocks != NULL) {
        struct vm_arena_block *next = arena->blocks->next;

        vmimage__free(arena->blocks);
        arena->blocks = next;
    }
    arena->failed = false;
}
