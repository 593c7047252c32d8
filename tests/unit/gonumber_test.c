/*
 * SPDX-License-Identifier: Apache-2.0
 * Numbers, white space and lower case as Go has them, in any locale.
 */
#include "unit.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "model/gonumber.h"

static enum vm_go_result to_float(const char *text, double *value)
{
    bool no_memory = false;
    enum vm_go_result result = vmimage__go_float(vmimage__span(text), false, value, &no_memory);

    ck_assert(!no_memory);
    return result;
}

START_TEST(whole_numbers)
{
    uint64_t u = 0;
    int64_t i = 0;

    ck_assert_int_eq(vmimage__go_uint(vmimage__span("255"), 8, &u), VM_GO_OK);
    ck_assert_uint_eq(u, 255);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span("256"), 8, &u), VM_GO_RANGE);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span("300x"), 8, &u), VM_GO_RANGE);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span("30x"), 8, &u), VM_GO_SYNTAX);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span("+1"), 8, &u), VM_GO_SYNTAX);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span(""), 64, &u), VM_GO_SYNTAX);
    ck_assert_int_eq(vmimage__go_uint(vmimage__span("18446744073709551615"), 64, &u), VM_GO_OK);
    ck_assert_uint_eq(u, UINT64_MAX);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("-128"), 8, &i), VM_GO_OK);
    ck_assert_int_eq(i, -128);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("128"), 8, &i), VM_GO_RANGE);
    ck_assert_int_eq(i, 127);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("-9223372036854775808"), 64, &i), VM_GO_OK);
    ck_assert_int_eq(i, INT64_MIN);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("-9223372036854775809"), 64, &i), VM_GO_RANGE);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("-"), 64, &i), VM_GO_SYNTAX);
    ck_assert_int_eq(vmimage__go_int(vmimage__span("1_0"), 64, &i), VM_GO_SYNTAX);
}
END_TEST

START_TEST(fractions)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {{"1.5", 1.5},       {".5", 0.5},      {"5.", 5},         {"1e3", 1000},
                {"-2.5E-1", -0.25}, {"0x1p-2", 0.25}, {"0x1.8p1", 3},    {"1_000", 1000},
                {"0x_1p4", 16},     {"1e-400", 0},    {"inf", INFINITY}, {"-Infinity", -INFINITY},
                {"+iNf", INFINITY}, {"00012", 12}};
    static const char *const bad[] = {"",   ".",     "1e", "1e+", "0x1",     "0x1.8", "1__0", "_1",
                                      "1_", "1.2.3", "1 ", "1,5", "infinit", "+nan",  "0xp1", "1p1"};
    char digits[1001];
    double value = 0;

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        ck_assert_msg(to_float(good[i].text, &value) == VM_GO_OK, "%s", good[i].text);
        ck_assert_msg(value == good[i].value, "%s gives %g", good[i].text, value);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(to_float(bad[i], &value) == VM_GO_SYNTAX, "%s", bad[i]);
    ck_assert_int_eq(to_float("1e309", &value), VM_GO_RANGE);
    ck_assert_int_eq(to_float("NaN", &value), VM_GO_OK);
    ck_assert(isnan(value));
    memset(digits, '9', 1000);
    digits[1000] = '\0';
    ck_assert_int_eq(to_float(digits, &value), VM_GO_RANGE);
    digits[300] = '\0';
    ck_assert_int_eq(to_float(digits, &value), VM_GO_OK);
    ck_assert(value == 1e300);
}
END_TEST

START_TEST(printed_fractions)
{
    static const struct {
        double value;
        const char *v, *f;
    } rows[] = {{0, "0", "0.000000"},
                {1.5, "1.5", "1.500000"},
                {-0.1, "-0.1", "-0.100000"},
                {100000, "100000", "100000.000000"},
                {1e6, "1e+06", "1000000.000000"},
                {1234567, "1.234567e+06", "1234567.000000"},
                {0.0001, "0.0001", "0.000100"},
                {0.00001, "1e-05", "0.000010"},
                {1e21, "1e+21", "1000000000000000000000.000000"},
                {2.5e-7, "2.5e-07", "0.000000"},
                {INFINITY, "+Inf", "+Inf"}};
    char out[VM_GO_FLOAT_SIZE];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage__go_format_v(rows[i].value, out);
        ck_assert_str_eq(out, rows[i].v);
        vmimage__go_format_f(rows[i].value, out);
        ck_assert_str_eq(out, rows[i].f);
    }
    vmimage__go_format_f(-1e308, out);
    ck_assert_uint_eq(strlen(out), 1 + 309 + 7);
}
END_TEST

START_TEST(any_locale)
{
    char out[VM_GO_FLOAT_SIZE];
    double value = 0;

    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
        return; /* the machine has no such locale */
    ck_assert_int_eq(to_float("1.5", &value), VM_GO_OK);
    ck_assert(value == 1.5);
    vmimage__go_format_v(2.25, out);
    ck_assert_str_eq(out, "2.25");
    vmimage__go_format_f(2.25, out);
    ck_assert_str_eq(out, "2.250000");
    (void)setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(powers)
{
    ck_assert(vmimage__go_pow(2, 30) == 1073741824);
    ck_assert(vmimage__go_pow(7, 1) == 7);
    ck_assert(vmimage__go_pow(1, 1e18) == 1);
    ck_assert(isinf(vmimage__go_pow(10, 1e18)));
    ck_assert(isinf(vmimage__go_pow(2, 0x1p63)));
    ck_assert_int_eq(vmimage__go_float_to_int(vmimage__go_pow(2, 63)), INT64_MIN);
    ck_assert_int_eq(vmimage__go_float_to_int(-1.9), -1);
    ck_assert_int_eq(vmimage__go_float_to_int(NAN), INT64_MIN);
}
END_TEST

START_TEST(texts)
{
    struct vm_arena arena = {NULL, false};
    struct vm_span span = vmimage__go_trim(vmimage__span("\xc2\xa0 \t\xe2\x80\x83x y\xe3\x80\x80\v\r\n"));
    bool value = false;

    ck_assert(vmimage__span_is(span, "x y"));
    ck_assert_uint_eq(vmimage__go_trim(vmimage__span(" \xc2\x85 ")).length, 0);
    ck_assert_uint_eq(vmimage__go_trim(vmimage__span("\xe2\x80\x8b")).length, 3); /* no white space: zero width */
    ck_assert_str_eq(vmimage__go_lower(&arena, vmimage__span("ABC \xc3\x89\xc4\xb0\xe2\x84\xaa\xc8\xba")),
                     "abc \xc3\xa9ik\xe2\xb1\xa5");
    ck_assert_int_eq(vmimage__go_bool(vmimage__span("T"), &value), VM_GO_OK);
    ck_assert(value);
    ck_assert_int_eq(vmimage__go_bool(vmimage__span("False"), &value), VM_GO_OK);
    ck_assert(!value);
    ck_assert_int_eq(vmimage__go_bool(vmimage__span("yes"), &value), VM_GO_SYNTAX);
    vmimage__arena_release(&arena);
}
END_TEST

START_TEST(times)
{
    static const char *const good[] = {"2020-02-29T00:00:00Z", "2020-01-02T3:04:05Z", "2020-01-02T03:04:05,5+01:00",
                                       "2020-01-02T03:04:05.123456789012-24:60"};
    static const char *const bad[] = {"",
                                      "2021-02-29T00:00:00Z",
                                      "2020-01-02T24:00:00Z",
                                      "2020-01-02 03:04:05Z",
                                      "2020-01-02T03:04:05",
                                      "2020-01-02T03:04:05.Z",
                                      "2020-01-02T03:04:05+25:00",
                                      "20-01-02T03:04:05Z",
                                      "2020-1-02T03:04:05Z",
                                      "2020-01-02T03:04:05Zx"};
    char out[VM_TIME_SIZE];

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ck_assert_msg(vmimage__go_is_time(vmimage__span(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(!vmimage__go_is_time(vmimage__span(bad[i])), "%s", bad[i]);
    vmimage__format_time(0, out);
    ck_assert_str_eq(out, "1970-01-01T00:00:00Z");
    vmimage__format_time(951782399, out);
    ck_assert_str_eq(out, "2000-02-28T23:59:59Z");
    vmimage__format_time(951782400, out);
    ck_assert_str_eq(out, "2000-02-29T00:00:00Z");
    vmimage__format_time(INT64_MAX, out);
    ck_assert_str_eq(out, "9999-12-31T23:59:59Z");
    vmimage__now(out);
    ck_assert(vmimage__go_is_time(vmimage__span(out)));
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, whole_numbers);
    tcase_add_test(tcase, fractions);
    tcase_add_test(tcase, printed_fractions);
    tcase_add_test(tcase, any_locale);
    tcase_add_test(tcase, powers);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, times);
}
UNIT_MAIN("gonumber", cases)
