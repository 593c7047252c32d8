/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission for programs: objects come as JSON, answers go out with a JSON patch. The rules are in model/admission*.c.
 */
#include <vmimage/admission.h>

#include <stdio.h>
#include <string.h>
#include <vmimage/image.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "format/admission.h"
#include "format/json_patch.h"
#include "format/k8s.h"

#define PATCH_MAX ((size_t)8388608)

struct vmimage_admission {
    vm_refs refs;
    struct vm_arena arena; /* of the caller and the surroundings */
    struct vm_json_doc *object, *old;
    struct vm_caller caller;
    struct vm_vm_gates gates;
    struct vm_surroundings around;
};

struct vmimage_admission_answer {
    vm_refs refs;
    struct vm_arena arena;
    struct vm_answer o;
    const char *patch;
};

/* ---- handles ---- */

vmimage_admission *vmimage_admission_new(void)
{
    vmimage_admission *admission = vmimage__calloc(1, sizeof(*admission));

    if (admission != NULL)
        vmimage__refs_init(&admission->refs);
    return admission;
}

vmimage_admission *vmimage_admission_ref(vmimage_admission *admission)
{
    if (admission != NULL)
        vmimage__refs_take(&admission->refs);
    return admission;
}

vmimage_admission *vmimage_admission_unref(vmimage_admission *admission)
{
    if (admission == NULL || !vmimage__refs_drop(&admission->refs))
        return NULL;
    for (size_t i = 0; i < admission->around.library_count; i++)
        (void)vmimage_library_unref(admission->around.libraries[i]);
    for (size_t i = 0; i < admission->around.image_count; i++)
        (void)vmimage_image_unref(admission->around.images[i]);
    vmimage__json_free(admission->object);
    vmimage__json_free(admission->old);
    vmimage__arena_release(&admission->arena);
    vmimage__free(admission);
    return NULL;
}

vmimage_admission_answer *vmimage_admission_answer_ref(vmimage_admission_answer *answer)
{
    if (answer != NULL)
        vmimage__refs_take(&answer->refs);
    return answer;
}

vmimage_admission_answer *vmimage_admission_answer_unref(vmimage_admission_answer *answer)
{
    if (answer != NULL && vmimage__refs_drop(&answer->refs)) {
        vmimage__arena_release(&answer->arena);
        vmimage__free(answer);
    }
    return NULL;
}

int32_t vmimage_admission_answer_allowed(const vmimage_admission_answer *answer)
{
    return answer != NULL && answer->o.allowed;
}

int32_t vmimage_admission_answer_code(const vmimage_admission_answer *answer)
{
    return answer != NULL ? answer->o.code : 0;
}

const char *vmimage_admission_answer_reason(const vmimage_admission_answer *answer)
{
    return answer != NULL ? answer->o.reason : NULL;
}

const char *vmimage_admission_answer_message(const vmimage_admission_answer *answer)
{
    return answer != NULL ? answer->o.message : NULL;
}

const char *vmimage_admission_answer_patch(const vmimage_admission_answer *answer)
{
    return answer != NULL ? answer->patch : NULL;
}

/* ---- setters ---- */

/* Which rules an object is for; VM_ADMIT_NONE with an error for one that has none. */
static enum vm_admitted admitted_kind(const struct vm_json *root, vmimage_error **error)
{
    const char *kind = vmimage__json_get_string(root, "kind");
    enum vm_admitted found = vmimage__admitted_kind(root);

    if (found == VM_ADMIT_NONE)
        (void)vmimage__fail(error, VMIMAGE_E_INVALID, "JSON",
                            "JSON: \"%.100s\" is no kind that admission rules are for", kind != NULL ? kind : "");
    return found;
}

static vmimage_status set_document(struct vm_json_doc **slot, const char *json, size_t length, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    if (admitted_kind(vmimage__json_root(doc), error) == VM_ADMIT_NONE)
        status = VMIMAGE_E_INVALID;
    else
        status = vmimage__admitted_check(vmimage__json_root(doc), error);
    if (status != VMIMAGE_OK) {
        vmimage__json_free(doc);
        return status;
    }
    vmimage__json_free(*slot);
    *slot = doc;
    return VMIMAGE_OK;
}

vmimage_status vmimage_admission_set_object(vmimage_admission *admission, const char *json, size_t length,
                                            vmimage_error **error)
{
    VM_REQUIRE(admission != NULL && json != NULL, error);
    return set_document(&admission->object, json, length, error);
}

vmimage_status vmimage_admission_set_old_object(vmimage_admission *admission, const char *json, size_t length,
                                                vmimage_error **error)
{
    VM_REQUIRE(admission != NULL && json != NULL, error);
    return set_document(&admission->old, json, length, error);
}

vmimage_status vmimage_admission_add_object(vmimage_admission *admission, const char *json, size_t length,
                                            vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status;

    VM_REQUIRE(admission != NULL && json != NULL, error);
    status = vmimage__json_parse(json, length, &limits, NULL, &doc, error);
    if (status == VMIMAGE_OK)
        status = vmimage__admission_read(vmimage__json_root(doc), &admission->around, &admission->caller,
                                         &admission->arena, error);
    admission->arena.failed = false; /* what lacked memory may be tried again */
    return status;
}

vmimage_status vmimage_admission_set_privileged(vmimage_admission *admission, int32_t privileged, vmimage_error **error)
{
    VM_REQUIRE(admission != NULL, error);
    admission->caller.privileged = privileged != 0;
    return VMIMAGE_OK;
}

vmimage_status vmimage_admission_add_group(vmimage_admission *admission, const char *group, vmimage_error **error)
{
    VM_REQUIRE(admission != NULL && group != NULL, error);
    vmimage__strings_add(&admission->caller.groups, &admission->arena, group);
    if (!admission->arena.failed)
        return VMIMAGE_OK;
    admission->arena.failed = false;
    return vmimage__fail_no_memory(error);
}

vmimage_status vmimage_admission_set_sso_domain(vmimage_admission *admission, const char *domain, vmimage_error **error)
{
    const char *copy;

    VM_REQUIRE(admission != NULL, error);
    copy = vmimage__arena_strdup(&admission->arena, domain);
    admission->arena.failed = false;
    if (domain != NULL && copy == NULL)
        return vmimage__fail_no_memory(error);
    admission->caller.sso_domain = copy;
    return VMIMAGE_OK;
}

vmimage_status vmimage_admission_set_gates(vmimage_admission *admission, uint32_t gates, vmimage_error **error)
{
    VM_REQUIRE(admission != NULL, error);
    if ((gates & ~(uint32_t)(VMIMAGE_ADMISSION_IMPORT | VMIMAGE_ADMISSION_RESTORE)) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the gates 0x%x are not known to this version",
                             (unsigned)gates);
    admission->gates.import_new_net = (gates & VMIMAGE_ADMISSION_IMPORT) != 0;
    admission->gates.incremental_restore = (gates & VMIMAGE_ADMISSION_RESTORE) != 0;
    return VMIMAGE_OK;
}

/* ---- mutating ---- */

static vmimage_status patch_group(const vmimage_admission *admission, const struct vm_group_publish_request *request,
                                  struct vm_json_writer *writer, size_t *count, vmimage_error **error)
{
    /* The order of Go's fields. */
    static const char *const first[] = {"source", "virtualMachines", "target", NULL};
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(PATCH_MAX);
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct vm_json_writer object;
    const struct vm_json *root = vmimage__json_root(admission->object);
    vmimage_status status;

    vmimage__jw_init(&object, &json, false);
    status =
        vmimage__group_publish_request_write(request, vmimage__json_get_string(root, "apiVersion"), &object, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&json), json.length, &limits, NULL, &doc, error);
    if (status == VMIMAGE_OK)
        *count = vmimage__json_patch(root, vmimage__json_root(doc), first, writer);
    return status;
}

static vmimage_status mutate_group(const vmimage_admission *admission, vmimage_admission_answer *answer,
                                   struct vm_json_writer *writer, size_t *count, vmimage_error **error)
{
    struct vm_group_publish_request request = {0};
    vmimage_status status = vmimage__group_publish_request_read(vmimage__json_root(admission->object), NULL, &request,
                                                                &answer->arena, error);

    if (status == VMIMAGE_OK)
        status = vmimage__default_group_publish(&request, &admission->around, &answer->arena, &answer->o, error);
    if (status == VMIMAGE_OK && answer->o.allowed)
        status = patch_group(admission, &request, writer, count, error);
    return status;
}

static void add_text(struct vm_json_writer *writer, const char *operation, const char *path, const char *text)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(PATCH_MAX);

    vmimage__buf_json_string(&json, text, strlen(text), false);
    if (json.status != VMIMAGE_OK)
        writer->buf->status = json.status;
    vmimage__json_patch_add(writer, operation, path, vmimage__buf_str(&json), json.length);
}

/* Only the image references: the rest of a VM is not ours. */
static void patch_vm(const struct vm_image_user *old, const struct vm_image_user *vm, const struct vm_json *spec,
                     struct vm_json_writer *writer, size_t *count)
{
    char path[64];

    for (size_t i = 0; i < vm->cdrom_count; i++) {
        if (vmimage__same_text(old->cdroms[i].image_kind, vm->cdroms[i].image_kind))
            continue;
        (void)snprintf(path, sizeof(path), "/spec/hardware/cdrom/%zu/image/kind", i);
        add_text(writer, old->cdroms[i].image_kind != NULL ? "replace" : "add", path, vm->cdroms[i].image_kind);
        ++*count;
    }
    if (!vmimage__same_text(old->image_name, vm->image_name)) {
        add_text(writer, vmimage__json_get(spec, "imageName") != NULL ? "replace" : "add", "/spec/imageName",
                 vm->image_name);
        ++*count;
    }
    if (!old->image.set && vm->image.set) {
        vm_auto_buf struct vm_buf json = VM_BUF_INIT(PATCH_MAX);
        struct vm_json_writer object;

        vmimage__jw_init(&object, &json, false);
        vmimage__jw_begin_object(&object);
        vmimage__jw_member(&object, "kind", vm->image.kind);
        vmimage__jw_key(&object, "name");
        vmimage__jw_string(&object, vm->image.name != NULL ? vm->image.name : "");
        vmimage__jw_end_object(&object);
        if (json.status != VMIMAGE_OK)
            writer->buf->status = json.status;
        vmimage__json_patch_add(writer, vmimage__json_get(spec, "image") != NULL ? "replace" : "add", "/spec/image",
                                vmimage__buf_str(&json), json.length);
        ++*count;
    }
}

static vmimage_status mutate_vm(const vmimage_admission *admission, vmimage_admission_answer *answer,
                                struct vm_json_writer *writer, size_t *count, vmimage_error **error)
{
    const struct vm_json *root = vmimage__json_root(admission->object);
    struct vm_image_user old = {0}, vm = {0};
    vmimage_status status;

    vmimage__image_user_read(root, &old, &answer->arena);
    vmimage__image_user_read(root, &vm, &answer->arena);
    if (answer->arena.failed)
        return vmimage__fail_no_memory(error);
    status = vmimage__default_vm_image(&vm, &admission->around, &answer->arena, &answer->o, error);
    if (status == VMIMAGE_OK && answer->o.allowed)
        patch_vm(&old, &vm, vmimage__json_get(root, "spec"), writer, count);
    return status;
}

static vmimage_status mutate(const vmimage_admission *admission, vmimage_admission_answer *answer,
                             vmimage_error **error)
{
    vm_auto_buf struct vm_buf patch = VM_BUF_INIT(PATCH_MAX);
    enum vm_admitted kind = vmimage__admitted_kind(vmimage__json_root(admission->object));
    struct vm_json_writer writer;
    vmimage_status status = VMIMAGE_OK;
    size_t count = 0;

    answer->o = vmimage__allow();
    if (admission->old != NULL)
        return VMIMAGE_OK;
    vmimage__jw_init(&writer, &patch, false);
    vmimage__jw_begin_array(&writer);
    if (kind == VM_ADMIT_GROUP_PUBLISH)
        status = mutate_group(admission, answer, &writer, &count, error);
    else if (kind == VM_ADMIT_VM)
        status = mutate_vm(admission, answer, &writer, &count, error);
    vmimage__jw_end_array(&writer);
    if (status != VMIMAGE_OK)
        return status;
    if (patch.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the patch takes more than %zu bytes", PATCH_MAX);
    if (count != 0)
        answer->patch = vmimage__arena_strndup(&answer->arena, vmimage__buf_str(&patch), patch.length);
    return patch.status != VMIMAGE_OK || answer->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* ---- validating ---- */

static vmimage_status validate_publish(const vmimage_admission *admission, vmimage_admission_answer *answer,
                                       vmimage_error **error)
{
    struct vm_publish_request request = {0}, old = {0};
    vmimage_status status =
        vmimage__publish_request_read(vmimage__json_root(admission->object), NULL, &request, &answer->arena, error);

    if (status == VMIMAGE_OK && admission->old != NULL)
        status = vmimage__publish_request_read(vmimage__json_root(admission->old), NULL, &old, &answer->arena, error);
    if (status == VMIMAGE_OK)
        status = vmimage__admit_publish(&request, admission->old != NULL ? &old : NULL, &admission->caller,
                                        &answer->arena, &answer->o, error);
    return status;
}

static vmimage_status validate_group(const vmimage_admission *admission, vmimage_admission_answer *answer,
                                     vmimage_error **error)
{
    const struct vm_json *root = vmimage__json_root(admission->object);
    const struct vm_json *list = vmimage__json_get(vmimage__json_get(root, "spec"), "virtualMachines");
    struct vm_group_publish_request request = {0}, old = {0};
    vmimage_status status = vmimage__group_publish_request_read(root, NULL, &request, &answer->arena, error);

    if (status == VMIMAGE_OK && admission->old != NULL)
        status =
            vmimage__group_publish_request_read(vmimage__json_root(admission->old), NULL, &old, &answer->arena, error);
    if (status == VMIMAGE_OK)
        status = vmimage__admit_group_publish(&request, admission->old != NULL ? &old : NULL,
                                              vmimage__json_type(list) == VM_JSON_ARRAY, &admission->caller,
                                              &admission->around, &answer->arena, &answer->o, error);
    return status;
}

static vmimage_status validate_vm(const vmimage_admission *admission, vmimage_admission_answer *answer,
                                  vmimage_error **error)
{
    struct vm_image_user vm = {0}, old = {0};

    vmimage__image_user_read(vmimage__json_root(admission->object), &vm, &answer->arena);
    if (admission->old != NULL)
        vmimage__image_user_read(vmimage__json_root(admission->old), &old, &answer->arena);
    if (answer->arena.failed)
        return vmimage__fail_no_memory(error);
    if (vmimage__answer_unseen(&vm.meta, admission->old != NULL, &admission->caller, &answer->o))
        return VMIMAGE_OK;
    return vmimage__admit_vm_image(&vm, admission->old != NULL ? &old : NULL, &admission->caller, &admission->gates,
                                   &answer->arena, &answer->o, error);
}

static vmimage_status validate(const vmimage_admission *admission, vmimage_admission_answer *answer,
                               vmimage_error **error)
{
    switch (vmimage__admitted_kind(vmimage__json_root(admission->object))) {
    case VM_ADMIT_PUBLISH:
        return validate_publish(admission, answer, error);
    case VM_ADMIT_GROUP_PUBLISH:
        return validate_group(admission, answer, error);
    default:
        return validate_vm(admission, answer, error);
    }
}

static vmimage_status answer_with(vmimage_admission *admission,
                                  vmimage_status (*rule)(const vmimage_admission *, vmimage_admission_answer *,
                                                         vmimage_error **),
                                  vmimage_admission_answer **answer, vmimage_error **error)
{
    vmimage_admission_answer *made;
    vmimage_status status;

    if (admission->object == NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the admission has no object: set one first");
    if (admission->old != NULL && vmimage__admitted_kind(vmimage__json_root(admission->old)) !=
                                      vmimage__admitted_kind(vmimage__json_root(admission->object)))
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the object and the one before it are not of one kind");
    made = vmimage__calloc(1, sizeof(*made));
    if (made == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&made->refs);
    status = rule(admission, made, error);
    if (status != VMIMAGE_OK)
        made = vmimage_admission_answer_unref(made);
    *answer = made;
    return status;
}

vmimage_status vmimage_admission_mutate(vmimage_admission *admission, vmimage_admission_answer **answer,
                                        vmimage_error **error)
{
    VM_REQUIRE(answer != NULL, error);
    *answer = NULL;
    VM_REQUIRE(admission != NULL, error);
    return answer_with(admission, mutate, answer, error);
}

vmimage_status vmimage_admission_validate(vmimage_admission *admission, vmimage_admission_answer **answer,
                                          vmimage_error **error)
{
    VM_REQUIRE(answer != NULL, error);
    *answer = NULL;
    VM_REQUIRE(admission != NULL, error);
    return answer_with(admission, validate, answer, error);
}
