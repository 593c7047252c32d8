/*
 * SPDX-License-Identifier: Apache-2.0
 * Images: columns as kubectl prints them, whether they are ready, and what -o wide adds.
 */
#include "kind.h"

static const struct cli_column columns[] = {
    {.title = "NAMESPACE", .namespaces_only = true},
    {.title = "NAME"},
    {.title = "DISPLAY NAME", .least = 10},
    {.title = "TYPE", .leave = 2},
    {.title = "IMAGE VERSION", .short_title = "VERSION", .least = 7, .leave = 1},
    {.title = "OS NAME", .least = 10, .leave = 4},
    {.title = "OS VERSION", .leave = 7},
    {.title = "HARDWARE VERSION", .short_title = "HW", .leave = 5},
    {.title = "CAPABILITIES", .least = 10, .leave = 6},
    {.title = "READY"},
    {.title = "DISKS", .wide_only = true},
    {.title = "CONTENT VERSION", .wide_only = true},
    {.title = "PROVIDER ITEM", .wide_only = true},
    {.title = "REASON", .wide_only = true},
};

CLI_KIND_FUNCTIONS(image, images)

static void add_row(struct cli_table *table, const void *object)
{
    const vmimage_image *image = object;
    const vmimage_condition *condition = ready(object);
    int32_t hardware = vmimage_image_hardware_version(image);

    cli_table_add(table, vmimage_image_namespace(image));
    cli_table_add(table, vmimage_image_name(image));
    cli_table_add(table, vmimage_image_display_name(image));
    cli_table_add(table, vmimage_image_type(image));
    cli_table_add(table, vmimage_image_version(image));
    cli_table_add(table, vmimage_image_os_type(image));
    cli_table_add(table, vmimage_image_os_version(image));
    cli_table_add_made(table, hardware != 0 ? cli_text("%d", hardware) : cli_copy(""));
    cli_table_add_made(table, cli_capabilities(image));
    cli_table_add(table, condition != NULL ? vmimage_condition_status(condition) : NULL);
    cli_table_add_made(table, cli_disk_sizes(image));
    cli_table_add(table, vmimage_image_content_version(image));
    cli_table_add(table, vmimage_image_provider_item_id(image));
    cli_table_add(table, cli_why_not_ready(condition));
}

const struct cli_kind cli_kind_image = {CLI_KIND_MEMBERS("images")};
