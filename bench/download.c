/*
 * SPDX-License-Identifier: Apache-2.0
 * download REGISTRY CA-FILE ITEM FOLDER: downloads an item as a program does, and prints the seconds that it took as JSON. bench/run runs it
 * beside curl.
 */
#include <stdio.h>
#include <time.h>
#include <vmimage/vmimage.h>

static double now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    vmimage_options *options = vmimage_options_new();
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    double start = now();
    vmimage_status status = argc == 5 ? VMIMAGE_OK : VMIMAGE_E_MISUSE;

    if (status == VMIMAGE_OK)
        status = vmimage_options_set_ca_file(options, argv[2], &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, argv[1], options, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_item(registry, NULL, argv[3], &item, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_download_start(registry, item, argv[4], 0, &job, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_job_wait(job, -1, &error);
    if (status == VMIMAGE_DONE)
        (void)printf("{\"seconds\": %.3f}\n", now() - start);
    else
        (void)fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_item_unref(item);
    vmimage_registry_unref(registry);
    vmimage_options_unref(options);
    vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? 0 : 1;
}
