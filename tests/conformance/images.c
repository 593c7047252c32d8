/*
 * SPDX-License-Identifier: Apache-2.0
 * What an image says: that of its item, and nothing else than what the same package gives on its own.
 */
#include "conformance.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef const char *text_getter(const vmimage_image *image);

static const struct {
    const char *name;
    text_getter *get;
} texts[] = {{"type", vmimage_image_type},
             {"firmware", vmimage_image_firmware},
             {"OS ID", vmimage_image_os_id},
             {"OS type", vmimage_image_os_type},
             {"OS version", vmimage_image_os_version},
             {"product", vmimage_image_product},
             {"vendor", vmimage_image_vendor},
             {"version", vmimage_image_version},
             {"full version", vmimage_image_full_version}};

static void compare_disks(struct suite *suite, const vmimage_image *a, const vmimage_image *b)
{
    size_t count = vmimage_image_disk_count(b);

    NEED(suite, vmimage_image_disk_count(a) == count, "%zu disks instead of %zu", vmimage_image_disk_count(a), count);
    for (size_t i = 0; i < count; i++) {
        EXPECT(suite, equal(vmimage_image_disk_name(a, i), vmimage_image_disk_name(b, i)), "disk %zu: name %s", i,
               shown(vmimage_image_disk_name(a, i)));
        EXPECT(suite, vmimage_image_disk_capacity(a, i) == vmimage_image_disk_capacity(b, i),
               "disk %zu: capacity %" PRIu64, i, vmimage_image_disk_capacity(a, i));
        EXPECT(suite, equal(vmimage_image_disk_requested(a, i), vmimage_image_disk_requested(b, i)),
               "disk %zu: requested %s", i, shown(vmimage_image_disk_requested(a, i)));
        EXPECT(suite, equal(vmimage_image_disk_controller_type(a, i), vmimage_image_disk_controller_type(b, i)),
               "disk %zu: controller %s", i, shown(vmimage_image_disk_controller_type(a, i)));
        EXPECT(suite, vmimage_image_disk_unit(a, i) == vmimage_image_disk_unit(b, i), "disk %zu: unit %d", i,
               vmimage_image_disk_unit(a, i));
    }
}

static void compare_properties(struct suite *suite, const vmimage_image *a, const vmimage_image *b)
{
    size_t count = vmimage_image_property_count(b), system = vmimage_image_system_property_count(b);

    NEED(suite, vmimage_image_property_count(a) == count, "%zu properties instead of %zu",
         vmimage_image_property_count(a), count);
    for (size_t i = 0; i < count; i++)
        EXPECT(suite,
               equal(vmimage_image_property_key(a, i), vmimage_image_property_key(b, i)) &&
                   equal(vmimage_image_property_type(a, i), vmimage_image_property_type(b, i)) &&
                   equal(vmimage_image_property_default(a, i), vmimage_image_property_default(b, i)),
               "property %zu: %s", i, shown(vmimage_image_property_key(a, i)));
    NEED(suite, vmimage_image_system_property_count(a) == system, "%zu system properties instead of %zu",
         vmimage_image_system_property_count(a), system);
    for (size_t i = 0; i < system; i++)
        EXPECT(suite,
               equal(vmimage_image_system_property_key(a, i), vmimage_image_system_property_key(b, i)) &&
                   equal(vmimage_image_system_property_value(a, i), vmimage_image_system_property_value(b, i)),
               "system property %zu: %s", i, shown(vmimage_image_system_property_key(a, i)));
}

static void check_same_as_file(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    size_t compared = 0;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *listed = NULL, *alone = NULL;
        unsigned before = suite->failures;

        if (field(r, "package") == NULL)
            continue;
        NEED(suite, vmimage_registry_get_image(registry, NULL, field(r, "image"), &listed, NULL) == VMIMAGE_OK,
             "%s: no image", field(r, "name"));
        NEED(suite, vmimage_image_from_file(NULL, field(r, "package"), &alone, NULL) == VMIMAGE_OK, "%s: no image",
             field(r, "package"));
        for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
            EXPECT(suite, equal(texts[i].get(listed), texts[i].get(alone)), "%s: %s instead of %s", texts[i].name,
                   shown(texts[i].get(listed)), shown(texts[i].get(alone)));
        EXPECT(suite, vmimage_image_hardware_version(listed) == vmimage_image_hardware_version(alone), "hardware %d",
               vmimage_image_hardware_version(listed));
        compare_disks(suite, listed, alone);
        compare_properties(suite, listed, alone);
        EXPECT(suite, suite->failures == before, "the image of %s is not that of its package", field(r, "name"));
        compared++;
    }
    EXPECT(suite, compared >= 5, "only %zu packages to compare with", compared);
}

static void check_facts(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *image = NULL;
        const char *name = field(r, "name");

        NEED(suite, vmimage_registry_get_image(registry, NULL, field(r, "image"), &image, NULL) == VMIMAGE_OK,
             "%s: no image", name);
        EXPECT(suite, equal(vmimage_image_type(image), field(r, "type")), "%s: type %s", name,
               shown(vmimage_image_type(image)));
        EXPECT(suite, vmimage_image_is_ready(image) == (int32_t)number(r, "ready"), "%s: ready %d", name,
               vmimage_image_is_ready(image));
        EXPECT(suite, equal(vmimage_image_product(image), field(r, "product")), "%s: product %s", name,
               shown(vmimage_image_product(image)));
        EXPECT(suite, equal(vmimage_image_version(image), field(r, "image_version")), "%s: version %s", name,
               shown(vmimage_image_version(image)));
        EXPECT(suite, equal(vmimage_image_os_type(image), field(r, "os")), "%s: OS %s", name,
               shown(vmimage_image_os_type(image)));
        EXPECT(suite, equal(vmimage_image_firmware(image), field(r, "firmware")), "%s: firmware %s", name,
               shown(vmimage_image_firmware(image)));
        EXPECT(suite,
               field(r, "hardware") == NULL || vmimage_image_hardware_version(image) == (int32_t)number(r, "hardware"),
               "%s: hardware %d", name, vmimage_image_hardware_version(image));
        EXPECT(suite, equal(vmimage_image_provider_name(image), field(r, "object")), "%s: of item %s", name,
               shown(vmimage_image_provider_name(image)));
        EXPECT(suite, equal(vmimage_image_provider_item_id(image), field(r, "id")), "%s: of item %s", name,
               shown(vmimage_image_provider_item_id(image)));
        /* VM Operator sets it when the content was read. */
        EXPECT(
            suite,
            equal(vmimage_image_content_version(image), number(r, "ready") != 0 ? field(r, "content_version") : NULL),
            "%s: content version %s", name, shown(vmimage_image_content_version(image)));
    }
}

static void check_broken(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    size_t broken = 0;

    NEED(suite, registry != NULL, "no registry");
    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;) {
        AUTO(vmimage_image) *image = NULL;
        AUTO(vmimage_item) *item = NULL;
        const vmimage_condition *of_image, *of_item;

        if (number(r, "ready") != 0)
            continue;
        broken++;
        NEED(suite, vmimage_registry_get_item(registry, NULL, field(r, "id"), &item, NULL) == VMIMAGE_OK, "no item");
        NEED(suite, vmimage_registry_get_image(registry, NULL, field(r, "image"), &image, NULL) == VMIMAGE_OK,
             "no image");
        of_image = vmimage_image_condition(image, "Ready");
        of_item = vmimage_item_condition(item, "Ready");
        NEED(suite, of_image != NULL && of_item != NULL, "no condition Ready");
        EXPECT(suite, vmimage_condition_message(of_image) != NULL && strlen(vmimage_condition_message(of_image)) > 10,
               "image: message \"%s\"", shown(vmimage_condition_message(of_image)));
        EXPECT(suite, equal(vmimage_condition_status(of_image), "False"), "image: %s",
               shown(vmimage_condition_status(of_image)));
        if (number(r, "item_ready") != 0)
            continue;
        EXPECT(suite, equal(vmimage_condition_status(of_item), "False"), "item: %s",
               shown(vmimage_condition_status(of_item)));
        EXPECT(suite, vmimage_condition_reason(of_item) != NULL && vmimage_condition_reason(of_item)[0] != '\0',
               "item: no reason");
    }
    EXPECT(suite, broken > 0, "nothing broken is among the items");
}

static void check_survive(struct suite *suite)
{
    vmimage_registry *registry = open_registry(suite);
    AUTO(vmimage_images) *images = NULL;
    AUTO(vmimage_image) *image = NULL;
    AUTO(vmimage_string) *json = NULL;

    NEED(suite, registry != NULL, "no registry");
    EXPECT(suite, vmimage_registry_images(registry, NULL, &images, NULL) == VMIMAGE_OK, "no images");
    vmimage_registry_unref(registry);
    NEED(suite, vmimage_images_next(images, &image, NULL) == VMIMAGE_OK, "the list is empty without its registry");
    images = vmimage_images_unref(images);
    NEED(suite, vmimage_image_to_json(image, NULL, &json, NULL) == VMIMAGE_OK, "an image can't be written");
    EXPECT(suite, strstr(vmimage_string_data(json), vmimage_image_id(image)) != NULL, "its ID is not in its JSON");
}

#define BOTH (VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES)

const struct check image_checks[] = {
    {"images say what was put there", check_facts, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"images are those of their packages", check_same_as_file, VMIMAGE_CAPABILITY_DERIVED, 0},
    {"what is broken says why", check_broken, BOTH, 0},
    {"objects outlive their registry", check_survive, VMIMAGE_CAPABILITY_IMAGES, 0},
    {NULL, NULL, 0, 0}};
