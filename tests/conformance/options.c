/*
 * SPDX-License-Identifier: Apache-2.0
 * The options of the place, from lines of text: "ca=FILE", "user=NAME", ...
 */
#include "conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct login {
    const char *user, *password, *certificate, *key;
};

static vmimage_status set(vmimage_options *options, const char *name, const char *value, struct login *login)
{
    const char **kept = strcmp(name, "user") == 0          ? &login->user
                        : strcmp(name, "password") == 0    ? &login->password
                        : strcmp(name, "certificate") == 0 ? &login->certificate
                        : strcmp(name, "key") == 0         ? &login->key
                                                           : NULL;

    if (kept != NULL)
        *kept = value;
    if (kept != NULL)
        return VMIMAGE_OK;
    if (strcmp(name, "ca") == 0)
        return vmimage_options_set_ca_file(options, value, NULL);
    if (strcmp(name, "fingerprint") == 0)
        return vmimage_options_set_fingerprint(options, value, NULL);
    if (strcmp(name, "proxy") == 0)
        return vmimage_options_set_proxy(options, value, NULL);
    if (strcmp(name, "insecure") == 0)
        return vmimage_options_set_insecure(options, 1, NULL);
    if (strcmp(name, "poll") == 0)
        return vmimage_options_set_poll_interval(options, strtoll(value, NULL, 10), NULL);
    if (strcmp(name, "kubeconfig") == 0)
        return vmimage_options_set_kubernetes(options, value, NULL, NULL);
    return VMIMAGE_E_INVALID;
}

vmimage_options *make_options(struct suite *suite, const char *text)
{
    vmimage_options *options = vmimage_options_new();
    char *copy = strdup(text != NULL ? text : ""), *at = copy, *line;
    struct login login = {NULL, NULL, NULL, NULL};

    while (options != NULL && (line = strsep(&at, "\n")) != NULL) {
        char *value = strchr(line, '=');

        if (value == NULL)
            continue;
        *value = '\0';
        if (set(options, line, value + 1, &login) != VMIMAGE_OK)
            failed(suite, __FILE__, __LINE__, "the option %s can't be set", line);
    }
    if (login.user != NULL)
        (void)vmimage_options_set_credentials(options, login.user, login.password, NULL);
    if (login.certificate != NULL)
        (void)vmimage_options_set_client_certificate(options, login.certificate, login.key, NULL);
    free(copy);
    return options;
}
