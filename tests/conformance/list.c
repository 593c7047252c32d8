/*
 * SPDX-License-Identifier: Apache-2.0
 * Listing: what is there, in which order, with each filter of query.h, and as a snapshot.
 */
#include "conformance.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDS_SIZE 8192

static void append(char *ids, const char *id)
{
    size_t length = strlen(ids);

    (void)snprintf(ids + length, IDS_SIZE - length, "%s%s", length != 0 ? "," : "", shown(id));
}

/* IDs of a listing with commas between them; false, and the check has failed, when it can't be made. */
static bool list_images(struct suite *suite, vmimage_registry *registry, const vmimage_query *query, char *ids)
{
    AUTO(vmimage_images) *images = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_image *image = NULL;

    ids[0] = '\0';
    if (vmimage_registry_images(registry, query, &images, &error) != VMIMAGE_OK) {
        failed(suite, __FILE__, __LINE__, "images: %s", vmimage_error_message(error));
        return false;
    }
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        append(ids, vmimage_image_id(image));
        vmimage_image_unref(image);
    }
    return true;
}

static bool list_items(struct suite *suite, vmimage_registry *registry, const vmimage_query *query, char *ids)
{
    AUTO(vmimage_items) *items = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_item *item = NULL;

    ids[0] = '\0';
    if (vmimage_registry_items(registry, query, &items, &error) != VMIMAGE_OK) {
        failed(suite, __FILE__, __LINE__, "items: %s", vmimage_error_message(error));
        return false;
    }
    while (vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
        append(ids, vmimage_item_id(item));
        vmimage_item_unref(item);
    }
    return true;
}

static void check_libraries(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_libraries) *libraries = NULL;
    char before[256] = "";
    size_t count = 0;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_libraries(registry, NULL, &libraries, NULL) == VMIMAGE_OK, "no libraries");
    for (;;) {
        AUTO(vmimage_library) *library = NULL;
        const struct record *expected;

        if (vmimage_libraries_next(libraries, &library, NULL) != VMIMAGE_OK)
            break;
        expected = find_record(suite, "library", "id", vmimage_library_id(library));
        count++;
        NEED(suite, expected != NULL, "a library %s that was not put there", shown(vmimage_library_id(library)));
        EXPECT(suite, equal(vmimage_library_display_name(library), field(expected, "name")), "name \"%s\"",
               shown(vmimage_library_display_name(library)));
        EXPECT(suite, equal(vmimage_library_description(library), field(expected, "description")), "description \"%s\"",
               shown(vmimage_library_description(library)));
        EXPECT(suite, equal(vmimage_library_name(library), field(expected, "object")), "object name %s",
               shown(vmimage_library_name(library)));
        EXPECT(suite, equal(vmimage_library_version(library), field(expected, "version")), "version %s",
               shown(vmimage_library_version(library)));
        EXPECT(suite, strcmp(before, vmimage_library_display_name(library)) <= 0, "\"%s\" comes after \"%s\"",
               vmimage_library_display_name(library), before);
        (void)snprintf(before, sizeof(before), "%s", vmimage_library_display_name(library));
    }
    EXPECT(suite, count == count_records(suite, "library"), "%zu libraries instead of %zu", count,
           count_records(suite, "library"));
}

static void compare_item(struct suite *suite, const vmimage_item *item, const struct record *expected)
{
    const char *name = field(expected, "name");
    const char *description = vmimage_item_description(item);

    EXPECT(suite, equal(vmimage_item_display_name(item), name), "name \"%s\" instead of \"%s\"",
           shown(vmimage_item_display_name(item)), name);
    EXPECT(suite, equal(vmimage_item_name(item), field(expected, "object")), "%s: object name %s", name,
           shown(vmimage_item_name(item)));
    EXPECT(suite, equal(description != NULL ? description : "", field(expected, "description")),
           "%s: description \"%s\"", name, shown(description));
    EXPECT(suite, equal(vmimage_item_type(item), field(expected, "type")), "%s: type %s", name,
           shown(vmimage_item_type(item)));
    EXPECT(suite, equal(vmimage_item_library_name(item), field(expected, "library")), "%s: library %s", name,
           shown(vmimage_item_library_name(item)));
    EXPECT(suite, equal(vmimage_item_version(item), field(expected, "version")), "%s: version %s", name,
           shown(vmimage_item_version(item)));
    EXPECT(suite, equal(vmimage_item_content_version(item), field(expected, "content_version")),
           "%s: content version %s", name, shown(vmimage_item_content_version(item)));
    EXPECT(suite, (uint64_t)vmimage_item_is_ready(item) == number(expected, "item_ready"), "%s: ready %d", name,
           vmimage_item_is_ready(item));
}

/* Each file that was put there, by name and size, and no other. */
static void compare_files(struct suite *suite, const vmimage_item *item)
{
    size_t count = 0;

    for (const struct record *file = NULL; (file = next_record(suite, "file", file)) != NULL;) {
        bool found = false;

        if (!equal(field(file, "item"), vmimage_item_id(item)))
            continue;
        count++;
        for (size_t i = 0; i < vmimage_item_file_count(item); i++)
            found = found || (equal(vmimage_item_file_name(item, i), field(file, "name")) &&
                              vmimage_item_file_size(item, i) == number(file, "size"));
        EXPECT(suite, found, "%s: no file %s of %" PRIu64 " bytes", vmimage_item_display_name(item),
               field(file, "name"), number(file, "size"));
    }
    EXPECT(suite, count == vmimage_item_file_count(item), "%s: %zu files instead of %zu",
           vmimage_item_display_name(item), vmimage_item_file_count(item), count);
}

static void check_items(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_items) *items = NULL;
    size_t count = 0;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_items(registry, NULL, &items, NULL) == VMIMAGE_OK, "no items");
    for (;;) {
        AUTO(vmimage_item) *item = NULL;
        const struct record *expected;

        if (vmimage_items_next(items, &item, NULL) != VMIMAGE_OK)
            break;
        expected = find_record(suite, "item", "id", vmimage_item_id(item));
        count++;
        NEED(suite, expected != NULL, "an item %s that was not put there", shown(vmimage_item_id(item)));
        compare_item(suite, item, expected);
        compare_files(suite, item);
    }
    EXPECT(suite, count == count_records(suite, "item"), "%zu items instead of %zu", count,
           count_records(suite, "item"));
}

static vmimage_query *make_query(struct suite *suite, const struct record *filter)
{
    vmimage_query *query = vmimage_query_new();
    vmimage_status status = VMIMAGE_OK;

#define SET(key, call)                                                                                                 \
    if (field(filter, key) != NULL && status == VMIMAGE_OK)                                                            \
    status = call
    SET("type", vmimage_query_set_type(query, field(filter, "type"), NULL));
    SET("by_name", vmimage_query_set_name(query, field(filter, "by_name"), NULL));
    SET("os", vmimage_query_set_os(query, field(filter, "os"), NULL));
    SET("capability", vmimage_query_set_capability(query, field(filter, "capability"), NULL));
    SET("selector", vmimage_query_set_selector(query, field(filter, "selector"), NULL));
    SET("library", vmimage_query_set_library(query, field(filter, "library"), NULL));
    SET("namespace", vmimage_query_set_namespace(query, field(filter, "namespace"), NULL));
    SET("ready", vmimage_query_set_ready(query, (int32_t)number(filter, "ready"), NULL));
#undef SET
    EXPECT(suite, status == VMIMAGE_OK, "filter \"%s\": %s", field(filter, "name"), vmimage_status_name(status));
    return query;
}

static void check_image_filters(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    static char ids[IDS_SIZE];

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *filter = NULL; (filter = next_record(suite, "filter", filter)) != NULL;) {
        AUTO(vmimage_query) *query = make_query(suite, filter);

        if (list_images(suite, registry, query, ids))
            EXPECT(suite, equal(ids, field(filter, "images")), "filter \"%s\": %s instead of %s", field(filter, "name"),
                   ids, field(filter, "images"));
    }
}

static void check_item_filters(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    static char ids[IDS_SIZE];

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *filter = NULL; (filter = next_record(suite, "filter", filter)) != NULL;) {
        AUTO(vmimage_query) *query = make_query(suite, filter);

        if (number(filter, "skip_items") == 0 && list_items(suite, registry, query, ids))
            EXPECT(suite, equal(ids, field(filter, "items")), "filter \"%s\": %s instead of %s", field(filter, "name"),
                   ids, field(filter, "items"));
    }
}

static void check_unknown_library(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_query) *query = vmimage_query_new();
    AUTO(vmimage_libraries) *libraries = NULL;
    AUTO(vmimage_items) *items = NULL;
    AUTO(vmimage_error) *error = NULL;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_query_set_library(query, "no such library", NULL) == VMIMAGE_OK, "no query");
    EXPECT(suite, vmimage_registry_libraries(registry, query, &libraries, NULL) == VMIMAGE_E_NOT_FOUND,
           "libraries: not NOT_FOUND");
    EXPECT(suite, vmimage_registry_items(registry, query, &items, &error) == VMIMAGE_E_NOT_FOUND,
           "items: not NOT_FOUND");
    EXPECT(suite, libraries == NULL && items == NULL, "a list beside a failure");
    EXPECT(suite, equal(vmimage_error_subject(error), "no such library"), "subject %s",
           shown(vmimage_error_subject(error)));
}

/* Twice the same, whatever was listed in between. */
static void check_stable(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_items) *items = NULL;
    AUTO(vmimage_images) *images = NULL;
    AUTO(vmimage_item) *first = NULL;
    vmimage_image *image = NULL;
    static char before[IDS_SIZE], after[IDS_SIZE];
    size_t rest = 0;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_items(registry, NULL, &items, NULL) == VMIMAGE_OK, "no items");
    NEED(suite, vmimage_items_next(items, &first, NULL) == VMIMAGE_OK, "no first item");
    NEED(suite, vmimage_registry_images(registry, NULL, &images, NULL) == VMIMAGE_OK, "no images");
    NEED(suite, list_images(suite, registry, NULL, before) && list_images(suite, registry, NULL, after), "no list");
    EXPECT(suite, equal(before, after), "%s, then %s", before, after);
    EXPECT(suite, vmimage_item_display_name(first) != NULL, "the first item is gone");
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        vmimage_image_unref(image);
        rest++;
    }
    EXPECT(suite, rest == count_records(suite, "item"), "%zu images of %zu", rest, count_records(suite, "item"));
    for (int i = 0; i < 3; i++)
        EXPECT(suite, vmimage_images_next(images, &image, NULL) == VMIMAGE_DONE && image == NULL,
               "after its end a list goes on");
}

const struct check list_checks[] = {
    {"libraries as they were made", check_libraries, VMIMAGE_CAPABILITY_LIBRARIES, 0},
    {"items as they were put there", check_items, VMIMAGE_CAPABILITY_ITEMS, 0},
    {"images through each filter, in order", check_image_filters, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"items through each filter, in order", check_item_filters, VMIMAGE_CAPABILITY_ITEMS, 0},
    {"a library that nobody has", check_unknown_library, VMIMAGE_CAPABILITY_LIBRARIES | VMIMAGE_CAPABILITY_ITEMS, 0},
    {"listing twice gives the same", check_stable, VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES, 0},
    {NULL, NULL, 0, 0}};
