/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: folders as registries, queries, resolution.
 */
#include "fault.h"

#include <stdio.h>
#include <string.h>

struct opened {
    vmimage_context *context;
    vmimage_registry *registry;
    vmimage_error *error;
};

static vmimage_status open_folder(struct opened *opened, const char *url)
{
    memset(opened, 0, sizeof(*opened));
    opened->context = vmimage_context_new();
    return opened->context != NULL
               ? vmimage_registry_open(opened->context, url, NULL, &opened->registry, &opened->error)
               : VMIMAGE_E_NO_MEMORY;
}

static void close_folder(struct opened *opened)
{
    opened->registry = vmimage_registry_unref(opened->registry);
    opened->context = vmimage_context_unref(opened->context);
    opened->error = vmimage_error_unref(opened->error);
}

static vmimage_status list_libraries(struct opened *o, const vmimage_query *query)
{
    vmimage_libraries *list = NULL, *again;
    vmimage_library *library = NULL;
    vmimage_status status = vmimage_registry_libraries(o->registry, query, &list, &o->error);

    again = vmimage_libraries_ref(list);
    while (status == VMIMAGE_OK && (status = vmimage_libraries_next(again, &library, &o->error)) == VMIMAGE_OK) {
        fault_visit_library(library);
        library = vmimage_library_unref(library);
    }
    again = vmimage_libraries_unref(again);
    list = vmimage_libraries_unref(list);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status list_items(struct opened *o, const vmimage_query *query)
{
    vmimage_items *list = NULL, *again;
    vmimage_item *item = NULL;
    vmimage_status status = vmimage_registry_items(o->registry, query, &list, &o->error);

    again = vmimage_items_ref(list);
    while (status == VMIMAGE_OK && (status = vmimage_items_next(again, &item, &o->error)) == VMIMAGE_OK) {
        fault_visit_item(item);
        item = vmimage_item_unref(item);
    }
    again = vmimage_items_unref(again);
    list = vmimage_items_unref(list);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status list_images(struct opened *o, const vmimage_query *query)
{
    vmimage_images *list = NULL;
    vmimage_image *image = NULL;
    vmimage_status status = vmimage_registry_images(o->registry, query, &list, &o->error);

    if (status == VMIMAGE_OK) {
        list = vmimage_images_unref(list);
        status = vmimage_registry_stream_images(o->registry, query, &list, &o->error);
    }
    while (status == VMIMAGE_OK && (status = vmimage_images_next(list, &image, &o->error)) == VMIMAGE_OK) {
        fault_visit_image(image);
        fault_visit_condition(vmimage_image_condition(image, "Ready"));
        image = vmimage_image_unref(image);
    }
    list = vmimage_images_unref(list);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status list_all(const char *url)
{
    struct opened o;
    vmimage_status status = open_folder(&o, url);

    if (status == VMIMAGE_OK)
        status = list_libraries(&o, NULL);
    if (status == VMIMAGE_OK)
        status = list_items(&o, NULL);
    if (status == VMIMAGE_OK)
        status = list_images(&o, NULL);
    close_folder(&o);
    return status;
}

static vmimage_status plain(void)
{
    return list_all(fault_files.folder);
}

static vmimage_status vcsp(void)
{
    char url[sizeof(fault_files.vcsp) + 8];

    /* As a URL; an escape in it is undone. */
    (void)snprintf(url, sizeof(url), "dir:%s%%2F", fault_files.vcsp);
    return list_all(url);
}

static vmimage_status handle(void)
{
    vmimage_registry *again;
    struct opened o;
    vmimage_status status = open_folder(&o, fault_files.folder);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_set_deadline(o.registry, 60000, &o.error);
    again = vmimage_registry_ref(o.registry);
    if (status == VMIMAGE_OK) {
        /* The URL has the name of a temporary folder in it. */
        fault_look_away(true);
        fault_visit_registry(again);
        fault_look_away(false);
        vmimage_registry_interrupt(again);
        fault_expect(VMIMAGE_E_CANCELLED);
        status = list_images(&o, NULL);
        fault_expect(VMIMAGE_OK);
        status = status == VMIMAGE_E_CANCELLED ? VMIMAGE_OK : status;
    }
    again = vmimage_registry_unref(again);
    close_folder(&o);
    return status;
}

static vmimage_status make_query(vmimage_query *query, vmimage_error **error)
{
    vmimage_status status = vmimage_query_set_namespace(query, NULL, error);

    if (status == VMIMAGE_OK)
        status = vmimage_query_set_name(query, "one", error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_type(query, "ovf", error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_os(query, "ubuntu64Guest", error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_ready(query, 1, error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_selector(query, "!nothing,a notin (b,c),d!=e", error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_capability(query, "cloud-init", error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_capability(query, NULL, error);
    if (status == VMIMAGE_OK)
        status = vmimage_query_set_library(query, "x", error);
    return status == VMIMAGE_OK ? vmimage_query_set_library(query, NULL, error) : status;
}

static vmimage_status queries(void)
{
    vmimage_query *query = vmimage_query_new(), *again = vmimage_query_ref(query);
    struct opened o;
    vmimage_status status = open_folder(&o, fault_files.folder);

    if (query == NULL)
        status = VMIMAGE_E_NO_MEMORY;
    if (status == VMIMAGE_OK)
        status = make_query(query, &o.error);
    if (status == VMIMAGE_OK)
        status = list_images(&o, again);
    if (status == VMIMAGE_OK)
        status = list_items(&o, again);
    again = vmimage_query_unref(again);
    query = vmimage_query_unref(query);
    close_folder(&o);
    return status;
}

static vmimage_status get(void)
{
    vmimage_library *library = NULL;
    vmimage_item *item = NULL;
    vmimage_image *image = NULL;
    struct opened o;
    vmimage_status status = open_folder(&o, fault_files.vcsp);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_library(o.registry, NULL, "golden", &library, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_item(o.registry, NULL, "four", &item, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_image(o.registry, NULL, "vmi-0a0044d7c690bcbea", &image, &o.error);
    if (status == VMIMAGE_OK) {
        fault_visit_library(library);
        fault_visit_item(item);
        fault_visit_image(image);
    }
    library = vmimage_library_unref(library);
    item = vmimage_item_unref(item);
    image = vmimage_image_unref(image);
    close_folder(&o);
    return status;
}

static vmimage_status resolve(void)
{
    vmimage_image *image = NULL;
    struct opened o;
    vmimage_status status = open_folder(&o, fault_files.folder);

    if (status == VMIMAGE_OK)
        status = vmimage_resolve(o.registry, NULL, "two", 0, &image, &o.error);
    if (status == VMIMAGE_OK)
        fault_visit_image(image);
    image = vmimage_image_unref(image);
    if (status == VMIMAGE_OK) {
        fault_expect(VMIMAGE_E_NOT_FOUND);
        status = vmimage_resolve(o.registry, NULL, "no such image", 0, &image, &o.error);
        status = status == VMIMAGE_E_NOT_FOUND ? VMIMAGE_OK : status;
    }
    close_folder(&o);
    return status;
}

#define LIST_MAX 8

static vmimage_status read_list(vmimage_image **list, size_t *count, vmimage_error **error)
{
    vmimage_images *images = NULL;
    vmimage_status status = vmimage_images_from_json(fault_images_json, strlen(fault_images_json), &images, error);

    *count = 0;
    while (status == VMIMAGE_OK && *count < LIST_MAX &&
           (status = vmimage_images_next(images, &list[*count], error)) == VMIMAGE_OK)
        (*count)++;
    images = vmimage_images_unref(images);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}

static vmimage_status resolve_list(void)
{
    vmimage_image *list[LIST_MAX] = {NULL}, *image = NULL;
    vmimage_error *error = NULL;
    size_t count;
    vmimage_status status = read_list(list, &count, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_resolve_images((const vmimage_image *const *)list, count, "team", "debian", 0, &image, &error);
    image = vmimage_image_unref(image);
    if (status == VMIMAGE_OK) {
        fault_expect(VMIMAGE_E_AMBIGUOUS);
        status = vmimage_resolve_images((const vmimage_image *const *)list, count, "team", "ubuntu", 0, &image, &error);
        fault_look_away(true);
        fault_visit_error(error);
        fault_visit_candidate(vmimage_error_candidate(error, 1));
        fault_look_away(false);
        status = status == VMIMAGE_E_AMBIGUOUS ? VMIMAGE_OK : status;
    }
    for (size_t i = 0; i < count; i++)
        list[i] = vmimage_image_unref(list[i]);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status make(struct opened *opened)
{
    memset(opened, 0, sizeof(*opened));
    fault_forget(fault_out());
    return vmimage_keep_init(NULL, fault_out(), "kept", "d", &opened->registry, &opened->error);
}

static vmimage_status keep_add(void)
{
    char id[VMIMAGE_UUID_SIZE], package[128];
    struct opened o;
    vmimage_status status = make(&o);

    (void)snprintf(package, sizeof(package), "%s/item/four.ovf", fault_files.folder);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_set_manifest(o.registry, 1, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_add(o.registry, fault_files.ova, "one", "d", id, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_add(o.registry, package, "two", "d", id, &o.error);
    if (status == VMIMAGE_OK) {
        fault_saw_number(vmimage_keep_bytes_done(o.registry));
        fault_saw_number(vmimage_keep_bytes_total(o.registry));
    }
    close_folder(&o);
    fault_forget(fault_out());
    return status;
}

static vmimage_status keep_replace(void)
{
    char id[VMIMAGE_UUID_SIZE];
    struct opened o;
    vmimage_status status = make(&o);

    if (status == VMIMAGE_OK)
        status = vmimage_keep_add(o.registry, fault_files.iso, "one", NULL, id, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_replace(o.registry, "one", fault_files.iso, &o.error);
    close_folder(&o);
    fault_forget(fault_out());
    return status;
}

static vmimage_status keep_change(void)
{
    char id[VMIMAGE_UUID_SIZE];
    vmimage_library *library = NULL;
    struct opened o;
    vmimage_status status = make(&o);

    if (status == VMIMAGE_OK)
        status = vmimage_keep_add(o.registry, fault_files.iso, NULL, NULL, id, &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_rename(o.registry, id, "two", &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_describe(o.registry, NULL, "other", &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_keep_remove(o.registry, "two", &o.error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_library(o.registry, NULL, "kept", &library, &o.error);
    if (status == VMIMAGE_OK) {
        fault_saw_text(vmimage_library_version(library));
        fault_saw_text(vmimage_library_description(library));
    }
    library = vmimage_library_unref(library);
    close_folder(&o);
    fault_forget(fault_out());
    return status;
}

const struct fault_case fault_registry_cases[] = {
    {"plain folder", plain},
    {"VCSP folder", vcsp},
    {"registry handle", handle},
    {"queries", queries},
    {"get", get},
    {"resolve", resolve},
    {"resolve in a list", resolve_list},
    {"keep: add", keep_add},
    {"keep: replace", keep_replace},
    {"keep: change", keep_change},
    {NULL, NULL},
};
