/*
 * SPDX-License-Identifier: Apache-2.0
 * Between the two files that read VCSP libraries: the values that publishers write in several ways, and single items.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_VCSP_H

#include "format/json.h"
#include "transport/directory/place.h"

/* The ID without "urn:uuid:"; NULL stays NULL. */
const char *vmimage__vcsp_id(const char *text);
/* A counter, which is a text or a whole number; NULL when it is neither. In the arena. */
const char *vmimage__vcsp_counter(struct vm_arena *arena, const struct vm_json *json);
/* A date as RFC 3339 in UTC, in the arena; seconds and zone may be missing in the text. NULL when it is no date. */
const char *vmimage__vcsp_time(struct vm_arena *arena, const char *text);

/* Where a file of an item is; NULL when the file does not say. */
const char *vmimage__vcsp_href(const struct vm_json *file);

/* IDs of the items so far; two items can't have the same. */
struct vm_vcsp_seen {
    struct vm_arena arena;
    const char **slots; /* a hash table with open addressing */
    size_t count, capacity;
};
void vmimage__vcsp_seen_release(struct vm_vcsp_seen *seen);

/* Send the item that a JSON object describes. `file` and `number` (from 1; 0: the file is the object) say where it stands. */
vmimage_status vmimage__vcsp_item(const struct vm_listing *listing, const struct vm_json *json, const char *file,
                                  int number, struct vm_vcsp_seen *seen, vmimage_error **error);
/* Send an item of which nothing can be read; its ID is made from `path`. */
vmimage_status vmimage__vcsp_broken(const struct vm_listing *listing, const char *path, const char *name,
                                    vmimage_error *failure, vmimage_error **error);

#endif
