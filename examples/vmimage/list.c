/*
 * SPDX-License-Identifier: Apache-2.0
 * Lists of any kind: fetched whole, then printed in any format, so that a failure half-way prints nothing by halves.
 */
#include "json.h"
#include "kind.h"

#include <stdlib.h>
#include <string.h>

void cli_list_add(struct cli_list *list, void *object)
{
    if ((list->count & (list->count + 1)) == 0)
        list->objects = cli_grow(list->objects, list->count * 2 + 2, sizeof(*list->objects));
    list->objects[list->count++] = object;
}

void cli_list_clear(struct cli_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        list->kind->unref(list->objects[i]);
    free(list->objects);
    list->objects = NULL;
    list->count = 0;
}

int cli_list_fetch(struct cli_list *list, vmimage_registry *registry, const struct cli_options *options)
{
    CLI_QUERY query = NULL;
    CLI_ERROR error = NULL;
    void *iterator = NULL;
    vmimage_status status;
    int result = cli_make_query(options, &query);

    if (result != CLI_OK)
        return result;
    status = list->kind->open(registry, query, &iterator, &error);
    while (status == VMIMAGE_OK) {
        void *object = NULL;

        status = list->kind->next(iterator, &object, &error);
        if (status == VMIMAGE_OK)
            cli_list_add(list, object);
    }
    list->kind->close(iterator);
    return status == VMIMAGE_DONE ? CLI_OK : cli_report(error);
}

void cli_print_full_name(const struct cli_kind *kind, const void *object)
{
    const char *group = kind->api_version(object);
    const char *slash = group != NULL ? strchr(group, '/') : NULL;

    for (const char *at = kind->kind(object); at != NULL && *at != '\0'; at++) {
        char lower = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;

        cli_put_bytes(&lower, 1);
    }
    if (slash != NULL) {
        cli_put(".");
        cli_put_bytes(group, (size_t)(slash - group));
    }
    cli_put("/");
    cli_put(kind->name(object));
    cli_put("\n");
}

int cli_print_json_of(const struct cli_kind *kind, const void *object)
{
    CLI_STRING json = NULL;
    CLI_ERROR error = NULL;

    if (kind->to_json(object, &json, &error) != VMIMAGE_OK)
        return cli_report(error);
    cli_put_json(vmimage_string_data(json), vmimage_string_length(json), 0);
    cli_put("\n");
    return CLI_OK;
}

int cli_print_json_lists(const struct cli_list *lists, size_t count)
{
    vmimage_string **texts;
    size_t total = 0, at = 0;
    int result = CLI_OK;

    for (size_t i = 0; i < count; i++)
        total += lists[i].count;
    texts = cli_alloc(total, sizeof(vmimage_string *));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < lists[i].count && result == CLI_OK; j++) {
            CLI_ERROR error = NULL;

            if (lists[i].kind->to_json(lists[i].objects[j], &texts[at++], &error) != VMIMAGE_OK)
                result = cli_report(error);
        }
    }
    if (result == CLI_OK)
        cli_put_json_list((const vmimage_string *const *)texts, total);
    for (size_t i = 0; i < at; i++)
        vmimage_string_unref(texts[i]);
    free(texts);
    return result;
}

static void say_why(const struct cli_kind *kind, const void *object, const char *why)
{
    const char *display_name = kind->display_name(object);
    const char *name = kind->name(object);

    if (display_name != NULL && *display_name != '\0')
        cli_say("not ready: %s (%s): %s", name, display_name, why);
    else
        cli_say("not ready: %s: %s", name, why);
}

/* The table first, then what is wrong with the objects in it, so that the reasons are not above a long table. */
static void print_table(const struct cli_list *list, const struct cli_options *options)
{
    bool wide = options->format == CLI_FORMAT_WIDE;
    struct cli_table table = {
        .columns = list->kind->columns,
        .column_count = list->kind->column_count,
        .wide = wide,
        .uncut = wide,
        .namespaces = options->all_namespaces,
        .no_headers = options->no_headers,
    };

    for (size_t i = 0; i < list->count; i++)
        list->kind->add_row(&table, list->objects[i]);
    cli_table_print(&table);
    cli_table_clear(&table);
    cli_flush();
    for (size_t i = 0; i < list->count && !wide; i++) {
        const char *why = cli_why_not_ready(list->kind->ready(list->objects[i]));

        if (why != NULL)
            say_why(list->kind, list->objects[i], why);
    }
}

int cli_list_print(const struct cli_list *list, const char *place, const struct cli_options *options)
{
    if (options->format == CLI_FORMAT_JSON)
        return cli_print_json_lists(list, 1);
    if (options->format == CLI_FORMAT_NAME) {
        for (size_t i = 0; i < list->count; i++)
            cli_print_full_name(list->kind, list->objects[i]);
    } else if (list->count > 0) {
        print_table(list, options);
    } else if (place != NULL) {
        cli_say("no %s found in %s", list->kind->plural, place);
    }
    return CLI_OK;
}
