/*
 * SPDX-License-Identifier: Apache-2.0
 * RFC 8259, checked to the letter: what cJSON is lenient about (bad UTF-8, control characters, NUL, junk after the
 * value, numbers such as 01) is refused here, with the line. The tree is made in json_read.c.
 */
#include "format/json_check.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"

struct checker {
    const char *text;
    size_t length, at;
    size_t depth, max_depth;
    size_t number_count;
    struct vm_json_numbers *numbers;
    const char *problem; /* what is wrong at `at` */
    vmimage_status status;
};

static bool fail(struct checker *c, const char *problem)
{
    if (c->status == VMIMAGE_OK) {
        c->status = VMIMAGE_E_PARSE;
        c->problem = problem;
    }
    return false;
}

static int peek(const struct checker *c)
{
    return c->at < c->length ? (unsigned char)c->text[c->at] : -1;
}

static void skip_space(struct checker *c)
{
    while (c->at < c->length &&
           (c->text[c->at] == ' ' || c->text[c->at] == '\t' || c->text[c->at] == '\r' || c->text[c->at] == '\n'))
        c->at++;
}

static bool check_literal(struct checker *c, const char *word)
{
    size_t length = strlen(word);

    if (c->length - c->at < length || memcmp(c->text + c->at, word, length) != 0)
        return fail(c, "a value is expected");
    c->at += length;
    return true;
}

static size_t skip_digits(struct checker *c)
{
    size_t start = c->at;

    while (peek(c) >= '0' && peek(c) <= '9')
        c->at++;
    return c->at - start;
}

static bool keep_number(struct checker *c, size_t start)
{
    struct vm_json_numbers *n = c->numbers;

    if (!vmimage__grow(&n->items, n->count, &n->capacity, sizeof(n->items[0]))) {
        c->status = VMIMAGE_E_NO_MEMORY;
        return false;
    }
    n->items[n->count].ordinal = c->number_count;
    n->items[n->count].offset = start;
    n->items[n->count].length = c->at - start;
    n->count++;
    return true;
}

static bool check_number(struct checker *c)
{
    size_t start = c->at;
    bool whole = true;

    if (peek(c) == '-')
        c->at++;
    if (peek(c) == '0')
        c->at++;
    else if (skip_digits(c) == 0)
        return fail(c, "a value is expected");
    if (peek(c) >= '0' && peek(c) <= '9')
        return fail(c, "a number may not begin with 0");
    if (peek(c) == '.') {
        whole = false;
        c->at++;
        if (skip_digits(c) == 0)
            return fail(c, "a digit is expected");
    }
    if (peek(c) == 'e' || peek(c) == 'E') {
        whole = false;
        c->at++;
        if (peek(c) == '+' || peek(c) == '-')
            c->at++;
        if (skip_digits(c) == 0)
            return fail(c, "a digit is expected");
    }
    if ((!whole || c->at - start > 15) && !keep_number(c, start))
        return false;
    c->number_count++;
    return true;
}

static bool read_hex4(const struct checker *c, size_t at, unsigned *value)
{
    *value = 0;
    if (c->length - at < 4)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char h = c->text[i];
        unsigned digit;

        if (h >= '0' && h <= '9')
            digit = (unsigned)(h - '0');
        else if (h >= 'a' && h <= 'f')
            digit = (unsigned)(h - 'a') + 10;
        else if (h >= 'A' && h <= 'F')
            digit = (unsigned)(h - 'A') + 10;
        else
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

/* At the "u" of an escape. A lone surrogate is refused: nothing could be made of it. */
static bool check_unicode_escape(struct checker *c)
{
    unsigned code, low;

    if (!read_hex4(c, c->at + 1, &code))
        return fail(c, "four hexadecimal digits are expected");
    if (code == 0)
        return fail(c, "a text may not contain NUL");
    if (code >= 0xDC00 && code <= 0xDFFF)
        return fail(c, "half of a surrogate pair");
    c->at += 5;
    if (code < 0xD800 || code > 0xDBFF)
        return true;
    if (c->length - c->at < 6 || c->text[c->at] != '\\' || c->text[c->at + 1] != 'u' ||
        !read_hex4(c, c->at + 2, &low) || low < 0xDC00 || low > 0xDFFF)
        return fail(c, "half of a surrogate pair");
    c->at += 6;
    return true;
}

static bool check_string(struct checker *c)
{
    if (peek(c) != '"')
        return fail(c, "a text in quotes is expected");
    c->at++;
    for (;;) {
        const unsigned char *text = (const unsigned char *)c->text, *at = text + c->at, *end = text + c->length;

        while (at < end && *at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        c->at = (size_t)(at - text);
        if (at == end)
            return fail(c, "the text ends inside a string");
        if (*at < 0x20)
            return fail(c, "a control character in a text");
        c->at++;
        if (*at == '"')
            return true;
        if (peek(c) == 'u') {
            if (!check_unicode_escape(c))
                return false;
        } else if (c->at < c->length && memchr("\"\\/bfnrt", c->text[c->at], 8) != NULL) {
            c->at++;
        } else {
            return fail(c, "an unknown escape");
        }
    }
}

static bool check_value(struct checker *c);

static bool check_members(struct checker *c, bool object)
{
    int close = object ? '}' : ']';

    c->at++;
    skip_space(c);
    if (peek(c) == close) {
        c->at++;
        return true;
    }
    for (;;) {
        skip_space(c);
        if (object) {
            if (!check_string(c))
                return false;
            skip_space(c);
            if (peek(c) != ':')
                return fail(c, "a ':' is expected");
            c->at++;
        }
        if (!check_value(c))
            return false;
        skip_space(c);
        if (peek(c) == close) {
            c->at++;
            return true;
        }
        if (peek(c) != ',')
            return fail(c, object ? "a ',' or '}' is expected" : "a ',' or ']' is expected");
        c->at++;
    }
}

static bool check_value(struct checker *c)
{
    bool ok;

    skip_space(c);
    switch (peek(c)) {
    case '{':
    case '[':
        if (c->depth == c->max_depth) {
            c->status = VMIMAGE_E_LIMIT;
            return false;
        }
        c->depth++;
        ok = check_members(c, peek(c) == '{');
        c->depth--;
        return ok;
    case '"':
        return check_string(c);
    case 't':
        return check_literal(c, "true");
    case 'f':
        return check_literal(c, "false");
    case 'n':
        return check_literal(c, "null");
    case -1:
        return fail(c, "the text ends too early");
    default:
        return check_number(c);
    }
}

static uint64_t line_at(const char *text, size_t offset)
{
    uint64_t line = 1;

    for (size_t i = 0; i < offset; i++)
        line += text[i] == '\n';
    return line;
}

static vmimage_status report(const struct checker *c, const char *subject, vmimage_error **error)
{
    uint64_t line = line_at(c->text, c->at);
    vmimage_status status;

    if (c->status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (c->status == VMIMAGE_E_LIMIT)
        status = vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s:%llu: nested more than %zu levels deep", subject,
                               (unsigned long long)line, c->max_depth);
    else
        status = vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s:%llu: not JSON: %s", subject,
                               (unsigned long long)line, c->problem);
    vmimage__error_set_line(error, line);
    return status;
}

vmimage_status vmimage__json_check(const char *text, size_t length, const struct vm_json_limits *limits,
                                   const char *subject, struct vm_json_numbers *numbers, vmimage_error **error)
{
    struct checker c = {.text = text, .length = length, .numbers = numbers, .max_depth = (size_t)limits->depth};

    if (length > limits->bytes)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s: %zu bytes of JSON are more than the limit of %llu",
                             subject, length, (unsigned long long)limits->bytes);
    c.at = vmimage__utf8_valid(text, length);
    if (c.at != length) {
        (void)fail(&c, "a byte that is not UTF-8");
        return report(&c, subject, error);
    }
    c.at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (!check_value(&c))
        return report(&c, subject, error);
    skip_space(&c);
    if (c.at != length) {
        (void)fail(&c, "something follows the value");
        return report(&c, subject, error);
    }
    return VMIMAGE_OK;
}
