/*
 * SPDX-License-Identifier: Apache-2.0
 * From the start of a process to the last image of a cluster: `kubernetes_bench URL [list|resolve NAME]` prints JSON. The list decodes
 * every object into the model and keeps none. tests/servers/kubernetes.py FOLDER starts a cluster by hand; KUBECONFIG says which.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <vmimage/vmimage.h>

#include "base/memory.h"
#include "transport/transport.h"

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static vmimage_status drop(void *data, vmimage_image *image, vmimage_error **error)
{
    (void)error;
    *(size_t *)data += vmimage_image_display_name(image) != NULL;
    vmimage_image_unref(image);
    return VMIMAGE_OK;
}

static vmimage_status list(const char *location, size_t *count, vmimage_error **error)
{
    const struct vm_transport *transport = &vmimage__kubernetes_transport;
    const struct vm_call call = {.context = NULL};
    const struct vm_sink sink = {.data = count, .add_image = drop};
    void *place = NULL;
    char *url = NULL;
    vmimage_status status = transport->open(location, NULL, &call, &place, &url, error);

    if (status == VMIMAGE_OK)
        status = transport->list_images(place, &call, &sink, error);
    transport->close(place);
    vmimage__free(url);
    return status;
}

static vmimage_status resolve(const char *url, const char *name, size_t *count, vmimage_error **error)
{
    vmimage_registry *registry = NULL;
    vmimage_image *image = NULL;
    vmimage_status status = vmimage_registry_open(NULL, url, NULL, &registry, error);

    if (status == VMIMAGE_OK)
        status = vmimage_resolve(registry, NULL, name, 0, &image, error);
    *count = image != NULL;
    vmimage_image_unref(image);
    vmimage_registry_unref(registry);
    return status;
}

int main(int argc, char **argv)
{
    double start = now_ms();
    vmimage_error *error = NULL;
    struct rusage usage;
    size_t count = 0;
    bool resolving = argc == 4 && strcmp(argv[2], "resolve") == 0;
    vmimage_status status;

    if ((argc != 2 && argc != 3 && !resolving) || strncmp(argv[1], "k8s:", 4) != 0) {
        (void)fprintf(stderr, "usage: kubernetes_bench k8s:[CONTEXT][/NAMESPACE] [list | resolve NAME]\n");
        return 2;
    }
    status = resolving ? resolve(argv[1], argv[3], &count, &error) : list(argv[1] + 4, &count, &error);
    if (status != VMIMAGE_OK) {
        (void)fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    (void)getrusage(RUSAGE_SELF, &usage);
    (void)printf("{\"images\": %zu, \"ms\": %.1f, \"cpu_ms\": %.1f, \"peak_kb\": %ld}\n", count, now_ms() - start,
                 (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3,
                 usage.ru_maxrss);
    return 0;
}
