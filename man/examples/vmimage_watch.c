/*
 * SPDX-License-Identifier: Apache-2.0
 * Waits a second for changes of the items that are called NAME.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_query *query = vmimage_query_new();
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_query_set_name(query, argc > 2 ? argv[2] : NULL, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_watch_items(registry, query, &job, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_job_wait(job, 1000, &error);
    while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        const vmimage_item *item = vmimage_event_item(event);

        if (item != NULL)
            printf("%s %s\n", vmimage_event_kind(event) == VMIMAGE_EVENT_REMOVED ? "-" : "+", vmimage_item_id(item));
        event = vmimage_event_unref(event);
    }
    /* It never ends by itself: the time is over. */
    if (status != VMIMAGE_E_TIMEOUT)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_job_unref(job);
    vmimage_query_unref(query);
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_E_TIMEOUT ? 0 : 1;
}
