/*
 * SPDX-License-Identifier: Apache-2.0
 * Verifications for programs: what is asked for, and where the package is. What is compared is in verify_package.c.
 */
#include "engine/verify.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>

#include <vmimage/item.h>

#include "base/error.h"
#include "engine/policy.h"
#include "engine/registry.h"
#include "engine/split.h"
#include "model/objects.h"
#include "model/rfc3339.h"
#include "transport/directory/place.h"

#define POLICY_ALL (VMIMAGE_VERIFY_REQUIRE_MANIFEST | VMIMAGE_VERIFY_REQUIRE_SIGNATURE | VMIMAGE_VERIFY_STRICT)

vmimage_verify *vmimage_verify_new(void)
{
    vmimage_verify *verify = vmimage__calloc(1, sizeof(*verify));

    if (verify != NULL)
        vmimage__refs_init(&verify->refs);
    return verify;
}

vmimage_verify *vmimage_verify_ref(vmimage_verify *verify)
{
    if (verify != NULL)
        vmimage__refs_take(&verify->refs);
    return verify;
}

vmimage_verify *vmimage_verify_unref(vmimage_verify *verify)
{
    if (verify == NULL || !vmimage__refs_drop(&verify->refs))
        return NULL;
    vmimage__trust_release(verify->trust);
    vmimage_policy_unref(verify->rules);
    vmimage__free(verify);
    return NULL;
}

static vmimage_status add_roots(vmimage_verify *verify, const struct vm_source *source, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(VM_CERTIFICATE_FILE_MAX);
    vmimage_status status = vmimage__source_append(source, 0, source->size, &text, error);

    if (status == VMIMAGE_OK)
        status = vmimage__trust_add(&verify->trust, vmimage__buf_str(&text), text.length, source->name, error);
    return status;
}

vmimage_status vmimage_verify_add_roots(vmimage_verify *verify, const char *pem, size_t length, vmimage_error **error)
{
    struct vm_source source;

    VM_REQUIRE(verify != NULL, error);
    VM_REQUIRE(pem != NULL, error);
    vmimage__source_memory(&source, pem, length, "trusted certificates");
    return add_roots(verify, &source, error);
}

vmimage_status vmimage_verify_add_roots_file(vmimage_verify *verify, const char *path, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status;

    VM_REQUIRE(verify != NULL, error);
    VM_REQUIRE(path != NULL, error);
    status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);
    return status == VMIMAGE_OK ? add_roots(verify, &source, error) : status;
}

vmimage_status vmimage_verify_set_policy(vmimage_verify *verify, uint32_t policy, vmimage_error **error)
{
    VM_REQUIRE(verify != NULL, error);
    if ((policy & ~(uint32_t)POLICY_ALL) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "policy %u: there are only the bits 1, 2 and 4", policy);
    verify->policy = policy;
    return VMIMAGE_OK;
}

vmimage_status vmimage_verify_set_time(vmimage_verify *verify, int64_t seconds, vmimage_error **error)
{
    VM_REQUIRE(verify != NULL, error);
    if (seconds < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "a time before 1970 is none for certificates");
    verify->time = seconds;
    return VMIMAGE_OK;
}

vmimage_status vmimage_verify_set_progress(vmimage_verify *verify, vmimage_verify_progress_fn progress, void *data,
                                           vmimage_error **error)
{
    VM_REQUIRE(verify != NULL, error);
    verify->progress = progress;
    verify->data = data;
    return VMIMAGE_OK;
}

void vmimage_verify_interrupt(vmimage_verify *verify)
{
    if (verify != NULL)
        atomic_store(&verify->interrupted, 1);
}

/* What is asked for and trusted together with what the policy says; `joined` gives back what was made for it. */
static vmimage_status join_policy(vmimage_verify *joined, const vmimage_verify *verify, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    joined->policy = verify->policy;
    joined->trust = NULL;
    if (verify->rules != NULL)
        joined->policy |= verify->rules->bits;
    status = vmimage__trust_add_all(&joined->trust, verify->trust, error);
    if (status == VMIMAGE_OK && verify->rules != NULL)
        status = vmimage__trust_add_all(&joined->trust, verify->rules->trust, error);
    return status;
}

/* `files` is where the package is, at `path` below it; `item` is NULL for a file. */
static vmimage_status verify_in(vmimage_verify *verify, const struct vm_call *call, const struct vm_files *files,
                                const char *path, const vmimage_item *item, vmimage_verify_report **report,
                                vmimage_error **error)
{
    vmimage_verify_report *new = vmimage__report_new();
    vmimage_verify asked = {.progress = verify->progress, .data = verify->data, .rules = verify->rules};
    vmimage_status status;

    if (new == NULL)
        return vmimage__fail_no_memory(error);
    asked.time = verify->time != 0 ? verify->time : (int64_t)time(NULL);
    if (item != NULL) {
        asked.item_name = item->o.name != NULL ? item->o.name : "";
        (void)vmimage__rfc3339_seconds(item->o.last_modified_time, &asked.item_modified);
    }
    status = join_policy(&asked, verify, error);
    if (status == VMIMAGE_OK)
        status = vmimage__verify_package(&asked, call, files, path, new, error);
    vmimage__trust_release(asked.trust);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "verify package");
        new = vmimage_verify_report_unref(new);
    }
    *report = new;
    return status;
}

vmimage_status vmimage_verify_file(vmimage_verify *verify, vmimage_context *context, const char *path,
                                   vmimage_verify_report **report, vmimage_error **error)
{
    struct vm_call call = {.context = context};
    struct vm_tree_files files;
    struct vm_split split;
    struct vm_tree tree;
    vmimage_status status;

    VM_REQUIRE(report != NULL, error);
    *report = NULL;
    VM_REQUIRE(verify != NULL, error);
    VM_REQUIRE(path != NULL, error);
    status = vmimage__split_path(path, &split, error);
    if (status == VMIMAGE_OK)
        status = vmimage__split_open(&split, &tree, error);
    if (status != VMIMAGE_OK)
        return status;
    call.interrupted = &verify->interrupted;
    vmimage__files_of_tree(&files, &tree);
    status = verify_in(verify, &call, &files.files, split.real_name, NULL, report, error);
    vmimage__tree_close(&tree);
    return status;
}

/* Finds out where the content of one item is. */
struct locate {
    const char *id;
    bool found;
    char *path;
    bool no_memory;
    vmimage_error *failure;
};

static bool wants(void *data, const vmimage_item *item)
{
    const struct locate *locate = data;

    return strcmp(item->o.id, locate->id) == 0;
}

static void note_content(void *data, const char *path)
{
    struct locate *locate = data;

    vmimage__free(locate->path);
    locate->path = vmimage__strdup(path);
    locate->no_memory = locate->path == NULL;
}

static vmimage_status put_item(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error)
{
    struct locate *locate = data;

    (void)ovf;
    locate->found = true;
    if (failure != NULL && locate->path == NULL && locate->failure == NULL)
        (void)vmimage__fail(&locate->failure, vmimage_error_status(failure), vmimage_error_subject(failure), "%s",
                            vmimage_error_message(failure));
    vmimage_item_unref(item);
    return locate->no_memory ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status locate_item(vmimage_registry *registry, struct locate *locate, vmimage_error **error)
{
    struct vm_call call = vmimage__registry_call(registry);
    struct vm_sink sink = {.data = locate, .wants = wants, .note_content = note_content, .add_item = put_item};
    vmimage_libraries *libraries = NULL;
    vmimage_library *library = NULL;
    vmimage_status status = vmimage_registry_libraries(registry, NULL, &libraries, error);

    while (status == VMIMAGE_OK && !locate->found) {
        status = vmimage_libraries_next(libraries, &library, error);
        if (status == VMIMAGE_OK)
            status = registry->transport->list_items(registry->place, &call, library, &sink, error);
        library = vmimage_library_unref(library);
    }
    vmimage_libraries_unref(libraries);
    if (status != VMIMAGE_OK && status != VMIMAGE_DONE)
        return status;
    if (locate->path != NULL)
        return VMIMAGE_OK;
    if (locate->failure != NULL && error != NULL) {
        *error = locate->failure;
        locate->failure = NULL;
        return vmimage_error_status(*error);
    }
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, locate->id, "%s: the item has no content that can be verified",
                         locate->id);
}

/* In a folder the listing knows where the content is, also when it is in none of the item's files. */
static vmimage_status verify_folder_item(vmimage_verify *verify, vmimage_registry *registry, const struct vm_call *call,
                                         const vmimage_item *item, vmimage_verify_report **report,
                                         vmimage_error **error)
{
    struct locate locate = {.id = vmimage_item_id(item)};
    struct vm_tree_files files;
    vmimage_status status = locate_item(registry, &locate, error);

    vmimage__files_of_tree(&files, vmimage__directory_tree(registry->place));
    if (status == VMIMAGE_OK)
        status = verify_in(verify, call, &files.files, locate.path, item, report, error);
    vmimage_error_unref(locate.failure);
    vmimage__free(locate.path);
    return status;
}

static vmimage_status verify_files(vmimage_verify *verify, vmimage_registry *registry, const struct vm_call *call,
                                   const vmimage_item *item, vmimage_verify_report **report, vmimage_error **error)
{
    struct vm_item_files files;
    vmimage_status status = vmimage__files_of_item(&files, registry, item, call, error);
    const char *path = status == VMIMAGE_OK ? vmimage__files_main(&files) : NULL;
    const char *name = item->o.name != NULL ? item->o.name : item->o.meta.name;

    if (status == VMIMAGE_OK && path == NULL)
        status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, name, "%s: the item has no content that can be verified",
                               name != NULL ? name : "item");
    if (status == VMIMAGE_OK)
        status = verify_in(verify, call, &files.files, path, item, report, error);
    vmimage__files_release(&files);
    return status;
}

vmimage_status vmimage_verify_item(vmimage_verify *verify, vmimage_registry *registry, const char *name_space,
                                   const char *name, vmimage_verify_report **report, vmimage_error **error)
{
    struct vm_call call;
    vmimage_item *item = NULL;
    vmimage_status status;

    VM_REQUIRE(report != NULL, error);
    *report = NULL;
    VM_REQUIRE(verify != NULL, error);
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    if (registry->transport->open_file == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, registry->url,
                             "%s: items of a registry of the kind %s can't be verified: it gives no files",
                             registry->url, registry->transport->name);
    call = (struct vm_call){.context = registry->context, .interrupted = &verify->interrupted};
    status = vmimage_registry_get_item(registry, name_space, name, &item, error);
    if (status == VMIMAGE_OK && registry->transport == &vmimage__directory_transport)
        status = verify_folder_item(verify, registry, &call, item, report, error);
    else if (status == VMIMAGE_OK)
        status = verify_files(verify, registry, &call, item, report, error);
    vmimage_item_unref(item);
    return status;
}
