/*
 * SPDX-License-Identifier: Apache-2.0
 * Lists cut into objects while they arrive: wherever the pieces are cut, whatever is in strings.
 */
#include <string.h>

#include "base/error.h"
#include "format/json_stream.h"
#include "unit.h"

struct seen {
    char text[4096];
    size_t count;
    vmimage_status answer;
};

static vmimage_status element(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct seen *seen = data;

    (void)error;
    ck_assert_uint_lt(strlen(seen->text) + length + 2, sizeof(seen->text));
    strncat(seen->text, text, length);
    strcat(seen->text, "|");
    seen->count++;
    return seen->answer;
}

/* The text in pieces of a size. */
static vmimage_status run(const char *array, const char *text, size_t piece, struct seen *seen, char rest[256],
                          vmimage_error **error)
{
    struct vm_json_stream stream = VM_JSON_STREAM_INIT(array, 64, 200);
    size_t length = strlen(text);
    vmimage_status status = VMIMAGE_OK;

    stream.subject = "answer";
    stream.element = element;
    stream.data = seen;
    for (size_t at = 0; status == VMIMAGE_OK && at < length; at += piece)
        status = vmimage__json_stream_feed(&stream, text + at, length - at < piece ? length - at : piece, error);
    if (status == VMIMAGE_OK)
        status = vmimage__json_stream_end(&stream, error);
    rest[0] = '\0';
    strncat(rest, vmimage__buf_str(&stream.rest), 255);
    vmimage__json_stream_release(&stream);
    return status;
}

struct good {
    const char *array, *text, *elements, *rest;
};

static const struct good goods[] = {
    {"items", "{\"a\":{\"items\":[1]},\"items\":[{\"x\":[]},{\"y\":{\"z\":{}}}],\"b\":2}\n",
     "{\"x\":[]}|{\"y\":{\"z\":{}}}|", "{\"a\":{\"items\":[1]},\"items\":[],\"b\":2}"},
    {"items", " { \"items\" : [ ] } ", "", "{ \"items\" : [] }"},
    {"items", "{\"items\":[ {} , {} ]}", "{}|{}|", "{\"items\":[]}"},
    {"items", "{\"a\":\"items\",\"b\":\",\\\"items\\\":[{\",\"items\":[{\"k}\":\"]},{\\\\\"},{\"q\":\"\\\"}\"}]}",
     "{\"k}\":\"]},{\\\\\"}|{\"q\":\"\\\"}\"}|", "{\"a\":\"items\",\"b\":\",\\\"items\\\":[{\",\"items\":[]}"},
    {"items", "{\"items\":null}", "", "{\"items\":null}"},
    {"items", "{\"kind\":\"Status\",\"code\":410}", "", "{\"kind\":\"Status\",\"code\":410}"},
    {"rows", "{\"itemsrows\":[{}],\"rows\":[{\"cells\":[\"a\",{}]}]}", "{\"cells\":[\"a\",{}]}|",
     "{\"itemsrows\":[{}],\"rows\":[]}"},
    {NULL, "{\"a\":1}\n{\"b\":\"}\"}  {\"c\":[{}]}\n", "{\"a\":1}|{\"b\":\"}\"}|{\"c\":[{}]}|", ""},
    {NULL, "", "", ""},
};

START_TEST(test_good)
{
    const struct good *good = &goods[_i];

    for (size_t piece = 1; piece <= strlen(good->text) + 1; piece++) {
        struct seen seen = {.answer = VMIMAGE_OK};
        vm_auto_error vmimage_error *error = NULL;
        char rest[256];
        vmimage_status status = run(good->array, good->text, piece, &seen, rest, &error);

        ck_assert_msg(status == VMIMAGE_OK, "%zu: %s", piece, vmimage_error_message(error));
        ck_assert_str_eq(seen.text, good->elements);
        ck_assert_str_eq(rest, good->rest);
    }
}
END_TEST

struct bad {
    const char *array, *text;
    vmimage_status status;
    const char *message;
};

static const struct bad bads[] = {
    {"items", "", VMIMAGE_E_PARSE, "answer: at byte 0: the text ends in the middle"},
    {"items", "[]", VMIMAGE_E_PARSE, "answer: at byte 0: an object is missing"},
    {"items", "{\"items\":[{}", VMIMAGE_E_PARSE, "ends in the middle"},
    {"items", "{\"items\":[{\"a\":\"", VMIMAGE_E_PARSE, "at byte 16: the text ends in the middle"},
    {"items", "{\"items\":[{}]", VMIMAGE_E_PARSE, "ends in the middle"},
    {"items", "{\"items\":[{},]}", VMIMAGE_E_PARSE, "an object is missing"},
    {"items", "{\"items\":[,{}]}", VMIMAGE_E_PARSE, "an object is missing"},
    {"items", "{\"items\":[{}{}]}", VMIMAGE_E_PARSE, "a comma or the end of the list is missing"},
    {"items", "{\"items\":[1]}", VMIMAGE_E_PARSE, "an object is missing"},
    {"items", "{\"items\":[],\"items\":[{}]}", VMIMAGE_E_PARSE, "the list has its elements twice"},
    {"items", "{\"items\":[]}x", VMIMAGE_E_PARSE, "there is something after the object"},
    {"items", "{\"items\":[{\"a\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}]}",
     VMIMAGE_E_LIMIT, "an object of more than 64 bytes"},
    {NULL, "{} {\"a\":", VMIMAGE_E_PARSE, "ends in the middle"},
    {NULL, "{}\n[", VMIMAGE_E_PARSE, "answer: at byte 3: an object is missing"},
};

START_TEST(test_bad)
{
    const struct bad *bad = &bads[_i];

    for (size_t piece = 1; piece <= 12; piece++) {
        struct seen seen = {.answer = VMIMAGE_OK};
        vm_auto_error vmimage_error *error = NULL;
        char rest[256];

        ck_assert_int_eq(run(bad->array, bad->text, piece, &seen, rest, &error), bad->status);
        ck_assert_msg(strstr(vmimage_error_message(error), bad->message) != NULL, "%s", vmimage_error_message(error));
    }
}
END_TEST

START_TEST(test_rest_is_bounded)
{
    struct seen seen = {.answer = VMIMAGE_OK};
    vm_auto_error vmimage_error *error = NULL;
    char text[400], rest[256];

    memset(text, 'x', sizeof(text));
    memcpy(text, "{\"a\":\"", 6);
    text[sizeof(text) - 1] = '\0';
    ck_assert_int_eq(run("items", text, 1000, &seen, rest, &error), VMIMAGE_E_LIMIT);
}
END_TEST

START_TEST(test_the_caller_may_stop)
{
    struct seen seen = {.answer = VMIMAGE_E_CANCELLED};
    char rest[256];

    ck_assert_int_eq(run("items", "{\"items\":[{},{}]}", 3, &seen, rest, NULL), VMIMAGE_E_CANCELLED);
    ck_assert_uint_eq(seen.count, 1);
}
END_TEST

START_TEST(test_again)
{
    struct vm_json_stream stream = VM_JSON_STREAM_INIT("items", 64, 64);
    struct seen seen = {.answer = VMIMAGE_OK};

    stream.subject = "answer";
    stream.element = element;
    stream.data = &seen;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(vmimage__json_stream_feed(&stream, "{\"items\":[{}],\"k\":{}}", 21, NULL), VMIMAGE_OK);
        ck_assert_int_eq(vmimage__json_stream_end(&stream, NULL), VMIMAGE_OK);
        ck_assert(stream.seen);
        vmimage__json_stream_reset(&stream);
        ck_assert_int_eq(vmimage__json_stream_feed(&stream, "{\"items\":[{\"half", 16, NULL), VMIMAGE_OK);
        vmimage__json_stream_reset(&stream);
    }
    ck_assert_str_eq(seen.text, "{}|{}|");
    vmimage__json_stream_release(&stream);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, test_good, 0, (int)(sizeof(goods) / sizeof(goods[0])));
    tcase_add_loop_test(tcase, test_bad, 0, (int)(sizeof(bads) / sizeof(bads[0])));
    tcase_add_test(tcase, test_rest_is_bounded);
    tcase_add_test(tcase, test_the_caller_may_stop);
    tcase_add_test(tcase, test_again);
}

UNIT_MAIN("json_stream", cases)
