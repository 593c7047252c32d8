/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage: the whole library as one command. This file only reads the command line and starts the command.
 */
#include "cli.h"

#include <stdlib.h>

static int run(const struct cli_options *options)
{
    if (options->version) {
        cli_print_version();
        return CLI_OK;
    }
    if (options->help) {
        cli_print_help(options->command);
        return CLI_OK;
    }
    if (options->command == NULL)
        return cli_usage_error(options, "no command given");
    return options->command->run(options);
}

int main(int argc, char **argv)
{
    struct cli_options options;
    int status;

    cli_guard_descriptors();
    status = cli_read_options(argc, argv, &options);
    if (status == CLI_OK)
        status = cli_finish_output(run(&options));
    free(options.arguments);
    return status;
}
