/*
 * SPDX-License-Identifier: Apache-2.0
 * One file for each descriptor, called by a digest of its URL and its token and beginning with a digest of all that follows: what is
 * damaged, or was put there by somebody else, is not used. Files appear whole, by a rename.
 */
#include "transport/http/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memory.h"
#include "format/digest.h"
#include "format/sniff.h"

#define FOLDER "descriptors"
#define HEX 64
#define FILE_MAX ((size_t)64 << 20)
/* First line of every file; another number is another format. */
#define MARK "vmimage descriptor 1\n"

struct vm_web_store {
    char *folder;
    struct vm_buf last; /* the file that was given */
};

struct vm_web_store *vmimage__web_store_new(const char *folder)
{
    struct vm_web_store *store = vmimage__calloc(1, sizeof(*store));

    if (store == NULL)
        return NULL;
    store->last = (struct vm_buf)VM_BUF_INIT(FILE_MAX);
    store->folder = vmimage__strdup(folder);
    if (store->folder != NULL)
        return store;
    vmimage__free(store);
    return NULL;
}

void vmimage__web_store_free(struct vm_web_store *store)
{
    if (store == NULL)
        return;
    vmimage__buf_release(&store->last);
    vmimage__free(store->folder);
    vmimage__free(store);
}

static bool digest(const void *a, size_t a_length, const void *b, size_t b_length, char hex[VM_DIGEST_HEX])
{
    struct vm_digest state = {.state = {NULL}};
    struct vm_digests values;
    bool done = vmimage__digest_start(&state, 1U << VM_SHA256, NULL) == VMIMAGE_OK &&
                vmimage__digest_add(&state, a, a_length, NULL) == VMIMAGE_OK &&
                vmimage__digest_add(&state, b, b_length, NULL) == VMIMAGE_OK &&
                vmimage__digest_finish(&state, &values, NULL) == VMIMAGE_OK;

    vmimage__digest_release(&state);
    if (done)
        vmimage__digest_to_hex(VM_SHA256, values.value[VM_SHA256], hex);
    return done;
}

/* FOLDER/descriptors/NAME */
static bool path_of(const struct vm_web_store *store, const char *url, const char *token, char path[PATH_MAX])
{
    char name[VM_DIGEST_HEX];
    int length;

    if (!digest(url, strlen(url) + 1, token, strlen(token), name))
        return false;
    length = snprintf(path, PATH_MAX, "%s/" FOLDER "/%s", store->folder, name);
    return length > 0 && length < PATH_MAX - 32;
}

static bool read_all(const char *path, struct vm_buf *buf)
{
    char chunk[16384];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    ssize_t n = -1;

    vmimage__buf_reset(buf);
    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        while ((n = read(fd, chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR))
            vmimage__buf_add(buf, chunk, n > 0 ? (size_t)n : 0);
    (void)close(fd);
    return n == 0 && buf->status == VMIMAGE_OK && buf->length != 0;
}

/* The next line of the head, without its end; NULL when there is none. */
static char *line_of(char **at, const char *end)
{
    char *line = *at, *stop = memchr(line, '\n', (size_t)(end - line));

    if (stop == NULL || memchr(line, '\0', (size_t)(stop - line)) != NULL)
        return NULL;
    *stop = '\0';
    *at = stop + 1;
    return line;
}

/* MARK, digest of the rest; URL, token, kind, member, text. */
static bool parse(struct vm_buf *file, const char *url, const char *token, struct vm_web_kept *kept)
{
    char *at = file->data, *end = file->data + file->length, hex[VM_DIGEST_HEX];
    char *sum, *kind, *member, *same_url, *same_token;
    size_t mark = strlen(MARK);

    if (file->length < mark + HEX + 1 || memcmp(at, MARK, mark) != 0)
        return false;
    at += mark;
    sum = line_of(&at, end);
    if (sum == NULL || !digest(at, (size_t)(end - at), "", 0, hex) || strcmp(sum, hex) != 0)
        return false;
    same_url = line_of(&at, end);
    same_token = same_url != NULL ? line_of(&at, end) : NULL;
    kind = same_token != NULL ? line_of(&at, end) : NULL;
    member = kind != NULL ? line_of(&at, end) : NULL;
    if (member == NULL || strcmp(same_url, url) != 0 || strcmp(same_token, token) != 0)
        return false;
    kept->kind = strcmp(kind, "OVA") == 0 ? VM_FILE_OVA : VM_FILE_OVF;
    kept->member = member[0] != '\0' ? member : NULL;
    kept->text = at;
    kept->length = (size_t)(end - at);
    return true;
}

bool vmimage__web_store_get(struct vm_web_store *store, const char *url, const char *token, struct vm_web_kept *kept)
{
    char path[PATH_MAX];

    return path_of(store, url, token, path) && read_all(path, &store->last) && parse(&store->last, url, token, kept);
}

static bool write_all(int fd, const struct vm_buf *buf)
{
    size_t done = 0;

    while (done < buf->length) {
        ssize_t n = write(fd, buf->data + done, buf->length - done);

        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Nothing is brought to the disk: a file that is not whole after a crash has the wrong digest. */
static void write_file(struct vm_web_store *store, const char *path, const struct vm_buf *file)
{
    char temporary[PATH_MAX], folder[PATH_MAX];
    int fd;
    bool done;

    (void)snprintf(folder, sizeof(folder), "%s/" FOLDER, store->folder);
    if (mkdir(store->folder, 0700) != 0 && errno != EEXIST)
        return;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return;
    (void)snprintf(temporary, sizeof(temporary), "%.*s.XXXXXX", PATH_MAX - 16, path);
    fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return;
    done = write_all(fd, file);
    done = close(fd) == 0 && done;
    if (!done || rename(temporary, path) != 0)
        (void)unlink(temporary);
}

void vmimage__web_store_put(struct vm_web_store *store, const char *url, const char *token,
                            const struct vm_web_kept *kept)
{
    vm_auto_buf struct vm_buf file = VM_BUF_INIT(FILE_MAX), body = VM_BUF_INIT(FILE_MAX);
    char path[PATH_MAX], hex[VM_DIGEST_HEX];

    if (kept->member != NULL && strchr(kept->member, '\n') != NULL)
        return;
    vmimage__buf_printf(&body, "%s\n%s\n%s\n%s\n", url, token, kept->kind == VM_FILE_OVA ? "OVA" : "OVF",
                        kept->member != NULL ? kept->member : "");
    vmimage__buf_add(&body, kept->text, kept->length);
    if (body.status != VMIMAGE_OK || !path_of(store, url, token, path) || !digest(body.data, body.length, "", 0, hex))
        return;
    vmimage__buf_printf(&file, MARK "%s\n", hex);
    vmimage__buf_add(&file, body.data, body.length);
    if (file.status == VMIMAGE_OK)
        write_file(store, path, &file);
}
