/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage id: from UUIDs to VMI IDs.
 */
#include "cli.h"

int cli_run_id(const struct cli_options *options)
{
    int status = CLI_OK;

    if (options->format != CLI_FORMAT_DEFAULT && options->format != CLI_FORMAT_NAME)
        return cli_usage_error(options, "'id' prints names only; -o does not apply");
    for (size_t i = 0; i < options->argument_count; i++) {
        char id[VMIMAGE_ID_SIZE];
        CLI_ERROR error = NULL;

        if (vmimage_id_from_uuid(options->arguments[i], id, &error) == VMIMAGE_OK) {
            cli_put(id);
            cli_put("\n");
        } else if (vmimage_error_status(error) == VMIMAGE_E_INVALID) {
            cli_report(error);
            status = status == CLI_OK ? CLI_USAGE : status;
        } else {
            status = cli_report(error);
        }
    }
    return status;
}
