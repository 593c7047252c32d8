/*
 * SPDX-License-Identifier: Apache-2.0
 * From a name to exactly one image, over a list that is there already. Where the list comes from is the registry's matter.
 */
#include <vmimage/resolve.h>

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/objects.h"

#define CLUSTER_KIND "ClusterVirtualMachineImage"
#define SHOWN_CANDIDATES 8
#define TEXT_MAX ((size_t)65536)

struct search {
    const vmimage_image *const *images;
    size_t count;
    const char *name_space, *name;
    bool by_object_name;
};

struct found {
    const vmimage_image *first;
    size_t count;
};

static bool is_cluster(const vmimage_image *image)
{
    return image->o.kind != NULL && strcmp(image->o.kind, CLUSTER_KIND) == 0;
}

/* An image without a namespace comes from a place that has none, and so belongs to every one. */
static bool in_scope(const struct search *search, const vmimage_image *image, bool cluster)
{
    const char *name_space = image->o.meta.name_space;

    if (is_cluster(image) != cluster)
        return false;
    return cluster || name_space == NULL || name_space[0] == '\0' ||
           (search->name_space != NULL && strcmp(name_space, search->name_space) == 0);
}

static bool matches(const struct search *search, const vmimage_image *image, bool cluster)
{
    const char *name;

    if (image == NULL || !in_scope(search, image, cluster))
        return false;
    name = search->by_object_name ? image->o.meta.name : image->o.name;
    return name != NULL && strcmp(name, search->name) == 0;
}

static struct found find(const struct search *search, bool cluster)
{
    struct found found = {NULL, 0};

    for (size_t i = 0; i < search->count; i++) {
        if (!matches(search, search->images[i], cluster))
            continue;
        if (found.count++ == 0)
            found.first = search->images[i];
    }
    return found;
}

static vmimage_status give(const vmimage_image *found, vmimage_image **image)
{
    /* The handle is shared, only its count changes. */
    *image = (vmimage_image *)(uintptr_t)found;
    vmimage__refs_take(&(*image)->refs);
    return VMIMAGE_OK;
}

/* VM Operator's text: PREFIX "name" SUFFIX. */
static void make_reason(struct vm_buf *reason, const char *prefix, const char *name, const char *suffix)
{
    vmimage__buf_add_str(reason, prefix);
    vmimage__buf_go_quote(reason, name, strlen(name));
    vmimage__buf_add_str(reason, suffix);
}

static vmimage_status not_found(const struct search *search, vmimage_error **error)
{
    vm_auto_buf struct vm_buf reason = VM_BUF_INIT(TEXT_MAX);
    vmimage_status status;

    make_reason(&reason, "no VM image exists for ", search->name, " in namespace or cluster scope");
    if (reason.status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    status = vmimage__fail(error, VMIMAGE_E_NOT_FOUND, search->name, "%s", vmimage__buf_str(&reason));
    vmimage__error_set_reason(error, vmimage__buf_str(&reason));
    return status;
}

static void add_candidates(const struct search *search, bool cluster, vmimage_error **error)
{
    for (size_t i = 0; i < search->count; i++) {
        const vmimage_image *image = search->images[i];

        if (matches(search, image, cluster))
            vmimage__error_add_candidate(error, cluster ? CLUSTER_KIND : "VirtualMachineImage",
                                         image->o.meta.name_space, image->o.meta.name != NULL ? image->o.meta.name : "",
                                         image->o.name);
    }
}

static void add_ids(struct vm_buf *text, const struct search *search, bool cluster, size_t *shown)
{
    for (size_t i = 0; i < search->count; i++) {
        const vmimage_image *image = search->images[i];

        if (!matches(search, image, cluster) || image->o.meta.name == NULL)
            continue;
        if (*shown == SHOWN_CANDIDATES) {
            vmimage__buf_add_str(text, ", ...");
            ++*shown;
        }
        if (*shown > SHOWN_CANDIDATES)
            return;
        vmimage__buf_printf(text, "%s%.64s", *shown == 0 ? "" : ", ", image->o.meta.name);
        ++*shown;
    }
}

static vmimage_status ambiguous(const struct search *search, const char *scope, bool with_cluster,
                                vmimage_error **error)
{
    vm_auto_buf struct vm_buf reason = VM_BUF_INIT(TEXT_MAX), ids = VM_BUF_INIT(TEXT_MAX);
    size_t shown = 0;
    vmimage_status status;

    make_reason(&reason, "multiple VM images exist for ", search->name, scope);
    add_ids(&ids, search, false, &shown);
    if (with_cluster)
        add_ids(&ids, search, true, &shown);
    if (reason.status == VMIMAGE_E_NO_MEMORY || ids.status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    status = vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, search->name, "%s; name one of them by its VMI ID: %s",
                           vmimage__buf_str(&reason), vmimage__buf_str(&ids));
    vmimage__error_set_reason(error, vmimage__buf_str(&reason));
    add_candidates(search, false, error);
    if (with_cluster)
        add_candidates(search, true, error);
    return status;
}

/* The namespace wins for object names; for display names only when asked to. */
static vmimage_status resolve(const struct search *search, bool prefer_namespace, vmimage_image **image,
                              vmimage_error **error)
{
    struct found own = find(search, false), cluster;

    if (own.count > 1 && !search->by_object_name)
        return ambiguous(search, " in namespace scope", !prefer_namespace, error);
    if (own.count != 0 && (prefer_namespace || search->by_object_name))
        return give(own.first, image);
    cluster = find(search, true);
    if (cluster.count > 1 && !search->by_object_name)
        return ambiguous(search, " in cluster scope", true, error);
    if (cluster.count != 0 && own.count != 0)
        return ambiguous(search, " in namespace and cluster scope", true, error);
    if (own.count + cluster.count == 0)
        return not_found(search, error);
    return give(own.count != 0 ? own.first : cluster.first, image);
}

vmimage_status vmimage_resolve_images(const vmimage_image *const *images, size_t count, const char *name_space,
                                      const char *name, uint32_t flags, vmimage_image **image, vmimage_error **error)
{
    struct search search = {images, count, name_space, name, false};
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(images != NULL || count == 0, error);
    VM_REQUIRE(name != NULL, error);
    if ((flags & ~(uint32_t)VMIMAGE_RESOLVE_PREFER_NAMESPACE) != 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the flags 0x%x are not known to this version",
                             (unsigned)flags);
    if (name[0] == '\0') {
        status = vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the name of the image is empty");
        vmimage__error_set_reason(error, "imgName is empty");
        return status;
    }
    search.by_object_name = strncmp(name, "vmi-", 4) == 0;
    status = resolve(&search, (flags & VMIMAGE_RESOLVE_PREFER_NAMESPACE) != 0, image, error);
    if (status != VMIMAGE_OK)
        vmimage__error_set_operation(error, "resolve name");
    return status;
}
