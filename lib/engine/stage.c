/*
 * SPDX-License-Identifier: Apache-2.0
 * Staging folders. A lock of the kernel on the folder says that somebody is at it; a mark inside says that all files are complete and being
 * moved, so that whoever finds it goes on.
 */
#include "engine/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* Marks, and what was in the way before the file of the name came. */
#define MARK ".moving"
#define MARK_REPLACE ".replacing"
#define OLD_PREFIX ".old-"
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static vmimage_status fail_at(const struct vm_stage *stage, const char *name, int number, const char *what,
                              vmimage_error **error)
{
    struct vm_arena arena = {NULL, false};
    const char *path = vmimage__arena_printf(&arena, "%s/%s", stage->path, name);
    vmimage_status status =
        path != NULL ? vmimage__fail_errno(error, number, path, what) : vmimage__fail_no_memory(error);

    vmimage__arena_release(&arena);
    return status;
}

/* Calls a function for each name of a folder. */
static int each(int folder, bool (*visit)(int folder, const char *name, void *data), void *data)
{
    int fd = openat(folder, ".", FOLDER_FLAGS);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *entry;

    if (list == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    while ((entry = readdir(list)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !visit(folder, entry->d_name, data))
            break;
    }
    return closedir(list);
}

static bool remove_one(int folder, const char *name, void *data)
{
    (void)data;
    (void)unlinkat(folder, name, 0);
    return true;
}

static void remove_folder(int target, int folder, const char *name)
{
    (void)each(folder, remove_one, NULL);
    (void)unlinkat(target, name, AT_REMOVEDIR);
}

/* ---- moving ---- */

/* Without a file of the name in the way; also on file systems that know no such rename. */
static int move_new(int folder, const char *name, int target)
{
    struct stat st;

    if (renameat2(folder, name, target, name, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (fstatat(target, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return renameat(folder, name, target, name);
}

struct forward {
    int target;
    bool replace;
};

static bool move_forward(int folder, const char *name, void *data)
{
    const struct forward *forward = data;

    if (name[0] != '.')
        (void)(forward->replace ? renameat(folder, name, forward->target, name)
                                : move_new(folder, name, forward->target));
    return true;
}

/* Who died while it moved had complete files; a file that somebody else has put there since stays. */
static bool carry_on(int target, int folder)
{
    struct stat st;
    struct forward forward = {target, fstatat(folder, MARK_REPLACE, &st, AT_SYMLINK_NOFOLLOW) == 0};

    if (!forward.replace && fstatat(folder, MARK, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    (void)each(folder, move_forward, &forward);
    (void)fsync(target);
    return true;
}

/* ---- what is left of others ---- */

struct survey {
    struct vm_stage *stage;
    bool resume;
    bool busy;
};

static bool look_at_one(int target, const char *name, void *data)
{
    struct survey *survey = data;
    struct vm_stage *stage = survey->stage;
    bool own = strcmp(name, stage->name) == 0;
    int folder;

    if (strncmp(name, VM_STAGE_PREFIX, sizeof(VM_STAGE_PREFIX) - 1) != 0)
        return true;
    folder = openat(target, name, FOLDER_FLAGS);
    if (folder < 0)
        return true;
    if (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        survey->busy = survey->busy || own;
    } else if (carry_on(target, folder) || !survey->resume) {
        remove_folder(target, folder, name);
    } else if (own && stage->folder < 0) {
        stage->folder = folder;
        return true;
    }
    (void)close(folder);
    return true;
}

static vmimage_status busy(const struct vm_stage *stage, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_BUSY, stage->path,
                         "%s: the same item is being downloaded to this folder already", stage->path);
}

static vmimage_status make_folder(struct vm_stage *stage, vmimage_error **error)
{
    struct stat st;

    if (mkdirat(stage->target, stage->name, 0777) != 0)
        return errno == EEXIST ? busy(stage, error) : fail_at(stage, stage->name, errno, "make the folder", error);
    stage->folder = openat(stage->target, stage->name, FOLDER_FLAGS);
    if (stage->folder < 0)
        return fail_at(stage, stage->name, errno, "open it", error);
    /* Somebody who cleans may have come between. */
    if (flock(stage->folder, LOCK_EX | LOCK_NB) == 0 && fstat(stage->folder, &st) == 0 && st.st_nlink != 0)
        return VMIMAGE_OK;
    (void)close(stage->folder);
    stage->folder = -1;
    return busy(stage, error);
}

vmimage_status vmimage__stage_open(struct vm_stage *stage, const char *path, const char *key, bool resume,
                                   vmimage_error **error)
{
    struct survey survey = {stage, resume, false};

    stage->target = stage->folder = -1;
    stage->path = vmimage__arena_strdup(&stage->arena, path);
    stage->name = vmimage__arena_printf(&stage->arena, VM_STAGE_PREFIX "%s", key);
    if (stage->arena.failed)
        return vmimage__fail_no_memory(error);
    stage->made_target = mkdir(path, 0777) == 0;
    if (!stage->made_target && errno != EEXIST)
        return vmimage__fail_errno(error, errno, path, "make the folder");
    stage->target = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (stage->target < 0)
        return vmimage__fail_errno(error, errno, path, "open the folder");
    if (each(stage->target, look_at_one, &survey) != 0)
        return vmimage__fail_errno(error, errno, path, "read the folder");
    if (survey.busy)
        return busy(stage, error);
    return stage->folder < 0 ? make_folder(stage, error) : VMIMAGE_OK;
}

/* ---- the end ---- */

static vmimage_status mark(const struct vm_stage *stage, bool replace, vmimage_error **error)
{
    const char *name = replace ? MARK_REPLACE : MARK;
    int fd = openat(stage->folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    int number = fd < 0 || fsync(fd) != 0 || fsync(stage->folder) != 0 ? errno : 0;

    if (fd >= 0)
        (void)close(fd);
    return number == 0 ? VMIMAGE_OK : fail_at(stage, stage->name, number, "write to it", error);
}

static bool old_name(const char *name, char old[NAME_MAX + 16])
{
    return snprintf(old, NAME_MAX + 16, OLD_PREFIX "%s", name) <= NAME_MAX;
}

/* What was moved goes, and what was in its place comes back. */
static void move_back(const struct vm_stage *stage, const char *const *names, size_t count)
{
    while (count-- > 0) {
        char old[NAME_MAX + 16];

        if (!old_name(names[count], old) || renameat(stage->folder, old, stage->target, names[count]) != 0)
            (void)unlinkat(stage->target, names[count], 0);
    }
    (void)unlinkat(stage->folder, MARK, 0);
    (void)unlinkat(stage->folder, MARK_REPLACE, 0);
}

static int move_one(const struct vm_stage *stage, const char *name, bool replace)
{
    char old[NAME_MAX + 16];

    if (!replace)
        return move_new(stage->folder, name, stage->target);
    /* A second name for what is there, where there can be one, so that it can come back. */
    if (old_name(name, old))
        (void)linkat(stage->target, name, stage->folder, old, 0);
    return renameat(stage->folder, name, stage->target, name);
}

vmimage_status vmimage__stage_commit(struct vm_stage *stage, const char *const *names, size_t count, bool replace,
                                     vmimage_error **error)
{
    vmimage_status status = mark(stage, replace, error);

    for (size_t i = 0; i < count && status == VMIMAGE_OK; i++) {
        if (move_one(stage, names[i], replace) == 0)
            continue;
        status = fail_at(stage, names[i], errno, "put it in its place", error);
        move_back(stage, names, i);
    }
    if (status == VMIMAGE_OK && fsync(stage->target) != 0 && errno != EINVAL)
        status = fail_at(stage, "", errno, "bring it to the disk", error);
    if (status == VMIMAGE_OK) {
        stage->made_target = false;
        vmimage__stage_drop(stage);
    }
    return status;
}

void vmimage__stage_drop(struct vm_stage *stage)
{
    if (stage->folder >= 0) {
        remove_folder(stage->target, stage->folder, stage->name);
        (void)close(stage->folder);
        stage->folder = -1;
    }
    if (stage->made_target)
        (void)rmdir(stage->path);
    stage->made_target = false;
}

void vmimage__stage_release(struct vm_stage *stage)
{
    if (stage->folder >= 0)
        (void)close(stage->folder);
    if (stage->target >= 0)
        (void)close(stage->target);
    stage->folder = stage->target = -1;
    vmimage__arena_release(&stage->arena);
}
