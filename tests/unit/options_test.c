/*
 * SPDX-License-Identifier: Apache-2.0
 * Options of a place: what is kept, what is refused, and that a refusal changes nothing.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/options.h>

#include "base/error.h"
#include "config.h"
#include "net/pin.h"
#include "transport/options.h"

#define SHA256 "00:11:22:33:44:55:66:77:88:99:AA:bb:CC:dd:EE:ff:00:11:22:33:44:55:66:77:88:99:AA:bb:CC:dd:EE:ff"

START_TEST(nothing_is_asked_for)
{
    vmimage_options *options = vmimage_options_new();

    ck_assert_ptr_null(options->user);
    ck_assert_ptr_null(options->proxy);
    ck_assert(!options->insecure);
    ck_assert_int_eq(options->connections, 0);
    ck_assert_ptr_eq(vmimage_options_ref(options), options);
    ck_assert_ptr_null(vmimage_options_unref(options));
    ck_assert_ptr_null(vmimage_options_unref(options));
    ck_assert_ptr_null(vmimage_options_ref(NULL));
    ck_assert_ptr_null(vmimage_options_unref(NULL));
}
END_TEST

START_TEST(credentials)
{
    vmimage_options *o = vmimage_options_new();
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_options_set_credentials(o, "vcsp", "secret", &error), VMIMAGE_OK);
    ck_assert_str_eq(o->user, "vcsp");
    ck_assert_str_eq(o->password, "secret");
    ck_assert_int_eq(vmimage_options_set_credentials(o, NULL, "secret", &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_options_set_credentials(o, "a:b", "secret", &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_options_set_credentials(o, "a", "se\ncret", &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(strstr(vmimage_error_message(error), "cret"));
    ck_assert_str_eq(o->user, "vcsp");
    ck_assert_int_eq(vmimage_options_set_credentials(o, "other", NULL, &error), VMIMAGE_OK);
    ck_assert_str_eq(o->password, "");
    ck_assert_int_eq(vmimage_options_set_credentials(o, NULL, NULL, &error), VMIMAGE_OK);
    ck_assert_ptr_null(o->user);
    ck_assert_ptr_null(o->password);
    vmimage_options_unref(o);
}
END_TEST

START_TEST(fingerprints)
{
    unsigned char pin[VM_PIN_MAX];

    ck_assert_uint_eq(vmimage__pin_parse(SHA256, pin), 32);
    ck_assert_uint_eq(pin[1], 0x11);
    ck_assert_uint_eq(pin[31], 0xff);
    ck_assert_uint_eq(vmimage__pin_parse("0123456789abcdef0123456789ABCDEF01234567", pin), 20);
    ck_assert_uint_eq(vmimage__pin_parse("sha1:0123456789abcdef0123456789ABCDEF01234567", pin), 20);
    ck_assert_uint_eq(vmimage__pin_parse("SHA256:" SHA256, pin), 32);
    ck_assert_uint_eq(vmimage__pin_parse("SHA1:" SHA256, pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse("", pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse("0123", pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse(SHA256 ":", pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse(":" SHA256, pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse(SHA256 ":00", pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse("0123456789abcdef0123456789ABCDEF0123456", pin), 0);
    ck_assert_uint_eq(vmimage__pin_parse("0123456789abcdef0123456789ABCDEF0123456g", pin), 0);
}
END_TEST

START_TEST(the_rest)
{
    vmimage_options *o = vmimage_options_new();
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_options_set_fingerprint(o, SHA256, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_fingerprint(o, "nonsense", &error), VMIMAGE_E_INVALID);
    ck_assert_str_eq(o->fingerprint, SHA256);
    ck_assert_int_eq(vmimage_options_set_ca_file(o, "/ca.pem", &error), VMIMAGE_OK);
    ck_assert_str_eq(o->ca_file, "/ca.pem");
    ck_assert_int_eq(vmimage_options_set_client_certificate(o, "/c.pem", "/k.pem", &error), VMIMAGE_OK);
    ck_assert_str_eq(o->certificate_file, "/c.pem");
    ck_assert_str_eq(o->key_file, "/k.pem");
    ck_assert_int_eq(vmimage_options_set_client_certificate(o, NULL, "/k.pem", &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_options_set_proxy(o, "", &error), VMIMAGE_OK);
    ck_assert_str_eq(o->proxy, "");
    ck_assert_int_eq(vmimage_options_set_proxy(o, NULL, &error), VMIMAGE_OK);
    ck_assert_ptr_null(o->proxy);
    ck_assert_int_eq(vmimage_options_set_insecure(o, 1, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_insecure(o, 2, &error), VMIMAGE_E_INVALID);
    ck_assert(o->insecure);
    ck_assert_int_eq(vmimage_options_set_connections(o, 256, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_connections(o, 257, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_options_set_connections(o, -1, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(o->connections, 256);
    ck_assert_int_eq(vmimage_options_set_poll_interval(o, 2000, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_poll_interval(o, -1, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(o->poll_interval, 2000);
    ck_assert_int_eq(vmimage_options_set_deadline(o, 1500, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_deadline(o, -1, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(o->deadline, 1500);
    ck_assert_int_eq(vmimage_options_set_kubernetes(o, "/config", "stage", &error), VMIMAGE_OK);
    ck_assert_str_eq(o->kubeconfig, "/config");
    ck_assert_str_eq(o->context, "stage");
    vmimage_options_unref(o);
}
END_TEST

#if VM_WITH_HTTP
START_TEST(settings_of_the_client)
{
    vmimage_options *o = vmimage_options_new();
    struct vm_http_settings settings;

    vmimage__http_settings_from_options(&settings, NULL, NULL);
    ck_assert_ptr_null(settings.user);
    ck_assert(!settings.insecure);
    ck_assert_int_eq(vmimage_options_set_credentials(o, "u", "p", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_ca_file(o, "/ca.pem", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_proxy(o, "http://p", NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_insecure(o, 1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_options_set_connections(o, 3, NULL), VMIMAGE_OK);
    vmimage__http_settings_from_options(&settings, o, NULL);
    ck_assert_str_eq(settings.user, "u");
    ck_assert_str_eq(settings.password, "p");
    ck_assert_str_eq(settings.ca_file, "/ca.pem");
    ck_assert_str_eq(settings.proxy, "http://p");
    ck_assert(settings.insecure);
    ck_assert_uint_eq(settings.connections, 3);
    vmimage_options_unref(o);
}
END_TEST
#endif

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, nothing_is_asked_for);
    tcase_add_test(tcase, credentials);
    tcase_add_test(tcase, fingerprints);
    tcase_add_test(tcase, the_rest);
#if VM_WITH_HTTP
    tcase_add_test(tcase, settings_of_the_client);
#endif
}

UNIT_MAIN("options", cases)
