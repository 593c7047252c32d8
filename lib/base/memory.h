/*
 * SPDX-License-Identifier: Apache-2.0
 * Allocation: the only place that calls the C allocator, and the arena that every model object lives in.
 */
#ifndef VMIMAGE_LIB_BASE_MEMORY_H
#define VMIMAGE_LIB_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed memory; NULL when there is none or count * size overflows. Never called with a size of 0 in mind: it gives 1. */
void *vmimage__calloc(size_t count, size_t size);
/* As realloc(), for count elements of a size. The old block stays when NULL is returned. */
void *vmimage__realloc(void *block, size_t count, size_t size);
void vmimage__free(void *block);
char *vmimage__strdup(const char *text);
char *vmimage__strndup(const char *text, size_t length);

/*
 * Make room for one more element in an array that doubles: `items` points to the array's pointer. False when there is
 * no memory; the array is then as it was.
 */
bool vmimage__grow(void *items, size_t count, size_t *capacity, size_t size);

/*
 * An arena: memory that is given back all at once. Model objects put their strings and lists here, so that
 * building them has no clean-up path and releasing them is one call. A zeroed struct is an empty arena.
 * After a failed allocation `failed` stays true, so that a builder may check once at its end.
 */
struct vm_arena {
    struct vm_arena_block *blocks;
    bool failed;
};

/* Zeroed memory, aligned for any type; NULL when there is none. */
void *vmimage__arena_alloc(struct vm_arena *arena, size_t size);
char *vmimage__arena_strdup(struct vm_arena *arena, const char *text);
char *vmimage__arena_strndup(struct vm_arena *arena, const char *text, size_t length);
/* Two texts behind each other. */
char *vmimage__arena_join(struct vm_arena *arena, const char *first, const char *second);
/* printf into the arena. */
char *vmimage__arena_printf(struct vm_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As vmimage__grow(), for an array in the arena; new room is zeroed. */
bool vmimage__arena_grow(struct vm_arena *arena, void *items, size_t count, size_t *capacity, size_t size);
/* Bytes that it takes. */
size_t vmimage__arena_size(const struct vm_arena *arena);
void vmimage__arena_release(struct vm_arena *arena);

/* A string that frees itself at the end of its scope: vm_auto_str char *s = ... */
static inline void vmimage__free_str(char **text)
{
    vmimage__free(*text);
}
#define vm_auto_str __attribute__((cleanup(vmimage__free_str)))

#endif
