/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage inspect: files as the images that they would become. A bad file is reported and hides no other.
 */
#include "kind.h"

#include <string.h>

/* Reads the files; the worst exit status of those that failed. */
static int read_files(const struct cli_options *options, vmimage_context *context, struct cli_list *images)
{
    int worst = CLI_OK;

    for (size_t i = 0; i < options->argument_count; i++) {
        CLI_ERROR error = NULL;
        vmimage_image *image = NULL;

        if (vmimage_image_from_file(context, options->arguments[i], &image, &error) == VMIMAGE_OK) {
            cli_list_add(images, image);
        } else {
            int status = cli_report(error);

            worst = status > worst ? status : worst;
        }
    }
    return worst;
}

static int print(const struct cli_list *images, const struct cli_options *options)
{
    if (options->format == CLI_FORMAT_JSON && options->argument_count == 1)
        return images->count == 1 ? cli_print_json_of(images->kind, images->objects[0]) : CLI_OK;
    if (options->format != CLI_FORMAT_DEFAULT)
        return cli_list_print(images, NULL, options);
    for (size_t i = 0; i < images->count; i++) {
        if (i > 0)
            cli_put("\n");
        cli_describe_image(images->objects[i]);
    }
    return CLI_OK;
}

int cli_run_inspect(const struct cli_options *options)
{
    CLI_CONTEXT context = NULL;
    struct cli_list images = {.kind = &cli_kind_image};
    int status = cli_open_context(options, &context);
    int printed;

    if (status != CLI_OK)
        return status;
    status = read_files(options, context, &images);
    printed = print(&images, options);
    cli_list_clear(&images);
    return printed > status ? printed : status;
}
