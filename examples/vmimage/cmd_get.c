/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage get and resolve: one image by VMI ID or display name.
 */
#include "kind.h"

static int find_image(const struct cli_options *options, vmimage_registry **registry, vmimage_image **image)
{
    CLI_ERROR error = NULL;
    int status = cli_open_registry(options, registry);

    if (status != CLI_OK)
        return status;
    if (vmimage_resolve(*registry, options->name_space, options->arguments[0], 0, image, &error) == VMIMAGE_OK)
        return CLI_OK;
    status = cli_report_from(*registry, error);
    return vmimage_error_status(error) == VMIMAGE_E_INVALID ? CLI_USAGE : status;
}

static int print_one(vmimage_image *image, const struct cli_options *options)
{
    struct cli_list list = {.kind = &cli_kind_image};
    int status;

    if (options->format == CLI_FORMAT_JSON)
        return cli_print_json_of(&cli_kind_image, image);
    cli_list_add(&list, vmimage_image_ref(image));
    status = cli_list_print(&list, NULL, options);
    cli_list_clear(&list);
    return status;
}

int cli_run_get(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_IMAGE image = NULL;
    int status = find_image(options, &registry, &image);

    if (status != CLI_OK)
        return status;
    if (options->format != CLI_FORMAT_DEFAULT)
        return print_one(image, options);
    cli_describe_image(image);
    return CLI_OK;
}

int cli_print_image_name(vmimage_image *image, const struct cli_options *options)
{
    if (options->format != CLI_FORMAT_DEFAULT)
        return print_one(image, options);
    cli_put(vmimage_image_kind(image));
    cli_put("/");
    cli_put(vmimage_image_name(image));
    cli_put("\n");
    return CLI_OK;
}

int cli_run_resolve(const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    CLI_IMAGE image = NULL;
    int status = find_image(options, &registry, &image);

    return status == CLI_OK ? cli_print_image_name(image, options) : status;
}
