/*
 * SPDX-License-Identifier: Apache-2.0
 * The descriptor as programs see it: reading, accessors, and the image that it gives.
 */
#include <vmimage/ovf.h>

#include <string.h>

#include <vmimage/context.h>
#include <vmimage/image.h>

#include "base/clock.h"
#include "base/error.h"
#include "format/href.h"
#include "format/ovf.h"
#include "model/labels.h"

vmimage_status vmimage_ovf_parse(vmimage_context *context, const char *data, size_t length, const char *name,
                                 vmimage_ovf **ovf, vmimage_error **error)
{
    vmimage_status status;

    VM_REQUIRE(ovf != NULL, error);
    *ovf = NULL;
    VM_REQUIRE(data != NULL || length == 0, error);
    status = vmimage__ovf_parse(data != NULL ? data : "", length, context, name, ovf, error);
    if (status == VMIMAGE_OK)
        (*ovf)->context = vmimage_context_ref(context);
    else
        vmimage__error_set_operation(error, "read OVF");
    return status;
}

vmimage_ovf *vmimage_ovf_ref(vmimage_ovf *ovf)
{
    if (ovf != NULL)
        vmimage__refs_take(&ovf->refs);
    return ovf;
}

vmimage_ovf *vmimage_ovf_unref(vmimage_ovf *ovf)
{
    if (ovf != NULL && vmimage__refs_drop(&ovf->refs)) {
        (void)vmimage_context_unref(ovf->context);
        vmimage__arena_release(&ovf->arena);
        vmimage__free(ovf);
    }
    return NULL;
}

vmimage_status vmimage_ovf_to_image(const vmimage_ovf *ovf, vmimage_image **image, vmimage_error **error)
{
    char now[VM_TIME_SIZE];
    vmimage_image *result;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(ovf != NULL, error);
    result = vmimage__image_new();
    if (result == NULL)
        return vmimage__fail_no_memory(error);
    result->o.api_version = "vmoperator.vmware.com/v1alpha6";
    result->o.kind = "VirtualMachineImage";
    result->o.type = "OVF";
    vmimage__now(now);
    status = vmimage__ovf_apply(&ovf->o, &result->o, &result->arena, now, ovf->context, error);
    if (status == VMIMAGE_OK) {
        vmimage__labels_sync(&result->o, &result->arena);
        if (result->arena.failed)
            status = vmimage__fail_no_memory(error);
    }
    if (status == VMIMAGE_OK) {
        *image = result;
    } else {
        vmimage__error_set_operation(error, "make image of OVF");
        (void)vmimage_image_unref(result);
    }
    return status;
}

/* ---- systems and products ---- */

static const struct vm_ovf_system *system_of(const vmimage_ovf *ovf)
{
    const struct vm_ovf_system *products;

    return ovf != NULL ? vmimage__ovf_system(&ovf->o, &products) : NULL;
}

static const struct vm_ovf_product *product_of(const vmimage_ovf *ovf)
{
    const struct vm_ovf_system *products = NULL;

    if (ovf == NULL || vmimage__ovf_system(&ovf->o, &products) == NULL || products->product_count == 0)
        return NULL;
    return &products->products[0];
}

/* An empty text is none. */
static const char *some(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

const char *vmimage_ovf_system_id(const vmimage_ovf *ovf)
{
    const struct vm_ovf_system *system = system_of(ovf);

    return system != NULL ? some(system->id) : NULL;
}

const char *vmimage_ovf_system_name(const vmimage_ovf *ovf)
{
    const struct vm_ovf_system *system = system_of(ovf);

    return system != NULL ? some(system->name) : NULL;
}

size_t vmimage_ovf_system_count(const vmimage_ovf *ovf)
{
    return ovf != NULL ? ovf->o.system_count + ovf->o.system_set : 0;
}

const char *vmimage_ovf_product(const vmimage_ovf *ovf)
{
    const struct vm_ovf_product *product = product_of(ovf);

    return product != NULL ? some(product->product) : NULL;
}

const char *vmimage_ovf_vendor(const vmimage_ovf *ovf)
{
    const struct vm_ovf_product *product = product_of(ovf);

    return product != NULL ? some(product->vendor) : NULL;
}

const char *vmimage_ovf_version(const vmimage_ovf *ovf)
{
    const struct vm_ovf_product *product = product_of(ovf);

    return product != NULL ? some(product->version) : NULL;
}

const char *vmimage_ovf_full_version(const vmimage_ovf *ovf)
{
    const struct vm_ovf_product *product = product_of(ovf);

    return product != NULL ? some(product->full_version) : NULL;
}

/* ---- files ---- */

static const struct vm_ovf_file *file_at(const vmimage_ovf *ovf, size_t index)
{
    return ovf != NULL && index < ovf->o.file_count ? &ovf->o.files[index] : NULL;
}

size_t vmimage_ovf_file_count(const vmimage_ovf *ovf)
{
    return ovf != NULL ? ovf->o.file_count : 0;
}

const char *vmimage_ovf_file_id(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL ? some(file->id) : NULL;
}

const char *vmimage_ovf_file_href(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL ? some(file->href) : NULL;
}

int32_t vmimage_ovf_file_location(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL ? vmimage__href_location(file->href) : 0;
}

uint64_t vmimage_ovf_file_size(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL ? file->size : 0;
}

const char *vmimage_ovf_file_compression(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL ? some(file->compression) : NULL;
}

int64_t vmimage_ovf_file_chunk_size(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_file *file = file_at(ovf, index);

    return file != NULL && file->chunk_size.set ? file->chunk_size.value : 0;
}

/* ---- disks ---- */

static const struct vm_ovf_disk *disk_at(const vmimage_ovf *ovf, size_t index)
{
    return ovf != NULL && index < ovf->o.disk_count ? &ovf->o.disks[index] : NULL;
}

size_t vmimage_ovf_disk_count(const vmimage_ovf *ovf)
{
    return ovf != NULL ? ovf->o.disk_count : 0;
}

const char *vmimage_ovf_disk_id(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);

    return disk != NULL ? some(disk->id) : NULL;
}

const char *vmimage_ovf_disk_file_id(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);

    return disk != NULL ? some(disk->file_ref) : NULL;
}

const char *vmimage_ovf_disk_format(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);

    return disk != NULL ? some(disk->format) : NULL;
}

const char *vmimage_ovf_disk_capacity(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);

    return disk != NULL ? some(disk->capacity) : NULL;
}

const char *vmimage_ovf_disk_units(const vmimage_ovf *ovf, size_t index)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);

    return disk != NULL ? some(disk->units) : NULL;
}

vmimage_status vmimage_ovf_disk_bytes(const vmimage_ovf *ovf, size_t index, int64_t *bytes, vmimage_error **error)
{
    const struct vm_ovf_disk *disk = disk_at(ovf, index);
    struct vm_arena scratch = {0};
    struct vm_ovf_fault fault = {.arena = &scratch};
    vmimage_status status = VMIMAGE_OK;

    VM_REQUIRE(ovf != NULL && bytes != NULL, error);
    if (disk == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, ovf->o.subject, "%s: there is no disk with the index %zu",
                             ovf->o.subject != NULL ? ovf->o.subject : "OVF", index);
    if (!vmimage__ovf_disk_bytes(&ovf->o, disk, bytes, &fault)) {
        if (scratch.failed) {
            status = vmimage__fail_no_memory(error);
        } else {
            status = vmimage__fail(error, VMIMAGE_E_INVALID, ovf->o.subject, "%s:%llu: %s",
                                   ovf->o.subject != NULL ? ovf->o.subject : "OVF", (unsigned long long)disk->line,
                                   fault.reason);
            vmimage__error_set_line(error, disk->line);
        }
    }
    vmimage__arena_release(&scratch);
    return status;
}
