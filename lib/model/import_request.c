/*
 * SPDX-License-Identifier: Apache-2.0
 * Import requests: their own fields, how they stand, and changing them.
 */
#include <string.h>

#include <vmimage/import_request.h>
#include <vmimage/request.h>

#include "base/error.h"
#include "model/access.h"
#include "model/requests.h"

/*
 * A source or target that is not valid stays so until the request is another one. Of the other steps these reasons are the ends that the
 * API knows.
 */
const vmimage_condition *vmimage__import_failure(const struct vm_conditions *conditions)
{
    static const struct {
        const char *type, *reasons[3];
    } final[] = {
        {"SourceValid", {NULL}},
        {"TargetValid", {NULL}},
        {"ContentLibraryItemCreated", {"TargetLibraryItemCreationFailure", NULL}},
        {"TemplateUploaded", {"UploadFailure", "UploadSessionExpired", NULL}},
    };

    for (size_t i = 0; i < sizeof(final) / sizeof(final[0]); i++) {
        const vmimage_condition *condition = vmimage__condition_find(conditions, final[i].type);
        const char *const *reason = final[i].reasons;

        if (condition == NULL || condition->status == NULL || strcmp(condition->status, "False") != 0)
            continue;
        if (*reason == NULL)
            return condition;
        for (; *reason != NULL; reason++) {
            if (condition->reason != NULL && strcmp(condition->reason, *reason) == 0)
                return condition;
        }
    }
    return NULL;
}

int32_t vmimage_import_request_state(const vmimage_import_request *import_request)
{
    if (import_request == NULL)
        return 0;
    if (vmimage__condition_true(&import_request->o.conditions, "Complete"))
        return VMIMAGE_STATE_COMPLETE;
    return vmimage_import_request_failure(import_request) != NULL ? VMIMAGE_STATE_FAILED : VMIMAGE_STATE_PENDING;
}

const vmimage_condition *vmimage_import_request_failure(const vmimage_import_request *import_request)
{
    if (import_request == NULL || vmimage__condition_true(&import_request->o.conditions, "Complete"))
        return NULL;
    return vmimage__import_failure(&import_request->o.conditions);
}

#define TEXT(function, member)                                                                                         \
    const char *vmimage_import_request_##function(const vmimage_import_request *import_request)                        \
    {                                                                                                                  \
        return import_request != NULL ? vmimage__text(import_request->o.member) : NULL;                                \
    }

TEXT(source_url, source_url)
TEXT(ssl_certificate, ssl_certificate)
TEXT(target_item_name, item_name)
TEXT(target_item_description, item_description)
TEXT(target_item_type, item_type)
TEXT(upload_session, upload_session_uuid)

const char *vmimage_import_request_checksum_algorithm(const vmimage_import_request *import_request)
{
    if (import_request == NULL || !import_request->o.checksum_set)
        return NULL;
    return vmimage__text(import_request->o.checksum_algorithm);
}

const char *vmimage_import_request_checksum_value(const vmimage_import_request *import_request)
{
    if (import_request == NULL || !import_request->o.checksum_set)
        return NULL;
    return vmimage__text(import_request->o.checksum_value);
}

/* v1alpha1 has references where later versions have names. */
static const char *either(const char *name, const struct vm_ref *ref)
{
    return vmimage__text(name) != NULL ? name : vmimage__text(ref->name);
}

const char *vmimage_import_request_target_library(const vmimage_import_request *import_request)
{
    return import_request != NULL ? either(import_request->o.library, &import_request->o.library_ref) : NULL;
}

const char *vmimage_import_request_item_name(const vmimage_import_request *import_request)
{
    return import_request != NULL ? either(import_request->o.created_item, &import_request->o.created_item_ref) : NULL;
}

/* ---- uploads ---- */

static const struct vm_upload *upload_at(const vmimage_import_request *request, size_t index)
{
    return request != NULL && index < request->o.upload_count ? &request->o.uploads[index] : NULL;
}

size_t vmimage_import_request_upload_count(const vmimage_import_request *import_request)
{
    return import_request != NULL ? import_request->o.upload_count : 0;
}

const char *vmimage_import_request_upload_name(const vmimage_import_request *import_request, size_t index)
{
    const struct vm_upload *upload = upload_at(import_request, index);

    return upload != NULL ? vmimage__some(upload->name) : NULL;
}

const char *vmimage_import_request_upload_status(const vmimage_import_request *import_request, size_t index)
{
    const struct vm_upload *upload = upload_at(import_request, index);

    return upload != NULL ? vmimage__some(upload->transfer_status) : NULL;
}

const char *vmimage_import_request_upload_error(const vmimage_import_request *import_request, size_t index)
{
    const struct vm_upload *upload = upload_at(import_request, index);

    return upload != NULL ? vmimage__text(upload->error_message) : NULL;
}

static uint64_t bytes(struct vm_int number)
{
    return number.set && number.value > 0 ? (uint64_t)number.value : 0;
}

uint64_t vmimage_import_request_upload_size(const vmimage_import_request *import_request, size_t index)
{
    const struct vm_upload *upload = upload_at(import_request, index);

    return upload != NULL ? bytes(upload->size) : 0;
}

uint64_t vmimage_import_request_upload_bytes(const vmimage_import_request *import_request, size_t index)
{
    const struct vm_upload *upload = upload_at(import_request, index);

    return upload != NULL ? bytes(upload->bytes_transferred) : 0;
}

/* ---- changing it ---- */

vmimage_status vmimage_import_request_set_source(vmimage_import_request *import_request, const char *url,
                                                 vmimage_error **error)
{
    VM_REQUIRE(import_request != NULL, error);
    VM_REQUIRE(url != NULL, error);
    VM_OWN(import_request, "import request", error);
    return vmimage__request_set_text(&import_request->arena, &import_request->o.source_url, url, error);
}

vmimage_status vmimage_import_request_set_certificate(vmimage_import_request *import_request, const char *pem,
                                                      vmimage_error **error)
{
    VM_REQUIRE(import_request != NULL, error);
    VM_OWN(import_request, "import request", error);
    return vmimage__request_set_text(&import_request->arena, &import_request->o.ssl_certificate, pem, error);
}

vmimage_status vmimage_import_request_set_checksum(vmimage_import_request *import_request, const char *algorithm,
                                                   const char *value, vmimage_error **error)
{
    const char *known;

    VM_REQUIRE(import_request != NULL, error);
    VM_OWN(import_request, "import request", error);
    if (algorithm != NULL && strcmp(algorithm, "SHA256") != 0 && strcmp(algorithm, "SHA512") != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, algorithm,
                             "\"%.64s\" is no algorithm of a checksum; there are SHA256 and SHA512", algorithm);
    known = algorithm != NULL && strcmp(algorithm, "SHA512") == 0 ? "SHA512" : "SHA256";
    if (vmimage__request_set_text(&import_request->arena, &import_request->o.checksum_value, value, error) !=
        VMIMAGE_OK)
        return VMIMAGE_E_NO_MEMORY;
    import_request->o.checksum_algorithm = known;
    import_request->o.checksum_set = value != NULL;
    return VMIMAGE_OK;
}

vmimage_status vmimage_import_request_set_target(vmimage_import_request *import_request, const char *library,
                                                 const char *item_name, const char *description, const char *type,
                                                 vmimage_error **error)
{
    const char *texts[4];
    struct vm_arena *arena;
    vmimage_status status;

    VM_REQUIRE(import_request != NULL, error);
    VM_REQUIRE(library != NULL, error);
    VM_OWN(import_request, "import request", error);
    arena = &import_request->arena;
    texts[0] = vmimage__arena_strdup(arena, library);
    texts[1] = vmimage__arena_strdup(arena, item_name);
    texts[2] = vmimage__arena_strdup(arena, description);
    texts[3] = vmimage__arena_strdup(arena, type);
    status = vmimage__request_changed(arena, error);
    if (status != VMIMAGE_OK)
        return status;
    import_request->o.library = texts[0];
    import_request->o.library_ref = (struct vm_ref){
        .api_version = "imageregistry.vmware.com/v1alpha1", .kind = "ContentLibrary", .name = texts[0], .set = true};
    import_request->o.item_name = texts[1];
    import_request->o.item_description = texts[2];
    import_request->o.item_type = texts[3];
    return VMIMAGE_OK;
}
