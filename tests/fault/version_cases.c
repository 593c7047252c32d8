/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: versions, constraints, families, drift and locks.
 */
#include "fault.h"

#include <string.h>

static vmimage_status constraints(void)
{
    vmimage_constraint *constraint = NULL, *again;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_constraint_parse(">=1.2, <2 !=1.3", &constraint, &error);

    again = vmimage_constraint_ref(constraint);
    if (status == VMIMAGE_OK) {
        fault_visit_constraint(again);
        fault_saw_number((uint64_t)vmimage_constraint_matches(again, "1.2.3"));
    }
    again = vmimage_constraint_unref(again);
    constraint = vmimage_constraint_unref(constraint);
    if (status == VMIMAGE_OK) {
        fault_expect(VMIMAGE_E_INVALID);
        status = vmimage_constraint_parse(">=1.2, |", &constraint, &error);
        status = status == VMIMAGE_E_INVALID ? VMIMAGE_OK : status;
    }
    fault_saw_number((uint64_t)vmimage_version_compare("1.2-rc1", "1.2"));
    fault_saw_number((uint64_t)vmimage_version_is_prerelease("1.2-rc1"));
    fault_saw_number((uint64_t)vmimage_content_version_compare("9", "10"));
    error = vmimage_error_unref(error);
    return status;
}

struct images {
    vmimage_image *image[2];
    vmimage_item *item[2];
    vmimage_error *error;
};

static const char other_image[] = "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\","
                                  "\"metadata\":{\"name\":\"vmi-0a0044d7c690bcbea\",\"namespace\":\"team\"},\"status\":"
                                  "{\"name\":\"u\",\"productInfo\":{\"product\":\"p\",\"vendor\":\"v\"}}}";

static vmimage_status make_images(struct images *made)
{
    vmimage_status status;

    memset(made, 0, sizeof(*made));
    status = vmimage_image_from_json(fault_image_json, strlen(fault_image_json), &made->image[0], &made->error);
    if (status == VMIMAGE_OK)
        status = vmimage_image_from_json(other_image, strlen(other_image), &made->image[1], &made->error);
    if (status == VMIMAGE_OK)
        status = vmimage_item_from_json(fault_item_json, strlen(fault_item_json), &made->item[0], &made->error);
    return status;
}

static void release_images(struct images *made)
{
    for (size_t i = 0; i < 2; i++) {
        made->image[i] = vmimage_image_unref(made->image[i]);
        made->item[i] = vmimage_item_unref(made->item[i]);
    }
    made->error = vmimage_error_unref(made->error);
}

static vmimage_status families(void)
{
    struct images made;
    vmimage_string *family = NULL;
    vmimage_image *newest = NULL;
    vmimage_status status = make_images(&made);

    if (status == VMIMAGE_OK) {
        fault_saw_number((uint64_t)vmimage_family_compare(made.image[0], made.image[1]));
        fault_saw_number((uint64_t)vmimage_family_has(made.image[0], "v/p"));
        fault_saw_text(vmimage_family_version(made.image[0]));
        status = fault_take_text(vmimage_family_of_image(made.image[0], &family, &made.error), &family);
    }
    if (status == VMIMAGE_OK)
        status = vmimage_newest_images((const vmimage_image *const *)made.image, 2, "p", NULL, &newest, &made.error);
    newest = vmimage_image_unref(newest);
    release_images(&made);
    return status;
}

static vmimage_status take_drift(vmimage_status status, vmimage_drift **drift)
{
    vmimage_drift *again = vmimage_drift_ref(*drift);

    if (status == VMIMAGE_OK)
        fault_visit_drift(again);
    again = vmimage_drift_unref(again);
    *drift = vmimage_drift_unref(*drift);
    return status;
}

static vmimage_status drift(void)
{
    struct images made;
    vmimage_drift *report = NULL;
    vmimage_status status = make_images(&made);

    if (status == VMIMAGE_OK)
        status = take_drift(vmimage_drift_images((const vmimage_image *const *)made.image, 1,
                                                 (const vmimage_image *const *)made.image + 1, 1, &report, &made.error),
                            &report);
    if (status == VMIMAGE_OK)
        status = take_drift(
            vmimage_drift_items((const vmimage_item *const *)made.item, 1, NULL, 0, &report, &made.error), &report);
    release_images(&made);
    return status;
}

static vmimage_status locks_from_lists(void)
{
    struct images made;
    vmimage_lock *lock = vmimage_lock_new();
    vmimage_status status = make_images(&made);

    if (status == VMIMAGE_OK && lock == NULL)
        status = VMIMAGE_E_NO_MEMORY;
    if (status == VMIMAGE_OK)
        status = vmimage_lock_add_from(lock, (const vmimage_image *const *)made.image, 1,
                                       (const vmimage_item *const *)made.item, 1, "team", "ubuntu", &made.error);
    if (status == VMIMAGE_OK)
        fault_visit_lock(lock);
    lock = vmimage_lock_unref(lock);
    release_images(&made);
    return status;
}

static const char lock_json[] =
    "{\"images\":{\"a\":{\"files\":{\"b\":{\"size\":7,\"version\":\"1\"}},\"id\":\"vmi-1\",\"item\":\"i\",\"kind\":"
    "\"VirtualMachineImage\"},\"two\":{\"id\":\"vmi-2\",\"kind\":\"VirtualMachineImage\"}},\"lockVersion\":1}";

static vmimage_status check_lock(vmimage_lock *lock, vmimage_registry *registry, vmimage_error **error)
{
    vmimage_string *text = NULL;
    vmimage_drift *report = NULL;
    /* Identifiers come from the names of a temporary folder. */
    vmimage_status status = take_drift(vmimage_lock_check(lock, registry, &report, error), &report);

    return status == VMIMAGE_OK ? fault_take_text(vmimage_lock_to_json(lock, &text, error), &text) : status;
}

static vmimage_status locks(void)
{
    vmimage_lock *lock = NULL, *again;
    vmimage_registry *registry = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_lock_from_json(lock_json, sizeof(lock_json) - 1, &lock, &error);

    again = vmimage_lock_ref(lock);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, fault_files.folder, NULL, &registry, &error);
    fault_look_away(true);
    if (status == VMIMAGE_OK)
        status = check_lock(again, registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_lock_add(again, registry, NULL, "two", &error);
    fault_look_away(false);
    if (status == VMIMAGE_OK) {
        fault_saw_number(vmimage_lock_count(lock));
        fault_saw_text(vmimage_lock_file_name(lock, 0, 0));
        fault_saw_number(vmimage_lock_file_size(lock, 1, 0));
        fault_saw_text(vmimage_lock_file_version(lock, 0, 0));
        fault_look_away(true);
        fault_visit_lock(lock);
        fault_look_away(false);
    }
    registry = vmimage_registry_unref(registry);
    again = vmimage_lock_unref(again);
    lock = vmimage_lock_unref(lock);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status newest(void)
{
    vmimage_registry *registry = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vmimage_lock *lock = vmimage_lock_new();
    vmimage_status status = lock == NULL ? VMIMAGE_E_NO_MEMORY : VMIMAGE_OK;

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, fault_files.folder, NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_newest(registry, NULL, "p", NULL, &image, &error);
    if (status == VMIMAGE_OK)
        fault_saw_text(vmimage_family_version(image));
    image = vmimage_image_unref(image);
    registry = vmimage_registry_unref(registry);
    lock = vmimage_lock_unref(lock);
    error = vmimage_error_unref(error);
    return status;
}

const struct fault_case fault_version_cases[] = {
    {"constraints", constraints},           {"families", families}, {"drift", drift}, {"locks", locks},
    {"locks from lists", locks_from_lists}, {"newest", newest},     {NULL, NULL},
};
