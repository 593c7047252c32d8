/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches of folders: what is there, every change, and nothing twice; also when another process changes at random, when the
 * system tells nothing of changes, and when the folder goes and comes back.
 */
#include "unit.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <vmimage/vmimage.h>

#include "base/call.h"
#include "folder.h"

#define OBJECTS_MAX 400

static bool no_inotify;

/* In place of the C library's, so that the system may have no more watches. */
int inotify_add_watch(int fd, const char *path, uint32_t mask)
{
    if (!no_inotify)
        return (int)syscall(SYS_inotify_add_watch, fd, path, mask);
    errno = ENOSPC;
    return -1;
}

/* What a program has that follows the events. */
struct follower {
    vmimage_registry *registry;
    vmimage_job *job;
    struct {
        char name[64], *json;
    } seen[OBJECTS_MAX];
    size_t count;
    int added, modified, removed, synced, errors;
    char message[512];
};

static vmimage_registry *registry;
static vmimage_error *error;
static struct follower follower;
static char id[VMIMAGE_UUID_SIZE];

#define ok(call)                                                                                                       \
    do {                                                                                                               \
        vmimage_status status_ = (call);                                                                               \
        ck_assert_msg(status_ == VMIMAGE_OK, "%s: %s: %s", #call, vmimage_status_name(status_),                        \
                      vmimage_error_message(error));                                                                   \
    } while (0)

static char *text_of(vmimage_image *image)
{
    vmimage_string *string = NULL;
    char *text;

    ok(vmimage_image_to_json(image, NULL, &string, &error));
    text = strdup(vmimage_string_data(string));
    vmimage_string_unref(string);
    return text;
}

static size_t position(const struct follower *f, const char *name)
{
    size_t i = 0;

    while (i < f->count && strcmp(f->seen[i].name, name) != 0)
        i++;
    return i;
}

/* An event that doesn't fit what is known fails the test. */
static void take(struct follower *f, vmimage_event *event)
{
    vmimage_image *image = vmimage_event_image(event);
    int32_t kind = vmimage_event_kind(event);
    size_t i = image != NULL ? position(f, vmimage_image_id(image)) : 0;

    if (kind == VMIMAGE_EVENT_ERROR) {
        f->errors++;
        (void)snprintf(f->message, sizeof(f->message), "%s", vmimage_event_text(event));
        ck_assert_str_eq(vmimage_error_message(vmimage_event_error(event)), f->message);
        return;
    }
    if (kind == VMIMAGE_EVENT_SYNCED) {
        f->synced++;
        ck_assert_ptr_null(image);
        return;
    }
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_nonnull(vmimage_event_text(event));
    ck_assert_msg((i < f->count) == (kind != VMIMAGE_EVENT_ADDED), "event %d of %s, which is %sthere", kind,
                  vmimage_image_id(image), i < f->count ? "" : "not ");
    if (kind == VMIMAGE_EVENT_REMOVED) {
        f->removed++;
        free(f->seen[i].json);
        f->seen[i] = f->seen[--f->count];
        return;
    }
    if (i == f->count) {
        ck_assert_uint_lt(f->count, OBJECTS_MAX);
        f->added++;
        (void)snprintf(f->seen[f->count++].name, sizeof(f->seen[0].name), "%s", vmimage_image_id(image));
    } else {
        f->modified++;
        free(f->seen[i].json);
    }
    f->seen[i].json = text_of(image);
}

static void follow(struct follower *f, int64_t milliseconds)
{
    int64_t end = vmimage__call_clock() + milliseconds, left;
    vmimage_event *event;

    while ((left = end - vmimage__call_clock()) > 0) {
        ok(vmimage_job_step(f->job, left, &error));
        while (vmimage_job_next_event(f->job, &event, &error) == VMIMAGE_OK) {
            take(f, event);
            vmimage_event_unref(event);
        }
    }
}

/* Until a number of events has come, of `*counter`; 5 seconds are for slow machines. */
static void follow_until(struct follower *f, const int *counter, int wanted)
{
    for (int i = 0; *counter < wanted && i < 500; i++)
        follow(f, 10);
    ck_assert_msg(*counter >= wanted, "%d events instead of %d; %s", *counter, wanted, f->message);
}

static void check_same(const struct follower *f)
{
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    size_t count = 0;

    ok(vmimage_registry_images(f->registry, NULL, &images, &error));
    while (vmimage_images_next(images, &image, &error) == VMIMAGE_OK) {
        size_t i = position(f, vmimage_image_id(image));
        char *text = text_of(image);

        ck_assert_msg(i < f->count, "%s is not known", vmimage_image_id(image));
        ck_assert_str_eq(f->seen[i].json, text);
        free(text);
        image = vmimage_image_unref(image);
        count++;
    }
    ck_assert_uint_eq(count, f->count);
    vmimage_images_unref(images);
}

static void begin(const char *folder)
{
    memset(&follower, 0, sizeof(follower));
    ok(vmimage_registry_open(NULL, folder_name(folder), NULL, &follower.registry, &error));
    ok(vmimage_watch_images(follower.registry, NULL, &follower.job, &error));
    follow_until(&follower, &follower.synced, 1);
}

static void end(void)
{
    vmimage_job_unref(follower.job);
    vmimage_registry_unref(follower.registry);
    for (size_t i = 0; i < follower.count; i++)
        free(follower.seen[i].json);
    memset(&follower, 0, sizeof(follower));
}

static void start(void)
{
    no_inotify = false;
    folder_make();
    folder_dir("in");
    folder_text("in/web.ovf", ovf_text("Web", "web.vmdk", 4));
    folder_text("in/web.vmdk", "disk");
    folder_ova("in/box.ova", "Box", "box.vmdk", 1000);
    folder_iso("in/setup.iso", "SETUP_DISC");
}

static void stop(void)
{
    end();
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void make_library(void)
{
    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", NULL, &registry, &error));
    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error));
}

static bool is_readable(const vmimage_job *job)
{
    struct pollfd fd = {.fd = vmimage_job_fd(job), .events = POLLIN};

    return poll(&fd, 1, 0) == 1;
}

START_TEST(changes_of_a_library)
{
    int64_t before;

    make_library();
    begin("lib");
    ck_assert(follower.added == 1 && follower.synced == 1);
    follow(&follower, 50);
    ck_assert(!is_readable(follower.job));
    ok(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error));
    ck_assert(is_readable(follower.job));
    before = vmimage__call_clock();
    follow_until(&follower, &follower.added, 2);
    ck_assert_int_lt(vmimage__call_clock() - before, 2000);
    ok(vmimage_keep_rename(registry, "box", "chest", &error));
    follow_until(&follower, &follower.modified, 1);
    ok(vmimage_keep_replace(registry, "chest", folder_name("in/web.ovf"), &error));
    follow_until(&follower, &follower.modified, 2);
    ok(vmimage_keep_remove(registry, "chest", &error));
    follow_until(&follower, &follower.removed, 1);
    follow(&follower, 300);
    ck_assert(follower.added == 2 && follower.modified == 2 && follower.removed == 1);
    ck_assert(follower.errors == 0 && follower.synced == 1);
    check_same(&follower);
}
END_TEST

/* A library is listed at once; the bound is for slow machines, bench/watch_bench has the figure. */
START_TEST(latency)
{
    int64_t best = INT64_MAX;

    make_library();
    begin("lib");
    for (int i = 0; i < 10; i++) {
        char name[16];
        int64_t before;

        (void)snprintf(name, sizeof(name), "name-%d", i);
        ok(vmimage_keep_rename(registry, id, name, &error));
        before = vmimage__call_clock();
        while (follower.modified == i)
            follow(&follower, 1);
        best = vmimage__call_clock() - before < best ? vmimage__call_clock() - before : best;
    }
    ck_assert_msg(best < 150, "%d ms", (int)best);
}
END_TEST

START_TEST(changes_of_a_plain_folder)
{
    begin("in");
    ck_assert_int_eq(follower.added, 3);
    folder_dir("in/sub");
    folder_ova("in/sub/deep.ova", "Deep", NULL, 0);
    follow_until(&follower, &follower.added, 4);
    folder_ova("in/sub/deep.ova", "Deeper", NULL, 0); /* in a folder that came later */
    follow_until(&follower, &follower.modified, 1);
    ck_assert_int_eq(unlink(folder_name("in/web.vmdk")), 0); /* breaks the item */
    follow_until(&follower, &follower.modified, 2);
    folder_text("in/web.vmdk", "disk");
    follow_until(&follower, &follower.modified, 3);
    ck_assert_int_eq(rename(folder_name("in/box.ova"), folder_name("in/chest.ova")), 0);
    follow_until(&follower, &follower.added, 5);
    ck_assert_int_eq(follower.removed, 1);
    folder_text("in/readme.txt", "nothing");
    follow(&follower, 300);
    ck_assert(follower.added == 5 && follower.modified == 3 && follower.removed == 1 && follower.errors == 0);
    check_same(&follower);
}
END_TEST

/* Links are followed to where they lead inside of the folder, and no farther. */
START_TEST(links)
{
    folder_dir("in/.store");
    folder_dir("out");
    folder_ova("in/.store/a.ova", "A", NULL, 0);
    folder_ova("out/b.ova", "B", NULL, 0);
    folder_link("in/a.ova", ".store/a.ova");
    folder_link("in/out", "../out");
    begin("in");
    ck_assert_int_eq(follower.added, 5);
    folder_ova("in/.store/a.ova", "Another", NULL, 0);
    follow_until(&follower, &follower.modified, 1);
    folder_ova("out/c.ova", "C", NULL, 0);
    follow(&follower, 300);
    ck_assert(!is_readable(follower.job));
    check_same(&follower);
}
END_TEST

/* A folder that becomes a library, and stops being one. */
START_TEST(lib_json_comes_and_goes)
{
    make_library();
    begin("lib");
    ck_assert_int_eq(rename(folder_name("lib/lib.json"), folder_name("lib/.away")), 0);
    follow_until(&follower, &follower.removed, 1);
    follow_until(&follower, &follower.added, 2);
    check_same(&follower);
    ck_assert_int_eq(rename(folder_name("lib/.away"), folder_name("lib/lib.json")), 0);
    follow_until(&follower, &follower.added, 3);
    follow_until(&follower, &follower.removed, 2);
    check_same(&follower);
    ok(vmimage_keep_remove(registry, "web", &error));
    follow_until(&follower, &follower.removed, 3);
    check_same(&follower);
    folder_text("lib/lib.json", "{");
    follow_until(&follower, &follower.errors, 1);
    ck_assert_ptr_nonnull(strstr(follower.message, "lib.json"));
    follow(&follower, 1200); /* tried again, but not told again */
    ck_assert_int_eq(follower.errors, 1);
}
END_TEST

START_TEST(the_folder_goes_and_comes_back)
{
    make_library();
    begin("lib");
    ck_assert_int_eq(rename(folder_name("lib"), folder_name("away")), 0);
    follow_until(&follower, &follower.errors, 1);
    ck_assert_ptr_nonnull(strstr(follower.message, "the folder is gone"));
    follow(&follower, 1100);
    ck_assert(follower.errors == 1 && follower.removed == 0);
    ck_assert_int_eq(rename(folder_name("away"), folder_name("lib")), 0);
    ok(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error));
    follow_until(&follower, &follower.added, 2);
    check_same(&follower);
    /* Another folder in its place. */
    registry = vmimage_registry_unref(registry);
    ok(vmimage_keep_init(NULL, folder_name("new"), "silver", NULL, &registry, &error));
    ok(vmimage_keep_add(registry, folder_name("in/setup.iso"), NULL, NULL, id, &error));
    ck_assert_int_eq(rename(folder_name("lib"), folder_name("away")), 0);
    ck_assert_int_eq(rename(folder_name("new"), folder_name("lib")), 0);
    follow_until(&follower, &follower.errors, 2);
    ck_assert_ptr_nonnull(strstr(follower.message, "another folder"));
    follow_until(&follower, &follower.removed, 2);
    follow_until(&follower, &follower.added, 3);
    check_same(&follower);
    registry = vmimage_registry_unref(registry);
    ok(vmimage_registry_open(NULL, folder_name("lib"), NULL, &registry, &error));
    ok(vmimage_keep_remove(registry, id, &error));
    follow_until(&follower, &follower.removed, 3);
    check_same(&follower);
}
END_TEST

START_TEST(without_inotify)
{
    no_inotify = true;
    make_library();
    begin("lib");
    ok(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error));
    follow_until(&follower, &follower.added, 2);
    check_same(&follower);
    end();
    begin("in");
    folder_dir("in/sub");
    folder_ova("in/sub/deep.ova", "Deep", NULL, 0);
    follow_until(&follower, &follower.added, 4);
    ck_assert_int_eq(unlink(folder_name("in/setup.iso")), 0);
    follow_until(&follower, &follower.removed, 1);
    check_same(&follower);
    no_inotify = false;
}
END_TEST

/* More events than the system keeps. */
START_TEST(the_queue_overflows)
{
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    int limit = 16384;

    if (file != NULL) {
        (void)!fscanf(file, "%d", &limit);
        (void)fclose(file);
    }
    if (limit > 100000)
        return;
    make_library();
    for (int i = 0; i < 2; i++) {
        begin(i == 0 ? "lib" : "in");
        for (int j = 0; j < limit / 2 + 10; j++) { /* told as two different events, which can't be made one */
            int fd = open(folder_name(i == 0 ? "lib/x" : "in/x"), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

            (void)close(fd);
            (void)unlink(folder_name(i == 0 ? "lib/x" : "in/x"));
        }
        if (i == 0)
            ok(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error));
        else
            folder_ova("in/new.ova", "New", NULL, 0);
        follow_until(&follower, &follower.added, i == 0 ? 2 : 4);
        check_same(&follower);
        end();
    }
}
END_TEST

/* ---- another process changes at random ---- */

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static const char *const sources[] = {"in/web.ovf", "in/box.ova", "in/setup.iso"};

/* Names are few, so that much is refused: that is no failure. */
static void change_library(unsigned *state)
{
    unsigned what = next_random(state) % 10, n = next_random(state) % 12;
    char name[16], other[16], new_id[VMIMAGE_UUID_SIZE];

    (void)snprintf(name, sizeof(name), "item-%u", n);
    (void)snprintf(other, sizeof(other), "item-%u", next_random(state) % 12);
    if (what < 4)
        (void)vmimage_keep_add(registry, folder_name(sources[n % 3]), name, NULL, new_id, NULL);
    else if (what < 6)
        (void)vmimage_keep_replace(registry, name, folder_name(sources[n % 2]), NULL);
    else if (what < 7)
        (void)vmimage_keep_rename(registry, name, other, NULL);
    else if (what < 8)
        (void)vmimage_keep_describe(registry, name, other, NULL);
    else
        (void)vmimage_keep_remove(registry, name, NULL);
}

static void change_folder(unsigned *state)
{
    static const char *const names[] = {"plain/a.ova",   "plain/b.ova",   "plain/c.iso",   "plain/d.ovf",
                                        "plain/s/e.ova", "plain/s/f.ova", "plain/t/g.iso", "plain/d.vmdk"};
    unsigned what = next_random(state) % 10, n = next_random(state) % 8, m = next_random(state) % 8;
    char product[16];

    (void)snprintf(product, sizeof(product), "P%u", next_random(state) % 100);
    (void)mkdir(folder_name("plain/s"), 0755);
    if (next_random(state) % 2 == 0)
        (void)mkdir(folder_name("plain/t"), 0755);
    if (access(folder_name("plain/t"), F_OK) != 0 && (n == 6 || m == 6))
        return;
    if (what < 5 && strstr(names[n], ".iso") != NULL)
        folder_iso(names[n], product);
    else if (what < 5 && strstr(names[n], ".ova") != NULL)
        folder_ova(names[n], product, NULL, 0);
    else if (what < 5)
        folder_text(names[n], n == 3 ? ovf_text(product, "d.vmdk", 4) : "disk");
    else if (what < 7)
        (void)unlink(folder_name(names[n]));
    else if (what < 9)
        (void)rename(folder_name(names[n]), folder_name(names[m]));
    else {
        (void)unlink(folder_name("plain/t/g.iso"));
        (void)rmdir(folder_name("plain/t"));
    }
}

static pid_t change(void (*one)(unsigned *), unsigned seed, int count)
{
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child != 0)
        return child;
    for (int i = 0; i < count; i++) {
        /* Now and then for so long that even a plain folder is looked at. */
        struct timespec nap = {.tv_nsec =
                                   (next_random(&seed) % 20 == 0 ? 250L : (long)(next_random(&seed) % 10)) * 1000000};

        one(&seed);
        (void)nanosleep(&nap, NULL);
    }
    _exit(0);
}

static void follow_process(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, WNOHANG) == 0)
        follow(&follower, 5);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    follow(&follower, 1500);
    ck_assert(!is_readable(follower.job));
    check_same(&follower);
    ck_assert_msg(follower.errors == 0, "%s", follower.message);
}

START_TEST(random_changes_of_a_library)
{
    make_library();
    begin("lib");
    follow_process(change(change_library, 12345, 200));
    ck_assert(follower.added > 20 && follower.removed > 10 && follower.modified > 10);
}
END_TEST

START_TEST(random_changes_of_a_plain_folder)
{
    folder_dir("plain");
    begin("plain");
    follow_process(change(change_folder, 54321, 200));
    ck_assert(follower.added > 5 && follower.removed > 3);
}
END_TEST

/* ---- filters, other kinds, limits ---- */

START_TEST(items_and_libraries)
{
    vmimage_job *items = NULL, *libraries = NULL;
    vmimage_query *query = vmimage_query_new();
    vmimage_event *event = NULL;

    make_library();
    ok(vmimage_query_set_name(query, "web", &error));
    ok(vmimage_watch_items(registry, query, &items, &error));
    ok(vmimage_watch_libraries(registry, NULL, &libraries, &error));
    query = vmimage_query_unref(query);
    ok(vmimage_job_step(items, -1, &error));
    ok(vmimage_job_next_event(items, &event, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_ADDED);
    ck_assert_str_eq(vmimage_item_id(vmimage_event_item(event)), id);
    ck_assert_str_eq(vmimage_event_text(event), "web");
    ck_assert_ptr_null(vmimage_event_image(event));
    event = vmimage_event_unref(event);
    ok(vmimage_job_next_event(items, &event, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_SYNCED);
    ck_assert_ptr_null(vmimage_event_text(event));
    event = vmimage_event_unref(event);
    ok(vmimage_job_step(libraries, -1, &error));
    ok(vmimage_job_next_event(libraries, &event, &error));
    ck_assert_str_eq(vmimage_library_display_name(vmimage_event_library(event)), "golden");
    event = vmimage_event_unref(event);
    ok(vmimage_job_next_event(libraries, &event, &error));
    event = vmimage_event_unref(event);
    /* An item that no longer matches is gone. */
    ok(vmimage_keep_rename(registry, "web", "server", &error));
    while (vmimage_job_next_event(items, &event, &error) == VMIMAGE_DONE)
        ok(vmimage_job_step(items, 2000, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_REMOVED);
    ck_assert_str_eq(vmimage_item_id(vmimage_event_item(event)), id);
    ck_assert_str_eq(vmimage_item_display_name(vmimage_event_item(event)), "web");
    ck_assert_str_eq(vmimage_item_kind(vmimage_event_item(event)), "ContentLibraryItem");
    event = vmimage_event_unref(event);
    while (vmimage_job_next_event(libraries, &event, &error) == VMIMAGE_DONE)
        ok(vmimage_job_step(libraries, 2000, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_MODIFIED); /* its version */
    event = vmimage_event_unref(event);
    vmimage_job_unref(items);
    vmimage_job_unref(libraries);
}
END_TEST

/* More than the queue holds: in pieces, and the end of them is told once. */
START_TEST(many_objects)
{
    vmimage_event *event;
    int events = 0, synced_at = 0;
    uint64_t done, total;

    folder_dir("many");
    for (int i = 0; i < 2100; i++) {
        char name[32];

        (void)snprintf(name, sizeof(name), "many/%d.iso", i);
        folder_text(name, "x"); /* broken ones are images, too */
    }
    ok(vmimage_registry_open(NULL, folder_name("many"), NULL, &follower.registry, &error));
    ok(vmimage_watch_images(follower.registry, NULL, &follower.job, &error));
    while (synced_at == 0) {
        int waiting = 0;

        ok(vmimage_job_step(follower.job, -1, &error));
        while (vmimage_job_next_event(follower.job, &event, &error) == VMIMAGE_OK) {
            events++;
            waiting++;
            if (vmimage_event_kind(event) == VMIMAGE_EVENT_SYNCED)
                synced_at = events;
            vmimage_event_unref(event);
        }
        ck_assert_int_le(waiting, VMIMAGE_JOB_EVENTS_MAX + 1);
    }
    ck_assert_int_eq(synced_at, 2101);
    vmimage_job_progress(follower.job, &done, &total);
    ck_assert(done == 2100 && total == 0);
    vmimage_job_cancel(follower.job);
    ck_assert_int_eq(vmimage_job_step(follower.job, -1, NULL), VMIMAGE_E_CANCELLED);
    ck_assert_int_eq(vmimage_registry_capabilities(follower.registry) & VMIMAGE_CAPABILITY_WATCH,
                     VMIMAGE_CAPABILITY_WATCH);
}
END_TEST

START_TEST(a_library_that_is_not_there)
{
    vmimage_query *query = vmimage_query_new();
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;

    make_library();
    ok(vmimage_query_set_library(query, "silver", &error));
    ok(vmimage_watch_images(registry, query, &job, &error));
    vmimage_query_unref(query);
    ok(vmimage_job_step(job, -1, &error));
    ok(vmimage_job_next_event(job, &event, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_ERROR);
    ck_assert_int_eq(vmimage_error_status(vmimage_event_error(event)), VMIMAGE_E_NOT_FOUND);
    ck_assert_str_eq(vmimage_error_operation(vmimage_event_error(event)), "list images");
    event = vmimage_event_unref(event);
    ok(vmimage_keep_rename(registry, NULL, "silver", &error));
    while (vmimage_job_next_event(job, &event, &error) == VMIMAGE_DONE)
        ok(vmimage_job_step(job, 2000, &error));
    ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_ADDED);
    event = vmimage_event_unref(event);
    vmimage_job_unref(job);
    ck_assert_int_eq(vmimage_watch_images(NULL, NULL, &job, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_watch_items(registry, NULL, NULL, NULL), VMIMAGE_E_MISUSE);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, changes_of_a_library);
    tcase_add_test(tcase, latency);
    tcase_add_test(tcase, changes_of_a_plain_folder);
    tcase_add_test(tcase, links);
    tcase_add_test(tcase, lib_json_comes_and_goes);
    tcase_add_test(tcase, the_folder_goes_and_comes_back);
    tcase_add_test(tcase, without_inotify);
    tcase_add_test(tcase, the_queue_overflows);
    tcase_add_test(tcase, random_changes_of_a_library);
    tcase_add_test(tcase, random_changes_of_a_plain_folder);
    tcase_add_test(tcase, items_and_libraries);
    tcase_add_test(tcase, many_objects);
    tcase_add_test(tcase, a_library_that_is_not_there);
}

UNIT_MAIN("watch", cases)
