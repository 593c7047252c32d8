/*
 * SPDX-License-Identifier: Apache-2.0
 * Policies: what is read and what is refused, and each rule on a package that passes it and on one that does not.
 */
#include "unit.h"

#include <vmimage/vmimage.h>

#include "engine/policy.h"
#include "folder.h"
#include "format/manifest.h"

/* When the files of folder.h were modified. */
#define FOLDER_TIME INT64_C(1700000000)

static vmimage_policy *policy;
static vmimage_verify *verify;
static vmimage_verify_report *report;
static vmimage_error *error;

static const char descriptor[] =
    "<?xml version=\"1.0\"?>\n"
    "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\"\n"
    " xmlns:rasd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData\"\n"
    " xmlns:vmw=\"http://www.vmware.com/schema/ovf\"\n"
    " xmlns:vssd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData\">\n"
    "<References><File ovf:href=\"disk.vmdk\" ovf:id=\"f\" ovf:size=\"7\"/></References>\n"
    "<DiskSection><Info>d</Info><Disk ovf:capacity=\"16\" ovf:capacityAllocationUnits=\"byte * 2^30\" ovf:diskId=\"d\""
    " ovf:fileRef=\"f\"/></DiskSection>\n"
    "<VirtualSystem ovf:id=\"v\"><Info>i</Info>\n"
    "<OperatingSystemSection ovf:id=\"94\" vmw:osType=\"ubuntu64Guest\"><Info>o</Info></OperatingSystemSection>\n"
    "<VirtualHardwareSection><Info>h</Info><System><vssd:ElementName>e</vssd:ElementName>"
    "<vssd:InstanceID>0</vssd:InstanceID><vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType></System>\n"
    "<Item><rasd:Address>0</rasd:Address><rasd:ElementName>c</rasd:ElementName><rasd:InstanceID>3</rasd:InstanceID>"
    "<rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>\n"
    "<Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:ElementName>Hard Disk 1</rasd:ElementName>"
    "<rasd:HostResource>ovf:/disk/d</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3</rasd:Parent>"
    "<rasd:ResourceType>17</rasd:ResourceType></Item>\n"
    "<vmw:Config ovf:required=\"false\" vmw:key=\"firmware\" vmw:value=\"efi\"/></VirtualHardwareSection>\n"
    "<ProductSection><Info>p</Info><Product>Ubuntu Server</Product><Vendor>Example</Vendor><Version>24.04</Version>"
    "</ProductSection></VirtualSystem></Envelope>\n";

static void start(void)
{
    folder_make();
    verify = vmimage_verify_new();
    folder_text("server-24.ovf", descriptor);
    folder_text("disk.vmdk", "content");
}

static void end(void)
{
    report = vmimage_verify_report_unref(report);
    policy = vmimage_policy_unref(policy);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    folder_remove();
}

static void add_line(struct vm_buf *buf, const char *name, const char *text, enum vm_digest_kind kind)
{
    struct vm_source source;
    struct vm_digests values;

    vmimage__source_memory(&source, text, strlen(text), name);
    ck_assert_int_eq(vmimage__digest_source(&source, 0, source.size, 1U << kind, NULL, &values, NULL), VMIMAGE_OK);
    vmimage__manifest_write(buf, name, kind, values.value[kind]);
}

static void write_manifest(enum vm_digest_kind kind)
{
    struct vm_buf buf = VM_BUF_INIT(100000);

    add_line(&buf, "server-24.ovf", descriptor, kind);
    add_line(&buf, "disk.vmdk", "content", kind);
    folder_text("server-24.mf", vmimage__buf_str(&buf));
    vmimage__buf_release(&buf);
}

static void read_rule(const char *rule)
{
    char text[2048];

    (void)snprintf(text, sizeof(text), "{\"version\": 1, %s}", rule);
    policy = vmimage_policy_unref(policy);
    ck_assert_msg(vmimage_policy_from_json(text, strlen(text), folder_name(""), &policy, &error) == VMIMAGE_OK,
                  "%s: %s", rule, vmimage_error_message(error));
    ck_assert_int_eq(vmimage_verify_set_policy_rules(verify, policy, NULL), VMIMAGE_OK);
}

/* The one rule, on a file: its verdict, and words of what it found. */
static void rule_on(const char *file, const char *rule, int32_t verdict, const char *found)
{
    read_rule(rule);
    report = vmimage_verify_report_unref(report);
    ck_assert_msg(vmimage_verify_file(verify, NULL, folder_name(file), &report, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    ck_assert_uint_eq(vmimage_verify_report_rule_count(report), 1);
    ck_assert_str_eq(vmimage_verify_report_rule(report, 0), vmimage_policy_rule(policy, 0));
    ck_assert_msg(vmimage_verify_report_rule_verdict(report, 0) == verdict, "%s: %d, %s", rule,
                  vmimage_verify_report_rule_verdict(report, 0), vmimage_verify_report_rule_message(report, 0));
    ck_assert_msg(strstr(vmimage_verify_report_rule_message(report, 0), found) != NULL, "%s: \"%s\"", rule,
                  vmimage_verify_report_rule_message(report, 0));
    if (verdict == VMIMAGE_RULE_FAILED)
        ck_assert_int_eq(vmimage_verify_report_result(report), VMIMAGE_RESULT_FAILED);
}

static void rule(const char *text, int32_t verdict, const char *found)
{
    rule_on("server-24.ovf", text, verdict, found);
}

#define PASSES VMIMAGE_RULE_PASSED
#define FAILS VMIMAGE_RULE_FAILED
#define SKIPS VMIMAGE_RULE_NOT_APPLICABLE

START_TEST(refused)
{
    static const struct {
        const char *json, *said;
        vmimage_status status;
    } cases[] = {
        {"", "policy:1", VMIMAGE_E_PARSE},
        {"{\"version\": 1", "policy:1", VMIMAGE_E_PARSE},
        {"[]", "must be a JSON object, is an array", VMIMAGE_E_INVALID},
        {"{}", "policy: version: is missing", VMIMAGE_E_INVALID},
        {"{\"version\": 2}", "policy: version: must be 1", VMIMAGE_E_INVALID},
        {"{\"version\": \"1\"}", "policy: version: must be 1", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": [\"OVF\"], \"types\": [\"ISO\"]}", "policy: types: is given twice",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"Types\": [\"OVF\"]}", "policy: Types: there is no rule", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"description\": 3}", "policy: description: must be a string, is a number",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"strict\": \"yes\"}", "policy: strict: must be true or false, is a string",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": \"OVF\"}", "policy: types: must be an array, or an object", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": []}", "policy: types: is empty", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": {}}", "policy: types: has neither", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": [\"OVF\", \"VHD\"]}", "policy: types[1]: \"VHD\" is none of", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": [\"OV\"]}", "policy: types[0]: \"OV\" is none of", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"types\": [3]}", "policy: types[0]: must be a string, is a number", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"names\": [\"\"]}", "policy: names[0]: must not be empty", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"names\": {\"deny\": [\"a\"]}}", "policy: names.deny: there are only", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"names\": {\"allow\": \"a\"}}", "policy: names.allow: must be an array", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"names\": {\"allow\": [\"a\"], \"allow\": [\"b\"]}}", "policy: names.allow: is given twice",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": 13}", "policy: hardwareVersion: must be an object", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": {}}", "policy: hardwareVersion: has neither", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": {\"min\": \"x\"}}", "hardwareVersion.min: must be a number",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": {\"min\": 1.5}}", "hardwareVersion.min: must be a whole number",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": {\"min\": 9, \"max\": 8}}", "min is above max", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"hardwareVersion\": {\"least\": 9}}", "hardwareVersion.least: there are only",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"maxDisks\": -1}", "policy: maxDisks: must be a whole number", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"maxDiskCapacity\": \"large\"}", "maxDiskCapacity: \"large\" is no capacity",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"maxDiskCapacity\": \"-1\"}", "maxDiskCapacity: \"-1\" is no capacity", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": {}}", "policy: signers: must be an array", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": []}", "policy: signers: is empty", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": [{}]}", "policy: signers[0]: is empty", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": [\"me\"]}", "policy: signers[0]: must be an object", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": [{\"name\": \"me\"}]}", "signers[0].name: there are only", VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"signers\": [{\"fingerprint\": \"ab:cd\"}]}", "signers[0].fingerprint: is no SHA-256",
         VMIMAGE_E_INVALID},
        {"{\"version\": 1, \"trustedRoots\": [\"/nowhere/ca.pem\"]}", "trustedRoots[0]: /nowhere/ca.pem",
         VMIMAGE_E_NOT_FOUND},
        {"{\"version\": 1, \"trustedRoots\": [\"ca.pem\"]}", "trustedRoots[0]: a relative path", VMIMAGE_E_INVALID},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        vmimage_status status = vmimage_policy_from_json(cases[i].json, strlen(cases[i].json), NULL, &policy, &error);

        ck_assert_msg(status == cases[i].status, "%s: %s", cases[i].json, vmimage_status_name(status));
        ck_assert_ptr_null(policy);
        ck_assert_msg(strstr(vmimage_error_message(error), cases[i].said) != NULL, "%s: %s", cases[i].json,
                      vmimage_error_message(error));
    }
}
END_TEST

START_TEST(files)
{
    folder_text("p.json", "{\"version\": 1, \"strict\": false, \"maxDisks\": 3, \"names\": [\"*\"]}");
    ck_assert_int_eq(vmimage_policy_from_file(folder_name("p.json"), &policy, &error), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_policy_rule_count(policy), 2);
    ck_assert_str_eq(vmimage_policy_rule(policy, 0), "names");
    ck_assert_str_eq(vmimage_policy_rule(policy, 1), "maxDisks");
    ck_assert_ptr_null(vmimage_policy_rule(policy, 2));
    policy = vmimage_policy_unref(policy);
    ck_assert_int_eq(vmimage_policy_from_file(folder_name("none.json"), &policy, &error), VMIMAGE_E_NOT_FOUND);
    folder_text("roots.json", "{\"version\": 1, \"trustedRoots\": [\"p.json\"]}");
    ck_assert_int_eq(vmimage_policy_from_file(folder_name("roots.json"), &policy, &error), VMIMAGE_E_PARSE);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "trustedRoots[0]"));
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), folder_name("p.json")));
}
END_TEST

START_TEST(manifests)
{
    rule("\"requireManifest\": true", FAILS, "manifest: none");
    rule("\"requireSignature\": true", FAILS, "NotAvailable");
    rule("\"digests\": [\"SHA256\"]", SKIPS, "no digest");
    write_manifest(VM_SHA1);
    rule("\"requireManifest\": true", PASSES, "server-24.mf");
    ck_assert_int_eq(vmimage_verify_report_result(report), VMIMAGE_RESULT_PASSED);
    rule("\"digests\": [\"SHA256\", \"SHA512\"]", FAILS, "digest \"SHA1\" is not allowed");
    rule("\"digests\": {\"forbid\": [\"sha1\"]}", FAILS, "digest \"SHA1\" is forbidden");
    write_manifest(VM_SHA256);
    rule("\"digests\": [\"SHA256\", \"SHA512\"]", PASSES, "SHA256");
    rule("\"strict\": true", PASSES, "nothing");
    folder_text("server-24.mf", "SHA256(server-24.ovf)= 00\n");
    rule("\"signers\": [{\"commonName\": \"me\"}]", FAILS, "no genuine signature");
}
END_TEST

START_TEST(roots)
{
    const char *text = "{\"version\": 1, \"trustedRoots\": [\"none.pem\"]}";

    ck_assert_int_eq(vmimage_policy_from_json(text, strlen(text), folder_name(""), &policy, &error),
                     VMIMAGE_E_NOT_FOUND);
}
END_TEST

START_TEST(descriptors)
{
    rule("\"types\": [\"OVF\"]", PASSES, "type \"OVF\"");
    rule("\"types\": [\"ISO\"]", FAILS, "type \"OVF\" is not allowed");
    rule("\"types\": {\"forbid\": [\"OVF\"]}", FAILS, "is forbidden");
    rule("\"names\": [\"server-*\"]", PASSES, "name \"server-24\"");
    rule("\"names\": [\"SERVER-2?\"]", PASSES, "");
    rule("\"names\": {\"allow\": [\"*\"], \"forbid\": [\"*-24\"]}", FAILS, "name \"server-24\" is forbidden");
    rule("\"products\": [\"Ubuntu*\"]", PASSES, "Ubuntu Server");
    rule("\"products\": [\"Debian*\"]", FAILS, "product \"Ubuntu Server\" is not allowed");
    rule("\"vendors\": [\"Example\"]", PASSES, "Example");
    rule("\"vendors\": [\"Exam\"]", FAILS, "vendor \"Example\"");
    rule("\"guests\": [\"ubuntu*\"]", PASSES, "ubuntu64Guest");
    rule("\"guests\": {\"forbid\": [\"*64Guest\"]}", FAILS, "forbidden");
    rule("\"firmware\": [\"EFI\"]", PASSES, "efi");
    rule("\"firmware\": [\"bios\"]", FAILS, "firmware \"efi\" is not allowed");
    rule("\"hardwareVersion\": {\"min\": 19, \"max\": 19}", PASSES, "hardware version 19");
    rule("\"hardwareVersion\": {\"min\": 20}", FAILS, "at least 20");
    rule("\"hardwareVersion\": {\"max\": 18}", FAILS, "at most 18");
    rule("\"diskControllers\": [\"SCSI\"]", PASSES, "SCSI");
    rule("\"diskControllers\": {\"forbid\": [\"scsi\"]}", FAILS, "forbidden");
    rule("\"maxDisks\": 1", PASSES, "1 disks");
    rule("\"maxDisks\": 0", FAILS, "at most 0");
    rule("\"maxDiskCapacity\": \"16Gi\"", PASSES, "17179869184");
    rule("\"maxDiskCapacity\": 17179869183", FAILS, "at most 17179869183");
}
END_TEST

START_TEST(age)
{
    ck_assert_int_eq(vmimage_verify_set_time(verify, FOLDER_TIME + 9 * 86400, NULL), VMIMAGE_OK);
    rule("\"maxAgeDays\": 10", PASSES, "modified 20");
    rule("\"maxAgeDays\": 8", FAILS, "at most 8 days ago");
}
END_TEST

/* What has no descriptor is not judged by one; what should have one is refused. */
START_TEST(without_descriptor)
{
    folder_iso("rescue.iso", "RESCUE");
    rule_on("rescue.iso", "\"hardwareVersion\": {\"min\": 19}", SKIPS, "no descriptor");
    rule_on("rescue.iso", "\"types\": [\"ISO\"]", PASSES, "ISO");
    folder_text("bad.ovf", "<?xml version=\"1.0\"?><Envelope");
    rule_on("bad.ovf", "\"hardwareVersion\": {\"min\": 19}", FAILS, "can't be told");
    rule_on("bad.ovf", "\"maxDiskCapacity\": \"1Ti\"", FAILS, "can't be told");
}
END_TEST

START_TEST(taken_away)
{
    rule("\"types\": [\"ISO\"]", FAILS, "");
    ck_assert_int_eq(vmimage_verify_set_policy_rules(verify, NULL, NULL), VMIMAGE_OK);
    report = vmimage_verify_report_unref(report);
    ck_assert_int_eq(vmimage_verify_file(verify, NULL, folder_name("server-24.ovf"), &report, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_verify_report_rule_count(report), 0);
    ck_assert_int_eq(vmimage_verify_report_result(report), VMIMAGE_RESULT_UNCHECKED);
}
END_TEST

/* Of an item it is the display name that counts, and when the library says that it was modified. */
START_TEST(items)
{
    vmimage_registry *registry = NULL;

    ck_assert_int_eq(vmimage_verify_set_time(verify, FOLDER_TIME + 3600, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_name(""), NULL, &registry, NULL), VMIMAGE_OK);
    read_rule("\"names\": [\"server-24\"], \"maxAgeDays\": 1");
    ck_assert_int_eq(vmimage_verify_item(verify, registry, NULL, "server-24", &report, &error), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_verify_report_rule_count(report), 2);
    ck_assert_int_eq(vmimage_verify_report_rule_verdict(report, 0), PASSES);
    ck_assert_int_eq(vmimage_verify_report_rule_verdict(report, 1), PASSES);
    vmimage_registry_unref(registry);
}
END_TEST

START_TEST(patterns)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {{"", "", true},           {"*", "", true},           {"?", "", false},     {"a", "A", true},
                 {"a*", "abc", true},      {"*c", "abc", true},       {"*b", "abc", false}, {"a?c", "abc", true},
                 {"a*b*c", "aXbYc", true}, {"a*b*c", "aXbY", false},  {"**a", "bba", true}, {"abc", "ab", false},
                 {"ab", "abc", false},     {"*ab*ab*", "aabab", true}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        ck_assert_msg(vmimage__pattern_matches(cases[i].pattern, cases[i].text) == cases[i].matches, "%s %s",
                      cases[i].pattern, cases[i].text);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, end);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, files);
    tcase_add_test(tcase, manifests);
    tcase_add_test(tcase, roots);
    tcase_add_test(tcase, descriptors);
    tcase_add_test(tcase, age);
    tcase_add_test(tcase, without_descriptor);
    tcase_add_test(tcase, taken_away);
    tcase_add_test(tcase, items);
    tcase_add_test(tcase, patterns);
}

UNIT_MAIN("policy", cases)
