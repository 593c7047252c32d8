/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading, checking, printing and comparing JSON.
 */
#include "unit.h"

#include <string.h>

#include "format/json.h"

static vmimage_status parse(const char *text, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    return vmimage__json_parse(text, strlen(text), &limits, "t.json", doc, error);
}

static void expect_print(const char *text, const char *printed, bool html)
{
    struct vm_json_doc *doc = NULL;
    struct vm_buf buf = VM_BUF_INIT(10000);

    ck_assert_int_eq(parse(text, &doc, NULL), VMIMAGE_OK);
    vmimage__json_print(vmimage__json_root(doc), &buf, html);
    ck_assert_str_eq(vmimage__buf_str(&buf), printed);
    vmimage__buf_release(&buf);
    vmimage__json_free(doc);
}

START_TEST(printing)
{
    expect_print("{\"b\":1,\"a\":[true,false,null]}", "{\"a\":[true,false,null],\"b\":1}", false);
    expect_print("\"<&>\\u2028\\u0001\"", "\"\\u003c\\u0026\\u003e\\u2028\\u0001\"", true);
    expect_print("\"<&>\"", "\"<&>\"", false);
    expect_print("\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"", false);
    expect_print(" {} ", "{}", false);
    expect_print("\xEF\xBB\xBF[]", "[]", false);
}
END_TEST

START_TEST(numbers_are_exact)
{
    struct vm_json_doc *doc = NULL;
    const struct vm_json *n;
    int64_t value = 0;

    expect_print("[9223372036854775807,-9223372036854775808,18446744073709551615,1.50,1e3,0]",
                 "[9223372036854775807,-9223372036854775808,18446744073709551615,1.50,1e3,0]", false);
    ck_assert_int_eq(parse("{\"a\":[1,[9007199254740993]],\"b\":9223372036854775807,\"c\":1e3,\"d\":1.5,"
                           "\"e\":18446744073709551615,\"f\":7}",
                           &doc, NULL),
                     VMIMAGE_OK);
    n = vmimage__json_next(vmimage__json_first(vmimage__json_get(vmimage__json_root(doc), "a")));
    ck_assert(vmimage__json_int(vmimage__json_first(n), &value));
    ck_assert_int_eq(value, INT64_C(9007199254740993));
    ck_assert(vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "b"), &value));
    ck_assert_int_eq(value, INT64_MAX);
    ck_assert(vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "c"), &value));
    ck_assert_int_eq(value, 1000);
    ck_assert(!vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "d"), &value));
    ck_assert(!vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "e"), &value));
    ck_assert(vmimage__json_int(vmimage__json_get(vmimage__json_root(doc), "f"), &value));
    ck_assert_int_eq(value, 7);
    vmimage__json_free(doc);
}
END_TEST

static void expect_refused(const char *text, vmimage_status status, const char *message)
{
    struct vm_json_doc *doc = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(parse(text, &doc, &error), status);
    ck_assert_ptr_null(doc);
    ck_assert_str_eq(vmimage_error_message(error), message);
    vmimage_error_unref(error);
}

START_TEST(bad_text)
{
    char deep[80];

    expect_refused("", VMIMAGE_E_PARSE, "t.json:1: not JSON: the text ends too early");
    expect_refused("{\"a\":\n\n01}", VMIMAGE_E_PARSE, "t.json:3: not JSON: a number may not begin with 0");
    expect_refused("[1,]", VMIMAGE_E_PARSE, "t.json:1: not JSON: a value is expected");
    expect_refused("[1 2]", VMIMAGE_E_PARSE, "t.json:1: not JSON: a ',' or ']' is expected");
    expect_refused("{\"a\" 1}", VMIMAGE_E_PARSE, "t.json:1: not JSON: a ':' is expected");
    expect_refused("{} x", VMIMAGE_E_PARSE, "t.json:1: not JSON: something follows the value");
    expect_refused("\"\\u0000\"", VMIMAGE_E_PARSE, "t.json:1: not JSON: a text may not contain NUL");
    expect_refused("\"\\ud800\"", VMIMAGE_E_PARSE, "t.json:1: not JSON: half of a surrogate pair");
    expect_refused("\"\x01\"", VMIMAGE_E_PARSE, "t.json:1: not JSON: a control character in a text");
    expect_refused("\"\xC0\xAF\"", VMIMAGE_E_PARSE, "t.json:1: not JSON: a byte that is not UTF-8");
    expect_refused("\"abc", VMIMAGE_E_PARSE, "t.json:1: not JSON: the text ends inside a string");
    expect_refused("tru", VMIMAGE_E_PARSE, "t.json:1: not JSON: a value is expected");
    memset(deep, '[', 65);
    deep[65] = '\0';
    expect_refused(deep, VMIMAGE_E_LIMIT, "t.json:1: nested more than 64 levels deep");
}
END_TEST

START_TEST(access_and_equality)
{
    struct vm_json_doc *a = NULL, *b = NULL;

    ck_assert_int_eq(parse("{\"x\":1,\"y\":{\"k\":\"v\"},\"x\":2}", &a, NULL), VMIMAGE_OK);
    ck_assert_int_eq(parse("{\"y\":{\"k\":\"v\"},\"x\":2.0,\"x\":2}", &b, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage__json_get_string(vmimage__json_get(vmimage__json_root(a), "y"), "k"), "v");
    ck_assert_double_eq(vmimage__json_double(vmimage__json_get(vmimage__json_root(a), "x")), 2);
    ck_assert_ptr_null(vmimage__json_get(vmimage__json_root(a), "Y"));
    ck_assert_ptr_null(vmimage__json_get(NULL, "Y"));
    ck_assert(vmimage__json_equal(vmimage__json_get(vmimage__json_root(a), "y"),
                                  vmimage__json_get(vmimage__json_root(b), "y")));
    ck_assert(!vmimage__json_equal(vmimage__json_get(vmimage__json_root(a), "x"),
                                   vmimage__json_get(vmimage__json_root(b), "y")));
    vmimage__json_free(a);
    vmimage__json_free(b);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, printing);
    tcase_add_test(tcase, numbers_are_exact);
    tcase_add_test(tcase, bad_text);
    tcase_add_test(tcase, access_and_equality);
}

UNIT_MAIN("json", cases)
