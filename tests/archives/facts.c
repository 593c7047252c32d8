/*
 * SPDX-License-Identifier: Apache-2.0
 * What the library's readers see in a file, for archives_test.py to compare with what other tools see:
 * `facts tar FILE` prints TYPE SIZE NAME for each member, `facts package FILE` what vmimage_package_open() says.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "format/source.h"
#include "format/tar.h"

static int fail(vmimage_error *error)
{
    (void)fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    return 1;
}

static int list_tar(const char *path)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    static const char types[] = "fhlcbdps?";
    vmimage_error *error = NULL;
    struct vm_tar tar;
    struct vm_tar_member member;
    vmimage_status status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, &error);

    if (status == VMIMAGE_OK) {
        vmimage__tar_start(&tar, &source);
        while ((status = vmimage__tar_next(&tar, &member, &error)) == VMIMAGE_OK)
            (void)printf("%c %" PRIu64 " %s\n", types[member.type], member.size, member.name);
    }
    return status == VMIMAGE_DONE ? 0 : fail(error);
}

static const char *text(const char *value)
{
    return value != NULL ? value : "-";
}

static int show_package(const char *path)
{
    vmimage_error *error = NULL;
    vmimage_package *package = NULL;
    vmimage_image *image;

    if (vmimage_package_open(NULL, path, &package, &error) != VMIMAGE_OK)
        return fail(error);
    image = vmimage_package_image(package);
    (void)printf("kind %s\nvolume %s\nname %s\n", text(vmimage_package_kind(package)),
                 text(vmimage_package_volume(package)), text(image != NULL ? vmimage_image_display_name(image) : NULL));
    (void)printf("format %s\ncapacity %" PRIu64 "\ngrain %" PRIu64 "\ncompressed %d\ntype %s\nadapter %s\n",
                 text(vmimage_package_disk_format(package)), vmimage_package_disk_capacity(package),
                 vmimage_package_disk_grain_size(package), (int)vmimage_package_disk_is_compressed(package),
                 text(vmimage_package_disk_create_type(package)), text(vmimage_package_disk_adapter_type(package)));
    vmimage_package_unref(package);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "tar") == 0)
        return list_tar(argv[2]);
    if (argc == 3 && strcmp(argv[1], "package") == 0)
        return show_package(argv[2]);
    (void)fprintf(stderr, "usage: facts tar|package FILE\n");
    return 2;
}
