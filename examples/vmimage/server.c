/*
 * SPDX-License-Identifier: Apache-2.0
 * Options for registries that are on a server: which of them a registry takes, and what the library is told. A password is in the
 * environment or in a file, never on the command line, where every process can read it.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum place {
    FOLDER,
    WEB,
    CLUSTER,
    OTHER
};

static enum place place_of(const char *registry)
{
    static const struct {
        const char *scheme;
        enum place place;
    } places[] = {{"dir:", FOLDER}, {"http:", WEB}, {"https:", WEB}, {"k8s:", CLUSTER}, {"vsphere:", OTHER}};

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (strncasecmp(registry, places[i].scheme, strlen(places[i].scheme)) == 0)
            return places[i].place;
    }
    return strstr(registry, "://") != NULL ? OTHER : FOLDER;
}

int cli_check_server(const struct cli_options *options)
{
    const struct {
        const char *name;
        bool given, cluster;
    } all[] = {
        {"context", options->context != NULL, true},
        {"kubeconfig", options->kubeconfig != NULL, true},
        /* A package on this machine has signers. */
        {"ca", options->ca != NULL && options->command->bit != CLI_IN_VERIFY, false},
        {"fingerprint", options->fingerprint != NULL, false},
        {"insecure", options->insecure, false},
        {"user", options->user != NULL, false},
        {"password-file", options->password_file != NULL, false},
    };
    enum place place = place_of(options->registry);

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].given && place == FOLDER)
            return cli_usage_error(options, "--%s is for registries on a server, and '%s' is a folder", all[i].name,
                                   options->registry);
        if (all[i].given && all[i].cluster && place == WEB)
            return cli_usage_error(options, "--%s is for clusters, and '%s' is a web server", all[i].name,
                                   options->registry);
    }
    return CLI_OK;
}

/* The first line of the file, or what the environment has; NULL: no password. The caller frees it. */
static int read_password(const struct cli_options *options, char **password)
{
    const char *from_environment = getenv("VMIMAGE_PASSWORD");
    size_t length = 0;
    int status;

    *password = NULL;
    if (options->password_file == NULL) {
        if (from_environment != NULL)
            *password = cli_copy(from_environment);
        return CLI_OK;
    }
    status = cli_read_file(options->password_file, password, &length);
    if (status == CLI_OK)
        (*password)[strcspn(*password, "\r\n")] = '\0';
    return status;
}

static vmimage_status set_login(const struct cli_options *options, const char *password, vmimage_options *made,
                                vmimage_error **error)
{
    const char *user = options->user != NULL ? options->user : getenv("VMIMAGE_USER");

    /* What publishers of libraries call everybody. */
    if (user == NULL && password != NULL && place_of(options->registry) == WEB)
        user = "vcsp";
    return user != NULL ? vmimage_options_set_credentials(made, user, password, error) : VMIMAGE_OK;
}

int cli_make_server_options(const struct cli_options *options, vmimage_options **made)
{
    CLI_ERROR error = NULL;
    char *password = NULL;
    vmimage_status failed;
    int status;

    *made = NULL;
    if (place_of(options->registry) == FOLDER)
        return CLI_OK;
    *made = vmimage_options_new();
    if (*made == NULL) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    status = read_password(options, &password);
    if (status != CLI_OK)
        return status;
    failed = set_login(options, password, *made, &error);
    if (password != NULL)
        explicit_bzero(password, strlen(password));
    free(password);
    if (failed == VMIMAGE_OK && options->ca != NULL)
        failed = vmimage_options_set_ca_file(*made, options->ca, &error);
    if (failed == VMIMAGE_OK && options->fingerprint != NULL)
        failed = vmimage_options_set_fingerprint(*made, options->fingerprint, &error);
    if (failed == VMIMAGE_OK)
        failed = vmimage_options_set_insecure(*made, options->insecure, &error);
    if (failed == VMIMAGE_OK && options->timeout_ms > 0)
        failed = vmimage_options_set_deadline(*made, options->timeout_ms, &error);
    if (failed == VMIMAGE_OK && (options->kubeconfig != NULL || options->context != NULL))
        failed = vmimage_options_set_kubernetes(*made, options->kubeconfig, options->context, &error);
    if (failed == VMIMAGE_OK)
        return CLI_OK;
    status = cli_report(error);
    return failed == VMIMAGE_E_INVALID ? CLI_USAGE : status;
}
