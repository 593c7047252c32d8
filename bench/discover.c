/*
 * SPDX-License-Identifier: Apache-2.0
 * What a program does that looks for images; it is measured as a whole process.
 *
 *     discover [-c CONNECTIONS] [-a CA_FILE] [-k KUBECONFIG] [-n NAMESPACE] [-r NAME] [-w] URL
 *
 * Lists every image, keeping none (with -w in a list that is whole), or with -r resolves one name. Prints how many there are, and how many are ready.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <vmimage/vmimage.h>

static int fail(vmimage_error *error)
{
    (void)fprintf(stderr, "discover: %s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    return 1;
}

static int list(vmimage_registry *registry, bool kept)
{
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    unsigned count = 0, ready = 0;
    vmimage_status status = kept ? vmimage_registry_images(registry, NULL, &images, &error)
                                 : vmimage_registry_stream_images(registry, NULL, &images, &error);

    while (status == VMIMAGE_OK && (status = vmimage_images_next(images, &image, &error)) == VMIMAGE_OK) {
        count++;
        ready += vmimage_image_is_ready(image) ? 1 : 0;
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    if (status < VMIMAGE_OK)
        return fail(error);
    (void)printf("{\"images\": %u, \"ready\": %u}\n", count, ready);
    return 0;
}

static int resolve(vmimage_registry *registry, const char *name_space, const char *name)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    if (vmimage_resolve(registry, name_space, name, 0, &image, &error) != VMIMAGE_OK)
        return fail(error);
    (void)printf("{\"name\": \"%s\"}\n", vmimage_image_id(image));
    vmimage_image_unref(image);
    return 0;
}

int main(int argc, char **argv)
{
    vmimage_options *options = vmimage_options_new();
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    const char *name = NULL, *space = NULL;
    bool kept = false;
    int option, result;

    while ((option = getopt(argc, argv, "c:a:k:n:r:w")) != -1) {
        vmimage_status status = VMIMAGE_OK;

        if (option == 'c')
            status = vmimage_options_set_connections(options, atoi(optarg), &error);
        else if (option == 'a')
            status = vmimage_options_set_ca_file(options, optarg, &error);
        else if (option == 'k')
            status = vmimage_options_set_kubernetes(options, optarg, NULL, &error);
        else if (option == 'r')
            name = optarg;
        else if (option == 'w')
            kept = true;
        else if (option == 'n')
            space = optarg;
        else
            return 2;
        if (status != VMIMAGE_OK)
            return fail(error);
    }
    if (argc - optind != 1)
        return 2;
    if (vmimage_registry_open(NULL, argv[optind], options, &registry, &error) != VMIMAGE_OK)
        return fail(error);
    result = name != NULL ? resolve(registry, space, name) : list(registry, kept);
    vmimage_registry_unref(registry);
    vmimage_options_unref(options);
    return result;
}
