/*
 * SPDX-License-Identifier: Apache-2.0
 * The JSON of virtual machines, groups and the cluster's configuration, as far as admission rules look at them.
 */
#include "format/admission.h"

#include <string.h>
#include <vmimage/image.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "config.h"
#include "format/k8s.h"
#if VM_WITH_KUBERNETES
#include "format/yaml.h"
#endif

#define OPERATOR_GROUP "vmoperator.vmware.com/"
#define CONFIG_MAX ((size_t)1048576)

static bool is_kind(const struct vm_json *root, const char *group, const char *kind)
{
    const char *api_version = vmimage__json_get_string(root, "apiVersion"),
               *is = vmimage__json_get_string(root, "kind");

    return api_version != NULL && is != NULL && strncmp(api_version, group, strlen(group)) == 0 &&
           strcmp(is, kind) == 0;
}

enum vm_admitted vmimage__admitted_kind(const struct vm_json *root)
{
    if (is_kind(root, OPERATOR_GROUP, "VirtualMachinePublishRequest"))
        return VM_ADMIT_PUBLISH;
    if (is_kind(root, OPERATOR_GROUP, "VirtualMachineGroupPublishRequest"))
        return VM_ADMIT_GROUP_PUBLISH;
    return is_kind(root, OPERATOR_GROUP, "VirtualMachine") ? VM_ADMIT_VM : VM_ADMIT_NONE;
}

vmimage_status vmimage__admitted_check(const struct vm_json *root, vmimage_error **error)
{
    struct vm_arena arena = {0};
    struct vm_publish_request publish = {0};
    struct vm_group_publish_request group = {0};
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__admitted_kind(root) == VM_ADMIT_PUBLISH)
        status = vmimage__publish_request_read(root, NULL, &publish, &arena, error);
    else if (vmimage__admitted_kind(root) == VM_ADMIT_GROUP_PUBLISH)
        status = vmimage__group_publish_request_read(root, NULL, &group, &arena, error);
    vmimage__arena_release(&arena);
    return status;
}

static const char *text(struct vm_arena *arena, const struct vm_json *object, const char *key)
{
    return vmimage__arena_strdup(arena, vmimage__json_get_string(object, key));
}

/* ---- a VM ---- */

static void read_cdrom(const struct vm_json *node, struct vm_image_user *vm, struct vm_arena *arena)
{
    const struct vm_json *image = vmimage__json_get(node, "image"), *connected = vmimage__json_get(node, "connected");
    struct vm_cdrom cdrom = {text(arena, image, "kind"), text(arena, image, "name"), VM_UNSET};

    if (vmimage__json_type(connected) == VM_JSON_BOOL)
        cdrom.connected = vmimage__json_bool(connected) ? VM_TRUE : VM_FALSE;
    if (vmimage__arena_grow(arena, &vm->cdroms, vm->cdrom_count, &vm->cdrom_capacity, sizeof(cdrom)))
        vm->cdroms[vm->cdrom_count++] = cdrom;
}

void vmimage__image_user_read(const struct vm_json *root, struct vm_image_user *vm, struct vm_arena *arena)
{
    const struct vm_json *meta = vmimage__json_get(root, "metadata"), *spec = vmimage__json_get(root, "spec");
    const struct vm_json *image = vmimage__json_get(spec, "image");
    const struct vm_json *cdroms = vmimage__json_get(vmimage__json_get(spec, "hardware"), "cdrom");
    const struct vm_json *annotations = vmimage__json_get(meta, "annotations");

    vm->meta.name_space = text(arena, meta, "namespace");
    vm->meta.deletion_time = text(arena, meta, "deletionTimestamp");
    for (const struct vm_json *node = vmimage__json_first(annotations); node != NULL; node = vmimage__json_next(node)) {
        if (vmimage__json_string(node) != NULL)
            vmimage__map_set(&vm->meta.annotations, arena, vmimage__json_key(node), vmimage__json_string(node));
    }
    vm->image_name = text(arena, spec, "imageName");
    vm->image.set = vmimage__json_type(image) == VM_JSON_OBJECT;
    vm->image.kind = text(arena, image, "kind");
    vm->image.name = text(arena, image, "name");
    if (vmimage__json_type(cdroms) != VM_JSON_ARRAY)
        return;
    for (const struct vm_json *node = vmimage__json_first(cdroms); node != NULL; node = vmimage__json_next(node))
        read_cdrom(node, vm, arena);
}

/* ---- what is around ---- */

static bool is_linked(const struct vm_json *member)
{
    const struct vm_json *conditions = vmimage__json_get(member, "conditions");

    for (const struct vm_json *node = vmimage__json_first(conditions); node != NULL; node = vmimage__json_next(node)) {
        const char *type = vmimage__json_get_string(node, "type"), *status = vmimage__json_get_string(node, "status");

        if (type != NULL && strcmp(type, "GroupLinked") == 0)
            return status != NULL && strcmp(status, "True") == 0;
    }
    return false;
}

static void read_group(const struct vm_json *root, struct vm_surroundings *around, struct vm_arena *arena)
{
    const struct vm_json *meta = vmimage__json_get(root, "metadata");
    const struct vm_json *members = vmimage__json_get(vmimage__json_get(root, "status"), "members");
    struct vm_group group = {.name_space = text(arena, meta, "namespace"), .name = text(arena, meta, "name")};

    if (vmimage__json_type(members) != VM_JSON_ARRAY)
        members = NULL;
    for (const struct vm_json *node = vmimage__json_first(members); node != NULL; node = vmimage__json_next(node)) {
        struct vm_group_member member = {text(arena, node, "kind"), text(arena, node, "name"), is_linked(node)};

        if (vmimage__arena_grow(arena, &group.members, group.member_count, &group.member_capacity, sizeof(member)))
            group.members[group.member_count++] = member;
    }
    /* Half a group would give wrong answers. */
    if (!arena->failed &&
        vmimage__arena_grow(arena, &around->groups, around->group_count, &around->group_capacity, sizeof(group)))
        around->groups[around->group_count++] = group;
}

static vmimage_status read_library(const struct vm_json *root, struct vm_surroundings *around, struct vm_arena *arena,
                                   vmimage_error **error)
{
    vmimage_library *library = NULL;
    vmimage_status status = vmimage__library_from_node(root, NULL, NULL, &library, error);

    if (status != VMIMAGE_OK)
        return status;
    if (!vmimage__arena_grow(arena, &around->libraries, around->library_count, &around->library_capacity,
                             sizeof(vmimage_library *))) {
        (void)vmimage_library_unref(library);
        return vmimage__fail_no_memory(error);
    }
    around->libraries[around->library_count++] = library;
    return VMIMAGE_OK;
}

static vmimage_status read_image(const struct vm_json *root, struct vm_surroundings *around, struct vm_arena *arena,
                                 vmimage_error **error)
{
    vmimage_image *image = NULL;
    vmimage_status status = vmimage__image_from_node(root, NULL, NULL, &image, error);

    if (status != VMIMAGE_OK)
        return status;
    if (!vmimage__arena_grow(arena, &around->images, around->image_count, &around->image_capacity,
                             sizeof(vmimage_image *))) {
        (void)vmimage_image_unref(image);
        return vmimage__fail_no_memory(error);
    }
    around->images[around->image_count++] = image;
    return VMIMAGE_OK;
}

/* kube-system/wcp-cluster-config says which SSO domain the cluster belongs to. */
static vmimage_status read_config(const struct vm_json *root, struct vm_caller *caller, struct vm_arena *arena,
                                  vmimage_error **error)
{
#if VM_WITH_KUBERNETES
    const struct vm_json *meta = vmimage__json_get(root, "metadata");
    const char *name = vmimage__json_get_string(meta, "name"), *domain;
    const char *yaml = vmimage__json_get_string(vmimage__json_get(root, "data"), "wcp-cluster-config.yaml");
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(CONFIG_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status;

    if (name == NULL || strcmp(name, "wcp-cluster-config") != 0 || yaml == NULL)
        return VMIMAGE_OK;
    status = vmimage__yaml_to_json(yaml, strlen(yaml), &limits, "wcp-cluster-config.yaml", &json, error);
    if (status == VMIMAGE_OK)
        status =
            vmimage__json_parse(vmimage__buf_str(&json), json.length, &limits, "wcp-cluster-config.yaml", &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    domain = vmimage__json_get_string(vmimage__json_root(doc), "sso_domain");
    domain = vmimage__arena_strdup(arena, domain);
    if (domain != NULL)
        caller->sso_domain = domain;
#else
    (void)root;
    (void)caller;
#endif
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__admission_read(const struct vm_json *root, struct vm_surroundings *around,
                                       struct vm_caller *caller, struct vm_arena *arena, vmimage_error **error)
{
    if (is_kind(root, OPERATOR_GROUP, "VirtualMachineGroup"))
        read_group(root, around, arena);
    else if (is_kind(root, "imageregistry.vmware.com/", "ContentLibrary"))
        return read_library(root, around, arena, error);
    else if (is_kind(root, OPERATOR_GROUP, "VirtualMachineImage") ||
             is_kind(root, OPERATOR_GROUP, "ClusterVirtualMachineImage"))
        return read_image(root, around, arena, error);
    else if (is_kind(root, "v1", "ConfigMap"))
        return read_config(root, caller, arena, error);
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}
