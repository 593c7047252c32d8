/*
 * SPDX-License-Identifier: Apache-2.0
 * A folder, and what lies below it, as files of a library: whatever a name, a link or an href says, nothing outside of the
 * folder is ever opened. Links that stay inside are followed.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_DIRECTORY_TREE_H
#define VMIMAGE_LIB_TRANSPORT_DIRECTORY_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <vmimage/base.h>

#include "base/memory.h"
#include "format/source.h"

struct vm_tree {
    int fd;     /* of the folder; -1 when closed */
    char *path; /* for messages and URLs: absolute and without links */
};

/* What a name below the folder leads to. */
struct vm_place {
    char path[PATH_MAX]; /* below the folder and free of links; "" is the folder itself */
    bool is_file, is_folder;
    bool is_public; /* its mode lets everybody read it */
    uint64_t size;
    int64_t modified; /* seconds since 1970 */
};

/*
 * A folder below the tree that is kept open while the files in it are looked at: each is then found at one go. It was reached
 * without links. The folder itself may be moved away, so it is not to be kept for longer than an item takes.
 */
struct vm_near {
    int fd; /* -1: none */
    size_t length;
    char folder[NAME_MAX + 1]; /* without a slash at its end */
};

#define VM_NEAR_INIT                                                                                                   \
    {                                                                                                                  \
        .fd = -1                                                                                                       \
    }

struct vm_entry {
    const char *name;
    unsigned char type; /* DT_* as the file system has it */
};

struct vm_entries {
    struct vm_entry *list; /* by the bytes of the names */
    size_t count, capacity;
};

/* Errors: NOT_FOUND, FORBIDDEN, IO; INVALID when it is a file. With `list` it must be allowed to list the folder. */
vmimage_status vmimage__tree_open(struct vm_tree *tree, const char *path, bool list, vmimage_error **error);
void vmimage__tree_close(struct vm_tree *tree);

/* What stands before the names of the files in the folder, in the arena; NULL without memory. */
const char *vmimage__tree_prefix(const struct vm_tree *tree, struct vm_arena *arena);
/* The full path of a name below the folder, in the arena; NULL without memory. */
const char *vmimage__tree_name(const struct vm_tree *tree, struct vm_arena *arena, const char *relative);

/*
 * Follow a name. Errors: NOT_FOUND, FORBIDDEN, IO; INVALID when it leaves the folder, when links run in a circle or when it is
 * too long. The subject of an error is the full path.
 */
vmimage_status vmimage__tree_look(const struct vm_tree *tree, const char *relative, struct vm_place *place,
                                  vmimage_error **error);
/* What is looked at, but for its path. */
void vmimage__place_set(struct vm_place *place, const struct stat *st);
/* The folder that holds the last part of a path without links; *base is that part. -1 and errno on failure. */
int vmimage__tree_parent(const struct vm_tree *tree, const char *path, const char **base);
/* near.c: the same for a file whose folder may be, or becomes, the one that is kept open. */
vmimage_status vmimage__tree_look_near(const struct vm_tree *tree, struct vm_near *near, const char *relative,
                                       struct vm_place *place, vmimage_error **error);
/* Open a file that was looked at in this way. `name`, for errors, must outlive the source. */
vmimage_status vmimage__tree_source_near(const struct vm_tree *tree, struct vm_near *near, const char *relative,
                                         const char *name, struct vm_source *source, vmimage_error **error);
void vmimage__near_release(struct vm_near *near);
/* Whether the file that was looked at may be read by this process; FORBIDDEN or IO when not. It is not opened. */
vmimage_status vmimage__tree_readable(const struct vm_tree *tree, const struct vm_place *place, vmimage_error **error);
/* Open a file that was looked at. `name`, for errors, must outlive the source. */
vmimage_status vmimage__tree_source(const struct vm_tree *tree, const struct vm_place *place, const char *name,
                                    struct vm_source *source, vmimage_error **error);
/* The whole of a small file. Errors as of the functions above, and LIMIT when it is larger than the buffer's maximum. */
vmimage_status vmimage__tree_read(const struct vm_tree *tree, const char *relative, struct vm_buf *buf,
                                  vmimage_error **error);
/* What a folder holds, but for names that begin with a dot. LIMIT when there are more than `limit`. */
vmimage_status vmimage__tree_list(const struct vm_tree *tree, const char *relative, uint64_t limit,
                                  struct vm_arena *arena, struct vm_entries *entries, vmimage_error **error);

#endif
