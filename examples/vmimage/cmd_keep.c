/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage init, add, replace, rename, describe and remove: a library that is kept. Progress goes to the terminal by a
 * timer, and an interruption ends the call in the library, which leaves nothing half done.
 */
#include "kind.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* Copying takes as long as it takes; --timeout says otherwise. */
#define NO_HURRY_MS (INT64_C(7) * 24 * 3600 * 1000)

static vmimage_registry *working; /* for the handlers */
static volatile sig_atomic_t shown;

static void interrupt_work(int number)
{
    (void)number;
    vmimage_registry_interrupt(working);
}

/* "\r 42%": only what a signal handler may do. */
static void show_progress(int number)
{
    uint64_t total = vmimage_keep_bytes_total(working), done = vmimage_keep_bytes_done(working);
    unsigned percent = total != 0 ? (unsigned)((double)done * 100 / (double)total) : 0;
    char text[] = "\r   %";

    (void)number;
    if (total == 0 || percent > 100)
        return;
    text[1] = percent == 100 ? '1' : ' ';
    text[2] = percent >= 10 ? (char)('0' + percent / 10 % 10) : ' ';
    text[3] = (char)('0' + percent % 10);
    shown = write(STDERR_FILENO, text, sizeof(text) - 1) > 0;
}

static void start_work(vmimage_registry *registry, const struct cli_options *options)
{
    struct sigaction interrupt = {.sa_handler = interrupt_work, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    struct sigaction progress = {.sa_handler = show_progress, .sa_flags = SA_RESTART};
    struct itimerval timer = {{0, 200000}, {0, 500000}};

    working = registry;
    (void)sigaction(SIGINT, &interrupt, NULL);
    (void)sigaction(SIGTERM, &interrupt, NULL);
    if (options->no_progress || !isatty(STDERR_FILENO))
        return;
    (void)sigaction(SIGALRM, &progress, NULL);
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

static void end_work(void)
{
    const struct itimerval none = {{0, 0}, {0, 0}};

    (void)setitimer(ITIMER_REAL, &none, NULL);
    if (shown)
        fputs("\r     \r", stderr);
    shown = 0;
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    working = NULL;
}

static int open_library(const struct cli_options *options, vmimage_registry **registry)
{
    CLI_ERROR error = NULL;
    int status = cli_open_registry(options, registry);

    if (status == CLI_OK && options->timeout_ms == 0 &&
        vmimage_registry_set_deadline(*registry, NO_HURRY_MS, &error) != VMIMAGE_OK)
        return cli_report(error);
    return status;
}

/* A name or description that can't be one is a mistake on the command line; a bad file is not. */
static int report(const vmimage_error *error, bool argument)
{
    int status = cli_report(error);

    return argument && vmimage_error_status(error) == VMIMAGE_E_INVALID ? CLI_USAGE : status;
}

int cli_run_init(const struct cli_options *options)
{
    CLI_CONTEXT context = NULL;
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    struct cli_list list = {.kind = &cli_kind_library};
    int status = cli_open_context(options, &context);

    if (status != CLI_OK)
        return status;
    if (vmimage_keep_init(context, options->registry, options->name, options->description, &registry, &error) !=
        VMIMAGE_OK)
        return report(error, true);
    status = cli_list_fetch(&list, registry, options);
    if (status == CLI_OK && options->format != CLI_FORMAT_DEFAULT) {
        status = cli_list_print(&list, options->registry, options);
    } else if (status == CLI_OK) {
        cli_put(vmimage_library_id(list.objects[0]));
        cli_put("\n");
    }
    cli_list_clear(&list);
    return status;
}

/* What was added: the VMI ID, or in another format the item. */
static int print_added(vmimage_registry *registry, const char *id, struct cli_list *list,
                       const struct cli_options *options)
{
    CLI_ERROR error = NULL;
    vmimage_item *item = NULL;
    char vmi[VMIMAGE_ID_SIZE];

    if (options->format != CLI_FORMAT_DEFAULT) {
        if (vmimage_registry_get_item(registry, NULL, id, &item, &error) != VMIMAGE_OK)
            return cli_report(error);
        cli_list_add(list, item);
        return CLI_OK;
    }
    if (vmimage_id_from_uuid(id, vmi, &error) != VMIMAGE_OK)
        return cli_report(error);
    cli_put(vmi);
    cli_put("\n");
    cli_flush();
    return CLI_OK;
}

static int add_file(vmimage_registry *registry, const char *path, struct cli_list *list,
                    const struct cli_options *options)
{
    CLI_ERROR error = NULL;
    char id[VMIMAGE_UUID_SIZE];
    vmimage_status status;

    if (vmimage_keep_set_manifest(registry, options->manifest, &error) != VMIMAGE_OK)
        return cli_report(error);
    start_work(registry, options);
    status = vmimage_keep_add(registry, path, options->name, options->description, id, &error);
    end_work();
    if (status != VMIMAGE_OK)
        return report(error, options->name != NULL || options->description != NULL);
    return print_added(registry, id, list, options);
}

int cli_run_add(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    struct cli_list list = {.kind = &cli_kind_item};
    int status;

    if (options->argument_count > 1 && (options->name != NULL || options->description != NULL))
        return cli_usage_error(options, "--name and --description are for one file");
    status = open_library(options, &registry);
    if (status != CLI_OK)
        return status;
    for (size_t i = 0; i < options->argument_count; i++) {
        int one = add_file(registry, options->arguments[i], &list, options);

        if (one != CLI_OK)
            status = one;
    }
    if (list.count != 0) {
        int printed = cli_list_print(&list, options->registry, options);

        status = status != CLI_OK ? status : printed;
    }
    cli_list_clear(&list);
    return status;
}

typedef vmimage_status (*change_fn)(vmimage_registry *registry, const char *item, const char *text,
                                    vmimage_error **error);

static int change(const struct cli_options *options, change_fn function, bool argument)
{
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    vmimage_status status;
    int opened = open_library(options, &registry);

    if (opened != CLI_OK)
        return opened;
    if (vmimage_keep_set_manifest(registry, options->manifest, &error) != VMIMAGE_OK)
        return cli_report(error);
    start_work(registry, options);
    status = function(registry, options->arguments[0], options->arguments[1], &error);
    end_work();
    return status == VMIMAGE_OK ? CLI_OK : report(error, argument);
}

int cli_run_replace(const struct cli_options *options)
{
    return change(options, vmimage_keep_replace, false);
}

int cli_run_rename(const struct cli_options *options)
{
    return change(options, vmimage_keep_rename, true);
}

int cli_run_describe(const struct cli_options *options)
{
    return change(options, vmimage_keep_describe, true);
}

static vmimage_status remove_item(vmimage_registry *registry, const char *item, const char *text, vmimage_error **error)
{
    (void)text;
    return vmimage_keep_remove(registry, item, error);
}

int cli_run_remove(const struct cli_options *options)
{
    return change(options, remove_item, false);
}
