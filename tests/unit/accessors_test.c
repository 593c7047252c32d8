/*
 * SPDX-License-Identifier: Apache-2.0
 * Every accessor of images, items, libraries and conditions returns what the JSON says, and the empty answer for NULL and for an
 * index out of range.
 */
#include "unit.h"

#include <string.h>

#include <vmimage/condition.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/buf.h"
#include "format/k8s.h"
#include "objects.h"

static void same(const char *what, const char *got, const char *expected)
{
    ck_assert_msg((got == NULL) == (expected == NULL), "%s: %s instead of %s", what, got != NULL ? got : "NULL",
                  expected != NULL ? expected : "NULL");
    if (got != NULL)
        ck_assert_msg(strcmp(got, expected) == 0, "%s: %s instead of %s", what, got, expected);
}

static const char image_json[] =
    "{'apiVersion':'vmoperator.vmware.com/v1alpha6','kind':'ClusterVirtualMachineImage','metadata':{'name':'vmi"
    "-1','namespace':'ns','uid':'u-1','resourceVersion':'41','creationTimestamp':'2026-01-01T00:00:00Z','labels"
    "':{'b':'','a':'1'},'annotations':{'k':'v'}},'spec':{'providerRef':{'apiVersion':'i/v1','kind':'CLI','name'"
    ":'clitem-1'}},'status':{'conditions':[{'type':'Ready','status':'True','reason':'Because','message':'all go"
    "od','lastTransitionTime':'2026-01-05T00:00:00Z','observedGeneration':9007199254740993},{'type':'Other','st"
    "atus':'False'}],'name':'disp','type':'OVF','firmware':'efi','hardwareVersion':19,'osInfo':{'id':'94','type"
    "':'ubuntu64Guest','version':'24.04'},'productInfo':{'product':'P','vendor':'V','version':'1','fullVersion'"
    ":'1.0.0'},'providerItemID':'uuid-1','providerContentVersion':'3','disks':[{'name':'d0','limit':'16Gi','req"
    "uested':'1Gi','controllerType':'SCSI','controllerBusNumber':-1,'unitNumber':7},{'name':'d1'}],'ovfProperti"
    "es':[{'key':'pk','type':'int','default':''},{'key':'pl','type':''}],'vmwareSystemProperties':[{'key':'vmwa"
    "re-system.a','value':'x'},{'key':'vmware-system.b'}],'capabilities':['c1','c2']}}";

static const struct {
    const char *name;
    const char *(*get)(const vmimage_image *);
    const char *value;
} image_texts[] = {
    {"vmimage_image_api_version", vmimage_image_api_version, "vmoperator.vmware.com/v1alpha6"},
    {"vmimage_image_kind", vmimage_image_kind, "ClusterVirtualMachineImage"},
    {"vmimage_image_name", vmimage_image_name, "vmi-1"},
    {"vmimage_image_namespace", vmimage_image_namespace, "ns"},
    {"vmimage_image_uid", vmimage_image_uid, "u-1"},
    {"vmimage_image_resource_version", vmimage_image_resource_version, "41"},
    {"vmimage_image_creation_time", vmimage_image_creation_time, "2026-01-01T00:00:00Z"},
    {"vmimage_image_id", vmimage_image_id, "vmi-1"},
    {"vmimage_image_display_name", vmimage_image_display_name, "disp"},
    {"vmimage_image_type", vmimage_image_type, "OVF"},
    {"vmimage_image_firmware", vmimage_image_firmware, "efi"},
    {"vmimage_image_os_id", vmimage_image_os_id, "94"},
    {"vmimage_image_os_type", vmimage_image_os_type, "ubuntu64Guest"},
    {"vmimage_image_os_version", vmimage_image_os_version, "24.04"},
    {"vmimage_image_product", vmimage_image_product, "P"},
    {"vmimage_image_vendor", vmimage_image_vendor, "V"},
    {"vmimage_image_version", vmimage_image_version, "1"},
    {"vmimage_image_full_version", vmimage_image_full_version, "1.0.0"},
    {"vmimage_image_provider_api_version", vmimage_image_provider_api_version, "i/v1"},
    {"vmimage_image_provider_kind", vmimage_image_provider_kind, "CLI"},
    {"vmimage_image_provider_name", vmimage_image_provider_name, "clitem-1"},
    {"vmimage_image_provider_item_id", vmimage_image_provider_item_id, "uuid-1"},
    {"vmimage_image_content_version", vmimage_image_content_version, "3"},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_image *, size_t);
    size_t count;
    const char *values[2];
} image_elements[] = {
    {"vmimage_image_label_key", vmimage_image_label_key, 2, {"a", "b"}},
    {"vmimage_image_label_value", vmimage_image_label_value, 2, {"1", ""}},
    {"vmimage_image_annotation_key", vmimage_image_annotation_key, 1, {"k"}},
    {"vmimage_image_annotation_value", vmimage_image_annotation_value, 1, {"v"}},
    {"vmimage_image_disk_name", vmimage_image_disk_name, 2, {"d0", "d1"}},
    {"vmimage_image_disk_limit", vmimage_image_disk_limit, 2, {"16Gi", NULL}},
    {"vmimage_image_disk_requested", vmimage_image_disk_requested, 2, {"1Gi", NULL}},
    {"vmimage_image_disk_controller_type", vmimage_image_disk_controller_type, 2, {"SCSI", NULL}},
    {"vmimage_image_property_key", vmimage_image_property_key, 2, {"pk", "pl"}},
    {"vmimage_image_property_type", vmimage_image_property_type, 2, {"int", ""}},
    {"vmimage_image_property_default", vmimage_image_property_default, 2, {"", NULL}},
    {"vmimage_image_system_property_key", vmimage_image_system_property_key, 2, {"vmware-system.a", "vmware-system.b"}},
    {"vmimage_image_system_property_value", vmimage_image_system_property_value, 2, {"x", NULL}},
    {"vmimage_image_capability", vmimage_image_capability, 2, {"c1", "c2"}},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_image *, const char *);
    const char *key, *value;
} image_lookups[] = {
    {"vmimage_image_label", vmimage_image_label, "b", ""},
    {"vmimage_image_label", vmimage_image_label, "c", NULL},
    {"vmimage_image_annotation", vmimage_image_annotation, "k", "v"},
    {"vmimage_image_annotation", vmimage_image_annotation, "a", NULL},
};

static void check_image_texts(const vmimage_image *one)
{
    for (size_t i = 0; i < sizeof(image_texts) / sizeof(image_texts[0]); i++) {
        same(image_texts[i].name, image_texts[i].get(one), image_texts[i].value);
        same(image_texts[i].name, image_texts[i].get(NULL), NULL);
    }
    for (size_t i = 0; i < sizeof(image_elements) / sizeof(image_elements[0]); i++) {
        for (size_t j = 0; j < image_elements[i].count; j++)
            same(image_elements[i].name, image_elements[i].get(one, j), image_elements[i].values[j]);
        same(image_elements[i].name, image_elements[i].get(one, image_elements[i].count), NULL);
        same(image_elements[i].name, image_elements[i].get(one, SIZE_MAX), NULL);
        same(image_elements[i].name, image_elements[i].get(NULL, 0), NULL);
    }
    for (size_t i = 0; i < sizeof(image_lookups) / sizeof(image_lookups[0]); i++) {
        same(image_lookups[i].name, image_lookups[i].get(one, image_lookups[i].key), image_lookups[i].value);
        same(image_lookups[i].name, image_lookups[i].get(one, NULL), NULL);
        same(image_lookups[i].name, image_lookups[i].get(NULL, image_lookups[i].key), NULL);
    }
}

static void check_image_numbers(const vmimage_image *one)
{
    ck_assert_uint_eq(vmimage_image_label_count(one), 2);
    ck_assert_uint_eq(vmimage_image_label_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_annotation_count(one), 1);
    ck_assert_uint_eq(vmimage_image_annotation_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_condition_count(one), 2);
    ck_assert_uint_eq(vmimage_image_condition_count(NULL), 0);
    ck_assert_int_eq(vmimage_image_is_ready(one), 1);
    ck_assert_int_eq(vmimage_image_is_ready(NULL), 0);
    ck_assert_int_eq(vmimage_image_hardware_version(one), 19);
    ck_assert_int_eq(vmimage_image_hardware_version(NULL), 0);
    ck_assert_uint_eq(vmimage_image_disk_count(one), 2);
    ck_assert_uint_eq(vmimage_image_disk_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_property_count(one), 2);
    ck_assert_uint_eq(vmimage_image_property_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_system_property_count(one), 2);
    ck_assert_uint_eq(vmimage_image_system_property_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_capability_count(one), 2);
    ck_assert_uint_eq(vmimage_image_capability_count(NULL), 0);
    ck_assert_uint_eq(vmimage_image_disk_capacity(one, 0), UINT64_C(17179869184));
    ck_assert_uint_eq(vmimage_image_disk_capacity(one, 1), UINT64_C(0));
    ck_assert_uint_eq(vmimage_image_disk_capacity(one, 2), 0);
    ck_assert_uint_eq(vmimage_image_disk_capacity(NULL, 0), 0);
    ck_assert_int_eq(vmimage_image_disk_controller_bus(one, 0), -1);
    ck_assert_int_eq(vmimage_image_disk_controller_bus(one, 1), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_image_disk_controller_bus(one, 2), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_image_disk_controller_bus(NULL, 0), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_image_disk_unit(one, 0), 7);
    ck_assert_int_eq(vmimage_image_disk_unit(one, 1), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_image_disk_unit(one, 2), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_image_disk_unit(NULL, 0), VMIMAGE_UNSET);
}

START_TEST(image_accessors)
{
    vmimage_image *one = NULL;
    struct vm_buf json = VM_BUF_INIT(100000);

    sample_text(&json, image_json, 0);
    ck_assert_int_eq(vmimage_image_from_json(json.data, json.length, &one, NULL), VMIMAGE_OK);
    vmimage__buf_release(&json);
    check_image_texts(one);
    check_image_numbers(one);
    ck_assert_ptr_eq(vmimage_image_condition(one, "Ready"), vmimage_image_condition_at(one, 0));
    same("type", vmimage_condition_type(vmimage_image_condition_at(one, 1)), "Other");
    ck_assert_ptr_null(vmimage_image_condition_at(one, 2));
    ck_assert_ptr_null(vmimage_image_condition_at(NULL, 0));
    ck_assert_ptr_null(vmimage_image_condition(one, "None"));
    ck_assert_ptr_null(vmimage_image_condition(one, NULL));
    ck_assert_ptr_null(vmimage_image_condition(NULL, "Ready"));
    ck_assert_ptr_eq(vmimage_image_ref(one), one);
    ck_assert_ptr_null(vmimage_image_unref(one));
    same("name", vmimage_image_name(one), "vmi-1");
    ck_assert_ptr_null(vmimage_image_unref(one));
    ck_assert_ptr_null(vmimage_image_ref(NULL));
    ck_assert_ptr_null(vmimage_image_unref(NULL));
}
END_TEST

static const char item_json[] =
    "{'apiVersion':'imageregistry.vmware.com/v1alpha2','kind':'ContentLibraryItem','metadata':{'name':'clitem-1"
    "','namespace':'ns','uid':'u-1','resourceVersion':'41','creationTimestamp':'2026-01-01T00:00:00Z','labels':"
    "{'b':'','a':'1'},'annotations':{'k':'v'}},'spec':{'id':'uuid-1','libraryName':'cl-1'},'status':{'condition"
    "s':[{'type':'Ready','status':'True','reason':'Because','message':'all good','lastTransitionTime':'2026-01-"
    "05T00:00:00Z','observedGeneration':9007199254740993},{'type':'Other','status':'False'}],'creationTime':'20"
    "26-01-02T00:00:00Z','lastModifiedTime':'2026-01-03T00:00:00Z','lastSyncTime':'2026-01-04T00:00:00Z','name'"
    ":'disp','description':'about','type':'ISO','version':'5','contentVersion':'6','sourceID':'src','certificat"
    "eVerificationInfo':{'status':'Verified','certChain':['AA','BB']},'sizeInBytes':'1536','cached':true,'secur"
    "ityCompliance':false,'fileInfo':[{'name':'f.iso','sizeInBytes':'10','version':'2','storageURI':'ds:///f','"
    "cached':true},{'name':'g'}]}}";

static const struct {
    const char *name;
    const char *(*get)(const vmimage_item *);
    const char *value;
} item_texts[] = {
    {"vmimage_item_api_version", vmimage_item_api_version, "imageregistry.vmware.com/v1alpha2"},
    {"vmimage_item_kind", vmimage_item_kind, "ContentLibraryItem"},
    {"vmimage_item_name", vmimage_item_name, "clitem-1"},
    {"vmimage_item_namespace", vmimage_item_namespace, "ns"},
    {"vmimage_item_uid", vmimage_item_uid, "u-1"},
    {"vmimage_item_resource_version", vmimage_item_resource_version, "41"},
    {"vmimage_item_creation_time", vmimage_item_creation_time, "2026-01-02T00:00:00Z"},
    {"vmimage_item_id", vmimage_item_id, "uuid-1"},
    {"vmimage_item_library_name", vmimage_item_library_name, "cl-1"},
    {"vmimage_item_display_name", vmimage_item_display_name, "disp"},
    {"vmimage_item_description", vmimage_item_description, "about"},
    {"vmimage_item_type", vmimage_item_type, "ISO"},
    {"vmimage_item_version", vmimage_item_version, "5"},
    {"vmimage_item_content_version", vmimage_item_content_version, "6"},
    {"vmimage_item_source_id", vmimage_item_source_id, "src"},
    {"vmimage_item_last_modified_time", vmimage_item_last_modified_time, "2026-01-03T00:00:00Z"},
    {"vmimage_item_last_sync_time", vmimage_item_last_sync_time, "2026-01-04T00:00:00Z"},
    {"vmimage_item_certificate_status", vmimage_item_certificate_status, "Verified"},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_item *, size_t);
    size_t count;
    const char *values[2];
} item_elements[] = {
    {"vmimage_item_label_key", vmimage_item_label_key, 2, {"a", "b"}},
    {"vmimage_item_label_value", vmimage_item_label_value, 2, {"1", ""}},
    {"vmimage_item_annotation_key", vmimage_item_annotation_key, 1, {"k"}},
    {"vmimage_item_annotation_value", vmimage_item_annotation_value, 1, {"v"}},
    {"vmimage_item_certificate", vmimage_item_certificate, 2, {"AA", "BB"}},
    {"vmimage_item_file_name", vmimage_item_file_name, 2, {"f.iso", "g"}},
    {"vmimage_item_file_version", vmimage_item_file_version, 2, {"2", NULL}},
    {"vmimage_item_file_uri", vmimage_item_file_uri, 2, {"ds:///f", NULL}},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_item *, const char *);
    const char *key, *value;
} item_lookups[] = {
    {"vmimage_item_label", vmimage_item_label, "b", ""},
    {"vmimage_item_label", vmimage_item_label, "c", NULL},
    {"vmimage_item_annotation", vmimage_item_annotation, "k", "v"},
    {"vmimage_item_annotation", vmimage_item_annotation, "a", NULL},
};

static void check_item_texts(const vmimage_item *one)
{
    for (size_t i = 0; i < sizeof(item_texts) / sizeof(item_texts[0]); i++) {
        same(item_texts[i].name, item_texts[i].get(one), item_texts[i].value);
        same(item_texts[i].name, item_texts[i].get(NULL), NULL);
    }
    for (size_t i = 0; i < sizeof(item_elements) / sizeof(item_elements[0]); i++) {
        for (size_t j = 0; j < item_elements[i].count; j++)
            same(item_elements[i].name, item_elements[i].get(one, j), item_elements[i].values[j]);
        same(item_elements[i].name, item_elements[i].get(one, item_elements[i].count), NULL);
        same(item_elements[i].name, item_elements[i].get(one, SIZE_MAX), NULL);
        same(item_elements[i].name, item_elements[i].get(NULL, 0), NULL);
    }
    for (size_t i = 0; i < sizeof(item_lookups) / sizeof(item_lookups[0]); i++) {
        same(item_lookups[i].name, item_lookups[i].get(one, item_lookups[i].key), item_lookups[i].value);
        same(item_lookups[i].name, item_lookups[i].get(one, NULL), NULL);
        same(item_lookups[i].name, item_lookups[i].get(NULL, item_lookups[i].key), NULL);
    }
}

static void check_item_numbers(const vmimage_item *one)
{
    ck_assert_uint_eq(vmimage_item_label_count(one), 2);
    ck_assert_uint_eq(vmimage_item_label_count(NULL), 0);
    ck_assert_uint_eq(vmimage_item_annotation_count(one), 1);
    ck_assert_uint_eq(vmimage_item_annotation_count(NULL), 0);
    ck_assert_uint_eq(vmimage_item_condition_count(one), 2);
    ck_assert_uint_eq(vmimage_item_condition_count(NULL), 0);
    ck_assert_int_eq(vmimage_item_is_ready(one), 1);
    ck_assert_int_eq(vmimage_item_is_ready(NULL), 0);
    ck_assert_uint_eq(vmimage_item_certificate_count(one), 2);
    ck_assert_uint_eq(vmimage_item_certificate_count(NULL), 0);
    ck_assert_uint_eq(vmimage_item_size(one), 1536);
    ck_assert_uint_eq(vmimage_item_size(NULL), 0);
    ck_assert_int_eq(vmimage_item_cached(one), 1);
    ck_assert_int_eq(vmimage_item_cached(NULL), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_item_security_compliance(one), 0);
    ck_assert_int_eq(vmimage_item_security_compliance(NULL), VMIMAGE_UNSET);
    ck_assert_uint_eq(vmimage_item_file_count(one), 2);
    ck_assert_uint_eq(vmimage_item_file_count(NULL), 0);
    ck_assert_uint_eq(vmimage_item_file_size(one, 0), UINT64_C(10));
    ck_assert_uint_eq(vmimage_item_file_size(one, 1), UINT64_C(0));
    ck_assert_uint_eq(vmimage_item_file_size(one, 2), 0);
    ck_assert_uint_eq(vmimage_item_file_size(NULL, 0), 0);
    ck_assert_int_eq(vmimage_item_file_cached(one, 0), 1);
    ck_assert_int_eq(vmimage_item_file_cached(one, 1), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_item_file_cached(one, 2), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_item_file_cached(NULL, 0), VMIMAGE_UNSET);
}

START_TEST(item_accessors)
{
    vmimage_item *one = NULL;
    struct vm_buf json = VM_BUF_INIT(100000);

    sample_text(&json, item_json, 0);
    ck_assert_int_eq(vmimage_item_from_json(json.data, json.length, &one, NULL), VMIMAGE_OK);
    vmimage__buf_release(&json);
    check_item_texts(one);
    check_item_numbers(one);
    ck_assert_ptr_eq(vmimage_item_condition(one, "Ready"), vmimage_item_condition_at(one, 0));
    same("type", vmimage_condition_type(vmimage_item_condition_at(one, 1)), "Other");
    ck_assert_ptr_null(vmimage_item_condition_at(one, 2));
    ck_assert_ptr_null(vmimage_item_condition_at(NULL, 0));
    ck_assert_ptr_null(vmimage_item_condition(one, "None"));
    ck_assert_ptr_null(vmimage_item_condition(one, NULL));
    ck_assert_ptr_null(vmimage_item_condition(NULL, "Ready"));
    ck_assert_ptr_eq(vmimage_item_ref(one), one);
    ck_assert_ptr_null(vmimage_item_unref(one));
    same("name", vmimage_item_name(one), "clitem-1");
    ck_assert_ptr_null(vmimage_item_unref(one));
    ck_assert_ptr_null(vmimage_item_ref(NULL));
    ck_assert_ptr_null(vmimage_item_unref(NULL));
}
END_TEST

static const char library_json[] =
    "{'apiVersion':'imageregistry.vmware.com/v1alpha2','kind':'ContentLibrary','metadata':{'name':'cl-1','names"
    "pace':'ns','uid':'u-1','resourceVersion':'41','creationTimestamp':'2026-01-01T00:00:00Z','labels':{'b':'',"
    "'a':'1'},'annotations':{'k':'v'}},'spec':{'id':'uuid-1','libraryType':'Inventory','resourceNamingStrategy'"
    ":'FromItemID','storageClass':'sc','allowPublish':true,'allowImport':false},'status':{'conditions':[{'type'"
    ":'Ready','status':'True','reason':'Because','message':'all good','lastTransitionTime':'2026-01-05T00:00:00"
    "Z','observedGeneration':9007199254740993},{'type':'Other','status':'False'}],'creationTime':'2026-01-02T00"
    ":00:00Z','lastModifiedTime':'2026-01-03T00:00:00Z','lastSyncTime':'2026-01-04T00:00:00Z','name':'disp','de"
    "scription':'about','state':'Active','version':'5','publishInfo':{'published':true,'url':'http://p'},'subsc"
    "riptionInfo':{'url':'http://s','automaticSync':true,'onDemand':false},'serverGUID':'guid','securityPolicyI"
    "D':'pol','storageBacking':[{'type':'Datastore','datastoreID':'datastore-1'},{'type':'Other'}]}}";

static const struct {
    const char *name;
    const char *(*get)(const vmimage_library *);
    const char *value;
} library_texts[] = {
    {"vmimage_library_api_version", vmimage_library_api_version, "imageregistry.vmware.com/v1alpha2"},
    {"vmimage_library_kind", vmimage_library_kind, "ContentLibrary"},
    {"vmimage_library_name", vmimage_library_name, "cl-1"},
    {"vmimage_library_namespace", vmimage_library_namespace, "ns"},
    {"vmimage_library_uid", vmimage_library_uid, "u-1"},
    {"vmimage_library_resource_version", vmimage_library_resource_version, "41"},
    {"vmimage_library_creation_time", vmimage_library_creation_time, "2026-01-02T00:00:00Z"},
    {"vmimage_library_id", vmimage_library_id, "uuid-1"},
    {"vmimage_library_display_name", vmimage_library_display_name, "disp"},
    {"vmimage_library_description", vmimage_library_description, "about"},
    {"vmimage_library_type", vmimage_library_type, "Inventory"},
    {"vmimage_library_naming_strategy", vmimage_library_naming_strategy, "FromItemID"},
    {"vmimage_library_storage_class", vmimage_library_storage_class, "sc"},
    {"vmimage_library_state", vmimage_library_state, "Active"},
    {"vmimage_library_version", vmimage_library_version, "5"},
    {"vmimage_library_last_modified_time", vmimage_library_last_modified_time, "2026-01-03T00:00:00Z"},
    {"vmimage_library_last_sync_time", vmimage_library_last_sync_time, "2026-01-04T00:00:00Z"},
    {"vmimage_library_publish_url", vmimage_library_publish_url, "http://p"},
    {"vmimage_library_subscription_url", vmimage_library_subscription_url, "http://s"},
    {"vmimage_library_server_guid", vmimage_library_server_guid, "guid"},
    {"vmimage_library_security_policy_id", vmimage_library_security_policy_id, "pol"},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_library *, size_t);
    size_t count;
    const char *values[2];
} library_elements[] = {
    {"vmimage_library_label_key", vmimage_library_label_key, 2, {"a", "b"}},
    {"vmimage_library_label_value", vmimage_library_label_value, 2, {"1", ""}},
    {"vmimage_library_annotation_key", vmimage_library_annotation_key, 1, {"k"}},
    {"vmimage_library_annotation_value", vmimage_library_annotation_value, 1, {"v"}},
    {"vmimage_library_storage_type", vmimage_library_storage_type, 2, {"Datastore", "Other"}},
    {"vmimage_library_storage_datastore_id", vmimage_library_storage_datastore_id, 2, {"datastore-1", NULL}},
};

static const struct {
    const char *name;
    const char *(*get)(const vmimage_library *, const char *);
    const char *key, *value;
} library_lookups[] = {
    {"vmimage_library_label", vmimage_library_label, "b", ""},
    {"vmimage_library_label", vmimage_library_label, "c", NULL},
    {"vmimage_library_annotation", vmimage_library_annotation, "k", "v"},
    {"vmimage_library_annotation", vmimage_library_annotation, "a", NULL},
};

static void check_library_texts(const vmimage_library *one)
{
    for (size_t i = 0; i < sizeof(library_texts) / sizeof(library_texts[0]); i++) {
        same(library_texts[i].name, library_texts[i].get(one), library_texts[i].value);
        same(library_texts[i].name, library_texts[i].get(NULL), NULL);
    }
    for (size_t i = 0; i < sizeof(library_elements) / sizeof(library_elements[0]); i++) {
        for (size_t j = 0; j < library_elements[i].count; j++)
            same(library_elements[i].name, library_elements[i].get(one, j), library_elements[i].values[j]);
        same(library_elements[i].name, library_elements[i].get(one, library_elements[i].count), NULL);
        same(library_elements[i].name, library_elements[i].get(one, SIZE_MAX), NULL);
        same(library_elements[i].name, library_elements[i].get(NULL, 0), NULL);
    }
    for (size_t i = 0; i < sizeof(library_lookups) / sizeof(library_lookups[0]); i++) {
        same(library_lookups[i].name, library_lookups[i].get(one, library_lookups[i].key), library_lookups[i].value);
        same(library_lookups[i].name, library_lookups[i].get(one, NULL), NULL);
        same(library_lookups[i].name, library_lookups[i].get(NULL, library_lookups[i].key), NULL);
    }
}

static void check_library_numbers(const vmimage_library *one)
{
    ck_assert_uint_eq(vmimage_library_label_count(one), 2);
    ck_assert_uint_eq(vmimage_library_label_count(NULL), 0);
    ck_assert_uint_eq(vmimage_library_annotation_count(one), 1);
    ck_assert_uint_eq(vmimage_library_annotation_count(NULL), 0);
    ck_assert_uint_eq(vmimage_library_condition_count(one), 2);
    ck_assert_uint_eq(vmimage_library_condition_count(NULL), 0);
    ck_assert_int_eq(vmimage_library_is_ready(one), 1);
    ck_assert_int_eq(vmimage_library_is_ready(NULL), 0);
    ck_assert_int_eq(vmimage_library_allow_publish(one), 1);
    ck_assert_int_eq(vmimage_library_allow_publish(NULL), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_library_allow_import(one), 0);
    ck_assert_int_eq(vmimage_library_allow_import(NULL), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_library_allow_delete(one), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_library_allow_delete(NULL), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_library_published(one), 1);
    ck_assert_int_eq(vmimage_library_published(NULL), 0);
    ck_assert_int_eq(vmimage_library_automatic_sync(one), 1);
    ck_assert_int_eq(vmimage_library_automatic_sync(NULL), VMIMAGE_UNSET);
    ck_assert_int_eq(vmimage_library_on_demand(one), 0);
    ck_assert_int_eq(vmimage_library_on_demand(NULL), VMIMAGE_UNSET);
    ck_assert_uint_eq(vmimage_library_storage_count(one), 2);
    ck_assert_uint_eq(vmimage_library_storage_count(NULL), 0);
}

START_TEST(library_accessors)
{
    vmimage_library *one = NULL;
    struct vm_buf json = VM_BUF_INIT(100000);

    sample_text(&json, library_json, 0);
    ck_assert_int_eq(vmimage_library_from_json(json.data, json.length, &one, NULL), VMIMAGE_OK);
    vmimage__buf_release(&json);
    check_library_texts(one);
    check_library_numbers(one);
    ck_assert_ptr_eq(vmimage_library_condition(one, "Ready"), vmimage_library_condition_at(one, 0));
    same("type", vmimage_condition_type(vmimage_library_condition_at(one, 1)), "Other");
    ck_assert_ptr_null(vmimage_library_condition_at(one, 2));
    ck_assert_ptr_null(vmimage_library_condition_at(NULL, 0));
    ck_assert_ptr_null(vmimage_library_condition(one, "None"));
    ck_assert_ptr_null(vmimage_library_condition(one, NULL));
    ck_assert_ptr_null(vmimage_library_condition(NULL, "Ready"));
    ck_assert_ptr_eq(vmimage_library_ref(one), one);
    ck_assert_ptr_null(vmimage_library_unref(one));
    same("name", vmimage_library_name(one), "cl-1");
    ck_assert_ptr_null(vmimage_library_unref(one));
    ck_assert_ptr_null(vmimage_library_ref(NULL));
    ck_assert_ptr_null(vmimage_library_unref(NULL));
}
END_TEST

START_TEST(condition_accessors)
{
    static const vmimage_condition full = {
        .type = "Ready",
        .status = "True",
        .reason = "Because",
        .message = "all good",
        .severity = "Info",
        .last_transition_time = "2026-01-05T00:00:00Z",
        .observed_generation = {INT64_C(9007199254740993), true},
    };
    static const vmimage_condition empty = {.status = "", .reason = "", .message = ""};
    static const struct {
        const char *name;
        const char *(*get)(const vmimage_condition *);
        const char *value, *nothing;
    } texts[] = {
        {"type", vmimage_condition_type, "Ready", ""},
        {"status", vmimage_condition_status, "True", NULL},
        {"reason", vmimage_condition_reason, "Because", NULL},
        {"message", vmimage_condition_message, "all good", NULL},
        {"severity", vmimage_condition_severity, "Info", NULL},
        {"time", vmimage_condition_last_transition_time, "2026-01-05T00:00:00Z", NULL},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        same(texts[i].name, texts[i].get(&full), texts[i].value);
        same(texts[i].name, texts[i].get(&empty), texts[i].nothing);
        same(texts[i].name, texts[i].get(NULL), NULL);
    }
    ck_assert_int_eq(vmimage_condition_observed_generation(&full), INT64_C(9007199254740993));
    ck_assert_int_eq(vmimage_condition_observed_generation(&empty), 0);
    ck_assert_int_eq(vmimage_condition_observed_generation(NULL), 0);
    ck_assert_int_eq(vmimage_condition_is_true(&full), 1);
    ck_assert_int_eq(vmimage_condition_is_true(&empty), 0);
    ck_assert_int_eq(vmimage_condition_is_true(NULL), 0);
}
END_TEST

static vmimage_image *image_of(const char *text)
{
    struct vm_buf json = VM_BUF_INIT(100000);
    vmimage_image *image = NULL;

    sample_text(&json, text, 0);
    ck_assert_int_eq(vmimage_image_from_json(json.data, json.length, &image, NULL), VMIMAGE_OK);
    vmimage__buf_release(&json);
    return image;
}

/* An image of v1alpha1 is ready when none of its three conditions says otherwise. */
START_TEST(readiness_of_old_images)
{
    static const struct {
        const char *conditions;
        int32_t ready;
    } old[] = {
        {"", 0},
        {"{'type':'Other','status':'True'}", 0},
        {"{'type':'VirtualMachineImageSynced','status':'True'}", 1},
        {"{'type':'VirtualMachineImageSynced','status':'True'},{'type':'VirtualMachineImageProviderReady','status':'"
         "False'}",
         0},
        {"{'type':'Ready','status':'True'}", 1},
    };

    for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
        struct vm_buf text = VM_BUF_INIT(1000);
        vmimage_image *image;

        vmimage__buf_printf(&text,
                            "{'apiVersion':'vmoperator.vmware.com/v1alpha1','kind':'VirtualMachineImage','status':{"
                            "'conditions':[%s]}}",
                            old[i].conditions);
        image = image_of(text.data);
        ck_assert_int_eq(vmimage_image_is_ready(image), old[i].ready);
        vmimage_image_unref(image);
        vmimage__buf_release(&text);
    }
}
END_TEST

START_TEST(disks_of_older_versions)
{
    vmimage_image *image =
        image_of("{'apiVersion':'vmoperator.vmware.com/v1alpha3','kind':'VirtualMachineImage','status':{'disks':["
                 "{'capacity':'16Gi','size':'1500M'}]}}");

    ck_assert_uint_eq(vmimage_image_disk_capacity(image, 0), UINT64_C(17179869184));
    same("requested", vmimage_image_disk_requested(image, 0), "1500M");
    vmimage_image_unref(image);
}
END_TEST

/* v1alpha1 names the library in the status, and says with one word what may be written. */
START_TEST(old_registry_objects)
{
    static const char item_text[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibraryItem\","
        "\"status\":{\"contentLibraryRef\":{\"name\":\"cl-8\"},"
        "\"certificateVerificationInfo\":{\"status\":\"UNTRUSTED\"}}}";
    static const char library_text[] =
        "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha1\",\"kind\":\"ContentLibrary\","
        "\"spec\":{\"writable\":true}}";
    vmimage_item *item = NULL;
    vmimage_library *library = NULL;

    ck_assert_int_eq(vmimage_item_from_json(item_text, sizeof(item_text) - 1, &item, NULL), VMIMAGE_OK);
    same("library", vmimage_item_library_name(item), "cl-8");
    same("certificate", vmimage_item_certificate_status(item), "Untrusted");
    vmimage_item_unref(item);
    ck_assert_int_eq(vmimage_library_from_json(library_text, sizeof(library_text) - 1, &library, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_library_allow_publish(library), 1);
    ck_assert_int_eq(vmimage_library_allow_delete(library), 1);
    ck_assert_int_eq(vmimage_library_allow_import(library), VMIMAGE_UNSET);
    vmimage_library_unref(library);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, image_accessors);
    tcase_add_test(tcase, item_accessors);
    tcase_add_test(tcase, library_accessors);
    tcase_add_test(tcase, condition_accessors);
    tcase_add_test(tcase, readiness_of_old_images);
    tcase_add_test(tcase, disks_of_older_versions);
    tcase_add_test(tcase, old_registry_objects);
}

UNIT_MAIN("accessors", cases)
