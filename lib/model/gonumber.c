/*
 * SPDX-License-Identifier: Apache-2.0
 * Whole numbers, booleans and white space by the rules of Go's strconv and strings. Fractions are in gofloat.c.
 */
#include "model/gonumber.h"

#include <string.h>

#include "base/utf8.h"

const char *vmimage__go_result_text(enum vm_go_result result)
{
    return result == VM_GO_RANGE ? "value out of range" : "invalid syntax";
}

struct vm_span vmimage__span(const char *text)
{
    struct vm_span span = {text != NULL ? text : "", text != NULL ? strlen(text) : 0};

    return span;
}

bool vmimage__span_is(struct vm_span span, const char *text)
{
    return strlen(text) == span.length && memcmp(span.text, text, span.length) == 0;
}

static bool is_space_code(uint32_t code)
{
    return code == 0x85 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
           code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

size_t vmimage__go_space(const char *text, size_t length)
{
    unsigned char c;
    uint32_t code = 0;
    size_t size;

    if (length == 0)
        return 0;
    c = (unsigned char)*text;
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    size = vmimage__utf8_decode(text, length, &code);
    return size != 0 && is_space_code(code) ? size : 0;
}

/* The white space character that ends at `end`, 0 when there is none: UTF-8 white space has at most three bytes. */
static size_t space_before(struct vm_span span)
{
    for (size_t n = 1; n <= 3 && n <= span.length; n++) {
        if (vmimage__go_space(span.text + span.length - n, n) == n)
            return n;
    }
    return 0;
}

struct vm_span vmimage__go_trim(struct vm_span span)
{
    size_t n;

    while ((n = vmimage__go_space(span.text, span.length)) != 0) {
        span.text += n;
        span.length -= n;
    }
    while ((n = space_before(span)) != 0)
        span.length -= n;
    return span;
}

enum vm_go_result vmimage__go_uint(struct vm_span span, int bits, uint64_t *value)
{
    uint64_t max = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1, n = 0;

    if (span.length == 0)
        return VM_GO_SYNTAX;
    for (size_t i = 0; i < span.length; i++) {
        unsigned digit = (unsigned char)span.text[i] - (unsigned)'0';

        if (digit > 9)
            return VM_GO_SYNTAX;
        /* as in Go, what follows the digit that is too many is not looked at */
        if (n > (max - digit) / 10) {
            *value = max;
            return VM_GO_RANGE;
        }
        n = n * 10 + digit;
    }
    *value = n;
    return VM_GO_OK;
}

enum vm_go_result vmimage__go_int(struct vm_span span, int bits, int64_t *value)
{
    uint64_t cutoff = UINT64_C(1) << (bits - 1), n = 0;
    bool negative = span.length != 0 && *span.text == '-';
    enum vm_go_result result;

    if (negative || (span.length != 0 && *span.text == '+')) {
        span.text++;
        span.length--;
    }
    result = vmimage__go_uint(span, bits, &n);
    if (result == VM_GO_SYNTAX)
        return result;
    if (negative && n > cutoff) {
        *value = cutoff == UINT64_C(1) << 63 ? INT64_MIN : -(int64_t)cutoff;
        return VM_GO_RANGE;
    }
    if (!negative && n >= cutoff) {
        *value = (int64_t)(cutoff - 1);
        return VM_GO_RANGE;
    }
    *value = !negative ? (int64_t)n : n == UINT64_C(1) << 63 ? INT64_MIN : -(int64_t)n;
    return VM_GO_OK;
}

enum vm_go_result vmimage__go_bool(struct vm_span span, bool *value)
{
    static const char *const words[] = {"1", "t", "T", "TRUE",  "true",  "True",
                                        "0", "f", "F", "FALSE", "false", "False"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (vmimage__span_is(span, words[i])) {
            *value = i < 6;
            return VM_GO_OK;
        }
    }
    return VM_GO_SYNTAX;
}

/* `digits` digits from `at`, or fewer down to one when `least` says so; -1 when there are none. Moves at. */
static int take_number(struct vm_span s, size_t *at, int least, int digits)
{
    int value = 0, n = 0;

    while (n < digits && *at < s.length && s.text[*at] >= '0' && s.text[*at] <= '9') {
        value = value * 10 + (s.text[*at] - '0');
        (*at)++;
        n++;
    }
    return n < least ? -1 : value;
}

static bool take(struct vm_span s, size_t *at, char c)
{
    bool there = *at < s.length && s.text[*at] == c;

    *at += there;
    return there;
}

static int days_in(int month, int year)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

static bool take_zone(struct vm_span s, size_t *at)
{
    int hours, minutes;

    if (take(s, at, 'Z'))
        return true;
    if (!take(s, at, '+') && !take(s, at, '-'))
        return false;
    hours = take_number(s, at, 2, 2);
    if (!take(s, at, ':'))
        return false;
    minutes = take_number(s, at, 2, 2);
    return hours >= 0 && hours <= 24 && minutes >= 0 && minutes <= 60;
}

bool vmimage__go_is_time(struct vm_span s)
{
    size_t at = 0;
    int year = take_number(s, &at, 4, 4), month, day, hour, minute, second;

    if (!take(s, &at, '-') || (month = take_number(s, &at, 2, 2)) < 1 || month > 12 || !take(s, &at, '-'))
        return false;
    day = take_number(s, &at, 2, 2);
    if (year < 0 || day < 1 || day > days_in(month, year) || !take(s, &at, 'T'))
        return false;
    hour = take_number(s, &at, 1, 2);
    if (!take(s, &at, ':'))
        return false;
    minute = take_number(s, &at, 2, 2);
    if (!take(s, &at, ':'))
        return false;
    second = take_number(s, &at, 2, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    if (at + 1 < s.length && (s.text[at] == '.' || s.text[at] == ',') && s.text[at + 1] >= '0' &&
        s.text[at + 1] <= '9') {
        at++;
        while (at < s.length && s.text[at] >= '0' && s.text[at] <= '9')
            at++;
    }
    return take_zone(s, &at) && at == s.length;
}
