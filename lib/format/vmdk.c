/*
 * SPDX-License-Identifier: Apache-2.0
 * The three heads that a VMDK can have: hosted sparse, ESX sparse (COWD), a text descriptor.
 */
#include "format/vmdk.h"

#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"

#define SECTOR ((uint64_t)512)
#define HEADER 512
/* Descriptors have a few hundred bytes; qemu and VMware reserve 20 sectors. */
#define DESCRIPTOR_MAX ((uint64_t)65536)
#define NEWEST_VERSION 3
#define FLAG_COMPRESSED (1u << 16)
#define FLAG_MARKERS (1u << 17)
#define TEXT_HEAD "# Disk DescriptorFile"

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t get64(const unsigned char *p)
{
    return (uint64_t)get32(p) | (uint64_t)get32(p + 4) << 32;
}

static vmimage_status bad(const struct vm_source *source, vmimage_status status, const char *what,
                          vmimage_error **error)
{
    return vmimage__fail(error, status, source->name, "%s: VMDK: %s", source->name, what);
}

/* The value of a line `KEY = "VALUE"`, when the line has that key. */
static void take_value(const char *line, size_t length, const char *key, char out[VM_VMDK_TEXT_MAX])
{
    size_t i = strlen(key), used = 0;

    if (length < i || !vmimage__ascii_equal_n(line, key, i))
        return;
    while (i < length && (line[i] == ' ' || line[i] == '\t'))
        i++;
    if (i == length || line[i] != '=')
        return;
    for (i++; i < length && (line[i] == ' ' || line[i] == '\t' || line[i] == '"');)
        i++;
    for (; i < length && line[i] > 0x20 && line[i] < 0x7F && line[i] != '"' && used + 1 < VM_VMDK_TEXT_MAX; i++)
        out[used++] = line[i];
    out[used] = '\0';
}

/* Sectors of an extent line: `RW 16777216 SPARSE "disk.vmdk"`. */
static uint64_t extent_sectors(const char *line, size_t length)
{
    static const char *const access[] = {"RW ", "RDONLY ", "NOACCESS "};
    uint64_t sectors = 0;

    for (size_t a = 0; a < sizeof(access) / sizeof(access[0]); a++) {
        size_t i = strlen(access[a]);

        if (length <= i || memcmp(line, access[a], i) != 0)
            continue;
        for (; i < length && line[i] >= '0' && line[i] <= '9' && sectors < UINT64_MAX / SECTOR / 10 - 1; i++)
            sectors = sectors * 10 + (uint64_t)(line[i] - '0');
        return sectors;
    }
    return 0;
}

/* Lines of a descriptor, up to a NUL; returns the sum of its extents in sectors. */
static uint64_t read_text(struct vm_vmdk *vmdk, const char *text, size_t length)
{
    uint64_t sectors = 0;
    const char *end = text + strnlen(text, length);

    while (text < end) {
        size_t line = 0, next;

        while (text + line < end && text[line] != '\n' && text[line] != '\r')
            line++;
        next = text + line < end ? line + 1 : line;
        take_value(text, line, "createType", vmdk->create_type);
        take_value(text, line, "ddb.adapterType", vmdk->adapter_type);
        if (sectors <= UINT64_MAX / SECTOR / 2)
            sectors += extent_sectors(text, line);
        text += next;
    }
    return sectors;
}

static vmimage_status read_descriptor(struct vm_vmdk *vmdk, const struct vm_source *source, uint64_t offset,
                                      uint64_t length, uint64_t *sectors, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(DESCRIPTOR_MAX);
    vmimage_status status;

    if (offset >= source->size)
        return bad(source, VMIMAGE_E_PARSE, "its descriptor lies behind the end of the file: it is truncated", error);
    if (length > source->size - offset)
        length = source->size - offset;
    if (length > DESCRIPTOR_MAX)
        length = DESCRIPTOR_MAX;
    status = vmimage__source_append(source, offset, length, &text, error);
    if (status == VMIMAGE_OK)
        *sectors = read_text(vmdk, vmimage__buf_str(&text), text.length);
    return status;
}

static vmimage_status set_sizes(struct vm_vmdk *vmdk, const struct vm_source *source, uint64_t sectors, uint64_t grain,
                                vmimage_error **error)
{
    if (sectors > INT64_MAX / SECTOR)
        return bad(source, VMIMAGE_E_PARSE, "its capacity is out of range", error);
    if (grain == 0 || (grain & (grain - 1)) != 0 || grain > INT64_MAX / SECTOR)
        return bad(source, VMIMAGE_E_PARSE, "its grain size is no power of 2", error);
    vmdk->capacity = sectors * SECTOR;
    vmdk->grain_size = grain * SECTOR;
    return VMIMAGE_OK;
}

static vmimage_status read_sparse(struct vm_vmdk *vmdk, const struct vm_source *source, const unsigned char *head,
                                  vmimage_error **error)
{
    static const unsigned char newlines[] = {0x0A, 0x20, 0x0D, 0x0A};
    uint32_t flags = get32(head + 8);
    uint64_t offset = get64(head + 28), length = get64(head + 36), ignored;
    vmimage_status status;

    vmdk->kind = VM_VMDK_SPARSE;
    vmdk->version = get32(head + 4);
    if (vmdk->version == 0 || vmdk->version > NEWEST_VERSION)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, source->name,
                             "%s: VMDK: has version %" PRIu32 "; versions 1 to %d are known", source->name,
                             vmdk->version, NEWEST_VERSION);
    if ((flags & 1) != 0 && memcmp(head + 73, newlines, sizeof(newlines)) != 0)
        return bad(source, VMIMAGE_E_PARSE, "was damaged by a transfer as text", error);
    vmdk->compressed = (flags & FLAG_COMPRESSED) != 0 && head[77] == 1 && head[78] == 0;
    vmdk->stream_optimized = vmdk->compressed && (flags & FLAG_MARKERS) != 0;
    status = set_sizes(vmdk, source, get64(head + 12), get64(head + 20), error);
    if (status != VMIMAGE_OK || offset == 0 || length == 0)
        return status;
    if (offset > INT64_MAX / SECTOR || length > INT64_MAX / SECTOR)
        return bad(source, VMIMAGE_E_PARSE, "the place of its descriptor is out of range", error);
    return read_descriptor(vmdk, source, offset * SECTOR, length * SECTOR, &ignored, error);
}

/* All numbers of this header have 32 bits; disks of ESX have no descriptor inside. */
static vmimage_status read_cowd(struct vm_vmdk *vmdk, const struct vm_source *source, const unsigned char *head,
                                vmimage_error **error)
{
    vmdk->kind = VM_VMDK_COWD;
    vmdk->version = get32(head + 4);
    return set_sizes(vmdk, source, get32(head + 12), get32(head + 16), error);
}

static vmimage_status read_descriptor_file(struct vm_vmdk *vmdk, const struct vm_source *source, vmimage_error **error)
{
    uint64_t sectors = 0;
    vmimage_status status = read_descriptor(vmdk, source, 0, source->size, &sectors, error);

    vmdk->kind = VM_VMDK_TEXT;
    vmdk->version = 1;
    if (status == VMIMAGE_OK && sectors > INT64_MAX / SECTOR)
        return bad(source, VMIMAGE_E_PARSE, "its capacity is out of range", error);
    vmdk->capacity = sectors * SECTOR;
    vmdk->stream_optimized = strcmp(vmdk->create_type, "streamOptimized") == 0;
    return status;
}

vmimage_status vmimage__vmdk_read(struct vm_vmdk *vmdk, const struct vm_source *source, vmimage_error **error)
{
    unsigned char head[HEADER];
    size_t got;
    vmimage_status status = vmimage__source_peek(source, head, sizeof(head), &got, error);

    memset(vmdk, 0, sizeof(*vmdk));
    if (status != VMIMAGE_OK)
        return status;
    if (memcmp(head, TEXT_HEAD, sizeof(TEXT_HEAD) - 1) == 0)
        return read_descriptor_file(vmdk, source, error);
    if (memcmp(head, "KDMV", 4) != 0 && memcmp(head, "COWD", 4) != 0)
        return bad(source, VMIMAGE_E_PARSE, "it does not begin as a VMDK does", error);
    if (got < sizeof(head))
        return bad(source, VMIMAGE_E_PARSE, "its header is truncated", error);
    return head[0] == 'K' ? read_sparse(vmdk, source, head, error) : read_cowd(vmdk, source, head, error);
}
