/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as the signature of a package, and as the certificates that a program trusts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <vmimage/base.h>

#include "format/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char manifest[] = "SHA1(a.ovf)= a9993e364706816aba3e25717850c26c9cd0d89d\n";
    struct vm_signed of = {"a.mf", manifest, sizeof(manifest) - 1};
    struct vm_arena arena = {NULL, false};
    struct vm_trust *trust = NULL;
    struct vm_signature signature;
    vmimage_error *error = NULL;

    if (vmimage__trust_add(&trust, (const char *)data, size, "fuzz.pem", &error) != VMIMAGE_OK &&
        vmimage_error_message(error) == NULL)
        abort();
    error = vmimage_error_unref(error);
    if (vmimage__certificate_verify((const char *)data, size, &of, trust, 1900000000, &arena, &signature, &error) !=
        VMIMAGE_OK)
        abort();
    if (signature.genuine != (signature.problem == NULL) || (signature.genuine && signature.signer == NULL))
        abort();
    vmimage__trust_release(trust);
    vmimage__arena_release(&arena);
    vmimage_error_unref(error);
    return 0;
}
