/*
 * SPDX-License-Identifier: Apache-2.0
 * What the vsphere transport makes of URLs, of the environment, and of vCenter's JSON; no server.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "transport/vsphere/objects.h"

static const char *const variables[] = {"GOVC_URL",         "GOVC_USERNAME",     "GOVC_PASSWORD",
                                        "GOVC_INSECURE",    "GOVC_TLS_CA_CERTS", "GOVC_TLS_KNOWN_HOSTS",
                                        "GOVC_CERTIFICATE", "GOVC_PRIVATE_KEY"};

static void clear(void)
{
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        ck_assert_int_eq(unsetenv(variables[i]), 0);
}

static void set(const char *name, const char *value)
{
    ck_assert_int_eq(setenv(name, value, 1), 0);
}

static void same(const char *a, const char *b)
{
    if (b == NULL)
        ck_assert_ptr_null(a);
    else
        ck_assert_str_eq(a, b);
}

static void expect(const char *url, const char *base, const char *user, const char *password, const char *library,
                   const char *datastore)
{
    struct vm_vs_address address;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage__vs_address(&address, url, &error) == VMIMAGE_OK, "%s: %s", url,
                  vmimage_error_message(error));
    same(address.base, base);
    same(address.user, user);
    same(address.password, password);
    same(address.library, library);
    same(address.datastore, datastore);
    vmimage__vs_address_release(&address);
}

static void refuse(const char *url)
{
    struct vm_vs_address address;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage__vs_address(&address, url, &error) == VMIMAGE_E_INVALID, "%s", url);
    ck_assert_ptr_null(strstr(vmimage_error_message(error), "geheim"));
    vmimage_error_unref(error);
    vmimage__vs_address_release(&address);
}

START_TEST(urls)
{
    clear();
    expect("vsphere://vc.example.com", "https://vc.example.com", NULL, NULL, NULL, NULL);
    expect("vsphere://vc:8443/", "https://vc:8443", NULL, NULL, NULL, NULL);
    expect("vsphere://u%40vsphere.local:p%3Aw%2F@vc", "https://vc", "u@vsphere.local", "p:w/", NULL, NULL);
    expect("vsphere://u@vsphere.local:pw@vc/sdk", "https://vc", "u@vsphere.local", "pw", NULL, NULL);
    expect("vsphere://[fe80::1]:443/lib%2F1?datastore=ds%201", "https://[fe80::1]:443", NULL, NULL, "lib/1", "ds 1");
    expect("vsphere:http://localhost:8989", "http://localhost:8989", NULL, NULL, NULL, NULL);
    refuse("vsphere:");
    refuse("vsphere://");
    refuse("vsphere://u:geheim@");
    refuse("vsphere://u:geheim@vc:0");
    refuse("vsphere://u:geheim@vc:65536");
    refuse("vsphere://u:geheim@vc:4x");
    refuse("vsphere://u:geheim@v c");
    refuse("vsphere://u:geheim@[::1");
    refuse("vsphere://u:geheim@vc/a/b");
    refuse("vsphere://u:geheim@vc/a?other=1");
    refuse("vsphere:ftp://u:geheim@vc");
}
END_TEST

START_TEST(environment)
{
    struct vm_vs_address address;

    clear();
    set("GOVC_URL", "https://me:secret@vc.example.com/sdk");
    expect("vsphere:", "https://vc.example.com", "me", "secret", NULL, NULL);
    expect("vsphere:/golden", "https://vc.example.com", "me", "secret", "golden", NULL);
    set("GOVC_URL", "vc.example.com");
    set("GOVC_USERNAME", "you");
    set("GOVC_PASSWORD", "hidden");
    set("GOVC_INSECURE", "true");
    expect("vsphere:", "https://vc.example.com", "you", "hidden", NULL, NULL);
    expect("vsphere://VC.example.com", "https://VC.example.com", "you", "hidden", NULL, NULL);
    /* One server's password is not another's. */
    expect("vsphere://other.example.com", "https://other.example.com", NULL, NULL, NULL, NULL);
    ck_assert_int_eq(vmimage__vs_address(&address, "vsphere:", NULL), VMIMAGE_OK);
    ck_assert(address.insecure);
    vmimage__vs_address_release(&address);
    ck_assert_int_eq(vmimage__vs_address(&address, "vsphere://other.example.com", NULL), VMIMAGE_OK);
    ck_assert(!address.insecure);
    vmimage__vs_address_release(&address);
    clear();
}
END_TEST

static const struct vm_json *parse(const char *text, struct vm_json_doc **doc)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    ck_assert_int_eq(vmimage__json_parse(text, strlen(text), &limits, "t", doc, NULL), VMIMAGE_OK);
    return vmimage__json_root(*doc);
}

#define LIBRARY                                                                                                        \
    "{\"id\":\"587f98d3-0000-4000-8000-000000000001\",\"name\":\"lib\",\"type\":\"SUBSCRIBED\",\"version\":\"7\","     \
    "\"creation_time\":\"2026-11-24T08:59:03.712425081Z\",\"storage_backings\":[{\"type\":\"DATASTORE\","              \
    "\"datastore_id\":\"datastore-59\"}],\"subscription_info\":{\"subscription_url\":\"https://h/lib.json\","          \
    "\"on_demand\":true,\"password\":\"geheim\"},\"state_info\":{\"state\":\"MAINTENANCE\"},\"Item\":{\"x\":1}}"

START_TEST(libraries)
{
    struct vm_json_doc *doc = NULL;
    vmimage_library *library = NULL;
    vmimage_string *json = NULL;

    ck_assert_int_eq(vmimage__vs_library(parse(LIBRARY, &doc), "vc", &library, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_library_display_name(library), "lib");
    same(library->o.creation_time, "2026-11-24T08:59:03Z");
    same(library->o.state, "InMaintenance");
    same(library->o.storage[0].type, "Datastore");
    same(library->o.subscription_url, "https://h/lib.json");
    ck_assert_int_eq(library->o.on_demand, VM_TRUE);
    ck_assert_int_eq(library->o.allow_publish, VM_FALSE);
    ck_assert_int_eq(vmimage_library_to_json(library, NULL, &json, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(strstr(vmimage_string_data(json), "geheim"));
    vmimage_string_unref(json);
    vmimage_library_unref(library);
    vmimage__json_free(doc);
}
END_TEST

static vmimage_status read_item(const char *text, const char *policy, vmimage_item **item, vmimage_error **error)
{
    struct vm_library library = {.meta = {.name = "cl-1"}, .security_policy_id = policy};
    struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__vs_item(parse(text, &doc), &library, "vc", item, error);

    vmimage__json_free(doc);
    return status;
}

#define ITEM(more) "{\"id\":\"aacaa036-0000-4000-8000-000000000001\",\"name\":\"tiny\"," more "}"

START_TEST(items)
{
    struct vm_json_doc *doc = NULL;
    vmimage_item *item = NULL;

    ck_assert_int_eq(
        read_item(ITEM("\"type\":\"vm-template\",\"cached\":true,\"content_version\":\"3\",\"size\":5368709120,"
                       "\"certificate_verification_info\":{\"status\":\"NOT_AVAILABLE\"}"),
                  NULL, &item, NULL),
        VMIMAGE_OK);
    same(item->o.type, "VM");
    same(item->o.size, "5Gi");
    same(item->o.content_version, "3");
    same(item->o.certificate_status, "NotAvailable");
    ck_assert_int_eq(item->o.cached, VM_TRUE);
    ck_assert_int_eq(item->o.security_compliance, VM_TRUE);
    ck_assert_int_eq(
        vmimage__vs_item_files(item,
                               parse("[{\"name\":\"a\",\"size\":1024,\"cached\":true,\"storage_uris\":[\"ds:///x\"]},"
                                     "{\"name\":\"b\",\"size\":0}]",
                                     &doc),
                               "vc", NULL),
        VMIMAGE_OK);
    ck_assert_uint_eq(item->o.file_count, 2);
    same(item->o.files[0].storage_uri, "ds:///x");
    same(item->o.files[0].size, "1Ki");
    ck_assert_int_eq(item->o.files[1].cached, VM_FALSE);
    vmimage_item_unref(item);
    vmimage__json_free(doc);
    /* A policy that the server says nothing of is not kept. */
    ck_assert_int_eq(read_item(ITEM("\"type\":\"OVF\""), "policy-1", &item, NULL), VMIMAGE_OK);
    ck_assert_int_eq(item->o.security_compliance, VM_FALSE);
    vmimage_item_unref(item);
}
END_TEST

START_TEST(wrong_json)
{
    static const char *const wrong[] = {"{}",
                                        "[]",
                                        "null",
                                        "{\"id\":5,\"name\":\"x\"}",
                                        "{\"id\":\"x\",\"name\":\"\"}",
                                        ITEM("\"type\":5"),
                                        ITEM("\"size\":\"5\""),
                                        ITEM("\"size\":-1"),
                                        ITEM("\"cached\":\"yes\""),
                                        ITEM("\"content_version\":5")};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        vmimage_item *item = NULL;
        vmimage_error *error = NULL;

        ck_assert_msg(read_item(wrong[i], NULL, &item, &error) == VMIMAGE_E_PROTOCOL, "%s", wrong[i]);
        ck_assert_ptr_null(item);
        ck_assert_ptr_nonnull(vmimage_error_message(error));
        vmimage_error_unref(error);
    }
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, urls);
    tcase_add_test(tcase, environment);
    tcase_add_test(tcase, libraries);
    tcase_add_test(tcase, items);
    tcase_add_test(tcase, wrong_json);
}

UNIT_MAIN("vsphere", cases)
