/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: files of items.
 */
#include "fault.h"

#include <stdio.h>
#include <string.h>

static vmimage_status open_item(const char *folder, const char *name, vmimage_registry **registry, vmimage_item **item,
                                vmimage_error **error)
{
    vmimage_status status = vmimage_registry_open(NULL, folder, NULL, registry, error);

    return status == VMIMAGE_OK ? vmimage_registry_get_item(*registry, NULL, name, item, error) : status;
}

static vmimage_status read_from(const char *folder, const char *name, const char *file)
{
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_stream *stream = NULL, *again;
    vmimage_error *error = NULL;
    char text[256];
    size_t got = 0;
    vmimage_status status = open_item(folder, name, &registry, &item, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open_file(registry, item, file, &stream, &error);
    again = vmimage_stream_ref(stream);
    if (status == VMIMAGE_OK) {
        fault_visit_stream(again);
        status = vmimage_stream_seek(again, 1, &error);
    }
    while (status == VMIMAGE_OK &&
           (status = vmimage_stream_read(again, text, sizeof(text), &got, &error)) == VMIMAGE_OK)
        fault_saw_number(got);
    again = vmimage_stream_unref(again);
    stream = vmimage_stream_unref(stream);
    item = vmimage_item_unref(item);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status read_plain(void)
{
    return read_from(fault_files.folder, "one", "one.ovf");
}

static vmimage_status read_vcsp(void)
{
    return read_from(fault_files.vcsp, "four", "four.ovf");
}

static vmimage_status read_nothing(void)
{
    vmimage_status status;

    fault_expect(VMIMAGE_E_NOT_FOUND);
    status = read_from(fault_files.folder, "one", "other");
    return status == VMIMAGE_E_NOT_FOUND ? VMIMAGE_OK : status;
}

/* To the end; what was told on the way is looked at. */
static vmimage_status run(vmimage_job *job, vmimage_error **error)
{
    vmimage_event *event = NULL;
    vmimage_status status;

    while ((status = vmimage_job_step(job, -1, error)) == VMIMAGE_OK)
        continue;
    while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        fault_saw_text(vmimage_event_text(event));
        event = vmimage_event_unref(event);
    }
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status download_to(const char *out, const char *from, const char *name)
{
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = open_item(from, name, &registry, &item, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_download_start(registry, item, out, VMIMAGE_DOWNLOAD_REPLACE, &job, &error);
    if (status == VMIMAGE_OK)
        status = run(job, &error);
    job = vmimage_job_unref(job);
    item = vmimage_item_unref(item);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status download(void)
{
    const char *out = fault_out();
    vmimage_status status;

    fault_forget(out);
    status = download_to(out, fault_files.folder, "signed");
    if (status == VMIMAGE_OK) /* and with all of it there */
        status = download_to(out, fault_files.folder, "signed");
    fault_forget(out);
    return status;
}

static vmimage_status download_disc(void)
{
    const char *out = fault_out();
    vmimage_status status;

    fault_forget(out);
    status = download_to(out, fault_files.folder, "INSTALL_DISC");
    if (status == VMIMAGE_OK)
        status = download_to(out, fault_files.folder, "INSTALL_DISC");
    fault_forget(out);
    return status;
}

static vmimage_status export_to(const char *out, const char *from, uint32_t flags)
{
    vmimage_registry *registry = NULL;
    vmimage_job *job = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_registry_open(NULL, from, NULL, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_export_start(registry, NULL, out, flags, &job, &error);
    if (status == VMIMAGE_OK)
        status = run(job, &error);
    job = vmimage_job_unref(job);
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status export_library(void)
{
    const char *out = fault_out();
    vmimage_status status;

    fault_forget(out);
    status = export_to(out, fault_files.vcsp, 0);
    if (status == VMIMAGE_OK) /* one is added, one is broken, one goes */
        status = export_to(out, fault_files.small, VMIMAGE_EXPORT_REMOVE);
    fault_forget(out);
    return status;
}

const struct fault_case fault_stream_cases[] = {
    {"read a file of an item", read_plain},
    {"read a file of a VCSP item", read_vcsp},
    {"read a file that is not there", read_nothing},
    {"download", download},
    {"download a disc", download_disc},
    {"export", export_library},
    {NULL, NULL},
};
