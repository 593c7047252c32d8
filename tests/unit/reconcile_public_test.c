/*
 * SPDX-License-Identifier: Apache-2.0
 * The item reconcilers as a program sees them: settings, results, JSON of caches. The table itself is in reconcile_test.c.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#define ITEM(spec, labels)                                                                                             \
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\",\"metadata\":{"             \
    "\"name\":\"clitem-0a0044d7c690bcbea\",\"namespace\":\"team\",\"labels\":{" labels                                 \
    "},\"finalizers\":[\"vmoperator.vmware.com/contentlibraryitem\"]},\"spec\":{" spec                                 \
    "},\"status\":{\"name\":\"x\",\"type\":\"OVF\",\"contentVersion\":\"2\",\"securityCompliance\":true,"              \
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
#define UUID "\"id\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\""
#define CACHE(namespace, conditions)                                                                                   \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImageCache\",\"metadata\":{"          \
    "\"name\":\"vmi-0a0044d7c690bcbea\",\"namespace\":\"" namespace "\",\"uid\":\"u\"},\"spec\":{\"providerID\":"      \
                                                                    "\"old\",\"locations\":[{\"datacenterID\":\"d\","  \
                                                                    "\"datastoreID\":\"s\","                           \
                                                                    "\"profileID\":\"p\"}]},\"status\":{"              \
                                                                    "\"conditions\":[" conditions                      \
                                                                    "],\"ovf\":{\"configMapName\":\"m\","              \
                                                                    "\"providerVersion\":\"2\"}}}"
#define HARDWARE "{\"type\":\"VirtualMachineImageCacheHardwareReady\",\"status\":\"True\"}"
#define NOW "2026-01-02T04:04:05.5+01:00"

static vmimage_item *item;
static vmimage_reconcile *reconcile;
static vmimage_reconcile_result *result;

static void start(const char *json)
{
    ck_assert_int_eq(vmimage_item_from_json(json, strlen(json), &item, NULL), VMIMAGE_OK);
    reconcile = vmimage_reconcile_new(item);
    ck_assert_ptr_nonnull(reconcile);
}

static void run(int32_t action, const char *error)
{
    result = vmimage_reconcile_result_unref(result);
    ck_assert_int_eq(vmimage_reconcile_run(reconcile, NOW, &result, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_reconcile_result_action(result), action);
    if (error == NULL)
        ck_assert_ptr_null(vmimage_reconcile_result_error(result));
    else
        ck_assert_str_eq(vmimage_reconcile_result_error(result), error);
}

static void finish(void)
{
    result = vmimage_reconcile_result_unref(result);
    reconcile = vmimage_reconcile_unref(reconcile);
    item = vmimage_item_unref(item);
}

START_TEST(create_update_keep)
{
    static const char text[] = "OVF envelope is nil for library item \"e1968c25-dd84-4506-8dc7-9beacb6b688e\"";
    const vmimage_condition *ready;
    vmimage_image *image;

    start(ITEM(UUID, ""));
    run(VMIMAGE_ACTION_CREATE, text);
    image = vmimage_image_ref(vmimage_reconcile_result_image(result));
    ck_assert_str_eq(vmimage_image_provider_api_version(image), "imageregistry.vmware.com/v1alpha1");
    ready = vmimage_image_condition(image, "Ready");
    ck_assert_str_eq(vmimage_condition_last_transition_time(ready), "2026-01-02T03:04:05Z");
    ck_assert_ptr_eq(vmimage_reconcile_result_item(result), item);
    ck_assert_int_eq(vmimage_reconcile_set_image(reconcile, image, NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_KEEP, text);
    ck_assert_ptr_ne(vmimage_reconcile_result_image(result), image);
    ck_assert_int_eq(vmimage_reconcile_set_version(reconcile, 2, NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_UPDATE, text);
    ck_assert_uint_eq(vmimage_reconcile_result_event_count(result), 1);
    ck_assert_ptr_nonnull(strstr(vmimage_reconcile_result_event(result, 0), "Warning UpdateFailure OVF envelope"));
    ck_assert_ptr_null(vmimage_reconcile_result_event(result, 1));
    ck_assert_int_eq(vmimage_reconcile_set_content_error(reconcile, "boom", NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_UPDATE,
        "failed to get OVF envelope for library item \"e1968c25-dd84-4506-8dc7-9beacb6b688e\": boom");
    ck_assert_int_eq(vmimage_reconcile_set_content_error(reconcile, NULL, NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_UPDATE, text);
    vmimage_image_unref(image);
    finish();
}
END_TEST

START_TEST(items_change)
{
    vmimage_item *after;

    start(ITEM(UUID, "\"a\":\"b\""));
    ck_assert_int_eq(vmimage_reconcile_set_gates(reconcile, VMIMAGE_GATE_FAST_DEPLOY, NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_CREATE, "cache not ready");
    after = vmimage_reconcile_result_item(result);
    ck_assert_str_eq(vmimage_item_label(after, "vmicache.vmoperator.vmware.com/name"), "vmi-0a0044d7c690bcbea");
    ck_assert_str_eq(vmimage_item_label(after, "a"), "b");
    ck_assert_uint_eq(vmimage_item_label_count(item), 1);
    ck_assert_uint_eq(vmimage_reconcile_result_finalizer_count(result), 1);
    ck_assert_str_eq(vmimage_reconcile_result_finalizer(result, 0), "vmoperator.vmware.com/contentlibraryitem");
    ck_assert_ptr_null(vmimage_reconcile_result_finalizer(result, 1));
    ck_assert_str_eq(vmimage_reconcile_result_cache(result),
                     "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImageCache\","
                     "\"metadata\":{\"name\":\"vmi-0a0044d7c690bcbea\",\"namespace\":\"vmoperator-system\"},"
                     "\"spec\":{\"providerID\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\",\"providerVersion\":\"2\"},"
                     "\"status\":{}}");
    finish();
}
END_TEST

START_TEST(caches)
{
    static const char cache[] = CACHE("ops", HARDWARE), bad[] = "{\"kind\":\"Pod\"}";

    start(ITEM(UUID, ""));
    ck_assert_int_eq(vmimage_reconcile_set_gates(reconcile, VMIMAGE_GATE_FAST_DEPLOY, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_reconcile_set_cache(reconcile, cache, strlen(cache), NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_reconcile_set_cache(reconcile, bad, strlen(bad), NULL), VMIMAGE_E_INVALID);
    run(VMIMAGE_ACTION_CREATE, "failed to get ovf configmap: configmaps \"m\" not found, cache not ready");
    ck_assert_ptr_nonnull(strstr(vmimage_reconcile_result_cache(result), "\"namespace\":\"ops\""));
    ck_assert_ptr_nonnull(strstr(vmimage_reconcile_result_cache(result), "\"locations\":[{\"datacenterID\":\"d\""));
    ck_assert_ptr_nonnull(strstr(vmimage_reconcile_result_cache(result), "\"providerID\":\"e1968c25"));
    if (vmimage_feature_supported(VMIMAGE_FEATURE_KUBERNETES) == 1) {
        ck_assert_int_eq(vmimage_reconcile_set_config_map(reconcile, "5", 1, NULL), VMIMAGE_OK);
        run(VMIMAGE_ACTION_CREATE,
            "failed to unmarshal ovf yaml into envelope: error unmarshaling JSON: while decoding "
            "JSON: json: cannot unmarshal number into Go value of type ovf.Envelope");
        ck_assert_int_eq(vmimage_reconcile_set_config_map(reconcile, "", 0, NULL), VMIMAGE_OK);
        run(VMIMAGE_ACTION_CREATE, NULL);
        ck_assert_str_eq(vmimage_image_os_id(vmimage_reconcile_result_image(result)), "0");
    }
    ck_assert_int_eq(vmimage_reconcile_set_config_map(reconcile, NULL, 0, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_reconcile_set_cache(reconcile, NULL, 0, NULL), VMIMAGE_OK);
    run(VMIMAGE_ACTION_CREATE, "cache not ready");
    finish();
}
END_TEST

START_TEST(bad_settings)
{
    start(ITEM(UUID, ""));
    ck_assert_ptr_null(vmimage_reconcile_new(NULL));
    ck_assert_int_eq(vmimage_reconcile_set_version(reconcile, 3, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_reconcile_set_gates(reconcile, 8, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_reconcile_run(reconcile, "yesterday", &result, NULL), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(result);
    ck_assert_int_eq(vmimage_reconcile_result_action(NULL), VMIMAGE_ACTION_SKIP);
    ck_assert_ptr_null(vmimage_reconcile_result_skip_reason(NULL));
    ck_assert_uint_eq(vmimage_reconcile_result_finalizer_count(NULL), 0);
    finish();
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, create_update_keep);
    tcase_add_test(tcase, items_change);
    tcase_add_test(tcase, caches);
    tcase_add_test(tcase, bad_settings);
}

UNIT_MAIN("reconcile_public", cases)
