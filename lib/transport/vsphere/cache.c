/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors that were read, as long as the handle lives: a library that is listed again asks for those that are new.
 * What is kept is bounded; the oldest go first. Most programs list once, and for them there is less.
 */
#include "transport/vsphere/cache.h"

#include <stdint.h>
#include <string.h>

#include <vmimage/ovf.h>

#include "base/memory.h"
#include "format/ovf.h"

#define BUCKETS 1024
/* Bytes of memory. */
#define MOST ((size_t)64 << 20)
#define MOST_AT_FIRST ((size_t)4 << 20)

struct entry {
    struct entry *next, *newer; /* in its bucket, and in order of age */
    uint64_t hash;
    char *key;
    vmimage_ovf *ovf;
    size_t size;
};

struct vm_vs_cache {
    struct entry *buckets[BUCKETS];
    struct entry *oldest, *newest;
    size_t size;
};

static uint64_t hash_of(const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    return hash;
}

static struct entry **find(struct vm_vs_cache *cache, const char *key)
{
    uint64_t hash = hash_of(key);
    struct entry **entry = &cache->buckets[hash % BUCKETS];

    while (*entry != NULL && ((*entry)->hash != hash || strcmp((*entry)->key, key) != 0))
        entry = &(*entry)->next;
    return entry;
}

static void free_entry(struct entry *entry)
{
    vmimage_ovf_unref(entry->ovf);
    vmimage__free(entry->key);
    vmimage__free(entry);
}

static void drop_oldest(struct vm_vs_cache *cache)
{
    struct entry *entry = cache->oldest, **place = find(cache, entry->key);

    *place = entry->next;
    cache->oldest = entry->newer;
    if (cache->oldest == NULL)
        cache->newest = NULL;
    cache->size -= entry->size;
    free_entry(entry);
}

vmimage_ovf *vmimage__vs_cache_get(struct vm_vs_cache *cache, const char *key)
{
    struct entry *entry = cache != NULL ? *find(cache, key) : NULL;

    return entry != NULL ? vmimage_ovf_ref(entry->ovf) : NULL;
}

void vmimage__vs_cache_put(struct vm_vs_cache **cache, const char *key, vmimage_ovf *ovf, unsigned listings)
{
    size_t size = sizeof(*ovf) + vmimage__arena_size(&ovf->arena), used = *cache != NULL ? (*cache)->size : 0;
    struct entry *entry, **place;

    if (size > MOST / 4 || (listings < 2 && used + size > MOST_AT_FIRST))
        return;
    if (*cache == NULL)
        *cache = vmimage__calloc(1, sizeof(**cache));
    if (*cache == NULL || *(place = find(*cache, key)) != NULL)
        return;
    entry = vmimage__calloc(1, sizeof(*entry));
    if (entry == NULL)
        return;
    entry->key = vmimage__strdup(key);
    if (entry->key == NULL) {
        vmimage__free(entry);
        return;
    }
    entry->hash = hash_of(key);
    entry->ovf = vmimage_ovf_ref(ovf);
    entry->size = size;
    *place = entry;
    if ((*cache)->newest != NULL)
        (*cache)->newest->newer = entry;
    else
        (*cache)->oldest = entry;
    (*cache)->newest = entry;
    (*cache)->size += size;
    while ((*cache)->size > MOST)
        drop_oldest(*cache);
}

void vmimage__vs_cache_free(struct vm_vs_cache *cache)
{
    if (cache == NULL)
        return;
    while (cache->oldest != NULL)
        drop_oldest(cache);
    vmimage__free(cache);
}
