/*
 * SPDX-License-Identifier: Apache-2.0
 * Telling the kinds of files apart. The strongest signs come first: a tar header carries a checksum.
 */
#include "format/sniff.h"

#include <string.h>

#include "base/error.h"
#include "format/iso.h"
#include "format/tar.h"

#define HEAD 512

/* XML may begin with a byte order mark and blanks; UTF-16 has NULs between. */
static bool is_xml(const unsigned char *head, size_t length)
{
    size_t i = 0;

    if (length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
        i = 3;
    else if (length >= 2 && (memcmp(head, "\xFE\xFF", 2) == 0 || memcmp(head, "\xFF\xFE", 2) == 0))
        i = 2;
    while (i < length && (head[i] == ' ' || head[i] == '\t' || head[i] == '\r' || head[i] == '\n' || head[i] == '\0'))
        i++;
    return i < length && head[i] == '<';
}

static bool is_vmdk(const unsigned char *head)
{
    static const char text[] = "# Disk DescriptorFile";

    return memcmp(head, "KDMV", 4) == 0 || memcmp(head, "COWD", 4) == 0 || memcmp(head, text, sizeof(text) - 1) == 0;
}

static vmimage_status sniff_iso(const struct vm_source *source, enum vm_file_kind *kind, vmimage_error **error)
{
    unsigned char mark[6];
    vmimage_status status;

    if (source->size < VM_ISO_FIRST_DESCRIPTOR + sizeof(mark))
        return VMIMAGE_OK;
    status = vmimage__source_read(source, VM_ISO_FIRST_DESCRIPTOR, mark, sizeof(mark), error);
    if (status == VMIMAGE_OK && (memcmp(mark + 1, "CD001", 5) == 0 || memcmp(mark + 1, "BEA01", 5) == 0))
        *kind = VM_FILE_ISO;
    return status;
}

vmimage_status vmimage__sniff(const struct vm_source *source, enum vm_file_kind *kind, vmimage_error **error)
{
    unsigned char head[HEAD];
    size_t got;
    vmimage_status status = vmimage__source_peek(source, head, sizeof(head), &got, error);

    *kind = VM_FILE_UNKNOWN;
    if (status != VMIMAGE_OK)
        return status;
    if (got == 0)
        *kind = VM_FILE_EMPTY;
    else if (is_vmdk(head))
        *kind = VM_FILE_VMDK;
    else if (head[0] == 0x1F && head[1] == 0x8B)
        *kind = VM_FILE_GZIP;
    else if (got == sizeof(head) && vmimage__tar_is_header(head))
        *kind = VM_FILE_OVA;
    else
        status = sniff_iso(source, kind, error);
    if (status == VMIMAGE_OK && *kind == VM_FILE_UNKNOWN && is_xml(head, got))
        *kind = VM_FILE_OVF;
    return status;
}

const char *vmimage__kind_name(enum vm_file_kind kind)
{
    static const char *const names[] = {"unknown", "empty", "OVF", "OVA", "ISO", "VMDK", "gzip"};

    return names[kind];
}

vmimage_status vmimage__refuse_kind(const struct vm_source *source, enum vm_file_kind kind, vmimage_error **error)
{
    const char *what = "is no OVF descriptor, OVA, or ISO image";

    if (kind == VM_FILE_EMPTY)
        return vmimage__fail(error, VMIMAGE_E_PARSE, source->name, "%s: is empty", source->name);
    if (kind == VM_FILE_GZIP)
        what = "is compressed with gzip; decompress it first: an OVA is a plain tar archive";
    else if (kind == VM_FILE_VMDK)
        what = "is a disk (VMDK) without a descriptor; an image needs an .ovf or .ova";
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, source->name, "%s: %s", source->name, what);
}
