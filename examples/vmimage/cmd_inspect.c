/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage inspect: files as the images that they would become. A bad file is reported and hides no other.
 */
#include "kind.h"

static inline void free_package(vmimage_package **package)
{
    vmimage_package_unref(*package);
}

/* A file as the image that it gives is added to the list; as a description it is printed at once. */
static int inspect_file(const char *path, vmimage_context *context, const struct cli_options *options,
                        struct cli_list *images, size_t *described)
{
    __attribute__((cleanup(free_package))) vmimage_package *package = NULL;
    CLI_ERROR error = NULL;
    vmimage_image *image;
    vmimage_error *refusal;

    if (vmimage_package_open(context, path, &package, &error) != VMIMAGE_OK)
        return cli_report(error);
    refusal = vmimage_package_refusal(package);
    image = vmimage_package_image(package);
    if (options->format == CLI_FORMAT_DEFAULT) {
        cli_put((*described)++ > 0 ? "\n" : "");
        cli_describe_package(package, path);
        cli_flush();
    } else if (image != NULL) {
        cli_list_add(images, vmimage_image_ref(image));
    } else {
        cli_say("%s: is a disk and gives no image; without -o it is described", path);
        return CLI_FAILED;
    }
    return refusal != NULL ? cli_report(refusal) : CLI_OK;
}

static int print_images(const struct cli_list *images, const struct cli_options *options)
{
    if (options->format == CLI_FORMAT_JSON && options->argument_count == 1)
        return images->count == 1 ? cli_print_json_of(images->kind, images->objects[0]) : CLI_OK;
    return cli_list_print(images, NULL, options);
}

int cli_run_inspect(const struct cli_options *options)
{
    CLI_CONTEXT context = NULL;
    struct cli_list images = {.kind = &cli_kind_image};
    int worst = cli_open_context(options, &context);
    size_t described = 0;

    if (worst != CLI_OK)
        return worst;
    for (size_t i = 0; i < options->argument_count; i++) {
        int status = inspect_file(options->arguments[i], context, options, &images, &described);

        worst = status > worst ? status : worst;
    }
    if (options->format != CLI_FORMAT_DEFAULT) {
        int status = print_images(&images, options);

        worst = status > worst ? status : worst;
    }
    cli_list_clear(&images);
    return worst;
}
