/*
 * SPDX-License-Identifier: Apache-2.0
 * Registries: URLs, filters, order, interruption, deadlines, and names that several objects have.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#include "folder.h"
#include "model/lists.h"
#include "model/objects.h"

static vmimage_registry *registry;
static vmimage_query *query;

static void start(void)
{
    folder_make();
    folder_text("beta.ovf", ovf_text("Beta", NULL, 0));
    folder_text("alpha.ovf", ovf_text("Alpha", NULL, 0));
    folder_text("broken.ovf", "<x>");
    folder_iso("disc.iso", "alpha");
    query = vmimage_query_new();
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL), VMIMAGE_OK);
}

static void stop(void)
{
    query = vmimage_query_unref(query);
    registry = vmimage_registry_unref(registry);
    folder_remove();
}

static vmimage_status try_open(const char *url, vmimage_registry **out, vmimage_error **error)
{
    vmimage_error_unref(*error);
    *error = NULL;
    return vmimage_registry_open(NULL, url, NULL, out, error);
}

START_TEST(urls)
{
    vmimage_registry *other = NULL;
    vmimage_error *error = NULL;
    char url[256];

    folder_dir("a b%");
    ck_assert_str_eq(vmimage_registry_transport(registry), "directory");
    ck_assert_uint_eq(vmimage_registry_capabilities(registry), 127);
    (void)snprintf(url, sizeof(url), "dir:%s", folder_path);
    ck_assert_str_eq(vmimage_registry_url(registry), url);
    (void)snprintf(url, sizeof(url), "dir:%s/a%%20b%%25", folder_path);
    ck_assert_int_eq(try_open(url, &other, &error), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_registry_url(other), url);
    other = vmimage_registry_unref(other);
    (void)snprintf(url, sizeof(url), "dir://%s/a b%%25", folder_path);
    ck_assert_int_eq(try_open(url, &other, &error), VMIMAGE_OK);
    other = vmimage_registry_unref(other);
    ck_assert_int_eq(try_open(folder_name("a b%"), &other, &error), VMIMAGE_OK);
    other = vmimage_registry_unref(other);
    ck_assert_int_eq(try_open("", &other, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(try_open("dir:", &other, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(try_open("dir://host/x", &other, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(try_open("dir:/tmp/%2", &other, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "at position 10"));
    ck_assert_int_eq(try_open("dir:/tmp/%00", &other, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(try_open("gopher://host/lib.json", &other, &error), VMIMAGE_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "has no transport for \"gopher:\""));
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), vmimage_version_string()));
    ck_assert_ptr_null(other);
    vmimage_error_unref(error);
}
END_TEST

START_TEST(folders_that_are_none)
{
    vmimage_registry *other = NULL;
    vmimage_error *error = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;

    ck_assert_int_eq(try_open(folder_name("gone"), &other, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "gone: can't open the folder: no such file or folder"));
    ck_assert_str_eq(vmimage_error_operation(error), "open registry");
    ck_assert_int_eq(try_open(folder_name("beta.ovf"), &other, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "beta.ovf: is a file; a library is a folder"));
    folder_link("circle", "circle");
    ck_assert_int_eq(try_open(folder_name("circle"), &other, &error), VMIMAGE_E_INVALID);
    if (geteuid() != 0) {
        folder_dir("closed");
        ck_assert_int_eq(chmod(folder_name("closed"), 0), 0);
        ck_assert_int_eq(try_open(folder_name("closed"), &other, &error), VMIMAGE_E_FORBIDDEN);
        ck_assert_int_eq(chmod(folder_name("closed"), 0700), 0);
    }
    vmimage_error_unref(error);
    folder_dir("empty");
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_name("empty"), NULL, &other, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_items(other, NULL, &items, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_items_next(items, &item, NULL), VMIMAGE_DONE);
    vmimage_items_unref(items);
    vmimage_registry_unref(other);
}
END_TEST

/* A list that gets one image at a time, three in all, and then the result. */
struct source {
    unsigned given, ended;
    vmimage_status result;
    vmimage_image *last;
};

static vmimage_status give(void *data, vmimage_images *images, vmimage_error **error)
{
    struct source *source = data;
    vmimage_image *image = vmimage__image_new();

    (void)error;
    ck_assert_uint_eq(images->count, 0);
    if (source->given++ == 3) {
        vmimage_image_unref(image);
        return source->result;
    }
    ck_assert(vmimage__images_add(images, image));
    source->last = image;
    return VMIMAGE_OK;
}

static void end_source(void *data)
{
    ((struct source *)data)->ended++;
}

START_TEST(streamed_list)
{
    static const vmimage_status results[] = {VMIMAGE_DONE, VMIMAGE_E_TIMEOUT};

    for (int i = 0; i < 2; i++) {
        struct source source = {.result = results[i]};
        vmimage_images *images = vmimage__images_new();
        vmimage_image *image = NULL;

        images->source = (struct vm_images_source){.more = give, .end = end_source, .data = &source};
        for (int n = 0; n < 3; n++) {
            ck_assert_int_eq(vmimage_images_next(images, &image, NULL), VMIMAGE_OK);
            ck_assert_ptr_eq(image, source.last);
            vmimage_image_unref(source.last); /* the list's own reference is gone by now */
            vmimage_image_unref(image);
        }
        ck_assert_int_eq(vmimage_images_next(images, &image, NULL), results[i]);
        ck_assert_ptr_null(image);
        ck_assert_uint_eq(source.ended, 1);
        ck_assert_int_eq(vmimage_images_next(images, &image, NULL), VMIMAGE_DONE);
        ck_assert_uint_eq(source.given, 4);
        vmimage_images_unref(images);
        ck_assert_uint_eq(source.ended, 1);
    }
}
END_TEST

/* The display names of the images that match, joined by commas. */
static const char *names(void)
{
    static char text[256];
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    size_t count;

    text[0] = '\0';
    ck_assert_msg(vmimage_registry_images(registry, query, &images, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s,", vmimage_image_display_name(image));
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    count = strlen(text);
    ck_assert_int_eq(vmimage_registry_stream_images(registry, query, &images, NULL), VMIMAGE_OK);
    for (size_t at = 0; vmimage_images_next(images, &image, NULL) == VMIMAGE_OK; at += strcspn(text + at, ",") + 1) {
        ck_assert(at < count);
        ck_assert_int_eq(strncmp(text + at, vmimage_image_display_name(image), strcspn(text + at, ",")), 0);
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    return text;
}

START_TEST(filters)
{
    vmimage_error *error = NULL;
    vmimage_images *images = NULL;
    char id[80];

    ck_assert_str_eq(names(), "alpha,alpha,beta,broken,");
    ck_assert_int_eq(vmimage_query_set_type(query, "iso", NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "alpha,");
    ck_assert_int_eq(vmimage_query_set_type(query, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_name(query, "beta", NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "beta,");
    ck_assert_int_eq(vmimage_query_set_name(query, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_ready(query, 0, NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "broken,");
    ck_assert_int_eq(vmimage_query_set_ready(query, 1, NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "alpha,alpha,beta,");
    ck_assert_int_eq(vmimage_query_set_ready(query, 2, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_query_set_selector(query, "image.vmoperator.vmware.com/type=OVF", NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "alpha,beta,");
    ck_assert_int_eq(vmimage_query_set_selector(query, "a=b,,", &error), VMIMAGE_E_INVALID);
    error = vmimage_error_unref(error);
    ck_assert_str_eq(names(), "alpha,beta,");
    ck_assert_int_eq(vmimage_query_set_selector(query, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_capability(query, "nvidia-gpu", NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "");
    ck_assert_int_eq(vmimage_query_set_capability(query, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_os(query, "linux", NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "");
    ck_assert_int_eq(vmimage_query_set_os(query, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_namespace(query, "ns", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_query_set_library(query, folder_path + 5, NULL), VMIMAGE_OK);
    ck_assert_str_eq(names(), "alpha,alpha,beta,");
    ck_assert_int_eq(vmimage_query_set_library(query, "other", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_images(registry, query, &images, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_str_eq(vmimage_error_message(error), "other: there is no library with this ID or name");
    ck_assert_ptr_null(images);
    (void)snprintf(id, sizeof(id), "%s", vmimage_error_operation(error));
    ck_assert_str_eq(id, "list images");
    vmimage_error_unref(error);
}
END_TEST

START_TEST(ambiguous_names)
{
    vmimage_error *error = NULL;
    vmimage_item *item = NULL;
    vmimage_image *image = NULL;

    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "alpha", &item, &error), VMIMAGE_E_AMBIGUOUS);
    ck_assert_str_eq(vmimage_error_operation(error), "get item");
    ck_assert_uint_eq(vmimage_error_candidate_count(error), 2);
    ck_assert_ptr_null(item);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_resolve(registry, NULL, "alpha", 0, &image, &error), VMIMAGE_E_AMBIGUOUS);
    ck_assert_str_eq(vmimage_error_operation(error), "resolve name");
    ck_assert_uint_eq(vmimage_error_candidate_count(error), 2);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_resolve(registry, NULL, "gamma", 0, &image, &error), VMIMAGE_E_NOT_FOUND);
    ck_assert_str_eq(vmimage_error_reason(error), "no VM image exists for \"gamma\" in namespace or cluster scope");
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_registry_get_item(registry, NULL, "gamma", &item, &error), VMIMAGE_E_NOT_FOUND);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_resolve(registry, NULL, "broken", 0, &image, NULL), VMIMAGE_OK);
    ck_assert(!vmimage_image_is_ready(image));
    ck_assert_ptr_nonnull(strstr(vmimage_condition_message(vmimage_image_condition(image, "Ready")), "broken.ovf:1: "));
    vmimage_image_unref(image);
}
END_TEST

START_TEST(interruption)
{
    vmimage_items *items = NULL;
    vmimage_error *error = NULL;

    vmimage_registry_interrupt(NULL);
    vmimage_registry_interrupt(registry);
    ck_assert_int_eq(vmimage_registry_items(registry, NULL, &items, &error), VMIMAGE_E_CANCELLED);
    ck_assert_ptr_null(items);
    vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_registry_items(registry, NULL, &items, NULL), VMIMAGE_OK);
    vmimage_items_unref(items);
    ck_assert_int_eq(vmimage_registry_set_deadline(registry, -1, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_registry_set_deadline(registry, INT64_MAX, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_items(registry, NULL, &items, NULL), VMIMAGE_OK);
    vmimage_items_unref(items);
    ck_assert_int_eq(vmimage_registry_set_deadline(registry, 0, NULL), VMIMAGE_OK);
}
END_TEST

START_TEST(too_many_entries)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_registry *other = NULL;
    vmimage_items *items = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES, 3, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_open(context, folder_path, NULL, &other, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_items(other, NULL, &items, &error), VMIMAGE_E_LIMIT);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "the folder has more than the 3 entries"));
    vmimage_error_unref(error);
    vmimage_registry_unref(other);
    vmimage_context_unref(context);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, urls);
    tcase_add_test(tcase, folders_that_are_none);
    tcase_add_test(tcase, filters);
    tcase_add_test(tcase, streamed_list);
    tcase_add_test(tcase, ambiguous_names);
    tcase_add_test(tcase, interruption);
    tcase_add_test(tcase, too_many_entries);
}

UNIT_MAIN("registry", cases)
