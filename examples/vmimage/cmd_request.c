/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage requests, request, cancel, publish and import: what a cluster is asked to do, and what came of it.
 */
#include "kind.h"

#include <stdlib.h>
#include <string.h>

struct request_kind {
    int32_t number;
    const char *word; /* of the argument */
    const struct cli_kind *kind;
};

static const struct request_kind kinds[] = {
    {VMIMAGE_REQUEST_PUBLISH, "publish", &cli_kind_publish_request},
    {VMIMAGE_REQUEST_GROUP_PUBLISH, "group", &cli_kind_group_publish_request},
    {VMIMAGE_REQUEST_IMPORT, "import", &cli_kind_import_request},
};
#define KIND_COUNT (sizeof(kinds) / sizeof(*kinds))

/* An older cluster has not all of the kinds; one without any says so. */
static bool is_missing(const vmimage_error *error)
{
    return vmimage_error_status(error) == VMIMAGE_E_UNSUPPORTED || vmimage_error_http_status(error) == 404;
}

/* ---- list ---- */

static int fetch(struct cli_list *list, vmimage_registry *registry, const struct cli_options *options, bool optional)
{
    CLI_QUERY query = NULL;
    CLI_ERROR error = NULL;
    void *iterator = NULL;
    vmimage_status status;
    int result = cli_make_query(options, &query);

    if (result != CLI_OK)
        return result;
    status = list->kind->open(registry, query, &iterator, &error);
    while (status == VMIMAGE_OK) {
        void *object = NULL;

        status = list->kind->next(iterator, &object, &error);
        if (status == VMIMAGE_OK)
            cli_list_add(list, object);
    }
    list->kind->close(iterator);
    if (status == VMIMAGE_DONE || (optional && is_missing(error)))
        return CLI_OK;
    return cli_report(error);
}

static int print_lists(struct cli_list *lists, vmimage_registry *registry, const struct cli_options *options)
{
    size_t count = 0;
    int status = CLI_OK;

    for (size_t i = 0; i < KIND_COUNT; i++)
        count += lists[i].count;
    if (options->format == CLI_FORMAT_JSON)
        return cli_print_json_lists(lists, KIND_COUNT);
    if (count == 0)
        cli_say("no requests found in %s", vmimage_registry_url(registry));
    for (size_t i = 0; i < KIND_COUNT && status == CLI_OK; i++) {
        if (lists[i].count != 0)
            status = cli_list_print(&lists[i], NULL, options);
    }
    return status;
}

int cli_run_requests(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    struct cli_list lists[KIND_COUNT] = {{.kind = NULL}};
    const char *wanted = options->argument_count > 0 ? options->arguments[0] : NULL;
    bool known = wanted == NULL;
    int status;

    for (size_t i = 0; i < KIND_COUNT; i++)
        known = known || strcmp(wanted, kinds[i].word) == 0;
    if (!known)
        return cli_usage_error(options, "lists publish, group or import requests, not '%s'", wanted);
    status = cli_open_registry(options, &registry);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        lists[i].kind = kinds[i].kind;
        if (status == CLI_OK && (wanted == NULL || strcmp(wanted, kinds[i].word) == 0))
            status = fetch(&lists[i], registry, options, wanted == NULL && i > 0);
    }
    if (status == CLI_OK)
        status = print_lists(lists, registry, options);
    for (size_t i = 0; i < KIND_COUNT; i++)
        cli_list_clear(&lists[i]);
    return status;
}

/* ---- one ---- */

static vmimage_status get(vmimage_registry *registry, const struct cli_options *options, const char *name, size_t i,
                          void **object, vmimage_error **error)
{
    vmimage_publish_request *publish = NULL;
    vmimage_group_publish_request *group = NULL;
    vmimage_import_request *import = NULL;
    vmimage_status status;

    switch (kinds[i].number) {
    case VMIMAGE_REQUEST_PUBLISH:
        status = vmimage_registry_get_publish_request(registry, options->name_space, name, &publish, error);
        *object = publish;
        return status;
    case VMIMAGE_REQUEST_GROUP_PUBLISH:
        status = vmimage_registry_get_group_publish_request(registry, options->name_space, name, &group, error);
        *object = group;
        return status;
    default:
        status = vmimage_registry_get_import_request(registry, options->name_space, name, &import, error);
        *object = import;
        return status;
    }
}

/* The request of the name, whichever kind it is; the first one that there is. An exit status. */
static int find(vmimage_registry *registry, const struct cli_options *options, size_t *index, void **object)
{
    CLI_ERROR first = NULL;

    for (size_t i = 0; i < KIND_COUNT; i++) {
        CLI_ERROR error = NULL;
        vmimage_status status = get(registry, options, options->arguments[0], i, object, &error);

        *index = i;
        if (status == VMIMAGE_OK)
            return CLI_OK;
        if (status != VMIMAGE_E_NOT_FOUND && (i == 0 || !is_missing(error)))
            return cli_report(error);
        if (first == NULL)
            first = vmimage_error_ref(error);
    }
    return cli_report(first);
}

static void describe(const struct cli_kind *kind, const void *object)
{
    struct cli_options wide = {.format = CLI_FORMAT_WIDE};
    struct cli_list list = {.kind = kind};

    cli_list_add(&list, (void *)(uintptr_t)object);
    (void)cli_list_print(&list, NULL, &wide);
    free(list.objects);
}

static void put_condition(const vmimage_condition *condition)
{
    const char *message = vmimage_condition_message(condition), *reason = vmimage_condition_reason(condition);
    const char *status = vmimage_condition_status(condition);
    CLI_TEXT text = cli_text("%s %s%s%s%s%s", vmimage_condition_type(condition), status != NULL ? status : "",
                             reason != NULL ? " " : "", reason != NULL ? reason : "", message != NULL ? ": " : "",
                             message != NULL ? message : "");
    CLI_TEXT safe = cli_printable(text);

    cli_put(safe);
    cli_put("\n");
}

static void put_conditions(size_t i, const void *object)
{
    const vmimage_condition *condition = NULL;
    size_t at = 0;

    do {
        if (kinds[i].number == VMIMAGE_REQUEST_PUBLISH)
            condition = vmimage_publish_request_condition_at(object, at++);
        else if (kinds[i].number == VMIMAGE_REQUEST_GROUP_PUBLISH)
            condition = vmimage_group_publish_request_condition_at(object, at++);
        else
            condition = vmimage_import_request_condition_at(object, at++);
        if (condition != NULL)
            put_condition(condition);
    } while (condition != NULL);
}

static int print_one(size_t i, void *object, const struct cli_options *options)
{
    struct cli_list list = {.kind = kinds[i].kind};
    int status;

    if (options->format == CLI_FORMAT_JSON)
        return cli_print_json_of(kinds[i].kind, object);
    if (options->format == CLI_FORMAT_DEFAULT) {
        describe(kinds[i].kind, object);
        put_conditions(i, object);
        return CLI_OK;
    }
    cli_list_add(&list, object);
    status = cli_list_print(&list, NULL, options);
    free(list.objects);
    return status;
}

/* ---- following ---- */

static int follow(vmimage_registry *registry, size_t i, const char *name_space, const char *name,
                  const struct cli_options *options)
{
    CLI_ERROR error = NULL;
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;
    vmimage_status status = vmimage_request_follow_start(registry, kinds[i].number, name_space, name, &job, &error);

    while (status == VMIMAGE_OK) {
        status = vmimage_job_step(job, -1, &error);
        while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
            if (vmimage_event_condition(event) != NULL && options->format == CLI_FORMAT_DEFAULT)
                put_condition(vmimage_event_condition(event));
            else if (vmimage_event_error(event) != NULL)
                cli_say("%s", vmimage_error_message(vmimage_event_error(event)));
            vmimage_event_unref(event);
        }
        cli_flush();
    }
    vmimage_job_unref(job);
    if (status == VMIMAGE_DONE)
        return CLI_OK;
    (void)cli_report(error);
    return status == VMIMAGE_E_FAILED || status == VMIMAGE_E_NOT_FOUND ? CLI_NO : cli_exit_status(error);
}

int cli_run_request(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    void *object = NULL;
    size_t i = 0;
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = find(registry, options, &i, &object);
    if (status == CLI_OK && options->follow)
        status = follow(registry, i, options->name_space, options->arguments[0], options);
    else if (status == CLI_OK)
        status = print_one(i, object, options);
    if (object != NULL)
        kinds[i].kind->unref(object);
    return status;
}

int cli_run_cancel(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    void *object = NULL;
    size_t i = 0;
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = find(registry, options, &i, &object);
    if (object != NULL)
        kinds[i].kind->unref(object);
    if (status != CLI_OK)
        return status;
    return vmimage_registry_delete_request(registry, kinds[i].number, options->name_space, options->arguments[0], NULL,
                                           NULL, NULL, &error) == VMIMAGE_OK
               ? CLI_OK
               : cli_report(error);
}

/* ---- sending ---- */

/* The name of what was sent, and the rest of it where that is wanted; the object is released. */
static int sent(vmimage_registry *registry, size_t i, void *object, const struct cli_options *options)
{
    CLI_TEXT name = cli_copy(kinds[i].kind->name(object));
    int status = CLI_OK;

    if (options->format != CLI_FORMAT_DEFAULT)
        status = print_one(i, object, options);
    else
        cli_print_full_name(kinds[i].kind, object);
    cli_flush();
    kinds[i].kind->unref(object);
    return status == CLI_OK && options->follow ? follow(registry, i, options->name_space, name, options) : status;
}

static vmimage_status fill_publish(vmimage_publish_request *request, const struct cli_options *options,
                                   vmimage_error **error)
{
    CLI_TEXT beginning = cli_text("%s-", options->arguments[0]);
    vmimage_status status = vmimage_publish_request_set_generate_name(request, beginning, error);

    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_namespace(request, options->name_space, error);
    if (status == VMIMAGE_OK)
        status = vmimage_publish_request_set_source(request, options->arguments[0], error);
    return status == VMIMAGE_OK ? vmimage_publish_request_set_target(request, options->library, options->name,
                                                                     options->description, error)
                                : status;
}

int cli_run_publish(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    vmimage_publish_request *request, *made = NULL;
    vmimage_status done;
    int status;

    if (options->library == NULL)
        return cli_usage_error(options, "--library says where to publish to");
    status = cli_open_registry(options, &registry);
    if (status != CLI_OK)
        return status;
    request = vmimage_publish_request_new();
    done = request != NULL ? fill_publish(request, options, &error) : VMIMAGE_E_NO_MEMORY;
    if (done == VMIMAGE_OK)
        done = vmimage_registry_create_publish_request(registry, request, VMIMAGE_WRITE_CHECK, &made, &error);
    vmimage_publish_request_unref(request);
    return done == VMIMAGE_OK ? sent(registry, 0, made, options) : cli_report(error);
}

static vmimage_status fill_import(vmimage_import_request *request, const struct cli_options *options,
                                  vmimage_error **error)
{
    vmimage_status status = vmimage_import_request_set_generate_name(request, "import-", error);

    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_namespace(request, options->name_space, error);
    if (status == VMIMAGE_OK)
        status = vmimage_import_request_set_source(request, options->arguments[0], error);
    return status == VMIMAGE_OK ? vmimage_import_request_set_target(request, options->library, options->name,
                                                                    options->description, NULL, error)
                                : status;
}

int cli_run_import(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    vmimage_import_request *request, *made = NULL;
    vmimage_status done;
    int status;

    if (options->library == NULL)
        return cli_usage_error(options, "--library says where to import to");
    status = cli_open_registry(options, &registry);
    if (status != CLI_OK)
        return status;
    request = vmimage_import_request_new();
    done = request != NULL ? fill_import(request, options, &error) : VMIMAGE_E_NO_MEMORY;
    if (done == VMIMAGE_OK)
        done = vmimage_registry_create_import_request(registry, request, VMIMAGE_WRITE_CHECK, &made, &error);
    vmimage_import_request_unref(request);
    return done == VMIMAGE_OK ? sent(registry, 2, made, options) : cli_report(error);
}
