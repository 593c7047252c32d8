/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading the headers of a tar archive: ustar, GNU, pax and the old format, with every checksum verified. The contents of
 * members are skipped by their offset, never read. What a package may contain is left to ova.c.
 */
#ifndef VMIMAGE_LIB_FORMAT_TAR_H
#define VMIMAGE_LIB_FORMAT_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "format/source.h"

#define VM_TAR_BLOCK 512
#define VM_TAR_NAME_MAX 1024

enum vm_tar_type {
    VM_TAR_FILE,
    VM_TAR_HARD_LINK,
    VM_TAR_SYMBOLIC_LINK,
    VM_TAR_CHARACTER_DEVICE,
    VM_TAR_BLOCK_DEVICE,
    VM_TAR_FOLDER,
    VM_TAR_FIFO,
    VM_TAR_SPARSE,
    VM_TAR_OTHER
};

struct vm_tar_member {
    char name[VM_TAR_NAME_MAX + 1]; /* as in the archive, without NUL; any other bytes */
    enum vm_tar_type type;
    char type_flag;
    uint64_t header; /* offset of the member's first header */
    uint64_t offset; /* of its contents */
    uint64_t size;   /* of its contents; all of them are inside the archive */
};

/* What a pax header or a GNU long name says about the member that follows. */
struct vm_tar_override {
    bool has_path, has_size, sparse;
    char path[VM_TAR_NAME_MAX + 1];
    uint64_t size;
};

struct vm_tar {
    const struct vm_source *source;
    uint64_t position; /* of the next header */
    bool ended;
    struct vm_tar_override global;
};

/* Whether the block is a tar header: its checksum is right and it has a name. */
bool vmimage__tar_is_header(const unsigned char block[VM_TAR_BLOCK]);

void vmimage__tar_start(struct vm_tar *tar, const struct vm_source *source);
/* The next member; VMIMAGE_DONE at the end. Errors (PARSE, LIMIT, IO) name file, member and offset. */
vmimage_status vmimage__tar_next(struct vm_tar *tar, struct vm_tar_member *member, vmimage_error **error);

#endif
