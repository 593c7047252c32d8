/*
 * SPDX-License-Identifier: Apache-2.0
 * To be preloaded under the conformance program: one function of the library answers wrongly, the one that SABOTAGE names. A suite that
 * passes with it has a check that can't fail.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <vmimage/vmimage.h>

static int sabotaged(const char *function)
{
    const char *name = getenv("SABOTAGE");

    return name != NULL && strcmp(name, function) == 0;
}

/* The library's own function, of the type of the one here. */
#define REAL(function) ((__typeof__(&(function)))dlsym(RTLD_NEXT, #function))

/* A text that is another one than the library's. */
#define WRONG_TEXT(function, type)                                                                                     \
    const char *function(const type *object)                                                                           \
    {                                                                                                                  \
        return sabotaged(#function) ? "sabotaged" : REAL(function)(object);                                            \
    }
WRONG_TEXT(vmimage_registry_url, vmimage_registry)
WRONG_TEXT(vmimage_library_description, vmimage_library)
WRONG_TEXT(vmimage_item_version, vmimage_item)
WRONG_TEXT(vmimage_item_content_version, vmimage_item)
WRONG_TEXT(vmimage_image_provider_item_id, vmimage_image)
WRONG_TEXT(vmimage_condition_status, vmimage_condition)

/* Every other time. */
const char *vmimage_image_full_version(const vmimage_image *image)
{
    static int calls;

    return sabotaged("vmimage_image_full_version") && calls++ % 2 == 0 ? "sabotaged"
                                                                       : REAL(vmimage_image_full_version)(image);
}

/* A call that fails, or one that says that it was done and did nothing. */
vmimage_status vmimage_registry_set_deadline(vmimage_registry *registry, int64_t milliseconds, vmimage_error **error)
{
    return sabotaged("vmimage_registry_set_deadline") && milliseconds > 0
               ? VMIMAGE_OK
               : REAL(vmimage_registry_set_deadline)(registry, milliseconds, error);
}

void vmimage_registry_interrupt(vmimage_registry *registry)
{
    if (!sabotaged("vmimage_registry_interrupt"))
        REAL(vmimage_registry_interrupt)(registry);
}

vmimage_status vmimage_context_set_limit(vmimage_context *context, int32_t limit, uint64_t value, vmimage_error **error)
{
    return sabotaged("vmimage_context_set_limit") ? VMIMAGE_OK
                                                  : REAL(vmimage_context_set_limit)(context, limit, value, error);
}

vmimage_status vmimage_query_set_type(vmimage_query *query, const char *type, vmimage_error **error)
{
    return sabotaged("vmimage_query_set_type") ? VMIMAGE_OK : REAL(vmimage_query_set_type)(query, type, error);
}

vmimage_status vmimage_query_set_library(vmimage_query *query, const char *library, vmimage_error **error)
{
    return sabotaged("vmimage_query_set_library") ? VMIMAGE_OK : REAL(vmimage_query_set_library)(query, library, error);
}

/* What can't be found is there all the same: the first one. */
vmimage_status vmimage_registry_get_library(vmimage_registry *registry, const char *name_space, const char *name,
                                            vmimage_library **library, vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_registry_get_library)(registry, name_space, name, library, error);

    return status == VMIMAGE_E_NOT_FOUND && sabotaged("vmimage_registry_get_library") ? VMIMAGE_OK : status;
}

vmimage_status vmimage_registry_get_item(vmimage_registry *registry, const char *name_space, const char *name,
                                         vmimage_item **item, vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_registry_get_item)(registry, name_space, name, item, error);

    return status == VMIMAGE_E_AMBIGUOUS && sabotaged("vmimage_registry_get_item") ? VMIMAGE_E_NOT_FOUND : status;
}

vmimage_status vmimage_registry_get_image(vmimage_registry *registry, const char *name_space, const char *id,
                                          vmimage_image **image, vmimage_error **error)
{
    if (sabotaged("vmimage_registry_get_image"))
        return vmimage_resolve(registry, name_space, "photon", 0, image, error);
    return REAL(vmimage_registry_get_image)(registry, name_space, id, image, error);
}

vmimage_status vmimage_resolve(vmimage_registry *registry, const char *name_space, const char *name, uint32_t flags,
                               vmimage_image **image, vmimage_error **error)
{
    if (sabotaged("vmimage_resolve"))
        name = "photon";
    return REAL(vmimage_resolve)(registry, name_space, name, flags, image, error);
}

vmimage_status vmimage_newest(vmimage_registry *registry, const vmimage_query *query, const char *family,
                              const vmimage_constraint *constraint, vmimage_image **image, vmimage_error **error)
{
    return REAL(vmimage_newest)(registry, query, family, sabotaged("vmimage_newest") ? NULL : constraint, image, error);
}

vmimage_status vmimage_lock_check(const vmimage_lock *lock, vmimage_registry *registry, vmimage_drift **drift,
                                  vmimage_error **error)
{
    if (sabotaged("vmimage_lock_check"))
        return vmimage_drift_images(NULL, 0, NULL, 0, drift, error);
    return REAL(vmimage_lock_check)(lock, registry, drift, error);
}

vmimage_status vmimage_lock_add(vmimage_lock *lock, vmimage_registry *registry, const char *name_space,
                                const char *name, vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_lock_add)(lock, registry, name_space, name, error);

    return status == VMIMAGE_E_NOT_READY && sabotaged("vmimage_lock_add") ? VMIMAGE_OK : status;
}

/* Bytes that are not those of the file; an offset that is not the one asked for. */
vmimage_status vmimage_stream_read(vmimage_stream *stream, void *buffer, size_t capacity, size_t *got,
                                   vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_stream_read)(stream, buffer, capacity, got, error);

    if (status == VMIMAGE_OK && sabotaged("vmimage_stream_read"))
        ((unsigned char *)buffer)[*got - 1] ^= 1;
    return status;
}

vmimage_status vmimage_stream_seek(vmimage_stream *stream, uint64_t offset, vmimage_error **error)
{
    return REAL(vmimage_stream_seek)(stream, sabotaged("vmimage_stream_seek") && offset > 1 ? offset - 1 : offset,
                                     error);
}

vmimage_status vmimage_registry_open_file(vmimage_registry *registry, const vmimage_item *item, const char *name,
                                          vmimage_stream **stream, vmimage_error **error)
{
    if (sabotaged("vmimage_registry_open_file"))
        name = vmimage_item_file_name(item, 0);
    return REAL(vmimage_registry_open_file)(registry, item, name, stream, error);
}

vmimage_status vmimage_download_start(vmimage_registry *registry, const vmimage_item *item, const char *folder,
                                      uint32_t flags, vmimage_job **job, vmimage_error **error)
{
    return REAL(vmimage_download_start)(registry, item, sabotaged("vmimage_download_start") ? "/proc/nowhere" : folder,
                                        flags, job, error);
}

/* Nothing is added, renamed or removed; a job is never cancelled; events are lost. */
vmimage_status vmimage_keep_rename(vmimage_registry *registry, const char *item, const char *name,
                                   vmimage_error **error)
{
    return sabotaged("vmimage_keep_rename") ? VMIMAGE_OK : REAL(vmimage_keep_rename)(registry, item, name, error);
}

void vmimage_job_cancel(vmimage_job *job)
{
    if (!sabotaged("vmimage_job_cancel"))
        REAL(vmimage_job_cancel)(job);
}

vmimage_status vmimage_job_next_event(vmimage_job *job, vmimage_event **event, vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_job_next_event)(job, event, error);

    if (status == VMIMAGE_OK && sabotaged("vmimage_job_next_event") &&
        vmimage_event_kind(*event) == VMIMAGE_EVENT_ADDED) {
        *event = vmimage_event_unref(*event);
        return VMIMAGE_DONE;
    }
    return status;
}

/* A list that is empty, and one that is not the same when it is made again. */
vmimage_status vmimage_registry_images(vmimage_registry *registry, const vmimage_query *query, vmimage_images **images,
                                       vmimage_error **error)
{
    static int calls;
    vmimage_status status = REAL(vmimage_registry_images)(registry, query, images, error);
    vmimage_image *skipped = NULL;

    if (status == VMIMAGE_OK && sabotaged("vmimage_registry_images") && calls++ % 2 == 1 &&
        vmimage_images_next(*images, &skipped, NULL) == VMIMAGE_OK)
        vmimage_image_unref(skipped);
    return status;
}

vmimage_status vmimage_registry_items(vmimage_registry *registry, const vmimage_query *query, vmimage_items **items,
                                      vmimage_error **error)
{
    vmimage_status status = REAL(vmimage_registry_items)(registry, query, items, error);
    vmimage_item *skipped = NULL;

    if (status == VMIMAGE_OK && sabotaged("vmimage_registry_items") &&
        vmimage_items_next(*items, &skipped, NULL) == VMIMAGE_OK)
        vmimage_item_unref(skipped);
    return status;
}

/* A folder that is there, whatever is asked for. */
vmimage_status vmimage_registry_open(vmimage_context *context, const char *url, const vmimage_options *options,
                                     vmimage_registry **registry, vmimage_error **error)
{
    return REAL(vmimage_registry_open)(context, sabotaged("vmimage_registry_open") ? "." : url, options, registry,
                                       error);
}

vmimage_status vmimage_image_to_json(const vmimage_image *image, const char *api_version, vmimage_string **json,
                                     vmimage_error **error)
{
    return sabotaged("vmimage_image_to_json") ? VMIMAGE_E_FAILED
                                              : REAL(vmimage_image_to_json)(image, api_version, json, error);
}
