/*
 * SPDX-License-Identifier: Apache-2.0
 * One file for a person to read: what it is, the image that it gives or the disk that it is, and the files in it.
 */
#include "kind.h"

#include <string.h>

static void describe_disk(const vmimage_package *package)
{
    const char *format = vmimage_package_disk_format(package);
    const char *type = vmimage_package_disk_create_type(package);
    uint64_t grain = vmimage_package_disk_grain_size(package);
    const char *packed = vmimage_package_disk_is_compressed(package) ? ", compressed" : "";
    CLI_TEXT size = cli_size(grain);

    cli_put_made_line("Disk format",
                      cli_text("%s, version %u", format != NULL ? format : "?", vmimage_package_disk_version(package)));
    if (type != NULL && (format == NULL || strcmp(type, format) != 0))
        cli_put_line("Create type", type);
    cli_put_made_line("Capacity", cli_size(vmimage_package_disk_capacity(package)));
    if (grain > 0)
        cli_put_made_line("Grains", cli_text("%s%s", size, packed));
    cli_put_line("Adapter type", vmimage_package_disk_adapter_type(package));
    if (vmimage_package_file_count(package) > 0)
        cli_put_made_line("File size", cli_size(vmimage_package_file_size(package, 0)));
}

static void describe_files(const vmimage_package *package)
{
    static const struct cli_column columns[] = {{.title = "NAME", .least = 12}, {.title = "SIZE"}, {.title = ""}};
    struct cli_table table = {.columns = columns, .column_count = 3, .indent = 2};
    size_t count = vmimage_package_file_count(package);

    for (size_t i = 0; i < count; i++) {
        cli_table_add(&table, vmimage_package_file_name(package, i));
        cli_table_add_made(&table, cli_size(vmimage_package_file_size(package, i)));
        cli_table_add(&table, vmimage_package_file_is_present(package, i) ? NULL : "missing");
    }
    cli_put("Files:\n");
    cli_table_print(&table);
    cli_table_clear(&table);
}

void cli_describe_package(const vmimage_package *package, const char *path)
{
    const vmimage_image *image = vmimage_package_image(package);

    cli_put_line("File", path);
    cli_put_line("File kind", vmimage_package_kind(package));
    cli_put_line("Volume", vmimage_package_volume(package));
    if (image == NULL) {
        describe_disk(package);
        return;
    }
    cli_describe_image(image);
    describe_files(package);
}
