/*
 * SPDX-License-Identifier: Apache-2.0
 * What a file is, from its first bytes. Its name plays no part.
 */
#ifndef VMIMAGE_LIB_FORMAT_SNIFF_H
#define VMIMAGE_LIB_FORMAT_SNIFF_H

#include <vmimage/base.h>

#include "format/source.h"

enum vm_file_kind {
    VM_FILE_UNKNOWN,
    VM_FILE_EMPTY,
    VM_FILE_OVF, /* XML; whether it is OVF is for its parser to say */
    VM_FILE_OVA, /* a tar archive */
    VM_FILE_ISO,
    VM_FILE_VMDK,
    VM_FILE_GZIP
};

/* Errors: IO. */
vmimage_status vmimage__sniff(const struct vm_source *source, enum vm_file_kind *kind, vmimage_error **error);
/* "OVF", "OVA", ..., "unknown". */
const char *vmimage__kind_name(enum vm_file_kind kind);
/* Refuse a kind that is none of those from which an image can be made, saying what to do. Always returns an error. */
vmimage_status vmimage__refuse_kind(const struct vm_source *source, enum vm_file_kind kind, vmimage_error **error);

#endif
