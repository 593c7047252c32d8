/*
 * SPDX-License-Identifier: Apache-2.0
 * Misuse: every function that can fail refuses a NULL where none may be, with an error that names it and with empty outputs;
 * every other function gives its empty answer for NULL. The calls are generated from the headers (misuse.h).
 */
#define FAULT_WITHOUT_WRAPPERS
#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int poison;
void *const fault_poison = &poison;
static int failures;

static vmimage_context *misuse_context;
static vmimage_query *misuse_query;
static vmimage_registry *misuse_registry;
static vmimage_image *misuse_image;
static vmimage_item *misuse_item;
static vmimage_library *misuse_library;
static vmimage_images *misuse_images;
static vmimage_items *misuse_items;
static vmimage_libraries *misuse_libraries;
static vmimage_ovf *misuse_ovf;
static vmimage_admission *misuse_admission;
static vmimage_publish_step *misuse_publish_step;
static vmimage_reconcile *misuse_reconcile;
static vmimage_constraint *misuse_constraint;
static vmimage_lock *misuse_lock;
static vmimage_policy *misuse_policy;
static vmimage_verify *misuse_verify;
static vmimage_job *misuse_job;
static vmimage_stream *misuse_stream;
static vmimage_options *misuse_options;
static vmimage_publish_request *misuse_publish_request;
static vmimage_group_publish_request *misuse_group_publish_request;
static vmimage_import_request *misuse_import_request;
static vmimage_publish_requests *misuse_publish_requests;
static vmimage_group_publish_requests *misuse_group_publish_requests;
static vmimage_import_requests *misuse_import_requests;
static const vmimage_image *misuse_image_list[1];
static const vmimage_item *misuse_item_list[1];
static int64_t number_int64_t;
static size_t number_size_t;
static char scratch[64];

static void failed(const char *label, const char *what)
{
    (void)printf("FAILED %s: %s\n", label, what);
    failures++;
}

static void misuse_refused(const char *label, vmimage_status status, vmimage_error **error)
{
    const char *message = vmimage_error_message(*error);

    if (status != VMIMAGE_E_MISUSE)
        failed(label, vmimage_status_name(status));
    else if (vmimage_error_status(*error) != VMIMAGE_E_MISUSE || message == NULL || strstr(message, "vmimage_") == NULL)
        failed(label, message != NULL ? message : "no error");
    *error = vmimage_error_unref(*error);
}

static void misuse_nothing(const char *label, const void *output)
{
    if (output != NULL)
        failed(label, output == fault_poison ? "leaves its output untouched" : "gives an object");
}

static void misuse_answer(const char *label, int empty)
{
    if (!empty)
        failed(label, "gives another answer for NULL than the empty one");
}

static void misuse_log(void *data, int32_t level, const char *module, const char *message)
{
    (void)data;
    (void)level;
    (void)module;
    (void)message;
}

static void misuse_progress(void *data, const char *name, uint64_t done, uint64_t total)
{
    (void)data;
    (void)name;
    (void)done;
    (void)total;
}

static void misuse_release(void *data)
{
    (void)data;
}

static const char *misuse_text(const char *parameter)
{
    return strcmp(parameter, "json") == 0 ? fault_image_json : "x";
}

#include "misuse.h"

/* A file of an item, from a folder that is gone by then. */
static vmimage_status make_stream(void)
{
    char folder[] = "/tmp/vmimage-misuse-XXXXXX", path[64];
    FILE *file;
    vmimage_registry *registry = NULL;
    vmimage_item *item = NULL;
    vmimage_status status;

    if (mkdtemp(folder) == NULL)
        return VMIMAGE_E_IO;
    (void)snprintf(path, sizeof(path), "%s/a.ovf", folder);
    file = fopen(path, "wb");
    if (file != NULL)
        (void)fputs(fault_ovf, file);
    if (file != NULL)
        (void)fclose(file);
    status = vmimage_registry_open(NULL, folder, NULL, &registry, NULL);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_get_item(registry, NULL, "a", &item, NULL);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open_file(registry, item, "a.ovf", &misuse_stream, NULL);
    vmimage_item_unref(item);
    vmimage_registry_unref(registry);
    (void)unlink(path);
    (void)rmdir(folder);
    return status;
}

static vmimage_status make_requests(void)
{
    static const char list[] = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}";
    vmimage_status status;

    misuse_publish_request = vmimage_publish_request_new();
    misuse_group_publish_request = vmimage_group_publish_request_new();
    misuse_import_request = vmimage_import_request_new();
    status = vmimage_publish_requests_from_json(list, strlen(list), &misuse_publish_requests, NULL);
    status |= vmimage_group_publish_requests_from_json(list, strlen(list), &misuse_group_publish_requests, NULL);
    return status | vmimage_import_requests_from_json(list, strlen(list), &misuse_import_requests, NULL);
}

static void release_requests(void)
{
    vmimage_publish_request_unref(misuse_publish_request);
    vmimage_group_publish_request_unref(misuse_group_publish_request);
    vmimage_import_request_unref(misuse_import_request);
    vmimage_publish_requests_unref(misuse_publish_requests);
    vmimage_group_publish_requests_unref(misuse_group_publish_requests);
    vmimage_import_requests_unref(misuse_import_requests);
}

static int make(void)
{
    vmimage_status status;

    misuse_context = vmimage_context_new();
    misuse_query = vmimage_query_new();
    misuse_options = vmimage_options_new();
    status = vmimage_registry_open(NULL, ".", NULL, &misuse_registry, NULL);
    status |= vmimage_image_from_json(fault_image_json, strlen(fault_image_json), &misuse_image, NULL);
    status |= vmimage_item_from_json(fault_item_json, strlen(fault_item_json), &misuse_item, NULL);
    status |= vmimage_library_from_json(fault_library_json, strlen(fault_library_json), &misuse_library, NULL);
    status |= vmimage_registry_images(misuse_registry, NULL, &misuse_images, NULL);
    status |= vmimage_registry_items(misuse_registry, NULL, &misuse_items, NULL);
    status |= vmimage_registry_libraries(misuse_registry, NULL, &misuse_libraries, NULL);
    status |= vmimage_ovf_parse(NULL, fault_ovf, strlen(fault_ovf), NULL, &misuse_ovf, NULL);
    status |= vmimage_watch_images(misuse_registry, NULL, &misuse_job, NULL);
    misuse_admission = vmimage_admission_new();
    misuse_publish_step = vmimage_publish_step_new();
    misuse_reconcile = vmimage_reconcile_new(misuse_item);
    status |= vmimage_constraint_parse("*", &misuse_constraint, NULL);
    status |= make_stream();
    status |= make_requests();
    misuse_lock = vmimage_lock_new();
    misuse_verify = vmimage_verify_new();
    status |= vmimage_policy_from_json("{\"version\": 1}", 14, NULL, &misuse_policy, NULL);
    misuse_image_list[0] = misuse_image;
    misuse_item_list[0] = misuse_item;
    return status == VMIMAGE_OK && misuse_context != NULL && misuse_query != NULL && misuse_admission != NULL &&
           misuse_reconcile != NULL && misuse_publish_step != NULL && misuse_lock != NULL && misuse_verify != NULL;
}

int main(void)
{
    if (!make()) {
        (void)printf("FAILED the objects for the calls could not be made\n");
        return EXIT_FAILURE;
    }
    misuse_fallible();
    misuse_getters();
    vmimage_context_unref(misuse_context);
    vmimage_query_unref(misuse_query);
    vmimage_options_unref(misuse_options);
    vmimage_registry_unref(misuse_registry);
    vmimage_image_unref(misuse_image);
    vmimage_item_unref(misuse_item);
    vmimage_library_unref(misuse_library);
    vmimage_images_unref(misuse_images);
    vmimage_items_unref(misuse_items);
    vmimage_libraries_unref(misuse_libraries);
    vmimage_ovf_unref(misuse_ovf);
    vmimage_admission_unref(misuse_admission);
    vmimage_publish_step_unref(misuse_publish_step);
    vmimage_reconcile_unref(misuse_reconcile);
    vmimage_constraint_unref(misuse_constraint);
    vmimage_stream_unref(misuse_stream);
    vmimage_lock_unref(misuse_lock);
    vmimage_verify_unref(misuse_verify);
    vmimage_job_unref(misuse_job);
    vmimage_policy_unref(misuse_policy);
    release_requests();
    (void)printf("%d calls, %d failures\n", MISUSE_CALLS, failures);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
