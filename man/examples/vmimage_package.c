/*
 * SPDX-License-Identifier: Apache-2.0
 * What is in each file given.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static int show(const char *path)
{
    vmimage_package *package = NULL;
    vmimage_error *error = NULL;

    if (vmimage_package_open(NULL, path, &package, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    printf("%s: %s, %zu files\n", path, vmimage_package_kind(package), vmimage_package_file_count(package));
    for (size_t i = 0; i < vmimage_package_file_count(package); i++)
        printf("  %s, %llu bytes\n", vmimage_package_file_name(package, i),
               (unsigned long long)vmimage_package_file_size(package, i));
    vmimage_package_unref(package);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed |= show(argv[i]);
    return failed;
}
