/*
 * SPDX-License-Identifier: Apache-2.0
 * Changing the objects of a cluster: create, update, their status, apply, patch, delete; and requests, which are read as they are written,
 * one kind and one namespace at a time.
 *
 * What is sent is in the version that the server has, and without what only a server may say. Nothing is sent twice but a patch that the
 * server could not bring in because others were quicker: it was not applied, and does not depend on what they wrote. A conflict of an
 * update means that the object is another one by now, and one of apply that a field belongs to another manager: both are the caller's.
 */
#include <poll.h>
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "format/k8s.h"
#include "transport/kubernetes/kube.h"

#define BODY_MAX ((size_t)4 << 20)
#define PATCH_TRIES 4
#define PAUSE 50 /* milliseconds, doubled each time */

const struct vm_kube_kind vmimage__kube_publish_requests = {"VirtualMachinePublishRequest",
                                                            "virtualmachinepublishrequests", VM_KUBE_VMOPERATOR, true};
const struct vm_kube_kind vmimage__kube_group_publish_requests = {
    "VirtualMachineGroupPublishRequest", "virtualmachinegrouppublishrequests", VM_KUBE_VMOPERATOR, true};
const struct vm_kube_kind vmimage__kube_import_requests = {"ContentLibraryItemImportRequest",
                                                           "contentlibraryitemimportrequests", VM_KUBE_REGISTRY, true};

const struct vm_kube_kind *vmimage__kube_kind(const char *name)
{
    static const struct vm_kube_kind *const kinds[] = {
        &vmimage__kube_publish_requests, &vmimage__kube_group_publish_requests, &vmimage__kube_import_requests,
        &vmimage__kube_images,           &vmimage__kube_cluster_images,         &vmimage__kube_items,
        &vmimage__kube_libraries,        &vmimage__kube_cluster_items,          &vmimage__kube_cluster_libraries};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kinds[i]->kind, name) == 0)
            return kinds[i];
    }
    return NULL;
}

/* ---- what is sent ---- */

/* What the server sets itself, and would refuse or take for a precondition that was not meant. */
static bool is_servers(const char *key)
{
    static const char *const keys[] = {
        "uid",           "resourceVersion", "generation",        "creationTimestamp",
        "managedFields", "selfLink",        "deletionTimestamp", "deletionGracePeriodSeconds"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(keys[i], key) == 0)
            return true;
    }
    return false;
}

static void write_raw(struct vm_json_writer *writer, const struct vm_json *node, struct vm_buf *scratch)
{
    vmimage__buf_reset(scratch);
    vmimage__json_print(node, scratch, false);
    vmimage__jw_key(writer, vmimage__json_key(node));
    vmimage__jw_raw(writer, vmimage__buf_str(scratch), scratch->length);
}

static void write_meta(struct vm_json_writer *writer, const struct vm_json *meta, const struct vm_write *write,
                       struct vm_buf *scratch)
{
    bool fresh = write->how == VM_WRITE_CREATE || write->how == VM_WRITE_APPLY;

    vmimage__jw_key(writer, "metadata");
    vmimage__jw_begin_object(writer);
    for (const struct vm_json *node = vmimage__json_first(meta); node != NULL; node = vmimage__json_next(node)) {
        if (strcmp(vmimage__json_key(node), "namespace") != 0 && !(fresh && is_servers(vmimage__json_key(node))))
            write_raw(writer, node, scratch);
    }
    vmimage__jw_member(writer, "namespace", write->name_space);
    vmimage__jw_end_object(writer);
}

/* The object in a version, without what does not belong into a request of this sort. */
static vmimage_status make_body(const struct vm_kube *kube, const struct vm_write *write, const char *version,
                                struct vm_buf *body, vmimage_error **error)
{
    const struct vm_json_limits limits = vmimage__json_limits(kube->context);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(BODY_MAX), scratch = VM_BUF_INIT(BODY_MAX);
    vm_auto_json struct vm_json_doc *given = NULL, *converted = NULL;
    struct vm_json_writer writer;
    vmimage_status status = vmimage__json_parse(write->text, write->length, &limits, write->kind, &given, error);

    vmimage__jw_init(&writer, &text, false);
    if (status == VMIMAGE_OK)
        status = vmimage__object_convert(vmimage__json_root(given), write->kind, version, &writer, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&text), text.length, &limits, write->kind, &converted, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__jw_init(&writer, body, false);
    vmimage__jw_begin_object(&writer);
    for (const struct vm_json *node = vmimage__json_first(vmimage__json_root(converted)); node != NULL;
         node = vmimage__json_next(node)) {
        if (strcmp(vmimage__json_key(node), "metadata") == 0)
            write_meta(&writer, node, write, &scratch);
        else if (strcmp(vmimage__json_key(node), "status") != 0 || write->how == VM_WRITE_STATUS)
            write_raw(&writer, node, &scratch);
    }
    vmimage__jw_end_object(&writer);
    return body->status == VMIMAGE_OK && scratch.status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static void delete_options(const struct vm_write *write, struct vm_buf *body)
{
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, body, false);
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "apiVersion", "v1");
    vmimage__jw_member(&writer, "kind", "DeleteOptions");
    if (write->uid != NULL || write->resource_version != NULL) {
        vmimage__jw_key(&writer, "preconditions");
        vmimage__jw_begin_object(&writer);
        vmimage__jw_member(&writer, "resourceVersion", write->resource_version);
        vmimage__jw_member(&writer, "uid", write->uid);
        vmimage__jw_end_object(&writer);
    }
    vmimage__jw_member(&writer, "propagationPolicy", write->propagation);
    vmimage__jw_end_object(&writer);
}

/* ---- the request ---- */

static const struct {
    const char *method, *verb, *content_type;
    bool collection;
} methods[] = {
    [VM_WRITE_CREATE] = {"POST", "create", "application/json", true},
    [VM_WRITE_UPDATE] = {"PUT", "update", "application/json", false},
    [VM_WRITE_STATUS] = {"PUT", "update", "application/json", false},
    [VM_WRITE_APPLY] = {"PATCH", "patch", "application/apply-patch+yaml", false},
    [VM_WRITE_PATCH] = {"PATCH", "patch", "application/json-patch+json", false},
    [VM_WRITE_DELETE] = {"DELETE", "delete", "application/json", false},
};

static void make_path(const struct vm_kube_kind *kind, const struct vm_write *write, const char *version,
                      struct vm_buf *path)
{
    bool collection = methods[write->how].collection;

    vmimage__kube_path(kind, version, write->name_space, collection ? NULL : write->name, path);
    if (write->how == VM_WRITE_STATUS)
        vmimage__buf_add_str(path, "/status");
    if (write->how != VM_WRITE_DELETE) {
        vmimage__kube_query(path, "fieldManager", write->manager != NULL ? write->manager : "libvmimage");
        vmimage__kube_query(path, "fieldValidation", "Strict");
    }
    vmimage__kube_query(path, "force", write->force && write->how == VM_WRITE_APPLY ? "true" : NULL);
    vmimage__kube_query(path, "dryRun", write->dry_run ? "All" : NULL);
}

static vmimage_status send(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                           const struct vm_write *write, const char *version, struct vm_buf *answer,
                           vmimage_error **error)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(65536), body = VM_BUF_INIT(BODY_MAX);
    struct vm_kube_request request = {.method = methods[write->how].method,
                                      .verb = methods[write->how].verb,
                                      .content_type = methods[write->how].content_type,
                                      .kind = kind,
                                      .name_space = write->name_space,
                                      .name = write->name};
    struct vm_http_transfer *transfer = NULL;
    vmimage_status status = VMIMAGE_OK;

    make_path(kind, write, version, &path);
    if (write->how == VM_WRITE_DELETE)
        delete_options(write, &body);
    else if (write->how == VM_WRITE_PATCH)
        vmimage__buf_add(&body, write->text, write->length);
    else
        status = make_body(kube, write, version, &body, error);
    if (status != VMIMAGE_OK)
        return status;
    if (path.status != VMIMAGE_OK || body.status != VMIMAGE_OK)
        return body.status == VMIMAGE_E_LIMIT || path.status == VMIMAGE_E_LIMIT
                   ? vmimage__fail(error, VMIMAGE_E_LIMIT, write->name, "the request is too large for a cluster")
                   : vmimage__fail_no_memory(error);
    request.path = vmimage__buf_str(&path);
    request.body = vmimage__buf_str(&body);
    request.length = body.length;
    status = vmimage__kube_perform(kube, call, &request, &transfer, error);
    if (status == VMIMAGE_OK && answer != NULL) {
        const struct vm_buf *got = &vmimage__http_answer(transfer)->body;

        vmimage__buf_add(answer, vmimage__buf_str(got), got->length);
        if (answer->status != VMIMAGE_OK)
            status = vmimage__fail_no_memory(error);
    }
    vmimage__http_release(transfer);
    return status;
}

static bool lost_a_race(const struct vm_write *write, vmimage_status status)
{
    return write->how == VM_WRITE_PATCH && status == VMIMAGE_E_CONFLICT;
}

static vmimage_status send_again(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                 const struct vm_write *write, const char *version, struct vm_buf *answer,
                                 vmimage_error **error)
{
    for (int try = 1;; try++) {
        vm_auto_error vmimage_error *failure = NULL;
        vmimage_status status = send(kube, call, kind, write, version, answer, &failure);

        if (status == VMIMAGE_OK)
            return VMIMAGE_OK;
        if (!lost_a_race(write, status) || try == PATCH_TRIES || vmimage__call_check(call, NULL) != VMIMAGE_OK)
            return vmimage__pass_on(status, &failure, error);
        vmimage__log(call->context, VMIMAGE_LOG_INFO, "kubernetes", "patching again: %s",
                     vmimage_error_message(failure));
        (void)poll(NULL, 0, PAUSE << (try - 1));
    }
}

/* ---- versions ---- */

/* The server knows the group in this version, but not the kind: nothing is said of an object. */
static bool kind_is_missing(const vmimage_error *failure)
{
    const char *reason = vmimage_error_reason(failure);

    return vmimage_error_http_status(failure) == 404 &&
           (reason == NULL || strcmp(reason, "the server could not find the requested resource") == 0);
}

static vmimage_status no_version(const struct vm_kube *kube, const struct vm_kube_kind *kind, vmimage_error **error)
{
    vm_auto_buf struct vm_buf resource = VM_BUF_INIT(256);

    vmimage__kube_resource(kind, &resource);
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, kube->url,
                         "%s: the cluster has %s in no version that has %s; to see it: kubectl get crd %s", kube->url,
                         vmimage__kube_group_name(kind->group), kind->kind, vmimage__buf_str(&resource));
}

vmimage_status vmimage__kube_write(struct vm_kube *kube, const struct vm_call *call, const struct vm_write *write,
                                   struct vm_buf *answer, vmimage_error **error)
{
    const struct vm_kube_kind *kind = vmimage__kube_kind(write->kind);
    const struct vm_kind *model;
    struct vm_write own = *write;
    vmimage_status status;

    if (kind == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, write->kind,
                             "%s: objects of kind \"%.64s\" can't be changed", kube->url, write->kind);
    model = vmimage__kind_find(vmimage__kube_group_name(kind->group), strlen(vmimage__kube_group_name(kind->group)),
                               kind->kind, strlen(kind->kind));
    if (own.name_space == NULL)
        own.name_space = kube->name_space;
    if (!kind->namespaced)
        own.name_space = NULL;
    else if (own.name_space == NULL || strcmp(own.name_space, "*") == 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, kube->url, "%s: a %s belongs to a namespace, and none is named",
                             kube->url, kind->kind);
    status = vmimage__kube_discover(kube, call, kind->group, error);
    if (status != VMIMAGE_OK)
        return status;
    for (size_t i = 0; i < kube->groups[kind->group].count; i++) {
        const char *version = kube->groups[kind->group].names[i];
        vm_auto_error vmimage_error *failure = NULL;

        if (vmimage__kind_version(model, version) == 0)
            continue;
        status = send_again(kube, call, kind, &own, version, answer, &failure);
        if (status == VMIMAGE_OK)
            return VMIMAGE_OK;
        if (!kind_is_missing(failure) || i + 1 == kube->groups[kind->group].count)
            return vmimage__pass_on(status, &failure, error);
    }
    return no_version(kube, kind, error);
}

/* ---- reading requests ---- */

vmimage_status vmimage__kube_list_objects(struct vm_kube *kube, const struct vm_call *call, const char *kind_name,
                                          const struct vm_sink *sink, vmimage_error **error)
{
    const struct vm_kube_kind *kind = vmimage__kube_kind(kind_name);
    const char *space = sink->wanted != NULL ? sink->wanted->name_space : NULL;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    if (kind == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, kube->url, "%s: objects of kind \"%.64s\" can't be listed",
                             kube->url, kind_name);
    if (space == NULL)
        space = kube->name_space;
    else if (strcmp(space, "*") == 0)
        space = NULL;
    if (sink->wanted != NULL && sink->wanted->id != NULL && space != NULL)
        status = vmimage__kube_get(kube, call, kind, space, sink->wanted->id, sink, &failure);
    else
        status = vmimage__kube_list(kube, call, kind, space, sink, &failure);
    return status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__pass_on(status, &failure, error);
}
