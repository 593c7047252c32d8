/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading the files of items: byte for byte what was put there, from any offset.
 */
#include "conformance.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void free_bytes(char **bytes)
{
    free(*bytes);
}
#define AUTO_BYTES __attribute__((cleanup(free_bytes))) char

/* The bytes that were put there; NULL when they can't be read. */
static char *original(const struct record *file)
{
    size_t size = (size_t)number(file, "size");
    char *bytes = malloc(size + 1);
    FILE *stream = fopen(field(file, "path"), "re");

    if (bytes == NULL || stream == NULL || fread(bytes, 1, size, stream) != size) {
        free(bytes);
        bytes = NULL;
    }
    if (stream != NULL)
        (void)fclose(stream);
    return bytes;
}

static vmimage_stream *open_file(struct suite *suite, vmimage_registry *registry, const struct record *file)
{
    AUTO(vmimage_item) *item = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_stream *stream = NULL;

    if (vmimage_registry_get_item(registry, NULL, field(file, "item"), &item, &error) != VMIMAGE_OK ||
        vmimage_registry_open_file(registry, item, field(file, "name"), &stream, &error) != VMIMAGE_OK)
        failed(suite, __FILE__, __LINE__, "%s: %s", field(file, "name"), vmimage_error_message(error));
    return stream;
}

/* From where the stream is, in pieces of another size each time; the number of bytes that are as they were put there. */
static uint64_t compare(vmimage_stream *stream, const char *bytes, uint64_t size, vmimage_status *status)
{
    static char buffer[65536];
    uint64_t at = vmimage_stream_offset(stream), start = at;
    size_t piece = 7, got = 0;

    while ((*status = vmimage_stream_read(stream, buffer, piece, &got, NULL)) == VMIMAGE_OK) {
        if (got == 0 || got > piece || at + got > size || memcmp(buffer, bytes + at, got) != 0)
            break;
        at += got;
        piece = piece * 5 % sizeof(buffer) + 1;
    }
    return at - start;
}

static void check_bytes(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *file = NULL; (file = next_record(suite, "file", file)) != NULL;) {
        AUTO(vmimage_stream) *stream = open_file(suite, registry, file);
        AUTO_BYTES *bytes = original(file);
        uint64_t size = number(file, "size"), same;
        vmimage_status status;

        NEED(suite, stream != NULL && bytes != NULL, "%s can't be read", field(file, "name"));
        EXPECT(suite, equal(vmimage_stream_name(stream), field(file, "name")), "%s is called %s", field(file, "name"),
               shown(vmimage_stream_name(stream)));
        EXPECT(suite, vmimage_stream_size(stream) == size, "%s has %" PRIu64 " bytes", field(file, "name"),
               vmimage_stream_size(stream));
        same = compare(stream, bytes, size, &status);
        EXPECT(suite, status == VMIMAGE_DONE && same == size, "%s: %s after %" PRIu64 " of %" PRIu64 " good bytes",
               field(file, "name"), vmimage_status_name(status), same, size);
        (void)compare(stream, bytes, size, &status);
        EXPECT(suite, status == VMIMAGE_DONE, "%s: %s after its end", field(file, "name"), vmimage_status_name(status));
    }
}

static void check_seek(struct suite *suite)
{
    const struct record *file = next_record(suite, "file", NULL);
    uint64_t size = number(file, "size"), same;
    const uint64_t offsets[] = {size / 2, 0, size - 1, size, 1};
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_stream) *stream = NULL;
    AUTO_BYTES *bytes = original(file);
    vmimage_status status;

    NEED(suite, registry != NULL && bytes != NULL && size > 2, "nothing to read");
    stream = open_file(suite, registry, file);
    NEED(suite, stream != NULL, "no stream");
    for (size_t i = 0; i < sizeof(offsets) / sizeof(*offsets); i++) {
        NEED(suite, vmimage_stream_seek(stream, offsets[i], NULL) == VMIMAGE_OK, "no seek to %" PRIu64, offsets[i]);
        EXPECT(suite, vmimage_stream_offset(stream) == offsets[i], "offset %" PRIu64, vmimage_stream_offset(stream));
        same = compare(stream, bytes, size, &status);
        EXPECT(suite, status == VMIMAGE_DONE && same == size - offsets[i],
               "from %" PRIu64 ": %s after %" PRIu64 " good bytes", offsets[i], vmimage_status_name(status), same);
    }
    EXPECT(suite, vmimage_stream_seek(stream, size + 1, NULL) < 0, "a seek beyond the end");
}

static void check_no_file(struct suite *suite)
{
    const struct record *file = next_record(suite, "file", NULL);
    static const char *const names[] = {"no such file", "../lib.json", "/etc/passwd", ""};
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_item) *item = NULL;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_get_item(registry, NULL, field(file, "item"), &item, NULL) == VMIMAGE_OK, "no item");
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        AUTO(vmimage_stream) *stream = NULL;
        AUTO(vmimage_error) *error = NULL;
        vmimage_status status = vmimage_registry_open_file(registry, item, names[i], &stream, &error);

        EXPECT(suite, (status == VMIMAGE_E_NOT_FOUND || status == VMIMAGE_E_INVALID) && stream == NULL,
               "\"%s\": %s instead of NOT_FOUND", names[i], vmimage_status_name(status));
        EXPECT(suite, error != NULL, "\"%s\": no error object", names[i]);
    }
}

/* A stream holds its registry, as long as it is open. */
static void check_stream_survives(struct suite *suite)
{
    const struct record *file = next_record(suite, "file", NULL);
    vmimage_registry *registry = open_registry(suite);
    AUTO(vmimage_stream) *stream = NULL;
    AUTO_BYTES *bytes = original(file);
    vmimage_status status;
    uint64_t same;

    NEED(suite, registry != NULL && bytes != NULL, "nothing to read");
    stream = open_file(suite, registry, file);
    vmimage_registry_unref(registry);
    NEED(suite, stream != NULL, "no stream");
    same = compare(stream, bytes, number(file, "size"), &status);
    EXPECT(suite, status == VMIMAGE_DONE && same == number(file, "size"), "%s after %" PRIu64 " good bytes",
           vmimage_status_name(status), same);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

/* The file of this name in a folder has the bytes that were put into the place. */
static bool is_copy(const char *folder, const struct record *file)
{
    AUTO_BYTES *bytes = original(file);
    struct record copy = *file;
    AUTO_BYTES *path = NULL, *copied = NULL;
    struct stat st;

    if (asprintf(&path, "%s/%s", folder, field(file, "name")) < 0 || stat(path, &st) != 0 ||
        (uint64_t)st.st_size != number(file, "size"))
        return false;
    for (size_t i = 0; i < copy.count; i++)
        copy.values[i] = strcmp(copy.keys[i], "path") == 0 ? path : copy.values[i];
    copied = original(&copy);
    return bytes != NULL && copied != NULL && memcmp(bytes, copied, (size_t)st.st_size) == 0;
}

static void download(struct suite *suite, vmimage_registry *registry, const char *id, const char *folder)
{
    AUTO(vmimage_item) *item = NULL;
    AUTO(vmimage_job) *job = NULL;
    AUTO(vmimage_error) *error = NULL;
    uint64_t done = 0, total = 0, expected = 0;

    NEED(suite, vmimage_registry_get_item(registry, NULL, id, &item, NULL) == VMIMAGE_OK, "%s: no item", id);
    NEED(suite, vmimage_download_start(registry, item, folder, 0, &job, &error) == VMIMAGE_OK, "%s: %s", id,
         vmimage_error_message(error));
    NEED(suite, vmimage_job_wait(job, 60000, &error) == VMIMAGE_DONE, "%s: %s", id, vmimage_error_message(error));
    for (const struct record *file = NULL; (file = next_record(suite, "file", file)) != NULL;) {
        if (!equal(field(file, "item"), id))
            continue;
        expected += number(file, "size");
        EXPECT(suite, is_copy(folder, file), "%s: %s is not what was put there", id, field(file, "name"));
    }
    vmimage_job_progress(job, &done, &total);
    EXPECT(suite, done == expected && total == expected, "%" PRIu64 " of %" PRIu64 " bytes instead of %" PRIu64, done,
           total, expected);
}

static void check_download(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    char folder[] = "/tmp/vmimage-conformance-XXXXXX";

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, mkdtemp(folder) != NULL, "no folder");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        if (number(r, "ready") != 0)
            download(suite, registry, field(r, "id"), folder);
    }
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#define FILES (VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_FILES)

const struct check file_checks[] = {{"files have the bytes that were put there", check_bytes, FILES, 0},
                                    {"files are read from any offset", check_seek, FILES, 0},
                                    {"files that an item does not have", check_no_file, FILES, 0},
                                    {"a stream outlives its registry", check_stream_survives, FILES, 0},
                                    {"items are downloaded whole", check_download, FILES, 0},
                                    {NULL, NULL, 0, 0}};
