/*
 * SPDX-License-Identifier: Apache-2.0
 * Requests of a registry: listed, sent, changed, deleted. What they are is in model/, following them in requests_follow.c; the work is that of
 * the transport.
 */
#include "engine/requests.h"

#include <string.h>

#include <vmimage/admission.h>
#include <vmimage/request.h>

#include "base/error.h"
#include "engine/job_event.h"
#include "engine/query.h"
#include "format/k8s.h"
#include "model/access.h"
#include "model/request_lists.h"

#define TEXT_MAX_BYTES ((size_t)4194304)
#define CREATE_FLAGS (VMIMAGE_WRITE_CHECK | VMIMAGE_WRITE_DRY_RUN)
#define UPDATE_FLAGS (CREATE_FLAGS | VMIMAGE_WRITE_STATUS | VMIMAGE_WRITE_APPLY | VMIMAGE_WRITE_FORCE)

/* ---- the kinds ---- */

#define KIND_FUNCTIONS(name)                                                                                           \
    static void *ref_##name(void *request)                                                                             \
    {                                                                                                                  \
        return vmimage_##name##_ref(request);                                                                          \
    }                                                                                                                  \
                                                                                                                       \
    static void unref_##name(void *request)                                                                            \
    {                                                                                                                  \
        vmimage_##name##_unref(request);                                                                               \
    }                                                                                                                  \
                                                                                                                       \
    static const struct vm_meta *meta_of_##name(const void *request)                                                   \
    {                                                                                                                  \
        return &((const vmimage_##name *)request)->o.meta;                                                             \
    }                                                                                                                  \
                                                                                                                       \
    static const struct vm_conditions *conditions_of_##name(const void *request)                                       \
    {                                                                                                                  \
        return &((const vmimage_##name *)request)->o.conditions;                                                       \
    }                                                                                                                  \
                                                                                                                       \
    static int32_t state_of_##name(const void *request)                                                                \
    {                                                                                                                  \
        return vmimage_##name##_state(request);                                                                        \
    }                                                                                                                  \
                                                                                                                       \
    static const vmimage_condition *failure_of_##name(const void *request)                                             \
    {                                                                                                                  \
        return vmimage_##name##_failure(request);                                                                      \
    }

KIND_FUNCTIONS(publish_request)
KIND_FUNCTIONS(group_publish_request)
KIND_FUNCTIONS(import_request)

static const char *library_of_publish_request(const void *request)
{
    return vmimage_publish_request_target_location_name(request);
}

static const char *library_of_group_publish_request(const void *request)
{
    return vmimage_group_publish_request_target(request);
}

static const char *library_of_import_request(const void *request)
{
    return vmimage_import_request_target_library(request);
}

#define KIND(name, kind_, words_, event_, feed_)                                                                       \
    {                                                                                                                  \
        .kind = (kind_), .words = (words_), .event_object = (event_), .feed = (feed_), .ref = ref_##name,              \
        .unref = unref_##name, .meta = meta_of_##name, .conditions = conditions_of_##name, .state = state_of_##name,   \
        .failure = failure_of_##name, .library = library_of_##name                                                     \
    }

static const struct vm_requests kinds[] = {
    [VMIMAGE_REQUEST_PUBLISH] = KIND(publish_request, "VirtualMachinePublishRequest", "publish request",
                                     VM_EVENT_PUBLISH_REQUEST, VM_FEED_PUBLISH_REQUESTS),
    [VMIMAGE_REQUEST_GROUP_PUBLISH] =
        KIND(group_publish_request, "VirtualMachineGroupPublishRequest", "group publish request",
             VM_EVENT_GROUP_PUBLISH_REQUEST, VM_FEED_GROUP_PUBLISH_REQUESTS),
    [VMIMAGE_REQUEST_IMPORT] = KIND(import_request, "ContentLibraryItemImportRequest", "import request",
                                    VM_EVENT_IMPORT_REQUEST, VM_FEED_IMPORT_REQUESTS),
};

vmimage_status vmimage__requests_of(int32_t kind, const struct vm_requests **requests, vmimage_error **error)
{
    if (kind < VMIMAGE_REQUEST_PUBLISH || kind > VMIMAGE_REQUEST_IMPORT)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "%d is no kind of requests; see VMIMAGE_REQUEST_PUBLISH",
                             (int)kind);
    *requests = &kinds[kind];
    return VMIMAGE_OK;
}

static vmimage_status unsupported(const vmimage_registry *registry, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, registry->url,
                         "%s: the transport \"%s\" has no requests; a cluster has: k8s:CONTEXT/NAMESPACE",
                         registry->url, registry->transport->name);
}

vmimage_status vmimage__requests_check(const vmimage_registry *registry, vmimage_error **error)
{
    return (registry->transport->capabilities & VMIMAGE_CAPABILITY_REQUESTS) != 0 ? VMIMAGE_OK
                                                                                  : unsupported(registry, error);
}

/* ---- reading ---- */

struct gather {
    const vmimage_query *query;
    const struct vm_requests *requests;
    const char *url;
    void *list;
    vmimage_status (*make)(const struct vm_json *object, const char *subject, void **request, vmimage_error **error);
    bool (*add)(void *list, void *request);
    size_t *count;
    void ***elements;
};

static vmimage_status put(void *data, const struct vm_json *object, vmimage_error **error)
{
    struct gather *gather = data;
    void *request = NULL;
    vmimage_status status = gather->make(object, gather->url, &request, error);

    if (status == VMIMAGE_OK && vmimage__query_matches_request(gather->query, gather->requests, request) &&
        !gather->add(gather->list, request))
        status = vmimage__fail_no_memory(error);
    gather->requests->unref(request);
    return status;
}

static size_t mark(void *data)
{
    return *((struct gather *)data)->count;
}

static void rewind_to(void *data, size_t count)
{
    struct gather *gather = data;

    while (*gather->count > count)
        gather->requests->unref((*gather->elements)[--*gather->count]);
}

static vmimage_status read_requests(vmimage_registry *registry, struct gather *gather, const struct vm_wanted *wanted,
                                    vmimage_error **error)
{
    const struct vm_sink sink = {
        .data = gather, .wanted = wanted, .add_object = put, .mark = mark, .rewind = rewind_to};
    struct vm_call call = vmimage__registry_call(registry);
    vmimage_status status = vmimage__requests_check(registry, error);

    gather->url = registry->url;
    if (status == VMIMAGE_OK)
        status = vmimage__call_check(&call, error);
    if (status == VMIMAGE_OK)
        status = registry->transport->list_objects(registry->place, &call, gather->requests->kind, &sink, error);
    return status;
}

static vmimage_status no_such_request(const struct vm_requests *requests, const char *name, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: there is no %s of this name", name, requests->words);
}

static bool is_named(const struct vm_meta *meta, const char *name)
{
    return strcmp(vmimage__some(meta->name), name) == 0;
}

static vmimage_status done(vmimage_status status, const char *operation, vmimage_error **error)
{
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, operation);
    return status;
}

/* ---- writing ---- */

static vmimage_status check_flags(uint32_t flags, uint32_t known, vmimage_error **error)
{
    if ((flags & ~known) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the flags are 0x%x; here only 0x%x are known", flags,
                             known);
    if ((flags & VMIMAGE_WRITE_STATUS) != 0 && (flags & VMIMAGE_WRITE_APPLY) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "a status can't be applied, only updated");
    return VMIMAGE_OK;
}

/* By VM Operator's webhook. A fresh request knows nothing of who sends it: rules for accounts are left to the server. */
static vmimage_status check_admission(const vmimage_string *json, vmimage_error **error)
{
    vmimage_admission *admission = vmimage_admission_new();
    vmimage_admission_answer *answer = NULL;
    vmimage_status status = admission != NULL ? vmimage_admission_set_object(admission, vmimage_string_data(json),
                                                                             vmimage_string_length(json), error)
                                              : vmimage__fail_no_memory(error);

    if (status == VMIMAGE_OK)
        status = vmimage_admission_validate(admission, &answer, error);
    if (status == VMIMAGE_OK && !vmimage_admission_answer_allowed(answer)) {
        const char *reason = vmimage_admission_answer_reason(answer),
                   *message = vmimage_admission_answer_message(answer);
        int32_t code = vmimage_admission_answer_code(answer);

        reason = reason != NULL ? reason : message != NULL ? message : "";
        status = vmimage__fail(error, code == 403 ? VMIMAGE_E_FORBIDDEN : VMIMAGE_E_INVALID, NULL,
                               "VM Operator would not take the request: %s", reason);
        vmimage__error_set_reason(error, reason);
        vmimage__error_set_http(error, code);
    }
    vmimage_admission_answer_unref(answer);
    vmimage_admission_unref(admission);
    return status;
}

static vmimage_status write_object(vmimage_registry *registry, const struct vm_write *write, struct vm_buf *answer,
                                   vmimage_error **error)
{
    struct vm_call call = vmimage__registry_call(registry);
    vmimage_status status = vmimage__call_check(&call, error);

    if (status != VMIMAGE_OK)
        return status;
    if (registry->transport->write == NULL)
        return unsupported(registry, error);
    return registry->transport->write(registry->place, &call, write, answer, error);
}

/* What is to be known of an object before its JSON goes away. */
static vmimage_status send(vmimage_registry *registry, const struct vm_requests *requests, const struct vm_meta *meta,
                           const vmimage_string *json, enum vm_write_how how, uint32_t flags, struct vm_buf *answer,
                           vmimage_error **error)
{
    const struct vm_write write = {.how = how,
                                   .kind = requests->kind,
                                   .name_space = vmimage__text(meta->name_space),
                                   .name = vmimage__text(meta->name),
                                   .text = vmimage_string_data(json),
                                   .length = vmimage_string_length(json),
                                   .dry_run = (flags & VMIMAGE_WRITE_DRY_RUN) != 0,
                                   .force = (flags & VMIMAGE_WRITE_FORCE) != 0};

    if (write.name == NULL && (how != VM_WRITE_CREATE || vmimage__text(meta->generate_name) == NULL))
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the %s has no name%s", requests->words,
                             how == VM_WRITE_CREATE ? ", nor the beginning of one that the server may make" : "");
    /* An import is not VM Operator's to admit. */
    if ((flags & VMIMAGE_WRITE_CHECK) != 0 && how != VM_WRITE_STATUS && requests != &kinds[VMIMAGE_REQUEST_IMPORT]) {
        vmimage_status status = check_admission(json, error);

        if (status != VMIMAGE_OK)
            return status;
    }
    return write_object(registry, &write, answer, error);
}

/* ---- the typed functions ---- */

#define READ_FUNCTIONS(name, names, number)                                                                            \
    static vmimage_status make_##name(const struct vm_json *object, const char *subject, void **request,               \
                                      vmimage_error **error)                                                           \
    {                                                                                                                  \
        vmimage_##name *made = NULL;                                                                                   \
        vmimage_status status = vmimage__##name##_from_node(object, NULL, subject, &made, error);                      \
                                                                                                                       \
        *request = made;                                                                                               \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    static bool add_##name(void *list, void *request)                                                                  \
    {                                                                                                                  \
        return vmimage__##names##_add(list, request);                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    static vmimage_status read_##names(vmimage_registry *registry, const vmimage_query *query,                         \
                                       const struct vm_wanted *wanted, vmimage_##names **names, vmimage_error **error) \
    {                                                                                                                  \
        vmimage_##names *list = vmimage__##names##_new();                                                              \
        struct gather gather = {                                                                                       \
            .query = query, .requests = &kinds[number], .list = list, .make = make_##name, .add = add_##name};         \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        if (list == NULL)                                                                                              \
            return vmimage__fail_no_memory(error);                                                                     \
        gather.count = &list->count;                                                                                   \
        gather.elements = (void ***)(void *)&list->list;                                                               \
        status = read_requests(registry, &gather, wanted, error);                                                      \
        if (status == VMIMAGE_OK)                                                                                      \
            vmimage__##names##_sort(list);                                                                             \
        *names = status == VMIMAGE_OK ? list : vmimage_##names##_unref(list);                                          \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_registry_##names(vmimage_registry *registry, const vmimage_query *query,                    \
                                            vmimage_##names **names, vmimage_error **error)                            \
    {                                                                                                                  \
        const struct vm_wanted wanted = vmimage__query_wanted(query);                                                  \
                                                                                                                       \
        VM_REQUIRE(names != NULL, error);                                                                              \
        *names = NULL;                                                                                                 \
        VM_REQUIRE(registry != NULL, error);                                                                           \
        return done(read_##names(registry, query, &wanted, names, error), "list requests", error);                     \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_registry_get_##name(vmimage_registry *registry, const char *name_space,                     \
                                               const char *object_name, vmimage_##name **name, vmimage_error **error)  \
    {                                                                                                                  \
        const struct vm_wanted wanted = {.name_space = name_space, .id = object_name};                                 \
        vmimage_##names *list = NULL;                                                                                  \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(name != NULL, error);                                                                               \
        *name = NULL;                                                                                                  \
        VM_REQUIRE(registry != NULL, error);                                                                           \
        VM_REQUIRE(object_name != NULL, error);                                                                        \
        status = read_##names(registry, NULL, &wanted, &list, error);                                                  \
        for (size_t i = 0; status == VMIMAGE_OK && *name == NULL && i < list->count; i++) {                            \
            if (is_named(&list->list[i]->o.meta, object_name))                                                         \
                *name = vmimage_##name##_ref(list->list[i]);                                                           \
        }                                                                                                              \
        vmimage_##names##_unref(list);                                                                                 \
        if (status == VMIMAGE_OK && *name == NULL)                                                                     \
            status = no_such_request(&kinds[number], object_name, error);                                              \
        return done(status, "get request", error);                                                                     \
    }

READ_FUNCTIONS(publish_request, publish_requests, VMIMAGE_REQUEST_PUBLISH)
READ_FUNCTIONS(group_publish_request, group_publish_requests, VMIMAGE_REQUEST_GROUP_PUBLISH)
READ_FUNCTIONS(import_request, import_requests, VMIMAGE_REQUEST_IMPORT)

#define WRITE_FUNCTIONS(name, number)                                                                                  \
    static vmimage_status write_##name(vmimage_registry *registry, const vmimage_##name *name, enum vm_write_how how,  \
                                       uint32_t flags, vmimage_##name **written, vmimage_error **error)                \
    {                                                                                                                  \
        vm_auto_buf struct vm_buf answer = VM_BUF_INIT(TEXT_MAX_BYTES);                                                \
        vmimage_string *json = NULL;                                                                                   \
        vmimage_status status = vmimage_##name##_to_json(name, NULL, &json, error);                                    \
                                                                                                                       \
        if (status == VMIMAGE_OK)                                                                                      \
            status = send(registry, &kinds[number], &name->o.meta, json, how, flags, &answer, error);                  \
        vmimage_string_unref(json);                                                                                    \
        if (status == VMIMAGE_OK)                                                                                      \
            status = vmimage_##name##_from_json(vmimage__buf_str(&answer), answer.length, written, error);             \
        return status;                                                                                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_registry_create_##name(vmimage_registry *registry, const vmimage_##name *name,              \
                                                  uint32_t flags, vmimage_##name **made, vmimage_error **error)        \
    {                                                                                                                  \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(made != NULL, error);                                                                               \
        *made = NULL;                                                                                                  \
        VM_REQUIRE(registry != NULL, error);                                                                           \
        VM_REQUIRE(name != NULL, error);                                                                               \
        status = check_flags(flags, CREATE_FLAGS, error);                                                              \
        if (status == VMIMAGE_OK)                                                                                      \
            status = write_##name(registry, name, VM_WRITE_CREATE, flags, made, error);                                \
        return done(status, "send request", error);                                                                    \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_registry_update_##name(vmimage_registry *registry, const vmimage_##name *name,              \
                                                  uint32_t flags, vmimage_##name **written, vmimage_error **error)     \
    {                                                                                                                  \
        enum vm_write_how how = (flags & VMIMAGE_WRITE_STATUS) != 0  ? VM_WRITE_STATUS                                 \
                                : (flags & VMIMAGE_WRITE_APPLY) != 0 ? VM_WRITE_APPLY                                  \
                                                                     : VM_WRITE_UPDATE;                                \
        vmimage_status status;                                                                                         \
                                                                                                                       \
        VM_REQUIRE(written != NULL, error);                                                                            \
        *written = NULL;                                                                                               \
        VM_REQUIRE(registry != NULL, error);                                                                           \
        VM_REQUIRE(name != NULL, error);                                                                               \
        status = check_flags(flags, UPDATE_FLAGS, error);                                                              \
        if (status == VMIMAGE_OK)                                                                                      \
            status = write_##name(registry, name, how, flags, written, error);                                         \
        return done(status, "change request", error);                                                                  \
    }

WRITE_FUNCTIONS(publish_request, VMIMAGE_REQUEST_PUBLISH)
WRITE_FUNCTIONS(group_publish_request, VMIMAGE_REQUEST_GROUP_PUBLISH)
WRITE_FUNCTIONS(import_request, VMIMAGE_REQUEST_IMPORT)

/* ---- any kind ---- */

static vmimage_status check_propagation(const char *propagation, vmimage_error **error)
{
    if (propagation == NULL || strcmp(propagation, "Foreground") == 0 || strcmp(propagation, "Background") == 0 ||
        strcmp(propagation, "Orphan") == 0)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INVALID, propagation,
                         "\"%.64s\" is no propagation of a deletion; there are Foreground, Background, Orphan",
                         propagation);
}

vmimage_status vmimage_registry_delete_request(vmimage_registry *registry, int32_t kind, const char *name_space,
                                               const char *name, const char *uid, const char *resource_version,
                                               const char *propagation, vmimage_error **error)
{
    const struct vm_requests *requests = NULL;
    struct vm_write write = {.how = VM_WRITE_DELETE,
                             .name_space = name_space,
                             .name = name,
                             .uid = uid,
                             .resource_version = resource_version,
                             .propagation = propagation};
    vmimage_status status;

    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    status = vmimage__requests_of(kind, &requests, error);
    if (status == VMIMAGE_OK)
        status = check_propagation(propagation, error);
    if (status == VMIMAGE_OK && name[0] == '\0')
        status = vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the name of the request is empty");
    if (status == VMIMAGE_OK) {
        write.kind = requests->kind;
        status = write_object(registry, &write, NULL, error);
    }
    return done(status, "delete request", error);
}

vmimage_status vmimage_registry_patch_object(vmimage_registry *registry, const char *kind, const char *name_space,
                                             const char *name, const char *patch, size_t length, uint32_t flags,
                                             vmimage_string **json, vmimage_error **error)
{
    vm_auto_buf struct vm_buf answer = VM_BUF_INIT(TEXT_MAX_BYTES);
    const struct vm_write write = {.how = VM_WRITE_PATCH,
                                   .kind = kind,
                                   .name_space = name_space,
                                   .name = name,
                                   .text = patch,
                                   .length = length,
                                   .dry_run = (flags & VMIMAGE_WRITE_DRY_RUN) != 0};
    vmimage_status status;

    VM_REQUIRE(json != NULL, error);
    *json = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(kind != NULL, error);
    VM_REQUIRE(name != NULL, error);
    VM_REQUIRE(patch != NULL, error);
    status = check_flags(flags, VMIMAGE_WRITE_DRY_RUN, error);
    if (status == VMIMAGE_OK)
        status = write_object(registry, &write, &answer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__buf_take(&answer, json, error);
    return done(status, "patch object", error);
}
