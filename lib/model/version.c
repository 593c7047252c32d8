/*
 * SPDX-License-Identifier: Apache-2.0
 * The order of product versions: precedence of semantic versions, widened to every text. docs/versions.md has the rules for
 * a reader. Which versions belong together is left to family.c, which ones are wanted to constraint.c.
 */
#include "model/version.h"

#include <string.h>
#include <vmimage/version.h>

#include "base/ascii.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static size_t digits(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && is_digit(text[n]))
        n++;
    return n;
}

/* Numbers of any length, by value. */
static int compare_digits(const char *a, size_t a_length, const char *b, size_t b_length)
{
    for (; a_length > 0 && *a == '0'; a_length--)
        a++;
    for (; b_length > 0 && *b == '0'; b_length--)
        b++;
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    return a_length > 0 ? sign(memcmp(a, b, a_length)) : 0;
}

int vmimage__natural_order(const char *a, size_t a_length, const char *b, size_t b_length)
{
    while (a_length > 0 && b_length > 0) {
        size_t n = digits(a, a_length), m = digits(b, b_length);
        int order;

        if ((n > 0) != (m > 0))
            return n > 0 ? -1 : 1;
        order = n > 0 ? compare_digits(a, n, b, m) : (unsigned char)*a - (unsigned char)*b;
        if (order != 0)
            return sign(order);
        n += n == 0;
        m += m == 0;
        a += n, a_length -= n;
        b += m, b_length -= m;
    }
    return (a_length > 0) - (b_length > 0);
}

/* Length of the dot-separated identifiers that a semantic version may have after "-" or "+"; 0 when there is none. */
static size_t identifiers(const char *text)
{
    size_t n = 0;
    bool empty = true;

    for (;; n++) {
        char c = vmimage__ascii_lower(text[n]);

        if (is_digit(c) || (c >= 'a' && c <= 'z') || c == '-')
            empty = false;
        else if (empty)
            return 0;
        else if (c == '.')
            empty = true;
        else
            return n;
    }
}

bool vmimage__version_word(const char *suffix)
{
    static const char words[][6] = {"alpha", "beta", "rc", "pre", "dev"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (vmimage__ascii_equal_n(suffix, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* What follows the numbers. Anything that is not written as semver has it is an addition. */
static void parse_suffix(struct vm_version *version, const char *rest)
{
    size_t pre = *rest == '-' ? identifiers(rest + 1) : 0;
    const char *after = rest + (pre > 0 ? pre + 1 : 0);
    size_t build = *after == '+' ? identifiers(after + 1) : 0;
    bool regular = build > 0 ? after[build + 1] == '\0' : *after == '\0';

    version->kind = VM_VERSION_MORE;
    version->suffix = rest;
    version->suffix_length = regular ? (size_t)(after - rest) : strlen(rest);
    if (regular && build > 0)
        version->build = after + 1;
    if (version->suffix_length == 0) {
        version->kind = VM_VERSION_PLAIN;
    } else if (regular && (version->count == 3 || vmimage__version_word(rest + 1))) {
        version->kind = VM_VERSION_PRE;
        version->suffix++;
        version->suffix_length--;
    }
}

struct vm_version vmimage__version_parse(const char *text)
{
    struct vm_version version = {.kind = VM_VERSION_NONE, .numbers = text, .suffix = text, .build = ""};
    const char *at = text + ((*text == 'v' || *text == 'V') && is_digit(text[1]) ? 1 : 0);

    if (!is_digit(*at)) {
        version.suffix_length = strlen(text);
        return version;
    }
    version.numbers = at;
    for (;;) {
        at += digits(at, (size_t)-1);
        version.count++;
        if (*at != '.' || !is_digit(at[1]))
            break;
        at++;
    }
    version.numbers_length = (size_t)(at - version.numbers);
    parse_suffix(&version, at);
    return version;
}

int vmimage__version_numbers_order(const struct vm_version *a, const struct vm_version *b, size_t count)
{
    const char *x = a->numbers, *y = b->numbers, *x_end = x + a->numbers_length, *y_end = y + b->numbers_length;

    for (; count > 0 && (x < x_end || y < y_end); count--) {
        size_t n = x < x_end ? digits(x, (size_t)(x_end - x)) : 0, m = y < y_end ? digits(y, (size_t)(y_end - y)) : 0;
        int order = compare_digits(x, n, y, m);

        if (order != 0)
            return order;
        x = x + n < x_end ? x + n + 1 : x_end;
        y = y + m < y_end ? y + m + 1 : y_end;
    }
    return 0;
}

static size_t until_dot(const char *text, const char *end)
{
    const char *dot = memchr(text, '.', (size_t)(end - text));

    return (size_t)((dot != NULL ? dot : end) - text);
}

/* Identifiers by the rules of semver 2.0: numbers by value and before words, words by their bytes. */
static int compare_pre(const char *a, size_t a_length, const char *b, size_t b_length)
{
    const char *a_end = a + a_length, *b_end = b + b_length;

    while (a < a_end && b < b_end) {
        size_t n = until_dot(a, a_end), m = until_dot(b, b_end);
        bool a_number = digits(a, n) == n, b_number = digits(b, m) == m;
        int order;

        if (a_number != b_number)
            return a_number ? -1 : 1;
        order = a_number ? compare_digits(a, n, b, m) : memcmp(a, b, n < m ? n : m);
        if (order == 0 && !a_number)
            order = (n > m) - (n < m);
        if (order != 0)
            return sign(order);
        a = a + n < a_end ? a + n + 1 : a_end;
        b = b + m < b_end ? b + m + 1 : b_end;
    }
    return (a < a_end) - (b < b_end);
}

int vmimage__version_order(const struct vm_version *a, const struct vm_version *b)
{
    int order = 0;

    if (a->kind != VM_VERSION_NONE && b->kind != VM_VERSION_NONE)
        order = vmimage__version_numbers_order(a, b, (size_t)-1);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order != 0)
        return order;
    if (a->kind == VM_VERSION_PRE)
        return compare_pre(a->suffix, a->suffix_length, b->suffix, b->suffix_length);
    return vmimage__natural_order(a->suffix, a->suffix_length, b->suffix, b->suffix_length);
}

int32_t vmimage_version_compare(const char *a, const char *b)
{
    struct vm_version left, right;

    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    left = vmimage__version_parse(a);
    right = vmimage__version_parse(b);
    return vmimage__version_order(&left, &right);
}

int32_t vmimage_version_is_prerelease(const char *version)
{
    return version != NULL && vmimage__version_parse(version).kind == VM_VERSION_PRE;
}

int32_t vmimage_content_version_compare(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return vmimage__natural_order(a, strlen(a), b, strlen(b));
}
