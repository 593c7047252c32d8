/*
 * SPDX-License-Identifier: Apache-2.0
 * A watch in a poll() loop; here it is cancelled when all images that are there have been told.
 */
#include <poll.h>
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_watch_images(registry, NULL, &job, &error);
    while (status == VMIMAGE_OK) {
        struct pollfd fd = {.fd = vmimage_job_fd(job), .events = POLLIN};

        poll(&fd, 1, -1); /* with all other descriptors of the program */
        status = vmimage_job_step(job, 0, &error);
        while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
            if (vmimage_event_kind(event) == VMIMAGE_EVENT_SYNCED)
                vmimage_job_cancel(job);
            else
                printf("%s\n", vmimage_event_text(event));
            event = vmimage_event_unref(event);
        }
    }
    if (status != VMIMAGE_E_CANCELLED)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_E_CANCELLED ? 0 : 1;
}
