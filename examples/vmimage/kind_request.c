/*
 * SPDX-License-Identifier: Apache-2.0
 * Requests of each kind: the columns of `kubectl get vmpub`, and what -o wide adds.
 */
#include "kind.h"

static const struct cli_column columns[] = {
    {.title = "NAMESPACE", .namespaces_only = true},
    {.title = "NAME"},
    {.title = "AGE"},
    {.title = "STATE", .wide_only = true},
    {.title = "SOURCE", .wide_only = true},
    {.title = "LIBRARY", .wide_only = true},
    {.title = "RESULT", .wide_only = true},
    {.title = "REASON", .wide_only = true},
};

const char *cli_state_name(int32_t state)
{
    switch (state) {
    case VMIMAGE_STATE_COMPLETE:
        return "Complete";
    case VMIMAGE_STATE_FAILED:
        return "Failed";
    default:
        return "Pending";
    }
}

/* What holds the request up, or has ended it; NULL when nothing is said. */
static const char *why(const vmimage_condition *failure, const vmimage_condition *complete)
{
    const vmimage_condition *condition = failure != NULL ? failure : complete;

    if (condition == NULL || vmimage_condition_is_true(condition))
        return NULL;
    return vmimage_condition_message(condition) != NULL ? vmimage_condition_message(condition)
                                                        : vmimage_condition_reason(condition);
}

/* What the kinds have in common; `source`, `library` and `result` are the functions for those columns. */
#define REQUEST_KIND(one, many, words, source, library, result)                                                        \
    static vmimage_status open_##many(vmimage_registry *registry, const vmimage_query *query, void **iterator,         \
                                      vmimage_error **error)                                                           \
    {                                                                                                                  \
        vmimage_##many *list = NULL;                                                                                   \
        vmimage_status status = vmimage_registry_##many(registry, query, &list, error);                                \
                                                                                                                       \
        *iterator = list;                                                                                              \
        return status;                                                                                                 \
    }                                                                                                                  \
    static vmimage_status next_##one(void *iterator, void **object, vmimage_error **error)                             \
    {                                                                                                                  \
        vmimage_##one *got = NULL;                                                                                     \
        vmimage_status status = vmimage_##many##_next(iterator, &got, error);                                          \
                                                                                                                       \
        *object = got;                                                                                                 \
        return status;                                                                                                 \
    }                                                                                                                  \
    static void close_##many(void *iterator)                                                                           \
    {                                                                                                                  \
        vmimage_##many##_unref(iterator);                                                                              \
    }                                                                                                                  \
    static void unref_##one(void *object)                                                                              \
    {                                                                                                                  \
        vmimage_##one##_unref(object);                                                                                 \
    }                                                                                                                  \
    static vmimage_status one##_to_json(const void *object, vmimage_string **json, vmimage_error **error)              \
    {                                                                                                                  \
        return vmimage_##one##_to_json(object, NULL, json, error);                                                     \
    }                                                                                                                  \
    static const char *one##_api_version(const void *object)                                                           \
    {                                                                                                                  \
        return vmimage_##one##_api_version(object);                                                                    \
    }                                                                                                                  \
    static const char *one##_kind(const void *object)                                                                  \
    {                                                                                                                  \
        return vmimage_##one##_kind(object);                                                                           \
    }                                                                                                                  \
    static const char *one##_name(const void *object)                                                                  \
    {                                                                                                                  \
        return vmimage_##one##_name(object);                                                                           \
    }                                                                                                                  \
    static const vmimage_condition *one##_ready(const void *object)                                                    \
    {                                                                                                                  \
        return vmimage_##one##_condition(object, "Ready");                                                             \
    }                                                                                                                  \
    static const char *one##_display_name(const void *object)                                                          \
    {                                                                                                                  \
        (void)object; /* has none */                                                                                   \
        return NULL;                                                                                                   \
    }                                                                                                                  \
    static void add_##one##_row(struct cli_table *table, const void *object)                                           \
    {                                                                                                                  \
        const vmimage_##one *request = object;                                                                         \
                                                                                                                       \
        cli_table_add(table, vmimage_##one##_namespace(request));                                                      \
        cli_table_add(table, vmimage_##one##_name(request));                                                           \
        cli_table_add_made(table, cli_age(vmimage_##one##_creation_time(request)));                                    \
        cli_table_add(table, cli_state_name(vmimage_##one##_state(request)));                                          \
        cli_table_add(table, source(request));                                                                         \
        cli_table_add(table, library(request));                                                                        \
        cli_table_add(table, result(request));                                                                         \
        cli_table_add(table, why(vmimage_##one##_failure(request), vmimage_##one##_condition(request, "Complete")));   \
    }                                                                                                                  \
    const struct cli_kind cli_kind_##one = {.plural = (words),                                                         \
                                            .columns = columns,                                                        \
                                            .column_count = sizeof(columns) / sizeof(*columns),                        \
                                            .open = open_##many,                                                       \
                                            .next = next_##one,                                                        \
                                            .close = close_##many,                                                     \
                                            .unref = unref_##one,                                                      \
                                            .to_json = one##_to_json,                                                  \
                                            .api_version = one##_api_version,                                          \
                                            .kind = one##_kind,                                                        \
                                            .name = one##_name,                                                        \
                                            .display_name = one##_display_name,                                        \
                                            .ready = one##_ready,                                                      \
                                            .add_row = add_##one##_row}

static const char *first_image(const vmimage_group_publish_request *request)
{
    return vmimage_group_publish_request_image_name(request, 0);
}

REQUEST_KIND(publish_request, publish_requests, "publish requests", vmimage_publish_request_source_name,
             vmimage_publish_request_target_location_name, vmimage_publish_request_image_name);
REQUEST_KIND(group_publish_request, group_publish_requests, "group publish requests",
             vmimage_group_publish_request_source, vmimage_group_publish_request_target, first_image);
REQUEST_KIND(import_request, import_requests, "import requests", vmimage_import_request_source_url,
             vmimage_import_request_target_library, vmimage_import_request_item_name);
