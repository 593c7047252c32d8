/*
 * SPDX-License-Identifier: Apache-2.0
 * Requests: what they say, made and changed by a program, how they stand, in every version.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/vmimage.h>

#define NOW "2026-03-01T00:00:00Z"

static char *text_of(const char *quoted)
{
    static char text[8192];
    size_t i = 0;

    for (; quoted[i] != '\0' && i < sizeof(text) - 1; i++)
        text[i] = quoted[i] == '\'' ? '"' : quoted[i];
    text[i] = '\0';
    return text;
}

static void same(const char *got, const char *expected)
{
    if (expected == NULL)
        ck_assert_ptr_null(got);
    else
        ck_assert_pstr_eq(got, expected);
}

static const char publish_json[] =
    "{'apiVersion':'vmoperator.vmware.com/"
    "v1alpha6','kind':'VirtualMachinePublishRequest','metadata':{'name':'p','namespace':'ns',"
    "'generateName':'p-','uid':'u-1','resourceVersion':'41','creationTimestamp':'2026-01-01T00:00:00Z','labels':{'a':'"
    "1'},"
    "'annotations':{'k':'v'}},'spec':{'source':{'apiVersion':'sv','kind':'SK','name':'sn'},'target':{'item':{'name':'"
    "in',"
    "'description':'id'},'location':{'apiVersion':'lv','kind':'LK','name':'ln'}},'ttlSecondsAfterFinished':0,'"
    "backoffLimit':7},"
    "'status':{'attempts':2,'ready':true,'imageName':'vmi-1','startTime':'2026-01-01T00:00:01Z','lastAttemptTime':"
    "'2026-01-01T00:00:02Z','completionTime':'2026-01-01T00:00:03Z','sourceRef':{'apiVersion':'sv2','kind':'SK2','name'"
    ":'sn2'},"
    "'targetRef':{'item':{'name':'in2','description':'id2'},'location':{'apiVersion':'lv2','kind':'LK2','name':'ln2'}},"
    "'conditions':[{'type':'Complete','status':'True','reason':'True'},{'type':'Uploaded','status':'False','reason':'X'"
    "}]}}";

static const struct {
    const char *(*get)(const vmimage_publish_request *);
    const char *value, *empty;
} publish_texts[] = {
    {vmimage_publish_request_api_version, "vmoperator.vmware.com/v1alpha6", "vmoperator.vmware.com/v1alpha6"},
    {vmimage_publish_request_kind, "VirtualMachinePublishRequest", "VirtualMachinePublishRequest"},
    {vmimage_publish_request_name, "p", NULL},
    {vmimage_publish_request_namespace, "ns", NULL},
    {vmimage_publish_request_generate_name, "p-", NULL},
    {vmimage_publish_request_uid, "u-1", NULL},
    {vmimage_publish_request_resource_version, "41", NULL},
    {vmimage_publish_request_creation_time, "2026-01-01T00:00:00Z", NULL},
    {vmimage_publish_request_source_api_version, "sv", NULL},
    {vmimage_publish_request_source_kind, "SK", NULL},
    {vmimage_publish_request_source_name, "sn", NULL},
    {vmimage_publish_request_target_item_name, "in", NULL},
    {vmimage_publish_request_target_item_description, "id", NULL},
    {vmimage_publish_request_target_location_api_version, "lv", NULL},
    {vmimage_publish_request_target_location_kind, "LK", NULL},
    {vmimage_publish_request_target_location_name, "ln", NULL},
    {vmimage_publish_request_start_time, "2026-01-01T00:00:01Z", NULL},
    {vmimage_publish_request_last_attempt_time, "2026-01-01T00:00:02Z", NULL},
    {vmimage_publish_request_completion_time, "2026-01-01T00:00:03Z", NULL},
    {vmimage_publish_request_image_name, "vmi-1", NULL},
    {vmimage_publish_request_source_ref_api_version, "sv2", NULL},
    {vmimage_publish_request_source_ref_kind, "SK2", NULL},
    {vmimage_publish_request_source_ref_name, "sn2", NULL},
    {vmimage_publish_request_target_ref_item_name, "in2", NULL},
    {vmimage_publish_request_target_ref_item_description, "id2", NULL},
    {vmimage_publish_request_target_ref_location_api_version, "lv2", NULL},
    {vmimage_publish_request_target_ref_location_kind, "LK2", NULL},
    {vmimage_publish_request_target_ref_location_name, "ln2", NULL},
};

START_TEST(publish_accessors)
{
    vmimage_publish_request *request = NULL, *empty = vmimage_publish_request_new();
    const char *text = text_of(publish_json);

    ck_assert_int_eq(vmimage_publish_request_from_json(text, strlen(text), &request, NULL), VMIMAGE_OK);
    for (size_t i = 0; i < sizeof(publish_texts) / sizeof(publish_texts[0]); i++) {
        same(publish_texts[i].get(request), publish_texts[i].value);
        same(publish_texts[i].get(empty), publish_texts[i].empty);
        same(publish_texts[i].get(NULL), NULL);
    }
    ck_assert_int_eq(vmimage_publish_request_ttl_seconds(request), 0);
    ck_assert_int_eq(vmimage_publish_request_ttl_seconds(empty), -1);
    ck_assert_int_eq(vmimage_publish_request_backoff_limit(request), 7);
    ck_assert_int_eq(vmimage_publish_request_backoff_limit(empty), 0);
    ck_assert_int_eq(vmimage_publish_request_attempts(request), 2);
    ck_assert_int_eq(vmimage_publish_request_attempts(empty), 0);
    ck_assert_int_eq(vmimage_publish_request_is_ready(request), 1);
    ck_assert_int_eq(vmimage_publish_request_is_ready(empty), 0);
    ck_assert_int_eq(vmimage_publish_request_state(request), VMIMAGE_STATE_COMPLETE);
    ck_assert_ptr_null(vmimage_publish_request_failure(request));
    ck_assert_uint_eq(vmimage_publish_request_label_count(request), 1);
    same(vmimage_publish_request_label_key(request, 0), "a");
    same(vmimage_publish_request_label_value(request, 0), "1");
    same(vmimage_publish_request_label(request, "a"), "1");
    same(vmimage_publish_request_label(request, "b"), NULL);
    ck_assert_uint_eq(vmimage_publish_request_annotation_count(request), 1);
    same(vmimage_publish_request_annotation_key(request, 0), "k");
    same(vmimage_publish_request_annotation_value(request, 1), NULL);
    same(vmimage_publish_request_annotation(request, "k"), "v");
    ck_assert_uint_eq(vmimage_publish_request_condition_count(request), 2);
    same(vmimage_condition_reason(vmimage_publish_request_condition_at(request, 1)), "X");
    ck_assert_ptr_null(vmimage_publish_request_condition_at(request, 2));
    ck_assert_ptr_nonnull(vmimage_publish_request_condition(request, "Uploaded"));
    vmimage_publish_request_unref(vmimage_publish_request_ref(request));
    vmimage_publish_request_unref(request);
    vmimage_publish_request_unref(empty);
}
END_TEST

static const char group_json[] =
    "{'apiVersion':'vmoperator.vmware.com/v1alpha5','kind':'VirtualMachineGroupPublishRequest','metadata':{'name':'g'},"
    "'spec':{'source':'group','target':'cl','virtualMachines':['vm-a','vm-b'],'ttlSecondsAfterFinished':60},'status':{"
    "'source':'s','target':'t','startTime':'2026-01-01T00:00:01Z','completionTime':'2026-01-01T00:00:03Z','images':[{'"
    "source':"
    "'vm-a','publishRequestName':'g-1','imageName':'vmi-1','conditions':[{'type':'Complete','status':'False','reason':'"
    "Fatal',"
    "'message':'limit'}]},{'source':'vm-b','publishRequestName':'g-2'}]}}";

START_TEST(group_accessors)
{
    vmimage_group_publish_request *request = NULL;
    const char *text = text_of(group_json);

    ck_assert_int_eq(vmimage_group_publish_request_from_json(text, strlen(text), &request, NULL), VMIMAGE_OK);
    same(vmimage_group_publish_request_api_version(request), "vmoperator.vmware.com/v1alpha5");
    same(vmimage_group_publish_request_kind(request), "VirtualMachineGroupPublishRequest");
    same(vmimage_group_publish_request_source(request), "group");
    same(vmimage_group_publish_request_target(request), "cl");
    ck_assert_uint_eq(vmimage_group_publish_request_virtual_machine_count(request), 2);
    same(vmimage_group_publish_request_virtual_machine(request, 1), "vm-b");
    same(vmimage_group_publish_request_virtual_machine(request, 2), NULL);
    ck_assert_int_eq(vmimage_group_publish_request_ttl_seconds(request), 60);
    same(vmimage_group_publish_request_status_source(request), "s");
    same(vmimage_group_publish_request_status_target(request), "t");
    same(vmimage_group_publish_request_start_time(request), "2026-01-01T00:00:01Z");
    same(vmimage_group_publish_request_completion_time(request), "2026-01-01T00:00:03Z");
    ck_assert_uint_eq(vmimage_group_publish_request_image_count(request), 2);
    same(vmimage_group_publish_request_image_source(request, 0), "vm-a");
    same(vmimage_group_publish_request_image_publish_request_name(request, 1), "g-2");
    same(vmimage_group_publish_request_image_name(request, 0), "vmi-1");
    same(vmimage_group_publish_request_image_name(request, 1), NULL);
    same(vmimage_group_publish_request_image_source(request, 2), NULL);
    ck_assert_uint_eq(vmimage_group_publish_request_image_condition_count(request, 0), 1);
    ck_assert_uint_eq(vmimage_group_publish_request_image_condition_count(request, 2), 0);
    ck_assert_ptr_null(vmimage_group_publish_request_image_condition_at(request, 0, 1));
    ck_assert_int_eq(vmimage_group_publish_request_state(request), VMIMAGE_STATE_FAILED);
    same(vmimage_condition_message(vmimage_group_publish_request_failure(request)), "limit");
    ck_assert_ptr_eq(vmimage_group_publish_request_failure(request),
                     vmimage_group_publish_request_image_condition_at(request, 0, 0));
    ck_assert_int_eq(vmimage_group_publish_request_state(NULL), 0);
    vmimage_group_publish_request_unref(request);
}
END_TEST

static const char import_json[] =
    "{'apiVersion':'imageregistry.vmware.com/"
    "v1alpha2','kind':'ContentLibraryItemImportRequest','metadata':{'name':'i'},'spec':{"
    "'source':{'url':'https://h/"
    "x.ova','sslCertificate':'PEM','checksum':{'algorithm':'SHA512','value':'00'}},'target':{'item':{"
    "'name':'in','description':'id','type':'OVF'},'library':'cl'}},'status':{'itemName':'clitem-1','fileUploadStatus':{"
    "'sessionUUID':'s-1','fileUploads':[{'name':'f','transferStatus':'Transferring','size':10,'bytesTransferred':4},{'"
    "name':'g',"
    "'transferStatus':'Error','errorMessage':'broken'}]}}}";

START_TEST(import_accessors)
{
    vmimage_import_request *request = NULL, *old = NULL;
    vmimage_string *json = NULL;
    const char *text = text_of(import_json);

    ck_assert_int_eq(vmimage_import_request_from_json(text, strlen(text), &request, NULL), VMIMAGE_OK);
    same(vmimage_import_request_source_url(request), "https://h/x.ova");
    same(vmimage_import_request_ssl_certificate(request), "PEM");
    same(vmimage_import_request_checksum_algorithm(request), "SHA512");
    same(vmimage_import_request_checksum_value(request), "00");
    same(vmimage_import_request_target_item_name(request), "in");
    same(vmimage_import_request_target_item_description(request), "id");
    same(vmimage_import_request_target_item_type(request), "OVF");
    same(vmimage_import_request_target_library(request), "cl");
    same(vmimage_import_request_item_name(request), "clitem-1");
    same(vmimage_import_request_upload_session(request), "s-1");
    ck_assert_uint_eq(vmimage_import_request_upload_count(request), 2);
    same(vmimage_import_request_upload_name(request, 1), "g");
    same(vmimage_import_request_upload_name(request, 2), NULL);
    same(vmimage_import_request_upload_status(request, 0), "Transferring");
    same(vmimage_import_request_upload_error(request, 0), NULL);
    same(vmimage_import_request_upload_error(request, 1), "broken");
    ck_assert_uint_eq(vmimage_import_request_upload_size(request, 0), 10);
    ck_assert_uint_eq(vmimage_import_request_upload_bytes(request, 0), 4);
    ck_assert_uint_eq(vmimage_import_request_upload_bytes(request, 1), 0);
    ck_assert_int_eq(vmimage_import_request_state(request), VMIMAGE_STATE_PENDING);
    /* What the old version calls otherwise is the same to a program. */
    ck_assert_int_eq(vmimage_import_request_to_json(request, "v1alpha1", &json, NULL), VMIMAGE_OK);
    ck_assert_int_eq(
        vmimage_import_request_from_json(vmimage_string_data(json), vmimage_string_length(json), &old, NULL),
        VMIMAGE_OK);
    same(vmimage_import_request_target_library(old), "cl");
    same(vmimage_import_request_item_name(old), "clitem-1");
    same(vmimage_import_request_upload_status(old, 0), "Transferring");
    vmimage_string_unref(json);
    vmimage_import_request_unref(old);
    vmimage_import_request_unref(request);
}
END_TEST

/* ---- making them ---- */

static void check_json(vmimage_string *json, const char *quoted)
{
    ck_assert_str_eq(vmimage_string_data(json), text_of(quoted));
    vmimage_string_unref(json);
}

START_TEST(make_publish_request)
{
    vmimage_publish_request *request = vmimage_publish_request_new();
    vmimage_string *json = NULL;

    ck_assert_int_eq(vmimage_publish_request_set_name(request, "p", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_namespace(request, "ns", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_source(request, "vm-1", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_target(request, "cl-1", "item", NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_ttl_seconds(request, 0, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_backoff_limit(request, 5, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_label(request, "team", "a", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_label(request, "gone", "x", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_label(request, "gone", NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_annotation(request, "a.b/c", "d e", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_condition(request, "Uploaded", "False", "Queued", "waits", NOW, NULL),
                     VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_to_json(request, NULL, &json, NULL), VMIMAGE_OK);
    check_json(
        json,
        "{'apiVersion':'vmoperator.vmware.com/"
        "v1alpha6','kind':'VirtualMachinePublishRequest','metadata':{'annotations':{'a.b/c':"
        "'d e'},'labels':{'team':'a'},'name':'p','namespace':'ns'},'spec':{'backoffLimit':5,'source':{'apiVersion':"
        "'vmoperator.vmware.com/"
        "v1alpha1','kind':'VirtualMachine','name':'vm-1'},'target':{'item':{'name':'item'},'location':{"
        "'apiVersion':'imageregistry.vmware.com/v1alpha1','kind':'ContentLibrary','name':'cl-1'}},"
        "'ttlSecondsAfterFinished':0},'status':{'completionTime':null,'conditions':[{'lastTransitionTime':'" NOW
        "','message':'waits','reason':'Queued','status':'False','type':'Uploaded'}],'lastAttemptTime':null,'startTime':"
        "null}}");
    ck_assert_int_eq(vmimage_publish_request_set_condition(request, "Uploaded", NULL, NULL, NULL, NOW, NULL),
                     VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_publish_request_condition_count(request), 0);
    ck_assert_int_eq(vmimage_publish_request_set_ttl_seconds(request, -1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_ttl_seconds(request), -1);
    vmimage_publish_request_unref(request);
}
END_TEST

START_TEST(make_other_requests)
{
    vmimage_group_publish_request *group = vmimage_group_publish_request_new();
    vmimage_import_request *import = vmimage_import_request_new();
    vmimage_string *json = NULL;

    ck_assert_int_eq(vmimage_group_publish_request_set_generate_name(group, "g-", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_group_publish_request_set_source(group, "group", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_group_publish_request_set_target(group, "cl-1", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_group_publish_request_add_virtual_machine(group, "vm-1", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_group_publish_request_to_json(group, "v1alpha5", &json, NULL), VMIMAGE_OK);
    check_json(json,
               "{'apiVersion':'vmoperator.vmware.com/v1alpha5','kind':'VirtualMachineGroupPublishRequest','metadata':{"
               "'generateName':'g-'},'spec':{'source':'group','target':'cl-1','virtualMachines':['vm-1']},'status':{"
               "'completionTime':null,'startTime':null}}");
    ck_assert_int_eq(vmimage_import_request_set_name(import, "i", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_set_source(import, "https://h/x.ova", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_set_certificate(import, "PEM", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_set_checksum(import, NULL, "00", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_set_target(import, "cl-1", "item", "text", "OVF", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_to_json(import, "v1alpha2", &json, NULL), VMIMAGE_OK);
    check_json(
        json,
        "{'apiVersion':'imageregistry.vmware.com/"
        "v1alpha2','kind':'ContentLibraryItemImportRequest','metadata':{'name':'i'},"
        "'spec':{'source':{'checksum':{'algorithm':'SHA256','value':'00'},'sslCertificate':'PEM','url':"
        "'https://h/x.ova'},'target':{'item':{'description':'text','name':'item','type':'OVF'},'library':'cl-1'}},"
        "'status':{'completionTime':null,'startTime':null}}");
    ck_assert_int_eq(vmimage_import_request_set_checksum(import, NULL, NULL, NULL), VMIMAGE_OK);
    same(vmimage_import_request_checksum_algorithm(import), NULL);
    vmimage_group_publish_request_unref(group);
    vmimage_import_request_unref(import);
}
END_TEST

START_TEST(what_is_refused)
{
    vmimage_publish_request *request = vmimage_publish_request_new(), *fixed = NULL, *copy = NULL;
    vmimage_import_request *import = vmimage_import_request_new();
    const char *text = text_of(publish_json);

    ck_assert_int_eq(vmimage_publish_request_set_ttl_seconds(request, -2, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_backoff_limit(request, -1, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_label(request, "not a key", "a", NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_label(request, "key", "not a value", NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_condition(request, "", "True", NULL, NULL, NOW, NULL),
                     VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_condition(request, "A", "yes", NULL, NULL, NOW, NULL),
                     VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_condition(request, "A", "True", NULL, NULL, "now", NULL),
                     VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_import_request_set_checksum(import, "MD5", "0", NULL), VMIMAGE_E_INVALID);
    /* What was read never changes; a copy does, and leaves the other as it was. */
    ck_assert_int_eq(vmimage_publish_request_from_json(text, strlen(text), &fixed, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_source(fixed, "x", NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_set_name(fixed, "x", NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_publish_request_copy(fixed, &copy, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_set_source(copy, "x", NULL), VMIMAGE_OK);
    same(vmimage_publish_request_source_name(copy), "x");
    same(vmimage_publish_request_source_name(fixed), "sn");
    vmimage_publish_request_unref(request);
    vmimage_publish_request_unref(fixed);
    vmimage_publish_request_unref(copy);
    vmimage_import_request_unref(import);
}
END_TEST

/* ---- how they stand ---- */

static const struct {
    const char *type, *status, *reason;
    int32_t publish, import;
} states[] = {
    {"Complete", "True", "True", VMIMAGE_STATE_COMPLETE, VMIMAGE_STATE_COMPLETE},
    {"Complete", "False", "HasNotBeenUploaded", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_PENDING},
    {"Complete", "False", "Fatal", VMIMAGE_STATE_FAILED, VMIMAGE_STATE_PENDING},
    {"SourceValid", "False", "SourceVirtualMachineNotExist", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_FAILED},
    {"SourceValid", "False", "SourceVirtualMachineUnsupportedEncryption", VMIMAGE_STATE_FAILED, VMIMAGE_STATE_FAILED},
    {"SourceValid", "True", "True", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_PENDING},
    {"SourceValid", "Unknown", "SourceVirtualMachineUnsupportedEncryption", VMIMAGE_STATE_PENDING,
     VMIMAGE_STATE_PENDING},
    {"TargetValid", "False", "TargetContentLibraryNotReady", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_FAILED},
    {"TargetValid", "False", "TargetItemAlreadyExists", VMIMAGE_STATE_FAILED, VMIMAGE_STATE_FAILED},
    {"TargetValid", "False", "TargetContentLibraryIncompatibleStorageClass", VMIMAGE_STATE_FAILED,
     VMIMAGE_STATE_FAILED},
    {"TargetValid", "False", "TargetContentLibraryFailedQuotaCheck", VMIMAGE_STATE_FAILED, VMIMAGE_STATE_FAILED},
    {"Uploaded", "False", "UploadFailure", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_PENDING},
    {"Uploaded", "False", "ItemIDInvalid", VMIMAGE_STATE_FAILED, VMIMAGE_STATE_PENDING},
    {"TemplateUploaded", "False", "UploadInProgress", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_PENDING},
    {"TemplateUploaded", "False", "UploadFailure", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_FAILED},
    {"TemplateUploaded", "False", "UploadSessionExpired", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_FAILED},
    {"ContentLibraryItemCreated", "False", "TargetLibraryItemCreationFailure", VMIMAGE_STATE_PENDING,
     VMIMAGE_STATE_FAILED},
    {"ContentLibraryItemReady", "False", "TargetLibraryItemNotReady", VMIMAGE_STATE_PENDING, VMIMAGE_STATE_PENDING},
};

START_TEST(state)
{
    vmimage_publish_request *publish = vmimage_publish_request_new();
    vmimage_import_request *import = vmimage_import_request_new();
    int failed;

    ck_assert_int_eq(vmimage_publish_request_state(publish), VMIMAGE_STATE_PENDING);
    ck_assert_int_eq(vmimage_publish_request_set_condition(publish, states[_i].type, states[_i].status,
                                                           states[_i].reason, "m", NOW, NULL),
                     VMIMAGE_OK);
    ck_assert_int_eq(vmimage_import_request_set_condition(import, states[_i].type, states[_i].status, states[_i].reason,
                                                          "m", NOW, NULL),
                     VMIMAGE_OK);
    ck_assert_int_eq(vmimage_publish_request_state(publish), states[_i].publish);
    ck_assert_int_eq(vmimage_import_request_state(import), states[_i].import);
    failed = states[_i].publish == VMIMAGE_STATE_FAILED;
    same(vmimage_condition_reason(vmimage_publish_request_failure(publish)), failed ? states[_i].reason : NULL);
    failed = states[_i].import == VMIMAGE_STATE_FAILED;
    same(vmimage_condition_reason(vmimage_import_request_failure(import)), failed ? states[_i].reason : NULL);
    vmimage_publish_request_unref(publish);
    vmimage_import_request_unref(import);
}
END_TEST

START_TEST(lists)
{
    static const char list[] = "{'apiVersion':'vmoperator.vmware.com/"
                               "v1alpha6','kind':'VirtualMachinePublishRequestList','items':[{'metadata':{'name':"
                               "'a'}},{'metadata':{'name':'b'}}]}";
    vmimage_publish_requests *requests = NULL;
    vmimage_publish_request *request = NULL;
    vmimage_error *error = NULL;
    const char *text = text_of(list);

    ck_assert_int_eq(vmimage_publish_requests_from_json(text, strlen(text), &requests, NULL), VMIMAGE_OK);
    vmimage_publish_requests_unref(vmimage_publish_requests_ref(requests));
    for (const char *name = "a"; name[0] <= 'b'; name = name[0] == 'a' ? "b" : "c") {
        ck_assert_int_eq(vmimage_publish_requests_next(requests, &request, NULL), VMIMAGE_OK);
        same(vmimage_publish_request_name(request), name);
        vmimage_publish_request_unref(request);
    }
    ck_assert_int_eq(vmimage_publish_requests_next(requests, &request, NULL), VMIMAGE_DONE);
    ck_assert_ptr_null(request);
    vmimage_publish_requests_unref(requests);
    text = text_of(publish_json);
    ck_assert_int_eq(vmimage_import_request_from_json(text, strlen(text), &(vmimage_import_request *){NULL}, &error),
                     VMIMAGE_E_INVALID);
    vmimage_error_unref(error);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, publish_accessors);
    tcase_add_test(tcase, group_accessors);
    tcase_add_test(tcase, import_accessors);
    tcase_add_test(tcase, make_publish_request);
    tcase_add_test(tcase, make_other_requests);
    tcase_add_test(tcase, what_is_refused);
    tcase_add_loop_test(tcase, state, 0, sizeof(states) / sizeof(states[0]));
    tcase_add_test(tcase, lists);
}

UNIT_MAIN("requests", cases)
