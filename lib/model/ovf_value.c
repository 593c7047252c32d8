/*
 * SPDX-License-Identifier: Apache-2.0
 * The default of a property checked against its vApp type, with VM Operator's words when it does not fit. Types that no
 * rule knows take any value.
 */
#include <math.h>
#include <string.h>

#include "model/gonumber.h"
#include "model/ovf.h"

#define TEXT_MAX_BYTES INT64_C(65535)

struct check {
    const char *key, *type;
    struct vm_span value;
    struct vm_ovf_fault *fault;
};

/* ---- addresses ---- */

static bool is_ip4(struct vm_span s)
{
    int value = 0, digits = 0, dots = 0;

    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] >= '0' && s.text[i] <= '9') {
            if (digits == 1 && value == 0)
                return false;
            value = value * 10 + (s.text[i] - '0');
            digits++;
            if (value > 255)
                return false;
        } else if (s.text[i] == '.' && digits != 0 && dots < 3) {
            dots++;
            value = digits = 0;
        } else {
            return false;
        }
    }
    return dots == 3 && digits != 0;
}

static size_t hex_digits(struct vm_span s, size_t at)
{
    size_t n = 0;

    while (at + n < s.length && s.text[at + n] != '\0' && strchr("0123456789abcdefABCDEF", s.text[at + n]) != NULL)
        n++;
    return n;
}

/* Groups of up to four digits, one "::" for at least one group, an IPv4 address for the last two. No zone. */
static bool is_ip6(struct vm_span s)
{
    size_t at = 0, bytes = 0;
    bool ellipsis = s.length >= 2 && s.text[0] == ':' && s.text[1] == ':';

    if (ellipsis)
        at = 2;
    if (ellipsis && s.length == 2)
        return true;
    while (bytes < 16) {
        size_t n = hex_digits(s, at);
        struct vm_span rest = {s.text + at, s.length - at};

        if (n == 0 || n > 4)
            return false;
        if (n < rest.length && rest.text[n] == '.')
            return (ellipsis ? bytes < 12 : bytes == 12) && is_ip4(rest);
        bytes += 2;
        at += n;
        if (at == s.length)
            break;
        if (s.text[at] != ':' || at + 1 == s.length)
            return false;
        at++;
        if (s.text[at] == ':') {
            if (ellipsis)
                return false;
            ellipsis = true;
            if (++at == s.length)
                break;
        }
    }
    return at == s.length && (bytes < 16) == ellipsis;
}

/* An address, or one with "/" and the length of its network. */
static bool is_ip(struct vm_span s)
{
    const char *slash = memchr(s.text, '/', s.length);
    struct vm_span address = {s.text, slash != NULL ? (size_t)(slash - s.text) : s.length};
    bool four = memchr(address.text, ':', address.length) == NULL;
    const char *dot = memchr(address.text, '.', address.length), *colon = memchr(address.text, ':', address.length);
    uint64_t bits = 0;

    /* what comes first says what it is meant to be */
    if (dot != NULL && (colon == NULL || dot < colon))
        four = true;
    if (four ? !is_ip4(address) : !is_ip6(address))
        return false;
    if (slash == NULL)
        return true;
    address.text = slash + 1;
    address.length = s.length - (size_t)(slash + 1 - s.text);
    return vmimage__go_uint(address, 32, &bits) == VM_GO_OK && bits <= (four ? 32 : 128);
}

/* ---- faults ---- */

static const char *bad_value(const struct check *c)
{
    const char *key = vmimage__ovf_quote(c->fault->arena, c->key);

    if (strncmp(c->type, "password", 8) == 0)
        vmimage__ovf_fault(c->fault, "failed to parse prop=%s, type=%s", key, c->type);
    else
        vmimage__ovf_fault(c->fault, "failed to parse prop=%s, type=%s, value=%s", key, c->type, c->value.text);
    return NULL;
}

static const char *bad_length(const struct check *c, int64_t min, int64_t max)
{
    vmimage__ovf_fault(c->fault, "failed to parse prop=%s, type=%s due to length: len=%zu, min=%lld, max=%lld",
                       vmimage__ovf_quote(c->fault->arena, c->key), c->type, c->value.length, (long long)min,
                       (long long)max);
    return NULL;
}

static const char *bad_size(const struct check *c, const char *value, const char *min, const char *max)
{
    vmimage__ovf_fault(c->fault, "failed to parse prop=%s, type=%s due to size: val=%s, min=%s, max=%s",
                       vmimage__ovf_quote(c->fault->arena, c->key), c->type, value, min, max);
    return NULL;
}

static const char *bad_range(const struct check *c, const char *min, const char *max)
{
    vmimage__ovf_fault(c->fault, "failed to parse prop=%s, type=%s due to min=%s > max=%s",
                       vmimage__ovf_quote(c->fault->arena, c->key), c->type, min, max);
    return NULL;
}

/* ---- ranges in the type ---- */

/* NAME(A..B): A and B, either may be empty. Where a point ends A, A has it. */
static bool split_range(const char *type, const char *name, struct vm_span *a, struct vm_span *b)
{
    size_t length = strlen(type), start = strlen(name);
    const char *dots;

    if (strncmp(type, name, start) != 0 || type[start] != '(' || type[length - 1] != ')')
        return false;
    dots = strstr(type + start, "..");
    if (dots == NULL)
        return false;
    if (dots[2] == '.' && dots != type + start + 1)
        dots++; /* "1...5" is "1." and "5" */
    a->text = type + start + 1;
    a->length = (size_t)(dots - a->text);
    b->text = dots + 2;
    b->length = (size_t)(type + length - 1 - b->text);
    return true;
}

static bool all_digits(struct vm_span s)
{
    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] < '0' || s.text[i] > '9')
            return false;
    }
    return true;
}

static struct vm_span unsign(struct vm_span s)
{
    if (s.length != 0 && (*s.text == '+' || *s.text == '-')) {
        s.text++;
        s.length--;
    }
    return s;
}

static bool is_plain_int(struct vm_span s)
{
    s = unsign(s);
    return s.length != 0 && all_digits(s);
}

/* [+-]digits[.digits] or [+-].digits */
static bool is_plain_real(struct vm_span s)
{
    size_t digits = 0, dots = 0;

    s = unsign(s);
    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] == '.')
            dots++;
        else if (s.text[i] >= '0' && s.text[i] <= '9')
            digits++;
        else
            return false;
    }
    return digits != 0 && dots <= 1;
}

static const char *check_text(const struct check *c)
{
    struct vm_span a, b;
    int64_t min = 0, max = TEXT_MAX_BYTES, length = (int64_t)c->value.length;

    if (strcmp(c->type, "string") == 0 || strcmp(c->type, "password") == 0)
        return length > max ? bad_length(c, 0, max) : c->value.text;
    if (!split_range(c->type, "string", &a, &b) && !split_range(c->type, "password", &a, &b))
        return c->value.text;
    if (!all_digits(a) || !all_digits(b) || a.length + b.length == 0)
        return c->value.text;
    if (a.length != 0)
        (void)vmimage__go_int(a, 64, &min);
    if (b.length == 0)
        return length < min ? bad_length(c, min, max) : c->value.text;
    (void)vmimage__go_int(b, 64, &max);
    if (a.length != 0 && min > max)
        return bad_range(c, vmimage__arena_printf(c->fault->arena, "%lld", (long long)min),
                         vmimage__arena_printf(c->fault->arena, "%lld", (long long)max));
    return length < min || length > max ? bad_length(c, min, max) : c->value.text;
}

static const char *check_int(const struct check *c)
{
    struct vm_arena *arena = c->fault->arena;
    struct vm_span a, b;
    int64_t min = 0, max = 0, value = 0;
    uint64_t whole = 0;
    const char *low, *high;

    if (strcmp(c->type, "int") == 0)
        return vmimage__go_int(c->value, 32, &value) == VM_GO_OK ? c->value.text : bad_value(c);
    if (!split_range(c->type, "int", &a, &b) || !is_plain_int(a) || !is_plain_int(b))
        return c->value.text;
    (void)vmimage__go_int(a, 64, &min);
    (void)vmimage__go_int(b, 64, &max);
    low = vmimage__arena_printf(arena, "%lld", (long long)min);
    high = vmimage__arena_printf(arena, "%lld", (long long)max);
    if (min > max)
        return bad_range(c, low, high);
    if (min >= 0) {
        if (vmimage__go_uint(c->value, 64, &whole) != VM_GO_OK)
            return bad_value(c);
        if (whole < (uint64_t)min || whole > (uint64_t)max)
            return bad_size(c, vmimage__arena_printf(arena, "%llu", (unsigned long long)whole), low, high);
        return c->value.text;
    }
    if (vmimage__go_int(c->value, 64, &value) != VM_GO_OK)
        return bad_value(c);
    if (value < min || value > max)
        return bad_size(c, vmimage__arena_printf(arena, "%lld", (long long)value), low, high);
    return c->value.text;
}

static const char *check_real(const struct check *c)
{
    bool *no_memory = &c->fault->arena->failed;
    struct vm_span a, b;
    double min = 0, max = 0, value = 0;
    char low[VM_GO_FLOAT_SIZE], high[VM_GO_FLOAT_SIZE], got[VM_GO_FLOAT_SIZE];

    if (strcmp(c->type, "real") == 0)
        return vmimage__go_float(c->value, false, &value, no_memory) == VM_GO_OK ? c->value.text : bad_value(c);
    if (!split_range(c->type, "real", &a, &b) || !is_plain_real(a) || !is_plain_real(b))
        return c->value.text;
    (void)vmimage__go_float(a, false, &min, no_memory);
    (void)vmimage__go_float(b, false, &max, no_memory);
    vmimage__go_format_f(min, low);
    vmimage__go_format_f(max, high);
    if (min > max)
        return bad_range(c, low, high);
    if (vmimage__go_float(c->value, false, &value, no_memory) != VM_GO_OK)
        return bad_value(c);
    vmimage__go_format_f(value, got);
    return value < min || value > max ? bad_size(c, got, low, high) : c->value.text;
}

static const char *check_boolean(const struct check *c)
{
    bool value = false;

    (void)vmimage__go_bool(c->value, &value);
    return value ? "True" : "False";
}

const char *vmimage__ovf_property_value(const char *key, const char *type, const char *value,
                                        struct vm_ovf_fault *fault)
{
    struct check c = {key, type, vmimage__span(value), fault};

    if (strncmp(type, "string", 6) == 0 || strncmp(type, "password", 8) == 0)
        return check_text(&c);
    if (strcmp(type, "boolean") == 0)
        return check_boolean(&c);
    if (strncmp(type, "int", 3) == 0)
        return check_int(&c);
    if (strncmp(type, "real", 4) == 0)
        return check_real(&c);
    if (strcmp(type, "ip") == 0 && !is_ip(c.value))
        return bad_value(&c);
    return value;
}
