/*
 * SPDX-License-Identifier: Apache-2.0
 * Publishing as a program sees it: questions one at a time, what is to be submitted, groups, wrong use. The rules themselves are in
 * tests/vectors/cases/publish.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#include "model/publish.h"

#define UID "5b1f7c1e-8a44-4c7e-9d2f-30c2a1f0e9d7"
#define MARK "virtualmachinepublishrequest.vmoperator.vmware.com: " UID
#define NOW "2026-01-02T04:04:05.5+01:00"
#define REQUEST(annotations, status)                                                                                   \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\",\"metadata\":{"      \
    "\"name\":\"pub\",\"namespace\":\"team\",\"uid\":\"" UID "\",\"annotations\":{" annotations                        \
    "},\"finalizers\":[\"vmoperator.vmware.com/virtualmachinepublishrequest\"]},\"spec\":{\"source\":{\"name\":"       \
    "\"web\"},\"target\":{\"item\":{\"name\":\"base\",\"description\":\"a "                                            \
    "base\"},\"location\":{\"name\":\"images\"}},"                                                                     \
    "\"backoffLimit\":2},\"status\":{" status "}}"
#define ATTEMPT                                                                                                        \
    "\"attempts\":1,\"startTime\":\"2026-01-02T03:00:00Z\",\"lastAttemptTime\":\"2026-01-02T03:03:35Z\","              \
    "\"sourceRef\":"                                                                                                   \
    "{\"name\":\"web\"},\"targetRef\":{\"item\":{\"name\":\"base\",\"description\":\"a base\"},\"location\":{"         \
    "\"name\":\"images\"}}"
#define MACHINE(status)                                                                                                \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"web\","   \
    "\"namespace\":\"team\"},\"status\":{\"uniqueID\":\"vm-7\"" status "}}"
#define LIBRARY(labels, spec)                                                                                          \
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\",\"metadata\":{\"name\":"        \
    "\"images\",\"namespace\":\"team\",\"labels\":{" labels "}},\"spec\":{\"id\":\"lib-1\",\"allowPublish\":true" spec \
    "},\"status\":{\"name\":\"Team\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
#define IMAGE                                                                                                          \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\",\"metadata\":{\"name\":"      \
    "\"vmi-a\",\"namespace\":\"team\"},\"status\":{\"providerItemID\":\"item-5\"}}"
#define CLASS                                                                                                          \
    "{\"apiVersion\":\"storage.k8s.io/v1\",\"kind\":\"StorageClass\",\"metadata\":{\"name\":\"fast\"},"                \
    "\"parameters\":{\"storagePolicyID\":\"policy-1\"}}"

static vmimage_publish_step *step;
static vmimage_publish_result *result;

static void add(const char *json)
{
    ck_assert_int_eq(vmimage_publish_step_add_object(step, json, strlen(json), NULL), VMIMAGE_OK);
}

static void start(const char *request)
{
    step = vmimage_publish_step_new();
    ck_assert_ptr_nonnull(step);
    ck_assert_int_eq(vmimage_publish_step_set_request(step, request, strlen(request), NULL), VMIMAGE_OK);
}

static void run(int32_t question)
{
    result = vmimage_publish_result_unref(result);
    ck_assert_int_eq(vmimage_publish_step_run(step, NOW, &result, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_result_question(result), question);
    if (question != VMIMAGE_PUBLISH_ASK_NOTHING)
        ck_assert_ptr_null(vmimage_publish_result_request(result));
    else
        ck_assert_ptr_nonnull(vmimage_publish_result_request(result));
}

static void answer(int32_t question, const char *failure)
{
    ck_assert_int_eq(vmimage_publish_step_answer(step, question, failure, NULL), VMIMAGE_OK);
}

static void finish(void)
{
    /* A result outlives its pass. */
    step = vmimage_publish_step_unref(step);
    if (result != NULL)
        ck_assert_int_ge((int)vmimage_publish_result_requeue_after(result), 0);
    result = vmimage_publish_result_unref(result);
}

static const char *get(const char *key)
{
    const char *at = strstr(vmimage_publish_result_request(result), key);

    ck_assert_msg(at != NULL, "%s not in %s", key, vmimage_publish_result_request(result));
    return at;
}

START_TEST(captures)
{
    start(REQUEST("", ""));
    add(MACHINE(""));
    add(LIBRARY("", ""));
    run(VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM);
    ck_assert_str_eq(vmimage_publish_result_call_library(result, 0), "lib-1");
    ck_assert_str_eq(vmimage_publish_result_call_name(result, 0), "base");
    ck_assert_int_eq(vmimage_publish_result_submit(result), VMIMAGE_PUBLISH_SUBMIT_NOTHING);
    answer(VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM, NULL);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq(vmimage_publish_result_submit(result), VMIMAGE_PUBLISH_SUBMIT_CAPTURE);
    ck_assert_str_eq(vmimage_publish_result_submit_activation_id(result), UID "-1");
    ck_assert_str_eq(vmimage_publish_result_submit_library(result), "lib-1");
    ck_assert_str_eq(vmimage_publish_result_submit_library_name(result), "images");
    ck_assert_str_eq(vmimage_publish_result_submit_machine(result), "vm-7");
    ck_assert_str_eq(vmimage_publish_result_submit_machine_name(result), "web");
    ck_assert_str_eq(vmimage_publish_result_submit_item(result), "base");
    ck_assert_str_eq(vmimage_publish_result_submit_description(result), MARK "\na base");
    ck_assert_ptr_null(vmimage_publish_result_submit_storage_class(result));
    ck_assert_int_eq((int)vmimage_publish_result_requeue_after(result), 60);
    (void)get("\"attempts\":1");
    (void)get("\"lastAttemptTime\":\"2026-01-02T03:04:05Z\"");
    finish();
}
END_TEST

START_TEST(clones)
{
    start(REQUEST("", ""));
    ck_assert_int_eq(vmimage_publish_step_set_gates(step, VMIMAGE_GATE_INVENTORY_LIBRARY, NULL), VMIMAGE_OK);
    add(MACHINE(",\"crypto\":{\"encrypted\":[\"Disks\"]},\"volumes\":[{\"crypto\":{}}]"));
    add(LIBRARY("\"vmware-system-vcfa-storage-quota\":\"\"",
                ",\"libraryType\":\"Inventory\",\"storageClass\":\"fast\""));
    add(CLASS);
    run(VMIMAGE_PUBLISH_ASK_ENCRYPTION);
    ck_assert_str_eq(vmimage_publish_result_call_id(result, 0), "policy-1");
    ck_assert_int_eq(vmimage_publish_step_set_encrypts(step, 1, NULL), VMIMAGE_OK);
    run(VMIMAGE_PUBLISH_ASK_STORAGE);
    ck_assert_int_eq((int)vmimage_publish_result_call_count(result), 2);
    ck_assert_str_eq(vmimage_publish_result_call_id(result, 1), "vm-7");
    answer(VMIMAGE_PUBLISH_ASK_STORAGE, "vCenter is away");
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_str_eq(vmimage_publish_result_error(result), "failed to check if target is valid: vCenter is away");
    ck_assert_int_eq(vmimage_publish_result_is_final(result), 0);
    ck_assert_int_eq(vmimage_publish_step_set_storage(step, 2048, NULL), VMIMAGE_OK);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    (void)get("requested-capacity\":\"2Ki\"");
    finish();
    start(REQUEST("\"vmware-system-vcfa-storage-quota\":\"true\"", ""));
    ck_assert_int_eq(vmimage_publish_step_set_gates(step, VMIMAGE_GATE_INVENTORY_LIBRARY, NULL), VMIMAGE_OK);
    add(MACHINE(""));
    add(LIBRARY("\"vmware-system-vcfa-storage-quota\":\"\"",
                ",\"libraryType\":\"Inventory\",\"storageClass\":\"fast\""));
    run(VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM);
    answer(VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM, NULL);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq(vmimage_publish_result_submit(result), VMIMAGE_PUBLISH_SUBMIT_CLONE);
    ck_assert_str_eq(vmimage_publish_result_submit_description(result), "a base");
    ck_assert_str_eq(vmimage_publish_result_submit_storage_class(result), "fast");
    finish();
    start(REQUEST("", ATTEMPT));
    ck_assert_int_eq(vmimage_publish_step_set_gates(step, VMIMAGE_GATE_INVENTORY_LIBRARY, NULL), VMIMAGE_OK);
    add(MACHINE(""));
    add(LIBRARY("", ",\"libraryType\":\"Inventory\""));
    run(VMIMAGE_PUBLISH_ASK_TASKS);
    ck_assert_str_eq(vmimage_publish_result_call_id(result, 0), "vm-7");
    finish();
}
END_TEST

/* To the second: at 30 seconds the task is waited for, after them it is taken for lost. */
START_TEST(waits_for_a_task)
{
    start(REQUEST("", ATTEMPT));
    add(MACHINE(""));
    add(LIBRARY("", ""));
    run(VMIMAGE_PUBLISH_ASK_TASKS);
    ck_assert_str_eq(vmimage_publish_result_call_activation_id(result, 0), UID "-1");
    answer(VMIMAGE_PUBLISH_ASK_TASKS, NULL);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq((int)vmimage_publish_result_requeue_after(result), 10);
    (void)get("\"reason\":\"NotStarted\"");
    result = vmimage_publish_result_unref(result);
    ck_assert_int_eq(vmimage_publish_step_run(step, "2026-01-02T03:04:06Z", &result, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_result_question(result), VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM);
    ck_assert_int_eq(vmimage_publish_step_add_item(step, VMIMAGE_PUBLISH_ITEM_LIBRARY, "base", "1", NULL, NULL, NULL),
                     VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_step_add_item(step, VMIMAGE_PUBLISH_ITEM_LIBRARY, "base", "2", MARK, NULL, NULL),
                     VMIMAGE_OK);
    answer(VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM, NULL);
    result = vmimage_publish_result_unref(result);
    ck_assert_int_eq(vmimage_publish_step_run(step, "2026-01-02T03:04:06Z", &result, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_publish_result_error(result), "failed to check if target is valid: failed to get item "
                                                           "\"base\" from library: multiple library items named: base");
    finish();
}
END_TEST

START_TEST(completes)
{
    start(REQUEST("", ATTEMPT));
    add(LIBRARY("", ""));
    add(IMAGE);
    add(MACHINE(""));
    ck_assert_int_eq(vmimage_publish_step_add_task(step, UID "-1", VM_PUBLISH_CAPTURE, "success", "ContentLibraryItem",
                                                   "clibitem-item-5", NULL, NULL),
                     VMIMAGE_OK);
    answer(VMIMAGE_PUBLISH_ASK_TASKS, NULL);
    run(VMIMAGE_PUBLISH_ASK_UPDATE_ITEM);
    ck_assert_str_eq(vmimage_publish_result_call_id(result, 1), "item-5");
    ck_assert_str_eq(vmimage_publish_result_call_description(result, 1), "a base");
    answer(VMIMAGE_PUBLISH_ASK_UPDATE_ITEM, "locked");
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_str_eq(vmimage_publish_result_error(result), "locked");
    ck_assert_int_eq((int)vmimage_publish_result_event_count(result), 1);
    ck_assert_str_eq(vmimage_publish_result_event(result, 0), "Warning PublishFailure locked");
    answer(VMIMAGE_PUBLISH_ASK_UPDATE_ITEM, NULL);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_ptr_null(vmimage_publish_result_error(result));
    ck_assert_ptr_null(vmimage_publish_result_event(result, 0));
    (void)get("\"ready\":true");
    (void)get("\"imageName\":\"vmi-a\"");
    finish();
}
END_TEST

START_TEST(time_to_live)
{
    ck_assert_int_eq((int)vmimage__ttl_left("2026-01-01T00:00:00Z", 60, "2026-01-01T00:00:59Z"), 1);
    ck_assert_int_eq((int)vmimage__ttl_left("2026-01-01T00:00:00Z", 60, "2026-01-01T00:01:00Z"), 0);
    ck_assert_int_eq((int)vmimage__ttl_left(NULL, 60, "2026-01-01T00:01:00Z"), 0);
    ck_assert_int_eq((int)vmimage__ttl_left("2026-01-01T00:00:10Z", 0, "2026-01-01T00:00:00Z"), 10);
    ck_assert(vmimage__ttl_left("2026-01-01T00:00:10Z", INT64_MAX, "2026-01-01T00:00:00Z") == INT64_MAX);
    ck_assert_int_eq((int)vmimage__ttl_left("2026-01-01T00:00:10Z", INT64_MIN, "2026-01-01T00:00:00Z"), 0);
}
END_TEST

START_TEST(groups)
{
    static const char group[] =
        "{\"apiVersion\":\"vmoperator.vmware.com/"
        "v1alpha6\",\"kind\":\"VirtualMachineGroupPublishRequest\",\"metadata\":"
        "{\"name\":\"nightly\",\"namespace\":\"team\",\"uid\":\"g\",\"finalizers\":[\"vmoperator.vmware.com/"
        "virtualmachinegrouppublishrequest\"]},\"spec\":{\"source\":\"shop\",\"target\":\"images\",\"virtualMachines\":"
        "[\"web\",\"db\",\"web\"]}}";

    start(group);
    run(VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq((int)vmimage_publish_result_created_count(result), 2);
    ck_assert_ptr_nonnull(strstr(vmimage_publish_result_created(result, 0), "\"generateName\":\"nightly-\""));
    ck_assert_ptr_nonnull(strstr(vmimage_publish_result_created(result, 1), "\"name\":\"nightly-db\""));
    ck_assert_ptr_null(vmimage_publish_result_created(result, 2));
    ck_assert_int_eq((int)vmimage_publish_result_removed_count(result), 0);
    ck_assert_ptr_null(vmimage_publish_result_removed(result, 0));
    (void)get("waiting 0 more vm publish requests to be completed");
    finish();
}
END_TEST

START_TEST(wrong_use)
{
    static const char other[] = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}";
    static const char broken[] = "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":"
                                 "\"VirtualMachinePublishRequest\",\"metadata\":{\"name\":1}}";

    step = vmimage_publish_step_new();
    ck_assert_int_eq(vmimage_publish_step_run(step, NOW, &result, NULL), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(result);
    ck_assert_int_eq(vmimage_publish_step_set_request(step, other, strlen(other), NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_step_set_request(step, broken, strlen(broken), NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_publish_step_add_object(step, other, strlen(other), NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_step_add_object(step, broken, strlen(broken), NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_publish_step_set_gates(step, 1024, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_step_add_item(step, 9, "a", "b", NULL, NULL, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_step_answer(step, 0, NULL, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_step_answer(step, 7, NULL, NULL), VMIMAGE_E_INVALID);
    step = vmimage_publish_step_unref(step);
    start(REQUEST("", ""));
    ck_assert_int_eq(vmimage_publish_step_run(step, "yesterday", &result, NULL), VMIMAGE_E_INVALID);
    finish();
    ck_assert_int_eq(vmimage_publish_result_call_question(NULL, 0), VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq(vmimage_publish_result_question(NULL), VMIMAGE_PUBLISH_ASK_NOTHING);
    ck_assert_int_eq(vmimage_publish_result_submit(NULL), VMIMAGE_PUBLISH_SUBMIT_NOTHING);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, captures);
    tcase_add_test(tcase, clones);
    tcase_add_test(tcase, waits_for_a_task);
    tcase_add_test(tcase, completes);
    tcase_add_test(tcase, time_to_live);
    tcase_add_test(tcase, groups);
    tcase_add_test(tcase, wrong_use);
}

UNIT_MAIN("publish", cases)
