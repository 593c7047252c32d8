/*
 * SPDX-License-Identifier: Apache-2.0
 * Watches: `watch_bench [CHANGES [ITEMS]]` prints JSON. From the end of a change of a VCSP library to its event; and a watch of a plain
 * folder of many OVF items: how long until all are told, and the memory that it keeps afterwards for each.
 */
#include <fcntl.h>
#include <ftw.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <vmimage/vmimage.h>

static char folder[64];

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(vmimage_status status, const vmimage_error *error)
{
    if (status == VMIMAGE_OK)
        return;
    (void)fprintf(stderr, "watch_bench: %s\n", vmimage_error_message(error));
    exit(2);
}

static const char *path_of(const char *name)
{
    static char path[256];

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static void put(const char *name)
{
    static const char text[] =
        "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\"><References/><VirtualSystem id=\"v\">"
        "<Info>i</Info><Name>v</Name></VirtualSystem></Envelope>";
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0644);

    if (fd < 0 || write(fd, text, sizeof(text) - 1) != (ssize_t)sizeof(text) - 1 || close(fd) != 0)
        exit(2);
}

/* Steps until an event of a kind has come. */
static void follow(vmimage_job *job, int32_t kind)
{
    vmimage_error *error = NULL;
    vmimage_event *event = NULL;
    int32_t got = 0;

    while (got != kind) {
        check(vmimage_job_step(job, -1, &error), error);
        while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
            got = got == kind ? kind : vmimage_event_kind(event);
            vmimage_event_unref(event);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void changes(int count)
{
    vmimage_registry *keeper = NULL, *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    char id[VMIMAGE_UUID_SIZE], name[32];
    double *times = calloc((size_t)count, sizeof(*times));

    if (times == NULL)
        exit(2);
    put("one.ovf");
    check(vmimage_keep_init(NULL, path_of("library"), "bench", NULL, &keeper, &error), error);
    check(vmimage_keep_add(keeper, path_of("one.ovf"), NULL, NULL, id, &error), error);
    check(vmimage_registry_open(NULL, path_of("library"), NULL, &registry, &error), error);
    check(vmimage_watch_images(registry, NULL, &job, &error), error);
    follow(job, VMIMAGE_EVENT_SYNCED);
    for (int i = 0; i < count; i++) {
        double start;

        (void)snprintf(name, sizeof(name), "name-%d", i);
        check(vmimage_keep_rename(keeper, id, name, &error), error);
        start = now_ms();
        follow(job, VMIMAGE_EVENT_MODIFIED);
        times[i] = now_ms() - start;
    }
    qsort(times, (size_t)count, sizeof(*times), by_size);
    (void)printf("{\"changes\": %d, \"latency_ms\": {\"median\": %.3f, \"worst\": %.3f}, ", count, times[count / 2],
                 times[count - 1]);
    vmimage_job_unref(job);
    vmimage_registry_unref(registry);
    vmimage_registry_unref(keeper);
    free(times);
}

static void many(int count)
{
    vmimage_registry *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    struct mallinfo2 before, after;
    double start;

    if (mkdir(path_of("many"), 0755) != 0)
        exit(2);
    for (int i = 0; i < count; i++) {
        char name[64];

        (void)snprintf(name, sizeof(name), "many/image-%05d.ovf", i);
        put(name);
    }
    check(vmimage_registry_open(NULL, path_of("many"), NULL, &registry, &error), error);
    before = mallinfo2();
    start = now_ms();
    check(vmimage_watch_images(registry, NULL, &job, &error), error);
    follow(job, VMIMAGE_EVENT_SYNCED);
    after = mallinfo2();
    (void)printf("\"many_items\": %d, \"many_told_ms\": %.1f, \"bytes_kept_each\": %.0f}\n", count, now_ms() - start,
                 (double)(after.uordblks - before.uordblks + after.hblkhd - before.hblkhd) / count);
    vmimage_job_unref(job);
    vmimage_registry_unref(registry);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 200, items = argc > 2 ? atoi(argv[2]) : 10000;

    if (count < 1 || items < 1)
        return 2;
    (void)snprintf(folder, sizeof(folder), "/tmp/vmimage-bench-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 2;
    changes(count);
    many(items);
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}
