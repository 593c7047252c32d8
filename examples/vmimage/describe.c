/*
 * SPDX-License-Identifier: Apache-2.0
 * One image for a person to read: what it is first, then its disks, properties and where it comes from. Lines without a
 * value are left out.
 */
#include "kind.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_WIDTH 18

void cli_put_line(const char *label, const char *text)
{
    CLI_TEXT safe = NULL;
    CLI_TEXT start = NULL;

    if (text == NULL || *text == '\0')
        return;
    safe = cli_printable(text);
    start = cli_text("%s:%*s", label, (int)(LABEL_WIDTH - strlen(label) - 1), "");
    cli_put(start);
    cli_put(safe);
    cli_put("\n");
}

void cli_put_made_line(const char *label, char *text)
{
    cli_put_line(label, text);
    free(text);
}

static char *with_note(const char *text, const char *before, const char *note, const char *after)
{
    if (text == NULL || *text == '\0')
        return cli_copy(note != NULL ? note : "");
    if (note == NULL || *note == '\0')
        return cli_copy(text);
    return cli_text("%s%s%s%s", text, before, note, after);
}

static void describe_head(const vmimage_image *image)
{
    const vmimage_condition *ready = vmimage_image_condition(image, "Ready");
    const char *status = ready != NULL ? vmimage_condition_status(ready) : NULL;
    const char *version = vmimage_image_version(image);
    const char *full = vmimage_image_full_version(image);

    cli_put_line("Name", vmimage_image_name(image));
    cli_put_line("Namespace", vmimage_image_namespace(image));
    cli_put_line("Display name", vmimage_image_display_name(image));
    cli_put_line("Kind", vmimage_image_kind(image));
    cli_put_line("Type", vmimage_image_type(image));
    cli_put_made_line("Ready", with_note(status, ": ", cli_why_not_ready(ready), ""));
    cli_put_line("Product", vmimage_image_product(image));
    cli_put_line("Vendor", vmimage_image_vendor(image));
    cli_put_made_line("Version", with_note(version, " (",
                                           full != NULL && version != NULL && strcmp(full, version) == 0 ? NULL : full,
                                           version != NULL && *version != '\0' ? ")" : ""));
}

static void describe_machine(const vmimage_image *image)
{
    const char *os_id = vmimage_image_os_id(image);
    CLI_TEXT cim = os_id != NULL && strcmp(os_id, "0") != 0 ? cli_text("CIM %s", os_id) : NULL;
    CLI_TEXT capabilities = cli_capabilities(image);
    int32_t hardware = vmimage_image_hardware_version(image);

    cli_put_made_line("Guest OS", with_note(vmimage_image_os_type(image), " (", cim, ")"));
    cli_put_line("OS version", vmimage_image_os_version(image));
    cli_put_line("Firmware", vmimage_image_firmware(image));
    if (hardware != 0)
        cli_put_made_line("Hardware version", cli_text("%d", hardware));
    cli_put_line("Capabilities", capabilities);
}

static void describe_origin(const vmimage_image *image)
{
    CLI_TEXT provider = with_note(vmimage_image_provider_kind(image), "/", vmimage_image_provider_name(image), "");

    cli_put_line("Provider", provider);
    cli_put_line("Provider item", vmimage_image_provider_item_id(image));
    cli_put_line("Content version", vmimage_image_content_version(image));
    cli_put_line("Created", vmimage_image_creation_time(image));
}

static char *controller_of(const vmimage_image *image, size_t disk)
{
    const char *type = vmimage_image_disk_controller_type(image, disk);
    int32_t bus = vmimage_image_disk_controller_bus(image, disk);
    int32_t unit = vmimage_image_disk_unit(image, disk);
    CLI_TEXT bus_text = bus != VMIMAGE_UNSET ? cli_text("%d", bus) : cli_copy("?");
    CLI_TEXT unit_text = unit != VMIMAGE_UNSET ? cli_text("%d", unit) : cli_copy("?");

    if (type == NULL && bus == VMIMAGE_UNSET && unit == VMIMAGE_UNSET)
        return cli_copy("");
    return cli_text("%s %s:%s", type != NULL ? type : "?", bus_text, unit_text);
}

static void describe_disks(const vmimage_image *image)
{
    static const struct cli_column columns[] = {
        {.title = "NAME", .least = 8}, {.title = "CAPACITY"}, {.title = "CONTROLLER", .leave = 1}};
    struct cli_table table = {.columns = columns, .column_count = 3, .indent = 2};
    size_t count = vmimage_image_disk_count(image);

    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        cli_table_add(&table, vmimage_image_disk_name(image, i));
        cli_table_add(&table, vmimage_image_disk_limit(image, i));
        cli_table_add_made(&table, controller_of(image, i));
    }
    cli_put("Disks:\n");
    cli_table_print(&table);
    cli_table_clear(&table);
}

static void describe_properties(const vmimage_image *image)
{
    static const struct cli_column columns[] = {
        {.title = "KEY", .least = 12}, {.title = "TYPE", .least = 8}, {.title = "DEFAULT", .least = 8}};
    struct cli_table table = {.columns = columns, .column_count = 3, .indent = 2};
    size_t count = vmimage_image_property_count(image);

    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        cli_table_add(&table, vmimage_image_property_key(image, i));
        cli_table_add(&table, vmimage_image_property_type(image, i));
        cli_table_add(&table, vmimage_image_property_default(image, i));
    }
    cli_put("Properties:\n");
    cli_table_print(&table);
    cli_table_clear(&table);
}

static void describe_pairs(const char *heading, size_t count, const vmimage_image *image,
                           const char *(*key)(const vmimage_image *, size_t),
                           const char *(*value)(const vmimage_image *, size_t))
{
    static const struct cli_column columns[] = {{.title = "KEY", .least = 20}, {.title = "VALUE", .least = 8}};
    struct cli_table table = {.columns = columns, .column_count = 2, .indent = 2, .no_headers = true};

    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        cli_table_add(&table, key(image, i));
        cli_table_add(&table, value(image, i));
    }
    cli_put(heading);
    cli_table_print(&table);
    cli_table_clear(&table);
}

static void describe_conditions(const vmimage_image *image)
{
    static const struct cli_column columns[] = {
        {.title = "TYPE"}, {.title = "STATUS"}, {.title = "REASON"}, {.title = "MESSAGE"}};
    /* A message is what one came for: it is never cut. */
    struct cli_table table = {.columns = columns, .column_count = 4, .indent = 2, .uncut = true};
    size_t count = vmimage_image_condition_count(image);

    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        const vmimage_condition *condition = vmimage_image_condition_at(image, i);
        const char *reason = vmimage_condition_reason(condition);

        cli_table_add(&table, vmimage_condition_type(condition));
        cli_table_add(&table, vmimage_condition_status(condition));
        cli_table_add(&table, reason != NULL && strcmp(reason, "True") == 0 ? NULL : reason);
        cli_table_add(&table, vmimage_condition_message(condition));
    }
    cli_put("Conditions:\n");
    cli_table_print(&table);
    cli_table_clear(&table);
}

void cli_describe_image(const vmimage_image *image)
{
    describe_head(image);
    describe_machine(image);
    describe_origin(image);
    describe_disks(image);
    describe_properties(image);
    describe_pairs("System properties:\n", vmimage_image_system_property_count(image), image,
                   vmimage_image_system_property_key, vmimage_image_system_property_value);
    describe_pairs("Labels:\n", vmimage_image_label_count(image), image, vmimage_image_label_key,
                   vmimage_image_label_value);
    describe_conditions(image);
}
