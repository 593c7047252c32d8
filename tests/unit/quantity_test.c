/*
 * SPDX-License-Identifier: Apache-2.0
 * Quantities: what is one, its value, its canonical form.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/value.h>

START_TEST(canonical_form)
{
    static const char *const rows[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"00", "0"},
        {".", "0"},
        {"-", "0"},
        {"Ki", "0"},
        {"+0.0Mi", "0"},
        {".000Ei", "0"},
        {"1024Mi", "1Gi"},
        {"0.5", "500m"},
        {"+5", "5"},
        {"007", "7"},
        {"1.", "1"},
        {"1000", "1k"},
        {"1500", "1500"},
        {"100000", "100k"},
        {"1e3", "1e3"},
        {"1E3", "1e3"},
        {"1000e3", "1e6"},
        {"12e-1", "1200e-3"},
        {"1E", "1E"},
        {"0.001E", "1P"},
        {"1.5Gi", "1536Mi"},
        {"0.5Ki", "512"},
        {"1023", "1023"},
        {"1Ki", "1Ki"},
        {"1025Ki", "1025Ki"},
        {"0.1Ki", "102400m"},
        {"1.1Gi", "1181116006400m"},
        {"100m", "100m"},
        {"1u", "1u"},
        {"1n", "1n"},
        {"0.1n", "1n"},
        {"-0.1n", "-1n"},
        {"1.0000000001", "1000000001n"},
        {"0.9999999999", "1"},
        {"-1.5", "-1500m"},
        {"-1024Ki", "-1Mi"},
        {"8Ei", "9223372036854775807"},
        {"7Ei", "7Ei"},
        {"9Ei", "9223372036854775807"},
        {"-100Ei", "-9223372036854775807"},
        {"9223372036854775807", "9223372036854775807"},
        {"9223372036854775808", "9223372036854775808"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"5e-30", "1e-9"},
        {"0.00000000000000000000000000001Ki", "1n"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_string *text = NULL;

        ck_assert_int_eq(vmimage_quantity_canonical(rows[i][0], &text, NULL), VMIMAGE_OK);
        ck_assert_msg(strcmp(vmimage_string_data(text), rows[i][1]) == 0, "%s gives %s", rows[i][0],
                      vmimage_string_data(text));
        vmimage_string_unref(text);
    }
}
END_TEST

START_TEST(canonical_form_stays)
{
    static const char *const rows[] = {"1Gi", "500m", "1200e-3", "1181116006400m", "-1Mi", "7Ei", "1E", "1023"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_string *text = NULL;

        ck_assert_int_eq(vmimage_quantity_canonical(rows[i], &text, NULL), VMIMAGE_OK);
        ck_assert_str_eq(vmimage_string_data(text), rows[i]);
        vmimage_string_unref(text);
    }
}
END_TEST

START_TEST(whole_value)
{
    static const struct {
        const char *text;
        int64_t value;
    } rows[] = {{"1Gi", 1073741824},
                {"1.5", 2},
                {"-1.5", -2},
                {"100m", 1},
                {"1n", 1},
                {"0", 0},
                {"1e3", 1000},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
                {"8Ei", INT64_MAX},
                {"0.5Ki", 512},
                {"9.2E", INT64_C(9200000000000000000)}};
    int64_t value = 77;

    ck_assert_int_eq(vmimage_quantity_parse("16E", &value, NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(value, 77);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_int_eq(vmimage_quantity_parse(rows[i].text, &value, NULL), VMIMAGE_OK);
        ck_assert_msg(value == rows[i].value, "%s gives %lld", rows[i].text, (long long)value);
    }
    ck_assert_int_eq(vmimage_quantity_parse("1e99", &value, NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(vmimage_quantity_parse("9223372036854775808", &value, NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(vmimage_quantity_parse("9223372036854775807.1", &value, NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(vmimage_quantity_parse("1e4294967296", &value, NULL), VMIMAGE_E_LIMIT);
}
END_TEST

START_TEST(no_quantity)
{
    static const char *const rows[][2] = {
        {"", "regular expression"},
        {"a", "regular expression"},
        {"1 Gi", "regular expression"},
        {"1.2.3", "regular expression"},
        {"1KiB", "regular expression"},
        {"--1", "suffix"},
        {" 1", "regular expression"},
        {"1MM", "suffix"},
        {"1e", "suffix"},
        {"1Ki5", "suffix"},
        {"1K", "suffix"},
        {"1e99999999999999999999", "suffix"},
        {"Ei", "numeric part"},
        {"-.Pi", "numeric part"},
        {"e-12", "numeric part"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_error *error = NULL;
        vmimage_string *text = NULL;

        ck_assert_int_eq(vmimage_quantity_canonical(rows[i][0], &text, &error), VMIMAGE_E_INVALID);
        ck_assert_ptr_null(text);
        ck_assert_msg(strstr(vmimage_error_reason(error), rows[i][1]) != NULL, "%s: %s", rows[i][0],
                      vmimage_error_reason(error));
        vmimage_error_unref(error);
    }
}
END_TEST

START_TEST(bytes_of_a_disk)
{
    static const struct {
        int64_t bytes;
        const char *text;
    } rows[] = {{0, "0"},
                {1, "1"},
                {1000, "1k"},
                {1023, "1023"},
                {1024, "1Ki"},
                {1536, "1536"},
                {1047552, "1023Ki"},
                {1048576, "1Mi"},
                {1049600, "1049600"},
                {5000000, "5M"},
                {5242880, "5Mi"},
                {17179869184, "16Gi"},
                {1610612736, "1610612736"},
                {INT64_MAX, "9223372036854775807"},
                {-5000, "-5k"}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_string *text = NULL;

        ck_assert_int_eq(vmimage_quantity_from_bytes(rows[i].bytes, &text, NULL), VMIMAGE_OK);
        ck_assert_str_eq(vmimage_string_data(text), rows[i].text);
        vmimage_string_unref(text);
    }
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, canonical_form);
    tcase_add_test(tcase, canonical_form_stays);
    tcase_add_test(tcase, whole_value);
    tcase_add_test(tcase, no_quantity);
    tcase_add_test(tcase, bytes_of_a_disk);
}
UNIT_MAIN("quantity", cases)
