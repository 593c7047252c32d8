/*
 * SPDX-License-Identifier: Apache-2.0
 * From a name to one library, item or image, or to an error that says which ones it could be.
 */
#include "conformance.h"

#include <stdio.h>
#include <string.h>

static bool is_shared(const struct suite *suite, const struct record *item)
{
    size_t count = 0;

    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;)
        count += equal(field(r, "name"), field(item, "name"));
    return count > 1;
}

static void check_get_library(struct suite *suite)
{
    static const char *const keys[] = {"id", "object", "name"};
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_library) *none = NULL;
    AUTO(vmimage_error) *error = NULL;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "library", r)) != NULL;) {
        for (size_t k = 0; k < 3; k++) {
            AUTO(vmimage_library) *library = NULL;
            vmimage_status status = vmimage_registry_get_library(registry, NULL, field(r, keys[k]), &library, NULL);

            EXPECT(suite, status == VMIMAGE_OK && equal(vmimage_library_id(library), field(r, "id")),
                   "by %s: %s gives %s", keys[k], field(r, keys[k]), vmimage_status_name(status));
        }
    }
    EXPECT(suite, vmimage_registry_get_library(registry, NULL, "nobody", &none, &error) == VMIMAGE_E_NOT_FOUND,
           "a library that is not there: %s", shown(vmimage_error_message(error)));
}

static void get_item_by(struct suite *suite, vmimage_registry *registry, const struct record *r, const char *key)
{
    AUTO(vmimage_item) *item = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_status status = vmimage_registry_get_item(registry, NULL, field(r, key), &item, &error);

    if (equal(key, "name") && is_shared(suite, r)) {
        NEED(suite, status == VMIMAGE_E_AMBIGUOUS && item == NULL, "%s: %s instead of AMBIGUOUS", field(r, key),
             vmimage_status_name(status));
        EXPECT(suite, vmimage_error_candidate_count(error) == 2, "%zu candidates",
               vmimage_error_candidate_count(error));
        for (size_t i = 0; i < vmimage_error_candidate_count(error); i++) {
            const char *name = vmimage_candidate_name(vmimage_error_candidate(error, i));

            EXPECT(suite, equal(field(find_record(suite, "item", "object", name), "name"), field(r, "name")),
                   "candidate %s", shown(name));
        }
        return;
    }
    EXPECT(suite, status == VMIMAGE_OK && equal(vmimage_item_id(item), field(r, "id")), "by %s: %s gives %s", key,
           field(r, key), vmimage_status_name(status));
}

static void check_get_item(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_item) *none = NULL;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        get_item_by(suite, registry, r, "id");
        get_item_by(suite, registry, r, "object");
        get_item_by(suite, registry, r, "name");
    }
    EXPECT(suite, vmimage_registry_get_item(registry, NULL, "nobody", &none, NULL) == VMIMAGE_E_NOT_FOUND,
           "an item that is not there is found");
}

static void check_get_image(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_image) *none = NULL;
    AUTO(vmimage_error) *error = NULL;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *image = NULL;
        char made[VMIMAGE_ID_SIZE] = "";

        EXPECT(suite, vmimage_id_from_uuid(field(r, "id"), made, NULL) == VMIMAGE_OK && equal(made, field(r, "image")),
               "the ID of %s is %s instead of %s", field(r, "id"), made, field(r, "image"));
        EXPECT(suite, vmimage_registry_get_image(registry, NULL, made, &image, NULL) == VMIMAGE_OK, "%s is not found",
               made);
        EXPECT(suite, equal(vmimage_image_id(image), made), "asked for %s, got %s", made,
               shown(vmimage_image_id(image)));
        EXPECT(suite, equal(vmimage_image_display_name(image), field(r, "name")), "%s is called %s", made,
               shown(vmimage_image_display_name(image)));
    }
    EXPECT(suite,
           vmimage_registry_get_image(registry, NULL, "vmi-00000000000000000", &none, &error) == VMIMAGE_E_NOT_FOUND,
           "an image that is not there is found");
    EXPECT(suite, vmimage_error_operation(error) != NULL, "the error does not name the operation");
    EXPECT(suite, vmimage_registry_get_image(registry, NULL, "photon", &none, NULL) == VMIMAGE_E_NOT_FOUND,
           "an image is found by its display name");
}

static void resolve_shared(struct suite *suite, vmimage_registry *registry, const struct record *r)
{
    AUTO(vmimage_image) *image = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_status status = vmimage_resolve(registry, NULL, field(r, "name"), 0, &image, &error);

    NEED(suite, status == VMIMAGE_E_AMBIGUOUS && image == NULL, "%s: %s instead of AMBIGUOUS", field(r, "name"),
         vmimage_status_name(status));
    EXPECT(suite, vmimage_error_reason(error) != NULL, "no reason in VM Operator's words");
    EXPECT(suite, vmimage_error_candidate_count(error) == 2, "%zu candidates", vmimage_error_candidate_count(error));
    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++) {
        const vmimage_candidate *candidate = vmimage_error_candidate(error, i);
        const struct record *item = find_record(suite, "item", "image", vmimage_candidate_name(candidate));

        EXPECT(suite, equal(field(item, "name"), field(r, "name")), "candidate %s",
               shown(vmimage_candidate_name(candidate)));
        EXPECT(suite, equal(vmimage_candidate_display_name(candidate), field(r, "name")), "candidate is called %s",
               shown(vmimage_candidate_display_name(candidate)));
    }
}

static void check_resolve(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *by_id = NULL, *by_name = NULL;

        EXPECT(suite, vmimage_resolve(registry, NULL, field(r, "image"), 0, &by_id, NULL) == VMIMAGE_OK,
               "%s is not found", field(r, "image"));
        EXPECT(suite, equal(vmimage_image_id(by_id), field(r, "image")), "%s gives %s", field(r, "image"),
               shown(vmimage_image_id(by_id)));
        if (is_shared(suite, r)) {
            resolve_shared(suite, registry, r);
            continue;
        }
        EXPECT(suite, vmimage_resolve(registry, NULL, field(r, "name"), 0, &by_name, NULL) == VMIMAGE_OK,
               "%s is not found", field(r, "name"));
        EXPECT(suite, equal(vmimage_image_id(by_name), field(r, "image")), "%s gives %s", field(r, "name"),
               shown(vmimage_image_id(by_name)));
    }
}

static void check_resolve_nothing(struct suite *suite)
{
    static const struct {
        const char *name;
        vmimage_status status;
        uint32_t flags;
    } cases[] = {{"nobody", VMIMAGE_E_NOT_FOUND, 0}, {"vmi-00000000000000000", VMIMAGE_E_NOT_FOUND, 0},
                 {"PHOTON", VMIMAGE_E_NOT_FOUND, 0}, {"photon ", VMIMAGE_E_NOT_FOUND, 0},
                 {"", VMIMAGE_E_INVALID, 0},         {"photon", VMIMAGE_E_INVALID, 1U << 30}};
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        AUTO(vmimage_image) *image = NULL;
        AUTO(vmimage_error) *error = NULL;
        vmimage_status status = vmimage_resolve(registry, NULL, cases[i].name, cases[i].flags, &image, &error);

        EXPECT(suite, status == cases[i].status && image == NULL, "\"%s\": %s instead of %s", cases[i].name,
               vmimage_status_name(status), vmimage_status_name(cases[i].status));
        EXPECT(suite, error != NULL, "\"%s\": no error object", cases[i].name);
    }
}

/* Of a place without namespaces an image is one of the cluster: it is found from any namespace, and nothing hides it. */
static void check_namespaces(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *image = NULL, *preferred = NULL, *got = NULL;
        const char *name_space = field(r, "namespace") != NULL ? field(r, "namespace") : "team-a";

        if (is_shared(suite, r))
            continue;
        EXPECT(suite,
               vmimage_resolve(registry, name_space, field(r, "name"), 0, &image, NULL) == VMIMAGE_OK &&
                   equal(vmimage_image_id(image), field(r, "image")),
               "%s is not found in %s", field(r, "name"), name_space);
        EXPECT(suite,
               vmimage_resolve(registry, name_space, field(r, "name"), VMIMAGE_RESOLVE_PREFER_NAMESPACE, &preferred,
                               NULL) == VMIMAGE_OK &&
                   equal(vmimage_image_id(preferred), field(r, "image")),
               "%s is not found in %s first", field(r, "name"), name_space);
        EXPECT(suite, vmimage_registry_get_image(registry, name_space, field(r, "image"), &got, NULL) == VMIMAGE_OK,
               "%s is not there in %s", field(r, "image"), name_space);
    }
}

const struct check get_checks[] = {
    {"a library by ID, object name, display name", check_get_library, VMIMAGE_CAPABILITY_LIBRARIES, 0},
    {"an item by ID, object name, display name", check_get_item, VMIMAGE_CAPABILITY_ITEMS, 0},
    {"an image by the VMI ID that its item gives", check_get_image, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"names that stand for one image, or for two", check_resolve, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"names that stand for none", check_resolve_nothing, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"names in a namespace", check_namespaces, VMIMAGE_CAPABILITY_IMAGES, 0},
    {NULL, NULL, 0, 0}};
