/*
 * SPDX-License-Identifier: Apache-2.0
 * The path of one file that a program gives: the folder that it is in, opened, and its name there. The bodies are in package.c.
 */
#ifndef VMIMAGE_LIB_ENGINE_SPLIT_H
#define VMIMAGE_LIB_ENGINE_SPLIT_H

#include <limits.h>

#include "transport/directory/tree.h"

/* The folder of a file and the name in it, with all links followed; and what the program calls both. */
struct vm_split {
    char real[PATH_MAX];
    char given[PATH_MAX];
    const char *real_name, *given_name; /* given_name is NULL for a name without folder, which is then `given` */
};

vmimage_status vmimage__split_path(const char *path, struct vm_split *split, vmimage_error **error);
/* The folder. Messages name the file as the program did. Close with vmimage__tree_close(). */
vmimage_status vmimage__split_open(const struct vm_split *split, struct vm_tree *tree, vmimage_error **error);

#endif
