/*
 * SPDX-License-Identifier: Apache-2.0
 * Between the files that verify packages: the report in the making, and what a program asked for.
 */
#ifndef VMIMAGE_LIB_ENGINE_VERIFY_H
#define VMIMAGE_LIB_ENGINE_VERIFY_H

#include <vmimage/verify.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/refs.h"
#include "engine/registry.h"
#include "format/certificate.h"
#include "format/manifest.h"
#include "format/source.h"
#include "transport/directory/tree.h"
#include "transport/transport.h"

struct vm_checked_file {
    const char *name;          /* as it is there */
    const char *alias;         /* as the descriptor calls it, when that is another name */
    const char *path;          /* below the place; NULL for a member of an archive, and for what is not there */
    const struct vm_buf *text; /* its contents when they were read already */
    uint64_t offset;           /* in the archive */
    uint64_t size, expected_size;
    bool present, needed;
    int32_t verdict;     /* 0 until it is known */
    const char *trouble; /* why it could not be read to its end; NULL: it could, or was not read */
    const char *algorithm, *expected, *actual;
    struct vm_manifest_entry *entries;
    size_t entry_count;
};

struct vm_texts {
    const char **list;
    size_t count, capacity;
};

struct vm_rule_verdict {
    const char *name, *message;
    int32_t verdict;
};

struct vmimage_verify_report {
    vm_refs refs;
    struct vm_arena arena; /* everything below; after a failure `failed` is set and the report is of no use */
    const char *kind, *manifest, *status;
    struct vm_signature signature;
    struct vm_texts problems, warnings;
    struct vm_checked_file *files;
    size_t file_count, file_capacity;
    size_t *slots; /* files by name: index + 1 in a hash table with open addressing */
    size_t slot_count;
    struct vm_rule_verdict *rules;
    size_t rule_count, rule_capacity;
    const char *refusal; /* of the manifest, in vCenter's words: strictness fails it */
};

vmimage_verify_report *vmimage__report_new(void);
/* A new file, or the one that has the name; NULL without memory. Valid until the next one is added. */
struct vm_checked_file *vmimage__report_add(vmimage_verify_report *report, const char *name);
/* NULL when there is none. */
struct vm_checked_file *vmimage__report_find(const vmimage_verify_report *report, const char *name);
void vmimage__report_say(vmimage_verify_report *report, struct vm_texts *texts, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define VM_REPORT_PROBLEM(report, ...) vmimage__report_say((report), &(report)->problems, __VA_ARGS__)
#define VM_REPORT_WARNING(report, ...) vmimage__report_say((report), &(report)->warnings, __VA_ARGS__)

struct vmimage_verify {
    vm_refs refs;
    struct vm_trust *trust;
    uint32_t policy;
    vmimage_policy *rules; /* NULL: none */
    const char *item_name; /* while an item is verified: its name, and when it was modified */
    int64_t item_modified;
    int64_t time;
    vmimage_verify_progress_fn progress;
    void *data;
    atomic_int interrupted;
};

/*
 * Where the files of a package are, by their names below the place: a folder, or an item of a registry. A place's own struct begins with it.
 */
struct vm_files {
    const struct vm_files_operations *operations;
};

struct vm_files_operations {
    /* What messages call a file, in the arena; NULL without memory. */
    const char *(*name)(const struct vm_files *files, struct vm_arena *arena, const char *path);
    /* NOT_FOUND when there is none; INVALID when the name leads out of the place; others when it can't be read. */
    vmimage_status (*look)(const struct vm_files *files, const char *path, uint64_t *size, vmimage_error **error);
    /* Open a file that was looked at. `name`, for errors, must outlive the source. */
    vmimage_status (*open)(const struct vm_files *files, const char *path, const char *name, struct vm_source *source,
                           vmimage_error **error);
    void (*close)(struct vm_source *source);
    /* Whether a file that nothing was read of is there, after all: NOT_FOUND, or INTEGRITY. NULL: `look` knows it. */
    vmimage_status (*confirm)(const struct vm_files *files, const char *path, vmimage_error **error);
};

/* verify_place.c */
struct vm_tree_files {
    struct vm_files files;
    const struct vm_tree *tree;
};

struct vm_item_files {
    struct vm_files files;
    vmimage_registry *registry;
    const vmimage_item *item;
    const struct vm_call *call;
    const struct vm_file **sorted; /* by name */
    size_t count;
};

void vmimage__files_of_tree(struct vm_tree_files *files, const struct vm_tree *tree);
/* What is given is borrowed. Release whatever was returned. */
vmimage_status vmimage__files_of_item(struct vm_item_files *files, vmimage_registry *registry, const vmimage_item *item,
                                      const struct vm_call *call, vmimage_error **error);
void vmimage__files_release(struct vm_item_files *files);
/* The file that the item is made of: its descriptor, archive, disc or disk; NULL: it has none. */
const char *vmimage__files_main(const struct vm_item_files *files);

/* Verify the package of which the file at `path` is the descriptor or the whole. */
vmimage_status vmimage__verify_package(const vmimage_verify *verify, const struct vm_call *call,
                                       const struct vm_files *files, const char *path, vmimage_verify_report *report,
                                       vmimage_error **error);

#endif
