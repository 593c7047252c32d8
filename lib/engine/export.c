/*
 * SPDX-License-Identifier: Apache-2.0
 * The job that writes items of a registry into a VCSP library: one after the other, each fetched into the stage of the library and then put
 * in its place.
 */
#include <vmimage/download.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>

#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/clock.h"
#include "base/error.h"
#include "engine/fetch.h"
#include "engine/query.h"
#include "model/lists.h"
#include "transport/directory/import.h"

#define FLAGS VMIMAGE_EXPORT_REMOVE
#define BUSY_MAX 10000
#define BUSY_STEP 20

enum state {
    OPENING,
    CHOOSING,
    FETCHING,
    REMOVING
};

struct export
{
    vmimage_job job;
    enum state state;
    char *folder;
    uint32_t flags;
    vmimage_items *items;     /* to be written */
    vmimage_items *all;       /* what the registry has, when others are to be removed */
    vmimage_library *library; /* whose place the new one takes; NULL: none's */
    size_t at;
    uint64_t before;    /* bytes that were done before the item */
    int64_t busy_since; /* 0: it is not */
    struct vm_import import;
    struct vm_fetch fetch;
    bool replaces;
};

/* ---- what there is to do ---- */

static size_t items_of(const vmimage_items *items, const vmimage_library *library)
{
    size_t count = 0;

    for (size_t i = 0; i < items->count; i++) {
        const char *name = items->list[i]->o.library_name;

        count += name != NULL && library->o.meta.name != NULL && strcmp(name, library->o.meta.name) == 0;
    }
    return count;
}

static bool answers_to(const vmimage_library *library, const char *name)
{
    const char *const names[] = {library->o.id, library->o.meta.name, library->o.name};

    for (size_t i = 0; i < 3; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* The one library that is exported as a whole. */
static vmimage_status find_library(struct export *export, const vmimage_query *query, vmimage_error **error)
{
    const char *wanted = vmimage__query_library(query);
    vmimage_libraries *libraries = NULL;
    vmimage_library *only = NULL;
    size_t count = 0;
    vmimage_status status = vmimage_registry_libraries(export->job.registry, NULL, &libraries, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < libraries->count; i++) {
        if (wanted != NULL && !answers_to(libraries->list[i], wanted))
            continue;
        only = libraries->list[i];
        count++;
    }
    if (count == 1 && only->o.id != NULL && only->o.name != NULL &&
        items_of(export->all, only) == export->items->count && items_of(export->items, only) == export->items->count)
        export->library = vmimage_library_ref(only);
    vmimage_libraries_unref(libraries);
    return status;
}

static vmimage_status list(struct export *export, const vmimage_query *query, vmimage_error **error)
{
    uint64_t total = 0;
    vmimage_status status = vmimage_registry_items(export->job.registry, query, &export->items, error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_items(export->job.registry, NULL, &export->all, error);
    if (status == VMIMAGE_OK)
        status = find_library(export, query, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < export->items->count; i++) {
        for (size_t k = 0; k < export->items->list[i]->o.file_count; k++)
            total += vmimage_item_file_size(export->items->list[i], k);
    }
    atomic_store(&export->job.progress.total, total);
    return status;
}

/* ---- the steps ---- */

static bool is_counter(const char *text)
{
    return text != NULL && text[0] != '\0' && strlen(text) < 19 && strspn(text, "0123456789") == strlen(text);
}

static vmimage_status open_library(struct export *export, const struct vm_call *call, vmimage_error **error)
{
    const struct vm_library *library = export->library != NULL ? &export->library->o : NULL;
    struct vm_change change = {.kind = VM_CHANGE_ADD};

    if (library != NULL) {
        change.name = library->name;
        change.description = library->description;
        change.library_id = library->id;
        change.library_version = is_counter(library->version) ? library->version : NULL;
    }
    export->state = CHOOSING;
    return vmimage__import_open(&export->import, export->folder, call, &change, error);
}

static vmimage_item *current(const struct export *export)
{
    return export->items->list[export->at];
}

/* On to the next item, with the progress as if all of this one had been done. */
static void next_item(struct export *export)
{
    uint64_t size = 0;

    for (size_t i = 0; i < current(export)->o.file_count; i++)
        size += vmimage_item_file_size(current(export), i);
    atomic_store(&export->job.progress.done, export->before + size);
    export->before += size;
    export->at++;
    export->state = CHOOSING;
}

/* What is the item's own matter is told, and the others go on; the rest ends the job. */
static vmimage_status pass_over(struct export *export, vmimage_status status, vmimage_error **failure,
                                vmimage_error **error)
{
    switch (status) {
    case VMIMAGE_E_INVALID:
    case VMIMAGE_E_NOT_FOUND:
    case VMIMAGE_E_EXISTS:
    case VMIMAGE_E_PARSE:
    case VMIMAGE_E_INTEGRITY:
    case VMIMAGE_E_UNSUPPORTED:
    case VMIMAGE_E_NOT_READY:
        status = vmimage__job_event(&export->job, VMIMAGE_EVENT_ERROR, VM_EVENT_ITEM, current(export), *failure, error);
        next_item(export);
        return status;
    default:
        return vmimage__pass_on(status, failure, error);
    }
}

static vmimage_status check_ready(const vmimage_item *item, vmimage_error **error)
{
    const struct vmimage_condition *ready = vmimage__condition_find(&item->o.conditions, "Ready");

    if (ready == NULL || ready->status == NULL || strcmp(ready->status, "False") != 0)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_NOT_READY, item->o.name, "%s: the item is broken: %s",
                         item->o.name != NULL ? item->o.name : item->o.meta.name,
                         ready->message != NULL ? ready->message : "its registry says no more");
}

/* Whether to try again because another process writes, which it may do for some time. */
static bool may_wait(struct export *export, vmimage_status status, int64_t wait)
{
    int64_t now = vmimage__call_clock();

    if (status != VMIMAGE_E_BUSY) {
        export->busy_since = 0;
        return false;
    }
    if (export->busy_since == 0)
        export->busy_since = now;
    if (now - export->busy_since > BUSY_MAX)
        return false;
    if (wait > 0)
        (void)poll(NULL, 0, (int)(wait < BUSY_STEP ? wait : BUSY_STEP));
    return true;
}

static vmimage_status start_fetch(struct export *export, vmimage_error **error)
{
    export->fetch = (struct vm_fetch){.job = &export->job,
                                      .item = current(export),
                                      .folder = export->import.stage,
                                      .target = -1,
                                      .counted = true,
                                      .modified = vmimage__parse_time(current(export)->o.last_modified_time),
                                      .where = export->folder};
    export->state = FETCHING;
    return vmimage__fetch_start(&export->fetch, error);
}

static vmimage_status choose(struct export *export, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    int64_t modified = vmimage__parse_time(current(export)->o.last_modified_time);
    vmimage_status status = check_ready(current(export), &failure);

    if (status == VMIMAGE_OK)
        status = vmimage__import_begin(&export->import, call, current(export), modified, &failure);
    if (may_wait(export, status, wait))
        return VMIMAGE_OK;
    if (status == VMIMAGE_DONE) {
        next_item(export);
        return VMIMAGE_OK;
    }
    export->replaces = status == VMIMAGE_OK && export->import.edit.item != NULL;
    if (status == VMIMAGE_OK)
        status = start_fetch(export, &failure);
    if (status == VMIMAGE_OK)
        return status;
    vmimage__fetch_release(&export->fetch);
    vmimage__import_abort(&export->import, call);
    return pass_over(export, status, &failure, error);
}

static vmimage_status fetch(struct export *export, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__fetch_step(&export->fetch, call, wait, &failure);

    if (status == VMIMAGE_OK)
        return status;
    for (size_t i = 0; status == VMIMAGE_DONE && i < export->fetch.count; i++)
        vmimage__import_size(&export->import, export->fetch.files[i].name, export->fetch.files[i].size);
    if (status == VMIMAGE_DONE)
        status = vmimage__import_end(&export->import, call, &failure);
    else
        vmimage__import_abort(&export->import, call);
    vmimage__fetch_release(&export->fetch);
    if (status != VMIMAGE_OK)
        return pass_over(export, status, &failure, error);
    status = vmimage__job_event(&export->job, export->replaces ? VMIMAGE_EVENT_MODIFIED : VMIMAGE_EVENT_ADDED,
                                VM_EVENT_ITEM, current(export), NULL, error);
    next_item(export);
    return status;
}

static bool is_wanted(const void *data, const char *id)
{
    const vmimage_items *all = data;

    for (size_t i = 0; i < all->count; i++) {
        if (all->list[i]->o.id != NULL && strcmp(all->list[i]->o.id, id) == 0)
            return true;
    }
    return false;
}

static vmimage_status remove_gone(struct export *export, const struct vm_call *call, int64_t wait,
                                  vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vm_auto_str char *name = NULL;
    vmimage_status status = vmimage__import_remove(&export->import, call, is_wanted, export->all, &name, &failure);

    if (status == VMIMAGE_OK)
        return vmimage__job_event(&export->job, VMIMAGE_EVENT_REMOVED, VM_EVENT_TEXT, name, NULL, error);
    if (may_wait(export, status, wait))
        return VMIMAGE_OK;
    return vmimage__pass_on(status, &failure, error);
}

static vmimage_status step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct export *export = (struct export *)job;

    switch (export->state) {
    case OPENING:
        return open_library(export, call, error);
    case FETCHING:
        return fetch(export, call, wait, error);
    case CHOOSING:
        if (export->at < export->items->count)
            return choose(export, call, wait, error);
        export->state = REMOVING;
        break;
    default:
        break;
    }
    return (export->flags & VMIMAGE_EXPORT_REMOVE) != 0 ? remove_gone(export, call, wait, error) : VMIMAGE_DONE;
}

static int descriptor(const vmimage_job *job)
{
    const struct export *export = (const struct export *)job;

    return export->state == FETCHING ? vmimage__fetch_fd(&export->fetch) : -1;
}

static void abandon(vmimage_job *job)
{
    struct export *export = (struct export *)job;
    const struct vm_call call = {.context = job->registry->context};

    if (export->state == FETCHING)
        vmimage__fetch_release(&export->fetch);
    export->state = REMOVING;
    vmimage__import_release(&export->import, &call);
}

static void close_export(vmimage_job *job)
{
    struct export *export = (struct export *)job;

    abandon(job);
    vmimage_items_unref(export->items);
    vmimage_items_unref(export->all);
    vmimage_library_unref(export->library);
    vmimage__free(export->folder);
}

vmimage_status vmimage_export_start(vmimage_registry *registry, const vmimage_query *query, const char *folder,
                                    uint32_t flags, vmimage_job **job, vmimage_error **error)
{
    static const struct vm_job_operations operations = {"export", step, descriptor, abandon, close_export};
    struct export *new;
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    *job = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(folder != NULL, error);
    if ((flags & ~(uint32_t)FLAGS) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the flags are 0x%x; VMIMAGE_EXPORT_* are allowed",
                             (unsigned)flags);
    if (registry->transport->open_file == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, registry->transport->name,
                             "the transport \"%s\" gives no files of items", registry->transport->name);
    new = vmimage__calloc(1, sizeof(*new));
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->flags = flags;
    new->import.tree.fd = new->import.stage = -1;
    new->fetch.in = new->fetch.out = -1;
    new->folder = vmimage__strdup(folder);
    status = new->folder != NULL ? vmimage__job_init(&new->job, &operations, registry, error)
                                 : vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK) {
        vmimage__free(new->folder);
        vmimage__free(new);
        return status;
    }
    status = list(new, query, error);
    if (status != VMIMAGE_OK)
        vmimage_job_unref(&new->job);
    else
        *job = &new->job;
    return status;
}
