/*
 * SPDX-License-Identifier: Apache-2.0
 * The kinds of the image registry between v1alpha1 and v1alpha2. What v1alpha1 can't say is kept in an annotation, and on the
 * way back the whole status is taken from there.
 */
#include "format/convert.h"

#include <string.h>

#include "base/error.h"

#define STASH "imageregistry.vmware.com/conversion"
#define OLD_VERSION VM_GROUP_REGISTRY "/v1alpha1"

vmimage_status vmimage__library_up(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                   vmimage_error **error)
{
    struct vm_library *library = object, stashed = {0};
    bool found;
    vmimage_status status;

    (void)version;
    library->library_type = "ContentLibrary";
    vmimage__conditions_up(&library->conditions);
    status = vmimage__stash_take(kind, library, STASH, &stashed, &found, arena, error);
    if (status != VMIMAGE_OK || !found)
        return status;
    library->library_type = stashed.library_type;
    if (kind == &vmimage__kind_library) {
        library->storage_class = stashed.storage_class;
        library->allow_publish = stashed.allow_publish;
        library->allow_delete = stashed.allow_delete;
    }
    vmimage__status_copy(kind, &stashed, library, arena);
    return VMIMAGE_OK;
}

vmimage_status vmimage__library_down(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                     vmimage_error **error)
{
    struct vm_library *library = object;
    vmimage_status status = vmimage__stash_put(kind, library, STASH, arena, error);

    (void)version;
    if (status != VMIMAGE_OK)
        return status;
    if (library->allow_delete == VM_TRUE)
        library->allow_publish = VM_TRUE; /* "writable" */
    vmimage__extra_set(&library->extra_status, arena, "type",
                       library->subscription_set ? "\"Subscribed\"" : "\"Local\"");
    return VMIMAGE_OK;
}

vmimage_status vmimage__item_up(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                vmimage_error **error)
{
    struct vm_item *item = object, stashed = {0};
    bool found;
    vmimage_status status;

    (void)version;
    item->library_name = item->library_ref.set ? item->library_ref.name : NULL;
    vmimage__conditions_up(&item->conditions);
    status = vmimage__stash_take(kind, item, STASH, &stashed, &found, arena, error);
    if (status != VMIMAGE_OK || !found)
        return status;
    item->library_name = stashed.library_name;
    vmimage__status_copy(kind, &stashed, item, arena);
    return VMIMAGE_OK;
}

vmimage_status vmimage__item_down(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                  vmimage_error **error)
{
    struct vm_item *item = object;
    vmimage_status status = vmimage__stash_put(kind, item, STASH, arena, error);

    (void)version;
    if (status != VMIMAGE_OK)
        return status;
    item->library_ref = (struct vm_ref){
        .kind = kind == &vmimage__kind_item ? "ContentLibrary" : "ClusterContentLibrary",
        .name = item->library_name,
        .set = true,
    };
    return VMIMAGE_OK;
}

vmimage_status vmimage__import_request_up(const struct vm_kind *kind, int version, void *object, struct vm_arena *arena,
                                          vmimage_error **error)
{
    struct vm_import_request *request = object, stashed = {0};
    bool found;
    vmimage_status status;

    (void)version;
    request->library = request->library_ref.name;
    request->created_item = request->created_item_ref.set ? request->created_item_ref.name : NULL;
    vmimage__conditions_up(&request->conditions);
    status = vmimage__stash_take(kind, request, STASH, &stashed, &found, arena, error);
    if (status == VMIMAGE_OK && found)
        vmimage__status_copy(kind, &stashed, request, arena);
    return status;
}

/* v1alpha1 has no word for a state that it does not know. */
static bool known_transfer_status(const char *status)
{
    static const char *const known[] = {"Waiting", "Transferring", "Validating", "Ready", "Error"};

    for (size_t i = 0; status != NULL && i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(status, known[i]) == 0)
            return true;
    }
    return false;
}

vmimage_status vmimage__import_request_down(const struct vm_kind *kind, int version, void *object,
                                            struct vm_arena *arena, vmimage_error **error)
{
    struct vm_import_request *request = object;
    vmimage_status status = vmimage__stash_put(kind, request, STASH, arena, error);

    (void)version;
    if (status != VMIMAGE_OK)
        return status;
    request->library_ref =
        (struct vm_ref){.api_version = OLD_VERSION, .kind = "ContentLibrary", .name = request->library};
    if (request->created_item != NULL && *request->created_item != '\0')
        request->created_item_ref = (struct vm_ref){
            .api_version = OLD_VERSION, .kind = "ContentLibraryItem", .name = request->created_item, .set = true};
    for (size_t i = 0; i < request->upload_count; i++) {
        if (!known_transfer_status(request->uploads[i].transfer_status))
            request->uploads[i].transfer_status = NULL;
    }
    return VMIMAGE_OK;
}
