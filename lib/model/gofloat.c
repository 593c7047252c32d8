/*
 * SPDX-License-Identifier: Apache-2.0
 * Fractions by the rules of Go's strconv, fmt and math, whatever the locale of the program: strtod() only ever sees digits
 * and an exponent, and what printf puts for the decimal point is not looked at.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/gonumber.h"

/* What a number consists of, once its syntax has been checked. */
struct parts {
    bool negative, hex;
    size_t digits_at; /* first byte after sign and prefix */
    size_t digits_end;
    long exponent;      /* as written */
    long after_point;   /* digits after the point */
    size_t digit_count; /* digits without leading zeros */
};

static char lower(char c)
{
    return (char)(c | 0x20);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

static size_t prefix_ignoring_case(struct vm_span span, const char *word)
{
    size_t n = 0;

    while (n < span.length && word[n] != '\0' && lower(span.text[n]) == word[n])
        n++;
    return n;
}

/* "inf", "infinity", "nan"; a sign only before the first two. */
static bool special(struct vm_span span, double *value)
{
    bool sign = span.length != 0 && (*span.text == '+' || *span.text == '-');
    struct vm_span rest = {span.text + (sign ? 1 : 0), span.length - (sign ? 1 : 0)};
    size_t n = prefix_ignoring_case(rest, "infinity");

    if (n == rest.length && (n == 3 || n == 8)) {
        *value = *span.text == '-' ? -INFINITY : INFINITY;
        return true;
    }
    if (sign || span.length != 3 || prefix_ignoring_case(span, "nan") != 3)
        return false;
    *value = NAN;
    return true;
}

/* Underscores only between digits, where a base prefix counts as one. */
static bool underscores_ok(struct vm_span span, const struct parts *parts)
{
    char saw = parts->hex ? '0' : '^';

    for (size_t i = parts->digits_at; i < span.length; i++) {
        char c = span.text[i];

        if (parts->hex ? is_hex_digit(c) : is_digit(c)) {
            saw = '0';
        } else if (c == '_') {
            if (saw != '0')
                return false;
            saw = '_';
        } else {
            if (saw == '_')
                return false;
            saw = '!';
        }
    }
    return saw != '_';
}

static size_t scan_digits(struct vm_span span, struct parts *parts, bool *underscores)
{
    size_t i = parts->digits_at;
    bool dot = false, digits = false;

    for (; i < span.length; i++) {
        char c = span.text[i];

        if (c == '_') {
            *underscores = true;
        } else if (c == '.' && !dot) {
            dot = true;
        } else if (parts->hex ? is_hex_digit(c) : is_digit(c)) {
            digits = true;
            parts->after_point += dot;
            parts->digit_count += c != '0' || parts->digit_count != 0;
        } else {
            break;
        }
    }
    parts->digits_end = i;
    return digits ? i : 0;
}

static bool scan_exponent(struct vm_span span, size_t i, struct parts *parts, bool *underscores)
{
    bool negative;
    long e = 0;

    if (i == span.length || lower(span.text[i]) != (parts->hex ? 'p' : 'e'))
        return i == span.length && !parts->hex;
    i++;
    negative = i < span.length && span.text[i] == '-';
    if (i < span.length && (span.text[i] == '+' || span.text[i] == '-'))
        i++;
    if (i == span.length || !is_digit(span.text[i]))
        return false;
    for (; i < span.length && (is_digit(span.text[i]) || span.text[i] == '_'); i++) {
        if (span.text[i] == '_')
            *underscores = true;
        else if (e < 10000)
            e = e * 10 + (span.text[i] - '0');
    }
    parts->exponent = negative ? -e : e;
    return i == span.length;
}

static bool scan(struct vm_span span, struct parts *parts)
{
    bool underscores = false;
    size_t i = 0;

    memset(parts, 0, sizeof(*parts));
    if (span.length != 0 && (*span.text == '+' || *span.text == '-')) {
        parts->negative = *span.text == '-';
        i = 1;
    }
    parts->hex = i + 2 < span.length && span.text[i] == '0' && lower(span.text[i + 1]) == 'x';
    parts->digits_at = i + (parts->hex ? 2 : 0);
    i = scan_digits(span, parts, &underscores);
    return i != 0 && scan_exponent(span, i, parts, &underscores) && (!underscores || underscores_ok(span, parts));
}

/* The number again, without point and underscores: digits and one exponent. `out` has room for the span and 32 bytes. */
static void normalise(struct vm_span span, const struct parts *parts, char *out)
{
    size_t n = 0;
    long exponent = parts->exponent - parts->after_point * (parts->hex ? 4 : 1);

    if (parts->negative)
        out[n++] = '-';
    out[n++] = '0';
    if (parts->hex)
        out[n++] = 'x';
    for (size_t i = parts->digits_at; i < parts->digits_end; i++) {
        if (span.text[i] != '.' && span.text[i] != '_')
            out[n++] = span.text[i];
    }
    (void)snprintf(out + n, 30, "%c%ld", parts->hex ? 'p' : 'e', exponent);
}

enum vm_go_result vmimage__go_float(struct vm_span span, bool single, double *value, bool *no_memory)
{
    struct parts parts;
    char small[160];
    vm_auto_str char *large = NULL;
    char *text = small;
    double result;

    if (special(span, value))
        return VM_GO_OK;
    if (!scan(span, &parts))
        return VM_GO_SYNTAX;
    if (span.length + 32 > sizeof(small)) {
        large = vmimage__calloc(span.length + 32, 1);
        text = large;
    }
    if (text == NULL) {
        *no_memory = true;
        return VM_GO_SYNTAX;
    }
    normalise(span, &parts, text);
    result = single ? (double)strtof(text, NULL) : strtod(text, NULL);
    *value = result;
    return isinf(result) ? VM_GO_RANGE : VM_GO_OK;
}

int64_t vmimage__go_float_to_int(double value)
{
    if (!(value >= -0x1p63 && value < 0x1p63))
        return INT64_MIN;
    return (int64_t)value;
}

double vmimage__go_pow(double base, double exponent)
{
    double product = 1, factor;
    int factor_exponent;
    long product_exponent = 0;

    if (base == 1 || exponent == 1)
        return base;
    if (exponent >= 0x1p63)
        return INFINITY;
    factor = frexp(base, &factor_exponent);
    for (int64_t i = (int64_t)exponent; i != 0; i >>= 1) {
        if (factor_exponent > 1 << 12) {
            product_exponent += factor_exponent;
            break;
        }
        if (i & 1) {
            product *= factor;
            product_exponent += factor_exponent;
        }
        factor *= factor;
        factor_exponent *= 2;
        if (factor < 0.5) {
            factor += factor;
            factor_exponent--;
        }
    }
    return product_exponent > 4096 ? INFINITY : ldexp(product, (int)product_exponent);
}

static bool format_special(double value, char *out)
{
    if (!isnan(value) && !isinf(value))
        return false;
    (void)snprintf(out, VM_GO_FLOAT_SIZE, "%s", isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    return true;
}

/* The fewest digits that read back as the value, and the exponent of the first one. */
static int shortest(double value, char digits[20], int *exponent)
{
    char text[64], again[64];

    for (int precision = 0; precision < 17; precision++) {
        int count = 0;

        (void)snprintf(text, sizeof(text), "%.*e", precision, value);
        for (const char *p = text; *p != 'e'; p++) {
            if (is_digit(*p))
                digits[count++] = *p;
        }
        *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
        digits[count] = '\0';
        (void)snprintf(again, sizeof(again), "%se%d", digits, *exponent - count + 1);
        if (strtod(again, NULL) == value)
            break;
    }
    return (int)strlen(digits);
}

void vmimage__go_format_v(double value, char out[VM_GO_FLOAT_SIZE])
{
    char digits[20];
    int exponent = 0, count;
    size_t n = 0;

    if (format_special(value, out))
        return;
    if (signbit(value))
        out[n++] = '-';
    count = shortest(fabs(value), digits, &exponent);
    while (count > 1 && digits[count - 1] == '0')
        digits[--count] = '\0';
    if (exponent < -4 || exponent >= 6) {
        (void)snprintf(out + n, VM_GO_FLOAT_SIZE - n, "%c%s%se%c%02d", digits[0], count > 1 ? "." : "", digits + 1,
                       exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    if (exponent < 0) {
        (void)snprintf(out + n, VM_GO_FLOAT_SIZE - n, "0.%.*s%s", -exponent - 1, "000", digits);
        return;
    }
    for (int i = 0; i < count || i <= exponent; i++) {
        out[n++] = i < count ? digits[i] : '0';
        if (i == exponent && i + 1 < count)
            out[n++] = '.';
    }
    out[n] = '\0';
}

void vmimage__go_format_f(double value, char out[VM_GO_FLOAT_SIZE])
{
    char text[VM_GO_FLOAT_SIZE];
    size_t n = 0, length;

    if (format_special(value, out))
        return;
    /* the decimal point of the locale may have several bytes: the six digits after it are the last six */
    length = (size_t)snprintf(text, sizeof(text), "%.6f", value);
    for (size_t i = 0; i < length; i++) {
        if (i + 6 == length)
            out[n++] = '.';
        if (is_digit(text[i]) || (i == 0 && text[i] == '-'))
            out[n++] = text[i];
    }
    out[n] = '\0';
}
