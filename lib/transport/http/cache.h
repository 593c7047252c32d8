/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors that were read before: in memory up to a number of bytes, the ones used last, and in files where the context names a
 * folder for it. One is found only with the token that its file had when it was read.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_HTTP_CACHE_H
#define VMIMAGE_LIB_TRANSPORT_HTTP_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

struct vm_web_cache;

/* What is kept: the text of a descriptor. */
struct vm_web_kept {
    int32_t kind;       /* enum vm_file_kind of the file that it was in */
    const char *member; /* its name in an archive; NULL */
    const char *text;   /* followed by a NUL that does not count */
    size_t length;
};

/* `folder` may be NULL and is copied; a folder that can't be used is as none. NULL: no memory. */
struct vm_web_cache *vmimage__web_cache_new(const char *folder, size_t limit);
void vmimage__web_cache_free(struct vm_web_cache *cache);

/*
 * Valid until the next call. False when it is not there, or was of another token. With `on_disk` the token holds for
 * longer than this process: files are looked into as well.
 */
bool vmimage__web_cache_get(struct vm_web_cache *cache, const char *url, const char *token, bool on_disk,
                            struct vm_web_kept *kept);
/* Keep it, if there is room and memory. */
void vmimage__web_cache_put(struct vm_web_cache *cache, const char *url, const char *token, bool on_disk,
                            const struct vm_web_kept *kept);

#endif
