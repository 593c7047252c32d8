/*
 * SPDX-License-Identifier: Apache-2.0
 * The vApp type of an OVF property: its OVF type, narrowed by the qualifiers (DSP0243 9.5.1 and vSphere's own). The texts
 * are searched as VM Operator's regular expressions search them: anywhere, first place wins.
 */
#include <string.h>

#include "base/buf.h"
#include "model/gonumber.h"
#include "model/ovf.h"

#define TYPE_MAX ((size_t)16777216)

/* What the qualifiers say. */
struct qualifiers {
    int64_t min_length, max_length; /* max_length < 0: not given */
    struct vm_span choices;         /* inside ValueMap{}; text NULL: not given */
    double min_value, max_value;
    bool min_set, max_set;
    bool ip;
    struct vm_span ip_argument;
    const char *expression; /* the word, NULL when there is none */
    struct vm_span argument;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* RE2's \s: no vertical tab. */
static size_t skip_space(struct vm_span s, size_t at)
{
    while (at < s.length && (s.text[at] == ' ' || (s.text[at] >= '\t' && s.text[at] <= '\r' && s.text[at] != '\v')))
        at++;
    return at;
}

/* The next place from `at` where the word stands; s.length when there is none. Qualifiers are short: no memmem(). */
static size_t find_word(struct vm_span s, size_t at, const char *word, size_t length)
{
    for (; at + length <= s.length; at++) {
        if (s.text[at] == *word && memcmp(s.text + at, word, length) == 0)
            return at;
    }
    return s.length;
}

static size_t skip_digits(struct vm_span s, size_t at)
{
    while (at < s.length && s.text[at] >= '0' && s.text[at] <= '9')
        at++;
    return at;
}

static struct vm_span slice(struct vm_span s, size_t from, size_t to)
{
    struct vm_span span = {s.text + from, to - from};

    return span;
}

/* WORD(digits) */
static bool find_length(struct vm_span s, const char *word, int64_t *value)
{
    size_t length = strlen(word);

    for (size_t i = find_word(s, 0, word, length); i < s.length; i = find_word(s, i + 1, word, length)) {
        size_t end = skip_digits(s, i + length);
        if (end == i + length || end == s.length || s.text[end] != ')')
            continue;
        (void)vmimage__go_int(slice(s, i + length, end), 64, value);
        return true;
    }
    return false;
}

/* The end of -?digits[.digits][e[+-]digits] from `at`; 0 when there is no number. */
static size_t scan_decimal(struct vm_span s, size_t at)
{
    size_t start = at + (at < s.length && s.text[at] == '-'), end = skip_digits(s, start), e;

    if (end == start)
        return 0;
    if (end < s.length && s.text[end] == '.')
        end = skip_digits(s, end + 1);
    if (end == s.length || (s.text[end] | 0x20) != 'e')
        return end;
    e = end + 1;
    if (e < s.length && (s.text[e] == '-' || s.text[e] == '+'))
        e++;
    return skip_digits(s, e) != e ? skip_digits(s, e) : end;
}

/* WORD(number) */
static bool find_value(struct vm_span s, const char *word, double *value, bool *no_memory)
{
    size_t length = strlen(word);

    for (size_t i = find_word(s, 0, word, length); i < s.length; i = find_word(s, i + 1, word, length)) {
        size_t end = scan_decimal(s, i + length);
        if (end != 0 && end < s.length && s.text[end] == ')')
            return vmimage__go_float(slice(s, i + length, end), false, value, no_memory) == VM_GO_OK;
    }
    return false;
}

/* What stands between "ValueMap{" and the last "}" of the same line. */
static struct vm_span find_choices(struct vm_span s)
{
    static const char word[] = "ValueMap{";
    const size_t length = sizeof(word) - 1;
    struct vm_span none = {NULL, 0};

    for (size_t i = find_word(s, 0, word, length); i < s.length;) {
        size_t from = i + length, last = 0, j;

        for (j = from; j < s.length && s.text[j] != '\n'; j++) {
            if (s.text[j] == '}')
                last = j + 1;
        }
        if (last != 0)
            return slice(s, from, last - 1);
        i = find_word(s, j, word, length); /* not on this line */
    }
    return none;
}

/* Where the argument ends that began somewhere before: kept, so that "Net(Net(Net(" is not read again for each. */
struct argument_end {
    size_t from, to; /* from <= to once it is known: nothing in between ends an argument */
    bool closes;     /* a ")" follows */
    bool known;
};

static void find_end(struct vm_span s, size_t from, struct argument_end *end)
{
    size_t at;

    if (end->known && from >= end->from && from <= end->to)
        return;
    end->known = true;
    end->from = end->to = from;
    while (end->to < s.length && s.text[end->to] != '"' && s.text[end->to] != '\'' && s.text[end->to] != ')')
        end->to++;
    at = end->to < s.length && s.text[end->to] != ')' ? end->to + 1 : end->to;
    at = skip_space(s, at);
    end->closes = at < s.length && s.text[at] == ')';
}

/* "(", an argument in quotes or without, ")". */
static bool scan_argument(struct vm_span s, size_t at, struct argument_end *end, struct vm_span *argument)
{
    at = skip_space(s, at);
    if (at == s.length || s.text[at] != '(')
        return false;
    at = skip_space(s, at + 1);
    if (at < s.length && (s.text[at] == '"' || s.text[at] == '\''))
        at++;
    find_end(s, at, end);
    if (end->closes)
        *argument = vmimage__go_trim(slice(s, at, end->to));
    return end->closes;
}

static bool is_whole_word(struct vm_span s, size_t at, size_t length)
{
    return (at == 0 || !is_word(s.text[at - 1])) && (at + length == s.length || !is_word(s.text[at + length]));
}

static void find_ip(struct vm_span s, struct qualifiers *q)
{
    struct argument_end end = {.known = false};

    for (size_t i = find_word(s, 0, "Ip", 2); i < s.length && !q->ip; i = find_word(s, i + 1, "Ip", 2))
        q->ip = scan_argument(s, i + 2, &end, &q->ip_argument);
    for (size_t i = find_word(s, 0, "Ip", 2); i < s.length && !q->ip; i = find_word(s, i + 1, "Ip", 2))
        q->ip = is_whole_word(s, i, 2);
}

#define WORD(text)                                                                                                     \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }
static const struct vm_span expressions[] = {WORD("AutoIp"),  WORD("VimIp"),      WORD("Net"),        WORD("Netmask"),
                                             WORD("Gateway"), WORD("DomainName"), WORD("HostPrefix"), WORD("Dns"),
                                             WORD("Subnet"),  WORD("SearchPath"), WORD("HttpProxy")};

/* The place of the first of those words, with an argument or as a word of its own. */
static bool find_one_of(struct vm_span s, bool with_argument, struct qualifiers *q)
{
    struct argument_end end = {.known = false};

    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] < 'A' || s.text[i] > 'Z')
            continue;
        for (size_t e = 0; e < sizeof(expressions) / sizeof(expressions[0]); e++) {
            struct vm_span word = expressions[e];

            if (*word.text != s.text[i] || word.length > s.length - i ||
                memcmp(s.text + i, word.text, word.length) != 0)
                continue;
            if (with_argument ? scan_argument(s, i + word.length, &end, &q->argument)
                              : is_whole_word(s, i, word.length)) {
                q->expression = word.text;
                return true;
            }
        }
    }
    return false;
}

static void find_expression(struct vm_span s, struct qualifiers *q)
{
    if (!find_one_of(s, true, q) && find_one_of(s, false, q))
        q->argument = slice(s, 0, 0);
}

/* Which capital letters there are, a bit each: most qualifiers need not be looked for. */
static uint32_t capitals(struct vm_span s)
{
    uint32_t found = 0;

    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] >= 'A' && s.text[i] <= 'Z')
            found |= UINT32_C(1) << (s.text[i] - 'A');
    }
    return found;
}

#define CAPITAL(c) (UINT32_C(1) << ((c) - 'A'))

static struct qualifiers parse_qualifiers(struct vm_span s, struct vm_arena *arena)
{
    struct qualifiers q = {.max_length = -1};
    uint32_t found = capitals(s);

    if ((found & CAPITAL('L')) != 0) {
        (void)find_length(s, "MinLen(", &q.min_length);
        (void)find_length(s, "MaxLen(", &q.max_length);
    }
    if ((found & CAPITAL('V')) != 0) {
        q.choices = find_choices(s);
        q.min_set = find_value(s, "MinValue(", &q.min_value, &arena->failed);
        q.max_set = find_value(s, "MaxValue(", &q.max_value, &arena->failed);
    }
    if ((found & CAPITAL('I')) != 0)
        find_ip(s, &q);
    if ((found & ~(CAPITAL('L') | CAPITAL('M'))) != 0)
        find_expression(s, &q);
    return q;
}

const char *vmimage__ovf_expression(const char *qualifiers, struct vm_arena *arena)
{
    struct qualifiers q = {0};

    find_expression(vmimage__go_trim(vmimage__span(qualifiers)), &q);
    if (q.expression == NULL)
        return NULL;
    return vmimage__arena_printf(arena, "${%c%s:%.*s}", q.expression[0] | 0x20, q.expression + 1,
                                 (int)q.argument.length, q.argument.text);
}

/* The next member of ValueMap{}: a quoted text, or what is there up to the next comma. False at the end. */
static bool next_choice(struct vm_span s, size_t *at, struct vm_span *choice)
{
    while (*at < s.length && (s.text[*at] == ',' || s.text[*at] == ' '))
        (*at)++;
    if (*at >= s.length)
        return false;
    if (s.text[*at] != '"') {
        size_t from = *at;

        while (*at < s.length && s.text[*at] != ',')
            (*at)++;
        *choice = vmimage__go_trim(slice(s, from, *at));
        return true;
    }
    for (size_t i = *at + 1; i < s.length; i++) {
        if (s.text[i] == '\\' && i + 1 < s.length) {
            i++;
        } else if (s.text[i] == '"') {
            *choice = slice(s, *at + 1, i);
            *at = i + 1;
            return true;
        }
    }
    *at = s.length; /* the quote is never closed: nothing more is a member */
    return false;
}

static const char *choice_type(const char *base, struct vm_span choices, struct vm_arena *arena)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TYPE_MAX);
    struct vm_span choice;
    size_t count = 0;

    vmimage__buf_add_str(&buf, base);
    for (size_t at = 0; next_choice(choices, &at, &choice); count++) {
        vmimage__buf_add_str(&buf, count == 0 ? "[\"" : ", \"");
        for (size_t i = 0; i < choice.length; i++) {
            if (choice.text[i] == '\\' || choice.text[i] == '"')
                vmimage__buf_add_char(&buf, '\\');
            vmimage__buf_add_char(&buf, choice.text[i]);
        }
        vmimage__buf_add_char(&buf, '"');
    }
    if (count == 0)
        return NULL;
    vmimage__buf_add_char(&buf, ']');
    arena->failed |= buf.status != VMIMAGE_OK;
    return vmimage__arena_strdup(arena, vmimage__buf_str(&buf));
}

static char *put_number(char *out, int64_t number)
{
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    char digits[20];
    int count = 0;

    if (number < 0)
        *out++ = '-';
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    while (count > 0)
        *out++ = digits[--count];
    return out;
}

/* "base(min..max)", without max when it is not bounded. By hand: descriptors have hundreds of them. */
static const char *range_type(const char *base, int64_t min, bool bounded, int64_t max, struct vm_arena *arena)
{
    char text[64], *end = text;

    while (*base != '\0')
        *end++ = *base++;
    *end++ = '(';
    end = put_number(end, min);
    *end++ = '.';
    *end++ = '.';
    if (bounded)
        end = put_number(end, max);
    *end++ = ')';
    return vmimage__arena_strndup(arena, text, (size_t)(end - text));
}

static const char *text_type(const char *base, const struct qualifiers *q, struct vm_arena *arena)
{
    if (q->choices.text != NULL) {
        const char *type = choice_type(base, vmimage__go_trim(q->choices), arena);

        if (type != NULL)
            return type;
    }
    if (q->max_length >= 0)
        return range_type(base, q->min_length, true, q->max_length, arena);
    return q->min_length > 0 ? range_type(base, q->min_length, false, 0, arena) : base;
}

/* The range of a list of whole numbers; false when one of them is none, or there are none. */
static bool choice_range(struct vm_span choices, int64_t *min, int64_t *max)
{
    struct vm_span choice;
    size_t count = 0;

    for (size_t at = 0; next_choice(choices, &at, &choice); count++) {
        int64_t value = 0;

        if (vmimage__go_int(vmimage__go_trim(choice), 64, &value) != VM_GO_OK)
            return false;
        *min = count == 0 || value < *min ? value : *min;
        *max = count == 0 || value > *max ? value : *max;
    }
    return count != 0;
}

static const char *int_type(const struct qualifiers *q, struct vm_arena *arena)
{
    int64_t min = INT32_MIN, max = INT32_MAX;

    if (q->choices.text == NULL || !choice_range(vmimage__go_trim(q->choices), &min, &max)) {
        if (!q->min_set && !q->max_set)
            return "int";
        min = q->min_set ? vmimage__go_float_to_int(q->min_value) : INT32_MIN;
        max = q->max_set ? vmimage__go_float_to_int(q->max_value) : INT32_MAX;
    }
    return range_type("int", min, true, max, arena);
}

static const char *real_type(const struct qualifiers *q, struct vm_arena *arena)
{
    char min[VM_GO_FLOAT_SIZE], max[VM_GO_FLOAT_SIZE];

    if (!q->min_set && !q->max_set)
        return "real";
    vmimage__go_format_v(q->min_set ? q->min_value : -1e308, min);
    vmimage__go_format_v(q->max_set ? q->max_value : 1e308, max);
    return vmimage__arena_printf(arena, "real(%s..%s)", min, max);
}

/* The OVF type without qualifiers. */
static const char *base_type(const char *type, struct vm_arena *arena)
{
    static const struct {
        const char *name, *type;
    } types[] = {{"string", "string"}, {"boolean", "boolean"}, {"int", "int"},    {"uint8", "int"},  {"sint8", "int"},
                 {"uint16", "int"},    {"sint16", "int"},      {"uint32", "int"}, {"sint32", "int"}, {"uint64", "int"},
                 {"sint64", "int"},    {"real32", "real"},     {"real64", "real"}};
    struct vm_span span = vmimage__go_trim(vmimage__span(type));
    const char *lower;

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (vmimage__span_is(span, types[i].name))
            return types[i].type;
    }
    lower = span.length < 32 ? vmimage__go_lower(arena, span) : NULL;
    if (lower == NULL)
        return type;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(lower, types[i].name) == 0)
            return types[i].type;
    }
    return type;
}

const char *vmimage__ovf_property_type(const struct vm_ovf_property *property, struct vm_arena *arena)
{
    const char *base = base_type(property->type != NULL ? property->type : "", arena);
    struct vm_span text = vmimage__go_trim(vmimage__span(property->qualifiers));
    struct qualifiers q;

    if (property->password && strcmp(base, "string") == 0)
        base = "password";
    if (text.length == 0)
        return base;
    q = parse_qualifiers(text, arena);
    if (q.expression != NULL)
        return "expression";
    if (strcmp(base, "string") == 0 || strcmp(base, "password") == 0) {
        if (q.ip && q.ip_argument.length != 0)
            return vmimage__arena_printf(arena, "ip:%.*s", (int)q.ip_argument.length, q.ip_argument.text);
        return q.ip ? "ip" : text_type(base, &q, arena);
    }
    if (strcmp(base, "int") == 0)
        return int_type(&q, arena);
    return strcmp(base, "real") == 0 ? real_type(&q, arena) : base;
}
