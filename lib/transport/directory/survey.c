/*
 * SPDX-License-Identifier: Apache-2.0
 * Which folders a watch looks at. Folders are opened part by part without following links, and watched through what was opened.
 */
#include "transport/directory/survey.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* Items are one level deep, and the files of one may lie in a folder below it. */
#define DEPTH_MAX 2
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
#define HASH_PRIME UINT64_C(0x100000001b3)

struct visit {
    struct vm_survey *survey;
    char path[PATH_MAX]; /* below the tree; "" is the library's folder */
    int depth;
};

uint64_t vmimage__hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * HASH_PRIME;
    return hash;
}

static int add_watch(struct vm_survey *survey, int fd)
{
    /* The name of what is open: no link in the library's folder has a say in it. */
    char name[32];
    int watch;

    if (survey->failure != 0)
        return -1;
    (void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    watch = inotify_add_watch(survey->inotify, name,
                              IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_MODIFY |
                                  IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
    if (watch < 0)
        survey->failure = errno;
    return watch;
}

/* A folder below the tree by a path without links; -1 when it is none any more. */
static int open_below(const struct vm_tree *tree, const char *path)
{
    int fd = openat(tree->fd, ".", OPEN_FOLDER);

    while (fd >= 0 && *path != '\0') {
        char part[NAME_MAX + 1];
        size_t length = strcspn(path, "/");
        int next;

        if (length >= sizeof(part)) {
            (void)close(fd);
            return -1;
        }
        memcpy(part, path, length);
        part[length] = '\0';
        next = openat(fd, part, OPEN_FOLDER);
        (void)close(fd);
        fd = next;
        path += length + (path[length] == '/');
    }
    return fd;
}

static void add_entry(struct vm_survey *survey, const char *path, const struct stat *st)
{
    const int64_t facts[] = {(int64_t)st->st_dev,         (int64_t)st->st_ino,         (int64_t)st->st_mode,
                             (int64_t)st->st_size,        (int64_t)st->st_mtim.tv_sec, (int64_t)st->st_mtim.tv_nsec,
                             (int64_t)st->st_ctim.tv_sec, (int64_t)st->st_ctim.tv_nsec};
    uint64_t hash = vmimage__hash_bytes(VM_HASH_START, path, strlen(path));

    survey->hash += vmimage__hash_bytes(hash, facts, sizeof(facts));
}

static void visit_folder(const struct visit *visit, int fd);

/* Where a link inside the library leads to: the folder, or the folder of the file. */
static void visit_link(const struct visit *visit)
{
    struct vm_survey *survey = visit->survey;
    struct visit there = {.survey = survey, .depth = visit->depth};
    struct vm_place place;
    struct stat st;
    char *slash;
    int fd;

    if (vmimage__tree_look(survey->tree, visit->path, &place, NULL) != VMIMAGE_OK)
        return;
    if (survey->inotify < 0 &&
        fstatat(survey->tree->fd, place.path[0] != '\0' ? place.path : ".", &st, AT_SYMLINK_NOFOLLOW) == 0)
        add_entry(survey, visit->path, &st);
    memcpy(there.path, place.path, sizeof(there.path));
    slash = strrchr(there.path, '/');
    if (!place.is_folder) {
        there.path[slash != NULL ? slash - there.path : 0] = '\0';
        there.depth = DEPTH_MAX + 1;
    }
    fd = open_below(survey->tree, there.path);
    if (fd >= 0)
        visit_folder(&there, fd);
}

static void visit_entry(const struct visit *visit, int folder, const char *name)
{
    struct vm_survey *survey = visit->survey;
    struct visit there = {.survey = survey, .depth = visit->depth + 1};
    struct stat st;
    int length =
        snprintf(there.path, sizeof(there.path), "%s%s%s", visit->path, visit->path[0] != '\0' ? "/" : "", name);

    if (length < 0 || (size_t)length >= sizeof(there.path) || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    if (survey->inotify < 0)
        add_entry(survey, there.path, &st);
    if (visit->depth < DEPTH_MAX && S_ISDIR(st.st_mode)) {
        int fd = openat(folder, name, OPEN_FOLDER);

        if (fd >= 0)
            visit_folder(&there, fd);
    } else if (S_ISLNK(st.st_mode)) {
        visit_link(&there);
    }
}

/* Takes the descriptor over. Below the depth only the folder itself is watched. */
static void visit_folder(const struct visit *visit, int fd)
{
    struct vm_survey *survey = visit->survey;
    struct dirent *entry;
    DIR *folder;

    if (survey->inotify >= 0) {
        int watch = add_watch(survey, fd);

        if (visit->path[0] == '\0' && visit->depth == 0)
            survey->root = watch;
    }
    folder = visit->depth <= DEPTH_MAX && survey->failure == 0 ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        if (visit->depth <= DEPTH_MAX && survey->failure == 0)
            survey->failure = errno;
        (void)close(fd);
        return;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (survey->count++ >= survey->limit || survey->failure != 0)
            break;
        if (survey->inotify < 0 || entry->d_type == DT_DIR || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
            visit_entry(visit, fd, entry->d_name);
    }
    (void)closedir(folder);
}

void vmimage__survey(struct vm_survey *survey, bool own_only)
{
    const struct visit visit = {.survey = survey};
    int fd = openat(survey->tree->fd, ".", OPEN_FOLDER);

    survey->root = -1;
    survey->hash = VM_HASH_START;
    if (fd < 0) {
        survey->failure = errno;
    } else if (own_only) {
        survey->root = survey->inotify >= 0 ? add_watch(survey, fd) : -1;
        (void)close(fd);
    } else {
        visit_folder(&visit, fd);
    }
}
