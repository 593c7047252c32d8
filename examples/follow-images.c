/*
 * SPDX-License-Identifier: Apache-2.0
 * Knows the images of a registry at any moment, in a poll() loop beside another descriptor: every line of standard input is a display
 * name, and is answered with the VMI IDs of the images that have it now; changes are told as they happen. Ends with the input.
 *   follow-images /srv/library
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vmimage/vmimage.h>

#define IMAGES_MAX 10000

static vmimage_image *images[IMAGES_MAX];
static size_t count;

static void take(const vmimage_event *event)
{
    vmimage_image *image = vmimage_event_image(event);
    int32_t kind = vmimage_event_kind(event);
    size_t i = 0;

    if (vmimage_event_error(event) != NULL)
        printf("trouble: %s\n", vmimage_event_text(event));
    if (kind == VMIMAGE_EVENT_SYNCED)
        printf("%zu images\n", count);
    if (image == NULL)
        return;
    while (i < count && strcmp(vmimage_image_id(images[i]), vmimage_image_id(image)) != 0)
        i++;
    if (i < count)
        vmimage_image_unref(images[i]);
    if (kind == VMIMAGE_EVENT_REMOVED && i < count)
        images[i] = images[--count];
    else if (kind != VMIMAGE_EVENT_REMOVED && i < IMAGES_MAX)
        images[i] = vmimage_image_ref(image);
    if (i == count && kind != VMIMAGE_EVENT_REMOVED && i < IMAGES_MAX)
        count++;
    printf("%s %s\n", kind == VMIMAGE_EVENT_REMOVED ? "gone:" : "there:", vmimage_event_text(event));
}

static int answer(void)
{
    char line[256];
    ssize_t length =
        read(STDIN_FILENO, line, sizeof(line) - 1); /* a line at a time from a terminal or a polite program */

    if (length <= 0)
        return 0;
    line[length] = '\0';
    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *name = vmimage_image_display_name(images[i]);

        if (name != NULL && strcmp(name, line) == 0)
            printf("%s is %s\n", line, vmimage_image_id(images[i]));
    }
    return 1;
}

static vmimage_status follow(vmimage_job *job, vmimage_error **error)
{
    struct pollfd fds[2] = {{.fd = vmimage_job_fd(job), .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && poll(fds, 2, -1) > 0) {
        vmimage_event *event = NULL;

        if (fds[0].revents != 0)
            status = vmimage_job_step(job, 0, error);
        while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
            take(event);
            vmimage_event_unref(event);
        }
        if (fds[1].revents != 0 && !answer())
            break;
        fflush(stdout);
    }
    return status;
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    if (argc != 2) {
        fprintf(stderr, "usage: follow-images FOLDER\n");
        return 2;
    }
    status = vmimage_registry_open(NULL, argv[1], NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_watch_images(registry, NULL, &job, &error);
    if (status == VMIMAGE_OK)
        status = follow(job, &error);
    if (status != VMIMAGE_OK)
        fprintf(stderr, "follow-images: %s\n", vmimage_error_message(error));
    while (count > 0)
        vmimage_image_unref(images[--count]);
    vmimage_job_unref(job);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
