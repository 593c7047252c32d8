/*
 * SPDX-License-Identifier: Apache-2.0
 * The signature of a package (.cert): a signature over the bytes of its manifest, and the certificate of who signed. Whether
 * the files are those of the manifest is left to others.
 */
#ifndef VMIMAGE_LIB_FORMAT_CERTIFICATE_H
#define VMIMAGE_LIB_FORMAT_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/clock.h"
#include "base/memory.h"

/* A file with a signature is no larger. */
#define VM_CERTIFICATE_FILE_MAX ((size_t)1 << 20)

/* Certificates that are trusted. */
struct vm_trust;

/*
 * Add all certificates of a PEM text; *trust is made when it is NULL. PARSE when there is none, or one that can't be read;
 * NO_MEMORY. `subject` is what the text is called.
 */
vmimage_status vmimage__trust_add(struct vm_trust **trust, const char *pem, size_t length, const char *subject,
                                  vmimage_error **error);
/* All certificates of another one; *trust is made when it is NULL. `more` may be NULL. */
vmimage_status vmimage__trust_add_all(struct vm_trust **trust, const struct vm_trust *more, vmimage_error **error);
void vmimage__trust_release(struct vm_trust *trust);

/* vCenter's warnings; the numbers are those of VMIMAGE_CERTIFICATE_*. */
enum {
    VM_CERTIFICATE_SELF_SIGNED = 1,
    VM_CERTIFICATE_EXPIRED = 2,
    VM_CERTIFICATE_NOT_YET_VALID = 4,
    VM_CERTIFICATE_UNTRUSTED = 8
};

struct vm_signature {
    const char *algorithm;       /* "SHA256"; NULL when there is no signature that can be read */
    const char *signer, *issuer; /* distinguished names as in RFC 2253, in the arena */
    const char *common_name;     /* of the signer; NULL when it has none, or several */
    char fingerprint[65];        /* SHA-256 of the signer's certificate in hexadecimal digits; "" when there is none */
    char not_before[VM_TIME_SIZE]; /* RFC 3339; "" when there is no certificate */
    char not_after[VM_TIME_SIZE];
    uint32_t warnings;
    bool genuine;         /* made by the certificate's key, over these bytes */
    const char *problem;  /* why it is not genuine; NULL when it is */
    const char *distrust; /* why the certificate is not trusted; NULL when it is */
};

struct vm_signed {
    const char *name; /* of the manifest */
    const char *bytes;
    size_t length;
};

/*
 * Look at the text of a .cert file. `trust` may be NULL: nothing is trusted. `now` is seconds since 1970. The only error is
 * NO_MEMORY: all else is a finding. The first certificate is the signer's, further ones lead from it to one that is trusted.
 */
vmimage_status vmimage__certificate_verify(const char *text, size_t length, const struct vm_signed *manifest,
                                           const struct vm_trust *trust, int64_t now, struct vm_arena *arena,
                                           struct vm_signature *signature, vmimage_error **error);

#endif
