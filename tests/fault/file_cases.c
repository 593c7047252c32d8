/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: images from files.
 */
#include "fault.h"

static vmimage_status read_file(const char *path, vmimage_status expected)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    fault_expect(expected);
    if (context != NULL)
        status = vmimage_image_from_file(context, path, &image, &error);
    if (status == VMIMAGE_OK)
        fault_visit_image(image);
    image = vmimage_image_unref(image);
    context = vmimage_context_unref(context);
    error = vmimage_error_unref(error);
    return status == expected ? VMIMAGE_OK : status;
}

static vmimage_status open_package(const char *path)
{
    vmimage_package *package = NULL, *again;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_package_open(NULL, path, &package, &error);

    again = vmimage_package_ref(package);
    if (status == VMIMAGE_OK)
        fault_visit_package(again);
    again = vmimage_package_unref(again);
    package = vmimage_package_unref(package);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status packages(void)
{
    vmimage_status status = open_package(fault_files.ova);

    if (status == VMIMAGE_OK)
        status = open_package(fault_files.ovf);
    return status == VMIMAGE_OK ? open_package(fault_files.iso) : status;
}

static vmimage_status ovf(void)
{
    return read_file(fault_files.ovf, VMIMAGE_OK);
}

static vmimage_status ova(void)
{
    return read_file(fault_files.ova, VMIMAGE_OK);
}

static vmimage_status iso(void)
{
    return read_file(fault_files.iso, VMIMAGE_OK);
}

static vmimage_status broken(void)
{
    return read_file(fault_files.broken, VMIMAGE_E_PARSE);
}

static vmimage_status missing(void)
{
    return read_file("/nowhere/at-all.ovf", VMIMAGE_E_NOT_FOUND);
}

const struct fault_case fault_file_cases[] = {
    {"OVF file", ovf},         {"OVA file", ova},      {"ISO file", iso}, {"broken file", broken},
    {"missing file", missing}, {"packages", packages}, {NULL, NULL},
};
