/*
 * SPDX-License-Identifier: Apache-2.0
 * A temporary folder for tests: made, filled, compared and removed. All names are below it.
 */
#ifndef VMIMAGE_TESTS_FOLDER_H
#define VMIMAGE_TESTS_FOLDER_H

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tarfile.h"

static char folder_path[64];

static inline const char *folder_name(const char *name)
{
    static char path[4][16384];
    static int turn;
    char *out = path[turn = (turn + 1) % 4];

    (void)snprintf(out, sizeof(path[0]), "%s/%s", folder_path, name);
    return out;
}

static inline void folder_make(void)
{
    (void)snprintf(folder_path, sizeof(folder_path), "/tmp/vmimage-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder_path));
}

static inline int folder_remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static inline void folder_remove(void)
{
    (void)nftw(folder_path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void folder_dir(const char *name)
{
    ck_assert_int_eq(mkdir(folder_name(name), 0755), 0);
}

/* All files get one time, so that what is made from times is known. */
static inline void folder_bytes(const char *name, const void *bytes, size_t size)
{
    struct timespec times[2] = {{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
    int fd = open(folder_name(name), O_WRONLY | O_CREAT | O_TRUNC, 0644);

    ck_assert_msg(fd >= 0, "%s", name);
    ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
    ck_assert_int_eq(futimens(fd, times), 0);
    (void)close(fd);
}

static inline void folder_text(const char *name, const char *text)
{
    folder_bytes(name, text, strlen(text));
}

static inline void folder_link(const char *name, const char *target)
{
    ck_assert_int_eq(symlink(target, folder_name(name)), 0);
}

/* A descriptor with one disk file; NULL for none. `size` 0 is left out. */
static inline const char *ovf_text(const char *product, const char *href, unsigned size)
{
    static char text[16384];
    static char file[12000];
    char bytes[64] = "";

    if (size != 0)
        (void)snprintf(bytes, sizeof(bytes), " ovf:size=\"%u\"", size);
    file[0] = '\0';
    if (href != NULL)
        (void)snprintf(file, sizeof(file), "<File ovf:id=\"f1\" ovf:href=\"%s\"%s/>", href, bytes);
    (void)snprintf(text, sizeof(text),
                   "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" "
                   "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">\n<References>%s</References>\n"
                   "<VirtualSystem ovf:id=\"v\"><Info>i</Info><ProductSection><Info>p</Info><Product>%s</Product>"
                   "</ProductSection><VirtualHardwareSection><Info>h</Info></VirtualHardwareSection>"
                   "</VirtualSystem>\n</Envelope>\n",
                   file, product);
    return text;
}

static inline void folder_ova(const char *name, const char *product, const char *disk, size_t size)
{
    static struct tarfile tar;
    const char *text = ovf_text(product, disk, (unsigned)size);

    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, strlen(text));
    if (disk != NULL) {
        (void)tar_header(&tar, disk, '0', size);
        tar.length += (size + 511) / 512 * 512;
    }
    tar_end(&tar);
    folder_bytes(name, tar.bytes, tar.length);
}

static inline void folder_iso(const char *name, const char *volume)
{
    static unsigned char disc[32768 + 2 * 2048];
    unsigned char *s = disc + 32768;

    memset(disc, 0, sizeof(disc));
    memcpy(s, "\1CD001\1", 7);
    memset(s + 40, ' ', 32);
    memcpy(s + 40, volume, strlen(volume));
    s[80] = 18;
    s[129] = 8;
    memcpy(s + 2048, "\377CD001\1", 7);
    folder_bytes(name, disc, sizeof(disc));
}

static char *folder_seal;
static size_t folder_seal_used;

static inline int folder_seal_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)flag;
    (void)ftw;
    folder_seal_used += (size_t)snprintf(folder_seal + folder_seal_used, ((size_t)1 << 20) - folder_seal_used,
                                         "%s %o %jd %jd.%09ld %jd.%09ld\n", path + strlen(folder_path),
                                         (unsigned)st->st_mode, (intmax_t)st->st_size, (intmax_t)st->st_mtim.tv_sec,
                                         st->st_mtim.tv_nsec, (intmax_t)st->st_ctim.tv_sec, st->st_ctim.tv_nsec);
    return 0;
}

/* Everything about the tree but the contents, whose times change with them. To be freed. */
static inline char *folder_state(void)
{
    folder_seal = calloc(1, (size_t)1 << 20);
    folder_seal_used = 0;
    ck_assert_int_eq(nftw(folder_path, folder_seal_one, 16, FTW_PHYS), 0);
    return folder_seal;
}

#endif
