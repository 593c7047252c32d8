/*
 * SPDX-License-Identifier: Apache-2.0
 * Open a place with a user, a password, and a certificate that is trusted by its fingerprint alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <vmimage/vmimage.h>

static vmimage_status fill(vmimage_options *options, vmimage_error **error)
{
    const char *fingerprint = getenv("LIBRARY_FINGERPRINT");
    vmimage_status status = vmimage_options_set_credentials(options, "vcsp", getenv("LIBRARY_PASSWORD"), error);

    if (status == VMIMAGE_OK && fingerprint != NULL)
        status = vmimage_options_set_fingerprint(options, fingerprint, error);
    return status;
}

int main(int argc, char **argv)
{
    vmimage_options *options = vmimage_options_new();
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = options == NULL ? VMIMAGE_E_NO_MEMORY : fill(options, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, argc > 1 ? argv[1] : ".", options, &registry, &error);
    options = vmimage_options_unref(options);
    if (status == VMIMAGE_OK)
        puts(vmimage_registry_url(registry));
    else
        fprintf(stderr, "%s\n", error != NULL ? vmimage_error_message(error) : "out of memory");
    vmimage_error_unref(error);
    vmimage_registry_unref(registry);
    return status == VMIMAGE_OK ? 0 : 1;
}
