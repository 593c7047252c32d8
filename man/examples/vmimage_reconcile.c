/*
 * SPDX-License-Identifier: Apache-2.0
 * What becomes of an item, before anything is written anywhere.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char item_json[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\","
    "\"metadata\":{\"name\":\"clitem-0a0044d7c690bcbea\",\"namespace\":\"team\","
    "\"finalizers\":[\"vmoperator.vmware.com/contentlibraryitem\"]},"
    "\"spec\":{\"id\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\"},"
    "\"status\":{\"name\":\"debian-13\",\"type\":\"ISO\",\"contentVersion\":\"1\",\"securityCompliance\":true,"
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";

static int show(vmimage_item *item)
{
    vmimage_reconcile *reconcile = vmimage_reconcile_new(item);
    vmimage_reconcile_result *result = NULL;
    vmimage_error *error = NULL;
    int ok = vmimage_reconcile_run(reconcile, "2026-01-02T03:04:05Z", &result, &error) == VMIMAGE_OK;

    if (!ok)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    else if (vmimage_reconcile_result_action(result) == VMIMAGE_ACTION_CREATE)
        printf("creates %s: %s\n", vmimage_image_id(vmimage_reconcile_result_image(result)),
               vmimage_reconcile_result_event(result, 0));
    vmimage_error_unref(error);
    vmimage_reconcile_result_unref(result);
    vmimage_reconcile_unref(reconcile);
    return ok ? 0 : 1;
}

int main(void)
{
    vmimage_item *item = NULL;
    vmimage_error *error = NULL;
    int status;

    if (vmimage_item_from_json(item_json, sizeof(item_json) - 1, &item, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    status = show(item);
    vmimage_item_unref(item);
    return status;
}
