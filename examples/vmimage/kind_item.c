/*
 * SPDX-License-Identifier: Apache-2.0
 * Items: columns as kubectl prints them, and what -o wide adds.
 */
#include "kind.h"

static const struct cli_column columns[] = {
    {.title = "NAMESPACE", .namespaces_only = true},
    {.title = "NAME"},
    {.title = "TYPE", .leave = 1},
    {.title = "DISPLAYNAME", .least = 10},
    {.title = "LIBRARYNAME", .short_title = "LIBRARY", .leave = 5},
    {.title = "READY"},
    {.title = "CACHED", .leave = 4},
    {.title = "SIZE", .leave = 2},
    {.title = "SECURITYCOMPLIANT", .short_title = "COMPLIANT", .leave = 6},
    {.title = "AGE", .leave = 3},
    {.title = "ID", .wide_only = true},
    {.title = "FILES", .wide_only = true},
    {.title = "CONTENT VERSION", .wide_only = true},
    {.title = "IMAGE", .wide_only = true},
    {.title = "REASON", .wide_only = true},
};

CLI_KIND_FUNCTIONS(item, items)

static void add_wide_cells(struct cli_table *table, const vmimage_item *item)
{
    CLI_STRING image = NULL;
    const char *own_name = vmimage_item_name(item);

    cli_table_add(table, vmimage_item_id(item));
    cli_table_add_made(table, cli_text("%zu", vmimage_item_file_count(item)));
    cli_table_add(table, vmimage_item_content_version(item));
    if (own_name != NULL)
        (void)vmimage_id_from_item_name(own_name, &image, NULL);
    cli_table_add(table, vmimage_string_data(image));
    cli_table_add(table, cli_why_not_ready(ready(item)));
}

static void add_row(struct cli_table *table, const void *object)
{
    const vmimage_item *item = object;
    const vmimage_condition *condition = ready(object);

    cli_table_add(table, vmimage_item_namespace(item));
    cli_table_add(table, vmimage_item_name(item));
    cli_table_add(table, vmimage_item_type(item));
    cli_table_add(table, vmimage_item_display_name(item));
    cli_table_add(table, vmimage_item_library_name(item));
    cli_table_add(table, condition != NULL ? vmimage_condition_status(condition) : NULL);
    cli_table_add(table, cli_yes_no(vmimage_item_cached(item)));
    cli_table_add_made(table, cli_size(vmimage_item_size(item)));
    cli_table_add(table, cli_yes_no(vmimage_item_security_compliance(item)));
    cli_table_add_made(table, cli_age(vmimage_item_creation_time(item)));
    add_wide_cells(table, item);
}

const struct cli_kind cli_kind_item = {CLI_KIND_MEMBERS("items")};
