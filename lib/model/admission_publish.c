/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission of publish requests: references, the label of a group's requests, the quota annotations, fixed fields.
 */
#include "model/admission.h"

#include <string.h>

#include "base/ascii.h"
#include "base/error.h"

#define GROUP_KIND "VirtualMachineGroupPublishRequest"
#define MANAGED_BY "vmoperator.vmware.com/virtualmachinepublishrequest-managed-by"
#define SSO_GROUP "sso:SupervisorProviderAdministrators@"
#define FIELDS_MAX ((size_t)1048576)

static const char *some(const char *text)
{
    return text != NULL ? text : "";
}

/* A member of the SSO group that administers the supervisor may do what privileged accounts may. */
static bool is_admin(const struct vm_caller *caller)
{
    const size_t prefix = strlen(SSO_GROUP);

    for (size_t i = 0; !caller->privileged && caller->sso_domain != NULL && i < caller->groups.count; i++) {
        const char *group = caller->groups.items[i];

        if (vmimage__ascii_equal_n(group, SSO_GROUP, prefix) &&
            vmimage__ascii_equal(group + prefix, caller->sso_domain))
            return true;
    }
    return caller->privileged;
}

/* Whether the label of a group's requests stands for an owner that is there. */
static bool has_group_owner(const struct vm_meta *meta, const char *uid)
{
    for (size_t i = 0; i < meta->owner_count; i++) {
        if (vmimage__same_text(meta->owners[i].kind, GROUP_KIND) && vmimage__same_text(meta->owners[i].uid, uid))
            return true;
    }
    return false;
}

/* True when the label was put there by somebody who may not. */
static bool label_is_wrong(const struct vm_meta *meta)
{
    const char *uid = vmimage__map_get(&meta->labels, MANAGED_BY);

    return uid != NULL && !has_group_owner(meta, uid);
}

static void add_quoted(struct vm_buf *fields, const char *before, const char *text, const char *after)
{
    vmimage__buf_add_str(fields, before);
    vmimage__buf_go_quote(fields, some(text), strlen(some(text)));
    vmimage__buf_add_str(fields, after);
}

/* Go's schema.ParseGroupVersion(): at most one "/"; without one there is no group. */
static void check_api_version(struct vm_buf *fields, const char *path, const char *api_version, const char *group)
{
    const char *slash = strchr(some(api_version), '/');
    size_t length = slash != NULL ? (size_t)(slash - api_version) : 0;

    if (some(api_version)[0] == '\0')
        return;
    if (slash != NULL && strchr(slash + 1, '/') != NULL) {
        vmimage__field(fields, path);
        vmimage__buf_add_str(fields, "Internal error: unexpected GroupVersion string: ");
        vmimage__buf_add_str(fields, api_version);
    } else if (length != strlen(group) || memcmp(api_version, group, length) != 0) {
        vmimage__field(fields, path);
        add_quoted(fields, "Invalid value: ", api_version, ": apiVersion ");
        vmimage__buf_go_quote(fields, api_version, length);
        vmimage__buf_add_str(fields, " does not match the expected group: ");
        vmimage__buf_add_str(fields, group);
    }
}

/* The text lists "" as supported, also where it is refused: that is VM Operator's. */
static void refuse_kind(struct vm_buf *fields, const char *path, const char *kind, const char *supported)
{
    vmimage__field(fields, path);
    add_quoted(fields, "Unsupported value: ", kind, ": supported values: ");
    vmimage__buf_go_quote(fields, supported, strlen(supported));
    vmimage__buf_add_str(fields, ", \"\"");
}

static void check_references(struct vm_buf *fields, const struct vm_publish_request *request)
{
    const struct vm_ref *source = &request->source, *location = &request->target.location;

    check_api_version(fields, "spec.source.apiVersion", source->api_version, "vmoperator.vmware.com");
    if (some(source->kind)[0] != '\0' && strcmp(source->kind, "VirtualMachine") != 0)
        refuse_kind(fields, "spec.source.kind", source->kind, "VirtualMachine");
    if (some(location->name)[0] == '\0') {
        vmimage__field(fields, "spec.target.location.name");
        vmimage__buf_add_str(fields, "Required value");
    }
    check_api_version(fields, "spec.target.location.apiVersion", location->api_version, "imageregistry.vmware.com");
    if (strcmp(some(location->kind), "ContentLibrary") != 0)
        refuse_kind(fields, "spec.target.location.kind", location->kind, "ContentLibrary");
}

static void check_annotations(struct vm_buf *fields, const struct vm_meta *meta, const struct vm_meta *old)
{
    static const char *const keys[] = {
        "vmware-system-vcfa-storage-quota",
        "vcfa.storage.quota.check.vmware.com/requested-capacity",
        "vcfa.storage.quota.check.vmware.com/status",
        "vcfa.storage.quota.check.vmware.com/message",
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *before = old != NULL ? vmimage__map_get(&old->annotations, keys[i]) : NULL;

        if (vmimage__same_text(vmimage__map_get(&meta->annotations, keys[i]), before))
            continue;
        vmimage__buf_printf(fields, "%smetadata.annotations[%s]: Forbidden: ", fields->length != 0 ? ", " : "",
                            keys[i]);
        vmimage__buf_add_str(fields, "modifying this annotation is not allowed for non-admin users");
    }
}

/* One member of a compact JSON object, as Go writes it with omitempty. */
static void add_member(struct vm_buf *json, const char *key, const char *value, bool *first)
{
    if (some(value)[0] == '\0')
        return;
    vmimage__buf_printf(json, "%s\"%s\":", *first ? "" : ",", key);
    vmimage__buf_json_string(json, value, strlen(value), true);
    *first = false;
}

static void add_reference(struct vm_buf *json, const struct vm_ref *ref)
{
    bool first = true;

    vmimage__buf_add_char(json, '{');
    add_member(json, "name", ref->name, &first);
    add_member(json, "apiVersion", ref->api_version, &first);
    add_member(json, "kind", ref->kind, &first);
    vmimage__buf_add_char(json, '}');
}

static bool same_reference(const struct vm_ref *a, const struct vm_ref *b)
{
    return vmimage__same_text(a->name, b->name) && vmimage__same_text(a->api_version, b->api_version) &&
           vmimage__same_text(a->kind, b->kind);
}

static void check_fixed(struct vm_buf *fields, const struct vm_publish_request *request,
                        const struct vm_publish_request *old)
{
    const struct vm_publish_target *target = &request->target;
    bool first = true;

    if (!same_reference(&request->source, &old->source)) {
        vmimage__field(fields, "spec.source");
        vmimage__buf_add_str(fields, "Invalid value: ");
        add_reference(fields, &request->source);
        vmimage__buf_add_str(fields, ": field is immutable");
    }
    if (vmimage__same_text(target->item_name, old->target.item_name) &&
        vmimage__same_text(target->item_description, old->target.item_description) &&
        same_reference(&target->location, &old->target.location))
        return;
    vmimage__field(fields, "spec.target");
    vmimage__buf_add_str(fields, "Invalid value: {\"item\":{");
    add_member(fields, "name", target->item_name, &first);
    add_member(fields, "description", target->item_description, &first);
    vmimage__buf_add_str(fields, "},\"location\":");
    add_reference(fields, &target->location);
    vmimage__buf_add_str(fields, "}: field is immutable");
}

vmimage_status vmimage__admit_publish(const struct vm_publish_request *request, const struct vm_publish_request *old,
                                      const struct vm_caller *caller, struct vm_arena *arena, struct vm_answer *answer,
                                      vmimage_error **error)
{
    vm_auto_buf struct vm_buf fields = VM_BUF_INIT(FIELDS_MAX);
    bool admin = is_admin(caller);
    const char *managed = old != NULL ? vmimage__map_get(&old->meta.labels, MANAGED_BY) : NULL;

    if (vmimage__answer_unseen(&request->meta, old != NULL, caller, answer))
        return VMIMAGE_OK;
    if (managed != NULL && !admin) {
        *answer = vmimage__refuse(403, "cannot update " GROUP_KIND " owned VirtualMachinePublishRequest");
        return VMIMAGE_OK;
    }
    if ((old == NULL || (managed == NULL && !admin)) && label_is_wrong(&request->meta)) {
        *answer =
            vmimage__refuse(403, "cannot add the \"" MANAGED_BY "\" label without a " GROUP_KIND " owner reference");
        return VMIMAGE_OK;
    }
    if (old == NULL)
        check_references(&fields, request);
    else
        check_fixed(&fields, request, old);
    if (!admin)
        check_annotations(&fields, &request->meta, old != NULL ? &old->meta : NULL);
    return vmimage__answer_fields(&fields, arena, answer, error);
}
