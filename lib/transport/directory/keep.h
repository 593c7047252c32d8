/*
 * SPDX-License-Identifier: Apache-2.0
 * Writing to a VCSP library. One writer at a time; what is written is prepared under names that nobody reads and then renamed:
 * files, item.json, the list, lib.json. The lock file says what a writer that died leaves behind; the next one clears it.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_KEEP_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_KEEP_H

#include "format/manifest.h"
#include "model/uuid.h"
#include "transport/directory/vcsp.h"

/* What only a writer sees. All names begin with a dot, so that no reader takes them for a part of the library. */
#define VM_KEEP_LOCK ".vmimage-lock"
#define VM_KEEP_STAGE ".vmimage-new"
#define VM_KEEP_LIST ".vmimage-items"
#define VM_KEEP_LIBRARY ".vmimage-lib"
#define VM_KEEP_ITEM ".vmimage-item"

struct vm_keep {
    const struct vm_tree *tree;
    const struct vm_call *call;
    struct vm_arena arena;
    int lock;   /* -1: not held */
    bool dirty; /* the lock file names what may be left behind */
    struct vm_json_doc *library_doc, *list_doc;
    const struct vm_json *library, *items; /* as they are on disk; `items` is the array */
    const char *list;                      /* name of the list of items */
    const char *descriptor;                /* item.json that is about to change; NULL: none */
    const char **paths;                    /* files that go unless an item of the list has them */
    size_t path_count, path_capacity;
};

/* lock.c: take the lock, within 10 seconds and the deadline, and clear what a dead writer left. Release whatever was returned. */
vmimage_status vmimage__keep_start(struct vm_keep *keep, const struct vm_tree *tree, const struct vm_call *call,
                                   vmimage_error **error);
/* Clear what is left and give the lock back. */
void vmimage__keep_finish(struct vm_keep *keep);
/* Write down what is about to happen; nothing may be changed before. */
vmimage_status vmimage__keep_note(struct vm_keep *keep, vmimage_error **error);
void vmimage__keep_add_path(struct vm_keep *keep, const char *path);

/* recover.c: go back to the old library, or on to the new one, whichever its list is of. */
vmimage_status vmimage__keep_recover(struct vm_keep *keep, vmimage_error **error);
/* Read lib.json and the list. */
vmimage_status vmimage__keep_load(struct vm_keep *keep, vmimage_error **error);

/* store.c */
/* Write a small file and bring it to the disk. `path` is below the folder; its parts are no links. */
vmimage_status vmimage__keep_write(const struct vm_keep *keep, const char *path, const struct vm_buf *text,
                                   vmimage_error **error);
vmimage_status vmimage__keep_rename(const struct vm_keep *keep, const char *from, const char *to,
                                    vmimage_error **error);
vmimage_status vmimage__keep_sync(const struct vm_keep *keep, const char *folder, vmimage_error **error);
/* Remove a file or, with all files in it, a folder; one that is not there is none. */
vmimage_status vmimage__keep_unlink(const struct vm_keep *keep, const char *path, vmimage_error **error);
vmimage_status vmimage__keep_fail(const struct vm_keep *keep, const char *path, int number, const char *what,
                                  vmimage_error **error);

/* A member of a JSON object that is about to be written: a text, or JSON. */
struct vm_member {
    const char *key, *text; /* text NULL: as it was, or not at all */
    bool json;
};
/* vcsp_write.c: the object with members replaced or added; `old` may be NULL. */
void vmimage__write_object(struct vm_buf *buf, const struct vm_json *old, const struct vm_member *members,
                           size_t count);
/* Write the list with one item replaced (`old`), added (`old` NULL) or removed (`text` NULL), and the next lib.json. */
vmimage_status vmimage__keep_commit(struct vm_keep *keep, const struct vm_json *old, const char *text,
                                    const struct vm_member *members, size_t count, vmimage_error **error);

/* counters.c */
/* The counter after the one of the member, in the arena. PARSE when it is none; it never starts again. */
vmimage_status vmimage__next_counter(struct vm_keep *keep, const struct vm_json *json, const char *key,
                                     const char *what, const char **next, vmimage_error **error);
/* max(previous + 1, modified) over all files of an item, which may be NULL. */
int64_t vmimage__next_generation(const struct vm_json *item, int64_t modified);
vmimage_status vmimage__new_uuid(char id[VM_UUID_SIZE], vmimage_error **error);
/* That a text can be the name of an item or a library, or with `empty` a description. */
vmimage_status vmimage__check_name(const char *name, bool description, vmimage_error **error);
/* The minute that it is, as VCSP writes it. */
const char *vmimage__keep_now(struct vm_arena *arena);

/* A file of an item in the making: below the folder of the package, or a piece of the archive. */
struct vm_part {
    const char *name, *path;
    uint64_t offset, size;
    const char *alias;         /* as the descriptor calls it, when that is another name */
    bool made;                 /* a manifest that the package lacks */
    unsigned kinds;            /* digests that are wanted */
    struct vm_digests digests; /* their values, when it was copied */
};

/* What becomes an item: a file that the program names, and the files that belong to it. */
struct vm_content {
    struct vm_arena arena;
    struct vm_tree tree;
    struct vm_draft draft;
    struct vm_source archive;
    const char *type;  /* "vcsp.ovf", "vcsp.iso" */
    const char *label; /* name of the file without its extension */
    bool collection;   /* of virtual machines */
    struct vm_part *parts;
    size_t count, capacity;
    uint64_t size;
    int64_t modified;
    const char *manifest_name; /* NULL: there is none */
    struct vm_manifest manifest;
};
/* content.c: find all files. Release whatever was returned. */
vmimage_status vmimage__content_open(struct vm_content *content, const char *path, bool make_manifest,
                                     const struct vm_call *call, vmimage_error **error);
void vmimage__content_release(struct vm_content *content);
/* Copy them to a folder below the library; INTEGRITY when one has another digest than the manifest says. */
vmimage_status vmimage__content_copy(struct vm_content *content, const struct vm_keep *keep, const char *folder,
                                     vmimage_error **error);

/* manifest.c */
/* Read the manifest of the package, if it has one; else, if asked to, add one as a part. `descriptor` is the name of the .ovf. */
vmimage_status vmimage__content_manifest(struct vm_content *content, const char *descriptor, bool make,
                                         const struct vm_call *call, vmimage_error **error);
/* Compare the digests of a part that was copied. */
vmimage_status vmimage__content_compare(const struct vm_content *content, const struct vm_part *part,
                                        vmimage_error **error);
/* The text of the manifest that the package lacks, from the digests of its parts. */
void vmimage__content_write_manifest(const struct vm_content *content, struct vm_buf *text);

/* copy.c: bytes of a source to a file that is written, with the fastest way that there is. */
vmimage_status vmimage__copy_bytes(const struct vm_source *source, uint64_t offset, uint64_t length, int out,
                                   const char *subject, const struct vm_call *call, struct vm_digest *digest,
                                   vmimage_error **error);
/* Let a new file share the blocks of another; false where the file system can't. */
bool vmimage__copy_shared(int from, int out);

/* A change under way. */
struct vm_edit {
    struct vm_keep *keep;
    const struct vm_change *change;
    struct vm_content *content;
    const struct vm_json *item; /* NULL: the library, or an item that is new */
    const char *library_version;
    const char *folder; /* of the new content */
};

/* put.c */
#define VM_MEMBERS_MAX 9
/* Choose a folder for the new content, write down what is about to happen, and make the stage into which the files go. */
vmimage_status vmimage__put_prepare(struct vm_edit *edit, const char *name, vmimage_error **error);
/* The files are there: item.json, then all of it to its place. The first two members are the ID and the version. */
vmimage_status vmimage__put_commit(struct vm_edit *edit, const struct vm_member *members, size_t count,
                                   vmimage_error **error);
/* The next list with the item's text, and the next lib.json. */
vmimage_status vmimage__edit_commit(const struct vm_edit *edit, const char *text, vmimage_error **error);
const char *vmimage__keep_item_name(const struct vm_json *item);
/* item.json of an item, when it is a file that no link leads to; else NULL. */
const char *vmimage__keep_find_descriptor(struct vm_keep *keep, const struct vm_json *item);
/* The files of an item go unless another one has them. */
void vmimage__keep_add_old_paths(struct vm_keep *keep, const struct vm_json *item);

/* change.c */
/* By ID, object name or name: the first of these that fits something decides, as for reading. */
vmimage_status vmimage__edit_find_item(struct vm_edit *edit, const char *wanted, vmimage_error **error);
/* By ID alone; NULL when there is none. */
const struct vm_json *vmimage__edit_find_id(const struct vm_edit *edit, const char *id);
vmimage_status vmimage__edit_check_unique(const struct vm_edit *edit, const char *name, vmimage_error **error);
vmimage_status vmimage__directory_create(const char *location, const struct vm_call *call,
                                         const struct vm_change *change, vmimage_error **error);
vmimage_status vmimage__directory_change(const struct vm_tree *tree, const struct vm_call *call,
                                         const struct vm_change *change, vmimage_error **error);

#endif
