/*
 * SPDX-License-Identifier: Apache-2.0
 * Digests through OpenSSL's EVP, which takes the instructions that the processor has for them.
 */
#include "format/digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/memory.h"

#define BLOCK ((size_t)1 << 20)

static const struct {
    const char *name;
    size_t size;
    const EVP_MD *(*method)(void);
} kinds_of[VM_DIGESTS] = {
    {"SHA1", 20, EVP_sha1},
    {"SHA256", 32, EVP_sha256},
    {"SHA512", 64, EVP_sha512},
};

const char *vmimage__digest_name(enum vm_digest_kind kind)
{
    return kinds_of[kind].name;
}

size_t vmimage__digest_size(enum vm_digest_kind kind)
{
    return kinds_of[kind].size;
}

const void *vmimage__digest_method(enum vm_digest_kind kind)
{
    return kinds_of[kind].method();
}

enum vm_digest_kind vmimage__digest_from_name(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum vm_digest_kind kind;
    } spellings[] = {{"SHA1", VM_SHA1},       {"SHA-1", VM_SHA1},    {"SHA256", VM_SHA256},  {"SHA-256", VM_SHA256},
                     {"SHA2-256", VM_SHA256}, {"SHA512", VM_SHA512}, {"SHA-512", VM_SHA512}, {"SHA2-512", VM_SHA512}};

    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        if (strlen(spellings[i].name) == length && vmimage__ascii_equal_n(name, spellings[i].name, length))
            return spellings[i].kind;
    }
    return VM_DIGESTS;
}

void vmimage__digest_to_hex(enum vm_digest_kind kind, const unsigned char *value, char out[VM_DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    size_t size = kinds_of[kind].size;

    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[value[i] >> 4];
        out[2 * i + 1] = digits[value[i] & 15];
    }
    out[2 * size] = '\0';
}

vmimage_status vmimage__digest_start(struct vm_digest *digest, unsigned kinds, vmimage_error **error)
{
    bool made = true;

    *digest = (struct vm_digest){{NULL}};
    (void)ERR_set_mark(); /* a failure here is not the program's to find in OpenSSL's queue */
    for (int i = 0; i < VM_DIGESTS && made; i++) {
        if ((kinds & 1U << i) == 0)
            continue;
        digest->state[i] = EVP_MD_CTX_new();
        made = digest->state[i] != NULL && EVP_DigestInit_ex(digest->state[i], kinds_of[i].method(), NULL) == 1;
    }
    (void)ERR_pop_to_mark();
    return made ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__digest_add(struct vm_digest *digest, const void *bytes, size_t length, vmimage_error **error)
{
    for (int i = 0; i < VM_DIGESTS; i++) {
        if (digest->state[i] != NULL && EVP_DigestUpdate(digest->state[i], bytes, length) != 1)
            return vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

vmimage_status vmimage__digest_finish(struct vm_digest *digest, struct vm_digests *values, vmimage_error **error)
{
    for (int i = 0; i < VM_DIGESTS; i++) {
        if (digest->state[i] != NULL && EVP_DigestFinal_ex(digest->state[i], values->value[i], NULL) != 1)
            return vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

void vmimage__digest_release(struct vm_digest *digest)
{
    for (int i = 0; i < VM_DIGESTS; i++)
        EVP_MD_CTX_free(digest->state[i]);
    *digest = (struct vm_digest){{NULL}};
}

static vmimage_status read_all(struct vm_digest *digest, const struct vm_source *source, uint64_t offset,
                               uint64_t length, const struct vm_digest_watch *watch, unsigned char *block,
                               vmimage_error **error)
{
    while (length != 0) {
        size_t n = length < BLOCK ? (size_t)length : BLOCK;
        vmimage_status status = vmimage__source_read(source, offset, block, n, error);

        if (status == VMIMAGE_OK)
            status = vmimage__digest_add(digest, block, n, error);
        if (status == VMIMAGE_OK && watch != NULL)
            status = watch->step(watch->data, n, error);
        if (status != VMIMAGE_OK)
            return status;
        offset += n;
        length -= n;
    }
    return VMIMAGE_OK;
}

vmimage_status vmimage__digest_source(const struct vm_source *source, uint64_t offset, uint64_t length, unsigned kinds,
                                      const struct vm_digest_watch *watch, struct vm_digests *values,
                                      vmimage_error **error)
{
    struct vm_digest digest;
    unsigned char *block = vmimage__calloc(length < BLOCK ? (size_t)length + 1 : BLOCK, 1);
    vmimage_status status = vmimage__digest_start(&digest, kinds, error);

    if (status == VMIMAGE_OK && block == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = read_all(&digest, source, offset, length, watch, block, error);
    if (status == VMIMAGE_OK)
        status = vmimage__digest_finish(&digest, values, error);
    vmimage__digest_release(&digest);
    vmimage__free(block);
    return status;
}
