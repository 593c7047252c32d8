/*
 * SPDX-License-Identifier: Apache-2.0
 * The first events of a watch, one a line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <vmimage/vmimage.h>

static void print(const vmimage_event *event)
{
    static const char *const kinds[] = {"", "added", "modified", "removed", "synced", "error", "done"};
    int32_t kind = vmimage_event_kind(event);
    const char *text = vmimage_event_text(event);

    printf("%" PRId64 " %s %s\n", vmimage_event_time(event), kind >= 1 && kind <= 6 ? kinds[kind] : "new",
           text != NULL ? text : "");
    if (vmimage_event_image(event) != NULL)
        printf("  image %s\n", vmimage_image_id(vmimage_event_image(event)));
    if (vmimage_event_error(event) != NULL)
        printf("  %s\n", vmimage_status_name(vmimage_error_status(vmimage_event_error(event))));
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_watch_images(registry, NULL, &job, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_job_step(job, 1000, &error);
    while (status == VMIMAGE_OK && vmimage_job_next_event(job, &event, &error) == VMIMAGE_OK) {
        print(event);
        event = vmimage_event_unref(event);
    }
    if (status != VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK ? 0 : 1;
}
