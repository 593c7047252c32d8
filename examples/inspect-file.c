/*
 * SPDX-License-Identifier: Apache-2.0
 * What is in an .ovf, .ova or .iso file:  inspect-file photon.ova
 */
#include <inttypes.h>
#include <stdio.h>
#include <vmimage/vmimage.h>

static void print_text(const char *label, const char *text)
{
    if (text != NULL)
        printf("%-10s %s\n", label, text);
}

static void print_image(const vmimage_image *image)
{
    print_text("id", vmimage_image_id(image));
    print_text("name", vmimage_image_display_name(image));
    print_text("type", vmimage_image_type(image));
    print_text("guest", vmimage_image_os_type(image));
    print_text("firmware", vmimage_image_firmware(image));
    print_text("product", vmimage_image_product(image));
    print_text("version", vmimage_image_version(image));
    for (size_t i = 0; i < vmimage_image_disk_count(image); i++)
        printf("%-10s %s, %" PRIu64 " bytes\n", "disk", vmimage_image_disk_name(image, i),
               vmimage_image_disk_capacity(image, i));
    for (size_t i = 0; i < vmimage_image_property_count(image); i++)
        printf("%-10s %s (%s)\n", "property", vmimage_image_property_key(image, i),
               vmimage_image_property_type(image, i));
}

int main(int argc, char **argv)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    if (vmimage_image_from_file(NULL, argc > 1 ? argv[1] : "", &image, &error) != VMIMAGE_OK) {
        fprintf(stderr, "inspect-file: %s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    print_image(image);
    vmimage_image_unref(image);
    return 0;
}
