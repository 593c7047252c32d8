/*
 * SPDX-License-Identifier: Apache-2.0
 * The kubernetes transport: a cluster's libraries, items and images, of a namespace and of the cluster, as one place.
 */
#include <string.h>

#include <vmimage/registry.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/kubernetes/kube.h"
#include "transport/kubernetes/list.h"
#include "transport/kubernetes/watch.h"

static void close_cluster(void *place)
{
    struct vm_kube *kube = place;

    if (kube == NULL)
        return;
    vmimage__http_close(kube->http);
    vmimage__kube_access_close(kube->access);
    vmimage__free(kube->url);
    for (size_t i = 0; i < VM_KUBE_GROUPS; i++)
        vmimage__free(kube->forced[i]);
    vmimage__free(kube);
}

/* "k8s:CONTEXT/NAMESPACE", with a percent sign as %25, so that it can be opened again. */
static char *make_url(const struct vm_kube_access *access)
{
    vm_auto_buf struct vm_buf url = VM_BUF_INIT(8192);

    vmimage__buf_add_str(&url, "k8s:");
    for (const char *at = access->context != NULL ? access->context : ""; *at != '\0'; at++) {
        if (*at == '%')
            vmimage__buf_add_str(&url, "%25");
        else
            vmimage__buf_add_char(&url, *at);
    }
    vmimage__buf_printf(&url, "/%s", access->name_space);
    return vmimage__strdup(url.status == VMIMAGE_OK ? vmimage__buf_str(&url) : NULL);
}

/* Versions that the program wants and no other. */
static vmimage_status force_versions(struct vm_kube *kube, const vmimage_options *options, vmimage_error **error)
{
    for (size_t i = 0; options != NULL && i < VM_KUBE_GROUPS; i++) {
        const char *group = vmimage__kube_group_name((enum vm_kube_group)i), *wanted = options->api_versions[i];
        const char *slash = wanted != NULL ? strchr(wanted, '/') : NULL;

        if (slash == NULL)
            continue;
        if (strlen(group) != (size_t)(slash - wanted) || memcmp(group, wanted, (size_t)(slash - wanted)) != 0)
            continue;
        kube->forced[i] = vmimage__strdup(slash + 1);
        if (kube->forced[i] == NULL)
            return vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

static vmimage_status open_cluster(const char *location, const vmimage_options *options, const struct vm_call *call,
                                   void **place, char **url, vmimage_error **error)
{
    const struct vm_kube_surroundings surroundings = vmimage__kube_surroundings();
    struct vm_kube *kube = vmimage__calloc(1, sizeof(*kube));
    vmimage_status status;

    if (kube == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__kube_access_open(&surroundings, location, options, call, &kube->access, error);
    if (status == VMIMAGE_OK) {
        kube->context = call->context;
        kube->name_space = strcmp(kube->access->name_space, "*") != 0 ? kube->access->name_space : NULL;
        kube->url = make_url(kube->access);
        status = force_versions(kube, options, error);
    }
    if (status == VMIMAGE_OK) {
        *url = vmimage__strdup(kube->url);
        if (*url == NULL)
            status = vmimage__fail_no_memory(error);
    }
    if (status == VMIMAGE_OK)
        *place = kube;
    else
        close_cluster(kube);
    return status;
}

static const char *name_space(const void *place)
{
    return ((const struct vm_kube *)place)->name_space;
}

/* The namespace that the listing is about; NULL: all. */
static const char *wanted_namespace(const struct vm_kube *kube, const struct vm_wanted *what)
{
    const char *wanted = what != NULL ? what->name_space : NULL;

    if (wanted == NULL)
        return kube->name_space;
    return strcmp(wanted, "*") != 0 ? wanted : NULL;
}

/*
 * What is of a namespace, and what is the cluster's. Who may see only the namespace gets that; when a name is to be resolved, part of the
 * answer is none.
 */
static vmimage_status list_both(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *own,
                                const struct vm_kube_kind *shared, const struct vm_sink *sink, vmimage_error **error)
{
    bool all = sink->wanted != NULL && sink->wanted->display_name != NULL;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__kube_list(kube, call, own, wanted_namespace(kube, sink->wanted), sink, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__kube_list(kube, call, shared, NULL, sink, &failure);
    if (status == VMIMAGE_E_FORBIDDEN && !all) {
        vmimage__log(call->context, VMIMAGE_LOG_WARNING, "kubernetes", "without those of the cluster: %s",
                     vmimage_error_message(failure));
        return VMIMAGE_OK;
    }
    return status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__pass_on(status, &failure, error);
}

static vmimage_status list_libraries(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error)
{
    return list_both(place, call, &vmimage__kube_libraries, &vmimage__kube_cluster_libraries, sink, error);
}

static vmimage_status list_items(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error)
{
    (void)library; /* items of all libraries are in one list */
    return list_both(place, call, &vmimage__kube_items, &vmimage__kube_cluster_items, sink, error);
}

/* ---- images ---- */

static vmimage_status get_if_there(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                   const char *space, const char *name, const struct vm_sink *sink, bool *found,
                                   vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = vmimage__kube_get(kube, call, kind, space, name, sink, &failure);

    *found = status == VMIMAGE_OK;
    if (status == VMIMAGE_OK || (vmimage_error_http_status(failure) == 404 && vmimage_error_subject(failure) != NULL &&
                                 strcmp(vmimage_error_subject(failure), name) == 0))
        return VMIMAGE_OK;
    return vmimage__pass_on(status, &failure, error);
}

/* The namespace's own image comes before the cluster's of the same name. */
static vmimage_status get_by_id(struct vm_kube *kube, const struct vm_call *call, const struct vm_sink *sink,
                                vmimage_error **error)
{
    const char *space = wanted_namespace(kube, sink->wanted), *id = sink->wanted->id;
    bool found = false;
    vmimage_status status = get_if_there(kube, call, &vmimage__kube_images, space, id, sink, &found, error);

    if (status != VMIMAGE_OK || found)
        return status;
    return get_if_there(kube, call, &vmimage__kube_cluster_images, NULL, id, sink, &found, error);
}

/* Every image of a kind with the display name: which ones there are by the server's table, and then those. */
static vmimage_status find_kind(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                const char *space, const struct vm_sink *sink, vmimage_error **error)
{
    struct vm_arena arena = {0};
    struct vm_strings names = {.items = NULL};
    bool known = false, found;
    vmimage_status status =
        vmimage__kube_find(kube, call, kind, space, sink->wanted->display_name, &arena, &names, &known, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < names.count; i++)
        status = get_if_there(kube, call, kind, space, names.items[i], sink, &found, error);
    vmimage__arena_release(&arena);
    if (status == VMIMAGE_OK && !known)
        return vmimage__kube_list(kube, call, kind, space, sink, error);
    return status;
}

static vmimage_status list_images(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                  vmimage_error **error)
{
    const struct vm_wanted *wanted = sink->wanted;
    const char *space = wanted_namespace(place, sink->wanted);
    vmimage_status status;

    /* Names of objects are of one namespace, and a table without objects does not tell which: then everything is listed. */
    if (wanted == NULL || space == NULL || (wanted->id == NULL && wanted->display_name == NULL))
        return list_both(place, call, &vmimage__kube_images, &vmimage__kube_cluster_images, sink, error);
    if (wanted->id != NULL)
        return get_by_id(place, call, sink, error);
    status = find_kind(place, call, &vmimage__kube_images, space, sink, error);
    return status == VMIMAGE_OK ? find_kind(place, call, &vmimage__kube_cluster_images, NULL, sink, error) : status;
}

static vmimage_status feed(void *place, const struct vm_call *call, enum vm_feed_kind kind,
                           const struct vm_wanted *wanted, struct vm_feed **out, vmimage_error **error)
{
    return vmimage__kube_feed(place, call, kind, wanted_namespace(place, wanted), wanted, out, error);
}

static vmimage_status pull_images(void *place, const struct vm_call *call, const vmimage_library *library,
                                  const struct vm_sink *sink, struct vm_pull **pull, vmimage_error **error)
{
    (void)library;
    return vmimage__kube_pull(place, call, wanted_namespace(place, sink->wanted), sink, pull, error);
}

static vmimage_status list_objects(void *place, const struct vm_call *call, const char *kind,
                                   const struct vm_sink *sink, vmimage_error **error)
{
    return vmimage__kube_list_objects(place, call, kind, sink, error);
}

static vmimage_status write_object(void *place, const struct vm_call *call, const struct vm_write *write,
                                   struct vm_buf *answer, vmimage_error **error)
{
    return vmimage__kube_write(place, call, write, answer, error);
}

const struct vm_transport vmimage__kubernetes_transport = {
    .size = sizeof(struct vm_transport),
    .abi = VM_TRANSPORT_ABI,
    .name = "kubernetes",
    .capabilities = VMIMAGE_CAPABILITY_LIBRARIES | VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES |
                    VMIMAGE_CAPABILITY_WATCH | VMIMAGE_CAPABILITY_REQUESTS,
    .open = open_cluster,
    .close = close_cluster,
    .list_libraries = list_libraries,
    .list_items = list_items,
    .list_images = list_images,
    .pull = pull_images,
    .list_objects = list_objects,
    .write = write_object,
    .name_space = name_space,
    .feed = feed,
};
