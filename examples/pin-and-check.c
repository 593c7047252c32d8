/*
 * SPDX-License-Identifier: Apache-2.0
 * Pins names to the images that they stand for, or says what is not as it was pinned:
 *   pin-and-check /srv/images photon-5.0 ubuntu-24.04 > images.lock
 *   pin-and-check /srv/images < images.lock
 */
#include <stdio.h>
#include <stdlib.h>
#include <vmimage/vmimage.h>

#define TEXT_MAX ((size_t)1 << 20)

static const char *shown(const char *text)
{
    return text != NULL ? text : "nothing";
}

static vmimage_status pin(vmimage_registry *registry, char **names, int count, vmimage_error **error)
{
    vmimage_lock *lock = vmimage_lock_new();
    vmimage_string *json = NULL;
    vmimage_status status = lock != NULL ? VMIMAGE_OK : VMIMAGE_E_NO_MEMORY;

    for (int i = 0; status == VMIMAGE_OK && i < count; i++)
        status = vmimage_lock_add(lock, registry, NULL, names[i], error);
    if (status == VMIMAGE_OK)
        status = vmimage_lock_to_json(lock, &json, error);
    if (status == VMIMAGE_OK)
        fputs(vmimage_string_data(json), stdout);
    vmimage_string_unref(json);
    vmimage_lock_unref(lock);
    return status;
}

static vmimage_status check(vmimage_registry *registry, const char *json, size_t length, size_t *differences,
                            vmimage_error **error)
{
    vmimage_lock *lock = NULL;
    vmimage_drift *drift = NULL;
    vmimage_status status = vmimage_lock_from_json(json, length, &lock, error);

    if (status == VMIMAGE_OK)
        status = vmimage_lock_check(lock, registry, &drift, error);
    *differences = vmimage_drift_count(drift);
    for (size_t i = 0; i < *differences; i++) {
        if (vmimage_drift_change(drift, i) == VMIMAGE_DRIFT_REMOVED)
            printf("%s: is not there any more\n", vmimage_drift_name(drift, i));
        else
            printf("%s: %s was %s, is %s\n", vmimage_drift_name(drift, i), vmimage_drift_field(drift, i),
                   shown(vmimage_drift_was(drift, i)), shown(vmimage_drift_is(drift, i)));
    }
    vmimage_drift_unref(drift);
    vmimage_lock_unref(lock);
    return status;
}

int main(int argc, char **argv)
{
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;
    size_t differences = 0;

    if (argc < 2) {
        fprintf(stderr, "usage: pin-and-check FOLDER [NAME...]\n");
        return 2;
    }
    status = vmimage_registry_open(NULL, argv[1], NULL, &registry, &error);
    if (status == VMIMAGE_OK && argc > 2) {
        status = pin(registry, argv + 2, argc - 2, &error);
    } else if (status == VMIMAGE_OK) {
        char *text = malloc(TEXT_MAX);

        status = text != NULL ? check(registry, text, fread(text, 1, TEXT_MAX, stdin), &differences, &error)
                              : VMIMAGE_E_NO_MEMORY;
        free(text);
    }
    if (status != VMIMAGE_OK)
        fprintf(stderr, "pin-and-check: %s\n", vmimage_error_message(error));
    vmimage_registry_unref(registry);
    vmimage_error_unref(error);
    return status == VMIMAGE_OK && differences == 0 ? 0 : 1;
}
