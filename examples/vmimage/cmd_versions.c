/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage versions and newest: images by what they are versions of.
 */
#include "kind.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_column columns[] = {
    {.title = "NAMESPACE", .namespaces_only = true},
    {.title = "FAMILY", .least = 10},
    {.title = "VERSION", .least = 7},
    {.title = "NAME"},
    {.title = "DISPLAY NAME", .least = 10, .leave = 2},
    {.title = "CONTENT VERSION", .short_title = "CONTENT", .leave = 3},
    {.title = "READY", .leave = 1},
    {.title = "FULL VERSION", .wide_only = true},
    {.title = "TYPE", .wide_only = true},
    {.title = "REASON", .wide_only = true},
};

/* The family's name; the program ends when there is no memory for it. */
static char *family_of(const vmimage_image *image)
{
    CLI_STRING family = NULL;

    return vmimage_family_of_image(image, &family, NULL) == VMIMAGE_OK ? cli_copy(vmimage_string_data(family))
                                                                       : cli_copy("");
}

static void add_row(struct cli_table *table, const void *object)
{
    const vmimage_image *image = object;
    const vmimage_condition *ready = vmimage_image_condition(image, "Ready");

    cli_table_add(table, vmimage_image_namespace(image));
    cli_table_add_made(table, family_of(image));
    cli_table_add(table, vmimage_family_version(image));
    cli_table_add(table, vmimage_image_name(image));
    cli_table_add(table, vmimage_image_display_name(image));
    cli_table_add(table, vmimage_image_content_version(image));
    cli_table_add(table, ready != NULL ? vmimage_condition_status(ready) : NULL);
    cli_table_add(table, vmimage_image_full_version(image));
    cli_table_add(table, vmimage_image_type(image));
    cli_table_add(table, cli_why_not_ready(ready));
}

struct member {
    char *family;
    void *image;
};

/* Family by family, the newest first. */
static int compare(const void *a, const void *b)
{
    const struct member *left = a, *right = b;
    int order = strcmp(left->family, right->family);

    return order != 0 ? order : vmimage_family_compare(right->image, left->image);
}

static void sort(struct cli_list *list)
{
    struct member *members = cli_alloc(list->count, sizeof(*members));

    for (size_t i = 0; i < list->count; i++)
        members[i] = (struct member){family_of(list->objects[i]), list->objects[i]};
    if (list->count > 1)
        qsort(members, list->count, sizeof(*members), compare);
    for (size_t i = 0; i < list->count; i++) {
        list->objects[i] = members[i].image;
        free(members[i].family);
    }
    free(members);
}

int cli_print_families(const struct cli_options *options)
{
    struct cli_list list = {.kind = &cli_kind_image};
    CLI_REGISTRY registry = NULL;
    CLI_TEXT last = cli_copy("");
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = cli_list_fetch(&list, registry, options);
    sort(&list);
    for (size_t i = 0; i < list.count; i++) {
        CLI_TEXT family = family_of(list.objects[i]);
        CLI_TEXT safe = cli_printable(family);

        /* A name that can't be shown as it is can't be typed either. */
        if (strcmp(family, last) != 0 && strcmp(safe, family) == 0) {
            cli_put(safe);
            cli_put("\n");
        }
        free(last);
        last = cli_copy(family);
    }
    cli_list_clear(&list);
    return status;
}

static int no_family(const struct cli_list *all, const char *family)
{
    const char **names = cli_alloc(all->count * 2 + 1, sizeof(*names));
    const char *nearest;
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++) {
        const char *product = vmimage_image_product(all->objects[i]);

        names[count++] = family_of(all->objects[i]);
        if (product != NULL)
            names[count++] = cli_copy(product);
    }
    nearest = cli_nearest(family, names);
    if (nearest != NULL)
        cli_say("no image belongs to the family '%s'; did you mean '%s'?", family, nearest);
    else
        cli_say("no image belongs to the family '%s'", family);
    while (count > 0)
        free((char *)(uintptr_t)names[--count]);
    free(names);
    return CLI_NO;
}

static void keep_family(const struct cli_list *all, const char *family, struct cli_list *kept)
{
    for (size_t i = 0; i < all->count; i++) {
        if (family == NULL || vmimage_family_has(all->objects[i], family) != 0)
            cli_list_add(kept, vmimage_image_ref(all->objects[i]));
    }
}

int cli_run_versions(const struct cli_options *options)
{
    const char *family = options->argument_count > 0 ? options->arguments[0] : NULL;
    struct cli_kind kind = cli_kind_image;
    struct cli_list all = {.kind = &cli_kind_image}, list = {.kind = &kind};
    CLI_REGISTRY registry = NULL;
    int status = cli_open_registry(options, &registry);

    kind.columns = columns;
    kind.column_count = sizeof(columns) / sizeof(*columns);
    kind.add_row = add_row;
    if (status == CLI_OK)
        status = cli_list_fetch(&all, registry, options);
    keep_family(&all, family, &list);
    if (status == CLI_OK && family != NULL && list.count == 0)
        status = no_family(&all, family);
    if (status == CLI_OK) {
        sort(&list);
        status = cli_list_print(&list, vmimage_registry_url(registry), options);
    }
    cli_list_clear(&list);
    cli_list_clear(&all);
    return status;
}

static int parse_constraint(const struct cli_options *options, vmimage_constraint **constraint)
{
    CLI_ERROR error = NULL;

    if (options->constraint == NULL || vmimage_constraint_parse(options->constraint, constraint, &error) == VMIMAGE_OK)
        return CLI_OK;
    (void)cli_report(error);
    return vmimage_error_status(error) == VMIMAGE_E_NO_MEMORY ? CLI_FAILED : CLI_USAGE;
}

/* A family that is not there may be one that was mistyped. */
static int report_newest(vmimage_registry *registry, const struct cli_options *options, const vmimage_error *error)
{
    struct cli_list all = {.kind = &cli_kind_image}, members = {.kind = &cli_kind_image};
    int status = CLI_NO;

    if (vmimage_error_candidate_count(error) > 0) {
        /* Of a product of several vendors the message says what to write; the candidates are only examples. */
        cli_say("%s", vmimage_error_message(error));
        return status;
    }
    if (vmimage_error_status(error) != VMIMAGE_E_NOT_FOUND)
        return cli_report(error);
    if (cli_list_fetch(&all, registry, options) == CLI_OK)
        keep_family(&all, options->arguments[0], &members);
    if (all.count > 0 && members.count == 0)
        status = no_family(&all, options->arguments[0]);
    else
        status = cli_report(error);
    cli_list_clear(&members);
    cli_list_clear(&all);
    return status;
}

static int find_newest(const struct cli_options *options, vmimage_image **image)
{
    CLI_REGISTRY registry = NULL;
    CLI_QUERY query = NULL;
    CLI_ERROR error = NULL;
    vmimage_constraint *constraint = NULL;
    int status = parse_constraint(options, &constraint);

    if (status == CLI_OK)
        status = cli_open_registry(options, &registry);
    if (status == CLI_OK)
        status = cli_make_query(options, &query);
    if (status == CLI_OK &&
        vmimage_newest(registry, query, options->arguments[0], constraint, image, &error) != VMIMAGE_OK)
        status = report_newest(registry, options, error);
    vmimage_constraint_unref(constraint);
    return status;
}

int cli_run_newest(const struct cli_options *options)
{
    CLI_IMAGE image = NULL;
    int status = find_newest(options, &image);

    if (status != CLI_OK)
        return status;
    return cli_print_image_name(image, options);
}
