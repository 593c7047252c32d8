/*
 * SPDX-License-Identifier: Apache-2.0
 * Whether a publish request can be carried out: its VM and its target, with encryption, quota and the name's being free.
 */
#include "model/publish_pass.h"

#include <inttypes.h>
#include <string.h>

#define QUOTA_CHECK "vmware-system-vcfa-storage-quota"
#define QUOTA_CAPACITY "vcfa.storage.quota.check.vmware.com/requested-capacity"
#define QUOTA_STATUS "vcfa.storage.quota.check.vmware.com/status"
#define QUOTA_MESSAGE "vcfa.storage.quota.check.vmware.com/message"

static bool is_at(const char *name, const char *name_space, const struct vm_publish_pass *pass, const char *wanted)
{
    return strcmp(vm_some(name), vm_some(wanted)) == 0 &&
           strcmp(vm_some(name_space), vm_some(pass->request->meta.name_space)) == 0;
}

/* What the API server says of an object that is not there. */
static const char *not_found(struct vm_publish_pass *pass, const char *resource, const char *name)
{
    return vmimage__publish_quote(pass, resource, name, " not found");
}

/* ---- the source ---- */

const struct vm_publish_machine *vmimage__publish_source(const struct vm_publish_pass *pass)
{
    const struct vm_publish_input *in = pass->in;

    for (size_t i = 0; i < in->machine_count; i++) {
        if (is_at(in->machines[i].name, in->machines[i].name_space, pass, pass->request->source_ref.name))
            return &in->machines[i];
    }
    return NULL;
}

static bool find_machine(struct vm_publish_pass *pass)
{
    const char *name = vm_some(pass->request->source_ref.name), *text;

    pass->machine = vmimage__publish_source(pass);
    if (pass->machine != NULL)
        return true;
    text = not_found(pass, "virtualmachines.vmoperator.vmware.com ", name);
    vmimage__publish_set(pass, VM_SOURCE_VALID, "SourceVirtualMachineNotExist", text);
    return vmimage__publish_fail(pass,
                                 vmimage__arena_printf(&pass->out->arena, "failed to get VirtualMachine %s/%s: %s",
                                                       vm_some(pass->request->meta.name_space), name, vm_some(text)));
}

static bool check_source(struct vm_publish_pass *pass)
{
    const struct vm_publish_machine *machine;
    const char *text;

    if (!find_machine(pass))
        return false;
    machine = pass->machine;
    if (vm_some(machine->unique_id)[0] == '\0') {
        text = "VM hasn't been created and has no uniqueID";
        vmimage__publish_set(pass, VM_SOURCE_VALID, "SourceVirtualMachineNotCreated", text);
        return vmimage__publish_fail(pass, text);
    }
    if (vmimage__publish_is_inventory(pass) && machine->encrypted && machine->disks_encrypted &&
        machine->plain_volume) {
        text = "source VM contains both encrypted and unencrypted disks";
        vmimage__publish_set(pass, VM_SOURCE_VALID, "SourceVirtualMachineUnsupportedEncryption", text);
        pass->out->terminal = true;
        return vmimage__publish_fail(pass, text);
    }
    vmimage__publish_set_true(pass, VM_SOURCE_VALID);
    return true;
}

/* ---- the library ---- */

static const struct vm_library *find_library(struct vm_publish_pass *pass, const struct vm_library *const *libraries,
                                             size_t count, const char *what)
{
    const char *name = vm_some(pass->request->target_ref.location.name), *text;

    for (size_t i = 0; i < count; i++) {
        if (is_at(libraries[i]->meta.name, libraries[i]->meta.name_space, pass, name))
            return libraries[i];
    }
    text = not_found(pass, "contentlibraries.imageregistry.vmware.com ", name);
    vmimage__publish_set(pass, VM_TARGET_VALID, "TargetContentLibraryNotExist", text);
    (void)vmimage__publish_fail(
        pass, vmimage__arena_printf(&pass->out->arena, "failed to get %sContentLibrary %s/%s: %s", what,
                                    vm_some(pass->request->meta.name_space), name, vm_some(text)));
    return NULL;
}

bool vmimage__publish_find_target(struct vm_publish_pass *pass)
{
    const struct vm_publish_input *in = pass->in;

    pass->library = find_library(pass, in->libraries, in->library_count, "");
    if (pass->library == NULL)
        return false;
    pass->library_type = "ContentLibrary";
    if (!in->inventory_gate)
        return true;
    pass->library_v1alpha2 = find_library(pass, in->libraries_v1alpha2, in->library_v1alpha2_count, "v1alpha2 ");
    if (pass->library_v1alpha2 == NULL)
        return false;
    pass->library_type = vm_some(pass->library_v1alpha2->library_type);
    return true;
}

static bool check_library(struct vm_publish_pass *pass)
{
    const struct vm_library *library = pass->library;
    const char *name = vm_some(library->name), *text;

    /* v1alpha1's "writable" is read as both. */
    if (library->allow_publish != VM_TRUE && library->allow_delete != VM_TRUE) {
        text = vmimage__arena_printf(&pass->out->arena, "target location %s is not writable", name);
        vmimage__publish_set(pass, VM_TARGET_VALID, "TargetContentLibraryNotWritable", text);
        return vmimage__publish_fail(pass, text);
    }
    if (!vmimage__condition_true(&library->conditions, "Ready")) {
        text = vmimage__arena_printf(&pass->out->arena, "target location %s is not ready", name);
        vmimage__publish_set(pass, VM_TARGET_VALID, "TargetContentLibraryNotReady", text);
        return vmimage__publish_fail(pass, text);
    }
    return true;
}

static bool find_policy(struct vm_publish_pass *pass, const char *name, const char **policy)
{
    const struct vm_publish_input *in = pass->in;
    struct vm_arena *arena = &pass->out->arena;
    const struct vm_storage_class *found = NULL;

    for (size_t i = 0; i < in->class_count && found == NULL; i++) {
        if (strcmp(vm_some(in->classes[i].name), name) == 0)
            found = &in->classes[i];
    }
    if (found == NULL)
        return vmimage__publish_fail(
            pass, vmimage__arena_printf(
                      arena, "%s%s", vm_some(vmimage__publish_quote(pass, "failed to get storageClass ", name, ": ")),
                      vm_some(not_found(pass, "storageclasses.storage.k8s.io ", name))));
    *policy = vm_some(found->policy_id);
    if ((*policy)[0] == '\0')
        return vmimage__publish_fail(
            pass, vmimage__publish_quote(pass, "StorageClass ", name, " does not have \"storagePolicyID\" parameter"));
    return true;
}

/* Without a class the copy has the policy of the VM, which fits. */
static bool check_encryption(struct vm_publish_pass *pass)
{
    const struct vm_publish_input *in = pass->in;
    const char *name = vm_some(pass->library_v1alpha2->storage_class), *policy = "", *text;
    struct vm_publish_call call = {.ask = VM_PUBLISH_ASK_ENCRYPTION};

    if (!pass->machine->encrypted || name[0] == '\0')
        return true;
    if (!find_policy(pass, name, &policy))
        return false;
    call.id = policy;
    if (!vmimage__publish_ask(pass, &call, in->encryption_known))
        return false;
    if (in->encryption_error != NULL)
        return vmimage__publish_fail(pass, in->encryption_error);
    if (in->encrypts)
        return true;
    text = "source VM is encrypted, but target storage class does not support encryption";
    vmimage__publish_set(pass, VM_TARGET_VALID, "TargetContentLibraryIncompatibleStorageClass", text);
    pass->out->terminal = true;
    return vmimage__publish_fail(pass, text);
}

/* ---- the quota ---- */

/* Go's resource.NewQuantity(bytes, BinarySI).String(): below 1024 it counts in tens. */
static const char *binary_quantity(struct vm_arena *arena, int64_t bytes)
{
    static const char *const units[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    size_t unit = 0;

    if (bytes == 1000)
        return "1k";
    for (; bytes >= 1024 && bytes % 1024 == 0 && unit + 1 < sizeof(units) / sizeof(units[0]); unit++)
        bytes /= 1024;
    return vmimage__arena_printf(arena, "%" PRId64 "%s", bytes, units[unit]);
}

static bool ask_for_quota(struct vm_publish_pass *pass)
{
    const struct vm_publish_input *in = pass->in;
    struct vm_map *annotations = &pass->request->meta.annotations;
    const struct vm_publish_call call = {.ask = VM_PUBLISH_ASK_STORAGE, .id = pass->machine->unique_id};
    const char *quantity, *name;

    if (!vmimage__publish_ask(pass, &call, in->storage_known))
        return false;
    if (in->storage_error != NULL)
        return vmimage__publish_fail(pass, in->storage_error);
    if (in->storage <= 0) {
        name = vmimage__arena_printf(&pass->out->arena, "%s/%s", vm_some(pass->machine->name_space),
                                     vm_some(pass->machine->name));
        return vmimage__publish_fail(
            pass, vmimage__publish_quote(pass, "unable get storage used for VM ", name, " for quota validation"));
    }
    quantity = binary_quantity(&pass->out->arena, in->storage);
    if (quantity != NULL) {
        vmimage__map_set(annotations, in->arena, QUOTA_CHECK, "true");
        vmimage__map_set(annotations, in->arena, QUOTA_CAPACITY, quantity);
    }
    return false;
}

/* Somebody else validates: takes the capacity's annotation away, and says so when there is too little. */
static bool check_quota(struct vm_publish_pass *pass)
{
    const struct vm_map *annotations = &pass->request->meta.annotations;
    const char *status, *text;

    if (vmimage__map_get(&pass->library_v1alpha2->meta.labels, QUOTA_CHECK) == NULL)
        return true;
    if (vmimage__map_get(annotations, QUOTA_CHECK) == NULL)
        return ask_for_quota(pass);
    if (vmimage__map_get(annotations, QUOTA_CAPACITY) != NULL)
        return false;
    status = vmimage__map_get(annotations, QUOTA_STATUS);
    if (status == NULL)
        return true;
    if (strcmp(status, "Failed") == 0)
        text = vmimage__publish_quote(pass, "quota validation has failed with message ",
                                      vmimage__map_get(annotations, QUOTA_MESSAGE), "");
    else
        text = vmimage__arena_printf(&pass->out->arena, "quota validation has completed with an unexpected status: %s",
                                     status);
    vmimage__publish_set(pass, VM_TARGET_VALID, "TargetContentLibraryFailedQuotaCheck", text);
    vmimage__publish_set(pass, VM_COMPLETE, "Fatal", text);
    pass->out->terminal = true;
    return vmimage__publish_fail(pass, text);
}

/* ---- the name ---- */

static bool check_name(struct vm_publish_pass *pass)
{
    const struct vm_publish_item *item;
    const char *name = vm_some(pass->request->target_ref.item_name);
    bool ours = false;

    if (!vmimage__publish_find_item(pass, &item))
        return false;
    if (item == NULL) {
        vmimage__publish_set_true(pass, VM_TARGET_VALID);
        return true;
    }
    /* An attempt that was lost sight of may have made it. */
    if (pass->request->attempts.value > 0 && !vmimage__publish_is_ours(pass, item, &ours)) {
        if (pass->out->error != NULL)
            pass->out->error = vmimage__arena_printf(
                &pass->out->arena, "failed to detect if item is correlated with vm pub request: %s", pass->out->error);
        return false;
    }
    if (ours) {
        vmimage__publish_set_true(pass, VM_TARGET_VALID);
        vmimage__publish_set_true(pass, VM_UPLOADED);
        pass->item_id = vm_some(item->id);
        return true;
    }
    vmimage__publish_set(pass, VM_TARGET_VALID, "TargetItemAlreadyExists",
                         vmimage__arena_printf(&pass->out->arena,
                                               "item with name %s already exists in the content library %s", name,
                                               vm_some(pass->library->name)));
    return true;
}

static bool check_target(struct vm_publish_pass *pass)
{
    if (!check_library(pass))
        return false;
    if (vmimage__publish_is_inventory(pass) && (!check_encryption(pass) || !check_quota(pass)))
        return false;
    return check_name(pass);
}

/* ---- both ---- */

static bool say_what_failed(struct vm_publish_pass *pass, const char *what)
{
    if (pass->out->error != NULL)
        pass->out->error =
            vmimage__arena_printf(&pass->out->arena, "failed to check if %s is valid: %s", what, pass->out->error);
    return false;
}

bool vmimage__publish_check_source(struct vm_publish_pass *pass)
{
    return check_source(pass) || say_what_failed(pass, "source");
}

bool vmimage__publish_check_target(struct vm_publish_pass *pass)
{
    return check_target(pass) || say_what_failed(pass, "target");
}
