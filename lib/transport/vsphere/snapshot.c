/*
 * SPDX-License-Identifier: Apache-2.0
 * Objects that were fetched ahead of the listing that wants them.
 */
#include "transport/vsphere/snapshot.h"

#include <string.h>

#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/ovf.h>

#include "base/error.h"
#include "format/ovf.h"
#include "model/objects.h"
#include "transport/vsphere/machine.h"

struct kept {
    vmimage_item *item;
    vmimage_ovf *ovf;
    vmimage_error *failure;
};

struct shelf {
    vmimage_library *library;
    struct kept *items;
    size_t count, capacity;
    bool given;
};

struct vm_vs_snapshot {
    struct shelf *shelves;
    size_t count, capacity, open;
    bool given; /* the libraries */
};

struct vm_vs_snapshot *vmimage__vs_snapshot_new(void)
{
    return vmimage__calloc(1, sizeof(struct vm_vs_snapshot));
}

static void clear_shelf(struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        vmimage_item_unref(shelf->items[i].item);
        vmimage_ovf_unref(shelf->items[i].ovf);
        vmimage_error_unref(shelf->items[i].failure);
    }
    vmimage__free(shelf->items);
    vmimage_library_unref(shelf->library);
}

void vmimage__vs_snapshot_free(struct vm_vs_snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    for (size_t i = 0; i < snapshot->count; i++)
        clear_shelf(&snapshot->shelves[i]);
    vmimage__free(snapshot->shelves);
    vmimage__free(snapshot);
}

static vmimage_status add_library(void *data, vmimage_library *library, vmimage_error **error)
{
    struct vm_vs_snapshot *snapshot = data;

    if (!vmimage__grow(&snapshot->shelves, snapshot->count, &snapshot->capacity, sizeof(*snapshot->shelves))) {
        vmimage_library_unref(library);
        return vmimage__fail_no_memory(error);
    }
    snapshot->shelves[snapshot->count++] = (struct shelf){.library = library};
    return VMIMAGE_OK;
}

static vmimage_status add_item(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error)
{
    struct vm_vs_snapshot *snapshot = data;
    struct shelf *shelf = &snapshot->shelves[snapshot->open];

    if (!vmimage__grow(&shelf->items, shelf->count, &shelf->capacity, sizeof(*shelf->items))) {
        vmimage_item_unref(item);
        return vmimage__fail_no_memory(error);
    }
    shelf->items[shelf->count++] = (struct kept){
        .item = item,
        /* Descriptors of this transport are always those of a handle. */
        .ovf = ovf != NULL ? vmimage_ovf_ref((vmimage_ovf *)((char *)ovf - offsetof(struct vmimage_ovf, o))) : NULL,
        .failure = failure != NULL ? vmimage_error_ref((vmimage_error *)failure) : NULL};
    return VMIMAGE_OK;
}

struct vm_sink vmimage__vs_snapshot_sink(struct vm_vs_snapshot *snapshot)
{
    return (struct vm_sink){.data = snapshot, .descriptors = true, .add_library = add_library, .add_item = add_item};
}

size_t vmimage__vs_snapshot_count(const struct vm_vs_snapshot *snapshot)
{
    return snapshot->count;
}

const vmimage_library *vmimage__vs_snapshot_begin(struct vm_vs_snapshot *snapshot, size_t index)
{
    snapshot->open = index;
    return snapshot->shelves[index].library;
}

vmimage_status vmimage__vs_snapshot_libraries(struct vm_vs_snapshot *snapshot, const struct vm_sink *sink, bool *served,
                                              vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    *served = snapshot != NULL && !snapshot->given;
    for (size_t i = 0; *served && i < snapshot->count && status == VMIMAGE_OK; i++)
        status = sink->add_library(sink->data, vmimage_library_ref(snapshot->shelves[i].library), error);
    if (*served)
        snapshot->given = true;
    return status;
}

static vmimage_status give(struct vm_vs *vs, const struct vm_call *call, struct kept *kept, const struct vm_sink *sink,
                           vmimage_error **error)
{
    const struct vm_ovf *ovf = kept->ovf != NULL && sink->descriptors ? &kept->ovf->o : NULL;
    const char *type = kept->item->o.type;
    vmimage_item *item = kept->item;
    vmimage_status status = VMIMAGE_OK;

    if (sink->wants != NULL && !sink->wants(sink->data, item))
        return VMIMAGE_OK;
    if (sink->descriptors && type != NULL && strcmp(type, "VM") == 0 && kept->failure == NULL)
        status = vmimage__vs_template(vs, call, sink, &kept->item, NULL, error);
    if (status != VMIMAGE_OK || kept->item == NULL)
        return status;
    kept->item = NULL;
    return sink->add_item(sink->data, item, ovf, kept->failure, error);
}

vmimage_status vmimage__vs_snapshot_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                          const struct vm_sink *sink, bool *served, vmimage_error **error)
{
    struct vm_vs_snapshot *snapshot = vs->snapshot;
    vmimage_status status = VMIMAGE_OK;

    *served = false;
    for (size_t i = 0; snapshot != NULL && i < snapshot->count; i++) {
        struct shelf *shelf = &snapshot->shelves[i];

        if (shelf->given || strcmp(shelf->library->o.id, library->o.id) != 0)
            continue;
        *served = shelf->given = true;
        for (size_t k = 0; k < shelf->count && status == VMIMAGE_OK; k++)
            status = give(vs, call, &shelf->items[k], sink, error);
        break;
    }
    return status;
}
