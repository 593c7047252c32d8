/*
 * SPDX-License-Identifier: Apache-2.0
 * SHA-1, SHA-256 and SHA-512 of streams and of pieces of files, several of them in one pass.
 */
#ifndef VMIMAGE_LIB_FORMAT_DIGEST_H
#define VMIMAGE_LIB_FORMAT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "format/source.h"

/* In the order of their strength. */
enum vm_digest_kind {
    VM_SHA1,
    VM_SHA256,
    VM_SHA512,
    VM_DIGESTS /* how many; no kind */
};

#define VM_DIGEST_MAX 64
#define VM_DIGEST_HEX (VM_DIGEST_MAX * 2 + 1)

struct vm_digests {
    unsigned char value[VM_DIGESTS][VM_DIGEST_MAX];
};

/* A stream under way; one that is zeroed is none. */
struct vm_digest {
    void *state[VM_DIGESTS]; /* NULL: this kind is not wanted */
};

/* "SHA1", "SHA256", "SHA512"; as they stand in a manifest. */
const char *vmimage__digest_name(enum vm_digest_kind kind);
/* Bytes of a value. */
size_t vmimage__digest_size(enum vm_digest_kind kind);
/* The kind of a name in any of its spellings ("sha256", "SHA-256", "SHA2-256"), or VM_DIGESTS. */
enum vm_digest_kind vmimage__digest_from_name(const char *name, size_t length);
/* The EVP_MD of a kind, for who verifies signatures. */
const void *vmimage__digest_method(enum vm_digest_kind kind);
void vmimage__digest_to_hex(enum vm_digest_kind kind, const unsigned char *value, char out[VM_DIGEST_HEX]);

/* `kinds` is a sum of 1 << VM_SHA...; the only error is NO_MEMORY. Release whatever was returned. */
vmimage_status vmimage__digest_start(struct vm_digest *digest, unsigned kinds, vmimage_error **error);
vmimage_status vmimage__digest_add(struct vm_digest *digest, const void *bytes, size_t length, vmimage_error **error);
/* The values; those of kinds that were not wanted are untouched. */
vmimage_status vmimage__digest_finish(struct vm_digest *digest, struct vm_digests *values, vmimage_error **error);
void vmimage__digest_release(struct vm_digest *digest);

/* Is told how many bytes more were read; what it returns other than VMIMAGE_OK ends the reading. */
struct vm_digest_watch {
    void *data;
    vmimage_status (*step)(void *data, uint64_t bytes, vmimage_error **error);
};

/* The values of a piece of a source, read in large blocks. */
vmimage_status vmimage__digest_source(const struct vm_source *source, uint64_t offset, uint64_t length, unsigned kinds,
                                      const struct vm_digest_watch *watch, struct vm_digests *values,
                                      vmimage_error **error);

#endif
