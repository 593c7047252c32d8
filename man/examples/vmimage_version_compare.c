/*
 * SPDX-License-Identifier: Apache-2.0
 * The order of two versions.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    const char *a = argc > 2 ? argv[1] : "1.10.0-rc1", *b = argc > 2 ? argv[2] : "v1.10";
    int32_t order = vmimage_version_compare(a, b);

    printf("%s is %s %s\n", a, order < 0 ? "older than" : (order > 0 ? "newer than" : "the same as"), b);
    if (vmimage_version_is_prerelease(a))
        printf("%s is a pre-release\n", a);
    return 0;
}
