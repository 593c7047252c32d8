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

static vmimage_status open_list(vmimage_registry *registry, const vmimage_query *query, void **iterator,
                                vmimage_error **error)
{
    vmimage_items *items = NULL;
    vmimage_status status = vmimage_registry_items(registry, query, &items, error);

    *iterator = items;
    return status;
}

static vmimage_status next(void *iterator, void **object, vmimage_error **error)
{
    vmimage_item *item = NULL;
    vmimage_status status = vmimage_items_next(iterator, &item, error);

    *object = item;
    return status;
}

static void close_list(void *iterator)
{
    vmimage_items_unref(iterator);
}

static void unref(void *object)
{
    vmimage_item_unref(object);
}

static vmimage_status to_json(const void *object, vmimage_string **json, vmimage_error **error)
{
    return vmimage_item_to_json(object, NULL, json, error);
}

static const char *api_version(const void *object)
{
    return vmimage_item_api_version(object);
}

static const char *kind(const void *object)
{
    return vmimage_item_kind(object);
}

static const char *name(const void *object)
{
    return vmimage_item_name(object);
}

static const char *display_name(const void *object)
{
    return vmimage_item_display_name(object);
}

static const vmimage_condition *ready(const void *object)
{
    return vmimage_item_condition(object, "Ready");
}

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

const struct cli_kind cli_kind_item = {
    .plural = "items",
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
