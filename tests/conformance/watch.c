/*
 * SPDX-License-Identifier: Apache-2.0
 * Watching: first what is there, then every change that somebody makes, once.
 */
#include "conformance.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 30000

static void free_text(char **text)
{
    free(*text);
}
#define AUTO_TEXT __attribute__((cleanup(free_text))) char

static const char *id_of(const vmimage_event *event)
{
    return vmimage_image_id(vmimage_event_image(event));
}

/* The next event that is no error, waited for as an event loop does: by the descriptor. NULL when none comes. */
static vmimage_event *next_event(struct suite *suite, vmimage_job *job, int64_t patience)
{
    int64_t end = now_ms() + patience;
    vmimage_event *event = NULL;

    while (now_ms() < end) {
        struct pollfd ready = {.fd = vmimage_job_fd(job), .events = POLLIN};
        AUTO(vmimage_error) *error = NULL;
        vmimage_status status = vmimage_job_next_event(job, &event, &error);

        if (status == VMIMAGE_OK && vmimage_event_kind(event) != VMIMAGE_EVENT_ERROR)
            return event;
        if (status == VMIMAGE_OK) {
            event = vmimage_event_unref(event);
            continue;
        }
        (void)poll(&ready, 1, 100);
        status = vmimage_job_step(job, 0, &error);
        if (status != VMIMAGE_OK) {
            failed(suite, __FILE__, __LINE__, "the watch ended: %s, %s", vmimage_status_name(status),
                   shown(vmimage_error_message(error)));
            return NULL;
        }
    }
    return NULL;
}

/* Everything that is there, each once, then SYNCED; false when that does not come. */
static bool expect_start(struct suite *suite, vmimage_job *job, size_t expected)
{
    size_t count = 0;

    for (;;) {
        AUTO(vmimage_event) *event = next_event(suite, job, PATIENCE_MS);

        if (event == NULL) {
            failed(suite, __FILE__, __LINE__, "SYNCED did not come after %zu events", count);
            return false;
        }
        if (vmimage_event_kind(event) == VMIMAGE_EVENT_SYNCED)
            break;
        EXPECT(suite, vmimage_event_kind(event) == VMIMAGE_EVENT_ADDED, "event %d before SYNCED",
               vmimage_event_kind(event));
        EXPECT(suite, find_record(suite, "item", "image", id_of(event)) != NULL, "%s was not put there",
               shown(id_of(event)));
        count++;
    }
    EXPECT(suite, count == expected, "%zu images at the start instead of %zu", count, expected);
    return true;
}

static void expect_change(struct suite *suite, vmimage_job *job, int32_t kind, const char *id)
{
    AUTO(vmimage_event) *event = next_event(suite, job, PATIENCE_MS);

    NEED(suite, event != NULL, "event %d of %s did not come", kind, id);
    EXPECT(suite, vmimage_event_kind(event) == kind && equal(id_of(event), id),
           "event %d of %s instead of event %d of %s", vmimage_event_kind(event), shown(id_of(event)), kind, id);
}

static void check_watch(struct suite *suite)
{
    const char *package = field(next_record(suite, "place", NULL), "package");
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_job) *job = NULL;
    AUTO(vmimage_event) *more = NULL;
    AUTO_TEXT *id = NULL, *replaced = NULL, *removed = NULL;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_watch_images(registry, NULL, &job, NULL) == VMIMAGE_OK, "no watch");
    NEED(suite, expect_start(suite, job, count_records(suite, "item")), "no start");
    id = change_place(suite, (const char *const[]){"add", package, "watched", NULL});
    NEED(suite, id != NULL, "nothing was added");
    expect_change(suite, job, VMIMAGE_EVENT_ADDED, id);
    replaced = change_place(suite, (const char *const[]){"replace", "watched", package, NULL});
    expect_change(suite, job, VMIMAGE_EVENT_MODIFIED, id);
    removed = change_place(suite, (const char *const[]){"remove", "watched", NULL});
    expect_change(suite, job, VMIMAGE_EVENT_REMOVED, id);
    more = next_event(suite, job, 1500);
    EXPECT(suite, more == NULL, "event %d of %s, but nothing changed", vmimage_event_kind(more), shown(id_of(more)));
}

static void check_watch_filter(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_query) *query = vmimage_query_new();
    AUTO(vmimage_job) *job = NULL;
    size_t expected = 0;

    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;)
        expected += equal(field(r, "type"), "ISO");
    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_query_set_type(query, "ISO", NULL) == VMIMAGE_OK, "no query");
    NEED(suite, vmimage_watch_images(registry, query, &job, NULL) == VMIMAGE_OK, "no watch");
    NEED(suite, expect_start(suite, job, expected), "no start");
}

static void check_watch_cancelled(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_images) *images = NULL;
    AUTO(vmimage_job) *job = NULL;
    struct pollfd ready = {.events = POLLIN};
    vmimage_status status = VMIMAGE_OK;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_watch_images(registry, NULL, &job, NULL) == VMIMAGE_OK, "no watch");
    vmimage_job_cancel(job);
    ready.fd = vmimage_job_fd(job);
    EXPECT(suite, poll(&ready, 1, 5000) == 1, "the descriptor of a cancelled watch is not readable");
    for (int i = 0; i < 100 && status == VMIMAGE_OK; i++)
        status = vmimage_job_step(job, 100, NULL);
    EXPECT(suite, status == VMIMAGE_E_CANCELLED, "%s instead of CANCELLED", vmimage_status_name(status));
    EXPECT(suite, vmimage_job_step(job, 0, NULL) == VMIMAGE_E_CANCELLED, "it ended otherwise when asked again");
    job = vmimage_job_unref(job);
    EXPECT(suite, vmimage_registry_images(registry, NULL, &images, NULL) == VMIMAGE_OK,
           "the registry is of no use after a watch");
}

#define WATCHED (VMIMAGE_CAPABILITY_IMAGES | VMIMAGE_CAPABILITY_WATCH)

const struct check watch_checks[] = {{"a watch tells what is there", check_watch_filter, WATCHED, 0},
                                     {"a watch tells each change once", check_watch, WATCHED, NEEDS_CHANGER},
                                     {"a watch that is cancelled", check_watch_cancelled, WATCHED, 0},
                                     {NULL, NULL, 0, 0}};
