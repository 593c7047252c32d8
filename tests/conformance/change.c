/*
 * SPDX-License-Identifier: Apache-2.0
 * A place that changes: by somebody else, and through the registry where it keeps libraries. What a check adds it takes away again, so
 * that the fixture holds for the next one.
 */
#include "conformance.h"

#include <stdlib.h>
#include <string.h>

#define AUTO_TEXT __attribute__((cleanup(free_text))) char

static void free_text(char **text)
{
    free(*text);
}

static size_t count_listed(vmimage_items *items)
{
    vmimage_item *item = NULL;
    size_t count = 0;

    while (vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
        vmimage_item_unref(item);
        count++;
    }
    return count;
}

static size_t count_items(vmimage_registry *registry)
{
    AUTO(vmimage_items) *items = NULL;

    return vmimage_registry_items(registry, NULL, &items, NULL) == VMIMAGE_OK ? count_listed(items) : 0;
}

static bool image_is(vmimage_registry *registry, const char *id, const char *display_name)
{
    AUTO(vmimage_image) *image = NULL;
    vmimage_status status = vmimage_registry_get_image(registry, NULL, id, &image, NULL);

    return display_name == NULL ? status == VMIMAGE_E_NOT_FOUND
                                : status == VMIMAGE_OK && equal(vmimage_image_display_name(image), display_name);
}

/* A list is a snapshot; the next one, from the same handle, is what is there then. */
static void check_snapshot(struct suite *suite)
{
    const char *package = field(next_record(suite, "place", NULL), "package");
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_items) *before = NULL;
    AUTO_TEXT *id = NULL, *renamed = NULL, *removed = NULL;
    size_t expected = count_records(suite, "item");

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_items(registry, NULL, &before, NULL) == VMIMAGE_OK, "no items");
    id = change_place(suite, (const char *const[]){"add", package, "a new one", NULL});
    NEED(suite, id != NULL, "nothing was added");
    EXPECT(suite, image_is(registry, id, "a new one"), "%s is not seen", id);
    EXPECT(suite, count_items(registry) == expected + 1, "%zu items after one was added", count_items(registry));
    renamed = change_place(suite, (const char *const[]){"rename", "a new one", "an old one", NULL});
    EXPECT(suite, image_is(registry, id, "an old one"), "%s was renamed and is not seen so", id);
    removed = change_place(suite, (const char *const[]){"remove", "an old one", NULL});
    EXPECT(suite, image_is(registry, id, NULL), "%s is seen after it was removed", id);
    EXPECT(suite, count_items(registry) == expected, "%zu items after one was removed", count_items(registry));
    EXPECT(suite, count_listed(before) == expected, "a list changed after it was made");
}

static void check_drift(struct suite *suite)
{
    const char *package = field(next_record(suite, "place", NULL), "package");
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_lock) *lock = vmimage_lock_new();
    AUTO(vmimage_drift) *changed = NULL, *removed = NULL;
    AUTO_TEXT *id = NULL, *replaced = NULL, *gone = NULL;

    NEED(suite, registry != NULL, "no registry");
    id = change_place(suite, (const char *const[]){"add", package, "pinned", NULL});
    NEED(suite, id != NULL, "nothing was added");
    EXPECT(suite, vmimage_lock_add(lock, registry, NULL, "pinned", NULL) == VMIMAGE_OK, "it can't be pinned");
    replaced = change_place(suite, (const char *const[]){"replace", "pinned", package, NULL});
    NEED(suite, vmimage_lock_check(lock, registry, &changed, NULL) == VMIMAGE_OK, "the lock can't be checked");
    EXPECT(suite, vmimage_drift_count(changed) > 0 && vmimage_drift_change(changed, 0) == VMIMAGE_DRIFT_CHANGED,
           "new content is no drift");
    EXPECT(suite, image_is(registry, id, "pinned"), "its ID changed with its content");
    gone = change_place(suite, (const char *const[]){"remove", "pinned", NULL});
    NEED(suite, vmimage_lock_check(lock, registry, &removed, NULL) == VMIMAGE_OK, "the lock can't be checked");
    EXPECT(suite, vmimage_drift_count(removed) > 0 && vmimage_drift_change(removed, 0) == VMIMAGE_DRIFT_REMOVED,
           "what is gone is no drift");
}

/* Where there are many libraries, the URL says which one is kept. */
static vmimage_registry *open_keepable(struct suite *suite)
{
    const char *url = field(next_record(suite, "place", NULL), "keep");
    vmimage_registry *registry = NULL;
    AUTO(vmimage_error) *error = NULL;

    if (url == NULL)
        return open_registry(suite);
    if (vmimage_registry_open(suite->context, url, suite->options, &registry, &error) != VMIMAGE_OK)
        failed(suite, __FILE__, __LINE__, "%s: can't be opened: %s", url, vmimage_error_message(error));
    return registry;
}

static void check_keep(struct suite *suite)
{
    const char *package = field(next_record(suite, "place", NULL), "package");
    AUTO(vmimage_registry) *registry = open_keepable(suite), *other = open_registry(suite);
    AUTO(vmimage_item) *added = NULL, *changed = NULL;
    AUTO(vmimage_error) *error = NULL;
    char id[VMIMAGE_UUID_SIZE] = "", vmi[VMIMAGE_ID_SIZE] = "";

    NEED(suite, registry != NULL && other != NULL, "no registry");
    NEED(suite, vmimage_keep_add(registry, package, "kept", "described", id, &error) == VMIMAGE_OK, "add: %s",
         vmimage_error_message(error));
    EXPECT(suite, vmimage_id_from_uuid(id, vmi, NULL) == VMIMAGE_OK && image_is(other, vmi, "kept"),
           "another handle does not see %s", vmi);
    EXPECT(suite, vmimage_keep_add(registry, package, "kept", NULL, id, NULL) == VMIMAGE_E_EXISTS,
           "two items of one name");
    NEED(suite, vmimage_registry_get_item(other, NULL, id, &added, NULL) == VMIMAGE_OK, "no item");
    EXPECT(suite, equal(vmimage_item_description(added), "described"), "description %s",
           shown(vmimage_item_description(added)));
    EXPECT(suite, vmimage_keep_rename(registry, id, "ümbenannt", NULL) == VMIMAGE_OK, "no rename");
    EXPECT(suite, vmimage_keep_describe(registry, id, "", NULL) == VMIMAGE_OK, "no describe");
    EXPECT(suite, vmimage_keep_replace(registry, id, package, NULL) == VMIMAGE_OK, "no replace");
    NEED(suite, vmimage_registry_get_item(other, NULL, "ümbenannt", &changed, NULL) == VMIMAGE_OK, "no item");
    EXPECT(suite, equal(vmimage_item_id(changed), id), "the ID changed");
    EXPECT(suite,
           vmimage_content_version_compare(vmimage_item_content_version(added), vmimage_item_content_version(changed)) <
               0,
           "content version %s, then %s", vmimage_item_content_version(added), vmimage_item_content_version(changed));
    EXPECT(suite, vmimage_keep_replace(registry, "nobody", package, NULL) == VMIMAGE_E_NOT_FOUND, "replaced nobody");
    EXPECT(suite, vmimage_keep_remove(registry, id, NULL) == VMIMAGE_OK, "no remove");
    EXPECT(suite, vmimage_keep_remove(registry, id, NULL) == VMIMAGE_E_NOT_FOUND, "removed twice");
    EXPECT(suite, image_is(other, vmi, NULL), "another handle sees what was removed");
    EXPECT(suite, count_items(other) == count_records(suite, "item"), "%zu items", count_items(other));
}

#define BOTH (VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES)

const struct check change_checks[] = {
    {"a list is a snapshot, the next one is new", check_snapshot, BOTH, NEEDS_CHANGER},
    {"a lock notices what somebody changed", check_drift, BOTH, NEEDS_CHANGER},
    {"a library is kept", check_keep, VMIMAGE_CAPABILITY_KEEP | BOTH, 0},
    {NULL, NULL, 0, 0}};
