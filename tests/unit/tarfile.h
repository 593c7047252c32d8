/*
 * SPDX-License-Identifier: Apache-2.0
 * Builds tar archives in memory, good ones and bad ones, for the tests of readers.
 */
#ifndef VMIMAGE_TESTS_TARFILE_H
#define VMIMAGE_TESTS_TARFILE_H

#include <string.h>

struct tarfile {
    unsigned char bytes[262144];
    size_t length;
};

static inline void tar_checksum(unsigned char *block)
{
    unsigned sum = 0;

    memset(block + 148, ' ', 8);
    for (int i = 0; i < 512; i++)
        sum += block[i];
    for (int i = 5; i >= 0; i--, sum /= 8)
        block[148 + i] = (unsigned char)('0' + sum % 8);
    block[154] = 0;
}

/* A header alone; `size` is what it claims. Returns the block, to be changed and summed again. */
static inline unsigned char *tar_header(struct tarfile *tar, const char *name, char type, unsigned long long size)
{
    unsigned char *block = tar->bytes + tar->length;

    memset(block, 0, 512);
    memcpy(block, name, strnlen(name, 100));
    memcpy(block + 100, "0000644", 8);
    for (int i = 10; i >= 0; i--, size /= 8)
        block[124 + i] = (unsigned char)('0' + size % 8);
    block[156] = (unsigned char)type;
    memcpy(block + 257, "ustar\00000", 8);
    tar_checksum(block);
    tar->length += 512;
    return block;
}

static inline void tar_body(struct tarfile *tar, const void *body, size_t size)
{
    memcpy(tar->bytes + tar->length, body, size);
    tar->length += (size + 511) / 512 * 512;
}

static inline void tar_member(struct tarfile *tar, const char *name, char type, const void *body, size_t size)
{
    (void)tar_header(tar, name, type, size);
    tar_body(tar, body, size);
}

static inline void tar_end(struct tarfile *tar)
{
    memset(tar->bytes + tar->length, 0, 1024);
    tar->length += 1024;
}

#endif
