/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission of the image references of a VM: which image a name becomes, and which references are refused.
 */
#include "model/admission.h"

#include <string.h>
#include <vmimage/image.h>
#include <vmimage/resolve.h>

#include "base/error.h"

#define IMAGE_KIND "VirtualMachineImage"
#define CLUSTER_KIND "ClusterVirtualMachineImage"
#define KINDS "supported: " IMAGE_KIND "; " CLUSTER_KIND
#define PRIVILEGED "restricted to privileged users"
#define FAILED_OVER "vmoperator.vmware.com/failed-over-vm"
#define FIELDS_MAX ((size_t)1048576)

static const char *some(const char *text)
{
    return text != NULL ? text : "";
}

static bool is_kind(const char *kind)
{
    return strcmp(some(kind), IMAGE_KIND) == 0 || strcmp(some(kind), CLUSTER_KIND) == 0;
}

/* ---- filling in ---- */

static void default_name(struct vm_image_user *vm)
{
    const char *name = NULL;

    if (some(vm->image_name)[0] != '\0' || vm->cdrom_count == 0)
        return;
    for (size_t i = 0; i < vm->cdrom_count; i++) {
        if (vm->cdroms[i].connected != VM_TRUE)
            continue;
        name = vm->cdroms[i].image_name;
        break;
    }
    vm->image_name = some(name)[0] != '\0' ? name : vm->cdroms[0].image_name;
}

static struct vm_answer denied(const char *text)
{
    return (struct vm_answer){.code = 403, .reason = "Forbidden", .message = text};
}

static vmimage_status compare(const struct vm_image_user *vm, const vmimage_image *image, struct vm_arena *arena,
                              struct vm_answer *answer, vmimage_error **error)
{
    vm_auto_buf struct vm_buf fields = VM_BUF_INIT(FIELDS_MAX);

    if (vmimage__same_text(vm->image.kind, image->o.kind) && vmimage__same_text(vm->image.name, image->o.meta.name))
        return VMIMAGE_OK;
    vmimage__field(&fields, "spec.imageName");
    vmimage__buf_add_str(&fields, "Invalid value: ");
    vmimage__buf_go_quote(&fields, vm->image_name, strlen(vm->image_name));
    vmimage__buf_add_str(&fields, ": must refer to the same resource as spec.image");
    *answer = denied(vmimage__arena_strdup(arena, vmimage__buf_str(&fields)));
    return fields.status != VMIMAGE_OK || arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status resolve(struct vm_image_user *vm, const struct vm_surroundings *around, struct vm_arena *arena,
                              struct vm_answer *answer, vmimage_error **error)
{
    vm_auto_error vmimage_error *why = NULL;
    vmimage_image *image = NULL;
    const char *reason;
    vmimage_status status = vmimage_resolve_images((const vmimage_image *const *)around->images, around->image_count,
                                                   vm->meta.name_space, vm->image_name, 0, &image, &why);

    if (status != VMIMAGE_OK) {
        reason = vmimage_error_reason(why);
        *answer = denied(reason != NULL ? vmimage__arena_strdup(arena, reason) : NULL);
        return reason == NULL || arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
    }
    if (vm->image.set) {
        status = compare(vm, image, arena, answer, error);
    } else {
        vm->image.set = true;
        vm->image.kind = vmimage__arena_strdup(arena, image->o.kind);
        vm->image.name = vmimage__arena_strdup(arena, image->o.meta.name);
        status = arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
    }
    (void)vmimage_image_unref(image);
    return status;
}

vmimage_status vmimage__default_vm_image(struct vm_image_user *vm, const struct vm_surroundings *around,
                                         struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error)
{
    *answer = vmimage__allow();
    for (size_t i = 0; i < vm->cdrom_count; i++) {
        if (some(vm->cdroms[i].image_kind)[0] == '\0')
            vm->cdroms[i].image_kind = IMAGE_KIND;
    }
    default_name(vm);
    if (some(vm->image_name)[0] == '\0')
        return VMIMAGE_OK;
    return resolve(vm, around, arena, answer, error);
}

/* ---- checking ---- */

static bool is_imageless(const struct vm_image_user *vm)
{
    return !vm->image.set && some(vm->image_name)[0] == '\0';
}

static void check_created(struct vm_buf *fields, const struct vm_image_user *vm, const struct vm_caller *caller,
                          const struct vm_vm_gates *gates)
{
    if (is_imageless(vm) && (gates->import_new_net || gates->incremental_restore)) {
        if (caller->privileged)
            return;
        vmimage__field(fields, "spec.image");
        vmimage__buf_add_str(fields, "Forbidden: " PRIVILEGED);
    } else if (!vm->image.set) {
        vmimage__field(fields, "spec.image");
        vmimage__buf_add_str(fields, "Required value");
    } else if (some(vm->image.kind)[0] == '\0') {
        vmimage__field(fields, "spec.image.kind");
        vmimage__buf_add_str(fields, "Required value: " KINDS);
    } else if (!is_kind(vm->image.kind)) {
        vmimage__field(fields, "spec.image.kind");
        vmimage__buf_add_str(fields, "Invalid value: ");
        vmimage__buf_go_quote(fields, vm->image.kind, strlen(vm->image.kind));
        vmimage__buf_add_str(fields, ": " KINDS);
    }
}

static bool same_image(const struct vm_image_user *a, const struct vm_image_user *b)
{
    return a->image.set == b->image.set && vmimage__same_text(a->image.kind, b->image.kind) &&
           vmimage__same_text(a->image.name, b->image.name);
}

/* A pointer to {kind,name} as Go's JSON has it. */
static void add_image(struct vm_buf *fields, const struct vm_ref *image)
{
    if (!image->set) {
        vmimage__buf_add_str(fields, "null");
        return;
    }
    vmimage__buf_add_char(fields, '{');
    if (some(image->kind)[0] != '\0') {
        vmimage__buf_add_str(fields, "\"kind\":");
        vmimage__buf_json_string(fields, image->kind, strlen(image->kind), true);
        vmimage__buf_add_char(fields, ',');
    }
    vmimage__buf_add_str(fields, "\"name\":");
    vmimage__buf_json_string(fields, some(image->name), strlen(some(image->name)), true);
    vmimage__buf_add_char(fields, '}');
}

static void forbid(struct vm_buf *fields, const char *path)
{
    vmimage__field(fields, path);
    vmimage__buf_add_str(fields, "Forbidden: " PRIVILEGED);
}

static void check_updated(struct vm_buf *fields, const struct vm_image_user *vm, const struct vm_image_user *old,
                          const struct vm_caller *caller, const struct vm_vm_gates *gates)
{
    /* A VM that was failed over may lose its image, by the hand of a privileged user. */
    if (gates->incremental_restore && is_imageless(vm) &&
        vmimage__map_get(&vm->meta.annotations, FAILED_OVER) != NULL) {
        if (!caller->privileged && !same_image(vm, old))
            forbid(fields, "spec.image");
        if (!caller->privileged && !vmimage__same_text(vm->image_name, old->image_name))
            forbid(fields, "spec.imageName");
        return;
    }
    vmimage__field_immutable(fields, "spec.imageName", vm->image_name, old->image_name);
    if (same_image(vm, old))
        return;
    vmimage__field(fields, "spec.image");
    vmimage__buf_add_str(fields, "Invalid value: ");
    add_image(fields, &vm->image);
    vmimage__buf_add_str(fields, ": field is immutable");
}

/* Images of one name are the same file, whatever their scope. */
static void check_cdroms(struct vm_buf *fields, const struct vm_image_user *vm)
{
    for (size_t i = 0; i < vm->cdrom_count; i++) {
        const struct vm_cdrom *cdrom = &vm->cdroms[i];
        size_t first = 0;

        if (!is_kind(cdrom->image_kind)) {
            vmimage__buf_printf(fields, "%sspec.hardware.cdrom[%zu].image.kind: Unsupported value: ",
                                fields->length != 0 ? ", " : "", i);
            vmimage__buf_go_quote(fields, some(cdrom->image_kind), strlen(some(cdrom->image_kind)));
            vmimage__buf_add_str(fields, ": supported values: \"" IMAGE_KIND "\", \"" CLUSTER_KIND "\"");
        }
        while (first < i && !vmimage__same_text(vm->cdroms[first].image_name, cdrom->image_name))
            first++;
        if (first == i)
            continue;
        vmimage__buf_printf(
            fields, "%sspec.hardware.cdrom[%zu].image.name: Duplicate value: ", fields->length != 0 ? ", " : "", i);
        vmimage__buf_go_quote(fields, some(cdrom->image_name), strlen(some(cdrom->image_name)));
    }
}

vmimage_status vmimage__admit_vm_image(const struct vm_image_user *vm, const struct vm_image_user *old,
                                       const struct vm_caller *caller, const struct vm_vm_gates *gates,
                                       struct vm_arena *arena, struct vm_answer *answer, vmimage_error **error)
{
    vm_auto_buf struct vm_buf fields = VM_BUF_INIT(FIELDS_MAX);

    if (old == NULL)
        check_created(&fields, vm, caller, gates);
    else
        check_updated(&fields, vm, old, caller, gates);
    check_cdroms(&fields, vm);
    return vmimage__answer_fields(&fields, arena, answer, error);
}
