/*
 * SPDX-License-Identifier: Apache-2.0
 * Opening and listing a VCSP library of many items: `vcsp_bench [RUNS [ITEMS]]` prints JSON. Each run is a process of its own, so that
 * its peak of memory is what a program would need.
 *
 * The library is as vCenter and `vmimage add` write them: an entry of some 1,100 bytes an item, in a folder of its own with a
 * descriptor and a disk. Beside it stands the floor: the bytes of items.json read and parsed by cJSON, and nothing done with them;
 * and the look at every file that the list names (stat), which is what a listing can't do without when it promises that files
 * are there.
 */
#include <cjson/cJSON.h>
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

#define RUNS_MAX 100

extern char **environ;

static char folder[64];

static const char descriptor[] =
    "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" "
    "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">\n"
    "<References><File ovf:id=\"f\" ovf:href=\"disk.vmdk\" ovf:size=\"4\"/></References>\n"
    "<VirtualSystem "
    "ovf:id=\"v\"><Info>i</Info><ProductSection><Info>p</Info><Product>Product</Product></ProductSection>"
    "<VirtualHardwareSection><Info>h</Info></VirtualHardwareSection></VirtualSystem>\n</Envelope>\n";

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- the library ---- */

static FILE *create(const char *name)
{
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "we");
    if (file == NULL)
        exit(2);
    return file;
}

static void put(const char *name, const char *text)
{
    FILE *file = create(name);

    if (fputs(text, file) < 0 || fclose(file) != 0)
        exit(2);
}

static void put_item(FILE *list, int i)
{
    char name[128];

    (void)snprintf(name, sizeof(name), "%s/image-%05d", folder, i);
    if (mkdir(name, 0755) != 0)
        exit(2);
    (void)snprintf(name, sizeof(name), "image-%05d/image.ovf", i);
    put(name, descriptor);
    (void)snprintf(name, sizeof(name), "image-%05d/disk.vmdk", i);
    put(name, "1234");
    (void)fprintf(
        list,
        "%s{\"contentVersion\":\"2\",\"created\":\"2026-11-24T14:39Z\",\"description\":\"An image of number %d, as a "
        "person "
        "describes "
        "it\",\"files\":[{\"etag\":\"1795531171\",\"generationNum\":1795531171,\"hrefs\":[\"image-%05d/image.ovf\"],"
        "\"name\":\"image.ovf\",\"size\":%zu},{\"etag\":\"1795531171\",\"generationNum\":1795531171,\"hrefs\":["
        "\"image-%05d/"
        "disk.vmdk\"],\"name\":\"disk.vmdk\",\"size\":4}],\"id\":\"urn:uuid:5fdc96d2-5a1a-4cc9-9635-%012d\","
        "\"metadata\":[{\"domain\":\"SYSTEM\",\"key\":\"type-metadata\",\"type\":\"String\",\"value\":\"{\\\"id\\\":"
        "\\\"urn:uuid:5fdc96d2-5a1a-4cc9-9635-%012d\\\",\\\"version\\\":\\\"2\\\",\\\"libraryIdParent\\\":"
        "\\\"urn:uuid:8386f2b5-98d4-489e-8b3a-6cb45db3a4c3\\\",\\\"isVappTemplate\\\":\\\"false\\\",\\\"vmTemplate\\\":"
        "null,"
        "\\\"vappTemplate\\\":null,\\\"networks\\\":[],\\\"storagePolicyGroups\\\":null}\",\"visibility\":\"READONLY\"}"
        "],"
        "\"name\":\"image-%05d\",\"properties\":{},\"selfHref\":\"image-%05d/item.json\",\"type\":\"vcsp.ovf\","
        "\"version\":\"2\"}",
        i > 0 ? "," : "", i, i, sizeof(descriptor) - 1, i, i, i, i, i);
}

static void make_library(int items)
{
    FILE *list;

    (void)snprintf(folder, sizeof(folder), "/tmp/vmimage-bench-XXXXXX");
    if (mkdtemp(folder) == NULL)
        exit(2);
    put("lib.json",
        "{\"vcspVersion\":\"2\",\"version\":\"12\",\"contentVersion\":\"1\",\"name\":\"bench\",\"id\":"
        "\"urn:uuid:8386f2b5-98d4-489e-8b3a-6cb45db3a4c3\",\"created\":\"2026-11-24T14:39Z\",\"capabilities\":"
        "{\"transferIn\":[\"httpGet\"],\"transferOut\":[\"httpGet\"]},\"itemsHref\":\"items.json\"}\n");
    list = create("items.json");
    (void)fputs("{\"items\":[", list);
    for (int i = 0; i < items; i++)
        put_item(list, i);
    if (fputs("]}\n", list) < 0 || fclose(list) != 0)
        exit(2);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

/* ---- what a child does ---- */

static int list_items(const char *path)
{
    vmimage_registry *registry = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;
    int ready = 0;

    if (vmimage_registry_open(NULL, path, NULL, &registry, NULL) != VMIMAGE_OK ||
        vmimage_registry_items(registry, NULL, &items, NULL) != VMIMAGE_OK)
        return 1;
    while (vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
        ready += vmimage_item_is_ready(item);
        vmimage_item_unref(item);
    }
    vmimage_items_unref(items);
    vmimage_registry_unref(registry);
    return ready > 0 ? 0 : 1;
}

static int list_images(const char *path)
{
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    int ready = 0;

    if (vmimage_registry_open(NULL, path, NULL, &registry, NULL) != VMIMAGE_OK ||
        vmimage_registry_images(registry, NULL, &images, NULL) != VMIMAGE_OK)
        return 1;
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        ready += vmimage_image_is_ready(image);
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    return ready > 0 ? 0 : 1;
}

static cJSON *parse(const char *path)
{
    char name[512];
    struct stat st;
    char *text;
    cJSON *tree = NULL;
    int fd;

    (void)snprintf(name, sizeof(name), "%s/items.json", path);
    fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || (text = malloc((size_t)st.st_size + 1)) == NULL)
        exit(2);
    if (read(fd, text, (size_t)st.st_size) == st.st_size)
        tree = cJSON_ParseWithLength(text, (size_t)st.st_size);
    free(text);
    (void)close(fd);
    return tree;
}

static int floor_parse(const char *path)
{
    cJSON *tree = parse(path);

    cJSON_Delete(tree);
    return tree != NULL ? 0 : 1;
}

/* Every file of the list is looked at, and nothing else is done. */
static int floor_look(const char *path)
{
    cJSON *tree = parse(path);
    const cJSON *item, *file;
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC), missing = 0;
    struct stat st;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(tree, "items")){
        cJSON_ArrayForEach(file, cJSON_GetObjectItemCaseSensitive(item, "files")){
            const cJSON *hrefs = cJSON_GetObjectItemCaseSensitive(file, "hrefs");

    missing += fstatat(fd, cJSON_GetArrayItem(hrefs, 0)->valuestring, &st, 0) != 0;
}
}
(void)close(fd);
cJSON_Delete(tree);
return missing;
}

static const struct {
    const char *name;
    int (*run)(const char *path);
} modes[] = {{"items", list_items}, {"images", list_images}, {"floor_parse", floor_parse}, {"floor_look", floor_look}};
#define MODES (sizeof(modes) / sizeof(*modes))

/* ---- the parent ---- */

static double run(const char *mode, long *memory)
{
    char *arguments[] = {strdup("vcsp_bench"), strdup("--child"), strdup(mode), folder, NULL};
    struct rusage usage;
    double start = now_ms();
    pid_t child;
    int status;

    if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, arguments, environ) != 0 ||
        wait4(child, &status, 0, &usage) != child)
        exit(2);
    for (int i = 0; i < 3; i++)
        free(arguments[i]);
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
    static double times[MODES][RUNS_MAX];
    int runs = argc > 1 ? atoi(argv[1]) : 11, items = argc > 2 ? atoi(argv[2]) : 10000;
    long memory[MODES];

    for (size_t m = 0; argc == 4 && m < MODES; m++) {
        if (strcmp(argv[2], modes[m].name) == 0)
            return modes[m].run(argv[3]);
    }
    runs = runs < 1 ? 1 : runs > RUNS_MAX ? RUNS_MAX : runs;
    make_library(items);
    for (int i = 0; i < runs; i++) {
        for (size_t m = 0; m < MODES; m++)
            times[m][i] = run(modes[m].name, &memory[m]);
    }
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    (void)printf("{\"library_items\": %d", items);
    for (size_t m = 0; m < MODES; m++) {
        qsort(times[m], (size_t)runs, sizeof(**times), by_value);
        (void)printf(", \"%s\": {\"ms\": {\"median\": %.1f, \"best\": %.1f}, \"peak_kib\": %ld}", modes[m].name,
                     times[m][runs / 2], times[m][0], memory[m]);
    }
    (void)printf("}\n");
    return 0;
}
