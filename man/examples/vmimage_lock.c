/*
 * SPDX-License-Identifier: Apache-2.0
 * Pin an image and look at once whether it is still the same.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status pin(vmimage_lock *lock, const char *folder, const char *name, vmimage_error **error)
{
    vmimage_registry *registry = NULL;
    vmimage_string *json = NULL;
    vmimage_drift *drift = NULL;
    vmimage_status status = vmimage_registry_open(NULL, folder, NULL, &registry, error);

    if (status == VMIMAGE_OK)
        status = vmimage_lock_add(lock, registry, NULL, name, error);
    if (status == VMIMAGE_OK)
        status = vmimage_lock_to_json(lock, &json, error);
    if (status == VMIMAGE_OK)
        status = vmimage_lock_check(lock, registry, &drift, error);
    if (status == VMIMAGE_OK)
        printf("%s%zu differences\n", vmimage_string_data(json), vmimage_drift_count(drift));
    vmimage_drift_unref(drift);
    vmimage_string_unref(json);
    vmimage_registry_unref(registry);
    return status;
}

int main(int argc, char **argv)
{
    vmimage_lock *lock = vmimage_lock_new();
    vmimage_error *error = NULL;
    vmimage_status status = VMIMAGE_E_NO_MEMORY;

    if (lock != NULL)
        status = pin(lock, argc > 1 ? argv[1] : ".", argc > 2 ? argv[2] : "ubuntu-24.04", &error);
    if (status != VMIMAGE_OK)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_lock_unref(lock);
    return status == VMIMAGE_OK || status == VMIMAGE_E_NOT_FOUND ? 0 : 1;
}
