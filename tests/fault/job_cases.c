/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: jobs and their events.
 */
#include "fault.h"

static vmimage_status no_job(void)
{
    vmimage_error *error = NULL;
    vmimage_event *event = NULL;
    uint64_t done, total;

    fault_check(vmimage_job_ref(NULL) == NULL && vmimage_job_unref(NULL) == NULL, "a reference of no job");
    fault_check(vmimage_job_fd(NULL) == -1, "a descriptor of no job");
    fault_expect(VMIMAGE_E_MISUSE);
    (void)vmimage_job_step(NULL, 0, &error);
    (void)vmimage_job_wait(NULL, 0, &error);
    (void)vmimage_job_next_event(NULL, &event, &error);
    fault_expect(VMIMAGE_OK);
    error = vmimage_error_unref(error);
    fault_saw_number((uint64_t)vmimage_job_status(NULL));
    vmimage_job_progress(NULL, &done, &total);
    fault_saw_number(done + total);
    vmimage_job_cancel(NULL);
    fault_check(vmimage_event_ref(NULL) == NULL && vmimage_event_unref(NULL) == NULL, "a reference of no event");
    fault_visit_event(NULL);
    return VMIMAGE_OK;
}

const struct fault_case fault_job_cases[] = {
    {"no job", no_job},
    {NULL, NULL},
};
