/*
 * SPDX-License-Identifier: Apache-2.0
 * Walking below a folder by its file descriptor. A name is followed link by link to a path without links; opening that
 * path then refuses links, so that a link put in between is an error and not a way out.
 */
#include "transport/directory/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* As many as Linux itself follows. */
#define LINKS_MAX 40
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK)

vmimage_status vmimage__tree_open(struct vm_tree *tree, const char *path, bool list, vmimage_error **error)
{
    char full[PATH_MAX];
    struct stat st;

    tree->path = NULL;
    tree->fd = open(path, list ? OPEN_FOLDER : O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (tree->fd < 0) {
        int number = errno;

        if (number == ENOTDIR && stat(path, &st) == 0)
            return vmimage__fail(error, VMIMAGE_E_INVALID, path, "%s: is a file; a library is a folder", path);
        return vmimage__fail_errno(error, number, path, "open the folder");
    }
    /* The path serves messages only; one that can't be worked out is no reason to refuse the folder. */
    tree->path = vmimage__strdup(realpath(path, full) != NULL ? full : path);
    if (tree->path != NULL)
        return VMIMAGE_OK;
    vmimage__tree_close(tree);
    return vmimage__fail_no_memory(error);
}

void vmimage__tree_close(struct vm_tree *tree)
{
    if (tree->fd >= 0)
        (void)close(tree->fd);
    vmimage__free(tree->path);
    tree->fd = -1;
    tree->path = NULL;
}

const char *vmimage__tree_prefix(const struct vm_tree *tree, struct vm_arena *arena)
{
    size_t length = strlen(tree->path);

    return vmimage__arena_printf(arena, "%s%s", tree->path, length == 0 || tree->path[length - 1] == '/' ? "" : "/");
}

const char *vmimage__tree_name(const struct vm_tree *tree, struct vm_arena *arena, const char *relative)
{
    size_t length = strlen(tree->path);
    const char *slash = length == 0 || tree->path[length - 1] == '/' ? "" : "/";

    return relative[0] != '\0' ? vmimage__arena_printf(arena, "%s%s%s", tree->path, slash, relative)
                               : vmimage__arena_strdup(arena, tree->path);
}

/* An error about a name: `what` is NULL for one of the operating system. Where nobody wants the error, no memory is needed. */
static vmimage_status fail(const struct vm_tree *tree, const char *relative, int number, const char *what,
                           vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *name = error != NULL ? vmimage__tree_name(tree, &arena, relative) : relative;
    vmimage_status status;

    if (name == NULL)
        status = vmimage__fail_no_memory(error);
    else if (what != NULL)
        status = vmimage__fail(error, VMIMAGE_E_INVALID, name, "%s: %s", name, what);
    else
        status = vmimage__fail_errno(error, number, name, "open it");
    vmimage__arena_release(&arena);
    return status;
}

struct walk {
    const struct vm_tree *tree;
    const char *relative; /* as asked for */
    char rest[PATH_MAX];  /* what is still to be followed */
    int links;
    struct vm_place *place;
    bool went_up; /* place->path is not what was looked at last */
    struct stat st;
};

static vmimage_status step_up(struct walk *walk, vmimage_error **error)
{
    char *slash = strrchr(walk->place->path, '/');

    if (walk->place->path[0] == '\0')
        return fail(walk->tree, walk->relative, 0, "leads out of the library's folder", error);
    *(slash != NULL ? slash : walk->place->path) = '\0';
    walk->went_up = true;
    return VMIMAGE_OK;
}

/* Put the target of a link before what is still to be followed. */
static vmimage_status follow_link(struct walk *walk, vmimage_error **error)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(walk->tree->fd, walk->place->path, target, sizeof(target) - 1);
    size_t after = strlen(walk->rest);

    if (length < 0)
        return fail(walk->tree, walk->relative, errno, NULL, error);
    target[length] = '\0';
    if (++walk->links > LINKS_MAX)
        return fail(walk->tree, walk->relative, 0,
                    "is a link that leads round in a circle, or through more than 40 links", error);
    if (target[0] == '/')
        return fail(walk->tree, walk->relative, 0, "is a link that leads out of the library's folder", error);
    if ((size_t)length + after + 2 > sizeof(walk->rest))
        return fail(walk->tree, walk->relative, ENAMETOOLONG, NULL, error);
    memmove(walk->rest + length + 1, walk->rest, after + 1);
    memcpy(walk->rest, target, (size_t)length);
    walk->rest[length] = '/';
    return step_up(walk, error);
}

static vmimage_status step_into(struct walk *walk, const char *part, size_t length, vmimage_error **error)
{
    char *path = walk->place->path;
    size_t used = strlen(path);

    if (used + length + 2 > sizeof(walk->place->path))
        return fail(walk->tree, walk->relative, ENAMETOOLONG, NULL, error);
    if (used != 0)
        path[used++] = '/';
    memcpy(path + used, part, length);
    path[used + length] = '\0';
    if (fstatat(walk->tree->fd, path, &walk->st, AT_SYMLINK_NOFOLLOW) != 0)
        return fail(walk->tree, walk->relative, errno, NULL, error);
    walk->went_up = false;
    return VMIMAGE_OK;
}

/* Take the first part of what is still to be followed. */
static vmimage_status step(struct walk *walk, vmimage_error **error)
{
    char part[PATH_MAX];
    size_t length = strcspn(walk->rest, "/"), skip = length + strspn(walk->rest + length, "/");
    vmimage_status status;

    memcpy(part, walk->rest, length);
    part[length] = '\0';
    memmove(walk->rest, walk->rest + skip, strlen(walk->rest + skip) + 1);
    if (length == 0 || strcmp(part, ".") == 0)
        return VMIMAGE_OK;
    if (strcmp(part, "..") == 0)
        return step_up(walk, error);
    status = step_into(walk, part, length, error);
    if (status == VMIMAGE_OK && S_ISLNK(walk->st.st_mode))
        status = follow_link(walk, error);
    return status;
}

void vmimage__place_set(struct vm_place *place, const struct stat *st)
{
    place->is_file = S_ISREG(st->st_mode);
    place->is_folder = S_ISDIR(st->st_mode);
    place->is_public = (st->st_mode & 0444) == 0444;
    place->size = (uint64_t)st->st_size;
    place->modified = (int64_t)st->st_mtime;
}

vmimage_status vmimage__tree_look(const struct vm_tree *tree, const char *relative, struct vm_place *place,
                                  vmimage_error **error)
{
    struct walk walk = {.tree = tree, .relative = relative, .place = place, .went_up = true};
    vmimage_status status = VMIMAGE_OK;

    memset(place, 0, sizeof(*place));
    if (relative[0] == '/')
        return fail(tree, relative, 0, "is an absolute name; it leads out of the library's folder", error);
    if (strlen(relative) >= sizeof(walk.rest))
        return fail(tree, "", ENAMETOOLONG, NULL, error);
    memcpy(walk.rest, relative, strlen(relative) + 1);
    while (status == VMIMAGE_OK && walk.rest[0] != '\0')
        status = step(&walk, error);
    if (status != VMIMAGE_OK)
        return status;
    /* After a "..", what was looked at last is not where the walk ended. */
    if (walk.went_up &&
        fstatat(tree->fd, place->path[0] != '\0' ? place->path : ".", &walk.st, AT_SYMLINK_NOFOLLOW) != 0)
        return fail(tree, relative, errno, NULL, error);
    vmimage__place_set(place, &walk.st);
    return VMIMAGE_OK;
}

vmimage_status vmimage__tree_readable(const struct vm_tree *tree, const struct vm_place *place, vmimage_error **error)
{
    if (!place->is_file)
        return fail(tree, place->path, 0, "is not a regular file", error);
    /* An access list may say otherwise; who is kept out by one hears it from the read. */
    if (!place->is_public && faccessat(tree->fd, place->path, R_OK, AT_EACCESS) != 0)
        return fail(tree, place->path, errno, NULL, error);
    return VMIMAGE_OK;
}

int vmimage__tree_parent(const struct vm_tree *tree, const char *path, const char **base)
{
    int fd = strchr(path, '/') != NULL ? tree->fd : fcntl(tree->fd, F_DUPFD_CLOEXEC, 0);

    for (const char *slash; fd >= 0 && (slash = strchr(path, '/')) != NULL; path = slash + 1) {
        char part[NAME_MAX + 1];
        size_t length = (size_t)(slash - path);
        int next;

        if (length >= sizeof(part)) {
            if (fd != tree->fd)
                (void)close(fd);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(part, path, length);
        part[length] = '\0';
        next = openat(fd, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd != tree->fd)
            (void)close(fd);
        fd = next;
    }
    *base = path;
    return fd;
}

vmimage_status vmimage__tree_source(const struct vm_tree *tree, const struct vm_place *place, const char *name,
                                    struct vm_source *source, vmimage_error **error)
{
    const char *base;
    int parent;
    vmimage_status status;

    *source = (struct vm_source)VM_SOURCE_INIT;
    if (strchr(place->path, '/') == NULL)
        return vmimage__source_open(source, tree->fd, place->path, O_NOFOLLOW, name, error);
    parent = vmimage__tree_parent(tree, place->path, &base);
    if (parent < 0)
        return vmimage__fail_errno(error, errno, name, "open it");
    status = vmimage__source_open(source, parent, base, O_NOFOLLOW, name, error);
    (void)close(parent);
    return status;
}

vmimage_status vmimage__tree_read(const struct vm_tree *tree, const char *relative, struct vm_buf *buf,
                                  vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    struct vm_place place;
    const char *name;
    vmimage_status status = vmimage__tree_look(tree, relative, &place, error);

    if (status != VMIMAGE_OK)
        return status;
    name = vmimage__tree_name(tree, &arena, relative);
    if (name == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__tree_source(tree, &place, name, &source, error);
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, buf, error);
    vmimage__arena_release(&arena);
    return status;
}

static int by_name(const void *a, const void *b)
{
    const struct vm_entry *left = a, *right = b;

    return strcmp(left->name, right->name);
}

static vmimage_status read_entries(DIR *folder, const struct vm_tree *tree, const char *relative, uint64_t limit,
                                   struct vm_arena *arena, struct vm_entries *entries, vmimage_error **error)
{
    struct dirent *entry;

    while (errno = 0, (entry = readdir(folder)) != NULL) {
        struct vm_entry *new;

        if (entry->d_name[0] == '.')
            continue;
        if (entries->count == limit)
            return vmimage__fail(error, VMIMAGE_E_LIMIT, tree->path,
                                 "%s/%s: the folder has more than the %" PRIu64 " entries that are allowed", tree->path,
                                 relative, limit);
        if (!vmimage__arena_grow(arena, &entries->list, entries->count, &entries->capacity, sizeof(*new)))
            return vmimage__fail_no_memory(error);
        new = &entries->list[entries->count];
        new->name = vmimage__arena_strdup(arena, entry->d_name);
        new->type = entry->d_type;
        if (new->name == NULL)
            return vmimage__fail_no_memory(error);
        entries->count++;
    }
    return errno == 0 ? VMIMAGE_OK : fail(tree, relative, errno, NULL, error);
}

vmimage_status vmimage__tree_list(const struct vm_tree *tree, const char *relative, uint64_t limit,
                                  struct vm_arena *arena, struct vm_entries *entries, vmimage_error **error)
{
    struct vm_place place;
    const char *base;
    int parent, fd;
    DIR *folder;
    vmimage_status status = vmimage__tree_look(tree, relative, &place, error);

    memset(entries, 0, sizeof(*entries));
    if (status != VMIMAGE_OK)
        return status;
    parent = vmimage__tree_parent(tree, place.path, &base);
    fd = parent >= 0 ? openat(parent, base[0] != '\0' ? base : ".", OPEN_FOLDER | O_NOFOLLOW) : -1;
    folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        status = fail(tree, relative, errno, NULL, error);
        if (fd >= 0)
            (void)close(fd);
    } else {
        status = read_entries(folder, tree, relative, limit, arena, entries, error);
        (void)closedir(folder);
    }
    if (parent >= 0)
        (void)close(parent);
    if (status == VMIMAGE_OK && entries->count > 1)
        qsort(entries->list, entries->count, sizeof(*entries->list), by_name);
    return status;
}
