/*
 * SPDX-License-Identifier: Apache-2.0
 * lib.json: the library that it describes.
 */
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/library.h>

#include "base/context.h"
#include "base/error.h"
#include "model/id.h"
#include "transport/vcsp/vcsp.h"

/* What errors and the log say the library is. */
struct about {
    const char *subject, *file, *module;
    const vmimage_context *context;
};

const char *vmimage__vcsp_items_href(const struct vm_json *library)
{
    const char *href = vmimage__json_get_string(library, "itemsHref");

    return href != NULL && href[0] != '\0' ? href : VM_VCSP_ITEMS;
}

static vmimage_status bad_field(const struct about *about, const char *field, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_PARSE, about->subject, "%s: \"%s\" %s", about->file, field, what);
}

static vmimage_status fill_library(const struct about *about, const struct vm_json *json, vmimage_library *library,
                                   vmimage_error **error)
{
    struct vm_arena *arena = &library->arena;
    const char *id = vmimage__vcsp_id(vmimage__json_get_string(json, "id"));
    const char *name = vmimage__json_get_string(json, "name");
    char hash[VM_HASH17_SIZE];

    if (vmimage__json_type(json) != VM_JSON_OBJECT)
        return vmimage__fail(error, VMIMAGE_E_PARSE, about->subject, "%s: is %s instead of an object", about->file,
                             vmimage__json_type_name(vmimage__json_type(json)));
    if (id == NULL || !vmimage__is_uuid(id))
        return bad_field(about, "id", id != NULL ? "is no UUID" : "is missing", error);
    if (name == NULL || name[0] == '\0')
        return bad_field(about, "name", "is missing or empty", error);
    vmimage__hash17(id, hash);
    library->o.meta.name = vmimage__arena_printf(arena, "cl-%s", hash);
    library->o.id = vmimage__arena_strdup(arena, id);
    library->o.name = vmimage__arena_strdup(arena, name);
    library->o.description = vmimage__arena_strdup(arena, vmimage__json_get_string(json, "description"));
    library->o.version = vmimage__vcsp_counter(arena, vmimage__json_get(json, "version"));
    library->o.creation_time = vmimage__vcsp_time(arena, vmimage__json_get_string(json, "created"));
    library->o.meta.creation_time = library->o.creation_time;
    return VMIMAGE_OK;
}

/* Subscribers refuse a library under maintenance; a reader of its files can but say so. */
static void log_maintenance(const struct about *about, const struct vm_json *json, vmimage_library *library)
{
    const char *message = vmimage__json_get_string(json, "maintenanceMessage");

    library->o.state = message != NULL && message[0] != '\0' ? "InMaintenance" : "Active";
    if (message != NULL && message[0] != '\0')
        vmimage__log(about->context, VMIMAGE_LOG_WARNING, about->module, "%s: the library is under maintenance: %s",
                     about->subject, message);
}

vmimage_status vmimage__vcsp_read_library(const struct vm_json *json, const char *subject, const char *file,
                                          const char *module, const vmimage_context *context, vmimage_library **library,
                                          vmimage_error **error)
{
    const struct about about = {subject, file, module, context};
    vmimage_library *new = vmimage__library_new();
    vmimage_status status;

    if (new == NULL)
        return vmimage__fail_no_memory(error);
    status = fill_library(&about, json, new, error);
    if (status == VMIMAGE_OK)
        log_maintenance(&about, json, new);
    if (status != VMIMAGE_OK)
        vmimage_library_unref(new);
    else
        *library = new;
    return status;
}
