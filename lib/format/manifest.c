/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading and writing manifests. The texts of refusals are those that users of vCenter know.
 */
#include "format/manifest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/ova.h"

#define REFUSED "The provided manifest file is invalid: "

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool vmimage__hex_decode(const char *text, size_t length, unsigned char *out, size_t max)
{
    if (length == 0 || length % 2 != 0 || length / 2 > max)
        return false;
    for (size_t i = 0; i < length; i += 2) {
        int high = vmimage__hex_value(text[i]), low = vmimage__hex_value(text[i + 1]);

        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (unsigned char)(high * 16 + low);
    }
    return true;
}

bool vmimage__manifest_split(const char *line, size_t length, struct vm_manifest_line *parts)
{
    const char *end = line + length, *start = line, *open, *close = end, *at;

    while (start < end && is_blank(*start))
        start++;
    open = memchr(start, '(', (size_t)(end - start));
    /* Names may hold parentheses, digests can't: the first one opens, the last one closes. */
    while (close > start && (close == end || *close != ')'))
        close--;
    if (open == NULL || close <= open)
        return false;
    *parts = (struct vm_manifest_line){.algorithm = start, .name = open + 1, .exact = start == line};
    parts->raw_algorithm_length = parts->algorithm_length = (size_t)(open - start);
    while (parts->algorithm_length != 0 && is_blank(start[parts->algorithm_length - 1]))
        parts->algorithm_length--;
    parts->name_length = (size_t)(close - open) - 1;
    for (at = close + 1; at < end && is_blank(*at); at++)
        parts->exact = false;
    if (at == end || *at++ != '=')
        return false;
    if (end - at < 2 || at[0] != ' ' || is_blank(at[1]))
        parts->exact = false;
    while (at < end && is_blank(*at))
        at++;
    parts->value = at;
    for (; end > at && is_blank(end[-1]); end--)
        parts->exact = false;
    parts->value_length = (size_t)(end - at);
    return memchr(parts->name, '\0', parts->name_length) == NULL;
}

struct reader {
    struct vm_manifest *manifest;
    const char *subject;
    uint64_t line, limit;
};

/* The first line that vCenter would refuse, in its words. */
static void refuse(struct reader *reader, const char *what, const char *text, size_t length)
{
    struct vm_manifest *manifest = reader->manifest;
    vm_auto_buf struct vm_buf shown = VM_BUF_INIT(VM_MANIFEST_LINE_MAX * 4);

    if (manifest->refusal != NULL)
        return;
    vmimage__buf_printable(&shown, text, length);
    if (shown.status != VMIMAGE_OK)
        manifest->arena.failed = true;
    manifest->refusal = vmimage__arena_printf(&manifest->arena, REFUSED "%s: %s.", what, vmimage__buf_str(&shown));
    manifest->refusal_line = reader->line;
}

static void judge(struct reader *reader, const char *line, size_t length, const struct vm_manifest_line *parts)
{
    bool exact = parts->exact;

    for (size_t i = 0; exact && i < parts->value_length; i++)
        exact = parts->value[i] < 'A' || parts->value[i] > 'F';
    for (int kind = 0; kind < VM_DIGESTS; kind++) {
        const char *name = vmimage__digest_name((enum vm_digest_kind)kind);

        if (parts->raw_algorithm_length == strlen(name) && memcmp(parts->algorithm, name, strlen(name)) == 0) {
            if (!exact)
                refuse(reader, "Invalid OVF manifest entry", line, length);
            return;
        }
    }
    refuse(reader, "Invalid OVF checksum algorithm", parts->algorithm, parts->raw_algorithm_length);
}

static vmimage_status fail(const struct reader *reader, vmimage_status status, const char *what, const char *value,
                           size_t length, vmimage_error **error)
{
    int shown = length < 200 ? (int)length : 200;

    (void)vmimage__fail(error, status, reader->subject, "%s:%" PRIu64 ": %s \"%.*s\"", reader->subject, reader->line,
                        what, shown, value);
    vmimage__error_set_line(error, reader->line);
    return status;
}

static vmimage_status add_entry(struct reader *reader, const struct vm_manifest_line *parts, vmimage_error **error)
{
    struct vm_manifest *manifest = reader->manifest;
    enum vm_digest_kind kind = vmimage__digest_from_name(parts->algorithm, parts->algorithm_length);
    const char *name = vmimage__arena_strndup(&manifest->arena, parts->name, parts->name_length), *bad;
    struct vm_manifest_entry *entry;

    if (name == NULL || !vmimage__arena_grow(&manifest->arena, &manifest->entries, manifest->count, &manifest->capacity,
                                             sizeof(*entry)))
        return vmimage__fail_no_memory(error);
    if (kind == VM_DIGESTS)
        return fail(reader, VMIMAGE_E_PARSE, "no algorithm of a manifest (SHA1, SHA256, SHA512):", parts->algorithm,
                    parts->algorithm_length, error);
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    bad = vmimage__bad_file_name(name);
    if (bad != NULL) {
        (void)vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject, "%s:%" PRIu64 ": the name \"%.200s\" %s",
                            reader->subject, reader->line, name, bad);
        vmimage__error_set_line(error, reader->line);
        return VMIMAGE_E_INVALID;
    }
    entry = &manifest->entries[manifest->count];
    *entry = (struct vm_manifest_entry){.name = name, .kind = kind, .line = reader->line};
    if (parts->value_length != 2 * vmimage__digest_size(kind) ||
        !vmimage__hex_decode(parts->value, parts->value_length, entry->value, sizeof(entry->value)))
        return fail(reader, VMIMAGE_E_PARSE, "no digest of its kind in hexadecimal digits:", parts->value,
                    parts->value_length, error);
    manifest->count++;
    return VMIMAGE_OK;
}

static vmimage_status read_line(struct reader *reader, const char *line, size_t length, vmimage_error **error)
{
    struct vm_manifest_line parts;
    size_t blanks = 0;

    while (blanks < length && is_blank(line[blanks]))
        blanks++;
    if (length > VM_MANIFEST_LINE_MAX)
        return fail(reader, VMIMAGE_E_LIMIT, "the line is longer than 8192 bytes:", line, 40, error);
    if (blanks == length) {
        refuse(reader, "Invalid OVF manifest entry", line, length);
        return VMIMAGE_OK;
    }
    if (!vmimage__manifest_split(line, length, &parts))
        return fail(reader, VMIMAGE_E_PARSE, "is no line of the form SHA256(NAME)= DIGEST:", line, length, error);
    if (reader->manifest->count == reader->limit)
        return fail(reader, VMIMAGE_E_LIMIT, "one file more than is allowed:", parts.name, parts.name_length, error);
    judge(reader, line, length, &parts);
    return add_entry(reader, &parts, error);
}

static int by_name(const void *a, const void *b)
{
    const struct vm_manifest_entry *left = a, *right = b;
    int order = strcmp(left->name, right->name);

    if (order == 0)
        order = (left->kind > right->kind) - (left->kind < right->kind);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

/* A file has one digest of a kind; the same one twice does no harm. */
static vmimage_status check_duplicates(struct reader *reader, vmimage_error **error)
{
    const struct vm_manifest *manifest = reader->manifest;

    for (size_t i = 1; i < manifest->count; i++) {
        const struct vm_manifest_entry *entry = &manifest->entries[i], *before = entry - 1;

        if (strcmp(entry->name, before->name) != 0)
            continue;
        reader->line = entry->line;
        refuse(reader, "Invalid OVF manifest entry", entry->name, strlen(entry->name));
        if (entry->kind == before->kind && memcmp(entry->value, before->value, sizeof(entry->value)) != 0)
            return fail(reader, VMIMAGE_E_INVALID, "a second, different digest for", entry->name, strlen(entry->name),
                        error);
    }
    return VMIMAGE_OK;
}

vmimage_status vmimage__manifest_read(struct vm_manifest *manifest, const char *text, size_t length, uint64_t limit,
                                      const char *subject, vmimage_error **error)
{
    struct reader reader = {.manifest = manifest, .subject = subject, .limit = limit};
    vmimage_status status = VMIMAGE_OK;

    memset(manifest, 0, sizeof(*manifest));
    while (length != 0 && status == VMIMAGE_OK) {
        const char *end = memchr(text, '\n', length);
        size_t n = end != NULL ? (size_t)(end - text) : length, skip = n + (end != NULL);

        reader.line++;
        status = read_line(&reader, text, n, error);
        text += skip;
        length -= skip;
    }
    if (manifest->count > 1)
        qsort(manifest->entries, manifest->count, sizeof(*manifest->entries), by_name);
    if (status == VMIMAGE_OK)
        status = check_duplicates(&reader, error);
    return manifest->arena.failed ? vmimage__fail_no_memory(error) : status;
}

void vmimage__manifest_release(struct vm_manifest *manifest)
{
    vmimage__arena_release(&manifest->arena);
    memset(manifest, 0, sizeof(*manifest));
}

struct vm_manifest_entry *vmimage__manifest_find(const struct vm_manifest *manifest, const char *name, size_t *count)
{
    size_t low = 0, high = manifest->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(manifest->entries[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < manifest->count && strcmp(manifest->entries[low + *count].name, name) == 0)
        (*count)++;
    return *count != 0 ? &manifest->entries[low] : NULL;
}

void vmimage__manifest_write(struct vm_buf *buf, const char *name, enum vm_digest_kind kind, const unsigned char *value)
{
    char hex[VM_DIGEST_HEX];

    vmimage__digest_to_hex(kind, value, hex);
    vmimage__buf_printf(buf, "%s(%s)= %s\n", vmimage__digest_name(kind), name, hex);
}
