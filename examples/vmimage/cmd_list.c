/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage libraries, items and images: the three lists; and the bare names that shell completion asks for.
 */
#include "kind.h"

#include <string.h>

static int list_kind(const struct cli_kind *kind, const struct cli_options *options)
{
    CLI_REGISTRY registry = NULL;
    struct cli_list list = {.kind = kind};
    int status = cli_open_registry(options, &registry);

    if (status == CLI_OK)
        status = cli_list_fetch(&list, registry, options);
    if (status == CLI_OK)
        status = cli_list_print(&list, vmimage_registry_url(registry), options);
    cli_list_clear(&list);
    return status;
}

int cli_run_libraries(const struct cli_options *options)
{
    return list_kind(&cli_kind_library, options);
}

int cli_run_items(const struct cli_options *options)
{
    struct cli_options own = *options;

    if (options->argument_count > 0) {
        if (options->library != NULL)
            return cli_usage_error(options, "give the library once: as an argument or with --library");
        own.library = options->arguments[0];
    }
    return list_kind(&cli_kind_item, &own);
}

int cli_run_images(const struct cli_options *options)
{
    return list_kind(&cli_kind_image, options);
}

static const struct cli_kind *kind_called(const char *plural)
{
    const struct cli_kind *const kinds[] = {&cli_kind_library, &cli_kind_item, &cli_kind_image};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kinds[i]->plural, plural) == 0)
            return kinds[i];
    }
    return NULL;
}

int cli_run_names(const struct cli_options *options)
{
    const struct cli_kind *kind = kind_called(options->arguments[0]);
    CLI_REGISTRY registry = NULL;
    struct cli_list list = {.kind = kind};
    int status;

    if (strcmp(options->arguments[0], "families") == 0)
        return cli_print_families(options);
    status = kind != NULL ? cli_open_registry(options, &registry) : CLI_USAGE;

    if (status == CLI_OK)
        status = cli_list_fetch(&list, registry, options);
    for (size_t i = 0; i < list.count; i++) {
        const char *display_name = kind->display_name(list.objects[i]);

        cli_put(kind->name(list.objects[i]));
        cli_put("\n");
        if (display_name != NULL && *display_name != '\0') {
            CLI_TEXT safe = cli_printable(display_name);

            /* A name that can't be shown as it is can't be typed either. */
            if (strcmp(safe, display_name) != 0)
                continue;
            cli_put(safe);
            cli_put("\n");
        }
    }
    cli_list_clear(&list);
    return status;
}
