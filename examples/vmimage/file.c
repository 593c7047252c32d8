/*
 * SPDX-License-Identifier: Apache-2.0
 * Small text files: read whole within a limit, written to a temporary name, synced and renamed, so that a reader sees the old
 * text or the new one and never a part.
 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MAX ((size_t)65 << 20)

static int fail(const char *what, const char *path)
{
    int number = errno;

    cli_say("cannot %s %s: %s", what, path, strerror(number));
    return number == EACCES || number == EPERM ? CLI_UNREACHABLE : CLI_FAILED;
}

int cli_read_file(const char *path, char **text, size_t *length)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    char *bytes = NULL;
    size_t size = 0, capacity = 0;
    int status = CLI_OK;

    *text = NULL;
    if (file == NULL)
        return fail("open", path);
    do {
        capacity = capacity * 2 + 65536;
        bytes = cli_grow(bytes, capacity, 1);
        size += fread(bytes + size, 1, capacity - size, file);
    } while (size == capacity && size <= READ_MAX);
    if (ferror(file))
        status = fail("read", path);
    else if (size > READ_MAX) {
        cli_say("%s is larger than %zu bytes: this is no lock file", path, READ_MAX);
        status = CLI_FAILED;
    }
    if (file != stdin)
        (void)fclose(file);
    if (status == CLI_OK) {
        *text = bytes;
        *length = size;
    } else {
        free(bytes);
    }
    return status;
}

/* The mode that the file has, or that a new one gets. */
static mode_t mode_for(const char *path)
{
    struct stat st;
    mode_t mask;

    if (stat(path, &st) == 0)
        return st.st_mode & 0777;
    mask = umask(077);
    (void)umask(mask);
    return 0666 & ~mask;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

/* So that the new name survives a loss of power; not every file system can do it. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    CLI_TEXT folder = slash != NULL ? cli_text("%.*s", (int)(slash - path + 1), path) : cli_copy(".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

int cli_write_file(const char *path, const char *text, size_t length)
{
    char *real = realpath(path, NULL); /* a link stays a link */
    CLI_TEXT target = cli_copy(real != NULL ? real : path);
    CLI_TEXT temporary = cli_text("%s.XXXXXX", target);
    int fd = mkstemp(temporary);
    int status;
    bool done;

    free(real);
    if (fd < 0)
        return fail("write", path);
    done = write_all(fd, text, length) && fchmod(fd, mode_for(target)) == 0 && fsync(fd) == 0;
    done = (close(fd) == 0) && done;
    if (done && rename(temporary, target) == 0) {
        sync_folder(target);
        return CLI_OK;
    }
    status = fail("write", path);
    (void)unlink(temporary);
    return status;
}
