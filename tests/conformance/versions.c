/*
 * SPDX-License-Identifier: Apache-2.0
 * Versions, the newest of a family, and lock files over a registry.
 */
#include "conformance.h"

#include <string.h>

static vmimage_status expected_status(const struct record *r)
{
    const char *name = field(r, "status");

    return name == NULL ? VMIMAGE_OK : equal(name, "AMBIGUOUS") ? VMIMAGE_E_AMBIGUOUS : VMIMAGE_E_NOT_FOUND;
}

static void check_newest(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "newest", r)) != NULL;) {
        AUTO(vmimage_constraint) *constraint = NULL;
        AUTO(vmimage_image) *image = NULL;
        vmimage_status status;

        if (field(r, "constraint") != NULL)
            NEED(suite, vmimage_constraint_parse(field(r, "constraint"), &constraint, NULL) == VMIMAGE_OK,
                 "constraint %s", field(r, "constraint"));
        status = vmimage_newest(registry, NULL, field(r, "family"), constraint, &image, NULL);
        EXPECT(suite, status == expected_status(r), "%s %s: %s", field(r, "family"), shown(field(r, "constraint")),
               vmimage_status_name(status));
        EXPECT(suite, equal(vmimage_image_id(image), field(r, "image")), "%s %s: %s instead of %s", field(r, "family"),
               shown(field(r, "constraint")), shown(vmimage_image_id(image)), shown(field(r, "image")));
    }
}

static void check_lock(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_lock) *lock = vmimage_lock_new(), *again = NULL;
    AUTO(vmimage_string) *json = NULL;
    AUTO(vmimage_drift) *drift = NULL;
    size_t pinned = 0, files = 0;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        vmimage_status status = vmimage_lock_add(lock, registry, NULL, field(r, "image"), NULL);
        vmimage_status expected = number(r, "ready") != 0 ? VMIMAGE_OK : VMIMAGE_E_NOT_READY;

        EXPECT(suite, status == expected, "%s: %s", field(r, "name"), vmimage_status_name(status));
        pinned += status == VMIMAGE_OK;
    }
    NEED(suite, vmimage_lock_count(lock) == pinned && pinned > 0, "%zu names pinned", vmimage_lock_count(lock));
    for (size_t i = 0; i < pinned; i++) {
        const struct record *r = find_record(suite, "item", "image", vmimage_lock_id(lock, i));

        NEED(suite, r != NULL, "%s is pinned", shown(vmimage_lock_id(lock, i)));
        EXPECT(suite, equal(vmimage_lock_item_id(lock, i), field(r, "id")), "item %s",
               shown(vmimage_lock_item_id(lock, i)));
        EXPECT(suite, equal(vmimage_lock_content_version(lock, i), field(r, "content_version")), "version %s",
               shown(vmimage_lock_content_version(lock, i)));
        files += vmimage_lock_file_count(lock, i);
    }
    EXPECT(suite, files > pinned, "%zu files of %zu items", files, pinned);
    NEED(suite, vmimage_lock_to_json(lock, &json, NULL) == VMIMAGE_OK, "the lock can't be written");
    NEED(suite,
         vmimage_lock_from_json(vmimage_string_data(json), vmimage_string_length(json), &again, NULL) == VMIMAGE_OK,
         "the lock can't be read");
    NEED(suite, vmimage_lock_check(again, registry, &drift, NULL) == VMIMAGE_OK, "the lock can't be checked");
    EXPECT(suite, vmimage_drift_count(drift) == 0, "%zu drifts where nothing moved", vmimage_drift_count(drift));
}

const struct check version_checks[] = {
    {"the newest of a family", check_newest, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"a lock over all images", check_lock, VMIMAGE_CAPABILITY_IMAGES | VMIMAGE_CAPABILITY_ITEMS, 0},
    {NULL, NULL, 0, 0}};
