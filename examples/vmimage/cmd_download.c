/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage download and export: a job of the library, stepped to its end, with its progress on the terminal. An interruption cancels it, and
 * nothing is left half done.
 */
#include "json.h"
#include "kind.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Digits of a SHA-256 in the text of an event, and what stands between them and the name. */
#define DIGEST 64
#define NAME_AT (DIGEST + 2)
#define STEP_MS 200

static vmimage_job *working; /* for the handler */

static void free_job(vmimage_job **job)
{
    working = NULL;
    vmimage_job_unref(*job);
}
#define CLI_JOB __attribute__((cleanup(free_job))) vmimage_job *

static void free_item(vmimage_item **item)
{
    vmimage_item_unref(*item);
}
#define CLI_ITEM __attribute__((cleanup(free_item))) vmimage_item *

static void cancel_work(int number)
{
    (void)number;
    vmimage_job_cancel(working);
}

static void show_progress(const vmimage_job *job, int *shown)
{
    uint64_t done, total;
    int percent;

    vmimage_job_progress(job, &done, &total);
    percent = total != 0 && done <= total ? (int)((double)done * 100 / (double)total) : 0;
    if (percent != *shown)
        fprintf(stderr, "\r%3d%%", percent);
    *shown = percent;
}

/* What an event says, in the order in which they come. */
typedef void (*event_fn)(void *data, const vmimage_event *event);

static void take_events(vmimage_job *job, event_fn function, void *data)
{
    vmimage_event *event = NULL;

    while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        function(data, event);
        event = vmimage_event_unref(event);
    }
}

static int run(vmimage_job *job, const struct cli_options *options, event_fn function, void *data)
{
    const struct sigaction interrupt = {.sa_handler = cancel_work, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    bool progress = !options->no_progress && isatty(STDERR_FILENO);
    CLI_ERROR error = NULL;
    vmimage_status status;
    int shown = -1;

    working = job;
    (void)sigaction(SIGINT, &interrupt, NULL);
    (void)sigaction(SIGTERM, &interrupt, NULL);
    while ((status = vmimage_job_step(job, STEP_MS, &error)) == VMIMAGE_OK) {
        take_events(job, function, data);
        if (progress)
            show_progress(job, &shown);
    }
    take_events(job, function, data);
    if (progress)
        fputs("\r     \r", stderr);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    return status == VMIMAGE_DONE ? CLI_OK : cli_report(error);
}

/* A JSON string; names are shown as they are everywhere. */
static char *quote(const char *text)
{
    CLI_TEXT safe = cli_printable(text != NULL ? text : "");
    char *out = cli_alloc(strlen(safe) * 2 + 3, 1);
    size_t used = 0;

    out[used++] = '"';
    for (const char *at = safe; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            out[used++] = '\\';
        out[used++] = *at;
    }
    out[used++] = '"';
    return out;
}

/* A list that grows: objects of JSON or lines, one after the other. */
struct listed {
    const struct cli_options *options;
    const vmimage_item *item; /* of a download */
    char *text;
    int status;
};

static void append(struct listed *listed, const char *separator, const char *text)
{
    char *longer =
        cli_text("%s%s%s", listed->text != NULL ? listed->text : "", listed->text != NULL ? separator : "", text);

    free(listed->text);
    listed->text = longer;
}

static void print(const struct listed *listed, const char *folder, const char *list)
{
    const char *text = listed->text != NULL ? listed->text : "";
    CLI_TEXT place = quote(folder);
    CLI_TEXT json = NULL;

    if (listed->options->format != CLI_FORMAT_JSON) {
        cli_put(text);
        return;
    }
    json = cli_text("{\"folder\":%s,\"%s\":[%s]}", place, list, text);
    cli_put_json(json, strlen(json), 0);
    cli_put("\n");
}

/* ---- download ---- */

static uint64_t size_of(const vmimage_item *item, const char *name)
{
    for (size_t i = 0; i < vmimage_item_file_count(item); i++) {
        if (strcmp(vmimage_item_file_name(item, i), name) == 0)
            return vmimage_item_file_size(item, i);
    }
    return 0;
}

static void note_file(void *data, const vmimage_event *event)
{
    struct listed *listed = data;
    const char *text = vmimage_event_text(event);
    CLI_TEXT name = NULL;
    CLI_TEXT line = NULL;

    if (vmimage_event_kind(event) != VMIMAGE_EVENT_DONE_FILE || text == NULL || strlen(text) <= NAME_AT)
        return;
    name = listed->options->format == CLI_FORMAT_JSON ? quote(text + NAME_AT) : cli_printable(text + NAME_AT);
    if (listed->options->format == CLI_FORMAT_JSON)
        line = cli_text("{\"name\":%s,\"size\":%" PRIu64 ",\"sha256\":\"%.*s\"}", name,
                        size_of(listed->item, text + NAME_AT), DIGEST, text);
    else if (listed->options->format == CLI_FORMAT_NAME)
        line = cli_text("%s\n", name);
    else
        line = cli_text("%.*s  %s\n", DIGEST, text, name);
    append(listed, listed->options->format == CLI_FORMAT_JSON ? "," : "", line);
}

/* An item by its own names, or by the VMI ID of its image. */
static int find_item(vmimage_registry *registry, const struct cli_options *options, vmimage_item **item)
{
    const char *name = options->arguments[0];
    CLI_IMAGE image = NULL;
    CLI_ERROR error = NULL;

    if (strncmp(name, "vmi-", 4) == 0 &&
        vmimage_registry_get_image(registry, options->name_space, name, &image, NULL) == VMIMAGE_OK &&
        vmimage_image_provider_item_id(image) != NULL)
        name = vmimage_image_provider_item_id(image);
    return vmimage_registry_get_item(registry, options->name_space, name, item, &error) == VMIMAGE_OK
               ? CLI_OK
               : cli_report_from(registry, error);
}

int cli_run_download(const struct cli_options *options)
{
    const char *folder = options->argument_count > 1 ? options->arguments[1] : ".";
    uint32_t flags =
        (options->replace ? VMIMAGE_DOWNLOAD_REPLACE : 0U) | (options->resume ? VMIMAGE_DOWNLOAD_RESUME : 0U);
    CLI_REGISTRY registry = NULL;
    CLI_ITEM item = NULL;
    CLI_JOB job = NULL;
    CLI_ERROR error = NULL;
    struct listed listed = {.options = options};
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = find_item(registry, options, &item);
    if (status != CLI_OK)
        return status;
    if (vmimage_download_start(registry, item, folder, flags, &job, &error) != VMIMAGE_OK)
        return cli_report(error);
    listed.item = item;
    status = run(job, options, note_file, &listed);
    if (status == CLI_OK)
        print(&listed, folder, "files");
    free(listed.text);
    return status;
}

/* ---- export ---- */

static void note_item(void *data, const vmimage_event *event)
{
    static const char *const actions[] = {NULL, "added", "modified", "removed"};
    struct listed *listed = data;
    int32_t kind = vmimage_event_kind(event);
    const vmimage_item *item = vmimage_event_item(event);
    CLI_TEXT name = NULL;
    CLI_TEXT line = NULL;
    CLI_TEXT id = NULL;

    if (kind == VMIMAGE_EVENT_ERROR) {
        int status = cli_report(vmimage_event_error(event));

        listed->status = listed->status != CLI_OK ? listed->status : status;
    }
    if (kind < VMIMAGE_EVENT_ADDED || kind > VMIMAGE_EVENT_REMOVED)
        return;
    if (listed->options->format == CLI_FORMAT_JSON) {
        name = quote(vmimage_event_text(event));
        id = quote(vmimage_item_id(item));
        line = cli_text("{\"action\":\"%s\",\"name\":%s,\"id\":%s}", actions[kind], name, item != NULL ? id : "null");
    } else {
        name = cli_printable(vmimage_event_text(event) != NULL ? vmimage_event_text(event) : "");
        line = listed->options->format == CLI_FORMAT_NAME ? cli_text("%s\n", name)
                                                          : cli_text("%s %s\n", actions[kind], name);
    }
    append(listed, listed->options->format == CLI_FORMAT_JSON ? "," : "", line);
}

int cli_run_export(const struct cli_options *options)
{
    const char *folder = options->arguments[0];
    CLI_REGISTRY registry = NULL;
    CLI_QUERY query = NULL;
    CLI_JOB job = NULL;
    CLI_ERROR error = NULL;
    struct listed listed = {.options = options};
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = cli_make_query(options, &query);
    if (status != CLI_OK)
        return status;
    if (vmimage_export_start(registry, query, folder, options->remove ? VMIMAGE_EXPORT_REMOVE : 0U, &job, &error) !=
        VMIMAGE_OK)
        return cli_report(error);
    status = run(job, options, note_item, &listed);
    print(&listed, folder, "items");
    free(listed.text);
    return status != CLI_OK ? status : listed.status;
}
