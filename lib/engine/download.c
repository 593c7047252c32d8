/*
 * SPDX-License-Identifier: Apache-2.0
 * The job that brings an item into a folder: a staging folder, the files, and the move to their places.
 */
#include <vmimage/download.h>

#include <string.h>

#include <vmimage/item.h>

#include "base/error.h"
#include "engine/fetch.h"
#include "engine/stage.h"
#include "model/id.h"

#define FLAGS (VMIMAGE_DOWNLOAD_REPLACE | VMIMAGE_DOWNLOAD_RESUME)
/* Names of at most 10,000 files. */
#define KEY_MAX ((size_t)64 << 20)

struct download {
    vmimage_job job;
    struct vm_fetch fetch;
    struct vm_stage stage;
    char *folder;
    uint32_t flags;
    bool open; /* the stage */
};

/* What is in a staging folder is of this item with this content; of anything else it is of no use. */
static vmimage_status make_key(const vmimage_item *item, char key[VM_HASH17_SIZE], vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(KEY_MAX);
    const struct vm_item *o = &item->o;

    vmimage__buf_printf(&text, "%s %s\n",
                        o->id != NULL          ? o->id
                        : o->meta.name != NULL ? o->meta.name
                                               : "",
                        o->content_version != NULL ? o->content_version : "");
    for (size_t i = 0; i < o->file_count; i++)
        vmimage__buf_printf(&text, "%s %s\n", o->files[i].name != NULL ? o->files[i].name : "",
                            o->files[i].size != NULL ? o->files[i].size : "");
    if (text.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    vmimage__hash17_n(text.data, text.length, key);
    return VMIMAGE_OK;
}

static vmimage_status begin(struct download *download, vmimage_error **error)
{
    bool resume = (download->flags & VMIMAGE_DOWNLOAD_RESUME) != 0;
    char key[VM_HASH17_SIZE];
    vmimage_status status = make_key(download->fetch.item, key, error);

    if (status == VMIMAGE_OK)
        status = vmimage__fetch_start(&download->fetch, error);
    if (status != VMIMAGE_OK)
        return status;
    download->open = true;
    status = vmimage__stage_open(&download->stage, download->folder, key, resume, error);
    download->fetch.folder = download->stage.folder;
    download->fetch.target = download->stage.target;
    download->fetch.where = download->folder;
    download->fetch.replace = (download->flags & VMIMAGE_DOWNLOAD_REPLACE) != 0;
    download->fetch.resume = resume;
    return status;
}

static vmimage_status finish(struct download *download, vmimage_error **error)
{
    const struct vm_fetch *fetch = &download->fetch;
    const char **names = vmimage__calloc(fetch->count, sizeof(*names));
    size_t count = 0;
    vmimage_status status;

    if (names == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < fetch->count; i++) {
        if (!fetch->files[i].present)
            names[count++] = fetch->files[i].name;
    }
    status = vmimage__stage_commit(&download->stage, names, count, fetch->replace, error);
    vmimage__free(names);
    return status == VMIMAGE_OK ? VMIMAGE_DONE : status;
}

static vmimage_status step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct download *download = (struct download *)job;
    vmimage_status status;

    if (!download->open)
        return begin(download, error);
    status = vmimage__fetch_step(&download->fetch, call, wait, error);
    return status == VMIMAGE_DONE ? finish(download, error) : status;
}

static int descriptor(const vmimage_job *job)
{
    return vmimage__fetch_fd(&((const struct download *)job)->fetch);
}

/* What another try could go on with stays for it, when it was asked for. */
static void abandon(vmimage_job *job)
{
    struct download *download = (struct download *)job;
    bool may_pass = job->status == VMIMAGE_OK || job->status == VMIMAGE_E_CANCELLED ||
                    job->status == VMIMAGE_E_TIMEOUT || job->status == VMIMAGE_E_UNREACHABLE;

    vmimage__fetch_release(&download->fetch);
    if (download->open && !(may_pass && download->fetch.resume))
        vmimage__stage_drop(&download->stage);
    if (download->open)
        vmimage__stage_release(&download->stage);
    download->open = false;
}

static void close_download(vmimage_job *job)
{
    struct download *download = (struct download *)job;

    vmimage__fetch_release(&download->fetch);
    if (download->open)
        vmimage__stage_release(&download->stage);
    vmimage_item_unref(download->fetch.item);
    vmimage__free(download->folder);
}

vmimage_status vmimage_download_start(vmimage_registry *registry, const vmimage_item *item, const char *folder,
                                      uint32_t flags, vmimage_job **job, vmimage_error **error)
{
    static const struct vm_job_operations operations = {"download", step, descriptor, abandon, close_download};
    struct download *new;
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(item != NULL, error);
    VM_REQUIRE(folder != NULL, error);
    if ((flags & ~(uint32_t)FLAGS) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the flags are 0x%x; VMIMAGE_DOWNLOAD_* are allowed",
                             (unsigned)flags);
    if (registry->transport->open_file == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, registry->transport->name,
                             "the transport \"%s\" gives no files of items", registry->transport->name);
    new = vmimage__calloc(1, sizeof(*new));
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->flags = flags;
    new->fetch.in = new->fetch.out = -1;
    new->fetch.job = &new->job;
    new->folder = vmimage__strdup(folder);
    status = new->folder != NULL ? vmimage__job_init(&new->job, &operations, registry, error)
                                 : vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK) {
        vmimage__free(new->folder);
        vmimage__free(new);
        return status;
    }
    new->fetch.item = vmimage_item_ref((vmimage_item *)(uintptr_t)item);
    *job = &new->job;
    return VMIMAGE_OK;
}
