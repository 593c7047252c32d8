/*
 * SPDX-License-Identifier: Apache-2.0
 * Registries written as libraries: what keeps its identity, what is passed over, replaced and removed, and what a bad item or a death
 * on the way leaves.
 */
#include "unit.h"

#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <vmimage/vmimage.h>

#include "folder.h"

static vmimage_registry *registry;
static vmimage_job *job;
static vmimage_error *error;
static char id[VMIMAGE_UUID_SIZE];
static char told[4096];

#define ok(call) ck_assert_msg((call) == VMIMAGE_OK, "%s: %s", #call, vmimage_error_message(error))

static void start(void)
{
    folder_make();
    folder_dir("in");
    folder_text("in/web.ovf", ovf_text("Web", "web.vmdk", 4));
    folder_text("in/web.vmdk", "disk");
    folder_ova("in/box.ova", "Box", "box.vmdk", 1000);
    folder_iso("in/setup.iso", "SETUP_DISC");
}

static void stop(void)
{
    job = vmimage_job_unref(job);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void add(const char *file, const char *name)
{
    ok(vmimage_keep_add(registry, folder_name(file), name, "from elsewhere", id, &error));
}

static void keep_library(void)
{
    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", "the good ones", &registry, &error));
    add("in/box.ova", NULL);
    add("in/setup.iso", "setup");
    add("in/web.ovf", NULL);
}

static void note_events(void)
{
    static const char *const kinds[] = {"?", "added", "modified", "removed", "synced", "error", "file"};
    vmimage_event *event = NULL;

    while (vmimage_job_next_event(job, &event, &error) == VMIMAGE_OK) {
        int32_t kind = vmimage_event_kind(event);

        if (kind != VMIMAGE_EVENT_DONE_FILE)
            (void)snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s %s\n", kinds[kind],
                           vmimage_event_item(event) != NULL ? vmimage_item_display_name(vmimage_event_item(event))
                                                             : vmimage_event_text(event));
        event = vmimage_event_unref(event);
    }
}

static vmimage_status export_with(const vmimage_query *query, uint32_t flags)
{
    vmimage_status status;
    uint64_t done, total;

    told[0] = '\0';
    job = vmimage_job_unref(job);
    ok(vmimage_export_start(registry, query, folder_name("out"), flags, &job, &error));
    status = vmimage_job_wait(job, 30000, &error);
    note_events();
    vmimage_job_progress(job, &done, &total);
    if (status == VMIMAGE_DONE)
        ck_assert_uint_eq(done, total);
    return status;
}

static void export(uint32_t flags, const char *wanted)
{
    vmimage_status status = export_with(NULL, flags);

    ck_assert_msg(status == VMIMAGE_DONE, "%s: %s", vmimage_status_name(status), vmimage_error_message(error));
    ck_assert_str_eq(told, wanted);
}

static int shell(const char *command)
{
    char text[512];

    (void)snprintf(text, sizeof(text), "cd %s && %s", folder_path, command);
    return system(text);
}

/* IDs, names, descriptions, content versions and files of all items, in a text to be freed. */
static char *facts(const char *folder)
{
    char *text = calloc(1, 65536);
    size_t used = 0;
    vmimage_registry *place = NULL;
    vmimage_libraries *libraries = NULL;
    vmimage_library *library = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;

    ok(vmimage_registry_open(NULL, folder_name(folder), NULL, &place, &error));
    ok(vmimage_registry_libraries(place, NULL, &libraries, &error));
    ok(vmimage_libraries_next(libraries, &library, &error));
    used += (size_t)snprintf(text, 65536, "%s %s %s\n", vmimage_library_id(library),
                             vmimage_library_display_name(library), vmimage_library_description(library));
    ok(vmimage_registry_items(place, NULL, &items, &error));
    while (vmimage_items_next(items, &item, &error) == VMIMAGE_OK) {
        used +=
            (size_t)snprintf(text + used, 65536 - used, "%s %s %s %s %s %d", vmimage_item_id(item),
                             vmimage_item_display_name(item), vmimage_item_description(item),
                             vmimage_item_content_version(item), vmimage_item_type(item), vmimage_item_is_ready(item));
        for (size_t i = 0; i < vmimage_item_file_count(item); i++)
            used += (size_t)snprintf(text + used, 65536 - used, " %s %" PRIu64, vmimage_item_file_name(item, i),
                                     vmimage_item_file_size(item, i));
        used += (size_t)snprintf(text + used, 65536 - used, "\n");
        item = vmimage_item_unref(item);
    }
    vmimage_items_unref(items);
    vmimage_library_unref(library);
    vmimage_libraries_unref(libraries);
    vmimage_registry_unref(place);
    return text;
}

static void check_same(void)
{
    char *a = facts("lib"), *b = facts("out");

    ck_assert_str_eq(a, b);
    free(a);
    free(b);
    ck_assert_int_eq(shell("test -z \"`find out -name '.*'`\""), 0);
    ck_assert_int_eq(
        shell("for f in box setup web; do test ! -e lib/$f || diff -r -x item.json lib/$f out/$f || exit 1; done"), 0);
}

START_TEST(whole_library)
{
    keep_library();
    export(0, "added box\nadded setup\nadded web\n");
    check_same();
    ck_assert_int_eq(shell("cp -a out before"), 0);
    export(0, ""); /* nothing moved */
    ck_assert_int_eq(shell("diff -r out before"), 0);
}
END_TEST

START_TEST(brought_up_to_date)
{
    keep_library();
    export(0, "added box\nadded setup\nadded web\n");
    folder_text("in/web.vmdk", "news");
    ok(vmimage_keep_replace(registry, "web", folder_name("in/web.ovf"), &error));
    ok(vmimage_keep_remove(registry, "box", &error));
    add("in/setup.iso", "another");
    export(0, "added another\nmodified web\n");
    ck_assert_int_eq(shell("test -e out/box && test `cat out/web-2/web.vmdk` = news && test ! -e out/web"), 0);
    export(VMIMAGE_EXPORT_REMOVE, "removed box\n");
    ck_assert_int_eq(shell("test ! -e out/box"), 0);
    {
        char *a = facts("lib"), *b = facts("out");

        ck_assert_str_eq(a, b);
        free(a);
        free(b);
    }
}
END_TEST

/* A target that was changed by itself never goes back: subscribers would not follow. */
START_TEST(counters_only_grow)
{
    vmimage_registry *out = NULL;

    keep_library();
    export(0, "added box\nadded setup\nadded web\n");
    ok(vmimage_registry_open(NULL, folder_name("out"), NULL, &out, &error));
    for (int i = 0; i < 3; i++)
        ok(vmimage_keep_replace(out, "web", folder_name("in/web.ovf"), &error));
    vmimage_registry_unref(out);
    export(0, "modified web\n");
    ck_assert_int_eq(shell("grep -q '\"version\":\"6\",\"contentVersion\":\"6\"' out/web*/item.json"), 0);
}
END_TEST

/* A plain folder has no counters; what decides is told in the header. */
START_TEST(plain_folder)
{
    ok(vmimage_registry_open(NULL, folder_name("in"), NULL, &registry, &error));
    export(0, "added SETUP_DISC\nadded box\nadded web\n");
    ck_assert_int_eq(shell("cmp in/web.vmdk out/web/web.vmdk && cmp in/box.ova out/box/box.ova"), 0);
    export(0, "");
    folder_text("in/web.vmdk", "news");
    ck_assert_int_eq(shell("touch -d @1700000100 in/web.vmdk"), 0);
    export(0, "modified web\n");
    ck_assert_int_eq(
        shell("cmp in/web.vmdk out/web-2/web.vmdk && grep -q '\"contentVersion\":\"3\"' out/web-2/item.json"), 0);
    export(0, "");
}
END_TEST

START_TEST(some_items)
{
    vmimage_query *query = vmimage_query_new();
    char *a = NULL, *b;

    keep_library();
    ok(vmimage_query_set_type(query, "ISO", &error));
    ck_assert_int_eq(export_with(query, 0), VMIMAGE_DONE);
    ck_assert_str_eq(told, "added setup\n");
    a = facts("lib");
    b = facts("out");
    ck_assert_int_ne(strncmp(a, b, 36), 0); /* a part of a library is not that library */
    free(a);
    free(b);
    vmimage_query_unref(query);
    export(VMIMAGE_EXPORT_REMOVE, "added box\nadded web\n");
}
END_TEST

START_TEST(bad_items)
{
    keep_library();
    folder_text("lib/web/web.vmdk", "too long");
    export(0, "added box\nadded setup\nerror web\n");
    ck_assert_int_eq(shell("test ! -e out/web && test -z \"`find out -name '.*'`\""), 0);
    folder_text("lib/web/web.vmdk", "disk");
    export(0, "added web\n");
    check_same();
    ok(vmimage_keep_rename(registry, "web", "web server", &error));
    ok(vmimage_keep_remove(registry, "setup", &error));
    ok(vmimage_keep_rename(registry, "box", "setup", &error));
    ok(vmimage_keep_replace(registry, "setup", folder_name("in/box.ova"), &error));
    export(0, "error setup\n"); /* the target has another one of this name still */
    export(VMIMAGE_EXPORT_REMOVE, "error setup\nremoved setup\n");
    export(0, "modified setup\n");
}
END_TEST

START_TEST(stops)
{
    keep_library();
    for (int steps = 0; steps < 5; steps++) {
        pid_t child = fork();

        ck_assert_int_ge(child, 0);
        if (child == 0) { /* one that dies */
            vmimage_job *dying = NULL;

            if (vmimage_export_start(registry, NULL, folder_name("out"), 0, &dying, NULL) == VMIMAGE_OK)
                for (int i = 0; i < steps; i++)
                    (void)vmimage_job_step(dying, 0, NULL);
            _exit(0);
        }
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
        job = vmimage_job_unref(job);
        ok(vmimage_export_start(registry, NULL, folder_name("out"), 0, &job, &error));
        for (int i = 0; i < steps; i++)
            ok(vmimage_job_step(job, 0, &error));
        vmimage_job_cancel(job);
        ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_E_CANCELLED);
        ck_assert_int_eq(shell("test ! -e out || test -z \"`find out -name '.*'`\""), 0);
        ck_assert_int_eq(export_with(NULL, 0), VMIMAGE_DONE);
        check_same();
        ck_assert_int_eq(shell("rm -r out"), 0);
    }
}
END_TEST

START_TEST(refused)
{
    int fd;

    keep_library();
    ck_assert_int_eq(vmimage_export_start(registry, NULL, folder_name("out"), 2, &job, &error), VMIMAGE_E_INVALID);
    folder_dir("out");
    folder_text("out/notes", "mine");
    ck_assert_int_eq(export_with(NULL, 0), VMIMAGE_E_EXISTS);
    ck_assert_int_eq(shell("rm out/notes"), 0);
    ck_assert_int_eq(export_with(NULL, 0), VMIMAGE_DONE);
    /* Who waits for another writer does not block. */
    fd = open(folder_name("out/.vmimage-lock"), O_RDWR | O_CREAT, 0666);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    job = vmimage_job_unref(job);
    ok(vmimage_export_start(registry, NULL, folder_name("out"), 0, &job, &error));
    for (int i = 0; i < 5; i++)
        ok(vmimage_job_step(job, 0, &error));
    (void)close(fd);
    ck_assert_int_eq(vmimage_job_wait(job, 30000, &error), VMIMAGE_DONE);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, whole_library);
    tcase_add_test(tcase, brought_up_to_date);
    tcase_add_test(tcase, counters_only_grow);
    tcase_add_test(tcase, plain_folder);
    tcase_add_test(tcase, some_items);
    tcase_add_test(tcase, bad_items);
    tcase_add_test(tcase, stops);
    tcase_add_test(tcase, refused);
}

UNIT_MAIN("export", cases)
