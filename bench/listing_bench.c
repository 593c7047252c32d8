/*
 * SPDX-License-Identifier: Apache-2.0
 * From the start of a process to the listing of a folder of images: `listing_bench [RUNS [ITEMS]]` prints JSON.
 *
 * A child of the program, which is started anew for each run, lists a folder of three items (an OVF, an OVA, an ISO), then a
 * folder of many OVF items once. Figures are of this machine, with the files in its cache.
 */
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <vmimage/vmimage.h>

extern char **environ;

static char folder[64];

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What the child does. */
static int list(const char *path)
{
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    int count = 0;

    if (vmimage_registry_open(NULL, path, NULL, &registry, NULL) != VMIMAGE_OK ||
        vmimage_registry_images(registry, NULL, &images, NULL) != VMIMAGE_OK)
        return 1;
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        count += vmimage_image_is_ready(image);
        (void)printf("%s %s\n", vmimage_image_id(image), vmimage_image_display_name(image));
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    return count >= 3 ? 0 : 1;
}

static void put(const char *name, const void *bytes, size_t size)
{
    char path[512];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || close(fd) != 0)
        exit(2);
}

static const char *descriptor(const char *product, const char *disk)
{
    static char text[4096];

    (void)snprintf(text, sizeof(text),
                   "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" "
                   "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">\n"
                   "<References><File ovf:id=\"f\" ovf:href=\"%s\" ovf:size=\"4\"/></References>\n"
                   "<VirtualSystem ovf:id=\"v\"><Info>i</Info><ProductSection><Info>p</Info><Product>%s</Product>"
                   "</ProductSection><VirtualHardwareSection><Info>h</Info></VirtualHardwareSection></VirtualSystem>\n"
                   "</Envelope>\n",
                   disk, product);
    return text;
}

static void header(unsigned char *block, const char *name, size_t size)
{
    unsigned sum = 0;

    memset(block, 0, 512);
    memcpy(block, name, strlen(name));
    for (int i = 10; i >= 0; i--, size /= 8)
        block[124 + i] = (unsigned char)('0' + size % 8);
    block[156] = '0';
    memset(block + 148, ' ', 8);
    for (int i = 0; i < 512; i++)
        sum += block[i];
    for (int i = 5; i >= 0; i--, sum /= 8)
        block[148 + i] = (unsigned char)('0' + sum % 8);
    block[154] = 0;
}

static void make_three(void)
{
    static unsigned char tar[16384], disc[32768 + 4096];
    const char *text = descriptor("Photon", "disk.vmdk");

    put("photon.ovf", text, strlen(text));
    put("disk.vmdk", "1234", 4);
    header(tar, "a.ovf", strlen(text));
    memcpy(tar + 512, text, strlen(text));
    header(tar + 512 + (strlen(text) + 511) / 512 * 512, "disk.vmdk", 4);
    put("ubuntu.ova", tar, sizeof(tar));
    memcpy(disc + 32768, "\1CD001\1", 7);
    memcpy(disc + 32768 + 40, "RESCUE DISC                     ", 32);
    put("rescue.iso", disc, sizeof(disc));
}

static void make_many(int items)
{
    for (int i = 0; i < items; i++) {
        char name[64], disk[64];
        const char *text;

        (void)snprintf(disk, sizeof(disk), "image-%05d.vmdk", i);
        (void)snprintf(name, sizeof(name), "image-%05d.ovf", i);
        text = descriptor("Product", disk);
        put(name, text, strlen(text));
        put(disk, "1234", 4);
    }
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static void make_folder(void)
{
    (void)snprintf(folder, sizeof(folder), "/tmp/vmimage-bench-XXXXXX");
    if (mkdtemp(folder) == NULL)
        exit(2);
}

static void remove_folder(void)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Milliseconds until a new process has listed the folder and is gone; *memory is its peak in KiB. */
static double run(const char *self, long *memory)
{
    static char name[] = "listing_bench", mode[] = "--list";
    char *arguments[] = {name, mode, folder, NULL};
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    double start = now_ms();
    pid_t child;
    int status;

    if (posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn(&child, self, &actions, NULL, arguments, environ) != 0 || wait4(child, &status, 0, &usage) != child)
        exit(2);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (status != 0)
        exit(3);
    *memory = usage.ru_maxrss;
    return now_ms() - start;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    static double times[1000];
    int runs = argc > 1 ? atoi(argv[1]) : 100, items = argc > 2 ? atoi(argv[2]) : 10000;
    long memory, many_memory;
    double many;

    if (argc == 3 && strcmp(argv[1], "--list") == 0)
        return list(argv[2]);
    runs = runs < 1 ? 1 : runs > 1000 ? 1000 : runs;
    make_folder();
    make_three();
    for (int i = 0; i < runs; i++)
        times[i] = run("/proc/self/exe", &memory);
    remove_folder();
    qsort(times, (size_t)runs, sizeof(times[0]), by_value);
    make_folder();
    make_many(items);
    (void)run("/proc/self/exe", &many_memory);
    many = run("/proc/self/exe", &many_memory);
    remove_folder();
    (void)printf("{\"benchmark\": \"listing\", \"runs\": %d, \"three_items_ms\": {\"median\": %.2f, \"best\": %.2f, "
                 "\"p90\": %.2f, "
                 "\"target\": 10}, \"many_items\": {\"items\": %d, \"ms\": %.1f, \"peak_kib\": %ld}}\n",
                 runs, times[runs / 2], times[0], times[runs * 9 / 10], items, many, many_memory);
    return 0;
}
