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

static vmimage_status open_list(vmimage_registry *registry, const vmimage_query *query, void **iterator,
                                vmimage_error **error)
{
    vmimage_libraries *libraries = NULL;
    vmimage_status status = vmimage_registry_libraries(registry, query, &libraries, error);

    *iterator = libraries;
    return status;
}

static vmimage_status next(void *iterator, void **object, vmimage_error **error)
{
    vmimage_library *library = NULL;
    vmimage_status status = vmimage_libraries_next(iterator, &library, error);

    *object = library;
    return status;
}

static void close_list(void *iterator)
{
    vmimage_libraries_unref(iterator);
}

static void unref(void *object)
{
    vmimage_library_unref(object);
}

static vmimage_status to_json(const void *object, vmimage_string **json, vmimage_error **error)
{
    return vmimage_library_to_json(object, NULL, json, error);
}

static const char *api_version(const void *object)
{
    return vmimage_library_api_version(object);
}

static const char *kind(const void *object)
{
    return vmimage_library_kind(object);
}

static const char *name(const void *object)
{
    return vmimage_library_name(object);
}

static const char *display_name(const void *object)
{
    return vmimage_library_display_name(object);
}

static const vmimage_condition *ready(const void *object)
{
    return vmimage_library_condition(object, "Ready");
}

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

const struct cli_kind cli_kind_library = {
    .plural = "libraries",
    .columns = columns,
    .column_count = sizeof(columns) / sizeof(*columns),
    .open = open_list,
    .next = next,
    .close = close_list,
    .unref = unref,
    .to_json = to_json,
    .api_version = api_version,
    .kind = kind,
    .name = name,
    .display_name = display_name,
    .ready = ready,
    .add_row = add_row,
};
