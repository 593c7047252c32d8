/*
 * SPDX-License-Identifier: Apache-2.0
 * Files whose folder is kept open. Only what is as plain as it nearly always is goes this way: a name without "." and "..", a folder
 * that no link leads to, a file that is no link. Everything else, and every failure, is left to tree.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport/directory/tree.h"

void vmimage__near_release(struct vm_near *near)
{
    if (near->fd >= 0)
        (void)close(near->fd);
    near->fd = -1;
    near->length = 0;
}

/* No part of the name is empty, "." or "..". */
static bool is_plain(const char *name)
{
    for (;;) {
        size_t length = strcspn(name, "/");

        if (length == 0 || (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'))))
            return false;
        if (name[length] == '\0')
            return true;
        name += length + 1;
    }
}

/* Have the folder of the name open; the name in it, or NULL when this way is not to be gone. */
static const char *enter(const struct vm_tree *tree, struct vm_near *near, const char *relative)
{
    const char *slash = strrchr(relative, '/'), *base;
    size_t length = slash != NULL ? (size_t)(slash - relative) : 0;

    if (length == 0 || length >= sizeof(near->folder) || !is_plain(relative))
        return NULL;
    if (near->fd >= 0 && near->length == length && memcmp(near->folder, relative, length) == 0)
        return slash + 1;
    vmimage__near_release(near);
    near->fd = vmimage__tree_parent(tree, relative, &base);
    if (near->fd < 0)
        return NULL;
    memcpy(near->folder, relative, length);
    near->length = length;
    return base;
}

vmimage_status vmimage__tree_look_near(const struct vm_tree *tree, struct vm_near *near, const char *relative,
                                       struct vm_place *place, vmimage_error **error)
{
    const char *base = enter(tree, near, relative);
    struct stat st;

    if (base == NULL || fstatat(near->fd, base, &st, AT_SYMLINK_NOFOLLOW) != 0 || S_ISLNK(st.st_mode) ||
        strlen(relative) >= sizeof(place->path))
        return vmimage__tree_look(tree, relative, place, error);
    memcpy(place->path, relative, strlen(relative) + 1);
    vmimage__place_set(place, &st);
    return VMIMAGE_OK;
}

vmimage_status vmimage__tree_source_near(const struct vm_tree *tree, struct vm_near *near, const char *relative,
                                         const char *name, struct vm_source *source, vmimage_error **error)
{
    const char *base = enter(tree, near, relative);
    struct vm_place place;
    vmimage_status status;

    if (base != NULL && vmimage__source_open_at_once(source, near->fd, base, O_NOFOLLOW, name))
        return VMIMAGE_OK;
    status = vmimage__tree_look(tree, relative, &place, error);
    return status == VMIMAGE_OK ? vmimage__tree_source(tree, &place, name, source, error) : status;
}
