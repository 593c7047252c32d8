/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as the list of items of a VCSP library, in a folder that holds a few files and a link that leads out.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vmimage/vmimage.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64];
static int at = -1;

static void put(const char *name, const void *bytes, size_t size)
{
    int fd = openat(at, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
        abort();
    (void)close(fd);
}

static void clean(void)
{
    static const char *const names[] = {"lib.json", "items.json", "one/a.ovf", "one/d.vmdk", "one/out"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        (void)unlinkat(at, names[i], 0);
    (void)unlinkat(at, "one", AT_REMOVEDIR);
    (void)rmdir(folder);
}

static void start(void)
{
    static const char library[] = "{\"name\":\"l\",\"id\":\"3fdf2a9c-0c3e-4b13-9d19-5f1f0f5b7c11\",\"version\":\"1\"}";
    static const char ovf[] =
        "<Envelope><References><File id=\"f\" href=\"d.vmdk\"/></References><VirtualSystem id=\"v\">"
        "<VirtualHardwareSection/></VirtualSystem></Envelope>";

    (void)snprintf(folder, sizeof(folder), "/tmp/vmimage-fuzz-XXXXXX");
    if (mkdtemp(folder) == NULL || (at = open(folder, O_RDONLY | O_DIRECTORY)) < 0 || mkdirat(at, "one", 0700) != 0 ||
        symlinkat("../..", at, "one/out") != 0)
        abort();
    put("lib.json", library, sizeof(library) - 1);
    put("one/a.ovf", ovf, sizeof(ovf) - 1);
    put("one/d.vmdk", "123", 3);
    (void)atexit(clean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;

    if (at < 0)
        start();
    put("items.json", data, size);
    if (vmimage_registry_open(NULL, folder, NULL, &registry, NULL) != VMIMAGE_OK)
        abort();
    if (vmimage_registry_images(registry, NULL, &images, NULL) == VMIMAGE_OK) {
        while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK)
            vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    return 0;
}
