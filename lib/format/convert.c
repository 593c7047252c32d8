/*
 * SPDX-License-Identifier: Apache-2.0
 * From one API version to another by way of the storage version, and the steps that several kinds share.
 */
#include "format/convert.h"

#include <string.h>

#include "base/error.h"

#define STASH_MAX_BYTES ((size_t)67108864)

/* The field of an object's root, such as "status". */
static const struct vm_field *root_field(const struct vm_schema *schema, const char *key)
{
    for (size_t i = 0; i < schema->count; i++) {
        if (strcmp(schema->fields[i].key, key) == 0)
            return &schema->fields[i];
    }
    return NULL;
}

void vmimage__conditions_up(struct vm_conditions *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        struct vmimage_condition *condition = &conditions->items[i];

        /* A reason is required in the later form: the status is the best that there is. */
        if (condition->reason == NULL || *condition->reason == '\0')
            condition->reason = condition->status;
    }
}

vmimage_status vmimage__stash_put(const struct vm_kind *kind, void *object, const char *annotation,
                                  struct vm_arena *arena, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(STASH_MAX_BYTES);
    struct vm_meta *meta = (struct vm_meta *)(void *)((char *)object + kind->meta);
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, &text, true);
    vmimage__schema_write(kind->schemas[kind->storage], object, "metadata", &writer);
    if (text.status == VMIMAGE_OK)
        vmimage__map_set(&meta->annotations, arena, annotation, vmimage__buf_str(&text));
    if (text.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, kind->name, "%s: the object is too large to be kept in %s",
                             kind->name, annotation);
    return text.status != VMIMAGE_OK || arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

vmimage_status vmimage__stash_take(const struct vm_kind *kind, void *object, const char *annotation, void *stashed,
                                   bool *found, struct vm_arena *arena, vmimage_error **error)
{
    struct vm_meta *meta = (struct vm_meta *)(void *)((char *)object + kind->meta);
    const char *text = vmimage__map_get(&meta->annotations, annotation);
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status;

    *found = text != NULL;
    if (text == NULL)
        return VMIMAGE_OK;
    status = vmimage__json_parse(text, strlen(text), &limits, annotation, &doc, error);
    /* To Go's decoder a null is nothing, not an error. */
    if (status == VMIMAGE_OK && vmimage__json_type(vmimage__json_root(doc)) != VM_JSON_NULL)
        status = vmimage__schema_read(kind->schemas[kind->storage], vmimage__json_root(doc), annotation, false, stashed,
                                      arena, error);
    if (status == VMIMAGE_OK)
        vmimage__map_remove(&meta->annotations, annotation);
    return status;
}

void vmimage__status_copy(const struct vm_kind *kind, const void *from, void *to, struct vm_arena *arena)
{
    const struct vm_field *field = root_field(kind->schemas[kind->storage], "status");

    vmimage__schema_copy(field->schema, from, to, false, arena);
}

/* In v1alpha1 one field of a library says both. */
static void complete_library(const struct vm_kind *kind, int version, void *object)
{
    struct vm_library *library = object;

    if (kind == &vmimage__kind_library && version == 1)
        library->allow_delete = library->allow_publish;
}

vmimage_status vmimage__convert(const struct vm_kind *kind, int from, int to, const void *object, void *made,
                                struct vm_arena *arena, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    vmimage__schema_copy(kind->schemas[from], object, made, from == to, arena);
    complete_library(kind, from, made);
    if (arena->failed)
        return vmimage__fail_no_memory(error);
    if (from == to)
        return VMIMAGE_OK;
    /* What is kept aside names the storage version. */
    vmimage__text_put(made, kind->api_version,
                      vmimage__arena_printf(arena, "%s/v1alpha%d", kind->group, kind->storage));
    if (from != kind->storage && kind->up != NULL)
        status = kind->up(kind, from, made, arena, error);
    if (status == VMIMAGE_OK && to != kind->storage && kind->down != NULL)
        status = kind->down(kind, to, made, arena, error);
    vmimage__text_put(made, kind->api_version, vmimage__arena_printf(arena, "%s/v1alpha%d", kind->group, to));
    if (status == VMIMAGE_OK && arena->failed)
        return vmimage__fail_no_memory(error);
    return status;
}
