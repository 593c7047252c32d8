/*
 * SPDX-License-Identifier: Apache-2.0
 * Owner, provider, names, annotations and service labels of an image, from its item (VM Operator's setUpVMIFromCLItem).
 */
#include "model/reconcile_setup.h"

#include <string.h>

#include "base/buf.h"
#include "model/copy.h"

#define GROUP "imageregistry.vmware.com"
#define LIBRARY_ANNOTATION "vmoperator.vmware.com/conversion-content-lib-ref"
#define NAME_ANNOTATION "vmware.com/display-name"
#define REFERENCE_MAX ((size_t)1048576)

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool vmimage__item_is_cluster(const struct vm_item *item)
{
    const char *name_space = item->meta.name_space;

    if (item->kind != NULL && strncmp(item->kind, "Cluster", 7) == 0)
        return true;
    /* A folder's items have no namespace and are no cluster objects; they carry their kind. */
    return item->kind == NULL && (name_space == NULL || name_space[0] == '\0');
}

/* Length of the group in "group/version"; 0 for "v1". */
static size_t group_length(const char *api_version)
{
    const char *slash = api_version != NULL ? strchr(api_version, '/') : NULL;

    return slash != NULL ? (size_t)(slash - api_version) : 0;
}

/* Whether two references name the same object: by group, kind and name, whatever version and UID they carry. */
static bool same_object(const struct vm_owner *a, const struct vm_owner *b)
{
    size_t length = group_length(a->api_version);

    return length == group_length(b->api_version) &&
           (length == 0 || memcmp(a->api_version, b->api_version, length) == 0) && same(a->kind, b->kind) &&
           same(a->name, b->name);
}

static const char *set_owner(struct vm_image *image, const struct vm_owner *owner, struct vm_arena *arena)
{
    struct vm_meta *meta = &image->meta;

    for (size_t i = 0; i < meta->owner_count; i++) {
        const struct vm_owner *there = &meta->owners[i];

        if (there->controller != VM_TRUE)
            continue;
        if (!same_object(there, owner))
            return vmimage__arena_printf(arena, "Object %s/%s is already owned by another %s controller %s",
                                         meta->name_space != NULL ? meta->name_space : "",
                                         meta->name != NULL ? meta->name : "", there->kind != NULL ? there->kind : "",
                                         there->name != NULL ? there->name : "");
        break;
    }
    for (size_t i = 0; i < meta->owner_count; i++) {
        if (same_object(&meta->owners[i], owner)) {
            meta->owners[i] = *owner;
            return NULL;
        }
    }
    if (vmimage__arena_grow(arena, &meta->owners, meta->owner_count, &meta->owner_capacity, sizeof(*owner)))
        meta->owners[meta->owner_count++] = *owner;
    return NULL;
}

static bool has_prefix(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Labels that say for which services an image is meant. They are copied from cluster items, never with their values. */
static void copy_service_labels(const struct vm_reconcile_input *input, struct vm_image *image, struct vm_arena *arena)
{
    const char *prefix = input->tkg_multiple_cl ? "services.supervisor.vmware.com/" : "type.services.vmware.com/";
    const struct vm_map *from = &input->item->meta.labels;
    struct vm_map *to = &image->meta.labels;
    size_t kept = 0;

    /* The older prefix keeps what the item no longer has. */
    for (size_t i = 0; input->tkg_multiple_cl && i < to->count; i++) {
        if (!has_prefix(to->pairs[i].key, prefix) || vmimage__map_get(from, to->pairs[i].key) != NULL)
            to->pairs[kept++] = to->pairs[i];
    }
    if (input->tkg_multiple_cl)
        to->count = kept;
    for (size_t i = 0; i < from->count; i++) {
        if (has_prefix(from->pairs[i].key, prefix))
            vmimage__map_set(to, arena, from->pairs[i].key, "");
    }
}

static void add_json(struct vm_buf *buf, const char *text)
{
    vmimage__buf_json_string(buf, text != NULL ? text : "", text != NULL ? strlen(text) : 0, true);
}

/* As Go writes a TypedLocalObjectReference. */
static void annotate_library(struct vm_image *image, const char *kind, const char *name, struct vm_arena *arena)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(REFERENCE_MAX);

    vmimage__buf_add_str(&json, "{\"apiGroup\":\"" GROUP "\",\"kind\":");
    add_json(&json, kind);
    vmimage__buf_add_str(&json, ",\"name\":");
    add_json(&json, name);
    vmimage__buf_add_str(&json, "}");
    if (json.status != VMIMAGE_OK)
        arena->failed = true;
    else
        vmimage__map_set(&image->meta.annotations, arena, LIBRARY_ANNOTATION, vmimage__buf_str(&json));
}

/* v1alpha1 names the library. v1alpha2 names the item itself, as VM Operator's code does. */
static void set_library_annotation(const struct vm_reconcile_input *input, struct vm_image *image,
                                   struct vm_arena *arena)
{
    const struct vm_item *item = input->item;

    if (input->v1alpha2)
        annotate_library(image, image->provider.kind, image->provider.name, arena);
    else if (item->library_ref.set)
        annotate_library(image, item->library_ref.kind, item->library_ref.name, arena);
    else if (item->library_name != NULL && item->library_name[0] != '\0')
        /* An item of v1alpha2 as an API server serves it in v1alpha1. */
        annotate_library(image, vmimage__item_is_cluster(item) ? "ClusterContentLibrary" : "ContentLibrary",
                         item->library_name, arena);
}

const char *vmimage__image_set_up(const struct vm_reconcile_input *input, struct vm_image *image,
                                  struct vm_arena *arena)
{
    const struct vm_item *item = input->item;
    bool cluster = vmimage__item_is_cluster(item);
    struct vm_owner owner = {
        .api_version = input->v1alpha2 ? GROUP "/v1alpha2" : GROUP "/v1alpha1",
        .kind = cluster ? "ClusterContentLibraryItem" : "ContentLibraryItem",
        .name = vmimage__copy_text(arena, item->meta.name),
        .uid = vmimage__copy_text(arena, item->meta.uid),
        .controller = VM_TRUE,
        .block_owner_deletion = VM_TRUE,
    };
    const char *refusal = set_owner(image, &owner, arena);

    if (refusal != NULL)
        return refusal;
    image->provider =
        (struct vm_ref){.api_version = owner.api_version, .kind = owner.kind, .name = owner.name, .set = true};
    if (cluster)
        copy_service_labels(input, image, arena);
    image->name = vmimage__copy_text(arena, item->name);
    image->provider_item_id = vmimage__copy_text(arena, item->id);
    image->type = vmimage__copy_text(arena, item->type);
    if (image->name != NULL)
        vmimage__map_set(&image->meta.annotations, arena, NAME_ANNOTATION, image->name);
    set_library_annotation(input, image, arena);
    return NULL;
}
