/*
 * SPDX-License-Identifier: Apache-2.0
 * What the JSON of a VCSP library says, wherever it is kept: the library, its items, and values that publishers write in several
 * ways. How files are found and read is left to the transports.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VCSP_VCSP_H
#define VMIMAGE_LIB_TRANSPORT_VCSP_VCSP_H

#include "format/json.h"
#include "transport/draft.h"

/* File that makes a folder a VCSP library. */
#define VM_VCSP_LIBRARY "lib.json"
/* The list of its items when lib.json doesn't name another. */
#define VM_VCSP_ITEMS "items.json"

/* The ID without "urn:uuid:"; NULL stays NULL. */
const char *vmimage__vcsp_id(const char *text);
/* A counter, which is a text or a whole number; NULL when it is neither. In the arena. */
const char *vmimage__vcsp_counter(struct vm_arena *arena, const struct vm_json *json);
/* A date as RFC 3339 in UTC, in the arena; seconds and zone may be missing in the text. NULL when it is no date. */
const char *vmimage__vcsp_time(struct vm_arena *arena, const char *text);
/* Where a file of an item is; NULL when the file does not say. */
const char *vmimage__vcsp_href(const struct vm_json *file);
/* The size that a file should have: OK, DONE when nothing is said, PARSE when it is no number. */
vmimage_status vmimage__vcsp_size(const struct vm_json *file, uint64_t *size);
/* The href of the list of items. */
const char *vmimage__vcsp_items_href(const struct vm_json *library);

/*
 * The library that lib.json describes. `subject` is what errors name: the folder or the URL of the library; `file` the full name of
 * lib.json, `module` the transport's name in the log.
 */
vmimage_status vmimage__vcsp_read_library(const struct vm_json *json, const char *subject, const char *file,
                                          const char *module, const vmimage_context *context, vmimage_library **library,
                                          vmimage_error **error);

/* IDs of the items so far; two items can't have the same. */
struct vm_vcsp_seen {
    struct vm_arena arena;
    const char **slots; /* a hash table with open addressing */
    size_t count, capacity;
};
void vmimage__vcsp_seen_release(struct vm_vcsp_seen *seen);

/* A file of an item as its publisher describes it. */
struct vm_vcsp_file {
    const char *name; /* can be the name of a file */
    const char *href; /* as it is written, any text; the name when nothing is */
    const char *self; /* the item's selfHref, any text or NULL */
    const struct vm_json *json;
};

/* What a place finds for it. */
struct vm_vcsp_found {
    const char *path; /* how the place calls it, as long as the item lives */
    uint64_t size;    /* VM_SIZE_UNKNOWN: not before it is read */
    int64_t modified; /* seconds since 1970; 0: not known */
};

/* A place that keeps a library. */
struct vm_vcsp_place {
    const struct vm_listing *listing;
    const char *prefix; /* before the name of a file of the library: its folder or URL with a slash at the end */
    /* Find a file of the draft's item. NOT_FOUND needs no error object. */
    vmimage_status (*find)(const struct vm_vcsp_place *place, struct vm_draft *draft, const struct vm_vcsp_file *file,
                           struct vm_vcsp_found *found, vmimage_error **error);
    const void *data;
};

/* An item that is being read. */
struct vm_vcsp_item {
    struct vm_draft draft;
    bool wanted;
    vmimage_status status; /* what is wrong with it so far, and why */
    vmimage_error *failure;
    struct vm_vcsp_found content; /* the file that says what the item is; path NULL: none is to be read */
    struct vm_vcsp_file file;     /* the same as it is described; its texts are the JSON's */
};

/*
 * Begin with an item that a JSON object describes. `file` and `number` (from 1; 0: the file is the object) say where it stands. An
 * error is one of the call; what is wrong with the item is in it. Then read its content into item->draft.package unless it has
 * a status, and finish. Release it after VMIMAGE_OK.
 */
vmimage_status vmimage__vcsp_start(const struct vm_vcsp_place *place, const struct vm_json *json, const char *file,
                                   int number, struct vm_vcsp_seen *seen, struct vm_vcsp_item *item,
                                   vmimage_error **error);
/* An item of which nothing can be read; its ID is made from `path`. `failure` is kept. */
vmimage_status vmimage__vcsp_start_broken(const struct vm_vcsp_place *place, const char *path, const char *name,
                                          vmimage_error *failure, struct vm_vcsp_item *item, vmimage_error **error);
/* That a file is as large as the library says; INTEGRITY when not. */
vmimage_status vmimage__vcsp_check_size(const struct vm_draft *draft, const char *name, uint64_t size, uint64_t wanted,
                                        vmimage_error **error);
/* Compare the content with the item's files and hand the item to the sink, when it is wanted. */
vmimage_status vmimage__vcsp_finish(struct vm_vcsp_item *item, vmimage_error **error);
void vmimage__vcsp_release(struct vm_vcsp_item *item);

#endif
