/*
 * SPDX-License-Identifier: Apache-2.0
 * Bring an item to this machine, with its progress:  download-item /srv/library photon images
 */
#include <inttypes.h>
#include <stdio.h>
#include <vmimage/vmimage.h>

static void show(vmimage_job *job)
{
    vmimage_event *event = NULL;
    uint64_t done, total;

    while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        if (vmimage_event_kind(event) == VMIMAGE_EVENT_DONE_FILE)
            printf("%s\n", vmimage_event_text(event)); /* digest and name, as sha256sum(1) prints them */
        event = vmimage_event_unref(event);
    }
    vmimage_job_progress(job, &done, &total);
    fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " bytes", done, total);
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    if (argc != 4) {
        fprintf(stderr, "usage: download-item REGISTRY ITEM FOLDER\n");
        return 2;
    }
    status = vmimage_registry_open(NULL, argv[1], NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_item(registry, NULL, argv[2], &item, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_download_start(registry, item, argv[3], VMIMAGE_DOWNLOAD_RESUME, &job, &error);
    while (status == VMIMAGE_OK) {
        status =
            vmimage_job_step(job, 500, &error); /* or wait for vmimage_job_fd() beside other things, and step with 0 */
        show(job);
    }
    fputs("\n", stderr);
    if (status != VMIMAGE_DONE)
        fprintf(stderr, "download-item: %s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_item_unref(item);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? 0 : 1;
}
