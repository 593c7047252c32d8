/*
 * SPDX-License-Identifier: Apache-2.0
 * Everything that is not data goes to standard error, one line each, and every error has its exit status.
 */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void cli_say(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) >= 0) {
        CLI_TEXT safe = cli_printable(text);

        fprintf(stderr, "vmimage: %s\n", safe);
        free(text);
    }
    va_end(arguments);
}

int cli_usage_error(const struct cli_options *options, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) >= 0) {
        cli_say("%s", text);
        free(text);
    }
    va_end(arguments);
    if (options != NULL && options->command != NULL && !options->command->hidden)
        fprintf(stderr, "Try 'vmimage %s -h'.\n", options->command->name);
    else
        fputs("Try 'vmimage -h'.\n", stderr);
    return CLI_USAGE;
}

int cli_exit_status(const vmimage_error *error)
{
    switch (vmimage_error_status(error)) {
    case VMIMAGE_OK:
        return CLI_OK;
    case VMIMAGE_E_NOT_FOUND:
    case VMIMAGE_E_AMBIGUOUS:
    case VMIMAGE_E_INTEGRITY:
    case VMIMAGE_E_NOT_READY:
    case VMIMAGE_E_FAILED:
        return CLI_NO;
    case VMIMAGE_E_UNAUTHENTICATED:
    case VMIMAGE_E_FORBIDDEN:
    case VMIMAGE_E_UNREACHABLE:
    case VMIMAGE_E_TLS:
    case VMIMAGE_E_TIMEOUT:
        return CLI_UNREACHABLE;
    default:
        return CLI_FAILED;
    }
}

/* What tells images of one name apart: type and version, when the registry can still say so. */
static void say_difference(vmimage_registry *registry, const vmimage_candidate *candidate)
{
    CLI_IMAGE image = NULL;
    const char *texts[2];

    if (registry == NULL || vmimage_registry_get_image(registry, vmimage_candidate_namespace(candidate),
                                                       vmimage_candidate_name(candidate), &image, NULL) != VMIMAGE_OK)
        return;
    texts[0] = vmimage_image_type(image);
    texts[1] = vmimage_image_version(image);
    for (size_t i = 0; i < 2; i++) {
        CLI_TEXT safe = cli_printable(texts[i] != NULL ? texts[i] : "");

        if (*safe != '\0')
            fprintf(stderr, "  %s", safe);
    }
}

static void say_candidate(vmimage_registry *registry, const vmimage_candidate *candidate)
{
    const char *name_space = vmimage_candidate_namespace(candidate);
    const char *display_name = vmimage_candidate_display_name(candidate);
    CLI_TEXT shown = cli_printable(display_name != NULL ? display_name : "");

    fprintf(stderr, "  %s/%s", vmimage_candidate_kind(candidate), vmimage_candidate_name(candidate));
    if (name_space != NULL)
        fprintf(stderr, "  in namespace %s", name_space);
    if (*shown != '\0')
        fprintf(stderr, "  \"%s\"", shown);
    say_difference(registry, candidate);
    fputc('\n', stderr);
}

int cli_report(const vmimage_error *error)
{
    return cli_report_from(NULL, error);
}

int cli_report_from(vmimage_registry *registry, const vmimage_error *error)
{
    size_t count = vmimage_error_candidate_count(error);
    const char *reason = vmimage_error_reason(error);

    if (error == NULL) {
        cli_say("failed without a reason");
        return CLI_FAILED;
    }
    /* The list below says what the longer message says in words. */
    cli_say("%s", count > 0 && reason != NULL ? reason : vmimage_error_message(error));
    for (size_t i = 0; i < count; i++)
        say_candidate(registry, vmimage_error_candidate(error, i));
    if (count > 0)
        fputs("Name one of them by its VMI ID.\n", stderr);
    return cli_exit_status(error);
}
