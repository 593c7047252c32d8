/*
 * SPDX-License-Identifier: Apache-2.0
 * RFC 4122, version 5.
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* see docs/decisions.md: SHA-1 without the cost of fetching it each time */
#include "model/uuid.h"

#include <openssl/sha.h>

void vmimage__uuid_from_name(const char *name, size_t length, char out[VM_UUID_SIZE])
{
    static const unsigned char name_space[16] = {0xa9, 0x3e, 0x7e, 0xf4, 0x8d, 0x65, 0x41, 0x38,
                                                 0xbd, 0x70, 0x77, 0x9f, 0xc6, 0xb9, 0x22, 0x1c};
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA_DIGEST_LENGTH];
    size_t used = 0;
    SHA_CTX sha;

    (void)SHA1_Init(&sha);
    (void)SHA1_Update(&sha, name_space, sizeof(name_space));
    (void)SHA1_Update(&sha, name, length);
    (void)SHA1_Final(digest, &sha);
    digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x50);
    digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[used++] = '-';
        out[used++] = digits[digest[i] >> 4];
        out[used++] = digits[digest[i] & 15];
    }
    out[used] = '\0';
}
