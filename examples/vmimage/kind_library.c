/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries: columns as kubectl prints them, and what -o wide adds.
 */
#include "kind.h"

static const struct cli_column columns[] = {
    {.title = "NAMESPACE", .namespaces_only = true},
    {.title = "NAME"},
    {.title = "DISPLAYNAME", .least = 10},
    {.title = "ALLOWPUBLISH", .short_title = "PUBLISH", .leave = 2},
    {.title = "ALLOWIMPORT", .short_title = "IMPORT", .leave = 1},
    {.title = "AGE", .leave = 3},
    {.title = "ID", .wide_only = true},
    {.title = "VERSION", .wide_only = true},
    {.title = "TYPE", .wide_only = true},
    {.title = "STATE", .wide_only = true},
    {.title = "READY", .wide_only = true},
    {.title = "REASON", .wide_only = true},
};

CLI_KIND_FUNCTIONS(library, libraries)

static void add_row(struct cli_table *table, const void *object)
{
    const vmimage_library *library = object;
    const vmimage_condition *condition = ready(object);

    cli_table_add(table, vmimage_library_namespace(library));
    cli_table_add(table, vmimage_library_name(library));
    cli_table_add(table, vmimage_library_display_name(library));
    cli_table_add(table, cli_yes_no(vmimage_library_allow_publish(library)));
    cli_table_add(table, cli_yes_no(vmimage_library_allow_import(library)));
    cli_table_add_made(table, cli_age(vmimage_library_creation_time(library)));
    cli_table_add(table, vmimage_library_id(library));
    cli_table_add(table, vmimage_library_version(library));
    cli_table_add(table, vmimage_library_type(library));
    cli_table_add(table, vmimage_library_state(library));
    cli_table_add(table, condition != NULL ? vmimage_condition_status(condition) : NULL);
    cli_table_add(table, cli_why_not_ready(condition));
}

const struct cli_kind cli_kind_library = {CLI_KIND_MEMBERS("libraries")};
