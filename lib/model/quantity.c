/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes quantities, exact whatever their size: a number is its decimal digits and a power of ten. Rules are those of
 * resource.Quantity: precision ends at a billionth and rounds up, numbers with a binary suffix end at 2^63-1.
 */
#include "model/quantity.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <vmimage/value.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/memory.h"
#include "model/gonumber.h"

#define NANO 9
#define LARGEST UINT64_C(9223372036854775807)

enum format {
    DECIMAL,
    BINARY,
    EXPONENT
};

/* Digits that a number has room for without an allocation: any canonical one, so that getters of sizes can't fail. */
#define ROOM 128

/* digits * 10^-scale; the first digit is not 0, no digits at all: zero. A copy shares the digits. */
struct number {
    bool negative;
    enum format format;
    char *digits; /* values, not characters; most significant first */
    char room[ROOM];
    size_t count;
    int64_t scale;
};

/* What a text consists of. */
struct parts {
    bool negative, any_digit;
    struct vm_span whole, fraction, suffix;
};

static const struct suffix {
    const char *text;
    int exponent; /* of ten, or of two */
    enum format format;
} suffixes[] = {{"n", -9, DECIMAL}, {"u", -6, DECIMAL}, {"m", -3, DECIMAL}, {"", 0, DECIMAL},
                {"k", 3, DECIMAL},  {"M", 6, DECIMAL},  {"G", 9, DECIMAL},  {"T", 12, DECIMAL},
                {"P", 15, DECIMAL}, {"E", 18, DECIMAL}, {"Ki", 10, BINARY}, {"Mi", 20, BINARY},
                {"Gi", 30, BINARY}, {"Ti", 40, BINARY}, {"Pi", 50, BINARY}, {"Ei", 60, BINARY}};
#define SUFFIX_COUNT (sizeof(suffixes) / sizeof(suffixes[0]))

static const char format_wrong[] =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
static const char numeric_wrong[] = "unable to parse numeric part of quantity";
static const char suffix_wrong[] = "unable to parse quantity's suffix";

/* ---- reading ---- */

static struct vm_span take(const char **p, const char *set)
{
    struct vm_span span = {*p, strspn(*p, set)};

    *p += span.length;
    return span;
}

static bool split(const char *text, struct parts *parts)
{
    const char *p = text;

    memset(parts, 0, sizeof(*parts));
    if (*p == '\0')
        return false;
    parts->negative = *p == '-';
    p += *p == '-' || *p == '+';
    parts->whole = take(&p, "0123456789");
    parts->fraction = (struct vm_span){p, 0};
    if (*p == '.') {
        p++;
        parts->fraction = take(&p, "0123456789");
    }
    parts->any_digit = parts->whole.length + parts->fraction.length != 0;
    parts->suffix.text = p;
    (void)take(&p, "eEinumkKMGTP");
    /* a sign and digits belong to an exponent; that nothing stands before them is found out later */
    if (*p == '-' || *p == '+')
        p++;
    (void)take(&p, "0123456789");
    parts->suffix.length = (size_t)(p - parts->suffix.text);
    return *p == '\0';
}

static bool find_suffix(struct vm_span span, struct suffix *found, bool *too_large)
{
    int64_t exponent = 0;
    enum vm_go_result result;

    *too_large = false;
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        if (vmimage__span_is(span, suffixes[i].text)) {
            *found = suffixes[i];
            return true;
        }
    }
    if (span.length < 2 || (*span.text != 'e' && *span.text != 'E'))
        return false;
    span.text++;
    span.length--;
    result = vmimage__go_int(span, 64, &exponent);
    *too_large = result == VM_GO_OK && (exponent > INT32_MAX || exponent < INT32_MIN);
    *found = (struct suffix){"", (int)exponent, EXPONENT};
    return result == VM_GO_OK;
}

static void trim_front(struct number *n)
{
    size_t zeros = 0;

    while (zeros < n->count && n->digits[zeros] == 0)
        zeros++;
    memmove(n->digits, n->digits + zeros, n->count - zeros);
    n->count -= zeros;
}

/* One more digit in front, where there is room for it. */
static void push_front(struct number *n, int digit)
{
    memmove(n->digits + 1, n->digits, n->count);
    n->digits[0] = (char)digit;
    n->count++;
}

static void multiply(struct number *n, int factor)
{
    int carry = 0;

    for (size_t i = n->count; i > 0; i--) {
        carry += n->digits[i - 1] * factor;
        n->digits[i - 1] = (char)(carry % 10);
        carry /= 10;
    }
    for (; carry != 0; carry /= 10)
        push_front(n, carry % 10);
}

/* Only so many digits behind the point; what is cut off and is not nothing rounds away from zero. */
static void round_up(struct number *n, int64_t scale)
{
    size_t cut;
    bool lost = false;

    if (n->scale <= scale || n->count == 0)
        return;
    cut = (uint64_t)(n->scale - scale) < n->count ? (size_t)(n->scale - scale) : n->count;
    for (size_t i = n->count - cut; i < n->count; i++)
        lost |= n->digits[i] != 0;
    n->count -= cut;
    n->scale = scale;
    if (!lost)
        return;
    for (size_t i = n->count; i > 0; i--) {
        if (n->digits[i - 1] != 9) {
            n->digits[i - 1]++;
            return;
        }
        n->digits[i - 1] = 0;
    }
    push_front(n, 1);
}

/* The number without sign when it is whole and has at most 64 bits. */
static bool to_whole(const struct number *n, uint64_t *value)
{
    uint64_t result = 0;
    size_t count = n->count;

    if (n->count == 0) {
        *value = 0;
        return true;
    }
    if (n->scale > 0) {
        for (int64_t i = 0; i < n->scale; i++) {
            if (count == 0 || n->digits[--count] != 0)
                return false;
        }
    }
    if (count > 20 || (n->scale < 0 && (uint64_t)-n->scale > 20 - count))
        return false;
    for (size_t i = 0; i < count + (n->scale < 0 ? (size_t)-n->scale : 0); i++) {
        unsigned digit = i < count ? (unsigned)n->digits[i] : 0;

        if (result > (UINT64_MAX - digit) / 10)
            return false;
        result = result * 10 + digit;
    }
    *value = result;
    return true;
}

/* Numbers with a binary suffix end at 2^63-1; those below 1 lose the binary format. */
static void bound_binary(struct number *n)
{
    struct number whole = *n;
    uint64_t value = 0;

    if (n->count == 0)
        return;
    if (n->scale > 0 && (uint64_t)n->scale >= n->count) {
        n->format = DECIMAL;
        return;
    }
    whole.count = n->scale > 0 ? n->count - (size_t)n->scale : n->count;
    whole.scale = 0;
    if (to_whole(&whole, &value) && (value < LARGEST || (value == LARGEST && whole.count == n->count)))
        return;
    n->scale = 0;
    n->count = 19;
    for (size_t i = 19, rest = LARGEST; i > 0; i--, rest /= 10)
        n->digits[i - 1] = (char)(rest % 10);
}

static vmimage_status refuse(const char *text, const char *reason, vmimage_error **error)
{
    vmimage_status status =
        vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "\"%.200s\" is no quantity: %s", text, reason);

    vmimage__error_set_reason(error, reason);
    return status;
}

static vmimage_status too_large(const char *text, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the quantity \"%.200s\" does not fit", text);
}

static void release(struct number *n)
{
    if (n->digits != n->room)
        vmimage__free(n->digits);
}

/* The number is to be released, also after a failure. */
static vmimage_status read_number(const char *text, struct number *n, vmimage_error **error)
{
    struct parts parts;
    struct suffix suffix;
    size_t length;
    bool large;

    memset(n, 0, sizeof(*n));
    if (!split(text, &parts))
        return refuse(text, format_wrong, error);
    if (!find_suffix(parts.suffix, &suffix, &large))
        return refuse(text, suffix_wrong, error);
    /* without digits it is 0, but not where apimachinery leaves its quick way */
    if (!parts.any_digit && (suffix.format == BINARY ? suffix.exponent >= 50 : suffix.exponent < -NANO))
        return refuse(text, numeric_wrong, error);
    if (large)
        return too_large(text, error);
    /* room for what multiply() puts in front, for a carry, and for the largest number */
    length = parts.whole.length + parts.fraction.length + 48;
    n->digits = length <= ROOM ? n->room : vmimage__calloc(length, 1);
    if (n->digits == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < parts.whole.length; i++)
        n->digits[n->count++] = (char)(parts.whole.text[i] - '0');
    for (size_t i = 0; i < parts.fraction.length; i++)
        n->digits[n->count++] = (char)(parts.fraction.text[i] - '0');
    n->negative = parts.negative;
    n->format = suffix.format;
    n->scale = (int64_t)parts.fraction.length - (suffix.format == BINARY ? 0 : suffix.exponent);
    trim_front(n);
    for (int i = 0; suffix.format == BINARY && i < suffix.exponent; i += 10)
        multiply(n, 1024);
    round_up(n, NANO);
    if (n->format == BINARY)
        bound_binary(n);
    return VMIMAGE_OK;
}

vmimage_status vmimage_quantity_parse(const char *text, int64_t *value, vmimage_error **error)
{
    struct number n = {.digits = NULL};
    uint64_t whole = 0;
    vmimage_status status;

    VM_REQUIRE(text != NULL && value != NULL, error);
    status = read_number(text, &n, error);
    if (status == VMIMAGE_OK) {
        round_up(&n, 0);
        if (to_whole(&n, &whole) && whole <= LARGEST)
            *value = n.negative ? -(int64_t)whole : (int64_t)whole;
        else if (n.negative && whole == LARGEST + 1)
            *value = INT64_MIN;
        else
            status = too_large(text, error);
    }
    release(&n);
    return status;
}

/* ---- writing ---- */

/* A power of ten, of which the exponent is a multiple of three. */
static void write_decimal(struct number *n, struct vm_buf *out)
{
    int64_t exponent;
    int zeros;
    enum format format = n->format == EXPONENT ? EXPONENT : DECIMAL;

    while (n->count > 0 && n->digits[n->count - 1] == 0) {
        n->count--;
        n->scale--;
    }
    exponent = -n->scale;
    zeros = (int)((exponent % 3 + 3) % 3);
    exponent -= zeros;
    for (size_t i = 0; i < n->count; i++)
        vmimage__buf_add_char(out, (char)('0' + n->digits[i]));
    for (int i = 0; i < zeros; i++)
        vmimage__buf_add_char(out, '0');
    for (size_t i = 0; format == DECIMAL && i < SUFFIX_COUNT; i++) {
        if (suffixes[i].format == DECIMAL && suffixes[i].exponent == exponent) {
            vmimage__buf_add_str(out, suffixes[i].text);
            return;
        }
    }
    if (exponent !=
        0) /* apimachinery writes numbers beyond its suffixes without their exponent, which is another number */
        vmimage__buf_printf(out, "e%lld", (long long)exponent);
}

static void write_number(struct number *n, struct vm_buf *out)
{
    uint64_t whole = 0;
    int exponent = 0;

    if (n->count == 0) {
        vmimage__buf_add_char(out, '0');
        return;
    }
    if (n->negative)
        vmimage__buf_add_char(out, '-');
    if (n->format != BINARY || !to_whole(n, &whole) || whole < 1024) {
        write_decimal(n, out);
        return;
    }
    for (; whole % 1024 == 0 && exponent < 60; whole /= 1024)
        exponent += 10;
    vmimage__buf_printf(out, "%llu", (unsigned long long)whole);
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        if (suffixes[i].format == BINARY && suffixes[i].exponent == exponent)
            vmimage__buf_add_str(out, suffixes[i].text);
    }
}

vmimage_status vmimage_quantity_canonical(const char *text, vmimage_string **canonical, vmimage_error **error)
{
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(SIZE_MAX / 4);
    struct number n = {.digits = NULL};
    vmimage_status status;

    VM_REQUIRE(canonical != NULL, error);
    *canonical = NULL;
    VM_REQUIRE(text != NULL, error);
    status = read_number(text, &n, error);
    if (status == VMIMAGE_OK) {
        write_number(&n, &out);
        status = vmimage__buf_take(&out, canonical, error);
    }
    release(&n);
    return status;
}

/* ---- disks ---- */

static int64_t take_factors(int64_t value, int64_t factor, int *taken)
{
    for (*taken = 0; value != 0 && value % factor == 0; (*taken)++)
        value /= factor;
    return value;
}

void vmimage__quantity_from_bytes(int64_t bytes, char out[VM_QUANTITY_SIZE])
{
    static const char *const binary[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    static const char *const decimal[] = {"", "k", "M", "G", "T", "P", "E"};
    int taken;
    int64_t value = take_factors(bytes, 1024, &taken);

    if (taken != 0 && value > 0 && value < 1024) {
        (void)snprintf(out, VM_QUANTITY_SIZE, "%lld%s", (long long)value, binary[taken]);
        return;
    }
    value = take_factors(bytes, 1000, &taken);
    (void)snprintf(out, VM_QUANTITY_SIZE, "%lld%s", (long long)value, decimal[taken]);
}

vmimage_status vmimage_quantity_from_bytes(int64_t bytes, vmimage_string **text, vmimage_error **error)
{
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(64);
    char quantity[VM_QUANTITY_SIZE];

    VM_REQUIRE(text != NULL, error);
    *text = NULL;
    vmimage__quantity_from_bytes(bytes, quantity);
    vmimage__buf_add_str(&out, quantity);
    return vmimage__buf_take(&out, text, error);
}
