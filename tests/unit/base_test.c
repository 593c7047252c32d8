/*
 * SPDX-License-Identifier: Apache-2.0
 * Buffers, escaping, errors, arenas, the context.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/context.h>

#include "base/buf.h"
#include "base/context.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"

START_TEST(buffer_has_a_maximum)
{
    struct vm_buf buf = VM_BUF_INIT(4);
    vmimage_string *string = NULL;
    vmimage_error *error = NULL;

    vmimage__buf_add_str(&buf, "abcd");
    ck_assert_int_eq(buf.status, VMIMAGE_OK);
    vmimage__buf_add_char(&buf, 'e');
    ck_assert_int_eq(buf.status, VMIMAGE_E_LIMIT);
    ck_assert_int_eq(vmimage__buf_take(&buf, &string, &error), VMIMAGE_E_LIMIT);
    ck_assert_ptr_null(string);
    vmimage_error_unref(error);
    vmimage__buf_reset(&buf);
    vmimage__buf_printf(&buf, "%d", 12);
    ck_assert_int_eq(vmimage__buf_take(&buf, &string, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(string), "12");
    ck_assert_uint_eq(vmimage_string_length(string), 2);
    vmimage_string_unref(string);
    vmimage__buf_release(&buf);
}
END_TEST

static void expect_quote(const char *text, size_t length, const char *quoted)
{
    struct vm_buf buf = VM_BUF_INIT(1000);

    vmimage__buf_go_quote(&buf, text, length);
    ck_assert_str_eq(vmimage__buf_str(&buf), quoted);
    vmimage__buf_release(&buf);
}

START_TEST(go_quote)
{
    expect_quote("photon", 6, "\"photon\"");
    expect_quote("a\"b\\c\n\x7f\0\x1b", 9, "\"a\\\"b\\\\c\\n\\x7f\\x00\\x1b\"");
    expect_quote("\xC3\xA9\xFF\xE2\x80\x8B\xF0\x9F\x98\x80", 10, "\"\xC3\xA9\\xff\\u200b\xF0\x9F\x98\x80\"");
    expect_quote("\xF3\xA0\x81\x81", 4, "\"\\U000e0041\"");
}
END_TEST

START_TEST(utf8)
{
    ck_assert_uint_eq(vmimage__utf8_valid("abcdefgh\xC3\xA9xyz", 13), 13);
    ck_assert_uint_eq(vmimage__utf8_valid("abcdefgh\xC3", 9), 8);
    ck_assert_uint_eq(vmimage__utf8_valid("\xED\xA0\x80", 3), 0);
    ck_assert_uint_eq(vmimage__utf8_valid("\xF4\x90\x80\x80", 4), 0);
    ck_assert_uint_eq(vmimage__utf8_valid("\xE0\x80\x80", 3), 0);
}
END_TEST

START_TEST(errors)
{
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage__fail(&error, VMIMAGE_E_AMBIGUOUS, "x", "two\nlines \x1b[31m"), VMIMAGE_E_AMBIGUOUS);
    ck_assert_str_eq(vmimage_error_message(error), "two\\x0alines \\x1b[31m");
    ck_assert_str_eq(vmimage_error_subject(error), "x");
    ck_assert_int_eq(vmimage_error_retry_after_ms(error), -1);
    vmimage__error_set_operation(&error, "resolve");
    vmimage__error_set_operation(&error, "the outer one does not replace it");
    ck_assert_str_eq(vmimage_error_operation(error), "resolve");
    vmimage__error_add_candidate(&error, "VirtualMachineImage", "ns", "vmi-1", "d");
    ck_assert_uint_eq(vmimage_error_candidate_count(error), 1);
    ck_assert_str_eq(vmimage_candidate_name(vmimage_error_candidate(error, 0)), "vmi-1");
    ck_assert_ptr_null(vmimage_error_candidate(error, 1));
    vmimage__error_prefix(&error, "f.ovf");
    ck_assert_str_eq(vmimage_error_message(error), "f.ovf: two\\x0alines \\x1b[31m");
    ck_assert_ptr_eq(vmimage_error_ref(error), error);
    vmimage_error_unref(error);
    ck_assert_int_eq(vmimage__fail_no_memory(&error), VMIMAGE_E_NO_MEMORY);
    ck_assert_str_eq(vmimage_error_message(error), "out of memory");
    ck_assert_ptr_null(vmimage_error_unref(error));
    ck_assert_int_eq(vmimage__fail(NULL, VMIMAGE_E_IO, NULL, "nobody listens"), VMIMAGE_E_IO);
}
END_TEST

START_TEST(status_names)
{
    ck_assert_str_eq(vmimage_status_name(VMIMAGE_OK), "VMIMAGE_OK");
    ck_assert_str_eq(vmimage_status_name(VMIMAGE_DONE), "VMIMAGE_DONE");
    ck_assert_str_eq(vmimage_status_name(VMIMAGE_E_LIMIT), "VMIMAGE_E_LIMIT");
    ck_assert_str_eq(vmimage_status_name(VMIMAGE_E_ABI), "VMIMAGE_E_ABI");
    ck_assert_str_eq(vmimage_status_name(-1000), "VMIMAGE_E_UNKNOWN");
}
END_TEST

static void remember(void *data, int32_t level, const char *module, const char *message)
{
    struct vm_buf *buf = data;

    vmimage__buf_printf(buf, "%d %s %s;", level, module, message);
}

static void count(void *data)
{
    int *released = data;

    ++*released;
}

/* Once each: when the log is set again, and with the last of two references. */
START_TEST(context_log_release)
{
    vmimage_context *context = vmimage_context_new(), *again = vmimage_context_ref(context);
    int first = 0, second = 0, third = 0;

    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_INFO, remember, &first, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_set_log_release(context, count, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_INFO, remember, &second, NULL), VMIMAGE_OK);
    ck_assert_int_eq(first, 1);
    ck_assert_int_eq(vmimage_context_set_log_release(context, count, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_set_log_release(context, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_INFO, remember, &third, NULL), VMIMAGE_OK);
    ck_assert_int_eq(second, 0);
    ck_assert_int_eq(vmimage_context_set_log_release(context, count, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(vmimage_context_unref(context));
    ck_assert_int_eq(third, 0);
    ck_assert_ptr_null(vmimage_context_unref(again));
    ck_assert_int_eq(first + third, 2);
    ck_assert_int_eq(vmimage_context_set_log_release(NULL, count, NULL), VMIMAGE_E_MISUSE);
}
END_TEST

START_TEST(context_log_and_limits)
{
    vmimage_context *context = vmimage_context_new();
    struct vm_buf seen = VM_BUF_INIT(1000);

    vmimage__log(context, VMIMAGE_LOG_ERROR, "m", "nobody");
    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_WARNING, remember, &seen, NULL), VMIMAGE_OK);
    vmimage__log(context, VMIMAGE_LOG_WARNING, "m", "%s", "a\tb");
    vmimage__log(context, VMIMAGE_LOG_INFO, "m", "too much");
    ck_assert_str_eq(vmimage__buf_str(&seen), "2 m a\\x09b;");
    vmimage__buf_release(&seen);
    ck_assert_uint_eq(vmimage_context_limit(NULL, VMIMAGE_LIMIT_DESCRIPTOR_BYTES), 12582912);
    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_JSON_DEPTH, 3, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_DEPTH), 3);
    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_JSON_DEPTH, 0, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_DEPTH), 64);
    ck_assert_int_eq(vmimage_context_set_limit(context, 99, 1, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_context_set_limit(NULL, 1, 1, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(vmimage_context_unref(context));
}
END_TEST

START_TEST(arenas)
{
    struct vm_arena arena = {0};
    char **list = NULL;
    size_t capacity = 0;

    for (size_t i = 0; i < 1000; i++) {
        ck_assert(vmimage__arena_grow(&arena, &list, i, &capacity, sizeof(list[0])));
        list[i] = vmimage__arena_printf(&arena, "%zu", i);
    }
    ck_assert_str_eq(list[999], "999");
    ck_assert_ptr_nonnull(vmimage__arena_alloc(&arena, 1000000));
    ck_assert(!arena.failed);
    ck_assert_ptr_null(vmimage__arena_alloc(&arena, SIZE_MAX - 3));
    ck_assert(arena.failed);
    vmimage__arena_release(&arena);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, buffer_has_a_maximum);
    tcase_add_test(tcase, go_quote);
    tcase_add_test(tcase, utf8);
    tcase_add_test(tcase, errors);
    tcase_add_test(tcase, status_names);
    tcase_add_test(tcase, context_log_and_limits);
    tcase_add_test(tcase, context_log_release);
    tcase_add_test(tcase, arenas);
}

UNIT_MAIN("base", cases)
