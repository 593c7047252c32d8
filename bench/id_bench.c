/*
 * SPDX-License-Identifier: Apache-2.0
 * VMI IDs per second beside the least that OpenSSL's EVP could do for them: a context that is used again and again. Best of several
 * rounds that take turns. Prints JSON.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <vmimage/id.h>

#define ROUNDS 100
#define COUNT 20000

/* Time that this process had the processor, so that others on the machine disturb less. */
static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Another UUID each time. */
static void change(char *uuid, unsigned i)
{
    static const char digits[] = "0123456789abcdef";

    for (int n = 0; n < 8; n++)
        uuid[n] = digits[(i >> (4 * n)) & 15];
}

static void with_evp(EVP_MD_CTX *context, const EVP_MD *sha1, unsigned *sum)
{
    static const char digits[] = "0123456789abcdef";
    char uuid[] = "e1968c25-dd84-4506-8dc7-9beacb6b688e", plain[32], id[22] = "vmi-";
    unsigned char digest[20];

    for (unsigned i = 0; i < COUNT; i++) {
        change(uuid, i);
        memcpy(plain, uuid, 8);
        memcpy(plain + 8, uuid + 9, 4);
        memcpy(plain + 12, uuid + 14, 4);
        memcpy(plain + 16, uuid + 19, 4);
        memcpy(plain + 20, uuid + 24, 12);
        if (EVP_DigestInit_ex(context, sha1, NULL) != 1 || EVP_DigestUpdate(context, plain, 32) != 1 ||
            EVP_DigestFinal_ex(context, digest, NULL) != 1)
            exit(1);
        for (int n = 0; n < 17; n++)
            id[4 + n] = digits[n % 2 == 0 ? digest[n / 2] >> 4 : digest[n / 2] & 15];
        *sum += (unsigned char)id[20];
    }
}

static void with_library(unsigned *sum)
{
    char uuid[] = "e1968c25-dd84-4506-8dc7-9beacb6b688e", id[VMIMAGE_ID_SIZE];

    for (unsigned i = 0; i < COUNT; i++) {
        change(uuid, i);
        if (vmimage_id_from_uuid(uuid, id, NULL) != 0)
            exit(1);
        *sum += (unsigned char)id[20];
    }
}

int main(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_MD *sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    double best[2] = {1e9, 1e9};
    unsigned sums[2] = {0, 0};

    if (context == NULL || sha1 == NULL)
        return 1;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), middle, end;

        with_evp(context, sha1, &sums[0]);
        middle = now();
        with_library(&sums[1]);
        end = now();
        best[0] = middle - start < best[0] ? middle - start : best[0];
        best[1] = end - middle < best[1] ? end - middle : best[1];
    }
    if (sums[0] != sums[1])
        return 1;
    (void)printf("{\"evp_per_s\": %.0f, \"ids_per_s\": %.0f, \"ratio_to_evp\": %.3f}\n", COUNT / best[0],
                 COUNT / best[1], best[0] / best[1]);
    EVP_MD_free(sha1);
    EVP_MD_CTX_free(context);
    return 0;
}
