/*
 * SPDX-License-Identifier: Apache-2.0
 * Where to look: the context, the registry and the query that the options describe.
 */
#include "cli.h"

#include <stdlib.h>

static void log_line(void *data, int32_t level, const char *module, const char *message)
{
    static const char *const names[] = {"", "error", "warning", "info", "debug"};

    (void)data;
    cli_say("%s: %s: %s", level >= 1 && level <= 4 ? names[level] : "log", module != NULL ? module : "-", message);
}

int cli_open_context(const struct cli_options *options, vmimage_context **context)
{
    CLI_ERROR error = NULL;
    int32_t level = options->verbose > 1 ? VMIMAGE_LOG_DEBUG : VMIMAGE_LOG_INFO;

    *context = vmimage_context_new();
    if (*context == NULL) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    if (options->verbose > 0 && vmimage_context_set_log(*context, level, log_line, NULL, &error) != VMIMAGE_OK)
        return cli_report(error);
    if (vmimage_context_set_option(*context, VMIMAGE_OPTION_OVF_CAPABILITIES, options->ovf_capabilities, &error) !=
        VMIMAGE_OK)
        return cli_report(error);
    return CLI_OK;
}

/* A URL that can't be one, or that names a transport which this build lacks, is a mistake on the command line. */
static int report_open(const vmimage_error *error)
{
    int status = cli_report(error);

    switch (vmimage_error_status(error)) {
    case VMIMAGE_E_INVALID:
    case VMIMAGE_E_UNSUPPORTED:
        return CLI_USAGE;
    default:
        return status;
    }
}

int cli_open_registry(const struct cli_options *options, vmimage_registry **registry)
{
    CLI_CONTEXT context = NULL;
    CLI_PLACE_OPTIONS how = NULL;
    CLI_ERROR error = NULL;
    int status = cli_open_context(options, &context);

    if (status == CLI_OK)
        status = cli_make_server_options(options, &how);
    if (status != CLI_OK)
        return status;
    if (vmimage_registry_open(context, options->registry, how, registry, &error) != VMIMAGE_OK)
        return report_open(error);
    if (options->timeout_ms > 0 && vmimage_registry_set_deadline(*registry, options->timeout_ms, &error) != VMIMAGE_OK)
        return cli_report(error);
    return CLI_OK;
}

int cli_make_query(const struct cli_options *options, vmimage_query **query)
{
    CLI_ERROR error = NULL;
    vmimage_query *made = vmimage_query_new();

    *query = made;
    if (made == NULL) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    if (vmimage_query_set_selector(made, options->selector, &error) != VMIMAGE_OK) {
        int status = cli_report(error);

        return vmimage_error_status(error) == VMIMAGE_E_INVALID ? CLI_USAGE : status;
    }
    if (vmimage_query_set_namespace(made, options->all_namespaces ? "*" : options->name_space, &error) != VMIMAGE_OK ||
        vmimage_query_set_library(made, options->library, &error) != VMIMAGE_OK ||
        vmimage_query_set_name(made, options->name, &error) != VMIMAGE_OK ||
        vmimage_query_set_type(made, options->type, &error) != VMIMAGE_OK ||
        vmimage_query_set_os(made, options->os, &error) != VMIMAGE_OK ||
        vmimage_query_set_capability(made, options->capability, &error) != VMIMAGE_OK ||
        vmimage_query_set_ready(made, options->ready, &error) != VMIMAGE_OK)
        return cli_report(error);
    return CLI_OK;
}
