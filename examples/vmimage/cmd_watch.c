/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage watch: every change as a line. On a terminal for a person; else a Kubernetes watch event as JSON, so that lines written
 * for "kubectl get -w -o json --output-watch-events" fit.
 */
#include "json.h"
#include "kind.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct watch {
    const char *name; /* of the argument */
    const struct cli_kind *kind;
    vmimage_status (*start)(vmimage_registry *registry, const vmimage_query *query, vmimage_job **job,
                            vmimage_error **error);
    const char *api_version, *object_kind; /* of what says that all has been told */
};

static const struct watch watches[] = {
    {"libraries", &cli_kind_library, vmimage_watch_libraries, "imageregistry.vmware.com/v1alpha2", "ContentLibrary"},
    {"items", &cli_kind_item, vmimage_watch_items, "imageregistry.vmware.com/v1alpha2", "ContentLibraryItem"},
    {"images", &cli_kind_image, vmimage_watch_images, "vmoperator.vmware.com/v1alpha6", "VirtualMachineImage"},
};

/* The job that a signal ends. */
static vmimage_job *running;

static void on_signal(int number)
{
    (void)number;
    vmimage_job_cancel(running);
}

static const void *object_of(const vmimage_event *event)
{
    const vmimage_image *image = vmimage_event_image(event);
    const vmimage_item *item = vmimage_event_item(event);

    if (image != NULL)
        return image;
    return item != NULL ? (const void *)item : vmimage_event_library(event);
}

static const char *event_name(const vmimage_event *event)
{
    switch (vmimage_event_kind(event)) {
    case VMIMAGE_EVENT_ADDED:
        return "ADDED";
    case VMIMAGE_EVENT_MODIFIED:
        return "MODIFIED";
    case VMIMAGE_EVENT_REMOVED:
        return "DELETED";
    case VMIMAGE_EVENT_SYNCED:
        return "BOOKMARK";
    case VMIMAGE_EVENT_ERROR:
        return "ERROR";
    default:
        return NULL;
    }
}

/* ---- JSON lines ---- */

/* The text of an error is printable already; quotes and backslashes are what is left to be escaped. */
static void put_json_text(const char *text)
{
    cli_put("\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            cli_put("\\");
        cli_put_bytes(text, 1);
    }
    cli_put("\"");
}

static int put_json_object(const struct watch *watch, const vmimage_event *event)
{
    CLI_STRING json = NULL;
    CLI_ERROR error = NULL;

    if (object_of(event) != NULL) {
        if (watch->kind->to_json(object_of(event), &json, &error) != VMIMAGE_OK)
            return cli_report(error);
        cli_put_bytes(vmimage_string_data(json), vmimage_string_length(json));
    } else if (vmimage_event_error(event) != NULL) {
        cli_put("{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"status\":\"Failure\",\"message\":");
        put_json_text(vmimage_error_message(vmimage_event_error(event)));
        cli_put("}");
    } else {
        /* As the API server ends the list that a watch begins with. */
        cli_put("{\"apiVersion\":\"");
        cli_put(watch->api_version);
        cli_put("\",\"kind\":\"");
        cli_put(watch->object_kind);
        cli_put("\",\"metadata\":{\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}");
    }
    return CLI_OK;
}

static int print_json(const struct watch *watch, const vmimage_event *event)
{
    int status;

    cli_put("{\"type\":\"");
    cli_put(event_name(event));
    cli_put("\",\"object\":");
    status = put_json_object(watch, event);
    cli_put("}\n");
    return status;
}

/* ---- lines for a person ---- */

static void put_column(const char *text, size_t width)
{
    CLI_TEXT safe = cli_printable(text != NULL ? text : "");
    size_t used = cli_width(safe);

    cli_put(safe);
    cli_put_repeated(' ', used < width ? width - used + 2 : 2);
}

static void put_time(const vmimage_event *event)
{
    time_t seconds = (time_t)(vmimage_event_time(event) / 1000);
    struct tm tm;
    char text[32] = "";

    if (gmtime_r(&seconds, &tm) != NULL)
        (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
    put_column(text, 20);
}

static void print_line(const struct watch *watch, const vmimage_event *event, const struct cli_options *options)
{
    const void *object = object_of(event);
    const char *why;
    CLI_TEXT shown = NULL;

    if (options->format == CLI_FORMAT_WIDE)
        put_time(event);
    put_column(event_name(event), 8);
    if (options->format == CLI_FORMAT_NAME) {
        cli_print_full_name(watch->kind, object);
        return;
    }
    put_column(watch->kind->name(object), 24);
    why = vmimage_event_kind(event) != VMIMAGE_EVENT_REMOVED ? cli_why_not_ready(watch->kind->ready(object)) : NULL;
    shown = cli_printable(watch->kind->display_name(object) != NULL ? watch->kind->display_name(object) : "");
    cli_put(shown);
    if (why != NULL) {
        CLI_TEXT safe = cli_printable(why);

        cli_put("  not ready: ");
        cli_put(safe);
    }
    cli_put("\n");
}

static void print_headers(const struct cli_options *options)
{
    if (options->format == CLI_FORMAT_NAME || options->no_headers)
        return;
    if (options->format == CLI_FORMAT_WIDE)
        put_column("TIME", 20);
    put_column("EVENT", 8);
    put_column("NAME", 24);
    cli_put("DISPLAY NAME\n");
}

static int print_event(const struct watch *watch, const vmimage_event *event, const struct cli_options *options)
{
    if (vmimage_event_error(event) != NULL)
        cli_say("%s", vmimage_error_message(vmimage_event_error(event)));
    if (event_name(event) == NULL)
        return CLI_OK;
    if (options->format == CLI_FORMAT_JSON)
        return print_json(watch, event);
    if (object_of(event) != NULL)
        print_line(watch, event, options);
    return CLI_OK;
}

/* ---- following ---- */

static int64_t milliseconds(void)
{
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int print_events(const struct watch *watch, vmimage_job *job, const struct cli_options *options)
{
    vmimage_event *event = NULL;
    int status = CLI_OK;

    while (status == CLI_OK && vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        status = print_event(watch, event, options);
        vmimage_event_unref(event);
    }
    cli_flush();
    return status;
}

/* Until there is something to do, the reader of the output is gone, or the time is over; false for the last two. */
static bool wait_for(const vmimage_job *job, int64_t end)
{
    struct pollfd fds[2] = {{.fd = vmimage_job_fd(job), .events = POLLIN}, {.fd = STDOUT_FILENO, .events = 0}};
    int64_t left = end != 0 ? end - milliseconds() : -1;

    if (end != 0 && left <= 0)
        return false;
    if (poll(fds, 2, left < 1000000000 ? (int)left : 1000000000) < 0)
        return true;
    return (fds[1].revents & (POLLERR | POLLHUP)) == 0;
}

static int follow(const struct watch *watch, vmimage_job *job, const struct cli_options *options)
{
    int64_t end = options->timeout_ms > 0 ? milliseconds() + options->timeout_ms : 0;

    while (!cli_output_failed() && wait_for(job, end)) {
        CLI_ERROR error = NULL;
        vmimage_status done = vmimage_job_step(job, 0, &error);
        int status = print_events(watch, job, options);

        if (status != CLI_OK || done == VMIMAGE_E_CANCELLED)
            return status;
        if (done != VMIMAGE_OK)
            return cli_report(error);
    }
    return CLI_OK;
}

static int run(const struct watch *watch, vmimage_registry *registry, const struct cli_options *options)
{
    CLI_QUERY query = NULL;
    CLI_ERROR error = NULL;
    struct sigaction action = {.sa_handler = on_signal};
    int status = cli_make_query(options, &query);

    if (status != CLI_OK)
        return status;
    if (watch->start(registry, query, &running, &error) != VMIMAGE_OK)
        return cli_report(error);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    if (options->format != CLI_FORMAT_JSON)
        print_headers(options);
    status = follow(watch, running, options);
    action.sa_handler = SIG_IGN; /* the job goes */
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    running = vmimage_job_unref(running);
    return status;
}

int cli_run_watch(const struct cli_options *options)
{
    const struct watch *watch = NULL;
    CLI_REGISTRY registry = NULL;
    struct cli_options own = *options, opening = *options;
    int status;

    for (size_t i = 0; i < sizeof(watches) / sizeof(*watches); i++) {
        if (strcmp(watches[i].name, options->arguments[0]) == 0)
            watch = &watches[i];
    }
    if (watch == NULL)
        return cli_usage_error(options, "watches libraries, items or images, not '%s'", options->arguments[0]);
    opening.timeout_ms = 0; /* is that of the watch */
    status = cli_open_registry(&opening, &registry);
    if (status != CLI_OK)
        return status;
    if (own.format == CLI_FORMAT_DEFAULT && !isatty(STDOUT_FILENO))
        own.format = CLI_FORMAT_JSON;
    cli_let_reader_go();
    return run(watch, registry, &own);
}
