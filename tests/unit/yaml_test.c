/*
 * SPDX-License-Identifier: Apache-2.0
 * YAML as JSON, and the cached envelopes that are read through it.
 */
#include "unit.h"

#include <string.h>

#include "base/error.h"
#include "format/envelope_yaml.h"
#include "format/yaml.h"

static void converts(const char *yaml, const char *json)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(65536);

    ck_assert_int_eq(vmimage__yaml_to_json(yaml, strlen(yaml), &limits, "y", &buf, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage__buf_str(&buf), json);
}

static void refuses(const char *yaml, size_t depth, vmimage_status status, uint64_t line, const char *reason)
{
    struct vm_json_limits limits = {100, depth};
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(65536);
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage__yaml_to_json(yaml, strlen(yaml), &limits, "y", &buf, &error), status);
    ck_assert_uint_eq(vmimage_error_line(error), line);
    if (reason != NULL)
        ck_assert_str_eq(vmimage_error_reason(error), reason);
    vmimage_error_unref(error);
}

START_TEST(scalars)
{
    converts("", "null");
    converts("~", "null");
    converts("{a: yes, b: Off, c: y, d: yEs, e: \"yes\", f: 'on'}",
             "{\"a\":true,\"b\":false,\"c\":true,\"d\":\"yEs\",\"e\":\"yes\",\"f\":\"on\"}");
    converts("[0x1F, 017, 0o17, 0b11, 1_000, +5, -0, -9223372036854775808, 18446744073709551615]",
             "[31,15,15,3,1000,5,0,-9223372036854775808,18446744073709551615]");
    converts("[18446744073709551616, 1.5, -2.25e+3, 1.2.3, 08, 0x, -, .5, 1e5]",
             "[18446744073709551616,1.5,-2.25e+3,\"1.2.3\",\"08\",\"0x\",\"-\",\".5\",\"1e5\"]");
    converts("!!str 12", "\"12\"");
    converts("a: |\n  x\n  y\nb: >-\n  p\n  q\n", "{\"a\":\"x\\ny\\n\",\"b\":\"p q\"}");
    converts("1: a\ntrue: b\n", "{\"1\":\"a\",\"true\":\"b\"}");
    converts("a: 1\n---\nb: 2\n", "{\"a\":1}");
    converts("a:\n- b: [c, {d: e}]\n- null\n", "{\"a\":[{\"b\":[\"c\",{\"d\":\"e\"}]},null]}");
}
END_TEST

START_TEST(refusals)
{
    refuses("a:\n  b: c: d\n", 20, VMIMAGE_E_PARSE, 2,
            "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context");
    refuses("a: &x [1]\nb: *x\n", 20, VMIMAGE_E_UNSUPPORTED, 2, NULL);
    refuses("[[[[1]]]]", 3, VMIMAGE_E_LIMIT, 1, NULL);
    refuses("? [a]\n: b\n", 20, VMIMAGE_E_PARSE, 1, NULL);
    refuses("\"a\\0b\": 1\n", 20, VMIMAGE_E_PARSE, 1, NULL);
    refuses("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789 ", 20,
            VMIMAGE_E_LIMIT, 0, NULL);
    refuses("a: \xff\n", 20, VMIMAGE_E_PARSE, 0, NULL);
}
END_TEST

static void bad_envelope(const char *yaml, const char *reason)
{
    struct vm_arena arena = {0};
    struct vm_ovf ovf = {0};
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage__envelope_from_yaml(yaml, strlen(yaml), NULL, "map", &ovf, &arena, &error),
                     VMIMAGE_E_PARSE);
    ck_assert_str_eq(vmimage_error_reason(error), reason);
    vmimage_error_unref(error);
    vmimage__arena_release(&arena);
}

#define DECODING "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "

START_TEST(envelopes)
{
    static const char yaml[] =
        "references:\n- {id: f, href: d.vmdk, size: 7}\nDISKSECTION: {disk: [{diskId: d, capacity: 1}]}\n"
        "virtualSystem:\n  id: s\n  operatingSystemSection: {id: 1}\n  productSection:\n  - items:\n    - category: c\n"
        "    - property: {key: k, default: \"\", value: [{configuration: big}]}\n    property: [{key: other}]\n"
        "  virtualHardwareSection:\n  - item:\n    - {resourceType: 17, virtualQuantity: 18446744073709551615, "
        "reservation: 0, hostResource: [a, b]}\n    extraConfig: [{key: true, value: 1.5}]\n"
        "virtualSystemCollection: {virtualSystem: [{id: t}], name: all}\n";
    struct vm_arena arena = {0};
    struct vm_ovf ovf = {0};
    const struct vm_ovf_item *item;

    ck_assert_int_eq(vmimage__envelope_from_yaml(yaml, sizeof(yaml) - 1, NULL, "map", &ovf, &arena, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(ovf.files[0].size, 7);
    ck_assert(ovf.disks_set && ovf.system_set && ovf.system.os_set && ovf.collection_set);
    ck_assert_str_eq(ovf.disks[0].capacity, "1");
    ck_assert_uint_eq(ovf.system.products[0].property_count, 1);
    ck_assert_str_eq(ovf.system.products[0].properties[0].key, "k");
    ck_assert_str_eq(ovf.system.products[0].properties[0].value, "");
    ck_assert_ptr_null(ovf.system.products[0].properties[0].values[0].value);
    item = &ovf.system.hardware[0].items[0];
    ck_assert(item->quantity_set && item->reservation_set && item->quantity == UINT64_MAX);
    ck_assert_str_eq(item->host_resource, "a");
    ck_assert_uint_eq(item->host_resource_count, 2);
    ck_assert_str_eq(ovf.system.hardware[0].extra[0].key, "true");
    ck_assert_str_eq(ovf.system.hardware[0].extra[0].value, "1.5");
    ck_assert_str_eq(ovf.collection.name, "all");
    ck_assert_str_eq(ovf.systems[0].id, "t");
    vmimage__arena_release(&arena);
}
END_TEST

START_TEST(wrong_envelopes)
{
    bad_envelope("[]", DECODING "array into Go value of type ovf.Envelope");
    bad_envelope("diskSection: 5", DECODING "number into Go struct field Envelope.diskSection of type ovf.DiskSection");
    bad_envelope("references: x", DECODING "string into Go struct field Envelope.references of type []ovf.File");
    bad_envelope("virtualSystem: {operatingSystemSection: {id: 40000}}",
                 DECODING "number 40000 into Go struct field "
                          "OperatingSystemSection.virtualSystem.operatingSystemSection.id of type int16");
    bad_envelope("virtualSystem: {virtualHardwareSection: [{item: [{resourceType: -1}]}]}",
                 DECODING "number -1 into Go struct field ResourceAllocationSettingData.virtualSystem."
                          "virtualHardwareSection.item.resourceType of type ovf.CIMResourceType");
    bad_envelope("virtualSystem: {id: [1]}",
                 DECODING "array into Go struct field VirtualSystem.virtualSystem.id of type string");
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, scalars);
    tcase_add_test(tcase, refusals);
    tcase_add_test(tcase, envelopes);
    tcase_add_test(tcase, wrong_envelopes);
}

UNIT_MAIN("yaml", cases)
