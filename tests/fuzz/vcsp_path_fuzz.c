/*
 * SPDX-License-Identifier: Apache-2.0
 * Hostile names in a VCSP library: the lines of the input are the itemsHref of the library, then for an item selfHref, name and hrefs of
 * its files. Every open() that the library makes is looked at: one that leads out of the folder, through whatever "..", link or
 * escape, ends the program.
 */
#undef _FILE_OFFSET_BITS
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vmimage/vmimage.h>

#define LINES 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char top[64], library[72], real_library[PATH_MAX];
static bool watched;

/* ---- every open() of the program comes here ---- */

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* What a program may read besides: the C library's and OpenSSL's own files. */
static bool is_allowed(const char *path)
{
    static const char *const folders[] = {"/usr", "/proc", "/sys", "/lib", "/etc/ssl"};

    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
        if (is_below(path, folders[i]))
            return true;
    }
    return is_below(path, real_library) || strcmp(path, "/dev/urandom") == 0;
}

static int checked_open(int at, const char *path, int flags, unsigned mode)
{
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    char link[64], where[PATH_MAX];
    ssize_t length;

    if (fd < 0 || !watched)
        return fd;
    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    length = readlink(link, where, sizeof(where) - 1);
    where[length > 0 ? length : 0] = '\0';
    if (!is_allowed(where)) {
        (void)fprintf(stderr, "\"%s\" opened %s, outside of %s\n", path, where, real_library);
        abort();
    }
    return fd;
}

static unsigned mode_of(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, unsigned) : 0;
}

#define OPENS(function, parameter, at)                                                                                 \
    int function(parameter const char *path, int flags, ...)                                                           \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        unsigned mode;                                                                                                 \
                                                                                                                       \
        va_start(arguments, flags);                                                                                    \
        mode = mode_of(flags, arguments);                                                                              \
        va_end(arguments);                                                                                             \
        return checked_open(at, path, flags, mode);                                                                    \
    }
#define FOLDER int folder,
OPENS(open, , AT_FDCWD)
OPENS(open64, , AT_FDCWD)
OPENS(openat, FOLDER, folder)
OPENS(openat64, FOLDER, folder)

/* ---- the library ---- */

static void put(const char *folder, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "we");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

static void clean(void)
{
    static const char *const names[] = {"lib/lib.json",
                                        "lib/items.json",
                                        "lib/one/a.ovf",
                                        "lib/one/d.vmdk",
                                        "lib/one/out",
                                        "lib/up",
                                        "lib/etc",
                                        "lib/secret",
                                        "lib/one",
                                        "lib",
                                        "outside/secret.ovf",
                                        "outside/items.json",
                                        "outside"};
    char path[256];

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", top, names[i]);
        (void)remove(path);
    }
    (void)remove(top);
}

static void make(const char *name, const char *target)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "%s/%s", top, name);
    if ((target == NULL ? mkdir(path, 0700) : symlink(target, path)) != 0)
        abort();
}

static void start(void)
{
    static const char ovf[] =
        "<Envelope><References><File id=\"f\" href=\"d.vmdk\"/></References><VirtualSystem id=\"v\">"
        "<VirtualHardwareSection/></VirtualSystem></Envelope>";

    (void)snprintf(top, sizeof(top), "/tmp/vmimage-fuzz-XXXXXX");
    if (mkdtemp(top) == NULL)
        abort();
    (void)snprintf(library, sizeof(library), "%s/lib", top);
    make("lib", NULL);
    make("lib/one", NULL);
    make("outside", NULL);
    make("lib/one/out", "../..");
    make("lib/up", "../outside");
    make("lib/etc", "/etc");
    make("lib/secret", "../outside/secret.ovf");
    put(library, "one/a.ovf", ovf);
    put(library, "one/d.vmdk", "123");
    put(top, "outside/secret.ovf", ovf);
    put(top, "outside/items.json", "{\"items\":[]}");
    if (realpath(library, real_library) == NULL)
        abort();
    (void)atexit(clean);
}

/* ---- the JSON ---- */

static void add_string(FILE *file, const char *text)
{
    (void)fputc('"', file);
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (*at < ' ' || *at == '"' || *at == '\\')
            (void)fprintf(file, "\\u%04x", *at);
        else
            (void)fputc(*at, file);
    }
    (void)fputc('"', file);
}

static void write_library(const char *const lines[LINES])
{
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/lib.json", library);
    file = fopen(path, "we");
    if (file == NULL)
        abort();
    (void)fputs("{\"vcspVersion\":\"2\",\"name\":\"l\",\"id\":\"urn:uuid:3fdf2a9c-0c3e-4b13-9d19-5f1f0f5b7c11\","
                "\"version\":\"1\","
                "\"itemsHref\":",
                file);
    add_string(file, lines[0]);
    (void)fputs("}", file);
    (void)fclose(file);
    (void)snprintf(path, sizeof(path), "%s/items.json", library);
    file = fopen(path, "we");
    if (file == NULL)
        abort();
    (void)fputs(
        "{\"items\":[{\"id\":\"urn:uuid:5fdc96d2-5a1a-4cc9-9635-32e1232abdb7\",\"name\":\"i\",\"type\":\"vcsp.ovf\","
        "\"version\":\"2\",\"selfHref\":",
        file);
    add_string(file, lines[1]);
    (void)fputs(",\"files\":[{\"name\":", file);
    add_string(file, lines[2]);
    (void)fputs(",\"hrefs\":[", file);
    add_string(file, lines[3]);
    (void)fputs("]},{\"name\":\"a.ovf\",\"hrefs\":[", file);
    add_string(file, lines[3]);
    (void)fputs("]}]}]}", file);
    (void)fclose(file);
}

static void read_files(vmimage_registry *registry, const vmimage_item *item, const char *more)
{
    for (size_t i = 0; i <= vmimage_item_file_count(item); i++) {
        const char *name = i < vmimage_item_file_count(item) ? vmimage_item_file_name(item, i) : more;
        vmimage_stream *stream = NULL;
        char bytes[16];
        size_t got;

        if (vmimage_registry_open_file(registry, item, name, &stream, NULL) == VMIMAGE_OK)
            (void)vmimage_stream_read(stream, bytes, sizeof(bytes), &got, NULL);
        vmimage_stream_unref(stream);
    }
}

static void look(const char *more)
{
    vmimage_registry *registry = NULL;
    vmimage_items *items = NULL;
    vmimage_images *images = NULL;
    vmimage_item *item = NULL;

    if (vmimage_registry_open(NULL, library, NULL, &registry, NULL) != VMIMAGE_OK)
        return;
    (void)vmimage_registry_images(registry, NULL, &images, NULL);
    if (vmimage_registry_items(registry, NULL, &items, NULL) == VMIMAGE_OK) {
        while (vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
            read_files(registry, item, more);
            vmimage_item_unref(item);
        }
    }
    vmimage_images_unref(images);
    vmimage_items_unref(items);
    vmimage_registry_unref(registry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *at = text;
    const char *lines[LINES] = {"items.json", "one/item.json", "a.ovf", "one/a.ovf"};

    if (text == NULL)
        abort();
    if (top[0] == '\0')
        start();
    memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = 0; i < LINES && at != NULL; i++)
        lines[i] = strsep(&at, "\n");
    write_library(lines);
    watched = true;
    look(lines[3]);
    watched = false;
    free(text);
    return 0;
}
