/*
 * SPDX-License-Identifier: Apache-2.0
 * Queries: what a program wants to see of a registry, and the test of each object.
 */
#include "engine/query.h"

#include <string.h>

#include <vmimage/request.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/refs.h"
#include "engine/requests.h"
#include "model/selector.h"

struct vmimage_query {
    vm_refs refs;
    char *name_space, *library, *name, *type, *os, *capability;
    int32_t ready;
    char *selector_text;
    struct vm_selector selector;
};

vmimage_query *vmimage_query_new(void)
{
    vmimage_query *query = vmimage__calloc(1, sizeof(*query));

    if (query != NULL) {
        vmimage__refs_init(&query->refs);
        query->ready = VMIMAGE_UNSET;
    }
    return query;
}

vmimage_query *vmimage_query_ref(vmimage_query *query)
{
    if (query != NULL)
        vmimage__refs_take(&query->refs);
    return query;
}

vmimage_query *vmimage_query_unref(vmimage_query *query)
{
    if (query == NULL || !vmimage__refs_drop(&query->refs))
        return NULL;
    vmimage__free(query->name_space);
    vmimage__free(query->library);
    vmimage__free(query->name);
    vmimage__free(query->type);
    vmimage__free(query->os);
    vmimage__free(query->capability);
    vmimage__free(query->selector_text);
    vmimage__selector_release(&query->selector);
    vmimage__free(query);
    return NULL;
}

static vmimage_status set(char **field, const char *value, vmimage_error **error)
{
    char *copy = vmimage__strdup(value);

    if (value != NULL && copy == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__free(*field);
    *field = copy;
    return VMIMAGE_OK;
}

vmimage_status vmimage_query_set_namespace(vmimage_query *query, const char *name_space, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->name_space, name_space, error);
}

vmimage_status vmimage_query_set_library(vmimage_query *query, const char *library, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->library, library, error);
}

vmimage_status vmimage_query_set_name(vmimage_query *query, const char *name, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->name, name, error);
}

vmimage_status vmimage_query_set_type(vmimage_query *query, const char *type, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->type, type, error);
}

vmimage_status vmimage_query_set_os(vmimage_query *query, const char *os, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->os, os, error);
}

vmimage_status vmimage_query_set_capability(vmimage_query *query, const char *capability, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    return set(&query->capability, capability, error);
}

vmimage_status vmimage_query_set_selector(vmimage_query *query, const char *selector, vmimage_error **error)
{
    struct vm_selector parsed;
    vmimage_status status;

    VM_REQUIRE(query != NULL, error);
    status = vmimage__selector_parse(selector != NULL ? selector : "", &parsed, error);
    if (status == VMIMAGE_OK)
        status = set(&query->selector_text, selector, error);
    if (status != VMIMAGE_OK) {
        vmimage__selector_release(&parsed);
        return status;
    }
    vmimage__selector_release(&query->selector);
    query->selector = parsed;
    return VMIMAGE_OK;
}

vmimage_status vmimage_query_set_ready(vmimage_query *query, int32_t ready, vmimage_error **error)
{
    VM_REQUIRE(query != NULL, error);
    if (ready != 0 && ready != 1 && ready != VMIMAGE_UNSET)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "ready is %d; it can be 0, 1 or VMIMAGE_UNSET",
                             (int)ready);
    query->ready = ready;
    return VMIMAGE_OK;
}

const char *vmimage__query_library(const vmimage_query *query)
{
    return query != NULL ? query->library : NULL;
}

struct vm_wanted vmimage__query_wanted(const vmimage_query *query)
{
    if (query == NULL)
        return (struct vm_wanted){.name_space = NULL};
    return (struct vm_wanted){.name_space = query->name_space, .selector = query->selector_text};
}

static bool is(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcmp(wanted, value) == 0);
}

static bool is_in_any_case(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && vmimage__ascii_equal(wanted, value));
}

/* Objects of the cluster, and of places without namespaces, are in every namespace. */
static bool in_namespace(const vmimage_query *query, const struct vm_meta *meta)
{
    if (meta->name_space == NULL || meta->name_space[0] == '\0')
        return true;
    return is(query->name_space, meta->name_space) || strcmp(query->name_space, "*") == 0;
}

static bool matches_labels(const vmimage_query *query, const struct vm_meta *meta)
{
    return vmimage__selector_matches(&query->selector, &meta->labels);
}

static bool matches_meta(const vmimage_query *query, const struct vm_meta *meta, const char *display_name)
{
    return in_namespace(query, meta) && matches_labels(query, meta) &&
           (is(query->name, meta->name) || is(query->name, display_name));
}

static bool matches_ready(const vmimage_query *query, const struct vm_conditions *conditions)
{
    return query->ready == VMIMAGE_UNSET || vmimage__condition_true(conditions, "Ready") == (query->ready == 1);
}

bool vmimage__query_matches_library(const vmimage_query *query, const struct vm_library *library)
{
    return query == NULL || (in_namespace(query, &library->meta) && matches_labels(query, &library->meta));
}

bool vmimage__query_matches_item(const vmimage_query *query, const struct vm_item *item)
{
    return query == NULL || (matches_meta(query, &item->meta, item->name) && is_in_any_case(query->type, item->type) &&
                             matches_ready(query, &item->conditions));
}

bool vmimage__query_matches_image(const vmimage_query *query, const struct vm_image *image)
{
    return query == NULL ||
           (matches_meta(query, &image->meta, image->name) && is_in_any_case(query->type, image->type) &&
            (is_in_any_case(query->os, image->os_type) || is_in_any_case(query->os, image->os_id)) &&
            (query->capability == NULL || vmimage__strings_have(&image->capabilities, query->capability)) &&
            matches_ready(query, &image->conditions));
}

bool vmimage__query_matches_request(const vmimage_query *query, const struct vm_requests *requests, const void *request)
{
    bool complete;

    if (query == NULL)
        return true;
    complete = requests->state(request) == VMIMAGE_STATE_COMPLETE;
    return matches_meta(query, requests->meta(request), NULL) && is(query->library, requests->library(request)) &&
           (query->ready == VMIMAGE_UNSET || complete == (query->ready == 1));
}

bool vmimage__query_may_match(const vmimage_query *query, const struct vm_item *item)
{
    return query == NULL || (in_namespace(query, &item->meta) && is_in_any_case(query->type, item->type));
}
