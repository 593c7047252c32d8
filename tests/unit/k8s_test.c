/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes objects read and written in one version: nothing is lost, wrong types are named with their path.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include <vmimage/convert.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "format/k8s.h"
#include "objects.h"

static char *text_of(const char *quoted, int version)
{
    struct vm_buf buf = VM_BUF_INIT(1000000);

    sample_text(&buf, quoted, version);
    ck_assert_int_eq(buf.status, VMIMAGE_OK);
    return buf.data;
}

/* The object in the version, or the message of the error. */
static char *convert(const char *json, const char *version, vmimage_status expected)
{
    vmimage_string *made = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_object_convert(json, strlen(json), version, &made, &error);
    char *text;

    ck_assert_msg(status == expected, "%d instead of %d: %s\n%s", status, expected, vmimage_error_message(error), json);
    ck_assert_int_eq(made != NULL, status == VMIMAGE_OK);
    ck_assert_int_eq(error != NULL, status != VMIMAGE_OK);
    text = vmimage__strdup(status == VMIMAGE_OK ? vmimage_string_data(made) : vmimage_error_message(error));
    vmimage_string_unref(made);
    vmimage_error_unref(error);
    return text;
}

static void refuse(const char *json, const char *version, vmimage_status expected)
{
    vmimage__free(convert(json, version, expected));
}

static void each_sample(void (*check)(const char *json, const char *version))
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        for (int v = samples[i].first; v <= samples[i].last; v++) {
            vm_auto_str char *json = text_of(samples[i].text, v);
            char version[16];

            (void)snprintf(version, sizeof(version), "v1alpha%d", v);
            check(json, version);
        }
    }
}

static void check_unchanged(const char *json, const char *version)
{
    vm_auto_str char *written = convert(json, version, VMIMAGE_OK);

    ck_assert_str_eq(written, json);
}

START_TEST(every_kind_survives_in_every_version)
{
    each_sample(check_unchanged);
}
END_TEST

/* Fields that a version has and the model has not. */
static bool is_opaque(const char *key)
{
    static const char *const keys[] = {"description",       "label",          "imageSourceType",
                                       "contentLibraryRef", "imageSupported", "internalId",
                                       "powerState",        "uuid",           "type"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

/* All of `given` is in `known`, but for what the model does not know. */
static void check_known(const struct vm_json *given, const struct vm_json *known, const char *version)
{
    bool object = vmimage__json_type(given) == VM_JSON_OBJECT;
    const struct vm_json *element = vmimage__json_first(known);

    ck_assert_int_eq(vmimage__json_type(given), vmimage__json_type(known));
    for (const struct vm_json *m = vmimage__json_first(given); m != NULL; m = vmimage__json_next(m)) {
        const char *key = vmimage__json_key(m);
        const struct vm_json *match = object ? vmimage__json_get(known, key) : element;

        element = vmimage__json_next(element);
        if (object && strcmp(key, "zz") == 0) {
            ck_assert_ptr_null(match);
            continue;
        }
        if (object && (strcmp(key, "metadata") == 0 || (strcmp(version, "v1alpha1") == 0 && is_opaque(key))))
            continue;
        ck_assert_msg(match != NULL, "%s is not known in %s", key != NULL ? key : "an element", version);
        check_known(m, match, version);
    }
}

/* With unknown fields left out, every field of the version is still there: the tables have them all. */
static void check_tables(const char *json, const char *version)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_json struct vm_json_doc *doc = NULL, *again = NULL;
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(100000);
    const char *slash, *api_version, *name;
    const struct vm_schema *schema;
    const struct vm_kind *kind;
    struct vm_arena arena = {0};
    struct vm_json_writer writer;
    _Alignas(max_align_t) char object[4096] = {0};

    ck_assert_int_eq(vmimage__json_parse(json, strlen(json), &limits, NULL, &doc, NULL), VMIMAGE_OK);
    api_version = vmimage__json_get_string(vmimage__json_root(doc), "apiVersion");
    name = vmimage__json_get_string(vmimage__json_root(doc), "kind");
    slash = strchr(api_version, '/');
    kind = vmimage__kind_find(api_version, (size_t)(slash - api_version), name, strlen(name));
    schema = kind->schemas[vmimage__kind_version(kind, version)];
    ck_assert_uint_le(kind->size, sizeof(object));
    ck_assert_int_eq(vmimage__schema_read(schema, vmimage__json_root(doc), NULL, false, object, &arena, NULL),
                     VMIMAGE_OK);
    vmimage__jw_init(&writer, &buf, false);
    vmimage__schema_write(schema, object, NULL, &writer);
    ck_assert_int_eq(vmimage__json_parse(buf.data, buf.length, &limits, NULL, &again, NULL), VMIMAGE_OK);
    check_known(vmimage__json_root(doc), vmimage__json_root(again), version);
    vmimage__arena_release(&arena);
}

START_TEST(tables_know_every_field)
{
    each_sample(check_tables);
}
END_TEST

START_TEST(tables_are_sorted_and_bounded)
{
    const struct vm_schema *todo[512];
    size_t count = 0, seen = 0;

    for (size_t i = 0; i < vmimage__kind_count; i++) {
        for (int v = 1; v <= VM_VERSIONS; v++) {
            if (vmimage__kinds[i]->schemas[v] != NULL)
                todo[count++] = vmimage__kinds[i]->schemas[v];
        }
        ck_assert_ptr_nonnull(vmimage__kinds[i]->schemas[vmimage__kinds[i]->storage]);
        ck_assert_ptr_eq(vmimage__kind_find(vmimage__kinds[i]->group, strlen(vmimage__kinds[i]->group),
                                            vmimage__kinds[i]->name, strlen(vmimage__kinds[i]->name)),
                         vmimage__kinds[i]);
    }
    for (; seen < count; seen++) {
        const struct vm_schema *schema = todo[seen];

        for (size_t i = 0; i < schema->count; i++) {
            const struct vm_field *field = &schema->fields[i];

            ck_assert(i == 0 || strcmp(schema->fields[i - 1].key, field->key) < 0);
            ck_assert_uint_lt(field->offset, schema->size);
            ck_assert_uint_lt(count, 512);
            if (field->schema != NULL)
                todo[count++] = field->schema;
        }
    }
    ck_assert_uint_gt(seen, 100);
}
END_TEST

#define IMAGE(rest) "{'apiVersion':'vmoperator.vmware.com/v1alpha6','kind':'VirtualMachineImage'" rest "}"
#define LIB(rest) "{'apiVersion':'imageregistry.vmware.com/v1alpha2','kind':'ContentLibrary'" rest "}"

static const struct wrong {
    const char *json, *message;
} wrong_types[] = {
    {IMAGE(",'metadata':1"), "JSON: metadata: an object is expected, not a number"},
    {IMAGE(",'metadata':{'name':true}"), "JSON: metadata.name: a string is expected, not a boolean"},
    {IMAGE(",'metadata':{'labels':{'a':{}}}"), "JSON: metadata.labels.a: a string is expected, not an object"},
    {IMAGE(",'metadata':{'labels':[]}"), "JSON: metadata.labels: an object is expected, not an array"},
    {IMAGE(",'metadata':{'finalizers':[1]}"), "JSON: metadata.finalizers[0]: a string is expected, not a number"},
    {IMAGE(",'metadata':{'ownerReferences':[{'controller':'x'}]}"),
     "JSON: metadata.ownerReferences[0].controller: a boolean is expected, not a string"},
    {IMAGE(",'metadata':{'generation':1.5}"),
     "JSON: metadata.generation: a whole number of 64 bits is expected, not 1.5"},
    {IMAGE(",'spec':[]"), "JSON: spec: an object is expected, not an array"},
    {IMAGE(",'status':{'disks':{}}"), "JSON: status.disks: an array is expected, not an object"},
    {IMAGE(",'status':{'disks':[{},null,{'limit':{}}]}"),
     "JSON: status.disks[2].limit: a string or number is expected, not an object"},
    {IMAGE(",'status':{'disks':[{'limit':'16 GB'}]}"),
     "JSON: status.disks[0].limit: a quantity such as \"16Gi\" is expected, not \"16 GB\""},
    {IMAGE(",'status':{'disks':[{'requested':''}]}"),
     "JSON: status.disks[0].requested: a quantity such as \"16Gi\" is expected, not \"\""},
    {IMAGE(",'status':{'disks':[7]}"), "JSON: status.disks[0]: an object is expected, not a number"},
    {IMAGE(",'status':{'hardwareVersion':2147483648}"),
     "JSON: status.hardwareVersion: a whole number of 32 bits is expected, not 2147483648"},
    {IMAGE(",'status':{'hardwareVersion':'19'}"), "JSON: status.hardwareVersion: a number is expected, not a string"},
    {IMAGE(",'status':{'conditions':[{'lastTransitionTime':'yesterday'}]}"),
     "JSON: status.conditions[0].lastTransitionTime: a time such as \"2026-01-02T15:04:05Z\" is expected, not "
     "\"yesterday\""},
    {IMAGE(",'status':{'conditions':[{'lastTransitionTime':5}]}"),
     "JSON: status.conditions[0].lastTransitionTime: a time is expected, not a number"},
    {IMAGE(",'status':{'ovfProperties':[{'default':1}]}"),
     "JSON: status.ovfProperties[0].default: a string is expected, not a number"},
    {IMAGE(",'kind':'VirtualMachineImage','status':{'osInfo':'x'}"),
     "JSON: status.osInfo: an object is expected, not a string"},
    {LIB(",'spec':{'allowImport':1}"), "JSON: spec.allowImport: a boolean is expected, not a number"},
    {"{'apiVersion':'vmoperator.vmware.com/v1alpha1','kind':'VirtualMachineImage','spec':{'ovfEnv':{'k':{'key':1}}}}",
     "JSON: spec.ovfEnv.k.key: a string is expected, not a number"},
    {"{'apiVersion':'vmoperator.vmware.com/v1alpha1','kind':'VirtualMachineImage','status':{'imageSupported':'x'}}",
     "JSON: status.imageSupported: a boolean is expected, not a string"},
    {"{'apiVersion':'imageregistry.vmware.com/v1alpha1','kind':'ContentLibrary','status':{'storageBacking':[]}}",
     "JSON: status.storageBacking: an object is expected, not an array"},
};

START_TEST(wrong_types_are_named)
{
    for (size_t i = 0; i < sizeof(wrong_types) / sizeof(wrong_types[0]); i++) {
        vm_auto_str char *json = text_of(wrong_types[i].json, 0);
        vm_auto_str char *message = convert(json, "v1alpha1", VMIMAGE_E_PARSE);

        ck_assert_str_eq(message, wrong_types[i].message);
    }
}
END_TEST

START_TEST(other_kinds_are_refused)
{
    static const char *const refused[] = {
        "{'apiVersion':'v1','kind':'Pod'}",
        "{'apiVersion':'imageregistry.vmware.com/v1alpha1','kind':'VirtualMachineImage'}",
        "{'apiVersion':'vmoperator.vmware.com/v1alpha7','kind':'VirtualMachineImage'}",
        "{'apiVersion':'vmoperator.vmware.com/v1alpha2','kind':'VirtualMachineImageCache'}",
        "{'apiVersion':'vmoperator.vmware.com/v1alpha11','kind':'VirtualMachineImage'}",
        "{'kind':'VirtualMachineImage'}",
        "{'apiVersion':'vmoperator.vmware.com/v1alpha6'}",
        "{'apiVersion':6,'kind':'VirtualMachineImage'}",
        "{}",
    };
    vm_auto_str char *good = text_of(IMAGE(""), 0);
    vm_auto_str char *unknown = convert(good, "v1alpha7", VMIMAGE_E_INVALID);
    vmimage_item *item = NULL;
    vmimage_error *error = NULL;

    refuse("[]", "v1alpha6", VMIMAGE_E_PARSE);
    refuse("{", "v1alpha6", VMIMAGE_E_PARSE);
    refuse(good, "", VMIMAGE_E_INVALID);
    refuse(good, "imageregistry.vmware.com/v1alpha2", VMIMAGE_E_INVALID);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        vm_auto_str char *json = text_of(refused[i], 0);
        vm_auto_str char *message = convert(json, "v1alpha6", VMIMAGE_E_INVALID);

        ck_assert_ptr_nonnull(strstr(message, "JSON: "));
    }
    ck_assert_str_eq(unknown,
                     "VirtualMachineImage: API version \"v1alpha7\" of VirtualMachineImage is not served; there are "
                     "vmoperator.vmware.com/v1alpha1, vmoperator.vmware.com/v1alpha2, "
                     "vmoperator.vmware.com/v1alpha3, vmoperator.vmware.com/v1alpha4, "
                     "vmoperator.vmware.com/v1alpha5, vmoperator.vmware.com/v1alpha6");
    ck_assert_int_eq(vmimage_item_from_json(good, strlen(good), &item, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(item);
    ck_assert_str_eq(vmimage_error_message(error), "JSON: kind \"VirtualMachineImage\" of API version "
                                                   "\"vmoperator.vmware.com/v1alpha6\" is not a ContentLibraryItem");
    vmimage_error_unref(error);
}
END_TEST

/* A null is an absent field, an absent field what Go writes for it. */
START_TEST(nulls_and_nothing)
{
    vm_auto_str char *nothing = text_of(IMAGE(""), 0);
    vm_auto_str char *nulls = text_of(IMAGE(",'metadata':null,'spec':null,'status':{'conditions':null,'disks':null,"
                                            "'hardwareVersion':null,'name':null,'osInfo':null,'type':null}"),
                                      0);
    vm_auto_str char *expected = text_of(IMAGE(",'metadata':{},'spec':{},'status':{'osInfo':{},'productInfo':{}}"), 0);
    vm_auto_str char *first = convert(nothing, "v1alpha6", VMIMAGE_OK);
    vm_auto_str char *second = convert(nulls, "v1alpha6", VMIMAGE_OK);
    vm_auto_str char *elements =
        text_of(IMAGE(",'metadata':{'labels':{'a':null},'finalizers':[null]},'status':{'disks':[null],"
                      "'capabilities':[null]}"),
                0);
    vm_auto_str char *third = convert(elements, "v1alpha6", VMIMAGE_OK);
    vm_auto_str char *third_expected =
        text_of(IMAGE(",'metadata':{'finalizers':[''],'labels':{'a':''}},'spec':{},'status':{'capabilities':[''],"
                      "'disks':[{'name':''}],'osInfo':{},'productInfo':{}}"),
                0);

    ck_assert_str_eq(first, expected);
    ck_assert_str_eq(second, expected);
    ck_assert_str_eq(third, third_expected);
}
END_TEST

START_TEST(empty_values_are_left_out)
{
    vm_auto_str char *json = text_of(LIB(",'metadata':{'labels':{},'finalizers':[],'name':'','generation':0},'spec':"
                                         "{'id':'','allowImport':false,'storageClass':''},'status':{'conditions':[],"
                                         "'name':'','storageBacking':[],'lastSyncTime':'0001-01-01T00:00:00Z'}"),
                                     0);
    vm_auto_str char *expected =
        text_of(LIB(",'metadata':{},'spec':{'id':''},'status':{'creationTime':null,'lastModifiedTime':null,"
                    "'lastSyncTime':null}"),
                0);
    vm_auto_str char *written = convert(json, "v1alpha2", VMIMAGE_OK);

    ck_assert_str_eq(written, expected);
}
END_TEST

/* What Go makes of a quantity when it writes it again. */
START_TEST(quantities_become_canonical)
{
    vm_auto_str char *json = text_of(
        IMAGE(",'status':{'disks':[{'limit':'1024Mi','requested':' 0.5 '},{'limit':17179869184,'requested':'-0'},"
              "{'limit':'1500M','requested':1.5},{'limit':'9007199254740993','requested':null}]}"),
        0);
    vm_auto_str char *expected = text_of(
        IMAGE(",'metadata':{},'spec':{},'status':{'disks':[{'limit':'1Gi','name':'','requested':'500m'},"
              "{'limit':'17179869184','name':'','requested':'0'},{'limit':'1500M','name':'','requested':'1500m'},"
              "{'limit':'9007199254740993','name':''}],'osInfo':{},'productInfo':{}}"),
        0);
    vm_auto_str char *written = convert(json, "v1alpha6", VMIMAGE_OK);

    ck_assert_str_eq(written, expected);
}
END_TEST

START_TEST(the_last_of_two_keys_counts)
{
    vm_auto_str char *json = text_of(IMAGE(",'metadata':{'labels':{'a':'1','a':'2'},'zz':1,'zz':[2]},'status':{'name':"
                                           "'x'},'status':{'type':'OVF','disks':[{'name':'a'}],'disks':[]}"),
                                     0);
    vm_auto_str char *expected = text_of(IMAGE(",'metadata':{'labels':{'a':'2'},'zz':[2]},'spec':{},'status':{'osInfo':"
                                               "{},'productInfo':{},'type':'OVF'}"),
                                         0);
    vm_auto_str char *written = convert(json, "v1alpha6", VMIMAGE_OK);

    ck_assert_str_eq(written, expected);
}
END_TEST

/* More members than the reader sorts in place, in the worst order, some of them twice. */
START_TEST(many_unknown_fields)
{
    struct vm_buf json = VM_BUF_INIT(1000000), expected = VM_BUF_INIT(1000000);
    char *written;

    sample_text(&json, "{'apiVersion':'vmoperator.vmware.com/v1alpha6','kind':'VirtualMachineImage','metadata':{}", 0);
    for (int i = 1999; i >= 0; i--)
        vmimage__buf_printf(&json, ",\"x%04d\":%d", i, i);
    sample_text(&json, ",'x0007':'last','spec':{},'status':{}}", 0);
    sample_text(&expected,
                "{'apiVersion':'vmoperator.vmware.com/v1alpha6','kind':'VirtualMachineImage','metadata':{},"
                "'spec':{},'status':{'osInfo':{},'productInfo':{}}",
                0);
    for (int i = 0; i < 2000; i++)
        vmimage__buf_printf(&expected, i == 7 ? ",\"x%04d\":\"last\"" : ",\"x%04d\":%d", i, i);
    vmimage__buf_add_char(&expected, '}');
    written = convert(json.data, "v1alpha6", VMIMAGE_OK);
    ck_assert_str_eq(written, expected.data);
    vmimage__free(written);
    vmimage__buf_release(&json);
    vmimage__buf_release(&expected);
}
END_TEST

static void check_clone(const char *json, const char *version)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    struct vm_json_doc *doc = NULL;
    vmimage_image *image = NULL;
    vmimage_string *first = NULL, *second = NULL;
    vmimage_image *clone;

    (void)version;
    if (strstr(json, "VirtualMachineImage\"") == NULL)
        return;
    ck_assert_int_eq(vmimage__json_parse(json, strlen(json), &limits, NULL, &doc, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage__image_from_node(vmimage__json_root(doc), NULL, NULL, &image, NULL), VMIMAGE_OK);
    vmimage__json_free(doc);
    clone = vmimage__image_clone(&image->o);
    ck_assert_int_eq(vmimage_image_to_json(image, NULL, &first, NULL), VMIMAGE_OK);
    vmimage_image_unref(image); /* nothing is shared */
    ck_assert_int_eq(vmimage_image_to_json(clone, NULL, &second, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(first), json);
    ck_assert_str_eq(vmimage_string_data(second), json);
    vmimage_image_unref(clone);
    vmimage_string_unref(first);
    vmimage_string_unref(second);
}

START_TEST(clones)
{
    each_sample(check_clone);
}
END_TEST

START_TEST(lists_of_images)
{
    static const struct {
        const char *json, *names;
    } good[] = {
        {"{'apiVersion':'v1','kind':'List','items':[" IMAGE(
             ",'metadata':{'name':'a'}") ","
                                         "{'apiVersion':'vmoperator.vmware.com/"
                                         "v1alpha1','kind':'ClusterVirtualMachineImage','metadata':{'name':'b'}}]}",
         "VirtualMachineImage/a ClusterVirtualMachineImage/b "},
        {"{'apiVersion':'vmoperator.vmware.com/v1alpha3','kind':'ClusterVirtualMachineImageList','items':["
         "{'metadata':{'name':'a'}}]}",
         "ClusterVirtualMachineImage/a "},
        {"{'apiVersion':'v1','kind':'List','items':null}", ""},
        {IMAGE(",'metadata':{'name':'one'}"), "VirtualMachineImage/one "},
    };
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    vm_auto_str char *bad = text_of("{'kind':'List','items':[" IMAGE("") ",{'kind':'Pod'}]}", 0);
    vm_auto_str char *no_array = text_of("{'kind':'List','items':{}}", 0);

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        vm_auto_str char *json = text_of(good[i].json, 0);
        struct vm_buf names = VM_BUF_INIT(1000);

        ck_assert_int_eq(vmimage_images_from_json(json, strlen(json), &images, NULL), VMIMAGE_OK);
        while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
            vmimage__buf_printf(&names, "%s/%s ", vmimage_image_kind(image), vmimage_image_name(image));
            vmimage_image_unref(image);
        }
        ck_assert_ptr_null(image);
        ck_assert_str_eq(vmimage__buf_str(&names), good[i].names);
        vmimage__buf_release(&names);
        images = vmimage_images_unref(images);
    }
    ck_assert_int_eq(vmimage_images_from_json(bad, strlen(bad), &images, &error), VMIMAGE_E_INVALID);
    ck_assert_str_eq(vmimage_error_subject(error), "items[1]");
    ck_assert_ptr_null(images);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_images_from_json(no_array, strlen(no_array), &images, NULL), VMIMAGE_E_PARSE);
}
END_TEST

START_TEST(misuse)
{
    vmimage_string *text = (vmimage_string *)1;
    vmimage_image *image = (vmimage_image *)1;
    vmimage_images *images = (vmimage_images *)1;

    ck_assert_int_eq(vmimage_object_convert(NULL, 0, "v1alpha1", &text, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(vmimage_object_convert("{}", 2, NULL, &text, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_object_convert("{}", 2, "v1alpha1", NULL, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_image_from_json(NULL, 0, &image, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(image);
    ck_assert_int_eq(vmimage_image_from_json("{}", 2, NULL, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_images_from_json(NULL, 0, &images, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_images_from_json("{}", 2, NULL, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(images);
    ck_assert_int_eq(vmimage_image_to_json(NULL, NULL, &text, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_item_to_json(NULL, NULL, &text, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_library_to_json(NULL, NULL, &text, NULL), VMIMAGE_E_MISUSE);
}
END_TEST

/* An object made by the library itself: storage version, no kind needed. */
START_TEST(made_here)
{
    vmimage_image *image = vmimage__image_new();
    vmimage_string *text = NULL;
    struct vmimage_condition condition = {.type = "Ready", .status = "True", .last_transition_time = ""};
    vm_auto_str char *expected = text_of(
        IMAGE(",'metadata':{'name':'x'},'spec':{},'status':{'conditions':[{'lastTransitionTime':null,'message':'',"
              "'reason':'','status':'True','type':'Ready'}],'osInfo':{},'productInfo':{}}"),
        0);

    image->o.meta.name = "x";
    image->o.conditions = (struct vm_conditions){&condition, 1, 1};
    ck_assert_int_eq(vmimage_image_to_json(image, NULL, &text, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(text), expected);
    ck_assert_str_eq(vmimage_image_api_version(image), "vmoperator.vmware.com/v1alpha6");
    vmimage_string_unref(text);
    vmimage_image_unref(image);
}
END_TEST

/* Extras stay sorted, and a key is there once. */
START_TEST(extras)
{
    struct vm_arena arena = {0};
    struct vm_extra *extra = NULL;

    vmimage__extra_set(&extra, &arena, "m", "1");
    vmimage__extra_set(&extra, &arena, "z", "2");
    vmimage__extra_set(&extra, &arena, "a", "3");
    vmimage__extra_set(&extra, &arena, "n", "4");
    vmimage__extra_set(&extra, &arena, "m", "5");
    ck_assert_str_eq(extra->key, "a");
    ck_assert_str_eq(extra->next->key, "m");
    ck_assert_str_eq(extra->next->json, "5");
    ck_assert_str_eq(extra->next->next->key, "n");
    ck_assert_str_eq(extra->next->next->next->key, "z");
    ck_assert_ptr_null(extra->next->next->next->next);
    ck_assert_ptr_eq(vmimage__extra_find(extra, "n"), extra->next->next);
    ck_assert_ptr_null(vmimage__extra_find(extra, "x"));
    vmimage__arena_release(&arena);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, every_kind_survives_in_every_version);
    tcase_add_test(tcase, tables_know_every_field);
    tcase_add_test(tcase, tables_are_sorted_and_bounded);
    tcase_add_test(tcase, wrong_types_are_named);
    tcase_add_test(tcase, other_kinds_are_refused);
    tcase_add_test(tcase, nulls_and_nothing);
    tcase_add_test(tcase, empty_values_are_left_out);
    tcase_add_test(tcase, quantities_become_canonical);
    tcase_add_test(tcase, the_last_of_two_keys_counts);
    tcase_add_test(tcase, many_unknown_fields);
    tcase_add_test(tcase, clones);
    tcase_add_test(tcase, lists_of_images);
    tcase_add_test(tcase, misuse);
    tcase_add_test(tcase, made_here);
    tcase_add_test(tcase, extras);
}

UNIT_MAIN("k8s", cases)
