/*
 * SPDX-License-Identifier: Apache-2.0
 * Downloads into a folder: all files or none, whatever is there already, fails, stops or dies; and what a second try goes on with.
 */
#include "unit.h"

#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <vmimage/vmimage.h>

#include "base/buf.h"
#include "folder.h"
#include "format/manifest.h"

#define DISK ((size_t)40 << 20)

static vmimage_registry *registry;
static vmimage_item *item;
static vmimage_job *job;
static vmimage_error *error;
static char *disk;

#define ok(call) ck_assert_msg((call) == VMIMAGE_OK, "%s: %s", #call, vmimage_error_message(error))

/* A package with a disk of some steps, and a manifest of it. */
static void write_package(char first)
{
    struct vm_source source;
    struct vm_digests digests;
    struct vm_buf text = VM_BUF_INIT(4096);

    disk[0] = first;
    folder_text("in/web/web.ovf", ovf_text("Web", "web.vmdk", DISK));
    folder_bytes("in/web/web.vmdk", disk, DISK);
    vmimage__source_memory(&source, disk, DISK, "disk");
    ok(vmimage__digest_source(&source, 0, DISK, 1U << VM_SHA256, NULL, &digests, &error));
    vmimage__manifest_write(&text, "web.vmdk", VM_SHA256, digests.value[VM_SHA256]);
    folder_text("in/web/web.mf", vmimage__buf_str(&text));
    vmimage__buf_release(&text);
}

static void open_item(const char *name)
{
    item = vmimage_item_unref(item);
    ok(vmimage_registry_get_item(registry, NULL, name, &item, &error));
}

static void start(void)
{
    folder_make();
    folder_dir("in");
    folder_dir("in/web");
    folder_iso("in/setup.iso", "SETUP_DISC");
    disk = malloc(DISK);
    for (size_t i = 0; i < DISK; i++)
        disk[i] = (char)(i * 2654435761U >> 13);
    write_package('a');
    ok(vmimage_registry_open(NULL, folder_name("in"), NULL, &registry, &error));
    open_item("web");
}

static void stop(void)
{
    job = vmimage_job_unref(job);
    item = vmimage_item_unref(item);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    free(disk);
    folder_remove();
}

static void begin(uint32_t flags)
{
    job = vmimage_job_unref(job);
    ok(vmimage_download_start(registry, item, folder_name("out"), flags, &job, &error));
}

static void download(uint32_t flags)
{
    vmimage_status status;

    begin(flags);
    status = vmimage_job_wait(job, 30000, &error);
    ck_assert_msg(status == VMIMAGE_DONE, "%s: %s", vmimage_status_name(status), vmimage_error_message(error));
}

static void fails(uint32_t flags, vmimage_status wanted, const char *text)
{
    vmimage_status status;

    begin(flags);
    status = vmimage_job_wait(job, 30000, &error);
    ck_assert_msg(status == wanted, "%s: %s", vmimage_status_name(status), vmimage_error_message(error));
    ck_assert_msg(strstr(vmimage_error_message(error), text) != NULL, "%s", vmimage_error_message(error));
    ck_assert_str_eq(vmimage_error_operation(error), "download");
    error = vmimage_error_unref(error);
    job = vmimage_job_unref(job);
}

static int shell(const char *command)
{
    char text[512];

    (void)snprintf(text, sizeof(text), "cd %s && %s", folder_path, command);
    return system(text);
}

/* The package and nothing else. */
static void check_whole(void)
{
    ck_assert_int_eq(shell("test -z \"`find out -name '.*'`\" && diff -r in/web out"), 0);
}

static void check_nothing(void)
{
    ck_assert_int_eq(shell("test ! -e out || test -z \"`find out -mindepth 1`\""), 0);
}

START_TEST(into_a_new_folder)
{
    vmimage_event *event = NULL;
    uint64_t done, total;
    char sums[1024] = "";
    int files = 0;

    download(0);
    check_whole();
    vmimage_job_progress(job, &done, &total);
    ck_assert_uint_eq(done, total);
    ck_assert_uint_gt(total, DISK);
    while (vmimage_job_next_event(job, &event, &error) == VMIMAGE_OK) {
        ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_DONE_FILE);
        if (files++ == 0) /* what the others are compared with comes first */
            ck_assert_ptr_nonnull(strstr(vmimage_event_text(event), "  web.mf"));
        (void)snprintf(sums + strlen(sums), sizeof(sums) - strlen(sums), "%s\n", vmimage_event_text(event));
        event = vmimage_event_unref(event);
    }
    ck_assert_int_eq(files, 3);
    folder_text("out/sums", sums);
    ck_assert_int_eq(shell("cd out && sha256sum --quiet -c sums"), 0);
}
END_TEST

START_TEST(what_is_there_already)
{
    struct stat before, after;

    download(0);
    ck_assert_int_eq(stat(folder_name("out/web.vmdk"), &before), 0);
    download(0); /* the same again */
    ck_assert_int_eq(stat(folder_name("out/web.vmdk"), &after), 0);
    ck_assert_int_eq((int)(before.st_ino == after.st_ino), 1);
    folder_text("out/notes", "mine");
    disk[5] ^= 1;
    folder_bytes("out/web.vmdk", disk, DISK);
    disk[5] ^= 1;
    fails(0, VMIMAGE_E_EXISTS, "web.vmdk: is there already, with another content");
    folder_text("out/web.vmdk", "short");
    fails(0, VMIMAGE_E_EXISTS, "with another size");
    ck_assert_int_eq(shell("test `cat out/web.vmdk` = short && test `ls -A out | wc -l` = 4"), 0);
    download(VMIMAGE_DOWNLOAD_REPLACE);
    ck_assert_int_eq(shell("test `cat out/notes` = mine && rm out/notes"), 0);
    check_whole();
    ck_assert_int_eq(shell("rm out/web.ovf && mkdir out/web.ovf"), 0);
    fails(VMIMAGE_DOWNLOAD_REPLACE, VMIMAGE_E_EXISTS, "no regular file");
}
END_TEST

/* Without a manifest there is only the content itself to compare with. */
START_TEST(without_manifest)
{
    open_item("SETUP_DISC");
    download(0);
    ck_assert_int_eq(shell("cmp in/setup.iso out/setup.iso"), 0);
    download(0);
    ck_assert_int_eq(shell("printf x | dd of=out/setup.iso conv=notrunc status=none"), 0);
    fails(0, VMIMAGE_E_EXISTS, "another content");
    download(VMIMAGE_DOWNLOAD_REPLACE);
    ck_assert_int_eq(shell("cmp in/setup.iso out/setup.iso && test `ls -A out | wc -l` = 1"), 0);
}
END_TEST

START_TEST(wrong_digest)
{
    disk[DISK / 2] ^= 1;
    folder_bytes("in/web/web.vmdk", disk, DISK);
    open_item("web");
    fails(0, VMIMAGE_E_INTEGRITY, "line 1 of the manifest web.mf says");
    ck_assert_int_ne(access(folder_name("out"), F_OK), 0); /* it was made for this */
    folder_dir("out");
    fails(VMIMAGE_DOWNLOAD_RESUME, VMIMAGE_E_INTEGRITY, "web.mf");
    check_nothing();
    folder_text("in/web/web.mf", "nonsense\n");
    open_item("web");
    fails(0, VMIMAGE_E_PARSE, "web.mf:1");
    check_nothing();
}
END_TEST

/* A program's loop: never blocks, and waits for the descriptor. */
START_TEST(in_a_loop)
{
    uint64_t done = 0, total = 0, before = 0;
    vmimage_status status;
    int steps = 0;

    begin(0);
    while ((status = vmimage_job_step(job, 0, &error)) == VMIMAGE_OK) {
        struct pollfd poller = {vmimage_job_fd(job), POLLIN, 0};

        ck_assert_int_eq(poll(&poller, 1, 5000), 1);
        vmimage_job_progress(job, &done, &total);
        ck_assert_uint_ge(done, before);
        before = done;
        steps++;
    }
    ck_assert_int_eq(status, VMIMAGE_DONE);
    ck_assert_int_gt(steps, 1);
    check_whole();
}
END_TEST

static void some_steps(int count)
{
    for (int i = 0; i < count; i++)
        ok(vmimage_job_step(job, 0, &error));
}

START_TEST(cancelled)
{
    for (int steps = 0; steps < 3; steps++) {
        begin(0);
        some_steps(steps);
        vmimage_job_cancel(job);
        ck_assert_int_eq(vmimage_job_step(job, 0, &error), VMIMAGE_E_CANCELLED);
        error = vmimage_error_unref(error);
        check_nothing();
        begin(0);
        some_steps(steps);
        job = vmimage_job_unref(job); /* the program has lost interest */
        check_nothing();
    }
}
END_TEST

/* A process that dies after some steps, having done nothing but them. */
static void die(uint32_t flags, int steps)
{
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        begin(flags);
        for (int i = 0; i < steps; i++)
            (void)vmimage_job_step(job, 0, NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
}

START_TEST(killed)
{
    for (int steps = 1; steps < 3; steps++) {
        die(0, steps);
        ck_assert_int_eq(shell("ls -d out/.vmimage-download-* > /dev/null"), 0);
        download(0);
        check_whole();
        ck_assert_int_eq(shell("rm -r out"), 0);
    }
    die(0, 2);
    ck_assert_int_eq(shell("test ! -e out/web.vmdk"), 0);
    open_item("SETUP_DISC"); /* the next one is of another item */
    download(0);
    ck_assert_int_eq(shell("test `ls -A out` = setup.iso"), 0);
}
END_TEST

/* Dead between two of the moves: all files are complete, so they get to their places. */
START_TEST(killed_while_moving)
{
    folder_dir("out");
    folder_dir("out/.vmimage-download-0");
    folder_text("out/.vmimage-download-0/web.ovf", "new");
    folder_text("out/.vmimage-download-0/web.mf", "new");
    folder_text("out/.vmimage-download-0/.moving", "");
    folder_text("out/web.mf", "somebody else's");
    open_item("SETUP_DISC");
    download(VMIMAGE_DOWNLOAD_RESUME);
    ck_assert_int_eq(shell("test `cat out/web.ovf` = new && grep -q else out/web.mf && test `ls -A out | wc -l` = 3"),
                     0);
    folder_dir("out/.vmimage-download-0");
    folder_text("out/.vmimage-download-0/web.mf", "newer");
    folder_text("out/.vmimage-download-0/.old-web.ovf", "old");
    folder_text("out/.vmimage-download-0/.replacing", "");
    download(0);
    ck_assert_int_eq(shell("test `cat out/web.mf` = newer && test `ls -A out | wc -l` = 3"), 0);
}
END_TEST

START_TEST(resumed)
{
    uint64_t done, total;

    die(VMIMAGE_DOWNLOAD_RESUME, 2);
    ck_assert_int_eq(shell("test `stat -c %s out/.vmimage-download-*/web.vmdk` -gt 1000000"), 0);
    /* What is there is read, not copied: a byte that is another one by now is found out, and the file begun again. */
    ck_assert_int_eq(shell("printf x | dd of=`ls out/.vmimage-download-*/web.vmdk` conv=notrunc status=none"), 0);
    download(VMIMAGE_DOWNLOAD_RESUME);
    check_whole();
    vmimage_job_progress(job, &done, &total);
    ck_assert_uint_eq(done, total);
    ck_assert_int_eq(shell("rm -r out"), 0);

    begin(VMIMAGE_DOWNLOAD_RESUME);
    some_steps(2);
    vmimage_job_cancel(job);
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_E_CANCELLED);
    ck_assert_int_eq(shell("ls out/.vmimage-download-*/web.mf > /dev/null"), 0);
    download(VMIMAGE_DOWNLOAD_RESUME);
    check_whole();
    ck_assert_int_eq(shell("rm -r out"), 0);

    /* What is of another version is of no use. */
    die(VMIMAGE_DOWNLOAD_RESUME, 2);
    write_package('b');
    ck_assert_int_eq(shell("touch in/web/web.vmdk"), 0);
    open_item("web");
    download(VMIMAGE_DOWNLOAD_RESUME);
    ck_assert_int_eq(shell("cmp in/web/web.vmdk out/web.vmdk && ls -d out/.vmimage-download-* > /dev/null"), 0);
    download(0);
    check_whole();
}
END_TEST

START_TEST(twice_at_once)
{
    vmimage_job *first = NULL;

    ok(vmimage_download_start(registry, item, folder_name("out"), 0, &first, &error));
    ok(vmimage_job_step(first, 0, &error));
    fails(0, VMIMAGE_E_BUSY, "already");
    open_item("SETUP_DISC"); /* another one is no obstacle */
    download(0);
    ck_assert_int_eq(vmimage_job_wait(first, 30000, &error), VMIMAGE_DONE);
    vmimage_job_unref(first);
    ck_assert_int_eq(shell("rm out/setup.iso"), 0);
    check_whole();
}
END_TEST

START_TEST(full_disk)
{
    folder_dir("out");
    if (mount("tmpfs", folder_name("out"), "tmpfs", 0, "size=8m") != 0)
        return; /* not allowed here */
    fails(0, VMIMAGE_E_IO, "no space left");
    check_nothing();
    fails(VMIMAGE_DOWNLOAD_RESUME, VMIMAGE_E_IO, "no space left");
    check_nothing();
    ck_assert_int_eq(umount(folder_name("out")), 0);
}
END_TEST

START_TEST(refused)
{
    static const char bad[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\",\"metadata\":{\"name\":"
        "\"clitem-1\"},\"spec\":{\"id\":\"6c1b1d1e-1f4c-4a4b-8c7d-0f9e8d7c6b5a\"},\"status\":{\"name\":\"n\","
        "\"fileInfo\":[%s]}}";
    static const char *const files[] = {"", "{\"name\":\"../x\"}", "{\"name\":\"a/b\"}", "{\"name\":\".x\"}",
                                        "{\"name\":\"a\"},{\"name\":\"a\"}"};
    static const char *const texts[] = {"no files", "\"../x\"", "sub-folder", "dot", "twice"};
    char text[1024];

    ck_assert_int_eq(vmimage_download_start(registry, item, folder_name("out"), 4, &job, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(job);
    error = vmimage_error_unref(error);
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        (void)snprintf(text, sizeof(text), bad, files[i]);
        item = vmimage_item_unref(item);
        ok(vmimage_item_from_json(text, strlen(text), &item, &error));
        fails(0, i == 0 ? VMIMAGE_E_NOT_FOUND : VMIMAGE_E_UNSUPPORTED, texts[i]);
        ck_assert_int_ne(access(folder_name("out"), F_OK), 0);
    }
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, into_a_new_folder);
    tcase_add_test(tcase, what_is_there_already);
    tcase_add_test(tcase, without_manifest);
    tcase_add_test(tcase, wrong_digest);
    tcase_add_test(tcase, in_a_loop);
    tcase_add_test(tcase, cancelled);
    tcase_add_test(tcase, killed);
    tcase_add_test(tcase, killed_while_moving);
    tcase_add_test(tcase, resumed);
    tcase_add_test(tcase, twice_at_once);
    tcase_add_test(tcase, full_disk);
    tcase_add_test(tcase, refused);
}

UNIT_MAIN("download", cases)
