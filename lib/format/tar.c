/*
 * SPDX-License-Identifier: Apache-2.0
 * The tar reader. An archive that ends before what its headers promise is refused before anything of it is used.
 */
#include "format/tar.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"

/* Larger extended headers (they carry extended attributes, too) are not read. */
#define EXTENDED_MAX ((uint64_t)1048576)
/* Extended headers in a row that belong to one member. */
#define EXTENDED_IN_A_ROW 16

enum {
    AT_NAME = 0,
    AT_SIZE = 124,
    AT_CHECKSUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    AT_PREFIX = 345,
    AT_STAR = 508
};

/* Octal digits between optional blanks and an optional NUL. */
static bool parse_octal(const unsigned char *field, size_t length, uint64_t *value)
{
    size_t i = 0;

    *value = 0;
    while (i < length && field[i] == ' ')
        i++;
    for (; i < length && field[i] >= '0' && field[i] <= '7'; i++)
        *value = *value * 8 + (uint64_t)(field[i] - '0');
    for (; i < length; i++) {
        if (field[i] != ' ' && field[i] != '\0')
            return false;
    }
    return true;
}

/* As parse_octal(), or GNU's binary form: the top bit set, then a big-endian number of up to 63 bits. */
static bool parse_number(const unsigned char *field, size_t length, uint64_t *value)
{
    if ((field[0] & 0x80) == 0)
        return parse_octal(field, length, value);
    *value = field[0] & 0x7F;
    for (size_t i = 1; i < length; i++) {
        if (*value > (UINT64_MAX >> 9))
            return false;
        *value = *value << 8 | field[i];
    }
    return true;
}

static bool checksum_is_right(const unsigned char *block)
{
    uint64_t wanted;
    uint32_t sum = 0;
    int32_t signed_sum = 0; /* what some old writers stored */

    if (!parse_octal(block + AT_CHECKSUM, 8, &wanted))
        return false;
    for (size_t i = 0; i < VM_TAR_BLOCK; i++) {
        unsigned char c = i >= AT_CHECKSUM && i < AT_CHECKSUM + 8 ? ' ' : block[i];

        sum += c;
        signed_sum += (int32_t)c - (c >= 128 ? 256 : 0);
    }
    return wanted == sum || (signed_sum > 0 && wanted == (uint64_t)signed_sum);
}

static bool is_zero(const unsigned char *block)
{
    for (size_t i = 0; i < VM_TAR_BLOCK; i++) {
        if (block[i] != 0)
            return false;
    }
    return true;
}

bool vmimage__tar_is_header(const unsigned char block[VM_TAR_BLOCK])
{
    return block[AT_NAME] != '\0' && checksum_is_right(block);
}

void vmimage__tar_start(struct vm_tar *tar, const struct vm_source *source)
{
    *tar = (struct vm_tar){.source = source};
}

static vmimage_status fail_at(const struct vm_tar *tar, uint64_t offset, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_PARSE, tar->source->name, "%s: tar header at offset %" PRIu64 ": %s",
                         tar->source->name, offset, what);
}

static vmimage_status fail_name(const struct vm_tar *tar, uint64_t offset, size_t length, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_LIMIT, tar->source->name,
                         "%s: tar header at offset %" PRIu64
                         ": the member's name has %zu bytes; at most %d are allowed",
                         tar->source->name, offset, length, VM_TAR_NAME_MAX);
}

/* The name of a member, which ends at a NUL if there is one: nothing but NULs may follow it. */
static vmimage_status set_path(const struct vm_tar *tar, uint64_t offset, const char *text, size_t length, char *out,
                               vmimage_error **error)
{
    size_t end = strnlen(text, length);

    for (size_t i = end; i < length; i++) {
        if (text[i] != '\0')
            return fail_at(tar, offset, "the member's name has a NUL byte in it", error);
    }
    if (end > VM_TAR_NAME_MAX)
        return fail_name(tar, offset, end, error);
    memcpy(out, text, end);
    out[end] = '\0';
    return VMIMAGE_OK;
}

static bool parse_decimal(const char *text, size_t length, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || *value > (INT64_MAX - 9) / 10)
            return false;
        *value = *value * 10 + (uint64_t)(text[i] - '0');
    }
    return length != 0;
}

static bool key_is(const char *key, size_t length, const char *name)
{
    return length == strlen(name) && memcmp(key, name, length) == 0;
}

static vmimage_status pax_value(const struct vm_tar *tar, uint64_t offset, const char *key, size_t key_length,
                                const char *value, size_t length, struct vm_tar_override *over, vmimage_error **error)
{
    if (key_is(key, key_length, "path")) {
        if (memchr(value, '\0', length) != NULL)
            return fail_at(tar, offset, "the member's name has a NUL byte in it", error);
        over->has_path = length != 0; /* an empty value takes back what a global header said */
        return set_path(tar, offset, value, length, over->path, error);
    }
    if (key_is(key, key_length, "size")) {
        over->has_size = length != 0;
        if (length != 0 && !parse_decimal(value, length, &over->size))
            return fail_at(tar, offset, "the pax record \"size\" is no number", error);
        return VMIMAGE_OK;
    }
    if (key_length > 11 && memcmp(key, "GNU.sparse.", 11) == 0)
        over->sparse = true;
    return VMIMAGE_OK;
}

/* Records "LENGTH KEY=VALUE\n", where LENGTH counts the whole record. */
static vmimage_status pax_records(const struct vm_tar *tar, uint64_t offset, const char *text, size_t length,
                                  struct vm_tar_override *over, vmimage_error **error)
{
    while (length != 0) {
        const char *blank = memchr(text, ' ', length < 20 ? length : 20);
        const char *equals;
        uint64_t record;
        size_t head;
        vmimage_status status;

        head = blank != NULL ? (size_t)(blank - text) + 1 : 0;
        if (blank == NULL || !parse_decimal(text, head - 1, &record) || record > length || record < head + 2 ||
            text[record - 1] != '\n')
            return fail_at(tar, offset, "a pax record has a wrong length", error);
        equals = memchr(text + head, '=', record - head);
        if (equals == NULL)
            return fail_at(tar, offset, "a pax record has no \"=\"", error);
        status = pax_value(tar, offset, text + head, (size_t)(equals - text) - head, equals + 1,
                           record - (size_t)(equals - text) - 2, over, error);
        if (status != VMIMAGE_OK)
            return status;
        text += record;
        length -= record;
    }
    return VMIMAGE_OK;
}

/* The body of an extended header: 'x' and 'g' are pax records, 'L' is GNU's long name, 'K' the target of a link. */
static vmimage_status read_extended(struct vm_tar *tar, const struct vm_tar_member *header,
                                    struct vm_tar_override *over, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(EXTENDED_MAX);
    vmimage_status status;

    if (header->type_flag == 'K')
        return VMIMAGE_OK;
    if (header->size > EXTENDED_MAX)
        return header->type_flag == 'L' ? fail_name(tar, header->header, (size_t)header->size, error)
                                        : fail_at(tar, header->header, "a pax header has more than 1 MiB", error);
    status = vmimage__source_append(tar->source, header->offset, header->size, &body, error);
    if (status != VMIMAGE_OK)
        return status;
    if (header->type_flag == 'L') {
        over->has_path = body.length != 0;
        return set_path(tar, header->header, vmimage__buf_str(&body), body.length, over->path, error);
    }
    return pax_records(tar, header->header, vmimage__buf_str(&body), body.length,
                       header->type_flag == 'g' ? &tar->global : over, error);
}

static bool is_extended(char flag)
{
    return flag == 'x' || flag == 'X' || flag == 'g' || flag == 'L' || flag == 'K';
}

static enum vm_tar_type type_of(char flag, const char *name)
{
    static const char flags[] = "012345";
    size_t length = strlen(name);

    if (flag == '\0' || flag == '0' || flag == '7') /* the old format has no folders but names that end in a slash */
        return length != 0 && name[length - 1] == '/' ? VM_TAR_FOLDER : VM_TAR_FILE;
    if (flag == '6')
        return VM_TAR_FIFO;
    if (flag == 'S')
        return VM_TAR_SPARSE;
    for (int i = 1; flags[i] != '\0'; i++) {
        if (flags[i] == flag)
            return (enum vm_tar_type)i;
    }
    return VM_TAR_OTHER;
}

/* The name in the header itself: with the prefix that POSIX has, where GNU and others keep something else. */
static vmimage_status header_name(const struct vm_tar *tar, const unsigned char *block, struct vm_tar_member *member,
                                  vmimage_error **error)
{
    const char *name = (const char *)block + AT_NAME, *prefix = (const char *)block + AT_PREFIX;
    size_t length = strnlen(name, 100), before = 0;
    char whole[256];

    if (memcmp(block + AT_MAGIC, "ustar", 6) == 0)
        before = strnlen(prefix, memcmp(block + AT_STAR, "tar", 4) == 0 ? 131 : 155);
    memcpy(whole, prefix, before);
    if (before != 0)
        whole[before++] = '/';
    memcpy(whole + before, name, length);
    return set_path(tar, member->header, whole, before + length, member->name, error);
}

/* That the contents are inside the archive; moves to the next header. */
static vmimage_status claim(struct vm_tar *tar, struct vm_tar_member *member, vmimage_error **error)
{
    uint64_t left = tar->source->size - member->offset;

    if (member->size > left)
        return vmimage__fail(error, VMIMAGE_E_PARSE, tar->source->name,
                             "%s: member \"%s\" at offset %" PRIu64 " has %" PRIu64
                             " bytes, but the archive ends after %" PRIu64
                             " of them: it is truncated, or the header is wrong",
                             tar->source->name, member->name, member->header, member->size, left);
    tar->position = member->offset + member->size;
    if (member->size % VM_TAR_BLOCK != 0)
        tar->position += VM_TAR_BLOCK - member->size % VM_TAR_BLOCK;
    return VMIMAGE_OK;
}

/* The end: two blocks of zeros, or one at the end of the file. */
static vmimage_status end_of_archive(struct vm_tar *tar, vmimage_error **error)
{
    unsigned char block[VM_TAR_BLOCK];
    uint64_t next = tar->position + VM_TAR_BLOCK;
    vmimage_status status;

    tar->ended = true;
    if (tar->source->size - tar->position < 2 * VM_TAR_BLOCK)
        return VMIMAGE_DONE;
    status = vmimage__source_read(tar->source, next, block, sizeof(block), error);
    if (status == VMIMAGE_OK && !is_zero(block))
        return fail_at(tar, next, "comes after a block of zeros, where the archive ends", error);
    return status == VMIMAGE_OK ? VMIMAGE_DONE : status;
}

static vmimage_status read_header(struct vm_tar *tar, struct vm_tar_member *member, vmimage_error **error)
{
    unsigned char block[VM_TAR_BLOCK];
    uint64_t left = tar->source->size > tar->position ? tar->source->size - tar->position : 0;
    vmimage_status status;

    if (left == 0 || tar->ended) {
        tar->ended = true;
        return VMIMAGE_DONE;
    }
    if (left < VM_TAR_BLOCK)
        return fail_at(tar, tar->position, "the archive ends in the middle of it: it is truncated", error);
    status = vmimage__source_read(tar->source, tar->position, block, sizeof(block), error);
    if (status != VMIMAGE_OK)
        return status;
    if (is_zero(block))
        return end_of_archive(tar, error);
    if (!checksum_is_right(block))
        return fail_at(tar, tar->position, "its checksum is wrong: this is no tar archive, or it is damaged", error);
    member->header = tar->position;
    member->offset = tar->position + VM_TAR_BLOCK;
    member->type_flag = (char)block[AT_TYPE];
    if (!parse_number(block + AT_SIZE, 12, &member->size))
        return fail_at(tar, tar->position, "its size field is no number", error);
    return header_name(tar, block, member, error);
}

static vmimage_status finish(struct vm_tar *tar, struct vm_tar_member *member, const struct vm_tar_override *over,
                             uint64_t first, vmimage_error **error)
{
    const struct vm_tar_override *path = over->has_path ? over : &tar->global;
    const struct vm_tar_override *size = over->has_size ? over : &tar->global;

    if (path->has_path)
        memcpy(member->name, path->path, sizeof(member->name));
    if (size->has_size)
        member->size = size->size;
    member->header = first;
    member->type = type_of(member->type_flag, member->name);
    if (over->sparse || tar->global.sparse)
        member->type = VM_TAR_SPARSE;
    /* The size in the header of what has no contents means nothing. */
    if (member->type != VM_TAR_FILE && member->type != VM_TAR_SPARSE && member->type != VM_TAR_OTHER)
        member->size = 0;
    return claim(tar, member, error);
}

vmimage_status vmimage__tar_next(struct vm_tar *tar, struct vm_tar_member *member, vmimage_error **error)
{
    struct vm_tar_override over = {.has_path = false};
    uint64_t first = tar->position;
    vmimage_status status;

    for (int i = 0; i < EXTENDED_IN_A_ROW; i++) {
        status = read_header(tar, member, error);
        if (status == VMIMAGE_DONE && i != 0)
            return fail_at(tar, first, "is an extended header that no member follows: the archive is truncated", error);
        if (status != VMIMAGE_OK)
            return status;
        if (!is_extended(member->type_flag))
            return finish(tar, member, &over, first, error);
        status = claim(tar, member, error);
        if (status == VMIMAGE_OK)
            status = read_extended(tar, member, &over, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    return fail_at(tar, first, "is followed by too many extended headers", error);
}
