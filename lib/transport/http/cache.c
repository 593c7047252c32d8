/*
 * SPDX-License-Identifier: Apache-2.0
 * Kept descriptors in memory: a hash table by URL, and a list by when they were used last. Files are left to store.c.
 */
#include "transport/http/cache.h"

#include <string.h>

#include "base/memory.h"
#include "transport/http/store.h"

#define BUCKETS_FIRST 64

struct entry {
    struct entry *chain, *older, *newer;
    uint64_t hash;
    size_t cost;
    char *url, *token;
    struct vm_web_kept kept;
    struct vm_arena arena;
};

struct vm_web_cache {
    struct vm_web_store *store; /* NULL: no files */
    struct entry **buckets;
    size_t bucket_count, count, used, limit;
    struct entry *newest, *oldest;
};

struct vm_web_cache *vmimage__web_cache_new(const char *folder, size_t limit)
{
    struct vm_web_cache *cache = vmimage__calloc(1, sizeof(*cache));

    if (cache == NULL)
        return NULL;
    cache->limit = limit;
    cache->bucket_count = BUCKETS_FIRST;
    cache->buckets = vmimage__calloc(cache->bucket_count, sizeof(struct entry *));
    if (folder != NULL)
        cache->store = vmimage__web_store_new(folder);
    if (cache->buckets != NULL && (folder == NULL || cache->store != NULL))
        return cache;
    vmimage__web_cache_free(cache);
    return NULL;
}

static uint64_t hash_of(const char *url)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (; *url != '\0'; url++)
        hash = (hash ^ (unsigned char)*url) * UINT64_C(1099511628211);
    return hash;
}

static struct entry **find(struct vm_web_cache *cache, const char *url, uint64_t hash)
{
    struct entry **at = &cache->buckets[hash & (cache->bucket_count - 1)];

    while (*at != NULL && ((*at)->hash != hash || strcmp((*at)->url, url) != 0))
        at = &(*at)->chain;
    return at;
}

static void unlink_entry(struct vm_web_cache *cache, struct entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &cache->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void put_first(struct vm_web_cache *cache, struct entry *entry)
{
    entry->older = cache->newest;
    entry->newer = NULL;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

static void drop(struct vm_web_cache *cache, struct entry **at)
{
    struct entry *entry = *at;

    *at = entry->chain;
    unlink_entry(cache, entry);
    cache->count--;
    cache->used -= entry->cost;
    vmimage__arena_release(&entry->arena);
    vmimage__free(entry);
}

void vmimage__web_cache_free(struct vm_web_cache *cache)
{
    if (cache == NULL)
        return;
    while (cache->newest != NULL)
        drop(cache, find(cache, cache->newest->url, cache->newest->hash));
    vmimage__web_store_free(cache->store);
    vmimage__free(cache->buckets);
    vmimage__free(cache);
}

/* Without memory the chains get longer, which is no failure. */
static void enlarge(struct vm_web_cache *cache)
{
    size_t count = cache->bucket_count * 2;
    struct entry **buckets = vmimage__calloc(count, sizeof(struct entry *));

    if (buckets == NULL)
        return;
    for (struct entry *entry = cache->newest; entry != NULL; entry = entry->older) {
        struct entry **bucket = &buckets[entry->hash & (count - 1)];

        entry->chain = *bucket;
        *bucket = entry;
    }
    vmimage__free(cache->buckets);
    cache->buckets = buckets;
    cache->bucket_count = count;
}

static struct entry *make(const char *url, const char *token, const struct vm_web_kept *kept)
{
    struct entry *entry = vmimage__calloc(1, sizeof(*entry));
    struct vm_arena *arena;

    if (entry == NULL)
        return NULL;
    arena = &entry->arena;
    entry->hash = hash_of(url);
    entry->url = vmimage__arena_strdup(arena, url);
    entry->token = vmimage__arena_strdup(arena, token);
    entry->kept = (struct vm_web_kept){.kind = kept->kind,
                                       .member = vmimage__arena_strdup(arena, kept->member),
                                       .text = vmimage__arena_strndup(arena, kept->text, kept->length),
                                       .length = kept->length};
    entry->cost = sizeof(*entry) + kept->length + strlen(url) + strlen(token);
    if (!arena->failed)
        return entry;
    vmimage__arena_release(arena);
    vmimage__free(entry);
    return NULL;
}

static void put(struct vm_web_cache *cache, const char *url, const char *token, const struct vm_web_kept *kept)
{
    struct entry *entry, **at;

    if (kept->length > cache->limit / 2)
        return;
    entry = make(url, token, kept);
    if (entry == NULL)
        return;
    at = find(cache, url, entry->hash);
    if (*at != NULL)
        drop(cache, at);
    while (cache->oldest != NULL && cache->used + entry->cost > cache->limit)
        drop(cache, find(cache, cache->oldest->url, cache->oldest->hash));
    at = &cache->buckets[entry->hash & (cache->bucket_count - 1)];
    entry->chain = *at;
    *at = entry;
    put_first(cache, entry);
    cache->used += entry->cost;
    if (++cache->count > cache->bucket_count)
        enlarge(cache);
}

bool vmimage__web_cache_get(struct vm_web_cache *cache, const char *url, const char *token, bool on_disk,
                            struct vm_web_kept *kept)
{
    struct entry **at = find(cache, url, hash_of(url));

    if (*at != NULL && strcmp((*at)->token, token) == 0) {
        struct entry *entry = *at;

        unlink_entry(cache, entry);
        put_first(cache, entry);
        *kept = entry->kept;
        return true;
    }
    if (!on_disk || cache->store == NULL || !vmimage__web_store_get(cache->store, url, token, kept))
        return false;
    put(cache, url, token, kept);
    return true;
}

void vmimage__web_cache_put(struct vm_web_cache *cache, const char *url, const char *token, bool on_disk,
                            const struct vm_web_kept *kept)
{
    put(cache, url, token, kept);
    if (on_disk && cache->store != NULL)
        vmimage__web_store_put(cache->store, url, token, kept);
}
