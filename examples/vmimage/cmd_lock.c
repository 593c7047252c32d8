/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage lock: pins names to what they stand for, and says later what is not the same any more.
 */
#include "json.h"
#include "kind.h"

#include <stdlib.h>
#include <string.h>

static void free_lock(vmimage_lock **lock)
{
    vmimage_lock_unref(*lock);
}
#define CLI_LOCK __attribute__((cleanup(free_lock))) vmimage_lock *

static int report_name(vmimage_registry *registry, const vmimage_error *error)
{
    int status = cli_report_from(registry, error);

    return vmimage_error_status(error) == VMIMAGE_E_INVALID ? CLI_USAGE : status;
}

/* One listing for all names. Every name is tried, so that all that is wrong is said at once. */
static int pin_all(const struct cli_options *options, vmimage_registry *registry, vmimage_lock *lock)
{
    struct cli_list images = {.kind = &cli_kind_image}, items = {.kind = &cli_kind_item};
    int status = cli_list_fetch(&images, registry, options);

    if (status == CLI_OK)
        status = cli_list_fetch(&items, registry, options);
    for (size_t i = 0, count = status == CLI_OK ? options->argument_count : 0; i < count; i++) {
        CLI_ERROR error = NULL;

        if (vmimage_lock_add_from(lock, (const vmimage_image *const *)images.objects, images.count,
                                  (const vmimage_item *const *)items.objects, items.count, options->name_space,
                                  options->arguments[i], &error) != VMIMAGE_OK) {
            int own = report_name(registry, error);

            status = status == CLI_OK ? own : status;
        }
    }
    cli_list_clear(&items);
    cli_list_clear(&images);
    return status;
}

static int pin_one(const struct cli_options *options, vmimage_registry *registry, vmimage_lock *lock)
{
    CLI_ERROR error = NULL;

    return vmimage_lock_add(lock, registry, options->name_space, options->arguments[0], &error) == VMIMAGE_OK
               ? CLI_OK
               : report_name(registry, error);
}

static int write_lock(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_LOCK lock = vmimage_lock_new();
    CLI_STRING text = NULL;
    CLI_ERROR error = NULL;
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK && lock == NULL) {
        cli_say("out of memory");
        status = CLI_FAILED;
    }
    if (status == CLI_OK)
        status = options->argument_count == 1 ? pin_one(options, registry, lock) : pin_all(options, registry, lock);
    if (status == CLI_OK && vmimage_lock_to_json(lock, &text, &error) != VMIMAGE_OK)
        status = cli_report(error);
    if (status != CLI_OK)
        return status;
    if (options->file != NULL)
        return cli_write_file(options->file, vmimage_string_data(text), vmimage_string_length(text));
    cli_put_bytes(vmimage_string_data(text), vmimage_string_length(text));
    return CLI_OK;
}

static int read_lock(const char *path, vmimage_lock **lock)
{
    CLI_TEXT text = NULL;
    CLI_ERROR error = NULL;
    size_t length = 0;
    int status = cli_read_file(path, &text, &length);

    if (status != CLI_OK || vmimage_lock_from_json(text, length, lock, &error) == VMIMAGE_OK)
        return status;
    cli_say("%s: %s", path, vmimage_error_message(error));
    return CLI_FAILED;
}

static const char *change_name(int32_t change)
{
    switch (change) {
    case VMIMAGE_DRIFT_ADDED:
        return "added";
    case VMIMAGE_DRIFT_REMOVED:
        return "removed";
    default:
        return "changed";
    }
}

static void print_table(const vmimage_drift *drift, const struct cli_options *options)
{
    static const struct cli_column columns[] = {
        {.title = "NAMESPACE", .wide_only = true}, {.title = "NAME", .least = 10}, {.title = "CHANGE"},
        {.title = "FIELD", .least = 10},           {.title = "WAS", .least = 10},  {.title = "IS", .least = 10},
        {.title = "KIND", .wide_only = true},
    };
    struct cli_table table = {.columns = columns,
                              .column_count = sizeof(columns) / sizeof(*columns),
                              .wide = options->format == CLI_FORMAT_WIDE,
                              .uncut = options->format == CLI_FORMAT_WIDE,
                              .no_headers = options->no_headers};

    for (size_t i = 0; i < vmimage_drift_count(drift); i++) {
        cli_table_add(&table, vmimage_drift_namespace(drift, i));
        cli_table_add(&table, vmimage_drift_name(drift, i));
        cli_table_add(&table, change_name(vmimage_drift_change(drift, i)));
        cli_table_add(&table, vmimage_drift_field(drift, i));
        cli_table_add(&table, vmimage_drift_was(drift, i));
        cli_table_add(&table, vmimage_drift_is(drift, i));
        cli_table_add(&table, vmimage_drift_kind(drift, i));
    }
    if (table.cell_count > 0)
        cli_table_print(&table);
    cli_table_clear(&table);
}

/* A further member of compact JSON; a text that is not there is left out. */
static void add_member(FILE *out, const char *key, const char *text)
{
    if (text == NULL)
        return;
    fprintf(out, ",\"%s\":\"", key);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < 0x20 || c == '"' || c == '\\')
            fprintf(out, "\\u%04x", c);
        else
            (void)fputc(c, out);
    }
    (void)fputc('"', out);
}

static int print_json(const vmimage_drift *drift)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    (void)fputs("{\"apiVersion\":\"v1\",\"items\":[", out);
    for (size_t i = 0; i < vmimage_drift_count(drift); i++) {
        fprintf(out, "%s{\"change\":\"%s\"", i > 0 ? "," : "", change_name(vmimage_drift_change(drift, i)));
        add_member(out, "field", vmimage_drift_field(drift, i));
        add_member(out, "is", vmimage_drift_is(drift, i));
        add_member(out, "kind", vmimage_drift_kind(drift, i));
        add_member(out, "name", vmimage_drift_name(drift, i));
        add_member(out, "namespace", vmimage_drift_namespace(drift, i));
        add_member(out, "was", vmimage_drift_was(drift, i));
        (void)fputc('}', out);
    }
    (void)fputs("],\"kind\":\"List\"}", out);
    if (fclose(out) != 0) {
        free(text);
        cli_say("out of memory");
        return CLI_FAILED;
    }
    cli_put_json(text, length, 0);
    cli_put("\n");
    free(text);
    return CLI_OK;
}

/* Each name once: the rows of a name follow each other. */
static void print_names(const vmimage_drift *drift)
{
    for (size_t i = 0; i < vmimage_drift_count(drift); i++) {
        const char *name = vmimage_drift_name(drift, i);

        if (i == 0 || strcmp(name, vmimage_drift_name(drift, i - 1)) != 0) {
            CLI_TEXT safe = cli_printable(name);

            cli_put(safe);
            cli_put("\n");
        }
    }
}

static int check_lock(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_LOCK lock = NULL;
    CLI_ERROR error = NULL;
    vmimage_drift *drift = NULL;
    int status = read_lock(options->check, &lock);

    if (status == CLI_OK)
        status = cli_open_registry(options, &registry);
    if (status == CLI_OK && vmimage_lock_check(lock, registry, &drift, &error) != VMIMAGE_OK)
        status = cli_report(error);
    if (status == CLI_OK && options->format == CLI_FORMAT_JSON)
        status = print_json(drift);
    else if (status == CLI_OK && options->format == CLI_FORMAT_NAME)
        print_names(drift);
    else if (status == CLI_OK)
        print_table(drift, options);
    if (status == CLI_OK && vmimage_drift_count(drift) > 0)
        status = CLI_NO;
    vmimage_drift_unref(drift);
    return status;
}

int cli_run_lock(const struct cli_options *options)
{
    if (options->check != NULL) {
        if (options->argument_count > 0 || options->file != NULL)
            return cli_usage_error(options, "--check takes the names from the lock file; give no names and no --file");
        if (options->name_space != NULL)
            return cli_usage_error(options, "--check takes the namespaces from the lock file; -n does not apply");
        return check_lock(options);
    }
    if (options->argument_count == 0)
        return cli_usage_error(options, "'lock' needs NAME... or --check FILE");
    if (options->format != CLI_FORMAT_DEFAULT && options->format != CLI_FORMAT_JSON)
        return cli_usage_error(options, "a lock is written as JSON; -o applies to --check");
    return write_lock(options);
}
