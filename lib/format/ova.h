/*
 * SPDX-License-Identifier: Apache-2.0
 * OVA: a tar archive with one OVF descriptor and the files that it names. Which members there are, and where; the contents
 * are left to who needs them.
 */
#ifndef VMIMAGE_LIB_FORMAT_OVA_H
#define VMIMAGE_LIB_FORMAT_OVA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/memory.h"
#include "format/source.h"

struct vm_ova_member {
    const char *name; /* without "./" */
    uint64_t header;  /* offset of its tar header */
    uint64_t offset, size;
};

struct vm_ova {
    struct vm_arena arena;
    struct vm_ova_member *members; /* files only, in the order of the archive */
    size_t count, capacity;
    size_t descriptor; /* index of the .ovf */
    bool complete;     /* all members were seen */
};

/*
 * Read the table of members. With `descriptor_only` it stops at a descriptor that comes first, as the standard wants it,
 * so that nothing behind it is touched. Errors: PARSE, INVALID, LIMIT, UNSUPPORTED, IO; the message names file, member and offset.
 * Release with vmimage__ova_release() whatever was returned.
 */
vmimage_status vmimage__ova_read(struct vm_ova *ova, const struct vm_source *source, const vmimage_context *context,
                                 bool descriptor_only, vmimage_error **error);
void vmimage__ova_release(struct vm_ova *ova);
#define vm_auto_ova __attribute__((cleanup(vmimage__ova_release)))

/* The member with the name, or NULL. */
const struct vm_ova_member *vmimage__ova_find(const struct vm_ova *ova, const char *name);

/* Whether a file name ends in the extension (".ovf"), in any case, and is no AppleDouble companion ("._x.ovf"). */
bool vmimage__has_extension(const char *name, const char *extension);

/* Why a name can't be that of a file inside a package ("is absolute", ...), or NULL when it can. */
const char *vmimage__bad_file_name(const char *name);

#endif
