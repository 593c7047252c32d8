/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: jobs and their events.
 */
#include "fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct watched {
    vmimage_registry *registry;
    vmimage_query *query;
    vmimage_job *job;
    vmimage_error *error;
};

typedef vmimage_status (*watch_function)(vmimage_registry *, const vmimage_query *, vmimage_job **, vmimage_error **);

static vmimage_status watch(struct watched *w, const char *url, watch_function function)
{
    vmimage_status status = vmimage_registry_open(NULL, url, NULL, &w->registry, &w->error);

    if (status != VMIMAGE_OK)
        return status;
    w->query = vmimage_query_new();
    return w->query != NULL ? function(w->registry, w->query, &w->job, &w->error) : VMIMAGE_E_NO_MEMORY;
}

static void stop(struct watched *w)
{
    w->job = vmimage_job_unref(w->job);
    w->query = vmimage_query_unref(w->query);
    w->registry = vmimage_registry_unref(w->registry);
    w->error = vmimage_error_unref(w->error);
}

/* An event and what it is about; but for the time, which is another one each time. */
static bool see(vmimage_event *event)
{
    vmimage_event *again = vmimage_event_ref(event);
    int32_t kind = vmimage_event_kind(again);

    fault_saw_number((uint64_t)kind);
    fault_saw_text(vmimage_event_text(event));
    fault_check(vmimage_event_time(event) > 0, "an event without a time");
    fault_check(vmimage_event_error(event) == NULL, "an event of an error");
    if (vmimage_event_image(event) != NULL)
        fault_visit_image(vmimage_event_image(event));
    if (vmimage_event_item(event) != NULL)
        fault_visit_item(vmimage_event_item(event));
    if (vmimage_event_library(event) != NULL)
        fault_visit_library(vmimage_event_library(event));
    again = vmimage_event_unref(again);
    again = vmimage_event_unref(event);
    return kind == VMIMAGE_EVENT_SYNCED;
}

static vmimage_status follow(struct watched *w)
{
    vmimage_job *again = vmimage_job_ref(w->job);
    vmimage_status status = VMIMAGE_OK;
    bool synced = false;
    uint64_t done = 0, total = 0;

    for (int i = 0; status == VMIMAGE_OK && !synced && i < 100; i++) {
        vmimage_event *event = NULL;

        status = vmimage_job_step(again, 0, &w->error);
        while (status == VMIMAGE_OK && vmimage_job_next_event(again, &event, &w->error) == VMIMAGE_OK)
            synced = see(event) || synced;
    }
    if (status == VMIMAGE_OK) {
        fault_check(synced && vmimage_job_fd(again) >= 0, "no end of what is there");
        vmimage_job_progress(again, &done, &total);
        fault_saw_number(done);
        vmimage_job_cancel(again);
        fault_expect(VMIMAGE_E_CANCELLED);
        status = vmimage_job_wait(again, -1, &w->error);
        fault_expect(VMIMAGE_OK);
        fault_check(vmimage_job_status(again) == status, "the job has another status than its last step");
        status = status == VMIMAGE_E_CANCELLED ? VMIMAGE_OK : status;
    }
    again = vmimage_job_unref(again);
    return status;
}

static vmimage_status run(const char *url, watch_function function)
{
    struct watched w = {NULL, NULL, NULL, NULL};
    vmimage_status status = watch(&w, url, function);

    if (status == VMIMAGE_OK)
        status = follow(&w);
    stop(&w);
    return status;
}

static vmimage_status plain_images(void)
{
    return run(fault_files.folder, vmimage_watch_images);
}

static vmimage_status items(void)
{
    return run(fault_files.vcsp, vmimage_watch_items);
}

static vmimage_status libraries(void)
{
    return run(fault_files.vcsp, vmimage_watch_libraries);
}

static vmimage_status no_job(void)
{
    vmimage_error *error = NULL;
    vmimage_event *event = NULL;
    uint64_t done, total;

    fault_check(vmimage_job_ref(NULL) == NULL && vmimage_job_unref(NULL) == NULL, "a reference of no job");
    fault_check(vmimage_job_fd(NULL) == -1, "a descriptor of no job");
    fault_expect(VMIMAGE_E_MISUSE);
    (void)vmimage_job_step(NULL, 0, &error);
    (void)vmimage_job_wait(NULL, 0, &error);
    (void)vmimage_job_next_event(NULL, &event, &error);
    fault_expect(VMIMAGE_OK);
    error = vmimage_error_unref(error);
    fault_saw_number((uint64_t)vmimage_job_status(NULL));
    vmimage_job_progress(NULL, &done, &total);
    fault_saw_number(done + total);
    vmimage_job_cancel(NULL);
    fault_check(vmimage_event_ref(NULL) == NULL && vmimage_event_unref(NULL) == NULL, "a reference of no event");
    fault_visit_event(NULL);
    return VMIMAGE_OK;
}

/* Writes another last digit of the library's ID, or with `digit` 0 tells which it is; without the allocator. */
static char change_id(char digit)
{
    char path[sizeof(fault_files.vcsp) + 16], text[1024] = "";
    const char *id, *end;
    int fd;

    (void)snprintf(path, sizeof(path), "%s/lib.json", fault_files.vcsp);
    fd = open(path, O_RDWR);
    if (fd >= 0 && read(fd, text, sizeof(text) - 1) < 0)
        text[0] = '\0';
    id = strstr(text, "\"id\":\"");
    end = id != NULL ? strchr(id + 6, '"') : NULL;
    if (end != NULL && digit != 0 && pwrite(fd, &digit, 1, end - 1 - text) != 1)
        end = NULL;
    fault_check(end != NULL, "the library's ID can't be changed");
    if (fd >= 0)
        (void)close(fd);
    return end != NULL ? end[-1] : '0';
}

static vmimage_status follow_until(struct watched *w, int32_t kind)
{
    vmimage_status status = VMIMAGE_OK;
    vmimage_event *event = NULL;
    bool seen = false;

    for (int i = 0; status == VMIMAGE_OK && !seen && i < 100; i++) {
        status = vmimage_job_step(w->job, 50, &w->error);
        while (status == VMIMAGE_OK && vmimage_job_next_event(w->job, &event, &w->error) == VMIMAGE_OK) {
            seen = vmimage_event_kind(event) == kind || seen;
            (void)see(event);
        }
    }
    fault_check(status != VMIMAGE_OK || seen, "an event did not come");
    return status;
}

/* A library goes and another one comes: what is compared, told and remembered. */
static vmimage_status a_change(void)
{
    struct watched w = {NULL, NULL, NULL, NULL};
    vmimage_status status = watch(&w, fault_files.vcsp, vmimage_watch_libraries);
    char digit = change_id(0);

    if (status == VMIMAGE_OK)
        status = follow_until(&w, VMIMAGE_EVENT_SYNCED);
    if (status == VMIMAGE_OK) {
        (void)change_id(digit == '1' ? '2' : '1');
        status = follow_until(&w, VMIMAGE_EVENT_REMOVED);
        (void)change_id(digit);
    }
    stop(&w);
    return status;
}

const struct fault_case fault_job_cases[] = {
    {"no job", no_job},           {"watch images of a plain folder", plain_images},
    {"watch items", items},       {"watch libraries", libraries},
    {"watch a change", a_change}, {NULL, NULL},
};
