/*
 * SPDX-License-Identifier: Apache-2.0
 * Vectors of the kind "webhook": {"op","object","oldObject","objects","privileged","groups"} gives {"mutate","validate"}.
 */
#include "vectors.h"

#include <string.h>
#include <vmimage/admission.h>

#include "base/error.h"
#include "format/json.h"

#define TEXT_MAX ((size_t)8388608)

typedef vmimage_status (*setter)(vmimage_admission *, const char *, size_t, vmimage_error **);

static vmimage_status set(vmimage_admission *admission, setter set_json, const struct vm_json *node,
                          vmimage_error **error)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(TEXT_MAX);

    vmimage__json_print(node, &json, false);
    return set_json(admission, vmimage__buf_str(&json), json.length, error);
}

/* NULL when there is none, or a null. */
static const struct vm_json *old_object(const struct vm_json *root)
{
    const struct vm_json *old = vmimage__json_get(root, "oldObject");

    return vmimage__json_type(old) == VM_JSON_OBJECT ? old : NULL;
}

static vmimage_status fill(vmimage_admission *admission, const struct vm_json *root, vmimage_error **error)
{
    const struct vm_json *old = old_object(root);
    vmimage_status status = set(admission, vmimage_admission_set_object, vmimage__json_get(root, "object"), error);

    if (status == VMIMAGE_OK && old != NULL)
        status = set(admission, vmimage_admission_set_old_object, old, error);
    /* The domain of the cluster that the vectors were made in; a ConfigMap among the objects may say another. */
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_sso_domain(admission, "vsphere.local", error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_set_privileged(admission, vmimage__json_bool(vmimage__json_get(root, "privileged")),
                                                  error);
    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(root, "objects"));
         node != NULL && status == VMIMAGE_OK; node = vmimage__json_next(node))
        status = set(admission, vmimage_admission_add_object, node, error);
    for (const struct vm_json *node = vmimage__json_first(vmimage__json_get(root, "groups"));
         node != NULL && status == VMIMAGE_OK; node = vmimage__json_next(node))
        status = vmimage_admission_add_group(admission, vmimage__json_string(node), error);
    return status;
}

static void print_answer(struct vm_json_writer *writer, const char *key, const vmimage_admission_answer *answer,
                         bool mutate)
{
    const char *patch = vmimage_admission_answer_patch(answer);

    vmimage__jw_key(writer, key);
    vmimage__jw_begin_object(writer);
    vmimage__jw_key(writer, "allowed");
    vmimage__jw_bool(writer, vmimage_admission_answer_allowed(answer) != 0);
    if (!mutate || vmimage_admission_answer_allowed(answer) == 0) {
        vmimage__jw_key(writer, "code");
        vmimage__jw_int(writer, vmimage_admission_answer_code(answer));
    }
    vmimage__jw_member(writer, "message", vmimage_admission_answer_message(answer));
    vmimage__jw_member(writer, "reason", vmimage_admission_answer_reason(answer));
    if (patch != NULL) {
        vmimage__jw_key(writer, "patches");
        vmimage__jw_raw(writer, patch, strlen(patch));
    }
    vmimage__jw_end_object(writer);
}

/* Publish requests have no mutating webhook, and no webhook mutates a change. */
static bool is_mutated(const struct vm_json *root)
{
    const char *kind = vmimage__json_get_string(vmimage__json_get(root, "object"), "kind");

    return old_object(root) == NULL && kind != NULL && strcmp(kind, "VirtualMachinePublishRequest") != 0;
}

static vmimage_status answer(vmimage_admission *admission, const struct vm_json *root, struct vm_buf *out,
                             vmimage_error **error)
{
    vmimage_admission_answer *mutated = NULL, *validated = NULL;
    vmimage_status status = VMIMAGE_OK;
    struct vm_json_writer writer;

    if (is_mutated(root))
        status = vmimage_admission_mutate(admission, &mutated, error);
    if (status == VMIMAGE_OK)
        status = vmimage_admission_validate(admission, &validated, error);
    vmimage__jw_init(&writer, out, false);
    vmimage__jw_begin_object(&writer);
    if (mutated != NULL)
        print_answer(&writer, "mutate", mutated, true);
    print_answer(&writer, "validate", validated, false);
    vmimage__jw_end_object(&writer);
    (void)vmimage_admission_answer_unref(mutated);
    (void)vmimage_admission_answer_unref(validated);
    return status;
}

vmimage_status vector_webhook(char *const *args, struct vm_buf *out, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vector_read_json(args[0], &doc, error);
    const char *operation = vmimage__json_get_string(vmimage__json_root(doc), "op");
    vmimage_admission *admission;

    if (status != VMIMAGE_OK)
        return status;
    /* Nobody is asked about a deletion. */
    if (operation != NULL && strcmp(operation, "delete") == 0) {
        vmimage__buf_add_str(out, "{\"validate\":{\"allowed\":true,\"code\":200}}");
        return VMIMAGE_OK;
    }
    admission = vmimage_admission_new();
    status = admission != NULL ? fill(admission, vmimage__json_root(doc), error) : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = answer(admission, vmimage__json_root(doc), out, error);
    (void)vmimage_admission_unref(admission);
    return status;
}
